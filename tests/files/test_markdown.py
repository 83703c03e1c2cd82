"""Markdown files: headings, lists and pipe tables; lines stay lines."""

from __future__ import annotations

import pytest

from ansinh.core.plandoc.source import Paragraph, Source, Table
from ansinh.files import open_plan


def read(text: str) -> Source:
    """Read markdown text."""
    return open_plan(text.encode(), name="kế hoạch.md")


TEXTS = [
    ("# KẾ HOẠCH\n\nThân *bài* **đậm**", ["KẾ HOẠCH", "Thân bài đậm"]),
    ("1. Một\n2. Hai\n   - nhỏ\n   + nhỏ nữa\n7) Bảy", ["1. Một", "2. Hai", "- nhỏ", "+ nhỏ nữa", "7) Bảy"]),
    ("* sao\n* sao", ["- sao", "- sao"]),
    ("ỦY BAN NHÂN DÂN\nTỈNH X\n-------\nSố: 1/KH-UBND", ["ỦY BAN NHÂN DÂN", "TỈNH X", "Số: 1/KH-UBND"]),
    ("    thụt dòng là đoạn văn", ["thụt dòng là đoạn văn"]),
    ("dòng một<br>dòng hai", ["dòng một", "dòng hai"]),
    ("[Nghị quyết 42](https://vi.du)", ["Nghị quyết 42"]),
    ("<p>đoạn <b>HTML</b></p>", ["đoạn HTML"]),
    ("I. MỤC TIÊU\n\na) Một", ["I. MỤC TIÊU", "a) Một"]),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_text(text: str, expected: list[str]) -> None:
    """What a reader sees, line by line."""
    assert [line for line in read(text).text.split("\n") if line] == expected


def test_heading_levels() -> None:
    """Two hashes are level 2; a line of dashes under text makes no heading."""
    source = read("## I. MỤC TIÊU\n\nBài\n---\n")
    assert [b.level for b in source.blocks if isinstance(b, Paragraph) and b.span.of(source.text)] == [2, None]


def test_pipe_tables_have_a_grid() -> None:
    """Cells, empty cells and breaks inside a cell."""
    source = read("| TT | Chỉ tiêu | 2030 |\n|---|:--|--:|\n| 1 | Tỷ lệ<br>hộ | > 95 |\n|  | Thành thị | |\n")
    (table,) = [block for block in source.blocks if isinstance(block, Table)]
    assert [(c.row, c.column, c.span.of(source.text)) for c in table.cells] == [
        (0, 0, "TT"),
        (0, 1, "Chỉ tiêu"),
        (0, 2, "2030"),
        (1, 0, "1"),
        (1, 1, "Tỷ lệ\nhộ"),
        (1, 2, "> 95"),
        (2, 0, "\xa0"),
        (2, 1, "Thành thị"),
        (2, 2, "\xa0"),
    ]
