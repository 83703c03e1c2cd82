"""Reviewing a plan: accept, correct, reject, take a suggestion, many at once, undo, two people at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction
from tests.apps.planning.factories import NOW, make_plan, make_user

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.models import Event
from ansinh.apps.planning.models import Finding, FindingState, Indicator, Plan, ReviewAction, Task
from ansinh.apps.planning.selectors.suggestions import suggest
from ansinh.apps.planning.services.review import (
    CannotReview,
    CannotUndo,
    ChangedMeanwhile,
    accept_clean_items,
    accept_item,
    correct_item,
    decide_finding,
    reject_item,
    undo_last,
)
from ansinh.apps.planning.services.values import KINDS

pytestmark = pytest.mark.django_db


def indicator(plan: Plan, no: str) -> Indicator:
    return Indicator.objects.get(plan=plan, no=no)


def stated(plan: Plan, no: str, year: int = 2030) -> tuple[str, Any, Any]:
    target = indicator(plan, no).targets.get(year=year)
    return target.comparator, target.low, target.high


def on(plan: Plan, item: Any, who: User, kind: str = "indicator") -> dict[str, Any]:
    return {
        "plan_id": plan.pk,
        "kind_code": kind,
        "item_id": item.pk,
        "expected_version": item.version,
        "actor": who,
        "now": NOW,
    }


def test_everything_read_waits_and_nothing_is_in_use(plan: Plan) -> None:
    for kind in KINDS.values():
        rows = kind.model._default_manager.filter(plan=plan)
        assert rows.exists(), kind.label
        assert not [row for row in rows if row.in_use]


def test_accepting_a_row_keeps_what_was_read(plan: Plan, coordinator: User) -> None:
    row = indicator(plan, "1")
    before = KINDS["indicator"].take(row)

    accept_item(**on(plan, row, coordinator))

    row.refresh_from_db()
    assert (row.state, row.decided_by, row.version) == ("accepted", coordinator, 1)
    assert KINDS["indicator"].take(indicator(plan, "1")) == before


def test_correcting_a_row_changes_the_named_values_and_keeps_the_reading(plan: Plan, coordinator: User) -> None:
    row = indicator(plan, "3")
    targets = KINDS["indicator"].take(row)["targets"]
    targets[1] |= {"low": "97.5"}

    correct_item(**on(plan, row, coordinator), values={"targets": targets, "lead": ["Sở Giáo dục và Đào tạo"]})

    row = indicator(plan, "3")
    assert row.state == "corrected"
    assert stated(plan, "3") == (">", pytest.approx(97.5), None)
    assert row.targets.get(year=2030).raw == "> 975"
    assert row.read["targets"][1]["low"] == "975"
    assert [a.mention.printed for a in row.assignments.filter(role="lead")] == ["Sở Giáo dục và Đào tạo"]


def test_a_range_the_wrong_way_round_is_refused_in_words(plan: Plan, coordinator: User) -> None:
    row = indicator(plan, "1")
    targets = KINDS["indicator"].take(row)["targets"]
    targets[1] |= {"comparator": "range", "low": "90", "high": "80"}

    with pytest.raises(CannotReview, match="Cận dưới lớn hơn cận trên"), transaction.atomic():
        correct_item(**on(plan, row, coordinator), values={"targets": targets})

    assert indicator(plan, "1").state == "pending"


def test_a_suggestion_fills_the_target_it_speaks_of_and_closes_the_finding(plan: Plan, coordinator: User) -> None:
    row = indicator(plan, "3")
    finding = next(f for f in row.findings.order_by("ordinal") if suggest(f))
    offer = suggest(finding)
    assert offer is not None

    correct_item(**on(plan, row, coordinator), values=offer.values, finding_id=finding.pk)

    assert stated(plan, "3")[1] == pytest.approx(97.5)
    assert stated(plan, "3", 2027) == ("=", 95, 95)
    finding.refresh_from_db()
    assert finding.state == FindingState.MENDED

    undo_last(plan_id=plan.pk, actor=coordinator, now=NOW)
    finding.refresh_from_db()
    assert (finding.state, stated(plan, "3")[1]) == (FindingState.OPEN, 975)


def test_a_finding_may_be_kept_as_printed(plan: Plan, coordinator: User) -> None:
    finding = Finding.objects.filter(plan=plan).first()
    assert finding is not None

    decide_finding(
        plan_id=plan.pk,
        finding_id=finding.pk,
        state=FindingState.KEPT,
        expected_version=0,
        actor=coordinator,
        now=NOW,
    )

    finding.refresh_from_db()
    assert (finding.state, finding.decided_by) == (FindingState.KEPT, coordinator)


def test_many_at_once_leaves_out_what_a_finding_speaks_against(plan: Plan, coordinator: User) -> None:
    accept_clean_items(plan_id=plan.pk, kind_code="indicator", actor=coordinator, now=NOW)

    assert {row.no for row in Indicator.objects.filter(plan=plan, state="accepted")} >= {"1", "11", "14"}
    flagged = Finding.objects.filter(plan=plan, severity__in=("high", "medium")).exclude(indicator=None)
    assert not Indicator.objects.filter(plan=plan, state="accepted", pk__in=flagged.values("indicator")).exists()

    undo_last(plan_id=plan.pk, actor=coordinator, now=NOW)
    assert not Indicator.objects.filter(plan=plan).exclude(state="pending").exists()


def test_many_at_once_says_when_none_is_left(plan: Plan, coordinator: User) -> None:
    accept_clean_items(plan_id=plan.pk, kind_code="duty", actor=coordinator, now=NOW)

    with pytest.raises(CannotReview, match="Không còn dòng nào"):
        accept_clean_items(plan_id=plan.pk, kind_code="duty", actor=coordinator, now=NOW)


def test_undo_goes_back_step_by_step_and_then_says_there_is_nothing_left(plan: Plan, coordinator: User) -> None:
    row = indicator(plan, "1")
    accept_item(**on(plan, row, coordinator))
    row.refresh_from_db()
    correct_item(**on(plan, row, coordinator), values={"name": "Tên đã sửa"})
    task = Task.objects.filter(plan=plan).first()
    assert task is not None
    reject_item(**on(plan, task, coordinator, "task"))

    undo_last(plan_id=plan.pk, actor=coordinator, now=NOW)
    undo_last(plan_id=plan.pk, actor=coordinator, now=NOW)
    row = indicator(plan, "1")
    assert (row.state, row.name) == ("accepted", "Tỷ lệ trẻ em mầm non được học 2 buổi/ngày")

    undo_last(plan_id=plan.pk, actor=coordinator, now=NOW)
    row = indicator(plan, "1")
    assert (row.state, row.decided_by, row.decided_at) == ("pending", None, None)

    with pytest.raises(CannotUndo, match="Không còn việc nào"):
        undo_last(plan_id=plan.pk, actor=coordinator, now=NOW)


def test_undo_takes_back_the_act_that_was_named_or_none(plan: Plan, coordinator: User) -> None:
    first = accept_item(**on(plan, indicator(plan, "1"), coordinator))
    second = accept_item(**on(plan, indicator(plan, "2"), coordinator))

    with pytest.raises(CannotUndo, match=second.label):
        undo_last(plan_id=plan.pk, actor=coordinator, now=NOW, expected_id=first.pk)
    assert [indicator(plan, no).state for no in ("1", "2")] == ["accepted", "accepted"]

    undo_last(plan_id=plan.pk, actor=coordinator, now=NOW, expected_id=second.pk)
    with pytest.raises(CannotUndo):
        undo_last(plan_id=plan.pk, actor=coordinator, now=NOW, expected_id=second.pk)
    assert [indicator(plan, no).state for no in ("1", "2")] == ["accepted", "pending"]


def test_undo_does_not_overwrite_what_somebody_did_since(
    plan: Plan, coordinator: User, second_coordinator: User
) -> None:
    row = indicator(plan, "1")
    accept_item(**on(plan, row, coordinator))
    row.refresh_from_db()
    correct_item(**on(plan, row, second_coordinator), values={"name": "Người khác đã sửa"})

    with pytest.raises(CannotUndo, match="Lê Văn Cùng Làm"):
        undo_last(plan_id=plan.pk, actor=coordinator, now=NOW)

    assert indicator(plan, "1").name == "Người khác đã sửa"


def test_an_act_on_an_old_page_is_refused_and_names_who_was_first(
    plan: Plan, coordinator: User, second_coordinator: User
) -> None:
    seen = on(plan, indicator(plan, "2"), coordinator)
    reject_item(**on(plan, indicator(plan, "2"), second_coordinator))

    with pytest.raises(ChangedMeanwhile, match="Lê Văn Cùng Làm"):
        accept_item(**seen)

    assert indicator(plan, "2").state == "rejected"


def test_a_row_undone_and_decided_anew_still_refuses_the_oldest_page(
    plan: Plan, coordinator: User, second_coordinator: User
) -> None:
    accept_item(**on(plan, indicator(plan, "2"), coordinator))
    seen = on(plan, indicator(plan, "2"), second_coordinator)
    undo_last(plan_id=plan.pk, actor=coordinator, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        reject_item(**seen)


def test_a_row_of_another_plan_cannot_be_reached_through_this_one(plan: Plan, coordinator: User) -> None:
    other = make_plan(
        actor=coordinator, text="KẾ HOẠCH\n\nI. MỤC TIÊU\n\nĐến năm 2030, 95% dân số có thẻ bảo hiểm y tế."
    )
    foreign = Indicator.objects.get(plan=other)

    with pytest.raises(CannotReview, match="Không có dòng này"):
        accept_item(**on(plan, foreign, coordinator))


def test_every_act_leaves_a_line_in_the_log(plan: Plan, coordinator: User) -> None:
    accept_item(**on(plan, indicator(plan, "1"), coordinator))

    event = Event.objects.order_by("-id").first()
    assert event is not None
    assert (event.verb, event.actor_name) == ("planning.accept", "Trần Thị Điều Phối")
    assert event.subject_id == str(plan.pk)


@pytest.mark.django_db(transaction=True)
def test_two_people_press_at_the_same_moment_and_one_is_told(db: None) -> None:
    first, second = make_user("Người Thứ Nhất"), make_user("Người Thứ Hai")
    plan = make_plan(actor=first)
    row = indicator(plan, "1")
    gate, outcomes = threading.Barrier(2), []

    def press(who: User, act: Any) -> None:
        try:
            gate.wait()
            act(**on(plan, row, who))
            outcomes.append("done")
        except ChangedMeanwhile:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in ((first, accept_item), (second, reject_item))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "told"]
    assert ReviewAction.objects.filter(plan=plan).count() == 1
    assert indicator(plan, "1").version == 1
