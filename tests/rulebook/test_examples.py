"""The cases in words that stand beside the rules: each gives what it says."""

from __future__ import annotations

from typing import Any

import pytest

from ansinh.core.rules.overlays import LowersNational
from ansinh.rulebook.answering import answer_case, as_form
from ansinh.rulebook.book import MODULES, folder, folders, national_system
from ansinh.rulebook.examples import Example, examples

EXAMPLES = list(examples())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.folder}: {example.case.name}")
def test_a_case_gives_what_it_says(example: Example) -> None:
    form = as_form(example.case, answer_case(example.case, national_system()), national_system())
    for who, programmes in example.expected.items():
        for programme, wanted in programmes.items():
            given: dict[str, Any] = form[who][programme]
            assert {key: given.get(key) for key in wanted} == wanted, given["because"]


def test_every_programme_has_cases() -> None:
    assert {example.folder for example in EXAMPLES} == {folder(module) for module in MODULES}


# Rules that no case in words reaches, each with the reason; empty: every rule has one.
WITHOUT_CASE: dict[str, str] = {}


def test_every_rule_is_part_of_the_reason_of_a_case_of_its_programme() -> None:
    reached = set()
    for example in EXAMPLES:
        answers = answer_case(example.case, national_system())
        if not isinstance(answers, LowersNational):
            own = (one for given in answers.values() for one in given if folders()[one.programme] == example.folder)
            reached |= {step.rule.name for answer in own for top in answer.steps for step in top.walk()}
    assert set(national_system().rules) - reached == set(WITHOUT_CASE)


def test_yes_no_and_unknown_all_cite_an_article() -> None:
    for example in EXAMPLES:
        form = as_form(example.case, answer_case(example.case, national_system()), national_system())
        for programmes in form.values():
            for given in programmes.values():
                assert given["reference"], example.case.name
                assert given["because"], example.case.name
