"""A part of an indicator is called with the indicator it belongs to, wherever it stands by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.apps.planning.factories import ROWS, make_plan, plan_markdown
from tests.apps.planning.test_activation import decide_all

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Indicator, Plan
from ansinh.apps.planning.selectors.names import full_name
from ansinh.apps.planning.selectors.start import list_baseline_rows, list_initial_rows


@pytest.mark.parametrize(
    ("parent", "name", "dimension", "expected"),
    [
        ("Tỷ lệ thất nghiệp", "Thành thị", "Thành thị", "Tỷ lệ thất nghiệp: thành thị"),
        ("Tỷ lệ thất nghiệp:", "Trong đó: Nông thôn", "Nông thôn", "Tỷ lệ thất nghiệp: nông thôn"),
        ("Tỷ lệ hộ nghèo", "Tỷ lệ hộ nghèo dân tộc thiểu số", "", "Tỷ lệ hộ nghèo dân tộc thiểu số"),
        ("Tỷ lệ đi học", "THCS", "", "Tỷ lệ đi học: THCS"),
        ("Tỷ lệ đi học", "Bình Minh", "", "Tỷ lệ đi học: Bình Minh"),
        ("", "Tỷ lệ thất nghiệp khu vực thành thị", "Thành thị", "Tỷ lệ thất nghiệp khu vực thành thị"),
        ("", "Tỷ lệ thất nghiệp", "Thành thị", "Tỷ lệ thất nghiệp (Thành thị)"),
        ("", "Trong đó", "", "Trong đó"),
    ],
)
def test_the_name_that_stands_by_itself(parent: str, name: str, dimension: str, expected: str) -> None:
    assert full_name(Indicator(name=name, dimension=dimension), parent=parent) == expected


@pytest.fixture
def split(coordinator: User) -> Plan:
    """A plan in which one indicator has two parts, accepted."""
    no, name = ROWS[6][:2]
    parts = [
        f"|  | {place} | % | {figure} | {figure} | Sở Y tế |" for place, figure in (("Thành thị", 3), ("Nông thôn", 2))
    ]
    lines = plan_markdown().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"| {no} | {name}"))
    lines[at] = lines[at].replace(name, "Tỷ lệ thất nghiệp chung")
    plan = make_plan(actor=coordinator, text="\n".join([*lines[: at + 1], *parts, *lines[at + 1 :]]))
    assert plan.indicators.filter(parent_no=no).count() == 2
    decide_all(plan, coordinator)
    return plan


@pytest.mark.django_db
def test_work_lists_exports_and_search_name_the_whole(
    split: Plan, coordinator: User, browse: Callable[[User], Client]
) -> None:
    client, part = browse(coordinator), "Tỷ lệ thất nghiệp chung: thành thị"

    assert [full_name(row) for row in list_baseline_rows(split)].count(part) == 1
    assert [row.name for row in list_initial_rows(split)].count(part) == 2  # one a year
    for address in ("so-goc/", "trang-thai-dau/", "chi-tieu/", "chi-tieu/?xuat=csv"):
        assert part in client.get(f"/ke-hoach/{split.pk}/{address}").content.decode(), address
    row = split.indicators.get(name="Thành thị")
    assert f"<h1>{part}" in client.get(f"/ke-hoach/{split.pk}/chi-tieu/{row.pk}/").content.decode().replace("\n", "")
    assert part in client.get("/tim/?q=thanh thi").content.decode()


@pytest.mark.django_db
def test_sorted_by_name_a_part_stands_beside_its_whole(
    split: Plan, coordinator: User, browse: Callable[[User], Client]
) -> None:
    table = browse(coordinator).get(f"/ke-hoach/{split.pk}/chi-tieu/?sort=name").context["listing"].table
    names = [row.record.name for row in table.rows]

    at = names.index("Tỷ lệ thất nghiệp chung")
    assert names[at + 1 : at + 3] == ["Nông thôn", "Thành thị"]
