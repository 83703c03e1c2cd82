"""The status of a target: one table of cases by the rule of the house, and what holds for any figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.core.progress.goals import Goal, GoalKind, NoGoal, Rubric, Way, WayNeeded, read_goal
from ansinh.core.progress.moments import NoMoment, end_of_quarter, read_moment, write_moment, years_between
from ansinh.core.progress.sdg import growth_ratio
from ansinh.core.progress.status import Answer, Assessment, Point, Status, assess
from ansinh.core.progress.words import LABELS, say_why


def point(text: str) -> Point:
    figure, _, at = text.partition("@")
    return Point(Decimal(figure), read_moment(at))


def judge(
    targets: str, *values: str, baseline: str = "", way: Way | None = None, on: str = "", comparable: bool = True
) -> Assessment:
    """Judge targets written with " & " between the milestones."""
    return assess(
        goals=[read_goal(text, way=way) for text in targets.split(" & ")],
        values=[point(text) for text in values],
        baseline=point(baseline) if baseline else None,
        on=read_moment(on) if on else None,
        comparable=comparable,
    )


ON_THE_WAY = [
    # targets, baseline, value, status, plan share, progress share, ratio
    ("<=1@2030", "5.0@2025", "3.8@2027", Status.SLOW, "2/5", "3/10", "3/4"),
    ("<=0@2030", "5.0@2025", "3.0@2027", Status.ON_TRACK, "2/5", "2/5", "1"),
    (">=1000@2030", "0@2025", "400@2027", Status.ON_TRACK, "2/5", "2/5", "1"),
    (">=95@2030", "93.5@2025", "94.1@2027", Status.ON_TRACK, "2/5", "2/5", "1"),
    # the edges of each band: 0.95, 0.60, 0
    (">=100@2030", "0@2025", "38@2027", Status.ON_TRACK, "2/5", "19/50", "19/20"),
    (">=100@2030", "0@2025", "37.99@2027", Status.SLOW, "2/5", "3799/10000", "3799/4000"),
    (">=100@2030", "0@2025", "24@2027", Status.SLOW, "2/5", "6/25", "3/5"),
    (">=100@2030", "0@2025", "23.99@2027", Status.VERY_SLOW, "2/5", "2399/10000", "2399/4000"),
    (">=100@2030", "0@2025", "0@2027", Status.VERY_SLOW, "2/5", "0", "0"),
    (">=100@2030", "0@2025", "-1@2027", Status.REVERSING, "2/5", "-1/100", "-1/40"),
    ("<=1@2030", "5@2025", "5.2@2026", Status.REVERSING, "1/5", "-1/20", "-1/4"),
    # a quarter stands for its last day, an eighth of the way after half a year of four
    (">=80@2029", "0@2025", "10@2026-Q2", Status.ON_TRACK, "1/8", "1/8", "1"),
    # the line bends at each milestone; the next one that is not past counts
    (">=95@2027 & >=98@2030", "90@2025", "93@2026", Status.ON_TRACK, "1/2", "3/5", "6/5"),
    (">=95@2027 & >=98@2030", "90@2025", "96@2028", Status.ON_TRACK, "3/4", "3/4", "1"),
    (">=95@2027 & >=98@2030", "90@2025", "94@2028", Status.SLOW, "3/4", "1/2", "2/3"),
    # more than 95 from below, and a bare value in the indicator's way
    (">95@2030", "90@2025", "92@2027", Status.ON_TRACK, "2/5", "2/5", "1"),
]


@pytest.mark.parametrize(("targets", "baseline", "value", "status", "plan", "progress", "ratio"), ON_THE_WAY)
def test_a_target_to_be_reached_is_judged_by_the_line_of_the_plan(
    targets, baseline, value, status, plan, progress, ratio
):
    found = judge(targets, value, baseline=baseline)
    assert found.status is status
    assert (found.plan_share, found.progress_share, found.ratio) == (
        Fraction(plan),
        Fraction(progress),
        Fraction(ratio),
    )


CASES = [
    # met, also without a baseline and long before the milestone
    (">=95@2030", "95@2026", "", Status.ACHIEVED, "0"),
    (">95@2030", "95.1@2026", "90@2025", Status.ACHIEVED, "0.1"),
    ("<3@2030", "2.9@2026", "", Status.ACHIEVED, "0.1"),
    # a strict bound is not met by the bound itself
    (">95@2030", "95@2026", "", Status.NO_BASELINE, "0"),
    ("<3@2030", "3@2030", "5@2025", Status.MISSED, "0"),
    # without a baseline nobody knows whether it is slow
    (">=95@2030", "90@2026", "", Status.NO_BASELINE, "-5"),
    # a value no later than the baseline says nothing
    (">=95@2030", "90@2025", "90@2025", Status.NOT_DUE, "-5"),
    (">=95@2030", "91@2024", "90@2025", Status.NOT_DUE, "-4"),
    # the milestone has fallen due: the value at it decides, however far it has come
    (">=95@2027", "94.9@2027", "80@2025", Status.MISSED, "-0.1"),
    (">=95@2027", "95@2027", "80@2025", Status.ACHIEVED, "0"),
    (">=95@2027 & >=98@2030", "97@2030", "80@2025", Status.MISSED, "-1"),
    # kept bounds: no ratio, at risk before the milestone, missed after
    ("keep>=99@2030", "99.2@2027", "", Status.ACHIEVED, "0.2"),
    ("keep>=99@2030", "98.9@2027", "99.2@2025", Status.AT_RISK, "-0.1"),
    ("keep>=99@2030", "98.9@2030", "99.2@2025", Status.MISSED, "-0.1"),
    ("keep<=2@2030", "2.5@2027", "", Status.AT_RISK, "-0.5"),
    (">=99@2030", "98.9@2027", "99.2@2025", Status.AT_RISK, "-0.1"),
    (">=100@2030", "100@2027", "100@2025", Status.ACHIEVED, "0"),
    (">95@2030", "95@2027", "95@2025", Status.AT_RISK, "0"),
    # ranges are met inside, their ends included
    ("range 85..90@2030", "85@2027", "", Status.ACHIEVED, "0"),
    ("range 85..90@2030", "90@2027", "", Status.ACHIEVED, "0"),
    ("range 85..90@2030", "84.9@2027", "80@2025", Status.AT_RISK, "-0.1"),
    ("range 85..90@2030", "91@2027", "", Status.AT_RISK, "-1"),
    ("range 85..90@2030", "91@2030", "", Status.MISSED, "-1"),
    # so much a year
    ("change -1..-1.5@yearly", "3.8@2026", "5.0@2025", Status.ACHIEVED, "0.2"),
    ("change -1..-1.5@yearly", "3.0@2026", "5.0@2025", Status.ACHIEVED, "1"),
    ("change -1..-1.5@yearly", "4.5@2026", "5.0@2025", Status.AT_RISK, "-0.5"),
    ("change -1..-1.5@yearly", "3.0@2027", "5.0@2025", Status.ACHIEVED, "0"),
    ("change -1..-1.5@yearly", "4.5@2026", "", Status.NO_BASELINE, None),
    ("change -1..-1.5@yearly-2030", "4.9@2030", "5.0@2029", Status.MISSED, "-0.9"),
    ("change 2@yearly", "12@2026", "10@2025", Status.ACHIEVED, "0"),
    ("average>=40000@yearly", "40000@2026", "", Status.ACHIEVED, "0"),
    ("average>=40000@yearly", "39999@2026", "", Status.AT_RISK, "-1"),
]


@pytest.mark.parametrize(("targets", "value", "baseline", "status", "margin"), CASES)
def test_everything_else_is_decided_by_the_first_line_that_holds(targets, value, baseline, status, margin):
    found = judge(targets, value, baseline=baseline)
    assert found.status is status
    assert found.margin == (None if margin is None else Decimal(margin))
    assert (found.plan_share, found.progress_share, found.ratio) == (None, None, None)


BARE = [
    (Way.UP, "96@2027", Status.ACHIEVED),
    (Way.UP, "94@2027", Status.NO_BASELINE),
    (Way.DOWN, "94@2027", Status.ACHIEVED),
    (Way.DOWN, "96@2027", Status.NO_BASELINE),
    (Way.EXACT, "95@2027", Status.ACHIEVED),
    (Way.EXACT, "96@2027", Status.NO_BASELINE),
    (Way.KEEP, "95@2027", Status.ACHIEVED),
    (Way.KEEP, "94@2027", Status.AT_RISK),
]


@pytest.mark.parametrize(("way", "value", "status"), BARE)
def test_a_bare_value_is_reached_in_the_way_of_the_indicator(way, value, status):
    assert judge("=95@2030", value, way=way).status is status
    assert judge("95@2030", value, way=way).status is status


def test_a_bare_value_without_a_way_is_asked_about():
    with pytest.raises(WayNeeded, match="--direction"):
        judge("=95@2030", "90@2027")


def test_without_a_value_and_where_nothing_can_be_compared_it_says_so():
    assert judge(">=95@2030").status is Status.NO_DATA
    assert judge(">=95@2030", "96@2027", comparable=False).status is Status.NOT_COMPARABLE


def test_a_milestone_that_is_past_without_a_value_of_its_day_has_no_data():
    assert judge(">=95@2027", "90@2026", on="2028").status is Status.NO_DATA
    late = judge(">=95@2027", "90@2026", "96@2028", on="2028")
    assert (late.status, late.at) == (Status.ACHIEVED, date(2028, 12, 31))


def test_a_judgement_of_an_earlier_day_does_not_know_later_values():
    early = judge("<=1@2030", "4@2026", "0.5@2028", baseline="5@2025", on="2026")
    assert (early.status, early.used) == (Status.ON_TRACK, Decimal(4))


def test_the_average_is_that_of_the_years_so_far():
    found = judge("average>=40000@yearly", "38000@2026", "41000@2027")
    assert (found.status, found.used) == (Status.AT_RISK, Decimal(39500))


@pytest.mark.parametrize(("value", "status"), [("91@2027", Status.ON_TRACK), ("89@2027", Status.REVERSING)])
def test_where_the_plan_asks_for_no_movement_yet_any_step_the_right_way_is_in_time(value, status):
    found = judge(">=85@2026 & >=95@2028", value, baseline="90@2025")
    assert (found.status, found.plan_share, found.ratio) == (status, Fraction(0), None)


@pytest.mark.parametrize(("value", "near"), [("99.99@2027", True), ("99@2027", True), ("100.1@2027", False)])
def test_a_kept_bound_within_a_hundredth_is_marked(value, near):
    assert judge("keep>=99@2030", value).near is near


@pytest.mark.parametrize(
    ("rubric", "at", "status"),
    [
        (Rubric.YES, "2027", Status.ACHIEVED),
        (Rubric.PARTLY, "2027", Status.NOT_DUE),
        (Rubric.NOT_YET, "2027", Status.NOT_DUE),
        (Rubric.PARTLY, "2030", Status.MISSED),
        (Rubric.YES, "2030", Status.ACHIEVED),
    ],
)
def test_a_target_in_words_is_what_the_officer_says(rubric, at, status):
    answer = Answer(rubric, read_moment(at))
    assert assess(goals=[read_goal("rubric@2030")], answers=[answer]).status is status


WRONG = ["", "abc", ">=95", ">=95@", ">=x@2030", "range 85@2030", ">=95@yearly", "range 1..2@yearly", ">=95@20300"]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_target_is_said_in_a_sentence(text):
    with pytest.raises((NoGoal, NoMoment)) as said:
        read_goal(text)
    assert len(str(said.value)) > 20


@pytest.mark.parametrize(
    ("text", "day", "words"),
    [
        ("2027", date(2027, 12, 31), "năm 2027"),
        ("2027-Q1", date(2027, 3, 31), "quý I/2027"),
        ("2024-08-30", date(2024, 8, 30), "30/8/2024"),
        ("29/2/2028", date(2028, 2, 29), "29/2/2028"),
    ],
)
def test_moments(text, day, words):
    assert read_moment(text) == day
    assert write_moment(day) == words


@pytest.mark.parametrize("text", ["30/2/2027", "2027-Q5", "hôm nay", "1850"])
def test_no_moment(text):
    with pytest.raises(NoMoment):
        read_moment(text)


def test_quarters_are_exact_parts_of_a_year():
    assert [years_between(date(2026, 12, 31), end_of_quarter(2027, quarter)) for quarter in (1, 2, 3, 4)] == [
        Fraction(1, 4),
        Fraction(1, 2),
        Fraction(3, 4),
        Fraction(1),
    ]


SDG = [
    ("5.0", "3.8", "1.0", False, "0.47"),
    ("93.5", "94.1", "95", True, "1.00"),
    ("99.2", "98.9", "99", True, "-3.75"),
]


@pytest.mark.parametrize(("start", "value", "target", "up", "ratio"), SDG)
def test_the_ratio_of_eurostat_is_that_of_the_published_method(start, value, target, up, ratio):
    found = growth_ratio(
        baseline=point(f"{start}@2025"), latest=point(f"{value}@2027"), target=point(f"{target}@2030"), up_is_better=up
    )
    assert found is not None
    assert abs(found - Decimal(ratio)) < Decimal("0.006")


def test_the_ratio_of_eurostat_is_silent_where_its_growth_rates_are_not_defined():
    assert (
        growth_ratio(baseline=point("0@2025"), latest=point("400@2027"), target=point("1000@2030"), up_is_better=True)
        is None
    )


FIGURES = st.decimals(min_value=-1000, max_value=1000, places=2)
YEARS = st.integers(min_value=2020, max_value=2040)


@given(FIGURES, FIGURES, FIGURES, YEARS, YEARS, YEARS, st.sampled_from([">=", ">", "<=", "<"]))
def test_any_figures_give_one_status_with_a_sentence(start, value, bound, first, then, due, sign):
    goal = read_goal(f"{sign}{bound}@{due}")
    baseline, latest = point(f"{start}@{first}"), point(f"{value}@{then}")
    found = assess(goals=[goal], values=[latest], baseline=baseline)
    assert found.status in LABELS
    assert say_why(found, baseline=baseline).endswith(".")
    assert (found.status is Status.ACHIEVED) == goal.is_met(value)
    if found.ratio is not None:
        assert found.progress_share is not None
        assert found.plan_share is not None
        assert found.progress_share / found.plan_share == found.ratio


@given(FIGURES, FIGURES, FIGURES, st.sampled_from([">=", "<="]))
def test_turning_every_figure_round_changes_nothing_but_the_way(start, value, bound, sign):
    other = {">=": "<=", "<=": ">="}[sign]
    one = judge(f"{sign}{bound}@2030", f"{value}@2027", baseline=f"{start}@2025")
    two = judge(f"{other}{-bound}@2030", f"{-value}@2027", baseline=f"{-start}@2025")
    assert (one.status, one.ratio, one.margin) == (two.status, two.ratio, two.margin)


def test_a_goal_without_a_bound_has_no_margin():
    assert Goal(GoalKind.REACH, date(2030, 12, 31)).margin(Decimal(1)) is None
