"""Requirement 16: no name and no number of a person stands in a log, an address, the event chain or a job."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.apps.people.conftest import CANARY
from tests.apps.people.conftest import client as _client
from tests.apps.people.conftest import world as _world
from tests.security import scope_probes as probes

from ansinh.apps.people.pages import persons
from ansinh.site.logs import configure

pytestmark = pytest.mark.django_db
world, client = _world, _client
WORDS = (*CANARY.values(), *probes.NAMES, "Hạ", "ton nu thi ha", "Bé Canary")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the program writes for operators while a test runs."""
    configure({"json": True, "level": "DEBUG"})
    handler: Any = logging.getLogger().handlers[0]
    written = io.StringIO()
    handler.setStream(written)
    yield written
    configure({"json": True, "level": "INFO"})


def found_in(text: str) -> list[str]:
    return [word for word in WORDS if word in text]


def visit_everything(client: Client, world: SimpleNamespace) -> list[Any]:
    """Open every page with every verb that it takes, with names and numbers typed wherever they can be."""
    typed = (*CANARY.values(), "Tôn Nữ Thị Hạ", "không ai 000000000000")
    answers = [client.post("/nguoi/", {"q": each}) for each in typed]
    answers.append(client.post(f"/nguoi/{world.head.pk}/so/", {"kind": "personal_id", "text": "046151009999"}))
    for name in probes.routes():
        where = probes.address(name, world)
        answers += [client.get(where), client.post(where, probes.BODIES.get(name, {}))]
    birth = {"act": "birth", "full_name": "Bé Canary", "birth_date": "1/9/2026", "relation": "child"}
    answers.append(client.post(f"/ho/{world.home.pk}/viec/", birth))
    return answers


def test_logs_addresses_and_events_name_nobody(client: Client, world: SimpleNamespace, log: io.StringIO) -> None:
    answers = visit_everything(client, world)
    assert "request_finished" in log.getvalue(), "the log is looked at"
    assert found_in(log.getvalue()) == []
    assert [
        answer["Location"] for answer in answers if answer.has_header("Location") and found_in(answer["Location"])
    ] == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(e::text, ' ') FROM audit_event e), (SELECT string_agg(a::text, ' ') FROM audit_person_access a)"
        )
        events, looks = cursor.fetchone()
        cursor.execute(
            "SELECT (SELECT string_agg(j::text, ' ') FROM procrastinate_jobs j), (SELECT string_agg(r::text, ' ') FROM jobs_jobrun r)"
        )
        jobs = " ".join(cursor.fetchone())
    assert "people.register_person" in events
    assert str(world.head.pk) in looks
    assert found_in(f"{events} {looks} {jobs}") == []


def test_cookies_name_nobody(client: Client, world: SimpleNamespace) -> None:
    visit_everything(client, world)
    assert found_in(json.dumps({name: cookie.value for name, cookie in client.cookies.items()})) == []


def test_a_fault_of_the_program_names_nobody(
    client: Client, world: SimpleNamespace, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"hỏng ở {CANARY['personal_id']} {CANARY['phone']}")

    monkeypatch.setattr(persons, "get_person_page", broken)
    client.raise_request_exception = False
    answer = client.get(f"/nguoi/{world.head.pk}/")
    assert answer.status_code == 500
    err = log.getvalue()
    assert "RuntimeError" in err
    assert found_in(answer.content.decode() + err) == []


def test_what_the_database_refuses_is_not_told_with_the_row(
    client: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of the database quotes the row that failed: it must not reach the log."""
    monkeypatch.setattr(persons, "register_person", _raise_integrity)
    client.raise_request_exception = False
    from tests.apps.people.factories import HERE, unit  # noqa: PLC0415

    body = {**probes.BODIES["people:register"], "commune": str(unit(HERE).pk)}
    assert client.post("/nguoi/moi/", body).status_code == 500
    assert "IntegrityError" in log.getvalue()
    assert found_in(log.getvalue()) == []


@pytest.mark.parametrize(
    "said",
    [
        "invalid literal for int() with base 10: 'Tôn Nữ Thị Hạ'",
        'invalid input syntax for type date: "Tôn Nữ Thị Hạ"\nLINE 1: SELECT 1',
        "“Tôn Nữ Thị Hạ” không phải một ngày",
    ],
    ids=["number", "database", "form"],
)
def test_an_error_does_not_quote_what_was_typed(
    client: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    def broken(**_: Any) -> None:
        raise ValueError(said)

    monkeypatch.setattr(persons, "find_persons", broken)
    client.raise_request_exception = False
    assert client.get("/nguoi/").status_code == 500
    assert "ValueError" in log.getvalue()
    assert "find_typed" in log.getvalue(), "where it broke is told"
    assert found_in(log.getvalue()) == []


@pytest.mark.parametrize("where", ["/nguoi/", "/khong-co/", "/nguoi/moi/"])
def test_what_stands_behind_a_question_mark_is_not_logged(client: Client, log: io.StringIO, where: str) -> None:
    client.get(where, {"q": "ton nu thi ha", "so": CANARY["personal_id"], "ten": "Hạ"})
    assert f"GET {where}" in log.getvalue()
    assert found_in(log.getvalue()) == []
    assert not [word for word in ("ton+nu", "H%E1%BA%A1") if word in log.getvalue()]


def _raise_integrity(**_: Any) -> None:
    from django.db import IntegrityError  # noqa: PLC0415

    raise IntegrityError("null value\nDETAIL:  Failing row contains (1, Tôn Nữ Thị Hạ, 046151004321).")
