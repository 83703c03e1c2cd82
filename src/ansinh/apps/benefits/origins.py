"""Where a fact that the law rests on comes from: which paper or list, who wrote it down and when."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from ansinh.apps.accounts.scope import seen
from ansinh.apps.benefits.households import Read, running_on
from ansinh.apps.benefits.models import Programme, Receipt
from ansinh.apps.people.models import Fact, PovertyPeriod
from ansinh.apps.people.selectors.history import who_recorded

_PLACE = re.compile(r"(household|m\d+)\.(\w+)")
_POVERTY, _HELPED = "poverty", "receiving_monthly_assistance"


class Origins:
    """What is known of where the facts of one household come from, by the paths that the rules name them with."""

    def __init__(self, read: Read, *, on: date) -> None:
        names = {person.pk: f"m{at}" for at, person in enumerate(read.persons, 1)}
        of_home = Q(household=read.household) if read.household is not None else Q(pk=None)
        facts = list(
            running_on(seen(Fact), on).filter(Q(person__in=read.persons) | of_home).order_by("recorded_at", "pk")
        )
        who = who_recorded("fact", [fact.pk for fact in facts])
        self._said: dict[str, list[str]] = {}
        for fact in facts:
            whose = names[fact.person_id] if fact.person_id is not None else "household"
            self._add(whose, fact.name, fact.source, fact.recorded_at, who.get(fact.pk, ""))
        if read.household is not None:
            for period in running_on(seen(PovertyPeriod), on).filter(household=read.household):
                self._add("household", _POVERTY, period.source, None, "")
        helped = running_on(seen(Receipt), on).filter(person__in=read.persons, programme=Programme.SOCIAL_ASSISTANCE)
        for receipt in helped:
            self._add(names[receipt.person_id], _HELPED, receipt.source, receipt.recorded_at, "")

    def of(self, path: str) -> str:
        """Return where the fact at a path comes from: "Giấy xác nhận; Lê Văn A ghi 12/10/2026"; empty if nothing says."""
        place = _PLACE.match(path)
        return " · ".join(dict.fromkeys(self._said.get(place[0], ()))) if place else ""

    def _add(self, whose: str, name: str, source: str, at: datetime | None, who: str) -> None:
        said = source
        if at is not None:
            said += f"; {who + ' ' if who else ''}ghi {timezone.localtime(at):%d/%m/%Y}"
        self._said.setdefault(f"{whose}.{name}", []).append(said)


def with_origin(said: str, origin: str) -> str:
    """Return a fact in words with where it comes from."""
    return f"{said} ({origin})" if origin else said
