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
    form = json.loads(said)
    reason = form.pop("reason")
    assert code == 0
    assert form == {
        "status": "SLOW",
        "plan_share": 0.4,
        "progress_share": 0.3,
        "ratio": 0.75,
        "margin": -2.8,
        "near": None,
    }
    assert "30 % so với 40 %" in reason


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
