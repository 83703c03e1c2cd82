"""What this room finds for the search box of every page."""

from __future__ import annotations

from typing import Any

from ansinh.apps.law.addresses import url_of
from ansinh.apps.law.selectors.search import search_law
from ansinh.apps.ui.search import Hit

MOST = 8
"""So many at most beside what the other rooms find; the page of the law shows all."""


def search(*, user: Any, text: str, limit: int) -> list[Hit]:
    """Return the programmes, rules and figures of the law that a text may mean, the likeliest first."""
    if not user.has_perm("law.view"):
        return []
    found = search_law(text, limit=min(limit, MOST))
    kinds = list(dict.fromkeys(each.kind for each in found))
    found.sort(key=lambda each: kinds.index(each.kind))
    return [
        Hit(
            each.kind,
            each.label,
            url_of(each.kind, each.key),
            " · ".join(filter(None, (each.programme, each.reference))),
            each.by,
        )
        for each in found
    ]
