"""Requirement 25: what we depend on is pinned by hash, listed, and free of GPL and AGPL where it runs."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
BIN = Path(sys.executable).parent
# The lesser licence lets other programs use a library unchanged; the full ones would bind ours.
GPL = re.compile(r"(?<!lesser )(?<!library )general public|(?<![a-z])a?gpl", re.IGNORECASE)
LESSER = re.compile(r"lesser general public|lgpl", re.IGNORECASE)


def run_time_packages() -> list[str]:
    """The distributions that run with the program: its dependencies, and theirs."""
    found: dict[str, str] = {}
    waiting = [("ansinh", frozenset[str]())]
    while waiting:
        name, extras = waiting.pop()
        for line in importlib.metadata.requires(name) or []:
            requirement = Requirement(line)
            marker = requirement.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras | {""}):
                key = requirement.name.lower().replace("_", "-")
                if key not in found:
                    found[key] = requirement.name
                    waiting.append((requirement.name, frozenset(requirement.extras)))
    return sorted(found.values())


def licences() -> dict[str, str]:
    """The licence of every run-time package, from its own description."""
    command = [BIN / "pip-licenses", "--from=all", "--format=json", "--packages", *run_time_packages()]
    listed = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    keys = ("License-Expression", "License-Classifier", "License-Metadata", "License")
    return {
        row["Name"]: next((row[key] for key in keys if row.get(key) and row[key] not in {"UNKNOWN", ""}), "UNKNOWN")
        for row in listed
    }


def is_strict(licence: str) -> bool:
    """Whether the licence would bind a program that uses the package; one of several to choose from does not."""
    choices = re.split(r";| or ", licence[:200], flags=re.IGNORECASE)
    return all(GPL.search(LESSER.sub("", choice)) for choice in choices)


def test_no_package_binds_the_program() -> None:
    table = licences()
    assert len(table) > 40
    for name, licence in sorted(table.items()):
        print(f"{name:32} {licence.splitlines()[0][:80]}")
    assert [name for name, licence in table.items() if licence == "UNKNOWN"] == []
    assert [name for name, licence in table.items() if is_strict(licence)] == []


@pytest.mark.parametrize(
    ("licence", "strict"),
    [
        ("MIT", False),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("GPL-3.0-or-later", True),
        ("GNU General Public License v2 (GPLv2)", True),
        ("AGPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("MIT OR GPL-2.0", False),
    ],
)
def test_licences_are_told_apart(licence: str, strict: bool) -> None:
    assert is_strict(licence) is strict


def test_every_locked_file_has_a_hash() -> None:
    for package in LOCK["package"]:
        if package["source"].get("editable") == ".":
            continue
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        assert all(file["hash"].startswith("sha256:") for file in files), package["name"]


def imported(*folders: str) -> set[str]:
    """The first name of every module that our program, its tests and its measurements import."""
    found: set[str] = set()
    for folder in folders or ("src", "tests", "bench"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    found.update(alias.name.split(".")[0] for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.split(".")[0])
    return found - sys.stdlib_module_names


# What a peer in bench/ runs in, in an environment of its own: never installed with the program, nor for its tests.
OF_PEERS = {"openfisca_core", "numpy"}


def test_everything_that_is_imported_is_locked() -> None:
    locked = {package["name"] for package in LOCK["package"]}
    homes = importlib.metadata.packages_distributions()
    strangers = {
        name
        for name in imported() - {"ansinh", "bench", "tests"} - OF_PEERS
        if not {home.lower().replace("_", "-").replace(".", "-") for home in homes.get(name, [])} & locked
    }
    assert strangers == set()
    assert not imported("src", "tests") & OF_PEERS


def test_nothing_comes_from_elsewhere_than_the_registry() -> None:
    sources = {key for package in LOCK["package"] for key in package["source"]}
    assert sources == {"registry", "editable"}


def test_the_installer_is_pinned_by_hash() -> None:
    words = (ROOT / ".ci" / "uv.txt").read_text("utf-8")
    assert re.match(r"uv==\d+\.\d+\.\d+ \\\n    --hash=sha256:[0-9a-f]{64}", words)
    assert "--require-hashes" in (ROOT / "Makefile").read_text("utf-8")


def test_nothing_is_piped_from_the_network_into_a_shell() -> None:
    for path in (ROOT / "Makefile", ROOT / ".ci" / "run", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"):
        assert not re.search(r"(curl|wget)[^\n]*\|\s*(ba)?sh", path.read_text("utf-8")), path


def test_a_bill_of_materials_can_be_made(tmp_path: Path) -> None:
    file = tmp_path / "sbom.json"
    command = [BIN / "cyclonedx-py", "environment", "--no-validate", "--of", "JSON", "-o", file, sys.executable]
    subprocess.run(command, check=True, capture_output=True)
    components = {component["name"].lower() for component in json.loads(file.read_text("utf-8"))["components"]}
    assert {name.lower().replace("_", "-") for name in run_time_packages()} <= {
        name.replace("_", "-") for name in components
    }
