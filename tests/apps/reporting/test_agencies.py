"""Agencies report end to end; a colleague stands in for a time; days off that a coordinator enters."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.apps.reporting.factories import DAYS, NOW, World, make_user
from tests.apps.reporting.test_pages import browser, url

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.reporting.models import Report, ReporterDelegation, ReportState, SpecialDay
from ansinh.apps.reporting.services.access import can_check, can_fill
from ansinh.apps.reporting.services.days import get_calendar, seed_days
from ansinh.apps.reporting.services.days_own import CannotAddDay, add_day, record_year, remove_day
from ansinh.apps.reporting.services.delegating import CannotDelegate, delegate, withdraw_delegation
from ansinh.apps.reporting.services.rounds import DueDay, create_scheme, open_round
from ansinh.apps.territory.models import Agency, AgencyLevel
from ansinh.core.progress.periods import Period, PeriodKind


@pytest.fixture
def agencies(world: World) -> list[Agency]:
    return [
        Agency.objects.create(name=f"Sở Minh Họa {at}", level=AgencyLevel.PROVINCE, search_key=f"so minh hoa {at}")
        for at in (1, 2)
    ]


@pytest.fixture
def report(world: World, agencies: list[Agency]) -> Report:
    scheme = create_scheme(
        title="Báo cáo của các sở",
        length="year",
        reporters="agencies",
        place=world.province,
        due=DueDay(12, 25),
        lines=[],
        agencies=agencies,
        content="Kết quả, khó khăn, đề xuất",
        actor=world.coordinator,
        now=NOW,
    )
    opened = open_round(
        scheme=scheme,
        period=Period(2026, PeriodKind.YEAR),
        actor=world.coordinator,
        now=NOW,
        agencies=agencies,
        days=DAYS,
    )
    return opened.reports.get(agency=agencies[0])


@pytest.fixture
def officers(world: World, agencies: list[Agency]) -> list[User]:
    found = []
    for at, agency in enumerate(agencies):
        user = make_user(f"chuyen_vien_{at}", f"Ngô Văn {at}", world.province, Role.DEPARTMENT_OFFICER)
        user.agency = agency
        user.save()
        found.append(user)
    return found


def write(user: User, report: Report, text: str, version: int = 0):
    return browser(user).post(url("text", report.pk), {"text": text, "version": version})


def test_an_agency_writes_hands_in_and_the_coordinator_approves(world: World, report: Report, officers: list[User]):
    officer = browser(officers[0])
    assert "Báo cáo của các sở" in officer.get(url("today")).content.decode()
    page = officer.get(url("grid", report.pk)).content.decode()
    assert "Phần lời" in page
    assert "data-grid" not in page
    officer.post(url("submit", report.pk))
    assert "chưa có nội dung" in officer.get(url("grid", report.pk)).content.decode()
    assert write(officers[0], report, "Đã mở 12 lớp đào tạo nghề.").status_code == 302
    officer.post(url("submit", report.pk))
    report.refresh_from_db()
    assert (report.state, report.version) == (ReportState.SUBMITTED, 1)
    checker = browser(world.checker)
    assert "Đã mở 12 lớp đào tạo nghề." in checker.get(url("decide", report.pk)).content.decode()
    checker.post(url("decide", report.pk), {"act": "approve", "seen": report.content_sha256})
    report.refresh_from_db()
    assert report.state == ReportState.APPROVED
    page = checker.get(url("board", report.round.scheme_id)).content.decode()
    assert "Sở Minh Họa 1" in page


def test_another_agencys_report_is_not_there(world: World, report: Report, officers: list[User]):
    for name in ("grid", "decide"):
        assert browser(officers[1]).get(url(name, report.pk)).status_code == 404
    assert write(officers[1], report, "x").status_code == 404
    assert write(world.officer, report, "x").status_code == 404


def test_two_people_write_and_nothing_is_lost(world: World, report: Report, officers: list[User]):
    write(officers[0], report, "bản một")
    answer = write(officers[0], report, "bản hai của tôi", version=0)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Người khác vừa sửa" in page
    assert "bản một" in page
    assert "bản hai của tôi" in page
    report.refresh_from_db()
    assert (report.text, report.text_version) == ("bản một", 1)


def test_what_was_handed_in_is_not_written_over(world: World, report: Report, officers: list[User]):
    write(officers[0], report, "bản một")
    browser(officers[0]).post(url("submit", report.pk))
    assert write(officers[0], report, "bản hai", version=1).status_code == 409
    report.refresh_from_db()
    assert report.text == "bản một"


def hand_over(world: World, deputy: User, **fields: object) -> ReporterDelegation:
    today = timezone.localdate()
    given = {
        "giver": world.officer,
        "deputy": deputy,
        "valid_from": today,
        "valid_to": today + dt.timedelta(days=7),
        "reason": "đi công tác",
    } | fields
    return delegate(now=NOW, today=today, **given)  # type: ignore[arg-type]


@pytest.fixture
def deputy(world: World) -> User:
    return make_user("the", "Vũ Thị Thế", world.communes[0], Role.ACCOUNTANT)


def test_a_deputy_fills_and_hands_in_as_long_as_it_holds(world: World, deputy: User):
    report = world.report()
    assert not can_fill(deputy, report)
    given = hand_over(world, deputy)
    assert can_fill(deputy, report)
    assert not can_fill(deputy, world.report(1))
    world.fill(report, by=deputy)
    browser(deputy).post(url("submit", report.pk))
    report.refresh_from_db()
    assert report.submitted_by == deputy
    assert can_fill(world.officer, report)
    withdraw_delegation(delegation_id=given.pk, actor=world.officer, now=NOW)
    assert not can_fill(deputy, report)
    with pytest.raises(CannotDelegate, match="đã được rút"):
        withdraw_delegation(delegation_id=given.pk, actor=world.officer, now=NOW)


def test_before_and_after_its_days_a_delegation_gives_nothing(world: World, deputy: User):
    today = timezone.localdate()
    hand_over(world, deputy, valid_from=today + dt.timedelta(days=1))
    assert not can_fill(deputy, world.report())


def test_a_delegation_of_somebody_locked_gives_nothing(world: World, deputy: User):
    hand_over(world, deputy)
    User.objects.filter(pk=world.officer.pk).update(is_active=False)
    assert not can_fill(deputy, world.report())


def test_a_deputy_does_not_check_what_he_may_fill(world: World, report: Report, officers: list[User]):
    colleague = make_user("dp2", "Đinh Thị Hai", world.province, Role.COORDINATOR)
    colleague.agency = officers[0].agency
    colleague.save()
    assert can_check(colleague, report)
    hand_over(world, colleague, giver=officers[0])
    assert can_fill(colleague, report)
    assert not can_check(colleague, report)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "lý do"),
        ({"valid_to": dt.date(2020, 1, 1)}, "sau ngày bắt đầu"),
        ({"valid_to": dt.date(2199, 1, 1)}, "nhiều nhất một năm"),
    ],
)
def test_a_delegation_needs_reason_and_days(world: World, deputy: User, fields, sentence):
    with pytest.raises(CannotDelegate, match=sentence):
        hand_over(world, deputy, **fields)


def test_only_a_colleague_of_the_same_place_stands_in_and_once(world: World, deputy: User):
    for other in (world.other_officer, world.officer, world.coordinator):
        with pytest.raises(CannotDelegate, match="cùng đơn vị"):
            hand_over(world, other)
    with pytest.raises(CannotDelegate, match="không báo cáo cho đơn vị nào"):
        hand_over(world, deputy, giver=world.coordinator)
    hand_over(world, deputy)
    with pytest.raises(CannotDelegate, match="Đã ủy quyền"):
        hand_over(world, deputy)


def test_the_page_of_delegations(world: World, deputy: User):
    client = browser(world.officer)
    today = timezone.localdate()
    last = today + dt.timedelta(days=3)
    data = {
        "deputy": deputy.pk,
        "valid_from": f"{today:%d/%m/%Y}",
        "last_day": f"{last:%d/%m/%Y}",
        "reason": "nghỉ phép",
    }
    assert client.post(url("delegations"), data | {"deputy": world.other_officer.pk}).status_code == 422
    assert client.post(url("delegations"), data).status_code == 302
    row = ReporterDelegation.objects.get()
    assert row.valid_to == last + dt.timedelta(days=1)
    assert "nghỉ phép" in client.get(url("delegations")).content.decode()
    browser(world.other_officer).post(url("delegation_withdraw", row.pk))
    row.refresh_from_db()
    assert row.withdrawn_at is None
    client.post(url("delegation_withdraw", row.pk))
    row.refresh_from_db()
    assert row.withdrawn_at is not None
    assert browser(world.coordinator).get(url("delegations")).status_code == 403


def new_day(world: World, on: dt.date, **fields: str) -> SpecialDay:
    given = {"kind": "statutory", "name": "Tết Âm lịch", "source": "Thông báo thử", "evidence": "primary"} | fields
    return add_day(on=on, actor=world.coordinator, now=NOW, **given)


def test_a_day_that_is_entered_holds_until_it_is_taken_back(world: World):
    seed_days()
    day = new_day(world, dt.date(2027, 2, 8))
    assert not get_calendar().is_worked(dt.date(2027, 2, 8))
    seed_days()
    assert not get_calendar().is_worked(dt.date(2027, 2, 8))
    remove_day(day_id=day.pk, actor=world.coordinator, now=NOW)
    assert get_calendar().is_worked(dt.date(2027, 2, 8))


def test_what_the_program_brought_comes_back_with_the_own_day_gone(world: World):
    seed_days()
    day = new_day(world, dt.date(2026, 11, 24), kind="swap_off", name="Khác")
    remove_day(day_id=day.pk, actor=world.coordinator, now=NOW)
    assert SpecialDay.objects.get(on=dt.date(2026, 11, 24)).kind == "statutory"


@pytest.mark.parametrize(
    ("on", "fields", "sentence"),
    [
        (dt.date(2027, 2, 8), {"source": " "}, "văn bản thông báo"),
        (dt.date(2027, 2, 8), {"name": ""}, "tên ngày"),
        (dt.date(2027, 2, 8), {"kind": "swap_worked"}, "ngày làm việc sẵn"),
        (dt.date(1027, 2, 8), {}, "Năm không đúng"),
    ],
)
def test_a_day_without_its_notice_is_not_taken(world: World, on, fields, sentence):
    with pytest.raises(CannotAddDay, match=sentence):
        new_day(world, on, **fields)


def test_a_year_is_complete_when_somebody_says_by_which_notice(world: World):
    with pytest.raises(CannotAddDay, match="Chưa có ngày nghỉ nào"):
        record_year(year=2031, notice="x", evidence="primary", actor=world.coordinator, now=NOW)
    new_day(world, dt.date(2031, 1, 1))
    assert not get_calendar().is_announced(2031)
    record_year(year=2031, notice="Thông báo thử", evidence="primary", actor=world.coordinator, now=NOW)
    assert get_calendar().is_announced(2031)


def test_the_page_of_days_says_which_year_has_no_notice(world: World):
    seed_days()
    client = browser(world.coordinator)
    page = client.get(url("days")).content.decode()
    assert "chưa có thông báo ngày nghỉ" in page
    assert "nguồn thứ cấp" in page
    data = {"act": "day", "on": "08/02/2027", "kind": "statutory", "name": "Tết Âm lịch", "evidence": "secondary"}
    assert client.post(url("days"), data).status_code == 422
    assert client.post(url("days"), data | {"source": "Thông báo thử"}).status_code == 302
    day = SpecialDay.objects.get(on=dt.date(2027, 2, 8))
    assert (
        client.post(url("days"), {"act": "year", "year": 2027, "notice": "T", "year_evidence": "primary"}).status_code
        == 302
    )
    assert client.post(url("day_remove", day.pk)).status_code == 302
    for user in (world.officer, world.chair):
        assert browser(user).get(url("days")).status_code == 200
        assert browser(user).post(url("days"), data | {"source": "x"}).status_code == 403
        assert browser(user).post(url("day_remove", day.pk)).status_code == 403


def test_the_page_of_letters_is_for_those_who_run_reports(world: World):
    assert browser(world.coordinator).get(reverse("reporting:letters")).status_code == 200
    assert browser(world.officer).get(reverse("reporting:letters")).status_code == 403


def test_days_off_hold_for_everybody_and_are_not_a_communes_to_enter(world: World):
    seed_days()
    day = new_day(world, dt.date(2027, 2, 8))
    of_commune = make_user("dp_xa", "Lý Thị Xã", world.communes[0], Role.COORDINATOR)
    client = browser(of_commune)
    page = client.get(url("days"))
    assert page.status_code == 200
    assert 'name="on"' not in page.content.decode()
    data = {"act": "day", "on": "09/02/2027", "kind": "statutory", "name": "Tết", "source": "x", "evidence": "primary"}
    assert client.post(url("days"), data).status_code == 403
    year = {"act": "year", "year": 2027, "notice": "T", "year_evidence": "primary"}
    assert client.post(url("days"), year).status_code == 403
    assert client.post(url("day_remove", day.pk)).status_code == 403
    about = {"actor": of_commune, "now": NOW}
    with pytest.raises(CannotAddDay, match="cấp tỉnh"):
        add_day(on=dt.date(2027, 2, 9), kind="statutory", name="x", source="x", evidence="primary", **about)
    with pytest.raises(CannotAddDay, match="cấp tỉnh"):
        remove_day(day_id=day.pk, **about)
    with pytest.raises(CannotAddDay, match="cấp tỉnh"):
        record_year(year=2027, notice="x", evidence="primary", **about)
    assert SpecialDay.objects.filter(pk=day.pk).exists()
