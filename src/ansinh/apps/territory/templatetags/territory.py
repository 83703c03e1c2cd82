"""How pages of this room write units, their days and their parts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django import template

from ansinh.apps.territory import tables, words
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.series import rounded
from ansinh.apps.ui import formats

register = template.Library()

RECORDS_BEGIN = "2021-01-01"  # as in the data: before this day nothing is claimed

register.filter("unit_url", tables.unit_url)
register.filter("figure_of", tables.figure_of)
register.filter("say_instrument", words.say_instrument)


@register.filter
def above(unit: Unit) -> str:
    """Write what a unit belongs to."""
    return words.above(unit) or formats.MISSING


@register.filter
def as_percent(share: Decimal | Fraction | None) -> str:
    """Write a part in per cent, with as many decimals as say something: "37,5 %"."""
    value = share if share is None else rounded(Fraction(share) * 100)
    return formats.MISSING if value is None else f"{formats.number(value.normalize())}{formats.NBSP}%"


@register.filter
def of_a_thousand(share: Decimal) -> str:
    """Write how many of a thousand people a part is."""
    return formats.number((Decimal(share) * 1000).normalize())


@register.filter
def span_of_days(unit: Unit) -> str:
    """Write since when and until when a unit exists, as far as it is known."""
    known = unit.valid_from.isoformat() != RECORDS_BEGIN
    since = f"từ {formats.day(unit.valid_from)}" if known else ""
    until = f"đến trước {formats.day(unit.valid_to)}" if unit.valid_to else ""
    words = " ".join(filter(None, (since, until))) or "ngày lập chưa đối chiếu"
    return words[0].upper() + words[1:]
