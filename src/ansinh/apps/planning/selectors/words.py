"""Finding rows by words, with or without diacritics."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from ansinh.core.text import fold


def with_words(rows: QuerySet[Any], words: str, field: str = "search_key") -> QuerySet[Any]:
    """Return the rows whose folded text holds every word, wherever it stands."""
    condition = Q()
    for word in fold(words).split():
        condition &= Q(**{f"{field}__contains": word})
    return rows.filter(condition)
