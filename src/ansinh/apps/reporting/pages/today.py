"""The first page of an officer's day, and the board of who has reported what."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.reporting.models import Round, Scheme
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.selectors.board import (
    count_rates,
    get_board,
    is_late,
    list_asked_today,
    list_openable,
    list_reporters,
    list_rounds,
    owes,
)
from ansinh.apps.reporting.selectors.rollups import list_rolled_up
from ansinh.apps.reporting.selectors.today import get_today
from ansinh.apps.reporting.selectors.waiting import list_waiting
from ansinh.apps.reporting.services.access import CHECKS, can_check, reports_seen_by, schemes_run_by
from ansinh.apps.reporting.services.delegating import can_give
from ansinh.apps.reporting.services.exporting import BOARD_KINDS, export_board
from ansinh.apps.reporting.services.reminders import ask_reminders
from ansinh.apps.reporting.services.submitting import StepRefused, approve_report
from ansinh.apps.ui.export import file_answer
from ansinh.apps.ui.today import day_panels, waiting_groups
from ansinh.core.progress.periods import read_period

ROWS_A_PAGE = 50


@require_GET
@login_required
def today(request: HttpRequest) -> HttpResponse:
    """Show who is left out where he works, what he owes, what came back and what waits for him."""
    day = timezone.localdate()
    actor = actor_of(request)
    context = {
        "found": get_today(actor, today=day),
        "groups": [*list_waiting(actor, today=day), *waiting_groups(user=actor, on=day)],
        "panels": day_panels(request=request, on=day),
        "today": day,
        "may_delegate": can_give(actor),
    }
    return render(request, "reporting/today.html", context)


def scheme_or_404(request: HttpRequest, scheme_id: UUID) -> Scheme:
    """Return a duty to report that comes together at this person's place."""
    found = schemes_run_by(actor_of(request)).select_related("place", "plan", "receiver").filter(pk=scheme_id).first()
    if found is None:
        raise Http404("Không có chế độ báo cáo này.")
    return found


@require_GET
@login_required
def board(request: HttpRequest, scheme_id: UUID) -> HttpResponse:
    """Show the board of units by periods, with the four rates of the latest."""
    scheme = scheme_or_404(request, scheme_id)
    rounds = list_rounds(scheme)
    day = timezone.localdate()
    part, words = request.GET.get("phan", ""), request.GET.get("ten", "")
    page = Paginator(list_reporters(rounds, part=part, words=words, today=day), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    kind = request.GET.get("xuat", "")
    if kind in BOARD_KINDS:
        is_narrowed = bool(part or words)
        everybody = list_reporters(rounds, part=part, words=words, today=day) if is_narrowed else None
        content = export_board(scheme, rounds, get_board(rounds, everybody), kind=kind, today=day)
        return file_answer(content, kind=kind, file_name=f"theo-doi-nop-{scheme.title[:60]}")
    latest = rounds[-1] if rounds else None
    may_remind = latest is not None and actor_of(request).holds(*CHECKS)
    asked = list_asked_today(latest, today=day) if latest is not None and may_remind else set()
    labels = [read_period(one.period).label for one in rounds]
    shown = [
        {
            "name": row.name,
            "owes": row.reports[-1] if may_remind and owes(row.reports[-1]) else None,
            "is_asked": row.reports[-1] is not None and row.reports[-1].pk in asked,
            "cells": [
                {"report": report, "label": label, "late": report is not None and is_late(report, today=day)}
                for report, label in zip(row.reports, labels, strict=True)
            ],
        }
        for row in get_board(rounds, page)
    ]
    context = {
        "scheme": scheme,
        "rounds": [{"round": one, "label": label} for one, label in zip(rounds, labels, strict=True)],
        "rows": shown,
        "page": page,
        "part": part,
        "words": words,
        "latest": latest,
        "rates": count_rates(latest) if latest else None,
        "to_open": list_openable(scheme, today=day),
        "may_remind": may_remind,
        "today": day,
    }
    return render(request, "reporting/board.html", context)


@require_GET
@login_required
def totals(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Show the figures of the whole place for one period, with what they rest on."""
    opened = get_object_or_404(Round.objects.select_related("scheme__place", "scheme__plan"), pk=round_id)
    scheme_or_404(request, opened.scheme_id)
    context = {
        "round": opened,
        "label": read_period(opened.period).label,
        "rows": list_rolled_up(opened),
        "rates": count_rates(opened),
    }
    return render(request, "reporting/totals.html", context)


@require_POST
@login_required
def remind(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Have the units that were chosen on the board reminded; back to the board as it was."""
    opened = get_object_or_404(Round.objects.select_related("scheme"), pk=round_id)
    scheme_or_404(request, opened.scheme_id)
    actor = actor_of(request)
    if not actor.holds(*CHECKS):
        raise PermissionDenied
    chosen = [one for one in request.POST.getlist("report")[:5000] if _is_uuid(one)]
    if not chosen:
        messages.warning(request, "Chưa chọn đơn vị nào. Đánh dấu các đơn vị chưa nộp rồi bấm nhắc.")
    else:
        done = ask_reminders(
            opened=opened, report_ids=chosen, actor=actor, now=timezone.now(), today=timezone.localdate()
        )
        said = [f"Sẽ nhắc {done.asked} đơn vị qua thư; ai đã nhận thư hôm nay thì nhắc ở thư ngày làm việc tới."]
        said += [f"{done.already} đơn vị đã được yêu cầu nhắc hôm nay."] if done.already else []
        said += [f"{done.not_owed} đơn vị đã nộp nên không nhắc."] if done.not_owed else []
        said += [] if settings.EMAIL_HOST else ["Chưa thiết lập máy chủ thư nên chưa gửi được thư nào."]
        messages.success(request, " ".join(said if done.asked else said[1:]))
    query = {name: request.POST[name] for name in ("phan", "ten", "page") if request.POST.get(name)}
    return redirect(f"{reverse('reporting:board', args=[opened.scheme_id])}{f'?{urlencode(query)}' if query else ''}")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@require_POST
@login_required
def approve_many(request: HttpRequest) -> HttpResponse:
    """Approve the reports that were ticked; each for itself, so that one refusal stops none of the others."""
    actor = actor_of(request)
    chosen = reports_seen_by(actor).filter(pk__in=request.POST.getlist("report")[:500])
    done, refused = 0, []
    for report in chosen:
        if not can_check(actor, report):
            continue
        try:
            seen = request.POST.get(f"seen-{report.pk}", "")
            approve_report(report_id=report.pk, actor=actor, now=timezone.now(), seen_sha256=seen)
        except StepRefused as reason:
            refused.append(f"{report.reporter_name}: {reason}")
        else:
            done += 1
    if done:
        messages.success(request, f"Đã duyệt {done} báo cáo.")
    for sentence in refused[:20]:
        messages.warning(request, sentence)
    return redirect("reporting:today")
