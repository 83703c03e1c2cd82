"""Which part of the country somebody works with: a range of units, held by the database for one transaction.

Every personal table has the number of its commune (``unit_no``) and a policy that shows only rows within the range.
Without a range the database shows nothing, so a page that forgets it is empty, not open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Count, Max, Min, Model, QuerySet

from ansinh.apps.accounts.models import User
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.selectors.units import communes_of, list_successors, unit_on


class NoTransaction(RuntimeError):
    """A range of units outlives its request unless a transaction ends it."""


class BrokenTree(RuntimeError):
    """The communes of a province or district are no range of numbers, so a range would show others' people."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The communes from number ``first`` to number ``last`` of today's tree; empty when first is greater."""

    first: int
    last: int
    name: str = ""

    def __contains__(self, unit_no: object) -> bool:
        return isinstance(unit_no, int) and self.first <= unit_no <= self.last

    @property
    def is_empty(self) -> bool:
        """Whether nobody's data may be seen."""
        return self.first > self.last

    @property
    def is_one_commune(self) -> bool:
        """Whether a search is within one commune already."""
        return self.first == self.last


NOWHERE = Scope(1, 0)
Row = TypeVar("Row", bound=Model)
_CURRENT: ContextVar[Scope] = ContextVar("scope", default=NOWHERE)


def current_scope() -> Scope:
    """Return the communes this piece of work sees; nobody's where none were set."""
    return _CURRENT.get()


def seen(model: type[Row]) -> QuerySet[Row]:
    """Return the rows of a personal table in the communes this piece of work sees: the program's own layer.

    Every read and every write of a personal table starts here; the policies of the database stand behind it.
    """
    scope = current_scope()
    return model._default_manager.filter(unit_no__range=(scope.first, scope.last))


def scope_of(user: Any, *, on: date) -> Scope:
    """Return the communes somebody works with on a day: those of the account's unit, or of the one unit it became.

    An account without a unit, or whose unit was divided among several, sees nobody until an administrator names one.
    """
    unit = work_unit(user, on=on)
    return scope_of_unit(unit, on=on) if unit is not None else NOWHERE


def work_unit(user: Any, *, on: date) -> Unit | None:
    """Return the unit of that day in which somebody works; None without one, or where it was divided among several."""
    unit = user.scope_unit if isinstance(user, User) and user.is_active else None
    return unit_become(unit, on=on) if unit is not None else None


def unit_become(unit: Unit, *, on: date) -> Unit | None:
    """Return the one unit of a day that a unit is or became; None where it was divided among several."""
    now = unit_on(unit=unit, on=on)
    if now is None:
        followers = list_successors(unit=unit, on=on)
        now = followers[0] if len(followers) == 1 else None
    return now


def scope_of_unit(unit: Unit, *, on: date) -> Scope:
    """Return the range of numbers of a commune, or of all communes of a province or district."""
    if unit.level == UnitLevel.COMMUNE:
        return Scope(unit.number, unit.number, unit.name) if unit.number else NOWHERE
    found = communes_of(province=unit, on=on).aggregate(first=Min("number"), last=Max("number"), count=Count("pk"))
    if not found["count"] or not found["first"]:
        return NOWHERE
    if found["last"] - found["first"] + 1 != found["count"]:
        raise BrokenTree(f"Số thứ tự các xã của {unit.name} không liền nhau: chạy `ansinh migrate` để nạp lại đơn vị.")
    return Scope(found["first"], found["last"], unit.name)


def enter_scope(scope: Scope, *, actor: Any = None) -> None:
    """Let this transaction, and only this one, see the people of some communes; changes bear the actor's name.

    Raises NoTransaction outside a transaction: the range would stay on the connection for whoever comes next.
    """
    if not connection.in_atomic_block:
        raise NoTransaction("Phạm vi địa bàn chỉ đặt trong một giao dịch.")
    who = {"actor_id": getattr(actor, "pk", None), "actor_name": str(actor) if actor is not None else ""}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('ansinh.first_unit', %s, true), set_config('ansinh.last_unit', %s, true),"
            " set_config('pghistory.context_metadata', %s, true)",
            [str(scope.first), str(scope.last), json.dumps(who, ensure_ascii=False)],
        )
    _CURRENT.set(scope)


@contextmanager
def inside(scope: Scope, *, actor: Any = None) -> Iterator[None]:
    """Work within some communes for a part of a transaction that is open already: one page."""
    before = _CURRENT.get()
    enter_scope(scope, actor=actor)
    try:
        yield
    finally:
        _CURRENT.set(before)


@contextmanager
def within(scope: Scope, *, actor: Any = None) -> Iterator[None]:
    """Work within some communes for the length of a transaction of its own: for commands and jobs."""
    with transaction.atomic(), inside(scope, actor=actor):
        yield
