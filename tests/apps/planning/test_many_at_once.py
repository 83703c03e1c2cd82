"""Accepting many rows in one act: as quick for two hundred rows as for ten, and taken back in one act."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.apps.planning.factories import NOW, ROWS, make_plan, plan_markdown

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Indicator, Plan
from ansinh.apps.planning.services.review import accept_clean_items, undo_last
from ansinh.apps.planning.services.values import KINDS

pytestmark = pytest.mark.django_db


def longer_plan(actor: User, rows: int) -> Plan:
    last = f"| {ROWS[-1][0]} | {ROWS[-1][1]}"
    lines = plan_markdown().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(last))
    more = [f"| {n} | Tỷ lệ xã số {n} có nhà văn hóa | % | {n} | {n + 1} | Sở Nội vụ |" for n in range(15, 15 + rows)]
    return make_plan(actor=actor, text="\n".join([*lines[: at + 1], *more, *lines[at + 1 :]]))


def test_many_rows_cost_no_more_than_few(
    coordinator: User, django_assert_max_num_queries: Callable[..., object]
) -> None:
    plan = longer_plan(coordinator, 60)

    with django_assert_max_num_queries(20):
        action = accept_clean_items(plan_id=plan.pk, kind_code="indicator", actor=coordinator, now=NOW)

    assert len(action.changes) > 40
    rows = Indicator.objects.filter(pk__in=[change["id"] for change in action.changes])
    assert {(row.state, row.version, row.decided_by, row.decided_at) for row in rows} == {
        ("accepted", 1, coordinator, NOW)
    }


def test_taken_back_every_row_is_as_it_was(plan: Plan, coordinator: User) -> None:
    kind = KINDS["indicator"]
    before = {row.pk: kind.take(row) for row in Indicator.objects.filter(plan=plan)}
    action = accept_clean_items(plan_id=plan.pk, kind_code="indicator", actor=coordinator, now=NOW)
    assert action.changes

    undo_last(plan_id=plan.pk, actor=coordinator, now=NOW)

    rows = Indicator.objects.filter(plan=plan)
    assert {row.pk: kind.take(row) for row in rows} == before
    assert {row.state for row in rows} == {"pending"}
