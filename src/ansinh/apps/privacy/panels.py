"""What this room shows on the page of a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from ansinh.apps.people.models import Person
from ansinh.apps.people.panels import PersonPanel
from ansinh.apps.privacy.selectors import requests_of


def panels(*, person: Person, on: date, user: Any) -> list[PersonPanel]:
    """Give the requests about a person's data, those that wait first; shown while processing is restricted, too."""
    if not user.has_perm("privacy.view"):
        return []
    content = {
        "person": person,
        "requests": requests_of(person),
        "may_register": user.has_perm("privacy.register") and person.erased_at is None,
        "on": on,
    }
    return [PersonPanel("privacy/part/requests.html", content, of_restricted=True)]
