"""Dated parameters: every amount, coefficient, age and line of the law, each value with its own source.

A value says from when people are entitled to it (``applied_from``) and when the instrument that sets it took
effect (``in_force_from``). The two differ where arrears are due.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import yaml

from ansinh.core.rules.references import check_reference


class CannotReadParameter(Exception):
    """A parameter file that cannot be used; the message says which value, and what to do."""


class Evidence(StrEnum):
    """How a figure or a rule is known, the surest first."""

    PRIMARY = "primary"
    CONFIRMED = "confirmed"
    SECONDARY = "secondary"
    MEMORY = "memory"
    CARRIED = "carried"
    ESTIMATED = "estimated"
    PROVINCE = "province"


CAVEATS: Mapping[Evidence, str] = {
    Evidence.SECONDARY: "chưa đối chiếu văn bản gốc",
    Evidence.MEMORY: "chưa đối chiếu văn bản gốc, mới ghi theo trí nhớ",
    Evidence.CARRIED: "chưa đối chiếu văn bản gốc: chưa rõ văn bản mới có giữ quy định này không",
    Evidence.ESTIMATED: "tạm tính, chưa có bảng chính thức",
    Evidence.PROVINCE: "theo nghị quyết của tỉnh, chưa đối chiếu văn bản gốc",
}
_RANK = {evidence: place for place, evidence in enumerate(Evidence)}

Table = Mapping[str, int]
Value = bool | int | Mapping[str, int] | None


def weakest(marks: Iterator[Evidence]) -> Evidence:
    """Return the least sure of the marks; primary where there is none."""
    return max(marks, key=_RANK.__getitem__, default=Evidence.PRIMARY)


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value from a day on, and where it stands; ``value`` None: from then on there is none."""

    value: Value
    reference: str
    applied_from: date
    in_force_from: date
    evidence: Evidence
    also: tuple[str, ...] = ()
    """Further references that go with the value: the article that lets a province raise it."""
    checked: str = ""
    """Where two officials of a province read it in the official text; empty where nobody did."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure of the law over time; a coefficient is kept in whole tenths."""

    id: str
    label: str
    unit: str
    values: tuple[DatedValue, ...]
    note: str = ""

    @property
    def is_table(self) -> bool:
        return any(isinstance(value.value, Mapping) for value in self.values)

    @property
    def is_bool(self) -> bool:
        return any(isinstance(value.value, bool) for value in self.values)

    def at(self, *, last_day: date, known_on: date) -> DatedValue | None:
        """Return the value for a month by its last day, of the law as known on a day; None before the first.

        The latest value counts whose instrument was in force then: what came later replaces, also backwards.
        """
        fit = [value for value in self.values if value.applied_from <= last_day and value.in_force_from <= known_on]
        return max(fit, key=lambda value: (value.applied_from, value.in_force_from), default=None)

    def shown(self, value: int) -> str:
        """Return a number of this parameter as people read it: 25 tenths are 2,5."""
        if self.unit == "coefficient":
            return f"{value // 10},{value % 10}"
        return f"{value:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Parameters:
    """All parameters by their ids."""

    by_id: Mapping[str, Parameter] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Parameter:
        return self.by_id[key]

    def __contains__(self, key: object) -> bool:
        return key in self.by_id

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self.by_id.values())

    def joined(self, other: Parameters) -> Parameters:
        """Return both together; the same id twice is an error of the files."""
        double = sorted(set(self.by_id) & set(other.by_id))
        if double:
            raise CannotReadParameter(f"Tham số {double[0]} được khai hai lần: giữ một chỗ.")
        return Parameters({**self.by_id, **other.by_id})


_UNITS = {"vnd", "coefficient", "years", "months", "percent", "points", "count", "kg", "bool", "days"}
_FIELDS = {"value", "reference", "from", "in_force", "evidence"}


def load_parameters(text: str, *, place: str) -> Parameters:
    """Return the parameters of one YAML file; ``place`` names the file in what is said of an error.

    Raises:
        CannotReadParameter: A value that has no source or no day, is a float, or stands twice.
    """
    loaded = yaml.load(text, Loader=_Strict)  # noqa: S506 - a safe loader that refuses what is written twice
    found: dict[str, Parameter] = {}
    for key, body in (loaded or {}).items():
        where = f"{place}: {key}"
        if not isinstance(body, dict) or not body.get("values"):
            raise CannotReadParameter(
                f"{where}: chưa có giá trị nào; khai values với value, reference, from, evidence."
            )
        unit = str(body.get("unit", ""))
        if unit not in _UNITS:
            raise CannotReadParameter(f"{where}: đơn vị “{unit}” không có; chọn một trong {', '.join(sorted(_UNITS))}.")
        values = tuple(_dated(row, unit, f"{where}, giá trị thứ {at}") for at, row in enumerate(body["values"], 1))
        days = [(value.applied_from, value.in_force_from) for value in values]
        if days != sorted(set(days)):
            raise CannotReadParameter(f"{where}: các giá trị phải xếp theo ngày áp dụng, không ngày nào hai lần.")
        found[key] = Parameter(key, str(body.get("label", "")), unit, values, str(body.get("note", "")))
        if not found[key].label:
            raise CannotReadParameter(f"{where}: chưa có tên gọi; khai label bằng tiếng Việt.")
    return Parameters(found)


def _dated(row: Any, unit: str, where: str) -> DatedValue:
    if not isinstance(row, dict) or set(row) - _FIELDS or {"value", "reference", "from", "evidence"} - set(row):
        raise CannotReadParameter(f"{where}: cần đúng các mục value, reference, from, evidence (và in_force nếu khác).")
    applied, in_force = row["from"], row.get("in_force", row["from"])
    if not (isinstance(applied, date) and isinstance(in_force, date)):
        raise CannotReadParameter(f"{where}: from và in_force phải là ngày, viết như 2021-07-01.")
    try:
        evidence = Evidence(row["evidence"])
    except ValueError:
        raise CannotReadParameter(f"{where}: evidence “{row['evidence']}” không có.") from None
    if evidence is Evidence.CONFIRMED:
        raise CannotReadParameter(f"{where}: “confirmed” chỉ có khi hai người của tỉnh đã đối chiếu; ghi nguồn thật.")
    return DatedValue(
        read_value(row["value"], unit, where), check_reference(row["reference"], where), applied, in_force, evidence
    )


def read_value(value: Any, unit: str, where: str) -> Value:
    """Return a value as it is kept: whole numbers, a coefficient ("2.5", in quotes) in tenths.

    Raises:
        CannotReadParameter: A float, or what is not of the unit.
    """
    if isinstance(value, float):
        raise CannotReadParameter(f"{where}: {value} là số thực; ghi số nguyên, hệ số thì ghi trong ngoặc kép.")
    if isinstance(value, dict):
        rows = {str(key): read_value(inner, unit, f"{where}, dòng {key}") for key, inner in value.items()}
        return {key: inner for key, inner in rows.items() if isinstance(inner, int)}
    if value is None or isinstance(value, bool):
        return value
    if unit == "coefficient":
        read = re.fullmatch(r"(\d+)(?:[.,](\d))?0*", str(value))
        if not read:
            raise CannotReadParameter(f"{where}: hệ số “{value}” phải có nhiều nhất một chữ số thập phân, như “1.5”.")
        return int(read[1]) * 10 + int(read[2] or 0)
    if not isinstance(value, int) or value < 0:
        raise CannotReadParameter(f"{where}: “{value}” phải là số nguyên không âm.")
    return value


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads plain YAML; a key written twice in one place is an error, not the last one wins."""


def _mapping(loader: _Strict, node: yaml.MappingNode) -> dict[Any, Any]:
    made: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in made:
            raise CannotReadParameter(f"Dòng {key_node.start_mark.line + 1}: “{key}” được ghi hai lần; giữ một.")
        made[key] = loader.construct_object(value_node, deep=True)
    return made


_Strict.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
