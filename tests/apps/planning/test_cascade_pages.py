"""The pages between the levels: side by side, what is left out, the board of own plans; who may do what, and at what cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.apps.planning.cascades import COMMUNE, DEPARTMENT, PROVINCE, SAMPLES, name_of, put_under, read
from tests.apps.planning.factories import NOW, make_plan, make_user

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import (
    CascadeLink,
    Indicator,
    Plan,
    PlanAbove,
    PlanFile,
    ReportDuty,
    Target,
)
from ansinh.apps.planning.selectors.calendar import duty_days
from ansinh.apps.planning.selectors.cascade import certain_pairs, get_cascade
from ansinh.apps.planning.selectors.own_plans import list_own_plan_duties, list_own_plans
from ansinh.apps.planning.services.cascade import accept_many, decide_plan_above
from ansinh.apps.territory.models import Agency, Unit
from ansinh.apps.territory.selectors.groups import COMMUNE_COMMITTEE

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
MOST_STATEMENTS = 30

Browse = Callable[[User], Client]


@pytest.fixture
def above(coordinator: User) -> Plan:
    return read(PROVINCE, coordinator)


@pytest.fixture
def under(above: Plan, coordinator: User) -> PlanAbove:
    return put_under(read(COMMUNE, coordinator), above, coordinator)


def linked(link: PlanAbove, who: User) -> None:
    accept_many(plan_above_id=link.pk, pairs=certain_pairs(get_cascade(link)), actor=who, now=NOW)


def units(above: Plan, *names: str) -> list[Unit]:
    """Give the province of a plan some communes, and say that the plan is the province's."""
    Agency.objects.get_or_create(code=COMMUNE_COMMITTEE, defaults={"name": "Ủy ban nhân dân xã", "level": "commune"})
    province = Unit.objects.create(
        code="96", name="Tỉnh Bình Minh", level="province", kind="province", valid_from=dt.date(2025, 7, 1)
    )
    Plan.objects.filter(pk=above.pk).update(scope_unit=province)
    above.refresh_from_db()
    return Unit.objects.bulk_create(
        Unit(
            code=f"{30000 + at}",
            name=name,
            level="commune",
            kind="commune",
            parent=province,
            number=at,
            valid_from=dt.date(2025, 7, 1),
        )
        for at, name in enumerate(names)
    )


# -- who owes an own plan by when


def test_the_plan_says_who_owes_an_own_plan_by_which_day(above: Plan) -> None:
    (one,) = list_own_plan_duties(above)
    assert one.names == ("Các sở, ban, ngành", "Ủy ban nhân dân các xã, phường")
    assert one.due == dt.date(2026, 4, 30)


DUES = [
    ("trước ngày 30/8/2024", dt.date(2024, 8, 30)),
    ("hoàn thành trong quý I/2024", dt.date(2024, 3, 31)),
    ("xong trước quý III năm 2025", dt.date(2025, 9, 30)),
    ("trong tháng 6 năm 2026", dt.date(2026, 6, 30)),
    ("trong tháng 6", dt.date(2024, 6, 30)),
    ("hoàn thành trong quý II", dt.date(2024, 6, 30)),
    ("hoàn thành trong quý I", dt.date(2025, 3, 31)),
    ("xong cuối năm 2025", dt.date(2025, 12, 31)),
    ("trước ngày 30/8", dt.date(2024, 8, 30)),
]


@pytest.mark.parametrize(("words", "due"), DUES)
def test_a_quarter_a_month_and_the_end_of_a_year_are_deadlines_too(words: str, due: dt.date, coordinator: User) -> None:
    """The first such day from the issue of the plan on, where no year is printed."""
    text = f"""ỦY BAN NHÂN DÂN TỈNH BÌNH MINH

Số: 9/KH-UBND

Bình Minh, ngày 02 tháng 4 năm 2024

KẾ HOẠCH

Thực hiện chính sách xã hội

II. TỔ CHỨC THỰC HIỆN

1. Các sở, ban, ngành; Ủy ban nhân dân các xã, phường xây dựng kế hoạch thực hiện, {words}.
"""
    (one,) = list_own_plan_duties(read(text, coordinator))
    assert one.due == due
    assert one.names == ("Các sở, ban, ngành", "Ủy ban nhân dân các xã, phường")


def test_a_plan_that_is_the_product_of_a_task_is_no_own_plan(coordinator: User) -> None:
    text = "KẾ HOẠCH\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế xây dựng kế hoạch mở tài khoản cho người hưởng, trước ngày 30/8/2026."
    assert list_own_plan_duties(read(text, coordinator)) == []


def test_a_quarter_of_a_report_is_its_last_day() -> None:
    duty = ReportDuty(recurrence="once", quarter=1, year=2024)
    assert duty_days(duty, first=dt.date(2023, 12, 1), last_year=2030) == [dt.date(2024, 3, 31)]


# -- the board


def test_the_board_shows_who_has_none_who_is_late_and_what_is_covered(
    above: Plan, under: PlanAbove, coordinator: User
) -> None:
    units(above, "Xã Tân Lập", "Xã An Hòa")
    linked(under, coordinator)

    rows = {row.name: row for row in list_own_plans(above, today=TODAY)}

    assert rows["Ủy ban nhân dân xã An Hòa"].state == "late"
    assert rows["Ủy ban nhân dân xã An Hòa"].days_late == (TODAY - dt.date(2026, 4, 30)).days
    mine = rows["Ủy ban nhân dân xã Tân Lập"]
    assert (mine.state, mine.days_late, mine.due) == ("reading", 15, dt.date(2026, 4, 30))
    assert mine.counts is not None
    assert (mine.counts.covered, mine.counts.concerned, mine.counts.left) == (10, 12, 2)
    assert (mine.counts.weaker, mine.counts.later) == (1, 1)
    assert rows["Các sở, ban, ngành"].state == "group", "no department is in the directory: said, not guessed"


def test_before_the_last_day_nobody_is_late(above: Plan) -> None:
    units(above, "Xã An Hòa")
    rows = {row.name: row for row in list_own_plans(above, today=dt.date(2026, 4, 30))}
    assert (rows["Ủy ban nhân dân xã An Hòa"].state, rows["Ủy ban nhân dân xã An Hòa"].days_late) == ("none", 0)


def test_a_commune_that_did_not_exist_on_the_last_day_owes_nothing(above: Plan) -> None:
    old, _ = units(above, "Xã Cũ", "Xã Còn")
    Unit.objects.filter(pk=old.pk).update(valid_to=dt.date(2026, 1, 1))
    assert "Ủy ban nhân dân xã Cũ" not in {row.name for row in list_own_plans(above, today=TODAY)}


def test_an_own_plan_that_is_only_cited_waits_for_a_person(above: Plan, coordinator: User) -> None:
    read(COMMUNE, coordinator)
    states = {row.name: row.state for row in list_own_plans(above, today=TODAY)}
    assert states["Ủy ban nhân dân xã Tân Lập"] == "proposed"


def test_the_board_agrees_with_the_page_of_each_own_plan(above: Plan, under: PlanAbove, coordinator: User) -> None:
    department = put_under(read(DEPARTMENT, coordinator), above, coordinator)
    for link in (under, department):
        linked(link, coordinator)
    rows = {row.plan.pk: row.counts for row in list_own_plans(above, today=TODAY) if row.plan is not None}
    for link in (under, department):
        page, counts = get_cascade(link), rows[link.plan_id]
        assert counts is not None
        assert (counts.covered, counts.concerned, counts.left) == (page.covered, page.concerned, len(page.left))
        assert (counts.weaker, counts.later) == (page.weaker, page.later)


def test_the_two_samples_of_the_demonstration(coordinator: User) -> None:
    """Two items left out on purpose and the poorest communes, which it is not; one target weaker, one task later."""
    sample = SAMPLES / "ke-hoach-mau-binh-minh.docx"
    above = make_plan(actor=coordinator, text=None, name=sample.name, content=sample.read_bytes())
    link = put_under(read(COMMUNE, coordinator, decided=False), above, coordinator)
    linked(link, coordinator)

    found = get_cascade(link)

    assert (found.covered, found.concerned, found.weaker, found.later) == (10, 13, 1, 1)
    assert [row.above.no for row in found.left if row.above] == ["", "16", "III.1"]


# -- the pages


def test_every_page_opens_before_and_after_linking(under: PlanAbove, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    own, above = under.plan_id, under.above_id
    addresses = [
        f"/ke-hoach/{own}/cap-tren/",
        f"/ke-hoach/{own}/cap-tren/?them=1",
        f"/ke-hoach/{own}/cap-tren/{under.pk}/bo-sot/",
        f"/ke-hoach/{own}/cap-tren/{under.pk}/bo-sot/?xuat=xlsx",
        f"/ke-hoach/{own}/cap-tren/{under.pk}/bo-sot/?xuat=csv",
        f"/ke-hoach/{own}/cap-tren/{under.pk}/bo-sot/?code=left&name=tieu hoc",
        f"/ke-hoach/{above}/cap-duoi/",
        f"/ke-hoach/{above}/cap-duoi/?state=late&sort=-share",
        f"/ke-hoach/{above}/cap-duoi/?xuat=xlsx",
        f"/ke-hoach/{above}/cap-duoi/?xuat=csv",
        f"/ke-hoach/{above}/cap-tren/",
        f"/ke-hoach/{own}/cap-duoi/",
    ]
    for address in addresses:
        assert client.get(address).status_code == 200, address
    linked(under, coordinator)
    for address in addresses:
        assert client.get(address).status_code == 200, address
    assert client.get(f"/ke-hoach/{own}/cap/")["Location"].endswith("/cap-tren/")
    assert client.get(f"/ke-hoach/{above}/cap/")["Location"].endswith("/cap-duoi/")


def test_a_person_confirms_links_and_takes_back_on_the_page(above: Plan, coordinator: User, browse: Browse) -> None:
    own = read(COMMUNE, coordinator)
    client = browse(coordinator)
    page = client.get(f"/ke-hoach/{own.pk}/cap-tren/").content.decode()
    assert "Đúng, là kế hoạch cấp trên" in page

    answer = client.post(f"/ke-hoach/{own.pk}/cap-tren/xac-nhan/", {"above": above.pk, "version": 0, "act": "confirm"})
    link = PlanAbove.objects.get()
    assert answer["Location"].endswith(f"?tren={link.pk}")
    base = f"/ke-hoach/{own.pk}/cap-tren/{link.pk}"
    page = client.get(f"/ke-hoach/{own.pk}/cap-tren/").content.decode()
    assert "Nhận 10 đề nghị chắc chắn" in page

    client.post(f"{base}/nhan-het/")
    page = client.get(f"/ke-hoach/{own.pk}/cap-tren/").content.decode()
    assert "10\u00a0/\u00a012" in page
    assert "Thấp hơn cấp trên" in page
    assert "trên &lt; 1,5, ở đây &lt; 2" in page

    upper = name_of(above, "task", "2")
    answer = client.post(
        f"{base}/noi/", {"act": "leave", "above": upper, "version": 0, "reason": "", "anchor": "de-sot"}
    )
    assert answer["Location"].endswith("#de-sot")
    assert "Thiếu lý do" in client.get(answer["Location"]).content.decode()
    client.post(f"{base}/noi/", {"act": "leave", "above": upper, "version": 0, "reason": "Ngân hàng làm"})
    assert "Ngân hàng làm" in client.get(f"/ke-hoach/{own.pk}/cap-tren/").content.decode()

    client.post(f"{base}/hoan-tac/")
    client.post(f"{base}/hoan-tac/")
    assert not CascadeLink.objects.filter(state="accepted").exists()


def test_the_item_pages_lead_up_and_down(under: PlanAbove, coordinator: User, browse: Browse) -> None:
    linked(under, coordinator)
    client = browse(coordinator)
    upper = Indicator.objects.get(plan=under.above_id, no="5")
    lower = Indicator.objects.get(plan=under.plan_id, no="4", source="annex")

    page = client.get(f"/ke-hoach/{under.plan_id}/chi-tieu/{lower.pk}/").content.decode()
    assert "Ở cấp trên" in page
    assert f"/ke-hoach/{under.above_id}/chi-tieu/{upper.pk}/" in page
    page = client.get(f"/ke-hoach/{under.above_id}/chi-tieu/{upper.pk}/").content.decode()
    assert "Ở cấp dưới" in page
    assert "thấp hơn cấp trên" in page


def test_who_may_not_link_reads_and_changes_nothing_where_the_place_is_not_known(
    under: PlanAbove, auditor: User, browse: Browse
) -> None:
    base = f"/ke-hoach/{under.plan_id}/cap-tren/"
    pair = {"above": name_of(under.above, "task", "4"), "own": name_of(under.plan, "task", "3"), "version": 0}
    for who, status in ((auditor, 403), (make_user("Cán Bộ Xã", Role.COMMUNE_OFFICER), 404)):
        client = browse(who)
        assert client.get(base).status_code == 200
        assert "Nhận 10 đề nghị" not in client.get(base).content.decode()
        refused = [
            client.post(f"{base}xac-nhan/", {"above": under.above_id, "version": 1, "act": "refuse"}),
            client.post(f"{base}{under.pk}/noi/", pair | {"act": "link"}),
            client.post(f"{base}{under.pk}/nhan-het/"),
            client.post(f"{base}{under.pk}/hoan-tac/"),
        ]
        assert {answer.status_code for answer in refused} == {status}
    assert not CascadeLink.objects.exists()


@pytest.mark.parametrize(
    ("path", "data", "status"),
    [
        ("{own}/cap-tren/xac-nhan/", {"above": "khong-phai", "version": "0"}, 302),
        ("{own}/cap-tren/xac-nhan/", {"above": "{own}", "version": "0", "act": "confirm"}, 302),
        ("{own}/cap-tren/xac-nhan/", {"above": "{above}", "version": "x"}, 302),
        ("{own}/cap-tren/{link}/noi/", {"act": "bay-ba", "version": "0"}, 404),
        ("{own}/cap-tren/{link}/noi/", {"act": "link", "version": "x"}, 404),
        ("{own}/cap-tren/{link}/noi/", {"act": "link", "version": "0", "above": "task-1", "own": ""}, 302),
        ("{own}/cap-tren/999999/noi/", {"act": "link", "version": "0"}, 404),
        ("{above}/cap-tren/{link}/nhan-het/", {}, 404),
    ],
)
def test_what_people_and_programs_send(
    under: PlanAbove, coordinator: User, browse: Browse, path: str, data: dict[str, str], status: int
) -> None:
    names = {"own": under.plan_id, "above": under.above_id, "link": under.pk}
    filled = {key: value.format(**names) for key, value in data.items()}
    answer = browse(coordinator).post(f"/ke-hoach/{path.format(**names)}", filled)
    assert answer.status_code == status
    assert not CascadeLink.objects.exists()


def test_without_anything_the_pages_say_why_and_what_to_do(
    plan: Plan, coordinator: User, auditor: User, browse: Browse
) -> None:
    assert (
        "Hệ thống chưa có kế hoạch nào khác"
        in browse(coordinator).get(f"/ke-hoach/{plan.pk}/cap-tren/").content.decode()
    )
    assert (
        "chưa được nối với kế hoạch cấp trên nào"
        in browse(auditor).get(f"/ke-hoach/{plan.pk}/cap-tren/").content.decode()
    )
    assert "Không thấy câu nào yêu cầu" in browse(auditor).get(f"/ke-hoach/{plan.pk}/cap-duoi/").content.decode()


# -- at what cost


def many(above: Plan, actor: User, count: int) -> list[PlanAbove]:
    """Give a plan own plans of that many communes, each linked with twenty items, without reading their text."""
    communes = units(above, *(f"Xã Số {at}" for at in range(count)))
    files = PlanFile.objects.bulk_create(
        PlanFile(
            name=f"xa-{at}.md", kind="md", sha256=f"{at:064d}", size=1, content=b"x", uploaded_by=actor, uploaded_at=NOW
        )
        for at in range(count)
    )
    plans = Plan.objects.bulk_create(
        Plan(
            file=file,
            state="in_review",
            type="Kế hoạch",
            number=f"{at}/KH-UBND",
            issuer=f"Ủy ban nhân dân xã Số {at}",
            issued_on=dt.date(2026, 5, 1),
            scope_unit=communes[at],
            created_at=NOW,
        )
        for at, file in enumerate(files)
    )
    links = PlanAbove.objects.bulk_create(
        PlanAbove(plan=plan, above=above, state="accepted", version=1, decided_by=actor, decided_at=NOW)
        for plan in plans
    )
    uppers = list(Indicator.objects.filter(plan=above, source="annex").order_by("ordinal"))[:20]
    lowers = Indicator.objects.bulk_create(
        Indicator(plan=plan, ordinal=at, span_start=0, span_end=1, no=str(at), name=upper.name, source="annex")
        for plan in plans
        for at, upper in enumerate(uppers)
    )
    Target.objects.bulk_create(
        Target(indicator=row, ordinal=0, year=2030, raw="50", comparator="=", low=50, high=50) for row in lowers
    )
    CascadeLink.objects.bulk_create(
        CascadeLink(
            plan_above=link,
            above_indicator=upper,
            own_indicator=lowers[number * len(uppers) + at],
            state="accepted",
            version=1,
            decided_by=actor,
            decided_at=NOW,
        )
        for number, link in enumerate(links)
        for at, upper in enumerate(uppers)
    )
    return links


def province_of_140_tasks() -> str:
    tasks = [
        f"| {at} | Việc số {at} về chăm sóc nhóm đối tượng {at} | Sở Y tế | UBND các xã, phường | Báo cáo | 2027 |"
        for at in range(6, 141)
    ]
    indicators = [
        f"| {at} | Tỷ lệ xã có mô hình số {at} | % | {at} | {at + 1} | Sở Y tế | UBND các xã, phường |"
        for at in range(10, 31)
    ]
    head, tail = PROVINCE.split("\nPHỤ LỤC II\n")
    return "\n".join([head.rstrip(), *indicators, "", "PHỤ LỤC II", tail.rstrip(), *tasks, ""])


def test_pages_cost_no_more_with_140_tasks_and_166_own_plans(
    coordinator: User, browse: Browse, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    above = read(province_of_140_tasks(), coordinator)
    links = many(above, coordinator, 166)
    under = put_under(read(COMMUNE, coordinator), above, coordinator)
    linked(under, coordinator)
    coordinator.scope_unit = Unit.objects.get(level="province")
    coordinator.save(update_fields=["scope_unit"])
    client = browse(coordinator)
    upper = Indicator.objects.get(plan=above, no="5")
    addresses = [
        f"/ke-hoach/{above.pk}/cap-duoi/",
        f"/ke-hoach/{above.pk}/cap-duoi/?xuat=xlsx",
        f"/ke-hoach/{above.pk}/cap-tren/",
        f"/ke-hoach/{under.plan_id}/cap-tren/",
        f"/ke-hoach/{under.plan_id}/cap-tren/{under.pk}/bo-sot/",
        f"/ke-hoach/{links[0].plan_id}/cap-tren/",
        f"/ke-hoach/{above.pk}/chi-tieu/{upper.pk}/",
    ]
    for address in addresses:
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert client.get(address).status_code == 200
    assert "167\u00a0/\u00a0167" in client.get(addresses[0]).content.decode()
    with django_assert_max_num_queries(MOST_STATEMENTS):
        decide_plan_above(
            plan_id=links[0].plan_id, above_id=above.pk, accepted=True, expected_version=1, actor=coordinator, now=NOW
        )
