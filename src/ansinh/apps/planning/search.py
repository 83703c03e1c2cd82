"""What the planning room finds for the search box of every page; no diacritics are needed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.urls import reverse

from ansinh.apps.planning.models import Citation, Indicator, Plan, Task
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.names import full_name, parent_name
from ansinh.apps.planning.selectors.words import with_words
from ansinh.apps.planning.templatetags.planning import as_stated
from ansinh.apps.ui.search import Hit
from ansinh.core.text import fold


def search(*, user: Any, text: str, limit: int) -> list[Hit]:
    """Return plans, indicators and tasks in use, and cited instruments that hold every word; each kind cut at limit."""
    if not user.has_perm("planning.view_plan") or not fold(text).split():
        return []
    kinds = (_plans(text), _indicators(text), _tasks(text), _citations(text))
    return [hit for kind in kinds for hit in islice(kind, limit)]


def _plans(text: str) -> Iterator[Hit]:
    rows = Plan.objects.select_related("file").defer("file__content", "file__text", "file__blocks")
    for plan in with_words(rows, text).order_by("-created_at"):
        yield Hit("Kế hoạch", plan.short_title, reverse("planning:plan", args=[plan.pk]), plan.title[:160])


def _indicators(text: str) -> Iterator[Hit]:
    rows = Indicator.objects.filter(state__in=IN_USE).annotate(parent_name=parent_name()).select_related("plan")
    rows = rows.prefetch_related("targets__indicator")
    for row in with_words(rows, text).order_by("plan_id", "ordinal").iterator(chunk_size=50):
        stated = ", ".join(f"{as_stated(target)} ({target.year or '–'})" for target in row.targets.all())
        address = reverse("planning:indicator", args=[row.plan_id, row.pk])
        yield Hit("Chỉ tiêu", full_name(row), address, f"{row.plan.number or row.plan.title[:60]} · {stated}")


def _tasks(text: str) -> Iterator[Hit]:
    rows = Task.objects.filter(state__in=IN_USE).select_related("plan")
    for row in with_words(rows, text).order_by("plan_id", "ordinal").iterator():
        address = reverse("planning:task", args=[row.plan_id, row.pk])
        yield Hit("Nhiệm vụ", row.name, address, f"{row.plan.number or row.plan.title[:60]} · {row.schedule_raw}")


def _citations(text: str) -> Iterator[Hit]:
    rows = Citation.objects.filter(state__in=IN_USE).select_related("plan")
    for row in with_words(rows, text, "key").order_by("plan_id", "ordinal").iterator():
        where = f"viện dẫn trong {row.plan.number or row.plan.title[:60]}"
        yield Hit("Văn bản viện dẫn", str(row), reverse("planning:chain", args=[row.plan_id]), where)
