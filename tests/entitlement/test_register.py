"""A register in files: everybody's answers are those of the rules, alike on every run; what cannot be is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from django.db import connection
from tests.rulebook.random_households import make_case

from ansinh.core.rules.answers import Desk
from ansinh.core.rules.layout import create_tables, rows_of, table_columns, things_of
from ansinh.entitlement.answers import ANSWERS, Outcome, outcome, statements
from ansinh.entitlement.gaps import GapKind, find_gaps
from ansinh.entitlement.parquet import CannotReadRegister, open_register, run, write_answers
from ansinh.population.generator import Commune, Order, generate, write_parquet
from ansinh.population.village import village
from ansinh.rulebook.book import national_system
from ansinh.rulebook.cases import read_case

DAY = date(2026, 11, 22)
LAW = national_system().month("2026-11", known_on=DAY)
COMMUNES = [Commune(f"2{at:04}", f"Xã Mẫu {at}", "ward" if at % 4 == 0 else "commune") for at in range(12)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand persons of nobody, as `ansinh population generate` writes them."""
    folder = tmp_path_factory.mktemp("town")
    with duckdb.connect() as base:
        generate(base, Order(2000, "56", 5, DAY, COMMUNES))
        write_parquet(base, folder)
    return folder


def answered(folder: Path) -> Outcome:
    with open_register(folder, national_system()) as register:
        return run(register, LAW)


def test_the_village_has_exactly_its_twelve_gaps(tmp_path: Path) -> None:
    with duckdb.connect() as base:
        key = village(base, province="56", day=DAY, communes=COMMUNES)
        write_parquet(base, tmp_path)
    with open_register(tmp_path, national_system()) as register:
        run(register, LAW)
        gaps, _unpaid = find_gaps(register, LAW, tmp_path)
    found = Counter((each.kind, each.person_id, each.programme) for each in gaps)
    assert found == Counter((each.case, each.person_id, each.programme) for each in key)
    assert len(gaps) == 12


def test_who_is_paid_what_the_law_gives_makes_no_gap(town: Path) -> None:
    with open_register(town, national_system()) as register:
        run(register, LAW)
        assert find_gaps(register, LAW, town) == ([], ())


def test_a_programme_that_nobody_is_paid_is_told(town: Path, tmp_path: Path) -> None:
    copy_register(town, tmp_path, benefits="FROM {file} WHERE programme <> 'social_pension'")
    with open_register(tmp_path, national_system()) as register:
        done = run(register, LAW)
        gaps, unpaid = find_gaps(register, LAW, tmp_path)
    pensions = {each.programme: each for each in done.totals}["social_pension"].yes
    assert unpaid == ("social_pension",)
    assert pensions > 0
    assert Counter((each.kind, each.programme) for each in gaps) == {("not_receiving", "social_pension"): pensions}


@pytest.mark.parametrize(
    ("start", "end", "kinds"),
    [
        ("2026-11-30", None, set()),
        ("2026-12-01", None, {GapKind.NOT_RECEIVING}),
        ("2026-01-01", "2026-11-01", set()),
        ("2026-01-01", "2026-10-31", {GapKind.NOT_RECEIVING}),
    ],
)
def test_a_payment_counts_in_a_month_that_it_touches(
    town: Path, tmp_path: Path, start: str, end: str | None, kinds: set[GapKind]
) -> None:
    days = f"start_date := DATE '{start}', end_date := {f'DATE {end!r}' if end else 'NULL::DATE'}"
    days = ", ".join(f"{value} AS {name}" for name, _is, value in (part.partition(" := ") for part in days.split(", ")))
    copy_register(town, tmp_path, benefits=f"SELECT * EXCLUDE (start_date, end_date), {days} FROM {{file}}")
    with open_register(tmp_path, national_system()) as register:
        run(register, LAW)
        assert {each.kind for each in find_gaps(register, LAW, tmp_path)[0]} == kinds


def test_two_runs_and_two_orders_of_rows_have_one_digest(town: Path, tmp_path: Path) -> None:
    first = answered(town)
    copy_register(town, tmp_path, persons="FROM {file} ORDER BY person_id DESC")
    assert answered(tmp_path) == answered(town) == first
    assert first.persons == 2000
    by_name = {each.programme: each for each in first.totals}
    assert by_name["social_assistance"].yes > 0
    assert by_name["social_assistance"].amount_vnd % 1000 == 0


def test_one_fact_changes_the_digest(town: Path, tmp_path: Path) -> None:
    paid = "(SELECT max(person_id) FROM read_parquet('{benefits}') WHERE programme = 'social_assistance')"
    left = f"SELECT * REPLACE (CASE WHEN person_id = {paid} THEN DATE '2026-10-31' ELSE death_date END AS death_date) FROM {{file}}"
    copy_register(town, tmp_path, persons=left.replace("{benefits}", str(town / "benefits.parquet")))
    assert answered(tmp_path).digest != answered(town).digest


def test_a_fact_that_no_file_has_is_unknown_for_everybody(town: Path, tmp_path: Path) -> None:
    copy_register(town, tmp_path, persons="SELECT * EXCLUDE (disability_level) FROM {file}")
    with open_register(tmp_path, national_system()) as register:
        assert register.missing == {"persons": ("disability_level",)}
        done = run(register, LAW)
    before = {each.programme: each for each in answered(town).totals}["social_assistance"]
    after = {each.programme: each for each in done.totals}["social_assistance"]
    assert after.unknown > before.unknown
    assert after.most_vnd > before.most_vnd


def test_without_the_file_of_titles_nobody_knows_of_merit(town: Path, tmp_path: Path) -> None:
    copy_register(town, tmp_path)
    (tmp_path / "merits.parquet").unlink()
    merit = {each.programme: each for each in answered(tmp_path).totals}["merit_monthly"]
    assert merit.yes == 0
    assert 1990 < merit.unknown <= 2000  # nobody is asked about those who died before


@pytest.mark.django_db
def test_duckdb_and_postgresql_answer_alike(town: Path) -> None:
    system = national_system()
    todo = statements(LAW, system, dialect="postgres")
    with open_register(town, system) as register, connection.cursor() as cursor:
        on_duckdb = run(register, LAW)
        for statement in create_tables(system):
            cursor.execute(statement.replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
        for entity in system.entities.values():
            rows = register.base.execute(f"FROM {entity.table}").fetchall()
            with cursor.copy(
                f"COPY {entity.table} ({', '.join(table_columns(system, entity.name))}) FROM STDIN"
            ) as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"ANALYZE {entity.table}")
        for _step, statement in todo.work:
            cursor.execute(statement)
        told = []
        for statement in (todo.totals, todo.digest, todo.counts):
            cursor.execute(statement)
            told.append(cursor.fetchall())
        on_postgres = outcome(LAW, system, totals=told[0], digest=told[1][0], counts=told[2][0])
        for table in (ANSWERS, *(entity.table for entity in system.entities.values())):
            cursor.execute(f"DROP TABLE {table}")
    assert on_postgres == on_duckdb


def test_the_answers_of_a_register_are_those_of_one_person_asked_alone() -> None:
    """Three hundred random households, nulls included: yes and its amount are equal, no is never yes, unknown may narrow."""
    import random  # noqa: PLC0415

    chance, system = random.Random(11), national_system()
    listed = [read_case(make_case(chance, at), system, place=str(at)).household for at in range(300)]
    with duckdb.connect() as base:
        for statement in create_tables(system):
            base.execute(statement)
        for table, rows in rows_of(system, listed).items():
            if rows:
                base.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
        for _step, statement in statements(LAW, system, dialect="duckdb").work:
            base.execute(statement)
        found = {
            (entity, thing, programme): (status, amount)
            for entity, thing, programme, status, amount in base.execute(
                f"SELECT entity, thing_id, programme, status, amount_vnd FROM {ANSWERS}"
            ).fetchall()
        }
    things = things_of(system, listed)
    desk, seen = Desk(LAW), Counter[str]()
    for programme in system.programmes.values():
        for at, thing in enumerate(things[programme.entity], 1):
            alone = desk.answer(programme, thing)
            status, amount = found.get((programme.entity, at, programme.id), ("no", None))
            seen[status] += 1
            if status == "unknown":
                continue
            assert alone.status == status, (programme.id, at)
            if status == "yes" and "amount_vnd" in programme.fields:
                assert alone.numbers["amount_vnd"] == amount
    assert min(seen[word] for word in ("yes", "no", "unknown")) > 100


WRONG: dict[str, tuple[dict[str, str], str]] = {
    "a word nobody knows": (
        {"persons": "SELECT * REPLACE ('rất nặng' AS disability_level) FROM {file}"},
        "persons.parquet, person_id 1, cột disability_level: “rất nặng” không phải mức độ khuyết tật; cần một trong none, light",
    ),
    "a negative amount": (
        {"persons": "SELECT * REPLACE (-1 AS pension_monthly_vnd) FROM {file}"},
        "cột pension_monthly_vnd: “-1” không phải lương hưu hằng tháng; cần từ 0",
    ),
    "a day that is none": (
        {"persons": "SELECT * REPLACE ('hôm qua' AS death_date) FROM {file}"},
        "cột death_date có giá trị “hôm qua” không đọc được thành DATE",
    ),
    "two persons of one number": (
        {"persons": "FROM {file} UNION ALL (FROM {file} WHERE person_id = 7)"},
        "cột person_id: có mã 7 hai lần",
    ),
    "a person of no household": (
        {"households": "FROM {file} WHERE household_id <> 3"},
        "household_id 3 không có trong households.parquet",
    ),
    "birth that ends before it begins": (
        {"persons": "SELECT * REPLACE (birth_date_from + 400 AS birth_date_from) FROM {file}"},
        "birth_date_from sau birth_date_to",
    ),
    "no numbers": ({"persons": "SELECT * EXCLUDE (person_id) FROM {file}"}, "không có cột person_id"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_is_refused_with_its_place(town: Path, tmp_path: Path, name: str) -> None:
    changes, sentence = WRONG[name]
    copy_register(town, tmp_path, **changes)
    with pytest.raises(CannotReadRegister) as refused:
        answered(tmp_path)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda folder: (folder / "persons.parquet").unlink(), "Không có persons.parquet"),
        (lambda folder: (folder / "persons.parquet").write_bytes(b"PAR1 no"), "không phải tệp Parquet đọc được"),
    ],
    ids=["gone", "spoilt"],
)
def test_a_file_that_is_none_is_named(
    town: Path, tmp_path: Path, spoil: Callable[[Path], object], sentence: str
) -> None:
    copy_register(town, tmp_path)
    spoil(tmp_path)
    with pytest.raises(CannotReadRegister) as refused:
        answered(tmp_path)
    assert sentence in str(refused.value)


def test_the_answers_are_written_whole(town: Path, tmp_path: Path) -> None:
    with open_register(town, national_system()) as register:
        done = run(register, LAW)
        written = write_answers(register, tmp_path / "answers.parquet")
        with pytest.raises(OSError, match="answers"):
            write_answers(register, tmp_path / "no" / "answers.parquet")
    rows = duckdb.sql(
        f"SELECT count(*), count(*) FILTER (status = 'yes') FROM '{tmp_path / 'answers.parquet'}'"
    ).fetchall()
    assert rows == [(written, sum(each.yes for each in done.totals))]


def copy_register(source: Path, target: Path, **changes: str) -> None:
    """Copy a register, some tables read by another query over ``{file}``."""
    for file in source.glob("*.parquet"):
        query = changes.get(file.stem, "FROM {file}").replace("{file}", f"read_parquet('{file}')")
        duckdb.sql(f"COPY ({query}) TO '{target / file.name}' (FORMAT parquet)")


@pytest.fixture(autouse=True)
def _no_files_left(tmp_path: Path) -> Iterator[None]:
    """DuckDB puts nothing beside the files it reads."""
    yield
    assert not list(tmp_path.glob("**/*.tmp"))
