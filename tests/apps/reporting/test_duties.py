"""Duties that plans speak of become duties to report; periods open by themselves; requests; years with a date of their own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from tests.apps.planning.factories import make_running_plan
from tests.apps.reporting.factories import NOW, World, make_user
from tests.apps.reporting.test_pages import browser

from ansinh.apps.accounts.models import Role
from ansinh.apps.planning.models import AgencyMention, Indicator, IndicatorBinding, Plan, ReportDuty
from ansinh.apps.reporting.models import Report, Round, Scheme, SchemeKind
from ansinh.apps.reporting.selectors.board import count_rates
from ansinh.apps.reporting.selectors.checks import lacks_text, list_remarks
from ansinh.apps.reporting.selectors.duties import day_in_year, list_proposals, once_day
from ansinh.apps.reporting.selectors.grid import get_grid
from ansinh.apps.reporting.services.days import seed_days
from ansinh.apps.reporting.services.duties import request_report, set_up_duty
from ansinh.apps.reporting.services.entering import CannotEnter, Typed, write_cell
from ansinh.apps.reporting.services.opening import open_due_rounds
from ansinh.apps.reporting.services.rounds import CannotSetUp, open_round
from ansinh.apps.territory.models import Agency
from ansinh.apps.territory.services.directory import seed_directory
from ansinh.core.progress.periods import Period, PeriodKind

TODAY = dt.date(2026, 3, 2)
ALL = "Các sở, ban, ngành; Ủy ban nhân dân các xã, phường"


@pytest.fixture
def plan(world: World) -> Plan:
    seed_directory()
    seed_days()
    found = make_running_plan(actor=world.coordinator)
    ReportDuty.objects.filter(plan=found).delete()
    found.scope_unit = world.province
    found.save()
    return found


def duty(plan: Plan, *, who: str = ALL, what: str = "báo cáo kết quả thực hiện", **fields: object) -> ReportDuty:
    at = ReportDuty.objects.filter(plan=plan).count() + 1
    values = {"to": "Sở Nội vụ", "recurrence": "annual", "due_raw": "nguyên văn", **fields}
    return ReportDuty.objects.create(
        plan=plan,
        ordinal=at,
        span_start=0,
        span_end=1,
        who=who,
        what=what,
        state="accepted",
        decided_at=NOW,
        **values,
    )


def proposal(world: World, found: ReportDuty):
    return next(one for one in list_proposals(world.province, on=TODAY) if one.duty == found)


def press(world: World, found: ReportDuty) -> list[Scheme]:
    return set_up_duty(duty_id=found.pk, place=world.province, actor=world.coordinator, now=NOW, today=TODAY)


def test_who_and_to_whom_are_found_in_the_directory(world: World, plan: Plan):
    one = proposal(world, duty(plan, month=11, day=25))
    assert one.reporters.communes == 3
    assert len(one.reporters.agencies) > 5
    assert one.receiver == Agency.objects.get(name="Sở Nội vụ")
    assert (one.due.month, one.due.day, one.cut_off.month, one.cut_off.day) == (11, 25, 11, 14)
    assert one.can_set_up


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"recurrence": "annual", "month": 12, "day": 5}, ("year", 12, 5, (11, 14), "")),
        ({"recurrence": "annual", "month": 12, "day": 25}, ("year", 12, 25, None, "")),
        ({"recurrence": "annual", "month": 1, "day": 10}, ("year", 13, 10, None, "")),
        ({"recurrence": "quarterly", "day": 25}, ("quarter", 3, 25, None, "")),
        ({"recurrence": "monthly", "day": 20}, ("month", 1, 20, None, "")),
        ({"recurrence": "once", "year": 2026, "month": 4, "day": 30}, ("year", 4, 30, (4, 14), "2026")),
        ({"recurrence": "once", "year": 2026, "quarter": 1}, ("year", 3, 31, (3, 14), "2026")),
        ({"recurrence": "once", "year": 2028, "month": 2, "day": 29}, ("year", 2, 29, (2, 14), "2028")),
        ({"recurrence": "once", "year": 2027, "month": 1, "day": 1}, ("year", 13, 1, None, "2026")),
    ],
)
def test_when_a_duty_falls_due(world: World, plan: Plan, fields, said):
    one = proposal(world, duty(plan, **fields))
    cut_off = (one.cut_off.month, one.cut_off.day) if one.cut_off else None
    assert (one.length, one.due.month, one.due.day, cut_off, one.only_period) == said


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"recurrence": "annual", "month": 11}, "không ghi ngày"),
        ({"recurrence": "annual", "day": 5}, "không ghi tháng"),
        ({"recurrence": "quarterly"}, "không ghi ngày"),
        ({"recurrence": ""}, "Chưa rõ định kỳ"),
        ({"recurrence": "event"}, "yêu cầu khi cần"),
        ({"recurrence": "annual", "month": 11, "day": 10, "who": "Các thôn"}, "Các thôn"),
    ],
)
def test_what_a_plan_leaves_open_is_said_and_not_guessed(world: World, plan: Plan, fields, sentence):
    found = duty(plan, **fields)
    assert sentence in proposal(world, found).problem
    with pytest.raises(CannotSetUp):
        press(world, found)


def test_one_press_makes_one_for_communes_and_one_for_agencies_each_with_what_it_leads(world: World, plan: Plan):
    found = duty(plan, month=11, day=25)
    communes, agencies = press(world, found)
    # The plan gives all of its indicators to one department.
    assert agencies.lines.count() == communes.lines.count() == 2
    assert set(agencies.lines.values_list("agency__name", flat=True)) == {"Sở Y tế"}
    assert set(communes.lines.values_list("agency", flat=True)) == {None}
    assert agencies.agencies.count() > 5
    assert press(world, found) == [communes, agencies] or set(press(world, found)) == {communes, agencies}
    assert Scheme.objects.filter(duty=found).count() == 2


def test_a_duty_of_another_place_is_not_there(world: World, plan: Plan):
    plan.scope_unit = world.communes[0]
    plan.save()
    with pytest.raises(CannotSetUp, match="không còn"):
        press(world, duty(plan, month=11, day=25))


def test_a_period_opens_by_itself_thirty_days_before_it_is_due_and_once(world: World, plan: Plan):
    communes, agencies = press(world, duty(plan, month=11, day=25))
    Round.objects.exclude(scheme=world.scheme)
    Scheme.objects.update(created_at=dt.datetime(2027, 1, 5, tzinfo=dt.UTC))
    assert open_due_rounds(today=dt.date(2027, 10, 25), now=NOW).rounds == ()
    opened = open_due_rounds(today=dt.date(2027, 10, 26), now=NOW)
    assert {one.scheme_id for one in opened.rounds} == {world.scheme.pk, communes.pk, agencies.pk}
    assert {one.period for one in opened.rounds} == {"2027"}
    assert Report.objects.filter(round__scheme=communes).count() == 3
    assert Report.objects.filter(round__scheme=agencies).count() == agencies.agencies.count()
    assert open_due_rounds(today=dt.date(2027, 10, 26), now=NOW).rounds == ()


def test_quarters_that_were_missed_open_later_and_none_from_before_the_duty(world: World, plan: Plan):
    found = duty(plan, who="Ủy ban nhân dân các xã, phường", recurrence="quarterly", day=25)
    (scheme,) = press(world, found)
    Scheme.objects.filter(pk=scheme.pk).update(created_at=dt.datetime(2027, 4, 10, tzinfo=dt.UTC))
    open_due_rounds(today=dt.date(2027, 10, 5), now=NOW)
    assert sorted(scheme.rounds.values_list("period", flat=True)) == ["2027-Q2", "2027-Q3"]


def test_the_first_year_has_its_own_date_and_is_not_asked_for_twice(world: World, plan: Plan):
    who = "Ủy ban nhân dân các xã, phường"
    (first,) = press(world, duty(plan, who=who, recurrence="once", year=2027, month=8, day=30))
    (yearly,) = press(world, duty(plan, who=who, month=10, day=30))
    assert (first.kind, first.only_period) == (SchemeKind.FIRST_YEAR, "2027")
    assert first.rounds.get().due_date == dt.date(2027, 8, 30)
    Scheme.objects.update(created_at=dt.datetime(2027, 1, 5, tzinfo=dt.UTC))
    open_due_rounds(today=dt.date(2027, 12, 20), now=NOW)
    assert not yearly.rounds.exists()
    open_due_rounds(today=dt.date(2028, 10, 20), now=NOW)
    assert yearly.rounds.get().period == "2028"


def test_one_that_cannot_open_is_said_and_stops_none(world: World, plan: Plan):
    press(world, duty(plan, who="Sở Nội vụ", month=11, day=25))
    Scheme.objects.get(duty__who="Sở Nội vụ").agencies.clear()
    Scheme.objects.update(created_at=dt.datetime(2027, 1, 5, tzinfo=dt.UTC))
    done = open_due_rounds(today=dt.date(2027, 11, 1), now=NOW)
    assert len(done.rounds) == 1
    assert "không có đơn vị nào" in done.problems[0]


@pytest.mark.parametrize(
    ("day", "code", "month"),
    [
        (dt.date(2026, 12, 31), "2026", 12),
        (dt.date(2027, 1, 1), "2026", 13),
        (dt.date(2027, 1, 2), "2027", 1),
        (dt.date(2028, 2, 29), "2028", 2),
    ],
)
def test_a_request_is_open_at_once_whatever_its_day(world: World, day, code, month):
    seed_days()
    scheme = request_report(
        title="Báo cáo thiệt hại do bão",
        content="Số hộ bị thiệt hại, nhu cầu hỗ trợ",
        due_date=day,
        reporters="communes",
        place=world.province,
        actor=world.coordinator,
        now=NOW,
        today=dt.date(2026, 11, 20),
    )
    opened = scheme.rounds.get()
    assert (opened.period, scheme.due_month, opened.printed_due_date) == (code, month, day)
    assert opened.cut_off_date == day - dt.timedelta(days=1)
    assert opened.reports.count() == 3
    assert day_in_year(day)[0].code == code


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"due_date": dt.date(2026, 11, 20)}, "sau hôm nay"),
        ({"reporters": "agencies"}, "ít nhất một cơ quan"),
        ({"title": " "}, "Thiếu tên"),
    ],
)
def test_a_request_without_day_or_people_is_refused(world: World, fields, sentence):
    given = {"title": "Báo cáo", "content": "x", "due_date": dt.date(2026, 12, 1), "reporters": "communes"} | fields
    with pytest.raises(CannotSetUp, match=sentence):
        request_report(place=world.province, actor=world.coordinator, now=NOW, today=dt.date(2026, 11, 20), **given)
    assert Scheme.objects.count() == 1


def test_a_duty_without_a_year_takes_that_of_the_plan(plan: Plan):
    found = duty(plan, recurrence="once", month=4, day=31)
    assert once_day(found) == dt.date(plan.issued_on.year, 4, 30)


PAGES = ["reporting:duties", "reporting:request", "reporting:scheme_new"]


@pytest.mark.parametrize("name", PAGES)
def test_only_a_coordinator_sets_up(world: World, plan: Plan, name):
    assert browser(world.coordinator).get(reverse(name)).status_code == 200
    for user in (world.officer, world.chair):
        assert browser(user).get(reverse(name)).status_code == 403


def test_the_page_of_duties_sets_up_with_one_press_and_twice_does_nothing_more(
    world: World, plan: Plan, django_assert_max_num_queries
):
    found = duty(plan, month=11, day=25)
    for at in range(12):
        duty(plan, month=11, day=at + 1, who="Sở Y tế")
    client = browser(world.coordinator)
    with django_assert_max_num_queries(30):
        page = client.get(reverse("reporting:duties")).content.decode()
    assert "3 xã, phường, đặc khu" in page
    for _ in range(2):
        answer = client.post(reverse("reporting:duties"), {"duty": found.pk}, follow=True)
        assert "Đã lập" in answer.content.decode()
    assert Scheme.objects.filter(duty=found).count() == 2
    assert "Tải lại trang" in client.post(reverse("reporting:duties"), {"duty": "x"}, follow=True).content.decode()


def test_a_request_by_the_page(world: World, plan: Plan):
    client = browser(world.coordinator)
    found = duty(plan, recurrence="event", what="phản ánh khó khăn")
    page = client.get(reverse("reporting:request"), {"moc": found.pk}).content.decode()
    assert "phản ánh khó khăn" in page
    data = {"title": "Báo cáo bão", "content": "Thiệt hại", "due_date": "31/12/2027", "reporters": "communes"}
    answer = client.post(reverse("reporting:request"), data)
    scheme = Scheme.objects.get(title="Báo cáo bão")
    assert answer["Location"] == reverse("reporting:board", args=[scheme.pk])
    assert "Báo cáo bão" in browser(world.officer).get(reverse("reporting:today")).content.decode()
    assert client.post(reverse("reporting:request"), {"title": "x"}).status_code == 422


def test_a_plan_brings_its_own_indicators_ticked(world: World, plan: Plan):
    indicator = Indicator.objects.filter(plan=plan).order_by("ordinal")[3]
    IndicatorBinding.objects.update_or_create(indicator=indicator, defaults={"entry_id": "test_poor", "dimension": ""})
    client = browser(world.coordinator)
    page = client.get(reverse("reporting:scheme_new"), {"ke-hoach": plan.pk}).content.decode()
    assert 'value="test_poor" checked' in page
    assert f"chỉ tiêu {indicator.no} của kế hoạch" in page
    assert 'value="test_index" checked' not in page
    data = {"title": "Báo cáo năm", "plan": plan.pk, "length": "year", "due_day": 25, "due_month": 12}
    answer = client.post(reverse("reporting:scheme_new"), data | {"reporters": "communes", "entries": ["test_poor"]})
    scheme = Scheme.objects.get(plan=plan)
    assert answer["Location"] == reverse("reporting:board", args=[scheme.pk])
    assert [line.indicator for line in scheme.lines.all()] == [indicator]


def test_each_agency_is_asked_for_what_it_leads_and_the_others_for_words(world: World, plan: Plan):
    mention, _ = AgencyMention.objects.get_or_create(
        plan=plan,
        printed="Sở Tài chính",
        key="sở tài chính",
        defaults={"agency": Agency.objects.get(name="Sở Tài chính")},
    )
    first = Indicator.objects.filter(plan=plan, binding__entry__isnull=False).order_by("ordinal")[0]
    first.assignments.filter(role="lead").update(mention=mention)
    _, scheme = press(world, duty(plan, month=11, day=25))
    opened = open_round(
        scheme=scheme, period=Period(2026, PeriodKind.YEAR), actor=None, now=NOW, agencies=list(scheme.agencies.all())
    )
    reports = {report.agency.name: report for report in opened.reports.select_related("agency", "round")}
    seen = {name: [row.line.entry_id for row in get_grid(report).rows] for name, report in reports.items()}
    assert seen["Sở Tài chính"] == [first.binding.entry_id]
    assert len(seen["Sở Y tế"]) == scheme.lines.count() - 1
    assert first.binding.entry_id not in seen["Sở Y tế"]
    assert seen["Sở Nội vụ"] == []
    # Nobody types what another is asked for, in the grid or by a form; what is asked is counted once.
    line = scheme.lines.get(agency__name="Sở Tài chính")
    officer = make_user("cv_syt", "Ngô Thị Y", world.province, Role.DEPARTMENT_OFFICER)
    officer.agency = reports["Sở Y tế"].agency
    officer.save()
    with pytest.raises(CannotEnter, match="không có trong mẫu"):
        write_cell(report_id=reports["Sở Y tế"].pk, typed=Typed(line.pk, blank="no_data"), actor=officer, now=NOW)
    assert browser(officer).post(reverse("reporting:cell", args=[reports["Sở Y tế"].pk, line.pk])).status_code == 404
    assert count_rates(opened).cells_required == scheme.lines.count()
    assert lacks_text(reports["Sở Nội vụ"])
    assert not lacks_text(reports["Sở Tài chính"])
    assert {len(list_remarks(report)) for report in reports.values()} == {0, 1, scheme.lines.count() - 1}


def test_by_hand_too_an_indicator_is_asked_of_the_agency_that_leads_it(world: World, plan: Plan):
    indicator = Indicator.objects.filter(plan=plan, binding__entry__isnull=False).order_by("ordinal")[0]
    entry = indicator.binding.entry_id
    agencies = [Agency.objects.get(name=name).pk for name in ("Sở Y tế", "Sở Nội vụ")]
    data = {"title": "Báo cáo", "plan": plan.pk, "length": "year", "due_day": 25, "due_month": 12}
    given = data | {"reporters": "agencies", "agencies": agencies, "entries": [entry, "test_index"]}
    assert browser(world.coordinator).post(reverse("reporting:scheme_new"), given).status_code == 302
    lines = Scheme.objects.get(title="Báo cáo").lines.values_list("entry", "agency__name")
    assert dict(lines) == {entry: "Sở Y tế", "test_index": None}
