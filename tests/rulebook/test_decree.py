"""A decree of our own wording: its days, its figures in their place, and which parameters they may be."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.core.law import Instrument
from ansinh.rulebook.book import national_system
from ansinh.rulebook.decree import DecreeRead, read_decree

DECREE = """CHÍNH PHỦ
Số: 901/2027/NĐ-CP
NGHỊ ĐỊNH
Quy định mức chuẩn trợ giúp xã hội và một số mức trợ cấp
Căn cứ Luật số 41/2024/QH15;
Điều 1. Mức chuẩn trợ giúp xã hội
1. Mức chuẩn trợ giúp xã hội áp dụng từ ngày 01 tháng 7 năm 2027 là 600.000 đồng/tháng.
2. Mức trợ cấp hưu trí xã hội là 650.000 đồng một tháng; tuổi hưởng trợ cấp hưu trí xã hội là từ đủ 74 tuổi.
Điều 2. Hệ số
a) Người khuyết tật nặng: hệ số 1,6;
b) Người khuyết tật đặc biệt nặng: hệ số 2,1.
Điều 3. Hỗ trợ
1. Hỗ trợ chi phí mai táng: hệ số 20; hỗ trợ gạo mỗi người mỗi tháng 18 kg, nhiều nhất 4 tháng mỗi đợt.
2. Tỷ lệ trợ cấp thất nghiệp là 65%.
Điều 4. Hiệu lực
Nghị định này có hiệu lực thi hành từ ngày 15 tháng 9 năm 2027.
"""
OWN = Instrument("Nghị định", "901/2027/NĐ-CP")


def read(text: str = DECREE) -> DecreeRead:
    return read_decree(text, national_system(), instrument=OWN)


def test_its_days_and_what_it_cites() -> None:
    found = read()
    assert (found.in_force_from, found.applied_from) == (date(2027, 9, 15), date(2027, 7, 1))
    assert found.cited == ("Luật số 41/2024/QH15",)


@pytest.mark.parametrize(
    ("raw", "value", "unit", "reference", "likeliest"),
    [
        ("600.000 đồng", 600_000, "vnd", "khoản 1 Điều 1", "sa.standard"),
        ("650.000 đồng", 650_000, "vnd", "khoản 2 Điều 1", "sa.social_pension"),
        ("74 tuổi", 74, "years", "khoản 2 Điều 1", "sa.social_pension.age_general"),
        ("hệ số 1,6", 16, "coefficient", "điểm a Điều 2", "sa.coef.k6_dis_severe_adult"),
        ("hệ số 2,1", 21, "coefficient", "điểm b Điều 2", "sa.coef.k6_dis_special_adult"),
        ("hệ số 20", 200, "coefficient", "khoản 1 Điều 3", "sa.oneoff.funeral_community"),
        ("18 kg", 18, "kg", "khoản 1 Điều 3", "sa.oneoff.emergency_rice_kg"),
        ("4 tháng", 4, "months", "khoản 1 Điều 3", "sa.oneoff.emergency_rice_max_months"),
        ("65%", 65, "percent", "khoản 2 Điều 3", "ui.rate"),
    ],
)
def test_each_figure_stands_in_its_place(raw: str, value: int, unit: str, reference: str, likeliest: str) -> None:
    found = next(each for each in read().proposed if each.raw == raw)
    assert (found.value, found.unit, found.reference) == (value, unit, f"{reference} Nghị định số 901/2027/NĐ-CP")
    assert found.candidates[0] == likeliest
    assert DECREE[found.start : found.end] == raw


def test_days_are_no_figures_and_every_figure_is_found_once() -> None:
    assert [each.raw for each in read().proposed] == [
        "600.000 đồng", "650.000 đồng", "74 tuổi", "hệ số 1,6", "hệ số 2,1", "hệ số 20", "18 kg", "4 tháng", "65%",
    ]  # fmt: skip


def test_what_no_parameter_is_named_like_has_no_candidate() -> None:
    found = read("Điều 1. Phạm vi\n1. Hỗ trợ mua bò giống 12.000.000 đồng mỗi hộ.\n").proposed
    assert [(each.value, each.candidates) for each in found] == [(12_000_000, ())]


def test_a_text_without_days_or_figures_gives_none() -> None:
    found = read("Không có gì ở đây.")
    assert (found.in_force_from, found.applied_from, found.proposed) == (None, None, ())
