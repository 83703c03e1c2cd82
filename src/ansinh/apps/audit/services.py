"""Writing the log: what somebody did, and whose personal data somebody read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol

from django.db import models

from ansinh.apps.audit.models import Event, PersonAccess

SYSTEM_NAME = "Hệ thống"


class Actor(Protocol):
    """Whoever did it: an account. Only its number and printed name are kept."""

    pk: Any

    def __str__(self) -> str: ...


class NotRecorded(ValueError):
    """The event lacks what a reader of the log needs; nothing was written."""


def record(
    *,
    actor: Actor | None,
    verb: str,
    subject: models.Model | tuple[str, str, str] | None = None,
    detail: Mapping[str, Any] | None = None,
    at: dt.datetime,
) -> Event:
    """Write that somebody did something to something, as the next link of the chain.

    actor: the account, None for the system itself. verb: "room.action" (planning.activate_plan).
    subject: a saved model, or (type, id, printed name), or None. detail: JSON facts, never personal data.
    at: moment with time zone. Other writers wait until the surrounding transaction ends, so call it last.
    """
    if at.tzinfo is None:
        raise NotRecorded("Thời điểm ghi nhật ký thiếu múi giờ.")
    if not verb:
        raise NotRecorded("Sự kiện nhật ký thiếu tên việc.")
    kind, key, name = describe_subject(subject)
    return Event.objects.create(
        at=at,
        actor_id=None if actor is None else actor.pk,
        actor_name=_text(SYSTEM_NAME if actor is None else str(actor)),
        verb=verb,
        subject_type=kind,
        subject_id=key,
        subject_name=_text(name),
        detail=_clean(dict(detail or {})),
    )


def record_access(
    *, actor: Actor, person: tuple[str, str], purpose: str, channel: str, at: dt.datetime
) -> PersonAccess:
    """Write that one of the staff read a person's data: whose (id, printed name), for what, by which way.

    purpose: a sentence or the name of the business. channel: "page", "export", "api".
    """
    if not purpose:
        raise NotRecorded("Xem dữ liệu cá nhân phải nêu mục đích.")
    person_id, person_name = person
    return PersonAccess.objects.create(
        at=at,
        actor_id=actor.pk,
        actor_name=_text(str(actor)),
        person_id=person_id,
        person_name=_text(person_name),
        purpose=_text(purpose),
        channel=channel,
    )


def describe_subject(subject: models.Model | tuple[str, str, str] | None) -> tuple[str, str, str]:
    """Say what an event is about: (type, id, printed name), each empty where there is no subject."""
    if subject is None:
        return "", "", ""
    if isinstance(subject, tuple):
        return subject
    return subject._meta.label_lower, str(subject.pk), str(subject)


def _text(value: str) -> str:
    # PostgreSQL keeps no NUL characters; one in a typed name must not lose the event.
    return value.replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return {_text(str(key)): _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value
