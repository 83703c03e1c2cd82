"""Law-change day: a decree goes in as text, its figures are given to parameters, and count once two officials have read them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.law.models import LawChange, NewValue
from ansinh.apps.law.refusals import NotHere, Refused
from ansinh.apps.law.services import two_readers
from ansinh.apps.law.services.places import checking_province
from ansinh.apps.law.services.readings import read_figure, read_rows, tell_row
from ansinh.apps.law.services.texts import keep_text
from ansinh.apps.law.words import say_value
from ansinh.core.law import read_citation, type_of_number, write
from ansinh.core.rules.parameters import Parameter
from ansinh.files.errors import UnreadableFile
from ansinh.files.sandbox import open_plan_safely
from ansinh.rulebook.book import national_system

SHORTEST_BODY = 40
Read = int | dict[str, int] | None


def add_change(
    *,
    number: str,
    title: str,
    name: str,
    content: bytes,
    pages: int,
    body: str = "",
    in_force_from: dt.date,
    applied_from: dt.date,
    actor: User,
    now: dt.datetime,
) -> LawChange:
    """Take in a decree: its file is kept, its text read from it, or as pasted where the file holds pictures. Raises Refused."""
    body = body.strip() or _text_of(content, name=name)
    if len(body) < SHORTEST_BODY:
        raise Refused("Văn bản quá ngắn. Dán cả phần có điều, khoản và con số.")
    with transaction.atomic():
        text = keep_text(number=number, title=title, name=name, content=content, pages=pages, actor=actor, now=now)
        known = LawChange.objects.filter(text=text).first()
        if known is not None:
            return known
        change = LawChange.objects.create(
            province_code=text.province_code, text=text, body=body, in_force_from=in_force_from,
            applied_from=applied_from, added_by=actor, added_at=now,
        )  # fmt: skip
        detail = {"number": number, "sha256": text.sha256, "province": text.province_code}
        record(actor=actor, verb="law.add_change", subject=change, detail=detail, at=now)
    return change


def attach_value(
    *,
    change_id: UUID | str,
    key: str,
    typed: str,
    reference: str,
    applied_from: dt.date,
    in_force_from: dt.date,
    page: int,
    quote: str,
    actor: User,
    now: dt.datetime,
) -> NewValue:
    """Give a figure of a decree to a parameter from a day on; a second official has to read it again. Raises Refused, NotHere."""
    change = _change(change_id, actor=actor, now=now)
    parameter = _parameter(key)
    value = _read(parameter, typed)
    reference = _reference(reference, change)
    if not 1 <= page <= change.text.pages:
        raise Refused(f"Trang phải từ 1 đến {change.text.pages}.")
    if not quote.strip():
        raise Refused("Chép câu có con số ấy.")
    if any((each.applied_from, each.in_force_from) == (applied_from, in_force_from) for each in parameter.values):
        raise Refused(
            f"Phần mềm đã có “{parameter.label}” áp dụng từ {applied_from:%d/%m/%Y}. Đối chiếu giá trị ấy thay vì ghi mới."
        )
    try:
        with transaction.atomic():
            row = NewValue.objects.create(
                change=change, province_code=change.province_code, key=key, value=value, reference=reference,
                applied_from=applied_from, in_force_from=in_force_from, page=page, quote=quote.strip()[: two_readers.MOST_TYPED],
                proposed_by=actor, proposed_at=now,
            )  # fmt: skip
            record(actor=actor, verb="law.attach_value", subject=row, detail=_detail(row), at=now)
    except IntegrityError as error:
        raise Refused(f"“{parameter.label}” đã có giá trị mới từ ngày ấy. Rút giá trị kia trước.") from error
    return row


@transaction.atomic
def confirm_value(*, value_id: UUID | str, read_again: str, actor: User, now: dt.datetime) -> NewValue:
    """Confirm as the second official, who typed the figure again; from then on it counts in the province. Raises Refused."""
    row = two_readers.waiting(VALUE, value_id, actor=actor, now=now)
    parameter = _parameter(row.key)
    difference = _differs(parameter, _read(parameter, read_again), row.value)
    if difference:
        raise Refused(f"{difference} Đọc lại; nếu người thứ nhất sai thì từ chối và ghi lý do.")
    return two_readers.confirm(VALUE, row, read_again=read_again, actor=actor, now=now)


@transaction.atomic
def refuse_value(*, value_id: UUID | str, reason: str, actor: User, now: dt.datetime) -> NewValue:
    """Refuse as the second official, with the reason. Raises Refused, NotHere."""
    return two_readers.refuse(VALUE, value_id, reason=reason, actor=actor, now=now)


@transaction.atomic
def withdraw_value(*, value_id: UUID | str, reason: str, actor: User, now: dt.datetime) -> NewValue:
    """Take back a new value, confirmed or not; from then on it does not count. Raises Refused, NotHere."""
    return two_readers.withdraw(VALUE, value_id, reason=reason, actor=actor, now=now)


def _text_of(content: bytes, *, name: str) -> str:
    try:
        return open_plan_safely(content, name=name).text.strip()
    except UnreadableFile as reason:
        raise Refused(f"{reason} Hoặc dán chữ của văn bản vào ô bên dưới.") from reason


def _parameter(key: str) -> Parameter:
    system = national_system()
    if key not in system.parameters:
        raise Refused("Chọn tham số nhận con số này.")
    parameter = system.parameters[key]
    if parameter.is_bool:
        raise Refused(f"“{parameter.label}” là câu có, không: phải sửa trong phần mềm.")
    return parameter


def _read(parameter: Parameter, typed: str) -> Read:
    if parameter.is_table:
        return read_rows(parameter, typed)
    value = read_figure(parameter, typed)
    return value if isinstance(value, int) else None


def _reference(typed: str, change: LawChange) -> str:
    """Return where a figure stands, with the decree's own number. Raises Refused where it cannot be read as a citation."""
    number = change.text.number
    said = typed.strip() if number in typed else f"{typed.strip()} {type_of_number(number) or 'Luật'} số {number}"
    citation = read_citation(said.strip())
    if citation is None or citation.instrument is None or citation.instrument.number != number:
        raise Refused(f"Không đọc được chỗ đứng “{typed}”. Ghi như “khoản 1 Điều 4” hay “Phụ lục II”.")
    return write(citation)[:300]


def _differs(parameter: Parameter, read: Read, known: Read) -> str:
    """Return in a sentence how the second reading differs from the first; "" where it is the same."""
    if read == known:
        return ""
    if isinstance(read, dict) and isinstance(known, dict):
        other = tell_row(parameter, read, known)
        if other is not None:
            at, name, second, first = other
            return f"Dòng {at} ({name}): bạn đọc là {parameter.shown(second)}, người thứ nhất đọc là {parameter.shown(first)}."
    return f"Bạn đọc là {say_value(parameter, read)}, người thứ nhất đọc là {say_value(parameter, known)}."


def _change(change_id: UUID | str, *, actor: User, now: dt.datetime) -> LawChange:
    province = checking_province(actor, on=now.date())
    change = LawChange.objects.select_related("text").filter(pk=change_id, province_code=province).first()
    if change is None:
        raise NotHere("Không có văn bản này ở tỉnh của bạn.")
    return change


def _detail(row: NewValue) -> dict[str, Any]:
    return {
        "what": row.key,
        "value": row.value if isinstance(row.value, int) else None,
        "rows": len(row.value) if isinstance(row.value, dict) else 0,
        "reference": row.reference,
        "applied_from": row.applied_from.isoformat(),
        "in_force_from": row.in_force_from.isoformat(),
        "province": row.province_code,
        "page": row.page,
        "reason": row.reason,
    }


VALUE = two_readers.Reading(NewValue, "value", _detail, "Giá trị này", "Người ghi giá trị mới", "Ghi lý do từ chối.")
