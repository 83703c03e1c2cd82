"""Changes of the law that somebody supposes: a figure, a further group, an amount on top; the law with them; the difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ansinh.core.rules.overlays import CannotOverlay, with_resolutions
from ansinh.core.rules.parameters import CannotReadParameter, DatedValue, Evidence, Parameter, read_value
from ansinh.core.rules.system import MonthOfLaw, System

CHANGEABLE = frozenset({"vnd", "coefficient", "years", "months", "percent", "kg"})
SUPPOSED = "Phương án giả định"
_HERE = "00"


class CannotSuppose(Exception):
    """A change that cannot be worked out; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: ``figure`` with the id of a parameter and its new value as written, ``group``, or ``top_up``.

    ``body`` holds a group's label, coefficient and condition (as resolutions of a province are written), or a top-up's
    programme and amount_vnd.
    """

    kind: str
    parameter: str = ""
    value: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)


class Difference(NamedTuple):
    """Before and after for one programme, or for all that give money (``programme`` ""): people and đồng a month.

    ``more`` and ``less`` count those who would get more and less than now, with the đồng; ``unknown`` those for whom it is
    unknown by either law.
    """

    commune: int
    programme: str
    people_before: int
    people_after: int
    vnd_before: int
    vnd_after: int
    more: int
    more_vnd: int
    less: int
    less_vnd: int
    unknown: int

    @property
    def vnd_change(self) -> int:
        """Return how much more it costs a month, negative where less."""
        return self.vnd_after - self.vnd_before


def changeable(system: System, law: MonthOfLaw) -> list[tuple[Parameter, int]]:
    """Return the figures that can be supposed to be others, with their value in the month."""
    found = []
    for parameter in system.parameters:
        now = law.values[parameter.id]
        if (
            now is not None
            and parameter.unit in CHANGEABLE
            and isinstance(now.value, int)
            and not isinstance(now.value, bool)
        ):
            found.append((parameter, now.value))
    return found


def supposed(system: System, changes: Sequence[Change], law: MonthOfLaw) -> System:
    """Return the law with the changes, for the month of ``law``. Raises CannotSuppose."""
    if not changes:
        raise CannotSuppose("Chưa có thay đổi nào: chọn ít nhất một mức, một nhóm hoặc một khoản thêm.")
    made = system
    resolutions: list[dict[str, Any]] = []
    for change in changes:
        if change.kind == "figure":
            made = _with_figure(made, change, law)
        else:
            resolutions.append(_resolution(change, len(resolutions) + 1, law))
    try:
        return with_resolutions(made, resolutions, province=_HERE)
    except CannotOverlay as error:
        raise CannotSuppose(str(error).replace("Nghị quyết thứ", "Thay đổi thứ")) from error


def _with_figure(system: System, change: Change, law: MonthOfLaw) -> System:
    if change.parameter not in system.parameters:
        raise CannotSuppose(f"Không có mức “{change.parameter}”: chọn lại trong danh sách.")
    parameter = system.parameters[change.parameter]
    written: Any = change.value.strip().replace(".", "") if parameter.unit != "coefficient" else change.value.strip()
    try:
        value = read_value(
            int(written) if parameter.unit != "coefficient" else written, parameter.unit, parameter.label
        )
    except (ValueError, CannotReadParameter):
        hint = "một hệ số như 1,5" if parameter.unit == "coefficient" else "một số nguyên không âm, như 600.000"
        raise CannotSuppose(f"{parameter.label}: “{change.value}” không đọc được; ghi {hint}.") from None
    day = law.last_day
    now = DatedValue(value, SUPPOSED, day, min(day, law.known_on), Evidence.ESTIMATED)
    return system.with_parameter(parameter.id, [*parameter.values, now])


def _resolution(change: Change, at: int, law: MonthOfLaw) -> dict[str, Any]:
    start = min(law.first_day, law.known_on)
    common = {"province_code": _HERE, "from": start, "to": None, "reference": SUPPOSED}
    if change.kind == "group":
        return common | {"kind": "add_group", "group": f"supposed_{at}"} | dict(change.body)
    if change.kind == "top_up":
        return common | {"kind": "top_up"} | dict(change.body)
    raise CannotSuppose(f"Loại thay đổi “{change.kind}” không có.")
