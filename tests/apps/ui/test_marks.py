"""Marks carry shape and word; remove the colour and nothing is lost."""

import pytest

from ansinh.apps.ui import marks

OF_A_TARGET = {
    "ACHIEVED": "Đạt",
    "ON_TRACK": "Đúng tiến độ",
    "SLOW": "Chậm",
    "VERY_SLOW": "Chậm nhiều",
    "REVERSING": "Đi lùi",
    "AT_RISK": "Có nguy cơ",
    "MISSED": "Không hoàn thành",
    "NOT_DUE": "Chưa đến kỳ",
    "NO_DATA": "Thiếu số liệu",
    "NO_BASELINE": "Thiếu số gốc",
    "NOT_COMPARABLE": "Không so sánh được",
}


@pytest.mark.parametrize(("code", "word"), OF_A_TARGET.items())
def test_every_status_of_a_target_shows_its_word_and_a_shape(code, word):
    chip = marks.status_chip(code)
    assert word in chip
    assert '<svg viewBox="0 0 12 12" aria-hidden="true"><path' in chip


def test_statuses_differ_by_word_and_by_shape_with_tint():
    of_a_target = [marks.find_status(code) for code in OF_A_TARGET]
    assert len({mark.word for mark in of_a_target}) == len(of_a_target)
    # thiếu số liệu and thiếu số gốc share the dots by design, the rest are told apart without reading
    assert len({(mark.shape, mark.tint) for mark in of_a_target}) == len(of_a_target) - 1


def test_an_unknown_status_is_an_error_of_the_page_and_not_a_blank():
    with pytest.raises(KeyError):
        marks.status_chip("purple")


def test_words_of_a_chip_are_escaped():
    assert "&lt;b&gt;" in marks.status_chip("slow", word="<b>")
    assert 'href="?a=1&amp;b=2"' in marks.cite("Phụ lục I", "?a=1&b=2")


def test_a_severity_is_a_word_and_can_be_read_out_only():
    assert "Nghiêm trọng" in marks.severity("high")
    assert '<span class="vh">Nhẹ</span>' in marks.severity("low", short=True)


def test_evidence_that_is_neither_primary_nor_secondary_is_not_checked():
    assert "văn bản gốc" in marks.evidence("primary")
    assert "nguồn thứ cấp" in marks.evidence("secondary")
    assert "chưa đối chiếu" in marks.evidence("")
    assert "chưa đối chiếu" in marks.evidence("heard")


def test_a_composition_starts_at_zero_fills_the_width_and_says_its_numbers():
    drawn = marks.composition(marks.parts_of({"slow": 1, "achieved": 3, "no_data": 0}), label="Y tế")
    assert 'aria-label="Y tế: Đạt 3, Chậm 1"' in drawn
    assert '<rect class="f-dat" x="0.00" y="0" width="149.20"' in drawn
    assert '<rect class="f-cham" x="150.00" y="0" width="49.20"' in drawn
    assert "style=" not in drawn


def test_an_empty_composition_says_so():
    assert 'aria-label="Nhà ở: không có"' in marks.composition((), label="Nhà ở")


def test_only_icons_of_the_set_can_be_drawn():
    assert 'class="i"' in marks.icon("task")
    with pytest.raises(KeyError):
        marks.icon("rocket")
