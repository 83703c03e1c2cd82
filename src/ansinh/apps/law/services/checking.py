"""Two officials read a figure or rule of the law in the official text: the first says what stands there, the second reads again.

Who proposes never confirms; what is confirmed is what was proposed: the digest of the rulebook's value is taken when it is
first read and compared when it is read again. The database holds both whatever path is taken.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.law.models import CheckState, LawCheck, OfficialText
from ansinh.apps.law.refusals import NotHere, Refused
from ansinh.apps.law.services import two_readers
from ansinh.apps.law.services.places import checking_province
from ansinh.apps.law.services.readings import check_quote, same_place, tell_difference
from ansinh.apps.law.subjects import Subject, find_subject

CHANGED_SINCE = (
    "Phần mềm đã đổi con số hoặc quy tắc này sau khi người thứ nhất đọc. Rút lần đối chiếu và đọc lại từ đầu."
)


def propose_check(
    *, subject: Subject, text_id: UUID | str, page: int, read: str, quote: str = "", actor: User, now: dt.datetime
) -> LawCheck:
    """Write what one official read. What is the same as in the rulebook waits for a second; what differs is a finding.

    Raises Refused, NotHere.
    """
    province = checking_province(actor, on=now.date())
    text = OfficialText.objects.filter(pk=text_id, province_code=province, withdrawn_at=None).first()
    if text is None:
        raise NotHere("Không có văn bản này ở tỉnh của bạn, hoặc đã rút. Tải văn bản lên trước.")
    if text.number not in subject.instruments:
        raise Refused(f"Phải đọc trong {subject.instrument_names}; tệp đã chọn là văn bản số {text.number}.")
    if not 1 <= page <= text.pages:
        raise Refused(f"Trang phải từ 1 đến {text.pages}: tệp “{text.name}” có {text.pages} trang.")
    if not read.strip():
        raise Refused("Gõ những gì văn bản ghi.")
    difference = tell_difference(subject, read)
    state = CheckState.DIFFERS if difference else CheckState.WAITING
    kind, key, applied_from, in_force_from = subject.place
    quote = check_quote(subject, quote)
    try:
        with transaction.atomic():
            row = LawCheck.objects.create(
                province_code=province, kind=kind, key=key, applied_from=applied_from, in_force_from=in_force_from,
                digest=subject.digest, text=text, page=page, read=read.strip()[: two_readers.MOST_TYPED], quote=quote, state=state,
                reason=difference[: two_readers.MOST_REASON], proposed_by=actor, proposed_at=now,
            )  # fmt: skip
            verb = "law.note_difference" if difference else "law.propose_check"
            record(actor=actor, verb=verb, subject=row, detail=_detail(row), at=now)
    except IntegrityError as error:
        raise Refused("Đã có người đọc lần một chỗ này, hoặc đã đối chiếu xong. Tải lại trang.") from error
    return row


@transaction.atomic
def confirm_check(*, check_id: UUID | str, read_again: str, actor: User, now: dt.datetime) -> LawCheck:
    """Confirm as the second official, who typed again what stands in the text. Raises Refused, NotHere."""
    row = two_readers.waiting(CHECK, check_id, actor=actor, now=now)
    subject = _as_it_was(row)
    difference = tell_difference(subject, read_again)
    if not difference and subject.rule is not None and not same_place(read_again, row.read):
        difference = f"Người thứ nhất đọc ở {row.read}."
    if difference:
        raise Refused(f"{difference} Đọc lại; nếu văn bản đúng là ghi khác thì từ chối và ghi lý do.")
    return two_readers.confirm(CHECK, row, read_again=read_again, actor=actor, now=now)


@transaction.atomic
def refuse_check(*, check_id: UUID | str, reason: str, actor: User, now: dt.datetime) -> LawCheck:
    """Refuse as the second official, with the reason. Raises Refused, NotHere."""
    return two_readers.refuse(CHECK, check_id, reason=reason, actor=actor, now=now)


@transaction.atomic
def withdraw_check(*, check_id: UUID | str, reason: str, actor: User, now: dt.datetime) -> LawCheck:
    """Take back a reading that was wrong, confirmed or not; from then on it does not count. Raises Refused, NotHere."""
    return two_readers.withdraw(CHECK, check_id, reason=reason, actor=actor, now=now)


def _as_it_was(row: LawCheck) -> Subject:
    subject = find_subject(kind=row.kind, key=row.key, applied_from=row.applied_from, in_force_from=row.in_force_from)
    if subject is None or subject.digest != row.digest:
        raise Refused(CHANGED_SINCE)
    return subject


def _detail(row: LawCheck) -> dict[str, Any]:
    return {
        "what": row.key,
        "kind": row.kind,
        "applied_from": row.applied_from.isoformat(),
        "in_force_from": row.in_force_from.isoformat(),
        "province": row.province_code,
        "digest": row.digest,
        "text": str(row.text),
        "sha256": row.text.sha256,
        "page": row.page,
        "reason": row.reason,
    }


CHECK = two_readers.Reading(
    LawCheck,
    "check",
    _detail,
    "Lần đối chiếu này",
    "Người đọc lần một",
    "Ghi lý do từ chối: văn bản ghi thế nào, ở trang nào.",
)
