"""The first day of the unemployment allowance: the 16th day after filing by the old law, the 11th working day by the new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from ansinh.core.rules.system import MonthOfLaw
from ansinh.rulebook.unemployment_insurance.rules import NEW_FROM

OLD_LAW_DAY = 16
NEW_LAW_WORKING_DAY = 11


def first_day(facts: Mapping[str, Any], law: MonthOfLaw) -> tuple[date | None, bool]:
    """Return the first day paid, and whether the calendar of the year was published.

    Counted from the day after the file is complete. Not part of the rules that run over registers: databases know
    no working days.
    """
    filed = facts.get("unemployment.filing_date")
    if not isinstance(filed, date) or filed.year > law.last_day.year + 1:
        return None, False
    if filed < NEW_FROM:
        return filed + timedelta(days=OLD_LAW_DAY), True
    off, worked, sure_until = _calendar()
    day, left = filed, NEW_LAW_WORKING_DAY
    while left:
        day += timedelta(days=1)
        if (day.weekday() < 5 and day not in off) or day in worked:
            left -= 1
    return day, day <= sure_until


@cache
def _calendar() -> tuple[frozenset[date], frozenset[date], date]:
    place = files("ansinh.rulebook") / "unemployment_insurance" / "days_off.yaml"
    loaded = yaml.safe_load(place.read_text(encoding="utf-8"))
    return frozenset(loaded["days_off"]), frozenset(loaded["days_worked"]), loaded["sure_until"]
