"""A register in a folder of Parquet files: read, checked, and answered on DuckDB.

The columns are those of ``core.rules.layout``, as ``ansinh population generate`` writes them; others are left alone. A
fact whose column is missing is unknown for everybody. What cannot be a fact (a word nobody knows, a negative amount, two
persons with one number) is refused with its place.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ansinh.core.rules.expressions import Kind
from ansinh.core.rules.layout import columns_of, keys_of, table_columns
from ansinh.core.rules.model import Entity, Fact
from ansinh.core.rules.system import MonthOfLaw, System
from ansinh.entitlement.answers import ANSWERS, Outcome, Tell, outcome, statements
from ansinh.entitlement.memory import recorded_of_all

NEEDED = ("households", "persons")
LISTS = {"merits": ("merit",), "ties": ("raising_children", "caring_for", "spouse"), "events": ("events",)}
"""The flags that say a list was recorded: without its file nobody knows what is in it."""


class CannotReadRegister(Exception):
    """A folder that holds no register that can be read; the message says which file, which column, and what to do."""


@dataclass(frozen=True, slots=True)
class Register:
    """An open register; ``missing`` are the facts that no file has, by table, unknown for everybody."""

    base: duckdb.DuckDBPyConnection
    system: System
    missing: dict[str, tuple[str, ...]]


@contextmanager
def open_register(folder: Path, system: System, *, scratch: Path | None = None) -> Iterator[Register]:
    """Open the files of a folder as a register.

    ``scratch``: where to put what does not fit into memory. Raises CannotReadRegister.
    """
    with duckdb.connect(config={"threads": os.cpu_count() or 1}) as base:
        base.execute("SET preserve_insertion_order = false")
        if scratch is not None:
            base.execute("SET temp_directory = ?", [str(scratch)])
        missing: dict[str, tuple[str, ...]] = {}
        for name in NEEDED:
            if not (folder / f"{name}.parquet").is_file():
                raise CannotReadRegister(
                    f"Không có {name}.parquet trong {folder}: chỉ thư mục do `ansinh population generate` ghi, hoặc có các cột như docs/reference/population.md."
                )
        for entity in system.entities.values():
            lacking = _put(base, folder, system, entity)
            if lacking:
                missing[entity.table] = lacking
        _check(base, system)
        yield Register(base, system, missing)


def run(register: Register, law: MonthOfLaw, *, tell: Tell = lambda _step: None) -> Outcome:
    """Work out everybody's answers in a month; they stand in the table ``entitlement_answers`` of the register afterwards.

    Raises CannotReadRegister where a value in a file has another type than its column.
    """
    base = register.base
    base.execute(f"DROP TABLE IF EXISTS {ANSWERS}")
    recorded = recorded_of_all(base, register.system)
    todo = statements(law, register.system, dialect="duckdb", recorded=recorded)
    for step, statement in todo.work:
        if step:
            tell(step)
        base.execute(statement)
    rows = [base.execute(each).fetchall() for each in (todo.totals, todo.digest, todo.counts)]
    return outcome(law, register.system, totals=rows[0], digest=rows[1][0], counts=rows[2][0])


def write_answers(register: Register, target: Path) -> int:
    """Write the answers of a run as one Parquet file, by id and programme; return how many there are. Raises OSError."""
    place = str(target).replace("'", "''")
    try:
        register.base.execute(
            f"COPY (FROM {ANSWERS} ORDER BY entity, thing_id, programme) TO '{place}' (FORMAT parquet, COMPRESSION zstd)"
        )
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
    row = register.base.execute(f"SELECT count(*) FROM {ANSWERS}").fetchone()
    return int(row[0]) if row else 0


def _put(base: duckdb.DuckDBPyConnection, folder: Path, system: System, entity: Entity) -> tuple[str, ...]:
    """Make one table from its file, every column in its type; return the columns that the file lacks."""
    wanted = table_columns(system, entity.name)
    file = folder / f"{entity.table}.parquet"
    columns = ", ".join(f'"{name}" {kind}' for name, kind in wanted.items())
    if not file.is_file():
        base.execute(f"CREATE TABLE {entity.table} ({columns})")
        return tuple(wanted)
    place = str(file).replace("'", "''")
    try:
        there = {row[0]: row[1] for row in base.execute(f"DESCRIBE FROM read_parquet('{place}')").fetchall()}
    except duckdb.Error as error:
        raise CannotReadRegister(
            f"{file} không phải tệp Parquet đọc được ({_first_line(error)}): ghi lại tệp."
        ) from None
    if entity.id_column not in there:
        raise CannotReadRegister(f"{file} không có cột {entity.id_column}: thêm cột mã, mỗi dòng một số.")
    empty = {flag for table, flags in LISTS.items() if not (folder / f"{table}.parquet").is_file() for flag in flags}
    said = [
        f'CAST("{name}" AS {kind}) AS "{name}"'
        if name in there and name not in empty
        else f'CAST(NULL AS {kind}) AS "{name}"'
        for name, kind in wanted.items()
    ]
    try:
        base.execute(f"CREATE TABLE {entity.table} AS SELECT {', '.join(said)} FROM read_parquet('{place}')")
    except duckdb.Error as error:
        raise CannotReadRegister(f"{file}: {_wrong_column(base, place, wanted, there) or _first_line(error)}") from None
    return tuple(name for name in wanted if name not in there)


def _wrong_column(base: duckdb.DuckDBPyConnection, place: str, wanted: dict[str, str], there: dict[str, str]) -> str:
    """Say which column holds what its type cannot be, with the first such value."""
    for name, kind in wanted.items():
        if name not in there:
            continue
        row = base.execute(
            f'SELECT CAST("{name}" AS VARCHAR) FROM read_parquet(\'{place}\') WHERE "{name}" IS NOT NULL AND try_cast("{name}" AS {kind}) IS NULL LIMIT 1'
        ).fetchone()
        if row:
            return f"cột {name} có giá trị “{row[0]}” không đọc được thành {kind}: sửa giá trị ấy."
    return ""


def _check(base: duckdb.DuckDBPyConnection, system: System) -> None:
    for entity in system.entities.values():
        name, key = entity.table, entity.id_column
        row = base.execute(
            f"SELECT {key} FROM {name} GROUP BY {key} HAVING count(*) > 1 OR {key} IS NULL LIMIT 1"
        ).fetchone()
        if row:
            said = "dòng không có mã" if row[0] is None else f"mã {row[0]} hai lần"
            raise CannotReadRegister(f"{name}.parquet, cột {key}: có {said}; mỗi dòng cần một mã riêng.")
        for fact in entity.facts.values():
            for column in columns_of(fact):
                wrong = None
                if fact.kind is Kind.INT:
                    wrong = f'"{column}" < 0 OR "{column}" > {fact.most}'
                elif fact.choices:
                    wrong = f'"{column}" NOT IN ({", ".join(_quoted(word) for word in _words(fact))})'
                found = wrong and base.execute(f'SELECT {key}, "{column}" FROM {name} WHERE {wrong} LIMIT 1').fetchone()
                if found:
                    may = (
                        f"từ 0 đến {fact.most}"
                        if fact.kind is Kind.INT
                        else f"một trong {', '.join(_words(fact)[:12])}"
                    )
                    raise CannotReadRegister(
                        f"{name}.parquet, {key} {found[0]}, cột {column}: “{found[1]}” không phải {fact.label}; cần {may}."
                    )
            if fact.from_to:
                first, last = columns_of(fact)
                found = base.execute(f"SELECT {key} FROM {name} WHERE {first} > {last} LIMIT 1").fetchone()
                if found:
                    raise CannotReadRegister(f"{name}.parquet, {key} {found[0]}: {first} sau {last}; đổi lại hai ngày.")
        for other in system.entities.values():
            for link in keys_of(system, entity.name):
                if link != other.id_column and not (link == "other_id" and other.name == "person"):
                    continue
                found = base.execute(
                    f"SELECT a.{key}, a.{link} FROM {name} a ANTI JOIN {other.table} b ON a.{link} = b.{other.id_column} WHERE a.{link} IS NOT NULL LIMIT 1"
                ).fetchone()
                if found:
                    raise CannotReadRegister(
                        f"{name}.parquet, {key} {found[0]}: {link} {found[1]} không có trong {other.table}.parquet; bổ sung hoặc sửa mã."
                    )


def _words(fact: Fact) -> tuple[str, ...]:
    """Return the words a fact may be, with the one that stands for "no"."""
    return tuple(dict.fromkeys([*([str(fact.absent)] if fact.absent is not None else []), *fact.choices]))


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
