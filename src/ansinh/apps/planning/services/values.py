"""The editable part of each kind of row, as plain values: taken out, put back, compared.

One shape serves the review log (before, after), undo, the edit form and the suggested corrections.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import (
    AgencyMention,
    Assignment,
    AssignmentRole,
    Baseline,
    Citation,
    Indicator,
    ReadItem,
    ReportDuty,
    Target,
    Task,
)
from ansinh.core.plandoc.agencies import agency_key
from ansinh.core.text import fold

Values = dict[str, Any]

INDICATOR_FIELDS = ("no", "parent_no", "name", "unit", "dimension", "group", "direction")
TASK_FIELDS = (
    "no",
    "section",
    "name",
    "submit_to",
    "product",
    "note",
    "schedule_raw",
    "schedule_kind",
    "from_year",
    "to_year",
    "quarter",
    "event",
)
DUTY_FIELDS = ("who", "to", "what", "due_raw", "recurrence", "month", "day", "year", "quarter", "section")
CITATION_FIELDS = ("number", "type", "issuer", "name", "role")


@dataclass(frozen=True, slots=True)
class ItemKind:
    """One kind of row under review: its table, its words, how its values go in and out, and the tables of its parts."""

    code: str
    label: str
    model: type[ReadItem]
    take: Callable[[Any], Values]
    put: Callable[[Any, Values], None]
    parts: tuple[str, ...] = ()


def plain(number: Decimal | None) -> str | None:
    """Return a decimal as its shortest text, for JSON."""
    if number is None:
        return None
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# What the tables hold of a figure: twenty digits, six of them behind the comma.
LARGEST = Decimal(10) ** 14 - 1


def is_storable(number: Decimal | None) -> bool:
    """Say whether a figure is one that the tables can hold; a larger one is no target of any plan."""
    return number is None or abs(number) <= LARGEST


def _decimal(text: str | None) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))


def names_of(item: Indicator | Task, role: AssignmentRole) -> list[str]:
    """Return the agencies of a row in one role, as the plan prints them."""
    rows = [row for row in item.assignments.all() if row.role == role]
    return [row.mention.printed for row in sorted(rows, key=lambda row: row.ordinal)]


def put_agencies(item: Indicator | Task, *, lead: list[str], supporting: list[str]) -> None:
    """Replace the agencies of a row; a name not used in the plan before joins the list of names."""
    item.assignments.all().delete()
    owner = {"indicator": item} if isinstance(item, Indicator) else {"task": item}
    rows = []
    for role, names in ((AssignmentRole.LEAD, lead), (AssignmentRole.SUPPORTING, supporting)):
        for ordinal, name in enumerate(names):
            key = agency_key(name)[:400]
            mention, _ = AgencyMention.objects.get_or_create(
                plan_id=item.plan_id, key=key, defaults={"printed": name[:400]}
            )
            rows.append(Assignment(mention=mention, role=role, ordinal=ordinal, **owner))
    Assignment.objects.bulk_create(rows)


def take_target(target: Target) -> Values:
    """Return one target as plain values."""
    return {
        "year": target.year,
        "raw": target.raw,
        "comparator": target.comparator,
        "low": plain(target.low),
        "high": plain(target.high),
        "qualitative": target.qualitative,
        "span": [target.span_start, target.span_end],
    }


def put_targets(indicator: Indicator, targets: list[Mapping[str, Any]]) -> None:
    """Write the targets of an indicator in place, so that what hangs on a target stays with it."""
    known = {target.ordinal: target for target in indicator.targets.all()}
    for ordinal, values in enumerate(targets):
        target = known.pop(ordinal, None) or Target(indicator=indicator, ordinal=ordinal)
        target.year = values.get("year")
        target.raw = values.get("raw") or ""
        target.comparator = values.get("comparator") or ""
        target.low = _decimal(values.get("low"))
        target.high = _decimal(values.get("high"))
        target.qualitative = values.get("qualitative") or ""
        target.span_start, target.span_end = values.get("span") or (0, 0)
        target.save()
    for target in known.values():
        target.delete()


def take_baseline(item: Indicator) -> Values | None:
    """Return the baseline of an indicator as plain values; None where nobody has entered one."""
    baseline: Baseline | None = getattr(item, "baseline", None)
    if baseline is None:
        return None
    return {"year": baseline.year, "value": plain(baseline.value), "source": baseline.source}


def put_baseline(item: Indicator, values: Values, *, actor: User, now: datetime) -> Baseline:
    """Write the baseline of an indicator, in whose name and when."""
    said = {"year": values["year"], "value": Decimal(str(values["value"])), "source": values["source"]}
    row, _ = Baseline.objects.update_or_create(
        indicator=item, defaults={**said, "entered_by": actor, "entered_at": now}
    )
    return row


def _take_indicator(item: Indicator) -> Values:
    return {
        **{name: getattr(item, name) for name in INDICATOR_FIELDS},
        "lead": names_of(item, AssignmentRole.LEAD),
        "supporting": names_of(item, AssignmentRole.SUPPORTING),
        "targets": [take_target(target) for target in sorted(item.targets.all(), key=lambda t: t.ordinal)],
        "baseline": take_baseline(item),
    }


def _put_indicator(item: Indicator, values: Values) -> None:
    for name in INDICATOR_FIELDS:
        if name in values:
            setattr(item, name, values[name])
    item.search_key = fold(f"{item.no} {item.name} {item.dimension} {item.group}")
    item.save()
    if "targets" in values:
        put_targets(item, values["targets"])
    _put_named_agencies(item, values)


def _put_named_agencies(item: Indicator | Task, values: Values) -> None:
    if "lead" in values or "supporting" in values:
        put_agencies(item, lead=values.get("lead", []), supporting=values.get("supporting", []))


def _take_task(item: Task) -> Values:
    return {
        **{name: getattr(item, name) for name in TASK_FIELDS},
        "lead": names_of(item, AssignmentRole.LEAD),
        "supporting": names_of(item, AssignmentRole.SUPPORTING),
    }


def _put_task(item: Task, values: Values) -> None:
    for name in TASK_FIELDS:
        if name in values:
            setattr(item, name, values[name])
    item.search_key = fold(f"{item.no} {item.name} {item.product} {item.section}")
    item.save()
    _put_named_agencies(item, values)


def _take_duty(item: ReportDuty) -> Values:
    return {name: getattr(item, name) for name in DUTY_FIELDS}


def _put_duty(item: ReportDuty, values: Values) -> None:
    for name in DUTY_FIELDS:
        if name in values:
            setattr(item, name, values[name])
    item.save()


def _take_citation(item: Citation) -> Values:
    return {
        **{name: getattr(item, name) for name in CITATION_FIELDS},
        "date": item.date.isoformat() if item.date else None,
    }


def citation_key(number: str) -> str:
    """Return the form of a number under which two plans' citations of one instrument meet."""
    return fold(number).replace(" ", "")[:80]


def _put_citation(item: Citation, values: Values) -> None:
    for name in CITATION_FIELDS:
        if name in values:
            setattr(item, name, values[name])
    if "date" in values:
        item.date = date.fromisoformat(values["date"]) if values["date"] else None
    item.key = citation_key(item.number)
    item.save()


# What of a row each aspect of a change covers; every field that a version may change stands in exactly one.
ASPECTS: dict[str, dict[str, tuple[str, ...]]] = {
    "indicator": {
        "target": ("targets",),
        "baseline": ("baseline",),
        "lead": ("lead", "supporting"),
        "text": INDICATOR_FIELDS,
    },
    "task": {
        "deadline": ("schedule_raw", "schedule_kind", "from_year", "to_year", "quarter", "event"),
        "lead": ("lead", "supporting"),
        "product": ("product",),
        "text": ("no", "section", "name", "submit_to", "note"),
    },
    "duty": {
        "deadline": ("due_raw", "recurrence", "month", "day", "year"),
        "text": ("who", "to", "what", "section"),
    },
}


def split_by_aspect(kind_code: str, before: Values, after: Values) -> dict[str, tuple[Values, Values]]:
    """Return what differs between two states of a row, aspect by aspect; values not named in ``after`` stay."""
    parts = {}
    for aspect, fields in ASPECTS[kind_code].items():
        old = {name: before[name] for name in fields if name in before}
        new = {name: after.get(name, value) for name, value in old.items()}
        if new != old:
            parts[aspect] = (old, new)
    return parts


KINDS: dict[str, ItemKind] = {
    kind.code: kind
    for kind in (
        ItemKind(
            "indicator",
            "chỉ tiêu",
            Indicator,
            _take_indicator,
            _put_indicator,
            ("targets", "assignments__mention", "baseline"),
        ),
        ItemKind("task", "nhiệm vụ", Task, _take_task, _put_task, ("assignments__mention",)),
        ItemKind("duty", "mốc báo cáo", ReportDuty, _take_duty, _put_duty),
        ItemKind("citation", "văn bản viện dẫn", Citation, _take_citation, _put_citation),
    )
}
