"""Where a programme, a rule or a figure of the law is shown."""

from __future__ import annotations

from django.urls import reverse

from ansinh.apps.law.selectors.search import PARAMETER, PROGRAMME

_PAGES = {PROGRAMME: "law:programme", PARAMETER: "law:parameter"}


def url_of(kind: str, key: str) -> str:
    """Return the address of the page of what a search found."""
    return reverse(_PAGES.get(kind, "law:rule"), args=[key])
