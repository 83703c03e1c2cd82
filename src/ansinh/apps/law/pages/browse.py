"""Looking up the law: programmes, rules, figures over time, what changed, what has no rule."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ansinh.apps.law.addresses import url_of
from ansinh.apps.law.chart import draw_steps
from ansinh.apps.law.forms import DaysForm
from ansinh.apps.law.pages.access import read_day, system_of
from ansinh.apps.law.selectors.book import (
    callers,
    homes,
    instrument_name,
    programme_of,
    read_programme,
    read_rule,
    users_of,
    value_until,
)
from ansinh.apps.law.selectors.cases import cases_of, cases_touching
from ansinh.apps.law.selectors.changes import changes_between
from ansinh.apps.law.selectors.search import search_law
from ansinh.apps.law.services.places import may_check
from ansinh.apps.law.tables import FigureFilter, FigureTable, figure_lines
from ansinh.apps.law.words import UNITS, say_gives, say_value
from ansinh.apps.ui.access import allowed
from ansinh.apps.ui.tables import build_list
from ansinh.core.rules.parameters import CAVEATS, Parameter
from ansinh.core.rules.system import System
from ansinh.rulebook.book import STATE
from ansinh.rulebook.coverage import coverage
from ansinh.rulebook.rows import row_name

VIEW = "law.view"


@require_GET
@allowed(VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """Show what the law gives, programme by programme, and what a search finds."""
    system, today = system_of(request), timezone.localdate()
    text = request.GET.get("q", "").strip()[:200]
    found = search_law(text) if text else []
    read = [read_programme(system, each, on=today) for each in system.programmes.values()]
    programmes = [
        {
            "programme": each.programme,
            "gives": say_gives(each.programme),
            "rules": sum(programme_of(rule.rule.name) is each.programme for rule in each.rules) or len(each.rules),
            "instruments": [instrument_name(number) for number in each.instruments[:3]],
        }
        for each in read
    ]
    context = {
        "q": text,
        "found": [(each, url_of(each.kind, each.key)) for each in found],
        "programmes": programmes,
        "rule_count": len(system.rules),
        "figure_count": len(list(system.parameters)),
        "state": STATE,
    }
    return render(request, "law/home.html", context)


@require_GET
@allowed(VIEW)
def programme(request: HttpRequest, key: str) -> HttpResponse:
    """Show a programme: its rules from the result down, its figures, its cases."""
    system = system_of(request)
    asked = system.programmes.get(key)
    if asked is None:
        raise Http404("Không có chương trình này. Mở trang Tra cứu luật và tìm theo tên.")
    on = read_day(request.GET.get("ngay", ""), timezone.localdate())
    context = {
        "read": read_programme(system, asked, on=on),
        "gives": say_gives(asked),
        "cases": cases_of(key),
        "on": on,
        "state": STATE,
    }
    return render(request, "law/programme.html", context)


@require_GET
@allowed(VIEW)
def rule(request: HttpRequest, name: str) -> HttpResponse:
    """Show a rule: its versions in words, what it calls and what calls it, the cases that rest on it."""
    system = system_of(request)
    asked = system.rules.get(name)
    if asked is None:
        raise Http404("Không có quy tắc này. Mở trang Tra cứu luật và tìm theo tên.")
    today = timezone.localdate()
    context = {
        "read": read_rule(system, asked, on=today),
        "home": programme_of(name),
        "programmes": [system.programmes[each] for each in homes().get(name, ())],
        "callers": callers(name),
        "cases": cases_touching(name),
        "may_check": may_check(request.user, on=today),
    }
    return render(request, "law/rule.html", context)


@require_GET
@allowed(VIEW)
def parameter(request: HttpRequest, key: str) -> HttpResponse:
    """Show a figure over time, with its articles and who uses it; a table with all its rows."""
    system = system_of(request)
    if key not in system.parameters:
        raise Http404("Không có tham số này. Mở trang Tra cứu luật và tìm theo tên.")
    asked, today = system.parameters[key], timezone.localdate()
    current = asked.at(last_day=today, known_on=today)
    values = [
        {
            "dated": value,
            "said": say_value(asked, value.value),
            "until": value_until(asked, value),
            "is_current": value is current,
            "is_backdated": value.applied_from < value.in_force_from,
            "caveat": CAVEATS.get(value.evidence, ""),
        }
        for value in reversed(asked.values)
    ]
    context = {
        "parameter": asked,
        "unit": UNITS[asked.unit],
        "values": values,
        "backdated": [each for each in values if each["is_backdated"]],
        "rows": _rows(asked),
        "chart": draw_steps(asked, on=today),
        "home": programme_of(key),
        "users": users_of(key),
        "may_check": may_check(request.user, on=today),
    }
    return render(request, "law/parameter.html", context)


def _rows(asked: Parameter) -> list[tuple[str, str, list[str]]]:
    """Return a table's rows: anchor, name, the figure at each date, the newest first."""
    if not asked.is_table:
        return []
    tables = [value.value if isinstance(value.value, Mapping) else {} for value in reversed(asked.values)]
    keys = dict.fromkeys(key for table in tables for key in table)
    return [
        (
            f"dong-{at}",
            str(row_name(asked.id, key)),
            [asked.shown(table[key]) if key in table else "–" for table in tables],
        )
        for at, key in enumerate(keys, 1)
    ]


@require_GET
@allowed(VIEW)
def parameters(request: HttpRequest) -> HttpResponseBase:
    """List every dated value of every figure, to be filtered and taken away as a file."""
    listing = build_list(
        request,
        rows=figure_lines(system_of(request)),
        table=FigureTable,
        filters=FigureFilter,
        file_name="tham-so-luat",
    )
    return listing.export or render(request, "law/parameters.html", {"listing": listing})


@require_GET
@allowed(VIEW)
def changes(request: HttpRequest) -> HttpResponse:
    """Show what changed between two days; a year back from today where none are named."""
    system, today = system_of(request), timezone.localdate()
    form = DaysForm(request.GET or None)
    first, last = today - timedelta(days=365), today
    groups = None
    if not form.is_bound or form.is_valid():
        data = form.cleaned_data if form.is_bound else {}
        last = data.get("den") or last
        first = data.get("tu") or min(first, last - timedelta(days=1))
        groups = changes_between(system, first=first, last=last)
    if not form.is_bound:
        form = DaysForm(initial={"tu": first, "den": last})
    context = {
        "form": form,
        "first": first,
        "last": last,
        "groups": groups or [],
        "count": sum(len(each) for _programme, each in groups or []),
        "days": _days_of_change(system),
    }
    return render(request, "law/changes.html", context, status=200 if groups is not None else 422)


def _days_of_change(system: System) -> list[tuple[str, str, str]]:
    """Return the days on which an instrument took effect: the day before, the day, as addresses and as people write it."""
    days = {value.in_force_from for each in system.parameters for value in each.values}
    days |= {version.in_force_from for each in system.rules.values() for version in each.versions}
    shown = sorted((day for day in days if day.year >= EARLIEST), reverse=True)
    return [(f"{day - timedelta(days=1):%d/%m/%Y}", f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}") for day in shown]


EARLIEST = 2021


@require_GET
@allowed(VIEW)
def missing(request: HttpRequest) -> HttpResponse:
    """Show the articles that what we know of the law names and that have no rule."""
    named = coverage(system_of(request))
    without = [each for each in named if not each.has_rule]
    groups: dict[str, list[object]] = {}
    for each in without:
        groups.setdefault(each.instrument, []).append(each)
    ordered = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    context = {
        "groups": [(instrument_name(number), articles) for number, articles in ordered],
        "without": len(without),
        "named": len(named),
    }
    return render(request, "law/missing.html", context)
