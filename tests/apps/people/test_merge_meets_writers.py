"""A record goes into another while somebody writes of it: whoever comes second waits, and nothing is lost or half done."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connections
from tests.apps.people.doubles import TODAY, double_of, everything, pair_of, side, versions_of
from tests.apps.people.factories import HERE, NOW, scope
from tests.apps.people.lists import HA, as_csv, changed, stage, take
from tests.plugins.database import test_cluster as cluster_of_tests

from ansinh.apps.accounts.scope import within
from ansinh.apps.audit.services import verify_chain
from ansinh.apps.benefits import services as benefits
from ansinh.apps.benefits.models import Receipt
from ansinh.apps.people.models import DuplicatePair, Fact, Identifier, Membership, Merge, Person
from ansinh.apps.people.selectors.duplicates import side_by_side
from ansinh.apps.people.services import facts
from ansinh.apps.people.services.duplicates import merging
from ansinh.apps.people.services.duplicates.merging import Choice, merge_pair
from ansinh.apps.people.services.duplicates.undoing import undo_merge
from ansinh.apps.people.services.imports import taking
from ansinh.apps.people.services.refusals import ChangedMeanwhile, Merged, NotHere, Refused
from ansinh.cli.postgres.cluster import SUPERUSER

pytestmark = pytest.mark.django_db(transaction=True)
Act = Callable[[], object]


class Hold:
    """Stops one act right before it is committed, where it writes its event, until somebody lets it go on."""

    def __init__(self, patch: pytest.MonkeyPatch, module: Any) -> None:
        self.reached, self.go = threading.Event(), threading.Event()
        record = module.record

        def held(**given: Any) -> Any:
            done = record(**given)
            self.reached.set()
            assert self.go.wait(30)
            return done

        patch.setattr(module, "record", held)


def run(act: Act, officer: Any, outcome: list[object]) -> threading.Thread:
    """Do something on a connection of its own; what came of it, or what was refused, goes into ``outcome``."""

    def work() -> None:
        try:
            with within(scope(), actor=officer):
                outcome.append(act())
        except (Refused, Merged, NotHere) as refused:
            outcome.append(refused)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def wait_for_waiting(many: int) -> None:
    """Come back when as many connections wait for a row as there should."""
    with psycopg.connect(cluster_of_tests().url(role=SUPERUSER, database="postgres"), autocommit=True) as base:
        for _ in range(600):
            found = base.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s",
                [connections["default"].settings_dict["NAME"]],
            ).fetchone()
            if found is not None and found[0] >= many:
                return
            time.sleep(0.05)
    pytest.fail("nobody waits")


def second_waits(
    monkeypatch: pytest.MonkeyPatch, officer: Any, *, first: tuple[Any, Act], then: list[Act]
) -> list[list[object]]:
    """Do one thing, stopped before its commit, and the others meanwhile; return what came of each."""
    module, act = first
    outcomes: list[list[object]] = [[] for _ in range(1 + len(then))]
    with monkeypatch.context() as patch:
        hold = Hold(patch, module)
        threads = [run(act, officer, outcomes[0])]
        assert hold.reached.wait(30), outcomes
        patch.undo()
        threads += [run(each, officer, outcome) for each, outcome in zip(then, outcomes[1:], strict=True)]
        wait_for_waiting(len(then))
        assert not any(outcomes), "nothing is done while the first one is not committed"
        hold.go.set()
        for thread in threads:
            thread.join()
    return outcomes


@pytest.fixture
def two(world: SimpleNamespace) -> SimpleNamespace:
    """The head twice, the pair as a page shows it, and what may be done to it."""
    officer = world.officer
    given: dict[str, Any] = {"actor": officer, "now": NOW}
    with within(scope(), actor=officer):
        double = double_of(world)
        pair = pair_of(world.head, double)
        open_fact = Fact.objects.get(person=double, name="marital_status")
        open_receipt = Receipt.objects.filter(person=double, valid_to=None).order_by("valid_from").last()
    assert open_receipt is not None

    def merge(asked: str | None = None) -> Act:
        with within(scope(), actor=officer):
            shown = versions_of(pair)
        return lambda: merge_pair(
            pair_id=pair.pk,
            versions=shown,
            choice=Choice(side(pair, world.head), {}),
            today=TODAY,
            asked=asked,
            **given,
        )

    def asked() -> str:
        with within(scope(), actor=officer):
            return side_by_side(DuplicatePair.objects.get(pk=pair.pk)).mark()

    def undo() -> None:
        with within(scope(), actor=officer):
            undo_merge(merge_id=Merge.objects.get(undone_at=None).pk, **given)

    def fact(name: str, value: Any = None, *, of: Person = double, other: Person | None = None) -> Act:
        told = {"other_id": other.pk if other is not None else None, "source": "Lời khai"}
        return lambda: facts.record_fact(person_id=of.pk, name=name, value=value, **told, **given)

    return SimpleNamespace(
        world=world, officer=officer, double=double, pair=pair, merge=merge, undo=undo, asked=asked, fact=fact,
        end_fact=lambda: facts.end_fact(fact_id=open_fact.pk, person_id=double.pk, day=TODAY, **given),
        end_receipt=lambda: benefits.end_receipt(
            receipt_id=open_receipt.pk, person_id=double.pk, day=date(2027, 1, 1), **given
        ),
        open_fact=open_fact, open_receipt=open_receipt,
    )  # fmt: skip


def nothing_hangs_on(person: Person) -> None:
    with within(scope()):
        for rows in (
            Fact.objects.filter(person=person), Fact.objects.filter(other=person), Receipt.objects.filter(person=person),
            Identifier.objects.filter(person=person), Membership.objects.filter(person=person),
        ):  # fmt: skip
            assert not rows.exists(), rows.model


def test_who_writes_of_a_record_that_is_being_merged_is_led_on(
    two: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    writers = [
        two.fact("pregnant", True),
        two.fact("raising_children", of=two.world.child, other=two.double),
        two.end_fact,
        two.end_receipt,
    ]
    merged, *others = second_waits(monkeypatch, two.officer, first=(merging, two.merge()), then=writers)
    assert isinstance(merged[0], Merge)
    assert [type(each[0]) for each in others] == [Merged, Refused, Merged, Merged]
    assert "người liên quan đã gộp" in str(others[1][0])
    nothing_hangs_on(two.double)
    with within(scope(), actor=two.officer):
        assert not Fact.objects.filter(name__in=("pregnant", "raising_children")).exists()
        assert Fact.objects.get(pk=two.open_fact.pk).valid_to is None
        # Where the record leads, the same is written.
        two.fact("pregnant", True, of=two.world.head)()
        two.fact("raising_children", of=two.world.child, other=two.world.head)()
        # What a service forgets, the database refuses.
        with pytest.raises(Exception, match="người liên quan đã gộp"):
            Fact.objects.create(
                person=two.world.child, name="spouse", other_id=two.double.pk, source="x", recorded_at=NOW
            )
    assert verify_chain().is_whole


def test_a_merge_takes_along_what_is_being_written(two: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    head, child, officer = two.world.head, two.world.child, two.officer
    for module, act, kept in (
        (facts, two.fact("pregnant", True), {"name": "pregnant", "person": head}),
        (facts, two.fact("raising_children", of=child, other=two.double), {"name": "raising_children", "person": child, "other": head, "slot": str(head.pk)}),
        (facts, two.end_fact, {"pk": two.open_fact.pk, "person": head, "valid_to": TODAY}),
    ):  # fmt: skip
        written, merged = second_waits(monkeypatch, officer, first=(module, act), then=[two.merge()])
        assert not isinstance(written[0], Exception), written
        assert isinstance(merged[0], Merge), merged
        nothing_hangs_on(two.double)
        with within(scope(), actor=officer):
            assert Fact.objects.filter(**kept).count() == 1, kept
        two.undo()
    written, merged = second_waits(monkeypatch, officer, first=(benefits, two.end_receipt), then=[two.merge()])
    assert (written, isinstance(merged[0], Merge)) == ([None], True)
    with within(scope(), actor=officer):
        assert Receipt.objects.get(pk=two.open_receipt.pk).valid_to == date(2027, 1, 1)
    assert verify_chain().is_whole


def test_a_merge_decides_nothing_that_its_page_did_not_ask(
    two: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with within(scope(), actor=two.officer):
        two.fact("studying", "general", of=two.world.head)()
    asked = two.asked()
    written, merged = second_waits(
        monkeypatch, two.officer, first=(facts, two.fact("studying", "vocational")), then=[two.merge(asked)]
    )
    assert isinstance(written[0], Fact)
    assert isinstance(merged[0], ChangedMeanwhile)
    assert "phải chọn lấy của bên nào" in str(merged[0])
    with within(scope(), actor=two.officer):
        before = everything()
        values = set(Fact.objects.filter(name="studying").values_list("person_id", "value"))
        assert values == {(two.world.head.pk, "general"), (two.double.pk, "vocational")}
        with pytest.raises(ChangedMeanwhile):
            two.merge(asked)()
        assert everything() == before
        assert isinstance(two.merge(two.asked())(), Merge)


def test_a_list_that_meets_a_merge_is_reviewed_again(two: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    row = stage(two.officer, as_csv([changed(HA, code="", name="Tôn Nữ Hạ", number="", insurance="7912345678", phone="0905111999", size="", poverty="", birth="03/02/1951")]))  # fmt: skip
    assert (row.counts["changed"], row.counts["new"]) == (1, 0)
    merged, taken = second_waits(
        monkeypatch, two.officer, first=(merging, two.merge()), then=[lambda: take(two.officer, row)]
    )
    assert isinstance(merged[0], Merge)
    assert isinstance(taken[0], taking.RegisterChanged), taken
    nothing_hangs_on(two.double)
    with within(scope(HERE)):
        row.refresh_from_db()
        assert row.state == "review"
    assert verify_chain().is_whole
