"""When tasks are due, in the words of annexes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.core.plandoc.model import Schedule
from ansinh.core.plandoc.schedules import read_schedule

CASES = [
    ("2026", Schedule("year", 2026, 2026)),
    ("Năm 2026", Schedule("year", 2026, 2026)),
    ("Trong năm 2026", Schedule("year", 2026, 2026)),
    ("Quý III/2026", Schedule("year", 2026, 2026, 3)),
    ("Quý IV năm 2025", Schedule("year", 2025, 2025, 4)),
    ("Quý 2/2026", Schedule("year", 2026, 2026, 2)),
    ("Tháng 6/2025", Schedule("year", 2025, 2025, None, "Tháng 6/2025")),
    ("Trước ngày 30/6/2025", Schedule("year", 2025, 2025, None, "Trước ngày 30/6/2025")),
    ("6 tháng đầu năm 2025", Schedule("year", 2025, 2025, None, "6 tháng đầu năm 2025")),
    ("Năm 2025 (sau khi có hướng dẫn)", Schedule("year", 2025, 2025, None, "sau khi có hướng dẫn")),
    ("2024-2026", Schedule("years", 2024, 2026)),
    ("2024-26", Schedule("years", 2024, 2026)),
    ("Giai đoạn 2025 - 2029", Schedule("years", 2025, 2029)),
    ("Năm 2024, 2025", Schedule("years", 2024, 2025)),
    ("Từ năm 2024 đến năm 2030", Schedule("years", 2024, 2030)),
    ("2026-2030, định hướng đến 2045", Schedule("years", 2026, 2030)),
    ("Đến năm 2030", Schedule("years", None, 2030)),
    ("Trước năm 2026", Schedule("years", None, 2025)),
    ("Hàng năm", Schedule("annual")),
    ("Hằng năm", Schedule("annual")),
    ("Hàng năm, giai đoạn 2025-2030", Schedule("annual", 2025, 2030)),
    ("Hàng năm hoặc theo yêu cầu của cấp trên", Schedule("annual", event="theo yêu cầu của cấp trên")),
    ("Tháng 12 hàng năm", Schedule("annual", event="Tháng 12 hàng năm")),
    ("Hàng quý", Schedule("annual", event="Hàng quý")),
    ("Quý I hàng năm", Schedule("quarter_annual", quarter=1)),
    ("Quý IV hằng năm", Schedule("quarter_annual", quarter=4)),
    ("Sau khi Chính phủ ban hành Nghị định", Schedule("event", event="Sau khi Chính phủ ban hành Nghị định")),
    ("Theo hướng dẫn của cấp trên", Schedule("event", event="Theo hướng dẫn của cấp trên")),
    ("Năm 2025 và các năm tiếp theo", Schedule("open", 2025)),
    ("2025 trở đi", Schedule("open", 2025)),
    ("Từ năm 2025", Schedule("open", 2025)),
    ("Thường xuyên", Schedule("open")),
    ("Thường xuyên, hàng năm", Schedule("annual")),
]


@pytest.mark.parametrize(("raw", "schedule"), CASES)
def test_a_schedule_is_read(raw: str, schedule: Schedule) -> None:
    assert read_schedule(raw) == schedule


@pytest.mark.parametrize("raw", [None, "", "\xa0", "-", "…"])
def test_nothing_printed_is_no_schedule(raw: str | None) -> None:
    assert read_schedule(raw) is None


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    read_schedule(text)
