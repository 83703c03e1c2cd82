"""The rows of a list read, sealed and put beside the register, with what is wrong with each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import Error, connection, transaction

from ansinh.apps.accounts.scope import Scope, enter_scope, within
from ansinh.apps.people.models import IdentifierKind, ImportState, ListImport, Relation
from ansinh.apps.people.numbers import BadNumber, read_identifier
from ansinh.apps.people.sealing import ManyKeys
from ansinh.apps.people.selectors.search import list_communes
from ansinh.apps.people.services.imports.communes import Places, folded
from ansinh.apps.people.services.imports.keeping import kept_file
from ansinh.apps.people.services.imports.kinds import kind_of, write_held
from ansinh.apps.people.services.imports.offering import forget_rows, locked_list
from ansinh.apps.people.services.imports.planning import write_plan
from ansinh.apps.people.services.refusals import Refused, roomy, said
from ansinh.files.errors import UnreadableFile
from ansinh.files.register.mapping import Found
from ansinh.files.register.reading import RegisterFile
from ansinh.files.register.rows import PersonRow, check_rows

ROWS_A_TURN = 10_000
Tell = Callable[[str, int], None]
# What a list calls a relation, and what the register does.
RELATIONS = {"child_in_law": Relation.OTHER_KIN.value, "other": Relation.UNKNOWN.value}
NUMBERS = (
    (IdentifierKind.PERSONAL_ID.value, "personal_id"),
    (IdentifierKind.SOCIAL_INSURANCE.value, "social_insurance_code"),
    (IdentifierKind.PHONE.value, "phone"),
)
LENGTHS = {"ethnic_group": 40, "village": 120, "household_code": 40}
ROW_COLUMNS = (
    "row_no", "person_id", "full_name", "search_key", "sort_key", "birth_date", "birth_precision", "sex", "ethnicity",
    "commune_id", "village_name", "village_key", "household_code", "household_size", "relation", "poverty", "key_id", "wrapped",
    "personal_id", "personal_id_blind", "social_insurance", "social_insurance_blind", "phone", "phone_blind",
)  # fmt: skip
FAULT_COLUMNS = ("row_no", "field", "household_code", "reason")
_TYPES = {
    "row_no": "integer", "person_id": "uuid", "birth_date": "date", "commune_id": "bigint", "household_size": "smallint",
    "wrapped": "bytea", "personal_id": "bytea", "personal_id_blind": "bytea", "social_insurance": "bytea",
    "social_insurance_blind": "bytea", "phone": "bytea", "phone_blind": "bytea",
}  # fmt: skip


@roomy()
def stage_list(*, import_id: UUID, actor: Any, scope: Scope, now: datetime, tell: Tell) -> ListImport:
    """Read every row of a list, check it alone, with its household and against the register; it then waits for review.

    Rows are sent to the database as they are read and come beside the register in one transaction at the end: a reading
    that is cut short leaves nothing. ``tell``: called with a step and the number of rows read. Raises NotHere, Refused, NoRoom.
    """
    with within(scope, actor=actor):
        row = locked_list(import_id)
        if row.state not in (ImportState.READING, ImportState.REVIEW):
            raise Refused("Danh sách này đã nhận hoặc đã bỏ. Gửi lại tệp nếu cần.")
        try:
            file = kept_file(row)
        except UnreadableFile as error:
            raise Refused(str(error)) from error
        places = Places(list_communes(on=now.date()))
    if row.kind:
        return _held(row, file, actor=actor, scope=scope, now=now, tell=tell)
    try:
        return _staged(row, file, places, actor=actor, scope=scope, now=now, tell=tell)
    except UnreadableFile as error:
        raise Refused(str(error)) from error
    finally:
        _drop_staging()


def _held(row: ListImport, file: RegisterFile, *, actor: Any, scope: Scope, now: datetime, tell: Tell) -> ListImport:
    """Hold a list of another kind against the register: it is read and checked in one go."""
    tell("Đang so với sổ", 0)
    try:
        with said(), transaction.atomic():
            enter_scope(scope, actor=actor)
            row = _expect_waiting(locked_list(row.pk))
            kind = kind_of(row)
            if kind is not None:
                write_held(row, kind, file=file, today=now.date())
            row.state = ImportState.REVIEW
            row.save(update_fields=["counts", "plan", "state"])
    except UnreadableFile as error:
        raise Refused(str(error)) from error
    return row


def _expect_waiting(row: ListImport) -> ListImport:
    if row.state not in (ImportState.READING, ImportState.REVIEW):
        raise Refused("Danh sách này vừa được nhận hoặc bỏ. Tải lại trang.")
    return row


def _staged(
    row: ListImport, file: RegisterFile, places: Places, *, actor: Any, scope: Scope, now: datetime, tell: Tell
) -> ListImport:
    _make_staging()
    found = Found({field: int(at) for field, at in row.columns.items()}, ())
    reader = _Reader(places)
    for count in _send(reader.lines(check_rows(file, found, today=now.date()))):
        tell(f"Đã đọc {count:,} dòng".replace(",", "."), count)
    tell("Đang so với sổ", reader.rows)
    with said(), transaction.atomic():
        enter_scope(scope, actor=actor)
        row = _expect_waiting(locked_list(row.pk))
        forget_rows(row, pieces=False)
        _bring_in(row)
        write_plan(row)
        row.counts = {**row.counts, "rows": reader.rows}
        row.state = ImportState.REVIEW
        row.save(update_fields=["counts", "plan", "state"])
    return row


class _Reader:
    """Turns checked rows into lines for the database: rows, and faults."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.keys = ManyKeys()
        self.rows = 0

    def lines(self, checked: Any) -> Iterator[tuple[str, str]]:
        """Yield ("rows" | "faults", one line of COPY)."""
        for number, person, errors in checked:
            self.rows += 1
            if person is None:
                code = next((error.household_code for error in errors if error.household_code), "")
                for error in errors:
                    yield "faults", _line((number, error.field, code[:40], error.reason[:400]))
                continue
            row, faults = self._row(number, person)
            if faults:
                for field, reason in faults:
                    yield "faults", _line((number, field, (person.household_code or "")[:40], reason[:400]))
            else:
                yield "rows", _line(row)

    def _row(self, number: int, person: PersonRow) -> tuple[Sequence[Any], list[tuple[str, str]]]:
        faults = [
            (field, f"dài quá {most} chữ; viết gọn lại")
            for field, most in LENGTHS.items()
            if len(getattr(person, field) or "") > most
        ]
        commune, field, reason = self.places.find(person)
        if not commune:
            faults.append((field, reason))
        numbers = {}
        for kind, field in NUMBERS:
            text = getattr(person, field)
            if text:
                try:
                    numbers[kind] = read_identifier(kind=kind, text=text)
                except BadNumber as bad:
                    faults.append((field, f"{str(bad)[:1].lower()}{str(bad)[1:].rstrip('.')}; sửa lại hoặc để trống"))
        if faults:
            return (), faults
        person_id, wrapped, sealed = self.keys.seal(numbers)
        words = [folded(word) for word in person.full_name.split()]
        birth, village, relation = person.birth, person.village or "", person.relation or ""
        row: list[Any] = [
            number, person_id, person.full_name, " ".join(words), " ".join([*words[-1:], *words[:-1]]),
            birth.start if birth else None, birth.precision if birth else "", person.sex or "", person.ethnic_group or "",
            commune, village, folded(village), person.household_code or "", person.household_size,
            RELATIONS.get(relation, relation), person.poverty or "", self.keys.key_id, wrapped,
        ]  # fmt: skip
        for kind, _field in NUMBERS:
            row.append(sealed.get(kind))
            row.append(self.keys.mark(kind, numbers[kind]) if kind in numbers else None)
        return row, []


def _send(lines: Iterator[tuple[str, str]]) -> Iterator[int]:
    """Copy lines into the tables of this connection, turn by turn; yield how many rows were sent."""
    waiting: dict[str, list[str]] = {"rows": [], "faults": []}
    count, last = 0, 0
    for kind, line in lines:
        waiting[kind].append(line)
        count += kind == "rows"
        if len(waiting[kind]) >= ROWS_A_TURN:
            _copy(kind, waiting[kind])
            waiting[kind] = []
            if count != last:
                yield count
                last = count
    for kind, rest in waiting.items():
        if rest:
            _copy(kind, rest)


def _copy(kind: str, lines: list[str]) -> None:
    columns = ROW_COLUMNS if kind == "rows" else FAULT_COLUMNS
    with connection.cursor() as cursor, cursor.copy(f"COPY staging_{kind} ({', '.join(columns)}) FROM STDIN") as copy:
        copy.write("".join(lines))


def _make_staging() -> None:
    """Make this connection's own tables: the database takes no COPY into a guarded table."""
    with connection.cursor() as cursor:
        for kind, columns in (("rows", ROW_COLUMNS), ("faults", FAULT_COLUMNS)):
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.staging_{kind}")
            typed = ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in columns)
            cursor.execute(f"CREATE TEMP TABLE staging_{kind} ({typed})")


def _drop_staging() -> None:
    """Give the room of these tables back, however the reading ended; where the connection is lost, they are gone with it."""
    if connection.needs_rollback:
        return
    with suppress(Error), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staging_rows, pg_temp.staging_faults")


def _bring_in(row: ListImport) -> None:
    with connection.cursor() as cursor:
        place: list[Any] = [row.pk, row.unit_no, row.unit_to]
        cursor.execute("DELETE FROM people_rowfault WHERE listimport_id = %s", [row.pk])
        for kind, table, columns, more in (
            ("rows", "people_importrow", ROW_COLUMNS, ""),
            ("faults", "people_rowfault", FAULT_COLUMNS, ", is_planned"),
        ):
            names = ", ".join(columns)
            cursor.execute(
                f"INSERT INTO {table} (listimport_id, unit_no, unit_to, {names}{more})"  # noqa: S608 - our own tables
                f" SELECT %s, %s, %s, {names}{', false' if more else ''} FROM staging_{kind} ORDER BY row_no",
                place,
            )


def _line(values: Sequence[Any]) -> str:
    """Write values as one line of COPY; texts of a list have no tabs, line ends or NUL left in them."""
    cells = []
    for value in values:
        if value is None:
            cells.append("\\N")
        elif value.__class__ is str:
            cells.append(value if "\\" not in value else value.replace("\\", "\\\\"))
        elif value.__class__ is bytes:
            cells.append("\\\\x" + value.hex())
        else:
            cells.append(str(value))
    return "\t".join(cells) + "\n"
