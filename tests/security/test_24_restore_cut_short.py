"""Requirement 24: a restore that is cut short between two steps is finished, and never hides the data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.plugins.servers import FILES, Place

from ansinh.cli.postgres import swap
from ansinh.cli.postgres.binaries import Binaries, find_binaries
from ansinh.cli.postgres.cluster import OWNER

MOMENT = "20261122_080000"


@pytest.fixture(scope="module")
def programs() -> Binaries:
    """The programs that this machine uses: which ones does not matter here."""
    return find_binaries()


@pytest.fixture
def admin(place: Place) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The owner, connected beside the database in use; everything stands as before afterwards."""
    place.cluster.start()
    with psycopg.connect(place.cluster.url(role=OWNER, database="postgres"), autocommit=True) as connection:
        yield connection
        if connection.closed:
            return
        for name in (swap.old_name("ansinh", MOMENT), swap.restored_name("ansinh", MOMENT)):
            connection.execute(f"DROP DATABASE IF EXISTS {name}")


def restored(admin: psycopg.Connection[tuple[object, ...]], place: Place) -> None:
    """Stand where a restore stands after it compared: a full copy beside the database in use."""
    admin.execute(f"CREATE DATABASE {swap.restored_name('ansinh', MOMENT)} TEMPLATE ansinh")
    folder = place.home / f"media_restored_{MOMENT}"
    folder.mkdir()
    (folder / "mới.txt").write_text("đã khôi phục")


def put_files_back(place: Place) -> None:
    new = place.home / "media"
    (new / "mới.txt").unlink()
    new.rmdir()
    (place.home / f"media_before_{MOMENT}").rename(new)


@pytest.mark.parametrize("command", [("doctor",), ("db", "start")])
def test_a_crash_between_two_renames_is_finished_and_said(
    place: Place, admin: psycopg.Connection[tuple[object, ...]], command: tuple[str, ...]
) -> None:
    rows = place.state()[0]
    restored(admin, place)
    admin.execute(f"ALTER DATABASE ansinh RENAME TO {swap.old_name('ansinh', MOMENT)}")
    if command[-1] == "start":
        admin.close()
        place.cluster.stop()

    said = place.ansinh(*command)

    assert "bị ngắt giữa chừng, đã làm nốt" in said
    assert place.state()[::2] == (rows, {"mới.txt": "đã khôi phục".encode()})
    assert swap.old_name("ansinh", MOMENT) in place.databases()
    assert "bị ngắt" not in place.ansinh("db", "start")
    put_files_back(place)
    with psycopg.connect(place.cluster.url(role=OWNER, database="postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {swap.old_name('ansinh', MOMENT)}")


def test_a_crash_between_databases_and_folders_is_finished(
    place: Place, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    restored(admin, place)
    swap.rename_databases(admin, current="ansinh", moment=MOMENT)
    (place.home / "media").rename(place.home / f"media_before_{MOMENT}")

    assert "các tệp đã khôi phục nay được dùng" in place.ansinh("doctor")

    assert place.state()[2] == {"mới.txt": "đã khôi phục".encode()}
    put_files_back(place)
    assert place.state()[2] == FILES


def test_the_databases_change_names_together_or_not_at_all(
    place: Place, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    with pytest.raises(psycopg.errors.InvalidCatalogName):
        swap.rename_databases(admin, current="ansinh", moment=MOMENT)  # nothing was restored under this name

    assert "ansinh" in place.databases()


def test_a_restore_cut_short_before_it_compared_changes_nothing(
    place: Place, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    restored(admin, place)
    before = place.state()

    assert "bị ngắt" not in place.ansinh("doctor")

    assert place.state() == before
    (place.home / f"media_restored_{MOMENT}" / "mới.txt").unlink()
    (place.home / f"media_restored_{MOMENT}").rmdir()


def test_without_a_database_to_choose_the_start_says_what_is_there(
    place: Place, admin: psycopg.Connection[tuple[object, ...]]
) -> None:
    old = swap.old_name("ansinh", MOMENT)
    admin.execute(f"ALTER DATABASE ansinh RENAME TO {old}")
    admin.close()
    place.cluster.stop()

    said = place.ansinh("db", "start", code=2)

    assert f"chỉ có {old}" in said
    assert "RENAME TO" in said
    place.cluster.start()
    with psycopg.connect(place.cluster.url(role=OWNER, database="postgres"), autocommit=True) as connection:
        assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'ansinh'").fetchone() is None
        connection.execute(f"ALTER DATABASE {old} RENAME TO ansinh")


def test_two_restores_at_once_are_one(place: Place, saved: Path) -> None:
    with swap.restoring(place.home):
        said = place.ansinh("db", "restore", saved, "--replace", code=2)

    assert said.startswith("Một lệnh khôi phục khác đang chạy")
