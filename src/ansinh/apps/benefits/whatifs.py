"""Suppositions about the law: written down, worked out over the register of one's unit, kept with their results."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from ansinh.apps.accounts.scope import Scope, within
from ansinh.apps.audit.services import Actor, record
from ansinh.apps.benefits.households import Read, in_parts, last_day
from ansinh.apps.benefits.laws import DECREE, decree_in_words, laws_for
from ansinh.apps.benefits.models import WhatIf
from ansinh.apps.jobs.services import defer
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.selectors.units import units_on
from ansinh.core.rules.model import Thing
from ansinh.core.rules.system import System
from ansinh.entitlement.answers import Tell, rulebook_version
from ansinh.entitlement.changes import CannotSuppose, Change, Difference, supposed
from ansinh.rulebook.book import national_system

WORK_OUT = "benefits.what_if"


class Row(NamedTuple):
    """Before and after for one programme or one commune, with its name."""

    label: str
    figures: Difference


class Arrear(NamedTuple):
    """One month before a decree took effect: who is owed more or less for it, and how much."""

    month: str
    more: int
    more_vnd: int
    less: int
    less_vnd: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a supposition would mean, in rows that a page shows; ``crossed`` by commune and programme.

    ``arrears`` are the months before for which a decree gives more or less, with people and đồng.
    """

    persons: int
    total: Difference
    programmes: list[Row]
    communes: list[Row]
    crossed: list[tuple[str, Row]]
    arrears: list[Arrear]

    @property
    def letters(self) -> int:
        """Return how many would have another amount than their last letter says."""
        return self.total.more + self.total.less

    @property
    def arrears_vnd(self) -> int:
        """Return what is to be paid after, less what was paid too much."""
        return sum(each.more_vnd - each.less_vnd for each in self.arrears)


def list_what_ifs(scope: Scope) -> QuerySet[WhatIf]:
    """Return the suppositions of the communes in scope, newest first."""
    return WhatIf.objects.filter(first_unit__gte=scope.first, last_unit__lte=scope.last).select_related("place")


def get_what_if(what_if_id: UUID, scope: Scope) -> WhatIf:
    """Return one supposition of the communes in scope. Raises NotHere."""
    found = list_what_ifs(scope).filter(pk=what_if_id).first()
    if found is None:
        raise NotHere("Không có phương án này trong địa bàn phụ trách.")
    return found


def suppose(
    *, title: str, month: date, changes: Sequence[Change], unit: Unit, scope: Scope, actor: Any, now: datetime
) -> WhatIf:
    """Write a supposition down and have it worked out; the job's page shows how far it is. Raises Refused."""
    title = " ".join(title.split())[:160]
    if not title:
        raise Refused("Chưa có tên phương án. Ghi vài chữ, như “Mức chuẩn 600.000”.")
    try:
        laws = laws_for(changes, month=month, unit=unit, on=now.date())
    except CannotSuppose as error:
        raise Refused(str(error)) from error
    with transaction.atomic():
        made = WhatIf.objects.create(
            title=title,
            place=unit,
            first_unit=scope.first,
            last_unit=scope.last,
            month=month,
            known_on=laws.before.known_on,
            changes=[dataclasses.asdict(each) for each in changes],
            rulebook=rulebook_version(),
            author_id=actor.pk,
            author_name=str(actor),
            created_at=now,
        )
        record(actor=actor, verb=WORK_OUT, subject=made, detail={"changes": made.changes}, at=now)
    return made


def defer_what_if(made: WhatIf, *, actor: Any, result_url: str) -> Any:
    """Hand the working out to the workers and return the run."""
    args = {"what_if_id": str(made.pk), "actor_id": actor.pk}
    return defer(kind=WORK_OUT, title=f"Tính phương án: {made.title}", owner=actor, args=args, result_url=result_url)


def work_out(*, what_if_id: UUID, actor: Any, now: datetime, tell: Tell = lambda _step: None) -> WhatIf:
    """Work a supposition out over the register of its communes and keep the result; done again, it is replaced.

    Raises CannotRead, CannotSuppose.
    """
    # DuckDB is needed where this runs, not in every process that serves pages.
    from ansinh.entitlement.whatif import compare  # noqa: PLC0415

    made = WhatIf.objects.select_related("place").get(pk=what_if_id)
    laws = laws_for(changes_of(made), month=made.month, unit=made.place, on=now.date())
    arrears = []
    for month, law in laws.earlier():
        tell(f"arrears: {month:%m/%Y}")
        total = compare(law, laws.after, _parts(made, law.system, actor, month)).total
        arrears.append([f"{month:%Y-%m}", total.more, total.more_vnd, total.less, total.less_vnd])
    tell("read")
    found = compare(laws.before, laws.after, _parts(made, laws.before.system, actor, made.month), tell=tell)
    made.result = {
        "persons": found.persons,
        "total": found.total,
        "programmes": found.programmes,
        "communes": found.communes,
        "crossed": found.crossed,
        "arrears": arrears,
    }
    made.done_at, made.rulebook = now, rulebook_version()
    made.save(update_fields=["result", "done_at", "rulebook"])
    return made


def remove_what_if(*, what_if_id: UUID, scope: Scope, actor: Actor, now: datetime) -> None:
    """Take a supposition away; what it said stays in the log. Raises NotHere."""
    with transaction.atomic():
        found = get_what_if(what_if_id, scope)
        detail = {"title": found.title, "changes": found.changes}
        record(actor=actor, verb="benefits.remove_what_if", subject=found, detail=detail, at=now)
        found.delete()


def changes_of(made: WhatIf) -> list[Change]:
    """Return the changes of a supposition."""
    return [Change(**each) for each in made.changes]


def describe(made: WhatIf) -> list[str]:
    """Return the changes in words: "Mức chuẩn trợ giúp xã hội: 540.000 → 600.000"."""
    system = national_system()
    law = system.month(f"{made.month:%Y-%m}", known_on=made.known_on)
    said = []
    for change in changes_of(made):
        if change.kind == DECREE:
            said.append(decree_in_words(change, made.place))
        elif change.kind == "figure":
            parameter = system.parameters[change.parameter]
            now = law.values[parameter.id]
            was = parameter.shown(now.value) if now is not None and isinstance(now.value, int) else "không có"
            after = supposed(system, [change], law).month(f"{made.month:%Y-%m}", known_on=made.known_on)
            said.append(f"{parameter.label}: {was} → {parameter.shown(after.number(parameter.id))}")
        elif change.kind == "group":
            said.append(f"Thêm nhóm “{change.body['label']}”, hệ số {change.body['coefficient']}")
        else:
            label = system.programmes[change.body["programme"]].label
            said.append(f"{label}: thêm {change.body['amount_vnd']:,} đồng mỗi tháng".replace(",", "."))
    return said


def changed_programmes(made: WhatIf) -> list[str]:
    """Return the programmes, by id, in which somebody's amount or right would change."""
    rows = [Difference(*each) for each in (made.result or {}).get("programmes", ())]
    return [each.programme for each in rows if each.more or each.less or each.people_before != each.people_after]


def read_result(made: WhatIf) -> Result | None:
    """Return what a supposition would mean, None until it is worked out; communes by the names of their numbers."""
    kept: Mapping[str, Any] | None = made.result
    if kept is None:
        return None
    programmes = national_system().programmes
    names = dict(
        units_on(on=made.month)
        .filter(level=UnitLevel.COMMUNE, number__range=(made.first_unit, made.last_unit))
        .values_list("number", "name")
    )

    def row(label: str, values: Sequence[Any]) -> Row:
        return Row(label, Difference(*values))

    def programme(name: str) -> str:
        return programmes[name].label if name in programmes else name

    def commune(number: int) -> str:
        return names.get(number, str(number))

    return Result(
        kept["persons"],
        Difference(*kept["total"]),
        [row(programme(each[1]), each) for each in kept["programmes"]],
        [row(commune(each[0]), each) for each in kept["communes"]],
        [(commune(each[0]), row(programme(each[1]), each)) for each in kept["crossed"]],
        [Arrear(f"{int(month[5:])}/{month[:4]}", *rest) for month, *rest in kept.get("arrears", ())],
    )


def _parts(made: WhatIf, system: System, actor: Any, month: date) -> Iterator[list[tuple[Thing, int]]]:
    """Return the households of the communes with the numbers of these; the transaction ends with the reading."""
    with within(Scope(made.first_unit, made.last_unit, made.place.name), actor=actor):
        for part in in_parts(system, on=last_day(month)):
            yield [(each.thing, _place(each)) for each in part]


def _place(read: Read) -> int:
    return read.household.unit_no if read.household is not None else read.persons[0].unit_no
