"""The small province with a running plan whose indicators are bound to what its communes report."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from tests.apps.planning.factories import keep_file
from tests.apps.reporting.factories import DAYS, NOW, World, make_user

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import (
    AgencyMention,
    Assignment,
    AssignmentRole,
    Baseline,
    BindingState,
    CatalogueIndicator,
    Indicator,
    IndicatorBinding,
    Plan,
    PlanState,
    ReviewState,
    Target,
)
from ansinh.apps.reporting.models import Report, Round, Scheme
from ansinh.apps.reporting.services.entering import Typed, write_cell
from ansinh.apps.reporting.services.rounds import DueDay, LineGiven, create_scheme, open_round
from ansinh.apps.reporting.services.submitting import approve_report, submit_report
from ansinh.apps.territory.models import Agency, AgencyKind, AgencyLevel
from ansinh.core.progress.periods import read_period

TODAY = dt.date(2026, 11, 22)


def make_running(world: World, *, number: str = "71/KH-UBND", issued: dt.date = dt.date(2026, 2, 5)) -> Plan:
    """Return a running plan of the province, without rows."""
    content = number.encode()
    return Plan.objects.create(
        file=keep_file(f"{number[:2]}.md", content, actor=world.coordinator),
        state=PlanState.RUNNING,
        number=number,
        type="Kế hoạch",
        title="Kế hoạch thực hiện chính sách an sinh xã hội năm 2026",
        issuer="Ủy ban nhân dân tỉnh Minh Họa",
        place="Minh Họa",
        scope_unit=world.province,
        issued_on=issued,
        created_at=NOW,
        activated_at=NOW,
    )


def add_indicator(
    plan: Plan,
    no: str,
    name: str,
    *targets: tuple[int | None, str, str | None],
    code: str | None = None,
    baseline: tuple[int, str] | None = None,
    by: User,
    lead: str = "Sở Nội vụ",
    **fields: Any,
) -> Indicator:
    """Put a row into a plan: targets as (year, comparator, value), its entry of the catalogue, its baseline."""
    row = Indicator.objects.create(
        plan=plan,
        no=no,
        name=name,
        source="annex",
        ordinal=int(no),
        state=ReviewState.ACCEPTED,
        decided_by=by,
        decided_at=NOW,
        span_start=0,
        span_end=0,
        **fields,
    )
    for at, (year, sign, value) in enumerate(targets):
        number = Decimal(value) if value is not None else None
        low = number if sign in ("=", ">", ">=", "approx") else None
        high = number if sign in ("=", "<", "<=", "approx") else None
        Target.objects.create(
            indicator=row, ordinal=at, year=year, raw=f"{sign} {value}", comparator=sign, low=low, high=high
        )
    mention, _ = AgencyMention.objects.get_or_create(plan=plan, printed=lead, key=lead.lower())
    Assignment.objects.create(indicator=row, mention=mention, role=AssignmentRole.LEAD, ordinal=0)
    if code is not None:
        IndicatorBinding.objects.create(
            indicator=row,
            entry=CatalogueIndicator.objects.get(pk=code),
            relation="same",
            state=BindingState.CONFIRMED,
            decided_by=by,
            decided_at=NOW,
        )
    if baseline is not None:
        year, value = baseline
        Baseline.objects.create(
            indicator=row, year=year, value=Decimal(value), source="Niên giám", entered_by=by, entered_at=NOW
        )
    return row


def approve(world: World, report: Report, *, by: User | None = None, now: dt.datetime = NOW) -> Report:
    """Hand a report in and approve it."""
    submit_report(report_id=report.pk, actor=by or world.officer, now=now)
    return approve_report(report_id=report.pk, actor=world.checker, now=now)


def officers(world: World) -> list[User]:
    """Return one officer for each commune."""
    found = [world.officer, world.other_officer]
    found.append(
        User.objects.filter(username="xa_ba").first()
        or make_user("xa_ba", "Vũ Thị Ba", world.communes[2], Role.COMMUNE_OFFICER)
    )
    return found


def approve_all(world: World, *, insured: tuple[int, ...] = (90, 95, 85), poor: tuple[int, ...] = (12, 8, 20)) -> None:
    """Have every commune report 2026 and approve it."""
    for at, (officer, share, households) in enumerate(zip(officers(world), insured, poor, strict=False)):
        report = world.report(at)
        world.fill(report, by=officer, insured=share, poor=households)
        approve(world, report, by=officer)


def agency_scheme(
    world: World, *codes: str, length: str = "year", name: str = "Sở Y tế"
) -> tuple[Scheme, Agency, User]:
    """Return a duty of one agency that reports for the whole province, with its officer."""
    agency = Agency.objects.create(name=name, kind=AgencyKind.values[0], level=AgencyLevel.values[0])
    officer = make_user(f"cv_{agency.pk}", "Ngô Thị Chuyên Viên", world.province, Role.DEPARTMENT_OFFICER)
    officer.agency = agency
    officer.save()
    scheme = create_scheme(
        title=f"Báo cáo của {name}",
        length=length,
        reporters="agencies",
        place=world.province,
        due=DueDay(12, 28),
        cut_off=DueDay(12, 14) if length == "year" else DueDay(3, 14),
        lines=[LineGiven(CatalogueIndicator.objects.get(pk=code)) for code in codes],
        actor=world.coordinator,
        now=NOW,
        agencies=[agency],
    )
    return scheme, agency, officer


def report_for(scheme: Scheme, period: str, agency: Agency, *, by: User) -> Report:
    """Open a period of an agency's duty and return its report."""
    opened: Round = open_round(
        scheme=scheme, period=read_period(period), actor=by, now=NOW, agencies=[agency], days=DAYS
    )
    return Report.objects.get(round=opened, agency=agency)


def type_in(report: Report, code: str, *, by: User, **held: Any) -> None:
    """Type one figure into a report."""
    line = report.round.scheme.lines.get(entry=code)
    numbers = {name: Decimal(str(value)) for name, value in held.items()}
    write_cell(report_id=report.pk, typed=Typed(line_id=line.pk, **numbers), actor=by, now=NOW)
