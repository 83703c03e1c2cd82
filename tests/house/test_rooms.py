"""The house is kept: rooms of the right size and name, a pure core, no signals."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ansinh"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST = 500
NO_ROOM = {
    "utils",
    "util",
    "common",
    "misc",
    "helpers",
    "helper",
    "shared",
    "base",
    "tools",
    "manager",
    "managers",
    "signals",
}
CORE = [path for path in MODULES if path.is_relative_to(SOURCE / "core") or path.is_relative_to(SOURCE / "rulebook")]
CORE_MAY_IMPORT = sys.stdlib_module_names | {"ansinh", "sqlglot", "yaml"}
# A pure function needs none of these: they read the clock, chance, the network, the disk or the machine.
CORE_MAY_NOT = {
    "asyncio", "ctypes", "glob", "http", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil",
    "signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
CLOCK = {"now", "today", "utcnow"}


def place(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@pytest.mark.parametrize("path", MODULES + TESTS, ids=place)
def test_no_file_outgrows_its_reader(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST, "split it by noun"


def test_no_room_is_a_lumber_room() -> None:
    names = {path.stem for path in MODULES} | {path.name for path in SOURCE.rglob("*") if path.is_dir()}
    assert not names & NO_ROOM


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        place(path)
        for path in MODULES
        if path.name != "apps.py" and path.read_text("utf-8").strip() and not ast.get_docstring(parsed(path))
    ]
    assert silent == []


def test_nothing_happens_behind_a_signal() -> None:
    for path in MODULES:
        names = imports(parsed(path))
        assert not [name for name in names if name.startswith("django.dispatch") or name.endswith("signals")], place(
            path
        )


def test_business_rules_are_not_in_save() -> None:
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ClassDef):
                methods = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
                bases = {ast.unparse(base) for base in node.bases}
                assert not ("models.Model" in bases and methods & {"save", "delete"}), f"{place(path)}: {node.name}"


@pytest.mark.parametrize("path", CORE, ids=place)
def test_the_core_stands_on_the_standard_library(path: Path) -> None:
    names = {name.partition(".")[0] for name in imports(parsed(path))}
    assert names <= CORE_MAY_IMPORT
    assert not names & CORE_MAY_NOT


@pytest.mark.parametrize("path", CORE, ids=place)
def test_the_core_reads_no_clock_and_opens_no_file(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            called = node.func
            assert not (isinstance(called, ast.Attribute) and called.attr in CLOCK), f"line {node.lineno}"
            assert not (isinstance(called, ast.Name) and called.id in {"open", "input", "print"}), f"line {node.lineno}"
