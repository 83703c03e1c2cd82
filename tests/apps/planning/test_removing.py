"""A wrong upload is taken off the list, seen among what was taken off, put back, and handed in again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from tests.apps.planning.factories import NOW, make_user, plan_markdown
from tests.apps.planning.test_activation import decide_all

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.models import Event
from ansinh.apps.jobs import services as jobs
from ansinh.apps.planning.models import Indicator, Plan, PlanState
from ansinh.apps.planning.services.activation import CannotActivate, activate_plan
from ansinh.apps.planning.services.bindings import CannotBind, confirm_sure, offer_again
from ansinh.apps.planning.services.holders import CannotDecideHolder, decide_holders
from ansinh.apps.planning.services.removing import CannotRemove, put_back_plan, remove_plan
from ansinh.apps.planning.services.review import CannotReview, accept_item
from ansinh.apps.planning.services.scope import CannotChooseScope, choose_scope
from ansinh.apps.planning.services.uploading import CannotReadAgain, read_again, upload_plan

pytestmark = pytest.mark.django_db

Browse = Callable[[User], Client]


def failed_plan(actor: User) -> Plan:
    plan = upload_plan(name="hong.docx", content=b"PK\x03\x04 not a zip", actor=actor, now=NOW)
    jobs.execute(run_id=plan.job_id)
    plan.refresh_from_db()
    assert plan.state == PlanState.FAILED
    return plan


def listed(client: Client, address: str = "/ke-hoach/") -> list[str]:
    return [plan.short_title for plan in client.get(address).context["plans"]]


def test_a_file_that_could_not_be_read_leaves_the_list_and_comes_back(coordinator: User, browse: Browse) -> None:
    plan, client = failed_plan(coordinator), browse(coordinator)
    assert f"/ke-hoach/{plan.pk}/bo/" in client.get("/ke-hoach/").content.decode()
    assert f"/ke-hoach/{plan.pk}/bo/" in client.get(f"/ke-hoach/{plan.pk}/dang-doc/").content.decode()

    answer = client.post(f"/ke-hoach/{plan.pk}/bo/", follow=True)

    page = answer.content.decode()
    assert "hong.docx đã được bỏ khỏi danh sách" in page
    assert f'action="/ke-hoach/{plan.pk}/dua-lai/"' in page  # undo, also after a reload
    assert listed(client) == []
    assert listed(client, "/ke-hoach/?xem=da-bo") == ["hong.docx"]
    assert "Trần Thị Điều Phối bỏ" in client.get("/ke-hoach/?xem=da-bo").content.decode()

    client.post(f"/ke-hoach/{plan.pk}/dua-lai/")

    assert listed(client) == ["hong.docx"]
    verbs = list(Event.objects.order_by("id").values_list("verb", flat=True))
    assert verbs[-2:] == ["planning.remove", "planning.put_back"]


def test_a_second_press_says_who_was_first(plan: Plan, coordinator: User, second_coordinator: User) -> None:
    remove_plan(plan_id=plan.pk, actor=coordinator, now=NOW)

    with pytest.raises(CannotRemove, match="đã được Trần Thị Điều Phối bỏ khỏi danh sách"):
        remove_plan(plan_id=plan.pk, actor=second_coordinator, now=NOW)
    put_back_plan(plan_id=plan.pk, actor=second_coordinator, now=NOW)
    with pytest.raises(CannotRemove, match="có trong danh sách rồi"):
        put_back_plan(plan_id=plan.pk, actor=coordinator, now=NOW)


def test_a_plan_at_work_stays(plan: Plan, coordinator: User, browse: Browse) -> None:
    decide_all(plan, coordinator)
    activate_plan(plan_id=plan.pk, actor=coordinator, now=NOW)

    with pytest.raises(CannotRemove, match="đang thực hiện"):
        remove_plan(plan_id=plan.pk, actor=coordinator, now=NOW)
    assert "Bỏ khỏi danh sách" not in browse(coordinator).get("/ke-hoach/").content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(removed_at=NOW)


def test_a_plan_that_is_being_read_stays(coordinator: User) -> None:
    plan = upload_plan(name="a.md", content=plan_markdown().encode(), actor=coordinator, now=NOW)

    with pytest.raises(CannotRemove, match="đang đọc"):
        remove_plan(plan_id=plan.pk, actor=coordinator, now=NOW)


def test_nobody_works_on_what_was_taken_off(plan: Plan, coordinator: User, browse: Browse) -> None:
    decide_all(plan, coordinator)
    client = browse(coordinator)
    assert "đa chiều" in client.get("/tim/?q=ho ngheo").content.decode()
    row = Indicator.objects.filter(plan=plan).earliest("pk")
    remove_plan(plan_id=plan.pk, actor=coordinator, now=NOW)

    assert "đa chiều" not in client.get("/tim/?q=ho ngheo").content.decode()
    assert "đã được bỏ khỏi danh sách" in client.get(f"/ke-hoach/{plan.pk}/ra-soat/").content.decode()
    assert "đã được bỏ khỏi danh sách" in client.get(f"/ke-hoach/{plan.pk}/chi-tieu/").content.decode()
    with pytest.raises(CannotReview, match="bỏ khỏi danh sách"):
        accept_item(
            plan_id=plan.pk, kind_code="indicator", item_id=row.pk, expected_version=1, actor=coordinator, now=NOW
        )
    with pytest.raises(CannotActivate, match="bỏ khỏi danh sách"):
        activate_plan(plan_id=plan.pk, actor=coordinator, now=NOW)


def test_the_same_file_handed_in_again_is_read_anew(coordinator: User) -> None:
    plan = failed_plan(coordinator)
    remove_plan(plan_id=plan.pk, actor=coordinator, now=NOW)
    with pytest.raises(CannotReadAgain, match="bỏ khỏi danh sách"):
        read_again(plan_id=plan.pk, actor=coordinator, now=NOW)

    again = upload_plan(name="lai.docx", content=b"PK\x03\x04 not a zip", actor=coordinator, now=NOW)

    again.refresh_from_db()
    assert (again.pk, again.state, again.removed_at) == (plan.pk, PlanState.READING, None)


def test_a_plan_nobody_reviewed_is_read_anew_one_under_review_comes_back_as_it_was(
    plan: Plan, coordinator: User, browse: Browse
) -> None:
    client = browse(coordinator)
    remove_plan(plan_id=plan.pk, actor=coordinator, now=NOW)
    client.post("/ke-hoach/", {"file": SimpleUploadedFile("lai.md", plan_markdown().encode())})
    plan.refresh_from_db()
    assert (plan.state, plan.removed_at) == (PlanState.READING, None)
    jobs.execute(run_id=plan.job_id)

    row = Indicator.objects.filter(plan=plan).earliest("pk")
    accept_item(plan_id=plan.pk, kind_code="indicator", item_id=row.pk, expected_version=0, actor=coordinator, now=NOW)
    remove_plan(plan_id=plan.pk, actor=coordinator, now=NOW)
    answer = client.post("/ke-hoach/", {"file": SimpleUploadedFile("lai.md", plan_markdown().encode())}, follow=True)

    assert "từng được bỏ khỏi danh sách" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "accepted"


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.COMMUNE_OFFICER, Role.AUDITOR, Role.CHAIR])
def test_only_the_coordinator_takes_plans_off(plan: Plan, role: Role, browse: Browse) -> None:
    client = browse(make_user("Người Khác", role, username="khac"))

    assert client.post(f"/ke-hoach/{plan.pk}/bo/").status_code == 403
    assert client.post(f"/ke-hoach/{plan.pk}/dua-lai/").status_code == 403
    assert "Bỏ khỏi danh sách" not in client.get("/ke-hoach/").content.decode()


def test_an_address_of_nothing_just_removed_shows_the_list(coordinator: User, browse: Browse) -> None:
    assert browse(coordinator).get("/ke-hoach/?vua-bo=x").status_code == 200


def test_nobody_decides_on_holders_scope_or_bindings_of_what_was_taken_off(plan: Plan, coordinator: User) -> None:
    remove_plan(plan_id=plan.pk, actor=coordinator, now=NOW)
    with pytest.raises(CannotBind, match="bỏ khỏi danh sách"):
        confirm_sure(plan_id=plan.pk, actor=coordinator, now=NOW)
    with pytest.raises(CannotBind, match="bỏ khỏi danh sách"):
        offer_again(plan_id=plan.pk, actor=coordinator, now=NOW)
    with pytest.raises(CannotChooseScope, match="bỏ khỏi danh sách"):
        choose_scope(plan_id=plan.pk, unit_id=0, actor=coordinator, now=NOW)
    with pytest.raises(CannotDecideHolder, match="bỏ khỏi danh sách"):
        decide_holders(
            plan_id=plan.pk,
            expected={1: 0},
            agency_id=0,
            from_date=NOW.date(),
            reason="thử",
            actor=coordinator,
            now=NOW,
        )
