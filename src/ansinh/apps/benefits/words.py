"""How what people receive is written."""

from __future__ import annotations

from ansinh.apps.benefits.models import Receipt
from ansinh.apps.ui.formats import number


def receipt_words(row: Receipt) -> str:
    """Put what somebody receives into words: "Trợ cấp hưu trí xã hội, 500.000 đồng từ 01/07/2025 (Danh sách 11/2026)"."""
    name = f" ({row.name})" if row.name else ""
    until = f" đến trước {row.valid_to:%d/%m/%Y}" if row.valid_to else ""
    amount = f"{number(row.amount_vnd)} đồng từ {row.valid_from:%d/%m/%Y}{until}"
    return f"{row.get_programme_display()}{name}, {amount} ({row.source})"
