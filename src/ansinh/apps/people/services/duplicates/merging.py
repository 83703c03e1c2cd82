"""One record goes into another by somebody's decision; all that hung on it goes along, and can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.hanging import hangings
from ansinh.apps.people.models import (
    DuplicatePair,
    Fact,
    Household,
    Identifier,
    Membership,
    Merge,
    MergedRow,
    PairState,
    Person,
)
from ansinh.apps.people.restriction import Work, is_open_to
from ansinh.apps.people.services.duplicates.comparing import (
    LEFT,
    RIGHT,
    Comparison,
    columns_of,
    compare,
    expect_apart,
)
from ansinh.apps.people.services.duplicates.deciding import decide, open_pair
from ansinh.apps.people.services.duplicates.pictures import differences, picture_of
from ansinh.apps.people.services.numbers import key_of
from ansinh.apps.people.services.persons import name_keys
from ansinh.apps.people.services.refusals import ChangedMeanwhile, NotHere, Refused, said, save


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided: which record stays, and thing by thing whose is taken ("left" or "right")."""

    survivor: str
    taken: Mapping[str, str]

    def of(self, compared: Comparison, key: str) -> str:
        """Return whose is taken for one thing."""
        if self.taken.get(key) in (LEFT, RIGHT):
            return self.taken[key]
        line = next((each for each in compared.lines if each.key == key), None)
        return line.better(self.survivor) if line is not None else self.survivor


@dataclass(frozen=True, slots=True)
class _Two:
    """The two records while they are merged."""

    compared: Comparison
    choice: Choice
    survivor: Person
    gone: Person

    def keeps_own(self, key: str) -> bool:
        return self.choice.of(self.compared, key) == self.choice.survivor


def merge_pair(
    *,
    pair_id: UUID,
    versions: tuple[int, int],
    choice: Choice,
    actor: Actor,
    now: datetime,
    today: date,
    asked: str | None = None,
) -> Merge:
    """Let one record of a pair go into the other: names, numbers, household, facts and what rooms above hang on it.

    ``versions``: of the two records as the page showed them; ``asked``: the mark of what it asked (Comparison.mark), None
    where nobody looked at a page. The record that goes stays as a sign that leads to the other. Raises NotHere, Refused, ChangedMeanwhile; then nothing was written.
    """
    if choice.survivor not in (LEFT, RIGHT):
        raise Refused("Chưa chọn hồ sơ giữ lại. Chọn một trong hai rồi gộp.")
    with said():
        pair = open_pair(pair_id)
        homes = _homes(pair)
        left, right = _held(pair)
        if (left.version, right.version) != versions:
            raise ChangedMeanwhile(
                "Một trong hai hồ sơ vừa được người khác sửa. Chưa gộp gì. Xem lại hai hồ sơ rồi gộp."
            )
        expect_apart(left, right)
        two = _two(left, right, choice)
        if asked is not None and asked != two.compared.mark():
            raise ChangedMeanwhile(
                "Vừa có thông tin, số hay hộ được ghi thêm cho một trong hai hồ sơ, phải chọn lấy của bên nào."
                " Chưa gộp gì. Xem lại hai hồ sơ rồi gộp."
            )
        before = picture_of((left.pk, right.pk), homes)
        _move_numbers(two)
        _move_memberships(two, today)
        _move_rows(two)
        _point_others(two)
        if two.gone.commune_id != two.survivor.commune_id:
            _bring_along(two)
        _write_survivor(two)
        _carry_pairs(two, now)
        decide(pair, PairState.MERGED, actor=actor, now=now)
        merge = Merge.objects.create(
            person=two.survivor,
            gone=two.gone,
            pair=pair,
            is_across=pair.unit_no != pair.unit_to,
            at=now,
            by_id=actor.pk,
            by_name=str(actor),
        )
        changed = differences(before, picture_of((left.pk, right.pk), homes))
        MergedRow.objects.bulk_create(
            [
                MergedRow(merge=merge, person=two.survivor, unit_no=0, table=table, row_id=key, before=old, after=new)
                for table, key, old, new in changed
            ]
        )
        detail = {"gone": str(two.gone.pk), "rows": len(changed), "chosen": dict(choice.taken)}
        record(actor=actor, verb="people.merge", subject=two.survivor, detail=detail, at=now)
    return merge


def _homes(pair: DuplicatePair) -> list[UUID]:
    """Hold the households of both, in one order, before the persons: as those do who work with a household."""
    own = seen(Membership).filter(person__in=(pair.left_id, pair.right_id)).values("household_id")
    rows = seen(Household).select_for_update(of=("self",)).filter(pk__in=own).order_by("pk")
    return [row.pk for row in rows]


def _held(pair: DuplicatePair) -> tuple[Person, Person]:
    rows = {
        row.pk: row
        for row in seen(Person)
        .select_for_update(of=("self",))
        .select_related("village", "commune")
        .filter(pk__in=(pair.left_id, pair.right_id))
        .order_by("pk")
    }
    if len(rows) != 2:
        raise NotHere("Không có cặp hồ sơ này trong địa bàn phụ trách.")
    for row in rows.values():
        if row.merged_into_id is not None or row.erased_at is not None:
            raise ChangedMeanwhile("Một trong hai hồ sơ vừa được gộp hoặc xóa. Chưa gộp gì. Tải lại danh sách.")
        if not is_open_to(Work.DUPLICATES, row):
            raise Refused("Một trong hai hồ sơ đang hạn chế xử lý theo yêu cầu của người ấy. Gỡ hạn chế trước khi gộp.")
    return rows[pair.left_id], rows[pair.right_id]


def _two(left: Person, right: Person, choice: Choice) -> _Two:
    survivor, gone = (left, right) if choice.survivor == LEFT else (right, left)
    return _Two(compare(left, right), choice, survivor, gone)


def _move_numbers(two: _Two) -> None:
    """Numbers of the record that goes are sealed anew with the key of the one that stays."""
    kept = {row.kind: row for row in seen(Identifier).filter(person=two.survivor)}
    opened: Any = None
    for row in seen(Identifier).filter(person=two.gone).order_by("kind"):
        own = kept.get(row.kind)
        if own is not None and two.keeps_own(f"number:{row.kind}"):
            row.delete()
            continue
        opened = opened or key_of(two.gone)
        text = opened.open(kind=row.kind, sealed=row.sealed)
        if own is not None:
            own.delete()
        row.delete()
        Identifier.objects.create(
            person=two.survivor,
            kind=row.kind,
            sealed=key_of(two.survivor, make=True).seal(kind=row.kind, text=text),
            blind=row.blind,
            given_by=row.given_by,
            given_on=row.given_on,
            source=row.source,
            confirmed_at=row.confirmed_at,
        )


def _move_memberships(two: _Two, today: date) -> None:
    """Nobody is in two households at once: where they overlap, those of the record chosen stand."""
    rows = list(seen(Membership).select_for_update().filter(person__in=(two.survivor, two.gone)).order_by("valid_from"))
    across = two.survivor.commune_id != two.gone.commune_id
    whose = two.survivor if across or two.keeps_own("household") else two.gone
    standing = [row for row in rows if row.person_id == whose.pk]
    left_homes = {}
    moving = []
    for row in rows:
        if row.person_id == whose.pk:
            continue
        if row.valid_to is None and across and row.person_id == two.gone.pk and row.valid_from < today:
            row.valid_to = today
            left_homes[row.household_id] = row
        if any(_overlap(row, each) for each in standing):
            if row.valid_to is None:
                left_homes[row.household_id] = row
            row.delete()
        else:
            moving.append(row)
    for row in [*moving, *standing]:
        if row.person_id != two.survivor.pk:
            row.person_id = two.survivor.pk
            row.save(update_fields=["person", "valid_to"])
    for home_id in left_homes:
        if not seen(Membership).filter(household=home_id, valid_to=None).exists():
            home = seen(Household).get(pk=home_id)
            if home.valid_to is None:
                home.valid_to = max(today, home.valid_from)
                save(home, ["valid_to"])


def _overlap(one: Membership, other: Membership) -> bool:
    starts_before = other.valid_to is None or one.valid_from < other.valid_to
    return starts_before and (one.valid_to is None or other.valid_from < one.valid_to)


def _move_rows(two: _Two) -> None:
    for clash in two.compared.clashes:
        of_survivor, of_gone = (clash.left, clash.right) if two.choice.survivor == LEFT else (clash.right, clash.left)
        (of_gone if two.keeps_own(clash.key) else of_survivor).delete()
    for each in hangings():
        model: Any = each.model
        seen(model).filter(person=two.gone).update(person=two.survivor)


def _point_others(two: _Two) -> None:
    """Facts of others that tell of the record that goes tell of the one that stays."""
    old, new = str(two.gone.pk), str(two.survivor.pk)
    for fact in seen(Fact).select_for_update(of=("self",)).filter(other=two.gone).order_by("pk"):
        slot = new if fact.slot == old else fact.slot
        whose = {"person": fact.person_id, "household": fact.household_id, "name": fact.name, "slot": slot}
        if fact.valid_to is None and seen(Fact).filter(**whose, valid_to=None).exclude(pk=fact.pk).exists():
            fact.delete()
            continue
        fact.other, fact.slot = two.survivor, slot
        fact.save(update_fields=["other", "slot"])


def _bring_along(two: _Two) -> None:
    """A record that went into one of another commune is found there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT people_move(%s, NULL, %s, NULL, %s)",
            [[two.gone.pk], two.survivor.commune_id, two.gone.address],
        )
    two.gone.refresh_from_db()


def _write_survivor(two: _Two) -> None:
    changed = []
    for column in columns_of(two.compared.left, two.compared.right):
        source = two.survivor if two.keeps_own(column.key) else two.gone
        for name in column.fields:
            if getattr(two.survivor, name) != getattr(source, name):
                setattr(two.survivor, name, getattr(source, name))
                changed.append("village" if name == "village_id" else name)
    for key, made in name_keys(full_name=two.survivor.full_name, other_name=two.survivor.other_name).items():
        setattr(two.survivor, key, made)
    born, died = two.survivor.birth_date, two.survivor.death_date
    if born is not None and died is not None and died < born:
        raise Refused("Ngày chết được chọn đứng trước ngày sinh được chọn. Chọn lại một trong hai.")
    save(two.survivor, [*changed, "search_key", "sort_key"])
    two.gone.merged_into = two.survivor
    save(two.gone, ["merged_into"])


def _carry_pairs(two: _Two, now: datetime) -> None:
    """Pairs with the record that goes are closed; that it is not a third person holds for the one that stays, too."""
    gone = two.gone.pk
    rows: Sequence[DuplicatePair] = [
        *seen(DuplicatePair).filter(left=gone).exclude(right=two.survivor),
        *seen(DuplicatePair).filter(right=gone).exclude(left=two.survivor),
    ]
    for row in rows:
        third = row.right_id if row.left_id == gone else row.left_id
        if row.state == PairState.OPEN:
            decide(row, PairState.GONE, actor=None, now=now)
        if row.state != PairState.NOT_SAME:
            continue
        first, second = sorted((third, two.survivor.pk))
        known = seen(DuplicatePair).filter(left=first, right=second).first()
        if known is None:
            DuplicatePair.objects.create(
                left_id=first, right_id=second, ground=row.ground, score=row.score, reasons=row.reasons,
                left_version=row.left_version, right_version=row.right_version, state=PairState.NOT_SAME,
                found_at=now, decided_at=row.decided_at, decided_by_id=row.decided_by_id,
                decided_by_name=row.decided_by_name, note=row.note,
            )  # fmt: skip
        elif known.state == PairState.OPEN:
            decide(known, PairState.NOT_SAME, actor=None, now=now, note=row.note)
