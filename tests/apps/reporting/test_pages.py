"""The pages of a report: who sees which, typing, pasting, handing in, deciding; another commune's is not there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.apps.reporting.factories import World
from tests.browser.session import session_of

from ansinh.apps.accounts.models import User
from ansinh.apps.reporting.models import Cell, Figure, Report, ReportState


def browser(user: User) -> Client:
    client = Client()
    client.cookies["sessionid"] = session_of(user, at=timezone.now())
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"reporting:{name}", args=args)


PAGES = ["grid", "form_out", "form_in"]


@pytest.mark.parametrize("name", PAGES)
def test_an_officer_opens_his_own_report(world: World, name):
    assert browser(world.officer).get(url(name, world.report().pk)).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, "decide", "correct"])
def test_another_communes_report_is_not_there(world: World, name):
    assert browser(world.other_officer).get(url(name, world.report().pk)).status_code == 404


@pytest.mark.parametrize("name", ["submit", "withdraw", "paste"])
def test_another_communes_report_takes_nothing(world: World, name):
    assert browser(world.other_officer).post(url(name, world.report().pk)).status_code == 404
    assert Cell.objects.count() == 0


def test_without_a_login_every_page_leads_to_it(world: World):
    for name in PAGES:
        answer = Client().get(url(name, world.report().pk))
        assert answer.status_code == 302
        assert "dang-nhap" in answer["Location"]


def type_cell(client: Client, world: World, code: str, **data: str) -> Any:
    return client.post(url("cell", world.report().pk, world.line(code).pk), data)


def test_a_cell_is_kept_and_the_row_comes_back(world: World):
    answer = type_cell(
        browser(world.officer), world, "test_insured", numerator="9.186", denominator="9412", revision="0"
    )
    told = answer.json()
    assert answer.status_code == 200
    assert "97,6\xa0%" in told["rows"][str(world.line("test_insured").pk)]
    assert (told["done"], told["total"], told["left"]) == (1, 4, 3)
    assert told["saved"].startswith("Đã lưu ")


def test_a_figure_with_two_readings_is_asked_about(world: World):
    answer = type_cell(browser(world.officer), world, "test_index", value="1.234")
    assert answer.status_code == 422
    assert "hai cách đọc" in answer.json()["error"]


def test_a_count_with_a_dot_is_thousands(world: World):
    assert type_cell(browser(world.officer), world, "test_poor", value="1.234").status_code == 200
    assert Cell.objects.get().value == 1234


@pytest.mark.parametrize(
    ("code", "data", "sentence"),
    [
        ("test_poor", {"value": "mười"}, "Không đọc được"),
        ("test_insured", {"value": "97"}, "nhập tử số và mẫu số"),
        ("test_poor", {"value": "12", "blank": "no_data"}, "không nhập số"),
        ("test_poor", {"value": "99999999999999999"}, "quá lớn"),
    ],
)
def test_what_is_no_figure_is_told_and_not_kept(world: World, code, data, sentence):
    answer = type_cell(browser(world.officer), world, code, **data)
    assert answer.status_code in (409, 422)
    assert sentence in answer.json()["error"]
    assert Cell.objects.count() == 0


def test_two_people_on_one_cell(world: World):
    type_cell(browser(world.officer), world, "test_poor", value="10", revision="0")
    answer = type_cell(browser(world.second_officer), world, "test_poor", value="11", revision="0")
    assert answer.status_code == 409
    assert "Cao Thị Hiền vừa sửa ô này" in answer.json()["error"]
    assert 'value="10"' in answer.json()["rows"][str(world.line("test_poor").pk)]


def paste(world: World, *rows: dict[str, Any]) -> Any:
    return browser(world.officer).post(
        url("paste", world.report().pk), json.dumps({"rows": rows}), content_type="application/json"
    )


def test_a_block_goes_in_whole_or_not_at_all(world: World):
    good = {"line": world.line("test_insured").pk, "numerator": "90", "denominator": "100", "revision": "0"}
    bad = {"line": world.line("test_poor").pk, "value": "x", "revision": "0"}
    answer = paste(world, good, bad)
    assert answer.status_code == 422
    assert list(answer.json()["cells"]) == [str(world.line("test_poor").pk)]
    assert Cell.objects.count() == 0
    assert paste(world, good, {**bad, "value": "12"}).status_code == 200
    assert Cell.objects.count() == 2


@pytest.mark.parametrize("body", ["", "[]", '{"rows": 1}', '{"rows": [{"line": "x"}]}'])
def test_a_block_that_is_none_is_refused(world: World, body):
    answer = browser(world.officer).post(url("paste", world.report().pk), body, content_type="application/json")
    assert answer.status_code == 400


def test_handing_in_lists_what_is_left_with_links_to_the_cells(world: World):
    answer = browser(world.officer).post(url("submit", world.report().pk))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "còn 4 chỗ" in page
    assert f'href="#l{world.line("test_poor").pk}"' in page


def test_a_report_goes_from_the_commune_to_the_province_and_back(world: World):
    report = world.report()
    world.fill(report)
    officer, checker = browser(world.officer), browser(world.checker)
    # a double click
    assert officer.post(url("submit", report.pk)).status_code == 302
    assert officer.post(url("submit", report.pk), follow=True).status_code == 200
    report.refresh_from_db()
    assert (report.state, report.version) == (ReportState.SUBMITTED, 1)
    page = checker.get(url("decide", report.pk)).content.decode()
    assert "Duyệt bản 1" in page
    assert checker.post(url("decide", report.pk), {"act": "return"}).status_code == 422
    checker.post(url("decide", report.pk), {"act": "return", "reason": "Thiếu hộ mới tách"})
    assert "Thiếu hộ mới tách" in officer.get(url("grid", report.pk)).content.decode()
    assert "Bị trả lại" in officer.get(url("today")).content.decode()
    officer.post(url("submit", report.pk))
    report.refresh_from_db()
    checker.post(url("decide", report.pk), {"act": "approve", "seen": report.content_sha256})
    report.refresh_from_db()
    assert report.state == ReportState.APPROVED
    assert Figure.objects.filter(report=report, is_current=True).count() == 4


def test_an_old_view_does_not_approve_a_new_version(world: World):
    report = world.report()
    world.fill(report)
    browser(world.officer).post(url("submit", report.pk))
    answer = browser(world.checker).post(url("decide", report.pk), {"act": "approve", "seen": "0" * 64}, follow=True)
    assert "nộp bản khác" in answer.content.decode()
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED


def test_many_reports_are_approved_at_once_each_for_itself(world: World):
    reports = [world.report(0), world.report(1)]
    world.fill(reports[0])
    world.fill(reports[1], by=world.other_officer)
    browser(world.officer).post(url("submit", reports[0].pk))
    browser(world.other_officer).post(url("submit", reports[1].pk))
    ready = Report.objects.filter(state="submitted")
    data = {"report": [str(one.pk) for one in ready]} | {f"seen-{one.pk}": one.content_sha256 for one in ready}
    data[f"seen-{reports[1].pk}"] = "0" * 64
    answer = browser(world.checker).post(url("approve_many"), data, follow=True).content.decode()
    assert "Đã duyệt 1 báo cáo" in answer
    assert "Xã Ví Dụ 2" in answer


def test_the_province_sees_what_its_figures_rest_on(world: World):
    report = world.report()
    world.fill(report)
    browser(world.officer).post(url("submit", report.pk))
    page = browser(world.checker).get(url("totals", world.round.pk)).content.decode()
    assert "1 / 3" in page
    assert "90\xa0%" in page or "90,0\xa0%" in page
    assert browser(world.officer).get(url("totals", world.round.pk)).status_code == 404


@pytest.mark.parametrize("name", ["today", "schemes"])
def test_everybody_has_these_pages(world: World, name):
    for user in (world.officer, world.checker):
        assert browser(user).get(url(name)).status_code == 200


def test_the_board_is_for_those_who_receive(world: World):
    assert browser(world.checker).get(url("board", world.scheme.pk)).status_code == 200
    assert browser(world.officer).get(url("board", world.scheme.pk)).status_code == 404


def test_a_page_takes_few_statements(world: World, django_assert_max_num_queries):
    world.fill(world.report())
    for user, name, target in [
        (world.officer, "grid", world.report().pk),
        (world.checker, "board", world.scheme.pk),
        (world.checker, "totals", world.round.pk),
        (world.checker, "decide", world.report().pk),
    ]:
        client = browser(user)
        with django_assert_max_num_queries(30):
            assert client.get(url(name, target)).status_code == 200


def test_a_second_press_hands_nothing_in_again_and_frightens_nobody(world: World):
    world.fill(world.report())
    client = browser(world.officer)
    client.post(url("submit", world.report().pk))
    again = client.post(url("submit", world.report().pk), follow=True).content.decode()
    assert "Bản 1 đã nộp lúc" in again
    assert "không thể" not in again
    report = world.report()
    assert (report.version, report.steps.count()) == (1, 1)
    checker = browser(world.checker)
    checker.post(url("decide", report.pk), {"act": "approve", "seen": report.content_sha256})
    again = checker.post(
        url("decide", report.pk), {"act": "approve", "seen": report.content_sha256}, follow=True
    ).content.decode()
    assert "đã được bạn duyệt" in again
    assert (report.steps.count(), Figure.objects.filter(report=report).count()) == (2, 4)


def test_a_report_is_put_off_by_who_receives_it(world: World):
    report = world.report()
    where = url("extend", report.pk)
    assert browser(world.other_officer).get(where).status_code == 404
    assert browser(world.officer).post(where, {"to": "30/11/2026", "reason": "bão"}).status_code == 403
    client = browser(world.checker)
    assert where in client.get(url("grid", report.pk)).content.decode()
    assert client.post(where, {"to": "25/11/2026", "reason": "bão"}).status_code == 422
    answer = client.post(where, {"to": "30/11/2026", "reason": "bão lũ ở thôn 3"}, follow=True).content.decode()
    assert "gia hạn, hạn chung 25/11/2026" in answer
    assert "Từ 25/11/2026 đến 30/11/2026: bão lũ ở thôn 3" in answer
    world.fill(report)
    browser(world.officer).post(url("submit", report.pk))
    assert client.post(where, {"to": "31/12/2026", "reason": "thêm"}).status_code == 422
    assert where not in client.get(url("grid", report.pk)).content.decode()
