"""How people are written on pages."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django import template

from ansinh.apps.people.models import Person
from ansinh.apps.people.words import birth_text, channel_text
from ansinh.apps.ui.formats import number

register = template.Library()


@register.filter
def birth(row: Person) -> str:
    """Write a birth date as far as it is known: "03/02/1950", "02/1950", "1950"."""
    return birth_text(row)


@register.filter
def share(thousandths: int) -> str:
    """Write how alike two records are: 973 is "97,3 %"."""
    return f"{number(Decimal(thousandths) / 10)}\u00a0%"


@register.filter
def channel(code: str) -> str:
    """Write in which way somebody saw a person's data."""
    return channel_text(code)


@register.filter
def item(values: Mapping[str, str], key: str) -> str:
    """Return what stands under a key."""
    return values.get(key, "")
