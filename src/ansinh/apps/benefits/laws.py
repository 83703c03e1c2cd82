"""The two laws that a supposition holds against each other: that of the province as it is, and with what is supposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from ansinh.apps.benefits.households import last_day
from ansinh.apps.law.models import LawChange
from ansinh.apps.law.refusals import NotHere as NoDecree
from ansinh.apps.law.selectors.changing import get_change, list_changes, systems_of, values_of
from ansinh.apps.law.selectors.confirmed import confirmed_system, law_known_on, province_of
from ansinh.apps.territory.models import Unit
from ansinh.core.rules.system import MonthOfLaw, System
from ansinh.entitlement.changes import CannotSuppose, Change, supposed

DECREE = "decree"
MOST_MONTHS = 24
"""How far back arrears of a decree are worked out."""


@dataclass(frozen=True, slots=True)
class Laws:
    """The law of a month without and with what is supposed; ``arrears`` the months before for which a decree gives more later."""

    before: MonthOfLaw
    after: System
    arrears: tuple[date, ...]

    def earlier(self) -> Iterator[tuple[date, MonthOfLaw]]:
        """Yield the law without the decree for each month of arrears."""
        for month in self.arrears:
            yield month, self.before.system.month(f"{month:%Y-%m}", known_on=self.before.known_on)


def laws_for(changes: Sequence[Change], *, month: date, unit: Unit, on: date) -> Laws:
    """Return the two laws for the changes of a supposition in a month. Raises CannotSuppose."""
    province = province_of(unit)
    decree = next((each for each in changes if each.kind == DECREE), None)
    others = [each for each in changes if each.kind != DECREE]
    try:
        without, with_it = (
            systems_of(UUID(decree.parameter), province=province, on=on)
            if decree is not None
            else (confirmed_system(province=province, on=on),) * 2
        )
    except (NoDecree, ValueError) as error:
        raise CannotSuppose("Không còn văn bản này ở tỉnh: chọn lại trong danh sách.") from error
    days = _days(decree, province)
    known = law_known_on(province=province, on=on, until=last_day(month))
    known_on = max([known, *(in_force for _applied, in_force in days)])
    before = without.month(f"{month:%Y-%m}", known_on=known_on)
    if decree is not None and not others and with_it is without:
        raise CannotSuppose("Văn bản này chưa có giá trị nào được gắn: gắn ở trang Đổi luật rồi tính lại.")
    after = supposed(with_it, others, before) if others or decree is None else with_it
    return Laws(before, after, _arrears(days, month))


def decrees_of(unit: Unit | None) -> list[tuple[str, str]]:
    """Return the decrees that a unit's province has taken in: id and what to read."""
    rows = list_changes(province=province_of(unit)) if unit is not None else []
    return [
        (str(row.pk), f"{row.text.number} ({confirmed} đã xác nhận, {waiting} chờ)") for row, confirmed, waiting in rows
    ]


def decree_in_words(change: Change, unit: Unit) -> str:
    """Return a decree as a line of a supposition."""
    try:
        found: LawChange = get_change(change.parameter, province=province_of(unit))
    except (NoDecree, ValueError):
        return "Theo một văn bản đã bỏ"
    values = [each for each in values_of(found) if each.state in ("waiting", "confirmed")]
    waiting = sum(each.state == "waiting" for each in values)
    note = f", {waiting} giá trị chờ người thứ hai" if waiting else ""
    return f"Theo {found.text.number}: {len(values)} giá trị{note}"


def _days(decree: Change | None, province: str) -> list[tuple[date, date]]:
    if decree is None:
        return []
    values = values_of(get_change(decree.parameter, province=province))
    return [(each.applied_from, each.in_force_from) for each in values if each.state in ("waiting", "confirmed")]


def _arrears(days: Sequence[tuple[date, date]], month: date) -> tuple[date, ...]:
    """Return the months from the first day of application to the one in which the decree takes effect, before ``month``."""
    late = [(applied, in_force) for applied, in_force in days if applied < in_force.replace(day=1)]
    if not late:
        return ()
    first = min(applied for applied, _in_force in late).replace(day=1)
    end = min(max(in_force for _applied, in_force in late).replace(day=1), month)
    found: list[date] = []
    while first < end:
        found.append(first)
        first = (first + timedelta(days=32)).replace(day=1)
    return tuple(found[-MOST_MONTHS:])
