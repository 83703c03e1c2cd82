"""Filters of the pages of the law."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from ansinh.apps.law import words
from ansinh.core.rules.model import Rule, Version
from ansinh.core.rules.parameters import CAVEATS, DatedValue

register = template.Library()


@register.filter
def result(rule: Rule) -> str:
    """Say what a rule gives: "đồng", "hệ số", "có, không"."""
    return words.say_result(rule)


@register.filter
def since(day: date) -> str:
    """Say from which day; "từ trước" for what has no beginning in the rulebook."""
    return words.since(day)


@register.filter
def cited(reference: str) -> str:
    """Return the address of everything in the law that stands at a reference."""
    return f"{reverse('law:home')}?{urlencode({'q': reference})}"


@register.filter
def iso(day: date) -> str:
    """Write a day as addresses have it: 2026-11-22."""
    return day.isoformat()


@register.filter
def caveat(dated: DatedValue | Version) -> str:
    """Say what is not sure of a value or version."""
    return CAVEATS.get(dated.evidence, "")
