"""Statistics as SDMX-CSV 2.0: one observation a line, points as decimal signs, no byte order mark."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import IO

from ansinh.core.progress.periods import Period, PeriodKind

STRUCTURE = "ANSINH:DF_ANSINH(1.0)"
COLUMNS = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "FREQ",
    "REF_AREA",
    "INDICATOR",
    "BREAKDOWN",
    "TIME_PERIOD",
    "OBS_VALUE",
    "UNIT_MEASURE",
    "OBS_STATUS",
    "NUMERATOR",
    "DENOMINATOR",
    "COVERAGE",
    "REPORTED_BY",
)
_FREQUENCIES = {
    PeriodKind.MONTH: "M",
    PeriodKind.QUARTER: "Q",
    PeriodKind.HALF: "S",
    PeriodKind.NINE_MONTHS: "_O",
    PeriodKind.YEAR: "A",
}
WHOLE = "_T"


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of a place for a period; ``breakdown`` "" is everybody. ``known`` of ``expected`` places reported."""

    area: str
    indicator: str
    breakdown: str
    period: Period
    value: Decimal | None
    unit: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    known: int = 1
    expected: int = 1
    reported_by: str = ""


def write_sdmx(out: IO[bytes], observations: Iterable[Observation]) -> int:
    """Write figures as SDMX-CSV and return how many lines there are.

    OBS_STATUS: A normal, P provisional (places still missing), M missing.
    """
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    count = 0
    try:
        writer.writerow(COLUMNS)
        for one in observations:
            writer.writerow(_line(one))
            count += 1
    finally:
        text.flush()
        text.detach()
    return count


def _line(one: Observation) -> list[str]:
    status = "M" if one.value is None else "P" if one.known < one.expected else "A"
    return [
        "dataflow",
        STRUCTURE,
        "I",
        _FREQUENCIES[one.period.kind],
        one.area,
        one.indicator,
        one.breakdown.replace("/", "__") or WHOLE,
        time_period(one.period),
        _plain(one.value),
        one.unit,
        status,
        _plain(one.numerator),
        _plain(one.denominator),
        f"{one.known}/{one.expected}",
        one.reported_by,
    ]


def time_period(period: Period) -> str:
    """Return a period as SDMX writes it: 2026, 2026-Q3, 2026-S1, 2026-08; nine months as a range of time."""
    match period.kind:
        case PeriodKind.YEAR | PeriodKind.QUARTER:
            return period.code
        case PeriodKind.HALF:
            return f"{period.year}-S{period.part}"
        case PeriodKind.MONTH:
            return f"{period.year}-{period.part:02}"
        case PeriodKind.NINE_MONTHS:
            return f"{period.year}-01-01/P9M"


def _plain(value: Decimal | None) -> str:
    if value is None:
        return ""
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
