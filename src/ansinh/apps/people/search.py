"""What the register finds for the search box of every page, for who may see people: never by an address."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from ansinh.apps.accounts.scope import inside, scope_of
from ansinh.apps.audit.services import record_accesses
from ansinh.apps.people.models import Person
from ansinh.apps.people.selectors.search import find_persons, read_query
from ansinh.apps.people.words import birth_text
from ansinh.apps.ui.search import Hit

VIEW = "people.view"


def may_find_people(*, user: Any) -> bool:
    """Say whether the box of this user finds people too, so that what is typed must not stand in an address."""
    return bool(user.is_authenticated and user.has_perm(VIEW))


def number_page(*, user: Any, text: str) -> str:
    """Return the page that finds a whole number; "" where the text is none or the user may not see people."""
    return reverse("people:persons") if may_find_people(user=user) and read_query(text).number else ""


def search_people(*, user: Any, text: str, limit: int) -> list[Hit]:
    """Return the people of the user's own communes who are called so, by given name; that they were shown is written.

    A year of birth may stand beside the name. Nothing where a province is searched by fewer than three letters.
    """
    if not may_find_people(user=user) or not read_query(text).words:
        return []
    now = timezone.now()
    scope = scope_of(user, on=timezone.localdate(now))
    if scope.is_empty:
        return []
    with inside(scope, actor=user):
        rows = list(find_persons(text=text).rows[:limit])
        shown = [(str(row.pk), str(row)) for row in rows]
        record_accesses(actor=user, people=shown, purpose="Có tên trong kết quả tìm", channel="list", at=now)
    return [Hit("Người", row.full_name, reverse("people:person", args=[row.pk]), _tell_apart(row)) for row in rows]


def _tell_apart(row: Person) -> str:
    if row.restricted_at is not None:
        return "đang hạn chế xử lý"
    born = birth_text(row)
    parts = (f"sinh {born}" if born else "", row.village.name if row.village else "", row.commune.name)
    return ", ".join(part for part in parts if part)
