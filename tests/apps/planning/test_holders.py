"""Who has each task today: derived with reasons, unclear with candidates, decided by a person, undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.apps.planning.held import LABOUR, NOW, TODAY, lead_of, make_held_plan

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.models import Event
from ansinh.apps.planning.models import HolderDecision, Plan, PlanState
from ansinh.apps.planning.selectors.holders import Holder, find_holders, get_row_holders, group_holders, holders_of
from ansinh.apps.planning.services.holders import CannotDecideHolder, DecidedMeanwhile, decide_holders, undo_decision
from ansinh.apps.territory.models import Agency

pytestmark = pytest.mark.django_db

Browse = Callable[[User], Client]
UNCLEAR = "Đào tạo nghề gắn"
REFORM = dt.date(2025, 3, 1)


@pytest.fixture
def held(coordinator: User) -> Plan:
    return make_held_plan(coordinator)


def holder_of(plan: Plan, words: str, *, on: dt.date = TODAY) -> Holder:
    row = lead_of(plan, words)
    return find_holders(assignments=[row], on=on)[row.pk]


def decide(plan: Plan, actor: User, *words: str, agency: str = "Sở Nội vụ", **given: Any) -> Any:
    rows = [holder_of(plan, word) for word in words]
    values = {
        "expected": {row.assignment.pk: row.decision_id for row in rows},
        "agency_id": Agency.objects.get(name=agency).pk,
        "from_date": REFORM,
        "reason": "Công văn phân công của UBND tỉnh",
        "now": NOW,
    } | given
    return decide_holders(plan_id=plan.pk, actor=actor, **values)


def test_a_clear_field_tells_who_has_it_and_why(held: Plan) -> None:
    found = holder_of(held, "Giải quyết việc làm")

    assert found.state == "derived"
    assert found.name == "Sở Nội vụ tỉnh Khánh Hòa"
    said = [line.words for line in found.lines]
    assert said[0].startswith("Kế hoạch giao “Sở LĐTB&XH” chủ trì, là Sở Lao động")
    assert "“Giải quyết việc làm”" in said[1]
    assert "chuyển lĩnh vực việc làm" in said[2]
    assert found.lines[2].evidence == "primary"
    assert found.lines[-1].on == dt.date(2025, 7, 1)


def test_before_the_reform_the_department_itself_has_it(held: Plan) -> None:
    found = holder_of(held, "Giải quyết việc làm", on=dt.date(2025, 2, 28))
    assert found.name == "Sở Lao động - Thương binh và Xã hội tỉnh Khánh Hòa"
    assert not found.changed


def test_two_fields_are_unclear_with_both_candidates(held: Plan) -> None:
    found = holder_of(held, UNCLEAR)

    assert (found.state, found.agency, found.name) == ("unclear", None, "")
    assert {one.agency.name for one in found.candidates} == {"Sở Nội vụ", "Sở Giáo dục và Đào tạo"}
    assert found.suggested_from == REFORM


def test_a_name_nobody_knows_is_unclear(held: Plan) -> None:
    row = lead_of(held, "Giải quyết việc làm")
    row.mention.agency = None
    row.mention.save()
    assert "chưa nhận ra tên" in holder_of(held, "Giải quyết việc làm").unclear


def test_without_scope_it_says_that_the_place_is_not_known(held: Plan) -> None:
    Plan.objects.filter(pk=held.pk).update(scope_unit=None)
    found = holder_of(held, "Giải quyết việc làm")
    assert found.name == "Sở Nội vụ"
    assert any("chưa ghi phạm vi" in line.words for line in found.lines)


def test_a_person_decides_and_the_reasons_say_so(held: Plan, coordinator: User) -> None:
    decide(held, coordinator, UNCLEAR, agency="Sở Giáo dục và Đào tạo")

    found = holder_of(held, UNCLEAR)
    assert (found.state, found.name) == ("decided", "Sở Giáo dục và Đào tạo tỉnh Khánh Hòa")
    assert "Trần Thị Điều Phối quyết định" in " ".join(line.words for line in found.lines)
    assert Event.objects.filter(verb="planning.decide_holder").count() == 1


def test_a_decision_holds_from_its_day_only(held: Plan, coordinator: User) -> None:
    decide(held, coordinator, UNCLEAR, from_date=dt.date(2025, 6, 1))
    assert holder_of(held, UNCLEAR, on=dt.date(2025, 5, 31)).state == "unclear"
    assert holder_of(held, UNCLEAR, on=dt.date(2025, 6, 1)).state == "decided"


def test_what_happens_after_a_decision_is_followed(held: Plan, coordinator: User) -> None:
    decide(held, coordinator, UNCLEAR, agency="Bảo hiểm xã hội tỉnh", from_date=dt.date(2025, 1, 1))
    assert holder_of(held, UNCLEAR, on=dt.date(2025, 5, 1)).name == "Bảo hiểm xã hội khu vực"


def test_many_at_once_are_one_act_and_one_undo(held: Plan, coordinator: User) -> None:
    batch = decide(held, coordinator, UNCLEAR, "Đào tạo nghề, giới thiệu")
    assert {holder_of(held, words).state for words in (UNCLEAR, "Đào tạo nghề, giới thiệu")} == {"decided"}

    assert undo_decision(plan_id=held.pk, batch=batch, actor=coordinator, now=NOW) == 2

    assert {holder_of(held, words).state for words in (UNCLEAR, "Đào tạo nghề, giới thiệu")} == {"unclear"}
    assert HolderDecision.objects.count() == 2, "nothing is deleted"
    with pytest.raises(CannotDecideHolder, match="đã được hoàn tác"):
        undo_decision(plan_id=held.pk, batch=batch, actor=coordinator, now=NOW)


def test_undo_puts_the_decision_before_in_force_again(held: Plan, coordinator: User) -> None:
    decide(held, coordinator, UNCLEAR)
    second = decide(held, coordinator, UNCLEAR, agency="Sở Y tế")
    assert holder_of(held, UNCLEAR).name.startswith("Sở Y tế")

    undo_decision(plan_id=held.pk, batch=second, actor=coordinator, now=NOW)

    assert holder_of(held, UNCLEAR).name.startswith("Sở Nội vụ")


def test_undo_of_what_was_decided_again_is_refused(held: Plan, coordinator: User) -> None:
    first = decide(held, coordinator, UNCLEAR, "Đào tạo nghề, giới thiệu")
    decide(held, coordinator, UNCLEAR, agency="Sở Y tế")
    with pytest.raises(CannotDecideHolder, match="quyết định lại sau đó"):
        undo_decision(plan_id=held.pk, batch=first, actor=coordinator, now=NOW)


def test_two_people_at_once_tell_each_other(held: Plan, coordinator: User, second_coordinator: User) -> None:
    seen = {lead_of(held, UNCLEAR).pk: 0}
    decide(held, coordinator, UNCLEAR)

    with pytest.raises(DecidedMeanwhile, match="Trần Thị Điều Phối"):
        decide(held, second_coordinator, UNCLEAR, agency="Sở Y tế", expected=seen)

    assert holder_of(held, UNCLEAR).name.startswith("Sở Nội vụ")


def test_one_of_many_decided_meanwhile_stops_all(held: Plan, coordinator: User, second_coordinator: User) -> None:
    seen = {lead_of(held, words).pk: 0 for words in (UNCLEAR, "Đào tạo nghề, giới thiệu")}
    decide(held, coordinator, UNCLEAR)
    with pytest.raises(DecidedMeanwhile):
        decide(held, second_coordinator, expected=seen)
    assert holder_of(held, "Đào tạo nghề, giới thiệu").state == "unclear"


def test_the_database_keeps_one_decision_in_force(held: Plan, coordinator: User) -> None:
    decide(held, coordinator, UNCLEAR)
    row = HolderDecision.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reason": "  "}, "Thiếu lý do"),
        ({"expected": {}}, "Chưa chọn dòng nào"),
        ({"expected": {999999: 0}}, "không còn trong kế hoạch"),
        ({"agency_id": 999999}, "không còn trong danh mục"),
        ({"field": "no_such"}, "Không có lĩnh vực"),
        ({"from_date": dt.date(2027, 1, 1)}, "ở phía trước"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    held: Plan, coordinator: User, given: dict[str, Any], words: str
) -> None:
    with pytest.raises(CannotDecideHolder, match=words):
        decide(held, coordinator, UNCLEAR, **given)
    assert not HolderDecision.objects.exists()


def test_an_agency_that_had_ended_cannot_be_given_work(held: Plan, coordinator: User) -> None:
    with pytest.raises(CannotDecideHolder, match="đã kết thúc ngày 01/03/2025"):
        decide(held, coordinator, UNCLEAR, agency="Sở Kế hoạch và Đầu tư")


def test_a_plan_still_being_read_takes_no_decision(held: Plan, coordinator: User) -> None:
    Plan.objects.filter(pk=held.pk).update(state=PlanState.READING)
    with pytest.raises(CannotDecideHolder, match="đang đọc"):
        decide(held, coordinator, UNCLEAR)


def test_rows_that_one_answer_settles_stand_together(held: Plan) -> None:
    groups = group_holders(holder for holder in holders_of(plan=held, on=TODAY) if holder.state == "unclear")
    assert [len(group.holders) for group in groups] == [2]
    assert "Sở Nội vụ hoặc Sở Giáo dục và Đào tạo?" in groups[0].title or "hoặc Sở Nội vụ?" in groups[0].title


def test_supporting_groups_stay_groups(held: Plan) -> None:
    task = lead_of(held, UNCLEAR).task
    assert task is not None
    row = get_row_holders(row=task, on=TODAY)
    assert [holder.name for holder in row.supporting] == ["Các sở, ban, ngành cấp tỉnh (tỉnh Khánh Hòa)"]


def test_the_queue_page_decides_and_undoes(held: Plan, coordinator: User, browse: Browse) -> None:
    client, url = browse(coordinator), f"/ke-hoach/{held.pk}/co-quan-giu-viec/"
    page = client.get(url).content.decode()
    assert "Đào tạo nghề gắn" in page
    assert "Khám sức khỏe" not in page
    row, agency = lead_of(held, UNCLEAR), Agency.objects.get(name="Sở Nội vụ")
    sent = {
        "row": row.pk,
        f"seen-{row.pk}": 0,
        "candidate": agency.pk,
        "from_date": "01/03/2025",
        "reason": "Theo tỉnh",
    }

    answer = client.post(f"{url}quyet-dinh/", sent | {"next": url, "act": "some"}, follow=True)
    assert "Đã ghi cơ quan giữ việc cho 1 dòng." in answer.content.decode()
    again = client.post(f"{url}quyet-dinh/", sent | {"next": url, "act": "some"}, follow=True)
    assert "vừa được Trần Thị Điều Phối quyết định" in again.content.decode(), "a second press changes nothing"
    batch = HolderDecision.objects.get().batch
    undone = client.post(f"{url}hoan-tac/", {"batch": str(batch), "next": url}, follow=True)
    assert "Đã hoàn tác quyết định trên 1 dòng." in undone.content.decode()


@pytest.mark.parametrize("next_url", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_a_strange_way_back_is_not_followed(held: Plan, coordinator: User, browse: Browse, next_url: str) -> None:
    answer = browse(coordinator).post(
        f"/ke-hoach/{held.pk}/co-quan-giu-viec/hoan-tac/", {"batch": str(uuid4()), "next": next_url}
    )
    assert answer["Location"].startswith("/ke-hoach/")


def test_who_may_not_decide_is_told_so(held: Plan, auditor: User, browse: Browse) -> None:
    url = f"/ke-hoach/{held.pk}/co-quan-giu-viec/"
    client = browse(auditor)
    assert client.get(url).status_code == 200
    assert "Ghi cho các dòng đã chọn" not in client.get(url).content.decode()
    assert client.post(f"{url}quyet-dinh/", {}).status_code == 403
    assert client.post(f"{url}hoan-tac/", {}).status_code == 403


@pytest.mark.parametrize("query", ["", "?xem=derived", "?xem=decided", "?xem=bay-ba", "?loai=task&q=viec lam"])
def test_every_cut_of_the_queue_opens(held: Plan, coordinator: User, browse: Browse, query: str) -> None:
    assert browse(coordinator).get(f"/ke-hoach/{held.pk}/co-quan-giu-viec/{query}").status_code == 200


def test_the_list_of_tasks_shows_and_filters_by_holder(held: Plan, coordinator: User, browse: Browse) -> None:
    client, url = browse(coordinator), f"/ke-hoach/{held.pk}/nhiem-vu/"
    page = client.get(url).content.decode()
    assert "Sở Nội vụ tỉnh Khánh Hòa" in page
    unclear = client.get(f"{url}?holder=unclear").content.decode()
    assert "Đào tạo nghề gắn" in unclear
    assert "Khám sức khỏe" not in unclear
    mine = client.get(f"{url}?holder={Agency.objects.get(name='Sở Nội vụ').pk}").content.decode()
    assert "Giải quyết việc làm cho" in mine
    assert "Đào tạo nghề gắn" not in mine
    assert client.get(f"{url}?xuat=csv").status_code == 200


def test_a_hundred_and_forty_tasks_cost_no_more_than_few(
    coordinator: User, browse: Browse, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    plan = make_held_plan(
        coordinator, tasks=tuple((f"Giải quyết việc làm cho nhóm {number}", LABOUR) for number in range(140))
    )
    client = browse(coordinator)
    for page in ("nhiem-vu/", "co-quan-giu-viec/?xem=derived"):
        with django_assert_max_num_queries(30):
            assert client.get(f"/ke-hoach/{plan.pk}/{page}").status_code == 200
    holders = holders_of(plan=plan, on=TODAY)
    with django_assert_max_num_queries(15):
        decide_holders(
            plan_id=plan.pk,
            expected={holder.assignment.pk: 0 for holder in holders},
            agency_id=Agency.objects.get(name="Sở Nội vụ").pk,
            from_date=REFORM,
            reason="Xác nhận",
            actor=coordinator,
            now=NOW,
        )
    assert HolderDecision.objects.count() == len(holders) >= 140
