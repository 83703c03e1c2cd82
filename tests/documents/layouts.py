"""The same plan in other layouts, as other programs and other hands leave it: each a function from text to text."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from functools import partial

Layout = Callable[[str], str]

EMPTY_CELL = "\xa0"
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_ROMAN = re.compile(r"(?m)^(?P<label>[IVX]{1,5})\.(?P<rest> )")
_DASH = re.compile(r"(?m)^(?P<before>\s*)- (?=[^\W\d])")
_SHOUTED_HEADING = re.compile(r"(?m)^(?P<label>[IVX]{1,5}\. )(?P<title>[^a-zà-ỹ\n]{6,})$")


def wrapped(text: str, *, width: int) -> str:
    """Every line broken at a width, as e-mail and old editors do."""
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) > width:
            lines += textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
        else:
            lines.append(line)
    return "\n".join(lines)


def close(text: str) -> str:
    """No blank line anywhere: one paragraph or table cell a line."""
    return _BLANK_LINES.sub("\n", text)


def close_wrapped(text: str, *, width: int = 80) -> str:
    """No blank line, and every line broken at a width."""
    return wrapped(close(text), width=width)


def doubled_blank_lines(text: str) -> str:
    """Blank lines doubled, as recognition of scanned pages leaves them."""
    return re.sub(r"\n[ \t]*\n", "\n\n\n", text)


def decomposed(text: str) -> str:
    """Letters and their marks apart (NFD), as macOS writes them."""
    return unicodedata.normalize("NFD", text)


def windows_lines(text: str) -> str:
    """Line ends of Windows."""
    return text.replace("\n", "\r\n")


def indented(text: str, *, by: str = "    ") -> str:
    """Every line set in."""
    return "\n".join(by + line if line.strip() and line != EMPTY_CELL else line for line in text.split("\n"))


def plain_blanks(text: str) -> str:
    """No-break spaces turned to blanks, so that an empty cell looks like an empty line."""
    return text.replace("\xa0", " ")


def doubled_blanks(text: str) -> str:
    """Two blanks after a comma, as justified lines are copied."""
    return text.replace(", ", ",  ")


def paged(text: str, *, lines: int = 40, footer: str = "Trang {page}/{pages}", header: str = "") -> str:
    """A page number, and a running head if one is given, between the paragraphs every so many lines."""
    printed = text.split("\n")
    pages = len(printed) // lines + 1
    out: list[str] = []
    page, since = 1, 0
    for line in printed:
        out.append(line)
        since += bool(line.strip())
        if since >= lines and not line.strip():
            foot = footer.format(page=page, pages=pages)
            out += [foot, "", *([header, ""] if header else [])]
            page, since = page + 1, 0
    return "\n".join(out)


def paged_close(text: str) -> str:
    """Lines of 90 characters, and a page number every 45 of them wherever it falls."""
    out: list[str] = []
    filled = 0
    for line in wrapped(text, width=90).split("\n"):
        out.append(line)
        filled += bool(line.strip())
        if line.strip() and filled % 45 == 0:
            out.append(str(filled // 45))
    return "\n".join(out)


def bulleted(text: str, *, sign: str) -> str:
    """Lists with another sign than "-"."""
    return _DASH.sub(lambda found: f"{found['before']}{sign} ", text)


def long_dashes(text: str) -> str:
    """Dashes as a word processor sets them: "–" wherever "-" stands between blanks or opens a line."""
    return _DASH.sub(lambda found: f"{found['before']}– ", text).replace(" - ", " – ")


def other_capital_d(text: str) -> str:
    """The Icelandic letter "Ð" in place of "Đ", which looks the same."""
    return text.replace("Đ", "\u00d0")


def title_case_headings(text: str) -> str:
    """Headings in capitals written with one capital letter."""
    return _SHOUTED_HEADING.sub(lambda found: found["label"] + found["title"].capitalize(), text)


def roman_with(text: str, *, sign: str) -> str:
    """Roman headings with another sign: "I/ ", "I) ", "Phần I: "."""
    return _ROMAN.sub(lambda found: sign.format(found["label"]) + found["rest"], text)


def in_a_page(text: str) -> str:
    """The words of a web page before and after the plan."""
    before = "Trang chủ\nGiới thiệu\nTin tức - Sự kiện\nVăn bản chỉ đạo điều hành\nLiên hệ\nĐăng nhập\nTìm kiếm\nCỡ chữ: A- A A+\nLượt xem: 1.234\n\n"
    after = "\n\nTin liên quan\nThông báo lịch tiếp công dân tháng 5\nĐánh giá bài viết\nIn trang\nChia sẻ\nBản quyền thuộc Cổng thông tin điện tử\nĐiện thoại: 0123.456.789\nSố lượt truy cập: 9.876.543\n"
    return before + text + after


def emphasised(text: str) -> str:
    """Headings in Markdown: signs of bold type around Roman and Arabic ones."""
    return re.sub(r"(?m)^(?P<head>(?:[IVX]{1,5}|[0-9]{1,2})\. [^\n]{3,110}(?<![.;:,]))$", r"**\g<head>**", text)


LAYOUTS: dict[str, Layout] = {
    "wrap_60": partial(wrapped, width=60),
    "wrap_75": partial(wrapped, width=75),
    "wrap_90": partial(wrapped, width=90),
    "wrap_110": partial(wrapped, width=110),
    "close": close,
    "close_wrap_80": close_wrapped,
    "close_wrap_65": partial(close_wrapped, width=65),
    "close_wrap_100": partial(close_wrapped, width=100),
    "doubled_blank_lines": doubled_blank_lines,
    "decomposed": decomposed,
    "windows_lines": windows_lines,
    "indented": indented,
    "tab_indented": partial(indented, by="\t"),
    "plain_blanks": plain_blanks,
    "close_plain_blanks": lambda text: plain_blanks(close(text)),
    "doubled_blanks": doubled_blanks,
    "page_numbers": partial(paged, footer="{page}"),
    "page_of_pages": paged,
    "running_head": partial(paged, footer="Trang {page}", header="CÔNG BÁO/Số 12+13/Ngày 01-6-2024"),
    "page_numbers_close": paged_close,
    "bullets": partial(bulleted, sign="•"),
    "pluses": partial(bulleted, sign="+"),
    "long_dashes": long_dashes,
    "other_capital_d": other_capital_d,
    "title_case_headings": title_case_headings,
    "roman_slash": partial(roman_with, sign="{}/"),
    "roman_bracket": partial(roman_with, sign="{})"),
    "roman_dash": partial(roman_with, sign="{} -"),
    "roman_part": partial(roman_with, sign="Phần {}:"),
    "in_a_page": in_a_page,
    "emphasised": emphasised,
}
