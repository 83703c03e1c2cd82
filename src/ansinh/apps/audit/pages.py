"""The log as auditors and administrators read it."""

from __future__ import annotations

import datetime as dt
import json

from django import forms
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from ansinh.apps.audit import selectors
from ansinh.apps.audit.words import verb_label
from ansinh.apps.ui.fields import DayField

ROWS_A_PAGE = 50


class EventFilterForm(forms.Form):
    """What narrows the log."""

    q = forms.CharField(label="Người, đối tượng", required=False)
    verb = forms.ChoiceField(label="Việc", required=False)
    since = DayField(label="Từ ngày", required=False)
    until = DayField(label="Đến ngày", required=False)

    def __init__(self, *args: object, verbs: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        named = sorted((verb_label(verb), verb) for verb in verbs)
        self.fields["verb"].choices = [("", "Mọi việc"), *((verb, label) for label, verb in named)]  # type: ignore[attr-defined]


@never_cache
@login_required
@permission_required("audit.view_log", raise_exception=True)
@require_GET
def event_list(request: HttpRequest) -> HttpResponse:
    """Show the events, newest first, narrowed by the filters in the address."""
    form = EventFilterForm(request.GET, verbs=selectors.list_verbs())
    form.is_valid()
    found = form.cleaned_data
    since, until = found.get("since"), found.get("until")
    events = selectors.list_events(
        text=found.get("q", ""),
        verb=found.get("verb", ""),
        since=_midnight(since),
        until=_midnight(until + dt.timedelta(days=1)) if until and until < dt.date.max else None,
    )
    page = Paginator(events, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "event": event,
            "label": verb_label(event.verb),
            "detail": json.dumps(event.detail, ensure_ascii=False) if event.detail else "",
        }
        for event in page
    ]
    return render(request, "audit/event_list.html", {"page": page, "rows": rows, "form": form})


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min)) if day else None
