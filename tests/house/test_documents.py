"""The documents are true: commands, settings, rooms, links and examples are there and work."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from ansinh.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "ansinh"
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    (ROOT / "docs").rglob("*.md")
)
HOWTO = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "docs" / "howto").glob("*.md")))
SETTING = re.compile(
    r"""env\.[a-z]+\(\s*"([A-Z_]+)"|environ(?:\.get\(|\[)\s*"([A-Z_]+)"|envvar="([A-Z_]+)"|environ, "([A-Z_]+)\"""",
    re.VERBOSE,
)


def commands() -> dict[str, set[str]]:
    """Every command of `ansinh`, with its options."""
    found: dict[str, set[str]] = {}

    def walk(name: str, command: object) -> None:
        inner = getattr(command, "commands", None)
        if inner:
            for word, child in inner.items():
                if not child.hidden:
                    walk(f"{name} {word}", child)
            return
        found[name] = {word for param in command.params for word in getattr(param, "opts", [])}  # type: ignore[attr-defined]

    walk("ansinh", typer.main.get_command(app))
    return found


COMMANDS = commands()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_described_to_its_user(name: str) -> None:
    assert f"`{name}`" in HOWTO


def test_every_command_says_in_vietnamese_what_it_does() -> None:
    def walk(command: object) -> Iterator[str]:
        yield str(getattr(command, "help", "") or "")
        for child in (getattr(command, "commands", None) or {}).values():
            yield from walk(child)

    assert all(re.search(r"[à-ỹđ]", words, re.IGNORECASE) for words in walk(typer.main.get_command(app)))


def settings() -> set[str]:
    found = set()
    for path in SOURCE.rglob("*.py"):
        found |= {name for groups in SETTING.findall(path.read_text("utf-8")) for name in groups if name}
    return found


@pytest.mark.parametrize("name", sorted(settings()))
def test_every_setting_is_described(name: str) -> None:
    assert f"`{name}`" in HOWTO


def test_settings_are_found_in_the_source() -> None:
    assert {"DATABASE_URL", "SECRET_KEY", "ANSINH_DATA_DIR", "ANSINH_BACKUP_KEY_FILE"} <= settings()


def test_every_room_is_described() -> None:
    described = set(
        re.findall(r"^\| `([^`]+)` \|", (ROOT / "docs" / "architecture.md").read_text("utf-8"), re.MULTILINE)
    )
    rooms = {
        str(path.parent.relative_to(SOURCE))
        for level in ("*", "apps/*", "core/*")
        for path in SOURCE.glob(f"{level}/__init__.py")
    }
    assert rooms - described == set()


def shown_commands() -> Iterator[tuple[str, str]]:
    """What the documents tell people to type: the lines of the blocks in plain text that call make or ansinh."""
    for path in PAGES:
        for block in re.findall(r"^```\w*\n(.*?)^```", path.read_text("utf-8"), re.MULTILINE | re.DOTALL):
            for line in block.splitlines():
                words = line.removeprefix("$ ").split("#")[0].strip()
                if words.startswith(("make ", "ansinh ", ".venv/bin/ansinh ")):
                    yield path.name, words


@pytest.mark.parametrize(("page", "line"), sorted(set(shown_commands())))
def test_every_command_shown_exists(page: str, line: str) -> None:
    words = shlex.split(line)
    if words[0] == "make":
        assert re.search(rf"^{re.escape(words[1])}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
        return
    words[0] = "ansinh"
    name = next(" ".join(words[:length]) for length in (3, 2) if " ".join(words[:length]) in COMMANDS)
    used = {word.partition("=")[0] for word in words if word.startswith("--")}
    assert used <= COMMANDS[name]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def test_decisions_are_numbered_one_by_one() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_changelog_has_a_place_for_what_comes() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_target_of_make_says_what_it_does() -> None:
    words = (ROOT / "Makefile").read_text("utf-8")
    for target in ("demo", "demo-check", "test", "check", "bench", "screens"):
        recipe = re.search(rf"^{target}: ## \S.*\n((?:\t.*\n)+)", words, re.MULTILINE)
        assert recipe, target
        assert recipe[1].startswith(f'\t@echo "make {target}: '), target
