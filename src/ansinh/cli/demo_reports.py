"""The reporting part of the demonstration: a made-up province with communes, and two years of its reports."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ansinh.apps.accounts.models import User
    from ansinh.apps.planning.models import Plan
    from ansinh.apps.reporting.models import Report, SchemeLine
    from ansinh.apps.reporting.services.entering import Typed
    from ansinh.apps.reporting.services.rounds import LineGiven

PROVINCE = ("99", "Tỉnh Bình Minh", "province")
COMMUNES = (
    ("99001", "Phường Bình Minh", "ward"),
    ("99004", "Xã An Bình", "commune"),
    ("99007", "Xã Tân Lập", "commune"),
    ("99010", "Xã Hòa Phú", "commune"),
    ("99013", "Xã Suối Mây", "commune"),
    ("99016", "Xã Vĩnh Thuận", "commune"),
)
COMMUNE_WITH_PLAN = "99007"
# Beyond the numbers of the real tree.
FIRST_NUMBER = 90_001
SINCE = date(2025, 7, 1)
# Who works where: login name, unit, agency.
PLACES = (
    ("dieuphoi", "99", "Sở Nội vụ"),
    ("chuyenvien", "99", "Sở Y tế"),
    ("canboxa", "99004", ""),
    ("lanhdao", "99", ""),
    ("ketoan", "99004", ""),
    ("giamsat", "99", ""),
    ("quantri", "99", ""),
)
TITLE = "Báo cáo năm thực hiện Kế hoạch an sinh xã hội"
LINES = 12


def place_units() -> None:
    """Put the made-up province and its communes into the table of units, once; no real code is taken."""
    from ansinh.apps.territory.models import Unit, UnitLevel
    from ansinh.apps.territory.words import search_key

    code, name, kind = PROVINCE
    province, _ = Unit.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "kind": kind,
            "level": UnitLevel.PROVINCE,
            "valid_from": SINCE,
            "number": FIRST_NUMBER,
            "search_key": search_key(name=name, code=code),
            "note": "Tỉnh minh họa của bản chạy thử; không có thật.",
        },
    )
    for at, (code, name, kind) in enumerate(COMMUNES):
        Unit.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "kind": kind,
                "level": UnitLevel.COMMUNE,
                "parent": province,
                "valid_from": SINCE,
                "number": FIRST_NUMBER + at,
                "search_key": search_key(name=name, code=code),
                "note": "Đơn vị minh họa của bản chạy thử; không có thật.",
            },
        )


def place_people(*, admin: User, now: datetime) -> None:
    """Say where the people of the demonstration work, once; what an administrator changed since stays."""
    from ansinh.apps.accounts.models import Role, User
    from ansinh.apps.accounts.services import update_user
    from ansinh.apps.territory.models import Agency, Unit

    units = {unit.code: unit for unit in Unit.objects.filter(code__startswith="99", valid_from=SINCE)}
    for username, code, agency in PLACES:
        user = User.objects.filter(username=username, is_demo=True, scope_unit=None).first()
        if user is None:
            continue
        update_user(
            user=user,
            by=admin,
            at=now,
            roles=[Role(role) for role in user.roles],
            printed={},
            places={
                "scope_unit": units[code],
                "agency": Agency.objects.filter(name=agency).first() if agency else None,
            },
        )


def set_scope(*, plan: Plan, code: str, actor: User, now: datetime) -> None:
    """Say for which unit a sample plan was issued, where reading did not tell."""
    from ansinh.apps.planning.services.scope import choose_scope
    from ansinh.apps.territory.models import Unit

    if plan.scope_unit_id is None:
        choose_scope(plan_id=plan.pk, unit_id=Unit.objects.get(code=code).pk, actor=actor, now=now)


def report_samples(*, plan: Plan, actor: User, now: datetime) -> bool:
    """Set up the yearly report of the sample plan with last year's figures and this year under way; once."""
    from ansinh.apps.planning.models import ReportDuty
    from ansinh.apps.reporting.models import Scheme
    from ansinh.apps.reporting.services.rounds import DueDay, create_scheme, open_round
    from ansinh.apps.territory.models import Agency, Unit
    from ansinh.core.progress.periods import Period, PeriodKind

    lines = _lines(plan)
    if not lines or Scheme.objects.filter(plan=plan).exists():
        return False
    province = Unit.objects.get(code=PROVINCE[0])
    scheme = create_scheme(
        title=TITLE,
        length="year",
        reporters="communes",
        place=province,
        plan=plan,
        duty=ReportDuty.objects.filter(plan=plan).order_by("ordinal").first(),
        receiver=Agency.objects.filter(name="Sở Nội vụ").first(),
        content="Kết quả thực hiện các chỉ tiêu của kế hoạch trên địa bàn; khó khăn và đề xuất.",
        due=DueDay(11, 25),
        cut_off=DueDay(11, 14),
        lines=lines,
        actor=actor,
        now=now,
    )
    last = open_round(scheme=scheme, period=Period(now.year - 1, PeriodKind.YEAR), actor=actor, now=now)
    this = open_round(scheme=scheme, period=Period(now.year, PeriodKind.YEAR), actor=actor, now=now)
    officers = _officers(actor=actor, now=now)
    before = datetime(now.year - 1, 11, 20, 3, tzinfo=UTC)
    for at, report in enumerate(last.reports.select_related("place").order_by("place__number")):
        _fill(report, at, 0, officers[_code(report)], before)
        if at == 5:
            # One is late: of last year still not handed in.
            continue
        sent = before + timedelta(days=18 if at == 4 else 0)
        _hand_in(report, officers[_code(report)], sent, approved_by=actor)
    day = now - timedelta(days=2)
    for at, report in enumerate(this.reports.select_related("place").order_by("place__number")):
        officer = officers[_code(report)]
        if at == 1:
            # The officer of the demonstration is in the middle of it.
            _fill(report, at, 1, officer, day, most=5)
        elif at in (0, 2, 3):
            _fill(report, at, 1, officer, day)
            _hand_in(report, officer, day, approved_by=actor if at == 0 else None)
        elif at == 4:
            _fill(report, at, 1, officer, day, most=8)
    _send_back(this.reports.get(place__code="99010"), actor, day)
    return True


def _code(report: Report) -> str:
    return report.place.code if report.place else ""


def _lines(plan: Plan) -> list[LineGiven]:
    """Return the first indicators of the plan that have a place in the catalogue, each once."""
    from ansinh.apps.planning.models import Indicator
    from ansinh.apps.reporting.services.rounds import LineGiven

    rows = Indicator.objects.filter(plan=plan, binding__entry__isnull=False, binding__dimension="")
    rows = rows.exclude(binding__entry__kind="qualitative").select_related("binding__entry").order_by("ordinal")
    found: dict[str, LineGiven] = {}
    for row in rows:
        entry = row.binding.entry
        if entry is not None:
            found.setdefault(entry.code, LineGiven(entry, row))
    return list(found.values())[:LINES]


def _officers(*, actor: User, now: datetime) -> dict[str, User]:
    """Return who fills the report of each commune; a demonstration account where there is none yet."""
    from ansinh.apps.accounts.models import Role, User
    from ansinh.apps.accounts.services import create_user, lock_user
    from ansinh.apps.territory.models import Unit

    found: dict[str, User] = {}
    for code, name, _ in COMMUNES:
        user = User.objects.filter(scope_unit__code=code, roles__contains=[Role.COMMUNE_OFFICER.value]).first()
        if user is None:
            user = create_user(
                username=f"canbo{code}",
                full_name=f"Cán bộ {name[:1].lower()}{name[1:]}",
                title="Công chức văn hóa – xã hội",
                agency_name="Ủy ban nhân dân xã",
                unit_name=name,
                scope_unit=Unit.objects.get(code=code),
                roles=[Role.COMMUNE_OFFICER],
                is_demo=True,
                at=now,
            ).user
            # Nobody knows the password; the name stands beside the figures only.
            lock_user(user=user, by=actor, at=now)
        found[code] = user
    return found


def _fill(report: Report, at: int, year: int, officer: User, now: datetime, *, most: int | None = None) -> None:
    from ansinh.apps.reporting.models import SchemeLine
    from ansinh.apps.reporting.services.entering import write_cells

    lines = list(SchemeLine.objects.filter(scheme=report.round.scheme_id).select_related("entry"))[:most]
    typed: list[Typed] = [_figure(line, at, year) for line in lines]
    write_cells(report_id=report.pk, typed=typed, actor=officer, now=now)


def _figure(line: SchemeLine, at: int, year: int) -> Typed:
    """Return a made-up figure that nothing is wrong with and that moves a little from year to year."""
    from ansinh.apps.reporting.services.entering import Typed

    entry, seed = line.entry, at * 7 + line.ordinal * 3
    if entry.kind in ("ratio", "rate_per"):
        whole = 640 + 37 * seed
        share = (88 + seed % 7 if entry.direction != "down" else 4 + seed % 3) + (
            year if entry.direction != "down" else -year
        )
        part = whole * share // 100 if entry.kind == "ratio" else 3 + seed % 5 + year
        return Typed(line_id=line.pk, numerator=Decimal(part), denominator=Decimal(whole))
    return Typed(line_id=line.pk, value=Decimal(40 + seed + 2 * year))


def _hand_in(report: Report, officer: User, now: datetime, *, approved_by: User | None) -> None:
    from ansinh.apps.reporting.services.submitting import approve_report, submit_report

    submit_report(report_id=report.pk, actor=officer, now=now)
    if approved_by is not None:
        approve_report(report_id=report.pk, actor=approved_by, now=now + timedelta(days=1))


def _send_back(report: Report, actor: User, now: datetime) -> None:
    from ansinh.apps.reporting.services.submitting import return_report

    reason = "Số người tham gia bảo hiểm chưa khớp với số của cơ quan bảo hiểm xã hội; đối chiếu rồi nộp lại."
    return_report(report_id=report.pk, reason=reason, actor=actor, now=now + timedelta(hours=5))


__all__ = ["place_people", "place_units", "report_samples", "set_scope"]
