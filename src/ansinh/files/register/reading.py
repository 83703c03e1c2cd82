"""A list as it came: its headings and rows, whatever it was saved as, and what was noticed on the way."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import islice
from pathlib import PurePath

import duckdb
from python_calamine import CalamineError, CalamineWorkbook

from ansinh.core.text import looks_like_tcvn3, looks_like_vni
from ansinh.files.errors import UnreadableFile
from ansinh.files.gate import check_file
from ansinh.files.limits import MEGABYTE, Limits, megabytes
from ansinh.files.package import Package

LIMITS = Limits(file_bytes=300 * MEGABYTE, zip_bytes=1024 * MEGABYTE, part_bytes=768 * MEGABYTE)
MOST_ROWS = 1_048_576
MOST_COLUMNS = 300
# Each cell is about a hundred bytes once read, and Excel files are read whole.
MOST_CELLS = 5_000_000
HEADER_WITHIN = 20
SAMPLE = 200_000
Cell = str | int | float | date | bool
_PLACE = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,7})(\d{1,9})"')
_CELL = re.compile(rb"<c[ >/]")
_FEWEST_HEADINGS = 3
# à á ả ã ạ ă ắ ằ ẳ ẵ â ê ô ơ ư đ of TCVN3; the tones that windows-1258 writes after a letter.
_TCVN3_LETTERS = frozenset(b"\xb5\xb8\xb6\xb7\xb9\xa8\xbe\xbb\xbc\xbd\xa9\xaa\xab\xac\xad\xae")
_TONES_1258 = frozenset(b"\xcc\xd2\xde\xec\xf2")


Numbered = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows that can be gone through again and again, each time from the file's bytes: a million would not fit as values.

    Going through raises UnreadableFile where the file is broken or too long further down.
    """

    opened: Callable[[], Iterator[Numbered]]
    name: str
    skipped: int = 0

    def __iter__(self) -> Iterator[Numbered]:
        """Give the rows that hold something, without those above and the heading itself."""
        filled = (row for row in _counted(self.opened(), self.name) if any(cell != "" for cell in row[1]))
        return islice(filled, self.skipped, None)


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A list of people as it came. ``rows`` are numbered as in the file; ``notes`` are sentences about how it was read."""

    name: str
    kind: str
    sha256: str
    headings: tuple[str, ...]
    rows: Rows
    notes: tuple[str, ...] = ()


def read_register(data: bytes, *, name: str, limits: Limits = LIMITS) -> RegisterFile:
    """Return the headings and rows of a list. Raises UnreadableFile: too large, another kind, old fonts, broken.

    The headings are the first row within twenty that holds at least three texts; rows of blanks are left out. A formula
    counts with the value that Excel kept beside it.
    """
    if not data:
        raise UnreadableFile(name=name, code="empty", reason="không có nội dung (tệp trống)", remedy="chọn lại tệp")
    if len(data) > limits.file_bytes:
        raise UnreadableFile(
            name=name,
            code="too_large",
            reason=f"nặng {megabytes(len(data))}, quá mức {megabytes(limits.file_bytes)}",
            remedy="tách thành nhiều tệp rồi gửi lại",
        )
    kind = PurePath(name).suffix.lower().removeprefix(".")
    notes: list[str] = []
    match kind:
        case "xlsx":
            check_file(data, name=name, limits=limits)
            _refuse_heavy(data, name, limits)
            opened = partial(_xlsx, data, name)
        case "csv":
            opened = partial(_csv, data, _encoding(data, name, notes), name)
        case "parquet":
            opened = partial(_parquet, data, name)
        case _:
            raise UnreadableFile(
                name=name,
                code="kind",
                reason="không phải danh sách .xlsx, .csv hay .parquet",
                remedy="lưu lại thành một trong ba loại ấy rồi gửi lại",
            )
    rows = Rows(opened, name)
    first = list(islice(rows, HEADER_WITHIN))
    at = _heading_at([cells for _number, cells in first])
    if at is None:
        raise UnreadableFile(
            name=name,
            code="no_header",
            reason=f"không có dòng tiêu đề trong {HEADER_WITHIN} dòng đầu",
            remedy="đặt tên các cột (họ và tên, ngày sinh, …) ở một dòng rồi gửi lại",
        )
    _refuse_old_fonts(rows, name)
    headings = tuple(" ".join(str(cell).split()) for cell in first[at][1])
    return RegisterFile(
        name, kind, hashlib.sha256(data).hexdigest(), headings, Rows(opened, name, at + 1), tuple(notes)
    )


def _heading_at(rows: Sequence[tuple[Cell, ...]]) -> int | None:
    """Return which of the first rows is the heading: the first of three texts; in a narrow list the first of only texts.

    A title that stands above the heading is one text in a list that has more columns below.
    """
    width = max((sum(cell != "" for cell in cells) for cells in rows), default=0)
    fewest = min(_FEWEST_HEADINGS, width)
    for at, cells in enumerate(rows):
        filled = [cell for cell in cells if cell != ""]
        texts = [cell for cell in filled if isinstance(cell, str) and any(sign.isalpha() for sign in cell)]
        if len(texts) >= fewest and (fewest == _FEWEST_HEADINGS or len(texts) == len(filled)):
            return at
    return None


def _counted(rows: Iterator[Numbered], name: str) -> Iterator[Numbered]:
    for number, cells in rows:
        if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
            raise _too_many(name)
        if any("\0" in cell for cell in cells if isinstance(cell, str)):
            # No table can hold it, and no list is written with it: this is another kind of file under this name.
            raise UnreadableFile(
                name=name,
                code="broken",
                reason=f"có ký tự rỗng ở dòng {number}, như tệp loại khác được đổi tên hay tệp hỏng",
                remedy="mở bằng Excel, lưu lại dạng .xlsx hoặc “CSV UTF-8” rồi gửi lại",
            )
        yield number, cells


def _too_many(name: str) -> UnreadableFile:
    return UnreadableFile(
        name=name,
        code="too_large",
        reason=f"quá {MOST_ROWS:,} dòng hoặc {MOST_COLUMNS} cột".replace(",", "."),
        remedy="chỉ giữ các cột cần thiết, tách tệp rồi gửi lại",
    )


def _xlsx(data: bytes, name: str) -> Iterator[Numbered]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_index(0)
        first = sheet.start[0] if sheet.start else 0
        for at, cells in enumerate(sheet.iter_rows(), first + 1):
            yield at, tuple(_cell(cell) for cell in cells)
    except (CalamineError, IndexError, ValueError) as error:
        raise UnreadableFile(
            name=name,
            code="broken",
            reason="hỏng, không đọc được trang tính đầu tiên",
            remedy="mở bằng Excel, lưu lại rồi gửi lại",
        ) from error


def _refuse_heavy(data: bytes, name: str, limits: Limits) -> None:
    """Refuse a sheet with a cell far away, or with more cells than fit into memory: the reader makes every cell at once."""
    package = Package(data, name=name, limits=limits)
    sheets = sorted(part for part in package.names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", part))
    for part in sheets:
        cells = 0
        for tags in _whole_tags(package.blocks(part)):
            cells += len(_CELL.findall(tags))
            if cells > MOST_CELLS:
                raise _too_many_cells(name)
            for letters, row in _PLACE.findall(tags):
                column = 0
                for letter in letters:
                    column = column * 26 + letter - 64
                if column > MOST_COLUMNS or int(row) > MOST_ROWS:
                    raise _too_many(name)


def _whole_tags(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the text of a sheet in pieces that end before a tag, so that none is cut through."""
    rest = b""
    for block in blocks:
        text = rest + block
        cut = text.rfind(b"<")
        # What is longer than two blocks without a tag is no sheet of ours, and is not gathered.
        cut = len(text) if cut < 0 or len(text) - cut > 2 * len(block) else cut
        yield text[:cut]
        rest = text[cut:]
    yield rest


def _too_many_cells(name: str) -> UnreadableFile:
    return UnreadableFile(
        name=name,
        code="too_large",
        reason=f"quá {MOST_CELLS:,} ô, đọc dạng Excel sẽ hết bộ nhớ".replace(",", "."),
        remedy="lưu dạng “CSV UTF-8”, hoặc tách tệp, rồi gửi lại",
    )


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).strip()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool | int | float | date):
        return value
    return "" if value is None else str(value)


def _csv(data: bytes, encoding: str, name: str) -> Iterator[Numbered]:
    # Read through the bytes: the text of a long list takes two to four times their room.
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")
    # A title above the heading may hold a comma of its own: what counts is how often a sign stands in most lines.
    lines = text.read(SAMPLE).split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
    delimiter = max((",", ";", "\t"), key=lambda sign: sum(line.count(sign) for line in lines))
    text.seek(0)
    reader = csv.reader(text, delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, tuple(unicodedata.normalize("NFC", cell).strip() for cell in cells)
    except csv.Error as error:
        raise UnreadableFile(
            name=name,
            code="broken",
            reason=f"hỏng gần dòng {reader.line_num + 1}",
            remedy="mở bằng Excel, lưu lại rồi gửi lại",
        ) from error


def _encoding(data: bytes, name: str, notes: list[str]) -> str:
    """Return by which table of signs a list was written, noted where it is an old one. Raises UnreadableFile."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if _is_written_in(data, "utf-8"):
        return "utf-8-sig"
    if _is_tcvn3(data[:SAMPLE]):
        raise _old_font(name, "TCVN3 (phông .VnTime)")
    if not _is_written_in(data, "cp1258"):
        raise UnreadableFile(
            name=name,
            code="encoding",
            reason="không theo bảng mã Unicode hay windows-1258",
            remedy="mở bằng Excel, lưu dạng “CSV UTF-8” rồi gửi lại",
        )
    if looks_like_vni(unicodedata.normalize("NFC", data[:SAMPLE].decode("cp1258"))):
        raise _old_font(name, "VNI")
    notes.append(f"Tệp “{name}” được đọc theo bảng mã windows-1258: xem lại dấu của vài tên trước khi nhận.")
    return "cp1258"


def _is_written_in(data: bytes, encoding: str) -> bool:
    """Tell whether every byte fits a table of signs, piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)()
    whole = memoryview(data)
    try:
        for start in range(0, len(data), MEGABYTE):
            decoder.decode(whole[start : start + MEGABYTE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_tcvn3(sample: bytes) -> bool:
    """Tell TCVN3 from windows-1258, which both look odd: the one has letters where the other has signs nobody types."""
    letters, tones = sum(map(_TCVN3_LETTERS.__contains__, sample)), sum(map(_TONES_1258.__contains__, sample))
    return letters > tones and looks_like_tcvn3(sample.decode("cp1252", errors="replace"))


def _refuse_old_fonts(rows: Iterable[Numbered], name: str) -> None:
    """Refuse cells typed for a font of before Unicode, which an Excel file can hold."""
    sample, size = [], 0
    for _number, cells in rows:
        words = [cell for cell in cells if isinstance(cell, str)]
        sample += words
        size += sum(map(len, words))
        if size > SAMPLE // 10:
            break
    text = " ".join(sample)
    for looks, font in ((looks_like_tcvn3, "TCVN3 (phông .VnTime)"), (looks_like_vni, "VNI")):
        if looks(text):
            raise _old_font(name, font)


def _old_font(name: str, font: str) -> UnreadableFile:
    return UnreadableFile(
        name=name,
        code="old_font",
        reason=f"gõ theo bảng mã cũ {font}",
        remedy="chuyển sang Unicode (bằng chức năng chuyển mã của bộ gõ) rồi gửi lại",
    )


def _parquet(data: bytes, name: str) -> Iterator[Numbered]:
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(data)
        file.flush()
        try:
            with closing(duckdb.connect(config={"threads": 1, "memory_limit": "1GB"})) as base:
                found = base.execute("FROM read_parquet(?)", [file.name])
                columns = [column[0] for column in found.description or []]
                yield 1, tuple(columns)
                number = 1
                while chunk := found.fetchmany(10_000):
                    for row in chunk:
                        number += 1
                        yield number, tuple(_cell(value) for value in row)
        except duckdb.Error as error:
            raise UnreadableFile(
                name=name, code="broken", reason="hỏng, không đọc được như Parquet", remedy="ghi lại tệp rồi gửi lại"
            ) from error
