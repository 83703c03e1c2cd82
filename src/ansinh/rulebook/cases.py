"""Cases: what the law gives one household in one month, read from a file of form 1 and answered in the same form.

The form is described in docs/howto/luat.md. A fact written ``null`` is unknown; a fact left out is "no" where the
member or household says ``"unlisted": "no"``, else unknown.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ansinh.core.rules.expressions import Kind
from ansinh.core.rules.model import Entity, Fact, Thing
from ansinh.core.rules.system import System
from ansinh.rulebook.book import STATE
from ansinh.rulebook.facts import LONG_CONTRACT

FORM = 1
DEPRIVATIONS = (
    "employment", "dependants", "nutrition", "health_insurance", "adult_education", "child_schooling",
    "housing_quality", "housing_area", "water_source", "latrine", "telecom", "information_means",
)  # fmt: skip
LEAST_SHORT_MONTHS = 3
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"(18|19|20)\d\d")
_YEAR_MONTH = re.compile(r"((?:18|19|20)\d\d)-(0[1-9]|1[0-2])")
_INCOME = ("income_per_person_month_vnd", "income_12_months_total_vnd")
_REVIEW = (*_INCOME, "deprivation_count", "deprivations", "score_b1", "score_b2")
_HOUSEHOLD_MORE = {
    "unlisted", "members", "province_code", "income_per_person_month_vnd", "deprivations",
}  # fmt: skip
_MEMBER_MORE = {"id", "sex", "unlisted", "unemployment", "voluntary_si"}
_SHORT_MONTHS = re.compile(r"(\d+)")


class CannotReadCase(Exception):
    """A case that cannot be read; the message says which case, which fact, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question: a household in a month, by the law known on a day, with the resolutions of provinces."""

    id: str
    name: str
    month: str
    known_on: date
    resolutions: tuple[Mapping[str, Any], ...]
    household: Thing
    province: str


def read_cases(loaded: Any, system: System) -> list[Case]:
    """Return the cases of a loaded file.

    Raises:
        CannotReadCase: The file is not of form 1, or a case in it cannot be read.
    """
    if not isinstance(loaded, Mapping) or loaded.get("form") != FORM or not isinstance(loaded.get("cases"), list):
        raise CannotReadCase('Tệp không đúng dạng: cần {"form": 1, "group": …, "cases": […]}.')
    cases = [read_case(each, system, place=f"Tình huống thứ {at}") for at, each in enumerate(loaded["cases"], 1)]
    ids = [case.id for case in cases]
    double = next((each for each in ids if ids.count(each) > 1), None)
    if double:
        raise CannotReadCase(f"Hai tình huống cùng mã “{double}”: đặt mỗi tình huống một mã.")
    return cases


def read_case(loaded: Any, system: System, *, place: str) -> Case:
    """Return one case. Raises CannotReadCase."""
    if not isinstance(loaded, Mapping):
        raise CannotReadCase(f"{place}: phải là một đối tượng có id, name, month, household.")
    place = f"Tình huống {loaded['id']}" if isinstance(loaded.get("id"), str) else place
    for needed in ("id", "month", "household"):
        if needed not in loaded:
            raise CannotReadCase(f"{place}: thiếu “{needed}”.")
    month = loaded["month"]
    if not isinstance(month, str) or not _MONTH.fullmatch(month):
        raise CannotReadCase(f"{place}, month: “{month}” không phải một tháng; viết như 2026-11.")
    known = loaded.get("as_known_on")
    resolutions = loaded.get("overlay") or []
    if not isinstance(resolutions, list) or not all(isinstance(each, Mapping) for each in resolutions):
        raise CannotReadCase(f"{place}, overlay: phải là một danh sách nghị quyết.")
    household = _Reading(system, place).household(loaded["household"])
    return Case(
        str(loaded["id"]),
        str(loaded.get("name", "")),
        month,
        STATE if known is None else read_day(known, f"{place}, as_known_on"),
        tuple(resolutions),
        household,
        str(loaded["household"].get("province_code") or ""),
    )


def read_household(raw: Any, system: System, *, place: str) -> Thing:
    """Return the household of a case alone, with its members. Raises CannotReadCase."""
    return _Reading(system, place).household(raw)


def read_day(value: Any, where: str) -> date:
    """Return a day written as 2026-11-22. Raises CannotReadCase."""
    try:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise CannotReadCase(f"{where}: “{value}” không phải một ngày; viết như 2026-11-22.") from None


class _Reading:
    """Reads the facts of one household; every error names the case and the fact."""

    def __init__(self, system: System, place: str) -> None:
        self.entities, self.place = system.entities, place

    def fail(self, path: str, what: str) -> CannotReadCase:
        return CannotReadCase(f"{self.place}, {path}: {what}")

    def household(self, raw: Any) -> Thing:
        if not isinstance(raw, Mapping) or not isinstance(raw.get("members"), list) or not raw["members"]:
            raise self.fail("household", "cần ít nhất một thành viên trong “members”.")
        self.names(raw, "household", {*self.entities["household"].facts, *_HOUSEHOLD_MORE}, self.entities["household"])
        unlisted = self.unlisted(raw, "household")
        household = Thing("household", "household", self.facts("household", raw, "household", unlisted))
        self.review(household, raw)
        people = self.people(household, raw["members"])
        household.many["members"] = list(people.values())
        if "household_size" not in raw and "income_12_months_total_vnd" not in household.said_as:
            household.facts["household_size"] = len(people)
        household.facts["events"] = self.list_of(raw, "events", "household", unlisted)
        household.many["events"] = []
        for at, each in enumerate(raw.get("events") or []):
            self.event(household, people, each, f"household.events[{at}]", unlisted)
        return household

    def list_of(self, raw: Mapping[str, Any], name: str, path: str, unlisted: bool) -> bool | None:
        """Return True where the list is recorded, be it empty; None where nobody wrote it."""
        value = raw.get(name)
        if value is not None and not isinstance(value, list):
            raise self.fail(f"{path}.{name}", "phải là một danh sách, hoặc null nếu chưa rõ.")
        return True if value is not None or (unlisted and name not in raw) else None

    def unlisted(self, raw: Mapping[str, Any], path: str) -> bool:
        word = raw.get("unlisted")
        if word not in {None, "no"}:
            raise self.fail(f"{path}.unlisted", f'“{word}” không có; ghi "no" hoặc bỏ đi.')
        return word == "no"

    def names(self, raw: Mapping[str, Any], path: str, known: set[str], entity: Entity) -> None:
        strange = next((name for name in raw if name not in known), None)
        if strange is not None:
            raise self.fail(
                f"{path}.{strange}", f"không có dữ kiện này của {_WORDS[entity.name]}; xem tên trong tài liệu."
            )

    def facts(self, entity: str, raw: Mapping[str, Any], path: str, unlisted: bool, prefix: str = "") -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, fact in self.entities[entity].facts.items():
            if name.startswith(prefix) and "." not in name[len(prefix) :] and not fact.of_list:
                found[name] = self.value(fact, raw, name[len(prefix) :], f"{path}.{name}", unlisted)
        return found

    def value(self, fact: Fact, raw: Mapping[str, Any], key: str, path: str, unlisted: bool) -> Any:
        if key not in raw:
            return fact.absent if unlisted or fact.name == "disability_certificate_date" else None
        value = raw[key]
        if value is None:
            return None
        return self.checked(fact, value, path)

    def checked(self, fact: Fact, value: Any, path: str) -> Any:
        match fact.kind:
            case Kind.BOOL:
                if not isinstance(value, bool):
                    raise self.fail(path, f"“{value}” phải là true, false hoặc null.")
            case Kind.INT:
                if not isinstance(value, int) or isinstance(value, bool):
                    raise self.fail(path, f"“{value}” phải là số nguyên (không có phần lẻ) hoặc null.")
                if not 0 <= value <= fact.most:
                    raise self.fail(path, f"{value} phải từ 0 đến {fact.most}.")
            case Kind.TEXT:
                if value not in (*fact.choices, "none") or not isinstance(value, str):
                    raise self.fail(path, f"“{value}” không có; chọn {_choices(fact)}.")
            case Kind.DATE:
                return self.day(fact, value, path)
        return value

    def day(self, fact: Fact, value: Any, path: str) -> Any:
        if fact.from_to and isinstance(value, str | int) and _YEAR.fullmatch(str(value)):
            return (date(int(value), 1, 1), date(int(value), 12, 31))
        if fact.from_to and isinstance(value, str) and (written := _YEAR_MONTH.fullmatch(value)):
            first = date(int(written[1]), int(written[2]), 1)
            return (first, first.replace(day=monthrange(first.year, first.month)[1]))
        return read_day(value, f"{self.place}, {path}")

    def review(self, household: Thing, raw: Mapping[str, Any]) -> None:
        """Bring the ways a review is written down to one: twelve months' income, a count of deprivations."""
        facts = household.facts
        known = self.entities["household"].facts
        if "income_per_person_month_vnd" in raw and (
            raw["income_per_person_month_vnd"] is not None or raw.get("income_12_months_total_vnd") is None
        ):
            value = raw["income_per_person_month_vnd"]
            if value is not None:
                checked = self.checked(
                    known["income_12_months_total_vnd"], value, "household.income_per_person_month_vnd"
                )
                value = checked * 12
            facts |= {"income_12_months_total_vnd": value, "state_allowances_12_months_vnd": 0, "household_size": 1}
            household.said_as["income_12_months_total_vnd"] = "income_per_person_month_vnd"
        if "deprivations" in raw and raw.get("deprivation_count") is None:
            household.said_as["deprivation_count"] = "deprivations"
            facts["deprivation_count"] = self.deprivations(raw["deprivations"])
        facts["reviewed_by_score"] = "score_b1" in raw or "score_b2" in raw
        if not any(name in raw for name in _REVIEW):
            # Nobody reviewed this household: that is not the same as no income.
            facts |= {"income_12_months_total_vnd": None, "deprivation_count": None}
            household.said_as["income_12_months_total_vnd"] = "income_per_person_month_vnd"

    def deprivations(self, value: Any) -> int | None:
        if value is None:
            return None
        if not isinstance(value, list) or any(each not in DEPRIVATIONS for each in value):
            raise self.fail("household.deprivations", f"phải là danh sách lấy từ: {', '.join(DEPRIVATIONS)}.")
        return len(set(value))

    def people(self, household: Thing, members: Sequence[Any]) -> dict[str, Thing]:
        people: dict[str, Thing] = {}
        entity = self.entities["person"]
        groups = {name.partition(".")[0] for name in entity.facts}
        for at, raw in enumerate(members, 1):
            if not isinstance(raw, Mapping) or not isinstance(raw.get("id"), str):
                raise self.fail(f"thành viên thứ {at}", 'phải có “id”, như "m1".')
            path = raw["id"]
            if path in people:
                raise self.fail(path, "hai thành viên cùng mã; đặt mỗi người một mã.")
            self.names(raw, path, groups | _MEMBER_MORE | {"merit"}, entity)
            if raw.get("birth_date") is None:
                raise self.fail(f"{path}.birth_date", 'phải có ngày sinh, hoặc chỉ năm sinh như "1951".')
            person = Thing("person", path, self.facts("person", raw, path, self.unlisted(raw, path)))
            person.one["household"] = household
            people[path] = person
        for raw in members:
            self.person(people[raw["id"]], people, raw)
        return people

    def person(self, person: Thing, people: Mapping[str, Thing], raw: Mapping[str, Any]) -> None:
        unlisted = self.unlisted(raw, person.path)
        facts = person.facts
        for name in ("raising_children", "caring_for", "merit"):
            facts[name] = self.list_of(raw, name, person.path, unlisted)
        facts["spouse"] = True if raw.get("spouse") is not None or (unlisted and "spouse" not in raw) else None
        self.unemployment(person, raw, unlisted)
        self.nested(person, raw, "voluntary_si", unlisted)
        ties = [("raises", each) for each in raw.get("raising_children") or []]
        ties += [("cares_for", each) for each in raw.get("caring_for") or []]
        ties += [("spouse", raw["spouse"])] if raw.get("spouse") is not None else []
        order = list(people)
        for kind, other in ties:
            if other not in people or other == person.path:
                raise self.fail(person.path, f"nhắc tới “{other}” không phải một thành viên khác của hộ.")
            first = order.index(other) < order.index(person.path)
            tie = Thing("tie", person.path, {"kind": kind, "other_is_first": first})
            tie.one |= {"holder": person, "other": people[other]}
            person.many.setdefault("ties", []).append(tie)
            people[other].many.setdefault("named_in", []).append(tie)
        person.many["titles"] = []
        for at, each in enumerate(raw.get("merit") or []):
            path = f"{person.path}.merit[{at}]"
            if not isinstance(each, Mapping):
                raise self.fail(path, "phải là một đối tượng có “category”.")
            self.names(each, path, {*self.entities["merit"].facts, "seniority_years"}, self.entities["merit"])
            title = Thing("merit", path, self.facts("merit", self.title(each, path), path, unlisted))
            title.said_as["seniority_half_years"] = "seniority_years"
            person.many["titles"].append(title)

    def title(self, raw: Mapping[str, Any], path: str) -> dict[str, Any]:
        """Bring the years of seniority to half years: less than six months count as six, more as a year."""
        made = {name: value for name, value in raw.items() if name != "seniority_years"}
        if "seniority_years" in raw:
            years = raw["seniority_years"]
            made["seniority_half_years"] = None if years is None else self.half_years(years, f"{path}.seniority_years")
        return made

    def half_years(self, years: Any, path: str) -> int:
        written = re.fullmatch(r"(\d{1,2})(?:\.(0|5)0*)?", str(years)) if not isinstance(years, bool) else None
        if not written:
            raise self.fail(path, f"“{years}” phải là số năm, lẻ thì nửa năm như 3.5.")
        return int(written[1]) * 2 + (written[2] == "5")

    def nested(self, person: Thing, raw: Mapping[str, Any], group: str, unlisted: bool) -> None:
        """Read the facts of a group ("voluntary_si": {…}); null makes every one of them unknown."""
        inner = raw.get(group, {} if unlisted else None)
        facts = self.entities["person"].facts
        if inner is not None and not isinstance(inner, Mapping):
            raise self.fail(f"{person.path}.{group}", "phải là một đối tượng, hoặc null nếu chưa rõ.")
        strange = next((name for name in inner or {} if f"{group}.{name}" not in facts), None)
        if strange is not None:
            raise self.fail(f"{person.path}.{group}.{strange}", "không có dữ kiện này; xem tên trong tài liệu.")
        if inner is None:
            person.facts |= {name: None for name in facts if name.startswith(f"{group}.")}
        else:
            person.facts |= self.facts("person", inner, person.path, unlisted, prefix=f"{group}.")

    def unemployment(self, person: Thing, raw: Mapping[str, Any], unlisted: bool) -> None:
        inner = raw.get("unemployment")
        asked = inner is not None
        if isinstance(inner, Mapping):
            raw = {**raw, "unemployment": self.contract(inner, f"{person.path}.unemployment")}
        self.nested(person, raw, "unemployment", unlisted)
        facts = person.facts
        facts["unemployment"] = True if asked else False if unlisted and "unemployment" not in raw else None
        for name in ("wage_region", "wage_regime"):
            # Every employer lies in some region: left out means that nobody wrote which.
            if facts[f"unemployment.{name}"] == "none":
                facts[f"unemployment.{name}"] = None

    def contract(self, inner: Mapping[str, Any], path: str) -> dict[str, Any]:
        """Bring the kind of contract to "shorter than 12 months or not", and its length to months."""
        made = dict(inner)
        kind, months = inner.get("contract_kind"), inner.get("contract_months")
        if kind is not None and not isinstance(kind, str):
            raise self.fail(f"{path}.contract_kind", f'“{kind}” phải là chữ, như "{LONG_CONTRACT}".')
        if kind is not None:
            made["contract_kind"] = kind != LONG_CONTRACT and not kind.startswith("indefinite")
            if made["contract_kind"] and "contract_months" not in inner:
                stated = _SHORT_MONTHS.search(kind)
                # The kinds of short contract that the law knows begin at three months, unless the word says otherwise.
                made["contract_months"] = int(stated[1]) if stated and int(stated[1]) < 12 else LEAST_SHORT_MONTHS
        elif "contract_kind" not in inner:
            made["contract_kind"] = months < 12 if isinstance(months, int) and not isinstance(months, bool) else None
        return made

    def event(self, household: Thing, people: Mapping[str, Thing], raw: Any, path: str, unlisted: bool) -> None:
        if not isinstance(raw, Mapping):
            raise self.fail(path, "phải là một đối tượng có “kind” và “date”.")
        self.names(raw, path, {*self.entities["event"].facts, "member"}, self.entities["event"])
        event = Thing("event", path, self.facts("event", raw, path, unlisted))
        member = raw.get("member")
        if member is not None and member not in people:
            raise self.fail(f"{path}.member", f"“{member}” không phải thành viên của hộ.")
        holder = people[member] if member is not None else household
        holder.many.setdefault("events", []).append(event)


_WORDS = {
    "household": "hộ",
    "person": "thành viên",
    "merit": "diện người có công",
    "event": "sự việc",
    "tie": "quan hệ",
}


def _choices(fact: Fact) -> str:
    shown = list(fact.choices[:12])
    return "một trong " + ", ".join(shown) + (" …" if len(fact.choices) > len(shown) else "")
