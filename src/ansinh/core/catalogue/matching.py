"""Finds the indicator of the catalogue that a plan means by its words, and says which look-alikes were refused.

Two things decide. What tells indicators apart (which insurance, households or people, which school) must agree:
a look-alike that differs there is refused with the reason, however alike it reads. Among the others the one that
shares most of its weighty words is taken, if it is alike enough.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ansinh.core.catalogue.distinctions import DIMENSION, Read, conflict, dimension, modes, read
from ansinh.core.catalogue.model import Alias, Entry, Match, NearMiss, Relation, Wording

# Alike enough to be proposed; below, a person chooses. Alike enough to be shown as refused.
ENOUGH = 0.5
NEAR = 0.55
MOST_NEAR = 3
# A part of the people or the land split off costs a little: an indicator that names the part itself comes first.
SPLIT_OFF = 0.05
# How sure a proposal must be so that many can be accepted at once.
SURE = 0.8
UNWEIGHTED = 1.0
# Units that count things one by one: a figure in them is no share.
COUNTED = frozenset({"người", "hộ", "căn", "căn hộ", "lớp", "người/năm", "xã", "trường", "cơ sở", "mô hình", "lượt"})


@dataclass(frozen=True, slots=True)
class _Label:
    """One wording of an indicator of the catalogue, taken apart."""

    code: str
    text: str
    read: Read
    relation: str
    learnt: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    label: _Label
    score: float
    dimensions: tuple[str, ...]
    conflict: str


class Matcher:
    """The catalogue made ready for matching: its names, the wordings learnt, and how much each word weighs."""

    def __init__(self, entries: Iterable[Entry], aliases: Iterable[Alias] = ()) -> None:
        self._entries: Mapping[str, Entry] = {entry.code: entry for entry in entries}
        self._names = {entry.code: read(entry.name_vi) for entry in self._entries.values()}
        labels: dict[tuple[str, tuple[str, ...]], _Label] = {}
        for entry in self._entries.values():
            relation = Relation.COMPOSITE if entry.components else Relation.SAME
            label = _Label(entry.code, entry.name_vi, read(entry.name_vi), relation, learnt=False)
            labels[entry.code, label.read.key] = label
        for alias in aliases:
            if alias.code not in self._entries:
                continue
            text = _whole(alias.wording, alias.parent)
            label = _Label(alias.code, text, read(text), alias.relation, learnt=True)
            labels.setdefault((alias.code, label.read.key), label)
        self._labels = tuple(labels.values())
        self._exact: dict[tuple[str, ...], list[_Label]] = {}
        self._holding: dict[str, list[_Label]] = {}
        for label in self._labels:
            self._exact.setdefault(label.read.key, []).append(label)
            for word in label.read.content:
                self._holding.setdefault(word, []).append(label)
        holders = {word: len({label.code for label in rows}) for word, rows in self._holding.items()}
        count = max(1, len(self._entries))
        self._weights = {word: math.log(1 + count / n) for word, n in holders.items()}

    def match(self, wording: Wording) -> Match:
        """Return what a wording means; ``code`` is None where nothing is alike enough or two are equally so."""
        whole = _whole(wording.name, wording.parent)
        mine = _with_dimension(read(whole), wording)
        found = self._candidates(mine, wording.unit)
        fitting = [candidate for candidate in found if not candidate.conflict]
        best = fitting[0] if fitting else None
        if best is None or best.score < ENOUGH:
            return Match(None, near=self._near(found, None))
        rivals = [other for other in fitting if other.label.code != best.label.code]
        margin = best.score - (rivals[0].score if rivals else 0.0)
        if margin <= 0:
            tied = (NearMiss(one.label.code, one.score, "hai chỉ tiêu giống như nhau") for one in (best, rivals[0]))
            return Match(None, near=tuple(tied))
        confidence = best.score if best.score >= 1 else best.score * min(1.0, 0.8 + margin)
        if confidence < ENOUGH:
            return Match(None, near=self._near(found, None))
        if len(best.dimensions) > 1:
            confidence = ENOUGH
        return Match(
            best.label.code,
            dimension=best.dimensions[0] if len(best.dimensions) == 1 else None,
            relation=self._relation(best),
            confidence=round(min(1.0, confidence), 3),
            near=self._near(found, best),
        )

    def _candidates(self, mine: Read, unit: str) -> list[_Candidate]:
        seen: dict[int, _Label] = {}
        for word in mine.content:
            for label in self._holding.get(word, ()):
                seen[id(label)] = label
        for label in self._exact.get(mine.key, ()):
            seen[id(label)] = label
        found = []
        for label in seen.values():
            name = self._names[label.code]
            parts = dimension(mine, name)
            known = label.read.key == mine.key
            score = 1.0 if known else self._alike(mine, label.read, split=bool(parts))
            reason = "" if known else conflict(mine, label.read, name) or self._unit_conflict(unit, label)
            found.append(_Candidate(label, score, parts, reason))
        return sorted(found, key=lambda one: (-one.score, one.label.learnt, one.label.code, one.label.text))

    def _unit_conflict(self, unit: str, label: _Label) -> str:
        """Say that a share of a hundred is not a count of heads, where both print their unit."""
        theirs = self._entries[label.code].unit
        counts = unit.strip().lower() in COUNTED
        if (theirs == "%" and counts) or (unit.strip() == "%" and theirs.lower() in COUNTED):
            return f"đơn vị tính {unit} khác {theirs}"
        return ""

    def _alike(self, mine: Read, theirs: Read, *, split: bool) -> float:
        """Return how alike two wordings are, 0 to 1: the weight of the shared words in that of all, both ways."""
        content = mine.content - mine.dimension_words if split else mine.content
        other = theirs.content - theirs.dimension_words if split else theirs.content
        shared = self._weight(content & other)
        if not shared:
            return 0.0
        whole = self._weight(content) + self._weight(other)
        return 2 * shared / whole * 0.999 - (SPLIT_OFF if split else 0.0)

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, UNWEIGHTED) for word in words)

    def _relation(self, best: _Candidate) -> str:
        if self._entries[best.label.code].components:
            return Relation.COMPOSITE
        if best.score >= 1:
            return best.label.relation
        return Relation.SAME if best.score >= SURE else Relation.REWORDED

    def _near(self, found: Iterable[_Candidate], best: _Candidate | None) -> tuple[NearMiss, ...]:
        """Return the look-alikes that were refused, each indicator once, the most alike first."""
        near: dict[str, NearMiss] = {}
        for one in found:
            if not one.conflict or one.score < NEAR or (best is not None and one.label.code == best.label.code):
                continue
            name = self._entries[one.label.code].name_vi
            reason = f"gần giống “{name}” nhưng {one.conflict}"
            near.setdefault(one.label.code, NearMiss(one.label.code, round(one.score, 3), reason))
        return tuple(near.values())[:MOST_NEAR]


def _whole(name: str, parent: str) -> str:
    return f"{parent} {name}" if parent else name


def _with_dimension(mine: Read, wording: Wording) -> Read:
    """Add what the plan's own column of dimensions says, where the name is silent on it."""
    if not wording.dimension:
        return mine
    said = read(wording.dimension)
    added = {
        facet: values
        for facet, values in said.facets.items()
        if facet not in mine.facets and modes()[facet] == DIMENSION
    }
    return Read(mine.key, {**mine.facets, **added}, mine.content, mine.dimension_words) if added else mine
