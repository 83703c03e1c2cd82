"""What is planted is there, is told in the key, and the key is read by nobody."""

from __future__ import annotations

import csv
import random
import re
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from ansinh.cli.main import app
from ansinh.core.rules.sql import compile_rules
from ansinh.population.clerks import misspelt_day, misspelt_name, misspelt_number
from ansinh.population.generator import RECEIVED, Commune, Order, generate
from ansinh.population.planting import Case, plant_duplicates, plant_receipts, plant_slips
from ansinh.population.village import village
from ansinh.rulebook.book import national_system

DAY = date(2026, 11, 22)
ROOT = Path(__file__).parents[2]
OLD = ("Xã Cũ Một, Huyện Mẫu, Tỉnh Mẫu", "Xã Cũ Hai, Huyện Mẫu, Tỉnh Mẫu")
COMMUNES = [Commune(f"2{at:04}", f"Xã Mẫu {at}", "ward" if at % 4 == 0 else "commune", OLD) for at in range(12)]
PROGRAMMES = dict(zip(RECEIVED, ("social_assistance", "social_pension", "merit_monthly", "care_support"), strict=True))


def gaps(base: duckdb.DuckDBPyConnection) -> Counter[tuple[str, int, str]]:
    """What differs between what people receive and what the rules of the month give them."""
    law = national_system().month("2026-11", known_on=DAY)
    base.execute("CREATE OR REPLACE TABLE due AS " + compile_rules(law, RECEIVED, dialect="duckdb")["person"])
    found: Counter[tuple[str, int, str]] = Counter()
    for rule, programme in PROGRAMMES.items():
        for person, due, paid, died in base.execute(
            f"""SELECT person_id, {rule}__lo, coalesce(b.amount_vnd, 0), p.death_date FROM due JOIN persons p USING (person_id)
                LEFT JOIN (FROM benefits WHERE programme = '{programme}') b USING (person_id)"""
        ).fetchall():
            if due and not paid:
                found["not_receiving", person, programme] += 1
            elif paid and not due:
                found["paid_after_death" if died < DAY else "not_entitled", person, programme] += 1
            elif due != paid:
                found["wrong_amount", person, programme] += 1
    return found


def test_the_village_has_its_twelve_gaps_and_no_other() -> None:
    with duckdb.connect() as base:
        key = village(base, province="56", day=DAY, communes=COMMUNES)
        assert base.execute("SELECT count(*) FROM persons").fetchone() == (40,)
        assert len(key) == 12
        assert gaps(base) == Counter((each.case, each.person_id, each.programme) for each in key)


def test_the_village_keeps_its_gaps_on_the_other_days_of_the_month() -> None:
    with duckdb.connect() as base:
        key = village(base, province="56", day=date(2026, 11, 1), communes=COMMUNES)
        assert len(key) == 12


def test_without_planting_everybody_receives_what_is_due() -> None:
    with duckdb.connect() as base:
        generate(base, Order(20_000, "14", 5, DAY, COMMUNES))
        assert gaps(base) == Counter()


def test_planted_receipts_are_the_only_gaps() -> None:
    with duckdb.connect() as base:
        generate(base, Order(20_000, "14", 5, DAY, COMMUNES))
        shares = dict.fromkeys((Case.NOT_RECEIVING, Case.NOT_ENTITLED, Case.WRONG_AMOUNT, Case.PAID_AFTER_DEATH), 0.02)
        key = plant_receipts(base, shares=shares, day=DAY)
        assert {each.case for each in key} == set(shares)
        planted = {(each.case, each.person_id, each.programme) for each in key}
        found = set(gaps(base))
        assert planted - found == set()
        # Who dies no longer raises, is cared for by or carries anybody: those near a planted death may change too.
        deaths = {each.person_id for each in key if each.case == Case.PAID_AFTER_DEATH}
        near = base.execute(
            "SELECT person_id FROM persons WHERE household_id IN (SELECT household_id FROM persons WHERE person_id IN"
            " (SELECT unnest(?::BIGINT[])))",
            [sorted(deaths)],
        ).fetchall()
        assert {person for _case, person, _programme in found - planted} <= {row[0] for row in near}


def test_before_the_rise_of_2026_a_wrong_amount_is_wrong_as_well() -> None:
    day = date(2026, 3, 15)
    with duckdb.connect() as base:
        generate(base, Order(5000, "14", 5, day, COMMUNES))
        key = plant_receipts(base, shares={Case.WRONG_AMOUNT: 0.05, Case.NOT_ENTITLED: 0.05}, day=day)
        paid = {
            each.case: base.execute(
                "SELECT amount_vnd FROM benefits WHERE person_id = ? AND programme = 'social_pension'", [each.person_id]
            ).fetchall()
            for each in key
        }
        assert paid == {Case.WRONG_AMOUNT: [(540_000,)], Case.NOT_ENTITLED: [(500_000,)]}


def test_doubles_are_registered_elsewhere_and_told_in_the_key() -> None:
    with duckdb.connect() as base:
        generate(base, Order(20_000, "56", 5, DAY, COMMUNES))
        key = plant_duplicates(base, share=0.02, seed=5, communes=COMMUNES)
        assert 300 <= len(key) <= 500
        assert base.execute("SELECT count(*), count(DISTINCT person_id) FROM persons").fetchone() == (
            20_000 + len(key),
            20_000 + len(key),
        )
        assert {each.case for each in key} == {"duplicate"}
        slips = Counter(slip for each in key for slip in each.slips.split())
        wanted = {
            "order",
            "middle",
            "thi",
            "nfd",
            "tone",
            "letter",
            "year_only",
            "day_month",
            "no_number",
            "number_swap",
            "old_commune",
        }
        assert wanted <= set(slips)
        assert base.execute(
            "SELECT DISTINCT commune_name FROM persons WHERE commune_code IS NULL ORDER BY 1"
        ).fetchall() == [(name,) for name in sorted(OLD)]
        for each in key[:50]:
            rows = base.execute(
                "SELECT a.full_name = b.full_name AND a.birth_date_from = b.birth_date_from AND a.personal_id IS NOT DISTINCT FROM b.personal_id"
                " FROM persons a, persons b WHERE a.person_id = ? AND b.person_id = ?",
                [each.person_id, each.other_id],
            ).fetchall()
            same = set(each.slips.split()) <= {"old_commune"}
            assert rows == [(same,)], each


def test_slips_leave_people_where_they_are() -> None:
    with duckdb.connect() as base:
        generate(base, Order(5000, "56", 5, DAY, COMMUNES))
        base.execute("CREATE TABLE before AS FROM persons")
        changed = plant_slips(base, share=0.1, seed=5)
        differ = base.execute(
            "SELECT count(*) FROM before b JOIN persons p USING (person_id, household_id) WHERE b.full_name <> p.full_name"
            " OR b.birth_date_from <> p.birth_date_from OR b.personal_id IS DISTINCT FROM p.personal_id OR b.birth_precision <> p.birth_precision"
        ).fetchone()
        assert 400 <= changed <= 600
        assert differ is not None
        assert 0.9 * changed <= differ[0] <= changed


@pytest.mark.parametrize("name", ["Nguyễn Thị Hoa", "Lê An", "Pi Năng Thị Ánh", "Trần Văn Đức", "Vũ Ý", "Bo Bo An"])
def test_a_slip_changes_the_name_and_nothing_but_the_name(name: str) -> None:
    chance, seen = random.Random(3), set()
    for _ in range(300):
        other, way = misspelt_name(name, chance)
        assert other != name
        assert 0 < len(other) <= len(unicodedata.normalize("NFD", name)) + 2
        seen.add(way)
    assert {"tone", "letter"} <= seen
    assert ("nfd" in seen) is (unicodedata.normalize("NFD", name) != name)


def test_a_day_and_a_number_stay_a_day_and_a_number() -> None:
    chance = random.Random(3)
    for at in range(366):
        day = date.fromordinal(date(2024, 1, 1).toordinal() + at)
        assert misspelt_day(day, chance)[0] != day
        number = f"956{at:09d}"
        other, _way = misspelt_number(number, chance)
        assert other != number
        assert len(other) == 12
        assert other.isdigit()


def test_nothing_reads_the_key() -> None:
    naming = {
        str(path.relative_to(ROOT / "src"))
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"planted\.csv|\bKEY_FILE\b", path.read_text("utf-8"))
    }
    assert naming == {"ansinh/population/planting.py", "ansinh/cli/population.py"}


def test_the_command_writes_tables_and_key(tmp_path: Path) -> None:
    target = tmp_path / "dan-so"
    words = [
        "population",
        "generate",
        "--province",
        "56",
        "--persons",
        "2000",
        "--errors",
        "--planted",
        "not_receiving=0.1",
    ]
    done = CliRunner().invoke(app, [*words, "--out", str(target)])
    assert done.exit_code == 0, done.output
    assert {path.name for path in target.iterdir()} == {
        "households.parquet", "persons.parquet", "merits.parquet", "ties.parquet", "events.parquet", "benefits.parquet", "planted.csv",
    }  # fmt: skip
    with (target / "planted.csv").open(encoding="utf-8", newline="") as file:
        assert {row["case"] for row in csv.DictReader(file)} == {"not_receiving", "duplicate"}
    communes = duckdb.sql(f"SELECT count(DISTINCT commune_code) FROM '{target}/households.parquet'").fetchall()
    assert communes == [(65,)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--province", "99"], "Không có tỉnh nào mã “99”"),
        (["--province", "56", "--persons", "0"], "từ 1 đến 20.000.000"),
        (["--province", "56", "--planted", "ghost"], "Không có tình huống “ghost”"),
        (["--province", "56", "--planted", "duplicate=2"], "không hợp lệ"),
        (["--province", "56", "--day", "mai"], "không phải một ngày"),
        (["--province", "56", "--day", "2025-06-30"], "Chỉ lập được từ ngày 01/07/2025"),
        (["--province", "56", "--small", "--errors"], "thôn cố định"),
    ],
)
def test_what_cannot_be_made_is_one_sentence(tmp_path: Path, words: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["population", "generate", *words, "--out", str(tmp_path / "out")])
    assert done.exit_code != 0
    assert said in done.output or said in str(done.exception)


def test_a_folder_with_files_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    done = CliRunner().invoke(
        app, ["population", "generate", "--province", "56", "--persons", "10", "--out", str(tmp_path)]
    )
    assert done.exit_code == 2
    assert "đã có tệp" in done.output
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]
