"""A document that amends a plan is recognised, matched with the plan's rows, and ends in a new version."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from tests.apps.planning.factories import NOW, make_running_plan, make_sample

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Indicator, Plan, PlanChange, PlanVersion, Task
from ansinh.apps.planning.selectors.amendments import list_amended, list_amending
from ansinh.apps.planning.selectors.asof import get_plan_on
from ansinh.apps.planning.services.activation import activate_plan
from ansinh.apps.planning.services.amendments import match_proposal, propose_amendment
from ansinh.apps.planning.services.drafting import decide_changes, undo_last_change
from ansinh.apps.planning.services.versions import CannotChangeVersion, VersionChangedMeanwhile, put_in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def amended(coordinator: User) -> Plan:
    plan = make_sample(actor=coordinator)
    return activate_plan(plan_id=plan.pk, actor=coordinator, now=NOW)


@pytest.fixture
def document(coordinator: User) -> Plan:
    return make_sample(actor=coordinator, name="amendments/ke-hoach-mau-sua-doi.docx")


@pytest.fixture
def draft(amended: Plan, document: Plan, coordinator: User) -> PlanVersion:
    return propose_amendment(plan_id=amended.pk, document_id=document.pk, actor=coordinator, now=NOW)


def said(change: PlanChange) -> tuple[str, str, str]:
    return change.kind, change.aspect, change.item.no if change.item is not None else ""  # type: ignore[attr-defined]


def all_of(draft: PlanVersion) -> dict[int, int]:
    return {change.pk: change.revision for change in draft.changes.all()}


def test_the_amendment_is_known_by_what_it_cites(amended: Plan, document: Plan) -> None:
    assert list_amended(document) == [amended]
    assert list_amending(amended) == [document]
    assert list_amended(amended) == []


def test_each_difference_is_one_proposal_beside_both_sentences(draft: PlanVersion) -> None:
    assert [said(change) for change in draft.changes.order_by("ordinal")] == [
        ("indicator", "target", "8"),
        ("indicator", "target", "15"),
        ("task", "deadline", "II.2"),
        ("task", "lead", "II.3"),
        ("task", "added", ""),
        ("task", "dropped", "V.3"),
    ]
    first = draft.changes.get(ordinal=0)
    assert "> 975" in first.sentence_before
    assert "> 98" in first.sentence_after
    assert "chỗ khác" in first.note
    dropped = draft.changes.get(ordinal=5)
    assert dropped.sentence_after.startswith("Bãi bỏ nhiệm vụ số 3 mục V")
    assert draft.in_force_on == dt.date(2026, 10, 1)


def test_accepted_in_bulk_and_put_in_force_it_is_the_next_version(
    amended: Plan, draft: PlanVersion, coordinator: User
) -> None:
    decide_changes(version_id=draft.pk, decisions=all_of(draft), accept=True, actor=coordinator, now=NOW)
    version = put_in_force(version_id=draft.pk, in_force_on=None, expected_revision=None, actor=coordinator, now=NOW)
    assert (version.number, version.state) == (2, "in_force")
    beds = Indicator.objects.get(plan=amended, no="15")
    assert beds.targets.get(year=2030).low == 35
    assert Task.objects.get(plan=amended, no="V.3").state == "dropped"
    assert Task.objects.get(plan=amended, no="II.2").to_year == 2028
    new = Task.objects.get(plan=amended, name__startswith="Xây dựng bản đồ")
    assert new.state == "accepted"

    before = get_plan_on(amended, on=dt.date(2026, 9, 30))
    old_beds = next(row for row in before.indicators if row.no == "15")
    assert [target.low for target in old_beds.targets.all()] == [Decimal(31), Decimal(34)]
    assert before.find("task", new.pk) is None
    assert len(before.tasks) == 13


def test_one_by_one_with_undo_and_nothing_in_force_while_one_waits(draft: PlanVersion, coordinator: User) -> None:
    first, second = draft.changes.order_by("ordinal")[:2]
    decide_changes(version_id=draft.pk, decisions={first.pk: 0}, accept=True, actor=coordinator, now=NOW)
    decide_changes(version_id=draft.pk, decisions={second.pk: 0}, accept=False, actor=coordinator, now=NOW)
    assert [change.state for change in draft.changes.order_by("ordinal")[:2]] == ["accepted", "refused"]
    undo_last_change(version_id=draft.pk, actor=coordinator, now=NOW)
    assert draft.changes.get(pk=second.pk).state == "proposed"
    with pytest.raises(CannotChangeVersion, match="Còn 5 thay đổi chưa quyết"):
        put_in_force(version_id=draft.pk, in_force_on=None, expected_revision=None, actor=coordinator, now=NOW)


def test_an_accepted_addition_that_is_undone_leaves_no_row(draft: PlanVersion, coordinator: User) -> None:
    added = draft.changes.get(aspect="added")
    decide_changes(version_id=draft.pk, decisions={added.pk: 0}, accept=True, actor=coordinator, now=NOW)
    assert Task.objects.filter(state="planned").count() == 1
    undo_last_change(version_id=draft.pk, actor=coordinator, now=NOW)
    assert not Task.objects.filter(state="planned").exists()
    assert draft.changes.get(pk=added.pk).state == "proposed"


def test_two_people_at_once_tell_each_other(draft: PlanVersion, coordinator: User, second_coordinator: User) -> None:
    seen = all_of(draft)
    first = min(seen)
    decide_changes(version_id=draft.pk, decisions={first: 0}, accept=False, actor=coordinator, now=NOW)
    with pytest.raises(VersionChangedMeanwhile, match="Trần Thị Điều Phối"):
        decide_changes(version_id=draft.pk, decisions=seen, accept=True, actor=second_coordinator, now=NOW)
    assert draft.changes.filter(state="accepted").count() == 0


def test_a_row_proposed_as_new_can_be_said_to_be_an_existing_one(
    amended: Plan, draft: PlanVersion, coordinator: User
) -> None:
    added = draft.changes.get(aspect="added")
    item = Task.objects.get(plan=amended, no="V.1")
    made = match_proposal(
        version_id=draft.pk,
        change_id=added.pk,
        expected_revision=0,
        item_id=item.pk,
        actor=coordinator,
        now=NOW,
    )
    assert {change.aspect for change in made} >= {"deadline", "lead", "text"}
    assert draft.changes.get(pk=added.pk).state == "refused"
    undo_last_change(version_id=draft.pk, actor=coordinator, now=NOW)
    assert draft.changes.count() == 6


def test_a_document_is_used_once_and_only_for_the_plan_it_cites(
    amended: Plan, document: Plan, draft: PlanVersion, coordinator: User
) -> None:
    with pytest.raises(CannotChangeVersion, match="đã được đối chiếu"):
        propose_amendment(plan_id=amended.pk, document_id=document.pk, actor=coordinator, now=NOW)
    other = make_running_plan(actor=coordinator, text=None)
    other.number = "46/KH-UBND"
    other.save()
    with pytest.raises(CannotChangeVersion, match="không viện dẫn"):
        propose_amendment(plan_id=other.pk, document_id=document.pk, actor=coordinator, now=NOW)
    assert draft.state == "draft"
