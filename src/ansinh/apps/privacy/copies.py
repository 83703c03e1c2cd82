"""A copy of one's own data: all that the program holds about a person, to be read, and for another program.

Made from a request, after the legal basis was looked at and nothing stood against it. Numbers are whole only where the
official says why; each of them, and the copy itself, stands in the log of who saw the data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import record, record_access
from ansinh.apps.people.holdings import Part, Value, parts_about
from ansinh.apps.people.models import Identifier, IdentifierKind, Person
from ansinh.apps.people.selectors.persons import get_person_page
from ansinh.apps.people.services.numbers import unmask
from ansinh.apps.people.services.refusals import NotHere, Refused, locked, said, save
from ansinh.apps.privacy.law import rights
from ansinh.apps.privacy.models import DataRequest, RequestKind
from ansinh.core.text import write_number, write_roman
from ansinh.files.office import to_pdf
from ansinh.files.official_docx import Block, Foot, Form, Grid, Head, Heading, Official, Paragraph, Run, write_official

KINDS = (RequestKind.VIEW, RequestKind.PROVIDE)
"""Requests that a copy answers."""
FORM = "ansinh-ban-du-lieu-1"
PAGE_MM, SIGN_MM = 165, 2.3
"""The width of the page between its margins, and of one sign of the size that tables have."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What was gathered about a person at a moment, for a request."""

    person: Person
    request: DataRequest
    parts: tuple[Part, ...]
    at: datetime
    by: str


def may_copy(row: DataRequest) -> bool:
    """Return whether a copy may be made for a request as it stands."""
    return row.kind in KINDS and row.answered_at is None and row.checked_at is not None and not row.duty


def give_copy(*, request_id: UUID, expected_version: int, kind: str, reason: str, actor: User, now: datetime) -> bytes:
    """Return the copy as a file ("docx", "pdf" or "json") and write that it was made.

    reason: why the numbers are to be whole; "" leaves them masked. Raises NotHere, Refused, ChangedMeanwhile, NoOffice.
    """
    write = WRITERS.get(kind)
    if write is None:
        raise Refused("Chưa chọn dạng tệp. Chọn DOCX, PDF hoặc JSON.")
    with said():
        row: DataRequest = locked(DataRequest, request_id, expected_version, what="yêu cầu")
        if not may_copy(row):
            raise Refused(
                "Chỉ lập bản dữ liệu cho yêu cầu xem, được cung cấp đang mở, đã xem căn cứ và không có gì ngăn."
            )
        person = seen(Person).select_related("commune", "village").filter(pk=row.person_id).first()
        if person is None or person.erased_at is not None:
            raise NotHere("Dữ liệu của người này không còn trong địa bàn phụ trách.")
        numbers = _numbers(person, reason=reason.strip(), actor=actor, now=now)
        # The copy is a look itself, and names itself among the looks.
        purpose = f"Lập bản dữ liệu theo {row} ({rights()[row.kind].reference})"
        record_access(actor=actor, person=(str(person.pk), str(person)), purpose=purpose, channel="copy", at=now)
        content = write(Copy(person, row, (*_first(parts_about(person), numbers),), now, str(actor)))
        row.copied_at, row.copied_by_name = now, str(actor)
        save(row, ["copied_at", "copied_by_name"])
        detail = {"kind": kind, "whole_numbers": bool(reason.strip()), "sha256": hashlib.sha256(content).hexdigest()}
        record(actor=actor, verb="privacy.give_copy", subject=row, detail=detail, at=now)
    return content


def write_docx(copy: Copy) -> bytes:
    """Return a copy as a document to be read."""
    person, request = copy.person, copy.request
    right = rights()[request.kind]
    told = (
        f"Lập lúc {_shown(copy.at)} theo yêu cầu nhận ngày {request.received_date:%d/%m/%Y} "
        f"({request.asker_name or request.get_asker_display().lower()}), căn cứ {right.reference}. Người lập: {copy.by}. "
        "Đây là mọi điều phần mềm đang ghi về người này trong địa bàn; sai hoặc thiếu thì báo lại để sửa."
    )
    blocks: list[Block] = [_text(told)]
    for at, part in enumerate(copy.parts, 1):
        blocks.append(Heading(f"{write_roman(at)}. {part.title}"))
        blocks += _blocks(part)
    head = Head(issuer="", type_name="BẢN DỮ LIỆU CÁ NHÂN", about=f"{person.full_name}, {person.commune.name}")
    return write_official(
        Official(Form.PERSON, head, tuple(blocks), Foot(title="NGƯỜI LẬP"), title="Bản dữ liệu cá nhân")
    )


def write_json(copy: Copy) -> bytes:
    """Return a copy for another program: parts by code, rows by the names of their columns, days as 2026-11-22."""
    made: dict[str, Any] = {
        "form": FORM,
        "made_at": copy.at.isoformat(timespec="seconds"),
        "made_by": copy.by,
        "request": {"id": str(copy.request.pk), "received_date": str(copy.request.received_date)},
        "parts": {},
    }
    for part in copy.parts:
        names = [name for name, _heading in part.columns]
        rows = [dict(zip(names, map(_plain, row), strict=True)) for row in part.rows]
        made["parts"][part.code] = {
            "title": part.title,
            "headings": dict(part.columns),
            "rows": rows,
            "note": part.note,
        }
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


WRITERS: dict[str, Callable[[Copy], bytes]] = {
    "docx": write_docx,
    "pdf": lambda copy: to_pdf(write_docx(copy)),
    "json": write_json,
}


def _first(parts: Sequence[Part], numbers: Part) -> Iterator[Part]:
    """Put the numbers after the first part."""
    yield parts[0]
    yield numbers
    yield from parts[1:]


def _numbers(person: Person, *, reason: str, actor: User, now: datetime) -> Part:
    masked = {each.kind: each.shown for each in get_person_page(person, on=timezone.localdate(now)).numbers}
    rows: list[tuple[Value, ...]] = []
    for row in seen(Identifier).filter(person=person).order_by("kind"):
        whole = (
            unmask(person=person, kind=row.kind, reason=reason, actor=actor, now=now) if reason else masked[row.kind]
        )
        rows.append((IdentifierKind(row.kind).label, whole, row.given_by, row.given_on, row.source, row.confirmed_at))
    columns = (("kind", "Loại"), ("number", "Số"), ("given_by", "Nơi cấp"), ("given_on", "Ngày cấp"), ("source", "Nguồn"),
               ("confirmed_at", "Đối chiếu khớp lúc"))  # fmt: skip
    note = "" if reason or not rows else "Số chỉ hiện ba ký tự cuối; cần số đầy đủ thì lập lại và nêu lý do."
    return Part("numbers", "Số, giấy tờ", columns, rows, ("people_identifier",), note)


def _blocks(part: Part) -> Iterator[Block]:
    if part.as_lines:
        for row in part.rows:
            for (_name, heading), value in zip(part.columns, row, strict=True):
                yield _text(f"{heading}: {_shown(value) or 'chưa ghi'}")
    elif part.rows:
        cells = tuple(tuple(Run(_shown(value) or "–") for value in row) for row in part.rows)
        numbers = tuple(at for at, (name, _heading) in enumerate(part.columns) if name.endswith("_vnd"))
        headings = tuple(heading for _name, heading in part.columns)
        yield Grid("", headings, cells, _widths(headings, cells), numbers)
    elif part.columns:
        yield _text("Không có.")
    if part.note:
        yield Paragraph((Run(part.note),), italic=True)


def _widths(headings: Sequence[str], rows: Sequence[Sequence[Run]]) -> tuple[int, ...]:
    """Share the page among the columns: no word, day or number is broken, the rest goes by how much each has to say."""
    columns = [[heading, *(row[at].text for row in rows)] for at, heading in enumerate(headings)]
    least = [max(len(word) for text in column for word in (text.split() or [""])) * SIGN_MM + 5 for column in columns]
    least = [each * min(1.0, PAGE_MM / sum(least)) for each in least]
    says = [min(max(map(len, column)), 60) for column in columns]
    spare = PAGE_MM - sum(least)
    return tuple(int(low + spare * much / sum(says)) for low, much in zip(least, says, strict=True))


def _shown(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return write_number(value) if isinstance(value, int) else value or ""


def _plain(value: Value) -> str | int | None:
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else value


def _text(text: str) -> Paragraph:
    return Paragraph((Run(text),))
