"""Template tags and filters of the design system; loaded everywhere, so no page needs ``{% load %}``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.template.defaultfilters import stringfilter
from django.template.defaultfilters import truncatechars as cut_letters
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ansinh.apps.ui import formats, marks
from ansinh.apps.ui.undo import undo_of

register = template.Library()

register.simple_tag(marks.status_chip, name="status")
register.simple_tag(marks.status_icon, name="status_icon")
register.simple_tag(marks.severity, name="severity")
register.simple_tag(marks.evidence, name="evidence")
register.simple_tag(marks.cite, name="cite")
register.simple_tag(marks.legend, name="legend")
register.simple_tag(marks.icon, name="icon")
register.simple_tag(formats.comparator, name="comparator")
register.filter("day", formats.day)
register.filter("day_short", formats.day_short)
register.filter("moment", formats.moment)
register.filter("clock", formats.clock)
register.filter("quarter", formats.quarter)
register.filter("vnd", formats.vnd)
register.filter("undo_of", undo_of)


@register.filter
def number(value: Any, places: int | None = None) -> str:
    """Write a figure: ``{{ 1234567.8|number }}`` is "1.234.567,8"; ``|number:1`` keeps one decimal."""
    return formats.number(value if value != "" else None, places=places)


@register.filter(is_safe=True)
@stringfilter
def truncatechars(value: str, most: int) -> str:
    """Cut a text as Django does; most of ours are short enough, and Django would still go through them letter by letter."""
    return value if len(value) <= int(most) else cut_letters(value, most)


@register.filter
def signed(value: Any, places: int | None = None) -> str:
    """Write a change with its sign: ``{{ change|signed:2 }}`` is "+0,35"."""
    return formats.signed(value if value != "" else None, places=places)


@register.filter
def percent(value: Any, places: int = 1) -> str:
    """Write a share in per cent: ``{{ 95.1|percent }}`` is "95,1 %"."""
    return formats.percent(value if value != "" else None, places=places)


@register.filter
def days_left(due: dt.date | None, today: dt.date | None = None) -> str:
    """Say how far a deadline is, from today: "còn 3 ngày", "quá hạn 5 ngày"."""
    return formats.days_left(due, today=today or timezone.localdate())


@register.filter
def is_past(due: dt.date | None) -> bool:
    """Whether a day has gone by; the page then writes it in brick red."""
    return due is not None and due < timezone.localdate()


@register.simple_tag
def share(part: int | None, whole: int | None) -> str:
    """Write a part of a whole with its denominator: "41 / 78"."""
    return f"{formats.number(part)}{formats.NBSP}/{formats.NBSP}{formats.number(whole)}"


@register.simple_tag
def composition(counts: Mapping[str, int], label: str = "", tall: bool = False) -> SafeString:
    """Draw counts by status as one bar: ``{% composition row.counts label=row.name %}``."""
    return marks.composition(marks.parts_of(counts), label=label, tall=tall)


@register.simple_tag
def plan_dot(value: Decimal | None, plan: Decimal | None, low: Decimal, high: Decimal, label: str = "") -> SafeString:
    """Draw a value on a cut scale against the tick of the plan (never a bar on a cut scale)."""

    def at(figure: Decimal) -> str:
        part = (Decimal(figure) - Decimal(low)) / (Decimal(high) - Decimal(low))
        return f"{4 + 132 * min(max(part, Decimal(0)), Decimal(1)):.1f}"

    tick = (
        format_html('<line class="kh" x1="{0}" x2="{0}" y1="0" y2="12"></line>', at(plan)) if plan is not None else ""
    )
    dot = format_html('<circle cx="{}" cy="6" r="4"></circle>', at(value)) if value is not None else ""
    said = f"{label}: {formats.number(value)}, kế hoạch {formats.number(plan)}"
    return format_html(
        '<svg class="dot" viewBox="0 0 140 12" role="img" aria-label="{}">'
        '<line x1="4" x2="136" y1="6" y2="6"></line>{}{}</svg>',
        said,
        tick,
        dot,
    )


@register.simple_tag
def brand_mark() -> SafeString:
    """Draw the mark of An Sinh."""
    return marks.BRAND


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Write the address of this page with some parameters changed: ``{% query page=2 %}``; None takes one out."""
    request = context.get("request")
    params = request.GET.copy() if request is not None else None
    if params is None:
        return "?"
    for name, value in changes.items():
        if value is None or value == "":
            params.pop(name, None)
        elif isinstance(value, list | tuple):
            params.setlist(name, [str(one) for one in value])
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}" if params else "?"


@register.inclusion_tag("ansinh/part/pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Show the pages of a list, keeping the filters in the address."""
    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(n, query(context, **{name: n}) if isinstance(n, int) else "") for n in numbers]
    return {
        "page": page,
        "links": links,
        "previous": query(context, **{name: page.number - 1}) if page.has_previous() else "",
        "next": query(context, **{name: page.number + 1}) if page.has_next() else "",
    }


@register.inclusion_tag("ansinh/part/sort_link.html", takes_context=True)
def sort_link(context: template.Context, name: str, label: str, parameter: str = "sort") -> dict[str, Any]:
    """Show the head of a sortable column; a second click turns the order round; filters stay in the address."""
    request = context.get("request")
    current = request.GET.get(parameter, "") if request is not None else ""
    turned = f"-{name}" if current == name else name
    return {
        "label": label,
        "url": query(context, **{parameter: turned, "page": None}),
        "order": "ascending" if current == name else "descending" if current == f"-{name}" else "",
    }


@register.inclusion_tag("ansinh/part/errsum.html")
def error_summary(form: Any = None, errors: list[tuple[str, str]] | None = None, title: str = "") -> dict[str, Any]:
    """List what is wrong at the top of the page, each line a link to its field.

    ``errors`` is a list of (id of the field, sentence) for pages without a Django form.
    """
    rows: list[tuple[str, str]] = []
    if form is not None and form.is_bound:
        rows += [("", str(error)) for error in form.non_field_errors()]
        rows += [(field.id_for_label, f"{field.label}: {error}") for field in form for error in field.errors]
    rows += errors or []
    return {"rows": rows, "title": title or "Chưa gửi được: còn chỗ cần sửa"}


@register.simple_tag(takes_context=True)
def without(context: template.Context, name: str) -> str:
    """Write the address of this page with one filter taken out."""
    return query(context, **{name: None, "page": None})
