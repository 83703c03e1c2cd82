"""The door of the site, and the search box that stands on every page."""

from __future__ import annotations

from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ansinh.apps.ui.search import MOST_HITS, Hit
from ansinh.apps.ui.typed import MOST_TYPED, keep_typed, text_of, typed
from ansinh.core.text import fold
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


@require_http_methods(["GET", "POST"])
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """Ask every room for what is called like this, with or without diacritics.

    Who may see people types in the body, and the address names only where the session keeps it; an address alone finds
    no person.
    """
    user = request.user
    if request.method == "POST":
        text = text_of(request)
        for page_of in brought_by_rooms("search", "number_page"):
            if page := page_of(user=user, text=text):
                # Sent on with its body, so that a number is neither kept nor seen.
                return redirect(str(page), preserve_request=True)
        return redirect(f"{reverse('search')}?{urlencode({'tim': keep_typed(request, {'q': text})})}")
    kept = typed(request)
    text = str(kept.get("q", "")) if kept else request.GET.get("q", "").strip()[:MOST_TYPED]
    hits: list[Hit] = []
    if len(fold(text).strip()) >= SHORTEST:
        for find in (
            *(brought_by_rooms("search", "search_people") if kept else ()),
            *brought_by_rooms("search", "search"),
        ):
            hits.extend(find(user=user, text=text, limit=MOST_HITS))
    groups = [(kind, list(found)) for kind, found in groupby(hits, key=lambda hit: hit.kind)]
    return render(request, "ansinh/search.html", {"q": text, "groups": groups, "count": len(hits), "most": MOST_HITS})


@login_required
def other_pages(request: HttpRequest) -> HttpResponse:
    """Show every page of the menu, by group: where the menu itself would be too long."""
    return render(request, "ansinh/other_pages.html", {"groups": build_directory(request)})
