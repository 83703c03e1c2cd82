"""`ansinh entitle explain`: one person of the register, every programme, in one month."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import typer

from ansinh.cli.place import connected, enter
from ansinh.cli.say import out, refuse

if TYPE_CHECKING:
    from ansinh.apps.benefits.answers import Right, Rights

_SAID = {"yes": "có", "no": "không", "unknown": "chưa rõ"}


def explain_person(person: str, *, month: str, user: str, as_json: bool) -> None:
    """Print what the law gives a person in a month, as an account that works with the person may see it."""
    try:
        first, person_id = date.fromisoformat(f"{month}-01"), UUID(person)
    except ValueError:
        refuse(f"“{person}”, “{month}”: cần mã trong sổ (ở trang của người đó) và tháng viết 2026-11.")
    with connected() as server:
        enter(server.app_url)
        made = rights_for(person_id, first, user)
        if as_json:
            typer.echo(json.dumps(as_form(made), ensure_ascii=False, indent=1))
            return
        out.print(f"Tháng {first:%m/%Y}, theo luật đã xem đến {made.known_on:%d/%m/%Y}", markup=False)
        for right in made.rights:
            _tell(right)


def rights_for(person_id: UUID, month: date, login: str) -> Rights:
    """Return what the law gives a person, seen by an account and written into the log of looks."""
    from ansinh.apps.accounts.models import User
    from ansinh.apps.accounts.scope import scope_of, within
    from ansinh.apps.audit.services import record_access
    from ansinh.apps.benefits.answers import rights_of
    from ansinh.apps.benefits.households import CannotRead
    from ansinh.apps.people.selectors.persons import get_person
    from ansinh.apps.people.services.refusals import NotHere

    now = datetime.now(UTC)
    actor = User.objects.filter(username=login, is_active=True).first()
    if actor is None or not actor.has_perm("people.view"):
        refuse(f"Tài khoản “{login}” không có, hoặc không được xem người trong sổ: chọn tài khoản khác bằng --as.")
    try:
        with within(scope_of(actor, on=now.astimezone().date()), actor=actor):
            found = get_person(person_id)
            made = rights_of(found, month=month)
            record_access(
                actor=actor,
                person=(str(found.pk), str(found)),
                purpose="Xem quyền lợi theo luật",
                channel="cli",
                at=now,
            )
    except (NotHere, CannotRead) as reason:
        refuse(str(reason))
    return made


def _tell(right: Right) -> None:
    amount = ", " + f"{right.amount_vnd:,} đồng".replace(",", ".") if right.amount_vnd else ""
    out.print(f"{right.programme.label}: {_SAID[right.status]}{amount}", markup=False)
    if right.status == "no":
        return
    for reason in right.reasons:
        notes = "; ".join((*reason.notes, *reason.references))
        said = f"{reason.label}: {reason.said}" if reason.said else reason.label
        out.print(f"    {said} – {notes}", markup=False)
    if right.answer.working:
        out.print(f"    Cách tính: {right.answer.working}", markup=False)
    if right.missing:
        out.print(f"    Còn thiếu: {'; '.join(right.missing)}", markup=False)
    for caveat in right.answer.caveats:
        out.print(f"    Lưu ý: {caveat}", markup=False)


def as_form(made: Rights) -> dict[str, Any]:
    """Return the answers as other programs read them, with what is received."""
    from ansinh.rulebook.answering import form_of

    return {each.programme.id: form_of(each.answer) | {"received_vnd": each.received_vnd} for each in made.rights}
