"""How the law is written on pages: figures with their unit, rows of tables, what a programme gives, kinds of change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansinh.core.rules.expressions import Kind
from ansinh.core.rules.model import ALWAYS, Programme, Rule
from ansinh.core.rules.parameters import Parameter, Value

UNITS: Mapping[str, str] = {
    "vnd": "đồng",
    "coefficient": "hệ số",
    "years": "tuổi",
    "months": "tháng",
    "percent": "%",
    "points": "điểm",
    "count": "chỉ số",
    "kg": "kg",
    "bool": "có, không",
    "days": "ngày",
}
_GIVES: Mapping[str, str] = {
    "amount_vnd": "tiền",
    "quantity": "gạo (kg)",
    "coefficient": "hệ số",
    "cover": "loại thẻ",
    "class": "mức sống của hộ",
    "months": "số tháng",
    "percent": "tỷ lệ hỗ trợ",
}
NO_LONGER = "không còn"


def say_value(parameter: Parameter, value: Value) -> str:
    """Return a value with its unit: "540.000 đồng", "2,5", "bảng 80 dòng", "không còn"."""
    if value is None:
        return NO_LONGER
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, Mapping):
        return f"bảng {len(value)} dòng"
    shown = parameter.shown(value)
    return shown if parameter.unit in ("coefficient", "bool") else f"{shown} {UNITS[parameter.unit]}"


def say_gives(programme: Programme) -> str:
    """Return what a programme answers: "tiền, hệ số"."""
    return ", ".join(_GIVES[name] for name in programme.fields)


def say_result(rule: Rule) -> str:
    """Return what a rule gives: "số tiền", "hệ số", "có hay không", "số"."""
    if rule.kind is Kind.BOOL:
        return "có, không"
    return {"vnd": "đồng", "coefficient": "hệ số"}.get(rule.unit, "số")


def since(day: Any) -> str:
    """Return a day from which something holds; "từ trước" for what has no beginning in the rulebook."""
    return "từ trước" if day == ALWAYS else f"{day:%d/%m/%Y}"
