"""Taking a list of people away: only what one may see, for a purpose, counted and written person by person."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.apps.audit.selectors import count_person_accesses
from ansinh.apps.audit.services import record, record_accesses
from ansinh.apps.people.forms import ExportForm
from ansinh.apps.people.models import Person
from ansinh.apps.people.pages.access import actor_of, first_error, guarded
from ansinh.apps.people.pages.persons import FILTERS, find_typed
from ansinh.apps.people.restriction import Work, open_to
from ansinh.apps.people.services.looks import (
    ALLOWED_ALONE,
    ask_for_export,
    decide_export,
    seen_export_requests,
    take_allowed,
)
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.apps.people.words import birth_text
from ansinh.apps.ui.export import file_answer
from ansinh.files import xlsx
from ansinh.files.table import Column, Kind, Value

EXPORT, ALLOW = "people.export", "people.allow_export"
ROWS_A_PAGE = 50
MOST_ROWS = 5000
MOST_A_DAY = 10_000
COLUMNS = [
    Column("Họ và tên"),
    Column("Ngày sinh"),
    Column("Năm sinh", Kind.YEAR),
    Column("Giới tính"),
    Column("Xã, phường, đặc khu"),
    Column("Thôn, tổ dân phố"),
    Column("Số nhà, đường"),
]


@require_POST
@guarded(EXPORT)
def export(request: HttpRequest) -> HttpResponse:
    """Give the people found as an Excel file, without their numbers; a long list only after another person allowed it."""
    form = ExportForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("people:persons")
    now, actor = timezone.now(), actor_of(request)
    try:
        rows = _rows(request, form, now=now)
        if len(rows) <= ALLOWED_ALONE:
            return _give(request, rows, purpose=form.cleaned_data["purpose"], now=now)
        filters = {name: value for name in FILTERS if (value := request.POST.get(name, ""))}
        ask_for_export(filters=filters, people=len(rows), purpose=form.cleaned_data["purpose"], actor=actor, now=now)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people:persons")
    messages.success(
        request, f"Danh sách {len(rows)} người, quá {ALLOWED_ALONE}: đã gửi lãnh đạo duyệt. Được duyệt thì tải ở đây."
    )
    return redirect("people:exports")


@require_http_methods(["GET", "POST"])
@guarded("people.view_exports")
def exports(request: HttpRequest) -> HttpResponse:
    """Show the long lists that were asked for; another person allows one, who asked takes it."""
    scope = request.scope  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            return _act(request)
        except (Refused, NotHere) as refused:
            messages.error(request, str(refused))
        return redirect("people:exports")
    rows = seen_export_requests(scope).select_related("scope_unit").order_by("-asked_at")
    context = {
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "may_allow": request.user.has_perm(ALLOW),
        "may_take": request.user.has_perm(EXPORT),
        "scope": scope,
    }
    return render(request, "people/exports.html", context)


def _act(request: HttpRequest) -> HttpResponse:
    act, now, actor = request.POST.get("act", ""), timezone.now(), actor_of(request)
    try:
        request_id = UUID(request.POST.get("request", ""))
    except ValueError as error:
        raise Refused("Không rõ đề nghị nào. Tải lại trang.") from error
    if act in ("allow", "refuse"):
        if not request.user.has_perm(ALLOW):
            raise PermissionDenied
        row = decide_export(request_id=request_id, allow=act == "allow", actor=actor, now=now)
        messages.success(request, f"Đã ghi “{row.get_state_display()}”.")
        return redirect("people:exports")
    if act != "take" or not request.user.has_perm(EXPORT):
        raise PermissionDenied
    row = take_allowed(request_id=request_id, actor=actor, now=now)
    form = ExportForm({**row.filters, "purpose": row.purpose}, today=timezone.localdate())
    if not form.is_valid():
        raise Refused("Điều kiện của danh sách không còn dùng được ở địa bàn hiện nay. Đề nghị lại.")
    return _give(request, _rows(request, form, now=now), purpose=row.purpose, now=now)


def _rows(request: HttpRequest, form: ExportForm, *, now: dt.datetime) -> list[Person]:
    """Return the people to be taken away; whose data are restricted is left out. Raises Refused."""
    found = find_typed(request, form)
    rows = list(open_to(found.rows, Work.EXPORT)[: MOST_ROWS + 1])
    if found.asks_commune or found.more or len(rows) > MOST_ROWS:
        raise Refused(f"Danh sách quá rộng để tải về (nhiều nhất {MOST_ROWS} người). Chọn xã hoặc thôn, tổ.")
    taken = count_person_accesses(actor_id=actor_of(request).pk, channel="export", since=now - dt.timedelta(days=1))
    if taken + len(rows) > MOST_A_DAY:
        raise Refused(
            f"Trong 24 giờ qua đã tải {taken} người, thêm {len(rows)} là quá {MOST_A_DAY}. Chờ đến mai, hoặc thu hẹp danh sách."
        )
    return rows


def _give(request: HttpRequest, rows: list[Person], *, purpose: str, now: dt.datetime) -> HttpResponse:
    actor = actor_of(request)
    people = [(str(row.pk), str(row)) for row in rows]
    record_accesses(actor=actor, people=people, purpose=purpose, channel="export", at=now)
    record(actor=actor, verb="people.export", detail={"people": len(rows), "purpose": purpose}, at=now)
    out = io.BytesIO()
    xlsx.write_table(out, columns=COLUMNS, rows=_lines(rows), title="Danh sách người")
    return file_answer(out.getvalue(), kind="xlsx", file_name="danh-sach-nguoi")


def _lines(rows: list[Person]) -> Iterator[list[Value]]:
    for row in rows:
        yield [
            row.full_name,
            birth_text(row),
            row.birth_year,
            row.get_sex_display() if row.sex else "",
            row.commune.name,
            row.village.name if row.village is not None else "",
            row.address,
        ]
