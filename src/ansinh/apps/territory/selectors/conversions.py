"""Reads of the log of converted tables."""

from __future__ import annotations

from django.db.models import QuerySet

from ansinh.apps.territory.models import SeriesConversion


def list_conversions() -> QuerySet[SeriesConversion]:
    """Return every conversion, drafts too, the youngest first, without its figures."""
    return SeriesConversion.objects.defer("given", "result").order_by("-made_at", "-pk")


def get_conversion(conversion_id: int) -> SeriesConversion:
    """Return one conversion with its result, without what was given. Raises SeriesConversion.DoesNotExist."""
    return SeriesConversion.objects.defer("given").get(pk=conversion_id)
