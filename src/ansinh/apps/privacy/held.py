"""What this room holds about one person: the requests about his data and how each was answered."""

from __future__ import annotations

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.holdings import Part
from ansinh.apps.people.models import Person
from ansinh.apps.privacy.models import DataRequest

COLUMNS = (
    ("kind", "Yêu cầu"), ("received_date", "Ngày nhận"), ("asked", "Nội dung"), ("asker", "Ai yêu cầu"), ("due_date", "Hạn trả lời"),
    ("outcome", "Kết quả"), ("basis", "Căn cứ"), ("answer", "Trả lời"), ("answered_at", "Lúc trả lời"), ("answered_by", "Người trả lời"),
)  # fmt: skip


def held_about(person: Person) -> list[Part]:
    """Tell what was asked about the person's data and what was decided."""
    rows = [
        (row.get_kind_display(), row.received_date, row.asked, row.asker_name or row.get_asker_display(), row.due_date,
         row.get_outcome_display() or "đang mở", row.basis, row.answer, row.answered_at, row.answered_by_name)
        for row in seen(DataRequest).filter(person=person).order_by("received_date", "registered_at")
    ]  # fmt: skip
    return [Part("requests", "Yêu cầu về dữ liệu và quyết định", COLUMNS, rows, ("privacy_datarequest",))]
