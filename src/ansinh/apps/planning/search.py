"""What the planning room finds for the search box of every page; no diacritics are needed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.urls import reverse

from ansinh.apps.planning.models import CatalogueIndicator, Citation, Indicator, Plan, Task
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.selectors.names import full_name, parent_name
from ansinh.apps.planning.selectors.words import Folded, has_word, ranked, with_words, words_of
from ansinh.apps.planning.templatetags.planning import as_stated
from ansinh.apps.ui.search import Hit


def search(*, user: Any, text: str, limit: int) -> list[Hit]:
    """Return plans, indicators and tasks in use, cited instruments and the catalogue that have every word, best first.

    Each kind is cut at limit.
    """
    if not user.has_perm("planning.view_plan") or not words_of(text):
        return []
    kinds = (_plans(text), _indicators(text), _tasks(text), _citations(text), _catalogue(text))
    return [hit for kind in kinds for hit in islice(kind, limit)]


def _plans(text: str) -> Iterator[Hit]:
    rows = (
        Plan.objects.filter(removed_at=None).select_related("file").defer("file__content", "file__text", "file__blocks")
    )
    name = Folded(Concat("number", Value(" "), "title", output_field=TextField()))
    for plan in ranked(rows, text, name=name).order_by("match", "-created_at"):
        by = _found_by(text, f"{plan.number} {plan.title}", plan.match, {"cơ quan ban hành": plan.issuer})
        yield Hit("Kế hoạch", plan.short_title, reverse("planning:plan", args=[plan.pk]), plan.title[:160], by)


def _indicators(text: str) -> Iterator[Hit]:
    rows = (
        Indicator.objects.filter(state__in=IN_USE, plan__removed_at=None)
        .annotate(parent_name=parent_name())
        .select_related("plan")
    )
    rows = rows.prefetch_related("targets__indicator")
    for row in ranked(rows, text, name=Folded("name")).order_by("match", "plan_id", "ordinal").iterator(chunk_size=50):
        stated = ", ".join(f"{as_stated(target)} ({target.year or '–'})" for target in row.targets.all())
        address = reverse("planning:indicator", args=[row.plan_id, row.pk])
        by = _found_by(text, row.name, row.match, {"số": row.no, "phân tổ": row.dimension, "nhóm": row.group})
        detail = f"{row.plan.number or row.plan.title[:60]} · {stated}"
        yield Hit("Chỉ tiêu", full_name(row), address, detail, by)


def _tasks(text: str) -> Iterator[Hit]:
    rows = Task.objects.filter(state__in=IN_USE, plan__removed_at=None).select_related("plan")
    for row in ranked(rows, text, name=Folded("name")).order_by("match", "plan_id", "ordinal").iterator():
        address = reverse("planning:task", args=[row.plan_id, row.pk])
        by = _found_by(text, row.name, row.match, {"số": row.no, "sản phẩm": row.product, "mục": row.section})
        detail = f"{row.plan.number or row.plan.title[:60]} · {row.schedule_raw}"
        yield Hit("Nhiệm vụ", row.name, address, detail, by)


def _citations(text: str) -> Iterator[Hit]:
    rows = Citation.objects.filter(state__in=IN_USE, plan__removed_at=None).select_related("plan")
    for row in with_words(rows, text, "key").order_by("plan_id", "ordinal").iterator():
        where = f"viện dẫn trong {row.plan.number or row.plan.title[:60]}"
        yield Hit("Văn bản viện dẫn", str(row), reverse("planning:chain", args=[row.plan_id]), where)


def _catalogue(text: str) -> Iterator[Hit]:
    for row in with_words(CatalogueIndicator.objects.all(), text).order_by("ordinal").iterator():
        yield Hit("Chỉ tiêu chuẩn", row.name_vi, reverse("planning:compare", args=[row.pk]), row.get_sector_display())


def _found_by(text: str, name: str, place: int, others: dict[str, str]) -> str:
    """Say by what a row was found; empty where its name has every word as it was typed."""
    if place == 0:
        return ""
    if place == 1:
        return "theo chữ đầu của từ trong tên"
    missing = [word for word in words_of(text) if not has_word(name, word)]
    places = {label: said for label, said in others.items() if any(has_word(said, word) for word in missing)}
    return "theo " + " và ".join(f"{label} “{said[:80]}”" for label, said in places.items()) if places else ""
