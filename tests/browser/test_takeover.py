"""A coordinator of the new province takes a plan over: in bulk, one by one, by keyboard, until every item is decided."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.apps.planning.factories import NOW, make_plan_of_facts, make_sample, make_units, make_user

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import CarryDecision, Plan, Takeover
from ansinh.apps.planning.selectors.asof import get_plan_on
from ansinh.apps.planning.services.activation import activate_plan
from ansinh.apps.planning.services.amendments import propose_amendment
from ansinh.apps.territory.models import Unit

pytestmark = pytest.mark.django_db(transaction=True)


Open = Callable[..., Page]
FIGURES = "dl.stats dd:not(.n)"


def count(takeover: Takeover, kind: str, choice: str) -> int:
    return takeover.decisions.filter(**{f"{kind}__isnull": False}, choice=choice).count()


@pytest.fixture
def coordinator(live_server: Any) -> User:
    return make_user("Lê Minh Châu")


@pytest.fixture
def units(live_server: Any) -> dict[str, Unit]:
    return make_units()


@pytest.fixture
def old_plan(coordinator: User, units: dict[str, Unit]) -> Plan:
    return make_plan_of_facts(actor=coordinator, scope=units["old"])


def begin(page: Page, plan: Plan) -> Takeover:
    """Begin the taking over from the plan's own page."""
    page.get_by_role("link", name="Tiếp nhận kế hoạch").click()
    expect(page.get_by_label("Cơ quan tiếp nhận")).to_have_value("Ủy ban nhân dân tỉnh Khánh Hòa")
    page.get_by_role("button", name="Bắt đầu tiếp nhận").click()
    expect(page.locator(FIGURES).nth(0)).to_have_text("0/ 105")
    return Takeover.objects.get(plan=plan)


def test_a_plan_of_92_indicators_and_69_tasks_is_taken_over(
    open_page: Open, axe: Callable[[Page], list[str]], old_plan: Plan, units: dict[str, Unit], coordinator: User
) -> None:
    page = open_page(f"/ke-hoach/{old_plan.pk}/tong-quan/", user=coordinator)
    takeover = begin(page, old_plan)
    expect(page.locator("dl.stats")).to_contain_text("92 chỉ tiêu có số, 13 dòng phân tổ")
    expect(page.locator(FIGURES).nth(1)).to_have_text("0/ 69")
    expect(page.locator(".tn-kia")).to_contain_text("Kế hoạch của Ninh Thuận chưa có trong hệ thống")
    assert axe(page) == []

    # By keyboard alone: J to the first row, X on two rows, G keeps both; the next row is the one stood on.
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("g")
    expect(page.locator(FIGURES).nth(0)).to_have_text("2/ 105")
    expect(page.locator("tr[data-choice='keep']")).to_have_count(2)
    third = takeover.decisions.get(indicator__no="3")
    expect(page.locator(f"#dong-{third.pk}")).to_be_focused()

    # G again is about the row stood on; Ctrl+Z takes it back, also after a reload.
    page.keyboard.press("g")
    expect(page.locator(FIGURES).nth(0)).to_have_text("3/ 105")
    page.reload()
    page.locator("body").press("Control+z")
    expect(page.locator(FIGURES).nth(0)).to_have_text("2/ 105")

    # One by one: the row is opened with Enter, its target restated with a reason.
    page.locator(f"#dong-{third.pk}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Đặt lại cho Khánh Hòa")).to_be_visible()
    page.locator("input[name='t1-value']").fill("3")
    page.get_by_role("button", name="Đặt lại", exact=True).click()
    expect(page.locator(".errsum")).to_contain_text("cần lý do")
    page.locator("input[name='t1-value']").fill("3")
    page.locator("#ld-dat").fill("Tính lại cho tỉnh mới")
    assert axe(page) == []
    page.get_by_role("button", name="Đặt lại", exact=True).click()
    expect(page.locator(FIGURES).nth(0)).to_have_text("3/ 105")

    # One group waits for the other province's plan, with the reason; the rest is kept, all of what is undecided.
    page.locator("#tn-nhom").select_option(index=3)
    expect(page).to_have_url(re.compile("nhom=III"))
    shown = page.locator("tr[data-dong]").count()
    page.locator("[data-chon-het]").check()
    page.locator("#tn-ly-do").fill("Chờ kế hoạch của tỉnh kia")
    page.get_by_role("button", name="Gộp, chờ kế hoạch kia").click()
    expect(page.locator("tr[data-choice='wait']")).to_have_count(shown)
    expect(page.locator(FIGURES).nth(0)).to_have_text(f"{3 + shown}/ 105")

    for kind, total in (("indicator", 105), ("task", 69), ("duty", 8)):
        page.goto(page.url.split("?")[0] + f"?loai={kind}&da=undecided")
        page.locator("[data-chon-het]").check()
        here = page.locator("tr[data-dong]").count()
        left = takeover.decisions.filter(**{f"{kind}__isnull": False}, choice="undecided").count()
        if left > here:
            page.get_by_label(f"và {left - here} dòng ở trang khác").check()
        page.get_by_role("button", name="Giữ phạm vi cũ").click()
        expect(page.locator(".empty")).to_contain_text("Không có nội dung nào")
        assert takeover.decisions.filter(**{f"{kind}__isnull": False}).exclude(choice="undecided").count() == total

    page.get_by_role("link", name="Xem trước và kết thúc").click()
    expect(page.get_by_text("mọi nội dung đã quyết")).to_be_visible()
    expect(page.locator("table").nth(1)).to_contain_text("Tính lại cho tỉnh mới")
    assert axe(page) == []
    page.get_by_label("Văn bản quyết định").fill("Quyết định số 01/QĐ-UBND")
    page.get_by_label("Lý do").fill("Hai tỉnh hợp nhất từ ngày 01/7/2025")
    page.get_by_role("button", name="Kết thúc tiếp nhận").click()
    expect(page.get_by_role("heading", name="Phiên bản 2")).to_be_visible()
    assert axe(page) == []

    old_plan.refresh_from_db()
    assert old_plan.scope_unit == units["new"]
    assert {kind: count(takeover, kind, "undecided") for kind in ("indicator", "task", "duty")} == {
        "indicator": 0,
        "task": 0,
        "duty": 0,
    }
    assert (count(takeover, "indicator", "restate"), count(takeover, "indicator", "wait")) == (1, shown)
    assert count(takeover, "task", "keep") == 69
    assert old_plan.indicators.exclude(no="").count() == 92
    before = get_plan_on(old_plan, on=NOW.date().replace(day=1))
    assert before.scope_unit == units["old"]
    page.goto(page.url.split("/phien-ban/")[0] + f"/chi-tieu/{third.indicator_id}/")
    expect(page.get_by_text("Tiếp nhận: đặt lại")).to_be_visible()


def test_two_people_take_over_at_once_and_tell_each_other(open_page: Open, old_plan: Plan, coordinator: User) -> None:
    page = open_page(f"/ke-hoach/{old_plan.pk}/tong-quan/", user=coordinator)
    begin(page, old_plan)
    other = open_page(f"/ke-hoach/{old_plan.pk}/tiep-nhan/", user=make_user("Người Làm Cùng"))
    other.keyboard.press("j")
    other.keyboard.press("g")
    expect(other.locator("tr[data-choice='keep']")).to_have_count(1)

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("g")

    expect(page.locator(".note", has_text="Người Làm Cùng")).to_be_visible()
    expect(page.locator("tr[data-choice='keep']")).to_have_count(2)
    assert CarryDecision.objects.filter(choice="keep").count() == 2


def test_the_pages_of_versions_have_nothing_serious_for_axe_and_fit(
    open_page: Open, faults: Callable[[Page], list[str]], coordinator: User
) -> None:
    plan = activate_plan(plan_id=make_sample(actor=coordinator).pk, actor=coordinator, now=NOW)
    document = make_sample(actor=coordinator, name="amendments/ke-hoach-mau-sua-doi.docx")
    draft = propose_amendment(plan_id=plan.pk, document_id=document.pk, actor=coordinator, now=NOW)
    page = open_page(f"/ke-hoach/{plan.pk}/dien-bien/", user=coordinator)
    root = page.url.split("/dien-bien/")[0]
    task = draft.plan.tasks.earliest("ordinal")
    problems = {}
    for part in (
        "dien-bien/",
        f"phien-ban/{draft.pk}/",
        f"phien-ban/{draft.pk}/task/{task.pk}/",
        f"phien-ban/{draft.pk}/them/indicator/",
        f"nhiem-vu/{task.pk}/?ngay=01/01/2027",
        "chi-tieu/?ngay=01/01/2027",
        "tong-quan/?ngay=01/01/2027",
        "tiep-nhan/",
        "pham-vi/",
    ):
        page.goto(f"{root}/{part}")
        if found := faults(page):
            problems[part] = found
    assert problems == {}


def test_the_proposals_of_an_amendment_are_accepted_by_keyboard(open_page: Open, coordinator: User) -> None:
    plan = activate_plan(plan_id=make_sample(actor=coordinator).pk, actor=coordinator, now=NOW)
    document = make_sample(actor=coordinator, name="amendments/ke-hoach-mau-sua-doi.docx")
    draft = propose_amendment(plan_id=plan.pk, document_id=document.pk, actor=coordinator, now=NOW)
    page = open_page(f"/ke-hoach/{plan.pk}/phien-ban/{draft.pk}/", user=coordinator)
    page.keyboard.press("j")
    page.keyboard.press("n")
    expect(page.get_by_text("1 đã nhận, 5 chờ quyết")).to_be_visible()
    page.locator("[data-chon-het]").check()
    page.locator("[data-key=N]").click()
    expect(page.get_by_text("6 đã nhận")).to_be_visible()
    page.locator("body").press("Control+z")
    expect(page.get_by_text("1 đã nhận, 5 chờ quyết")).to_be_visible()
