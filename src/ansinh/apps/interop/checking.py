"""Holding a person against the national population database: asked, answered or asked again, each proposal decided by a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, IntegerField, QuerySet, Value, When

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import seen, within
from ansinh.apps.audit.services import Actor, record, record_access
from ansinh.apps.interop.models import OPEN, TO_WORK_ON, CheckState, PopulationCheck
from ansinh.apps.interop.population.answers import (
    LABELS,
    SEXES,
    Answer,
    Confirms,
    Later,
    Proposes,
    Question,
    Unknown,
)
from ansinh.apps.interop.population.client import PopulationDatabase
from ansinh.apps.jobs.services import defer
from ansinh.apps.people.models import Identifier, Person, Precision
from ansinh.apps.people.restriction import Work, expect_open, is_open_to
from ansinh.apps.people.services.numbers import confirm_number, key_of, person_of
from ansinh.apps.people.services.persons import edit_person, record_death
from ansinh.apps.people.services.refusals import ChangedMeanwhile, NotHere, Refused, locked, said, save

ASK = "interop.ask_population"
MOST_TRIES = 8
"""The program's own measure: so often it asks again by itself, then the officer decides."""
STUCK = timedelta(minutes=15)
"""A question without a word for so long was lost with its worker; the database's own copy of this stands in 0002_guards."""
TAKEN, KEPT = "taken", "kept"
WHAT = "lần đối chiếu"
SOURCE = "Cơ sở dữ liệu quốc gia về dân cư"
_SEX = {"male": "Nam", "female": "Nữ"}


def database() -> PopulationDatabase | None:
    """Return the database to ask, None where none is connected."""
    url = settings.POPULATION_URL
    return PopulationDatabase(url, seconds=settings.POPULATION_SECONDS) if url else None


def ask(*, person_id: UUID, actor: User, now: datetime) -> PopulationCheck:
    """Have a person held against the database by the workers. Raises NotHere, Refused, Restricted."""
    if database() is None:
        raise Refused("Chưa nối với cơ sở dữ liệu quốc gia về dân cư. Quản trị đặt ANSINH_POPULATION_URL.")
    with said():
        person = person_of(person_id)
        expect_open(Work.ASKING, person)
        if person.erased_at is not None:
            raise Refused("Dữ liệu của người này đã xóa, không còn gì để đối chiếu.")
        if not _numbers(person).exists():
            raise Refused("Người này chưa có số định danh cá nhân trong sổ. Ghi số rồi đối chiếu.")
        made = seen(PopulationCheck).select_for_update(of=("self",)).filter(person=person, answered_at=None).first()
        if made is None:
            made = PopulationCheck(
                person=person, unit_no=person.unit_no, asked_at=now, asked_by_id=actor.pk, asked_by_name=str(actor)
            )
            made.save(force_insert=True)
        elif made.state == CheckState.ASKING and now - made.asked_at < STUCK:
            raise Refused("Đang hỏi về người này rồi. Chờ trả lời.")
        else:
            made.state, made.next_at, made.asked_at = CheckState.ASKING, None, now
            made.asked_by_id, made.asked_by_name = actor.pk, str(actor)
            save(made, ["state", "next_at", "asked_at", "asked_by_id", "asked_by_name"])
        purpose = f"Đối chiếu với {SOURCE[:1].lower()}{SOURCE[1:]}"
        record_access(actor=actor, person=(str(person.pk), str(person)), purpose=purpose, channel="api", at=now)
        record(actor=actor, verb="interop.ask", subject=made, at=now)
        _defer(made, owner=actor, now=now)
    return made


def perform(*, check_id: UUID, scope: Any, actor: User, clock: Callable[[], datetime]) -> PopulationCheck | None:
    """Ask the database once, outside any transaction, and write how it ended; None where there is nothing to ask any more.

    A person restricted or erased meanwhile is not asked about.
    """
    base = database()
    with within(scope, actor=actor):
        row = seen(PopulationCheck).select_related("person").filter(pk=check_id, answered_at=None).first()
        if row is None:
            return None
        hindrance = _hindrance(row.person, base)
        question, ticket = (None if hindrance else _question(row.person)), row.ticket
    answer: Answer
    if question is None or base is None:
        answer = Later(hindrance, 0)
    else:
        answer = base.ask_again(ticket, question) if ticket else base.ask(question)
    with within(scope, actor=actor), said():
        heard: PopulationCheck = locked(PopulationCheck, check_id, None, what=WHAT)
        if heard.answered_at is not None:
            return None
        _write(heard, answer, asked=not hindrance, now=clock())
        record(
            actor=actor,
            verb="interop.hear",
            subject=heard,
            detail={"state": heard.state, "tries": heard.tries},
            at=clock(),
        )
    return heard


def decide(
    *, check_id: UUID, person_id: UUID, field: str, take: bool, expected_version: int, actor: User, now: datetime
) -> PopulationCheck:
    """Take one proposal into the register, or keep what we have; only what stood there when it was asked is replaced.

    Raises NotHere, Refused, Restricted, ChangedMeanwhile.
    """
    with said():
        row: PopulationCheck = locked(PopulationCheck, check_id, expected_version, what=WHAT)
        if row.person_id != person_id:
            raise NotHere("Lần đối chiếu này không phải của người ấy. Tải lại trang.")
        proposal = next((each for each in row.proposals if each["field"] == field and not each["decided"]), None)
        if row.state != CheckState.PROPOSES or proposal is None:
            raise Refused("Mục này đã quyết định. Tải lại trang.")
        if take:
            person = person_of(row.person_id)
            expect_open(Work.SHOW, person)
            if _held(person)[field] != proposal["ours"]:
                raise ChangedMeanwhile("Sổ đã đổi mục này từ lúc hỏi. Chưa ghi gì; đối chiếu lại rồi quyết định.")
            _take(person, field, proposal["theirs"], actor=actor, now=now)
        proposal |= {"decided": TAKEN if take else KEPT, "by": str(actor), "at": now.isoformat(timespec="seconds")}
        if all(each["decided"] for each in row.proposals):
            row.state = CheckState.DECIDED
        save(row, ["proposals", "state"])
        detail = {"field": field, "decided": proposal["decided"]}
        record(actor=actor, verb="interop.decide", subject=row, detail=detail, at=now)
    return row


def ask_due(rows: list[tuple[UUID, int]], *, now: datetime) -> int:
    """Hand what is due to be asked again to the workers, each for who asked first; return how many."""
    owners = User.objects.in_bulk([owner for _check, owner in rows])
    for check_id, owner in rows:
        if owner in owners:
            defer(
                kind=ASK,
                title="Hỏi lại cơ sở dữ liệu dân cư",
                owner=owners[owner],
                args={"check_id": str(check_id)},
                at=now,
            )
    return len(rows)


def latest_of(person: Person) -> PopulationCheck | None:
    """Return the last time a person was held against the database."""
    return seen(PopulationCheck).filter(person=person).order_by("-asked_at").first()


def list_checks(*, state: str = "") -> QuerySet[PopulationCheck]:
    """Return the checks of one's communes that need somebody, proposals first, or those of one state; the newest first."""
    rows = seen(PopulationCheck).select_related("person__commune")
    rows = rows.filter(state=state) if state else rows.filter(state__in=[*TO_WORK_ON, *OPEN])
    order = Case(
        *(When(state=value, then=Value(at)) for at, value in enumerate([*TO_WORK_ON, *OPEN])),
        default=Value(9),
        output_field=IntegerField(),
    )
    return rows.order_by(order, "-asked_at", "id")


def shown(field: str, value: str | None) -> str:
    """Put one value into words: "Nam", "09/03/1984", "1984", or that nothing is recorded."""
    if not value:
        return "chưa ghi"
    if field == "sex":
        return _SEX.get(value, value)
    return "/".join(reversed(value.split("-"))) if field in ("birth_date", "death_date") else value


def label(field: str) -> str:
    """Return what a field is called."""
    return LABELS[field]


def _defer(row: PopulationCheck, *, owner: User, now: datetime) -> None:
    defer(kind=ASK, title="Đối chiếu với cơ sở dữ liệu dân cư", owner=owner, args={"check_id": str(row.pk)}, at=now)


def _numbers(person: Person) -> QuerySet[Identifier]:
    return seen(Identifier).filter(person=person, kind="personal_id")


def _hindrance(person: Person, base: PopulationDatabase | None) -> str:
    """Return why nothing may be asked about a person now, "" where nothing stands against it."""
    if not is_open_to(Work.ASKING, person):
        return "Không hỏi: người này đang hạn chế xử lý dữ liệu."
    if person.erased_at is not None or not _numbers(person).exists():
        return "Không hỏi: người này không còn số định danh cá nhân trong sổ."
    return "" if base is not None else "Không hỏi: chưa nối với cơ sở dữ liệu quốc gia về dân cư."


def _question(person: Person) -> Question:
    number, held = _numbers(person).get(), _held(person)
    return Question(
        key_of(person).open(kind="personal_id", sealed=number.sealed),
        person.full_name,
        held["birth_date"],
        held["sex"],
        held["death_date"],
    )


def _held(person: Person) -> dict[str, str | None]:
    """Return what we hold in the form of the exchange; of a birth known by month only the year is sure enough to ask."""
    birth = None
    if person.birth_date is not None:
        whole = person.birth_precision == Precision.DAY
        birth = person.birth_date.isoformat() if whole else f"{person.birth_date:%Y}"
    return {
        "full_name": person.full_name,
        "birth_date": birth,
        "sex": person.sex or None,
        "death_date": person.death_date.isoformat() if person.death_date else None,
    }


def _write(row: PopulationCheck, answer: Answer, *, asked: bool, now: datetime) -> None:
    row.tries += asked
    row.sentence, row.ticket, row.next_at, row.proposals, row.untold = "", "", None, [], []
    match answer:
        case Confirms(untold):
            row.state, row.untold = CheckState.CONFIRMED, list(untold)
            confirm_number(person=row.person, kind="personal_id", now=now)
        case Proposes(proposals, untold):
            row.state, row.untold = CheckState.PROPOSES, list(untold)
            row.proposals = [
                {"field": each.field, "ours": each.ours, "theirs": each.theirs, "decided": ""} for each in proposals
            ]
        case Unknown():
            row.state = CheckState.UNKNOWN
        case Later(sentence, seconds, ticket):
            last = not asked or row.tries >= MOST_TRIES
            row.state = CheckState.NO_ANSWER if last else CheckState.LATER
            row.sentence, row.ticket = sentence[:300], "" if last else ticket
            row.next_at = None if last else now + timedelta(seconds=seconds)
    row.answered_at = None if row.state in OPEN else now
    if row.answered_at is not None and row.state != CheckState.NO_ANSWER:
        older = seen(PopulationCheck).filter(person=row.person_id, state__in=TO_WORK_ON)
        older.exclude(pk=row.pk).update(state=CheckState.REPLACED)
    save(row, ["tries", "sentence", "ticket", "next_at", "proposals", "untold", "state", "answered_at"])


def _take(person: Person, field: str, theirs: str, *, actor: Actor, now: datetime) -> None:
    given: dict[str, Any] = {"person_id": person.pk, "expected_version": person.version, "actor": actor, "now": now}
    if field == "death_date":
        record_death(death_date=date.fromisoformat(theirs), source=SOURCE, **given)
        return
    values: dict[str, Any] = {"source": SOURCE}
    if field == "birth_date":
        year_only = len(theirs) == 4
        values["birth_date"] = date(int(theirs), 1, 1) if year_only else date.fromisoformat(theirs)
        values["birth_precision"] = Precision.YEAR.value if year_only else Precision.DAY.value
    elif field == "sex" and theirs in SEXES:
        values["sex"] = theirs
    else:
        values["full_name"] = theirs
    edit_person(values=values, **given)
