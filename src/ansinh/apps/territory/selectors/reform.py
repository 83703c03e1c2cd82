"""Which agencies ended or took work over with the reform of 2025, for the page "what changed on 1/7/2025 for me"."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from ansinh.apps.territory.models import Agency, AgencyLevel, AgencySuccession, Unit, UnitLevel
from ansinh.apps.territory.sections import Line, Section

# Departments were joined on 1/3/2025, provinces and communes on 1/7/2025; what the year began with counts as the same reform.
BEGUN = date(2025, 1, 1)
MOST_LINES = 20
_LEVELS: dict[str, tuple[str, ...]] = {
    UnitLevel.PROVINCE: (AgencyLevel.PROVINCE,),
    UnitLevel.DISTRICT: (AgencyLevel.DISTRICT, AgencyLevel.COMMUNE),
    UnitLevel.COMMUNE: (AgencyLevel.DISTRICT, AgencyLevel.COMMUNE),
}


def agencies_of_reform(*, units: list[Unit], agency: Agency | None, user: Any, on: date) -> Section | None:
    """Give the agencies of somebody's level whose work went elsewhere, to whom by field; those of his own agency first."""
    if not user.has_perm("territory.view_agencies") or not (units or agency):
        return None
    rows = _successions(units, agency, on)
    groups: dict[int, list[AgencySuccession]] = {}
    for row in rows:
        groups.setdefault(row.agency_id, []).append(row)
    ordered = sorted(groups.values(), key=lambda own: (not _touches(own, agency), own[0].agency.search_key))
    mine = sum(_touches(own, agency) for own in ordered)
    note = f"{len(ordered)} cơ quan chuyển việc" if ordered else ""
    if agency is not None and ordered:
        note += (
            f"; {mine} liên quan {agency.name}, đứng trước" if mine else f"; không cơ quan nào liên quan {agency.name}"
        )
    return Section(
        title="Cơ quan đã kết thúc, cơ quan nhận việc",
        lines=tuple(_line(own, on) for own in ordered[:MOST_LINES]),
        empty="Danh mục chưa ghi cơ quan nào của cấp này chuyển việc từ năm 2025. Người quản lý danh mục ghi ở trang của từng cơ quan.",
        note=note,
        more=Line("Danh mục cơ quan", reverse("territory:agencies")),
    )


def _successions(units: list[Unit], agency: Agency | None, on: date) -> list[AgencySuccession]:
    level = Q(agency__level__in=_LEVELS[units[0].level]) if units else Q()
    if agency is not None:
        level |= Q(agency=agency) | Q(successor=agency)
        level = level if units else Q(agency=agency) | Q(successor=agency) | Q(agency__level=agency.level)
    seen = Q(from_date__gte=BEGUN, from_date__lte=on) | Q(from_date=None, seen_by_date__gte=BEGUN, seen_by_date__lte=on)
    place = Q(only_in=None) | Q(only_in__code__in=_codes(units))
    rows = AgencySuccession.objects.filter(level, seen, place, withdrawn_at=None)
    rows = rows.select_related("agency", "successor").prefetch_related("candidates")
    return [row for row in rows.order_by("agency_id", "pk") if row.successor_id != row.agency_id]


def _codes(units: list[Unit]) -> set[str]:
    """Return the codes of units and of what they lie in; a province keeps its code where only its kind or extent changed."""
    found: set[str] = set()
    for unit in units:
        above: Unit | None = unit
        while above is not None:
            found.add(above.code)
            above = above.parent
    return found


def _touches(rows: Iterable[AgencySuccession], agency: Agency | None) -> bool:
    return agency is not None and any(agency.pk in (row.agency_id, row.successor_id) for row in rows)


def _line(rows: list[AgencySuccession], on: date) -> Line:
    """Say when an agency ended and who has its work, field by field, the unclear last."""
    agency = rows[0].agency
    ended = f" kết thúc {agency.valid_to:%d/%m/%Y}" if agency.valid_to is not None and agency.valid_to <= on else ""
    to: dict[str, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.successor is None):
        to.setdefault(_receiver(row), []).append(row.field_label)
    said = "; ".join(f"{', '.join(dict.fromkeys(fields))} → {name}" for name, fields in to.items())
    return Line(f"{agency.name}{',' if ended else ''}{ended}", reverse("territory:agency", args=[agency.pk]), said)


def _receiver(row: AgencySuccession) -> str:
    if row.successor is not None:
        return row.successor.name
    possible = " hoặc ".join(one.name for one in row.candidates.all())
    return f"chưa rõ ({possible})" if possible else "chưa rõ"
