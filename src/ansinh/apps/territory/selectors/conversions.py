"""Reads of the log of converted tables."""

from __future__ import annotations

from django.db.models import QuerySet

from ansinh.apps.territory.models import SeriesConversion
from ansinh.apps.territory.selectors.units import units_on


def list_conversions() -> QuerySet[SeriesConversion]:
    """Return every conversion, drafts too, the youngest first, without its figures."""
    return SeriesConversion.objects.defer("given", "result").order_by("-made_at", "-pk")


def old_names(conversion: SeriesConversion) -> dict[str, str]:
    """Return the names of the units a table came from, by code."""
    codes = {code for code, _value, _below in conversion.given}
    codes |= {code for row in conversion.result["rows"] for code in row["silent"]}
    rows = units_on(on=conversion.from_date)
    if len(codes) < 2000:
        rows = rows.filter(code__in=codes)
    return dict(rows.values_list("code", "name"))
