"""What every page of a report needs: who asks, and the report of an address if he may see it."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from ansinh.apps.accounts.models import User
from ansinh.apps.reporting.models import Report
from ansinh.apps.reporting.services.access import reports_seen_by


def actor_of(request: HttpRequest) -> User:
    """Return who is acting; pages behind a login always have somebody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def report_or_404(request: HttpRequest, report_id: UUID) -> Report:
    """Return a report that this person may open; another unit's is as if it were not there."""
    found = (
        reports_seen_by(actor_of(request))
        .select_related(
            "round__scheme__place",
            "round__scheme__plan",
            "round__scheme__receiver",
            "place",
            "agency",
            "submitted_by",
            "approved_by",
        )
        .filter(pk=report_id)
        .first()
    )
    if found is None:
        raise Http404("Không có báo cáo này, hoặc báo cáo của đơn vị khác.")
    return found
