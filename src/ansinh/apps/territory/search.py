"""What this room finds for the search box of every page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.units import with_words
from ansinh.apps.territory.tables import unit_url
from ansinh.apps.territory.words import above
from ansinh.apps.ui import formats
from ansinh.apps.ui.search import Hit


def search(*, user: Any, text: str, limit: int) -> list[Hit]:
    """Return units of any time whose name or code holds every word, those of today first."""
    if not user.has_perm("territory.view_units"):
        return []
    today = timezone.localdate()
    rows = with_words(Unit.objects.select_related("parent__parent"), text).order_by(
        "-valid_from", "-level", "search_key"
    )
    return [
        Hit(
            "Đơn vị hành chính",
            unit.name,
            unit_url(unit),
            f"{unit.code} · {above(unit)}"
            + (f" · đến trước {formats.day(unit.valid_to)}" if unit.valid_to and unit.valid_to <= today else ""),
        )
        for unit in rows[:limit]
    ]
