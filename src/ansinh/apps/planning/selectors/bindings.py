"""The indicators of a plan with their place in the catalogue, as a work list."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from ansinh.apps.planning.models import (
    BindingAction,
    BindingState,
    Indicator,
    IndicatorBinding,
    Plan,
    ReviewState,
    Target,
)
from ansinh.core.catalogue import SURE

FILTERS = {
    "": ("Tất cả", Q()),
    "cho": ("Chờ quyết định", Q(state=BindingState.PROPOSED)),
    "chua-chac": (
        "Chưa chắc",
        Q(state=BindingState.PROPOSED, entry__isnull=False, confidence__lt=Decimal(str(SURE))),
    ),
    "chua-gan": ("Chưa gắn", Q(state=BindingState.PROPOSED, entry__isnull=True)),
    "xac-nhan": ("Đã xác nhận", Q(state=BindingState.CONFIRMED)),
    "bac": ("Không có trong danh mục", Q(state=BindingState.REFUSED)),
}


@dataclass(frozen=True, slots=True)
class BindingCounts:
    """How many rows a plan has in each filter, and how many offers can be confirmed at once."""

    by_filter: dict[str, int]
    sure: int

    @property
    def total(self) -> int:
        """Return how many rows there are."""
        return self.by_filter[""]

    @property
    def decided(self) -> int:
        """Return how many rows a person has decided on."""
        return self.by_filter["xac-nhan"] + self.by_filter["bac"]


def _rows(plan: Plan) -> QuerySet[IndicatorBinding]:
    return IndicatorBinding.objects.filter(indicator__plan=plan).exclude(indicator__state=ReviewState.REJECTED)


def list_bindings(plan: Plan, *, only: str = "") -> list[IndicatorBinding]:
    """Return the bindings of a plan in the order of the document; ``only`` is a key of FILTERS."""
    _, condition = FILTERS.get(only, FILTERS[""])
    targets = Target.objects.exclude(comparator="").select_related("indicator").order_by("year", "ordinal")
    rows = _rows(plan).filter(condition).select_related("indicator", "entry", "decided_by")
    rows = rows.defer("indicator__marks", "indicator__read")
    return list(rows.prefetch_related(Prefetch("indicator__targets", targets)).order_by("indicator__ordinal"))


def count_bindings(plan: Plan) -> BindingCounts:
    """Return the counts that stand above the list."""
    sure = FILTERS["cho"][1] & Q(entry__isnull=False, confidence__gte=Decimal(str(SURE)))
    counts = {key.replace("-", "_") or "all": Count("pk", filter=q) for key, (_, q) in FILTERS.items()}
    found = _rows(plan).aggregate(**counts, sure=Count("pk", filter=sure))
    return BindingCounts({key: found[key.replace("-", "_") or "all"] for key in FILTERS}, found["sure"])


def count_unoffered(plan: Plan) -> int:
    """Return how many rows of a plan have no binding yet: read before the catalogue was there."""
    return Indicator.objects.filter(plan=plan, binding=None).exclude(state=ReviewState.REJECTED).count()


def get_last_binding_action(plan: Plan, actor: Any) -> BindingAction | None:
    """Return the act that this person would undo next, if any."""
    return BindingAction.objects.filter(plan=plan, actor=actor, undone_at=None).order_by("-id").first()


def list_recent_actions(plan: Plan, *, most: int = 8) -> list[BindingAction]:
    """Return the latest acts on a plan's bindings, whoever did them."""
    return list(BindingAction.objects.filter(plan=plan).select_related("actor").order_by("-id")[:most])
