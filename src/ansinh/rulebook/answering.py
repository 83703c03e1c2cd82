"""Answers to cases, in the form of ``expected``: member or "_household" -> programme -> what it gives and why."""

from __future__ import annotations

from typing import Any

from ansinh.core.rules.answers import UNKNOWN, YES, Answer, Desk
from ansinh.core.rules.overlays import LowersNational, with_resolutions
from ansinh.core.rules.parameters import CAVEATS
from ansinh.core.rules.system import System
from ansinh.rulebook.cases import Case
from ansinh.rulebook.health_insurance_cover.rules import COVERS
from ansinh.rulebook.poverty_status.rules import CLASSES
from ansinh.rulebook.unemployment_insurance.first_day import first_day

HOUSEHOLD = "_household"
Form = dict[str, Any]


def answer_case(case: Case, system: System) -> dict[str, list[Answer]] | LowersNational:
    """Return the answers for every member and the household; the refusal where a resolution gives less than the law.

    Raises:
        CannotOverlay: A resolution cannot be read.
    """
    try:
        system = with_resolutions(system, case.resolutions, province=case.province)
    except LowersNational as refusal:
        return refusal
    desk = Desk(system.month(case.month, known_on=case.known_on))
    found: dict[str, list[Answer]] = {}
    shared: list[Answer] = []
    for programme in system.programmes.values():
        if programme.entity == "household":
            shared.append(desk.answer(programme, case.household))
            continue
        each = [desk.answer(programme, person) for person in case.household.many["members"]]
        for one in each:
            found.setdefault(one.who, []).append(one)
    return {**found, HOUSEHOLD: shared}


def as_form(case: Case, answers: dict[str, list[Answer]] | LowersNational, system: System) -> Form:
    """Return the answers of a case as other programs read them."""
    if isinstance(answers, LowersNational):
        return {"_overlay": {"status": "refused", "reference": [answers.article], "because": str(answers)}}
    law = system.month(case.month, known_on=case.known_on)
    people = {person.path: person for person in case.household.many["members"]}
    made: Form = {}
    for who, given in answers.items():
        made[who] = {}
        for each in given:
            form = form_of(each)
            if each.programme == "unemployment_insurance" and each.status == YES:
                day, sure = first_day(people[who].facts, law)
                form["first_day"] = day.isoformat() if day is not None else None
                form["provisional"] = form["provisional"] or not sure
            made[who][each.programme.removesuffix("_household")] = form
    return made


def form_of(given: Answer) -> Form:
    """Return one answer as other programs read it."""
    numbers = given.numbers
    tenths = numbers.get("coefficient")
    form: Form = {
        "status": given.status,
        "amount_vnd": numbers.get("amount_vnd") or None,
        "coefficient": _coefficient(tenths) if tenths else None,
        "reference": list(given.references),
        "because": "; ".join(given.because),
        "working": given.working,
        "provisional": given.evidence in CAVEATS,
        "evidence": given.evidence.value,
        "caveats": list(given.caveats),
    }
    if given.status == UNKNOWN:
        form["missing"] = list(given.missing)
    if given.programme == "health_insurance_cover" and given.status == YES:
        form["cover"] = COVERS[numbers["cover"] or 0]
    if given.programme == "poverty_status" and given.status != UNKNOWN:
        form["class"] = CLASSES.get(numbers.get("class") or 0)
    if "months" in numbers and given.status == YES:
        form["months"] = numbers["months"]
    if "percent" in numbers and given.status == YES:
        form["percent"] = numbers["percent"]
    if numbers.get("quantity"):
        form["quantity"] = {"unit": "kg_rice", "value": numbers["quantity"]}
    if given.arrears is not None and given.status != UNKNOWN:
        form["arrears_over_known_on"] = {"date": given.arrears.date.isoformat(), "vnd": given.arrears.vnd}
    return form


def _coefficient(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else f"{whole}"
