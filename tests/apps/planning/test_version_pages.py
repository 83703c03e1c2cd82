"""The pages of versions, of any day, and of taking over, as the coordinator and others see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.planning.factories import NOW, make_plan_of_facts, make_running_plan, make_sample, make_units
from tests.apps.planning.test_versions import revise, settle

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import CarryDecision, Indicator, Plan, PlanChange, PlanVersion, Takeover, Task
from ansinh.apps.planning.selectors.calendar import list_deadlines, nearest
from ansinh.apps.planning.services.activation import activate_plan
from ansinh.apps.planning.services.carrying import open_takeover
from ansinh.apps.planning.services.versions import open_version
from ansinh.apps.territory.models import Unit

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
MOST = 30


@pytest.fixture
def old_plan(coordinator: User) -> Plan:
    return make_plan_of_facts(actor=coordinator, scope=make_units()["old"])


@pytest.fixture
def changed(old_plan: Plan, coordinator: User) -> Plan:
    """The plan after a version of 1/10/2026 that restates indicator 1."""
    draft = open_version(plan_id=old_plan.pk, title="Lần hai", reason="Họp", actor=coordinator, now=NOW)
    revise(draft, "1", "98", coordinator)
    settle(draft, dt.date(2026, 10, 1), coordinator)
    return old_plan


@pytest.fixture
def takeover(old_plan: Plan, coordinator: User) -> Takeover:
    return open_takeover(
        plan_id=old_plan.pk, issuer_after="UBND tỉnh", actor=coordinator, now=NOW, today=timezone.localdate()
    )


PAGES = ("tong-quan/", "chi-tieu/", "nhiem-vu/", "thoi-han/", "chi-tieu/{i}/", "nhiem-vu/{t}/", "dien-bien/")


def test_every_page_of_a_plan_opens_as_of_any_day_in_few_statements(
    changed: Plan, coordinator: User, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    first = Indicator.objects.get(plan=changed, no="1")
    task = Task.objects.filter(plan=changed).earliest("ordinal")
    client = browse(coordinator)
    for page in PAGES:
        address = f"/ke-hoach/{changed.pk}/{page.format(i=first.pk, t=task.pk)}"
        for day in ("", "30/09/2026", "01/01/2030"):
            with django_assert_max_num_queries(MOST, info=f"{page} {day}"):
                answer = client.get(address, {"ngay": day} if day else {})
            assert answer.status_code == 200
            if page != "dien-bien/":
                assert ("Như ngày" in answer.content.decode()) is bool(day)


def test_another_day_is_filtered_by_word_and_by_day_and_sorted_by_what_stands_on_its_rows(
    changed: Plan, coordinator: User, browse: Browse
) -> None:
    client = browse(coordinator)
    to, day = f"/ke-hoach/{changed.pk}", "ngay=30/09/2026"

    rows = client.get(f"{to}/thoi-han/?{day}&tu=ca").context["deadlines"]
    many = next(row for row in rows if row.kind == "tasks")
    page = client.get(f"{to}/thoi-han/?{day}&tu=ca").content.decode()
    assert f"?han={many.on:%Y-%m-%d}&amp;{day}" in page
    found = client.get(f"{to}/nhiem-vu/?han={many.on:%Y-%m-%d}&{day}").context["listing"]
    assert {row.record.pk for row in found.table.rows} == {one.item.pk for one in many.parts}

    listing = client.get(f"{to}/chi-tieu/?{day}&sort=-name").context["listing"]
    names = [row.record.search_key for row in listing.table.rows]
    assert names == sorted(names, reverse=True)
    for column in ("baseline", "start", "lead"):
        assert not listing.table.columns[column].orderable
    name = client.get(f"{to}/chi-tieu/?{day}&name=ngheo").context["listing"]
    assert 0 < name.shown < listing.shown


def test_the_line_of_a_plan_counts_what_comes_again_once_behind_and_once_ahead(changed: Plan) -> None:
    deadlines, today = list_deadlines(changed), dt.date(2027, 6, 15)
    shown = nearest(deadlines, today=today)

    for ahead in (False, True):
        keys = [(one.kind, one.item.pk) for one in shown if (one.on >= today) is ahead]
        assert len(keys) == len(set(keys))
    assert {(one.kind, one.item.pk) for one in shown} == {(one.kind, one.item.pk) for one in deadlines}
    assert len(shown) < len(deadlines)


def test_the_pages_of_versions_and_taking_over_open_in_few_statements(
    takeover: Takeover, coordinator: User, browse: Browse, django_assert_max_num_queries: Any
) -> None:
    client = browse(coordinator)
    one = takeover.decisions.earliest("pk")
    for page in (
        "dien-bien/",
        f"phien-ban/{takeover.version_id}/",
        "tiep-nhan/",
        "tiep-nhan/?loai=task",
        "tiep-nhan/?loai=duty",
        f"tiep-nhan/{one.pk}/",
        "tiep-nhan/xem-truoc/",
    ):
        with django_assert_max_num_queries(MOST, info=page):
            assert client.get(f"/ke-hoach/{takeover.plan_id}/{page}").status_code == 200


def test_an_earlier_day_shows_what_was_said_then_and_keeps_the_day_in_its_links(
    changed: Plan, coordinator: User, browse: Browse
) -> None:
    client = browse(coordinator)
    first = Indicator.objects.get(plan=changed, no="1")
    before = client.get(f"/ke-hoach/{changed.pk}/chi-tieu/{first.pk}/?ngay=30/09/2026").content.decode()
    after = client.get(f"/ke-hoach/{changed.pk}/chi-tieu/{first.pk}/").content.decode()
    assert "Phiên bản 1" in before
    assert '<td class="r">100</td>' in before
    assert '<td class="r">98</td>' in after
    assert "2030: 100 → 2030: 98" in after
    listed = client.get(f"/ke-hoach/{changed.pk}/chi-tieu/?ngay=30/09/2026&name=viec lam phi").content.decode()
    assert "?ngay=30/09/2026" in listed
    assert listed.count("Tỷ lệ việc làm phi chính thức") == 1
    assert "Hiện <b>1</b>" in listed


def test_a_day_that_cannot_be_read_or_is_before_the_issue_is_said(
    changed: Plan, coordinator: User, browse: Browse
) -> None:
    client = browse(coordinator)
    for day, said in (
        ("31/02/2026", "Không đọc được ngày"),
        ("hôm qua", "Không đọc được ngày"),
        ("01/01/2020", "chưa có hiệu lực"),
    ):
        answer = client.get(f"/ke-hoach/{changed.pk}/chi-tieu/", {"ngay": day})
        assert answer.status_code == 200
        assert said in answer.content.decode(), day


def test_a_list_of_another_day_can_be_taken_away_as_a_file(changed: Plan, coordinator: User, browse: Browse) -> None:
    answer = browse(coordinator).get(f"/ke-hoach/{changed.pk}/chi-tieu/?ngay=30/09/2026&xuat=csv")
    assert answer.status_code == 200
    assert "text/csv" in answer["Content-Type"]


def test_who_may_only_read_sees_the_pages_and_changes_nothing(
    takeover: Takeover, auditor: User, browse: Browse
) -> None:
    client, plan = browse(auditor), takeover.plan_id
    for page in ("dien-bien/", "tiep-nhan/", "pham-vi/", f"phien-ban/{takeover.version_id}/"):
        answer = client.get(f"/ke-hoach/{plan}/{page}")
        assert answer.status_code == 200, page
        assert 'name="choice"' not in answer.content.decode()
    one = takeover.decisions.earliest("pk")
    for page in (
        "pham-vi/",
        "phien-ban/mo/",
        f"phien-ban/{takeover.version_id}/quyet/",
        f"phien-ban/{takeover.version_id}/viec/",
        "tiep-nhan/bat-dau/",
        "tiep-nhan/quyet/",
        "tiep-nhan/viec/",
        f"tiep-nhan/{one.pk}/",
        "tiep-nhan/xem-truoc/",
    ):
        assert client.post(f"/ke-hoach/{plan}/{page}", {"choice": "keep"}).status_code == 403, page
    assert not CarryDecision.objects.exclude(choice="undecided").exists()


def test_the_sample_amendment_goes_through_the_pages(coordinator: User, browse: Browse) -> None:
    plan = activate_plan(plan_id=make_sample(actor=coordinator).pk, actor=coordinator, now=NOW)
    document = make_sample(actor=coordinator, name="amendments/ke-hoach-mau-sua-doi.docx")
    client = browse(coordinator)
    assert "Đối chiếu với Kế hoạch 45/KH-UBND" in client.get(f"/ke-hoach/{document.pk}/ra-soat/").content.decode()
    answer = client.post(f"/ke-hoach/{plan.pk}/sua-doi/{document.pk}/", follow=True)
    page = answer.content.decode()
    draft = PlanVersion.objects.get(state="draft")
    assert "6 chờ quyết" in page
    assert "&gt; 975" in page
    changes = list(draft.changes.order_by("ordinal"))
    revisions = {f"revision-{one.pk}": one.revision for one in changes}
    to = f"/ke-hoach/{plan.pk}/phien-ban/{draft.pk}"
    client.post(f"{to}/quyet/", {"act": f"refuse-{changes[0].pk}", **revisions})
    rest = [one.pk for one in changes[1:]]
    client.post(f"{to}/quyet/", {"act": "accept", "change": rest, **revisions})
    assert list(draft.changes.order_by("ordinal").values_list("state", flat=True)) == ["refused"] + ["accepted"] * 5
    stale = client.post(f"{to}/quyet/", {"act": f"accept-{changes[0].pk}", **revisions}, follow=True)
    assert "vừa được" in stale.content.decode()
    head = {"title": draft.title, "instrument": "Kế hoạch 112/KH-UBND", "in_force_on": "01/10/2026", "act": "settle"}
    done = client.post(f"{to}/viec/", head, follow=True).content.decode()
    assert "Phiên bản 2 có hiệu lực từ 01/10/2026" in done
    line = client.get(f"/ke-hoach/{plan.pk}/dien-bien/").content.decode()
    assert "Phiên bản 2" in line
    assert "chưa đối chiếu" not in line


def test_an_item_is_revised_added_and_dropped_by_its_forms(changed: Plan, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    client.post(f"/ke-hoach/{changed.pk}/phien-ban/mo/", {"title": "Lần ba", "reason": "Họp"})
    draft = PlanVersion.objects.get(state="draft")
    task = Task.objects.filter(plan=changed).earliest("ordinal")
    to = f"/ke-hoach/{changed.pk}/phien-ban/{draft.pk}"
    form = client.get(f"{to}/task/{task.pk}/").content.decode()
    assert "Sửa trong dự thảo" in form
    values = {"name": task.name, "lead": "Sở Nội vụ", "from_year": "2026", "to_year": "2027", "schedule_kind": "years"}
    refused = client.post(f"{to}/task/{task.pk}/", values | {"act": "revise", "reason": ""})
    assert refused.status_code == 422
    assert "Thiếu lý do" in refused.content.decode()
    client.post(f"{to}/task/{task.pk}/", values | {"act": "revise", "reason": "Chuyển việc"})
    assert set(draft.changes.values_list("aspect", flat=True)) == {"lead", "deadline"}
    # The form shows what the draft says by now.
    assert "sở nội vụ" in client.get(f"{to}/task/{task.pk}/").content.decode().lower()
    client.post(f"{to}/them/task/", {"name": "Việc mới", "lead": "Sở Y tế", "reason": "Bổ sung"})
    new = {"name": "Chỉ tiêu mới", "direction": "up", "t0-comparator": ">=", "t0-value": "90", "t0-year": "2030"}
    client.post(f"{to}/them/indicator/", new | {"reason": "Bổ sung"})
    client.post(f"{to}/task/{task.pk}/", {"act": "drop", "reason": "Đã xong"})
    assert PlanChange.objects.filter(version=draft, state="accepted").count() == 5
    client.post(f"{to}/viec/", {"act": "undo"})
    assert PlanChange.objects.filter(version=draft, state="accepted").count() == 4
    client.post(f"{to}/viec/", {"act": "discard"})
    draft.refresh_from_db()
    assert draft.state == "discarded"
    assert not Task.objects.filter(state="planned").exists()


def test_taking_over_in_bulk_by_filter_then_one_by_one_then_finish(
    takeover: Takeover, coordinator: User, browse: Browse
) -> None:
    client, to = browse(coordinator), f"/ke-hoach/{takeover.plan_id}/tiep-nhan"
    shown = client.get(f"{to}/?loai=task&nhom=Mục I").content.decode()
    ids = list(takeover.decisions.filter(task__section="Mục I").values_list("pk", flat=True))
    assert shown.count('name="row"') == len(ids) > 0
    bulk = {"row": ids, "order": ids, "choice": "keep", "loai": "task", "nhom": "Mục I"}
    answer = client.post(f"{to}/quyet/", bulk | {f"revision-{pk}": 0 for pk in ids})
    assert "nhom=M" in answer["Location"]
    assert takeover.decisions.filter(choice="keep").count() == len(ids)

    one = takeover.decisions.get(indicator__no="3")
    form = {
        "revision": "0",
        "choice": "restate",
        "name": "Tỷ lệ thất nghiệp",
        "direction": "down",
        "reason": "Tính lại",
    }
    form |= {"t0-year": "2025", "t0-comparator": "<", "t0-value": "3,8"}
    bad = client.post(f"{to}/{one.pk}/", form | {"t1-year": "2030", "t1-comparator": "<", "t1-value": "ba"})
    assert bad.status_code == 422
    client.post(f"{to}/{one.pk}/", form | {"t1-year": "2030", "t1-comparator": "<", "t1-value": "3"})
    one.refresh_from_db()
    assert (one.choice, one.values["targets"][1]["high"]) == ("restate", "3")

    rest = list(takeover.decisions.filter(choice="undecided").values_list("pk", flat=True))
    early = client.post(f"{to}/xem-truoc/", {"in_force_on": "22/11/2026", "reason": "Hợp nhất"})
    assert f"Còn {len(rest)} nội dung chưa quyết" in early.content.decode()
    wait = {"row": rest, "choice": "wait", "reason": "Chờ kế hoạch tỉnh kia"} | {f"revision-{pk}": 0 for pk in rest}
    client.post(f"{to}/quyet/", wait)
    preview = client.get(f"{to}/xem-truoc/").content.decode()
    assert "mọi nội dung đã quyết" in preview
    done = client.post(f"{to}/xem-truoc/", {"in_force_on": "22/11/2026", "reason": "Hợp nhất"}, follow=True)
    assert "Đã tiếp nhận kế hoạch: Phiên bản 2" in done.content.decode()
    page = client.get(f"/ke-hoach/{takeover.plan_id}/chi-tieu/{one.indicator_id}/").content.decode()
    assert "Tiếp nhận: <b>đặt lại</b>" in page
    assert "Trần Thị Điều Phối" in page
    assert f"{len(rest)} nội dung chờ gộp" in client.get(f"/ke-hoach/{takeover.plan_id}/dien-bien/").content.decode()


def test_items_that_surely_resemble_one_of_the_other_plan_are_joined_together(
    takeover: Takeover, coordinator: User, browse: Browse
) -> None:
    other = make_running_plan(actor=coordinator)
    Plan.objects.filter(pk=other.pk).update(scope_unit=Unit.objects.get(name="Ninh Thuận"))
    client, to = browse(coordinator), f"/ke-hoach/{takeover.plan_id}/tiep-nhan"
    assert "Gộp với kế hoạch này" in client.get(f"{to}/").content.decode()
    client.post(f"{to}/viec/", {"act": "partner", "partner": str(other.pk)})
    page = client.get(f"{to}/").content.decode()
    like, unlike = (takeover.decisions.get(indicator__no=no) for no in ("3", "8"))
    item = Indicator.objects.get(plan=other, no="7")
    assert f'name="like-{like.pk}" value="{item.pk}"' in page
    assert f'name="like-{unlike.pk}"' not in page
    form = {"row": [like.pk, unlike.pk], "choice": "join", f"like-{like.pk}": item.pk}
    answer = client.post(f"{to}/quyet/", form | {f"revision-{pk}": 0 for pk in (like.pk, unlike.pk)}, follow=True)
    assert "1 dòng không có gợi ý chắc chắn" in answer.content.decode()
    assert takeover.decisions.get(choice="join").partner_item == item
    one = client.post(f"{to}/{unlike.pk}/", {"choice": "join", "partner": item.pk, "revision": 0}, follow=True)
    assert one.status_code == 200
    assert takeover.decisions.filter(choice="join").count() == 2
    preview = client.get(f"{to}/xem-truoc/").content.decode()
    assert "Tỷ lệ thất nghiệp khu vực thành thị" in preview


def test_a_plan_whose_province_ended_says_so_and_offers_to_take_it_over(
    old_plan: Plan, coordinator: User, browse: Browse
) -> None:
    client = browse(coordinator)
    assert "kế hoạch chưa được tiếp nhận" in client.get(f"/ke-hoach/{old_plan.pk}/tong-quan/").content.decode()
    start = client.get(f"/ke-hoach/{old_plan.pk}/tiep-nhan/").content.decode()
    assert "Bắt đầu tiếp nhận" in start
    client.post(f"/ke-hoach/{old_plan.pk}/tiep-nhan/bat-dau/", {"issuer": "Ủy ban nhân dân tỉnh Khánh Hòa"})
    page = client.get(f"/ke-hoach/{old_plan.pk}/tiep-nhan/").content.decode()
    assert "Kế hoạch của Ninh Thuận chưa có trong hệ thống" in page
    assert "92 chỉ tiêu có số, 13 dòng phân tổ" in page


def test_a_plan_without_scope_asks_for_it(old_plan: Plan, coordinator: User, browse: Browse) -> None:
    Plan.objects.update(scope_unit=None)
    client = browse(coordinator)
    assert "Chọn phạm vi" in client.get(f"/ke-hoach/{old_plan.pk}/tong-quan/").content.decode()
    found = client.get(f"/ke-hoach/{old_plan.pk}/pham-vi/?ten=ninh thuan").content.decode()
    unit = make_unit_id(found)
    client.post(f"/ke-hoach/{old_plan.pk}/pham-vi/", {"unit": unit})
    old_plan.refresh_from_db()
    assert old_plan.scope_unit is not None
    assert old_plan.scope_unit.name == "Ninh Thuận"


def make_unit_id(page: str) -> str:
    """Return the unit whose button the page shows."""
    return page.split('name="unit" value="')[1].split('"')[0]


def test_what_no_page_would_send_is_answered_in_words(takeover: Takeover, coordinator: User, browse: Browse) -> None:
    client, to = browse(coordinator), f"/ke-hoach/{takeover.plan_id}"
    one = takeover.decisions.earliest("pk")
    huge = "9" * 40
    for page, form in (
        ("tiep-nhan/quyet/", {"row": [huge, "x"], "choice": "keep", "reason": "a\x00b"}),
        ("tiep-nhan/quyet/", {"row": [one.pk], f"revision-{one.pk}": huge, "choice": "bay"}),
        ("tiep-nhan/viec/", {"act": "partner", "partner": "không phải"}),
        ("tiep-nhan/viec/", {"act": "khác"}),
        ("phien-ban/mo/", {"title": ""}),
        (f"phien-ban/{takeover.version_id}/quyet/", {"act": f"accept-{huge}"}),
        (f"phien-ban/{takeover.version_id}/viec/", {"act": "bay"}),
        ("pham-vi/", {"unit": huge}),
    ):
        answer = client.post(f"{to}/{page}", form)
        assert answer.status_code == 302, page
    kept = {"choice": "wait", "revision": "0", "reason": "a\x00b"}
    assert client.post(f"{to}/tiep-nhan/{one.pk}/", kept).status_code == 302
    assert takeover.decisions.get(pk=one.pk).reason == "ab"
    for page in ("tiep-nhan/?loai=la&q=%27", "pham-vi/?ten=%27", "chi-tieu/?ngay=0/0/0"):
        assert client.get(f"{to}/{page}").status_code == 200, page
