"""The versions of a plan, what each changed, and the history of one item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from ansinh.apps.planning.models import (
    ChangeAspect,
    ChangeState,
    Direction,
    Indicator,
    Plan,
    PlanChange,
    PlanVersion,
    ReadItem,
    ReportDuty,
    Target,
    Task,
    VersionState,
)
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.services.values import Values
from ansinh.apps.territory.models import Unit
from ansinh.apps.ui import formats

SETTLED = (VersionState.IN_FORCE, VersionState.COMING)
# How the fields of an item are called where a change names them.
FIELD_NAMES = {
    "no": "STT",
    "name": "tên",
    "unit": "đơn vị tính",
    "dimension": "phân tổ",
    "group": "nhóm",
    "direction": "chiều",
    "lead": "chủ trì",
    "supporting": "phối hợp",
    "section": "mục",
    "submit_to": "cấp trình",
    "note": "ghi chú",
    "product": "sản phẩm",
    "schedule_raw": "thời gian",
    "quarter": "quý",
    "from_year": "từ năm",
    "to_year": "đến năm",
    "event": "sự kiện",
    "who": "đơn vị gửi",
    "to": "nơi nhận",
    "what": "nội dung",
    "due_raw": "thời hạn",
    "recurrence": "định kỳ",
    "day": "ngày",
    "month": "tháng",
    "year": "năm",
    "issuer": "cơ quan ban hành",
    "scope_unit": "phạm vi",
}

# What the printed schedule says already.
FROM_SCHEDULE = ("quarter", "from_year", "to_year", "event")
CHOICE_WORDS: dict[tuple[str, Any], str] = {
    **{("direction", code): str(label) for code, label in Direction.choices},
    **{("recurrence", code): label for code, label in ReportDuty.RECURRENCES},
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as it is shown: what it is about, in words before and after."""

    change: PlanChange
    item: ReadItem | None
    before: str
    after: str


def list_versions(plan: Plan) -> QuerySet[PlanVersion]:
    """Return the versions of a plan, the draft first, then newest first, with their accepted changes counted."""
    return (
        plan.versions.select_related("opened_by", "settled_by", "document__file")
        .defer("document__file__content", "document__file__text", "document__file__blocks")
        .annotate(change_count=Count("changes", filter=Q(changes__state=ChangeState.ACCEPTED)))
        .order_by("-number", "-opened_at")
    )


def get_version(plan: Plan, version_id: int) -> PlanVersion | None:
    """Return one version of a plan, or None."""
    return list_versions(plan).filter(pk=version_id).first()


def get_draft(plan: Plan) -> PlanVersion | None:
    """Return the draft that stands open, if any."""
    return plan.versions.filter(state=VersionState.DRAFT).first()


def close_earlier(versions: list[PlanVersion], *, today: date) -> list[PlanVersion]:
    """Say of each version (as ``until``) the day on which a later one took its place; versions newest first."""
    later: date | None = None
    for version in versions:
        version.until = later  # type: ignore[attr-defined]
        if version.in_force_on is not None and version.state in SETTLED and version.in_force_on <= today:
            later = version.in_force_on
    return versions


def list_coming(plan: Plan, *, today: date) -> list[PlanVersion]:
    """Return the versions whose day is still ahead."""
    return [
        version
        for version in list_versions(plan).filter(state=VersionState.COMING, in_force_on__gt=today)
        if version.change_count  # type: ignore[attr-defined]
    ]


def list_changes(version: PlanVersion) -> list[ChangeRow]:
    """Return what a version changes, item by item, in words."""
    rows = version.changes.select_related("indicator", "task", "duty", "decided_by", "version").order_by("ordinal")
    return _in_words(rows)


def list_choosable_items(plan: Plan, rows: Iterable[ChangeRow]) -> dict[str, list[Any]]:
    """Return the items among which a person chooses where a proposal leaves open what it is about, by kind."""
    kinds = {row.change.kind for row in rows if row.item is None and row.change.kind in ("indicator", "task")}
    models: dict[str, Any] = {"indicator": Indicator, "task": Task}
    return {
        kind: list(models[kind].objects.filter(plan=plan, state__in=IN_USE).only("no", "name").order_by("ordinal"))
        for kind in kinds
    }


def list_history(item: Any) -> list[ChangeRow]:
    """Return the changes of one item by versions in force and coming, newest first."""
    rows = item.changes.filter(state=ChangeState.ACCEPTED, version__state__in=SETTLED)
    rows = rows.select_related("version", "version__document__file", "decided_by")
    rows = rows.defer(*(f"version__document__file__{name}" for name in ("content", "text", "blocks")))
    return _in_words(rows.order_by("-version__number", "ordinal"))


def _in_words(rows: Iterable[PlanChange]) -> list[ChangeRow]:
    found = list(rows)
    ids = {side.get("scope_unit") for change in found for side in (change.before, change.after)} - {None}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=ids)} if ids else {}
    return [ChangeRow(change, change.item, *say_change(change, units)) for change in found]


def say_change(change: PlanChange, units: dict[int, Unit] | None = None) -> tuple[str, str]:
    """Return the values before and after in words: "2030: ≥ 97,5", "chủ trì: Sở Y tế"."""
    if change.aspect == ChangeAspect.ADDED:
        return "", say_values(change.after)
    if change.aspect == ChangeAspect.DROPPED:
        return "đang thực hiện", "thôi thực hiện"
    differing = {name for name in change.after if change.after[name] != change.before.get(name)}
    before = {name: value for name, value in change.before.items() if name in differing}
    after = {name: value for name, value in change.after.items() if name in differing}
    if "targets" in differing:
        before["targets"], after["targets"] = _differing(change.before.get("targets", []), change.after["targets"])
    return say_values(before, units or {}), say_values(after, units or {})


def _differing(before: list[Values], after: list[Values]) -> tuple[list[Values], list[Values]]:
    size = max(len(before), len(after))
    pairs = [(before[n] if n < len(before) else None, after[n] if n < len(after) else None) for n in range(size)]
    changed = [(old, new) for old, new in pairs if old != new]
    return [old for old, _ in changed if old], [new for _, new in changed if new]


def say_values(values: Values, units: dict[int, Unit] | None = None) -> str:
    """Write values of an item in words, those that say nothing left out."""
    said = [say_target(target) for target in values.get("targets", ())]
    if values.get("baseline"):
        said.append(f"số gốc: {say_baseline(values['baseline'])}")
    for name, label in FIELD_NAMES.items():
        value = values.get(name)
        if name == "scope_unit" and name in values:
            unit = (units or {}).get(value or 0)
            said.append(f"{label}: {say_unit(unit)}" if unit else f"{label}: chưa rõ")
        elif value not in (None, "", []) and not (name in FROM_SCHEDULE and values.get("schedule_raw")):
            shown = ", ".join(value) if isinstance(value, list) else CHOICE_WORDS.get((name, value), value)
            said.append(f"{label}: {shown}")
    return "; ".join(said)


def say_target(target: Values) -> str:
    """Write one target in words: "2030: ≥ 97,5"."""
    low, high = (Decimal(target[name]) if target.get(name) else None for name in ("low", "high"))
    words = target.get("qualitative") or target.get("raw") or ""
    sign = target.get("comparator") or ""
    stated = formats.comparator(sign, low, high, words=words, exact=False) if sign else formats.MISSING
    return f"{target['year']}: {stated}" if target.get("year") else stated


def say_baseline(baseline: Values) -> str:
    """Write a baseline in words: "93,5 (2025), Báo cáo năm 2025"."""
    return f"{formats.number(Decimal(baseline['value']))} ({baseline['year']}), {baseline['source']}"


def say_stated(target: Target) -> str:
    """Write a target of the tables in the same words as one of a change."""
    return say_target(
        {
            "year": target.year,
            "comparator": target.comparator,
            "low": target.low,
            "high": target.high,
            "qualitative": target.qualitative,
            "raw": target.raw,
        }
    )


def say_unit(unit: Unit) -> str:
    """Name a unit so that it is told from another of the same name: with code and days."""
    until = f", đến trước {formats.day(unit.valid_to)}" if unit.valid_to else f", từ {formats.day(unit.valid_from)}"
    return f"{unit.name} (mã {unit.code}{until})"
