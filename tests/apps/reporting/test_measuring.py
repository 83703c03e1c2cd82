"""A figure that the program's own lists can count: taken by one press, with its source, of the commune alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.urls import reverse
from tests.apps.people.factories import HERE, THERE, unit, work_in
from tests.apps.reporting.factories import DAYS, NOW, entry, make_user
from tests.apps.reporting.test_pages import browser

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.accounts.scope import NOWHERE, enter_scope
from ansinh.apps.benefits.models import Programme, Receipt
from ansinh.apps.people.models import Person
from ansinh.apps.reporting.models import Cell, Report
from ansinh.apps.reporting.selectors.checks import list_remarks
from ansinh.apps.reporting.services.entering import CannotEnter
from ansinh.apps.reporting.services.measuring import MEASURES, fill_from_registers
from ansinh.apps.reporting.services.rounds import DueDay, LineGiven, create_scheme, open_round
from ansinh.core.catalogue import load_entries
from ansinh.core.progress.periods import Period, PeriodKind

SOURCE = "register:payments:monthly_allowance_population_share"
CUT_OFF = dt.date(2026, 11, 14)


@pytest.fixture
def report(db: None, seed_provinces: Callable[..., int]) -> Report:
    """The report of one commune with a figure from the lists and one that is typed."""
    seed_provinces("46")
    coordinator = make_user("dieuphoi", "Trần Thị Điều Phối", unit("46"), Role.COORDINATOR)
    shared = {"kind": "ratio", "per": "100", "unit": "%", "place_axis": "ratio_of_sums"}
    lines = [
        entry("test_allowance", 9101, "Tỷ lệ hưởng trợ cấp", source=SOURCE, **shared),
        entry("test_typed", 9102, "Tỷ lệ khác", **shared),
    ]
    scheme = create_scheme(
        title="Báo cáo năm", length="year", reporters="communes", place=unit("46"), due=DueDay(11, 25),
        cut_off=DueDay(11, 14), lines=[LineGiven(one) for one in lines], actor=coordinator, now=NOW,
    )  # fmt: skip
    opened = open_round(scheme=scheme, period=Period(2026, PeriodKind.YEAR), actor=None, now=NOW, days=DAYS)
    return opened.reports.get(place__code=HERE)


@pytest.fixture
def officer(report: Report) -> User:
    return make_user("canbo", "Cao Thị Hiền", unit(HERE), Role.COMMUNE_OFFICER)


def live(code: str, *, dies: dt.date | None = None) -> Person:
    work_in(code)
    return Person.objects.create(full_name="Người Thử", search_key="nguoi thu", commune=unit(code), death_date=dies)


def receive(person: Person, since: dt.date, until: dt.date | None = None, name: str = "") -> None:
    Receipt.objects.create(
        person=person, programme=Programme.SOCIAL_ASSISTANCE, name=name, amount_vnd=540_000, valid_from=since,
        valid_to=until, source="danh sách tháng 11", recorded_at=NOW,
    )  # fmt: skip


def people() -> None:
    """Put five people into the register here (one died before the cut-off day) and one elsewhere."""
    spring = dt.date(2026, 3, 1)
    receive(live(HERE), spring)
    twice = live(HERE)
    receive(twice, spring)
    receive(twice, spring, name="khoản thứ hai")
    receive(live(HERE), spring, until=CUT_OFF)
    receive(live(HERE), CUT_OFF + dt.timedelta(days=1))
    receive(live(HERE, dies=CUT_OFF), spring)
    receive(live(THERE), spring)
    enter_scope(NOWHERE)


def test_the_lists_are_counted_on_the_cut_off_day_for_this_commune_alone(report: Report, officer: User):
    people()
    page = browser(officer)
    assert "Lấy số từ sổ" in page.get(reverse("reporting:grid", args=[report.pk])).content.decode()
    answer = page.post(reverse("reporting:from_registers", args=[report.pk]), follow=True).content.decode()
    assert "Đã lấy 1 số từ sổ" in answer
    cell = Cell.objects.get(report=report)
    assert (cell.numerator, cell.denominator, cell.source) == (2, 4, "measure")
    assert cell.note == "Đếm từ danh sách trợ cấp và sổ dân cư ngày 14/11/2026."
    fill_from_registers(report_id=report.pk, actor=officer, now=NOW, today=CUT_OFF)
    assert Cell.objects.get(report=report).revision == 1
    assert [one.line.entry_id for one in list_remarks(report)] == ["test_typed"]


def test_what_the_lists_cannot_say_is_not_written(report: Report, officer: User):
    with pytest.raises(CannotEnter, match="Sổ chưa có dân cư"):
        fill_from_registers(report_id=report.pk, actor=officer, now=NOW, today=CUT_OFF)
    other = make_user("xakhac", "Hồ Thị Khác", unit(THERE), Role.COMMUNE_OFFICER)
    with pytest.raises(CannotEnter, match="không thuộc đơn vị"):
        fill_from_registers(report_id=report.pk, actor=other, now=NOW, today=CUT_OFF)
    report.round.scheme.lines.filter(entry="test_allowance").update(dimension="female")
    with pytest.raises(CannotEnter, match="không có chỉ tiêu nào lấy được"):
        fill_from_registers(report_id=report.pk, actor=officer, now=NOW, today=CUT_OFF)
    assert not Cell.objects.exists()


def test_every_measure_is_the_source_of_an_indicator_of_the_catalogue():
    known = {one.source: one for one in load_entries().values()}
    assert set(MEASURES) <= set(known)
    assert all(known[source].kind == "ratio" and known[source].per == "100" for source in MEASURES)
    assert Decimal(100) == Decimal(known[SOURCE].per)
