"""Writing the log: what somebody did, and whose personal data somebody read."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.db import models
from django.db.models.functions import Cast

from ansinh.apps.audit.models import Event, PersonAccess

SYSTEM_NAME = "Hệ thống"
FIRST_HASH = "0" * 64
MOST_FAULTS = 100


class Actor(Protocol):
    """Whoever did it: an account. Only its number and printed name are kept."""

    pk: Any

    def __str__(self) -> str: ...


class BadHeadFile(ValueError):
    """The file of exported heads cannot be read; the sentence names it and the line."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain at some moment, kept outside the database so that a cut tail shows."""

    event_id: int
    hash: str
    at: str


@dataclass(frozen=True, slots=True)
class ChainFault:
    """One place where the log is not what was written, in words."""

    event_id: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What was found when every link was computed anew."""

    events: int
    last_hash: str
    faults: Sequence[ChainFault]

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, removed, added in between or put in another order."""
        return not self.faults


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


def record_accesses(
    *, actor: Actor, people: Iterable[tuple[str, str]], purpose: str, channel: str, at: dt.datetime
) -> int:
    """Write that one of the staff took the data of many people at once: one line for each. Returns how many."""
    if not purpose:
        raise NotRecorded("Xem dữ liệu cá nhân phải nêu mục đích.")
    rows = [
        PersonAccess(
            at=at,
            actor_id=actor.pk,
            actor_name=_text(str(actor)),
            person_id=person_id,
            person_name=_text(name),
            purpose=_text(purpose),
            channel=channel,
        )
        for person_id, name in people
    ]
    PersonAccess.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def verify_chain(*, heads: Iterable[Head] = ()) -> ChainReport:
    """Compute every link anew, here and not in the database, and compare; at most 100 faults are listed.

    heads: links exported earlier (read_heads); without them a cut tail cannot be seen.
    """
    faults: list[ChainFault] = []
    exported = {head.event_id: head for head in heads}
    expected, before = 1, FIRST_HASH
    rows = Event.objects.order_by("id").annotate(detail_text=Cast("detail", models.TextField()))
    for event in rows.iterator(chunk_size=2000):
        if event.id != expected:
            lost = f"{expected}" if event.id == expected + 1 else f"{expected} đến {event.id - 1}"
            faults.append(ChainFault(event.id, f"Mất sự kiện số {lost}."))
        elif event.prev_hash != before:
            faults.append(ChainFault(event.id, f"Sự kiện số {event.id} không nối với sự kiện trước nó."))
        if _compute_hash(event) != event.hash:
            faults.append(ChainFault(event.id, f"Nội dung sự kiện số {event.id} đã bị sửa."))
        head = exported.pop(event.id, None)
        if head is not None and head.hash != event.hash:
            faults.append(ChainFault(event.id, f"Sự kiện số {event.id} khác với mã băm đã xuất lúc {head.at}."))
        expected, before = event.id + 1, event.hash
    faults += [
        ChainFault(head.event_id, f"Mất sự kiện số {head.event_id} (đã xuất mã băm lúc {head.at}): đuôi bị cắt.")
        for head in exported.values()
    ]
    return ChainReport(events=expected - 1, last_hash=before, faults=faults[:MOST_FAULTS])


def export_head(*, file: Path, at: dt.datetime) -> Head | None:
    """Add the last link of the chain to a file kept elsewhere, one JSON object a line; None while nothing happened."""
    event = Event.objects.order_by("-id").first()
    if event is None:
        return None
    head = Head(event_id=event.id, hash=event.hash, at=at.astimezone(dt.UTC).isoformat(timespec="seconds"))
    line = json.dumps({"event_id": head.event_id, "hash": head.hash, "at": head.at})
    with file.open("a", encoding="utf-8") as target:
        target.write(line + "\n")
    return head


def read_heads(file: Path) -> list[Head]:
    """Read the links exported earlier."""
    heads = []
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadHeadFile(f"Không đọc được tệp mã băm {file}.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
            heads.append(Head(event_id=int(read["event_id"]), hash=str(read["hash"]), at=str(read["at"])))
        except (ValueError, KeyError, TypeError) as error:
            raise BadHeadFile(
                f"Tệp mã băm {file}, dòng {number}: không đúng dạng. Dùng tệp do export-head tạo ra."
            ) from error
    return heads


def _compute_hash(event: Any) -> str:
    """The same bytes as audit_event_payload in the database: each part with its length before it."""
    parts = (
        event.prev_hash,
        str(event.id),
        event.at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%f"),
        "" if event.actor_id is None else str(event.actor_id),
        event.actor_name,
        event.verb,
        event.subject_type,
        event.subject_id,
        event.subject_name,
        event.detail_text,
    )
    payload = b"".join(f"{len(part.encode())}:{part}".encode() for part in parts)
    return hashlib.sha256(payload).hexdigest()


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
