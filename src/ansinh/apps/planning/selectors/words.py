"""Finding rows by words, with or without diacritics, and by the agency that leads them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from ansinh.apps.planning.models import AgencyMention, AssignmentRole
from ansinh.core.text import fold, name_sort_key


def with_words(rows: QuerySet[Any], words: str, field: str = "search_key") -> QuerySet[Any]:
    """Return the rows whose folded text holds every word, wherever it stands."""
    condition = Q()
    for word in fold(words).split():
        condition &= Q(**{f"{field}__contains": word})
    return rows.filter(condition)


def lead_key(mention: AgencyMention) -> tuple[str, str]:
    """Return how a lead agency is called and filtered: as the directory has it ("a12"), else as printed ("34")."""
    if mention.agency is not None:
        return mention.agency.name, f"a{mention.agency.pk}"
    return mention.printed, str(mention.pk)


def led_by(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Return the rows that the agency of a key leads, under whichever name the plan prints it."""
    number = key.removeprefix("a")
    if not number.isdigit():
        return rows.none()
    name = "assignments__mention__agency_id" if key.startswith("a") else "assignments__mention_id"
    return rows.filter(assignments__role=AssignmentRole.LEAD, **{name: int(number)}).distinct()


def list_leads(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return the agencies that lead any of the rows, for a drop-down; one that is printed in several ways is one."""
    led = rows.filter(assignments__role=AssignmentRole.LEAD).order_by()
    mentions = AgencyMention.objects.select_related("agency").filter(pk__in=led.values("assignments__mention_id"))
    names = {key: name for name, key in map(lead_key, mentions)}
    return sorted(names.items(), key=lambda pair: name_sort_key(pair[1]))
