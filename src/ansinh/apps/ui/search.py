"""What the search box of every page finds: each room lists its own hits in its ``search.py``."""

from __future__ import annotations

from dataclasses import dataclass

MOST_HITS = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is ("Chỉ tiêu"), its name, its page, and a line that tells it from others.

    ``by`` says by what it was found, where its name alone does not show it ("theo nhóm “Giảm nghèo”").
    """

    kind: str
    name: str
    url: str
    detail: str = ""
    by: str = ""
