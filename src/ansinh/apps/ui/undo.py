"""A sentence about what was done with a button that takes it back: the word of the page "Đã đóng …  Hoàn tác"."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

MARK = "undo "


def say_with_undo(request: HttpRequest, sentence: str, *, url: str, fields: Mapping[str, str]) -> None:
    """Say what was done; a button beside it sends ``fields`` to ``url``, which takes it back."""
    messages.success(request, sentence, extra_tags=MARK + json.dumps({"url": url, "fields": dict(fields)}))


def undo_of(message: Any) -> dict[str, Any] | None:
    """Return where the button of a message sends what; None for a message without one."""
    tags = message.extra_tags or ""
    found: dict[str, Any] | None = json.loads(tags.removeprefix(MARK)) if tags.startswith(MARK) else None
    return found
