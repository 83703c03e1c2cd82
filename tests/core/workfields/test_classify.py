"""The field of work that words tell: sure only where one field is named, else unknown with what is possible."""

from __future__ import annotations

import pytest

from ansinh.core.workfields import FIELDS, Strength, classify_field, field_label


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tổ chức phiên giao dịch việc làm lưu động", "employment"),
        ("Đưa lao động đi làm việc ở nước ngoài theo hợp đồng", "overseas_work"),
        ("Quy tập hài cốt liệt sĩ", "merit"),
        ("Lập cơ sở dữ liệu về người có công", "merit"),
        ("Trợ cấp xã hội cho người cao tuổi thuộc hộ nghèo", "social_protection"),
        ("Rà soát hộ nghèo hằng năm", "poverty"),
        ("Tuyển sinh giáo dục nghề nghiệp", "vocational"),
        ("Tiếp nhận người sau cai nghiện", "rehab"),
        ("Bảo vệ trẻ em trên không gian số", "children"),
        ("TRIỂN KHAI LUẬT VIỆC LÀM", "employment"),
        ("Chuyển đổi số lĩnh vực lao động, người có công và xã hội", "digital"),
    ],
)
def test_one_field_that_is_named_is_the_field(text: str, code: str) -> None:
    assert classify_field(text).code == code


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("Đào tạo nghề gắn với giải quyết việc làm", ("vocational", "employment")),
        ("Hộ nghèo không có khả năng thoát nghèo hưởng trợ cấp xã hội", ("poverty", "social_protection")),
        ("Người khuyết tật có việc làm", ("employment", "social_protection")),
        ("Thực hiện dự án 4 Chương trình mục tiêu quốc gia giảm nghèo bền vững", ("poverty",)),
        ("Phát triển nguồn nhân lực có tay nghề", ("vocational", "employment")),
    ],
)
def test_where_two_are_possible_it_is_unknown_with_candidates(text: str, among: tuple[str, ...]) -> None:
    guess = classify_field(text)

    assert guess.code is None
    assert set(among) <= set(guess.candidates)


@pytest.mark.parametrize("text", ["", "   ", "Họp giao ban", "§§§", "việc", "a" * 20000])
def test_words_that_tell_nothing_tell_nothing(text: str) -> None:
    guess = classify_field(text)
    assert (guess.code, guess.candidates, guess.hits) == (None, (), ())


def test_a_heading_makes_a_field_possible_and_never_sure() -> None:
    guess = classify_field("Tiếp tục thực hiện Chỉ thị của cấp trên", context="Chính sách ưu đãi người có công")

    assert guess.code is None
    assert guess.candidates == ("merit",)
    assert {hit.strength for hit in guess.hits} == {Strength.HINT}


def test_the_words_are_those_of_the_text_and_stand_where_it_says() -> None:
    text = "Giải quyết  VIỆC LÀM cho thanh niên"
    hit = classify_field(text).hits[0]

    assert text[hit.start : hit.end] == "Giải quyết  VIỆC LÀM"
    assert classify_field(text).words_for("employment") == ("Giải quyết VIỆC LÀM",)


def test_fields_that_are_not_in_question_are_passed_over() -> None:
    assert classify_field("Truyền thông về việc làm trên báo chí", among={"employment"}).code == "employment"
    assert classify_field("Truyền thông về việc làm trên báo chí", among=set()).candidates == ()


def test_the_name_of_a_sector_is_no_field() -> None:
    assert classify_field("Công tác của ngành Lao động - Thương binh và Xã hội").hits == ()


def test_every_field_has_a_name_of_its_own_and_words() -> None:
    assert len({field.code for field in FIELDS}) == len({field.label for field in FIELDS}) == len(FIELDS)
    assert all(field.words for field in FIELDS)
    codes = {field.code for field in FIELDS}
    assert all(field.covers | field.over <= codes for field in FIELDS)
    assert field_label("merit") == "người có công với cách mạng"
    assert field_label("no_such_field") == "no_such_field"
