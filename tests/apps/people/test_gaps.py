"""The work list of differences: found for a commune, brought up to date, closed one by one, seen by its own commune only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from tests.apps.people.factories import HERE, NOW, scope, unit, work_in

from ansinh.apps.accounts.scope import inside, within
from ansinh.apps.audit.models import Event
from ansinh.apps.benefits.answers import fact_label
from ansinh.apps.benefits.finding import find_gaps
from ansinh.apps.benefits.gaps import close_gap, headline, reopen_gap
from ansinh.apps.benefits.households import TO_ASK
from ansinh.apps.benefits.models import Gap, GapRun
from ansinh.apps.benefits.services import record_receipt
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import execute
from ansinh.apps.people.models import Person
from ansinh.apps.people.services.facts import record_fact
from ansinh.apps.people.services.households import Member, record_poverty, register_household
from ansinh.apps.people.services.persons import record_death, register_person
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.population.generator import Commune
from ansinh.population.village import village
from ansinh.rulebook.book import national_system

NOVEMBER = date(2026, 11, 1)
pytestmark = pytest.mark.django_db


def find(world: SimpleNamespace, month: date = NOVEMBER) -> GapRun:
    return find_gaps(commune=unit(HERE), month=month, actor=world.officer, now=NOW)


def open_gaps(**only: Any) -> list[Gap]:
    work_in()
    return list(Gap.objects.filter(closed_at=None, **only).order_by("programme"))


def of_head(world: SimpleNamespace) -> dict[str, Gap]:
    return {row.programme: row for row in open_gaps(person=world.head)}


@pytest.fixture
def married(world: SimpleNamespace) -> SimpleNamespace:
    """With the marital status known, what the woman of 75 is entitled to is settled."""
    work_in(actor=world.officer)
    record_fact(
        person_id=world.head.pk, name="marital_status", value="married", source="Giấy", actor=world.officer, now=NOW
    )
    return world


def test_who_gets_the_lower_right_has_two_differences(married: SimpleNamespace) -> None:
    find(married)
    rows = of_head(married)
    assert (rows["social_assistance"].kind, rows["social_assistance"].due_vnd) == ("not_receiving", 1_080_000)
    assert (rows["social_pension"].kind, rows["social_pension"].paid_vnd) == ("not_entitled", 500_000)
    assert rows["social_assistance"].since == date(2024, 11, 1), "two years are looked back"


def test_what_is_unknown_says_which_facts_are_missing(world: SimpleNamespace) -> None:
    work_in(actor=world.officer)
    record_fact(
        person_id=world.head.pk, name="disability_level", value="none", source="Giấy", actor=world.officer, now=NOW
    )
    find(world)
    row = of_head(world)["social_assistance"]
    assert (row.kind, row.due_vnd) == ("unknown", 0)
    assert "có người có nghĩa vụ và quyền phụng dưỡng" in row.missing
    assert "Tôn Nữ" not in str(row.missing)


def test_since_is_the_month_in_which_it_began(married: SimpleNamespace) -> None:
    work_in(actor=married.officer)
    record_fact(
        person_id=married.head.pk,
        name="disability_level",
        value="none",
        valid_from=date(2024, 1, 1),
        source="Giấy",
        actor=married.officer,
        now=NOW,
    )
    record_fact(
        person_id=married.head.pk,
        name="disability_level",
        value="severe",
        valid_from=date(2026, 8, 31),
        source="Giấy",
        actor=married.officer,
        now=NOW,
    )
    find(married)
    assert of_head(married)["social_assistance"].since == date(2026, 8, 1)
    work_in()
    first = headline(on=date(2026, 11, 22))
    assert (first.not_receiving, first.longest_days, first.median_days) == (1, 113, 113)
    assert first.short_vnd == 1_080_000


def test_working_it_out_again_changes_nothing_and_closes_what_is_gone(married: SimpleNamespace) -> None:
    first, before = find(married), {row.pk for row in open_gaps()}
    assert find(married).pk == first.pk
    assert {row.pk for row in open_gaps()} == before
    work_in(actor=married.officer)
    record_receipt(
        person_id=married.head.pk,
        programme="social_assistance",
        amount_vnd=1_080_000,
        valid_from=date(2026, 11, 1),
        source="Quyết định",
        actor=married.officer,
        now=NOW,
    )
    find(married)
    assert "social_assistance" not in of_head(married)
    gone = Gap.objects.get(person=married.head, programme="social_assistance")
    assert (gone.outcome, gone.closed_at, gone.closed_by) == ("gone", NOW, "")


def test_a_wrong_amount_is_told_with_both(married: SimpleNamespace) -> None:
    work_in(actor=married.officer)
    record_receipt(
        person_id=married.head.pk,
        programme="social_assistance",
        amount_vnd=1_000_000,
        valid_from=date(2026, 7, 1),
        source="Quyết định",
        actor=married.officer,
        now=NOW,
    )
    find(married)
    row = of_head(married)["social_assistance"]
    assert (row.kind, row.due_vnd, row.paid_vnd) == ("wrong_amount", 1_080_000, 1_000_000)


def test_who_died_before_the_month_and_is_paid_is_told_apart(married: SimpleNamespace) -> None:
    work_in(actor=married.officer)
    head = Person.objects.get(pk=married.head.pk)
    record_death(
        person_id=head.pk, death_date=date(2026, 10, 31), expected_version=head.version, actor=married.officer, now=NOW
    )
    find(married)
    assert of_head(married)["social_pension"].kind == "paid_after_death"
    find(married, date(2026, 10, 1))
    assert of_head(married)["social_pension"].kind != "paid_after_death", "the month of death is paid in full"


def test_what_somebody_closed_stays_closed_for_the_month(married: SimpleNamespace) -> None:
    find(married)
    row = of_head(married)["social_assistance"]
    work_in(actor=married.officer)
    with pytest.raises(Refused, match="đã xác minh thế nào"):
        close_gap(gap_id=row.pk, outcome="not_so", note=" ", actor=married.officer, now=NOW)
    close_gap(gap_id=row.pk, outcome="not_so", note="Đã xem giấy", actor=married.officer, now=NOW)
    with pytest.raises(Refused, match="đã đóng"):
        close_gap(gap_id=row.pk, outcome="done", note="", actor=married.officer, now=NOW)
    find(married)
    assert "social_assistance" not in of_head(married)
    find(married, date(2026, 12, 1))
    assert of_head(married)["social_assistance"].kind == "not_receiving", "next month it is looked at anew"


def test_a_closing_can_be_taken_back_once(married: SimpleNamespace) -> None:
    find(married)
    row = of_head(married)["social_assistance"]
    work_in(actor=married.officer)
    close_gap(gap_id=row.pk, outcome="declined", note="", actor=married.officer, now=NOW)
    assert reopen_gap(gap_id=row.pk, actor=married.officer, now=NOW).closed_at is None
    with pytest.raises(Refused, match="không do ai đóng"):
        reopen_gap(gap_id=row.pk, actor=married.officer, now=NOW)
    verbs = list(Event.objects.filter(verb__startswith="benefits.").order_by("id").values_list("verb", flat=True))
    assert verbs[-3:] == ["benefits.find_gaps", "benefits.close_gap", "benefits.reopen_gap"]


def test_one_person_and_programme_is_open_once(married: SimpleNamespace) -> None:
    find(married)
    row = of_head(married)["social_assistance"]
    row.pk = None
    with pytest.raises(IntegrityError, match="gap_open_once"), transaction.atomic():
        Gap.objects.bulk_create([row])


def test_another_commune_sees_and_closes_nothing(married: SimpleNamespace, browser_of: Callable[..., Client]) -> None:
    find(married)
    row = of_head(married)["social_assistance"]
    there = browser_of(married.other)
    assert "Tôn Nữ" not in there.get("/cho-lech/").content.decode()
    assert there.post(f"/cho-lech/{row.pk}/dong/", {"outcome": "done"}).status_code == 404
    assert of_head(married)["social_assistance"].closed_at is None
    with inside(scope("19813")), pytest.raises(NotHere):
        close_gap(gap_id=row.pk, outcome="done", note="", actor=married.other, now=NOW)


def test_an_officer_has_it_worked_out_and_closes_one(married: SimpleNamespace, client: Client) -> None:
    assert "Chưa so luật với danh sách lần nào" in client.get("/cho-lech/").content.decode()
    assert client.post("/cho-lech/tinh/", {"commune": unit(HERE).pk}).status_code == 302
    client.post("/cho-lech/tinh/", {"commune": unit("19813").pk})
    run = JobRun.objects.get(kind="benefits.find_gaps")
    execute(run_id=run.pk)
    run.refresh_from_db()
    assert run.state == "done", run.errors
    text = client.get("/cho-lech/").content.decode()
    for words in ("Tôn Nữ Thị Hạ", "1.080.000", "Lập hồ sơ với người này"):
        assert words in text
    row = of_head(married)["social_assistance"]
    address = f"/cho-lech/{row.pk}/dong/"
    answer = client.post(address, {"outcome": "done", "note": "Hồ sơ 12", "back": "https://xau.example/"}, follow=True)
    assert answer.redirect_chain == [("/cho-lech/", 302)], "no way out of the site"
    assert "Tôn Nữ" not in client.get("/cho-lech/").content.decode()
    assert "Hồ sơ 12" in client.get("/cho-lech/?xong=1").content.decode()
    client.post(address, {"act": "undo"})
    assert "social_assistance" in of_head(married)


def test_who_only_looks_cannot_close(married: SimpleNamespace, browser_of: Callable[..., Client]) -> None:
    find(married)
    row = of_head(married)["social_assistance"]
    chair = browser_of(married.chair)
    assert "Tôn Nữ" in chair.get("/cho-lech/").content.decode()
    assert chair.post(f"/cho-lech/{row.pk}/dong/", {"outcome": "done"}).status_code == 403
    assert chair.post("/cho-lech/tinh/").status_code == 403


def test_the_list_takes_few_statements(
    married: SimpleNamespace, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    find(married)
    with django_assert_max_num_queries(30):
        client.get("/cho-lech/")


@pytest.fixture
def forty(world: SimpleNamespace) -> SimpleNamespace:
    """The planted village, put into the register as an officer would: what was asked is recorded, also where it is no."""
    with duckdb.connect() as base:
        planted = village(base, province="46", day=NOVEMBER, communes=[Commune(HERE, "Phường Mẫu", "ward")])
        tables = {
            name: [dict(zip([column[0] for column in ran.description], row, strict=True)) for row in ran.fetchall()]
            for name in ("households", "persons", "merits", "ties", "benefits")
            for ran in [base.execute(f"FROM {name} ORDER BY 1")]
        }
    more = {"actor": world.officer, "now": NOW}
    work_in(actor=world.officer)
    people: dict[int, Any] = {}
    for row in tables["persons"]:
        people[row["person_id"]] = register_person(
            full_name=row["full_name"],
            commune=unit(HERE),
            birth_date=row["birth_date_from"],
            birth_precision="day",
            sex=row["sex"],
            ethnicity="Kinh",
            **more,
        ).pk
    for home in tables["households"]:
        members = [row for row in tables["persons"] if row["household_id"] == home["household_id"]]
        made = register_household(
            commune=unit(HERE),
            members=[
                Member(people[row["person_id"]], {"child_in_law": "other_kin"}.get(row["relation"], row["relation"]))
                for row in members
            ],
            valid_from=date(2020, 1, 1),
            **more,
        )
        record_poverty(
            household_id=made.pk,
            expected_version=1,
            status=home["poverty"],
            valid_from=date(2020, 1, 1),
            source="Rà soát",
            **more,
        )
        for name in ("commune_special_difficult", "commune_island_or_special_zone"):
            record_fact(household_id=made.pk, name=name, value=home[name], source="Xã", **more)
    for row in tables["persons"]:
        for name in (*TO_ASK, "disability_level", "orphan_status", "care_kind"):
            if (
                name in ("raising_children", "spouse")
                or row[name] is None
                or (name == "care_kind" and row[name] == "none")
            ):
                continue
            record_fact(person_id=people[row["person_id"]], name=name, value=row[name], source="Hỏi", **more)
        if row["disability_level"] != "none":
            day = row["disability_certificate_date"].isoformat()
            record_fact(
                person_id=people[row["person_id"]], name="disability_certificate_date", value=day, source="Giấy", **more
            )
        if row["death_date"] < date(2026, 11, 22):
            record_death(person_id=people[row["person_id"]], expected_version=1, death_date=row["death_date"], **more)
    names = {"raises": "raising_children", "cares_for": "caring_for", "spouse": "spouse"}
    for tie in tables["ties"]:
        record_fact(
            person_id=people[tie["person_id"]],
            name=names[tie["kind"]],
            value=None,
            other_id=people[tie["other_id"]],
            source="Hỏi",
            **more,
        )
    for title in tables["merits"]:
        value = {"category": title["category"], "injury_rate": title["injury_rate"]}
        record_fact(person_id=people[title["person_id"]], name="merit", value=value, source="Quyết định", **more)
    for row in tables["benefits"]:
        record_receipt(
            person_id=people[row["person_id"]],
            programme=row["programme"],
            amount_vnd=row["amount_vnd"],
            valid_from=row["start_date"],
            source="Danh sách",
            **more,
        )
    return SimpleNamespace(people=people, planted=planted)


def test_the_village_of_forty_gives_exactly_its_twelve(world: SimpleNamespace, forty: SimpleNamespace) -> None:
    find(world)
    theirs = set(forty.people.values())
    found = {(row.kind, row.person_id, row.programme) for row in open_gaps() if row.person_id in theirs}
    assert found == {(each.case, forty.people[each.person_id], each.programme) for each in forty.planted}
    assert len(found) == 12


@pytest.mark.django_db(transaction=True)
def test_worked_out_twice_at_once_each_difference_is_there_once(world: SimpleNamespace) -> None:
    """Two presses of the button: both runs end well, and nobody stands on the list twice."""
    with within(scope(), actor=world.officer):
        given = {"name": "marital_status", "value": "married", "source": "Giấy", "actor": world.officer, "now": NOW}
        record_fact(person_id=world.head.pk, **given)
    meet, ended = Barrier(2), list[object]()

    def press() -> None:
        try:
            meet.wait(timeout=60)
            ended.append(find(world))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test has to see it
            ended.append(error)
        finally:
            connection.close()

    presses = [Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join()
    assert [type(each) for each in ended] == [GapRun, GapRun], ended
    with within(scope()):
        assert Gap.objects.filter(person=world.head, closed_at=None).count() == 2


def test_a_missing_fact_is_named_in_words() -> None:
    system = national_system()
    assert fact_label(system, "household.income_per_person_month_vnd") == "thu nhập bình quân một người một tháng"
    assert fact_label(system, "m2.studying") == "đang học"
    assert fact_label(system, "m1.merit[0].injury_rate") == "diện người có công: tỷ lệ tổn thương cơ thể (%)"


def test_the_first_figures_stand_first_on_the_communes_page_for_who_works_with_it(
    married: SimpleNamespace, client: Client, browser_of: Callable[..., Client]
) -> None:
    here = unit(HERE)
    address = f"/don-vi/{here.code}/{here.valid_from:%Y-%m-%d}/"
    before = client.get(address).content.decode()
    assert "Chưa so luật với danh sách đang chi trả" in before
    find(married)
    for browser in (client, browser_of(married.province)):
        page = browser.get(address).content.decode()
        assert page.index("Không để ai bị bỏ lại") < page.index("Trước đó")
        for words in (
            "Đủ điều kiện mà chưa nhận",
            "1.080.000",
            "Từ đủ điều kiện đến lần nhận đầu",
            "chưa có kết quả chi trả",
        ):
            assert words in page
    assert "Không để ai bị bỏ lại" not in browser_of(married.other).get(address).content.decode()
