"""Figures by parts: asked for by the fixed lists of the catalogue, compared with their total, rolled up part by part."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse
from tests.apps.reporting.factories import NOW, World, make_world
from tests.apps.reporting.outworld import add_indicator, make_running
from tests.apps.reporting.test_pages import browser

from ansinh.apps.planning.models import CatalogueIndicator, IndicatorBinding
from ansinh.apps.reporting.forms_schemes import SchemeForm
from ansinh.apps.reporting.models import Report, Scheme, SchemeLine
from ansinh.apps.reporting.selectors.checks import list_remarks
from ansinh.apps.reporting.selectors.duties import lines_of
from ansinh.apps.reporting.selectors.grid import get_grid
from ansinh.apps.reporting.selectors.series import list_series
from ansinh.apps.reporting.services.entering import Typed, write_cell
from ansinh.apps.reporting.services.rounds import open_round
from ansinh.apps.reporting.services.submitting import approve_report, submit_report
from ansinh.core.progress.periods import Period, PeriodKind


@pytest.fixture
def world(db: None) -> World:
    found = make_world()
    CatalogueIndicator.objects.filter(pk__in=["test_insured", "test_poor"]).update(
        disaggregations=["urban_rural", "age_group"]
    )
    return found


def form(world: World, **more: Any) -> SchemeForm:
    data = QueryDict(mutable=True)
    data.update({
        "title": "Báo cáo theo phần", "length": "year", "reporters": "communes", "due_day": "25", "due_month": "11",
        "cut_off_day": "14", "cut_off_month": "11", **more,
    })  # fmt: skip
    data.setlist("entries", ["test_insured", "test_poor", "test_index"])
    return SchemeForm(data, place=world.province)


def opened(world: World) -> Report:
    """Set the duty up by its page and open this year."""
    asked = form(world, splits="urban_rural")
    client = browser(world.coordinator)
    answer = client.post(reverse("reporting:scheme_new"), {key: asked.data.getlist(key) for key in asked.data})
    scheme = Scheme.objects.get(title="Báo cáo theo phần")
    assert answer["Location"] == reverse("reporting:board", args=[scheme.pk])
    found = open_round(scheme=scheme, period=Period(2026, PeriodKind.YEAR), actor=world.coordinator, now=NOW)
    return found.reports.get(place=world.communes[0])


def type_in(world: World, report: Report, code: str, part: str, **held: int) -> None:
    line = report.round.scheme.lines.get(entry=code, dimension=part)
    numbers: dict[str, Any] = {name: Decimal(value) for name, value in held.items()}
    write_cell(report_id=report.pk, typed=Typed(line_id=line.pk, **numbers), actor=world.officer, now=NOW)


def test_parts_stand_after_their_total_where_the_catalogue_has_them(world: World):
    report = opened(world)
    assert [str(line) for line in SchemeLine.objects.filter(scheme=report.round.scheme)] == [
        "Tỷ lệ dân số tham gia bảo hiểm y tế",
        "Tỷ lệ dân số tham gia bảo hiểm y tế – thành thị",
        "Tỷ lệ dân số tham gia bảo hiểm y tế – nông thôn",
        "Số hộ nghèo cuối năm",
        "Số hộ nghèo cuối năm – thành thị",
        "Số hộ nghèo cuối năm – nông thôn",
        "Chỉ số phát triển con người",
    ]


@pytest.mark.parametrize(
    ("town", "country", "sentence"),
    [
        (3, 9, None),
        (5, 9, "Các phần cộng lại 14 lớn hơn tổng 12"),
        (3, 4, "Các phần cộng lại 7, khác tổng 12"),
        (13, None, "Các phần cộng lại 13 lớn hơn tổng 12"),
        (3, None, None),
    ],
)
def test_parts_are_compared_with_their_total(world: World, town, country, sentence):
    report = opened(world)
    for part, value in (("", 12), ("urban", town), ("rural", country)):
        if value is not None:
            type_in(world, report, "test_poor", part, value=value)
    said = [one.remark.sentence for one in list_remarks(report) if one.remark.code.startswith("parts_")]
    assert said == ([] if sentence is None else [one for one in said if one.startswith(sentence)] or [sentence])
    row = next(row for row in get_grid(report).rows if row.line.entry_id == "test_poor" and not row.line.dimension)
    assert row.state == ("wrong" if sentence else "done")


def test_parts_of_a_ratio_are_compared_in_both_halves_and_rolled_up_each(world: World):
    report = opened(world)
    for part, top, bottom in (("", 90, 100), ("urban", 40, 50), ("rural", 50, 40)):
        type_in(world, report, "test_insured", part, numerator=top, denominator=bottom)
    assert any("Các phần cộng lại 90, khác tổng 100" in one.remark.sentence for one in list_remarks(report))
    type_in(world, report, "test_insured", "rural", numerator=50, denominator=50)
    for part, value in (("", 12), ("urban", 3), ("rural", 9)):
        type_in(world, report, "test_poor", part, value=value)
    type_in(world, report, "test_index", "", value=1)
    assert list_remarks(report) == []
    submit_report(report_id=report.pk, actor=world.officer, now=NOW)
    approve_report(report_id=report.pk, actor=world.checker, now=NOW)
    entries = CatalogueIndicator.objects.in_bulk(["test_insured"])
    series = list_series(unit=world.province, entries=entries)
    assert {part: [one.value for one in many] for (_, part), many in series.items()} == {
        "": [90],
        "urban": [80],
        "rural": [100],
    }


def test_a_plans_target_for_a_part_brings_its_own_line_once(world: World):
    plan = make_running(world)
    for no, part in (("1", ""), ("2", "rural"), ("3", "other_localities")):
        row = add_indicator(plan, no, "Số hộ nghèo cuối năm", (2030, "<=", "9"), code="test_poor", by=world.coordinator)
        IndicatorBinding.objects.filter(indicator=row).update(dimension=part)
    assert [(line.entry.code, line.dimension) for line in lines_of(plan)] == [("test_poor", ""), ("test_poor", "rural")]
    asked = form(world, splits="urban_rural", plan=str(plan.pk))
    assert asked.is_valid(), asked.errors
    lines = [(line.entry.code, line.dimension, line.indicator and line.indicator.no) for line in asked.given()["lines"]]
    assert [one for one in lines if one[0] == "test_poor"] == [
        ("test_poor", "", "1"),
        ("test_poor", "urban", None),
        ("test_poor", "rural", "2"),
    ]
