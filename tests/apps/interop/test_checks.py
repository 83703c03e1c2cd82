"""A person held against the national population database: each way it may behave ends in a state, and nothing is overwritten."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from tests.apps.people.conftest import CANARY
from tests.apps.people.conftest import world as _world
from tests.apps.people.factories import HERE, NOW, unit, work_in

from ansinh.apps.audit.models import PersonAccess
from ansinh.apps.interop.checking import MOST_TRIES, ask, decide, list_checks
from ansinh.apps.interop.models import PopulationCheck
from ansinh.apps.interop.population.simulator import Mode, State, make_server
from ansinh.apps.interop.tasks import ask_again
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import execute
from ansinh.apps.people.models import Identifier, Person
from ansinh.apps.people.services.persons import edit_person, erase_person, register_person
from ansinh.apps.people.services.refusals import ChangedMeanwhile, Refused, Restricted
from ansinh.apps.people.services.restricting import restrict_person

pytestmark = pytest.mark.django_db
world = _world
NUMBER = CANARY["personal_id"]
SAME = {"full_name": "Tôn Nữ Thị Hạ", "birth_date": "1951", "sex": "female", "death_date": None}
OTHER = {"full_name": "Tôn Nữ Thị Hà", "birth_date": "1951-06-04", "sex": "female", "death_date": "2026-10-30"}


@pytest.fixture
def base(settings: Any) -> Iterator[State]:
    """The simulator on a socket of its own, and the program pointed at it."""
    state = State({NUMBER: SAME}, seconds=1.0)
    server = make_server(port=0, state=state)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.POPULATION_URL, settings.POPULATION_SECONDS = f"http://127.0.0.1:{server.server_port}", 0.3
    yield state
    server.shutdown()
    server.server_close()


def asked(world: SimpleNamespace) -> PopulationCheck:
    """Ask, and have the workers do what was handed to them."""
    work_in(actor=world.officer)
    made = ask(person_id=world.head.pk, actor=world.officer, now=NOW)
    return heard(made)


def heard(row: PopulationCheck) -> PopulationCheck:
    run = JobRun.objects.exclude(state="done").filter(args={"check_id": str(row.pk)}).latest("created_at")
    execute(run_id=run.pk)
    work_in()
    return PopulationCheck.objects.get(pk=row.pk)


def pictured(world: SimpleNamespace) -> dict[str, Any]:
    work_in()
    return dict(Person.objects.filter(pk=world.head.pk).values().get())


@pytest.mark.parametrize(
    ("mode", "state", "said"),
    [
        (Mode.GOOD, "confirmed", ""),
        (Mode.SLOW, "later", "không trả lời trong 0.3 giây"),
        (Mode.DOWN, "later", "không kết nối được hoặc ngắt giữa chừng"),
        (Mode.BUSY, "later", "đang bận hoặc bảo trì"),
        (Mode.WRONG, "later", "bản ghi của một số định danh khác"),
        (Mode.CUT, "later", "ngắt giữa chừng"),
        (Mode.PARTIAL, "confirmed", "Không được trả lời: ngày sinh, giới tính"),
        (Mode.LATE, "later", "hẹn trả lời sau"),
    ],
    ids=[mode.value for mode in Mode],
)
def test_each_way_it_behaves_ends_in_a_state_the_officer_sees(
    world: SimpleNamespace, base: State, client_of: Callable[[], Client], mode: Mode, state: str, said: str
) -> None:
    before = pictured(world)
    base.mode = mode
    row = asked(world)
    assert (row.state, row.tries, row.answered_at is None) == (state, 1, state == "later")
    assert pictured(world) == before, "nothing of ours changes by an answer"
    assert (Identifier.objects.get(kind="personal_id").confirmed_at is not None) == (state == "confirmed")
    assert PersonAccess.objects.filter(channel="api", person_id=str(world.head.pk)).count() == 1
    text = client_of().get(f"/nguoi/{world.head.pk}/").content.decode()
    assert row.get_state_display() in text
    assert said in text
    assert NUMBER not in text + row.sentence
    if mode is Mode.LATE:
        assert row.ticket, "the next time it asks with the promise"


@pytest.fixture
def client_of(world: SimpleNamespace, browser_of: Callable[..., Client]) -> Callable[[], Client]:
    return lambda: browser_of(world.officer)


def due(row: PopulationCheck) -> PopulationCheck:
    """Let the time of a promise come, and the worker's minute as well."""
    PopulationCheck.objects.filter(pk=row.pk).update(next_at=NOW - timedelta(seconds=1))
    before = JobRun.objects.count()
    ask_again.func(timestamp=0)
    assert JobRun.objects.count() == before + 1
    ask_again.func(timestamp=0)
    assert JobRun.objects.count() == before + 1, "what is claimed is not asked twice"
    return heard(row)


def test_it_asks_again_with_the_promise_and_stops_after_a_while(world: SimpleNamespace, base: State) -> None:
    base.mode, base.seconds = Mode.LATE, 0.0
    row = asked(world)
    base.mode = Mode.GOOD
    row = due(row)
    assert (row.state, row.tries, row.next_at) == ("confirmed", 2, None)
    base.mode = Mode.DOWN
    row = asked(world)
    PopulationCheck.objects.filter(pk=row.pk).update(tries=MOST_TRIES - 1)
    row = due(row)
    assert (row.state, row.tries, row.next_at) == ("no_answer", MOST_TRIES, None)
    assert [each.state for each in list_checks()] == ["no_answer"], "it waits for an officer"
    base.mode = Mode.GOOD
    assert asked(world).state == "confirmed"
    assert PopulationCheck.objects.get(pk=row.pk).state == "replaced", "a newer answer takes its place"
    assert not list_checks().exists()


def test_a_question_lost_with_its_worker_is_asked_again(world: SimpleNamespace, base: State) -> None:
    work_in(actor=world.officer)
    row = ask(person_id=world.head.pk, actor=world.officer, now=NOW)
    with pytest.raises(Refused, match="Đang hỏi về người này rồi"):
        ask(person_id=world.head.pk, actor=world.officer, now=NOW + timedelta(minutes=14))
    PopulationCheck.objects.filter(pk=row.pk).update(asked_at=NOW - timedelta(minutes=20))
    before = JobRun.objects.count()
    ask_again.func(timestamp=0)
    assert JobRun.objects.count() == before + 1
    assert heard(row).state == "confirmed"


def test_proposals_are_decided_one_by_one_and_never_over_a_change(
    world: SimpleNamespace, base: State, client_of: Callable[[], Client]
) -> None:
    base.records = {NUMBER: OTHER}
    row, before = asked(world), pictured(world)
    assert [each["field"] for each in row.proposals] == ["full_name", "birth_date", "death_date"]
    client = client_of()
    page, where = f"/nguoi/{world.head.pk}/", f"/nguoi/{world.head.pk}/doi-chieu-dan-cu/{row.pk}/"
    text = client.get(page).content.decode()
    for words in ("Tôn Nữ Thị Hà", "04/06/1951", "30/10/2026", "chưa ghi"):
        assert words in text
    assert pictured(world) == before
    client.post(where, {"act": "take", "field": "birth_date", "version": row.version})
    after = pictured(world)
    assert (after["birth_date"], after["birth_precision"], after["full_name"]) == (
        date(1951, 6, 4), "day", "Tôn Nữ Thị Hạ",
    )  # fmt: skip
    stale = client.post(where, {"act": "take", "field": "full_name", "version": row.version}, follow=True)
    assert "vừa được người khác sửa" in stale.content.decode()
    work_in(actor=world.officer)
    given: dict[str, Any] = {"check_id": row.pk, "person_id": world.head.pk, "actor": world.officer, "now": NOW}
    person = Person.objects.get(pk=world.head.pk)
    edit_person(
        person_id=person.pk,
        expected_version=person.version,
        values={"full_name": "Tôn Nữ Hạ"},
        actor=world.officer,
        now=NOW,
    )
    with pytest.raises(ChangedMeanwhile, match="Sổ đã đổi mục này"):
        decide(field="full_name", take=True, expected_version=row.version + 1, **given)
    decide(field="full_name", take=False, expected_version=row.version + 1, **given)
    done = decide(field="death_date", take=True, expected_version=row.version + 2, **given)
    assert done.state == "decided"
    assert [each["decided"] for each in done.proposals] == ["kept", "taken", "taken"]
    assert Person.objects.get(pk=world.head.pk).death_date == date(2026, 10, 30)
    with pytest.raises(Refused, match="đã quyết định"):
        decide(field="full_name", take=True, expected_version=done.version, **given)


def test_who_has_no_number_or_is_restricted_is_not_asked_about(world: SimpleNamespace, base: State) -> None:
    work_in(actor=world.officer)
    with pytest.raises(Refused, match="chưa có số định danh"):
        ask(person_id=world.child.pk, actor=world.officer, now=NOW)
    row = ask(person_id=world.head.pk, actor=world.officer, now=NOW)
    restrict_person(person_id=world.head.pk, basis="Điều 4", actor=world.officer, now=NOW)
    base.mode = Mode.DOWN
    row = heard(row)
    assert (row.state, row.tries) == ("no_answer", 0)
    assert "đang hạn chế xử lý" in row.sentence
    work_in(actor=world.officer)
    with pytest.raises(Restricted):
        ask(person_id=world.head.pk, actor=world.officer, now=NOW)


def test_a_number_that_nobody_has_and_a_program_that_is_not_connected(
    world: SimpleNamespace, base: State, settings: Any, client_of: Callable[[], Client]
) -> None:
    base.records = {}
    assert asked(world).state == "unknown"
    client = client_of()
    assert "Không có ai mang số này" in client.get("/doi-chieu-dan-cu/").content.decode()
    settings.POPULATION_URL = ""
    with pytest.raises(Refused, match="ANSINH_POPULATION_URL"):
        asked(world)
    assert "Chưa nối với cơ sở dữ liệu" in client.get(f"/nguoi/{world.head.pk}/").content.decode()


def test_who_is_erased_leaves_no_answer_behind(world: SimpleNamespace, base: State) -> None:
    work_in(actor=world.officer)
    numbers = {"personal_id": "046070009999"}
    lone = register_person(full_name="Lê Văn Lẻ", commune=unit(HERE), numbers=numbers, actor=world.officer, now=NOW)
    base.records = {"046070009999": {**OTHER, "full_name": "Lê Văn Lẽ"}}
    row = heard(ask(person_id=lone.pk, actor=world.officer, now=NOW))
    history = apps.get_model("interop", "PopulationCheckEvent").objects.filter(person_id=lone.pk)
    assert (row.state, history.count()) == ("proposes", 2)
    work_in(actor=world.officer)
    erase_person(person_id=lone.pk, expected_version=1, basis="Điều 14", actor=world.officer, now=NOW)
    assert not PopulationCheck.objects.filter(person=lone).exists()
    assert not history.exists()
