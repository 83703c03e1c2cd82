"""Putting a plan to work, and where it begins."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.template.loader import get_template
from tests.apps.planning.factories import NOW

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Indicator, Plan, PlanState, Target, Task
from ansinh.apps.planning.selectors.calendar import task_status
from ansinh.apps.planning.selectors.overview import get_overview
from ansinh.apps.planning.selectors.start import count_start
from ansinh.apps.planning.services.activation import (
    CannotActivate,
    CannotRecord,
    activate_plan,
    record_baseline,
    record_initial_state,
)
from ansinh.apps.planning.services.review import CannotReview, accept_item, reject_item
from ansinh.apps.planning.services.values import KINDS

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def decide_all(plan: Plan, actor: User, *, reject: tuple[str, ...] = ()) -> None:
    """Accept every row of a plan but the indicators named, which are rejected."""
    for kind in KINDS.values():
        for row in kind.model._default_manager.filter(plan=plan, state="pending"):
            act = reject_item if kind.code == "indicator" and row.no in reject else accept_item  # type: ignore[attr-defined]
            act(
                plan_id=plan.pk,
                kind_code=kind.code,
                item_id=row.pk,
                expected_version=row.version,
                actor=actor,
                now=NOW,
            )


@pytest.fixture
def running(plan: Plan, coordinator: User) -> Plan:
    decide_all(plan, coordinator, reject=("11",))
    return activate_plan(plan_id=plan.pk, actor=coordinator, now=NOW)


def test_a_plan_with_an_undecided_row_does_not_start(plan: Plan, coordinator: User) -> None:
    with pytest.raises(CannotActivate, match=r"Còn \d+ dòng chưa xem"):
        activate_plan(plan_id=plan.pk, actor=coordinator, now=NOW)

    plan.refresh_from_db()
    assert plan.state == PlanState.IN_REVIEW


def test_a_plan_of_which_nothing_is_left_does_not_start(plan: Plan, coordinator: User) -> None:
    for kind in KINDS.values():
        for row in kind.model._default_manager.filter(plan=plan):
            act = accept_item if kind.code == "citation" else reject_item
            act(
                plan_id=plan.pk,
                kind_code=kind.code,
                item_id=row.pk,
                expected_version=row.version,
                actor=coordinator,
                now=NOW,
            )

    with pytest.raises(CannotActivate, match="không có gì để thực hiện"):
        activate_plan(plan_id=plan.pk, actor=coordinator, now=NOW)


def test_a_rejected_row_is_used_nowhere(running: Plan) -> None:
    overview = get_overview(running, today=TODAY)

    assert overview.indicator_count == 13
    assert count_start(running).indicators == 13


def test_a_running_plan_is_not_changed_by_the_review(running: Plan, coordinator: User) -> None:
    row = Indicator.objects.get(plan=running, no="1")

    with pytest.raises(CannotReview, match="đang thực hiện"):
        reject_item(
            plan_id=running.pk,
            kind_code="indicator",
            item_id=row.pk,
            expected_version=row.version,
            actor=coordinator,
            now=NOW,
        )


def test_a_baseline_needs_a_value_a_year_and_a_source(running: Plan, coordinator: User) -> None:
    row = Indicator.objects.get(plan=running, no="5")
    entry = {"plan_id": running.pk, "indicator_id": row.pk, "actor": coordinator, "now": NOW, "direction": "up"}

    with pytest.raises(CannotRecord, match="Thiếu nguồn"):
        record_baseline(**entry, year=2025, value=Decimal("93.5"), source=" ")
    with pytest.raises(CannotRecord, match="Năm của số gốc"):
        record_baseline(**entry, year=2031, value=Decimal("93.5"), source="Báo cáo năm 2025")
    record_baseline(**entry, year=2025, value=Decimal("93.5"), source="Báo cáo năm 2025")

    row.refresh_from_db()
    assert (row.baseline.value, row.direction) == (Decimal("93.5"), "up")
    assert count_start(running).with_baseline == 1


def test_a_rejected_indicator_takes_no_baseline(running: Plan, coordinator: User) -> None:
    row = Indicator.objects.get(plan=running, no="11")

    with pytest.raises(CannotRecord, match="Không có chỉ tiêu này"):
        record_baseline(
            plan_id=running.pk,
            indicator_id=row.pk,
            year=2025,
            value=Decimal(1),
            source="Báo cáo",
            direction="up",
            actor=coordinator,
            now=NOW,
        )


def test_an_old_plan_is_not_red_before_somebody_says_how_far_it_is(running: Plan) -> None:
    far = TODAY.replace(year=2031)
    # Put to work years after its issue: what was due before that day is not late because nobody had said anything.
    Plan.objects.filter(pk=running.pk).update(activated_at=NOW.replace(year=2031))
    running.refresh_from_db()

    assert {task_status(task, today=far) for task in Task.objects.filter(plan=running)} == {"unknown"}
    overview = get_overview(running, today=far)
    assert overview.late_deadlines == 0
    assert set(overview.all_targets.counts) == {"no_data"}


def test_the_overview_has_a_column_for_every_state_of_a_task() -> None:
    template = get_template("planning/overview.html").template.source

    for code in ("done", "in_progress", "not_started", "waiting_event", "overdue", "unknown"):
        assert template.count(f"row.counts.{code}|default:0") >= 2, code


def test_what_an_officer_said_gives_the_state(running: Plan, coordinator: User) -> None:
    task = Task.objects.get(plan=running, no="1")
    target = Target.objects.get(indicator__plan=running, indicator__no="1", year=2030)
    said = {"plan_id": running.pk, "actor": coordinator, "now": NOW}

    record_initial_state(**said, task_id=task.pk, state="partly", note="đã trình dự thảo")
    record_initial_state(**said, target_id=target.pk, state="yes", note="")

    task = Task.objects.get(pk=task.pk)
    assert task_status(task, today=TODAY) == "in_progress"
    assert task_status(task, today=TODAY.replace(year=2028)) == "overdue"
    assert get_overview(running, today=TODAY).all_targets.counts["achieved"] == 1


def test_a_state_that_is_none_of_the_three_is_refused(running: Plan, coordinator: User) -> None:
    task = Task.objects.get(plan=running, no="1")

    with pytest.raises(CannotRecord, match="Chọn một trạng thái"):
        record_initial_state(plan_id=running.pk, task_id=task.pk, state="", note="", actor=coordinator, now=NOW)
