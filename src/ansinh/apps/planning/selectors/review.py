"""What the review page shows: rows with their findings, and who did what last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from ansinh.apps.planning.models import (
    Assignment,
    Finding,
    FindingState,
    Indicator,
    Plan,
    ReadItem,
    ReviewAction,
    ReviewState,
    Target,
    Task,
)
from ansinh.apps.planning.services.values import KINDS

# The family of checks that compare the running text with the annex.
AGAINST_ANNEX = "loi-van-phu-luc."


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One row under review with the findings that hang on it."""

    kind: str
    item: Any
    findings: tuple[Finding, ...]

    @property
    def key(self) -> str:
        """Return the name of the row on the page and in the marks of the document."""
        return f"{self.kind}-{self.item.pk}"

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """Return the findings nobody has decided on."""
        return tuple(finding for finding in self.findings if finding.state == FindingState.OPEN)

    @property
    def status(self) -> str:
        """Return the code of the row's state; a pending row with a finding says so."""
        if self.item.state == ReviewState.PENDING and self.open_findings:
            return "suspect"
        return str(self.item.state)

    @property
    def status_word(self) -> str:
        """Return the words of the row's state."""
        if self.status == "suspect":
            if all(finding.rule.startswith(AGAINST_ANNEX) for finding in self.open_findings):
                return "Khác văn xuôi"
            return "Nghi sai" if any(finding.severity == "high" for finding in self.open_findings) else "Có lưu ý"
        return str(self.item.get_state_display())


def list_rows(plan: Plan, kind_code: str, *, group: str = "", only: str = "") -> list[ReviewRow]:
    """Return the rows of one kind in the order of the document.

    ``group`` narrows to one group or section; ``only`` is "", "pending" or "flagged".
    """
    rows = _rows(plan, kind_code)
    if group:
        rows = rows.filter(**{"group" if kind_code == "indicator" else "section": group})
    if only == "pending":
        rows = rows.filter(state=ReviewState.PENDING)
    shown = [_review_row(kind_code, item) for item in rows]
    return [row for row in shown if row.findings] if only == "flagged" else shown


def get_row(plan: Plan, kind_code: str, item_id: int) -> ReviewRow | None:
    """Return one row, or None when the plan has no such row."""
    item = _rows(plan, kind_code).filter(pk=item_id).first()
    return None if item is None else _review_row(kind_code, item)


def _rows(plan: Plan, kind_code: str) -> QuerySet[Any]:
    manager: Any = KINDS[kind_code].model._default_manager
    rows: QuerySet[Any] = (
        manager.filter(plan=plan).exclude(state=ReviewState.PLANNED).select_related("decided_by").order_by("ordinal")
    )
    if kind_code in ("indicator", "task"):
        assignments = Assignment.objects.select_related("mention", "mention__agency").order_by("role", "ordinal")
        rows = rows.prefetch_related(
            Prefetch("assignments", assignments), Prefetch("findings", Finding.objects.order_by("ordinal"))
        )
    if kind_code == "indicator":
        rows = rows.prefetch_related(Prefetch("targets", Target.objects.order_by("ordinal")))
    return rows


def _review_row(kind_code: str, item: ReadItem) -> ReviewRow:
    findings = tuple(item.findings.all()) if isinstance(item, Indicator | Task) else ()
    return ReviewRow(kind_code, item, findings)


def list_groups(plan: Plan, kind_code: str) -> list[str]:
    """Return the groups of indicators, or sections of tasks, in the order of the document."""
    if kind_code not in ("indicator", "task"):
        return []
    name = "group" if kind_code == "indicator" else "section"
    rows = KINDS[kind_code].model._default_manager.filter(plan=plan).order_by("ordinal").values_list(name, flat=True)
    return [group for group in dict.fromkeys(rows) if group]


def list_target_years(plan: Plan) -> list[int | None]:
    """Return the years that a plan states targets for, in order; None stands for no year printed.

    They do not change with the filters, so the columns of a row stay the same under each of them.
    """
    years = set(Target.objects.filter(indicator__plan=plan).values_list("year", flat=True))
    return sorted(years, key=lambda year: (year is None, year or 0))


def get_last_action(plan: Plan, actor: Any) -> ReviewAction | None:
    """Return the act that this person would undo next, if any."""
    return ReviewAction.objects.filter(plan=plan, actor=actor, undone_at=None).order_by("-id").first()


def get_latest_save(plan: Plan) -> ReviewAction | None:
    """Return the newest act on the plan, whoever did it: what "Đã lưu" on the page speaks of."""
    return ReviewAction.objects.filter(plan=plan).select_related("actor").order_by("-id").first()
