"""The figure of a larger place from those of its parts, by the indicator's own rule; refused where a part is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ansinh.core.catalogue.model import Entry, PlaceAxis


class CannotRollUp(Exception):
    """The parts cannot be put together; the message says which part lacks what, and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a place: its value, or numerator and denominator, and the weight recorded for it."""

    name: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    weight: Decimal | None = None


def roll_up(entry: Entry, parts: Sequence[Part]) -> Decimal:
    """Return the figure of the whole. Percentages are never averaged: sums are divided, or recorded weights used.

    Raises CannotRollUp, also for indicators that exist for one level only.
    """
    name = f"“{entry.name_vi}”"
    if not parts:
        raise CannotRollUp(f"Không gộp được {name}: chưa có số của đơn vị nào.")
    if entry.place_axis == PlaceAxis.SUM:
        return sum((_given(part, "value", "giá trị", name) for part in parts), Decimal(0))
    if entry.place_axis == PlaceAxis.RATIO_OF_SUMS:
        above = sum((_given(part, "numerator", "tử số", name) for part in parts), Decimal(0))
        below = sum((_given(part, "denominator", "mẫu số", name) for part in parts), Decimal(0))
        if below == 0:
            raise CannotRollUp(f"Không gộp được {name}: tổng mẫu số bằng 0. Kiểm tra lại mẫu số của từng đơn vị.")
        return above / below * Decimal(entry.per or "1")
    if entry.place_axis == PlaceAxis.WEIGHTED:
        return _weighted(name, parts)
    raise CannotRollUp(f"{name} chỉ có nghĩa ở cấp ra số, không gộp từ đơn vị dưới. Lấy số của cơ quan công bố.")


def _weighted(name: str, parts: Sequence[Part]) -> Decimal:
    missing = [part.name for part in parts if part.weight is None]
    if missing:
        shown = ", ".join(missing[:3]) + (f" và {len(missing) - 3} đơn vị khác" if len(missing) > 3 else "")
        raise CannotRollUp(
            f"Không gộp được {name}: đây là số bình quân có quyền số, chưa ghi quyền số của {shown}. "
            "Ghi quyền số và nguồn ở trang của chỉ tiêu chuẩn rồi gộp lại."
        )
    weights = sum((part.weight for part in parts if part.weight is not None), Decimal(0))
    if weights <= 0:
        raise CannotRollUp(f"Không gộp được {name}: tổng quyền số không lớn hơn 0. Kiểm tra lại quyền số.")
    total = sum((_given(part, "value", "giá trị", name) * (part.weight or Decimal(0)) for part in parts), Decimal(0))
    return total / weights


def _given(part: Part, field: str, word: str, name: str) -> Decimal:
    value = getattr(part, field)
    if not isinstance(value, Decimal):
        raise CannotRollUp(f"Không gộp được {name}: thiếu {word} của {part.name}. Nhập {word} rồi gộp lại.")
    return value
