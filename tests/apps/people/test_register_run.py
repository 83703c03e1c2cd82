"""Everybody of the register in a month: the same totals and the same digest on either engine, only those in one's range."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from tests.apps.people.factories import NOW, work_in
from typer import Exit
from typer.testing import CliRunner

from ansinh.apps.audit.models import Event
from ansinh.apps.benefits import registers
from ansinh.apps.benefits.answers import rights_of
from ansinh.apps.benefits.registers import Engine
from ansinh.apps.people.services.facts import record_fact
from ansinh.cli.entitle import app
from ansinh.cli.entitle_register import totals_for
from ansinh.entitlement.answers import Outcome

NOVEMBER = date(2026, 11, 1)
pytestmark = pytest.mark.django_db


def everybody(world: SimpleNamespace, engine: Engine, *, user: Any = None) -> tuple[Outcome, list[str]]:
    steps: list[str] = []
    who = user or world.officer
    return totals_for(who.username, month=NOVEMBER, known_on=None, engine=engine, tell=steps.append), steps


def test_both_engines_answer_alike_in_parts_and_as_one_person_is_told(
    world: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    work_in(actor=world.officer)
    whose = {"person_id": world.head.pk, "name": "marital_status", "value": "married"}
    record_fact(**whose, source="Giấy", actor=world.officer, now=NOW)
    on_duckdb, steps = everybody(world, "duckdb")
    assert steps[0].startswith("read: ")
    assert everybody(world, "postgres")[0] == on_duckdb
    monkeypatch.setattr(registers, "PART", 1)
    assert everybody(world, "duckdb")[0] == on_duckdb, "read in one part or in many"
    by_name = {each.programme: each for each in on_duckdb.totals}
    work_in()
    alone = {right.programme.id: right for right in rights_of(world.head, month=NOVEMBER).rights}
    assert on_duckdb.persons == 2
    assert by_name["social_assistance"].yes == 1
    assert by_name["social_assistance"].amount_vnd == alone["social_assistance"].amount_vnd == 1_080_000
    said = Event.objects.filter(verb="benefits.run_register").order_by("pk")
    assert [row.detail["engine"] for row in said] == ["duckdb", "postgres", "duckdb"]
    assert {row.detail["digest"] for row in said} == {on_duckdb.digest}


def test_an_account_counts_its_own_communes_only(world: SimpleNamespace) -> None:
    done, _steps = everybody(world, "postgres", user=world.other)
    assert (done.persons, done.households) == (0, 0)
    assert everybody(world, "duckdb", user=world.other)[0] == done


def test_who_may_not_see_people_is_refused(capsys: pytest.CaptureFixture[str], make_user: Any) -> None:
    admin = make_user("quantri", "admin")
    with pytest.raises(Exit):
        totals_for(admin.username, month=NOVEMBER, known_on=None, engine="duckdb", tell=lambda _step: None)
    assert "không được xem người trong sổ" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], "phải nói ai hỏi"),
        (["--as", "a", "--out", "x.parquet"], "--out chỉ đi với --from"),
        (["--as", "a", "--engine", "spark"], "không phải cách tính"),
        (["--from", ".", "--engine", "postgres"], "chỉ tính được bằng duckdb"),
        (["--as", "a", "--known-on", "hôm qua"], "viết tháng 2026-11"),
    ],
    ids=["nobody asks", "file of answers", "engine", "files in postgres", "day"],
)
def test_what_does_not_go_together_is_one_sentence(more: list[str], said: str) -> None:
    result = CliRunner().invoke(app, ["run", "--month", "2026-11", *more])
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
