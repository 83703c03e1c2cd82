"""How people are written: a birth date as far as it is known; in which way somebody saw them."""

from __future__ import annotations

from ansinh.apps.people.models import IdentifierKind, Person, Precision

CHANNELS = {
    "page": "Mở trang", "list": "Có tên trong danh sách", "export": "Tải về", "sensitive": "Mở ngăn nhạy cảm",
    "restricted": "Mở khi đang hạn chế xử lý", "cli": "Dòng lệnh", "api": "Phần mềm khác",
    "copy": "Lập bản dữ liệu cho người ấy",
}  # fmt: skip
_SHOWN = {Precision.YEAR.value: "%Y", Precision.MONTH.value: "%m/%Y"}


def birth_text(row: Person) -> str:
    """Write a birth date: "03/02/1950", "02/1950", "1950", or "" where nothing is known."""
    if row.birth_date is None:
        return ""
    return row.birth_date.strftime(_SHOWN.get(row.birth_precision, "%d/%m/%Y"))


def channel_text(code: str) -> str:
    """Write in which way somebody saw a person's data."""
    if code.startswith("unmask:"):
        return f"Xem số đầy đủ: {IdentifierKind(code.removeprefix('unmask:')).label}"
    return CHANNELS.get(code, code)
