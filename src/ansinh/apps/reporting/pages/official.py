"""Official reports: the list, a new one, its outline and texts, locked figures, files."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.planning.models import Plan, PlanState
from ansinh.apps.reporting.forms_out import BeginForm, HeadForm, SectionForm
from ansinh.apps.reporting.models import OfficialFile, OfficialReport, OutlineSection, RowKind
from ansinh.apps.reporting.pages.access import actor_of
from ansinh.apps.reporting.selectors.official import compare_snapshots
from ansinh.apps.reporting.services.composing import ask_for_files, list_missing
from ansinh.apps.reporting.services.official import (
    CannotWrite,
    begin_official,
    can_edit,
    change_head,
    change_outline,
    may_write,
    officials_seen_by,
    write_section,
)
from ansinh.apps.reporting.services.snapshot import take_snapshot
from ansinh.apps.ui.access import allowed
from ansinh.apps.ui.export import file_answer


def _report(request: HttpRequest, report_id: UUID, *, to_edit: bool = False) -> OfficialReport:
    """Return a report of this person's place; another place's is as if it were not there."""
    actor = actor_of(request)
    rows = officials_seen_by(actor).select_related("plan__file", "plan__scope_unit", "snapshot__taken_by")
    found = get_object_or_404(rows.defer("plan__file__content", "plan__file__text", "plan__file__blocks"), pk=report_id)
    if to_edit and not can_edit(actor, found.plan):
        raise PermissionDenied
    return found


@require_GET
@allowed("reporting.view_official")
def listing(request: HttpRequest) -> HttpResponse:
    """Show the official reports, the newest first."""
    rows = (
        officials_seen_by(actor_of(request))
        .select_related("plan__file", "snapshot")
        .annotate(
            parts=Count("sections", filter=Q(sections__kind="text", sections__is_required=True)),
            written=Count(
                "sections", filter=Q(sections__kind="text", sections__is_required=True) & ~Q(sections__body="")
            ),
        )
    )
    return render(request, "reporting/officials.html", {"rows": rows.defer("plan__file__content", "plan__file__text")})


@require_http_methods(["GET", "POST"])
@allowed("reporting.set_up")
def begin(request: HttpRequest) -> HttpResponse:
    """Ask for what a report is about and begin it with the proposed outline."""
    actor = actor_of(request)
    running = Plan.objects.filter(state=PlanState.RUNNING).select_related("file", "scope_unit")
    own = [plan.pk for plan in running.defer("file__content", "file__text", "file__blocks") if can_edit(actor, plan)]
    plans = running.filter(pk__in=own).defer("file__content", "file__text", "file__blocks")
    plan = plans.filter(pk=request.GET["ke-hoach"]).first() if request.GET.get("ke-hoach") else plans.first()
    year = timezone.localdate().year
    initial = {
        "plan": plan,
        "from_year": year,
        "to_year": year,
        "issuer": plan.issuer if plan else "",
        "place": plan.place if plan else "",
        "symbol": "BC-UBND",
        "sign_for": "TM. ỦY BAN NHÂN DÂN",
        "signer_title": "CHỦ TỊCH",
        "about": f"Kết quả thực hiện {plan.short_title} năm {year}" if plan else "",
    }
    form = BeginForm(request.POST or None, plans=plans, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            report = begin_official(actor=actor, now=timezone.now(), **form.cleaned_data)
        except CannotWrite as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã lập đề cương. Giao từng mục cho cơ quan viết, rồi khóa số liệu.")
            return redirect("reporting:official", report.pk)
    return render(request, "reporting/official_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@allowed("reporting.view_official")
def official(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show the outline with its texts, what is missing, the locked figures and the files."""
    report = _report(request, report_id)
    actor = actor_of(request)
    sections = list(report.sections.select_related("agency", "written_by"))
    context = {
        "report": report,
        "sections": [{"section": one, "may_write": may_write(actor, one)} for one in sections],
        "missing": list_missing(report),
        "snapshots": report.snapshots.select_related("taken_by")[:5],
        "changes": compare_snapshots(report),
        "files": report.files.select_related("made_by", "snapshot").defer("content")[:9],
        "may_edit": can_edit(actor, report.plan),
        "form": SectionForm(),
    }
    return render(request, "reporting/official.html", context)


@require_http_methods(["GET", "POST"])
@allowed("reporting.set_up")
def head(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Change number, day, signer, receivers."""
    report = _report(request, report_id, to_edit=True)
    form = HeadForm.of(report, request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("version", "")
        try:
            change_head(
                report_id=report.pk,
                actor=actor_of(request),
                now=timezone.now(),
                expected_version=int(seen) if seen.isdecimal() and len(seen) < 9 else None,
                **form.cleaned_data,
            )
        except CannotWrite as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã ghi đầu và cuối báo cáo.")
            return redirect("reporting:official", report.pk)
    context = {"form": form, "report": report}
    return render(request, "reporting/official_head.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("reporting.set_up")
def outline(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Add, change, move or take out a part of the outline."""
    report = _report(request, report_id, to_edit=True)
    act = request.POST.get("act", "")
    number = request.POST.get("section", "")
    section_id = int(number) if number.isdecimal() and len(number) < 18 else None
    given = {}
    if act in ("add", "change"):
        form = SectionForm(request.POST)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, str(errors[0]))
            return redirect("reporting:official", report.pk)
        given = {**form.cleaned_data, "level": int(form.cleaned_data["level"])}
    try:
        change_outline(
            report_id=report.pk, act=act, section_id=section_id, actor=actor_of(request), now=timezone.now(), **given
        )
    except CannotWrite as reason:
        messages.warning(request, str(reason))
    return redirect("reporting:official", report.pk)


@require_POST
@allowed("reporting.set_up")
def lock(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Lock the figures as they count now."""
    report = _report(request, report_id, to_edit=True)
    snapshot = take_snapshot(report_id=report.pk, actor=actor_of(request), now=timezone.now(), day=timezone.localdate())
    counts = Counter(snapshot.rows.values_list("kind", flat=True))
    held = ", ".join(f"{counts[kind]} {kind.label.lower()}" for kind in RowKind if counts[kind])
    messages.success(request, f"Đã khóa {held or '0 chỉ tiêu'} (lần {snapshot.number}), mã {snapshot.sha256[:12]}…")
    return redirect("reporting:official", report.pk)


@require_POST
@allowed("reporting.set_up")
def files(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Have the files made."""
    report = _report(request, report_id, to_edit=True)
    try:
        run = ask_for_files(report=report, actor=actor_of(request), now=timezone.now())
    except CannotWrite as reason:
        messages.warning(request, str(reason))
        return redirect("reporting:official", report.pk)
    return redirect("jobs:run", run.pk)


@require_http_methods(["GET", "POST"])
@allowed("reporting.view_official")
def section(request: HttpRequest, section_id: int) -> HttpResponse:
    """Write the text of a part, or change the part itself."""
    actor = actor_of(request)
    rows = OutlineSection.objects.filter(report__in=officials_seen_by(actor))
    found = get_object_or_404(rows.select_related("report__plan__scope_unit", "agency"), pk=section_id)
    if not may_write(actor, found):
        raise PermissionDenied
    problem, body = "", found.body
    if request.method == "POST":
        body, seen = request.POST.get("body", "").replace("\x00", "")[:50_000], request.POST.get("version", "")
        try:
            write_section(
                section_id=found.pk,
                body=body,
                actor=actor,
                now=timezone.now(),
                expected_version=int(seen) if seen.isdecimal() and len(seen) < 9 else None,
            )
        except CannotWrite as reason:
            problem = str(reason)
        else:
            messages.success(request, f"Đã ghi lời của “{found.heading}”.")
            return redirect("reporting:official", found.report_id)
    initial = {
        "heading": found.heading,
        "level": found.level,
        "kind": found.kind,
        "agency": found.agency,
        "is_required": found.is_required,
    }
    context = {
        "section": found,
        "body": body,
        "problem": problem,
        "form": SectionForm(initial=initial) if can_edit(actor, found.report.plan) else None,
    }
    return render(request, "reporting/official_section.html", context, status=422 if problem else 200)


@require_GET
@allowed("reporting.view_official")
def download(request: HttpRequest, file_id: int) -> HttpResponse:
    """Give a file of a report."""
    rows = OfficialFile.objects.filter(report__in=officials_seen_by(actor_of(request)))
    found = get_object_or_404(rows.select_related("report"), pk=file_id)
    number = found.report.number or "du-thao"
    return file_answer(bytes(found.content), kind=found.kind, file_name=f"{number}_{found.report.symbol}")
