"""The review in a real browser: ten planted errors are corrected by keyboard alone, and nothing else moves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.apps.planning.factories import MEANT, NOW, ROWS, make_plan, make_user
from tests.browser.chromium import PHONE

from ansinh.apps.accounts.models import Role
from ansinh.apps.planning.models import Indicator, Plan
from ansinh.apps.planning.services.activation import activate_plan
from ansinh.apps.planning.services.review import accept_item
from ansinh.apps.planning.services.values import KINDS

pytestmark = pytest.mark.django_db(transaction=True)

Open = Callable[..., Page]


def rows_of(plan: Plan) -> dict[str, Any]:
    """Return every row of a plan with its state and values, by kind and id."""
    return {
        f"{kind.code}-{row.pk}": (row.state, kind.take(row))
        for kind in KINDS.values()
        for row in kind.model._default_manager.filter(plan=plan).order_by("ordinal")
    }


def choose(page: Page, no: str) -> None:
    """Go to a row with J and K until it is the chosen one and its panel stands under it."""
    order = [row[0] for row in ROWS]
    expect(page.locator("tr.hang-rs.chon")).to_have_count(1)
    for _ in range(len(ROWS) + 1):
        expect(page.locator("tr.hang-rs.chon + tr.hang-sua #bang-sua")).to_be_visible()
        chosen = page.locator("tr.hang-rs.chon td").first.inner_text().strip()
        if chosen == no:
            return
        page.keyboard.press("j" if order.index(chosen) < order.index(no) else "k")
        expect(page.locator("tr.hang-rs.chon td").first).not_to_have_text(chosen)
    raise AssertionError(f"không tới được dòng {no} bằng phím J, K")


def type_target(page: Page, sign: str, figure: str) -> None:
    """In the open form go to the second target and put sign and figure there, by keyboard."""
    page.keyboard.press("e")
    first = page.locator("form.sua input[name='t0-value']")
    expect(first).to_be_focused()
    for _ in range(2):  # the year of the second target, then its sign
        page.keyboard.press("Tab")
    expect(page.locator("form.sua select[name='t1-comparator']")).to_be_focused()
    names = {"=": "=", ">=": "≥", ">": ">", "<=": "≤", "<": "<"}
    page.keyboard.press("Home")
    for _ in range(10):
        if page.locator("form.sua select[name='t1-comparator'] option:checked").inner_text() == names[sign]:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.locator("form.sua input[name='t1-value']")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(figure)
    page.keyboard.press("Enter")


def test_ten_planted_errors_are_corrected_by_keyboard_and_nothing_else_moves(open_page: Open) -> None:
    reviewer = make_user("Lê Minh Châu")
    plan = make_plan(actor=reviewer)
    before = rows_of(plan)
    page = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=reviewer)

    for done, (no, (sign, figure)) in enumerate(MEANT.items(), start=1):
        chosen = page.locator("tr.hang-rs.chon td")
        if not (chosen.count() and chosen.first.inner_text().strip() == no):
            choose(page, no)
        type_target(page, sign, figure)
        row = Indicator.objects.get(plan=plan, no=no)
        expect(page.locator(f"#indicator-{row.pk}")).to_have_attribute("data-state", "corrected")
        expect(page.locator("#rs-tinh-trang .dem b").first).to_have_text(str(done))

    after = rows_of(plan)
    corrected = {f"indicator-{Indicator.objects.get(plan=plan, no=no).pk}": no for no in MEANT}
    assert {key for key in after if after[key] != before[key]} == set(corrected)
    for key, no in corrected.items():
        sign, figure = MEANT[no]
        value = Decimal(figure.replace(",", "."))
        state, values = after[key]
        assert state == "corrected"
        assert values["targets"][1]["comparator"] == sign
        bounds = {Decimal(b) for b in (values["targets"][1]["low"], values["targets"][1]["high"]) if b is not None}
        assert bounds == {value}
        unchanged = {name: values[name] for name in values if name != "targets"}
        assert unchanged == {name: before[key][1][name] for name in unchanged}
        assert values["targets"][0] == before[key][1]["targets"][0]


def test_a_suggestion_is_taken_with_one_digit_and_undone_after_a_reload(open_page: Open) -> None:
    reviewer = make_user("Lê Minh Châu")
    plan = make_plan(actor=reviewer)
    row = Indicator.objects.get(plan=plan, no="3")
    page = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=reviewer)

    choose(page, "3")
    expect(page.locator("#bang-sua [data-offer='1']")).to_contain_text("97,5")
    page.keyboard.press("1")
    expect(page.locator(f"#indicator-{row.pk}")).to_have_attribute("data-state", "corrected")
    assert row.targets.get(year=2030).low == Decimal("97.5")

    page.reload()
    page.locator("body").press("Control+z")
    expect(page.locator(f"#indicator-{row.pk}")).to_have_attribute("data-state", "pending")
    assert row.targets.get(year=2030).low == 975


def test_keys_accept_reject_and_find_the_next_note(open_page: Open) -> None:
    reviewer = make_user("Lê Minh Châu")
    plan = make_plan(actor=reviewer)
    page = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=reviewer)

    page.keyboard.press("j")
    expect(page.locator("#bang-sua")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-state='accepted']")).to_have_count(1)
    expect(page.locator("tr.hang-rs.chon + tr.hang-sua #bang-sua")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator("tr[data-state='rejected']")).to_have_count(1)
    page.keyboard.press("l")
    expect(page.locator("tr.hang-rs.chon[data-flagged]")).to_have_count(1)
    expect(page.locator(".doc mark.sang").first).to_be_in_viewport()


def test_a_quick_key_means_the_chosen_row_and_never_the_one_left_behind(open_page: Open) -> None:
    reviewer = make_user("Lê Minh Châu")
    plan = make_plan(actor=reviewer)
    page = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=reviewer)
    choose(page, "1")
    # An office line: the panel of the next row comes late.
    page.route("**/ra-soat/indicator/*", lambda route: (page.wait_for_timeout(200), route.continue_()))

    page.keyboard.press("j")
    page.keyboard.press("Enter")

    expect(page.locator("tr[data-state='accepted']")).to_have_count(1)
    assert [row.no for row in Indicator.objects.filter(plan=plan, state="accepted")] == ["2"]
    expect(page.locator("tr.hang-rs.chon td").first).to_have_text("3")


def test_a_double_click_is_one_act(open_page: Open) -> None:
    reviewer = make_user("Lê Minh Châu")
    plan = make_plan(actor=reviewer)
    page = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=reviewer)
    choose(page, "1")
    for done in (1, 2):
        page.locator("form[data-decide] button[value=reject]").dblclick(delay=60)
        expect(page.locator("tr[data-state='rejected']")).to_have_count(done)
        expect(page.locator("tr.hang-rs.chon + tr.hang-sua #bang-sua")).to_be_visible()

    page.locator("#rs-luu button").dblclick(delay=60)

    expect(page.locator("tr[data-state='rejected']")).to_have_count(1)
    page.wait_for_timeout(300)
    assert [row.no for row in Indicator.objects.filter(plan=plan, state="rejected")] == ["1"]


def test_a_session_that_ended_is_named(open_page: Open) -> None:
    reviewer = make_user("Lê Minh Châu")
    plan = make_plan(actor=reviewer)
    page = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=reviewer)
    choose(page, "1")
    page.context.clear_cookies(name="sessionid")

    page.keyboard.press("Enter")
    expect(page.locator("#rs-loi")).to_contain_text("phiên làm việc đã hết")
    page.keyboard.press("j")
    expect(page.locator("#rs-loi")).to_contain_text("Chưa mở được dòng này: phiên làm việc đã hết")
    assert page.locator("#bang-sua form[action*='dang-nhap']").count() == 0


def test_somebody_else_was_first_and_the_page_says_so(open_page: Open) -> None:
    reviewer, other = make_user("Lê Minh Châu"), make_user("Người Làm Cùng")
    plan = make_plan(actor=reviewer)
    page = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=reviewer)
    choose(page, "2")
    second = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=other)
    choose(second, "2")
    second.keyboard.press("x")
    expect(second.locator("tr[data-state='rejected']")).to_have_count(1)

    page.keyboard.press("Enter")

    expect(page.locator("#rs-loi")).to_contain_text("Người Làm Cùng")
    expect(page.locator("tr[data-state='rejected']")).to_have_count(1)


def test_a_figure_that_cannot_be_read_stays_in_its_box_with_a_sentence(open_page: Open) -> None:
    reviewer = make_user("Lê Minh Châu")
    plan = make_plan(actor=reviewer)
    page = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=reviewer)
    choose(page, "1")

    type_target(page, "=", "chín mươi")

    expect(page.locator("#bang-sua")).to_contain_text("Không đọc được số “chín mươi”")
    expect(page.locator("form.sua input[name='t1-value']")).to_be_focused()
    expect(page.locator("form.sua input[name='t1-value']")).to_have_value("chín mươi")
    assert Indicator.objects.get(plan=plan, no="1").state == "pending"


PARTS = (
    "ra-soat/?loai=task",
    "ra-soat/co-quan/",
    "ra-soat/diem/",
    "dua-vao-thuc-hien/",
    "tong-quan/",
    "chi-tieu/",
    "nhiem-vu/",
    "thoi-han/",
    "can-cu/",
    "van-ban/",
    "so-goc/",
    "trang-thai-dau/",
)


def accept_everything(plan: Plan, actor: Any) -> None:
    """Accept all rows, so that the pages of the running plan have something to show."""
    for kind in KINDS.values():
        for row in kind.model._default_manager.filter(plan=plan):
            accept_item(
                plan_id=plan.pk,
                kind_code=kind.code,
                item_id=row.pk,
                expected_version=row.version,
                actor=actor,
                now=NOW,
            )


def test_saving_one_baseline_leaves_what_was_typed_for_another(open_page: Open) -> None:
    coordinator = make_user("Lê Minh Châu", Role.COORDINATOR)
    plan = make_plan(actor=coordinator)
    accept_everything(plan, coordinator)
    activate_plan(plan_id=plan.pk, actor=coordinator, now=NOW)
    first, second = (Indicator.objects.get(plan=plan, no=no) for no in ("1", "2"))
    page = open_page(f"/ke-hoach/{plan.pk}/so-goc/", user=coordinator)
    for row, value in ((first, "91,5"), (second, "92")):
        page.locator(f"#chi-tieu-{row.pk} input[name=value]").fill(value)
        page.locator(f"#chi-tieu-{row.pk} input[name=year]").fill("2025")
        page.locator(f"#chi-tieu-{row.pk} input[name=source]").fill("Báo cáo năm 2025")

    for row in (second, first):
        page.locator(f"#chi-tieu-{row.pk} button").click()
        expect(page.locator(f"#chi-tieu-{row.pk}")).to_contain_text(coordinator.get_full_name())

    assert {row.baseline.value for row in Indicator.objects.filter(baseline__isnull=False)} == {
        Decimal("91.5"),
        Decimal(92),
    }


def test_the_open_review_has_nothing_serious_for_axe(open_page: Open, axe: Callable[[Page], list[str]]) -> None:
    reviewer = make_user("Lê Minh Châu")
    plan = make_plan(actor=reviewer)
    page = open_page(f"/ke-hoach/{plan.pk}/ra-soat/", user=reviewer)
    page.keyboard.press("j")
    expect(page.locator("#bang-sua")).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator("form.sua")).to_be_visible()

    assert axe(page) == []


@pytest.mark.parametrize("part", ["ra-soat/co-quan/", "ra-soat/diem/", "so-goc/", "trang-thai-dau/"])
def test_on_a_phone_every_button_of_a_work_list_is_on_the_screen(open_page: Open, part: str) -> None:
    reviewer = make_user("Lê Minh Châu", Role.COORDINATOR)
    plan = make_plan(actor=reviewer)
    if part in ("so-goc/", "trang-thai-dau/"):
        accept_everything(plan, reviewer)
    page = open_page(f"/ke-hoach/{plan.pk}/{part}", user=reviewer, size=PHONE)

    edges = page.eval_on_selector_all(
        "main button, main select", "all => all.map(a => a.getBoundingClientRect().right)"
    )

    assert edges
    assert max(edges) <= PHONE["width"]


def test_the_planning_pages_have_nothing_serious_for_axe_and_fit(
    open_page: Open, faults: Callable[[Page], list[str]]
) -> None:
    reviewer = make_user("Lê Minh Châu", Role.COORDINATOR)
    plan = make_plan(actor=reviewer)
    accept_everything(plan, reviewer)
    page = open_page("/ke-hoach/", user=reviewer)
    problems = {}
    for part in ("", *PARTS):
        page.goto(page.url.split("/ke-hoach/")[0] + f"/ke-hoach/{plan.pk}/{part}" if part else page.url)
        if found := faults(page):
            problems[part] = found
    assert problems == {}
