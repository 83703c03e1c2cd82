"""What a change of the law would mean: people, đồng, who gets more, who less, by programme and commune."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ansinh.core.rules.model import Thing
from ansinh.entitlement.changes import CannotSuppose, Change, Difference, changeable, supposed
from ansinh.entitlement.whatif import Comparison, compare
from ansinh.rulebook.book import STATE, national_system
from ansinh.rulebook.cases import read_household

LAW = national_system().month("2026-11", known_on=STATE)
ELDER = {"id": "m1", "birth_date": "1950-03-01", "unlisted": "no"}
DISABLED = {
    "id": "m1", "birth_date": "1980-05-02", "unlisted": "no", "disability_level": "severe", "disability_certificate_date": "2020-01-01",
}  # fmt: skip
YOUNG = {"id": "m1", "birth_date": "1953-06-01", "unlisted": "no"}


def home(*members: dict[str, Any], **facts: Any) -> Thing:
    raw = {
        "province_code": "56",
        "area": "rural",
        "poverty": "none",
        "unlisted": "no",
        "members": list(members),
    } | facts
    return read_household(raw, national_system(), place="hộ thử")


VILLAGE = [
    (home(ELDER), 1),
    (home(DISABLED), 1),
    (home(YOUNG), 2),
    (home(ELDER | {"has_carer_with_duty": True}, poverty="poor"), 2),
]


def supposing(*changes: Change, village: list[tuple[Thing, int]] = VILLAGE) -> Comparison:
    return compare(LAW, supposed(national_system(), changes, LAW), [village[:2], village[2:]])


def of(found: tuple[Difference, ...], programme: str = "", commune: int = -1) -> Difference:
    return next(row for row in found if (row.programme, row.commune) == (programme, commune))


def test_a_higher_standard_gives_those_who_have_it_more_and_nobody_less() -> None:
    made = supposing(Change("figure", parameter="sa.social_pension", value="600.000"))
    pension = of(made.programmes, "social_pension")
    assert (pension.people_before, pension.people_after) == (2, 2)
    assert (pension.vnd_before, pension.vnd_after) == (1_080_000, 1_200_000)
    assert (pension.more, pension.more_vnd, pension.less, pension.less_vnd) == (2, 120_000, 0, 0)
    assert (made.persons, made.total.more, made.total.vnd_after - made.total.vnd_before) == (4, 2, 120_000)
    assert [of(made.communes, commune=number).more_vnd for number in (1, 2)] == [60_000, 60_000]
    assert of(made.crossed, "social_assistance", 1).more == 0


def test_a_lower_standard_shows_who_loses() -> None:
    made = supposing(Change("figure", parameter="sa.standard", value="500000"))
    assistance = of(made.programmes, "social_assistance")
    assert (assistance.less, assistance.less_vnd) == (1, 60_000), "1,5 × 540.000 down to 1,5 × 500.000"
    assert made.total.more == 0


def test_a_lower_age_lets_others_in() -> None:
    made = supposing(Change("figure", parameter="sa.social_pension.age_general", value="73"))
    pension = of(made.programmes, "social_pension")
    assert (pension.people_before, pension.people_after, pension.more_vnd) == (2, 3, 540_000)
    assert of(made.crossed, "social_pension", 2).people_after == 2
    assert of(made.crossed, "social_pension", 1).people_after == 1


def test_a_further_group_and_an_amount_on_top() -> None:
    group = Change(
        "group",
        body={"label": "Người từ đủ 70 tuổi", "coefficient": "1.2", "condition": {"fact": "age", "at_least": 70}},
    )
    made = supposing(group)
    assert of(made.programmes, "social_assistance").people_after == 4
    assert of(made.programmes, "social_pension").people_after == 0, "the higher of the two: 648.000 over 540.000"
    assert (made.total.less, made.total.more, made.total.more_vnd) == (0, 3, 108_000 * 2 + 648_000)
    on_top = supposing(Change("top_up", body={"programme": "social_pension", "amount_vnd": 100_000}))
    assert of(on_top.programmes, "social_pension").more_vnd == 200_000


def test_what_a_household_gets_for_its_members_counts_once() -> None:
    severe = DISABLED | {"disability_level": "extra_severe"}
    carer = {
        "id": "m2",
        "birth_date": "1978-01-01",
        "unlisted": "no",
        "caring_for": ["m1"],
        "care_kind": "own_household",
    }
    made = supposing(Change("figure", parameter="sa.standard", value="600000"), village=[(home(severe, carer), 1)])
    told = {row.programme: row.vnd_before for row in made.programmes if row.vnd_before}
    assert told == {"social_assistance": 1_080_000, "care_support": 540_000}
    assert made.total.vnd_before == 1_620_000


def test_several_changes_work_together() -> None:
    made = supposing(
        Change("figure", parameter="sa.social_pension", value="600000"),
        Change("figure", parameter="sa.social_pension.age_general", value="73"),
    )
    assert of(made.programmes, "social_pension").vnd_after == 1_800_000


def test_what_is_unknown_is_neither_more_nor_less() -> None:
    asked = dict(ELDER) | {"pension_monthly_vnd": None}
    made = supposing(Change("figure", parameter="sa.social_pension", value="600000"), village=[(home(asked), 1)])
    pension = of(made.programmes, "social_pension")
    assert (pension.unknown, pension.more, pension.people_before, pension.vnd_after) == (1, 0, 0, 0)


def test_a_month_beyond_what_is_known_can_be_supposed_too() -> None:
    law = national_system().month("2027-03", known_on=STATE)
    changed = supposed(national_system(), [Change("figure", parameter="sa.social_pension", value="700000")], law)
    made = compare(law, changed, [VILLAGE])
    assert of(made.programmes, "social_pension").vnd_after == 1_400_000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("figure", parameter="khong.co", value="1"), "Không có mức"),
        (Change("figure", parameter="sa.standard", value="sáu trăm"), "ghi một số nguyên không âm, như 600.000"),
        (Change("figure", parameter="sa.standard", value="-1"), "ghi một số nguyên không âm"),
        (Change("figure", parameter="sa.coef.k8_hiv_poor", value="1,55"), "ghi một hệ số như 1,5"),
        (Change("group", body={"label": "", "coefficient": "1", "condition": {"fact": "age", "at_least": 1}}), "chưa có tên"),
        (Change("group", body={"label": "x", "coefficient": "1", "condition": {"fact": "la", "is": 1}}), "không có dữ kiện"),
        (Change("top_up", body={"programme": "poverty_status", "amount_vnd": 1}), "không tính bằng tiền"),
        (Change("khac"), "không có"),
    ],
    ids=["parameter", "word", "negative", "coefficient", "no label", "no fact", "no money", "kind"],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused_with_a_sentence(change: Change, said: str) -> None:
    with pytest.raises(CannotSuppose, match=said):
        supposed(national_system(), [change], LAW)


def test_without_a_change_there_is_nothing_to_compare() -> None:
    with pytest.raises(CannotSuppose, match="ít nhất một"):
        supposed(national_system(), [], LAW)


def test_the_figures_that_can_be_changed_have_a_value_in_the_month() -> None:
    found = {parameter.id: value for parameter, value in changeable(national_system(), LAW)}
    assert found["sa.standard"] == 540_000
    assert "ncc.monthly" not in found, "a table is no figure"
    assert "sa.coef.k5c_elderly_80plus" not in found, "ended"
    assert date(2026, 11, 30) == LAW.last_day
