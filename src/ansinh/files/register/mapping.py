"""Which column of a list holds which fact: headings as people and programs write them, in files anybody can edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

import yaml

from ansinh.core.text.folding import fold

FIELDS = {
    "household_code": "mã hộ",
    "full_name": "họ và tên",
    "relation": "quan hệ với chủ hộ",
    "sex": "giới tính",
    "birth_date": "ngày sinh",
    "birth_year": "năm sinh",
    "ethnic_group": "dân tộc",
    "personal_id": "số định danh cá nhân",
    "social_insurance_code": "mã số bảo hiểm xã hội",
    "commune_code": "mã xã",
    "commune_name": "xã, phường",
    "village": "thôn, tổ dân phố",
    "phone": "điện thoại",
    "household_size": "số người trong hộ",
    "poverty": "hộ nghèo, hộ cận nghèo",
}
NEEDED = ("full_name",)


@dataclass(frozen=True, slots=True)
class ListFields:
    """What one kind of list may say: each field in words, those it cannot go without, the folder of its headings."""

    labels: Mapping[str, str]
    needed: tuple[str, ...]
    folder: str


PERSONS = ListFields(FIELDS, NEEDED, "mappings")
RECEIPTS = ListFields(
    {
        **{
            field: FIELDS[field]
            for field in ("full_name", "birth_date", "personal_id", "social_insurance_code", "commune_code", "commune_name", "village")
        },
        "programme": "chế độ",
        "name": "tên khoản",
        "amount_vnd": "mức mỗi tháng",
        "valid_from": "từ tháng hoặc ngày",
        "valid_to": "đến hết tháng hoặc ngày",
    },
    ("full_name", "amount_vnd", "valid_from"),
    "receipt_mappings",
)  # fmt: skip


class CannotMap(Exception):
    """Columns that cannot be told apart or found; the message names them and says what to do."""


@dataclass(frozen=True, slots=True)
class Headings:
    """A set of headings: its name, where they come from, and the headings of each field."""

    key: str
    label: str
    source: str
    headings: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """Where each field stands (column from 0), and the headings that no field takes."""

    columns: Mapping[str, int]
    unused: tuple[str, ...]


def shipped_mappings(fields: ListFields = PERSONS) -> tuple[Headings, ...]:
    """Return the mappings that come with the program; those of programs whose headings nobody has given us are empty."""
    folder = files("ansinh.files.register") / fields.folder
    named = sorted((each for each in folder.iterdir() if each.name.endswith(".yaml")), key=lambda each: each.name)
    return tuple(
        read_mapping(each.read_text("utf-8"), key=each.name.removesuffix(".yaml"), fields=fields) for each in named
    )


def read_mapping(text: str, *, key: str, fields: ListFields = PERSONS) -> Headings:
    """Return a mapping from its YAML: label, source, headings. Raises CannotMap."""
    try:
        loaded = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise CannotMap(f"Bảng tiêu đề “{key}” không phải YAML đúng ({error}): sửa tại đó.") from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get("headings"), dict):
        raise CannotMap(f"Bảng tiêu đề “{key}” cần label, source và headings.")
    unknown = sorted(set(loaded["headings"]) - set(fields.labels))
    if unknown:
        raise CannotMap(f"Bảng tiêu đề “{key}” có mục không rõ: {', '.join(unknown)}; dùng {', '.join(fields.labels)}.")
    headings = {field: tuple(map(str, words or ())) for field, words in loaded["headings"].items()}
    return Headings(key, str(loaded.get("label", key)), str(loaded.get("source", "")), headings)


def find_columns(
    headings: Sequence[str],
    mapping: Headings,
    *,
    chosen: Mapping[str, int] | None = None,
    fields: ListFields = PERSONS,
) -> Found:
    """Return which column holds which field. ``chosen``: what a person has decided, which goes before the mapping.

    Marks, capitals, signs and blanks do not count. Raises CannotMap where a needed field has no column, or a field several.
    """
    wanted = {_key(word): field for field, words in mapping.headings.items() for word in words}
    columns: dict[str, int] = dict(chosen or {})
    taken = set(columns.values())
    for at, heading in enumerate(headings):
        field = wanted.get(_key(heading))
        if at in taken or field is None or field in (chosen or {}):
            continue
        if field in columns:
            both = f"“{headings[columns[field]]}” (cột {letters(columns[field])}) và “{heading}” (cột {letters(at)})"
            raise CannotMap(f"Hai cột cùng là {fields.labels[field]}: {both}; chọn một cột.")
        columns[field] = at
    missing = [fields.labels[field] for field in fields.needed if field not in columns]
    if missing:
        raise CannotMap(f"Chưa rõ cột nào là {', '.join(missing)}: chọn cột ấy hoặc sửa dòng tiêu đề.")
    used = set(columns.values())
    return Found(columns, tuple(word for at, word in enumerate(headings) if at not in used and word))


def letters(column: int) -> str:
    """Return a column as Excel names it: 0 is A, 27 is AB."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _key(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())
