"""Who answers for a task by name: one at a time, handed over for a time, ended, taken back; all of it stays visible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.apps.planning.factories import make_user
from tests.apps.planning.held import NOW
from tests.apps.planning.test_activation import decide_all

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.models import Event
from ansinh.apps.planning.models import Accountability, Plan, Task
from ansinh.apps.planning.selectors.accountability import in_force, list_accountable
from ansinh.apps.planning.services.accountability import (
    CannotName,
    end_accountability,
    name_accountable,
    withdraw_accountability,
)

pytestmark = pytest.mark.django_db

Browse = Callable[[User], Client]
FIRST, SECOND = dt.date(2026, 1, 1), dt.date(2026, 7, 1)


@pytest.fixture
def task(plan: Plan, coordinator: User) -> Task:
    decide_all(plan, coordinator)
    return Task.objects.get(plan=plan, no="1")


def name(task: Task, actor: User, who: str = "Lê Thị Giữ Việc", **given: Any) -> Accountability:
    values: dict[str, Any] = {
        "role": "accountable",
        "valid_from": FIRST,
        "person_name": who,
        "person_title": "Trưởng phòng",
    }
    return name_accountable(plan_id=task.plan_id, task_id=task.pk, actor=actor, now=NOW, **(values | given))


def names(task: Task, on: dt.date) -> list[str]:
    return [row.person_name for row in in_force(list_accountable(task), on=on)]


def test_a_person_without_an_account_is_kept_as_typed(task: Task, coordinator: User) -> None:
    row = name(task, coordinator, "  Lê  Thị Giữ Việc ")
    assert (row.person, row.person_name, row.person_title) == (None, "Lê Thị Giữ Việc", "Trưởng phòng")
    assert names(task, FIRST) == ["Lê Thị Giữ Việc"]
    assert names(task, FIRST - dt.timedelta(days=1)) == []
    assert Event.objects.filter(verb="planning.name_accountable").count() == 1


def test_an_account_brings_its_name_and_title(task: Task, coordinator: User) -> None:
    someone = make_user("Vũ Văn Sở", Role.DEPARTMENT_OFFICER, username="so1", title="Chuyên viên")
    row = name(task, coordinator, "", person=someone, person_title="")
    assert (row.person, row.person_name, row.person_title) == (someone, "Vũ Văn Sở", "Chuyên viên")


def test_two_at_once_in_one_role_are_refused(task: Task, coordinator: User) -> None:
    name(task, coordinator)
    with pytest.raises(CannotName, match="đã có Lê Thị Giữ Việc"):
        name(task, coordinator, "Người khác", valid_from=SECOND)


@pytest.mark.parametrize(
    ("start", "end", "meets"),
    [
        (dt.date(2025, 1, 1), FIRST, False),
        (dt.date(2025, 1, 1), FIRST + dt.timedelta(days=1), True),
        (SECOND, None, False),
        (SECOND - dt.timedelta(days=1), None, True),
    ],
)
def test_periods_may_touch_and_not_overlap(
    task: Task, coordinator: User, start: dt.date, end: dt.date | None, meets: bool
) -> None:
    name(task, coordinator, valid_to=SECOND)
    if meets:
        with pytest.raises(CannotName):
            name(task, coordinator, "Người khác", valid_from=start, valid_to=end)
    else:
        name(task, coordinator, "Người khác", valid_from=start, valid_to=end)


def test_the_database_itself_refuses_two_at_once(task: Task, coordinator: User) -> None:
    row = name(task, coordinator)
    row.pk, row.person_name = None, "Người khác"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_one_follows_another_and_the_history_shows_both(task: Task, coordinator: User) -> None:
    first = name(task, coordinator)
    name(task, coordinator, "Người sau", valid_from=SECOND, ends_current=first.pk)

    assert names(task, SECOND - dt.timedelta(days=1)) == ["Lê Thị Giữ Việc"]
    assert names(task, SECOND) == ["Người sau"]
    assert len(list_accountable(task)) == 2


def test_somebody_changed_meanwhile_is_told(task: Task, coordinator: User) -> None:
    first = name(task, coordinator)
    end_accountability(
        plan_id=task.plan_id,
        task_id=task.pk,
        row_id=first.pk,
        expected_version=0,
        on=SECOND,
        actor=coordinator,
        now=NOW,
    )
    with pytest.raises(CannotName, match="vừa được người khác sửa"):
        name(task, coordinator, "Người sau", valid_from=SECOND, ends_current=first.pk)
    with pytest.raises(CannotName, match="vừa được người khác sửa"):
        withdraw_accountability(
            plan_id=task.plan_id, task_id=task.pk, row_id=first.pk, expected_version=0, actor=coordinator, now=NOW
        )


def test_delegation_is_of_somebody(task: Task, coordinator: User) -> None:
    with pytest.raises(CannotName, match="chưa có người chịu trách nhiệm"):
        name(task, coordinator, "Phó phòng", role="delegate")
    first = name(task, coordinator)

    row = name(task, coordinator, "Phó phòng", role="delegate", valid_from=SECOND, valid_to=dt.date(2026, 8, 1))

    assert row.delegated_by == first
    assert set(names(task, SECOND)) == {"Lê Thị Giữ Việc", "Phó phòng"}
    with pytest.raises(CannotName, match="Rút lại dòng ủy quyền trước"):
        withdraw_accountability(
            plan_id=task.plan_id, task_id=task.pk, row_id=first.pk, expected_version=0, actor=coordinator, now=NOW
        )


def test_a_row_taken_back_makes_room_and_stays_in_the_history(task: Task, coordinator: User) -> None:
    wrong = name(task, coordinator, "Ghi nhầm")
    withdraw_accountability(
        plan_id=task.plan_id, task_id=task.pk, row_id=wrong.pk, expected_version=0, actor=coordinator, now=NOW
    )
    name(task, coordinator, "Đúng người")
    assert names(task, FIRST) == ["Đúng người"]
    assert {row.person_name for row in list_accountable(task)} == {"Ghi nhầm", "Đúng người"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"who": "   "}, "Thiếu tên người"),
        ({"role": "boss"}, "Chọn vai trò"),
        ({"valid_to": FIRST}, "phải sau"),
        ({"ends_current": 999999}, "vừa được người khác sửa"),
    ],
)
def test_what_makes_no_sense_is_refused(task: Task, coordinator: User, given: dict[str, Any], words: str) -> None:
    with pytest.raises(CannotName, match=words):
        name(task, coordinator, **given)
    assert not Accountability.objects.exists()


def test_an_end_before_the_beginning_is_refused(task: Task, coordinator: User) -> None:
    row = name(task, coordinator)
    with pytest.raises(CannotName, match="phải sau 01/01/2026"):
        end_accountability(
            plan_id=task.plan_id,
            task_id=task.pk,
            row_id=row.pk,
            expected_version=0,
            on=FIRST,
            actor=coordinator,
            now=NOW,
        )


def test_the_page_of_a_task_names_a_person(task: Task, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    url = f"/ke-hoach/{task.plan_id}/nhiem-vu/{task.pk}/"
    sent = {"act": "name", "role": "accountable", "person_name": "Lê Thị Giữ Việc", "valid_from": "01/01/2026"}

    answer = client.post(f"{url}nguoi/", sent, follow=True).content.decode()
    assert "Đã ghi Lê Thị Giữ Việc" in answer
    again = client.post(f"{url}nguoi/", sent, follow=True).content.decode()
    assert "đã có Lê Thị Giữ Việc" in again
    row = Accountability.objects.get()
    ended = client.post(f"{url}nguoi/", {"act": "end", "row_id": row.pk, "version": 0, "on": "01/07/2026"}, follow=True)
    assert "thôi giữ việc từ 01/07/2026" in ended.content.decode()
    bad = client.post(f"{url}nguoi/", {"act": "end", "row_id": "x"}, follow=True).content.decode()
    assert "Không rõ dòng nào" in bad


def test_an_officer_without_the_permission_is_told_so(task: Task, auditor: User, browse: Browse) -> None:
    client, url = browse(auditor), f"/ke-hoach/{task.plan_id}/nhiem-vu/{task.pk}/"
    assert client.get(url).status_code == 200
    assert client.post(f"{url}nguoi/", {"act": "name"}).status_code == 403
