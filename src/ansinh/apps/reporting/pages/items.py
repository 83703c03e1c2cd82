"""What an address says a new entry is about: a plan, or one task, indicator or duty of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.db import models
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from ansinh.apps.planning.models import Indicator, Plan, PlanState, ReportDuty, Task
from ansinh.apps.planning.models.items import IN_USE

Found = TypeVar("Found", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Item:
    """The plan and at most one item of it."""

    plan: Plan | None = None
    task: Task | None = None
    indicator: Indicator | None = None
    duty: ReportDuty | None = None

    @property
    def name(self) -> str:
        """Return the item as printed."""
        if self.duty is not None:
            return self.duty.what or "Mốc báo cáo"
        one = self.task or self.indicator
        return one.name if one is not None else self.plan.short_title if self.plan is not None else ""

    def fields(self, *names: str) -> dict[str, Any]:
        """Return the items by name, as services take them."""
        return {name: getattr(self, name) for name in names}


def item_asked(request: HttpRequest) -> Item:
    """Return what the address names: ?nhiem-vu=, ?chi-tieu=, ?moc= or ?ke-hoach=; of running plans only."""
    for name, model, field in (
        ("nhiem-vu", Task, "task"),
        ("chi-tieu", Indicator, "indicator"),
        ("moc", ReportDuty, "duty"),
    ):
        raw = request.GET.get(name, "")
        if raw:
            if not raw.isdecimal() or len(raw) > 18:
                raise Http404("Không có mục này.")
            rows: Any = model._default_manager.select_related("plan__scope_unit", "plan__file")
            row = get_object_or_404(rows, pk=int(raw), state__in=IN_USE, plan__state=PlanState.RUNNING)
            return Item(plan=row.plan, **{field: row})
    raw = request.GET.get("ke-hoach", "")
    if raw:
        try:
            key = UUID(raw)
        except ValueError as error:
            raise Http404("Không có kế hoạch này.") from error
        plans = Plan.objects.select_related("scope_unit", "file")
        return Item(plan=get_object_or_404(plans, pk=key, state=PlanState.RUNNING))
    return Item()


def first_error(form: forms.Form) -> str:
    """Return what is wrong with a form in one sentence."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")
