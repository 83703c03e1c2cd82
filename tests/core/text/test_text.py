"""Vietnamese text: what an official types, prints and searches for, and how it is understood."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.core.text import (
    find_dates,
    find_numbers,
    fold,
    fold_in_place,
    looks_like_tcvn3,
    looks_like_vni,
    mend_letters,
    money_in_words,
    name_sort_key,
    nfc,
    nfd,
    number_in_words,
    read_date,
    read_number,
    read_range,
    read_roman,
    squeeze,
    title_sort_key,
    write_date,
    write_date_in_words,
    write_number,
    write_roman,
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Trợ cấp xã hội", "tro cap xa hoi"),
        ("ĐỀ ÁN", "de an"),
        ("Ðảng", "dang"),
        ("Ưu đãi\xa0người có công", "uu dai nguoi co cong"),
        (nfd("Nghị quyết số 42-NQ/TW"), "nghi quyet so 42-nq/tw"),
        ("", ""),
    ],
)
def test_search_works_without_marks(typed: str, folded: str) -> None:
    """What is typed without marks finds what was written with them."""
    assert fold(typed) == folded


@settings(deadline=None)
@given(st.text())
def test_folding_in_place_keeps_every_character_in_its_place(text: str) -> None:
    """A hit in the folded text is shown at the same offset of the real one."""
    assert len(fold_in_place(text)) == len(text)


@settings(deadline=None)
@given(st.text())
def test_text_survives_taking_marks_apart(text: str) -> None:
    """Old files keep marks apart from letters; put together again the text is the same."""
    assert nfc(nfd(text)) == nfc(text)


def test_look_alike_letters_and_blanks_are_mended() -> None:
    """The Icelandic letter is not a Vietnamese one, and a no-break space is a space."""
    assert mend_letters("lãnh đạo của Ðảng") == "lãnh đạo của Đảng"
    assert squeeze(" Sở\xa0Y  tế\n tỉnh ") == "Sở Y tế tỉnh"


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("48.749", "48749"),
        ("97,5", "97.5"),
        ("1.234.567,8", "1234567.8"),
        ("04", "4"),
        ("0,7", "0.7"),
        ("0.7", "0.7"),
        ("12.5", "12.5"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.5"),
        ("-3,2", "-3.2"),
        ("975", "975"),
        ("12.345.6", None),
        ("1.2.3", None),
        ("", None),
        ("trên 5", None),
        ("-", None),
    ],
)
def test_numbers_are_read_as_printed_in_vietnam(printed: str, value: str | None) -> None:
    """A dot parts thousands, a comma decimals; what cannot be a number is None."""
    assert read_number(printed) == (None if value is None else Decimal(value))


@settings(deadline=None)
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_numbers_written_are_read_back(value: Decimal) -> None:
    """What we print with three decimals we read as the same number."""
    assert read_number(write_number(value, decimals=3)) == value


@pytest.mark.parametrize(
    ("value", "printed"), [("1234567.8", "1.234.567,8"), ("48749", "48.749"), ("97.50", "97,5"), ("0", "0")]
)
def test_numbers_are_written_as_printed_in_vietnam(value: str, printed: str) -> None:
    """Only decimals that say something are printed."""
    assert write_number(Decimal(value)) == printed


@pytest.mark.parametrize(
    ("printed", "ends"),
    [("1-1,5", ("1", "1.5")), ("từ 3 đến 5", ("3", "5")), ("70 – 80", ("70", "80")), ("5", None), ("a-b", None)],
)
def test_ranges_have_two_ends(printed: str, ends: tuple[str, str] | None) -> None:
    """ "1-1,5" is a range and no subtraction."""
    assert read_range(printed) == (None if ends is None else (Decimal(ends[0]), Decimal(ends[1])))


def test_numbers_are_found_where_they_stand() -> None:
    """The full stop at the end of a sentence does not belong to the number."""
    found = find_numbers("Xây 1.250 căn, đạt 97,5%.")
    assert [(token.raw, token.value) for token in found] == [("1.250", Decimal(1250)), ("97,5", Decimal("97.5"))]


@pytest.mark.parametrize(
    ("letters", "value"), [("IV", 4), ("xiv", 14), ("MCMXCIV", 1994), ("IIII", None), ("A", None), ("", None)]
)
def test_roman_numerals(letters: str, value: int | None) -> None:
    """Only well-formed numerals count."""
    assert read_roman(letters) == value


@settings(deadline=None)
@given(st.integers(min_value=1, max_value=3999))
def test_roman_numerals_written_are_read_back(number: int) -> None:
    """Every number that can be written in Roman is read back."""
    assert read_roman(write_roman(number)) == number


def test_numbers_beyond_roman_are_refused_in_a_sentence() -> None:
    """The message says which numbers can be written."""
    with pytest.raises(ValueError, match="từ 1 đến 3999"):
        write_roman(4000)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("ngày 24/11/2023", [(24, 11, 2023)]),
        ("ngày 09 tháng 8 năm 2024", [(9, 8, 2024)]),
        ("ngày 27\ntháng 4 năm 2022", [(27, 4, 2022)]),
        ("NGÀY 05 THÁNG 11 NĂM 2020", [(5, 11, 2020)]),
        ("24-11-2023; 24.11.2023", [(24, 11, 2023), (24, 11, 2023)]),
        ("trước ngày 25/11 hằng năm", [(25, 11, None)]),
        ("trước ngày 05 tháng 12", [(5, 12, None)]),
        ("Nghị định số 20/2021/NĐ-CP", []),
        ("tăng 8.734.238 lượt, tỷ lệ 3/4", []),
        ("ngày 45 tháng 13 năm 2024", []),
    ],
)
def test_days_are_found_in_every_form(text: str, days: list[tuple[int, int, int | None]]) -> None:
    """A day without a year counts where the word "ngày" or "tháng" stands by it."""
    assert [(token.day, token.month, token.year) for token in find_dates(text)] == days


def test_a_day_the_calendar_lacks_has_no_value() -> None:
    """31/02 is seen and kept, but it is no day."""
    (token,) = find_dates("ngày 31/02/2024")
    assert token.raw == "31/02/2024"
    assert token.value is None


def test_one_day_is_read_two_are_not_guessed_between() -> None:
    """A text with two days does not say which is meant."""
    assert read_date("Lam Sơn, ngày 05 tháng 8 năm 2024") == date(2024, 8, 5)
    assert read_date("05/8/2024 hoặc 06/8/2024") is None
    assert read_date("năm 2024") is None


@settings(deadline=None)
@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_days_written_are_read_back(day: date) -> None:
    """Both forms in which we print a day are read as that day."""
    assert read_date(write_date(day)) == day
    assert read_date(write_date_in_words(day)) == day


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (101, "một trăm linh một"),
        (110, "một trăm mười"),
        (1000, "một nghìn"),
        (2005015, "hai triệu không trăm linh năm nghìn không trăm mười lăm"),
        (10**9, "một tỷ"),
        (10**12 + 5, "một nghìn tỷ không trăm linh năm"),
        (-55, "âm năm mươi lăm"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    """Noughts inside a number are spoken, as vouchers require."""
    assert number_in_words(number) == words


def test_money_in_words_is_a_sentence() -> None:
    """The first letter is a capital and the currency stands at the end."""
    assert money_in_words(500_000) == "Năm trăm nghìn đồng"


def test_agencies_are_listed_by_their_first_words() -> None:
    """Not by the last word, as people are; the tones stand in the order of the dictionary."""
    names = ["Sở Y tế", "Ủy ban nhân dân xã", "Công an tỉnh", "Sở Tài chính", "Sở Nội vụ", "Bảo hiểm xã hội"]
    assert sorted(names, key=title_sort_key) == [
        "Bảo hiểm xã hội",
        "Công an tỉnh",
        "Sở Nội vụ",
        "Sở Tài chính",
        "Sở Y tế",
        "Ủy ban nhân dân xã",
    ]


def test_names_are_listed_by_given_name() -> None:
    """An before Ánh before Ân, then by family name; đ stands after d."""
    names = ["Đỗ Thị Bình", "Dương Bình", "Lê Văn Ân", "Trần Thị An", "Nguyễn Văn Ánh", "Lê An"]
    assert sorted(names, key=name_sort_key) == [
        "Lê An",
        "Trần Thị An",
        "Nguyễn Văn Ánh",
        "Lê Văn Ân",
        "Dương Bình",
        "Đỗ Thị Bình",
    ]


@pytest.mark.parametrize(
    ("text", "tcvn3", "vni"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam §éc lËp - Tù do - H¹nh phóc", True, False),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp - Töï do - Haïnh phuùc", False, True),
        ("Cộng hòa xã hội chủ nghĩa Việt Nam Độc lập - Tự do - Hạnh phúc", False, False),
        ("The quick brown fox jumps over the lazy dog", False, False),
        ("Le Conseil municipal a été élu à Orléans où naïveté et maïs règnent", False, False),
        ("", False, False),
    ],
)
def test_old_fonts_are_recognised(text: str, tcvn3: bool, vni: bool) -> None:
    """Text typed for the fonts before Unicode is named as such instead of being read as nonsense."""
    assert looks_like_tcvn3(text) is tcvn3
    assert looks_like_vni(text) is vni


@settings(deadline=None)
@given(st.text())
def test_no_text_upsets_the_readers(text: str) -> None:
    """Any text is read or refused, never an error."""
    find_dates(text)
    find_numbers(text)
    read_number(text)
    read_range(text)
    read_roman(text)
    name_sort_key(text)
    looks_like_tcvn3(text)
    looks_like_vni(text)
