"""What this room shows on the page of a person, and first on that of a commune."""

from __future__ import annotations

from datetime import date
from typing import Any

from ansinh.apps.accounts.scope import scope_of, scope_of_unit, within
from ansinh.apps.benefits.forms import EndForm, ReceiptForm
from ansinh.apps.benefits.gaps import headline
from ansinh.apps.benefits.models import GapRun
from ansinh.apps.benefits.selectors import list_receipts
from ansinh.apps.people.models import Person
from ansinh.apps.people.panels import PersonPanel
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.panels import Panel


def panels(*, person: Person, on: date, user: Any) -> list[PersonPanel]:
    """Give what a person receives today, and to who may write it, the form."""
    content = {
        "person": person,
        "receipts": list_receipts(person_id=person.pk, on=on),
        "may_record": user.has_perm("benefits.record_receipt"),
        "form": ReceiptForm(auto_id="khoan_%s"),
        "end_form": EndForm(),
        "on": on,
    }
    return [PersonPanel("benefits/part/receipts.html", content)]


def commune_panels(*, unit: Unit, on: date, user: Any) -> list[Panel]:
    """Give the first figures of a commune to who works with it: who is entitled and does not receive, since how long."""
    if unit.level != UnitLevel.COMMUNE or not unit.number or not user.has_perm("people.view"):
        return []
    scope = scope_of(user, on=on)
    if not scope.first <= unit.number <= scope.last or (unit.valid_to is not None and unit.valid_to <= on):
        return []
    with within(scope_of_unit(unit, on=on), actor=user):
        run = GapRun.objects.filter(commune=unit).order_by("-at").first()
        first = headline(on=on) if run is not None else None
    return [Panel("benefits/part/commune.html", {"first": first, "run": run, "own": scope.first == scope.last})]
