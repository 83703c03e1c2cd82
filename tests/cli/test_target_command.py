"""`ansinh target status`: the form that other programs read, and what it refuses."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from ansinh.cli.main import app

RUN = CliRunner()


def status(*words: str) -> tuple[int, str]:
    ran = RUN.invoke(app, ["target", "status", *words])
    return ran.exit_code, ran.output


def test_the_form_is_that_of_the_house():
    code, said = status("--baseline", "5.0@2025", "--target", "<=1@2030", "--value", "3.8@2027", "--json")
    assert code == 0
    assert said.startswith(
        '{"status": "SLOW", "plan_share": 0.4, "progress_share": 0.3, "ratio": 0.75, "margin": -2.8, "reason": "'
    )
    assert "30 % so với 40 %" in json.loads(said)["reason"]


# Each way a target is written, a figure, and (status, plan share, progress share, ratio, margin).
WRITTEN = [
    ([">=95@2030"], ["96@2027"], ("ACHIEVED", None, None, None, 1)),
    (["=95@2030", "--direction", "up"], ["96@2027"], ("ACHIEVED", None, None, None, 1)),
    (["=95@2030", "--direction", "down"], ["96@2027"], ("NO_BASELINE", None, None, None, -1)),
    (["=95@2030", "--direction", "exact"], ["95@2027"], ("ACHIEVED", None, None, None, 0)),
    (["=95@2030", "--direction", "keep"], ["94@2027"], ("AT_RISK", None, None, None, -1)),
    (["keep>=99@2030"], ["99.5@2027"], ("ACHIEVED", None, None, None, 0.5)),
    (["keep>=99@2030"], ["98.5@2027"], ("AT_RISK", None, None, None, -0.5)),
    (["keep>=99@2030"], ["98.5@2030"], ("MISSED", None, None, None, -0.5)),
    (["range 85..90@2030"], ["88@2027"], ("ACHIEVED", None, None, None, 2)),
    (["range 85..90@2030"], ["91@2027"], ("AT_RISK", None, None, None, -1)),
    (["change -1..-1.5@yearly"], ["5@2025", "3.9@2026"], ("ACHIEVED", None, None, None, 0.1)),
    (["change -1..-1.5@yearly"], ["5@2025", "4.5@2026"], ("AT_RISK", None, None, None, -0.5)),
    (["average>=40000@yearly"], ["39000@2025", "42000@2026"], ("ACHIEVED", None, None, None, 500)),
    (["rubric@2030"], ["NOT_YET@2027"], ("NOT_DUE", None, None, None, None)),
    (["rubric@2030"], ["PARTLY@2027"], ("NOT_DUE", None, None, None, None)),
    (["rubric@2030"], ["YES@2027"], ("ACHIEVED", None, None, None, None)),
    ([">=95@2030"], [], ("NO_DATA", None, None, None, None)),
]


@pytest.mark.parametrize(("target", "values", "expected"), WRITTEN)
def test_every_way_a_target_is_written_is_judged_and_what_does_not_apply_is_null(target, values, expected):
    code, said = status("--target", *target, *(word for one in values for word in ("--value", one)), "--json")
    form = json.loads(said)
    names = ("status", "plan_share", "progress_share", "ratio", "margin")
    assert code == 0
    assert tuple(form[name] for name in names) == expected


@pytest.mark.parametrize(("value", "near"), [("99.5", True), ("101", False)])
def test_a_bound_that_is_kept_says_whether_narrowly(value, near):
    code, said = status("--target", "keep>=99@2030", "--value", f"{value}@2027", "--json")
    assert (code, json.loads(said)["near"]) == (0, near)


def test_milestones_and_values_may_be_given_many_times():
    words = ["--baseline", "90@2025", "--target", ">=98@2030", "--target", ">=95@2027"]
    code, said = status(*words, "--value", "93@2026", "--value", "94@2028", "--json")
    assert code == 0
    assert json.loads(said)["ratio"] == pytest.approx(0.666667)


def test_a_person_reads_the_word_and_the_reason():
    code, said = status("--target", "rubric@2030", "--value", "yes@2027")
    assert code == 0
    assert said.startswith("đạt (ACHIEVED)")


REFUSED = [
    (["--target", "=95@2030", "--value", "90@2027"], "--direction"),
    (["--target", ">=95@2030", "--value", "90"], "thiếu thời điểm"),
    (["--target", ">=95@2030", "--value", "chín@2027"], "không phải một con số"),
    (["--target", ">=95@2030", "--value", "YES@2027"], "định tính"),
    (["--target", "rubric@2030", "--value", "5@2027"], "định tính"),
    (["--target", ">=95@2030", "--target", "rubric@2031", "--value", "5@2027"], "cùng một loại"),
    (["--target", "=95@2030", "--direction", "sideways"], "up, down, exact"),
    (["--target", "cao hơn@2030"], "Chưa hiểu mục tiêu"),
]


@pytest.mark.parametrize(("words", "sentence"), REFUSED)
def test_what_cannot_be_judged_is_refused_in_a_sentence(words, sentence):
    code, said = status(*words)
    assert code == 2
    assert sentence in said
