"""An own plan under the plan above: linked item by item, what it leaves out, two people at once, undo."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from tests.apps.planning.cascades import COMMUNE, DEPARTMENT, PROVINCE, name_of, put_under, read
from tests.apps.planning.factories import NOW

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.models import Event
from ansinh.apps.planning.models import CascadeAction, CascadeLink, Indicator, LinkState, Plan, PlanAbove
from ansinh.apps.planning.selectors.cascade import (
    Cascade,
    certain_pairs,
    get_cascade,
    list_item_links,
    list_points,
)
from ansinh.apps.planning.selectors.cascade_plans import list_proposed_above, list_proposed_below
from ansinh.apps.planning.services.cascade import (
    CannotLink,
    CannotUndoLink,
    LinkedMeanwhile,
    accept_link,
    accept_many,
    decide_plan_above,
    leave_out,
    mark_addition,
    reject_link,
    undo_last_link,
    withdraw,
)
from ansinh.apps.planning.services.review import reject_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def above(coordinator: User) -> Plan:
    """The province's plan; nine indicators, five tasks, one yearly report."""
    return read(PROVINCE, coordinator)


@pytest.fixture
def own(coordinator: User) -> Plan:
    """A commune's plan: two items left out, one target weaker, one task later, two additions."""
    return read(COMMUNE, coordinator)


@pytest.fixture
def under(own: Plan, above: Plan, coordinator: User) -> PlanAbove:
    return put_under(own, above, coordinator)


def seen(link: PlanAbove) -> Cascade:
    return get_cascade(PlanAbove.objects.select_related("plan__file", "above__file").get(pk=link.pk))


def on(link: PlanAbove, who: User, version: int = 0, **items: str) -> dict[str, Any]:
    return {"plan_above_id": link.pk, "expected_version": version, "actor": who, "now": NOW, **items}


def accept_all(link: PlanAbove, who: User) -> CascadeAction:
    return accept_many(plan_above_id=link.pk, pairs=certain_pairs(seen(link)), actor=who, now=NOW)


# -- which plan stands above which


def test_a_plan_that_cites_another_as_carried_out_is_proposed_under_it(own: Plan, above: Plan) -> None:
    (one,) = list_proposed_above(own)
    assert one.plan == above
    assert one.reason == "thực hiện “Kế hoạch số 45/KH-UBND ngày 12/03/2026”"
    assert [one.plan for one in list_proposed_below(above)] == [own]


def test_an_own_plan_made_before_the_plan_above_came_in_is_proposed_once_it_is_there(coordinator: User) -> None:
    own = read(COMMUNE, coordinator)
    assert list_proposed_above(own) == []

    above = read(PROVINCE, coordinator)

    assert [one.plan for one in list_proposed_above(own)] == [above]


def test_the_same_number_on_another_day_is_another_plan(own: Plan, coordinator: User) -> None:
    read(PROVINCE.replace("ngày 12 tháng 3 năm 2026", "ngày 13 tháng 3 năm 2026"), coordinator)
    assert list_proposed_above(own) == []


def test_a_refused_plan_is_not_proposed_again(own: Plan, above: Plan, coordinator: User) -> None:
    decide_plan_above(plan_id=own.pk, above_id=above.pk, accepted=False, expected_version=0, actor=coordinator, now=NOW)
    assert list_proposed_above(own) == []
    assert list_proposed_below(above) == []


def test_the_citation_is_kept_as_the_ground_and_the_act_is_logged(under: PlanAbove) -> None:
    assert under.citation is not None
    assert (under.citation.number, under.state) == ("45/KH-UBND", LinkState.ACCEPTED)
    assert Event.objects.filter(verb="planning.plan_above").count() == 1


def test_three_levels_and_no_circle(coordinator: User) -> None:
    province, department = read(PROVINCE, coordinator), read(DEPARTMENT, coordinator)
    commune = read(COMMUNE, coordinator)
    put_under(department, province, coordinator)
    put_under(commune, department, coordinator)
    put_under(commune, province, coordinator)

    for upper, lower in ((department, province), (commune, province), (commune, department)):
        with pytest.raises(CannotLink, match="vòng tròn"):
            put_under(lower, upper, coordinator)
    with pytest.raises(CannotLink, match="chính nó"):
        put_under(commune, commune, coordinator)


def test_a_circle_of_one_is_refused_by_the_database(own: Plan, coordinator: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanAbove.objects.create(plan=own, above=own, decided_by=coordinator, decided_at=NOW)


def test_a_plan_unlinked_from_below_may_stand_above(
    own: Plan, above: Plan, under: PlanAbove, coordinator: User
) -> None:
    decide_plan_above(
        plan_id=own.pk, above_id=above.pk, accepted=False, expected_version=under.version, actor=coordinator, now=NOW
    )
    put_under(above, own, coordinator)
    with pytest.raises(CannotLink, match="không còn được nối"):
        accept_all(under, coordinator)


def test_two_people_on_the_same_pair_of_plans(
    own: Plan, above: Plan, coordinator: User, second_coordinator: User
) -> None:
    put_under(own, above, second_coordinator)
    with pytest.raises(LinkedMeanwhile, match="Lê Văn Cùng Làm"):
        decide_plan_above(
            plan_id=own.pk, above_id=above.pk, accepted=False, expected_version=0, actor=coordinator, now=NOW
        )


# -- item by item


def test_what_concerns_a_commune_is_counted_and_nothing_is_linked_before_a_person_says_so(under: PlanAbove) -> None:
    """Seven indicators and four tasks name "UBND các xã, phường", and one report; the department's own do not count."""
    found = seen(under)
    assert (found.concerned, found.covered, len(found.left)) == (12, 0, 12)
    assert {row.above.no for row in found.left if row.above and row.above.kind == "indicator"} == set("1245689")
    assert not CascadeLink.objects.exists()


def test_the_sure_proposals_are_accepted_together_and_the_rest_is_left_out(under: PlanAbove, coordinator: User) -> None:
    action = accept_all(under, coordinator)

    found = seen(under)
    assert len(action.changes) == len(found.linked) == 10
    assert (found.covered, found.concerned) == (10, 12)
    assert [row.above.name for row in found.left if row.above] == [
        "Tỷ lệ học sinh hoàn thành chương trình tiểu học",
        "Kế hoạch mở tài khoản cho người hưởng trợ cấp xã hội",
    ]
    assert [(row.above.no, row.weaker[0].year) for row in found.linked if row.above and row.weaker] == [("5", 2030)]
    with pytest.raises(CannotLink, match="Không còn đề nghị chắc chắn"):
        accept_all(under, coordinator)


def test_the_points_give_both_values(under: PlanAbove, coordinator: User) -> None:
    accept_all(under, coordinator)

    points = {(one.code, one.item.no): (one.above_value, one.own_value) for one in list_points(seen(under))}

    assert points[("weaker", "5")] == ("2030: < 1,5", "2030: < 2")
    assert points[("later", "1")] == ("hạn 31/12/2027", "hạn 31/12/2028")
    assert ("left", "8") in points
    assert ("left", "2") in points
    assert not [key for key in points if key[0] == "weaker" and key[1] == "4"], "fifteen of fifteen hundred is a part"


def test_a_department_is_measured_by_what_it_leads_and_supports(above: Plan, coordinator: User) -> None:
    link = put_under(read(DEPARTMENT, coordinator), above, coordinator)
    accept_all(link, coordinator)

    found = seen(link)

    assert found.owner.name == "Sở Y tế tỉnh Bình Minh"
    assert (found.covered, found.concerned) == (4, 5)
    assert [row.above.name for row in found.left if row.above] == [
        "Kế hoạch mở tài khoản cho người hưởng trợ cấp xã hội"
    ]
    assert [(row.above.no, row.verdict) for row in found.linked if row.above and row.weaker] == [("7", "weaker")]


def test_one_own_item_serves_two_above_and_the_other_way_round(under: PlanAbove, coordinator: User) -> None:
    own, above = under.plan, under.above
    for upper, lower in (("4", "3"), ("2", "3"), ("4", "1")):
        accept_link(**on(under, coordinator, above=name_of(above, "task", upper), own=name_of(own, "task", lower)))
    assert seen(under).covered == 2
    assert len(seen(under).linked) == 3


def test_a_rejected_proposal_is_remembered(under: PlanAbove, coordinator: User) -> None:
    pair = {"above": name_of(under.above, "indicator", "5"), "own": name_of(under.plan, "indicator", "4")}
    before = len(seen(under).proposals)

    reject_link(**on(under, coordinator, **pair))

    found = seen(under)
    assert (len(found.proposals), found.rejected) == (before - 1, 1)
    assert len(accept_all(under, coordinator).changes) == 9


def test_left_out_needs_a_reason_and_is_not_silent_any_more(under: PlanAbove, coordinator: User) -> None:
    upper = name_of(under.above, "indicator", "8")
    with pytest.raises(CannotLink, match="Thiếu lý do"):
        leave_out(**on(under, coordinator, above=upper, reason="  "))

    leave_out(**on(under, coordinator, above=upper, reason="Xã không có trường tiểu học"))

    found = seen(under)
    assert len(found.left) == 11
    assert [row.link.reason for row in found.reasons if row.link] == ["Xã không có trường tiểu học"]
    assert [one.note for one in list_points(found) if one.code == "reason"] == ["Xã không có trường tiểu học"]


def test_the_database_keeps_no_left_out_without_a_reason(under: PlanAbove, coordinator: User) -> None:
    row = Indicator.objects.filter(plan=under.above).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        CascadeLink.objects.create(
            plan_above=under, above_indicator=row, state="accepted", decided_by=coordinator, decided_at=NOW
        )


def test_a_link_takes_back_what_was_said_of_either_item_alone_and_undo_brings_it_again(
    under: PlanAbove, coordinator: User
) -> None:
    upper, lower = name_of(under.above, "task", "2"), name_of(under.plan, "task", "4")
    leave_out(**on(under, coordinator, above=upper, reason="Ngân hàng làm"))
    mark_addition(**on(under, coordinator, own=lower))

    accept_link(**on(under, coordinator, above=upper, own=lower))
    found = seen(under)
    assert (len(found.reasons), len(found.additions), len(found.linked)) == (0, 0, 1)

    undo_last_link(plan_above_id=under.pk, actor=coordinator, now=NOW)
    found = seen(under)
    assert (len(found.reasons), len(found.additions), len(found.linked)) == (1, 1, 0)


def test_a_linked_item_is_neither_left_out_nor_an_addition(under: PlanAbove, coordinator: User) -> None:
    upper, lower = name_of(under.above, "task", "4"), name_of(under.plan, "task", "3")
    accept_link(**on(under, coordinator, above=upper, own=lower))
    with pytest.raises(CannotLink, match="Bỏ nối trước"):
        leave_out(**on(under, coordinator, above=upper, reason="khác"))
    with pytest.raises(CannotLink, match="Bỏ nối trước"):
        mark_addition(**on(under, coordinator, own=lower))


def test_an_addition_is_said_by_a_person_and_may_be_looked_at_again(under: PlanAbove, coordinator: User) -> None:
    lower = name_of(under.plan, "task", "4")
    mark_addition(**on(under, coordinator, own=lower))
    assert [row.own.no for row in seen(under).additions if row.own] == ["4"]

    withdraw(**on(under, coordinator, version=1, above="", own=lower))
    assert seen(under).additions == []


def test_an_item_above_that_is_dropped_later_takes_its_link_out_of_the_count(
    under: PlanAbove, coordinator: User
) -> None:
    accept_all(under, coordinator)
    row = Indicator.objects.get(plan=under.above, no="1")

    reject_item(
        plan_id=under.above_id,
        kind_code="indicator",
        item_id=row.pk,
        expected_version=row.version,
        actor=coordinator,
        now=NOW,
    )

    found = seen(under)
    assert (found.covered, found.concerned, len(found.dropped)) == (9, 11, 1)
    assert found.dropped[0].above is None
    assert found.dropped[0].own is not None
    assert CascadeLink.objects.filter(state="accepted").count() == 10, "nothing is thrown away"


def test_an_item_of_another_plan_or_one_that_is_not_there_is_refused(under: PlanAbove, coordinator: User) -> None:
    upper = name_of(under.above, "task", "4")
    for lower in (upper, "task-999999", "task-x", "khac-1", "indicator-"):
        with pytest.raises(CannotLink):
            accept_link(**on(under, coordinator, above=upper, own=lower))
    with pytest.raises(CannotLink, match="mỗi bên"):
        accept_link(**on(under, coordinator, above=upper, own=""))


def test_an_item_shows_what_it_serves_and_what_serves_it(under: PlanAbove, coordinator: User) -> None:
    accept_all(under, coordinator)
    upper = Indicator.objects.get(plan=under.above, no="5")
    lower = Indicator.objects.get(plan=under.plan, no="4", source="annex")

    assert [(one.plan, one.verdict) for one in list_item_links(lower).above] == [(under.above, "weaker")]
    assert [(one.plan, one.name) for one in list_item_links(upper).below] == [(under.plan, "Tỷ lệ hộ nghèo đa chiều")]
    assert list_item_links(upper).above == []


# -- undo, two at once, the log


def test_undo_after_the_page_was_left_takes_back_the_last_act_then_the_one_before(
    under: PlanAbove, coordinator: User
) -> None:
    accept_all(under, coordinator)
    leave_out(**on(under, coordinator, above=name_of(under.above, "task", "2"), reason="Ngân hàng làm"))

    undo_last_link(plan_above_id=under.pk, actor=coordinator, now=NOW)
    assert (seen(under).covered, len(seen(under).reasons)) == (10, 0)
    undo_last_link(plan_above_id=under.pk, actor=coordinator, now=NOW)
    assert (seen(under).covered, len(seen(under).certain)) == (0, 10)
    with pytest.raises(CannotUndoLink, match="Không còn việc nào"):
        undo_last_link(plan_above_id=under.pk, actor=coordinator, now=NOW)


def test_undo_does_not_overwrite_what_another_person_said_since(
    under: PlanAbove, coordinator: User, second_coordinator: User
) -> None:
    pair = {"above": name_of(under.above, "task", "4"), "own": name_of(under.plan, "task", "3")}
    accept_link(**on(under, coordinator, **pair))
    reject_link(**on(under, second_coordinator, version=1, **pair))

    with pytest.raises(CannotUndoLink, match="Lê Văn Cùng Làm"):
        undo_last_link(plan_above_id=under.pk, actor=coordinator, now=NOW)

    assert CascadeLink.objects.get().state == LinkState.REJECTED


def test_an_act_on_an_old_page_is_refused_and_names_who_was_first(
    under: PlanAbove, coordinator: User, second_coordinator: User
) -> None:
    pair = {"above": name_of(under.above, "task", "4"), "own": name_of(under.plan, "task", "3")}
    reject_link(**on(under, second_coordinator, **pair))

    with pytest.raises(LinkedMeanwhile, match="Lê Văn Cùng Làm"):
        accept_link(**on(under, coordinator, **pair))


def test_the_same_button_pressed_twice_does_it_once(under: PlanAbove, coordinator: User) -> None:
    pair = {"above": name_of(under.above, "task", "4"), "own": name_of(under.plan, "task", "3")}
    accept_link(**on(under, coordinator, **pair))
    accept_link(**on(under, coordinator, **pair))

    assert CascadeLink.objects.get().version == 1
    assert CascadeAction.objects.count() == 1


def test_every_act_leaves_a_line_in_the_log(under: PlanAbove, coordinator: User) -> None:
    accept_all(under, coordinator)
    undo_last_link(plan_above_id=under.pk, actor=coordinator, now=NOW)

    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["planning.link_all", "planning.link_undo"]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_confirm_the_same_link_in_the_same_moment(coordinator: User, second_coordinator: User) -> None:
    """One is first; the other is told by whom, and the link is there once."""
    link = put_under(read(COMMUNE, coordinator), read(PROVINCE, coordinator), coordinator)
    pair = {"above": name_of(link.above, "task", "4"), "own": name_of(link.plan, "task", "3")}
    start, refused = threading.Barrier(2), []

    def confirm(who: User) -> None:
        try:
            start.wait(timeout=20)
            accept_link(**on(link, who, **pair))
        except LinkedMeanwhile as reason:
            refused.append(str(reason))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[who]) for who in (coordinator, second_coordinator)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert CascadeLink.objects.count() == 1
    assert len(refused) == 1
