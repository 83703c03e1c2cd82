"""The worked cases of the rulebook in words, and which rules each of them touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ansinh.core.rules.explanation import say_fact
from ansinh.core.rules.model import Thing
from ansinh.core.rules.overlays import LowersNational
from ansinh.core.rules.system import System
from ansinh.rulebook.answering import answer_case
from ansinh.rulebook.book import STATE, folders, national_system
from ansinh.rulebook.examples import Example, examples
from ansinh.rulebook.rows import title_name

_EVERYBODY = "Cả hộ"
_COVERS = {"state_paid": "ngân sách đóng", "supported": "ngân sách hỗ trợ mức đóng"}
_OTHER_NAMES = {"income_per_person_month_vnd": "thu nhập bình quân một người một tháng"}
_CLASSES = {
    "poor": "hộ nghèo",
    "near_poor": "hộ cận nghèo",
    "average_living": "hộ có mức sống trung bình",
    "above_average": "hộ có mức sống trên trung bình",
}


@dataclass(frozen=True, slots=True)
class CaseRead:
    """A case in words: what is known of whom, and what each is given; ``known_on`` where the law of another day is asked."""

    name: str
    month: str
    known_on: date | None
    known: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, str, str], ...]


def cases_of(programme: str) -> list[CaseRead]:
    """Return the cases that stand beside a programme's rules."""
    return [_read(each) for each in _all() if each.folder == folders()[programme]]


def cases_touching(rule: str) -> list[CaseRead]:
    """Return the cases in which a rule is part of the reason."""
    return [_read(_all()[at]) for at in _touched().get(rule, ())]


@cache
def _all() -> tuple[Example, ...]:
    return tuple(examples())


@cache
def _touched() -> Mapping[str, tuple[int, ...]]:
    """Return which cases rest on a rule, by name: worked out once from the reasons of all of them."""
    found: dict[str, dict[int, None]] = {}
    for at, example in enumerate(_all()):
        answers = answer_case(example.case, national_system())
        if isinstance(answers, LowersNational):
            continue
        for answer in (one for given in answers.values() for one in given):
            if folders()[answer.programme] != example.folder:
                continue
            for step in (step for top in answer.steps for step in top.walk()):
                found.setdefault(step.rule.name, {})[at] = None
    return {name: tuple(cases) for name, cases in found.items()}


def _read(example: Example) -> CaseRead:
    case, system, written = example.case, national_system(), example.written
    members = case.household.many["members"]
    names = {each.path: "Người này" if len(members) == 1 else f"Người {at}" for at, each in enumerate(members, 1)}
    home = written.get("household", {})
    known = [
        (names[each.path], _person(system, each, raw, names))
        for each, raw in zip(members, written["members"], strict=True)
    ]
    told = [*_told(system, case.household, home), *_events(system, case.household, home)]
    if told:
        known.insert(0, (_EVERYBODY, "; ".join(told)))
    if case.resolutions:
        labels = [str(each.get("label") or each.get("reference") or "") for each in case.resolutions]
        known.insert(0, ("Nghị quyết của tỉnh", "; ".join(label for label in labels if label)))
    given = [
        (names.get(who, _EVERYBODY), _label(system, programme), _said(system, wanted))
        for who, programmes in example.expected.items()
        for programme, wanted in programmes.items()
    ]
    year, month = case.month.split("-")
    known_on = case.known_on if case.known_on != STATE else None
    return CaseRead(case.name, f"{int(month)}/{year}", known_on, tuple(known), tuple(given))


def _label(system: System, programme: str) -> str:
    found = system.programmes.get(programme)
    return found.label if found is not None else programme


def _person(system: System, person: Thing, raw: Mapping[str, Any], names: Mapping[str, str]) -> str:
    parts = list(_told(system, person, raw))
    for title, each in zip(person.many.get("titles", ()), raw.get("merit") or (), strict=False):
        words = [title_name(str(title.facts.get("category"))), *_told(system, title, each)]
        parts.append(f"người có công ({', '.join(words)})")
    for tie in person.many.get("ties", ()):
        other = names.get(tie.one["other"].path, "")
        said = {"raises": "đang nuôi", "cares_for": "đang chăm sóc", "spouse": "vợ, chồng là"}[str(tie.facts["kind"])]
        parts.append(f"{said} {other.lower()}")
    return "; ".join(part for part in parts if part) or "không có gì khác"


def _events(system: System, household: Thing, raw: Mapping[str, Any]) -> Iterator[str]:
    happened = {id(event): event for event in household.many.get("events", ())}
    for member in household.many["members"]:
        happened |= {id(event): event for event in member.many.get("events", ())}
    for event, each in zip(sorted(happened.values(), key=lambda one: one.path), raw.get("events") or (), strict=False):
        yield ", ".join(_told(system, event, each))


def _told(system: System, thing: Thing, raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a case names of a thing, in words; what it does not name is no."""
    for name, label in _OTHER_NAMES.items():
        if name in raw:
            yield f"{label}: {'chưa rõ' if raw[name] is None else f'{raw[name]:,} đồng'.replace(',', '.')}"
    inner = {f"{outer}.{name}" for outer, group in raw.items() if isinstance(group, Mapping) for name in group}
    for name, fact in system.entities[thing.entity].facts.items():
        if name in raw and fact.of_list and raw[name] is None:
            yield f"{fact.label}: chưa rõ"
        elif (name in raw or name in inner) and not fact.of_list and name != "category":
            yield f"{fact.label}: {say_fact(fact, thing.facts.get(name))}"


def _said(system: System, wanted: Mapping[str, Any]) -> str:
    if wanted["status"] == "no":
        return "không được hưởng"
    if wanted["status"] == "unknown":
        paths = ", ".join(_fact_label(system, path) for path in wanted.get("missing", ()))
        return f"chưa rõ, vì thiếu: {paths}"
    parts = []
    for name, value in wanted.items():
        match name:
            case "amount_vnd" if value is not None:
                parts.append(f"{value:,} đồng".replace(",", "."))
            case "coefficient" if value is not None:
                parts.append(f"hệ số {str(value).replace('.', ',')}")
            case "months":
                parts.append(f"{value} tháng")
            case "percent":
                parts.append(f"{value}%")
            case "cover":
                parts.append(_COVERS.get(str(value), str(value)))
            case "class":
                parts.append(_CLASSES.get(str(value), str(value)))
            case "quantity":
                parts.append(f"{value['value']} kg gạo")
            case "first_day":
                parts.append(f"từ ngày {date.fromisoformat(value):%d/%m/%Y}")
            case "arrears_over_known_on":
                parts.append(f"trong đó truy lĩnh {value['vnd']:,} đồng".replace(",", "."))
    return ", ".join(parts) or "được hưởng"


def _fact_label(system: System, path: str) -> str:
    who, _dot, name = path.partition(".")
    base, _bracket, inner = name.partition("[")
    facts = system.entities["household" if who == "household" else "person"].facts
    item = system.entities["merit"].facts.get(inner.partition("].")[2])
    said = facts[base].label if base in facts else base
    return f"{said}: {item.label}" if item else said
