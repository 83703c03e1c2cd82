"""What this room shows on the page of a person: how he stands against the national population database."""

from __future__ import annotations

from datetime import date
from typing import Any

from ansinh.apps.interop.checking import database, label, latest_of, shown
from ansinh.apps.interop.models import OPEN, CheckState, PopulationCheck
from ansinh.apps.people.models import Person
from ansinh.apps.people.panels import PersonPanel


def panels(*, person: Person, on: date, user: Any) -> list[PersonPanel]:
    """Give the last check with its state, and to who may ask and decide, the buttons."""
    del on
    latest = latest_of(person)
    content = {
        "person": person,
        "check": latest,
        "lines": proposal_lines(latest) if latest is not None else (),
        "untold": [label(field) for field in latest.untold] if latest is not None else (),
        "is_connected": database() is not None,
        "is_waiting": latest is not None and latest.state in OPEN,
        "may_ask": user.has_perm("interop.ask") and person.erased_at is None,
        "may_decide": latest is not None and latest.state == CheckState.PROPOSES and user.has_perm("interop.ask"),
    }
    return [PersonPanel("interop/part/population.html", content)]


def proposal_lines(row: PopulationCheck) -> list[dict[str, Any]]:
    """Put the proposals of a check into words."""
    return [
        {
            **each,
            "label": label(each["field"]),
            "shown_ours": shown(each["field"], each["ours"]),
            "shown_theirs": shown(each["field"], each["theirs"]),
        }
        for each in row.proposals
    ]
