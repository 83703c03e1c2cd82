"""What this room shows on the page of a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from ansinh.apps.benefits.forms import EndForm, ReceiptForm
from ansinh.apps.benefits.selectors import list_receipts
from ansinh.apps.people.models import Person
from ansinh.apps.people.panels import PersonPanel


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
