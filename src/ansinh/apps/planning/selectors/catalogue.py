"""The catalogue of indicators as lists and one by one; the matcher made of it and of what people confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from ansinh.apps.planning.models import (
    BindingState,
    CatalogueChange,
    CatalogueIndicator,
    IndicatorBinding,
    IndicatorWeight,
    Plan,
)
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.territory.models import Unit
from ansinh.core.catalogue import (
    Alias,
    Entry,
    Matcher,
    ParentTarget,
    load_aliases,
    load_disaggregations,
    load_parent_targets,
    words,
)
from ansinh.core.progress.rollup import Figure, PlaceAxis, roll_up_places


@dataclass(frozen=True, slots=True)
class ShippedDifference:
    """A field that a person changed, with what the program brings for it."""

    field: str
    label: str
    own: Any
    shipped: Any


def list_entries() -> QuerySet[CatalogueIndicator]:
    """Return the catalogue in its order, each with the number of plans that have it in use."""
    in_use = Q(bindings__indicator__state__in=IN_USE, bindings__indicator__plan__removed_at=None)
    in_use &= ~Q(bindings__state=BindingState.REFUSED)
    plans = Count("bindings__indicator__plan", filter=in_use, distinct=True)
    return CatalogueIndicator.objects.annotate(plan_count=plans).order_by("ordinal")


def get_entry(code: str) -> CatalogueIndicator | None:
    """Return one indicator of the catalogue, or None."""
    return CatalogueIndicator.objects.filter(pk=code).first()


def list_changes(entry: CatalogueIndicator, *, most: int = 20) -> list[CatalogueChange]:
    """Return the latest changes of an indicator, newest first."""
    return list(entry.changes.select_related("actor").order_by("-id")[:most])


def list_differences(entry: CatalogueIndicator) -> list[ShippedDifference]:
    """Return the fields that people changed and what the program brings for each."""
    return [
        ShippedDifference(name, label_of(name), shown(entry, name), shown(entry, name, entry.shipped[name]))
        for name in entry.own
        if name in entry.shipped and entry.shipped[name] != getattr(entry, name)
    ]


_SOURCES = {"reported": "cơ quan báo cáo", "register": "sổ của phần mềm"}


def label_of(field: str) -> str:
    """Return what a field of the catalogue is called."""
    return str(getattr(CatalogueIndicator._meta.get_field(field), "verbose_name", field))


def shown(entry: CatalogueIndicator, field: str, value: Any = None) -> str:
    """Return a value of a field in words; the entry's own where none is given."""
    raw = getattr(entry, field) if value is None else value
    choices = dict(getattr(CatalogueIndicator._meta.get_field(field), "flatchoices", ()))
    if isinstance(raw, list):
        names = load_disaggregations() if field == "disaggregations" else {}
        return "; ".join(names.get(one, str(one)) for one in raw)
    if field == "source":
        kind, _, rest = str(raw).partition(":")
        return f"{_SOURCES[kind]}: {rest}" if kind in _SOURCES else str(raw)
    return str(choices.get(raw, raw))


def list_weights(entry: CatalogueIndicator) -> list[IndicatorWeight]:
    """Return the weights recorded for an indicator, newest year first."""
    return list(entry.weights.select_related("place", "entered_by").order_by("-year", "place__code"))


def list_parent_targets(code: str) -> list[ParentTarget]:
    """Return what documents above the plans set for an indicator, as far as it could be read; often nothing."""
    return [target for target in load_parent_targets() if target.code == code]


def as_entry(row: CatalogueIndicator) -> Entry:
    """Return a row of the table as the core knows it."""
    values = {name: getattr(row, name) for name in Entry.__dataclass_fields__}
    values |= {name: tuple(values[name]) for name in ("disaggregations", "components")}
    return Entry(**values)


class CannotRollUp(Exception):
    """The figures of several units cannot be put together; the message says what is missing, and what to do."""


def roll_up_units(entry: CatalogueIndicator, *, year: int, values: Mapping[int, Decimal]) -> Fraction:
    """Return the figure of several units together, by the indicator's own rule and the weights recorded for a year.

    ``values`` are the figures by key of the unit; a unit without a recorded weight refuses the whole. Raises
    CannotRollUp.
    """
    weights = dict(entry.weights.filter(year=year, place__in=list(values)).values_list("place_id", "value"))
    figures = [Figure(value=value, weight=weights.get(key)) for key, value in values.items()]
    rolled = roll_up_places(figures, axis=PlaceAxis(entry.place_axis or "none"), expected=len(values))
    if rolled.value is not None:
        return rolled.value
    name = f"“{entry.name_vi}”"
    if rolled.because == "weight_not_recorded":
        names = Unit.objects.filter(pk__in=[key for key in values if key not in weights]).order_by("code")
        missing = list(names.values_list("name", flat=True))
        shown = ", ".join(missing[:3]) + (f" và {len(missing) - 3} đơn vị khác" if len(missing) > 3 else "")
        why = f"chưa ghi quyền số của {shown}" if missing else "tổng quyền số không lớn hơn 0"
        raise CannotRollUp(
            f"Không gộp được {name}: đây là số bình quân có quyền số, {why}. "
            "Ghi quyền số và nguồn ở trang của chỉ tiêu chuẩn rồi gộp lại."
        )
    raise CannotRollUp(_WHY_NOT[rolled.because].format(name=name))


_WHY_NOT = {
    "not_additive": "{name} chỉ có nghĩa ở cấp ra số, không gộp từ đơn vị dưới. Lấy số của cơ quan công bố.",
    "no_figures": "Không gộp được {name}: chưa có số của đơn vị nào.",
    "percentage_without_parts": "Không gộp được {name}: tỷ lệ không cộng được. Nhập tử số và mẫu số của từng đơn vị.",
}


def make_matcher(*, without: Plan | None = None) -> Matcher | None:
    """Return the matcher of the catalogue as it stands, with the wordings people confirmed; None while it is empty.

    A wording that a person bound wins over what the program brings for the same words.
    """
    entries = [as_entry(row) for row in CatalogueIndicator.objects.all()]
    if not entries:
        return None
    learnt = list(_learnt(without))
    said = {words(alias.wording) for alias in learnt}
    shipped = [alias for alias in load_aliases() if alias.parent or words(alias.wording) not in said]
    return Matcher(entries, [*learnt, *shipped])


def _learnt(without: Plan | None) -> Iterable[Alias]:
    """Give each wording that a person confirmed, once; where two decisions differ the later one counts."""
    rows = (
        IndicatorBinding.objects.filter(state=BindingState.CONFIRMED, indicator__parent_no="")
        .filter(indicator__plan__removed_at=None)
        .exclude(indicator__plan=without)
        .order_by("decided_at", "pk")
        .values_list("indicator__name", "entry_id", "relation", "indicator__plan__number")
    )
    found = {words(name): Alias(name, code, "", relation, number) for name, code, relation, number in rows if code}
    return found.values()


def list_codes() -> list[tuple[str, str]]:
    """Return code and name of every indicator of the catalogue, for a drop-down."""
    return list(CatalogueIndicator.objects.values_list("code", "name_vi"))
