"""The log as auditors read it: filters, days as officials write them, and nobody else."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.plugins.people import NOW

from ansinh.apps.accounts.models import Role
from ansinh.apps.audit import words
from ansinh.apps.audit.selectors import list_events, list_person_accesses
from ansinh.apps.audit.services import NotRecorded, record, record_access

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def log(make_user):
    an = make_user("an", full_name="Nguyễn Văn An")
    for day, verb, subject in (
        (1, "planning.upload_plan", ("planning.plan", "1", "Kế hoạch A")),
        (2, "planning.activate_plan", ("planning.plan", "1", "Kế hoạch A")),
        (3, "planning.upload_plan", ("planning.plan", "2", "Kế hoạch B")),
    ):
        at = dt.datetime(2027, 4, day, 23, 30, tzinfo=HERE)
        record(actor=an, verb=verb, subject=subject, detail={"số dòng": day}, at=at)
    return an


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("?verb=planning.upload_plan", [3, 1]),
        ("?since=02/04/2027", [3, 2]),
        ("?until=02/04/2027&since=01/04/2027", [2, 1]),
        ("?q=kế+hoạch+b", [3]),
        ("?q=văn+an&verb=planning.activate_plan", [2]),
        ("?since=01/01/2030", []),
    ],
)
def test_events_are_narrowed(log, make_user, browser_of, query, days):
    page = browser_of(make_user("gs", Role.AUDITOR)).get(f"/nhat-ky/{query}")
    assert [row["event"].detail["số dòng"] for row in page.context["rows"]] == days


def test_a_day_that_cannot_be_read_is_said_and_hides_nothing(log, make_user, browser_of):
    page = browser_of(make_user("gs", Role.AUDITOR)).get("/nhat-ky/?since=31/02/2027")
    assert "31/02/2027" in page.content.decode()
    assert page.context["page"].paginator.count >= 3


def test_moments_are_written_as_here_and_events_in_words(log, make_user, browser_of):
    words.add_verbs({"planning.activate_plan": "Đưa kế hoạch vào thực hiện"})
    page = browser_of(make_user("gs", Role.AUDITOR)).get("/nhat-ky/").content.decode()
    assert "02/04/2027" in page
    assert "Đưa kế hoạch vào thực hiện" in page
    assert "Đăng nhập" in page


def test_names_are_shown_as_text(make_user, browser_of):
    record(actor=None, verb="x.y", subject=("a", "1", "<script>alert(1)</script>"), detail={"a": "<b>"}, at=NOW)
    page = browser_of(make_user("gs", Role.AUDITOR)).get("/nhat-ky/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("role", list(Role))
def test_only_auditors_and_administrators_read_the_log(make_user, browser_of, role):
    allowed = role in (Role.AUDITOR, Role.ADMIN)
    assert browser_of(make_user("an", role)).get("/nhat-ky/").status_code == (200 if allowed else 403)


def test_the_history_of_one_thing(log):
    assert [event.detail["số dòng"] for event in list_events(subject=("planning.plan", "1"))] == [2, 1]
    assert [event.detail["số dòng"] for event in list_events(verb="planning.")] == [3, 2, 1]


def test_accesses_to_one_person(make_user):
    an = make_user("an")
    record_access(actor=an, person=("p1", "Bình"), purpose="Xét trợ cấp", channel="page", at=NOW)
    record_access(actor=an, person=("p2", "Cường"), purpose="Xét trợ cấp", channel="export", at=NOW)
    assert [access.person_name for access in list_person_accesses(person_id="p1")] == ["Bình"]
    assert list_person_accesses(actor_id=an.pk).count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"verb": "x.y", "at": dt.datetime(2027, 1, 1)}, "múi giờ"),  # noqa: DTZ001
        ({"verb": "", "at": NOW}, "thiếu tên việc"),
    ],
)
def test_an_event_that_nobody_could_read_is_not_written(db, fields, sentence):
    with pytest.raises(NotRecorded, match=sentence):
        record(actor=None, **fields)


def test_reading_a_person_needs_a_purpose(make_user):
    with pytest.raises(NotRecorded, match="mục đích"):
        record_access(actor=make_user("an"), person=("p1", "Bình"), purpose="", channel="page", at=NOW)


def test_a_name_with_a_nul_does_not_lose_the_event(db):
    event = record(actor=None, verb="x.y", subject=("a", "1", "An\x00"), detail={"k\x00": ["v\x00"]}, at=NOW)
    event.refresh_from_db()
    assert event.subject_name == "An\N{REPLACEMENT CHARACTER}"


def test_every_kind_of_event_in_the_source_has_its_words():
    root = Path(words.__file__).parents[1]
    verbs = {
        verb for file in root.rglob("*.py") for verb in re.findall(r'verb="([a-z]+\.[a-z_]+)"', file.read_text("utf-8"))
    }
    assert len(verbs) > 10
    assert [verb for verb in sorted(verbs) if words.verb_label(verb) == verb] == []
