"""PDF files: lines become paragraphs, drawn lines become tables, scans are named."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from tests.files.makers import Drawn, Placed, box, pdf

from ansinh.core.plandoc.source import Source, Table
from ansinh.files import UnreadableFile, open_plan

XS = (50.0, 90.0, 300.0, 380.0, 500.0)


def read(*pages: tuple[list[Placed], list[Drawn]], turn: int = 0) -> Source:
    """Read a PDF of the given pages."""
    return open_plan(pdf(*pages, turn=turn), name="ke hoach.pdf")


def lines(source: Source) -> list[str]:
    """Return the lines that say something."""
    return [line for line in source.text.split("\n") if line]


def tables(source: Source) -> list[list[tuple[int, int, int, int, str]]]:
    """Return every table as (row, column, row span, column span, text)."""
    return [
        [(c.row, c.column, c.row_span, c.column_span, c.span.of(source.text).replace("\n", "/")) for c in block.cells]
        for block in source.blocks
        if isinstance(block, Table)
    ]


WIDE = "This line of the paragraph runs over the whole breadth of the page, as far as it can"


def body(top: float, *texts: str, indent: float = 30) -> list[Placed]:
    """Return one paragraph: its first line set in."""
    return [(70 + (indent if place == 0 else 0), top + 16 * place, text) for place, text in enumerate(texts)]


def test_broken_lines_become_paragraphs() -> None:
    """A paragraph ends where the next word would still have had room, and where a line is set in."""
    texts = body(100, WIDE[:-5], WIDE, "and ends.") + body(148, "Second one.") + body(164, WIDE[:-5], WIDE)
    assert lines(read((texts, []))) == [f"{WIDE[:-5]} {WIDE} and ends.", "Second one.", f"{WIDE[:-5]} {WIDE}"]


def test_a_sentence_goes_on_over_a_page_end_and_page_numbers_stay_out() -> None:
    """The page begins inside the paragraph, at the word it begins with."""
    first = [*body(100, WIDE[:-5], WIDE), (300, 800, "1")]
    second = [(300, 40, "2"), (70, 100, "goes on here."), *body(116, WIDE[:-5], WIDE)]
    source = read((first, []), (second, []))
    assert lines(source) == [f"{WIDE[:-5]} {WIDE} goes on here.", f"{WIDE[:-5]} {WIDE}"]
    assert source.text[source.page_starts[1] :].startswith("goes on here.")


def test_a_drawn_grid_is_a_table_with_its_merged_cells() -> None:
    """No line between two fields makes them one cell; words broken by the cell's width are one line."""
    ys = (100.0, 120.0, 140.0, 180.0, 200.0)
    drawn = [line for line in box(XS, ys) if line[1] != 120.0 or line[0] != 50.0]
    drawn += [(90.0, 120.0, 380.0, 120.0)]
    drawn = [line for line in drawn if line != (300.0, 100.0, 300.0, 200.0)]
    drawn += [(300.0, 120.0, 300.0, 180.0)]
    texts: list[Placed] = [
        (55, 114, "TT"),
        (95, 114, "Over both"),
        (385, 114, "Lead"),
        (95, 134, "Left"),
        (305, 134, "Right"),
        (55, 154, "1"),
        (95, 154, "A long name that is broken within its"),
        (95, 168, "cell"),
        (305, 154, "95"),
        (385, 154, "Agency A"),
        (385, 168, "Agency B"),
        (55, 194, "2"),
        (385, 194, "C"),
    ]
    assert tables(read((texts, drawn))) == [
        [
            (0, 0, 2, 1, "TT"),
            (0, 1, 1, 2, "Over both"),
            (0, 3, 2, 1, "Lead"),
            (1, 1, 1, 1, "Left"),
            (1, 2, 1, 1, "Right"),
            (2, 0, 1, 1, "1"),
            (2, 1, 1, 1, "A long name that is broken within its cell"),
            (2, 2, 1, 1, "95"),
            (2, 3, 1, 1, "Agency A/Agency B"),
            (3, 0, 1, 1, "2"),
            (3, 1, 1, 2, "\xa0"),
            (3, 3, 1, 1, "C"),
        ]
    ]


def test_a_table_over_two_pages_is_one_and_its_head_is_said_once() -> None:
    """The head is repeated, and one row is cut by the page end in the middle of a name."""
    head: list[Placed] = [(55, 114, "TT"), (95, 114, "Name"), (305, 114, "2025"), (385, 114, "Lead")]
    one = [*head, (55, 134, "1"), (95, 134, "A long name that is broken within its"), (305, 134, "95"), (385, 134, "A")]
    two = [*head, (95, 134, "cell"), (55, 154, "2"), (95, 154, "Short"), (305, 154, "7"), (385, 154, "B")]
    source = read((one, box(XS, (100, 120, 140))), (two, box(XS, (100, 120, 140, 160))))
    assert [(c[0], c[1], c[4]) for c in tables(source)[0]] == [
        (0, 0, "TT"),
        (0, 1, "Name"),
        (0, 2, "2025"),
        (0, 3, "Lead"),
        (1, 0, "1"),
        (1, 1, "A long name that is broken within its cell"),
        (1, 2, "95"),
        (1, 3, "A"),
        (2, 0, "2"),
        (2, 1, "Short"),
        (2, 2, "7"),
        (2, 3, "B"),
    ]
    assert len(tables(source)) == 1
    assert source.text[source.page_starts[1] :].startswith("2\nShort")


def test_a_sub_row_at_the_top_of_a_page_stays_a_row() -> None:
    """It has no number either, but the name above it had room for its first word."""
    one: list[Placed] = [(55, 134, "1"), (95, 134, "Housing area"), (305, 134, "27"), (385, 134, "A")]
    two: list[Placed] = [(95, 134, "Urban"), (305, 134, "28"), (55, 154, "2"), (95, 154, "Next"), (305, 154, "7")]
    source = read((one, box(XS, (120, 140))), (two, box(XS, (120, 140, 160))))
    assert [c[4] for c in tables(source)[0] if c[1] == 1] == ["Housing area", "Urban", "Next"]


def test_two_columns_are_read_one_after_the_other() -> None:
    """The heading of a document: issuer left, motto right."""
    texts: list[Placed] = [
        (80, 60, "PEOPLE'S COMMITTEE"),
        (320, 60, "SOCIALIST REPUBLIC OF VIET NAM"),
        (100, 76, "PROVINCE X"),
        (340, 76, "Independence"),
        (90, 92, "No: 1/KH-UBND"),
        (350, 92, "Day 9"),
        *body(140, WIDE[:-5], WIDE),
    ]
    assert lines(read((texts, [])))[:6] == [
        "PEOPLE'S COMMITTEE",
        "PROVINCE X",
        "No: 1/KH-UBND",
        "SOCIALIST REPUBLIC OF VIET NAM",
        "Independence",
        "Day 9",
    ]


def test_raised_signs_stay_in_their_line() -> None:
    """ "m2" with a small raised 2 is one word of one line."""
    assert lines(read(([(70, 100, "Area 27 m"), (126, 96, "2"), (140, 100, "a person")], []))) == [
        "Area 27 m2 a person"
    ]


def test_a_turned_page_is_read_as_shown() -> None:
    """Landscape pages are often upright pages with a quarter turn."""
    source = read(([(400, 100, "second"), (100, 80, "first line"), (400, 60, "top")], []), turn=90)
    assert lines(source) == ["top", "first line", "second"]


def test_scans_and_empty_pages_are_named() -> None:
    """A scan has pictures and no text: the message says so and counts the pages."""
    with pytest.raises(UnreadableFile, match="2 trang ảnh quét") as refused:
        open_plan(pdf(([], []), ([], []), picture=True), name="quet.pdf")
    assert refused.value.code == "scanned"
    with pytest.raises(UnreadableFile, match="không có chữ") as refused:
        open_plan(pdf(([], [])), name="trong.pdf")
    assert refused.value.code == "empty"


def test_a_password_is_named() -> None:
    """The remedy is to take the password off."""
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf((body(100, WIDE), [])))).pages:
        writer.add_page(page)
    writer.encrypt("mật khẩu")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(UnreadableFile, match="mật khẩu") as refused:
        open_plan(out.getvalue(), name="khoa.pdf")
    assert refused.value.code == "encrypted"


def test_a_cut_file_is_refused_not_read_in_part() -> None:
    """Half a plan would look like a whole one."""
    data = pdf((body(100, WIDE), []), (body(100, WIDE), []))
    for length in range(20, len(data) - 8, 97):
        with pytest.raises(UnreadableFile) as refused:
            open_plan(data[:length], name="cut.pdf")
        assert refused.value.code == "broken"


def test_a_table_without_lines_is_found_by_its_columns() -> None:
    """Empty strips divide columns; a group crosses them; a figure again is a row without a number."""
    one: list[Placed] = [
        (55, 100, "No"),
        (95, 100, "Name"),
        (305, 100, "2025"),
        (385, 100, "Lead"),
        (55, 116, "I"),
        (95, 116, "A group whose title runs over all of the columns of the table"),
        (55, 132, "1"),
        (95, 132, "A long name that is broken"),
        (305, 132, "95"),
        (385, 132, "Agency A"),
        (95, 148, "in two"),
        (385, 148, "and B"),
        (95, 164, "Urban"),
        (305, 164, "97"),
        (385, 164, "Agency A"),
        (55, 180, "2"),
        (95, 180, "Second"),
        (305, 180, "> 7"),
        (385, 180, "Agency C"),
    ]
    two: list[Placed] = [
        *one[:4],
        *(
            (x, 116 + 16 * row, text)
            for row in range(3)
            for x, text in ((55, f"{row + 3}"), (95, "Row"), (305, "5"), (385, "D"))
        ),
    ]
    source = read((one, []), (two, []))
    assert [[(c[0], c[1], c[3], c[4]) for c in table] for table in tables(source)] == [
        [
            *((0, place, 1, text) for place, text in enumerate(("No", "Name", "2025", "Lead"))),
            (1, 0, 1, "I"),
            (1, 1, 3, "A group whose title runs over all of the columns of the table"),
            *(
                (2, place, 1, text)
                for place, text in enumerate(("1", "A long name that is broken in two", "95", "Agency A and B"))
            ),
            *((3, place, 1, text) for place, text in enumerate(("\xa0", "Urban", "97", "Agency A"))),
            *((4, place, 1, text) for place, text in enumerate(("2", "Second", "> 7", "Agency C"))),
            *(
                (row + 5, place, 1, text)
                for row in range(3)
                for place, text in enumerate((f"{row + 3}", "Row", "5", "D"))
            ),
        ]
    ]
