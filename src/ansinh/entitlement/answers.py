"""What the law gives everybody of a register in a month, written as SQL for DuckDB and PostgreSQL alike.

Two statements a kind of thing: one works the rules out (a row a person, with the least and the most of each number),
one tells the answers (a row a right that is not "no"). The digest is over the answers as text, so that two engines,
and two runs, that answer alike have the same digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from ansinh.core.rules.expressions import Over, RuleRef
from ansinh.core.rules.layout import columns_of, keys_of
from ansinh.core.rules.model import Entity, Programme
from ansinh.core.rules.sql import Dialect, compile_rules
from ansinh.core.rules.system import MonthOfLaw, System
from ansinh.rulebook.book import STATE

ANSWERS = "entitlement_answers"
WORKED = "worked_{}"
LISTED = ("social_assistance", "social_pension", "merit_monthly", "care_support")
"""The programmes that are paid every month from a list, so that a list can be held against the law."""
_COLUMNS = "entity VARCHAR(9), thing_id BIGINT, programme VARCHAR(40), status VARCHAR(7), amount_vnd BIGINT, most_vnd BIGINT, detail VARCHAR(200)"
_PIECE = {
    # Fifteen hexadecimal digits of a row's md5 as a number: they can be added up in any order.
    "duckdb": "CAST(('0x' || substr(md5({text}), 1, 15)) AS BIGINT)",
    "postgres": "CAST(CAST('x' || substr(md5({text}), 1, 15) AS BIT(60)) AS BIGINT)",
}


Tell = Callable[[str], None]


def told_again(system: System) -> frozenset[str]:
    """Return the programmes of a household that only add up what its members get: money that would count twice."""
    rules = {each.fields["amount_vnd"]: each for each in system.programmes.values() if "amount_vnd" in each.fields}
    return frozenset(
        programme.id
        for name, programme in rules.items()
        if (formula := system.rules[name].versions[-1].formula) is not None
        and isinstance(formula, Over)
        and formula.summary == "sum"
        and isinstance(formula.part, RuleRef)
        and formula.part.name in rules
    )


@dataclass(frozen=True, slots=True)
class Total:
    """One programme over the register: how many are entitled, how much a month, of how many it is unknown.

    ``most_vnd`` is what it would be at most, were everything unknown in favour. ``amount_vnd`` is 0 where the programme
    gives no money.
    """

    programme: str
    label: str
    yes: int
    unknown: int
    amount_vnd: int
    most_vnd: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run: the law it was worked out by, its totals, and a digest that is the same wherever the answers are.

    ``left_out``: how many people of the register nothing was answered for; they count in their households only.
    """

    month: str
    rulebook: str
    persons: int
    households: int
    totals: tuple[Total, ...]
    digest: str
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Statements:
    """What an engine has to run, in this order; ``work`` are named for those who wait."""

    work: tuple[tuple[str, str], ...]
    totals: str
    digest: str
    counts: str


@cache
def rulebook_version() -> str:
    """Return the version of the rulebook: the day up to which the law was looked at, and a digest of its texts."""
    seen = hashlib.sha256()
    for part in _texts(files("ansinh.rulebook")):
        seen.update(part.read_bytes())
    return f"{STATE:%Y-%m-%d}-{seen.hexdigest()[:12]}"


def _texts(folder: Traversable) -> Iterator[Traversable]:
    for each in sorted(folder.iterdir(), key=lambda part: part.name):
        if each.is_dir():
            yield from _texts(each)
        elif each.name.endswith((".py", ".yaml", ".csv")):
            yield each


def completeness(system: System, entity: Entity, columns: Set[str]) -> dict[str, str]:
    """Return by name, for the facts and keys whose columns are there, the SQL that tells whether all are known of everybody."""
    found = {key: f"count({key}) = count(*)" for key in keys_of(system, entity.name) if key in columns}
    for fact in entity.facts.values():
        names = columns_of(fact)
        if columns >= set(names):
            found[fact.name] = " AND ".join(f"count({name}) = count(*)" for name in names)
            if fact.from_to:
                # To the day: the first day it may be is the last.
                found[fact.name] += f" AND count(*) FILTER ({names[0]} <> {names[1]}) = 0"
    return found


def statements(
    law: MonthOfLaw, system: System, *, dialect: Dialect, recorded: Mapping[str, Iterable[str]] | None = None
) -> Statements:
    """Return what to run over the tables of ``core.rules.layout`` to have everybody's answers.

    ``recorded``: what ``completeness`` found known of everybody; that is not worked out twice.
    """
    programmes = list(system.programmes.values())
    names = list(dict.fromkeys(name for each in programmes for name in (each.level, *each.fields.values())))
    compiled = compile_rules(law, names, dialect=dialect, recorded=recorded, kept=WORKED)
    temp = "TEMPORARY TABLE" if dialect == "postgres" else "TABLE"
    work = [("", f"CREATE {temp} {ANSWERS} ({_COLUMNS})")]
    for entity, select in compiled.items():
        key = system.entities[entity].id_column
        work.append((f"worked out: {entity}", f"CREATE {temp} {WORKED.format(entity)} AS {select}"))
        told = [_told(each, key) for each in programmes if each.entity == entity]
        work.append((f"told: {entity}", f"INSERT INTO {ANSWERS} " + " UNION ALL ".join(told)))
    work += [("", f"DROP TABLE {WORKED.format(entity)}") for entity in compiled]
    piece = _PIECE[dialect].format(
        text="concat_ws('|', entity, thing_id, programme, status, amount_vnd, most_vnd, detail)"
    )
    return Statements(
        tuple(work),
        f"SELECT programme, sum(CASE WHEN status = 'yes' THEN 1 ELSE 0 END), sum(CASE WHEN status = 'unknown' THEN 1 ELSE 0 END), "
        f"coalesce(sum(CASE WHEN status = 'yes' THEN amount_vnd END), 0), coalesce(sum(most_vnd), 0) FROM {ANSWERS} GROUP BY programme",
        f"SELECT count(*), coalesce(sum({piece}), 0) FROM {ANSWERS}",
        "SELECT (SELECT count(*) FROM persons), (SELECT count(*) FROM households)",
    )


LeftOut = Mapping[str, Sequence[int]]
"""Ids of things, by kind, for which nothing is to be answered; ids as ``core.rules.layout`` counts them."""
NOBODY: LeftOut = MappingProxyType({})


def leave_out(left_out: LeftOut) -> Iterator[str]:
    """Return what takes the answers of those away for whom nothing is to be answered; to be run before the totals."""
    for entity, ids in left_out.items():
        if ids:
            listed = ", ".join(str(int(each)) for each in ids)
            yield f"DELETE FROM {ANSWERS} WHERE entity = '{entity}' AND thing_id IN ({listed})"


def outcome(
    law: MonthOfLaw,
    system: System,
    *,
    totals: Sequence[Sequence[int | str]],
    digest: Sequence[int],
    counts: Sequence[int],
    left_out: LeftOut = NOBODY,
) -> Outcome:
    """Return the run that an engine's rows tell."""
    found = {str(row[0]): [int(value) for value in row[1:]] for row in totals}
    without = len(left_out.get("person", ()))
    counts = (counts[0] - without, counts[1] - len(left_out.get("household", ())))
    seen = hashlib.sha256(f"{law.first_day:%Y-%m}|{counts[0]}|{counts[1]}|{int(digest[0])}|{int(digest[1])}".encode())
    return Outcome(
        f"{law.first_day:%Y-%m}",
        rulebook_version(),
        int(counts[0]),
        int(counts[1]),
        tuple(Total(each.id, each.label, *found.get(each.id, [0, 0, 0, 0])) for each in system.programmes.values()),
        seen.hexdigest()[:32],
        without,
    )


def _told(programme: Programme, key: str) -> str:
    """Return the rows of one programme: yes where nothing asked with it is open, unknown where something is, no rows for no."""
    asked = list(dict.fromkeys([programme.level, *programme.fields.values()]))
    sure = " AND ".join([f"{programme.level}__lo > 0", *(f"{name}__lo = {name}__hi" for name in asked)])
    amount = programme.fields.get("amount_vnd")
    low, high = (f"{amount}__lo", f"{amount}__hi") if amount else ("NULL", "NULL")
    others = [(name, rule) for name, rule in programme.fields.items() if name != "amount_vnd"]
    detail = (
        "concat_ws(' ', "
        + ", ".join(
            f"'{name}', CASE WHEN {rule}__lo = {rule}__hi THEN CAST({rule}__lo AS VARCHAR) ELSE concat({rule}__lo, '..', {rule}__hi) END"
            for name, rule in others
        )
        + ")"
        if others
        else "''"
    )
    return (
        f"SELECT '{programme.entity}', {key}, '{programme.id}', CASE WHEN {sure} THEN 'yes' ELSE 'unknown' END, "
        f"CAST({low} AS BIGINT), CAST({high} AS BIGINT), {detail} FROM {WORKED.format(programme.entity)} WHERE {programme.level}__hi > 0"
    )
