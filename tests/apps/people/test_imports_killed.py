"""A list whose work is killed in the middle: nothing lost, nothing half done, and the next worker ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from tests.apps.people.factories import HERE, NOW, scope, unit
from tests.apps.people.lists import AN, BE, DAY, HA, ROWS, as_csv, bring, changed, picture
from tests.plugins.database import test_cluster as cluster_of_tests

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import within
from ansinh.apps.benefits.models import Receipt
from ansinh.apps.benefits.services import record_receipt
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import sweep
from ansinh.apps.people.models import (
    DataKey,
    Household,
    Identifier,
    ImportRow,
    ListImport,
    Membership,
    Person,
    PovertyPeriod,
)
from ansinh.apps.people.services.imports.offering import ask_to_take, choose_columns, offer_list

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]
# A worker that dies at one place: before the statement whose text has a word, or right before a transaction is committed.
WORKER = """
import os, signal, sys
import django
django.setup()
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from ansinh.apps.jobs.services import run_worker
word = sys.argv[1]
execute, commit = CursorWrapper.execute, BaseDatabaseWrapper.commit
state = {"met": False}
def die():
    os.kill(os.getpid(), signal.SIGKILL)
def watched(self, sql, params=None):
    text = sql if isinstance(sql, str) else ""
    if word and word in text:
        if text.index(word):
            # Half way through the statements of one file: those before the word are sent alone.
            execute(self, text[: text.index(word)], params)
        state["met"] = True
        if word != "INSERT INTO \\"audit_event\\"":
            die()
    return execute(self, sql, params)
def committing(self):
    if state["met"]:
        die()
    return commit(self)
if word:
    CursorWrapper.execute, BaseDatabaseWrapper.commit = watched, committing
run_worker(wait=False)
"""
STAGED = {
    "rows are sent": "CREATE TEMP TABLE staging_faults",
    "rows come in": "INSERT INTO people_rowfault",
    "plan is made": "CREATE TEMP TABLE plan ",
}
TAKEN = {
    "before anything": "INSERT INTO people_village",
    "half taken": "INSERT INTO people_household",
    "before commit": 'INSERT INTO "audit_event"',
}


def work(word: str = "") -> int:
    """Run a worker until the queue is empty or it dies."""
    url = cluster_of_tests().url(database=connection.settings_dict["NAME"])
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "ansinh.site.settings",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WORKER, word], env=environment, capture_output=True, check=False
    ).returncode


@pytest.fixture
def officer(seed_provinces: Callable[..., int], make_user: Callable[..., Any]) -> Any:
    seed_provinces("46")
    officer = make_user("xa", Role.COMMUNE_OFFICER, scope_unit=unit(HERE))
    # Somebody is in the register before, of whom nothing may change.
    bring(officer, as_csv([changed(BE, code="H9", name="Phan Thị Tốt", number="046170009999")]))
    return officer


def offered(officer: Any) -> ListImport:
    with within(scope(), actor=officer):
        wrong = changed(AN, code="H8", name="", number="")
        given = {"source": "Danh sách", "as_of": DAY, "actor": officer, "now": NOW}
        row = offer_list(data=as_csv([*ROWS, wrong]), name="ds.csv", **given)
        choose_columns(import_id=row.pk, columns=row.columns, actor=officer, now=NOW)
    return row


def held(row: ListImport) -> tuple[str, list[int]]:
    """The state of the list, and how many rows there are: waiting, then of the register beside who was in it before."""
    with within(scope()):
        row.refresh_from_db()
        tables = (ImportRow, Person, DataKey, Identifier, Household, Membership, PovertyPeriod)
        before = (0, 1, 1, 1, 1, 1, 0)
        return row.state, [model.objects.count() - each for model, each in zip(tables, before, strict=True)]


def killed(word: str, before: Any) -> JobRun:
    """Let a worker die at a word; the register is as before, and the owner of the work reads one sentence."""
    assert work(word) == -signal.SIGKILL
    assert picture() == before
    for _ in range(200):
        # The database ends the session of a dead worker on its own time.
        if touched := sweep(at=timezone.now()):
            break
        time.sleep(0.05)
    run = JobRun.objects.get(pk__in=[each.pk for each in touched])
    assert (run.state, run.step) == ("queued", "Máy chủ dừng giữa chừng, đang chờ chạy lại từ đầu")
    return run


@pytest.mark.parametrize("where", STAGED)
def test_a_list_killed_while_it_is_staged_is_staged_by_the_next_worker(officer: Any, where: str) -> None:
    row = offered(officer)
    before = picture()
    killed(STAGED[where], before)
    assert held(row) == ("reading", [0] * 7)
    assert work() == 0
    assert held(row) == ("review", [3, 0, 0, 0, 0, 0, 0])
    assert (row.counts["new"], row.counts["held"]) == (3, 1)
    assert picture() == before


@pytest.mark.parametrize("where", TAKEN)
def test_a_list_killed_while_it_is_taken_is_taken_whole_by_the_next_worker(officer: Any, where: str) -> None:
    row = offered(officer)
    assert work() == 0
    with within(scope(), actor=officer):
        ask_to_take(import_id=row.pk, actor=officer, now=NOW)
    before = picture()
    run = killed(TAKEN[where], before)
    assert held(row) == ("review", [3, 0, 0, 0, 0, 0, 0])
    assert work() == 0
    assert held(row) == ("taken", [0, 3, 2, 4, 2, 3, 1])
    after = picture()[0]
    assert (after["personevent"], after["identifierevent"]) == (1 + 3, 1 + 4)
    run.refresh_from_db()
    assert (run.state, run.errors) == ("done", [])
    assert {HA[1], AN[1]} <= set(_names())


def test_a_list_of_who_receives_what_killed_twice_is_taken_whole_once(officer: Any) -> None:
    head = ("Họ và tên", "Số CCCD", "Chế độ", "Mức", "Từ tháng")
    pension, care = ("Phan Thị Tốt", "046170009999", "Trợ cấp hưu trí xã hội"), "Hỗ trợ chăm sóc, nuôi dưỡng"
    with within(scope(), actor=officer):
        given: dict[str, Any] = {"source": "Danh sách", "actor": officer, "now": NOW}
        (person_id,) = Person.objects.values_list("pk", flat=True)
        began = {"amount_vnd": 500_000, "valid_from": date(2025, 7, 1)}
        record_receipt(person_id=person_id, programme="social_pension", **began, **given)
        rows = [(*pension, "540.000", "07/2026"), (*pension[:2], care, "300.000", "07/2026")]
        row = offer_list(data=as_csv(rows, head=head), name="chi tra.csv", kind="receipts", as_of=DAY, **given)
        choose_columns(import_id=row.pk, columns=row.columns, actor=officer, now=NOW)
    assert work() == 0
    with within(scope(), actor=officer):
        ask_to_take(import_id=row.pk, actor=officer, now=NOW)
    before = picture()
    for place in ('INSERT INTO "benefits_receipt"', TAKEN["before commit"]):
        killed(place, before)
        assert _amounts() == [(500_000, None)]
    assert work() == 0
    assert _amounts() == [(300_000, None), (500_000, date(2026, 7, 1)), (540_000, None)]
    with within(scope()):
        row.refresh_from_db()
        assert (row.state, Receipt.objects.get(amount_vnd=500_000).events.count()) == ("taken", 2)  # type: ignore[attr-defined]
    assert picture() == before


def _amounts() -> list[tuple[int, date | None]]:
    with within(scope()):
        return list(Receipt.objects.order_by("amount_vnd").values_list("amount_vnd", "valid_to"))


def _names() -> list[str]:
    with within(scope()):
        return list(Person.objects.values_list("full_name", flat=True))
