"""A merge, or its undoing, killed in the middle: both records are as they were, and the next try does it whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.db import connection
from tests.apps.people.doubles import double_of, everything, pair_of, versions_of
from tests.apps.people.factories import HERE, scope
from tests.apps.people.test_imports_killed import ROOT
from tests.plugins.database import test_cluster as cluster_of_tests

from ansinh.apps.accounts.scope import within
from ansinh.apps.audit.services import verify_chain
from ansinh.apps.people.models import Merge

pytestmark = pytest.mark.django_db(transaction=True)
# Dies before the statement whose text has a word; "commit" dies right before the transaction is committed.
WORK = """
import os, signal, sys
import django
django.setup()
from datetime import UTC, date, datetime
from uuid import UUID
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import scope_of, within
from ansinh.apps.people.services.duplicates.merging import Choice, merge_pair
from ansinh.apps.people.services.duplicates.undoing import undo_merge
word, username, act, key, left, right = sys.argv[1:]
execute, commit = CursorWrapper.execute, BaseDatabaseWrapper.commit
def die(*_args):
    os.kill(os.getpid(), signal.SIGKILL)
def watched(self, sql, params=None):
    if word in (sql if isinstance(sql, str) else ""):
        die()
    return execute(self, sql, params)
actor = User.objects.get(username=username)
scope = scope_of(actor, on=date(2026, 11, 22))
if word == "commit":
    BaseDatabaseWrapper.commit = die
elif word:
    CursorWrapper.execute = watched
with within(scope, actor=actor):
    given = {"actor": actor, "now": datetime(2026, 11, 22, 8, tzinfo=UTC)}
    if act == "merge":
        merge_pair(pair_id=UUID(key), versions=(int(left), int(right)), choice=Choice("left", {}), today=date(2026, 11, 22), **given)
    else:
        undo_merge(merge_id=UUID(key), **given)
"""


def work(word: str, world: SimpleNamespace, act: str, key: object, versions: tuple[int, int] = (0, 0)) -> int:
    """Merge or undo in a process of its own, which dies at a word."""
    environment = {
        **os.environ,
        "DATABASE_URL": cluster_of_tests().url(database=connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "ansinh.site.settings",
        "PYTHONPATH": str(ROOT),
    }
    words = [word, world.officer.username, act, str(key), *map(str, versions)]
    command = [sys.executable, "-W", "ignore", "-c", WORK, *words]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


def state() -> dict[str, list[str]]:
    with within(scope(HERE)):
        return everything()


def test_a_merge_killed_anywhere_is_not_half_done(world: SimpleNamespace) -> None:
    with within(scope(HERE), actor=world.officer):
        pair = pair_of(world.head, double_of(world))
        versions = versions_of(pair)
    before = state()
    for word in ('UPDATE "people_fact"', 'INSERT INTO "people_mergedrow"', "commit"):
        assert work(word, world, "merge", pair.pk, versions) == -signal.SIGKILL, word
        assert state() == before, word
        assert verify_chain().is_whole
    assert work("", world, "merge", pair.pk, versions) == 0
    merged = state()
    with within(scope(HERE)):
        merge = Merge.objects.get()
    for word in ("INSERT INTO people_identifier", 'UPDATE "people_merge"', "commit"):
        assert work(word, world, "undo", merge.pk) == -signal.SIGKILL, word
        assert state() == merged, word
    assert work("", world, "undo", merge.pk) == 0
    assert state() == before
    assert verify_chain().is_whole
