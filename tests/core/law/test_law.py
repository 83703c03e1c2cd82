"""Citations as cases: the words of a document and what they cite."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.core.law import (
    Citation,
    Instrument,
    Part,
    Pointer,
    Provision,
    document_types,
    find_citations,
    find_issuers,
    read_citation,
    resolve,
    standard_number,
    tidy_capitals,
    type_of_number,
    write,
)
from ansinh.core.law.vocabulary import issuers, law_names
from ansinh.core.text import nfc


def instrument(text: str) -> Instrument | None:
    """The instrument of the first citation in the text."""
    mentions = find_citations(text)
    return mentions[0].citation.instrument if mentions else None


def numbers(text: str) -> list[str | None]:
    """The numbers of all instruments cited in the text."""
    return [m.citation.instrument.number for m in find_citations(text) if m.citation.instrument]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # State documents: number, year, type and body.
        ("Nghị định số 12/2023/NĐ-CP", Instrument("Nghị định", "12/2023/NĐ-CP")),
        (
            "Nghị định số 12/2023/NĐ-CP ngày 14 tháng 4 năm 2023 của Chính phủ về việc gia hạn",
            Instrument("Nghị định", "12/2023/NĐ-CP", date(2023, 4, 14), "Chính phủ"),
        ),
        ("Quyết định số 34/QĐ-TTg của Thủ tướng Chính phủ", Instrument("Quyết định", "34/QĐ-TTg", None, "Thủ tướng Chính phủ")),
        (
            "Kế hoạch số 85/KH-UBND ngày 29/3/2021 của Ủy ban nhân dân tỉnh Lam Sơn về việc",
            Instrument("Kế hoạch", "85/KH-UBND", date(2021, 3, 29), "Ủy ban nhân dân tỉnh Lam Sơn"),
        ),
        (
            "Thông tư liên tịch số 29/2014/TTLT-BLĐTBXH-BNV",
            Instrument("Thông tư liên tịch", "29/2014/TTLT-BLĐTBXH-BNV"),
        ),
        ("Thông tư liên tịch số 105/2016/TTLT/BTC-BQP", Instrument("Thông tư liên tịch", "105/2016/TTLT/BTC-BQP")),
        ("Quyết định số 34/QĐ- TTg", Instrument("Quyết định", "34/QĐ-TTg")),
        # The National Assembly's mark alone names no type.
        ("số 120/2020/QH14", Instrument(None, "120/2020/QH14")),
        ("Luật Bảo hiểm xã hội số 41/2024/QH15", Instrument("Luật", "41/2024/QH15", None, None, "Luật Bảo hiểm xã hội")),
        ("Luật số 41/2024/QH15 ngày 29/6/2024", Instrument("Luật", "41/2024/QH15", date(2024, 6, 29))),
        # Party documents: a dash before the type, the committee after the stroke; a comma before the day.
        ("Nghị quyết số 08-NQ/TU, ngày 09/8/2021 của Tỉnh ủy", Instrument("Nghị quyết", "08-NQ/TU", date(2021, 8, 9), "Tỉnh ủy")),
        (
            "Chương trình hành động số 84-CTr/TU, ngày 24/7/2024 của Ban Chấp hành Đảng bộ tỉnh Lam Sơn",
            Instrument("Chương trình hành động", "84-CTr/TU", date(2024, 7, 24), "Ban Chấp hành Đảng bộ tỉnh Lam Sơn"),
        ),
        (
            "Nghị quyết 20-NQ/TW của Ban Chấp hành Trung ương (khóa XII) về",
            Instrument("Nghị quyết", "20-NQ/TW", None, "Ban Chấp hành Trung ương (khóa XII)"),
        ),
        (
            "Nghị quyết số 28-NQ/TW ngày 23/5/2018 của Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII",
            Instrument("Nghị quyết", "28-NQ/TW", date(2018, 5, 23), "Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa XII"),
        ),
        # Without "số", without type, with blanks and in capitals.
        ("Chỉ thị 32-CT/TU", Instrument("Chỉ thị", "32-CT/TU")),
        ("văn bản số 42-NQ/TW", Instrument("Văn bản", "42-NQ/TW")),
        ("theo 42-NQ/TW", Instrument("Nghị quyết", "42-NQ/TW")),
        ("Nghị quyết 42- NQ/TW", Instrument("Nghị quyết", "42-NQ/TW")),
        ("Kế hoạch số: 11/KH-UBND", Instrument("Kế hoạch", "11/KH-UBND")),
        (
            "CHƯƠNG TRÌNH SỐ 66-CTR/TU NGÀY 20/3/2024 CỦA BAN CHẤP HÀNH ĐẢNG BỘ TỈNH THỰC HIỆN",
            Instrument("Chương trình", "66-CTr/TU", date(2024, 3, 20), "Ban Chấp hành Đảng bộ tỉnh"),
        ),
        # The issuing body right after the day, without "của".
        (
            "Nghị quyết số 15-NQ/TW ngày 01 tháng 6 năm 2012 Ban Chấp hành Trung ương Đảng khóa XI",
            Instrument("Nghị quyết", "15-NQ/TW", date(2012, 6, 1), "Ban Chấp hành Trung ương Đảng khóa XI"),
        ),
        # The body before the number, with what it did.
        ("(đã được HĐND tỉnh thông qua tại Nghị quyết số 2/NQ-HĐND)", Instrument("Nghị quyết", "2/NQ-HĐND", None, "HĐND tỉnh")),
        ("UBND tỉnh báo cáo, đã phê duyệt tại Quyết định số 2/QĐ-UBND", Instrument("Quyết định", "2/QĐ-UBND")),
        # Cited by name only.
        ("theo Luật Người cao tuổi và các văn bản", Instrument("Luật", None, None, None, "Luật Người cao tuổi")),
        ("Luật Bảo vệ môi trường năm 2020", Instrument("Luật", None, None, None, "Luật Bảo vệ môi trường năm 2020")),
        ("Luật Việc làm (sửa đổi);", Instrument("Luật", None, None, None, "Luật Việc làm (sửa đổi)")),
        ("Luật về Phòng, chống mại dâm", Instrument("Luật", None, None, None, "Luật về Phòng, chống mại dâm")),
        (
            "Nghị quyết Trung ương 6 khóa XII về công tác",
            Instrument("Nghị quyết", None, None, None, "Nghị quyết Trung ương 6 khóa XII"),
        ),
    ],
)  # fmt: skip
def test_an_instrument_is_read_from_the_words_that_cite_it(words: str, expected: Instrument) -> None:
    """Type, number, day and body are read as far as they are stated, and no further."""
    assert instrument(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "đạt 18 bác sĩ/10.000 dân, 35 giường/vạn dân",
        "giai đoạn 2021-2025, quý I/2024, 24/7",
        "dịch COVID-19, Nghị quyết của Đảng",
        "chính sách, pháp luật và kỷ luật lao động",
        "thời điểm 1/1/2024, trọng điểm a",
        "Mục đích, yêu cầu; điều kiện 3 không; mục 3",
        "hỗ trợ các khoản 2 triệu đồng",
        "",
    ],
)
def test_words_that_look_like_citations_are_none(words: str) -> None:
    """Rates, periods, names and ordinary words cite nothing."""
    assert find_citations(words) == ()


def test_several_instruments_in_one_sentence() -> None:
    """A list of numbers under one type names several instruments; each keeps its own."""
    assert numbers("các Nghị quyết số 08-NQ/TU, 09-NQ/TU và Kế hoạch số 11/KH-UBND") == [
        "08-NQ/TU",
        "09-NQ/TU",
        "11/KH-UBND",
    ]


def test_a_day_no_calendar_has_is_kept_as_printed() -> None:
    """The day is unknown, but the words are there for the one who checks."""
    (mention,) = find_citations("Quyết định số 5/QĐ-UBND ngày 31/02/2024")
    assert mention.citation.instrument == Instrument("Quyết định", "5/QĐ-UBND")
    assert mention.date_raw == "31/02/2024"


def test_a_type_against_its_symbol_leaves_two_readings() -> None:
    """ "Quyết định số 42-NQ/TW" may be either; the stated one stands first, the other is kept."""
    (mention,) = find_citations("Quyết định số 42-NQ/TW")
    assert mention.citation.instrument == Instrument("Quyết định", "42-NQ/TW")
    assert mention.citation.other_readings == (Instrument("Nghị quyết", "42-NQ/TW"),)


def p(*parts: tuple[str, str] | tuple[str, str, str]) -> Provision:
    """A provision from ("điểm", "a"), ("khoản", "2"), …"""
    return tuple(Part(*part) for part in parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "provisions"),
    [
        ("điểm a khoản 2 Điều 5", [p(("điểm", "a"), ("khoản", "2"), ("Điều", "5"))]),
        ("Điểm đ, Khoản 2, điều 5a", [p(("điểm", "đ"), ("khoản", "2"), ("Điều", "5a"))]),
        ("các khoản 1, 2 và 3 Điều 4", [p(("khoản", n), ("Điều", "4")) for n in "123"]),
        ("khoản 1 và khoản 2 Điều 4", [p(("khoản", n), ("Điều", "4")) for n in "12"]),
        ("điểm a, b khoản 1 Điều 3", [p(("điểm", x), ("khoản", "1"), ("Điều", "3")) for x in "ab"]),
        ("khoản 1 Điều 5 và Điều 6", [p(("khoản", "1"), ("Điều", "5")), p(("Điều", "6"))]),
        (
            "điểm a khoản 2, khoản 3 Điều 5",
            [p(("điểm", "a"), ("khoản", "2"), ("Điều", "5")), p(("khoản", "3"), ("Điều", "5"))],
        ),
        ("từ Điều 5 đến Điều 7", [p(("Điều", "5", "7"))]),
        ("các khoản 1 đến 3 Điều 2", [p(("khoản", "1", "3"), ("Điều", "2"))]),
        ("Mục 2 Chương III", [p(("Mục", "2"), ("Chương", "III"))]),
        ("tiết a điểm 1 khoản 2 Điều 9", [p(("tiết", "a"), ("điểm", "1"), ("khoản", "2"), ("Điều", "9"))]),
    ],
)
def test_provisions_are_read_down_to_the_point(words: str, provisions: list[Provision]) -> None:
    """Lists and ranges share the broader part that follows them."""
    citation = read_citation(f"{words} Nghị định số 12/2023/NĐ-CP")
    assert citation is not None
    assert list(citation.provisions) == provisions
    assert citation.instrument == Instrument("Nghị định", "12/2023/NĐ-CP")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Điểm a, khoản 1 điều 6 của nghị định 12/2023/NĐ-CP", "điểm a khoản 1 Điều 6 Nghị định số 12/2023/NĐ-CP"),
        ("khoản 1, khoản 2, khoản 3 Điều 4 Luật Người cao tuổi", "các khoản 1, 2 và 3 Điều 4 Luật Người cao tuổi"),
        ("Điều 5 đến 7 Kế hoạch này", "Điều 5 đến Điều 7 Kế hoạch này"),
        (
            "NGHỊ QUYẾT SỐ 8-NQ/TU NGÀY 9/8/2021 CỦA TỈNH ỦY",
            "Nghị quyết số 8-NQ/TU ngày 09 tháng 8 năm 2021 của Tỉnh ủy",
        ),
    ],
)
def test_citations_are_written_in_the_standard_form(words: str, written: str) -> None:
    """However it was printed, it is written as official documents print it."""
    citation = read_citation(words)
    assert citation is not None
    assert write(citation) == written


LETTERS = st.sampled_from("abcdđeghik")
DIGITS = st.integers(min_value=1, max_value=60).map(str)
PROVISIONS = st.one_of(
    st.builds(lambda a: p(("Điều", a)), DIGITS),
    st.builds(lambda a, b: p(("khoản", a), ("Điều", b)), DIGITS, DIGITS),
    st.builds(lambda a, b, c: p(("điểm", a), ("khoản", b), ("Điều", c)), LETTERS, DIGITS, DIGITS),
    st.builds(lambda a, b: p(("Điều", str(a), str(a + b))), st.integers(1, 20), st.integers(1, 20)),
)
DAYS = st.none() | st.dates(min_value=date(1945, 9, 2), max_value=date(2045, 1, 1))
INSTRUMENTS = st.one_of(
    st.builds(
        Instrument,
        st.just("Nghị định"),
        st.builds("{}/{}/NĐ-CP".format, DIGITS, st.integers(1990, 2040)),
        DAYS,
        st.none() | st.just("Chính phủ"),
    ),
    st.builds(
        Instrument,
        st.just("Nghị quyết"),
        st.builds("{}-NQ/TU".format, DIGITS),
        DAYS,
        st.sampled_from([None, "Tỉnh ủy", "Ban Thường vụ Tỉnh ủy Lam Sơn", "Ban Chấp hành Đảng bộ tỉnh"]),
    ),
    st.builds(
        Instrument,
        st.just("Luật"),
        st.builds("{}/2024/QH15".format, DIGITS),
        DAYS,
        st.none() | st.just("Quốc hội"),
        st.sampled_from(["Luật Người cao tuổi", "Luật Trẻ em", "Luật Phòng, chống ma túy"]),
    ),
    st.sampled_from([Instrument("Luật", name=name) for name in law_names() if name.startswith("Luật ")]),
)
POINTERS = st.sampled_from(
    [Pointer("Kế hoạch", "này"), Pointer("Nghị định", "nêu trên"), Pointer("Quyết định", "trên đây")]
)
CITATIONS = st.one_of(
    st.builds(Citation, INSTRUMENTS, st.lists(PROVISIONS, max_size=4, unique=True).map(tuple)),
    st.builds(Citation, st.none(), st.lists(PROVISIONS, max_size=4, unique=True).map(tuple), POINTERS),
)


@settings(deadline=None)
@given(CITATIONS)
def test_what_is_written_is_read_back(citation: Citation) -> None:
    """The standard form loses nothing."""
    assert read_citation(write(citation)) == citation


@settings(deadline=None)
@given(CITATIONS)
def test_a_citation_is_found_in_its_place(citation: Citation) -> None:
    """Inside a sentence the span covers exactly the words of the citation."""
    words = write(citation)
    text = f"thực hiện theo quy định tại {words}; báo cáo."
    assert [text[m.start : m.end] for m in find_citations(text)] == [words]


def test_pointers_mean_the_document_itself_or_the_one_cited_before() -> None:
    """ "Kế hoạch này" is the plan; "Nghị định nêu trên" the one Nghị định cited; the rest stays open."""
    own = Instrument("Kế hoạch", "11/KH-UBND")
    text = "Nghị định số 1/2020/NĐ-CP; Kế hoạch này; Nghị định nêu trên; Quyết định nêu trên; khoản này; Luật này"
    meant = resolve(find_citations(text), own=own)
    assert meant == (
        Instrument("Nghị định", "1/2020/NĐ-CP"),
        own,
        Instrument("Nghị định", "1/2020/NĐ-CP"),
        None,
        None,
        None,
    )


def test_two_candidates_are_not_guessed_between() -> None:
    """After two decrees "Nghị định nêu trên" does not say which."""
    text = "Nghị định số 1/2020/NĐ-CP, Nghị định số 2/2020/NĐ-CP; Nghị định nêu trên"
    assert resolve(find_citations(text))[-1] is None


def test_later_mentions_know_what_earlier_ones_stated() -> None:
    """The day and the body are stated once and hold for the number."""
    text = "Nghị quyết số 8-NQ/TU ngày 09/8/2021 của Tỉnh ủy. Theo Nghị quyết số 8-NQ/TU"
    assert resolve(find_citations(text))[1] == Instrument("Nghị quyết", "8-NQ/TU", date(2021, 8, 9), "Tỉnh ủy")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        # The number inside the short name says whose it is, though another stands nearer.
        (
            "Kế hoạch số 7-KH/TU của Tỉnh ủy thực hiện Nghị quyết số 8-NQ/TU (gọi tắt là Kế hoạch số 7-KH/TU)",
            {"7-KH/TU": "Kế hoạch số 7-KH/TU"},
        ),
        # By its kind.
        (
            "Quyết định số 34/QĐ-TTg thực hiện Nghị quyết số 8-NQ/TU (sau đây gọi là Nghị quyết 8)",
            {"8-NQ/TU": "Nghị quyết 8"},
        ),
        # Else the first of the clause.
        ("Quyết định số 34/QĐ-TTg phê duyệt đề án (sau đây viết tắt là “Đề án 34”)", {"34/QĐ-TTg": "Đề án 34"}),
        ("theo đề án (sau đây gọi tắt là Đề án)", {}),
    ],
)
def test_short_names_belong_to_what_they_stand_for(text: str, named: dict[str, str]) -> None:
    """ "Sau đây gọi tắt là" gives a name to one instrument of its clause."""
    found = {
        m.citation.instrument.number: m.short_name
        for m in find_citations(text)
        if m.short_name and m.citation.instrument
    }
    assert found == named


def test_numbers_and_bodies_have_a_standard_spelling() -> None:
    """Capitals of a title do not change what is cited."""
    assert standard_number("34/QĐ-TTG") == "34/QĐ-TTg"
    assert standard_number("không có số") == "không có số"
    assert type_of_number("15/TTr-SNV") == "Tờ trình"
    assert tidy_capitals("ỦY BAN NHÂN DÂN TỈNH LAM SƠN") == "Ủy ban nhân dân tỉnh Lam Sơn"
    assert [name for _, _, name in find_issuers("Vừa qua, UBND thị xã Lam Sơn và Bộ Y tế")] == [
        "UBND thị xã Lam Sơn",
        "Bộ Y tế",
    ]


def test_the_tables_are_sound() -> None:
    """Every name stands once, in one spelling, and no line was left half-written."""
    for names in ([kind.name for kind in document_types()], [body.name for body in issuers()], list(law_names())):
        assert len(names) == len(set(names))
        assert all(name == nfc(name).strip() and name for name in names)
    assert all(name.startswith(("Luật", "Bộ luật", "Pháp lệnh")) for name in law_names())


WORDS = st.sampled_from(
    ["Nghị quyết", "số", "42-NQ/TW", "ngày", "24/11/2023", "của", "Chính phủ", "Luật", "Điều", "khoản", "điểm", "a", "5", ",", ";",
     "và", "đến", "này", "nêu trên", "(gọi tắt là", ")", "20/2021/NĐ-CP", "Phụ lục", "II", "/", "-", "\n", "khóa", "XIII",
     "Hội nghị lần thứ", "tỉnh", "Ban Chấp hành", "“", "\u0301", "\xa0", "sửa đổi", "năm 2024"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join) | st.text())
def test_no_text_upsets_the_reader(text: str) -> None:
    """Any soup of the words of citations is read without error, in order and inside the text."""
    mentions = find_citations(text)
    assert all(text[m.start : m.end] == m.raw for m in mentions)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)
    assert len(resolve(mentions)) == len(mentions)
    for mention in mentions:
        assert write(mention.citation)
