"""Official texts: through the gate, kept by their digest under the folder of uploads, given out only by their digest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.law.models import OPEN, OfficialText
from ansinh.apps.law.refusals import NotHere, Refused
from ansinh.apps.law.services.places import checking_province
from ansinh.core.law.known import known_instruments
from ansinh.core.law.numbers import find_document_numbers
from ansinh.files.errors import UnreadableFile
from ansinh.files.gate import KEPT_LIMITS, TYPES, check_file
from ansinh.files.limits import megabytes
from ansinh.files.shelf import NotOnShelf, put, take

FOLDER = "van-ban-goc"
MOST_PAGES = 2_000
KINDS = ("pdf", "docx", "png", "jpg")


def check_size(*, name: str, size: int | None) -> None:
    """Refuse a file that is too large before it is read. Raises Refused."""
    if size is None or size > KEPT_LIMITS.file_bytes:
        raise Refused(f"Tệp “{name}” quá mức {megabytes(KEPT_LIMITS.file_bytes)}. Tách tệp hoặc giảm độ phân giải.")


def keep_text(
    *, number: str, title: str, name: str, content: bytes, pages: int, actor: User, now: dt.datetime
) -> OfficialText:
    """Keep the file of an instrument for the province of the one who brings it; the same file twice is one. Raises Refused.

    How many ``pages`` it has is what the person says: the file is kept as it came and not opened here.
    """
    province = checking_province(actor, on=now.date())
    if number not in known_instruments() and [each.number for each in find_document_numbers(number) if each.sure] != [
        number
    ]:
        raise Refused(f"Không đọc được số, ký hiệu “{number}”. Ghi như in trên văn bản: 20/2021/NĐ-CP.")
    if not title.strip():
        raise Refused("Ghi trích yếu của văn bản như in ở đầu văn bản.")
    try:
        kept = check_file(content, name=name)
    except UnreadableFile as reason:
        raise Refused(str(reason)) from reason
    if kept.kind not in KINDS:
        raise Refused(f"Tệp “{kept.name}” là bảng tính, không phải văn bản. Tải bản PDF hoặc ảnh chụp từng trang.")
    if not 1 <= pages <= MOST_PAGES:
        raise Refused(f"Số trang phải từ 1 đến {MOST_PAGES}: đếm các trang của tệp như khi in ra.")
    put(_folder(), content, kept.sha256)
    try:
        with transaction.atomic():
            text = OfficialText.objects.create(
                province_code=province, number=number, title=title.strip()[:300], name=kept.name, kind=kept.kind,
                sha256=kept.sha256, size=kept.size, pages=pages, kept_by=actor, kept_at=now,
            )  # fmt: skip
            detail = {"number": number, "file": kept.name, "sha256": kept.sha256, "pages": pages, "province": province}
            record(actor=actor, verb="law.keep_text", subject=text, detail=detail, at=now)
    except IntegrityError:
        # The button was pressed twice, or a colleague has brought the same file.
        return OfficialText.objects.get(
            province_code=province, number=number, sha256=kept.sha256, withdrawn_at__isnull=True
        )
    return text


@transaction.atomic
def withdraw_text(*, text_id: UUID | str, actor: User, now: dt.datetime) -> OfficialText:
    """Take back a file brought by mistake, while nothing that counts was read in it. Raises Refused, NotHere."""
    province = checking_province(actor, on=now.date())
    text = OfficialText.objects.select_for_update().filter(pk=text_id, province_code=province).first()
    if text is None:
        raise NotHere("Không có văn bản này ở tỉnh của bạn.")
    if text.withdrawn_at is not None:
        raise Refused("Văn bản này đã được rút. Tải lại trang.")
    if text.checks.filter(state__in=OPEN).exists():
        raise Refused("Đã có lần đối chiếu dựa vào tệp này. Rút các lần đối chiếu ấy trước.")
    text.withdrawn_by, text.withdrawn_at = actor, now
    text.save(update_fields=["withdrawn_by", "withdrawn_at"])
    record(actor=actor, verb="law.withdraw_text", subject=text, detail={"sha256": text.sha256}, at=now)
    return text


def read_text(text: OfficialText) -> tuple[bytes, str]:
    """Return the bytes and the media type of a kept text, compared with its digest. Raises NotHere."""
    try:
        return take(_folder(), text.sha256, name=text.name), TYPES[text.kind]
    except NotOnShelf as reason:
        raise NotHere(str(reason)) from reason


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER
