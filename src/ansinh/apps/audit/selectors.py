"""Reading the log."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from ansinh.apps.audit.models import Event, PersonAccess


def list_events(
    *,
    text: str = "",
    verb: str = "",
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    subject: tuple[str, str] | None = None,
) -> QuerySet[Event]:
    """List events, newest first: by a word of the names, a verb or its room ("planning."), from since up to until.

    subject: (type, id) for the history of one thing.
    """
    events = Event.objects.all()
    for word in text.split():
        events = events.filter(Q(actor_name__icontains=word) | Q(subject_name__icontains=word))
    if verb:
        events = events.filter(verb__startswith=verb) if verb.endswith(".") else events.filter(verb=verb)
    if since:
        events = events.filter(at__gte=since)
    if until:
        events = events.filter(at__lt=until)
    if subject:
        events = events.filter(subject_type=subject[0], subject_id=subject[1])
    return events


def list_person_accesses(*, person_id: str = "", actor_id: int | None = None) -> QuerySet[PersonAccess]:
    """List who read personal data, newest first, of one person or by one account."""
    accesses = PersonAccess.objects.all()
    if person_id:
        accesses = accesses.filter(person_id=person_id)
    if actor_id is not None:
        accesses = accesses.filter(actor_id=actor_id)
    return accesses


def count_person_accesses(*, actor_id: int, channel: str, since: dt.datetime) -> int:
    """Count how many people's data one account took by one way since a moment."""
    return PersonAccess.objects.filter(actor_id=actor_id, channel=channel, at__gte=since).count()


def count_unmaskings(*, actor_id: int, since: dt.datetime) -> int:
    """Count how many numbers one account opened in full since a moment."""
    return PersonAccess.objects.filter(actor_id=actor_id, channel__startswith="unmask:", at__gte=since).count()


def list_verbs() -> list[str]:
    """List the kinds of events that have happened."""
    return list(Event.objects.order_by("verb").values_list("verb", flat=True).distinct())
