"""What a person says of an own plan: which plan it stands under, and which item carries out which item above.

Every act is one transaction and one line of the log; it can be taken back, also after the page was left. An act
that was based on an older page is refused with the name of who was first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import connection, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import (
    CascadeAction,
    CascadeLink,
    Citation,
    Indicator,
    LinkState,
    Plan,
    PlanAbove,
    PlanState,
    ReportDuty,
    ReviewState,
    Task,
)
from ansinh.apps.planning.selectors.cascade_plans import is_citation_of
from ansinh.apps.territory.models import Agency, Unit

ROWS: dict[str, type[Indicator | Task | ReportDuty]] = {"indicator": Indicator, "task": Task, "duty": ReportDuty}
# Held while a plan is put under another, so that two people cannot close a circle together.
_CIRCLE_LOCK = 724_011
_MARKED = ["version", "decided_by", "decided_at"]
_LONGEST_NUMBER = 18
_UNREAD = (PlanState.READING, PlanState.FAILED)


class CannotLink(Exception):
    """The link cannot be made; the message says why and what to do."""


class LinkedMeanwhile(CannotLink):
    """Somebody else decided on it since it was shown."""


class CannotUndoLink(CannotLink):
    """There is nothing to undo, or undoing would overwrite what came after."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An item above and an item of the own plan, by the names of their rows ("indicator-12"); "" for none."""

    above: str = ""
    own: str = ""
    because: tuple[str, ...] = ()


@transaction.atomic
def decide_plan_above(
    *,
    plan_id: Any,
    above_id: Any,
    accepted: bool,
    expected_version: int,
    actor: User,
    now: datetime,
    agency_id: int | None = None,
    unit_id: int | None = None,
) -> PlanAbove:
    """Say that a plan is, or is not, an own plan under another. Raises CannotLink, LinkedMeanwhile.

    The citation that names the plan above is kept as the ground. A "no" is remembered, so it is not proposed again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CIRCLE_LOCK])
    plan, above = _plan(plan_id), _plan(above_id)
    if plan.pk == above.pk:
        raise CannotLink("Một kế hoạch không thể là kế hoạch cấp trên của chính nó. Chọn kế hoạch khác.")
    known = PlanAbove.objects.select_for_update(of=("self",)).filter(plan=plan, above=above).first()
    _refuse_old_page(known, expected_version, f"“{above.short_title}”")
    if accepted:
        _refuse_circle(plan, above)
    link = known or PlanAbove(plan=plan, above=above)
    before = link.state
    link.state = LinkState.ACCEPTED if accepted else LinkState.REJECTED
    link.citation = _citation_of(plan, above)
    if agency_id is not None:
        link.agency = Agency.objects.filter(pk=agency_id).first()
    if unit_id is not None:
        link.unit = Unit.objects.filter(pk=unit_id).first()
    _mark(link, actor, now)
    link.save()
    record(
        actor=actor,
        verb="planning.plan_above",
        subject=plan,
        detail={"above": above.short_title, "before": before, "after": link.state},
        at=now,
    )
    return link


def _plan(plan_id: Any) -> Plan:
    plan = Plan.objects.select_related("file").defer("file__content", "file__text", "file__blocks").filter(pk=plan_id)
    found = plan.first()
    if found is None:
        raise CannotLink("Kế hoạch này không còn trong hệ thống. Tải lại trang.")
    if found.removed_at is not None:
        raise CannotLink(f"“{found.short_title}” đã được bỏ khỏi danh sách. Đưa lại vào danh sách rồi nối.")
    if found.state in _UNREAD:
        raise CannotLink(f"“{found.short_title}” chưa đọc xong nên chưa nối được. Chờ đọc xong rồi làm lại.")
    return found


def _refuse_circle(plan: Plan, above: Plan) -> None:
    """Raise CannotLink where the plan above stands, over any number of plans, under the plan itself."""
    under: dict[Any, list[Any]] = {}
    for lower, upper in PlanAbove.objects.filter(state=LinkState.ACCEPTED).values_list("plan_id", "above_id"):
        under.setdefault(lower, []).append(upper)
    waiting, seen = [above.pk], set()
    while waiting:
        at = waiting.pop()
        if at == plan.pk:
            raise CannotLink(
                f"“{above.short_title}” đang đứng dưới “{plan.short_title}”; nối như vậy thành vòng tròn. "
                "Bỏ nối ở chiều kia trước."
            )
        if at not in seen:
            seen.add(at)
            waiting += under.get(at, [])


def _citation_of(plan: Plan, above: Plan) -> Citation | None:
    rows = Citation.objects.filter(plan=plan).exclude(state=ReviewState.REJECTED).order_by("ordinal")
    return next((row for row in rows if is_citation_of(row, above)), None)


def accept_link(
    *, plan_above_id: int, above: str, own: str, expected_version: int, actor: User, now: datetime
) -> CascadeAction:
    """Say that an own item carries out an item above. What was said of either alone before is withdrawn with it.

    Raises CannotLink, LinkedMeanwhile.
    """
    if not above or not own:
        raise CannotLink("Chọn một mục ở mỗi bên rồi nối.")
    return _one(plan_above_id, Pair(above, own), LinkState.ACCEPTED, "", expected_version, "link", "Nối", actor, now)


def reject_link(
    *, plan_above_id: int, above: str, own: str, expected_version: int, actor: User, now: datetime
) -> CascadeAction:
    """Say that an own item does not carry out an item above; it is not proposed again. Raises as accept_link."""
    return _one(
        plan_above_id, Pair(above, own), LinkState.REJECTED, "", expected_version, "unlink", "Không nối", actor, now
    )


def leave_out(
    *, plan_above_id: int, above: str, reason: str, expected_version: int, actor: User, now: datetime
) -> CascadeAction:
    """Say why an item above is left out of the own plan on purpose. Raises CannotLink without a reason or when linked."""
    said = " ".join(reason.split())
    if not said:
        raise CannotLink("Thiếu lý do. Ghi vì sao kế hoạch này không có mục đó.")
    linked = CascadeLink.objects.filter(plan_above_id=plan_above_id, state=LinkState.ACCEPTED, **_side("above", above))
    if linked.exclude(own_indicator=None, own_task=None, own_duty=None).exists():
        raise CannotLink("Mục này đang được nối nên không để ngoài được. Bỏ nối trước.")
    pair = Pair(above, "")
    return _one(plan_above_id, pair, LinkState.ACCEPTED, said, expected_version, "left_out", "Để ngoài", actor, now)


def mark_addition(*, plan_above_id: int, own: str, expected_version: int, actor: User, now: datetime) -> CascadeAction:
    """Say that an own item answers to nothing above: an addition of the own plan. Raises as accept_link."""
    linked = CascadeLink.objects.filter(plan_above_id=plan_above_id, state=LinkState.ACCEPTED, **_side("own", own))
    if linked.exclude(above_indicator=None, above_task=None, above_duty=None).exists():
        raise CannotLink("Mục này đang được nối với cấp trên. Bỏ nối trước.")
    pair = Pair("", own)
    return _one(plan_above_id, pair, LinkState.ACCEPTED, "", expected_version, "addition", "Thêm của mình", actor, now)


def withdraw(
    *, plan_above_id: int, above: str, own: str, expected_version: int, actor: User, now: datetime
) -> CascadeAction:
    """Take back what was said of one item alone (left out, addition) or of a pair; it is open again."""
    pair = Pair(above, own)
    return _one(plan_above_id, pair, LinkState.OPEN, "", expected_version, "withdrawn", "Xem lại", actor, now)


@transaction.atomic
def accept_many(*, plan_above_id: int, pairs: Sequence[Pair], actor: User, now: datetime) -> CascadeAction:
    """Accept proposed links together, in one act; a pair that somebody decided on meanwhile is left as it is.

    Raises CannotLink when none is left.
    """
    link = _locked(plan_above_id)
    items, known = _items(link, pairs), _known(link)
    wanted = [
        pair for pair in pairs if (row := known.get((pair.above, pair.own))) is None or row.state == LinkState.OPEN
    ]
    if not wanted:
        raise CannotLink("Không còn đề nghị chắc chắn nào để nhận. Xem từng đề nghị còn lại.")
    changes = _decide(link, wanted, items, known, LinkState.ACCEPTED, "", actor, now)
    return _log(link, actor, now, "link_all", f"Nhận {len(wanted)} đề nghị nối", changes)


@transaction.atomic
def undo_last_link(*, plan_above_id: int, actor: User, now: datetime) -> CascadeAction:
    """Take back the last act of this person on the links of an own plan that still stands.

    Raises CannotUndoLink when there is none, or when a link it touched was decided on again since.
    """
    link = _locked(plan_above_id)
    action = link.actions.filter(actor=actor, undone_at=None).order_by("-id").first()
    if action is None:
        raise CannotUndoLink("Không còn việc nào của anh/chị để hoàn tác ở đây.")
    rows = {row.pk: row for row in _known(link).values()}
    for change in cast(Iterable[dict[str, Any]], action.changes):
        row = rows[change["id"]]
        if row.version != change["after"]["version"]:
            raise CannotUndoLink(
                f"Không hoàn tác “{action.label}” được: {row.decided_by.get_full_name()} đã quyết lại lúc "
                f"{row.decided_at.astimezone():%H:%M}. Sửa trực tiếp dòng đó."
            )
        row.state, row.reason = change["before"]["state"], change["before"]["reason"]
        _mark(row, actor, now)
    touched = [rows[change["id"]] for change in action.changes]
    CascadeLink.objects.bulk_update(touched, ["state", "reason", *_MARKED])
    action.undone_at, action.undone_by = now, actor
    action.save()
    record(
        actor=actor,
        verb="planning.link_undo",
        subject=link.plan,
        detail={"action": action.pk, "label": action.label},
        at=now,
    )
    return action


@transaction.atomic
def _one(
    plan_above_id: int,
    pair: Pair,
    state: LinkState,
    reason: str,
    expected_version: int,
    verb: str,
    word: str,
    actor: User,
    now: datetime,
) -> CascadeAction:
    link = _locked(plan_above_id)
    items, known = _items(link, [pair]), _known(link)
    row = known.get((pair.above, pair.own))
    if row is not None and (row.state, row.decided_by, row.version) == (state, actor, expected_version + 1):
        # The same button pressed twice.
        return link.actions.filter(actor=actor).order_by("-id").first() or _log(link, actor, now, verb, word, [])
    _refuse_old_page(row, expected_version, "Mục này")
    changes = _decide(link, [pair], items, known, state, reason, actor, now)
    named = items.get(pair.above) or items.get(pair.own)
    name = " ".join(str(getattr(named, "name", "") or getattr(named, "what", "")).split())
    return _log(link, actor, now, verb, f"{word}: {name}", changes)


def _locked(plan_above_id: int) -> PlanAbove:
    row = PlanAbove.objects.select_for_update(of=("self",)).select_related("plan__file", "above__file")
    link = row.defer(*(f"{side}__file__{name}" for side in ("plan", "above") for name in ("content", "text", "blocks")))
    found = link.filter(pk=plan_above_id).first()
    if found is None or found.state != LinkState.ACCEPTED:
        raise CannotLink("Kế hoạch này không còn được nối với kế hoạch cấp trên. Xác nhận kế hoạch cấp trên trước.")
    return found


def _refuse_old_page(row: PlanAbove | CascadeLink | None, expected: int, what: str) -> None:
    if (row.version if row is not None else 0) != expected:
        who = row.decided_by.get_full_name() if row is not None else "người khác"
        at = f" lúc {row.decided_at.astimezone():%H:%M}" if row is not None else ""
        said = f": “{row.get_state_display()}”" if row is not None else ""
        raise LinkedMeanwhile(f"{what} vừa được {who} quyết định{at}{said}. Xem lại rồi làm tiếp.")


def _items(link: PlanAbove, pairs: Sequence[Pair]) -> dict[str, Indicator | Task | ReportDuty]:
    """Return the rows that the pairs name, of the right plan and not rejected; raise CannotLink for any other."""
    found: dict[str, Indicator | Task | ReportDuty] = {}
    for plan_id, names in (
        (link.above_id, {pair.above for pair in pairs if pair.above}),
        (link.plan_id, {pair.own for pair in pairs if pair.own}),
    ):
        here = {f"{kind}-{row.pk}": row for kind in ROWS for row in _rows(kind, plan_id, names)}
        if names - set(here):
            raise CannotLink("Một mục vừa chọn không còn trong kế hoạch, hoặc đã bị bỏ khi rà soát. Tải lại trang.")
        found |= here
    return found


def _rows(kind: str, plan_id: Any, names: Iterable[str]) -> Iterable[Indicator | Task | ReportDuty]:
    numbers = [name.partition("-")[2] for name in names if name.startswith(f"{kind}-")]
    wanted = [int(number) for number in numbers if number.isdecimal() and len(number) < _LONGEST_NUMBER]
    if not wanted:
        return []
    rows: Iterable[Any] = ROWS[kind]._default_manager.filter(plan_id=plan_id, pk__in=wanted)
    return [row for row in rows if row.state != ReviewState.REJECTED]


def _side(side: str, name: str) -> dict[str, Any]:
    """Return the condition that a row stands, or that nothing stands, on a side."""
    kind, _, number = name.partition("-")
    known = number.isdecimal() and len(number) < _LONGEST_NUMBER
    return {f"{side}_{one}_id": int(number) if one == kind and known else None for one in ROWS}


def _known(link: PlanAbove) -> dict[tuple[str, str], CascadeLink]:
    rows = link.links.select_for_update(of=("self",)).select_related("decided_by")
    return {names_of_link(row): row for row in rows}


def names_of_link(row: CascadeLink) -> tuple[str, str]:
    """Return the names of the two rows of a link ("indicator-12", "task-3"); "" where nothing stands on a side."""
    above, own = (
        next((f"{kind}-{pk}" for kind in ROWS if (pk := getattr(row, f"{side}_{kind}_id"))), "")
        for side in ("above", "own")
    )
    return above, own


def _decide(
    link: PlanAbove,
    pairs: Sequence[Pair],
    items: dict[str, Indicator | Task | ReportDuty],
    known: dict[tuple[str, str], CascadeLink],
    state: LinkState,
    reason: str,
    actor: User,
    now: datetime,
) -> list[dict[str, Any]]:
    """Write the decision on pairs; what was said before of either item alone is withdrawn where they are linked."""
    before: dict[tuple[str, str], tuple[CascadeLink, dict[str, str]]] = {}

    def write(names: tuple[str, str], row: CascadeLink, to: LinkState, why: str) -> None:
        before.setdefault(names, (row, {"state": str(row.state), "reason": row.reason}))
        row.state, row.reason = to, why
        _mark(row, actor, now)

    for pair in pairs:
        names = (pair.above, pair.own)
        if pair.above and pair.own and state == LinkState.ACCEPTED:
            for alone in ((pair.above, ""), ("", pair.own)):
                said = known.get(alone)
                if said is not None and said.state == LinkState.ACCEPTED:
                    write(alone, said, LinkState.OPEN, said.reason)
        sides = {"above": pair.above, "own": pair.own}
        row = known.get(names) or CascadeLink(
            plan_above=link,
            proposed_because=list(pair.because),
            **{f"{side}_{name.partition('-')[0]}": items[name] for side, name in sides.items() if name},
        )
        write(names, row, state, reason)
    rows = [row for row, _ in before.values()]
    CascadeLink.objects.bulk_update([row for row in rows if row.pk], ["state", "reason", *_MARKED])
    CascadeLink.objects.bulk_create([row for row in rows if not row.pk])
    return [{"id": row.pk, "before": was, "after": _as_left(row)} for row, was in before.values()]


def _as_left(row: CascadeLink) -> dict[str, Any]:
    return {"state": str(row.state), "reason": row.reason, "version": row.version}


def _mark(row: PlanAbove | CascadeLink, actor: User, now: datetime) -> None:
    row.decided_by, row.decided_at = actor, now
    row.version += 1


def _log(
    link: PlanAbove, actor: User, now: datetime, verb: str, label: str, changes: list[dict[str, Any]]
) -> CascadeAction:
    action = link.actions.create(actor=actor, at=now, verb=verb, label=label[:300], changes=changes)
    record(
        actor=actor,
        verb=f"planning.{verb}",
        subject=link.plan,
        detail={"action": action.pk, "label": label[:300], "above": link.above.short_title, "rows": len(changes)},
        at=now,
    )
    return action
