"""Who probably stands twice in a register, with a score from 0 to 1 and the reasons in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ansinh.core.text import is_filler
from ansinh.core.text.folding import fold
from ansinh.matching.model import BLOCKS, COMPARISONS, Comparison

if TYPE_CHECKING:
    import duckdb

LEAST_SCORE = 0.42
# Random pairs looked at to learn how often people are alike by accident; the same ones in every run.
SAMPLED_PAIRS, SAMPLED_A_PERSON, FEWEST_PAIRS, SEED = 6_000_000, 60, 100_000, 20_241
_COLUMNS = (
    "person_id", "full_name", "sex", "birth_date_from", "birth_date_to", "personal_id", "commune_code", "commune_name", "village",
    "phone", "social_insurance_code",
)  # fmt: skip


class CannotMatch(Exception):
    """Duplicates that cannot be looked for; the message says what is missing and what to do."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that are probably one person's: the smaller id first, how probable, and why."""

    left_id: int
    right_id: int
    score: float
    reasons: tuple[str, ...]


def same_numbers(base: duckdb.DuckDBPyConnection, people: str, *, column: str = "personal_id") -> Iterator[Pair]:
    """Yield the pairs of persons with the same number: certain, whatever the names say.

    A number that only fills the field ("000000000000", "123456789012"), or that more than ten persons have, gives no pairs.
    """
    base.execute(
        f"""SELECT a.person_id, b.person_id, trim({column}) FROM {people} a JOIN {people} b USING ({column})
            WHERE a.person_id < b.person_id
              AND {column} IN (SELECT {column} FROM {people} WHERE {column} IS NOT NULL GROUP BY 1 HAVING count(*) BETWEEN 2 AND 10)
            ORDER BY a.person_id, b.person_id"""
    )
    for left, right, number in base.fetchall():
        if is_filler(number):
            continue
        yield Pair(left, right, 1.0, ("cùng số định danh" if column == "personal_id" else "cùng số",))


def probable(
    base: duckdb.DuckDBPyConnection,
    people: str,
    *,
    old_communes: Mapping[str, Sequence[str]] | None = None,
    least: float = LEAST_SCORE,
) -> Iterator[Pair]:
    """Yield the pairs of a table of persons that are probably one person, most probable first.

    The table has the columns person_id, full_name, sex, birth_date_from, birth_date_to (equal where the day is known), personal_id,
    commune_code, commune_name, village, phone and social_insurance_code; NULL where unknown. ``old_communes``: names of former communes as they are
    written, with the codes of today's communes they went into. Raises CannotMatch.
    """
    scored(base, people, old_communes=old_communes, least=least)
    gammas = [f"gamma_{each.name}" for each in COMPARISONS]
    rows = base.execute(
        f"SELECT person_id_l, person_id_r, match_probability, {', '.join(gammas)} FROM scored"
        " ORDER BY match_probability DESC, person_id_l, person_id_r"
    )
    while chunk := rows.fetchmany(10_000):
        for left, right, score, *levels in chunk:
            yield Pair(min(left, right), max(left, right), score, reasons(levels))


def reasons(levels: Sequence[int]) -> tuple[str, ...]:
    """Return in words how alike two records are; ``levels`` as the comparisons of the model give them."""
    said = []
    for comparison, level in zip(COMPARISONS, levels, strict=True):
        if level >= 0:
            # The library counts from the bottom: 0 is the last level.
            words = comparison.levels[len(comparison.levels) - 1 - level].words
            if words:
                said.append(words)
    return tuple(said)


def scored(
    base: duckdb.DuckDBPyConnection,
    people: str,
    *,
    old_communes: Mapping[str, Sequence[str]] | None = None,
    least: float = LEAST_SCORE,
) -> int:
    """Make the table ``scored`` of probable pairs (ids, match_probability, a level for each thing compared); return its rows."""
    try:
        from splink import DuckDBAPI, Linker, SettingsCreator  # noqa: PLC0415 - heavy, and an extra
    except ImportError as error:
        raise CannotMatch("Chưa cài thư viện tìm người trùng: cài bằng pip install 'ansinh[duplicates]'.") from error
    persons = _prepare(base, people, old_communes or {})
    if persons < 2:
        base.execute(
            "CREATE OR REPLACE TABLE scored AS SELECT 0 AS person_id_l, 0 AS person_id_r, 1.0 AS match_probability WHERE FALSE"
        )
        for each in COMPARISONS:
            base.execute(f"ALTER TABLE scored ADD COLUMN gamma_{each.name} INTEGER")
        return 0
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="person_id",
        comparisons=[_comparison(each) for each in COMPARISONS],
        blocking_rules_to_generate_predictions=[_block(each) for each in BLOCKS],
        # One or two persons in a hundred stand twice: that many of all pairs there are.
        probability_two_random_records_match=min(0.5, 0.03 / persons),
        retain_matching_columns=True,
    )
    linker = Linker(DuckDBAPI(base).register("prepared"), settings, log_level=40)
    pairs = min(SAMPLED_PAIRS, max(FEWEST_PAIRS, SAMPLED_A_PERSON * persons))
    linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=SEED, min_count_per_level=None)
    found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    gammas = ", ".join(f"gamma_{each.name}" for each in COMPARISONS)
    base.execute(
        f"CREATE OR REPLACE TABLE scored AS SELECT person_id_l, person_id_r, match_probability, {gammas} FROM {found.physical_name}"
    )
    return _count(base, "scored")


def _prepare(base: duckdb.DuckDBPyConnection, people: str, old_communes: Mapping[str, Sequence[str]]) -> int:
    there = {name for name, *_rest in base.execute(f"DESCRIBE {people}").fetchall()}
    missing = [name for name in _COLUMNS if name not in there]
    if missing:
        raise CannotMatch(f"Bảng người thiếu cột {', '.join(missing)}: thêm cột ấy (để trống nếu chưa rõ).")
    base.execute("CREATE OR REPLACE TABLE old_communes (name VARCHAR, codes VARCHAR[])")
    if old_communes:
        names = [fold(name) for name in old_communes]
        base.execute(
            "INSERT INTO old_communes SELECT name, flatten(list(codes)) FROM (SELECT unnest(?) AS name, unnest(?) AS codes) GROUP BY name",
            [names, [list(codes) for codes in old_communes.values()]],
        )
    text = (files("ansinh.matching") / "prepared.sql").read_text("utf-8").replace("{people}", people)
    for statement in base.extract_statements(text):
        base.execute(statement)
    return _count(base, "prepared")


def _count(base: duckdb.DuckDBPyConnection, table: str) -> int:
    # All is fetched: a result that is not read to its end keeps the connection busy.
    return sum(int(number) for (number,) in base.execute(f"SELECT count(*) FROM {table}").fetchall())


def _comparison(each: Comparison) -> dict[str, Any]:
    levels: list[dict[str, Any]] = []
    if each.missing:
        levels.append({"sql_condition": _sided(each.missing), "label_for_charts": "missing", "is_null_level": True})
    for level in each.levels:
        made: dict[str, Any] = {
            "sql_condition": _sided(level.condition) or "ELSE",
            "label_for_charts": level.words or "alike",
            "m_probability": level.same,
            "fix_m_probability": True,
        }
        if level.frequent_by:
            made |= {
                "tf_adjustment_column": level.frequent_by,
                "tf_adjustment_weight": 1.0,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(made)
    return {"output_column_name": each.name, "comparison_levels": levels, "comparison_description": each.name}


def _block(rule: str) -> dict[str, Any]:
    return {"blocking_rule": rule, "sql_dialect": "duckdb"}


def _sided(condition: str) -> str:
    """Write l.name as name_l, as the library wants conditions of comparisons."""

    return re.sub(r"\b([lr])\.(\w+)", r"\2_\1", condition)
