"""A plan whose province ended is taken over: a person decides for each item, and nothing moves silently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.apps.planning.factories import NOW, REFORM, make_plan_of_facts, make_running_plan, make_units

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.models import Event
from ansinh.apps.planning.forms import form_for
from ansinh.apps.planning.models import CarryChoice, CarryDecision, Indicator, Plan, Takeover
from ansinh.apps.planning.selectors.asof import get_plan_on
from ansinh.apps.planning.services.carrying import (
    CannotCarry,
    cancel_takeover,
    choose_partner,
    decide_items,
    finish_takeover,
    open_takeover,
    suggest_issuer,
    undo_last_decision,
)
from ansinh.apps.planning.services.scope import CannotChooseScope, choose_scope, guess_scope
from ansinh.apps.planning.services.values import take_target
from ansinh.apps.planning.services.versions import withdraw_version
from ansinh.apps.territory.models import Unit, UnitChange

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
ISSUER = "Ủy ban nhân dân tỉnh Khánh Hòa"


@pytest.fixture
def units() -> dict[str, Unit]:
    return make_units()


@pytest.fixture
def old_plan(coordinator: User, units: dict[str, Unit]) -> Plan:
    return make_plan_of_facts(actor=coordinator, scope=units["old"])


@pytest.fixture
def other_plan(coordinator: User, units: dict[str, Unit]) -> Plan:
    plan = make_running_plan(actor=coordinator)
    Plan.objects.filter(pk=plan.pk).update(scope_unit=units["other"])
    return plan


@pytest.fixture
def takeover(old_plan: Plan, coordinator: User) -> Takeover:
    return open_takeover(plan_id=old_plan.pk, issuer_after=ISSUER, actor=coordinator, now=NOW, today=TODAY)


def row(takeover: Takeover, kind: str, no: str) -> CarryDecision:
    return takeover.decisions.get(**{f"{kind}__no": no})


def shown(*rows: CarryDecision) -> dict[int, int]:
    return {one.pk: one.revision for one in rows}


def restated(indicator: Indicator, value: str) -> dict[str, Any]:
    targets = [take_target(target) for target in indicator.targets.order_by("ordinal")]
    targets[-1] |= {"low": value, "high": value, "comparator": "=", "raw": value}
    return {"targets": targets}


def finish(takeover: Takeover, actor: User, day: dt.date = TODAY) -> Any:
    return finish_takeover(
        takeover_id=takeover.pk,
        instrument="Quyết định số 01/QĐ-UBND",
        instrument_date=TODAY,
        reason="Hai tỉnh hợp nhất",
        in_force_on=day,
        actor=actor,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("issuer", "place", "day", "found"),
    [
        (ISSUER, "Khánh Hòa", dt.date(2024, 8, 9), "old"),
        (ISSUER, "Khánh Hòa", dt.date(2026, 1, 1), "new"),
        ("Tỉnh ủy Ninh Thuận", "", dt.date(2024, 8, 9), "other"),
        ("Ủy ban nhân dân tỉnh", "Ninh Thuận", dt.date(2024, 8, 9), "other"),
        ("Tỉnh ủy Ninh Thuận", "", dt.date(2026, 1, 1), None),
        ("Ủy ban nhân dân huyện Khánh Hòa", "Khánh Hòa", dt.date(2024, 8, 9), None),
        (ISSUER, "Khánh Hòa", None, None),
    ],
)
def test_the_scope_is_read_from_issuer_place_and_day(
    units: dict[str, Unit], issuer: str, place: str, day: dt.date | None, found: str | None
) -> None:
    assert guess_scope(issuer=issuer, place=place, on=day) == (units[found] if found else None)


def test_a_person_chooses_the_scope_of_the_day_of_issue_only(
    old_plan: Plan, units: dict[str, Unit], coordinator: User
) -> None:
    choose_scope(plan_id=old_plan.pk, unit_id=units["other"].pk, actor=coordinator, now=NOW)
    old_plan.refresh_from_db()
    assert old_plan.scope_unit == units["other"]
    with pytest.raises(CannotChooseScope, match="không tồn tại vào ngày ban hành 09/08/2024"):
        choose_scope(plan_id=old_plan.pk, unit_id=units["new"].pk, actor=coordinator, now=NOW)
    assert Event.objects.filter(verb="planning.choose_scope").count() == 1


def test_every_target_task_and_duty_waits_for_a_decision(takeover: Takeover) -> None:
    waiting = takeover.decisions.filter(choice=CarryChoice.UNDECIDED)
    assert waiting.filter(indicator__isnull=False).exclude(indicator__no="").count() == 92
    assert waiting.filter(task__isnull=False).count() == 69
    assert waiting.filter(duty__isnull=False).count() == 8
    assert (takeover.from_unit.valid_to, takeover.to_unit.valid_from) == (REFORM, REFORM)


def test_a_plan_whose_unit_still_stands_is_not_taken_over(
    old_plan: Plan, units: dict[str, Unit], coordinator: User
) -> None:
    who: dict[str, Any] = {"plan_id": old_plan.pk, "issuer_after": ISSUER, "actor": coordinator, "now": NOW}
    with pytest.raises(CannotCarry, match="vẫn còn"):
        open_takeover(today=REFORM - dt.timedelta(days=1), **who)
    UnitChange.objects.all().delete()
    with pytest.raises(CannotCarry, match="Chưa ghi Khánh Hòa đã thành đơn vị nào"):
        open_takeover(today=REFORM, **who)
    Plan.objects.update(scope_unit=None)
    with pytest.raises(CannotCarry, match="Chọn phạm vi"):
        open_takeover(today=TODAY, **who)


def test_in_bulk_and_one_by_one_to_a_new_version_with_the_list(
    takeover: Takeover, units: dict[str, Unit], coordinator: User
) -> None:
    one = row(takeover, "indicator", "3")
    rest = takeover.decisions.exclude(pk=one.pk)
    assert one.indicator is not None
    decide_items(
        takeover_id=takeover.pk,
        decisions=shown(one),
        choice=CarryChoice.RESTATE,
        reason="Tính lại cho tỉnh mới",
        values=restated(one.indicator, "3"),
        actor=coordinator,
        now=NOW,
    )
    with pytest.raises(CannotCarry, match=f"Còn {rest.count()} nội dung chưa quyết"):
        finish(takeover, coordinator)
    done = decide_items(
        takeover_id=takeover.pk, decisions=shown(*rest), choice=CarryChoice.KEEP, actor=coordinator, now=NOW
    )
    assert (done.done, done.passed_over) == (rest.count(), ())

    version = finish(takeover, coordinator)

    plan = Plan.objects.get(pk=takeover.plan_id)
    assert (version.number, version.state, plan.scope_unit) == (2, "in_force", units["new"])
    assert [(change.kind, change.aspect) for change in version.changes.order_by("ordinal")] == [
        ("plan", "plan"),
        ("indicator", "target"),
    ]
    yesterday = get_plan_on(plan, on=TODAY - dt.timedelta(days=1))
    assert yesterday.scope_unit == units["old"]
    old_row = yesterday.find("indicator", one.indicator_id or 0)
    assert [str(t.high.normalize()) for t in old_row.targets.all()] == ["3.8", "3.5"]
    assert one.indicator.targets.get(year=2030).high == 3


@pytest.mark.parametrize("choice", [CarryChoice.RESTATE, CarryChoice.WAIT])
def test_what_needs_a_reason_is_refused_without_one(takeover: Takeover, coordinator: User, choice: CarryChoice) -> None:
    one = row(takeover, "task", "I.1")
    with pytest.raises(CannotCarry, match="cần lý do"):
        decide_items(
            takeover_id=takeover.pk,
            decisions=shown(one),
            choice=choice,
            values={"name": "Khác"},
            actor=coordinator,
            now=NOW,
        )
    one.refresh_from_db()
    assert one.choice == "undecided"


def test_joining_needs_the_other_plan_and_one_of_its_items(
    takeover: Takeover, other_plan: Plan, coordinator: User
) -> None:
    one = row(takeover, "indicator", "3")
    item = Indicator.objects.get(plan=other_plan, no="7")
    join: dict[str, Any] = {
        "takeover_id": takeover.pk,
        "decisions": shown(one),
        "choice": CarryChoice.JOIN,
        "partners": {one.pk: item.pk},
        "actor": coordinator,
        "now": NOW,
    }
    with pytest.raises(CannotCarry, match="Chưa có kế hoạch của tỉnh kia"):
        decide_items(**join)
    choose_partner(takeover_id=takeover.pk, partner_id=other_plan.pk, actor=coordinator, now=NOW)
    with pytest.raises(CannotCarry, match="Chọn nội dung tương ứng"):
        decide_items(**join | {"partners": {}})
    with pytest.raises(CannotCarry, match="không có trong kế hoạch kia"):
        decide_items(**join | {"partners": {one.pk: one.indicator_id}})
    assert decide_items(**join).done == 1
    one.refresh_from_db()
    assert (one.choice, one.partner_item) == ("join", item)


def test_two_people_at_once_are_told_and_the_rest_is_done(
    takeover: Takeover, coordinator: User, second_coordinator: User
) -> None:
    first, second = row(takeover, "task", "I.1"), row(takeover, "task", "I.2")
    seen = shown(first, second)
    keep: dict[str, Any] = {"takeover_id": takeover.pk, "choice": CarryChoice.KEEP, "now": NOW}
    decide_items(decisions=shown(first), actor=second_coordinator, **keep)
    done = decide_items(decisions=seen, actor=coordinator, **keep)
    assert done.done == 1
    assert "Lê Văn Cùng Làm" in done.passed_over[0]
    assert "nhiệm vụ I.1" in done.passed_over[0]


def test_undo_takes_back_the_last_act_unless_somebody_went_on_from_it(
    takeover: Takeover, coordinator: User, second_coordinator: User
) -> None:
    rows = list(takeover.decisions.filter(task__isnull=False))
    keep: dict[str, Any] = {"takeover_id": takeover.pk, "choice": CarryChoice.KEEP, "now": NOW}
    decide_items(decisions=shown(*rows), actor=coordinator, **keep)
    undo_last_decision(takeover_id=takeover.pk, actor=coordinator, now=NOW)
    assert not takeover.decisions.exclude(choice="undecided").exists()
    with pytest.raises(CannotCarry, match="Không còn việc nào"):
        undo_last_decision(takeover_id=takeover.pk, actor=coordinator, now=NOW)

    decide_items(decisions=shown(takeover.decisions.get(pk=rows[0].pk)), actor=coordinator, **keep)
    mine = takeover.decisions.get(pk=rows[0].pk)
    decide_items(
        takeover_id=takeover.pk,
        decisions=shown(mine),
        choice=CarryChoice.WAIT,
        reason="Chờ",
        actor=second_coordinator,
        now=NOW,
    )
    with pytest.raises(CannotCarry, match="Lê Văn Cùng Làm"):
        undo_last_decision(takeover_id=takeover.pk, actor=coordinator, now=NOW)


def test_a_takeover_of_a_later_day_can_be_withdrawn_and_finished_again(takeover: Takeover, coordinator: User) -> None:
    everything = shown(*takeover.decisions.all())
    decide_items(takeover_id=takeover.pk, decisions=everything, choice=CarryChoice.KEEP, actor=coordinator, now=NOW)
    with pytest.raises(CannotCarry, match="không thể có hiệu lực trước ngày đó"):
        finish(takeover, coordinator, REFORM - dt.timedelta(days=1))
    version = finish(takeover, coordinator, dt.date(2027, 1, 1))
    assert version.state == "coming"
    withdraw_version(version_id=version.pk, actor=coordinator, now=NOW)
    assert finish(takeover, coordinator).state == "in_force"
    with pytest.raises(CannotCarry, match="đã xong"):
        finish(takeover, coordinator)


def test_a_takeover_that_is_given_up_leaves_the_plan_as_it_was(takeover: Takeover, coordinator: User) -> None:
    cancel_takeover(takeover_id=takeover.pk, actor=coordinator, now=NOW)
    assert not CarryDecision.objects.exists()
    again = open_takeover(plan_id=takeover.plan_id, issuer_after=ISSUER, actor=coordinator, now=NOW, today=TODAY)
    assert again.decisions.count() == 92 + 13 + 69 + 8


def test_the_new_issuer_is_suggested_from_the_old_name(units: dict[str, Unit]) -> None:
    said = suggest_issuer("Ủy ban nhân dân tỉnh Ninh Thuận", units["other"], units["new"])
    assert said == "Ủy ban nhân dân tỉnh Khánh Hòa"


def test_what_waits_is_joined_once_the_other_plan_is_there_and_nothing_else_moves(
    takeover: Takeover, other_plan: Plan, coordinator: User
) -> None:
    waiting = row(takeover, "indicator", "3")
    who: dict[str, Any] = {"takeover_id": takeover.pk, "actor": coordinator, "now": NOW}
    decide_items(decisions=shown(waiting), choice=CarryChoice.WAIT, reason="Chờ", **who)
    rest = takeover.decisions.filter(choice="undecided")
    decide_items(decisions=shown(*rest), choice=CarryChoice.KEEP, **who)
    finish(takeover, coordinator)

    choose_partner(partner_id=other_plan.pk, **who)
    kept = row(takeover, "indicator", "4")
    with pytest.raises(CannotCarry, match="chỉ nội dung đang chờ"):
        decide_items(decisions=shown(kept), choice=CarryChoice.KEEP, **who)
    with pytest.raises(CannotCarry, match="đã xong"):
        decide_items(decisions=shown(kept), choice=CarryChoice.UNDECIDED, **who)
    item = Indicator.objects.get(plan=other_plan, no="7")
    waiting = row(takeover, "indicator", "3")
    decide_items(decisions=shown(waiting), choice=CarryChoice.JOIN, partners={waiting.pk: item.pk}, **who)
    assert row(takeover, "indicator", "3").partner_item == item
    undo_last_decision(**who)
    assert row(takeover, "indicator", "3").choice == "wait"
    with pytest.raises(CannotCarry, match="Không còn việc nào"):
        undo_last_decision(**who)


def test_what_is_restated_may_begin_from_a_baseline_of_the_new_scope(
    takeover: Takeover, coordinator: User, browse: Callable[[User], Client]
) -> None:
    """Boxes of the page to the version: from its day the plan has the baseline, the day before it had none."""
    one = row(takeover, "indicator", "2")
    page = f"/ke-hoach/{takeover.plan_id}/tiep-nhan/{one.pk}/"
    client = browse(coordinator)
    assert 'name="goc-value"' in client.get(page).content.decode()
    said = {name: field.value() or "" for name, field in _boxes(one).items()}
    sent = said | {"choice": "restate", "revision": one.revision, "reason": "Tính cả hai tỉnh", "goc-value": "61,5"}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert "Số gốc cần đủ số, năm và nguồn" in refused.content.decode()
    client.post(page, sent | {"goc-year": "2024", "goc-source": "Niên giám hai tỉnh"})
    one.refresh_from_db()
    assert one.values["baseline"] == {"year": 2024, "value": "61.5", "source": "Niên giám hai tỉnh"}
    assert (
        "số gốc: 61,5 (2024), Niên giám hai tỉnh"
        in client.get(f"/ke-hoach/{takeover.plan_id}/tiep-nhan/xem-truoc/").content.decode()
    )

    rest = takeover.decisions.filter(choice=CarryChoice.UNDECIDED)
    decide_items(takeover_id=takeover.pk, decisions=shown(*rest), choice=CarryChoice.KEEP, actor=coordinator, now=NOW)
    version = finish(takeover, coordinator)
    assert "baseline" in set(version.changes.values_list("aspect", flat=True))
    plan = Plan.objects.get(pk=takeover.plan_id)
    assert get_plan_on(plan, on=TODAY).find("indicator", one.indicator_id).baseline.value == Decimal("61.5")
    assert (
        getattr(
            get_plan_on(plan, on=TODAY - dt.timedelta(days=1)).find("indicator", one.indicator_id), "baseline", None
        )
        is None
    )


def _boxes(one: CarryDecision) -> dict[str, Any]:
    form = form_for("indicator", one.indicator)
    fields = {field.html_name: field for field in form}
    return fields | {field.html_name: field for target in form.targets for field in target}
