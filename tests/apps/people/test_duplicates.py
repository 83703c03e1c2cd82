"""People who stand twice: merged by a person's choice with all that hangs on them, and taken apart exactly as they were."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import Client
from tests.apps.people.doubles import TODAY, double_of, everything, pair_of, side, versions_of
from tests.apps.people.factories import HERE, NOW, THERE, scope, unit, work_in

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import within
from ansinh.apps.audit.models import Event
from ansinh.apps.benefits.models import Gap, Receipt
from ansinh.apps.benefits.services import record_receipt
from ansinh.apps.people.hanging import hangings
from ansinh.apps.people.models import (
    DuplicatePair,
    Fact,
    Household,
    Identifier,
    Membership,
    Merge,
    MergedRow,
    Person,
    SensitiveGrant,
)
from ansinh.apps.people.selectors.duplicates import side_by_side
from ansinh.apps.people.services.duplicates.deciding import reopen_pair, say_not_same
from ansinh.apps.people.services.duplicates.merging import Choice, merge_pair
from ansinh.apps.people.services.duplicates.undoing import undo_merge
from ansinh.apps.people.services.facts import end_fact, record_fact
from ansinh.apps.people.services.numbers import set_number, unmask
from ansinh.apps.people.services.persons import edit_person, erase_person, register_person
from ansinh.apps.people.services.refusals import ChangedMeanwhile, Merged, NotHere, Refused
from ansinh.apps.people.services.sensitive import open_sensitive, record_sensitive

pytestmark = pytest.mark.django_db


@pytest.fixture
def double(world: SimpleNamespace) -> Person:
    return double_of(world)


@pytest.fixture
def pair(world: SimpleNamespace, double: Person) -> DuplicatePair:
    return pair_of(world.head, double)


def merge(world: SimpleNamespace, pair: DuplicatePair, *, keep: Person | None = None, **taken: str) -> Merge:
    return merge_pair(
        pair_id=pair.pk,
        versions=versions_of(pair),
        choice=Choice(side(pair, keep or world.head), {key.replace("__", ":"): value for key, value in taken.items()}),
        actor=world.officer,
        now=NOW,
        today=TODAY,
    )


def test_every_table_that_hangs_on_a_person_goes_along_or_is_known_to_stay() -> None:
    # Numbers and households are moved one by one; what is sealed with a record's own key stays and is read through it.
    by_hand = {
        "Identifier",
        "Membership",
        "DataKey",
        "SensitiveRecord",
        "DuplicatePair",
        "Merge",
        "MergedRow",
        "Person",
    }
    pointing = {
        model.__name__: model
        for model in apps.get_models()
        if not model.__name__.endswith("Event")
        and any(field.is_relation and field.related_model is Person and field.concrete for field in model._meta.fields)
    }
    along = {each.model for each in hangings()}
    assert {name for name, model in pointing.items() if model not in along} == by_hand


def test_all_that_hung_on_the_record_goes_along(world: SimpleNamespace, double: Person, pair: DuplicatePair) -> None:
    work_in(actor=world.officer)
    merged = merge(
        world, pair, full_name=side(pair, double), birth=side(pair, double), number__account=side(pair, double)
    )
    head = Person.objects.get(pk=world.head.pk)
    assert (head.full_name, head.sort_key, str(head.birth_date)) == ("Tôn Nữ Hạ", "ha ton nu", "1951-03-02")
    assert (head.ethnicity, head.address) == ("Kinh", "12 Kim Long"), "what only one says is kept"
    assert not Person.objects.filter(pk=double.pk, merged_into=None).exists()
    kinds = set(Identifier.objects.filter(person=head).values_list("kind", flat=True))
    assert kinds == {"personal_id", "phone", "account", "social_insurance"}
    assert (
        unmask(person=head, kind="account", reason="Đối chiếu hồ sơ 12", actor=world.officer, now=NOW) == "0011009999"
    )
    assert not Identifier.objects.filter(person=double).exists()
    facts = dict(Fact.objects.filter(person=head, valid_to=None).values_list("name", "value"))
    assert facts == {"disability_level": "severe", "marital_status": "widowed"}
    assert Fact.objects.get(name="caring_for").other_id == head.pk
    assert Fact.objects.get(name="caring_for").slot == str(head.pk)
    # The same amount from the same day stands once; another day's is another receipt, for somebody to look at.
    assert sorted(Receipt.objects.filter(person=head).values_list("amount_vnd", flat=True)) == [500_000, 500_000]
    assert Gap.objects.filter(person=head).count() == 1
    assert [row.household_id for row in Membership.objects.filter(person=head)] == [world.home.pk]
    assert Household.objects.get(pk=world.second_home.pk).valid_to == TODAY, "nobody is left in it"
    event = Event.objects.get(verb="people.merge")
    assert event.subject_id == str(head.pk)
    assert event.detail["gone"] == str(double.pk)
    assert (merged.by_name, merged.is_across) == (str(world.officer), False)
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by_name) == ("merged", str(world.officer))


@pytest.mark.parametrize("keep", ["head", "double"])
def test_a_merge_taken_back_leaves_every_byte_as_it_was(
    world: SimpleNamespace, double: Person, pair: DuplicatePair, keep: str
) -> None:
    work_in(actor=world.officer)
    kept, other = (world.head, double) if keep == "head" else (double, world.head)
    third = pair_of(other, world.child, score=500)
    say_not_same(pair_id=third.pk, note="Mẹ và con", actor=world.officer, now=NOW)
    before = everything()
    taken = {line: side(pair, other) for line in ("full_name", "birth", "number__account", "household", "source")}
    made = merge(world, pair, keep=kept, **taken)
    assert everything() != before
    undo_merge(merge_id=made.pk, actor=world.officer, now=NOW)
    after = everything()
    for table, rows in before.items():
        assert after[table] == rows, table
    assert Event.objects.filter(verb="people.undo_merge").count() == 1
    with pytest.raises(ChangedMeanwhile, match="đã hoàn tác"):
        undo_merge(merge_id=made.pk, actor=world.officer, now=NOW)
    merge(world, pair, keep=kept)


def test_what_was_changed_since_is_not_lost_by_taking_back(
    world: SimpleNamespace, double: Person, pair: DuplicatePair
) -> None:
    work_in(actor=world.officer)
    made = merge(world, pair, full_name=side(pair, double))
    given: dict[str, Any] = {"actor": world.officer, "now": NOW}
    record_fact(person_id=world.head.pk, name="pregnant", value=False, source="Khai", **given)
    end_fact(fact_id=Fact.objects.get(name="marital_status").pk, day=TODAY, **given)
    head = Person.objects.get(pk=world.head.pk)
    edit_person(person_id=head.pk, expected_version=head.version, values={"full_name": "Tôn Nữ Thị Hà"}, **given)
    state = everything()
    with pytest.raises(Refused, match="thông tin chung"):
        undo_merge(merge_id=made.pk, **given)
    assert everything() == state
    edit_person(person_id=head.pk, expected_version=head.version + 1, values={"full_name": "Tôn Nữ Hạ"}, **given)
    undo_merge(merge_id=made.pk, **given)
    ended = Fact.objects.get(name="marital_status")
    assert (ended.person_id, ended.valid_to) == (double.pk, TODAY), (
        "what was written of its rows since goes back with them"
    )
    assert Fact.objects.get(name="pregnant").person_id == world.head.pk, "what is new since stays where it was written"


@pytest.mark.parametrize(
    ("spoiled", "sentence"),
    [
        ("edited meanwhile", "vừa được người khác sửa"),
        ("restricted", "hạn chế xử lý"),
        ("known as two", "người liên quan"),
        ("nothing chosen", "Chưa chọn hồ sơ giữ lại"),
    ],
)
def test_a_merge_that_cannot_be_is_refused_whole(
    world: SimpleNamespace, double: Person, pair: DuplicatePair, spoiled: str, sentence: str
) -> None:
    work_in(actor=world.officer)
    shown = versions_of(pair)
    given: dict[str, Any] = {"actor": world.officer, "now": NOW}
    if spoiled == "edited meanwhile":
        edit_person(person_id=double.pk, expected_version=1, values={"ethnicity": "Tày"}, **given)
    elif spoiled == "restricted":
        Person.objects.filter(pk=double.pk).update(restricted_at=NOW, restricted_basis="Điều 4")
    elif spoiled == "known as two":
        cared = {"person_id": world.head.pk, "other_id": double.pk, "source": "Đơn"}
        record_fact(name="caring_for", value=None, **cared, **given)
    before = everything()
    keep = "" if spoiled == "nothing chosen" else side(pair, world.head)
    with pytest.raises(Refused, match=sentence):
        merge_pair(pair_id=pair.pk, versions=shown, choice=Choice(keep, {}), actor=world.officer, now=NOW, today=TODAY)
    assert everything() == before


def test_nothing_more_is_written_of_the_record_that_went(
    world: SimpleNamespace, double: Person, pair: DuplicatePair
) -> None:
    work_in(actor=world.officer)
    merge(world, pair)
    given: dict[str, Any] = {"actor": world.officer, "now": NOW}
    tries: list[Callable[[], object]] = [
        lambda: edit_person(person_id=double.pk, expected_version=2, values={"sex": "male"}, **given),
        lambda: record_fact(person_id=double.pk, name="pregnant", value=True, source="x", **given),
        lambda: set_number(person=double, kind="passport", text="C1234567", **given),
        lambda: record_receipt(
            person_id=double.pk, programme="funeral", amount_vnd=1, valid_from=TODAY, source="x", **given
        ),
    ]
    for each in tries:
        with pytest.raises(Merged, match="đã được gộp") as refused:
            each()
        assert refused.value.survivor_id == world.head.pk
    # The database sees to it where a service forgets.
    with pytest.raises(Exception, match="đã gộp vào hồ sơ khác"):
        Fact.objects.create(person_id=double.pk, name="pregnant", source="x", recorded_at=NOW)


def test_that_two_are_not_one_is_remembered_for_the_record_that_stays(
    world: SimpleNamespace, double: Person, pair: DuplicatePair
) -> None:
    work_in(actor=world.officer)
    third = pair_of(double, world.child)
    say_not_same(pair_id=third.pk, note="Mẹ và con", actor=world.officer, now=NOW)
    merge(world, pair)
    left, right = sorted((world.head.pk, world.child.pk))
    assert DuplicatePair.objects.get(left=left, right=right).state == "not_same"
    with pytest.raises(Refused, match="Hoàn tác lần gộp ấy trước"):
        reopen_pair(pair_id=third.pk, actor=world.officer, now=NOW)


def test_merges_are_taken_back_from_the_last(world: SimpleNamespace, double: Person, pair: DuplicatePair) -> None:
    work_in(actor=world.officer)
    first = merge(world, pair)
    third = register_person(full_name="Tôn Nữ Hạ", commune=unit(HERE), actor=world.officer, now=NOW)
    second = merge(world, pair_of(world.head, third), keep=third)
    with pytest.raises(Refused, match="lần gộp sau trước"):
        undo_merge(merge_id=first.pk, actor=world.officer, now=NOW)
    undo_merge(merge_id=second.pk, actor=world.officer, now=NOW)
    undo_merge(merge_id=first.pk, actor=world.officer, now=NOW)
    assert not Person.objects.exclude(merged_into=None).exists()


def test_who_is_erased_is_erased_with_the_records_that_went_in(
    world: SimpleNamespace, double: Person, pair: DuplicatePair
) -> None:
    work_in(actor=world.officer)
    merge(world, pair)
    Membership.objects.filter(person=world.head).update(valid_to=TODAY)
    head = Person.objects.get(pk=world.head.pk)
    erase_person(
        person_id=head.pk,
        expected_version=head.version,
        basis="Điều 14 Luật 91/2025/QH15",
        actor=world.officer,
        now=NOW,
    )
    assert set(Person.objects.filter(pk__in=(head.pk, double.pk)).values_list("full_name", flat=True)) == {""}
    assert not MergedRow.objects.exists()
    assert not Merge.objects.exists()
    assert not DuplicatePair.objects.exists()


def test_the_compartment_of_the_record_that_went_is_read_from_the_one_that_stays(
    world: SimpleNamespace, double: Person, pair: DuplicatePair
) -> None:
    work_in(actor=world.officer)
    SensitiveGrant.objects.create(
        user_id=world.officer.pk, user_name="x", scope_unit=unit(HERE), kind="violence", purpose="Hồ sơ 12",
        valid_from=TODAY, valid_to="2027-01-01", granted_at=NOW, granted_by_id=world.chair.pk, granted_by_name="y",
    )  # fmt: skip
    record_sensitive(person=double, kind="violence", text="mục kín", actor=world.officer, now=NOW)
    merge(world, pair)
    opened = open_sensitive(person=world.head, kind="violence", reason="Xét hồ sơ 214", actor=world.officer, now=NOW)
    assert [entry.text for entry in opened] == ["mục kín"]


def test_across_communes_the_level_above_decides(
    world: SimpleNamespace, make_user: Callable[..., Any], browser_of: Callable[..., Client]
) -> None:
    double = double_of(world, code=THERE)
    pair = pair_of(world.head, double)
    before, shown = everything(), versions_of(pair)
    for officer, place in ((world.officer, HERE), (world.other, THERE)):
        assert browser_of(officer).get(f"/nguoi/trung/{pair.pk}/").status_code == 404
        work_in(place, actor=officer)
        assert not DuplicatePair.objects.filter(pk=pair.pk).exists(), "the database hides it as well"
        with pytest.raises(NotHere):
            merge_pair(pair_id=pair.pk, versions=shown, choice=Choice("left", {}), actor=officer, now=NOW, today=TODAY)
    above = make_user("dieuphoi", Role.COORDINATOR, scope_unit=unit("46"))
    browser = browser_of(above)
    work_in("46", actor=above)
    inner = pair_of(world.head, world.child)
    assert browser.get(f"/nguoi/trung/{inner.pk}/").status_code == 404, "a commune's own pairs are its officers'"
    assert f"/nguoi/trung/{pair.pk}/" in browser.get("/nguoi/trung/").content.decode()
    work_in("46", actor=above)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_duplicatepair WHERE id = %s", [inner.pk])
    body = {"act": "merge", "survivor": side(pair, world.head), "left_version": shown[0], "right_version": shown[1]}
    body["asked"] = side_by_side(pair).mark()
    answer = browser.post(f"/nguoi/trung/{pair.pk}/", body)
    assert answer.status_code == 302, answer.content.decode()
    work_in("46", actor=above)
    gone = Person.objects.get(pk=double.pk)
    assert (gone.commune_id, gone.merged_into_id) == (unit(HERE).pk, world.head.pk)
    made = Merge.objects.get()
    assert made.is_across
    # The officer of the commune sees where the old code leads, and cannot take the merge back.
    here = browser_of(world.officer)
    assert here.get(f"/nguoi/{double.pk}/")["Location"] == f"/nguoi/{world.head.pk}/"
    assert here.post(f"/nguoi/gop/{made.pk}/hoan-tac/").status_code == 403
    assert browser.post(f"/nguoi/gop/{made.pk}/hoan-tac/").status_code == 302
    work_in("46", actor=above)
    after = everything()
    for table, rows in before.items():
        assert after[table] == rows, table


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_the_same_pair_at_once_merge_it_once(world: SimpleNamespace) -> None:
    with within(scope(), actor=world.officer):
        pair = pair_of(world.head, double_of(world))
        shown = versions_of(pair)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def work(keep: str) -> None:
        start.wait()
        try:
            with within(scope(), actor=world.officer):
                merge_pair(
                    pair_id=pair.pk, versions=shown, choice=Choice(keep, {}), actor=world.officer, now=NOW, today=TODAY
                )
            outcomes.append("merged")
        except ChangedMeanwhile as refused:
            outcomes.append(str(refused))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[keep]) for keep in ("left", "right")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[1] == "merged"
    assert "“Đã gộp”. Không có gì được ghi thêm." in sorted(outcomes)[0]
    with within(scope()), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_merge")
        assert cursor.fetchone()[0] == 1
        assert Person.objects.exclude(merged_into=None).count() == 1
