"""Every row of a list checked: a person as typed values, or the reasons why not, each with its cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from ansinh.core.text.dates import make_date
from ansinh.core.text.fillers import is_filler
from ansinh.core.text.folding import fold
from ansinh.files.register.mapping import Found, letters
from ansinh.files.register.reading import Cell, RegisterFile

EARLIEST = date(1900, 1, 1)
_MOST_NAME = 100
_SEXES = {"nam": "male", "nu": "female", "male": "male", "female": "female", "m": "male", "f": "female"}
_RELATIONS = {
    "chu ho": "head", "head": "head", "vo": "spouse", "chong": "spouse", "vo chong": "spouse", "spouse": "spouse",
    "con": "child", "con de": "child", "con nuoi": "child", "child": "child", "con dau": "child_in_law", "con re": "child_in_law",
    "child_in_law": "child_in_law", "bo": "parent", "me": "parent", "cha": "parent", "bo me": "parent", "bo de": "parent",
    "me de": "parent", "parent": "parent", "chau": "grandchild", "chau noi": "grandchild", "chau ngoai": "grandchild",
    "grandchild": "grandchild", "anh": "sibling", "chi": "sibling", "em": "sibling", "anh chi em": "sibling", "sibling": "sibling",
    "khac": "other", "other": "other", "thanh vien": "other",
}  # fmt: skip
_POVERTY = {
    "ho ngheo": "poor", "ngheo": "poor", "poor": "poor", "ho can ngheo": "near_poor", "can ngheo": "near_poor",
    "near_poor": "near_poor", "khong": "none", "khong ngheo": "none", "binh thuong": "none", "none": "none",
}  # fmt: skip
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00:00)?")
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR = re.compile(r"\d{4}")
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Birth:
    """A day of birth with what is known of it: the first and last day it may be, and day, month or year."""

    start: date
    end: date
    precision: Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row: where (row, column as Excel names it, "" for the whole row), which field, why."""

    row: int
    column: str
    field: str
    reason: str
    household_code: str = ""

    def __str__(self) -> str:
        where = f"ô {self.column}{self.row}" if self.column else f"dòng {self.row}"
        return f"{where[0].upper()}{where[1:]}: {self.reason}"


def text_of(value: Any) -> str | None:
    """Return a cell as one line of text, None where it says nothing."""
    if value is None:
        return None
    text = value if value.__class__ is str else str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.replace("\0", " ").split()) or None


def _name(value: Any) -> str:
    name = text_of(value)
    if name is None or not _LETTER.search(name):
        raise ValueError("không có họ tên; ghi họ và tên hoặc xóa dòng này")
    if _DIGIT.search(name):
        raise ValueError(f"họ tên “{name}” có chữ số; sửa lại họ tên")
    if len(name) > _MOST_NAME:
        raise ValueError(f"họ tên dài quá {_MOST_NAME} chữ; sửa lại họ tên")
    return name


def _number(digits: int, what: str) -> Any:
    def read(value: Any) -> str | None:
        text = text_of(value)
        if text is None:
            return None
        plain = text if text.isdigit() else re.sub(r"[\s.'\-]", "", text)
        if not plain.isascii() or not plain.isdigit():
            raise ValueError(f"{what} “{text}” không chỉ gồm chữ số; sửa lại")
        if len(plain) != digits:
            hint = "; Excel đã bỏ số 0 đứng đầu, định dạng cột là văn bản" if len(plain) < digits else ""
            raise ValueError(f"{what} “{text}” có {len(plain)} chữ số, phải có {digits}{hint}")
        if is_filler(plain):
            raise ValueError(f"{what} “{text}” chỉ là số điền cho đủ; để trống nếu chưa có số")
        return plain

    return read


def _one_of(words: Mapping[str, str], what: str, examples: str) -> Any:
    @lru_cache(maxsize=256)  # a list of a million says the same few words
    def read(value: Any) -> str | None:
        text = text_of(value)
        if text is None:
            return None
        key = " ".join(re.sub(r"[^a-z_ ]", " ", fold(text)).split())
        if key not in words:
            raise ValueError(f"{what} “{text}” không rõ; viết {examples}")
        return words[key]

    return read


def _size(value: Any) -> int | None:
    text = text_of(value)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 100:
        raise ValueError(f"số người “{text}” không hợp lệ; viết một số từ 1 đến 100")
    return int(text)


def read_birth(value: Any, *, today: date) -> Birth | None:
    """Return a day of birth: a day as Excel keeps it, "09/03/1984" (day first), "1984-03-09", "03/1984" or "1984".

    Raises ValueError with the sentence for the user.
    """
    if isinstance(value, date):
        found = Birth(value, value, "day")
    else:
        text = text_of(value)
        if text is None:
            return None
        found = read_day(text, what="ngày sinh", example="09/03/1984 hoặc chỉ năm 1984")
    if found.start < EARLIEST or found.start > today:
        raise ValueError(f"ngày sinh “{value}” ở ngoài khoảng từ năm 1900 tới nay; sửa lại")
    return found


def read_day(text: str, *, what: str, example: str) -> Birth:
    """Return a day written as read_birth says. Raises ValueError with the sentence for the user."""
    if match := _DAY.fullmatch(text):
        day = make_date(int(match[3]), int(match[2]), int(match[1]))
    elif match := _ISO.fullmatch(text):
        day = make_date(int(match[1]), int(match[2]), int(match[3]))
    elif (match := _MONTH.fullmatch(text)) and 1 <= int(match[1]) <= 12:
        year, month = int(match[2]), int(match[1])
        start = make_date(year, month, 1)
        after = make_date(year + month // 12, month % 12 + 1, 1)
        if start and after:
            return Birth(start, date.fromordinal(after.toordinal() - 1), "month")
        day = None
    elif _YEAR.fullmatch(text) and (first := make_date(int(text), 1, 1)):
        return Birth(first, date(first.year, 12, 31), "year")
    else:
        day = None
    if day is None:
        raise ValueError(f"{what} “{text}” không phải một ngày; viết như {example}")
    return Birth(day, day, "day")


Text = Annotated[str | None, BeforeValidator(text_of)]


class PersonRow(BaseModel):
    """A person as a list has it; None where the list says nothing."""

    model_config = ConfigDict(frozen=True)

    full_name: Annotated[str, BeforeValidator(_name)]
    household_code: Text = None
    relation: Annotated[
        str | None, BeforeValidator(_one_of(_RELATIONS, "quan hệ", "như Chủ hộ, Vợ, Chồng, Con, Cháu, Khác"))
    ] = None
    sex: Annotated[str | None, BeforeValidator(_one_of(_SEXES, "giới tính", "Nam hoặc Nữ"))] = None
    birth: Birth | None = None
    ethnic_group: Text = None
    personal_id: Annotated[str | None, BeforeValidator(_number(12, "số định danh"))] = None
    social_insurance_code: Annotated[str | None, BeforeValidator(_number(10, "mã số bảo hiểm xã hội"))] = None
    commune_code: Text = None
    commune_name: Text = None
    village: Text = None
    phone: Text = None
    household_size: Annotated[int | None, BeforeValidator(_size)] = None
    poverty: Annotated[
        str | None, BeforeValidator(_one_of(_POVERTY, "phân loại hộ", "Hộ nghèo, Hộ cận nghèo hoặc Không"))
    ] = None


Checked = tuple[int, PersonRow | None, tuple[RowError, ...]]


def check_rows(file: RegisterFile, found: Found, *, today: date) -> Iterator[Checked]:
    """Yield, for each row, its number, the person it holds (None where something is wrong) and what is wrong."""
    for number, cells in file.rows:
        yield check_row(number, cells, found, today=today)


def check_row(number: int, cells: Sequence[Cell], found: Found, *, today: date) -> Checked:
    """Return one row checked: every wrong cell is told, not only the first."""
    values: dict[str, Any] = {
        field: cells[at] if at < len(cells) and cells[at] != "" else None for field, at in found.columns.items()
    }
    errors: list[RowError] = []
    birth_field = "birth_date" if values.get("birth_date") is not None else "birth_year"
    birth = None
    try:
        birth = read_birth(values.get(birth_field), today=today)
    except ValueError as error:
        errors.append(error_at(number, birth_field, str(error), found))
    for field in ("birth_date", "birth_year"):
        values.pop(field, None)
    values.setdefault("full_name", None)
    person = None
    code = text_of(values.get("household_code")) or ""
    try:
        person = PersonRow(birth=birth, **values)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            field = str(each["loc"][0])
            errors.append(error_at(number, field, str(each["msg"]).removeprefix("Value error, "), found))
    if errors and code:
        # Whoever looks at the household has to know that it has a row more.
        errors = [replace(error, household_code=code) for error in errors]
    return number, (None if errors else person), tuple(errors)


def error_at(number: int, field: str, reason: str, found: Found) -> RowError:
    """Return what is wrong in the cell of a field."""
    at = found.columns.get(field)
    return RowError(number, letters(at) if at is not None else "", field, reason)
