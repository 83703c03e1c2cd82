"""The law is checked when it is put together; a month of it; what if it were otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.core.rules.toy import PROGRAMMES, REFERENCE, RULES, VALUES, make_rule, make_system, person, version

from ansinh.core.rules.answers import answer
from ansinh.core.rules.expressions import Const, Kind, all_of, fact, param, rule, when
from ansinh.core.rules.model import Rule
from ansinh.core.rules.parameters import CannotReadParameter, Evidence, load_parameters
from ansinh.core.rules.reading import Reader
from ansinh.core.rules.references import CannotCite
from ansinh.core.rules.system import BadLaw

NOW = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("rule_", "said"),
    [
        (make_rule("a", rule("b")), "gọi quy tắc “b” không có"),
        (make_rule("a", fact("colour")), "không có dữ kiện “colour”"),
        (make_rule("a", param("ghost")), "gọi tham số “ghost” không có"),
        (make_rule("a", Const(1)), "Quy tắc “a” không được dùng ở đâu"),
        (make_rule("a", fact("poor")), "công thức cho ra bool, khai là int"),
        (make_rule("a", when(fact("rate"), 1)), "cần bool, gặp int"),
        (make_rule("a", rule("of_household")), "phải đi qua một liên hệ"),
        (make_rule("a", all_of(fact("poor"), fact("rate").is_("x")), Kind.BOOL), "so sánh hai giá trị không cùng loại"),
        (Rule("a", "person", "Không căn cứ", Kind.INT, (replace(version(Const(1)), references=()),)), "chưa có căn cứ"),
        (Rule("a", "person", "", Kind.INT, (version(Const(1)),)), "chưa có tên gọi"),
    ],
)
def test_a_rule_that_does_not_fit_does_not_load(rule_, said):
    with pytest.raises(BadLaw, match=said):
        make_system(rule_)


def test_rules_may_not_go_round_in_a_circle():
    with pytest.raises(BadLaw, match="vòng quanh"):
        make_system(make_rule("a", rule("b")), make_rule("b", rule("a")))


def test_a_value_that_nothing_reads_is_an_error():
    more = f'\nidle:\n  label: Để không\n  unit: vnd\n  values:\n    - {{value: 1, reference: "{REFERENCE}", from: 2021-07-01, evidence: primary}}\n'
    with pytest.raises(BadLaw, match="Tham số “idle” không được dùng"):
        make_system(values=VALUES + more)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("theo luật", "không đọc được căn cứ"),
        ("Điều 5 Nghị định số 999/2021/NĐ-CP", "chưa có trong"),
        ("", "chưa có căn cứ"),
    ],
)
def test_a_reference_that_the_citations_cannot_read_does_not_load(reference, said):
    with pytest.raises(CannotCite, match=said):
        make_system(make_rule("a", Const(1), reference=reference))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("{value: 1.5, reference: R, from: 2021-07-01, evidence: primary}", "số thực"),
        ('{value: "1.55", reference: R, from: 2021-07-01, evidence: primary}', "một chữ số thập phân"),
        ('{value: "1.5", from: 2021-07-01, evidence: primary}', "cần đúng các mục"),
        ('{value: "1.5", reference: R, from: 2021-07-01, evidence: hearsay}', "evidence “hearsay” không có"),
        ('{value: "1.5", reference: R, from: 2021, evidence: primary}', "phải là ngày"),
    ],
)
def test_a_value_without_source_day_or_whole_number_is_refused(value, said):
    text = (
        f"x:\n  label: X\n  unit: coefficient\n  values:\n    - {value.replace('R', chr(34) + REFERENCE + chr(34))}\n"
    )
    with pytest.raises(CannotReadParameter, match=said):
        load_parameters(text, place="values.yaml")


def test_a_key_written_twice_is_refused():
    with pytest.raises(CannotReadParameter, match="hai lần"):
        load_parameters("x: {}\nx: {}\n", place="values.yaml")


def test_a_formula_takes_no_float():
    with pytest.raises(TypeError, match="số thực"):
        Const(1.5)


@pytest.mark.parametrize(
    ("month", "known_on", "due"),
    [
        ("2024-06", NOW, 540_000),
        ("2024-07", NOW, 750_000),
        ("2024-07", date(2024, 9, 5), 750_000),
        ("2024-07", date(2024, 9, 4), 540_000),
        ("2021-06", NOW, 0),
    ],
)
def test_what_was_due_and_what_was_known_are_two_questions(month, known_on, due):
    law = make_system().month(month, known_on=known_on)
    assert Reader(law).read("allowance", person()) == (due, due)


def test_arrears_are_their_difference():
    system = make_system()
    found = answer(system.month("2024-08", known_on=NOW), PROGRAMMES[0], person())
    assert found.arrears is not None
    assert (found.arrears.date, found.arrears.vnd) == (date(2024, 9, 4), 210_000)
    assert found.evidence is Evidence.SECONDARY


def test_a_reform_is_a_new_system_and_leaves_the_old_one_alone():
    system = make_system()
    later = replace(system.parameters["standard"].values[-1], value=600_000)
    reform = system.with_parameter("standard", [*system.parameters["standard"].values[:-1], later])
    assert Reader(reform.month("2025-01", known_on=NOW)).read("allowance", person()) == (900_000, 900_000)
    assert Reader(system.month("2025-01", known_on=NOW)).read("allowance", person()) == (750_000, 750_000)


def test_a_reform_may_put_another_rule_in_the_place_of_one():
    stricter = make_rule("entitled", all_of(fact("poor"), fact("rate").at_least(10)), Kind.BOOL)
    law = make_system().with_rules(stricter).month("2025-01", known_on=NOW)
    assert [Reader(law).read("allowance", person(rate=rate))[0] for rate in (9, 10)] == [0, 750_000]


def test_a_repealed_rule_gives_nothing_and_says_so():
    ended = Rule("by_rate", "person", "Bảng", Kind.INT, (*RULES[1].versions, version(None, day=date(2025, 7, 1))))
    system = make_system(rules=[each for each in RULES if each.name != "by_rate"] + [ended])
    old = person(birth_date=date(1940, 1, 1), rate=21, poor=False)
    assert Reader(system.month("2025-06", known_on=NOW)).read("allowance", old) == (100, 100)
    assert Reader(system.month("2025-07", known_on=NOW)).read("allowance", old) == (0, 0)
