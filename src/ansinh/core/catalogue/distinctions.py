"""What a wording says of itself that tells it from its look-alikes: which insurance, whose, which school, which place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ansinh.core.catalogue.shipped import Sign, load_signs
from ansinh.core.catalogue.wording import Words, load_synonyms, without_elaboration, words

DIMENSION = "dimension"


@dataclass(frozen=True, slots=True)
class Read:
    """A wording taken apart: what it says by facet, and the words that are left to compare.

    ``dimension_words`` are those of ``content`` that only name a part of the people or the land.
    """

    key: Words
    facets: Mapping[str, frozenset[str]]
    content: frozenset[str]
    dimension_words: frozenset[str]

    def values(self, facet: str) -> frozenset[str]:
        """Return what the wording says of one facet; empty where it is silent."""
        return self.facets.get(facet, frozenset())


@cache
def modes() -> dict[str, str]:
    """Return the mode of each facet."""
    return {sign.facet: sign.mode for sign in load_signs()}


@cache
def labels() -> dict[tuple[str, str], str]:
    """Return what each value of a facet is called."""
    return {(sign.facet, sign.value): sign.label for sign in load_signs() if sign.value}


@cache
def _by_first() -> dict[str, tuple[Sign, ...]]:
    found: dict[str, list[Sign]] = {}
    for sign in load_signs():
        found.setdefault(sign.phrase[0], []).append(sign)
    return {first: tuple(signs) for first, signs in found.items()}


@lru_cache(maxsize=4096)
def read(text: str) -> Read:
    """Take a wording apart. Within one facet the longest phrase wins and hides the shorter ones inside it."""
    key = words(text)
    facets: dict[str, set[str]] = {}
    spared: set[int] = set()
    main = without_elaboration(key)
    for facet, value, start, end in _signs(main):
        if value:
            facets.setdefault(facet, set()).add(value)
        if value and modes()[facet] == DIMENSION:
            spared.update(range(start, end))
    empty = load_synonyms().empty
    return Read(
        key,
        {facet: frozenset(values) for facet, values in facets.items()},
        frozenset(word for word in main if word not in empty),
        frozenset(word for at, word in enumerate(main) if at in spared)
        - frozenset(word for at, word in enumerate(main) if at not in spared),
    )


def _signs(key: Words) -> Iterable[tuple[str, str, int, int]]:
    """Give every phrase found: facet, value, start, end; longer phrases of a facet take their words away."""
    hits = [
        (sign, at)
        for at, word in enumerate(key)
        for sign in _by_first().get(word, ())
        if key[at : at + len(sign.phrase)] == sign.phrase
    ]
    taken: dict[str, set[int]] = {}
    for sign, at in sorted(hits, key=lambda hit: (-len(hit[0].phrase), hit[1])):
        span = range(at, at + len(sign.phrase))
        if taken.setdefault(sign.facet, set()).isdisjoint(span):
            taken[sign.facet].update(span)
            yield sign.facet, sign.value, at, at + len(sign.phrase)


def conflict(wording: Read, label: Read, entry: Read) -> str:
    """Say in words how a wording differs from a label of an entry of the catalogue; "" where nothing keeps them apart.

    A part of the people or the land that only the wording names is no conflict: it is a dimension of the entry,
    whose own name (``entry``) decides on it, whatever part a learnt label spoke of.
    """
    for facet, mode in modes().items():
        mine, theirs = wording.values(facet), (entry if mode == DIMENSION else label).values(facet)
        if mine == theirs:
            continue
        if mode == DIMENSION:
            if theirs and theirs != mine:
                return _difference(facet, mine, theirs)
        elif (mine and theirs) or mode == "both":
            return _difference(facet, mine, theirs)
    return ""


def dimension(wording: Read, entry: Read) -> tuple[str, ...]:
    """Return the parts that only the wording names, as codes; more than one leaves the choice to a person."""
    return tuple(
        value
        for facet, mode in modes().items()
        if mode == DIMENSION and not entry.values(facet)
        for value in sorted(wording.values(facet))
    )


def _difference(facet: str, mine: frozenset[str], theirs: frozenset[str]) -> str:
    here, there = _names(facet, mine - theirs), _names(facet, theirs - mine)
    if here and there:
        return f"{here} khác {there}"
    if here:
        return f"chỉ tiêu này nói thêm {here}"
    return f"chỉ tiêu này không nói {there}"


def _names(facet: str, values: Iterable[str]) -> str:
    return ", ".join(labels()[facet, value] for value in sorted(values))
