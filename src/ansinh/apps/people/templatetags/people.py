"""How people are written on pages."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from ansinh.apps.people.models import Person
from ansinh.apps.people.words import birth_text

register = template.Library()


@register.filter
def birth(row: Person) -> str:
    """Write a birth date as far as it is known: "03/02/1950", "02/1950", "1950"."""
    return birth_text(row)


@register.filter
def item(values: Mapping[str, str], key: str) -> str:
    """Return what stands under a key."""
    return values.get(key, "")
