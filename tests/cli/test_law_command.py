"""`ansinh law`: what the rulebook holds and what it does not."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from ansinh.cli.main import app

RUN = CliRunner()


def law(*words: str) -> tuple[int, str]:
    ran = RUN.invoke(app, ["law", *words])
    return ran.exit_code, ran.output


def test_articles_without_a_rule_are_listed_and_counted():
    code, said = law("coverage")
    lines = said.strip().splitlines()
    assert code == 0
    assert any(line.startswith("Điều 34 20/2021/NĐ-CP (nhắc ") for line in lines)
    assert lines[-1].startswith(f"{len(lines) - 1} điều chưa có quy tắc, trong ")


def test_the_list_is_there_for_programs():
    form = json.loads(law("coverage", "--json")[1])
    assert form["without_rule"] == len(form["articles"]) < form["named"]


def test_a_rule_is_shown_with_its_law_over_time():
    _, said = law("show", "sa_k5b")
    assert "Căn cứ: điểm b khoản 5 Điều 5 Nghị định số 20/2021/NĐ-CP" in said
    assert "Áp dụng từ 01/07/2025" in said
    assert "Hết hiệu lực." in said


def test_a_parameter_is_shown_with_each_value():
    _, said = law("show", "sa.standard")
    assert (
        "540.000 từ 01/07/2026 (hiệu lực 05/10/2026), Điều 4 Nghị định số 335/2026/NĐ-CP – chưa đối chiếu văn bản gốc"
        in said
    )


def test_words_lead_to_rules_whatever_their_marks():
    assert "sa_k6: Người khuyết tật nặng, đặc biệt nặng" in law("show", "khuyet tat")[1]
    assert "social_assistance: Trợ cấp xã hội hằng tháng" in law("show", "trợ cấp")[1]


def test_a_name_that_is_not_there_says_what_to_try():
    code, said = law("show", "xyz")
    assert (code, "thử vài chữ trong tên gọi" in said) == (2, True)
