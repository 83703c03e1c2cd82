"""Goals without a year are for the end of the plan's own period, and only for that."""

from __future__ import annotations

import pytest

from ansinh.core.plandoc.pipeline import parse_text

PLAN = """ỦY BAN NHÂN DÂN
TỈNH BÌNH MINH

Số: 12/KH-UBND

Bình Minh, ngày 12 tháng 3 năm 2026

KẾ HOẠCH

{title}

I. MỤC TIÊU

{heading}

- Tỷ lệ hộ nghèo dưới 3%.
"""


@pytest.mark.parametrize(
    ("title", "heading", "year"),
    [
        ("Giảm nghèo bền vững giai đoạn 2026 - 2030", "1. Mục tiêu cụ thể", 2030),
        ("Giảm nghèo bền vững trên địa bàn tỉnh đến năm 2028", "1. Mục tiêu cụ thể", 2028),
        ("Giảm nghèo bền vững đến năm 2030, tầm nhìn đến năm 2045", "1. Mục tiêu cụ thể", 2030),
        ("Giảm nghèo bền vững giai đoạn 2026 - 2030", "1. Mục tiêu cụ thể đến năm 2027", 2027),
        ("Giảm nghèo năm 2026 và giai đoạn 2026 - 2030", "1. Mục tiêu cụ thể", None),
        ("Tiếp tục thực hiện Đề án giảm nghèo giai đoạn 2016 - 2020", "1. Mục tiêu cụ thể", None),
        ("Giảm nghèo bền vững trên địa bàn tỉnh", "1. Mục tiêu cụ thể", None),
    ],
)
def test_goals_without_a_year(title: str, heading: str, year: int | None) -> None:
    """The heading decides; then the one period that the title names and that has not passed; else unknown."""
    (goal,) = parse_text(PLAN.format(title=title, heading=heading)).indicators
    assert [(value.year, value.high) for value in goal.targets] == [(year, 3)]
