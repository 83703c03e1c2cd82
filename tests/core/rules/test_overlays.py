"""Resolutions of a province: higher is joined, lower is refused with the article, what cannot be read is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ansinh.core.rules.overlays import CannotOverlay, LowersNational, with_resolutions
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.book import national_system

NOW = date(2026, 11, 22)
BASE = {"province_code": "96", "from": "2025-01-01", "to": None, "reference": "Nghị quyết mẫu"}


def resolution(**more: Any) -> dict[str, Any]:
    return {**BASE, "kind": "raise_parameter", "parameter": "sa.standard", "value": 600_000, **more}


def group(**more: Any) -> dict[str, Any]:
    made = {
        "group": "new_group",
        "label": "Nhóm mới",
        "condition": {"fact": "pregnant", "is": True},
        "coefficient": "1.0",
    }
    return {**BASE, "kind": "add_group", **made, **more}


def standard(month: str, *resolutions: dict[str, Any], known_on: date = NOW) -> int:
    system = with_resolutions(national_system(), resolutions, province="96")
    return system.month(month, known_on=known_on).number("sa.standard")


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2024-12", 500_000), ("2025-01", 600_000), ("2026-06", 600_000), ("2026-08", 600_000)],
)
def test_a_raise_counts_from_its_day_on(month, expected):
    assert standard(month, resolution()) == expected


@pytest.mark.parametrize(("month", "expected"), [("2025-12", 600_000), ("2026-01", 500_000), ("2026-07", 540_000)])
def test_a_raise_with_an_end_gives_way_to_the_national_law(month, expected):
    assert standard(month, resolution(to="2025-12-31")) == expected


def test_the_national_law_may_overtake_a_raise():
    raised = resolution(value=520_000)
    assert [standard(month, raised) for month in ("2026-06", "2026-07")] == [520_000, 540_000]
    assert standard("2026-07", raised, known_on=date(2026, 10, 4)) == 520_000


def test_a_raise_is_known_as_the_provinces():
    system = with_resolutions(national_system(), [resolution()], province="96")
    value = system.month("2025-03", known_on=NOW).values["sa.standard"]
    assert value is not None
    assert value.evidence is Evidence.PROVINCE
    assert value.also == ("điểm a khoản 3 Điều 4 Nghị định số 20/2021/NĐ-CP", "Nghị định số 76/2024/NĐ-CP")


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("sa.standard", 499_999), ("sa.social_pension", 400_000), ("sa.coef.k6_dis_severe_adult", "1.4")],
)
def test_lower_is_refused_with_the_article_whoever_asks(parameter, value):
    start = "2025-08-01" if parameter == "sa.social_pension" else "2025-01-01"
    lowering = resolution(parameter=parameter, value=value) | {"from": start}
    for province in ("96", "14"):
        with pytest.raises(LowersNational, match="khoản 3 Điều 4 Nghị định số 20/2021/NĐ-CP"):
            with_resolutions(national_system(), [lowering], province=province)


def test_the_same_as_the_national_law_is_not_lower():
    assert standard("2025-03", resolution(value=500_000)) == 500_000


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (resolution(parameter="sa.ghost"), "không có tham số"),
        (resolution(value=600_000.5), "số thực"),
        (resolution(value="nhiều"), "phải là số nguyên"),
        (resolution(parameter="child.age_under"), "không phải một mức"),
        (resolution(reference=" "), "chưa có căn cứ"),
        (resolution(to="2024-01-01"), "trước ngày bắt đầu"),
        (resolution(kind="lower"), "kind “lower” không có"),
        (group(group="Nhóm"), "chữ thường không dấu"),
        (group(group="sa_k6"), "đã có nhóm"),
        (group(label=""), "chưa có tên"),
        (group(condition={"fact": "colour", "is": True}), "không có dữ kiện “colour”"),
        (group(condition={"fact": "pregnant", "is": "yes"}), "không thể là"),
        (group(condition={"fact": "household.poverty", "is": "rich"}), "không thể là"),
        (group(condition={"all": []}), "cần một danh sách"),
        (group(condition=None), "điều kiện phải là"),
        ({**BASE, "kind": "top_up", "programme": "poverty_status", "amount_vnd": 1}, "không tính bằng tiền"),
    ],
)
def test_what_cannot_be_read_is_named(bad, said):
    with pytest.raises(CannotOverlay, match=said):
        with_resolutions(national_system(), [bad], province="96")


def test_a_condition_may_ask_ages_numbers_and_the_household():
    condition = {
        "all": [
            {"fact": "age", "at_least": 60, "below": 70},
            {
                "any": [
                    {"fact": "household.poverty", "in": ["poor", "near_poor"]},
                    {"fact": "household.hardship", "is": True},
                ]
            },
            {"not": {"fact": "pension_monthly_vnd", "above": 0}},
        ]
    }
    system = with_resolutions(national_system(), [group(condition=condition)], province="96")
    assert "new_group" in system.rules
