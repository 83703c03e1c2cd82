"""Two communes of one province with people in them; nobody of them lives anywhere."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.plugins.people import NOW

from ansinh.apps.accounts.scope import Scope, enter_scope, scope_of_unit
from ansinh.apps.territory.models import Unit

TODAY = date(2026, 11, 22)
HERE, THERE = "19804", "19813"  # two wards of Huế, neighbours in the tree


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code, valid_to__isnull=True, level="commune" if len(code) == 5 else "province")


def scope(code: str = HERE) -> Scope:
    return scope_of_unit(unit(code), on=TODAY)


def work_in(code: str = HERE, *, actor: Any = None) -> Scope:
    """See the people of a unit for the rest of the test's transaction."""
    found = scope(code)
    enter_scope(found, actor=actor)
    return found


__all__ = ["HERE", "NOW", "THERE", "TODAY", "scope", "unit", "work_in"]
