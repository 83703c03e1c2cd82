"""What the rows of a table of the law are called: rows of an annex, rates of injury, regions of wages."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FAMILIES = {
    "ncc.table.tb": "Thương binh, người hưởng chính sách như thương binh",
    "ncc.table.tbb": "Thương binh loại B",
    "ncc.bb": "Bệnh binh",
    "ncc.cdhh": "Người hoạt động kháng chiến bị nhiễm chất độc hóa học",
    "ncc.cdhh_con": "Con đẻ của người hoạt động kháng chiến bị nhiễm chất độc hóa học",
    "ncc.liet_si": "Thân nhân liệt sĩ",
    "ncc.oneoff.injury": "Người bị thương có tỷ lệ tổn thương cơ thể từ 5% đến 20%",
}
_ANNEXES = ("merit_monthly", "merit_one_off", "merit_yearly")
_BY_START = {"ncc.table.": "Tỷ lệ tổn thương cơ thể {key}%", "wage.region.": "Vùng {key}"}


@dataclass(frozen=True, slots=True)
class RowName:
    """How a row of a table is printed: its number in the annex, empty where it has none, and its name."""

    no: str
    name: str

    def __str__(self) -> str:
        return f"{self.no} {self.name}".strip()


def row_name(parameter: str, key: str) -> RowName:
    """Return what a row of a parameter's table is called; its key where nobody named it."""
    said = next((words for start, words in _BY_START.items() if parameter.startswith(start)), None)
    if said is not None:
        return RowName("", said.format(key=key))
    return _annex().get(key, RowName("", key))


def title_name(category: str) -> str:
    """Return what a merit title of a case or a person is called: a row of the annex, or a family of rows."""
    return _FAMILIES.get(category) or row_name("ncc.monthly", category).name


def row_keys(folder: str) -> tuple[str, ...]:
    """Return the keys of the rows that are named beside a programme's rules."""
    return tuple(_named(folder))


@cache
def _annex() -> Mapping[str, RowName]:
    return {key: name for folder in _ANNEXES for key, name in _named(folder).items()}


@cache
def _named(folder: str) -> Mapping[str, RowName]:
    text = (files("ansinh.rulebook") / folder / "rows.csv").read_text(encoding="utf-8")
    return {row["key"]: RowName(row["no"], row["name"]) for row in csv.DictReader(text.splitlines())}
