"""Long lists turn pages: fifty rows each, filters stay, what covers more than the page says so, exports are whole."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.planning.factories import NOW, make_plan_of_facts, make_units

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import HolderDecision, Indicator, Plan, Takeover
from ansinh.apps.planning.selectors.holders import cut_groups, group_holders, holders_of
from ansinh.apps.planning.services.carrying import open_takeover
from ansinh.apps.territory.services.directory import seed_directory

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


@pytest.fixture
def plan(coordinator: User) -> Plan:
    """The plan of 105 indicators and 69 tasks whose facts come with the program."""
    return make_plan_of_facts(actor=coordinator, scope=make_units()["old"])


@pytest.fixture
def client(browse: Browse, coordinator: User) -> Client:
    return browse(coordinator)


def rows_of(html: str) -> int:
    return html.count('<th scope="row"')


def test_a_list_counts_all_shows_fifty_and_turns_the_page_with_its_filters(plan: Plan, client: Client) -> None:
    address = f"/ke-hoach/{plan.pk}/chi-tieu/"
    first = client.get(f"{address}?name=ty+le&sort=name").content.decode()
    count = int(re.search(r"Hiện <b>(\d+)</b> / 105 chỉ tiêu", first).group(1))  # type: ignore[union-attr]

    assert count > 50
    assert rows_of(first) == 50
    assert "dòng 1–50 ở trang này" in first
    assert 'href="?name=ty+le&amp;sort=name&amp;page=2"' in first
    second = client.get(f"{address}?name=ty+le&sort=name&page=2").content.decode()
    assert rows_of(second) == min(count - 50, 50)
    assert f"dòng 51–{min(count, 100)} ở trang này" in second


def test_every_row_stands_on_one_page_and_the_export_is_whole(plan: Plan, client: Client) -> None:
    address = f"/ke-hoach/{plan.pk}/chi-tieu/"
    pages = [client.get(f"{address}?page={at}").content.decode() for at in (1, 2, 3)]
    opened = [found for page in pages for found in re.findall(r'<a class="q" href="[^"]*/chi-tieu/(\d+)/"', page)]
    assert sorted(map(int, opened)) == sorted(Indicator.objects.filter(plan=plan).values_list("pk", flat=True))

    sent = b"".join(client.get(f"{address}?xuat=csv&page=2"))
    assert len(list(csv.reader(io.StringIO(sent.decode("utf-8-sig"))))) == 1 + 105


def test_a_group_of_holders_is_cut_between_pages_and_answered_as_a_whole(plan: Plan, client: Client) -> None:
    seed_directory()
    everything = group_holders(holders_of(plan=plan, on=timezone.localdate()))
    cuts = [cut_groups(everything, start=at, end=at + 50) for at in range(0, 400, 50)]
    shown = [one.assignment.pk for page in cuts for group in page for one in group.shown]
    assert shown == [one.assignment.pk for group in everything for one in group.holders]

    address = f"/ke-hoach/{plan.pk}/co-quan-giu-viec/?xem=unclear"
    answer = client.get(address)
    cut = next(group for group in answer.context["groups"] if group.elsewhere)
    assert f"gồm {len(cut.elsewhere)} dòng ở trang khác" in answer.content.decode()
    form = next(part for part in answer.content.decode().split("<form ") if f"gồm {len(cut.elsewhere)} dòng" in part)
    sent: dict[str, Any] = {"act": "all", "from_date": "01/07/2025", "reason": "Phân công"}
    sent["all"] = re.findall(r'name="all" value="(\d+)"', form)
    sent |= {f"seen-{pk}": seen for pk, seen in re.findall(r'name="seen-(\d+)" value="(\d+)"', form)}
    sent["agency"] = answer.context["directory"][0].pk
    client.post(f"/ke-hoach/{plan.pk}/co-quan-giu-viec/quyet-dinh/", sent)
    assert HolderDecision.objects.count() == len(cut.holders) > len(cut.shown)


@pytest.fixture
def takeover(plan: Plan, coordinator: User) -> Takeover:
    return open_takeover(
        plan_id=plan.pk, issuer_after="UBND tỉnh", actor=coordinator, now=NOW, today=timezone.localdate()
    )


@pytest.mark.parametrize(("others", "decided"), [({}, 50), ({"all": "1"}, 105)], ids=["this-page", "other-pages-too"])
def test_a_takeover_is_decided_for_the_page_or_for_the_other_pages_too(
    takeover: Takeover, client: Client, others: dict[str, str], decided: int
) -> None:
    address = f"/ke-hoach/{takeover.plan_id}/tiep-nhan/?loai=indicator&page=2"
    html = client.get(address).content.decode()
    assert "Chọn cả 50 dòng ở trang này" in html
    assert "và 55 dòng ở trang khác" in html
    sent: dict[str, Any] = {"choice": "keep", "loai": "indicator", "page": "2", **others}
    sent["row"] = re.findall(r'name="row" value="(\d+)"', html)
    sent["other"] = re.findall(r'name="other" value="(\d+)"', html)
    sent |= {f"revision-{pk}": seen for pk, seen in re.findall(r'name="revision-(\d+)" value="(\d+)"', html)}

    answer = client.post(f"/ke-hoach/{takeover.plan_id}/tiep-nhan/quyet/", sent)

    assert "page=2" in answer["Location"]
    assert takeover.decisions.filter(choice="keep").count() == decided
