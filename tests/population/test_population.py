"""The made-up population is plausible, the same for the same seed, and whole; its shares are those of marginals.csv."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from ansinh.core.rules.layout import table_columns
from ansinh.population import generator
from ansinh.population.generator import CannotGenerate, Commune, Order, generate, write_parquet
from ansinh.population.marginals import marginals, patterns
from ansinh.rulebook.book import national_system

DAY = date(2026, 11, 22)
PERSONS = 60_000
COMMUNES = [Commune(f"2{at:04}", f"Xã Mẫu {at}", "ward" if at % 4 == 0 else "commune") for at in range(40)]
TABLES = {"household": "households", "person": "persons", "merit": "merits", "tie": "ties", "event": "events"}


def made(persons: int, *, seed: int = 7, threads: int = 1, province: str = "56") -> duckdb.DuckDBPyConnection:
    base = duckdb.connect(config={"threads": threads})
    generate(base, Order(persons, province, seed, DAY, COMMUNES))
    return base


@pytest.fixture(scope="module")
def people() -> Iterator[duckdb.DuckDBPyConnection]:
    with made(PERSONS) as base:
        yield base


def digest(base: duckdb.DuckDBPyConnection) -> list[object]:
    return [base.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {name} t").fetchone() for name in TABLES.values()]


def one(base: duckdb.DuckDBPyConnection, query: str) -> float:
    row = base.execute(query).fetchone()
    assert row is not None
    return float(row[0])


def test_the_same_seed_gives_the_same_people_whatever_the_machine_has_of_processors() -> None:
    with made(3000) as first, made(3000, threads=2) as second, made(3000, seed=8) as other:
        assert digest(first) == digest(second)
        assert digest(first) != digest(other)


@pytest.mark.parametrize("persons", [1, 2, 7, 3001])
def test_there_are_as_many_persons_as_asked_for(persons: int) -> None:
    with made(persons) as base:
        assert one(base, "SELECT count(*) FROM persons") == persons
        assert one(base, "SELECT sum(household_size) FROM households") == persons


@pytest.mark.parametrize("persons", [0, -1, 20_000_001])
def test_a_number_of_persons_out_of_bounds_is_refused(persons: int) -> None:
    with duckdb.connect() as base, pytest.raises(CannotGenerate, match=r"20\.000\.000"):
        generate(base, Order(persons, "56", 1, DAY, COMMUNES))


def test_the_patterns_keep_to_the_census_before_anything_is_drawn() -> None:
    total = sum(each.weight * len(each.members) for each in patterns())
    for share in marginals():
        if share.of == "age_sex":
            found = sum(
                each.weight
                * sum(m.sex == share.group[0] and share.age_from <= m.age <= share.age_to for m in each.members)
                for each in patterns()
            )
            assert 100 * found / total == pytest.approx(share.percent, abs=0.05), share.group


@pytest.mark.parametrize("share", [each for each in marginals() if each.of == "age_sex"], ids=lambda each: each.group)
def test_ages_and_sexes_are_those_of_2025(people: duckdb.DuckDBPyConnection, share: object) -> None:
    sex = "male" if share.group[0] == "m" else "female"  # type: ignore[attr-defined]
    found = one(
        people,
        f"SELECT 100.0 * count(*) FILTER (sex = '{sex}' AND age BETWEEN {share.age_from} AND {share.age_to}) / count(*) FROM persons",  # type: ignore[attr-defined]
    )
    assert found == pytest.approx(share.percent, abs=0.3)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("what", "query", "expected", "within"),
    [
        ("single households", "100.0 * count(*) FILTER (household_size = 1) / count(*) FROM households", 10.9, 1.0),
        ("of 2 to 4", "100.0 * count(*) FILTER (household_size BETWEEN 2 AND 4) / count(*) FROM households", 65.5, 1.2),
        ("of 5 and more", "100.0 * count(*) FILTER (household_size >= 5) / count(*) FROM households", 23.6, 1.2),
        ("persons a household", "avg(household_size) FROM households", 3.57, 0.05),
        ("mother and children", "100.0 * count(*) FILTER (family_kind = 'mother') / count(*) FROM households", 6.8, 0.7),
        ("father and children", "100.0 * count(*) FILTER (family_kind = 'father') / count(*) FROM households", 3.0, 0.5),
        ("three generations", "100.0 * count(*) FILTER (family_kind = 'three') / count(*) FROM households", 20.7, 1.2),
        ("urban", "100.0 * sum(household_size) FILTER (area = 'urban') / sum(household_size) FROM households", 38.6, 1.5),
        ("poor", "100.0 * count(*) FILTER (poverty = 'poor') / count(*) FROM households", 2.97, 0.02),
        ("near-poor", "100.0 * count(*) FILTER (poverty = 'near_poor') / count(*) FROM households", 3.27, 0.02),
        ("minorities", "100.0 * count(*) FILTER (ethnic_minority) / count(*) FROM persons", 13.15, 0.8),
        ("disabled by survey", "100.0 * count(*) FILTER (survey_disability AND age >= 2) / count(*) FILTER (age >= 2) FROM persons", 6.11, 0.4),
        ("disabled of 2 to 17", "100.0 * avg(survey_disability::INT) FROM persons WHERE age BETWEEN 2 AND 17", 1.98, 0.4),
        ("merit paid monthly", "100.0 * count(DISTINCT person_id) / (SELECT count(*) FROM persons) FROM merits", 1.05, 0.15),
        ("75 and over", "100.0 * count(*) FILTER (age >= 75) / count(*) FROM persons", 3.2, 0.2),
        ("social pension among 75 and over", "100.0 * avg((person_id IN (SELECT person_id FROM benefits WHERE programme = 'social_pension'))::INT) FROM persons WHERE age >= 75", 43, 6),
        ("60 and over with nothing", "100.0 * avg((pension_monthly_vnd + social_insurance_monthly_vnd = 0 AND person_id NOT IN (SELECT person_id FROM benefits))::INT) FROM persons WHERE age >= 60", 54, 3),
    ],
)  # fmt: skip
def test_shares_are_those_of_the_sources(
    people: duckdb.DuckDBPyConnection, what: str, query: str, expected: float, within: float
) -> None:
    assert one(people, f"SELECT {query}") == pytest.approx(expected, abs=within), what


@pytest.mark.parametrize(
    ("what", "query"),
    [
        ("a household without one head", "FROM persons GROUP BY household_id HAVING count(*) FILTER (relation = 'head') <> 1"),
        ("a person of no household", "FROM persons ANTI JOIN households USING (household_id)"),
        ("a household without persons", "FROM households ANTI JOIN persons USING (household_id)"),
        ("a household that miscounts", "FROM households h JOIN (SELECT household_id, count(*) n FROM persons GROUP BY 1) USING (household_id) WHERE n <> household_size"),
        ("a head who is a child", "FROM persons WHERE relation = 'head' AND age < 18"),
        ("a parent hardly older", "FROM ties t JOIN persons a USING (person_id) JOIN persons b ON b.person_id = t.other_id WHERE t.kind = 'raises' AND a.age - b.age < 15"),
        ("a marriage of one side", "FROM ties t ANTI JOIN ties o ON o.person_id = t.other_id AND o.other_id = t.person_id AND o.kind = 'spouse' WHERE t.kind = 'spouse'"),
        ("a tie across households", "FROM ties t JOIN persons a USING (person_id) JOIN persons b ON b.person_id = t.other_id WHERE a.household_id <> b.household_id"),
        ("a number twice", "FROM persons WHERE personal_id IS NOT NULL GROUP BY personal_id HAVING count(*) > 1"),
        ("a number that may be real", "FROM persons WHERE NOT regexp_full_match(personal_id, '9[0-9]{11}')"),
        ("a number against sex or year", "FROM persons WHERE birth_precision = 'day' AND (substr(personal_id, 5, 2) <> lpad((year(birth_date_from) % 100)::VARCHAR, 2, '0') OR (substr(personal_id, 4, 1)::INT % 2 = 0) <> (sex = 'male'))"),
        ("an age against the day", f"FROM persons WHERE birth_precision = 'day' AND date_sub('year', birth_date_from, DATE '{DAY}') <> age"),
        ("a name that is not composed", "FROM persons WHERE full_name <> nfc_normalize(full_name) OR full_name <> trim(full_name) OR NOT contains(full_name, ' ')"),
        ("a poor household above the line", "FROM households WHERE poverty = 'poor' AND (deprivation_count < 3 OR income_per_person_month_vnd > CASE area WHEN 'urban' THEN 2000000 ELSE 1500000 END)"),
        ("a near-poor household that is poor", "FROM households WHERE poverty = 'near_poor' AND (deprivation_count >= 3 OR income_per_person_month_vnd > CASE area WHEN 'urban' THEN 2000000 ELSE 1500000 END)"),
        ("a payment of nothing", "FROM benefits WHERE amount_vnd <= 0 OR start_date > DATE '2026-11-30'"),
    ],
)  # fmt: skip
def test_nothing_in_it_is_impossible(people: duckdb.DuckDBPyConnection, what: str, query: str) -> None:
    assert people.execute(f"SELECT count(*) FROM (SELECT 1 {query})").fetchone() == (0,), what


def test_the_rules_find_every_column_they_need_in_the_files(people: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    counts = write_parquet(people, tmp_path)
    assert counts["persons"] == PERSONS
    system = national_system()
    with duckdb.connect() as base:
        for entity, table in TABLES.items():
            rows = base.execute(f"DESCRIBE FROM '{tmp_path / table}.parquet'").fetchall()
            kinds = {name: kind for name, kind, *_ in rows}
            wanted = table_columns(system, entity)
            # No fact is written in another kind than the rules read it in.
            assert wanted.items() <= kinds.items(), sorted(wanted.items() - kinds.items())


def test_every_column_is_described() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reference" / "population.md").read_text("utf-8")
    with made(10) as base:
        for table in [*TABLES.values(), "benefits"]:
            for name, *_ in base.execute(f"DESCRIBE {table}").fetchall():
                assert re.search(rf"`{name}`", text), f"{table}.{name}"


GENERATE = """
import os, signal, sys
from ansinh.population import generator, planting
from ansinh.cli.main import app
write, at = generator.write_parquet, sys.argv.pop(1)
def killed(base, folder):
    if at == "after":
        write(base, folder)
    else:
        (folder / "households.parquet").write_bytes(b"PAR1")
    os.kill(os.getpid(), signal.SIGKILL)
if at != "whole":
    generator.write_parquet = killed
app()
"""


@pytest.mark.parametrize("at", ["half", "after"])
def test_a_run_that_is_killed_leaves_no_half_file(tmp_path: Path, at: str) -> None:
    target = tmp_path / "people"

    def run(when: str) -> int:
        words = ["population", "generate", "--province", "56", "--persons", "200", "--out", str(target)]
        return subprocess.run(
            [sys.executable, "-c", GENERATE, when, *words], capture_output=True, check=False
        ).returncode

    assert run(at) == -signal.SIGKILL
    assert list(target.iterdir()) == []
    assert run("whole") == 0
    assert sorted(path.name for path in target.iterdir()) == sorted(f"{name}.parquet" for name in generator.TABLES)
    assert sorted(tmp_path.iterdir()) == [target]
