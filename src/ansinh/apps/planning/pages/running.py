"""The pages of one plan at work: overview, deadlines, the chain of documents, the document itself."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from ansinh.apps.planning.pages.access import allowed, plan_or_404
from ansinh.apps.planning.pages.days import day_context, view_asked
from ansinh.apps.planning.panels import plan_panels
from ansinh.apps.planning.selectors.calendar import list_deadlines, list_undated, tasks_by_day, write_ics
from ansinh.apps.planning.selectors.carrying import get_reform
from ansinh.apps.planning.selectors.chain import list_chain, list_citing
from ansinh.apps.planning.selectors.documents import build_document
from ansinh.apps.planning.selectors.overview import get_overview
from ansinh.apps.planning.selectors.start import count_start
from ansinh.apps.planning.selectors.versions import get_draft, list_coming
from ansinh.apps.planning.selectors.words import has_word, words_of
from ansinh.apps.planning.written import Writer


@require_GET
@allowed("planning.view_plan")
def overview(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show where a plan stands on one screen."""
    plan = plan_or_404(plan_id)
    view = view_asked(request, plan)
    today = view.on if view is not None else timezone.localdate()
    start = count_start(plan)
    shown = get_overview(plan, today=today, view=view)
    context = day_context(view) | {
        "plan": plan,
        "today": today,
        "o": shown,
        "coming": [] if view is not None else list_coming(plan, today=today),
        "reform": None if view is not None else get_reform(plan, today=today),
        "start": start,
        "missing_baselines": start.indicators - start.with_baseline,
        "said": start.targets_said + start.tasks_said,
        "to_say": start.targets + start.tasks,
        "panels": plan_panels(plan=plan, indicators=shown.indicators, view=view, on=today, user=request.user),
    }
    return render(request, "planning/overview.html", context)


@require_GET
@allowed("planning.view_plan")
def deadlines(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show every day on which something is due; as a calendar file with ``?xuat=ics``."""
    plan = plan_or_404(plan_id)
    view = view_asked(request, plan)
    today = view.on if view is not None else timezone.localdate()
    chosen = {
        "loai": request.GET.get("loai", ""),
        "tu": request.GET.get("tu", "toi"),
        "q": request.GET.get("q", "").strip(),
    }
    # Who looks for a task sees it by itself; else the tasks of one day are one row.
    dated = list_deadlines(plan, view=view)
    dated = dated if chosen["q"] else tasks_by_day(dated)
    shown = [
        deadline
        for deadline in dated
        if (not chosen["loai"] or deadline.kind.startswith(chosen["loai"]))
        and (chosen["tu"] == "ca" or deadline.on >= today)
        and all(has_word(f"{deadline.what} {deadline.who} {deadline.to}", word) for word in words_of(chosen["q"]))
    ]
    if request.GET.get("xuat") == "ics":
        body = write_ics(plan, shown, now=timezone.now())
        return HttpResponse(
            body,
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="moc-thoi-han.ics"'},
        )
    context = day_context(view) | {
        "plan": plan,
        "today": today,
        "deadlines": shown,
        "total": len(dated),
        "undated": list_undated(plan, view=view),
        "draft": get_draft(plan) if view is None and request.user.has_perm("planning.review_plan") else None,
        "chosen": chosen,
    }
    return render(request, "planning/deadlines.html", context)


@require_GET
@allowed("planning.view_plan")
def chain(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the instruments a plan rests on, carries out, amends or names, and who cites it."""
    plan = plan_or_404(plan_id)
    context = {"plan": plan, "chain": list_chain(plan), "citing": list_citing(plan)}
    return render(request, "planning/chain.html", context)


@require_GET
@allowed("planning.view_plan")
def document(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the document as a readable page in which everything read is a link to its row, and back."""
    plan = plan_or_404(plan_id)
    context = {
        "plan": plan,
        "document": Writer(plan).write(build_document(plan)),
        "sections": plan.sections.filter(run_in=False, level__lte=2).order_by("ordinal"),
    }
    return render(request, "planning/document.html", context)
