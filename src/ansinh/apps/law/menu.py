"""The entry of those who look up the law."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone

from ansinh.apps.law.services.places import CHECK, may_check
from ansinh.apps.ui.menu import MenuItem


def items(*, request: HttpRequest) -> Iterable[MenuItem]:
    """Give the law to everybody, and what has to be read against the official texts to those who do that."""
    yield MenuItem(
        group="Luật",
        label="Tra cứu luật",
        url_name="law:home",
        icon="law",
        permission="law.view",
        covers=("law:programme", "law:rule", "law:parameter", "law:parameters", "law:changes", "law:missing"),
        order=57,
    )
    if not may_check(request.user, on=timezone.localdate()):
        return
    yield MenuItem(
        group="Luật",
        label="Đối chiếu văn bản gốc",
        url_name="law:checking",
        icon="document",
        permission=CHECK,
        covers=("law:check", "law:texts"),
        order=58,
    )
    yield MenuItem(
        group="Luật",
        label="Văn bản đổi luật",
        url_name="law:decrees",
        icon="history",
        permission=CHECK,
        covers=("law:decree",),
        order=58,
    )
