"""What the columns of an annex hold, from the words of its header: one level or two, merged or not."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ansinh.core.plandoc.cells import Grid
from ansinh.core.text.folding import fold_in_place
from ansinh.core.text.unicode import squeeze

Role = Literal[
    "no",
    "name",
    "unit",
    "target",
    "baseline",
    "resolution",
    "lead",
    "coordinating",
    "actors",
    "submit_to",
    "product",
    "schedule",
    "note",
    "money",
    "other",
]

_MAX_HEADER = 200
_MAX_HEADER_ROWS = 4
_MAX_TITLE_ROWS = 4
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ONLY_YEARS = re.compile(
    r"(?:(?:den |ke hoach |kh |muc tieu |chi tieu |giai doan |thoi ky |nam |het |cuoi |trong |tu |dinh huong |tam nhin |tam nhin den |dinh huong den )*)"
    r"(?:19|20)[0-9]{2}(?:\s*(?:-|–|—|den|den nam)\s*(?:nam )?(?:19|20)?[0-9]{2})?"
)
# The first pattern that fits decides, so the narrower stand before the wider.
_PATTERNS: tuple[tuple[Role, str], ...] = (
    ("no", r"^(?:s?\s?t\s?t|so tt|so thu tu|thu tu|no\.?|#|ma so|ma|so)\.?$"),
    ("note", r"ghi chu|^luu y|can cu|co so phap ly|^tai lieu"),
    ("resolution", r"nghi quyet.{0,12}(?<![0-9])42(?![0-9])|(?<![0-9])42\s*-\s*nq"),
    (
        "submit_to",
        r"cap trinh|trinh (?:cap|ai|ubnd|hdnd)|cap (?:ban hanh|phe duyet|quyet dinh|co tham quyen)|tham quyen|co quan (?:ban hanh|phe duyet|trinh|quyet dinh)|noi trinh",
    ),
    ("actors", r"chu tri.{0,12}phoi hop|phoi hop.{0,12}chu tri"),
    ("coordinating", r"phoi hop|don vi ho tro|co quan ho tro"),
    (
        "lead",
        r"chu tri|dau moi|(?:co quan|don vi|to chuc|noi)(?:, (?:co quan|don vi|to chuc))?(?: duoc)? (?:thuc hien|tham muu|phu trach|theo doi|chiu trach nhiem|bao cao|giao|phan cong|trien khai)|phan cong|trach nhiem|phu trach|^(?:co quan|co quan, don vi|don vi, co quan)$",
    ),
    (
        "money",
        r"kinh phi|(?:^|\s)von(?:\s|$)|du toan|ngan sach|nguon luc|(?:trieu|ty|ti|nghin) dong|so tien|nhu cau von",
    ),
    ("unit", r"don vi tinh|^(?:\(?đvt\)?|dvt|d\.v\.t|don vi|don vi do|đơn vị)\.?$|don vi do luong"),
    (
        "schedule",
        r"thoi gian|thoi han|tien do|thoi diem|han hoan thanh|^hoan thanh|moc (?:thoi gian|hoan thanh)|^nam (?:thuc hien|ban hanh|hoan thanh|trinh)|^lo trinh(?: thuc hien)?$|^thoi ky",
    ),
    (
        "baseline",
        r"hien trang|thuc trang|hien tai|nam goc|so goc|goc so sanh|da dat|uoc (?:thuc hien|dat|th)|(?:^|\s)uth|thuc hien (?:den |nam |cuoi nam |het nam )*(?:19|20)[0-9]{2}|(?:^|\s)th (?:nam )?20|ket qua.{0,25}20[0-9]{2}|co so nam|dau ky|so lieu (?:nam )?20",
    ),
    (
        "product",
        r"san pham|dau ra|^ket qua|ket qua (?:can dat|dat duoc|du kien|hoan thanh|chu yeu)|hinh thuc (?:van ban|ban hanh)|loai van ban|the loai",
    ),
    (
        "target",
        r"(?:muc tieu|chi tieu|ke hoach|phan dau|du kien|dinh huong|tam nhin|giai doan|den|kh|nam)[^0-9]{0,40}(?:19|20)[0-9]{2}|gia tri muc tieu|ke hoach giao|chi tieu (?:giao|phan dau|ke hoach)|^ke hoach$|^giai doan$|lo trinh",
    ),
    (
        "name",
        r"chi tieu|noi dung|nhiem vu|(?:^|\s)ten(?:\s|$)|cong viec|de an|chuong trinh|hoat dong|van ban|giai phap|tieu chi|du an|danh muc|linh vuc|chi so|mo hinh|viec can lam|doi tuong",
    ),
    ("target", r"^muc tieu|gia tri|dinh huong|tam nhin|phan dau|muc dat"),
    ("baseline", r"^(?:thuc hien|th|ket qua thuc hien)$"),
)
_RULES = tuple((role, re.compile(pattern)) for role, pattern in _PATTERNS)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its place, its header from top to bottom, what it holds and for which year."""

    index: int
    header: str
    role: Role
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table and the row at which its body begins."""

    columns: tuple[Column, ...]
    body_row: int

    def first(self, role: Role) -> Column | None:
        """Return the first column of a role, None where the table has none."""
        return next((column for column in self.columns if column.role == role), None)

    def all(self, role: Role) -> tuple[Column, ...]:
        """Return the columns of a role, from left to right."""
        return tuple(column for column in self.columns if column.role == role)


@lru_cache(maxsize=10_000)
def header_role(text: str) -> tuple[Role, int | None]:
    """Return what a header cell announces, and the year it names.

    A bare year or "Đến năm 2030" is a target; of a stretch of years the last counts. A header that
    says nothing known is "other".
    """
    if len(text) > _MAX_HEADER:
        return "other", None
    folded = fold_in_place(squeeze(text)).strip(" .:;,*()[]")
    years = [int(match[0]) for match in _YEAR.finditer(folded)]
    year = max(years) if years else None
    if year is not None and _ONLY_YEARS.fullmatch(folded):
        return "target", year
    for role, pattern in _RULES:
        if pattern.search(folded):
            return role, year
    return ("target", year) if year is not None and len(folded) < 40 else ("other", None)


def is_header_number(text: str) -> bool:
    """Tell whether a cell is the head of the column of row numbers ("TT", "STT")."""
    return len(text) <= 20 and header_role(text)[0] == "no"


def roles_of(paths: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Return the columns for the header texts above each, from top to bottom."""
    columns = [_column(index, path) for index, path in enumerate(paths)]
    return tuple(_settle(columns))


def _column(index: int, path: Sequence[str]) -> Column:
    texts = [squeeze(text) for text in path if text.strip()]
    header = " / ".join(texts)
    if not texts:
        return Column(index, "", "other")
    role, year = header_role(texts[-1])
    for parent in reversed(texts[:-1]):
        above, above_year = header_role(parent)
        year = year if year is not None else above_year
        if role == "target" and above == "schedule":
            # Years under "Lộ trình" hold figures, or crosses that give the schedule: the rows tell.
            continue
        if role in ("target", "other", "name") and above in (
            "baseline",
            "money",
            "schedule",
            "product",
            "lead",
            "coordinating",
            "unit",
        ):
            # "Thực hiện" over "2024", "Kinh phí" over "2025": the upper head says what the figures are.
            role = above
        elif (role in ("other", "name") and above == "target") or (
            role == "other" and above == "name" and year is not None
        ):
            role = "target"
    return Column(index, header, role, year)


def _settle(columns: list[Column]) -> list[Column]:
    """Mend what only the whole row of heads can tell."""
    if not any(column.role == "name" for column in columns):
        # "Mục tiêu" heads the names where nothing else does.
        for place, column in enumerate(columns):
            if column.role in ("target", "other") and column.year is None and column.header:
                columns[place] = Column(column.index, column.header, "name")
                break
    named = False
    for place, column in enumerate(columns):
        if column.role == "name":
            if named and column.year is None:
                folded = fold_in_place(column.header)
                role: Role = (
                    "target"
                    if re.match(r"chi tieu|muc tieu", folded)
                    else "product"
                    if re.search(r"van ban", folded)
                    else "other"
                )
                columns[place] = Column(column.index, column.header, role, column.year)
            named = True
    return columns


def read_columns(grid: Grid) -> Columns | None:
    """Return the columns of a table, or None where its first rows are no header we understand.

    A title over the header and the row of column numbers ("(1) (2) (3)") are passed over.
    """
    for first in range(min(_MAX_TITLE_ROWS, grid.row_count)):
        known = _known(grid, first)
        if known < 2:
            continue
        last = _header_end(grid, first)
        paths = [grid.texts_above(column, first, last) for column in range(grid.column_count)]
        columns = roles_of(paths)
        roles = {column.role for column in columns}
        if "name" not in roles or not roles & {
            "target",
            "lead",
            "coordinating",
            "actors",
            "schedule",
            "product",
            "unit",
            "money",
            "baseline",
        }:
            continue
        body = last
        while body < grid.row_count and is_index_row(
            [grid.text_at(body, column) for column in range(grid.column_count)]
        ):
            body += 1
        return Columns(columns, body)
    return None


def _known(grid: Grid, row: int) -> int:
    texts = grid.row_texts(row)
    if any(len(text) > _MAX_HEADER for text in texts):
        return 0
    return len([text for text in texts if text.strip() and header_role(text)[0] != "other"])


def _header_end(grid: Grid, first: int) -> int:
    """Return the row after the header that begins at ``first``."""
    last = max((cell.row + cell.row_span for cell in grid.row_cells(first)), default=first + 1)
    last = min(last, first + _MAX_HEADER_ROWS, grid.row_count)
    while last < min(first + _MAX_HEADER_ROWS, grid.row_count) and _continues_header(grid, last):
        last += 1
    return last


def _continues_header(grid: Grid, row: int) -> bool:
    """A second row of heads without row number, each cell short and known ("Đến năm 2025", "Chủ trì")."""
    texts = [text for text in grid.row_texts(row) if text.strip()]
    if not texts or grid.text_at(row, 0).strip():
        return False
    return all(len(text) <= 60 and header_role(text)[0] not in ("other", "no") for text in texts)


def is_index_row(texts: Sequence[str]) -> bool:
    """Tell whether a row only counts the columns: "(1) (2) (3)", "A B 1 2", "1 2 3 4=2+3"."""
    said = [text.strip() for text in texts if text.strip()]
    if len(said) < 3:
        return False
    numbers = [re.fullmatch(r"[\[(]?\s*([0-9]{1,2})\s*(?:=[^)]*)?[\])]?", text) for text in said]
    letters = sum(
        1
        for text, number in zip(said, numbers, strict=True)
        if number is None and re.fullmatch(r"[\[(]?[A-Za-zĐđ][\])]?", text)
    )
    counted = [int(number[1]) for number in numbers if number]
    if len(counted) + letters < len(said) or len(counted) < 2:
        return False
    return all(b == a + 1 for a, b in itertools.pairwise(counted)) and counted[0] <= 2
