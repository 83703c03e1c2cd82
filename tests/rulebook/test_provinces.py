"""A province's sample resolutions, and the review sheet as a scorecard that is loaded."""

from __future__ import annotations

import pytest

from ansinh.core.rules.overlays import with_resolutions
from ansinh.core.rules.reading import Reader
from ansinh.rulebook.book import STATE, national_system
from ansinh.rulebook.cases import read_case
from ansinh.rulebook.poverty_status.scorecard import CannotReadScorecard, load_scorecard
from ansinh.rulebook.provinces import sample_resolutions


@pytest.mark.parametrize(
    ("province", "month", "assistance", "pension"),
    [("14", "2026-02", 0, 500_000), ("99", "2025-12", 0, 500_000), ("99", "2026-02", 720_000, 0)],
)
def test_the_sample_holds_in_its_province_and_time(province, month, assistance, pension):
    member = {"id": "m1", "birth_date": "1950-05-01", "unlisted": "no"}
    household = {"province_code": province, "poverty": "near_poor", "unlisted": "no", "members": [member]}
    case = read_case({"id": "x", "month": month, "household": household}, national_system(), place="x")
    system = with_resolutions(national_system(), sample_resolutions(), province=province)
    reader, person = Reader(system.month(month, known_on=STATE)), case.household.many["members"][0]
    assert reader.read("sa_amount", person) == (assistance,) * 2
    assert reader.read("sp_amount", person) == (pension,) * 2


SHEET = """
region: Vùng mẫu
reference: Thông tư số 07/2021/TT-BLĐTBXH
evidence: secondary
questions:
  - {id: wall, label: Tường nhà, points: {brick: 20, wood: 10, leaf: 0}}
  - {id: motorbike, label: Xe máy, points: {two: 25, one: 15, none: 0}}
"""


@pytest.mark.parametrize(
    ("answers", "points"),
    [
        ({"wall": "brick", "motorbike": "one"}, (35, 35)),
        ({"wall": "wood"}, (10, 35)),
        ({"wall": None, "motorbike": None}, (0, 45)),
    ],
)
def test_a_sheet_gives_points_and_a_range_where_answers_are_missing(answers, points):
    assert load_scorecard(SHEET, place="phieu.yaml").score(answers) == points


@pytest.mark.parametrize(
    ("answers", "said"),
    [({"roof": "tile"}, "không có câu hỏi “roof”"), ({"wall": "gold"}, "không có câu trả lời “gold”")],
)
def test_what_the_sheet_does_not_have_is_named(answers, said):
    with pytest.raises(CannotReadScorecard, match=said):
        load_scorecard(SHEET, place="phieu.yaml").score(answers)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "phiếu cần region"),
        (SHEET.replace("leaf: 0", "leaf: 0.5"), "câu thứ 1: điểm phải là số nguyên"),
        (SHEET.replace("id: motorbike", "id: wall"), "“wall” có hai lần"),
        (SHEET.replace("secondary", "hearsay"), "evidence “hearsay” không có"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_named(text, said):
    with pytest.raises(CannotReadScorecard, match=said):
        load_scorecard(text, place="phieu.yaml")
