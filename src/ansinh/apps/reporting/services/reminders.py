"""The letters of a day: one a person, sent once, quiet where nothing is owed; nothing personal in the log.

Each letter is a row before it goes out. A worker takes it by turning "waiting" into "sending", which only one can do;
after the mail server took it, it is "sent". A worker that dies in between leaves "sending": whether the letter arrived is
not known, so it is not sent again that day, and what it spoke of comes with the next working day's letter.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import smtplib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.jobs.services import defer
from ansinh.apps.reporting.models import Letter, LetterItem, LetterState, ReminderRequest, Round
from ansinh.apps.reporting.selectors.reminders import OWED, Reminder, list_digests
from ansinh.apps.reporting.services.access import received_reports
from ansinh.apps.reporting.services.days import get_calendar

log = structlog.get_logger(__name__)

REMIND = "reporting.remind"
TITLE_REMIND = "Gửi thư nhắc báo cáo"
MOST_ATTEMPTS = 3
MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class Sent:
    """What a run did, in numbers."""

    sent: int = 0
    failed: int = 0
    without_address: int = 0
    skipped: str = ""


def send_reminders(
    *, today: dt.date, clock: Callable[[], dt.datetime], tell: Callable[[int, int], None] | None = None
) -> Sent:
    """Send each person the letter of this day, if there is something to say. Call it outside a transaction.

    Nothing goes out on a day off (the marks are told on the next working day), nor without a mail server. May be run
    again on the same day: letters that went out stay alone, those refused by the server are tried again.
    """
    days = get_calendar()
    if not settings.EMAIL_HOST:
        return Sent(skipped="no_mail_server")
    if not days.is_worked(today):
        return Sent(skipped="day_off")
    digests = list_digests(today=today, days=days)
    nameless = sum(not person.email for person in digests)
    letters = _write_rows({person: rows for person, rows in digests.items() if person.email}, today)
    sent = failed = 0
    for at, (person, letter_id, rows) in enumerate(letters, start=1):
        outcome = _send(person, letter_id, rows, today, clock)
        sent += outcome is True
        failed += outcome is False
        if tell is not None:
            tell(at, len(letters))
    log.info("reminders sent", sent=sent, failed=failed, without_address=nameless)
    return Sent(sent, failed, nameless)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking that reporters be reminded: how many will be, were today already, and owe nothing."""

    asked: int
    already: int
    not_owed: int


@transaction.atomic
def ask_reminders(*, opened: Round, report_ids: Sequence[str], actor: User, now: dt.datetime, today: dt.date) -> Asked:
    """Have the reporters of a period reminded that were chosen, each once a day; others' reports are left alone.

    The letters are queued with the same commit. Pressed twice it asks once.
    """
    Round.objects.select_for_update(no_key=True).get(pk=opened.pk)
    chosen = received_reports(actor).filter(round=opened, pk__in=report_ids)
    owed = list(chosen.filter(state__in=OWED).values_list("pk", flat=True))
    there = set(ReminderRequest.objects.filter(report__in=owed, on=today).values_list("report_id", flat=True))
    new = [pk for pk in owed if pk not in there]
    ReminderRequest.objects.bulk_create(
        ReminderRequest(report_id=pk, on=today, asked_by=actor, asked_at=now) for pk in new
    )
    if new:
        detail = {"period": opened.period, "reports": [str(pk) for pk in new]}
        record(actor=actor, verb="reporting.ask_reminders", subject=opened, detail=detail, at=now)
        defer(kind=REMIND, title=TITLE_REMIND, owner=actor, result_url=reverse("reporting:letters"), at=now)
    return Asked(len(new), len(there), chosen.count() - len(owed))


def _write_rows(digests: dict[User, list[Reminder]], today: dt.date) -> list[tuple[User, int, list[Reminder]]]:
    """Write the letters of the day that are not there yet, with what they speak of; return those still to be sent."""
    Letter.objects.bulk_create(
        [Letter(person=person, on=today) for person in digests],
        update_conflicts=False,
        ignore_conflicts=True,
    )
    rows = {letter.person_id: letter for letter in Letter.objects.filter(on=today, person__in=list(digests))}
    found = []
    for person, reminders in digests.items():
        letter = rows[person.pk]
        if letter.state == LetterState.WAITING or (
            letter.state == LetterState.FAILED and letter.attempts < MOST_ATTEMPTS
        ):
            found.append((person, letter.pk, reminders))
    return found


def _send(
    person: User, letter_id: int, rows: Sequence[Reminder], today: dt.date, clock: Callable[[], dt.datetime]
) -> bool | None:
    """Send one letter; return True when it went out, False when it was refused, None when it is another worker's."""
    with transaction.atomic():
        taken = Letter.objects.filter(
            pk=letter_id, state__in=[LetterState.WAITING, LetterState.FAILED], attempts__lt=MOST_ATTEMPTS
        ).update(state=LetterState.SENDING, attempts=F("attempts") + 1, taken_at=clock(), failure="")
        if not taken:
            return None
        LetterItem.objects.filter(letter=letter_id).delete()
        LetterItem.objects.bulk_create(
            LetterItem(letter_id=letter_id, report=one.report, mark=one.mark) for one in rows
        )
    try:
        _message(person, letter_id, rows, today).send()
    except (smtplib.SMTPServerDisconnected, TimeoutError):
        # The server may have taken it before the line broke: not known, so not twice.
        log.warning("reminder cut off", letter=letter_id)
        return False
    except (smtplib.SMTPException, OSError) as error:
        Letter.objects.filter(pk=letter_id).update(state=LetterState.FAILED, failure=_code(error))
        log.warning("reminder refused", letter=letter_id, code=_code(error))
        return False
    Letter.objects.filter(pk=letter_id).update(state=LetterState.SENT, sent_at=clock())
    return True


def _code(error: Exception) -> str:
    """Return what kind of failure it was; the server's own words hold addresses."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()[:80]


def _message(person: User, letter_id: int, rows: Sequence[Reminder], today: dt.date) -> EmailMessage:
    own = [one for one in rows if not one.as_head]
    late = [one for one in own if one.is_late]
    context = {
        "late": late[:MOST_LINES],
        "soon": [one for one in own if not one.is_late][:MOST_LINES],
        "below": [one for one in rows if one.as_head][:MOST_LINES],
        "more": max(len(rows) - MOST_LINES, 0),
        "today": today,
        "address": settings.SITE_URL,
    }
    names = hashlib.sha256(f"{letter_id}:{today}:{settings.SECRET_KEY}".encode()).hexdigest()[:24]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        subject=_subject(len(late), len(own) - len(late), len(rows) - len(own)),
        body=render_to_string("reporting/mail/digest.txt", context),
        to=[person.email],
        # The same letter keeps its name, so that a mail server that gets it twice can tell.
        headers={"Message-ID": f"<ansinh-{names}@{domain}>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=settings.EMAIL_TIMEOUT),
    )


def _subject(late: int, soon: int, below: int) -> str:
    parts = [
        said
        for count, said in (
            (late, f"{late} báo cáo quá hạn"),
            (soon, f"{soon} báo cáo sắp đến hạn"),
            (below, f"{below} báo cáo của đơn vị chưa nộp"),
        )
        if count
    ]
    return f"An Sinh: {', '.join(parts)}"
