"""The door of the site, and the search box that stands on every page."""

from __future__ import annotations

import sys
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from ansinh.apps.ui.search import MOST_HITS, Hit
from ansinh.core.text import fold
from ansinh.files.room import is_out_of_room
from ansinh.site.menu import build_directory, build_menu
from ansinh.site.rooms import brought_by_rooms

SHORTEST = 2


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of one's own menu."""
    for _group, entries in build_menu(request):
        for entry in entries:
            return HttpResponseRedirect(entry.url)
    return render(request, "ansinh/nothing_yet.html")


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Ask every room for what is called like this, with or without diacritics."""
    text = request.GET.get("q", "").strip()[:200]
    hits: list[Hit] = []
    if len(fold(text).strip()) >= SHORTEST:
        for find in brought_by_rooms("search", "search"):
            hits.extend(find(user=request.user, text=text, limit=MOST_HITS))
    groups = [(kind, list(found)) for kind, found in groupby(hits, key=lambda hit: hit.kind)]
    return render(request, "ansinh/search.html", {"q": text, "groups": groups, "count": len(hits), "most": MOST_HITS})


@login_required
def other_pages(request: HttpRequest) -> HttpResponse:
    """Show every page of the menu, by group: where the menu itself would be too long."""
    return render(request, "ansinh/other_pages.html", {"groups": build_directory(request)})


def failed(request: HttpRequest) -> HttpResponse:
    """Say that something failed inside; where a disk of the server is full, say that, and who can help."""
    full = is_out_of_room(sys.exc_info()[1])
    return render(request, "507.html" if full else "500.html", status=507 if full else 500)
