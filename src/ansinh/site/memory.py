"""How a process that serves pages looks for memory to give back."""

from __future__ import annotations

import gc

# A list of 50 rows makes tens of thousands of objects that end by themselves with the page. Python's usual 700 had it
# look through them, and through the whole program, several times a page: up to a third of the page's time.
NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS = 50_000, 10, 20


def settle_memory() -> None:
    """Call once the program is loaded: what was loaded stays, so no page waits for a search through it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, YOUNG_ROUNDS, OLD_ROUNDS)
