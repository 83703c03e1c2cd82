"""How the planning room writes targets and rows on its pages."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ansinh.apps.planning.models import Direction, Target
from ansinh.apps.planning.selectors.cascade_items import write_aim
from ansinh.apps.planning.selectors.names import full_name
from ansinh.apps.planning.selectors.review import ReviewRow
from ansinh.apps.ui import formats
from ansinh.core.catalogue import SURE, ParentTarget, in_words, load_dimensions
from ansinh.core.plandoc.cascade_targets import Aim

register = template.Library()


@register.filter
def targets_in(row: ReviewRow, year: int | None) -> list[Target]:
    """Return the targets of a row for one year (None: those for which no year is printed)."""
    return [target for target in row.item.targets.all() if target.year == year]


@register.filter
def as_read(target: Target) -> str:
    """Write a target as we understand it: "≥ 97,5", "= 100", "85–90"; "–" where it states nothing."""
    if not target.comparator:
        return formats.MISSING
    return formats.comparator(
        target.comparator,
        target.low,
        target.high,
        keep=target.indicator.direction == Direction.KEEP,
        words=target.qualitative or target.raw,
        exact=True,
    )


@register.filter
def as_stated(target: Target) -> str:
    """Write a target for readers: without the "=" that the document does not print."""
    if not target.comparator:
        return formats.MISSING
    return formats.comparator(
        target.comparator, target.low, target.high, words=target.qualitative or target.raw, exact=False
    )


register.filter("full_name", full_name)


@register.simple_tag
def parent_level(target: ParentTarget) -> str:
    """Write the level of a document above as one says it: "dưới 3", "khoảng 75"."""
    low = Decimal(target.low) if target.low else None
    high = Decimal(target.high) if target.high else None
    return in_words(target.comparator, low, high)


@register.simple_tag
def dimension_name(code: str) -> str:
    """Write what a dimension of the catalogue is called."""
    known = load_dimensions().get(code)
    return known.name_vi if known else code


@register.simple_tag
def sureness(confidence: Decimal) -> str:
    """Say how sure the program is of what it offers."""
    if confidence >= 1:
        return "khớp từng chữ"
    return "chắc chắn" if confidence >= Decimal(str(SURE)) else "chưa chắc, cần xem"


@register.filter
def closed(words: str) -> str:
    """End a stretch of words with a full stop, unless it ends by itself."""
    return words if words.endswith((".", "?", "…")) else f"{words}."


# How many of the twelve columns of the form a field takes.
WIDTHS = {
    "a12": ("name", "what", "product"),
    "a6": ("lead", "supporting", "who", "to", "due_raw", "issuer"),
    "a4": ("dimension", "direction", "submit_to", "schedule_raw", "schedule_kind", "recurrence", "number", "type"),
}


@register.filter
def width_of(field: BoundField) -> str:
    """Return the class that gives a field of the edit form its width."""
    return next((css for css, names in WIDTHS.items() if field.name in names), "a4" if field.name == "unit" else "a2")


@register.filter
def aim(stated: Aim | None) -> str:
    """Write a target of the cascade; "–" where the plan states none."""
    return write_aim(stated)


@register.filter
def section_name(path: str) -> str:
    """Write the path of a section as officials do: "mục IV.1"."""
    return f"mục {path.replace('/', '.')}" if path else ""


@register.filter
def printed_title(title: str, most: int = 200) -> SafeString:
    """Write a title as it is printed; one all in capitals is set smaller, for Vietnamese cannot be put back by rule."""
    line = " ".join(title.split())
    line = line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]}…"
    if line.isupper():
        return format_html('<span class="in-hoa">{}</span>', line)
    return format_html("{}", line)
