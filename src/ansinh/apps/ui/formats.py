"""How figures, money, days and periods are written on pages, letters and exports, the same everywhere."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from ansinh.core.text import write_date, write_number, write_roman

MISSING = "–"
NBSP = "\u00a0"
MINUS = "\u2212"

Figure = int | Decimal | float


def number(value: Figure | None, *, places: int | None = None) -> str:
    """Write a figure: "1.234.567,8"; an unknown value is "–", never 0.

    ``places`` rounds half up and keeps that many decimals; without it only the decimals that say something.
    """
    if value is None:
        return MISSING
    exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        return MISSING
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = write_number(abs(exact), decimals=places)
    return MINUS + text if exact < 0 else text


def signed(value: Figure | None, *, places: int | None = None) -> str:
    """Write a change with its sign: "+0,35", "−1,2", "0"."""
    text = number(value, places=places)
    return f"+{text}" if value is not None and value > 0 and text != MISSING else text


def percent(value: Figure | None, *, places: int | None = 1) -> str:
    """Write a share that is already in per cent: 95.1 becomes "95,1 %" (the space does not break)."""
    text = number(value, places=places)
    return text if text == MISSING else f"{text}{NBSP}%"


def vnd(value: int | None) -> str:
    """Write an amount of money: "540.000 đồng" (the space does not break)."""
    text = number(value)
    return text if text == MISSING else f"{text}{NBSP}đồng"


def day(value: dt.date | dt.datetime | None) -> str:
    """Write a day: "22/11/2026"; a moment is taken in Vietnam's time."""
    if value is None:
        return MISSING
    return write_date(_local_day(value))


def day_short(value: dt.date | dt.datetime | None) -> str:
    """Write a day without its year, for lists of one year: "25/11"."""
    return MISSING if value is None else day(value)[:5]


def moment(value: dt.datetime | None) -> str:
    """Write a moment: "07:30 ngày 22/11/2026"."""
    if value is None:
        return MISSING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M} ngày {write_date(local.date())}"


def clock(value: dt.datetime | None) -> str:
    """Write the time of day: "10:32"."""
    if value is None:
        return MISSING
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%H:%M}"


def quarter(value: dt.date | tuple[int, int] | None) -> str:
    """Write a quarter: "Quý III/2026", from a day in it or from (year, quarter)."""
    if value is None:
        return MISSING
    year, nth = value if isinstance(value, tuple) else (value.year, (value.month - 1) // 3 + 1)
    return f"Quý {write_roman(nth)}/{year}"


def days_left(due: dt.date | None, *, today: dt.date) -> str:
    """Say how far a deadline is: "còn 3 ngày", "hôm nay", "quá hạn 5 ngày"."""
    if due is None:
        return MISSING
    left = (_local_day(due) - today).days
    if left == 0:
        return "hôm nay"
    return f"còn {number(left)} ngày" if left > 0 else f"quá hạn {number(-left)} ngày"


_SIGNS = {"=": "", "<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ ", "approx": "khoảng "}


def comparator(
    sign: str | None,
    low: Figure | None = None,
    high: Figure | None = None,
    *,
    keep: bool = False,
    words: str | None = None,
    exact: bool = False,
) -> str:
    """Write a target as we read it: "≥ 97,5", "85–90", "giữ ≥ 99", or the words of a qualitative one.

    ``sign`` is one of =, <, <=, >, >=, range, approx, qualitative; ``exact`` prints "=" before a plain
    value where the review must show that the document states none.
    """
    held = "giữ " if keep else ""
    if sign is None or sign == "qualitative":
        return (words or "").strip() or held.strip() or MISSING
    if sign == "range":
        return f"{held}{number(low)}–{number(high)}"
    bound = low if low is not None else high
    if bound is None:
        return held.strip() or MISSING
    mark = "= " if exact and sign == "=" else _SIGNS.get(sign, f"{sign} ")
    return f"{held}{mark}{number(bound)}"


def _local_day(value: dt.date | dt.datetime) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value
