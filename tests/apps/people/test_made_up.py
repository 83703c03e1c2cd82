"""A made-up population in the register of a made-up province: loaded once, going on after a cut, answered like any other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from ansinh.apps.accounts.models import Role
from ansinh.apps.accounts.scope import scope_of_unit, within
from ansinh.apps.benefits import made_up
from ansinh.apps.benefits.finding import find_gaps
from ansinh.apps.benefits.made_up import load_made_up
from ansinh.apps.benefits.models import Gap, Receipt
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import defer, execute
from ansinh.apps.people.models import Fact, Household, Identifier, Membership, Person
from ansinh.apps.territory.models import Unit
from ansinh.cli.demo_reports import place_units

DAY, SIZE = date(2026, 12, 1), 300
TABLES = (Person, Household, Membership, Fact, Receipt, Identifier)
pytestmark = pytest.mark.django_db


@pytest.fixture
def province(seed_provinces: Callable[..., int]) -> Unit:
    """The made-up province of the demonstration."""
    seed_provinces("46")
    place_units()
    return Unit.objects.get(code="99")


@pytest.fixture
def actor(province: Unit, make_user: Callable[..., Any]) -> Any:
    return make_user("chuyenvien", Role.DEPARTMENT_OFFICER, scope_unit=province)


def load(province: Unit, actor: Any, told: list[tuple[int, int]] | None = None) -> int:
    communes = list(Unit.objects.filter(parent=province).order_by("number"))
    heard = told if told is not None else []
    return load_made_up(
        province=province,
        communes=communes,
        persons=SIZE,
        seed=1,
        day=DAY,
        actor=actor,
        now=timezone.now(),
        tell=lambda done, total: heard.append((done, total)),
    )


def counts(province: Unit) -> list[int]:
    with within(scope_of_unit(province, on=DAY)):
        return [model.objects.count() for model in TABLES]  # type: ignore[attr-defined]


def test_a_load_cut_off_goes_on_and_a_second_one_changes_nothing(
    province: Unit, actor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made_up, "HOUSEHOLDS_A_TURN", 20)

    def cut(done: int, _total: int) -> None:
        if done >= 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_made_up(
            province=province, communes=list(Unit.objects.filter(parent=province).order_by("number")), persons=SIZE, seed=1, day=DAY,
            actor=actor, now=timezone.now(), tell=cut,
        )  # fmt: skip
    half = counts(province)
    assert 0 < half[0] < SIZE
    told: list[tuple[int, int]] = []
    made = load(province, actor, told)
    whole = counts(province)
    assert whole[0] == made >= SIZE
    assert told[-1][0] < told[-1][1] == whole[1]
    assert load(province, actor) == made
    assert counts(province) == whole


def test_the_rules_answer_for_it_and_differences_were_planted(province: Unit, actor: Any) -> None:
    load(province, actor)
    for commune in Unit.objects.filter(parent=province):
        find_gaps(commune=commune, month=date(2026, 12, 1), actor=actor, now=timezone.now())
    with within(scope_of_unit(province, on=DAY)):
        kinds = set(Gap.objects.values_list("kind", flat=True))
        assert Person.objects.filter(source="Dân số giả lập, không người nào có thật").count() >= SIZE
        assert not Fact.objects.filter(name="hiv").exists()
    assert "unknown" in kinds, "of some, something is not known"


def test_the_job_is_refused_for_a_province_that_is_real(province: Unit, actor: Any) -> None:
    run = defer(
        kind="benefits.make_up",
        title="Nạp",
        owner=actor,
        args={"province": "46", "persons": 10, "seed": 1, "actor_id": actor.pk},
    )
    execute(run_id=run.pk)
    assert JobRun.objects.get(pk=run.pk).errors == [
        "Dân số giả lập chỉ đưa vào tỉnh không có thật (mã bắt đầu bằng 99)."
    ]
    good = defer(
        kind="benefits.make_up",
        title="Nạp",
        owner=actor,
        args={"province": "99", "persons": 40, "seed": 1, "actor_id": actor.pk},
    )
    execute(run_id=good.pk)
    assert JobRun.objects.get(pk=good.pk).state == "done"
    assert JobRun.objects.filter(kind="benefits.find_gaps").count() == 6
