"""How fast one account may ask: who asks faster than people read is told to wait, whatever he asks for."""

from __future__ import annotations

from collections import OrderedDict, deque

WINDOW_SECONDS = 60.0
MOST_ACCOUNTS = 10_000


class Bursts:
    """Counts what each account asked for in the last minute, in this process alone."""

    def __init__(self) -> None:
        self._asked: OrderedDict[object, deque[float]] = OrderedDict()

    def wait(self, key: object, *, most: int, now: float) -> int:
        """Return how many seconds somebody has to wait, 0 where he may go on; ``now`` counts in seconds."""
        asked = self._asked.setdefault(key, deque())
        self._asked.move_to_end(key)
        while len(self._asked) > MOST_ACCOUNTS:
            self._asked.popitem(last=False)
        while asked and asked[0] <= now - WINDOW_SECONDS:
            asked.popleft()
        if len(asked) >= most:
            return max(1, round(asked[0] + WINDOW_SECONDS - now))
        asked.append(now)
        return 0
