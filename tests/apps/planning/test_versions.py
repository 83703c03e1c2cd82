"""A running plan gets later versions: nothing is overwritten, every day can be looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.apps.planning.factories import NOW, make_plan, make_running_plan

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.models import Event
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.registry import find_handler, list_nightly
from ansinh.apps.planning.models import Indicator, InitialState, Plan, PlanChange, PlanVersion, Task
from ansinh.apps.planning.selectors.asof import get_plan_on
from ansinh.apps.planning.services.activation import record_initial_state
from ansinh.apps.planning.services.drafting import add_item, drop_item, revise_item, undo_last_change
from ansinh.apps.planning.services.values import KINDS, take_target
from ansinh.apps.planning.services.versions import (
    CannotChangeVersion,
    VersionChangedMeanwhile,
    apply_due_versions,
    discard_version,
    open_version,
    put_in_force,
    withdraw_version,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
ISSUED = dt.date(2026, 3, 12)


@pytest.fixture
def running(coordinator: User) -> Plan:
    return make_running_plan(actor=coordinator)


@pytest.fixture
def draft(running: Plan, coordinator: User) -> PlanVersion:
    return open_version(
        plan_id=running.pk, title="Điều chỉnh năm 2027", reason="Họp tháng 11", actor=coordinator, now=NOW
    )


def targets_of(indicator: Any) -> list[dict[str, Any]]:
    return [take_target(target) for target in sorted(indicator.targets.all(), key=lambda t: t.ordinal)]


def with_value(indicator: Any, at: int, value: str) -> list[dict[str, Any]]:
    targets = targets_of(indicator)
    targets[at] = targets[at] | {"low": value, "high": value, "comparator": "=", "raw": value}
    return targets


def revise(draft: PlanVersion, no: str, value: str, actor: User) -> Indicator:
    row = Indicator.objects.get(plan=draft.plan, no=no)
    revise_item(
        version_id=draft.pk,
        kind_code="indicator",
        item_id=row.pk,
        values={"targets": with_value(row, 1, value)},
        reason="Theo kết quả sơ kết",
        actor=actor,
        now=NOW,
    )
    return row


def settle(draft: PlanVersion, day: dt.date, actor: User) -> PlanVersion:
    return put_in_force(version_id=draft.pk, in_force_on=day, expected_revision=None, actor=actor, now=NOW)


def stated_on(plan: Plan, no: str, day: dt.date) -> Decimal | None:
    view = get_plan_on(Plan.objects.get(pk=plan.pk), on=day)
    row = next(one for one in view.indicators if one.no == no)
    return next(target.low for target in row.targets.all() if target.year == 2030)


def test_activation_records_version_one_in_force_from_the_day_of_issue(running: Plan) -> None:
    first = running.versions.get()
    assert (first.number, first.state, first.in_force_on) == (1, "in_force", ISSUED)


def test_a_plan_in_review_has_no_version_to_open(coordinator: User) -> None:
    plan = make_plan(actor=coordinator)
    with pytest.raises(CannotChangeVersion, match="chưa được đưa vào thực hiện"):
        open_version(plan_id=plan.pk, title="Sửa", actor=coordinator, now=NOW)


def test_one_draft_at_a_time_and_the_second_person_is_told_whose(draft: PlanVersion, second_coordinator: User) -> None:
    with pytest.raises(CannotChangeVersion, match="Trần Thị Điều Phối"):
        open_version(plan_id=draft.plan_id, title="Khác", actor=second_coordinator, now=NOW)


def test_a_draft_changes_nothing_until_it_is_in_force_and_then_both_days_can_be_seen(
    draft: PlanVersion, coordinator: User
) -> None:
    row = revise(draft, "1", "98", coordinator)
    assert row.targets.get(year=2030).low == 100
    assert stated_on(draft.plan, "1", TODAY) == 100

    settled = settle(draft, dt.date(2026, 10, 1), coordinator)

    assert (settled.number, settled.state) == (2, "in_force")
    assert row.targets.get(year=2030).low == 98
    assert stated_on(draft.plan, "1", dt.date(2026, 9, 30)) == 100
    assert stated_on(draft.plan, "1", dt.date(2026, 10, 1)) == 98
    assert Event.objects.filter(verb="planning.put_in_force").count() == 1


def test_a_version_of_a_later_day_is_coming_until_then(draft: PlanVersion, coordinator: User) -> None:
    row = revise(draft, "1", "98", coordinator)
    day = dt.date(2027, 1, 1)
    assert settle(draft, day, coordinator).state == "coming"
    assert row.targets.get(year=2030).low == 100
    assert stated_on(draft.plan, "1", TODAY) == 100
    assert stated_on(draft.plan, "1", day) == 98

    assert apply_due_versions(now=NOW) == 0
    assert apply_due_versions(now=NOW + dt.timedelta(days=60)) == 1

    assert row.targets.get(year=2030).low == 98
    assert stated_on(draft.plan, "1", TODAY) == 100
    assert apply_due_versions(now=NOW + dt.timedelta(days=61)) == 0


def test_a_coming_version_can_be_withdrawn_one_in_force_cannot(draft: PlanVersion, coordinator: User) -> None:
    revise(draft, "1", "98", coordinator)
    settle(draft, dt.date(2027, 1, 1), coordinator)
    withdrawn = withdraw_version(version_id=draft.pk, actor=coordinator, now=NOW)
    assert (withdrawn.state, withdrawn.number) == ("draft", None)
    settle(draft, TODAY, coordinator)
    with pytest.raises(CannotChangeVersion, match="chờ hiệu lực"):
        withdraw_version(version_id=draft.pk, actor=coordinator, now=NOW)


def test_the_second_version_builds_on_the_one_that_is_coming(draft: PlanVersion, coordinator: User) -> None:
    revise(draft, "1", "98", coordinator)
    settle(draft, dt.date(2027, 1, 1), coordinator)
    later = open_version(plan_id=draft.plan_id, title="Lần nữa", reason="Họp", actor=coordinator, now=NOW)
    revise(later, "1", "97", coordinator)
    change = later.changes.get()
    assert (change.before["targets"][1]["low"], change.after["targets"][1]["low"]) == ("98", "97")
    with pytest.raises(CannotChangeVersion, match="không thể có hiệu lực trước"):
        settle(later, TODAY, coordinator)
    settle(later, dt.date(2027, 6, 1), coordinator)
    seen = [stated_on(draft.plan, "1", day) for day in (TODAY, dt.date(2027, 1, 1), dt.date(2027, 6, 1))]
    assert seen == [100, 98, 97]


def test_an_item_is_added_and_another_dropped_from_a_day_on(draft: PlanVersion, coordinator: User) -> None:
    old = Task.objects.get(plan=draft.plan, no="2")
    values = KINDS["task"].take(old) | {"no": "4", "name": "Lập bản đồ cơ sở trợ giúp xã hội", "lead": ["Sở Xây dựng"]}
    who: dict[str, Any] = {"version_id": draft.pk, "reason": "Bổ sung", "actor": coordinator, "now": NOW}
    added = add_item(kind_code="task", values=values, **who).task
    drop_item(kind_code="task", item_id=old.pk, **who)
    assert added is not None
    assert added.state == "planned"
    settle(draft, dt.date(2026, 10, 1), coordinator)

    before = get_plan_on(draft.plan, on=dt.date(2026, 9, 30))
    after = get_plan_on(draft.plan, on=dt.date(2026, 10, 1))

    assert [task.no for task in before.tasks] == ["1", "2", "3"]
    assert [task.no for task in after.tasks] == ["1", "3", "4"]
    assert [one.mention.printed for one in after.tasks[-1].assignments.all() if one.role == "lead"] == ["Sở Xây dựng"]


def test_lead_and_deadline_are_changes_of_their_own_and_are_seen_on_both_days(
    draft: PlanVersion, coordinator: User
) -> None:
    task = Task.objects.get(plan=draft.plan, no="1")
    values = {
        "lead": ["Sở Nội vụ"],
        "supporting": ["Sở Y tế"],
        "schedule_raw": "2028",
        "to_year": 2028,
        "from_year": 2028,
    }
    changes = revise_item(
        version_id=draft.pk,
        kind_code="task",
        item_id=task.pk,
        values=values,
        reason="Chuyển việc",
        actor=coordinator,
        now=NOW,
    )
    assert {change.aspect for change in changes} == {"lead", "deadline"}
    settle(draft, TODAY, coordinator)
    for day, lead, year in ((TODAY - dt.timedelta(days=1), "Sở Y tế", 2027), (TODAY, "Sở Nội vụ", 2028)):
        found = next(one for one in get_plan_on(draft.plan, on=day).tasks if one.no == "1")
        assert [one.mention.printed for one in found.assignments.all() if one.role == "lead"] == [lead]
        assert found.to_year == year


def test_what_hangs_on_a_target_stays_when_the_target_is_restated(draft: PlanVersion, coordinator: User) -> None:
    row = Indicator.objects.get(plan=draft.plan, no="1")
    target = row.targets.get(year=2030)
    record_initial_state(
        plan_id=draft.plan_id, state="partly", note="", target_id=target.pk, actor=coordinator, now=NOW
    )
    revise(draft, "1", "98", coordinator)
    settle(draft, TODAY, coordinator)
    assert InitialState.objects.get().target_id == target.pk
    later = open_version(plan_id=draft.plan_id, title="Bớt", actor=coordinator, now=NOW)
    with pytest.raises(CannotChangeVersion, match="Không xóa một mục tiêu"):
        revise_item(
            version_id=later.pk,
            kind_code="indicator",
            item_id=row.pk,
            values={"targets": targets_of(row)[:1]},
            reason="Bớt",
            actor=coordinator,
            now=NOW,
        )


def test_undo_walks_back_through_a_draft_and_a_value_put_back_is_no_change(
    draft: PlanVersion, coordinator: User
) -> None:
    revise(draft, "1", "98", coordinator)
    revise(draft, "1", "97", coordinator)
    assert draft.changes.get().after["targets"][1]["low"] == "97"
    undo_last_change(version_id=draft.pk, actor=coordinator, now=NOW)
    assert draft.changes.get().after["targets"][1]["low"] == "98"
    revise(draft, "1", "100", coordinator)
    assert not draft.changes.exists()
    undo_last_change(version_id=draft.pk, actor=coordinator, now=NOW)
    assert draft.changes.get().after["targets"][1]["low"] == "98"
    undo_last_change(version_id=draft.pk, actor=coordinator, now=NOW)
    assert not draft.changes.exists()
    with pytest.raises(CannotChangeVersion, match="Không còn việc nào"):
        undo_last_change(version_id=draft.pk, actor=coordinator, now=NOW)


def test_undoing_an_added_item_takes_its_row_away(draft: PlanVersion, coordinator: User) -> None:
    values = KINDS["task"].take(Task.objects.get(plan=draft.plan, no="1"))
    add_item(version_id=draft.pk, kind_code="task", values=values, reason="Thêm", actor=coordinator, now=NOW)
    assert Task.objects.filter(plan=draft.plan, state="planned").count() == 1
    undo_last_change(version_id=draft.pk, actor=coordinator, now=NOW)
    assert not Task.objects.filter(plan=draft.plan, state="planned").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reason": "  "}, "Thiếu lý do"),
        ({"item_id": 0}, "Không có dòng này"),
    ],
)
def test_a_revision_without_reason_or_row_is_refused(
    draft: PlanVersion, coordinator: User, wrong: dict[str, Any], said: str
) -> None:
    row = Indicator.objects.get(plan=draft.plan, no="1")
    given: dict[str, Any] = {"item_id": row.pk, "reason": "Vì", "values": {"name": "Khác"}} | wrong
    with pytest.raises(CannotChangeVersion, match=said):
        revise_item(version_id=draft.pk, kind_code="indicator", actor=coordinator, now=NOW, **given)
    assert not PlanChange.objects.exists()


def test_an_empty_draft_or_one_without_day_is_not_put_in_force(draft: PlanVersion, coordinator: User) -> None:
    with pytest.raises(CannotChangeVersion, match="chưa có thay đổi nào"):
        settle(draft, TODAY, coordinator)
    revise(draft, "1", "98", coordinator)
    with pytest.raises(CannotChangeVersion, match="Thiếu ngày có hiệu lực"):
        put_in_force(version_id=draft.pk, in_force_on=None, expected_revision=None, actor=coordinator, now=NOW)


def test_somebody_who_saw_an_older_draft_does_not_put_it_in_force(draft: PlanVersion, coordinator: User) -> None:
    revise(draft, "1", "98", coordinator)
    with pytest.raises(VersionChangedMeanwhile, match="người khác"):
        put_in_force(version_id=draft.pk, in_force_on=TODAY, expected_revision=0, actor=coordinator, now=NOW)


def test_a_discarded_draft_is_kept_to_be_read_and_the_next_can_be_opened(draft: PlanVersion, coordinator: User) -> None:
    revise(draft, "1", "98", coordinator)
    discard_version(version_id=draft.pk, actor=coordinator, now=NOW)
    assert draft.changes.count() == 1
    assert open_version(plan_id=draft.plan_id, title="Mới", actor=coordinator, now=NOW).number is None


def test_before_its_issue_a_plan_has_nothing(running: Plan) -> None:
    view = get_plan_on(running, on=ISSUED - dt.timedelta(days=1))
    assert (view.version, view.indicators, view.tasks) == (None, [], [])


def test_pages_of_the_day_do_not_wait_for_the_night(
    draft: PlanVersion, coordinator: User, browse: Callable[[User], Client]
) -> None:
    row = revise(draft, "1", "98", coordinator)
    settle(draft, dt.date(2027, 1, 1), coordinator)
    client, address = browse(coordinator), f"/ke-hoach/{draft.plan_id}/chi-tieu/{row.pk}/"
    assert '<td class="r">100</td>' in client.get(address).content.decode()
    assert "Sẽ có hiệu lực" in client.get(address).content.decode()
    PlanVersion.objects.filter(pk=draft.pk).update(in_force_on=dt.date(2026, 11, 1))
    assert '<td class="r">98</td>' in client.get(address).content.decode()
    assert row.targets.get(year=2030).low == 100


def test_the_night_writes_what_is_due(draft: PlanVersion, coordinator: User) -> None:
    assert "planning.apply_versions" in dict(list_nightly())
    row = revise(draft, "1", "98", coordinator)
    settle(draft, dt.date(2027, 1, 1), coordinator)
    PlanVersion.objects.filter(pk=draft.pk).update(in_force_on=dt.date(2026, 11, 1))
    find_handler("planning.apply_versions")(JobRun())
    assert row.targets.get(year=2030).low == 98
