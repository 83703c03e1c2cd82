"""The frame of a plan, and typing errors."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.plandoc.findings.small_plans import HEAD, check, found, outline, prose, raws, reading, row, task

from ansinh.core.plandoc.findings.syllables import is_syllable


@pytest.mark.parametrize(("number", "expected"), [(None, 1), ("12/KH-UBND", 0)])
def test_head_without_number(number: str | None, expected: int) -> None:
    """A plan without a number cannot be cited."""
    assert len(found("khung.thieu-so-ngay", reading("KẾ HOẠCH\n", document=replace(HEAD, number=number)))) == expected


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ((("I", "A"), ("II", "B"), ("IV", "D")), ["IV D"]),
        ((("I", "A"), ("II", "B"), ("III", "C")), []),
        ((("I", "A"), ("I/1", "B"), ("I/2", "C"), ("II", "D"), ("II/1", "E"), ("II/2", "G")), []),
        ((("I", "A"), ("I/1", "B"), ("I/2", "C"), ("I/2", "D")), ["2 D"]),
        ((("I", "A"), ("I/a", "B"), ("I/b", "C"), ("I/c", "D"), ("I/d", "E"), ("I/đ", "G")), []),
    ],
)
def test_numbering_of_headings(headings: tuple[tuple[str, str], ...], expected: list[str]) -> None:
    """1, 2, 4 has a gap; numbering begins again under every heading; đ follows d."""
    text = "\n".join(title for _, title in headings)
    assert raws("khung.danh-so-muc", reading(text, sections=outline(text, *headings))) == expected


def test_rows_without_a_number() -> None:
    """A row that cannot be named is found; rows under a row have none by custom."""
    plan = reading(
        rows=(
            row("58", "Số năm sống khỏe", "68"),
            row(None, "Chỉ tiêu số lượng trên 10.000 dân", "", unit=None),
            row("59", "Số giường bệnh", "40"),
            row(None, "Thành thị", "40", parent="59"),
        ),
        tasks=(task("7.1", "A"), task("7.2", "B"), task(None, "C", section="8. Hợp tác quốc tế")),
    )
    assert [f.where for f in found("khung.dong-khong-so", plan)] == [
        "dòng trước chỉ tiêu 59",
        "nhiệm vụ không số của mục 8 “C”",
    ]


def test_numbering_of_rows() -> None:
    """4, 6, 6: one lost, one twice; tasks are counted within their group."""
    plan = reading(
        rows=tuple(row(no, f"Tỷ lệ {no}", "1") for no in ("4", "6", "6", "7")),
        tasks=(task("I.1", "A"), task("I.2", "B"), task("II.1", "C"), task("II.3", "D")),
    )
    assert [f.raw for f in found("khung.danh-so-dong", plan)] == ["6", "6", "3"]


@pytest.mark.parametrize(("said", "expected"), [("Phụ lục III", 1), ("Phụ lục II", 0)])
def test_annex_that_is_not_there(said: str, expected: int) -> None:
    """A plan with two annexes that speaks of a third."""
    text = f"(Chi tiết theo {said} kèm theo)\nPHỤ LỤC I\nCHỈ TIÊU\nPHỤ LỤC II\nNHIỆM VỤ\n"
    assert len(found("khung.phu-luc-thieu", reading(text))) == expected


@pytest.mark.parametrize(("no", "expected"), [("VII", 1), ("II", 0)])
def test_section_that_is_not_there(no: str, expected: int) -> None:
    """A reference to "mục VII Kế hoạch này" in a plan of two sections."""
    text = f"MỤC TIÊU\nNHIỆM VỤ\nTheo mục {no} Kế hoạch này.\n"
    plan = reading(text, sections=outline(text, ("I", "MỤC TIÊU"), ("II", "NHIỆM VỤ")))
    assert len(found("khung.dan-chieu-muc", plan)) == expected


@pytest.mark.parametrize(("parent", "expected"), [("Mục tiêu cụ thể", 1), ("Quan điểm", 0)])
def test_vision_under_the_goals(parent: str, expected: int) -> None:
    """A vision for 2045 is no particular goal."""
    text = f"MỤC TIÊU\n{parent}\nTầm nhìn đến năm 2045\n"
    sections = outline(text, ("II", "MỤC TIÊU"), ("II/2", parent), ("II/2/2.2", "Tầm nhìn đến năm 2045"))
    assert len(found("khung.tam-nhin-long", reading(text, sections=sections))) == expected


@pytest.mark.parametrize(("year", "expected"), [(2023, 1), (2025, 0)])
def test_horizon_against_programmes(year: int, expected: int) -> None:
    """Programmes to 2025 in a plan "to 2023"."""
    text = f"Xác định nhiệm vụ từ nay đến năm {year}.\nChương trình A giai đoạn 2021 - 2025; chương trình B giai đoạn 2021 - 2025.\n"
    assert len(found("khung.thoi-ky-lech", reading(text))) == expected


@pytest.mark.parametrize(
    ("foot", "expected"), [("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", 1), ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", 0)]
)
def test_signature_of_the_committee(foot: str, expected: int) -> None:
    """A committee signs with "TM."."""
    assert len(found("khung.chu-ky", reading(foot + "\n"))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 01 được sỹ/10.000 dân", ["01 được sỹ/10.000 dân"]),
        ("cho các đối tượng yếu thể", ["đối tượng yếu thể"]),
        ("khung chính sách tống thế về dân số", ["tống thế"]),
        ("phát triển kinh tế đi đối với văn hóa", ["đi đối với"]),
        ("04 dược sĩ, 19 bác sỹ trên 10.000 dân", []),
        ("những điểm chủ yếu thể hiện trong kế hoạch", []),
        ("phong trào được sĩ quan tham gia", []),
        ("hộ nghèo, hộ cận nghèo; bảo hiểm xã hội", []),
    ],
)
def test_terms_with_wrong_marks(text: str, expected: list[str]) -> None:
    """The letters of a term with other marks; a window that only cuts through other words is none."""
    assert raws("chinh-ta.thuat-ngu", reading(text)) == expected


def test_marks_unlike_the_rest_of_the_plan() -> None:
    """ "Làm cơ sở để xét duyệt" ten times and "đế" once: the plan's own words show the error."""
    text = "Lấy kết quả làm căn cứ để xét duyệt hồ sơ.\n" * 6 + "Lấy kết quả làm căn cứ đế xét duyệt hồ sơ.\n"
    (finding,) = found("chinh-ta.khac-cho-khac", reading(text))
    assert finding.suggestion == "để"
    assert (
        found("chinh-ta.khac-cho-khac", reading("Kế hoạch hằng năm của tỉnh.\n" * 6 + "Kế hoạch hàng năm của tỉnh.\n"))
        == []
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Các sở, Các sở, ngành, địa phương", ["Các sở, Các sở, ngành, địa phương"]),
        ("Sở LĐTB&XH Sở LĐTB&XH", ["Sở LĐTB&XH Sở LĐTB&XH"]),
        ("Sở Dân tộc và Tôn giáo; Sở Dân tộc và Tôn giáo", ["Sở Dân tộc và Tôn giáo; Sở Dân tộc và Tôn giáo"]),
        ("rà soát; rà soát lại", []),
        ("triển khai các các nhiệm vụ", ["các các"]),
        ("Đảng ủy Ủy ban nhân dân tỉnh", []),
        ("khuyến khích đầu tư tư nhân vào giáo dục", []),
        ("xử lý hành vi vi phạm", []),
        ("đào tạo, đào tạo lại nghề", []),
        ("từng bước, dần dần thay đổi", []),
        ("Sở Y tế\n\nSở Y tế", []),
        ("đạt 100 100 100", []),
        ("thôn Bo Bo", []),
    ],
)
def test_words_twice(text: str, expected: list[str]) -> None:
    """A word typed twice; what Vietnamese says twice, and two cells of a table, are none."""
    assert raws("chinh-ta.lap-tu", reading(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("xây dựng Thừa Thiên thanh thành phố trực thuộc", 1), ("để người dân dần quen", 0), ("hỗ trợ các hộ hỗ trợ", 0)],
)
def test_word_begun_and_typed_again(text: str, expected: int) -> None:
    """ "thanh thành phố": the first of the two means nothing."""
    assert len(found("chinh-ta.lap-gan-giong", reading(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("của Đảng, chính sách pháp của Nhà nước về", ["chính sách pháp của Nhà nước"]),
        ("nâng cao chất lượng nuôi dưỡng, chăm sóc, giới thiệu trẻ từ", ["nuôi dưỡng, chăm sóc, giới thiệu trẻ"]),
        ("chính sách, pháp luật của Nhà nước", []),
        ("chính sách của Nhà nước", []),
        ("nuôi dưỡng, chăm sóc, bảo vệ trẻ", []),
    ],
)
def test_set_phrases(text: str, expected: list[str]) -> None:
    """Half a word lost, or a like-sounding word put in; other words of the same kind are free."""
    assert raws("chinh-ta.cum-tu", reading(text)) == expected


@pytest.mark.parametrize(
    ("word", "right"),
    [
        *(
            (word, True)
            for word in [
                "nghiêng",
                "giữ",
                "gì",
                "giếng",
                "quyết",
                "khuỷu",
                "thuở",
                "xoong",
                "yếu",
                "ngoằn",
                "quốc",
                "giục",
                "ý",
                "uỷ",
                "huỳnh",
                "được",
            ]
        ),
        *((word, False) for word in ["nghành", "hoạtđộng", "kác", "câp", "ngiên", "đươc", "thươngx"]),
    ],
)
def test_syllables(word: str, right: bool) -> None:
    """What a Vietnamese syllable can be: beginning, end, and a tone that the end allows."""
    assert is_syllable(word) is right


def test_impossible_words_are_found() -> None:
    """ "nghành" is no word; a foreign name is not looked at."""
    assert raws("chinh-ta.am-tiet", reading("các sở, ban, nghành liên quan qua website, tiêm vắcxin")) == [
        "ban, nghành liên"
    ]


def test_icelandic_letter() -> None:
    """Ð looks like Đ and is found by no search."""
    (finding,) = found("chinh-ta.chu-d", reading("sự lãnh đạo của Ðảng và Đảng bộ"))
    assert (finding.raw, finding.suggestion) == ("Ðảng", "Đảng")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("điển hình tiên tiến”.", 1),
        ("phong trào “Đền ơn đáp nghĩa”", 0),
        ('đạo lý "Uống nước nhớ nguồn”', 1),
        ('phong trào "Đền ơn đáp nghĩa"', 0),
    ],
)
def test_quotes(text: str, expected: int) -> None:
    """Quotation marks come in pairs of one kind."""
    assert len(found("chinh-ta.ngoac-kep", reading(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("giai đoạn 2021 -2030", 1),
        ("giai đoạn 2021 - 2030 và 2021-2030", 0),
        ("Nghị quyết 42- NQ/TW", 1),
        ("Ủy viên Đảng bộ tỉnh,,", 1),
        ("II- MỤC TIÊU CHUNG", 0),
        ("kinh tế - xã hội", 0),
    ],
)
def test_spacing(text: str, expected: int) -> None:
    """A dash has space on both sides or on none."""
    assert len(found("chinh-ta.khoang-trang", reading(text))) == expected


def test_trifles_all_over_are_told_once() -> None:
    """A plan that writes every period unevenly gets one finding with the number of places."""
    text = "".join(f"giai đoạn 20{at} -2045\n" for at in range(20, 40))
    (finding,) = found("chinh-ta.khoang-trang", reading(text))
    assert "20 chỗ" in finding.note
    assert len(finding.spans) == 20


def test_two_spellings_of_one_word() -> None:
    """ "Tỷ lệ" and "tỉ lệ" in one plan."""
    assert raws("chinh-ta.lan-lon", reading("Tỷ lệ A, tỉ lệ B, hằng năm")) == ["tỷ lệ (1) / tỉ lệ (1)"]
    assert raws("chinh-ta.lan-lon", reading("Tỷ lệ A, tỷ lệ B")) == []


def test_hard_wrapped_text_is_read_across_lines() -> None:
    """A phrase broken by the end of a line is one phrase; a cell of a table ends at its line."""
    plan = reading("Thực hiện chính sách pháp\ncủa Nhà nước về xã hội\n")
    assert raws("chinh-ta.cum-tu", plan) == ["chính sách pháp của Nhà nước"]


def test_one_finding_for_one_word() -> None:
    """Two checks of the spelling that see the same word say it once."""
    text = "làm tiêu chí để đánh giá hiệu quả.\n" * 6 + "làm tiêu chí đế đánh giá hiệu quả.\n"
    assert [f.rule for f in check(reading(text)) if f.rule.startswith("chinh-ta.")] == ["chinh-ta.thuat-ngu"]


def test_prose_place_is_named_by_its_section() -> None:
    """What is found in running text is placed by the section an official sees."""
    text = "MỤC TIÊU\nMục tiêu cụ thể\nđạt khoảng trên 40%.\n"
    sections = outline(text, ("II", "MỤC TIÊU"), ("II/2", "Mục tiêu cụ thể"))
    (finding,) = found("gia-tri.hai-tu-so-sanh", reading(text, sections=sections, rows=(prose("a", "40"),)))
    assert finding.where == "mục II.2"
    assert finding.spans[0].of(text) == "khoảng trên 40%"
