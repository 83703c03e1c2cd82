"""Requirement 24: a backup is encrypted; a wrong key or a damaged file is refused and changes nothing."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.plugins.servers import CANARY, Place

from ansinh.cli.postgres import backup as backups
from ansinh.cli.postgres.binaries import Binaries, find_binaries
from ansinh.cli.postgres.cluster import OWNER


@pytest.fixture(scope="module")
def programs() -> Binaries:
    """The programs that this machine uses: which ones does not matter here."""
    return find_binaries()


def test_the_file_shows_nothing_of_what_is_in_it(saved: Path) -> None:
    content = saved.read_bytes()
    assert CANARY.encode() not in content
    assert b"audit_event" not in content
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_a_wrong_key_is_refused_and_nothing_changes(saved: Path, empty: Place, tmp_path: Path) -> None:
    before = empty.databases(), empty.state()
    wrong = tmp_path / "wrong"
    wrong.write_text("không phải khóa này đâu")
    wrong.chmod(0o600)
    said = empty.ansinh("db", "restore", saved, "--key-file", wrong, code=2)
    assert said.startswith("Khóa hoặc mật khẩu không đúng")
    assert said.count("\n") == 1
    assert (empty.databases(), empty.state()) == before
    assert not list(empty.home.glob("media*"))


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (lambda content: content[:-10], "đã hỏng"),
        (lambda content: content[: len(content) // 2], "đã hỏng"),
        (lambda content: content[:-1] + bytes([content[-1] ^ 1]), "đã hỏng"),
        (lambda content: content[:5000] + bytes([content[5000] ^ 1]) + content[5001:], "đã hỏng"),
        (lambda content: content[content.index(b"\n") + 1 :], "không phải bản sao lưu"),
        (lambda _: b"", "không phải bản sao lưu"),
        (lambda content: content.replace(b'"cost": 65536', b'"cost": 16384'), "không phải bản sao lưu"),
    ],
    ids=["tail", "half", "last byte", "middle byte", "no head", "empty", "cheaper key"],
)
def test_a_damaged_file_is_refused_and_nothing_changes(
    saved: Path, empty: Place, tmp_path: Path, damage: Callable[[bytes], bytes], sentence: str
) -> None:
    before = empty.databases()
    damaged = tmp_path / "damaged"
    damaged.write_bytes(damage(saved.read_bytes()))
    said = empty.ansinh("db", "restore", damaged, code=2)
    assert sentence in said
    assert empty.databases() == before
    assert not list(empty.home.glob("media*"))


def test_chunks_cannot_be_dropped_from_the_end(saved: Path, empty: Place, tmp_path: Path) -> None:
    content = saved.read_bytes()
    at, ends = content.index(b"\n") + 1, []
    while at < len(content):
        at += 4 + (backups.LENGTH.unpack(content[at : at + 4])[0] & 0x7FFF_FFFF)
        ends.append(at)
    cut = tmp_path / "cut"
    cut.write_bytes(content[: ends[-2]])
    assert "cắt cụt" in empty.ansinh("db", "restore", cut, code=2)


def test_data_in_use_are_replaced_only_when_asked(place: Place, saved: Path) -> None:
    before = place.state()
    assert "--replace" in place.ansinh("db", "restore", saved, code=2)
    place.ansinh("db", "restore", saved, "--replace")
    assert place.state() == before
    assert any("_before_" in name for name in place.databases())


def test_a_backup_that_cannot_be_written_leaves_nothing(place: Place, tmp_path: Path) -> None:
    assert "Không có thư mục" in place.ansinh("db", "backup", tmp_path / "missing" / "file", code=2)
    assert "là thư mục" in place.ansinh("db", "backup", tmp_path, code=2)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_is_there_is_overwritten_only_when_asked(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "sao-luu"
    file.write_text("bản cũ")
    said = place.ansinh("db", "backup", file, code=2)
    assert "--replace" in said
    assert said.count("\n") == 1
    assert file.read_text() == "bản cũ"
    place.ansinh("db", "backup", file, "--replace")
    assert file.read_bytes().startswith(b'{"format"')


@pytest.mark.parametrize("key", ["", "ngắn"])
def test_a_short_key_is_refused(place: Place, tmp_path: Path, key: str) -> None:
    (tmp_path / "key").write_text(key)
    assert "quá ngắn" in place.ansinh("db", "backup", tmp_path / "file", "--key-file", tmp_path / "key", code=2)


def test_rows_that_do_not_come_back_are_named_and_nothing_changes(
    place: Place, empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, log = backups.count_rows, "public.audit_event"

    def one_more(connection: psycopg.Connection) -> dict[str, int]:
        rows = count(connection)
        return rows | {log: rows[log] + 1}

    monkeypatch.setattr(backups, "count_rows", one_more)
    short = tmp_path / "short"
    backups.back_up(
        owner_url=place.cluster.url(role=OWNER),
        binaries=place.cluster.binaries(),
        media=place.home / "media",
        target=short,
        passphrase=place.key.read_bytes().strip(),
    )
    before = empty.databases()
    assert "public.audit_event" in empty.ansinh("db", "restore", short, code=2)
    assert empty.databases() == before
