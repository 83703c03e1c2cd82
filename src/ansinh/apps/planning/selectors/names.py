"""Names of indicators that stand by themselves: a part is called with the indicator it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from ansinh.apps.planning.models import Indicator
from ansinh.core.text import fold

_OF_WHICH = re.compile(r"^trong đó\s*[,:]?\s*", re.IGNORECASE)


def parent_name(prefix: str = "") -> Subquery:
    """Return the name of the indicator that a part belongs to, for an annotation ``parent_name`` of indicators.

    ``prefix`` ("indicator__") leads to the indicator from another table. A number that stands in two annexes means
    the nearest row above.
    """
    above = Indicator.objects.filter(
        plan=OuterRef(f"{prefix}plan"),
        source=OuterRef(f"{prefix}source"),
        no=OuterRef(f"{prefix}parent_no"),
        ordinal__lt=OuterRef(f"{prefix}ordinal"),
    )
    return Subquery(above.exclude(no="").order_by("-ordinal").values("name")[:1])


def put_parent_names(indicators: Iterable[Indicator]) -> None:
    """Put ``parent_name`` on indicators in memory, in the order of the plan, by the names that they have there."""
    above: dict[tuple[str, str], str] = {}
    for row in indicators:
        said = above.get((row.source, row.parent_no)) if row.parent_no else None
        row.parent_name = said or getattr(row, "parent_name", None)  # type: ignore[attr-defined]
        if row.no:
            above[row.source, row.no] = row.name


def full_name(indicator: Indicator, *, parent: str | None = None) -> str:
    """Return "Tỷ lệ thất nghiệp: thành thị" for a part, else the name, with the dimension where the name lacks it.

    The parent's name is given, or stands on the row as ``parent_name``.
    """
    whole = (parent if parent is not None else getattr(indicator, "parent_name", None)) or ""
    name = _OF_WHICH.sub("", indicator.name).strip() or indicator.name if whole else indicator.name
    if whole and fold(whole) not in fold(name):
        name = f"{whole.rstrip(' :;,.')}: {_inside(name)}"
    if indicator.dimension and fold(indicator.dimension) not in fold(name):
        name = f"{name} ({indicator.dimension})"
    return name


def _inside(name: str) -> str:
    """Begin with a small letter, unless the words are a name ("Hà Nội") or an abbreviation ("THCS")."""
    words = name.split()
    is_name = len(words) > 1 and words[1][:1].isupper()
    return name if is_name or name[1:2].isupper() else name[:1].lower() + name[1:]
