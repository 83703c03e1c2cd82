"""The words that running text of plans uses for targets, kept in ``data/prose.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Compiled word lists; each pattern is matched at a place, without regard to case."""

    head: Pattern
    """What a measure begins with ("tỷ lệ")."""
    elliptic: Pattern
    """What begins a measure whose head is left out ("cấp trung học cơ sở")."""
    aims: Pattern
    """Words of will, as many as there are ("phấn đấu có")."""
    before_number: Pattern
    """Verbs and bounds directly before a number, to the end of the text given."""
    predicate: Pattern
    not_after: Pattern
    not_before: Pattern
    unit: Pattern
    outcome: Pattern
    not_outcome: Pattern
    state: Pattern
    contrasts: tuple[tuple[Pattern, ...], ...]
    dimensions: tuple[tuple[str, Pattern], ...]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """Return the word lists, read once."""
    data = tomllib.loads(files("ansinh.core.plandoc").joinpath("data", "prose.toml").read_text(encoding="utf-8"))
    return Lexicon(
        head=_words(data["heads"], after=r"(?!\w)"),
        elliptic=_words(data["elliptic"], after=r"(?!\w)"),
        aims=re.compile(rf"(?:(?:{_any(data['aims'])})(?!\w)[\s,:]*)+", re.IGNORECASE),
        before_number=re.compile(rf"(?:(?<=[\s(,;:/])|^)(?:{_any(data['before_number'])})[\s:]*$", re.IGNORECASE),
        predicate=re.compile(rf"(?<!\w)(?:{_any(data['predicates'])})(?!\w)", re.IGNORECASE),
        not_after=re.compile(rf"(?:(?<!\w)(?:{_any(data['not_after'])})|[/.\-–])[\s(]*$", re.IGNORECASE),
        not_before=_words(data["not_before"], after=r"(?!\w)"),
        unit=_words(data["units"], after=r"(?!\w)"),
        outcome=_words(data["outcomes"], after=r"(?!\w)"),
        not_outcome=_words(data["not_outcomes"], after=r"(?!\w)"),
        state=re.compile(rf"(?<!\w)(?:{_any(data['states'])})(?!\w)", re.IGNORECASE),
        contrasts=tuple(
            tuple(re.compile(rf"(?<!\w){word}(?!\w)", re.IGNORECASE) for word in words) for words in data["contrasts"]
        ),
        dimensions=tuple((name, re.compile(words, re.IGNORECASE)) for name, words in data["dimensions"].items()),
    )


def _any(words: Iterable[str]) -> str:
    # Longer words first, so that "giường bệnh viện" is not read as "giường bệnh".
    return "|".join(sorted(words, key=len, reverse=True))


def _words(words: Iterable[str], *, after: str) -> Pattern:
    return re.compile(rf"(?:{_any(words)}){after}", re.IGNORECASE)
