"""Which suggestions of the findings can be put into a row with one press, and what they would put there.

A suggestion is offered only where it can mean one thing: one target, one agency, one place in the
words of the row. All others stay sentences for a person to act on.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ansinh.apps.planning.models import AssignmentRole, Finding, Indicator, Target, Task
from ansinh.apps.planning.services.values import Values, names_of, plain, take_target
from ansinh.apps.ui import formats
from ansinh.core.plandoc.agencies import agency_key, looks_like_agency
from ansinh.core.plandoc.schedules import read_schedule
from ansinh.core.plandoc.values import Value, read_value
from ansinh.core.text import fold

WORDED = {
    Indicator: ("name", "unit", "dimension"),
    Task: ("name", "product", "submit_to", "schedule_raw"),
}
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"[0-9IVX]+(?:\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one press would put into a row, and how the button names it."""

    values: Values
    label: str


def suggest(finding: Finding) -> Suggestion | None:
    """Return what a finding's suggestion would change in its row; None where a person has to decide."""
    item = finding.indicator or finding.task
    if item is None or not finding.suggestion.strip():
        return None
    found = _WAYS.get(finding.rule.partition(".")[0], _target)(finding, item)
    return found if found is not None and found.values else None


def _target(finding: Finding, item: Indicator | Task) -> Suggestion | None:
    """Another sign or figure for the target in whose place the finding stands, else the only one so printed."""
    if not isinstance(item, Indicator):
        return None
    value: Value | Target = read_value(finding.suggestion)
    if finding.rule.startswith("loi-van-phu-luc.gia-tri"):
        value = _said_elsewhere(finding, item) or value
    if value.comparator in (None, "", "qualitative"):
        return None
    targets = sorted(item.targets.all(), key=lambda target: target.ordinal)
    struck = [t for t in targets if any(t.span_start < end and start < t.span_end for start, end in finding.spans)]
    if len(struck) != 1:
        struck = [t for t in targets if t.raw and t.raw.strip() in finding.raw]
    if len(struck) != 1:
        return None
    values = [take_target(target) for target in targets]
    changed = {
        "comparator": value.comparator,
        "low": plain(value.low),
        "high": plain(value.high),
        "qualitative": "",
    }
    at = targets.index(struck[0])
    if values[at].items() >= changed.items():
        return None
    values[at] |= changed
    return Suggestion({"targets": values}, formats.comparator(value.comparator, value.low, value.high, exact=True))


def _said_elsewhere(finding: Finding, item: Indicator) -> Target | None:
    """Return the target that the running text states, as it was read, where the finding compares it with the annex."""
    start, end = finding.spans[0] if finding.spans else (0, 0)
    others = Target.objects.filter(
        indicator__plan_id=item.plan_id, raw=finding.suggestion, span_start__lt=end, span_end__gt=start
    )
    found = list(others.exclude(indicator=item)[:2])
    return found[0] if len(found) == 1 else None


def _agency(finding: Finding, item: Indicator | Task) -> Suggestion | None:
    """Another agency in place of the one quoted, in the role the finding names."""
    name = " ".join(finding.suggestion.split())
    if not looks_like_agency(name) or ":" in name or len(name) > 120 or agency_key(name) == agency_key(finding.raw):
        return None
    lists = {"lead": names_of(item, AssignmentRole.LEAD), "supporting": names_of(item, AssignmentRole.SUPPORTING)}
    only_lead, only_supporting = "chủ trì" in finding.where, "phối hợp" in finding.where
    roles = ["lead"] if only_lead and not only_supporting else list(lists)
    roles = ["supporting"] if only_supporting and not only_lead else roles
    places = [(role, *place) for role in roles if (place := _quoted_in(lists[role], finding.raw))]
    if len(places) != 1:
        return None
    role, first, last = places[0]
    mended = [*lists[role][:first], name, *lists[role][last:]]
    mended = list({agency_key(one): one for one in reversed(mended)}.values())[::-1]
    return None if mended == lists[role] else Suggestion({role: mended}, name)


def _quoted_in(names: list[str], raw: str) -> tuple[int, int] | None:
    """Return the stretch of a list of agencies that is the quoted name, which may have been read as several."""
    keys, wanted = [agency_key(name) for name in names], agency_key(raw)
    stretches = [
        (first, last)
        for first in range(len(names))
        for last in range(first + 1, min(len(names), first + 3) + 1)
        if agency_key(", ".join(names[first:last])) == wanted
    ]
    if len(stretches) == 1:
        return stretches[0]
    if len(names) == 1 and keys[0] and keys[0] in wanted:
        return 0, 1
    return None


def _words(finding: Finding, item: Indicator | Task) -> Suggestion | None:
    """The same words in the right spelling, where they stand once in the row."""
    new = finding.suggestion.strip()
    if "cơ quan" in finding.where:
        twice = agency_key(finding.raw) in (agency_key(f"{new} {new}"), agency_key(f"{new}, {new}"))
        return _agency(finding, item) if twice else None
    old = _same_words(finding.raw, new)
    if not old or old == new:
        return None
    fields = {name: getattr(item, name) for name in WORDED[type(item)]}
    holding = [name for name, text in fields.items() if old in text]
    if len(holding) != 1 or fields[holding[0]].count(old) != 1:
        return None
    return Suggestion({holding[0]: fields[holding[0]].replace(old, new)}, f"“{new}”")


def _same_words(raw: str, new: str) -> str:
    """Return the stretch of a quotation that has the words of the suggestion but for marks, spaces, i and y."""
    wanted = [_bare(match.group()) for match in _WORD.finditer(new)]
    found = list(_WORD.finditer(raw))
    bare = [_bare(match.group()) for match in found]
    at = [n for n in range(len(bare) - len(wanted) + 1) if bare[n : n + len(wanted)] == wanted]
    if not wanted or len(at) != 1:
        return ""
    return raw[found[at[0]].start() : found[at[0] + len(wanted) - 1].end()]


def _bare(word: str) -> str:
    return fold(word).replace("y", "i")


def _number(finding: Finding, item: Indicator | Task) -> Suggestion | None:
    """A number for a row that has none, where no other row of the plan has it."""
    number = finding.suggestion.strip()
    if item.no or not _NUMBER.fullmatch(number):
        return None
    if type(item)._default_manager.filter(plan_id=item.plan_id, no=number).exists():
        return None
    return Suggestion({"no": number}, f"số {number}")


def _schedule(finding: Finding, item: Indicator | Task) -> Suggestion | None:
    """One of the two schedules that were printed together."""
    if not isinstance(item, Task) or " ".join(finding.raw.split()) != " ".join(item.schedule_raw.split()):
        return None
    schedule = read_schedule(finding.suggestion)
    if schedule is None or finding.suggestion not in finding.raw or schedule.kind == "event":
        return None
    values = {
        "schedule_raw": finding.suggestion,
        "schedule_kind": schedule.kind,
        "from_year": schedule.from_year,
        "to_year": schedule.to_year,
        "quarter": schedule.quarter,
        "event": schedule.event or "",
    }
    return Suggestion(values, f"“{finding.suggestion}”")


_WAYS: dict[str, Callable[[Finding, Indicator | Task], Suggestion | None]] = {
    "co-quan": _agency,
    "chinh-ta": _words,
    "cau-chu": _words,
    "khung": _number,
    "tien-do": _schedule,
}
