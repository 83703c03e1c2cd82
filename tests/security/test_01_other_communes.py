"""Requirements 1 to 3: whose people somebody does not work with are not there, by any page, verb, choice or query.

The program's own layer is tested alone (past the policies of the database, as its superuser), then the policies
alone. Then every guard is taken away in turn, and the probe that watches it has to see a leak.
`python -m tests.security.scope_mutants` prints how many were seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from tests.apps.people.factories import HERE, THERE, scope, unit
from tests.security import scope_probes as probes

from ansinh.apps.accounts.scope import Scope
from ansinh.apps.people.pages import access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("superuser")]

ROUTES, RELATIONS = sorted(probes.routes()), sorted(probes.relations())
EVERYWHERE = Scope(1, 99_999, "mọi nơi")
GUARDED = (
    "benefits_gap",
    "benefits_receipt",
    "people_datakey",
    "people_duplicatepair",
    "people_fact",
    "people_household",
    "people_identifier",
    "people_importpiece",
    "people_importrow",
    "people_listimport",
    "people_membership",
    "people_merge",
    "people_mergedrow",
    "people_person",
    "people_povertyperiod",
    "people_rowchange",
    "people_rowfault",
    "people_sensitiverecord",
    "privacy_datarequest",
)
# A key that is destroyed has to be gone; what waits to be taken or decided is no part of the register yet; a merge is history.
WITHOUT_HISTORY = (
    "people_datakey",
    "people_duplicatepair",
    "people_importpiece",
    "people_importrow",
    "people_listimport",
    "people_merge",
    "people_mergedrow",
    "people_rowchange",
    "people_rowfault",
)
HISTORIES = tuple(f"{table}event" for table in GUARDED if table not in WITHOUT_HISTORY)


Note = Callable[[str, object], None]


def outside() -> tuple[int, int]:
    there = scope(THERE)
    return there.first, there.last


def test_every_page_has_its_scope_and_every_choice_its_probe() -> None:
    assert [name for name, route in probes.routes().items() if not getattr(route.callback, "has_scope", False)] == []
    assert probes.relations() == set(probes.RELATIONS), "a new choice of a form needs a probe"


def test_every_table_with_the_number_of_a_commune_has_its_policy(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
            " WHERE a.attname = 'unit_no' AND c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        )
        tables = dict(cursor.fetchall())
    assert tables == dict.fromkeys((*GUARDED, *HISTORIES), True)
    assert {table for table, _name, _command in probes.policies()} == set(tables)


@contextmanager
def undone() -> Iterator[None]:
    """Let a probe do what it does, and take it back: the next one finds the scene as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_program_alone_keeps_others_out_of_every_page(scene: SimpleNamespace, stranger: Client) -> None:
    leaks = []
    for name in ROUTES:
        with undone():
            leaks += probes.probe_route(name, scene, stranger)
    assert leaks == []


def test_the_program_alone_keeps_others_out_of_pages_of_other_rooms(scene: SimpleNamespace, stranger: Client) -> None:
    assert [leak for name in probes.BESIDE for leak in probes.probe_beside(name, stranger)] == []


def test_every_page_of_another_room_without_its_scope_is_seen_to_leak(
    scene: SimpleNamespace, stranger: Client, monkeypatch: pytest.MonkeyPatch, record_property: Note
) -> None:
    alive = []
    for name, (module, *_rest) in probes.BESIDE.items():
        with undone(), monkeypatch.context() as patch:
            patch.setattr(f"{module}.scope_of", lambda *_, **__: EVERYWHERE)
            alive += [] if probes.probe_beside(name, stranger) else [name]
    all_seen(list(probes.BESIDE), alive, record_property)


def test_the_program_alone_refuses_every_foreign_choice(scene: SimpleNamespace, stranger: Client) -> None:
    taken = []
    for name in RELATIONS:
        with undone():
            taken += [name] if probes.RELATIONS[name](scene, stranger) else []
    assert taken == []


def test_the_policies_alone_hide_everything(scene: SimpleNamespace) -> None:
    for table, _name, command in probes.policies():
        assert probes.probe_policy(table, command, outside()) == []


def open_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "scope_of", lambda *_, **__: EVERYWHERE)


def open_policy(table: str, name: str, command: str) -> None:
    what = "WITH CHECK (true)" if command == "INSERT" else "USING (true)"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP POLICY {name} ON {table}; CREATE POLICY {name} ON {table} FOR {command} {what}")


def all_seen(of: Sequence[str], alive: list[str], note: Note) -> None:
    """Every guard that was taken away was noticed; how many, for who prints it."""
    note("guards", (len(of), alive))
    assert alive == []


def test_every_page_without_its_scope_is_seen_to_leak(
    scene: SimpleNamespace, stranger: Client, monkeypatch: pytest.MonkeyPatch, record_property: Note
) -> None:
    open_everywhere(monkeypatch)
    alive = []
    for name in ROUTES:
        with undone():
            alive += [] if probes.probe_route(name, scene, stranger) else [name]
    all_seen(ROUTES, alive, record_property)


def test_every_choice_without_its_scope_is_seen_to_leak(
    scene: SimpleNamespace, stranger: Client, monkeypatch: pytest.MonkeyPatch, record_property: Note
) -> None:
    open_everywhere(monkeypatch)
    alive = []
    for name in RELATIONS:
        with undone():
            alive += [] if probes.RELATIONS[name](scene, stranger) else [name]
    all_seen(RELATIONS, alive, record_property)


def test_every_table_without_its_policy_is_seen_to_leak(scene: SimpleNamespace, record_property: Note) -> None:
    policies: list[Any] = probes.policies()
    assert len(policies) == len(GUARDED) + 2 * len(HISTORIES)
    alive = []
    for table, name, command in policies:
        with undone():
            open_policy(table, name, command)
            alive += [] if probes.probe_policy(table, command, outside()) else [f"{table}: {name}"]
    all_seen([name for _table, name, _command in policies], alive, record_property)


def test_counts_of_the_stranger_are_nought(scene: SimpleNamespace, stranger: Client) -> None:
    said = stranger.get("/nguoi/can-bo-sung/").content.decode()
    assert unit(HERE).name not in said
    assert unit(THERE).name in said
