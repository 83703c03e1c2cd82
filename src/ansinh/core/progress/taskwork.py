"""The status of a task from what was last said of it, its day, and the event it waits for; never typed by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ansinh.core.progress.periods import Period, PeriodKind

# "quý" with its mark: without it the word could be "quỹ".
_EVERY_QUARTER = re.compile(r"\b(?:hằng|hàng|mỗi|từng)\s+quý\b", re.IGNORECASE)
NOT_STARTED, IN_PROGRESS, DONE = "not_started", "in_progress", "done"


@dataclass(frozen=True, slots=True)
class WorkStatus:
    """A task's status on a day; ``days`` is by how many days it is overdue or was done late."""

    code: str
    days: int = 0

    @property
    def words(self) -> str:
        """Return the days in words for beside the status, "" where there are none."""
        if self.code == "overdue":
            return f"quá hạn {self.days} ngày"
        return f"trễ {self.days} ngày" if self.code == "done_late" else ""


def work_status(
    *,
    said: str | None,
    said_on: date | None,
    due: date | None,
    today: date,
    waits: bool = False,
    silence_is_unknown: bool = False,
) -> WorkStatus:
    """Return the status of one instance of a task on a day.

    ``said`` is the last word (not_started, in_progress, done) and ``said_on`` its day; ``waits``: its event has not come.
    ``silence_is_unknown``: the instance began before the plan was put to work, so that saying nothing is not lateness.
    """
    if said == DONE:
        if due is None or said_on is None:
            return WorkStatus("done")
        late = (said_on - due).days
        return WorkStatus("done_late", late) if late > 0 else WorkStatus("done_on_time")
    if waits:
        return WorkStatus("waiting_event")
    if said is None and silence_is_unknown:
        return WorkStatus("unknown")
    if due is not None and due < today:
        return WorkStatus("overdue", (today - due).days)
    return WorkStatus(said or NOT_STARTED)


def instance_periods(
    *,
    kind: str,
    quarter: int | None,
    from_year: int | None,
    to_year: int | None,
    begins: date,
    today: date,
    words: str = "",
) -> list[Period | None]:
    """Return the instances of a task that have begun by a day, oldest first; None is a task that is done once.

    Yearly and permanent tasks have one a year, quarterly ones one a quarter. A quarter named with "hằng năm" is the
    deadline of the year; ``words`` as printed tell "hằng quý" where the kind only says every year. Where none has begun, the first to come is returned, so that nothing is out of sight.
    """
    quarterly = quarter is None and (
        kind == "quarter_annual" or (kind == "annual" and _EVERY_QUARTER.search(words) is not None)
    )
    if not quarterly and kind not in ("annual", "quarter_annual", "open"):
        return [None]
    first = max(begins.year, from_year or begins.year)
    last = min(today.year, to_year or today.year)
    years = range(first, last + 1) if first <= last else range(first, first + 1)
    if not quarterly:
        return [Period(year, PeriodKind.YEAR) for year in years]
    quarters = [Period(year, PeriodKind.QUARTER, part) for year in years for part in range(1, 5)]
    quarters = [one for one in quarters if one.end >= begins]
    begun = [one for one in quarters if one.start <= today]
    return [*(begun or quarters[:1])]
