"""Law-change day: a decree goes in as text, its figures are given to parameters, and count once two officials have read them."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.law.models import CheckState, LawChange, NewValue
from ansinh.apps.law.refusals import NotHere, Refused
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
MOST_TYPED = 20_000
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
                applied_from=applied_from, in_force_from=in_force_from, page=page, quote=quote.strip()[:MOST_TYPED],
                proposed_by=actor, proposed_at=now,
            )  # fmt: skip
            record(actor=actor, verb="law.attach_value", subject=row, detail=_detail(row), at=now)
    except IntegrityError as error:
        raise Refused(f"“{parameter.label}” đã có giá trị mới từ ngày ấy. Rút giá trị kia trước.") from error
    return row


@transaction.atomic
def confirm_value(*, value_id: UUID | str, read_again: str, actor: User, now: dt.datetime) -> NewValue:
    """Confirm as the second official, who typed the figure again; from then on it counts in the province. Raises Refused."""
    row = _waiting(value_id, actor=actor, now=now)
    parameter = _parameter(row.key)
    difference = _differs(parameter, _read(parameter, read_again), row.value)
    if difference:
        raise Refused(f"{difference} Đọc lại; nếu người thứ nhất sai thì từ chối và ghi lý do.")
    row.state, row.decided_by, row.decided_at, row.read_again = (
        CheckState.CONFIRMED, actor, now, read_again.strip()[:MOST_TYPED],
    )  # fmt: skip
    row.save(update_fields=["state", "decided_by", "decided_at", "read_again"])
    record(actor=actor, verb="law.confirm_value", subject=row, detail=_detail(row), at=now)
    return row


@transaction.atomic
def refuse_value(*, value_id: UUID | str, reason: str, actor: User, now: dt.datetime) -> NewValue:
    """Refuse as the second official, with the reason. Raises Refused, NotHere."""
    row = _waiting(value_id, actor=actor, now=now)
    if not reason.strip():
        raise Refused("Ghi lý do từ chối.")
    row.state, row.decided_by, row.decided_at, row.reason = CheckState.REFUSED, actor, now, reason.strip()[:400]
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    record(actor=actor, verb="law.refuse_value", subject=row, detail=_detail(row), at=now)
    return row


@transaction.atomic
def withdraw_value(*, value_id: UUID | str, reason: str, actor: User, now: dt.datetime) -> NewValue:
    """Take back a new value, confirmed or not; from then on it does not count. Raises Refused, NotHere."""
    row = _own(value_id, actor=actor, now=now)
    if row.state not in (CheckState.WAITING, CheckState.CONFIRMED):
        raise Refused("Giá trị này đã khép lại. Tải lại trang.")
    if not reason.strip():
        raise Refused("Ghi lý do rút.")
    row.state, row.withdrawn_by, row.withdrawn_at = CheckState.WITHDRAWN, actor, now
    row.reason = reason.strip()[:400]
    row.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "reason"])
    record(actor=actor, verb="law.withdraw_value", subject=row, detail=_detail(row), at=now)
    return row


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


def _own(value_id: UUID | str, *, actor: User, now: dt.datetime) -> NewValue:
    province = checking_province(actor, on=now.date())
    row = NewValue.objects.select_for_update(of=("self",)).filter(pk=value_id, province_code=province).first()
    if row is None:
        raise NotHere("Không có giá trị này ở tỉnh của bạn.")
    return row


def _waiting(value_id: UUID | str, *, actor: User, now: dt.datetime) -> NewValue:
    row = _own(value_id, actor=actor, now=now)
    if row.state != CheckState.WAITING:
        raise Refused(f"Giá trị này không còn chờ: {row.get_state_display().lower()}. Tải lại trang.")
    if row.proposed_by_id == actor.pk:
        raise Refused("Người ghi giá trị mới không xác nhận được. Nhờ người thứ hai của tỉnh đọc lại.")
    return row


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
