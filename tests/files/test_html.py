"""Web pages: the article without the page around it, tables with their spans, lists with their numbers."""

from __future__ import annotations

import contextlib

import pytest

from ansinh.core.plandoc.source import Paragraph, Source, Table
from ansinh.files import UnreadableFile, open_plan


def read(body: str) -> Source:
    """Read a page with the given body."""
    return open_plan(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), name="trang.html")


def lines(body: str) -> list[str]:
    """Return the lines that say something."""
    return [line for line in read(body).text.split("\n") if line]


PAGES = [
    ("<p>Một</p><p>Hai <b>ba</b>\n  bốn</p>", ["Một", "Hai ba bốn"]),
    ("Trần<div>Trong khối</div>sau khối", ["Trần", "Trong khối", "sau khối"]),
    ("<p>ỦY BAN<br>TỈNH<br><br>Số</p>", ["ỦY BAN", "TỈNH", "Số"]),
    ("<ol><li>Một<li value=5>Hai<li><p>Ba</p><p>tiếp</p></ol>", ["1. Một", "5. Hai", "6. Ba", "tiếp"]),
    ("<ol type=I start=2><li>A<ol type=a><li>x<li>y</ol><li>B</ol>", ["II. A", "a. x", "b. y", "III. B"]),
    ("<ul><li>Một<ul><li>Hai</ul></ul>", ["- Một", "- Hai"]),
    (
        "<nav>Trang chủ</nav><script>x=1</script><style>p{}</style><p hidden>ẩn</p><p style='display: none'>ẩn</p>Thân",
        ["Thân"],
    ),
    ("<article>Thân bài <footer>ký tên</footer></article><footer>bản quyền</footer>", ["Thân bài", "ký tên"]),
    (
        "<header>Đầu trang</header><main>Văn bản dài hơn hẳn phần còn lại</main><aside>Tin khác</aside>",
        ["Văn bản dài hơn hẳn phần còn lại"],
    ),
    ("<pre>dòng 1\n  dòng 2</pre>", ["dòng 1", "  dòng 2"]),
    ("<p>Tỷ lệ &gt;= 95&nbsp;%</p>", ["Tỷ lệ >= 95\xa0%"]),
    ("<p>&nbsp;</p><p>Một</p>", ["Một"]),
]


@pytest.mark.parametrize(("body", "expected"), PAGES)
def test_blocks_lists_and_furniture(body: str, expected: list[str]) -> None:
    """What a reader sees of a page, line by line."""
    assert lines(body) == expected


def test_headings_keep_their_level() -> None:
    """h2 is a heading of level 2."""
    source = read("<h2>I. MỤC TIÊU</h2><p>Bài</p>")
    assert [b.level for b in source.blocks if isinstance(b, Paragraph) and b.span.of(source.text)] == [2, None]


def test_spans_push_cells_to_their_place() -> None:
    """rowspan, colspan, a rowspan to the end, and an empty cell."""
    source = read(
        "<table border=1><thead><tr><th rowspan=2>TT<th colspan=2>Mục tiêu<th rowspan=0>Chủ trì</tr>"
        "<tr><th>2025<th>2030</tr></thead><tbody><tr><td>1<td>14<td></tr></tbody></table>"
    )
    (table,) = [block for block in source.blocks if isinstance(block, Table)]
    assert [(c.row, c.column, c.row_span, c.column_span, c.span.of(source.text)) for c in table.cells] == [
        (0, 0, 2, 1, "TT"),
        (0, 1, 1, 2, "Mục tiêu"),
        (0, 3, 3, 1, "Chủ trì"),
        (1, 1, 1, 1, "2025"),
        (1, 2, 1, 1, "2030"),
        (2, 0, 1, 1, "1"),
        (2, 1, 1, 1, "14"),
        (2, 2, 1, 1, "\xa0"),
    ]


def test_a_table_that_only_places_text_is_running_text() -> None:
    """The heading of an official letter on a web page."""
    assert lines("<table><tr><td>UBND TỈNH<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</table>") == [
        "UBND TỈNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ]


ENCODINGS = [
    ("<meta charset=utf-8>Kế hoạch".encode(), "Kế hoạch"),
    ("\ufeffKế hoạch".encode("utf-16"), "Kế hoạch"),
    ('<?xml version="1.0" encoding="utf-8"?><html><body>Kế hoạch</body></html>'.encode(), "Kế hoạch"),
    ("<meta charset='windows-1252'>Đúng là UTF-8 dù khai khác".encode(), "Đúng là UTF-8 dù khai khác"),
    (b"<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'>Plan caf\xe9", "Plan café"),
]


@pytest.mark.parametrize(("data", "expected"), ENCODINGS)
def test_encodings(data: bytes, expected: str) -> None:
    """UTF-8 wins where it is valid, then what the page declares."""
    assert expected in open_plan(data, name="trang.htm").text


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 5000 + "sâu",
        "<table>" * 400,
        "<li>" * 3000 + "x",
        "<ol><li value=99999999999>x</ol>",
        "<td rowspan=99999999 colspan=9999999>x",
    ],
)
def test_twisted_pages_do_not_break_the_reader(body: str) -> None:
    """Deep nesting and absurd spans end in text or in a refusal, never in an error of the program."""
    with contextlib.suppress(UnreadableFile):
        assert read(body).text
