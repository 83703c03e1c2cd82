"""Who has each task and indicator on a day, and why: from the name the plan prints to the agency that works today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from ansinh.apps.planning.models import Assignment, AssignmentRole, HolderDecision, Indicator, Plan, Task
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.territory.models import Agency, Unit
from ansinh.apps.territory.selectors.places import NOWHERE, Place, get_places, name_in_unit
from ansinh.apps.territory.selectors.stamps import get_stamp
from ansinh.apps.territory.selectors.succession import Candidate, Line, Trace, Traces, load_directory
from ansinh.core.workfields import FieldGuess, classify_field, field_label

DECIDED, DERIVED, UNCLEAR = "decided", "derived", "unclear"
STATES = {DECIDED: "Đã quyết định", DERIVED: "Theo danh mục", UNCLEAR: "Chưa rõ"}
_TOLD_NOTHING = FieldGuess(None, (), ())


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has one assignment on a day: the agency in its unit, or unclear with candidates; and every reason.

    ``state``: decided by a person, derived from the directory, or unclear. ``evidence`` is that of the weakest step.
    """

    assignment: Assignment
    state: str
    name: str
    agency: Agency | None
    units: tuple[Unit, ...]
    guess: FieldGuess
    lines: tuple[Line, ...]
    candidates: tuple[Candidate, ...]
    unclear: str
    evidence: str
    decision: HolderDecision | None
    on: date

    @property
    def choices(self) -> tuple[Candidate, ...]:
        """Return what a person is offered first: the agencies possible, or the one that has it, to be confirmed."""
        if self.agency is None:
            return self.candidates
        return (Candidate(self.agency, (self.field,) if self.field else (), self.evidence),)

    @property
    def suggested_from(self) -> date:
        """Return from which day a decision most likely holds: the last change known, else the end of the agency named."""
        days = [line.on for line in self.lines[1:] if line.on is not None and line.on <= self.on]
        named = self.assignment.mention.agency
        if named is not None and named.valid_to is not None and named.valid_to <= self.on:
            days.append(named.valid_to)
        return max(days, default=self.on)

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return STATES[self.state]

    @property
    def field(self) -> str:
        """Return the code of the field of work, "" where the words do not tell."""
        return self.decision.field if self.decision and self.decision.field else self.guess.code or ""

    @property
    def field_name(self) -> str:
        """Return the field of work in words, "" where it is not known."""
        return field_label(self.field) if self.field else ""

    @property
    def words(self) -> str:
        """Return the printed words that led to the field."""
        return ", ".join(f"“{word}”" for word in self.guess.words_for(self.field)) if self.field else ""

    @property
    def changed(self) -> bool:
        """Say whether somebody else than the agency the plan names has it."""
        named = self.assignment.mention.agency
        return self.agency is None or named is None or self.agency.pk != named.pk

    @property
    def rests_on_facts(self) -> bool:
        """Say whether something happened between the plan and the day, so that its evidence has to be shown."""
        return any(line.on is not None for line in self.lines[1:])

    @property
    def decision_id(self) -> int:
        """Return what a page shows was in force when it was made; 0 for nothing."""
        return self.decision.pk if self.decision else 0

    @property
    def row(self) -> Task | Indicator:
        """Return the task or the indicator of which it is the holder."""
        row = self.assignment.task or self.assignment.indicator
        if row is None:
            raise ValueError("an assignment belongs to a task or an indicator")
        return row


def list_assignments(*, plan: Plan | None = None, role: str = AssignmentRole.LEAD) -> QuerySet[Assignment]:
    """Return the assignments of rows in use, of one plan or of all, in the order of the plan; ``role`` "" gives all."""
    rows = Assignment.objects.filter(task__state__in=IN_USE) | Assignment.objects.filter(indicator__state__in=IN_USE)
    if role:
        rows = rows.filter(role=role)
    rows = rows.filter(mention__plan=plan) if plan is not None else rows.filter(mention__plan__removed_at=None)
    # Each plan once, however many of its rows there are.
    plans = Plan.objects.select_related("scope_unit", "file").defer(
        "unparsed", "recipients", "search_key", "file__content", "file__text", "file__blocks", "file__page_starts"
    )
    return (
        rows.select_related("task__initial_state", "indicator", "mention__agency")
        .defer("task__read", "task__marks", "task__search_key", "indicator__read", "indicator__marks")
        .defer("task__note", "indicator__sentence", "indicator__search_key", "mention__agency__search_key")
        .prefetch_related(Prefetch("mention__plan", plans))
        .order_by("mention__plan_id", "task__ordinal", "indicator__ordinal", "role", "ordinal", "pk")
    )


def find_holders(
    *, assignments: Iterable[Assignment], on: date, decisions: Iterable[HolderDecision] | None = None
) -> dict[int, Holder]:
    """Return who has each assignment on a day, by its id. A handful of queries, however many there are.

    ``decisions`` are those on these assignments, where the caller has them already.
    """
    rows = list(assignments)
    if not rows:
        return {}
    stamp = get_stamp()
    directory = load_directory(stamp)
    traces = Traces(directory, on=on)
    scopes = {row.mention.plan.scope_unit_id: row.mention.plan.scope_unit for row in rows}
    places = get_places(units=[unit for unit in scopes.values() if unit is not None], on=on, stamp=stamp)
    if decisions is None:
        live = HolderDecision.objects.filter(assignment__in=[row.pk for row in rows], withdrawn_at=None)
        decisions = live.select_related("agency", "decided_by")
    standing = {row.assignment_id: row for row in decisions if row.withdrawn_at is None}
    return {
        row.pk: _holder(row, standing.get(row.pk), traces, places.get(row.mention.plan.scope_unit_id or 0, NOWHERE))
        for row in rows
    }


def holders_of(*, plan: Plan, on: date, role: str = AssignmentRole.LEAD) -> list[Holder]:
    """Return who has the tasks and indicators of a plan on a day, in the order of the plan."""
    rows = list(list_assignments(plan=plan, role=role))
    found = find_holders(assignments=rows, on=on)
    return [found[row.pk] for row in rows]


def holders_of_tasks(*, plan: Plan, on: date) -> Mapping[int, list[Holder]]:
    """Return who leads each task of a plan on a day, by the task's id."""
    found: dict[int, list[Holder]] = {}
    rows = list(list_assignments(plan=plan).filter(task__isnull=False))
    for holder in find_holders(assignments=rows, on=on).values():
        found.setdefault(holder.assignment.task_id or 0, []).append(holder)
    return found


def list_held_by(*, agency: Agency, on: date) -> list[Holder]:
    """Return the tasks and indicators of running and reviewed plans that an agency leads on a day, and may lead.

    What is unclear is among them where the agency is a candidate, so that nobody overlooks it. Only what was given to
    the agency or to one before it is followed.
    """
    sources = load_directory(get_stamp()).sources_of(agency)
    decided = HolderDecision.objects.filter(withdrawn_at=None, agency__in=sources).values("assignment")
    rows = list(list_assignments().filter(Q(mention__agency__in=sources) | Q(pk__in=decided)))
    found = find_holders(assignments=rows, on=on)
    holders = [found[row.pk] for row in rows]
    return [
        holder
        for holder in holders
        if (holder.agency is not None and holder.agency.pk == agency.pk)
        or (holder.agency is None and agency.pk in {one.agency.pk for one in holder.candidates})
    ]


def list_decisions(*, assignment_ids: Iterable[int]) -> list[HolderDecision]:
    """Return every decision on these assignments, also those withdrawn, newest first."""
    rows = HolderDecision.objects.filter(assignment__in=list(assignment_ids))
    return list(
        rows.select_related("agency", "decided_by", "withdrawn_by", "assignment__mention").order_by(
            "-decided_at", "-pk"
        )
    )


def text_of(row: Task | Indicator) -> tuple[str, str]:
    """Return the words that tell a row's field of work, and those around it that only make one possible."""
    if isinstance(row, Task):
        return row.name, f"{row.section}. {row.product}"
    return f"{row.name} {row.dimension}".strip(), row.group


def _holder(row: Assignment, decision: HolderDecision | None, traces: Traces, place: Place) -> Holder:
    named, on = row.mention.agency, traces.on
    if decision is not None and decision.from_date > on:
        decision = None
    if named is None and decision is None:
        why = f"Danh mục chưa nhận ra tên “{row.mention.printed}”. Chọn cơ quan cho tên này trước."
        return Holder(row, UNCLEAR, "", None, (), _TOLD_NOTHING, (), (), why, "", None, on)
    start = decision.agency if decision is not None else named
    if start is None:
        raise ValueError("either the name or a decision gives an agency")
    words, around = text_of(row.task or row.indicator)  # type: ignore[arg-type]
    guess = classify_field(words, context=around, among=traces.directory.fields_of(named or start))
    onward = FieldGuess(decision.field, (decision.field,), ()) if decision and decision.field else guess
    since = decision.from_date if decision is not None else row.mention.plan.issued_on
    trace = traces.get(agency=start, guess=onward, since=since, place=place)
    lines = (*_first_lines(row, guess, decision), *(_kept(trace, decision, on)))
    if trace.agency is None:
        return Holder(row, UNCLEAR, "", None, (), guess, lines, trace.candidates, trace.unclear, "", decision, on)
    units = place.units_of(trace.agency.level)
    return Holder(
        row,
        DECIDED if decision is not None else DERIVED,
        name_in_unit(trace.agency, units),
        trace.agency,
        units,
        guess,
        lines,
        (),
        "",
        "" if decision is not None and len(lines) == 1 else trace.evidence,
        decision,
        on,
    )


def _first_lines(row: Assignment, guess: FieldGuess, decision: HolderDecision | None) -> list[Line]:
    """Say what the plan prints, what the words tell, and what a person decided."""
    plan, named = row.mention.plan, row.mention.agency
    printed = f"Kế hoạch giao “{row.mention.printed}” {row.get_role_display()}"
    if named is not None and named.name != row.mention.printed:
        printed += f", là {named.name}"
    lines = [Line(printed, on=plan.issued_on)]
    if plan.issued_on is None:
        lines.append(Line("Văn bản không in ngày ban hành; tính mọi thay đổi đã ghi trong danh mục"))
    if plan.scope_unit_id is None:
        lines.append(Line("Kế hoạch chưa ghi phạm vi là tỉnh, xã nào; chỉ dùng những thay đổi chung cả nước"))
    if decision is not None:
        lines.append(
            Line(
                f"{decision.decided_by.get_full_name()} quyết định {decision.agency.name} giữ việc",
                on=decision.from_date,
                note=decision.reason,
            )
        )
    elif guess.code is not None:
        said = ", ".join(f"“{word}”" for word in guess.words_for(guess.code))
        lines.append(Line(f"Lĩnh vực {field_label(guess.code)}, vì lời văn có {said}"))
    elif guess.doubts:
        lines.append(Line(f"Chưa rõ lĩnh vực: “{guess.doubts[0]}” có thể thuộc nhiều lĩnh vực"))
    return lines


def _kept(trace: Trace, decision: HolderDecision | None, on: date) -> tuple[Line, ...]:
    """After a decision the directory only tells what came later; that nothing did needs no line."""
    del on
    if decision is None:
        return trace.lines
    return tuple(line for line in trace.lines if line.on is not None)


@dataclass(frozen=True, slots=True)
class HolderGroup:
    """Rows on which one answer may hold: the same agency in the plan, the same field, the same agencies possible.

    ``shown`` are those that stand on the page looked at; an answer for the group covers all.
    """

    title: str
    why: str
    holders: tuple[Holder, ...]
    candidates: tuple[Candidate, ...]
    from_date: date
    shown: tuple[Holder, ...]

    @property
    def elsewhere(self) -> tuple[Holder, ...]:
        """Return the rows of the group on other pages."""
        here = {holder.assignment.pk for holder in self.shown}
        return tuple(holder for holder in self.holders if holder.assignment.pk not in here)


def group_holders(holders: Iterable[Holder]) -> list[HolderGroup]:
    """Put together the rows that a person can answer at once, the largest group first."""
    groups: dict[tuple[object, ...], list[Holder]] = {}
    for holder in holders:
        named = holder.assignment.mention.agency_id or holder.assignment.mention.printed
        possible = tuple(one.agency.pk for one in holder.candidates)
        now = (holder.agency.pk, tuple(unit.pk for unit in holder.units)) if holder.agency else None
        groups.setdefault((named, holder.field, possible, now), []).append(holder)
    ordered = sorted(groups.values(), key=lambda rows: -len(rows))
    return [_group(tuple(rows)) for rows in ordered]


def _group(rows: tuple[Holder, ...]) -> HolderGroup:
    first = rows[0]
    named = first.assignment.mention.agency
    title = named.name if named else first.assignment.mention.printed
    if first.agency is not None and first.name != title:
        title = f"{title} → {first.name}"
    if first.candidates:
        title = f"{title} → {' hoặc '.join(one.agency.name for one in first.candidates)}?"
    return HolderGroup(title, first.unclear, rows, first.choices, first.suggested_from, rows)


def cut_groups(groups: Iterable[HolderGroup], *, start: int, end: int) -> list[HolderGroup]:
    """Return the groups of which rows stand on one page, the rows ``start`` to ``end`` of all counted from 0."""
    cut, at = [], 0
    for group in groups:
        shown = group.holders[max(start - at, 0) : max(end - at, 0)]
        at += len(group.holders)
        if shown:
            cut.append(replace(group, shown=shown))
    return cut


@dataclass(frozen=True, slots=True)
class Batch:
    """One act of deciding that still stands and can be undone."""

    id: str
    first: HolderDecision
    count: int


def list_recent_batches(*, plan: Plan, most: int = 5) -> list[Batch]:
    """Return the latest acts of deciding on a plan that stand as a whole, newest first."""
    rows = HolderDecision.objects.filter(assignment__mention__plan=plan, withdrawn_at=None)
    found: dict[str, list[HolderDecision]] = {}
    for row in rows.select_related("agency", "decided_by").order_by("-decided_at", "-pk")[:1000]:
        found.setdefault(str(row.batch), []).append(row)
    return [Batch(batch, own[0], len(own)) for batch, own in list(found.items())[:most]]


@dataclass(frozen=True, slots=True)
class RowHolders:
    """Who leads and who supports one task or indicator on a day, what may be decided, and what was decided before."""

    leads: tuple[Holder, ...]
    supporting: tuple[Holder, ...]
    decisions: tuple[HolderDecision, ...]


def get_row_holders(*, row: Task | Indicator, on: date) -> RowHolders:
    """Return everything the block "Ai đang giữ việc này" shows of one row."""
    own = {"task": row} if isinstance(row, Task) else {"indicator": row}
    rows = list(list_assignments(role="").filter(**own))
    decisions = list_decisions(assignment_ids=[one.pk for one in rows])
    found = find_holders(assignments=rows, on=on, decisions=decisions)
    leads = tuple(found[one.pk] for one in rows if one.role == AssignmentRole.LEAD)
    return RowHolders(
        leads=leads,
        supporting=tuple(found[one.pk] for one in rows if one.role != AssignmentRole.LEAD),
        decisions=tuple(decisions),
    )
