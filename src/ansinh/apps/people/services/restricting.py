"""Processing of a person's data restricted at his request, and restricted no more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ansinh.apps.audit.services import Actor, record
from ansinh.apps.people.models import Person
from ansinh.apps.people.services.refusals import Refused, locked, said, save

LONGEST_BASIS = 200


def restrict_person(*, person_id: UUID, basis: str, actor: Actor, now: datetime) -> Person:
    """Restrict the processing of a person's data: neither shown nor changed nor taken away, but for a lawful purpose.

    basis: by which provision and request. Raises NotHere, Refused.
    """
    basis = " ".join(basis.split())[:LONGEST_BASIS]
    if not basis:
        raise Refused("Thiếu căn cứ hạn chế xử lý. Ghi điều luật và yêu cầu nào.")
    with said():
        person: Person = locked(Person, person_id, None, what="người")
        if person.erased_at is not None:
            raise Refused("Dữ liệu của người này đã xóa, không còn gì để hạn chế.")
        if person.restricted_at is not None:
            raise Refused("Dữ liệu của người này đã đang hạn chế xử lý.")
        person.restricted_at, person.restricted_basis = now, basis
        save(person, ["restricted_at", "restricted_basis"])
        record(actor=actor, verb="people.restrict", subject=person, detail={"basis": basis}, at=now)
    return person


def lift_restriction(*, person_id: UUID, actor: Actor, now: datetime) -> Person:
    """Let a person's data be worked with again. Raises NotHere, Refused."""
    with said():
        person: Person = locked(Person, person_id, None, what="người")
        if person.restricted_at is None:
            raise Refused("Dữ liệu của người này không còn hạn chế. Tải lại trang.")
        person.restricted_at, person.restricted_basis = None, ""
        save(person, ["restricted_at", "restricted_basis"])
        record(actor=actor, verb="people.lift_restriction", subject=person, at=now)
    return person
