"""A list of who receives what, held against what is recorded as received: what is new, other, the same, cannot be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.models import Programme, Receipt
from ansinh.apps.people.models import ListImport, Person
from ansinh.apps.people.restriction import Work, is_open_to, open_to
from ansinh.apps.people.selectors.search import list_communes
from ansinh.apps.people.services.imports.communes import Places
from ansinh.apps.people.services.imports.kinds import Held, ListKind
from ansinh.apps.people.services.imports.recognising import recognise
from ansinh.apps.ui.formats import number
from ansinh.core.text import fold
from ansinh.files.register.mapping import RECEIPTS, Found
from ansinh.files.register.reading import RegisterFile
from ansinh.files.register.receipts import Terms, check_receipts
from ansinh.files.register.rows import PersonRow

ROWS_A_TURN = 2000
TOPIC = "Chế độ của cả danh sách"
LABELS = {str(code): str(label) for code, label in Programme.choices}
_CODES = {fold(label): code for code, label in LABELS.items()} | {code: code for code in LABELS}
Fault = tuple[str, str]
"""The field at fault and why."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done for one row: an amount begins, goes on otherwise from its own day, or ends where another begins."""

    what: Literal["begin", "correct", "replace"]
    person: Person
    programme: str
    terms: Terms
    before: Receipt | None

    @property
    def after(self) -> dict[str, Any]:
        """Return the amount and the days as they stand afterwards."""
        start = self.before.valid_from if self.what == "correct" and self.before else self.terms.valid_from
        return _written(self.terms.amount_vnd, start, self.terms.valid_to)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row without fault of its own."""

    at: int
    person: Person
    programme: str
    terms: Terms


def hold_receipts(row: ListImport, file: RegisterFile, today: date) -> Held:
    """Hold every row of a list against the receipts of those in scope; nothing is written."""
    faults: list[tuple[int, str, str]] = []
    told: dict[int, tuple[PersonRow, Terms | None]] = {}
    rows = 0
    columns = Found({field: int(at) for field, at in row.columns.items()}, ())
    for at, named, terms, errors in check_receipts(file, columns, today=today):
        rows += 1
        faults += [(at, error.field, error.reason) for error in errors]
        if named is not None:
            told[at] = (named, terms)
    whom = recognise({at: named for at, (named, _terms) in told.items()}, Places(list_communes(on=today)))
    good, listed = _told_apart(row, told, whom, faults)
    known = _receipts(listed)
    deeds: dict[int, Deed] = {}
    claimed: dict[UUID, int] = {}
    for each in good:
        found = _deed(each, known.get((each.person.pk, each.programme), ()))
        if isinstance(found, tuple):
            faults.append((each.at, *found))
        elif found is not None and found.before is not None and claimed.setdefault(found.before.pk, each.at) != each.at:
            also = claimed[found.before.pk]
            faults.append(
                (each.at, "name", f"dòng {also} đã nói về chính khoản này trong sổ; giữ một dòng, hoặc ghi tên khoản")
            )
        elif found is not None:
            deeds[each.at] = found
    absent = _absent(row, listed, {each.programme for each in good})
    changes: list[tuple[int, UUID, Mapping[str, Any]]] = [
        (at, deed.person.pk, {_key(deed.programme, deed.terms.name): [_as_was(deed.before), deed.after]})
        for at, deed in deeds.items()
    ]
    changes += [(0, person_id, what) for person_id, what in absent.items()]
    held = len({at for at, _field, _why in faults})
    new = sum(deed.before is None for deed in deeds.values())
    counts = {
        "rows": rows, "new": new, "changed": len(deeds) - new, "same": rows - held - len(deeds), "held": held, "absent": len(absent),
    }  # fmt: skip
    text = repr((sorted(faults), [(at, str(who), what) for at, who, what in changes]))
    mark = int.from_bytes(sha256(text.encode()).digest()[:8], signed=True)
    return Held(sorted(faults), changes, counts, mark, list(deeds.values()))


def write_receipts(row: ListImport, held: Held, now: datetime) -> None:
    """Write what a reviewed list says is received; an amount that another one follows ends the day before."""
    deeds: Sequence[Deed] = held.work
    begun: list[Receipt] = []
    touched: list[Receipt] = []
    for deed in deeds:
        terms, before = deed.terms, deed.before
        if deed.what == "correct" and before is not None:
            before.amount_vnd, before.valid_to, before.source = terms.amount_vnd, terms.valid_to, row.source
            touched.append(before)
            continue
        if before is not None:
            before.valid_to = terms.valid_from
            touched.append(before)
        begun.append(
            Receipt(
                person=deed.person,
                programme=deed.programme,
                name=before.name if before else terms.name,
                amount_vnd=terms.amount_vnd,
                valid_from=terms.valid_from,
                valid_to=terms.valid_to,
                source=row.source,
                recorded_at=now,
            )
        )
    Receipt.objects.bulk_update(touched, ["amount_vnd", "valid_to", "source"], batch_size=ROWS_A_TURN)
    Receipt.objects.bulk_create(begun, batch_size=ROWS_A_TURN)


def receipt_changes(changes: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Put what a list changes of what somebody receives into words: programme, before, after."""
    return [(_called(key), _in_words(before), _in_words(after)) for key, (before, after) in changes.items()]


def _told_apart(
    row: ListImport,
    told: Mapping[int, tuple[PersonRow, Terms | None]],
    whom: Mapping[int, Person | Fault],
    faults: list[tuple[int, str, str]],
) -> tuple[list[_Row], dict[UUID, Person]]:
    """Return the rows without fault and everybody the list names; what is wrong is added to the faults."""
    good: list[_Row] = []
    listed: dict[UUID, Person] = {}
    first: dict[tuple[UUID, str, str], int] = {}
    wrong = {at for at, _field, _why in faults}
    for at, (_named, terms) in told.items():
        person = whom[at]
        if isinstance(person, tuple):
            faults.append((at, *person))
            continue
        listed[person.pk] = person
        if terms is None or at in wrong:
            continue
        programme = _programme(terms, row.topic)
        found = programme if isinstance(programme, tuple) else _unfit(person, terms)
        if found is None:
            key = (person.pk, str(programme), fold(terms.name))
            earlier = first.setdefault(key, at)
            if earlier != at:
                found = "full_name", f"người này và chế độ này đã có ở dòng {earlier}; giữ một dòng, hoặc ghi tên khoản"
        if found is None:
            good.append(_Row(at, person, str(programme), terms))
        else:
            faults.append((at, *found))
    return good, listed


def _programme(terms: Terms, topic: str) -> str | Fault:
    code = _CODES.get(fold(terms.programme)) if terms.programme else topic
    if not terms.programme and not topic:
        return "programme", "thiếu chế độ; ghi tên chế độ ở một cột, hoặc chọn chế độ của cả danh sách khi gửi"
    if code is None:
        return "programme", (
            f"chế độ “{terms.programme}” không rõ; viết như ở ô “{TOPIC}” của trang Nhập danh sách, hoặc viết"
            f" “{LABELS[Programme.OTHER]}” và tên khoản"
        )
    if code == Programme.OTHER and not terms.name:
        return "name", "khoản khác phải có tên; ghi tên khoản ở một cột"
    return code


def _unfit(person: Person, terms: Terms) -> Fault | None:
    if not is_open_to(Work.IMPORT, person):
        return (
            "full_name",
            "người này đang hạn chế xử lý dữ liệu nên không ghi gì; thôi hạn chế trước, rồi gửi lại dòng này",
        )
    if person.death_date is not None and person.death_date < terms.valid_from:
        return "valid_from", (
            f"người này đã ghi là chết ngày {person.death_date:%d/%m/%Y}, trước khi bắt đầu nhận; bỏ dòng này, hoặc xem lại ngày"
        )
    return None


def _receipts(listed: Mapping[UUID, Person]) -> dict[tuple[UUID, str], list[Receipt]]:
    """Return what is recorded as received by everybody of the list, by person and programme."""
    found: dict[tuple[UUID, str], list[Receipt]] = defaultdict(list)
    whose = list(listed)
    for at in range(0, len(whose), ROWS_A_TURN):
        for each in seen(Receipt).filter(person_id__in=whose[at : at + ROWS_A_TURN]).order_by("valid_from", "id"):
            found[each.person_id, each.programme].append(each)
    return found


def _deed(row: _Row, known: Sequence[Receipt]) -> Deed | Fault | None:
    """Return what a row does to what is recorded of that person and programme: None where it says the same."""
    terms = row.terms
    mine = _of_that_name(known, terms, programme=row.programme)
    end = terms.valid_to or date.max
    met = [each for each in mine if each.valid_from < end and (each.valid_to or date.max) > terms.valid_from]
    same_day = [each for each in mine if each.valid_from == terms.valid_from]
    later = [each for each in met if each.valid_from > terms.valid_from]
    earlier = [each for each in met if each.valid_from < terms.valid_from]
    if len(same_day) > 1 or len(earlier) > 1:
        return "name", "trong sổ người này nhận nhiều khoản của chế độ này cùng lúc; ghi tên khoản để rõ là khoản nào"
    before = next(iter([*same_day, *earlier]), None)
    if later and not (same_day and same_day[0].valid_to is not None and terms.valid_to is None):
        day = later[0].valid_from
        return (
            "valid_from",
            f"trong sổ đã có khoản này từ {day:%d/%m/%Y}, sau ngày bắt đầu ở dòng này; xem lại ngày, hoặc sửa trong hồ sơ",
        )
    if before is None:
        return Deed("begin", row.person, row.programme, terms, None)
    if before.valid_to is not None and terms.valid_to is None and (same_day or before.amount_vnd == terms.amount_vnd):
        return "valid_to", (
            f"trong sổ khoản bắt đầu {before.valid_from:%d/%m/%Y} đã thôi từ {before.valid_to:%d/%m/%Y}; ghi đến tháng nào, "
            "hoặc ghi lần nhận mới từ ngày ấy"
        )
    if before.amount_vnd == terms.amount_vnd:
        return None if before.valid_to == terms.valid_to else Deed("correct", row.person, row.programme, terms, before)
    return Deed("correct" if same_day else "replace", row.person, row.programme, terms, before)


def _of_that_name(known: Sequence[Receipt], terms: Terms, *, programme: str) -> list[Receipt]:
    """Return the receipts a row may mean: of its name; else of any name where it says none, of no name where it says one."""
    called = [each for each in known if fold(each.name) == fold(terms.name)]
    if called or programme == Programme.OTHER:
        return called
    return [each for each in known if not terms.name or not each.name]


def _absent(
    row: ListImport, listed: Mapping[UUID, Person], programmes: set[str]
) -> dict[UUID, dict[str, list[dict[str, Any] | None]]]:
    """Return who of the same communes receives such a programme on the day of the list and is not in it: only told."""
    communes = {person.unit_no for person in listed.values()}
    running = Q(valid_to=None) | Q(valid_to__gt=row.as_of)
    rows = seen(Receipt).filter(running, valid_from__lte=row.as_of, programme__in=programmes, unit_no__in=communes)
    found: dict[UUID, dict[str, list[dict[str, Any] | None]]] = {}
    for each in open_to(rows, Work.IMPORT, person="person").order_by("person__sort_key", "id"):
        if each.person_id not in listed:
            found.setdefault(each.person_id, {})[_key(each.programme, each.name)] = [_as_was(each), None]
    return found


def _key(programme: str, name: str) -> str:
    return f"{programme}|{name}" if name else programme


def _called(key: str) -> str:
    code, _bar, name = key.partition("|")
    return f"{LABELS.get(code, code)} ({name})" if name else LABELS.get(code, code)


def _as_was(row: Receipt | None) -> dict[str, Any] | None:
    return None if row is None else _written(row.amount_vnd, row.valid_from, row.valid_to)


def _written(amount: int, start: date, end: date | None) -> dict[str, Any]:
    return {"amount_vnd": amount, "from": start.isoformat(), "to": end.isoformat() if end else None}


def _in_words(said: Mapping[str, Any] | None) -> str:
    if said is None:
        return "chưa có"
    until = f" đến trước {date.fromisoformat(said['to']):%d/%m/%Y}" if said["to"] else ""
    return f"{number(said['amount_vnd'])} đồng từ {date.fromisoformat(said['from']):%d/%m/%Y}{until}"


RECEIPT_LISTS = ListKind(
    key="receipts",
    label="Danh sách đang hưởng chế độ",
    fields=RECEIPTS,
    permission="benefits.record_receipt",
    topic_label=TOPIC,
    topics=[(code, label) for code, label in LABELS.items() if code != Programme.OTHER],
    counts=[
        ("rows", "Dòng"), ("new", "Mới"), ("changed", "Đổi mức, đổi ngày"), ("same", "Không đổi"), ("held", "Dòng chưa nhận"),
        ("absent", "Có trong sổ mà danh sách không có"),
    ],
    next_page=("benefits:gaps", "Xem chỗ lệch và bấm “Tính lại”"),
    hold=hold_receipts,
    write=write_receipts,
    words=receipt_changes,
)  # fmt: skip
