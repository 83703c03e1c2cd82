"""Duties read from plans, as duties to report: who is meant, for which period, by which day; nothing guessed silently."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q

from ansinh.apps.planning.models import Indicator, Plan, PlanState, ReportDuty
from ansinh.apps.planning.models.bindings import BindingState
from ansinh.apps.planning.models.items import IN_USE, NOT_COUNTED
from ansinh.apps.planning.selectors.calendar import YEARS
from ansinh.apps.planning.selectors.holders import find_holders, list_assignments
from ansinh.apps.planning.selectors.members import split_names
from ansinh.apps.reporting.models import PeriodLength, Scheme, SchemeKind
from ansinh.apps.reporting.services.rounds import DueDay, LineGiven
from ansinh.apps.territory.models import Agency, AgencyLevel, Unit
from ansinh.apps.territory.selectors.agencies import find_by_names
from ansinh.apps.territory.selectors.groups import COMMUNE_COMMITTEE, NoUnitGiven, list_members
from ansinh.apps.territory.selectors.units import list_communes
from ansinh.core.catalogue import load_parts
from ansinh.core.progress.periods import Period, PeriodKind
from ansinh.core.text import fold

LENGTHS = {"annual": PeriodLength.YEAR, "quarterly": PeriodLength.QUARTER, "monthly": PeriodLength.MONTH}
CUT_OFF_DAY = 14


@dataclass(frozen=True, slots=True)
class Reporters:
    """Whom a duty means: the communes of the place, agencies, and the words of which nobody is known."""

    communes: int = 0
    agencies: tuple[Agency, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_nobody(self) -> bool:
        """Return whether nobody would report."""
        return not self.communes and not self.agencies


@dataclass(frozen=True, slots=True)
class Proposal:
    """One duty of a plan as a duty to report. ``problem`` says why it cannot be set up with one press."""

    duty: ReportDuty
    title: str
    kind: SchemeKind
    length: PeriodLength
    reporters: Reporters
    receiver: Agency | None
    due: DueDay | None = None
    cut_off: DueDay | None = None
    only_period: str = ""
    problem: str = ""
    schemes: tuple[Scheme, ...] = field(default=())

    @property
    def is_on_request(self) -> bool:
        """Return whether the plan fixes no day: it is asked for when somebody needs it."""
        return self.duty.recurrence == "event"

    @property
    def can_set_up(self) -> bool:
        """Return whether one press is enough."""
        return not self.problem and not self.schemes and self.due is not None


def plans_of(place: Unit) -> list[Plan]:
    """Return the plans at work whose duties come together at a unit."""
    rows = Plan.objects.filter(
        state=PlanState.RUNNING, scope_unit__code=place.code, scope_unit__level=place.level
    ).select_related("file", "scope_unit")
    return list(rows.defer("file__content", "file__text", "file__blocks").order_by("-issued_on", "pk"))


def list_proposals(place: Unit, *, on: dt.date) -> list[Proposal]:
    """Return every accepted duty of the plans at work for a unit, in the order of the plans."""
    plans = {plan.pk: plan for plan in plans_of(place)}
    duties = list(ReportDuty.objects.filter(plan__in=plans, state__in=IN_USE).order_by("plan", "ordinal"))
    made: dict[int, list[Scheme]] = {}
    for scheme in Scheme.objects.filter(duty__in=duties).order_by("title"):
        made.setdefault(scheme.duty_id or 0, []).append(scheme)
    known = _Directory(place, on)
    for duty in duties:
        duty.plan = plans[duty.plan_id]
    known.learn(duties)
    return [_propose(duty, known, tuple(made.get(duty.pk, ()))) for duty in duties]


def get_proposal(duty_id: int, *, place: Unit, on: dt.date) -> Proposal | None:
    """Return one duty as it would be set up, None where it is not of a plan at work here."""
    return next((one for one in list_proposals(place, on=on) if one.duty.pk == duty_id), None)


class _Directory:
    """Asks the directory of agencies once for each wording."""

    def __init__(self, place: Unit, on: dt.date) -> None:
        self.place, self.on = place, on
        self._said: dict[tuple[str, str], Reporters] = {}
        self._names: dict[tuple[str, str], Agency] = {}
        self._members_of: dict[int, list[tuple[Agency, Unit | None]]] = {}
        self._communes = len(list_communes(province=place, on=on))

    def learn(self, duties: Iterable[ReportDuty]) -> None:
        """Look all the names of duties up, with one statement for the names of each place of issue."""
        by_place: dict[str, list[str]] = {}
        for duty in duties:
            by_place.setdefault(duty.plan.place, []).extend([*split_names(duty.who), *split_names(duty.to)[:1]])
        for place, names in by_place.items():
            for name, agency in find_by_names(names=names, place=place).items():
                self._names[name, place] = agency

    def who(self, words: str, plan: Plan) -> Reporters:
        """Return whom words mean."""
        key = (words, plan.place)
        if key not in self._said:
            self._said[key] = self._resolve(words, plan)
        return self._said[key]

    def one(self, words: str, plan: Plan) -> Agency | None:
        """Return the single agency that words mean."""
        names = split_names(words)[:1]
        found = self._names.get((names[0], plan.place)) if names else None
        return found if found is not None and not found.is_group else None

    def _resolve(self, words: str, plan: Plan) -> Reporters:
        names = split_names(words)
        communes, agencies, unknown = 0, {}, []
        for name in names:
            agency = self._names.get((name, plan.place))
            if agency is None:
                unknown.append(name)
                continue
            members = self._members(agency)
            if not members:
                unknown.append(name)
            for one, unit in members:
                if one.code == COMMUNE_COMMITTEE and unit is not None and unit.pk != self.place.pk:
                    communes = self._communes
                elif one.level != AgencyLevel.DISTRICT:
                    agencies[one.pk] = one
        return Reporters(communes, tuple(agencies.values()), tuple(unknown))

    def _members(self, agency: Agency) -> list[tuple[Agency, Unit | None]]:
        if not agency.is_group:
            return [(agency, None)]
        if agency.pk not in self._members_of:
            try:
                members = list_members(group=agency, on=self.on, unit=self.place)
            except NoUnitGiven:
                members = []
            self._members_of[agency.pk] = [(member.agency, member.unit) for member in members]
        return self._members_of[agency.pk]


def _propose(duty: ReportDuty, known: _Directory, schemes: tuple[Scheme, ...]) -> Proposal:
    reporters = known.who(duty.who, duty.plan)
    receiver = known.one(duty.to, duty.plan) if duty.to else None
    kind, length, due, only, problem = _when(duty)
    if not problem and reporters.is_nobody:
        problem = f"Chưa rõ ai báo cáo: danh bạ chưa có “{'”, “'.join(reporters.unknown) or duty.who}”."
    cut_off = _cut_off(due, length) if due else None
    return Proposal(duty, _title(duty), kind, length, reporters, receiver, due, cut_off, only, problem, schemes)


def _when(duty: ReportDuty) -> tuple[SchemeKind, PeriodLength, DueDay | None, str, str]:
    """Return kind, period, due day and the only period of a duty, or why they cannot be said."""
    if duty.recurrence in LENGTHS:
        length = LENGTHS[duty.recurrence]
        if length is PeriodLength.YEAR and duty.quarter and not duty.month:
            # "quý II hằng năm": to the end of that quarter.
            return SchemeKind.PERIODIC, length, DueDay(duty.quarter * 3, 31), "", ""
        if duty.day is None:
            return SchemeKind.PERIODIC, length, None, "", "Kế hoạch không ghi ngày gửi. Lập bằng tay và ghi ngày."
        if length is PeriodLength.YEAR:
            if duty.month is None:
                return SchemeKind.PERIODIC, length, None, "", "Kế hoạch không ghi tháng gửi. Lập bằng tay và ghi tháng."
            # A day in January or February belongs to the report on the year before.
            month = duty.month + 12 if duty.month <= 2 else duty.month
            return SchemeKind.PERIODIC, length, DueDay(month, duty.day), "", ""
        last = 3 if length is PeriodLength.QUARTER else 1
        return SchemeKind.PERIODIC, length, DueDay(last, duty.day), "", ""
    if duty.recurrence == "once":
        day = once_day(duty)
        if day is None:
            return (
                SchemeKind.AD_HOC,
                PeriodLength.YEAR,
                None,
                "",
                "Kế hoạch không ghi đủ ngày. Lập bằng tay và ghi ngày.",
            )
        kind = SchemeKind.FIRST_YEAR if "báo cáo" in duty.what.lower() else SchemeKind.AD_HOC
        period, due = day_in_year(day)
        return kind, PeriodLength.YEAR, due, period.code, ""
    if duty.recurrence == "event":
        return SchemeKind.AD_HOC, PeriodLength.YEAR, None, "", "Không có ngày định trước: yêu cầu khi cần."
    return (
        SchemeKind.PERIODIC,
        PeriodLength.YEAR,
        None,
        "",
        "Chưa rõ định kỳ. Sửa mốc báo cáo của kế hoạch, hoặc lập bằng tay.",
    )


def once_day(duty: ReportDuty) -> dt.date | None:
    """Return the day of a duty that falls due once: the one printed, or the last of its quarter or month."""
    issued = duty.plan.issued_on
    year = duty.year if duty.year is not None else (issued.year if issued else None)
    month = duty.month or (duty.quarter * 3 if duty.quarter else None)
    if year is None or month is None or year not in YEARS:
        return None
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, min(duty.day or last, last))


def day_in_year(day: dt.date) -> tuple[Period, DueDay]:
    """Return the yearly period and the day within it that stand for one day; 1 January ends the year before."""
    before = day - dt.timedelta(days=1)
    return Period(before.year, PeriodKind.YEAR), DueDay(day.month + 12 * (day.year - before.year), day.day)


def _cut_off(due: DueDay, length: PeriodLength) -> DueDay | None:
    """Return the last 14th before the due day; None where the general regime's own day lies before it.

    Decree 09/2019 art. 12 closes figures on the 14th of a period's last month; a plan that asks earlier needs an
    earlier 14th.
    """
    probe = Period(2026, PeriodKind(length))
    if probe.cut_off < due.of(probe):
        return None
    month = due.month if due.day > CUT_OFF_DAY else due.month - 1
    if month < 1:
        return DueDay(due.month, max(due.day - 1, 1))
    return DueDay(month, CUT_OFF_DAY)


def _title(duty: ReportDuty) -> str:
    what = " ".join(duty.what.split()) or "báo cáo"
    said = what if fold(what).startswith("bao cao") else f"báo cáo: {what}" if len(what) < 60 else what
    return f"{said[:1].upper()}{said[1:]} – {duty.plan.short_title}"[:300]


def lines_of(plan: Plan) -> list[LineGiven]:
    """Return the indicators of a plan that have a place in the catalogue, each with its part once, in the plan's order.

    Parts of the fixed lists only: what a plan says of "the remaining areas" is nothing that a commune can count.
    """
    countable = ["", *(part for way in load_parts().values() for part in way.dimensions)]
    rows = (
        Indicator.objects.filter(plan=plan, binding__entry__isnull=False, binding__dimension__in=countable)
        .exclude(state__in=NOT_COUNTED)
        .exclude(Q(binding__entry__kind="qualitative") | Q(binding__state=BindingState.REFUSED))
        .select_related("binding__entry")
        .order_by("ordinal")
    )
    found: dict[tuple[str, str], LineGiven] = {}
    for row in rows:
        entry, part = row.binding.entry, row.binding.dimension
        if entry is not None:
            found.setdefault((entry.code, part), LineGiven(entry, row, part))
    return list(found.values())


def split(lines: Sequence[LineGiven], by: Collection[str]) -> list[LineGiven]:
    """Return lines with their parts after them, for those that the catalogue breaks down in the ways asked for.

    A part that is asked for already, since the plan has a target of its own for it, is not asked for twice.
    """
    there = {(line.entry.code, line.dimension) for line in lines}
    known = load_parts()
    found: list[LineGiven] = []
    for line in lines:
        found.append(line)
        if line.dimension:
            continue
        ways = [known[code] for code in by if code in known and code in line.entry.disaggregations]
        parts = dict.fromkeys(part for way in ways for part in way.dimensions)
        found += [
            replace(line, indicator=None, dimension=part, low=None, high=None)
            for part in parts
            if (line.entry.code, part) not in there
        ]
    return found


def lines_led_by(plan: Plan, agencies: Iterable[Agency], *, on: dt.date) -> list[LineGiven]:
    """Return the indicators of a plan that agencies lead on a day, each asked of the one that leads it."""
    known = {agency.pk: agency for agency in agencies}
    lines = {line.indicator.pk: line for line in lines_of(plan) if line.indicator is not None}
    assignments = list_assignments(plan=plan).filter(indicator__in=list(lines))
    leads: dict[int, Agency] = {}
    for holder in find_holders(assignments=assignments, on=on).values():
        if holder.agency is not None and holder.agency.pk in known:
            leads.setdefault(holder.row.pk, holder.agency)
    return [replace(line, agency=leads[pk]) for pk, line in lines.items() if pk in leads]


def first_year_of(scheme: Scheme, others: Iterable[Scheme]) -> Sequence[Scheme]:
    """Return the first-year reports of the same plan that stand in place of a yearly one in their year.

    The first year has a date of its own ("năm 2024: trước ngày 30/8/2024; các năm sau: trước 30/10"): nobody owes both.
    """
    return [
        one
        for one in others
        if one.kind == SchemeKind.FIRST_YEAR
        and one.plan_id == scheme.plan_id
        and one.place_id == scheme.place_id
        and one.reporters == scheme.reporters
        and one.length == scheme.length
    ]
