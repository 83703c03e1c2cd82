"""Which articles of the law have a rule, and which are named in what we know of the law and have none."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ansinh.core.law import read_citation
from ansinh.core.rules.system import System


@dataclass(frozen=True, slots=True)
class NamedArticle:
    """An article that the material on the law names: of which instrument, how often, and whether a rule cites it."""

    instrument: str
    article: str
    times: int
    has_rule: bool


def coverage(system: System) -> list[NamedArticle]:
    """Return every article named in the material (articles.csv), and whether a rule or a parameter cites it.

    Where only the instrument is cited, as a whole, its articles count as without a rule.
    """
    cited = _cited(system)
    return [
        NamedArticle(instrument, article, times, (instrument, article) in cited)
        for instrument, article, times in _named()
    ]


def _cited(system: System) -> set[tuple[str, str]]:
    references = {ref for rule in system.rules.values() for version in rule.versions for ref in version.references}
    references |= {value.reference for parameter in system.parameters for value in parameter.values}
    found = set()
    for reference in references:
        citation = read_citation(reference)
        if citation is None or citation.instrument is None:
            continue
        number = citation.instrument.number or ""
        found |= {(number, part.label) for way in citation.provisions for part in way if part.unit == "Điều"}
    return found


@cache
def _named() -> tuple[tuple[str, str, int], ...]:
    text = (files("ansinh.rulebook") / "articles.csv").read_text(encoding="utf-8")
    return tuple((row["instrument"], row["article"], int(row["named"])) for row in csv.DictReader(text.splitlines()))
