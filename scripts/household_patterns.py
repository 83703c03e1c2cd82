"""Makes the patterns of households from which the synthetic population is drawn: population/data/patterns.csv.

``python scripts/household_patterns.py`` thinks up several thousand households (who lives with whom, how old) and then
weighs them, so that all together have the ages, sexes, sizes and kinds of families of population/data/marginals.csv.
Always the same: the generator of chance starts from a fixed number. Ages are years completed.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "src" / "ansinh" / "population" / "data"
SEED, POOL, ROUNDS, LARGEST, YOUNGEST = 20241, 6000, 400, 9, 17
LEAST_WEIGHT = 0.00002
Member = tuple[str, str, int]


def main() -> None:
    """Write the patterns, with how near they come to the marginals."""
    targets, sizes = wanted()
    chance = random.Random(SEED)  # noqa: S311 - no secret hangs on it
    pool = sorted(Counter(each for each in (think(chance) for _ in range(POOL)) if is_possible(each[1])))
    counts = [counted(kind, members) for kind, members in pool]
    weights = [1.0 / len(pool)] * len(pool)
    holding: dict[str, list[tuple[int, int]]] = {name: [] for name in targets}
    for at, found in enumerate(counts):
        for name, number in found.items():
            if name in holding:
                holding[name].append((at, number))
    for _ in range(ROUNDS):
        for name, target in targets.items():
            now = sum(weights[at] * number for at, number in holding[name])
            ratio = target / now
            for at, _number in holding[name]:
                weights[at] *= ratio
    total = sum(weights)
    worst = max(
        (abs(sum(weights[at] * n for at, n in holding[name]) / total - target), name)
        for name, target in targets.items()
    )
    rows = [(w / total, kind, members) for w, (kind, members) in zip(weights, pool, strict=True) if w > LEAST_WEIGHT]
    with (DATA / "patterns.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["weight", "kind", "members"])
        for weight, kind, members in sorted(rows, key=lambda row: (-row[0], row[1:])):
            writer.writerow([f"{weight:.7f}", kind, " ".join("".join(map(str, each)) for each in members)])
    told = f"{len(rows)} patterns of {sizes:.3f} persons; farthest from its marginal: {worst[1]}, {worst[0]:.5f}"
    sys.stdout.write(told + "\n")


def wanted() -> tuple[dict[str, float], float]:
    """Return what one household has on average: members by sex and age group, its size, its kind."""
    with (DATA / "marginals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    size = {row["group"]: float(row["percent"]) / 100 for row in rows if row["of"] == "household_size"}
    mean = sum(share * (int(name) if name.isdigit() else 7.6) for name, share in size.items())
    ages = {row["group"]: float(row["percent"]) for row in rows if row["of"] == "age_sex"}
    whole = sum(ages.values())
    kinds = {row["group"]: float(row["percent"]) / 100 for row in rows if row["of"] == "family_kind"}
    return kinds | {name: share / whole * mean for name, share in ages.items()} | size, mean


def counted(kind: str, members: tuple[Member, ...]) -> Counter[str]:
    """Return what one pattern adds to each marginal."""
    found: Counter[str] = Counter()
    for _role, sex, age in members:
        low = min(age // 5 * 5, 85)
        found[f"{sex}{low}"] += 1
    size = len(members)
    # Seven and more have 7.6 persons on average: the marginal of persons sees to that.
    found["7+" if size >= 7 else str(size)] += 1
    found[kind] += 1
    return found


def think(chance: random.Random) -> tuple[str, tuple[Member, ...]]:
    """Think up one household: its kind, and its members (role, sex, age), the head first."""
    kind = chance.choices(
        ["single", "couple", "nuclear", "mother", "father", "three", "three_down", "skip", "others"],
        [9, 9, 40, 8, 5, 12, 14, 2, 5],
    )[0]
    made = {
        "single": single,
        "couple": couple,
        "nuclear": nuclear,
        "mother": lone_parent,
        "father": lone_parent,
        "three": three,
        "three_down": three_down,
        "skip": skip,
        "others": others,
    }[kind](chance, kind)
    return ("three" if kind == "three_down" else kind), tuple(made[:LARGEST])


def is_possible(members: tuple[Member, ...]) -> bool:
    """Whether every parent is old enough to be one."""
    ages = {role: [age for each, _sex, age in members if each == role] for role in "HSCMDPG"}
    above = {"C": ages["H"] + ages["S"], "M": ages["H"] + ages["S"], "G": ages["M"] + ages["D"], "H": ages["P"]}
    return all(
        parent - child >= YOUNGEST for role, parents in above.items() for child in ages[role] for parent in parents
    )


def pair(chance: random.Random, low: int, high: int) -> tuple[int, int]:
    """Return the ages of a husband and a wife."""
    wife = chance.randint(low, high)
    return min(101, max(20, wife + round(chance.gauss(2.5, 3)))), wife


def children(chance: random.Random, mother: int, role: str = "C", most: int = 5) -> list[Member]:
    """Return children who still live at home, the eldest first."""
    number = chance.choices(range(1, most + 1), [35, 42, 15, 5, 3][:most])[0]
    ages = {mother - chance.randint(19, 40) for _ in range(number)}
    return [(role, chance.choices("mf", [52, 48])[0], age) for age in sorted(ages, reverse=True) if 0 <= age <= 50]


def headed(chance: random.Random, he: int, she: int) -> list[Member]:
    """Return a couple, one of them the head."""
    return [("H", "m", he), ("S", "f", she)] if chance.random() < 0.78 else [("H", "f", she), ("S", "m", he)]


def single(chance: random.Random, _kind: str) -> list[Member]:
    return [("H", chance.choice("mf"), chance.choice([chance.randint(18, 60), chance.randint(55, 101)]))]


def couple(chance: random.Random, _kind: str) -> list[Member]:
    return headed(chance, *pair(chance, 19, 96))


def nuclear(chance: random.Random, _kind: str) -> list[Member]:
    he, she = pair(chance, 20, 78)
    return [*headed(chance, he, she), *(children(chance, she) or [("C", "m", max(0, she - 25))])]


def lone_parent(chance: random.Random, kind: str) -> list[Member]:
    age = chance.randint(21, 85)
    sex = "f" if kind == "mother" else "m"
    return [("H", sex, age), *(children(chance, age, most=3) or [("C", "m", max(0, age - 25))])]


def three(chance: random.Random, _kind: str) -> list[Member]:
    """A couple with children and one or both parents of the head."""
    he, she = pair(chance, 22, 62)
    home = [*headed(chance, he, she), *(children(chance, she, most=4) or [("C", "f", max(0, she - 22))])]
    head = home[0][2]
    mother = min(101, head + chance.randint(19, 38))
    parents: list[Member] = [("P", "f", mother)]
    if chance.random() < 0.45:
        parents.append(("P", "m", min(101, mother + max(0, round(chance.gauss(2.5, 3))))))
    elif chance.random() < 0.25:
        parents = [("P", "m", min(101, head + chance.randint(20, 42)))]
    return [*home, *parents]


def three_down(chance: random.Random, _kind: str) -> list[Member]:
    """Old people who head the household of a married child with grandchildren."""
    he, she = pair(chance, 42, 90)
    old = (
        headed(chance, he, she)
        if chance.random() < 0.6
        else [("H", "f", she) if chance.random() < 0.7 else ("H", "m", he)]
    )
    child = max(20, min(old[-1][2], old[0][2]) - chance.randint(19, 35))
    his, hers = (
        (child, max(18, child + round(chance.gauss(-2, 3))))
        if chance.random() < 0.75
        else (max(20, child + round(chance.gauss(2, 3))), child)
    )
    young: list[Member] = [("M", "m", his), ("D", "f", hers)] if his == child else [("M", "f", hers), ("D", "m", his)]
    small = children(chance, hers, "G", most=4) or [("G", "m", max(0, min(hers - 19, 1)))]
    more: list[Member] = []
    if chance.random() < 0.2:
        more = [("C", chance.choice("mf"), max(16, child - chance.randint(1, 9)))]
    return [*old, *young, *more, *small]


def skip(chance: random.Random, _kind: str) -> list[Member]:
    """Grandparents with a grandchild whose parents live elsewhere."""
    she = chance.randint(45, 80)
    old = headed(chance, min(101, she + 3), she) if chance.random() < 0.6 else [("H", "f", she)]
    return [*old, *(("G", chance.choice("mf"), chance.randint(0, 17)) for _ in range(chance.choice([1, 1, 2])))]


def others(chance: random.Random, _kind: str) -> list[Member]:
    """Brothers and sisters, or people who share a home."""
    age = chance.randint(18, 70)
    return [
        ("H", chance.choice("mf"), age),
        *(("B", chance.choice("mf"), max(16, age + chance.randint(-8, 6))) for _ in range(chance.choice([1, 1, 2, 3]))),
    ]


if __name__ == "__main__":
    main()
