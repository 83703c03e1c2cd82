"""Who stands twice among the communes somebody works with: looked for in the whole register, written as pairs to decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import Any
from uuid import UUID

import duckdb
from django.db import connection

from ansinh.apps.accounts.scope import Scope, seen, within
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.models import (
    OWN_KINDS,
    DataKey,
    DuplicatePair,
    Identifier,
    IdentifierKind,
    PairGround,
    PairState,
    Person,
    Precision,
)
from ansinh.apps.people.restriction import Work, open_to
from ansinh.apps.people.sealing import unwrap
from ansinh.apps.people.services.duplicates.deciding import decide, seen_pairs
from ansinh.core.text import fold, is_filler
from ansinh.matching.duplicates import CannotMatch, probable

LOCK = "people.find_duplicates"
# Shorter ones are alike by accident between kinds.
FEWEST_SIGNS = 9
WHOLE = 1000
SHORT_NAME = 2
NAME_AND_DAY = "họ tên giống nhau, có thể khác dấu, thứ tự hoặc chữ “Thị”; cùng ngày sinh; cùng xã"
READ_AT_ONCE = 5000
KINDS_READ = (*OWN_KINDS, IdentifierKind.PHONE.value)

Tell = Callable[[str], None]
Key = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Found:
    """One pair as it was found: how alike in thousandths, why."""

    ground: str
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a search came to: persons read, pairs new, pairs waiting, pairs that are no more."""

    persons: int
    new: int
    waiting: int
    gone: int


def _silent(_step: str) -> None:
    """Tell nobody."""


def find_duplicates(*, scope: Scope, actor: Actor | None, now: datetime, tell: Tell = _silent) -> Outcome:
    """Look for persons who stand twice in some communes and bring the list of pairs up to date; nothing is merged.

    What somebody decided stays decided. A pair that waits and is not found again is closed once a record of it was
    changed. Cut off, the list is as it was. Raises CannotMatch, CannotOpen.
    """
    with within(scope, actor=actor):
        tell("Đọc sổ")
        people, versions = _read()
    tell("So các hồ sơ")
    # What says more is written over what says less.
    found = _same_name_and_day(people) | _probable_pairs(people) | _same_numbers(people)
    with within(scope, actor=actor):
        tell("Ghi các cặp")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])
        counts = _store(found, versions, now=now)
        outcome = Outcome(len(people), *counts)
        detail = {"persons": len(people), "new": counts[0], "waiting": counts[1], "gone": counts[2]}
        record(actor=actor, verb="people.find_duplicates", detail=detail, at=now)
    return outcome


@dataclass(frozen=True, slots=True)
class _Read:
    """A person as compared, with the numbers opened for this work only."""

    id: UUID
    full_name: str
    sex: str | None
    born_from: date | None
    born_to: date | None
    commune: str
    village: str | None
    numbers: dict[str, str]


def _read() -> tuple[list[_Read], dict[UUID, int]]:
    rows = open_to(seen(Person).filter(erased_at=None, merged_into=None), Work.DUPLICATES).order_by("pk")
    numbers = _numbers()
    people, versions = [], {}
    for row in rows.select_related("commune", "village").iterator(chunk_size=READ_AT_ONCE):
        first, last = _born(row)
        versions[row.pk] = row.version
        people.append(
            _Read(
                row.pk,
                row.full_name,
                row.sex or None,
                first,
                last,
                row.commune.code,
                row.village.search_key if row.village is not None else None,
                numbers.get(row.pk, {}),
            )
        )
    return people, versions


def _numbers() -> dict[UUID, dict[str, str]]:
    keys = {
        person: (key_id, bytes(wrapped))
        for person, key_id, wrapped in seen(DataKey).values_list("person_id", "key_id", "wrapped").iterator()
    }
    found: dict[UUID, dict[str, str]] = defaultdict(dict)
    rows = seen(Identifier).filter(kind__in=KINDS_READ).order_by("person_id").values_list("person_id", "kind", "sealed")
    opened: Any = None
    for person, kind, sealed in rows.iterator(chunk_size=READ_AT_ONCE):
        if opened is None or opened.person_id != person:
            key_id, wrapped = keys[person]
            opened = unwrap(person_id=person, key_id=key_id, wrapped=wrapped)
        found[person][kind] = opened.open(kind=kind, sealed=sealed)
    return found


def _born(row: Person) -> tuple[date | None, date | None]:
    born = row.birth_date
    if born is None or row.birth_precision == Precision.DAY:
        return born, born
    if row.birth_precision == Precision.YEAR:
        return born, date(born.year, 12, 31)
    after = date(born.year + born.month // 12, born.month % 12 + 1, 1)
    return born, date.fromordinal(after.toordinal() - 1)


def _same_numbers(people: Sequence[_Read]) -> dict[Key, Found]:
    """Find the same number under two names of kinds: one kind alone belongs to one person, the database sees to that."""
    owners: dict[str, list[tuple[UUID, str]]] = defaultdict(list)
    for each in people:
        for kind, text in each.numbers.items():
            if kind in OWN_KINDS and len(text) >= FEWEST_SIGNS and not is_filler(text):
                owners[text].append((each.id, kind))
    found: dict[Key, Found] = {}
    order = IdentifierKind.values
    for bearers in owners.values():
        in_order = sorted(bearers, key=lambda bearer: (order.index(bearer[1]), bearer[0]))
        for (one, kind), (other, kind_of_other) in combinations(in_order, 2):
            if one != other:
                words = [str(IdentifierKind(each).label) for each in (kind, kind_of_other)]
                said = " của một hồ sơ là ".join(word[:1].lower() + word[1:] for word in words)
                found[_key(one, other)] = Found(PairGround.NUMBER, WHOLE, (f"{said} của hồ sơ kia",))
    return found


def _same_name_and_day(people: Sequence[_Read]) -> dict[Key, Found]:
    """Find one name and one full day of birth in one commune: likenesses cannot be weighed where few people are known."""
    alike: dict[tuple[str, tuple[str, ...], date], list[_Read]] = defaultdict(list)
    for each in people:
        if each.born_from is not None and each.born_from == each.born_to:
            words = fold(each.full_name).split()
            kept = [word for word in words if word != "thi"] if len(words) > SHORT_NAME else words
            alike[each.commune, tuple(sorted(kept)), each.born_from].append(each)
    found: dict[Key, Found] = {}
    for group in alike.values():
        for one, other in combinations(group, 2):
            numbers = {one.numbers.get("personal_id"), other.numbers.get("personal_id")} - {None}
            same_sex = one.sex is None or other.sex is None or one.sex == other.sex
            if len(numbers) < 2 and same_sex:
                found[_key(one.id, other.id)] = Found(PairGround.NAME, WHOLE, (NAME_AND_DAY,))
    return found


def _probable_pairs(people: Sequence[_Read]) -> dict[Key, Found]:
    if len(people) < 2:
        return {}
    found: dict[Key, Found] = {}
    with duckdb.connect() as base:
        # Numbers stay in memory: what does not fit there is refused, not written to the disk.
        base.execute("SET temp_directory = ''")
        _load(base, people)
        for pair in probable(base, "people"):
            one, other = people[pair.left_id].id, people[pair.right_id].id
            found[_key(one, other)] = Found(PairGround.LIKELY, round(pair.score * WHOLE), pair.reasons)
    return found


def _load(base: duckdb.DuckDBPyConnection, people: Sequence[_Read]) -> None:
    try:
        import pyarrow as pa  # noqa: PLC0415 - heavy, and comes with the extra that compares
    except ImportError as error:
        raise CannotMatch("Chưa cài thư viện tìm người trùng: cài bằng pip install 'ansinh[duplicates]'.") from error
    columns: dict[str, Any] = {
        "person_id": pa.array(range(len(people)), pa.int64()),
        "full_name": pa.array([each.full_name for each in people], pa.string()),
        "sex": pa.array([each.sex for each in people], pa.string()),
        "birth_date_from": pa.array([each.born_from for each in people], pa.date32()),
        "birth_date_to": pa.array([each.born_to for each in people], pa.date32()),
        "commune_code": pa.array([each.commune for each in people], pa.string()),
        "commune_name": pa.nulls(len(people), pa.string()),
        "village": pa.array([each.village for each in people], pa.string()),
    }
    for column, kind in (
        ("personal_id", "personal_id"),
        ("phone", "phone"),
        ("social_insurance_code", "social_insurance"),
    ):
        columns[column] = pa.array([each.numbers.get(kind) for each in people], pa.string())
    base.register("read", pa.table(columns))
    base.execute("CREATE TABLE people AS FROM read")


def _key(one: UUID, other: UUID) -> Key:
    return (one, other) if one < other else (other, one)


def _store(found: dict[Key, Found], versions: dict[UUID, int], *, now: datetime) -> tuple[int, int, int]:
    """Bring the pairs of the communes in scope to what was found: (new, waiting, no more)."""
    known = {(row.left_id, row.right_id): row for row in seen_pairs().select_for_update(of=("self",))}
    made, changed, gone = [], [], 0
    for key, each in found.items():
        row = known.get(key)
        if row is not None and row.state in (PairState.NOT_SAME, PairState.MERGED):
            continue
        said = (each.ground, each.score, list(each.reasons), versions[key[0]], versions[key[1]])
        if row is None:
            made.append(_written(DuplicatePair(left_id=key[0], right_id=key[1], found_at=now), said))
        elif row.state == PairState.GONE or said != _said(row):
            row.state, row.decided_at = PairState.OPEN, None
            changed.append(_written(row, said))
    for row in _not_found(known, found, versions):
        decide(row, PairState.GONE, actor=None, now=now)
        gone += 1
    DuplicatePair.objects.bulk_create(made, batch_size=500)
    fields = ["ground", "score", "reasons", "left_version", "right_version", "state", "decided_at"]
    DuplicatePair.objects.bulk_update(changed, fields, batch_size=200)
    return len(made), seen_pairs().filter(state=PairState.OPEN).count(), gone


def _not_found(
    known: dict[Key, DuplicatePair], found: dict[Key, Found], versions: dict[UUID, int]
) -> Iterator[DuplicatePair]:
    for key, row in known.items():
        if row.state != PairState.OPEN or key in found:
            continue
        if (versions.get(key[0]), versions.get(key[1])) != (row.left_version, row.right_version):
            yield row


def _said(row: DuplicatePair) -> tuple[str, int, list[str], int, int]:
    return row.ground, row.score, row.reasons, row.left_version, row.right_version


def _written(row: DuplicatePair, said: tuple[str, int, list[str], int, int]) -> DuplicatePair:
    row.ground, row.score, row.reasons, row.left_version, row.right_version = said
    return row
