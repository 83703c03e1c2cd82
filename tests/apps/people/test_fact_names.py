"""The facts that the law asks for have a name here, with words for people; an odd number only warns."""

from __future__ import annotations

import pytest

from ansinh.apps.people.fact_names import FACTS
from ansinh.apps.people.numbers import odd_personal_id
from ansinh.rulebook.book import national_system

# What the register keeps in columns, in a compartment of its own, or counts itself.
ELSEWHERE = {
    "person": {"birth_date", "death_date", "hiv"},
    "household": {"area", "poverty", "household_size", "reviewed_by_score"},
}


@pytest.mark.parametrize("entity", ["person", "household"])
def test_every_fact_that_a_rule_asks_for_can_be_written(entity: str) -> None:
    asked = {name.partition(".")[0] for name in national_system().entities[entity].facts}
    assert asked - set(FACTS) == ELSEWHERE[entity]


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("pregnant", True, "có"),
        ("disability_level", "severe", "Nặng"),
        ("pension_monthly_vnd", 1_500_000, "1.500.000 đồng"),
        ("disability_certificate_date", "2026-03-09", "09/03/2026"),
        (
            "merit",
            {"category": "ncc.table.tb", "injury_rate": 61, "special_severe": False, "lonely_or_orphan": True},
            "diện: Thương binh, người hưởng chính sách như thương binh; tỷ lệ tổn thương cơ thể (%): 61; sống cô đơn hoặc con mồ côi: có",
        ),
        ("events", {"kind": "hunger", "months_needed": 2}, "sự việc: thiếu đói; số tháng thiếu đói: 2"),
        ("pregnant", None, "chưa rõ"),
    ],
    ids=["yes", "choice", "money", "day", "merit", "event", "unknown"],
)
def test_a_fact_is_put_into_words(name: str, value: object, shown: str) -> None:
    assert FACTS[name].show(value) == shown


@pytest.mark.parametrize(
    ("number", "sex", "year", "odd"),
    [
        ("046151004321", "female", 1951, ""),
        ("046051004321", "male", 1951, ""),
        ("046251004321", "male", 2051, ""),
        ("046151004321", "male", 1951, "giới tính"),
        ("046151004321", "female", 1950, "năm sinh"),
        ("046151004321", "male", 2051, "năm sinh và giới tính"),
        ("046151004321", "", None, ""),
    ],
)
def test_an_old_number_that_does_not_fit_only_warns(number: str, sex: str, year: int | None, odd: str) -> None:
    said = odd_personal_id(number, sex=sex, birth_year=year)
    assert said == (f"Số định danh không khớp {odd} đã ghi; xem lại giấy tờ." if odd else "")
