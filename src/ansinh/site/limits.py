"""What is refused before anything is read: a request too large to hold, signs that no text has."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RequestLimits:
    """Stands before everything that reads a request: login and forgery checks read the whole form, file and all.

    A request without a length has no body for Django, so the length that it states is the one that counts.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        stated = request.META.get("CONTENT_LENGTH") or "0"
        if not stated.isdecimal() or int(stated) > settings.MOST_REQUEST_BYTES:
            most = settings.MOST_REQUEST_BYTES // 1024 // 1024
            return render(request, "413.html", {"most": most}, status=413)
        if "%00" in request.META.get("QUERY_STRING", ""):
            # No database keeps this sign, and no address of ours has it.
            raise SuspiciousOperation("NUL in the address")
        return self.get_response(request)
