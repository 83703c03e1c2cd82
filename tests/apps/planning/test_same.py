"""Indicators that a plan states in its running text and again in an annex."""

from __future__ import annotations

import pytest

from ansinh.apps.planning.models import Indicator, Plan, Section, Target
from ansinh.apps.planning.selectors.same import list_elsewhere

pytestmark = pytest.mark.django_db


def say(plan: Plan, name: str, *, year: int = 2030) -> Indicator:
    """Add an indicator that the running text states."""
    row = Indicator.objects.create(
        plan=plan,
        ordinal=800 + plan.indicators.count(),
        span_start=300,
        span_end=390,
        name=name,
        source="prose",
        confidence=1,
        read={},
    )
    Target.objects.create(indicator=row, ordinal=0, year=year, raw="đạt 98%", comparator="=", low=98, high=98)
    return row


def test_the_row_and_the_sentence_name_each_other(plan: Plan) -> None:
    Section.objects.create(
        plan=plan,
        ordinal=900,
        label="2",
        title="Mục tiêu",
        level=2,
        path="II/2",
        span_start=299,
        span_end=300,
        body_end=400,
    )
    said = say(plan, "tỷ lệ dân số tham gia bảo hiểm y tế")
    row = Indicator.objects.get(plan=plan, no="5")

    found = list_elsewhere(plan)

    assert [(other.pk, other.place) for other in found[said.pk]] == [(row.pk, "phụ lục, dòng 5")]
    assert [(other.pk, other.place) for other in found[row.pk]] == [(said.pk, "mục II.2")]


def test_another_measure_or_another_year_is_not_the_same(plan: Plan) -> None:
    say(plan, "tỷ lệ trường học có nước uống")
    say(plan, "tỷ lệ dân số tham gia bảo hiểm y tế", year=2045)

    assert list_elsewhere(plan) == {}
