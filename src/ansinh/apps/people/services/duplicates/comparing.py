"""Two records side by side: what differs and has to be chosen, what goes along by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.hanging import Hanging, hangings
from ansinh.apps.people.models import DataKey, Fact, Identifier, IdentifierKind, Membership, Person
from ansinh.apps.people.sealing import mask, unwrap
from ansinh.apps.people.services.refusals import Refused
from ansinh.apps.people.words import birth_text

LEFT, RIGHT = "left", "right"
PLACE = ("village", "address")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that both records have or could have: how each says it; ``asks`` where somebody has to choose."""

    key: str
    label: str
    left: str
    right: str
    asks: bool = False

    def better(self, survivor: str) -> str:
        """Return whose is taken where nobody chooses: the surviving record's, unless it says nothing."""
        own, theirs = (self.left, self.right) if survivor == LEFT else (self.right, self.left)
        if own or not theirs:
            return survivor
        return RIGHT if survivor == LEFT else LEFT


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rows of a table that cannot both be one person's."""

    key: str
    hanging: Hanging
    left: Any
    right: Any


@dataclass(slots=True)
class Comparison:
    """Two records side by side."""

    left: Person
    right: Person
    lines: list[Line] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    going_along: list[tuple[str, int, int]] = field(default_factory=list)

    def mark(self) -> str:
        """Tell one set of questions from another: what was written since a page was opened asks anew."""
        asked = [(line.key, line.left, line.right) for line in self.lines if line.asks]
        return hashlib.sha256(repr(sorted(asked)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Column:
    """A thing said of a person: its columns, and how it is shown."""

    key: str
    label: str
    fields: tuple[str, ...]
    words: Callable[[Person], str]


COLUMNS = (
    Column("full_name", "Họ và tên", ("full_name",), lambda row: row.full_name),
    Column("other_name", "Tên gọi khác", ("other_name",), lambda row: row.other_name),
    Column("birth", "Ngày sinh", ("birth_date", "birth_precision"), birth_text),
    Column("sex", "Giới tính", ("sex",), lambda row: str(row.get_sex_display()) if row.sex else ""),
    Column("ethnicity", "Dân tộc", ("ethnicity",), lambda row: row.ethnicity),
    Column("village", "Thôn, tổ", ("village_id",), lambda row: row.village.name if row.village is not None else ""),
    Column("address", "Số nhà, đường", ("address",), lambda row: row.address),
    Column("residence_kind", "Loại cư trú", ("residence_kind",), lambda row: str(row.get_residence_kind_display())),
    Column(
        "death_date", "Ngày chết", ("death_date",), lambda row: f"{row.death_date:%d/%m/%Y}" if row.death_date else ""
    ),
    Column("source", "Nguồn", ("source",), lambda row: row.source),
)


def columns_of(left: Person, right: Person) -> list[Column]:
    """Return what may be chosen of a person; in two communes the place is that of the surviving record."""
    return [each for each in COLUMNS if each.key not in PLACE or left.commune_id == right.commune_id]


def compare(left: Person, right: Person) -> Comparison:
    """Hold two records against each other; numbers are masked. Raises CannotOpen."""
    found = Comparison(left, right)
    for column in columns_of(left, right):
        a, b = column.words(left), column.words(right)
        if a or b:
            found.lines.append(Line(column.key, column.label, a, b, asks=a != b and bool(a) and bool(b)))
    found.lines += number_lines(left, right)
    home = household_line(left, right)
    if home is not None:
        found.lines.append(home)
    for each in hangings():
        rows = {person.pk: rows_of(each, person) for person in (left, right)}
        clashes = clashes_of(each, rows[left.pk], rows[right.pk])
        found.clashes += clashes
        if rows[left.pk] or rows[right.pk]:
            found.going_along.append((each.label, len(rows[left.pk]), len(rows[right.pk])))
        found.lines += [
            Line(clash.key, each.label, each.words(clash.left), each.words(clash.right), asks=True)
            for clash in clashes
            if each.asks and each.words(clash.left) != each.words(clash.right)
        ]
    return found


def number_lines(left: Person, right: Person) -> list[Line]:
    """Return the numbers of two records by kind, masked."""
    rows = {(row.person_id, row.kind): row for row in seen(Identifier).filter(person__in=(left, right))}
    keys = {
        row.person_id: unwrap(person_id=row.person_id, key_id=row.key_id, wrapped=row.wrapped)
        for row in seen(DataKey).filter(person__in=(left, right))
    }
    lines = []
    for kind in IdentifierKind:
        a, b = rows.get((left.pk, kind.value)), rows.get((right.pk, kind.value))
        shown = [
            mask(keys[row.person_id].open(kind=kind.value, sealed=row.sealed)) if row is not None else ""
            for row in (a, b)
        ]
        if a is not None or b is not None:
            differ = a is not None and b is not None and bytes(a.blind) != bytes(b.blind)
            lines.append(Line(f"number:{kind.value}", str(kind.label), shown[0], shown[1], asks=differ))
    return lines


def household_line(left: Person, right: Person) -> Line | None:
    """Return in which household each record stands now; in two communes it is that of the surviving record."""
    rows = {
        row.person_id: row
        for row in seen(Membership).filter(person__in=(left, right), valid_to=None).select_related("household")
    }
    a, b = rows.get(left.pk), rows.get(right.pk)
    if a is None and b is None:
        return None
    words = [
        f"{row.household}, {str(row.get_relation_display()).lower()}, từ {row.valid_from:%d/%m/%Y}" if row else ""
        for row in (a, b)
    ]
    asks = bool(
        a and b and left.commune_id == right.commune_id and (a.household_id, a.relation) != (b.household_id, b.relation)
    )
    return Line("household", "Hộ", words[0], words[1], asks=asks)


def rows_of(each: Hanging, person: Person) -> list[Any]:
    """Return the rows of a table that hang on a person."""
    model: Any = each.model
    return list(seen(model).filter(person=person).order_by("pk"))


def clashes_of(each: Hanging, left: Sequence[Any], right: Sequence[Any]) -> list[Clash]:
    """Return which rows of two records cannot both be one person's."""
    if not each.same:
        return []

    def mark(row: Any) -> tuple[Any, ...] | None:
        if each.open_while and getattr(row, each.open_while) is not None:
            return None
        return tuple(getattr(row, name) for name in each.same)

    theirs = {mark(row): row for row in right if mark(row) is not None}
    return [Clash(f"{each.table}:{row.pk}", each, row, theirs[mark(row)]) for row in left if mark(row) in theirs]


def expect_apart(left: Person, right: Person) -> None:
    """Refuse two records of which one is written as the other's relation: they were known as two. Raises Refused."""
    both = (left.pk, right.pk)
    linked = seen(Fact).filter(person__in=both, other__in=both, valid_to=None).first()
    if linked is not None:
        raise Refused(
            "Sổ đang ghi người này là người liên quan của người kia, nên là hai người. Nếu ghi nhầm, kết thúc thông tin ấy rồi gộp."
        )
