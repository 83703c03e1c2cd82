"""What the population is drawn from: shares with their evidence, names, patterns of households."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SLOTS = 2000
_OLDEST = 130


@dataclass(frozen=True, slots=True)
class Marginal:
    """A share of a group, in percent; ``age_from`` to ``age_to`` where the group is one of age (else 0 to 130)."""

    of: str
    group: str
    percent: float
    age_from: int
    age_to: int


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the country with its shares of poor and near-poor households, in percent."""

    name: str
    poor_percent: float
    near_poor_percent: float
    special_difficult_percent: float


@dataclass(frozen=True, slots=True)
class Member:
    """One place in a pattern: its role, sex, age, whose surname it has, and the places of spouse and parents."""

    no: int
    role: str
    sex: str
    age: int
    line: int
    spouse_no: int | None
    parent_nos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A household as many are: what kind of family, who lives in it, and the share of all households (0 to 1)."""

    weight: float
    kind: str
    members: tuple[Member, ...]


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file of this room."""
    text = (files("ansinh.population") / "data" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def marginals() -> tuple[Marginal, ...]:
    """Return every share, with the ages its group covers."""
    return tuple(
        Marginal(row["of"], row["group"], float(row["percent"]), *_ages(row["of"], row["group"]))
        for row in rows_of("marginals.csv")
    )


def region_of(province: str) -> Region:
    """Return the region a province of today lies in; the country's own shares where the province is in none."""
    for row in rows_of("regions.csv"):
        if province in row["provinces"].split():
            return Region(
                row["region"],
                float(row["poor_percent"]),
                float(row["near_poor_percent"]),
                float(row["special_difficult_percent"]),
            )
    return Region("Cả nước", 1.93, 2.13, 10)


def ethnic_groups(province: str) -> dict[str, float]:
    """Return the shares of ethnic groups in a province, the country's where the province's are not known."""
    rows = rows_of("ethnic_groups.csv")
    own = [row for row in rows if row["province"] == province]
    return {row["name"]: float(row["percent"]) for row in own or [row for row in rows if not row["province"]]}


def name_lists() -> dict[tuple[str, str], dict[str, float]]:
    """Return the weights of names by what they are (surname, middle, given) and for whom."""
    found: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for row in rows_of("names.csv"):
        found[row["of"], row["group"]][row["name"]] = float(row["weight"])
    return dict(found)


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns of households, weights summing up to one."""
    rows = rows_of("patterns.csv")
    total = sum(float(row["weight"]) for row in rows)
    return tuple(Pattern(float(row["weight"]) / total, row["kind"], _members(row["members"])) for row in rows)


def slots(weights: Mapping[str, float]) -> list[str]:
    """Return a list of 2,000 words in which each stands as often as its weight says."""
    total, reached, made = sum(weights.values()), 0.0, list[str]()
    for word, weight in weights.items():
        reached += weight / total * SLOTS
        made += [word] * (round(reached) - len(made))
    return made


def _ages(of: str, group: str) -> tuple[int, int]:
    if of == "age_sex":
        low = int(group[1:])
        return low, low + 4 if low < 85 else _OLDEST
    low_word, dash, high = group.partition("-")
    if dash and low_word.isdigit():
        return int(low_word), int(high)
    if group.endswith("+") and of not in {"household_size"}:
        return int(group[:-1]), _OLDEST
    return 0, _OLDEST


def _members(text: str) -> tuple[Member, ...]:
    found = [(word[0], word[1], int(word[2:])) for word in text.split()]
    places = {role: at for at, (role, _sex, _age) in reversed(list(enumerate(found, 1)))}
    couples = [(places[a], places[b]) for a, b in (("H", "S"), ("M", "D")) if a in places and b in places]
    old = [at for at, (role, _sex, _age) in enumerate(found, 1) if role == "P"]
    if len(old) == 2:
        couples.append((old[0], old[1]))
    partner = {a: b for pair in couples for a, b in (pair, pair[::-1])}
    lines = _lines(found, places)
    parents = {"C": _pair(places, "H", "S"), "M": _pair(places, "H", "S"), "G": _pair(places, "M", "D")}
    return tuple(
        Member(at, role, sex, age, lines[at], partner.get(at), parents.get(role, ()))
        for at, (role, sex, age) in enumerate(found, 1)
    )


def _pair(places: Mapping[str, int], *roles: str) -> tuple[int, ...]:
    return tuple(places[role] for role in roles if role in places)


def _lines(found: Sequence[tuple[str, str, int]], places: Mapping[str, int]) -> dict[int, int]:
    """Whose surname each member has: children have their father's; who married in has one of their own."""
    head_sex = found[0][1]
    fathers = 1 if head_sex == "m" or "S" not in places else 1 + places["S"]
    grand = fathers
    if "D" in places and found[places["D"] - 1][1] == "m":
        grand = 1 + places["D"]
    lines = {}
    for at, (role, sex, _age) in enumerate(found, 1):
        own = 1 + at
        lines[at] = {"H": 1, "B": 1, "C": fathers, "M": fathers, "G": grand}.get(role, own)
        if role == "P" and sex == "m":
            lines[at] = 1
    return lines
