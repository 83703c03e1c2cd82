"""Every column of the lists sorts by what it shows; what is not known stands last both ways."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.planning.factories import NOW
from tests.apps.planning.test_activation import decide_all

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Baseline, Indicator, InitialState, Plan, Target, Task
from ansinh.apps.planning.selectors.calendar import task_due, task_status
from ansinh.apps.territory.models import Agency

pytestmark = pytest.mark.django_db

Browse = Callable[[User], Client]


def shown(client: Client, plan: Plan, address: str) -> list[str]:
    """Return the numbers of the rows of a list, from the top."""
    table = client.get(f"/ke-hoach/{plan.pk}/{address}").context["listing"].table
    return [row.record.no for row in table.rows]


def test_a_year_sorts_by_figures_then_words_then_nothing(plan: Plan, coordinator: User, browse: Browse) -> None:
    decide_all(plan, coordinator)
    Indicator.objects.filter(plan=plan).exclude(no__in=("1", "2", "4", "7", "12")).delete()
    Target.objects.filter(indicator__plan=plan, indicator__no="1", year=2030).update(
        comparator="qualitative", qualitative="Đạt chuẩn", low=None, high=None
    )
    Target.objects.filter(indicator__plan=plan, indicator__no="2", year=2030).delete()
    Target.objects.filter(indicator__plan=plan, indicator__no="7", year=2030).update(
        comparator="<", low=None, high=Decimal(10)
    )
    client = browse(coordinator)

    # 4: ≥ 1, 7: < 10, 12: > 12, 1: words, 2: nothing.
    assert shown(client, plan, "chi-tieu/?sort=y2030") == ["4", "7", "12", "1", "2"]
    assert shown(client, plan, "chi-tieu/?sort=-y2030") == ["12", "7", "4", "1", "2"]


def test_baseline_and_start_sort_and_the_unknown_stand_last(plan: Plan, coordinator: User, browse: Browse) -> None:
    decide_all(plan, coordinator)
    Indicator.objects.filter(plan=plan).exclude(no__in=("1", "2", "3")).delete()
    for no, value, state in (("2", 9, "yes"), ("3", 30, "partly")):
        row = Indicator.objects.get(plan=plan, no=no)
        Baseline.objects.create(
            indicator=row, year=2025, value=value, source="Niên giám", entered_by=coordinator, entered_at=NOW
        )
        for target in row.targets.all():
            InitialState.objects.create(target=target, state=state, entered_by=coordinator, entered_at=NOW)
    client = browse(coordinator)

    assert shown(client, plan, "chi-tieu/?sort=baseline") == ["2", "3", "1"]
    assert shown(client, plan, "chi-tieu/?sort=-baseline") == ["3", "2", "1"]
    assert shown(client, plan, "chi-tieu/?sort=start") == ["3", "2", "1"]
    assert shown(client, plan, "chi-tieu/?sort=-start") == ["2", "3", "1"]


def test_the_lead_sorts_as_it_is_called_without_marks(plan: Plan, coordinator: User, browse: Browse) -> None:
    decide_all(plan, coordinator)
    mentions = [Task.objects.get(plan=plan, no=no).assignments.get(role="lead").mention for no in "123"]
    for mention, name in zip(mentions, ("Đài Phát thanh", "Ủy ban nhân dân", "Dân vận"), strict=True):
        mention.agency = Agency.objects.create(name=name)
        mention.save()
    client = browse(coordinator)

    assert shown(client, plan, "nhiem-vu/?sort=lead") == ["1", "3", "2"]
    assert shown(client, plan, "nhiem-vu/?sort=-lead") == ["2", "3", "1"]
    agency = mentions[0].agency
    assert agency is not None
    assert shown(client, plan, f"nhiem-vu/?sort=lead&lead=a{agency.pk}") == ["1"]


def test_due_and_status_sort_as_they_are_reckoned(plan: Plan, coordinator: User, browse: Browse) -> None:
    decide_all(plan, coordinator)
    for no, state in (("1", "yes"), ("3", "not_yet")):
        task = Task.objects.get(plan=plan, no=no)
        InitialState.objects.create(task=task, state=state, entered_by=coordinator, entered_at=NOW)
    Task.objects.filter(plan=plan, no="3").update(from_year=2024, to_year=2024)
    Task.objects.filter(plan=plan, no="2").update(event="Hằng quý")
    client = browse(coordinator)

    today = timezone.localdate()
    tasks = {task.no: task for task in Task.objects.filter(plan=plan).select_related("initial_state")}
    days = {no: task_due(task, today=today) for no, task in tasks.items()}
    assert {no: task_status(task, today=today) for no, task in tasks.items()} == {
        "1": "done",
        "2": "unknown",
        "3": "overdue",
    }

    assert shown(client, plan, "nhiem-vu/?sort=due") == sorted(days, key=lambda no: str(days[no]))
    assert shown(client, plan, "nhiem-vu/?sort=status") == ["3", "1", "2"]
    assert shown(client, plan, "nhiem-vu/?sort=-status") == ["1", "3", "2"]


@pytest.mark.parametrize("sort", ["y2027", "-y2030", "baseline", "-start", "lead"])
def test_a_sorted_list_asks_the_database_no_more(
    plan: Plan, coordinator: User, browse: Browse, sort: str, django_assert_max_num_queries: Any
) -> None:
    decide_all(plan, coordinator)
    client = browse(coordinator)

    with django_assert_max_num_queries(30):
        page = client.get(f"/ke-hoach/{plan.pk}/chi-tieu/?sort={sort}&nq42=&thieu_goc=true").content.decode()

    assert "thieu_goc=true" in page.split("<thead>")[1].split("</thead>")[0]  # sorting keeps the filters
    assert 'aria-sort="descending"' in page if sort.startswith("-") else 'aria-sort="ascending"' in page
