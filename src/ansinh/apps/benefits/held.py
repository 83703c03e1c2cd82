"""What this room holds about one person: what lists say is received, and how that differed from the law."""

from __future__ import annotations

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.models import Gap, Receipt
from ansinh.apps.people.held import PERIOD, SOURCE
from ansinh.apps.people.holdings import Part
from ansinh.apps.people.models import Person


def held_about(person: Person) -> list[Part]:
    """Tell what is received and which differences were found."""
    receipts = [
        (row.get_programme_display(), row.name, row.amount_vnd, row.valid_from, row.valid_to, row.source)
        for row in seen(Receipt).filter(person=person).order_by("valid_from", "programme")
    ]
    gaps = [
        (row.get_programme_display(), row.get_kind_display(), row.month, row.due_vnd, row.paid_vnd, "; ".join(row.missing),
         row.get_outcome_display() or "đang mở", row.note)
        for row in seen(Gap).filter(person=person).order_by("found_at", "programme")
    ]  # fmt: skip
    programme = ("programme", "Chế độ")
    return [
        Part("receipts", "Khoản đang nhận, đã nhận theo danh sách",
             (programme, ("name", "Tên trong danh sách"), ("amount_vnd", "Đồng mỗi tháng"), *PERIOD, SOURCE),
             receipts, ("benefits_receipt",)),
        Part("gaps", "So luật với danh sách",
             (programme, ("kind", "Lệch thế nào"), ("month", "Tháng"), ("due_vnd", "Theo luật (đồng)"), ("paid_vnd", "Đang nhận (đồng)"),
              ("missing", "Còn thiếu"), ("outcome", "Kết quả"), ("note", "Ghi chú")),
             gaps, ("benefits_gap",)),
    ]  # fmt: skip
