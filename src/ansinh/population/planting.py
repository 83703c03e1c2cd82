"""Cases put into a population on purpose, with the key that says where: for judging what finds them."""

from __future__ import annotations

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb

from ansinh.population.clerks import misspelt_day, misspelt_name, misspelt_number
from ansinh.population.generator import Commune
from ansinh.rulebook.book import national_parameters, national_system

KEY_FILE = "planted.csv"
MOST_SHARE = 0.2
_PENSION = "sa.social_pension"


class Case(StrEnum):
    """What may be planted."""

    NOT_RECEIVING = "not_receiving"
    NOT_ENTITLED = "not_entitled"
    WRONG_AMOUNT = "wrong_amount"
    PAID_AFTER_DEATH = "paid_after_death"
    DUPLICATE = "duplicate"


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted case; ``other_id`` the person whom a duplicate doubles, ``slips`` what is written wrongly."""

    case: str
    person_id: int
    other_id: int | None = None
    programme: str = ""
    slips: str = ""


def plant_receipts(base: duckdb.DuckDBPyConnection, *, shares: Mapping[Case, float], day: date) -> list[Planted]:
    """Take payments away, add some, change amounts; ``shares`` are of the payments there are. Returns the key."""
    key: list[Planted] = []
    total = _one(base, "SELECT count(*) FROM benefits")
    for case in (Case.NOT_RECEIVING, Case.WRONG_AMOUNT, Case.PAID_AFTER_DEATH, Case.NOT_ENTITLED):
        number = round(total * shares.get(case, 0))
        if number:
            key += _RECEIPTS[case](base, number, day)
    return key


def plant_slips(base: duckdb.DuckDBPyConnection, *, share: float, seed: int) -> int:
    """Write a share of the names, days and numbers wrongly, and leave some facts out; return how many persons."""
    chance = random.Random(f"slips {seed}")
    rows = base.execute(
        "SELECT person_id, full_name, birth_date_from, birth_date_to, birth_precision, personal_id FROM persons"
        f" WHERE chance(person_id, 201) < {share:f} ORDER BY person_id"
    ).fetchall()
    changed = []
    for person_id, name, start, end, precision, number in rows:
        what = chance.random()
        if what < 0.55:
            name, _slip = misspelt_name(name, chance)
        elif what < 0.7 and precision == "day":
            start = end = misspelt_day(start, chance)[0]
        elif what < 0.8 and precision == "day":
            start, end, precision = date(start.year, 1, 1), date(start.year, 12, 31), "year"
        elif number:
            number = None if what > 0.9 else misspelt_number(number, chance)[0]
        changed.append((person_id, name, start, end, precision, number))
    _write(base, changed)
    # Facts that nobody wrote down are NULL: unknown, which is not "no".
    for fact in ("marital_status", "stable_monthly_income", "studying", "has_carer_with_duty"):
        base.execute(f"UPDATE persons SET {fact} = NULL WHERE chance(person_id, hash('{fact}')) < {share / 2:f}")
    return len(changed)


def plant_duplicates(
    base: duckdb.DuckDBPyConnection, *, share: float, seed: int, communes: Sequence[Commune]
) -> list[Planted]:
    """Register a share of the persons a second time, in another household and with slips. Returns the key."""
    chance = random.Random(f"duplicates {seed}")
    old = {each.code: each.old_names for each in communes}
    base.execute(
        "CREATE OR REPLACE TABLE doubled AS SELECT p.* REPLACE ((SELECT max(person_id) FROM persons)"
        " + row_number() OVER (ORDER BY p.person_id) AS person_id), p.person_id AS other_id"
        f" FROM persons p WHERE chance(p.person_id, 202) < {share:f} AND p.death_date = DATE '9999-12-31' ORDER BY p.person_id"
    )
    _move(base)
    rows = base.execute(
        "SELECT person_id, other_id, full_name, birth_date_from, birth_date_to, birth_precision, personal_id, commune_code"
        " FROM doubled ORDER BY person_id"
    ).fetchall()
    changed, key, renamed = [], [], []
    for person_id, other_id, name, start, end, precision, number, commune in rows:
        slips = []
        if chance.random() < 0.6:
            name, slip = misspelt_name(name, chance)
            slips.append(slip)
        what = chance.random()
        if precision == "day" and what < 0.1:
            start, slip = misspelt_day(start, chance)
            end = start
            slips.append(slip)
        elif precision == "day" and what < 0.25:
            start, end, precision = date(start.year, 1, 1), date(start.year, 12, 31), "year"
            slips.append("year_only")
        what = chance.random()
        if number and what < 0.4:
            number = None
            slips.append("no_number")
        elif number and what < 0.55:
            number, slip = misspelt_number(number, chance)
            slips.append(slip)
        if old.get(commune) and chance.random() < 0.15:
            renamed.append((person_id, chance.choice(old[commune])))
            slips.append("old_commune")
        changed.append((person_id, name, start, end, precision, number))
        key.append(Planted(Case.DUPLICATE, person_id, other_id, slips=" ".join(slips)))
    _write(base, changed, table="doubled")
    base.execute("CREATE OR REPLACE TABLE renamed (person_id BIGINT, name VARCHAR)")
    _insert(base, "renamed", renamed)
    base.execute(
        "UPDATE doubled SET commune_code = NULL, commune_name = r.name FROM renamed r WHERE r.person_id = doubled.person_id"
    )
    # Another list asks for other things: codes and telephones are often missing in it, or new.
    base.execute(
        """UPDATE doubled SET payment_account = NULL,
               social_insurance_code = CASE WHEN chance(other_id, 205) < 0.5 THEN social_insurance_code END,
               phone = CASE WHEN chance(other_id, 206) < 0.55 THEN phone WHEN chance(other_id, 206) < 0.75 AND phone IS NOT NULL
                            THEN '01' || lpad(CAST((person_id * 6_113) % 100_000_000 AS VARCHAR), 8, '0') END"""
    )
    base.execute("INSERT INTO persons SELECT * EXCLUDE (other_id) FROM doubled")
    base.execute("DROP TABLE doubled")
    return key


def write_key(folder: Path, key: Sequence[Planted]) -> None:
    """Write the key beside the tables. Nothing in the program reads it: it is for whoever judges a result."""
    with (folder / KEY_FILE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["case", "person_id", "other_id", "programme", "slips"])
        writer.writerows(astuple(each) for each in key)


def _move(base: duckdb.DuckDBPyConnection) -> None:
    """Put each double into another household: two in three in the same commune, the others somewhere else."""
    base.execute(
        """CREATE OR REPLACE TABLE movers AS
        WITH numbered AS (SELECT household_id, commune_code, commune_name, village, row_number() OVER (ORDER BY household_id) AS at,
                                 row_number() OVER (PARTITION BY commune_code ORDER BY household_id) AS in_commune,
                                 count(*) OVER (PARTITION BY commune_code) AS of_commune, count(*) OVER () AS everywhere FROM households),
        counted AS (SELECT DISTINCT commune_code, of_commune, everywhere FROM numbered),
        chosen AS (SELECT d.person_id, d.commune_code, chance(d.other_id, 203) < 0.67 AS stays,
                          1 + CAST(floor(c.of_commune * chance(d.other_id, 204)) AS BIGINT) AS near,
                          1 + CAST(floor(c.everywhere * chance(d.other_id, 204)) AS BIGINT) AS far
                   FROM doubled d JOIN counted c USING (commune_code))
        SELECT c.person_id, n.household_id, n.commune_code, n.commune_name, n.village
        FROM chosen c JOIN numbered n ON CASE WHEN c.stays THEN n.commune_code = c.commune_code AND n.in_commune = c.near ELSE n.at = c.far END"""
    )
    base.execute(
        "UPDATE doubled SET household_id = m.household_id, commune_code = m.commune_code, commune_name = m.commune_name,"
        " village = m.village, relation = 'other', member_no = 20 FROM movers m WHERE m.person_id = doubled.person_id"
    )


def _not_receiving(base: duckdb.DuckDBPyConnection, number: int, _day: date) -> list[Planted]:
    rows = base.execute(
        "SELECT benefit_id, person_id, programme FROM benefits ORDER BY chance(benefit_id, 210), benefit_id LIMIT ?",
        [number],
    ).fetchall()
    base.execute("DELETE FROM benefits WHERE benefit_id IN (SELECT unnest(?::BIGINT[]))", [[row[0] for row in rows]])
    return [Planted(Case.NOT_RECEIVING, person, programme=programme) for _id, person, programme in rows]


def _wrong_amount(base: duckdb.DuckDBPyConnection, number: int, day: date) -> list[Planted]:
    rows = base.execute(
        "SELECT benefit_id, person_id, programme FROM benefits WHERE programme = 'social_pension'"
        " ORDER BY chance(benefit_id, 211), benefit_id LIMIT ?",
        [number],
    ).fetchall()
    now = _pension_vnd(day)
    # What the law gave or will give at another time: the list was not brought up to date.
    others = [each.value for each in national_parameters()[_PENSION].values if each.value != now]
    base.execute(
        "UPDATE benefits SET amount_vnd = ? WHERE benefit_id IN (SELECT unnest(?::BIGINT[]))",
        [others[0], [row[0] for row in rows]],
    )
    return [Planted(Case.WRONG_AMOUNT, person, programme=programme) for _id, person, programme in rows]


def _paid_after_death(base: duckdb.DuckDBPyConnection, number: int, day: date) -> list[Planted]:
    rows = base.execute(
        "SELECT benefit_id, person_id, programme FROM benefits QUALIFY count(*) OVER (PARTITION BY person_id) = 1"
        " ORDER BY chance(benefit_id, 212), benefit_id LIMIT ?",
        [number],
    ).fetchall()
    base.execute(
        "UPDATE persons SET death_date = ?::DATE - 100 WHERE person_id IN (SELECT unnest(?::BIGINT[]))",
        [day, [row[1] for row in rows]],
    )
    return [Planted(Case.PAID_AFTER_DEATH, person, programme=programme) for _id, person, programme in rows]


def _not_entitled(base: duckdb.DuckDBPyConnection, number: int, day: date) -> list[Planted]:
    rows = base.execute(
        "SELECT person_id, household_id FROM persons WHERE pension_monthly_vnd > 1000000 AND age BETWEEN 60 AND 69"
        " AND person_id NOT IN (SELECT person_id FROM benefits) ORDER BY chance(person_id, 213), person_id LIMIT ?",
        [number],
    ).fetchall()
    first = _one(base, "SELECT coalesce(max(benefit_id), 0) FROM benefits")
    source, amount, start = f"Danh sách chi trả tháng {day:%m/%Y}", _pension_vnd(day), day.replace(day=1)
    _insert(
        base,
        "benefits",
        [
            (first + at, person, household, "social_pension", amount, start, None, "cash", source)
            for at, (person, household) in enumerate(rows, 1)
        ],
    )
    return [Planted(Case.NOT_ENTITLED, person, programme="social_pension") for person, _household in rows]


def _pension_vnd(day: date) -> int:
    return national_system().month(f"{day:%Y-%m}", known_on=day).number(_PENSION)


_RECEIPTS = {
    Case.NOT_RECEIVING: _not_receiving,
    Case.WRONG_AMOUNT: _wrong_amount,
    Case.PAID_AFTER_DEATH: _paid_after_death,
    Case.NOT_ENTITLED: _not_entitled,
}


def _write(base: duckdb.DuckDBPyConnection, rows: list[tuple[Any, ...]], *, table: str = "persons") -> None:
    base.execute(
        "CREATE OR REPLACE TABLE slipped (person_id BIGINT, full_name VARCHAR, birth_date_from DATE, birth_date_to DATE,"
        " birth_precision VARCHAR, personal_id VARCHAR)"
    )
    _insert(base, "slipped", rows)
    base.execute(
        f"UPDATE {table} SET full_name = s.full_name, birth_date_from = s.birth_date_from, birth_date_to = s.birth_date_to,"
        f" birth_precision = s.birth_precision, personal_id = s.personal_id FROM slipped s WHERE s.person_id = {table}.person_id"
    )


def _insert(base: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert many rows at once: column by column, since row by row takes seconds."""
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        marks = ", ".join("unnest(?)" for _ in columns)
        base.execute(f"INSERT INTO {table} SELECT {marks}", columns)


def _one(base: duckdb.DuckDBPyConnection, query: str) -> int:
    row = base.execute(query).fetchone()
    return int(row[0]) if row else 0
