"""Money of tasks added up by source: allocated, spent, left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ansinh.apps.planning.models import Task
from ansinh.apps.reporting.models import FundEntry, FundSource


@dataclass(frozen=True, slots=True)
class SourceSum:
    """What came from one source and what was spent of it, in đồng."""

    label: str
    allocated_vnd: int
    spent_vnd: int

    @property
    def left_vnd(self) -> int:
        """Return what is left; below zero more was spent than allocated, which the page says."""
        return self.allocated_vnd - self.spent_vnd


def list_funds(task: Task) -> list[FundEntry]:
    """Return every amount of a task, also those taken back, in the order of days."""
    return list(FundEntry.objects.filter(task=task).select_related("entered_by", "withdrawn_by"))


def sum_funds(entries: Iterable[FundEntry]) -> list[SourceSum]:
    """Return the sums by source and at the end their total; nothing where nothing was entered."""
    sums: dict[str, list[int]] = {}
    for entry in entries:
        if entry.withdrawn_at is None:
            sums.setdefault(entry.source, [0, 0])[entry.kind == "spent"] += entry.amount_vnd
    rows = [SourceSum(label, *sums[code]) for code, label in FundSource.choices if code in sums]
    if len(rows) > 1:
        rows.append(SourceSum("Cộng", sum(r.allocated_vnd for r in rows), sum(r.spent_vnd for r in rows)))
    return rows
