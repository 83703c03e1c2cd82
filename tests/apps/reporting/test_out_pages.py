"""The pages that come out of reports: one indicator, the chairman's page, limits, figures as files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.reporting.factories import DAYS, NOW, World, make_unit, make_user
from tests.apps.reporting.outworld import add_indicator, approve, approve_all, make_running
from tests.apps.reporting.test_pages import browser

from ansinh.apps.accounts.models import Role
from ansinh.apps.planning.models import Indicator, Plan, PlanState
from ansinh.apps.reporting.models import Judgement, Report, StatusLimits
from ansinh.apps.reporting.selectors.progress import assess_plan
from ansinh.apps.reporting.services.judging import CannotJudge, set_limits
from ansinh.apps.reporting.services.rounds import open_round
from ansinh.apps.reporting.services.submitting import open_correction, return_report, submit_report
from ansinh.apps.ui.marks import find_status
from ansinh.core.progress.periods import read_period
from ansinh.files.sdmx import COLUMNS


@pytest.fixture
def plan(world: World) -> Plan:
    found = make_running(world)
    given: dict[str, Any] = {"baseline": (2025, "85"), "code": "test_insured", "by": world.coordinator}
    add_indicator(found, "18", "Tỷ lệ dân số tham gia bảo hiểm y tế", (2026, ">=", "92"), (2030, ">", "98"), **given)
    add_indicator(
        found, "2", "Số hộ nghèo", (2030, "<=", "10"), code="test_poor", baseline=(2025, "60"), by=world.coordinator
    )
    for at, commune in enumerate(world.communes):
        commune.latitude, commune.longitude = 12 + at / 10, 109 + at / 10
        commune.save()
    return found


def row(plan: Plan) -> Indicator:
    return Indicator.objects.get(plan=plan, no="18")


def show(world: World, name: str, *args: Any, by: Any = None, **query: str) -> str:
    answer = browser(by or world.checker).get(reverse(f"reporting:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_plans_list_of_indicators_stands_on_approved_figures(world: World, plan: Plan):
    client, where = browser(world.coordinator), reverse("planning:indicators", args=[plan.pk])
    before = client.get(where).content.decode()
    assert "Thiếu số liệu" in before
    approve_all(world, insured=(90, 95, 85), poor=(50, 40, 40))
    page = client.get(where).content.decode()
    assert "Tình trạng" in page
    assert "Ban đầu" not in page
    assert "Thiếu số liệu" not in page
    rows = list(csv.DictReader(io.StringIO(client.get(where, {"xuat": "csv"}).content.decode("utf-8-sig"))))
    found = {row["Chỉ tiêu"]: row["Tình trạng"] for row in rows}
    told = {row.indicator.name: find_status(row.code).word for row in assess_plan(plan, today=timezone.localdate())}
    assert found == told
    assert len(set(found.values())) == 2
    # The worst first, and the other way round; a plan that is not at work shows what was said at its start.
    orders = [
        [
            row["Chỉ tiêu"]
            for row in csv.DictReader(
                io.StringIO(client.get(where, {"xuat": "csv", "sort": sort}).content.decode("utf-8-sig"))
            )
        ]
        for sort in ("start", "-start")
    ]
    assert orders[0] == orders[1][::-1]
    Plan.objects.filter(pk=plan.pk).update(state=PlanState.IN_REVIEW)
    assert "Ban đầu" in client.get(where).content.decode()


def test_the_page_of_an_indicator_draws_explains_and_maps(world: World, plan: Plan):
    approve_all(world)
    page = show(world, "indicator", row(plan).pk)
    assert "<svg" in page
    assert "style=" not in page
    assert "thấp hơn kế hoạch 2" in page
    assert "270\xa0/\xa0300" in page or "270 / 300" in page
    assert "Hoàng Sa" in page
    assert "Trường Sa" in page
    assert "Xã Ví Dụ 3" in page
    assert page.index("Xã Ví Dụ 3</a>") < page.index("Xã Ví Dụ 2</a>")


def test_an_indicator_without_figures_says_what_is_missing(world: World, plan: Plan):
    assert "Chưa có số liệu được duyệt" in show(world, "indicator", row(plan).pk)


def test_a_past_day_shows_no_later_figure(world: World, plan: Plan):
    approve_all(world)
    page = show(world, "indicator", row(plan).pk, ngay="01/11/2026")
    assert "270 / 300" not in page


def test_the_plans_own_pages_show_the_status_by_their_seam(world: World, plan: Plan):
    approve_all(world)
    client = browser(world.checker)
    overview = client.get(reverse("planning:overview", args=[plan.pk])).content.decode()
    assert "Tiến độ theo số liệu đã duyệt" in overview
    page = client.get(reverse("planning:indicator", args=[plan.pk, row(plan).pk])).content.decode()
    assert reverse("reporting:indicator", args=[row(plan).pk]) in page


@pytest.mark.parametrize(("name", "most"), [("one_page", 30), ("indicator", 30)])
def test_pages_take_at_most_thirty_statements(world: World, plan: Plan, name, most, django_assert_max_num_queries):
    approve_all(world)
    args = [row(plan).pk] if name == "indicator" else []
    client = browser(world.checker)
    with django_assert_max_num_queries(most):
        assert client.get(reverse(f"reporting:{name}", args=args)).status_code == 200


def test_the_overview_stays_within_thirty_statements(world: World, plan: Plan, django_assert_max_num_queries):
    approve_all(world)
    client = browser(world.checker)
    with django_assert_max_num_queries(30):
        assert client.get(reverse("planning:overview", args=[plan.pk])).status_code == 200


def test_the_chairmans_page_counts_ranks_and_leads_to_evidence(world: World, plan: Plan):
    approve_all(world)
    page = show(world, "one_page")
    assert "/ 2 đúng hướng" in page
    assert "3 / 3" in page
    evidence = reverse("reporting:indicator", args=[row(plan).pk])
    assert evidence in page
    assert reverse("reporting:grid", args=[world.report().pk]) in show(world, "indicator", row(plan).pk)


def test_the_chairmans_page_without_a_plan_says_what_to_do(world: World):
    assert "Chưa có kế hoạch nào đang thực hiện" in show(world, "one_page")


def test_a_commune_officer_has_no_chairmans_page_and_judges_nothing(world: World, plan: Plan):
    client = browser(world.officer)
    assert client.get(reverse("reporting:one_page")).status_code == 403
    assert client.get(reverse("reporting:limits")).status_code == 403
    assert client.post(reverse("reporting:judge", args=[row(plan).pk])).status_code == 403
    assert Judgement.objects.count() == 0


def test_a_judgement_is_kept_and_shown(world: World, plan: Plan):
    client = browser(world.checker)
    address = reverse("reporting:judge", args=[row(plan).pk])
    assert (
        client.post(address, {"outlook": "doubtful", "on": "22/11/2026", "reason": "thiếu kinh phí"}).status_code == 302
    )
    assert Judgement.objects.get().entered_by == world.checker
    client.post(address, {"outlook": "", "on": "hôm qua", "reason": ""})
    assert Judgement.objects.count() == 1


def test_limits_are_set_by_the_coordinator_only(world: World, plan: Plan):
    given = {"valid_from": "01/12/2026", "on_track": "90", "slow": "50", "near": "1", "reason": "QĐ của tỉnh"}
    chair = make_user("chu_tich_tinh", "Lê Văn Chủ", world.province, Role.CHAIR)
    assert browser(chair).post(reverse("reporting:limits"), given).status_code == 403
    assert browser(world.checker).post(reverse("reporting:limits"), given).status_code == 302
    assert str(StatusLimits.objects.get().on_track) == "0.900"
    answer = browser(world.checker).post(reverse("reporting:limits"), {**given, "slow": "95"})
    assert answer.status_code == 422


def test_figures_as_sdmx(world: World, plan: Plan):
    approve_all(world)
    content = browser(world.checker).get(reverse("reporting:figures"), {"xuat": "sdmx"}).content.decode()
    lines = list(csv.DictReader(io.StringIO(content)))
    assert list(lines[0]) == list(COLUMNS)
    shares = next(line for line in lines if line["INDICATOR"] == "test_insured")
    assert (shares["TIME_PERIOD"], shares["OBS_VALUE"], shares["OBS_STATUS"], shares["REF_AREA"]) == (
        "2026",
        "90",
        "A",
        "98",
    )
    assert (shares["NUMERATOR"], shares["DENOMINATOR"], shares["COVERAGE"]) == ("270", "300", "3/3")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_figures_as_files_for_offices(world: World, plan: Plan, kind):
    approve_all(world)
    answer = browser(world.checker).get(reverse("reporting:figures"), {"xuat": kind})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'{kind}"')


def test_without_a_login_every_page_leads_to_it(world: World, plan: Plan):
    for name, args in (("one_page", []), ("limits", []), ("figures", []), ("indicator", [row(plan).pk])):
        assert Client().get(reverse(f"reporting:{name}", args=args)).status_code == 302


def events(page: str) -> list[str]:
    """What happened, as the page says it, the newest first."""
    part = page[page.index('id="dien-bien"') :]
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in re.findall(r"<li class=.xong.>(.*?)</li>", part)]


def test_what_happened_in_every_period_is_told_not_only_in_the_newest(world: World, plan: Plan):
    before = open_round(scheme=world.scheme, period=read_period("2025"), actor=world.coordinator, now=NOW, days=DAYS)
    old = Report.objects.get(round=before, place=world.communes[0])
    world.fill(old, insured=80)
    submit_report(report_id=old.pk, actor=world.officer, now=NOW)
    return_report(report_id=old.pk, reason="thiếu thôn 2", actor=world.checker, now=NOW)
    approve(world, old, now=NOW + dt.timedelta(hours=1))
    open_correction(report_id=old.pk, reason="cộng sai", actor=world.officer, now=NOW + dt.timedelta(hours=2))
    world.type(old, "test_insured", numerator=82, denominator=100)
    approve(world, old, now=NOW + dt.timedelta(hours=3))
    approve_all(world)
    told = events(show(world, "indicator", row(plan).pk))
    assert any("Xã Ví Dụ 1 đính chính năm 2025: 80 / 100 thành 82 / 100" in one for one in told)
    assert any("Xã Ví Dụ 1, năm 2025, bị trả lại: thiếu thôn 2" in one for one in told)
    assert any("mở lại để đính chính: cộng sai" in one for one in told)
    assert any("Năm 2026: duyệt 3 / 3 đơn vị" in one for one in told)
    assert any("Năm 2025: duyệt 1 / 3 đơn vị" in one for one in told)


def test_why_a_report_went_back_is_not_told_to_another_commune(world: World, plan: Plan):
    report = world.report()
    world.fill(report)
    submit_report(report_id=report.pk, actor=world.officer, now=NOW)
    return_report(report_id=report.pk, reason="thiếu thôn 2", actor=world.checker, now=NOW)
    approve_all(world)
    mine = show(world, "indicator", row(plan).pk, by=world.officer)
    assert "thiếu thôn 2" in mine
    assert reverse("reporting:grid", args=[report.pk]) in mine
    other = show(world, "indicator", row(plan).pk, by=world.other_officer)
    assert "thiếu thôn 2" not in other
    assert reverse("reporting:grid", args=[report.pk]) not in other
    assert reverse("reporting:grid", args=[world.report(1).pk]) in other


def test_a_long_history_is_opened_in_full(world: World, plan: Plan):
    report = world.report()
    for at in range(10):
        world.fill(report)
        submit_report(report_id=report.pk, actor=world.officer, now=NOW)
        return_report(report_id=report.pk, reason=f"lần {at}", actor=world.checker, now=NOW)
    approve_all(world)
    page = show(world, "indicator", row(plan).pk)
    assert len(events(page)) == 8
    assert "dienbien=ca" in page
    assert len(events(show(world, "indicator", row(plan).pk, dienbien="ca"))) == 11


def test_the_communes_of_an_indicator_as_excel(world: World, plan: Plan):
    approve_all(world)
    answer = browser(world.checker).get(reverse("reporting:indicator", args=[row(plan).pk]), {"xuat": "xa-xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [[cell.value for cell in line] for line in sheet.iter_rows()]
    head = next(at for at, line in enumerate(cells) if line[0] == "Mã")
    assert [line[:7] for line in cells[head + 1 :]] == [
        ["98003", "Xã Ví Dụ 3", "Năm 2026", 85, 85, 100, 15],
        ["98001", "Xã Ví Dụ 1", "Năm 2026", 90, 90, 100, 10],
        ["98002", "Xã Ví Dụ 2", "Năm 2026", 95, 95, 100, 5],
    ]


def test_a_coordinator_of_another_place_judges_nothing_here(world: World, plan: Plan):
    elsewhere = make_user("khac", "Bùi Văn Nơi Khác", make_unit("97", "Tỉnh Khác", "province"), Role.COORDINATOR)
    given = {"outlook": "doubtful", "on": "22/11/2026", "reason": "x"}
    client = browser(elsewhere)
    assert client.post(reverse("reporting:judge", args=[row(plan).pk]), given).status_code == 403
    assert (
        "Ghi đánh giá của bạn" not in client.get(reverse("reporting:indicator", args=[row(plan).pk])).content.decode()
    )
    assert Judgement.objects.count() == 0


def test_limits_hold_for_everybody_and_are_not_a_communes_to_set(world: World, plan: Plan):
    given = {"valid_from": "01/01/2027", "on_track": "90", "slow": "50", "near": "1", "reason": "Quyết định thử"}
    of_commune = make_user("dp_xa", "Lý Thị Xã", world.communes[0], Role.COORDINATOR)
    client = browser(of_commune)
    assert 'name="on_track"' not in client.get(reverse("reporting:limits")).content.decode()
    assert client.post(reverse("reporting:limits"), given).status_code == 403
    held = {"on_track": Decimal("0.9"), "slow": Decimal("0.5"), "near": Decimal("0.01"), "reason": "x"}
    with pytest.raises(CannotJudge, match="cấp tỉnh"):
        set_limits(valid_from=dt.date(2027, 1, 1), actor=of_commune, now=NOW, **held)
    assert not StatusLimits.objects.exists()
    nowhere = make_user("dp_ht", "Lý Thị Hệ Thống", world.province, Role.COORDINATOR)
    nowhere.scope_unit = None
    nowhere.save()
    assert browser(nowhere).post(reverse("reporting:limits"), given).status_code == 302
