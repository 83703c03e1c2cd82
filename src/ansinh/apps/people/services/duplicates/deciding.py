"""What somebody decided about a pair: that it is not one person, and taking that back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from ansinh.apps.accounts.scope import current_scope
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.models import DuplicatePair, PairState
from ansinh.apps.people.services.refusals import ChangedMeanwhile, NotHere, Refused, said

DUPLICATES = "people.find_duplicates"
LONGEST_NOTE = 300


def seen_pairs() -> QuerySet[DuplicatePair]:
    """Return the pairs of which both records are in one's own communes."""
    scope = current_scope()
    return DuplicatePair.objects.filter(unit_no__gte=scope.first, unit_no__lte=scope.last, unit_to__lte=scope.last)


def open_pair(pair_id: UUID) -> DuplicatePair:
    """Return a pair that waits to be decided, held. Raises NotHere, ChangedMeanwhile."""
    pair = seen_pairs().select_for_update(of=("self",)).filter(pk=pair_id).first()
    if pair is None:
        raise NotHere("Không có cặp hồ sơ này trong địa bàn phụ trách.")
    if pair.state != PairState.OPEN:
        who = f"{pair.decided_by_name} đã ghi" if pair.decided_by_name else "Phần mềm đã ghi"
        raise ChangedMeanwhile(f"{who} cặp này là “{pair.get_state_display()}”. Không có gì được ghi thêm.")
    return pair


def decide(pair: DuplicatePair, state: str, *, actor: Actor | None, now: datetime, note: str = "") -> None:
    """Write what became of a pair; without an actor it followed from another decision."""
    pair.state, pair.decided_at, pair.note = state, now, note
    pair.decided_by_id = actor.pk if actor is not None else None
    pair.decided_by_name = str(actor) if actor is not None else ""
    pair.save(update_fields=["state", "decided_at", "decided_by_id", "decided_by_name", "note"])


def say_not_same(*, pair_id: UUID, note: str, actor: Actor, now: datetime) -> DuplicatePair:
    """Write that two records are two persons; the pair is remembered and does not come back. Raises NotHere, Refused."""
    note = " ".join(note.split())[:LONGEST_NOTE]
    with said():
        pair = open_pair(pair_id)
        decide(pair, PairState.NOT_SAME, actor=actor, now=now, note=note)
        record(actor=actor, verb="people.not_same", subject=pair, detail=_two(pair), at=now)
    return pair


def reopen_pair(*, pair_id: UUID, actor: Actor, now: datetime) -> DuplicatePair:
    """Take back that two records are two persons. Raises NotHere, Refused."""
    with said():
        pair = seen_pairs().select_for_update(of=("self",)).filter(pk=pair_id).first()
        if pair is None:
            raise NotHere("Không có cặp hồ sơ này trong địa bàn phụ trách.")
        if pair.state != PairState.NOT_SAME:
            raise Refused("Cặp này không ghi là “Không phải một người”. Tải lại trang.")
        if DuplicatePair.objects.filter(pk=pair.pk, left__merged_into=None, right__merged_into=None).count() == 0:
            raise Refused("Một trong hai hồ sơ đã gộp vào hồ sơ khác. Hoàn tác lần gộp ấy trước.")
        DuplicatePair.objects.filter(pk=pair.pk).update(
            state=PairState.OPEN, decided_at=None, decided_by_id=None, decided_by_name="", note=""
        )
        record(actor=actor, verb="people.reopen_pair", subject=pair, detail=_two(pair), at=now)
        pair.refresh_from_db()
    return pair


def _two(pair: DuplicatePair) -> dict[str, object]:
    return {"left": str(pair.left_id), "right": str(pair.right_id), "across": pair.unit_no != pair.unit_to}


def across_communes(rows: QuerySet[DuplicatePair]) -> QuerySet[DuplicatePair]:
    """Keep the pairs whose records are in two communes: the level above decides on them."""
    return rows.exclude(unit_no=F("unit_to"))
