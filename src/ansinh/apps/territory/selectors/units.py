"""Reads of administrative units: which unit a name or a code means on a day, and what became of it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from ansinh.apps.territory.models import Unit, UnitChange
from ansinh.core.text import fold

_KINDS = (
    "thanh pho truc thuoc trung uong ",
    "thanh pho ",
    "tinh ",
    "thi xa ",
    "thi tran ",
    "huyen ",
    "quan ",
    "phuong ",
    "dac khu ",
    "xa ",
)


def _on(day: date) -> QuerySet[Unit]:
    return Unit.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def _bare(name: str) -> str:
    folded = fold(name)
    return next((folded.removeprefix(kind) for kind in _KINDS if folded.startswith(kind)), folded)


def find_units(*, name: str, on: date, level: str | None = None) -> list[Unit]:
    """Return the units that bear a name on a day, with or without the word for their kind."""
    rows = _on(on) if level is None else _on(on).filter(level=level)
    wanted = _bare(name)
    return [unit for unit in rows.order_by("code") if _bare(unit.name) == wanted] if wanted else []


def get_unit(*, code: str, on: date) -> Unit | None:
    """Return the unit that has a code on a day."""
    return _on(on).filter(code=code).first()


def list_successors(unit: Unit, *, on: date) -> list[Unit]:
    """Return the units that a unit has become by a day, itself while it still exists."""
    if unit.valid_to is None or unit.valid_to > on:
        return [unit]
    found: dict[int, Unit] = {}
    for change in UnitChange.objects.filter(old=unit, change_date__lte=on).select_related("new").order_by("pk"):
        found |= {later.pk: later for later in list_successors(change.new, on=on)}
    return list(found.values())
