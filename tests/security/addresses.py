"""Every address of the site, found in the urlconf, so that a new page is tested without anybody thinking of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

SAMPLES = {
    "int": "999999999",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "slug": "khong-co",
    "str": "khong-co",
    "path": "khong/co",
}
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")


def all_addresses() -> list[tuple[str, str]]:
    """List (name of the view, address) of every pattern; parameters are filled with values that fit nothing."""
    return sorted(set(_walk(get_resolver().url_patterns, "/", "")))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        address = prefix + PARAMETER.sub(_sample, str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, address, inner)
        else:
            yield f"{space}{pattern.name}", address


def _sample(found: re.Match[str]) -> str:
    # A converter of a room's own takes part in words too; what it refuses ends in 404, which is a page as well.
    return SAMPLES.get(found[1] or "str", "khong-co")
