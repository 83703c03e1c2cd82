"""The disk is full while a list comes in: one sentence, nothing half done, and with room again it goes on."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from tests.apps.people.factories import HERE, NOW, scope, unit
from tests.apps.people.lists import BE, DAY, HEAD, ROWS, as_csv, bring, changed, picture
from tests.plugins.database import test_cluster as cluster_of_tests

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import within
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import execute
from ansinh.apps.people.models import ImportPiece, ImportRow, ListImport
from ansinh.apps.people.services.imports.offering import ask_to_take, choose_columns, offer_list, start_reading
from ansinh.apps.people.services.imports.staging import stage_list
from ansinh.apps.people.services.imports.taking import take_list
from ansinh.apps.people.services.refusals import ConnectionLost, NoRoom
from ansinh.cli.postgres.cluster import SUPERUSER
from ansinh.files.room import NO_ROOM

pytestmark = pytest.mark.django_db(transaction=True)
FULL = Path("/dev/full")  # takes no byte: whoever writes there is told by the system that no room is left
BEFORE = changed(BE, code="H9", name="Phan Thị Tốt", number="046170009999", poverty="")


@contextmanager
def without_room(table: str) -> Iterator[None]:
    """Let the database find no room for a table that holds nothing yet; in the end there is room again."""
    url = cluster_of_tests().url(role=SUPERUSER, database=connections["default"].settings_dict["NAME"])
    connections.close_all()
    with psycopg.connect(url, autocommit=True) as base:
        base.execute(f"TRUNCATE {table}")  # type: ignore[arg-type]
        place = base.execute("SELECT pg_relation_filepath(%s)", [table]).fetchone()
        assert place is not None
        base.execute("CHECKPOINT")
    file = cluster_of_tests().data / str(place[0])
    aside = file.with_name(f"{file.name}.aside")
    assert file.stat().st_size == 0
    file.rename(aside)
    file.symlink_to(FULL)
    try:
        yield
    finally:
        # Whoever had the file open has it open no more.
        connections.close_all()
        file.unlink()
        aside.rename(file)


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Let the system refuse this process a longer file, as a full disk or a used-up share of it does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def officer(seed_provinces: Callable[..., int], make_user: Callable[..., Any]) -> Any:
    seed_provinces("46")
    officer = make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))
    bring(officer, as_csv([BEFORE]))
    return officer


def work(run: JobRun) -> tuple[str, list[str]]:
    """Do a piece of queued work; return how it ended and what its owner reads."""
    execute(run_id=run.pk)
    run.refresh_from_db()
    return run.state, run.errors


def state_of(row: ListImport) -> tuple[str, int]:
    with within(scope()):
        row.refresh_from_db()
        return row.state, ImportRow.objects.filter(listimport=row).count()


def test_a_full_disk_of_the_database_leaves_nothing_half_done(officer: Any) -> None:
    before = picture()
    assert before[0]["person"] == before[0]["personevent"] == 1
    given: dict[str, Any] = {"actor": officer, "now": NOW}
    offer: dict[str, Any] = {"data": as_csv(), "name": "ds.csv", "source": "Danh sách", "as_of": DAY, **given}

    with without_room("people_importpiece"), within(scope(), actor=officer), pytest.raises(NoRoom) as refused:
        offer_list(**offer)
    assert str(refused.value) == NO_ROOM
    assert "Ổ đĩa" in NO_ROOM
    assert "dọn chỗ trống, rồi làm lại" in NO_ROOM
    with within(scope()):
        assert (ListImport.objects.count(), ImportPiece.objects.count()) == (1, 0)
    assert picture() == before

    with within(scope(), actor=officer):
        row = offer_list(**offer)
        run = choose_columns(import_id=row.pk, columns=row.columns, **given)
    with without_room("people_importrow"):
        assert work(run) == ("failed", [NO_ROOM])
    assert (state_of(row), picture()) == (("reading", 0), before)

    with within(scope(), actor=officer):
        run = choose_columns(import_id=row.pk, columns=row.columns, **given)
    assert work(run) == ("done", [])
    # Persons, numbers and households are written by then: half of the list.
    for table in ("people_povertyperiod", "people_povertyperiodevent"):
        with within(scope(), actor=officer):
            run = ask_to_take(import_id=row.pk, **given)
        with without_room(table):
            assert work(run) == ("failed", [NO_ROOM]), table
        assert (state_of(row), picture()) == (("review", len(ROWS)), before), table

    with within(scope(), actor=officer):
        run = ask_to_take(import_id=row.pk, **given)
    assert work(run) == ("done", [])
    assert state_of(row) == ("taken", 0)
    after = picture()[0]
    assert (after["person"], after["personevent"], after["povertyperiod"]) == (4, 4, 1)


def test_a_full_disk_where_files_are_put_down_is_one_page(
    officer: Any, browser_of: Callable[..., Client], tmp_path: Path, settings: Any
) -> None:
    before = picture()
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    client = browser_of(officer)
    client.raise_request_exception = False
    # Long files are put down on the disk before a page has them; blank lines are nobody.
    data = as_csv() + (b" " * 999 + b"\n") * 3_000

    def hand_in() -> Any:
        file = SimpleUploadedFile("dài.csv", data)
        return client.post(
            "/nguoi/nhap-danh-sach/", {"file": file, "kind": "people", "source": "Danh sách", "as_of": "20/11/2026"}
        )

    with no_file_above(1024 * 1024):
        answer = hand_in()
    assert answer.status_code == 507
    assert "Ổ đĩa của máy chủ đã đầy" in answer.content.decode()
    assert "dọn chỗ trống" in answer.content.decode()
    assert not list(tmp_path.iterdir())
    with within(scope()):
        assert ListImport.objects.count() == 1
    assert picture() == before
    assert hand_in().status_code == 302


def test_a_full_disk_while_a_list_is_unpacked_is_the_same_sentence(officer: Any, tmp_path: Path) -> None:
    with duckdb.connect() as base:
        columns = ", ".join(f"'{cell}' AS \"{name}\"" for name, cell in zip(HEAD, BE, strict=True))
        base.execute(f"COPY (SELECT {columns}) TO '{tmp_path / 'ds.parquet'}' (FORMAT parquet)")
    data = (tmp_path / "ds.parquet").read_bytes()
    before = picture()
    offer: dict[str, Any] = {"data": data, "name": "ds.parquet", "source": "Danh sách", "as_of": DAY, "now": NOW}
    with no_file_above(512), within(scope(), actor=officer), pytest.raises(NoRoom, match="dọn chỗ trống"):
        offer_list(**offer, actor=officer)
    with within(scope(), actor=officer):
        row = offer_list(**offer, actor=officer)
        runs = [choose_columns(import_id=row.pk, columns=row.columns, actor=officer, now=NOW) for _ in range(2)]
    with no_file_above(512):
        assert work(runs[0]) == ("failed", [NO_ROOM])
    assert (state_of(row), picture()) == (("reading", 0), before)
    assert work(runs[1]) == ("done", [])
    assert state_of(row) == ("review", 1)


def test_a_database_that_goes_away_in_the_middle_is_one_sentence(officer: Any) -> None:
    """What a server does whose disk for its own journal is full: it breaks off every connection and comes back."""
    before = picture()
    url = cluster_of_tests().url(role=SUPERUSER, database="postgres")

    def gone(*_: object) -> None:
        name = connections["default"].settings_dict["NAME"]
        with psycopg.connect(url, autocommit=True) as base:
            base.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [name])

    given: dict[str, Any] = {"actor": officer, "now": NOW}
    with within(scope(), actor=officer):
        row = offer_list(data=as_csv(), name="ds.csv", source="Danh sách", as_of=DAY, **given)
        start_reading(row, columns=row.columns)
    acts: list[Callable[[Any], object]] = [
        lambda tell: stage_list(import_id=row.pk, scope=scope(), tell=tell, **given),
        lambda tell: take_list(import_id=row.pk, scope=scope(), tell=tell, **given),
    ]
    for act in acts:
        with pytest.raises(ConnectionLost, match=r"đã ghi cả hoặc chưa ghi gì.*chỗ trống của ổ đĩa"):
            act(gone)
        connections.close_all()
        assert picture() == before
        act(lambda *_: None)
    assert picture()[0]["person"] == 1 + len(ROWS)
