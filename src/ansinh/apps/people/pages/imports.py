"""Pages of lists: handed in, columns chosen, reviewed, taken or thrown away; rows not taken are given back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.apps.audit.services import record
from ansinh.apps.people.forms_imports import ColumnsForm, ListForm
from ansinh.apps.people.models import ImportState, ListImport
from ansinh.apps.people.pages.access import actor_of, guarded, log_list
from ansinh.apps.people.sealing import CannotOpen
from ansinh.apps.people.selectors.imports import (
    first_rows,
    get_list,
    get_list_page,
    job_of,
    list_lists,
    rows_given_back,
)
from ansinh.apps.people.services.imports.kinds import fields_of, kind_of, list_kinds
from ansinh.apps.people.services.imports.offering import (
    ask_to_take,
    choose_columns,
    may_bring,
    offer_list,
    throw_list,
)
from ansinh.apps.people.services.refusals import Refused
from ansinh.apps.ui.export import file_answer

IMPORT = "people.import"
ROWS_A_PAGE = 50


@require_http_methods(["GET", "POST"])
@guarded(IMPORT)
def lists(request: HttpRequest) -> HttpResponse:
    """Show the lists of one's communes, and take a new one."""
    today = timezone.localdate()
    kinds = [kind for kind in list_kinds() if may_bring(kind, user=actor_of(request))]
    form = ListForm(request.POST or None, request.FILES or None, initial={"as_of": today}, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = offer_list(
                data=file.read(),
                name=file.name,
                source=form.cleaned_data["source"],
                as_of=form.cleaned_data["as_of"],
                kind=form.cleaned_data["kind"],
                topic=form.cleaned_data.get("topic", ""),
                actor=actor_of(request),
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("people:list", made.pk)
    page = Paginator(list_lists(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    labels = {kind.key: kind.label for kind in list_kinds()}
    context = {"form": form, "page": page, "labels": labels, "scope": request.scope}  # type: ignore[attr-defined]
    return render(request, "people/lists.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@guarded(IMPORT)
def one(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Show a list where it stands, and do with it what somebody decides."""
    row = get_list(import_id)
    form = ColumnsForm(
        request.POST if request.POST.get("act") == "columns" else None,
        headings=row.headings,
        columns=row.columns,
        fields=fields_of(row.kind),
    )
    if request.method == "POST":
        try:
            if _acted(request, row, form):
                return redirect("people:list", row.pk)
        except Refused as refused:
            if not form.is_bound:
                messages.error(request, str(refused))
                return redirect("people:list", row.pk)
            form.add_error(None, str(refused))
    return render(request, "people/list.html", _context(request, row, form), status=422 if form.errors else 200)


@require_POST
@guarded(IMPORT)
def rows(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Give back the rows that are not taken, each with the reason, in the columns of the file."""
    row = get_list(import_id)
    try:
        content = rows_given_back(row)
    except (Refused, CannotOpen) as refused:
        messages.error(request, str(refused))
        return redirect("people:list", row.pk)
    record(actor=actor_of(request), verb="people.give_back_rows", subject=row, at=timezone.now())
    return file_answer(content, kind="xlsx", file_name="dong-chua-nhan")


def _acted(request: HttpRequest, row: ListImport, form: ColumnsForm) -> bool:
    given: dict[str, Any] = {"import_id": row.pk, "actor": actor_of(request), "now": timezone.now()}
    match request.POST.get("act"):
        case "columns" if form.is_valid():
            choose_columns(columns=form.columns(), **given)
        case "take":
            ask_to_take(result_url=reverse("people:list", args=[row.pk]), **given)
        case "throw":
            throw_list(**given)
            messages.success(request, "Đã bỏ tệp danh sách.")
        case _:
            return not form.is_bound
    return True


def _context(request: HttpRequest, row: ListImport, form: ColumnsForm) -> dict[str, Any]:
    job = job_of(row)
    context: dict[str, Any] = {"row": row, "form": form, "job": job, "first_rows": (), "page": None}
    if job is not None and job.owner_id == actor_of(request).pk:
        context["poll_url"] = reverse("jobs:progress", args=[job.pk])
    if row.state in (ImportState.CHOOSING, ImportState.READING):
        try:
            context["first_rows"] = first_rows(row)
        except (Refused, CannotOpen) as refused:
            messages.error(request, str(refused))
    else:
        context["page"] = get_list_page(row)
        lines = [*context["page"].changes, *context["page"].absent]
        known = [line.person for line in lines if line.person is not None]
        log_list(request, known, purpose="Có tên trong danh sách đang xem lại")
    working = job is not None and not job.is_finished
    context["working"] = working
    kind = kind_of(row)
    if kind is not None:
        context["kind"], context["topic"] = kind, dict(kind.topics).get(row.topic, "")
        context["numbers"] = [(label, row.counts.get(name, 0)) for name, label in kind.counts]
    context["may_choose"] = row.state in (ImportState.CHOOSING, ImportState.READING) and not working
    context["may_take"] = row.state == ImportState.REVIEW and not working
    return context
