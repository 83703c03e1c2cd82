"""Why something about the law was not written, as a sentence with the remedy."""

from __future__ import annotations


class Refused(Exception):
    """Nothing was written; the message says why and what to do."""


class NotHere(Exception):
    """There is no such thing, or it belongs to another province."""
