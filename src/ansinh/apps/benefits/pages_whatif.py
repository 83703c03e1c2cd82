"""Pages of suppositions: the list with its form, one with its figures, its file."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.accounts.scope import work_unit
from ansinh.apps.benefits.bars import draw_bars
from ansinh.apps.benefits.forms_whatif import WhatIfForm, as_typed
from ansinh.apps.benefits.laws import decrees_of
from ansinh.apps.benefits.touched import touched_targets
from ansinh.apps.benefits.whatifs import (
    Result,
    Row,
    changed_programmes,
    changes_of,
    defer_what_if,
    describe,
    get_what_if,
    list_what_ifs,
    read_result,
    remove_what_if,
    suppose,
)
from ansinh.apps.people.pages.access import actor_of, guarded
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.apps.ui.export import file_answer
from ansinh.apps.ui.tables import ROWS_A_PAGE
from ansinh.entitlement.changes import changeable
from ansinh.files import xlsx
from ansinh.files.table import Column, Kind, Sheet
from ansinh.rulebook.book import STATE, national_system

SUPPOSE = "benefits.suppose"
_FIGURES = [
    Column("Người, hộ hiện nay", Kind.INTEGER),
    Column("Người, hộ theo phương án", Kind.INTEGER),
    Column("Đồng một tháng hiện nay", Kind.MONEY),
    Column("Đồng một tháng theo phương án", Kind.MONEY),
    Column("Được thêm", Kind.INTEGER),
    Column("Số tiền được thêm", Kind.MONEY),
    Column("Bị bớt", Kind.INTEGER),
    Column("Số tiền bị bớt", Kind.MONEY),
    Column("Chưa rõ", Kind.INTEGER),
]


@require_http_methods(["GET", "POST"])
@guarded(SUPPOSE)
def what_ifs(request: HttpRequest) -> HttpResponse:
    """Show the suppositions of one's unit and the form of a new one; ``tu`` starts from an earlier one."""
    today = timezone.localdate()
    scope, unit = request.scope, work_unit(request.user, on=today)  # type: ignore[attr-defined]
    law = national_system().month(f"{today:%Y-%m}", known_on=STATE)
    figures, decrees = changeable(national_system(), law), decrees_of(unit)
    if request.method == "POST":
        form = WhatIfForm(request.POST, figures=figures, decrees=decrees)
        if unit is None:
            form.add_error(None, "Tài khoản chưa có địa bàn phụ trách nên chưa tính được. Quản trị viên gán địa bàn.")
        if form.is_valid() and unit is not None:
            try:
                made = suppose(
                    title=form.cleaned_data["title"],
                    month=form.cleaned_data["month"],
                    changes=form.changes(),
                    unit=unit,
                    scope=scope,
                    actor=actor_of(request),
                    now=timezone.now(),
                )
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                run = defer_what_if(
                    made, actor=actor_of(request), result_url=reverse("benefits:what_if", args=[made.pk])
                )
                return redirect("jobs:run", run.pk)
    else:
        form = WhatIfForm(figures=figures, decrees=decrees, initial={"month": f"{today:%m/%Y}"} | _earlier(request))
    page = Paginator(list_what_ifs(scope), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": form, "scope": scope, "described": [(row, describe(row)) for row in page]}
    return render(request, "benefits/what_ifs.html", context, status=200 if request.method == "GET" else 422)


def _earlier(request: HttpRequest) -> dict[str, Any]:
    try:
        found = get_what_if(UUID(request.GET["tu"]), request.scope)  # type: ignore[attr-defined]
    except (KeyError, ValueError, NotHere):
        return {}
    return as_typed(changes_of(found)) | {"title": f"{found.title} (bản sau)"[:160], "month": f"{found.month:%m/%Y}"}


@require_GET
@guarded(SUPPOSE)
def what_if(request: HttpRequest, what_if_id: UUID) -> HttpResponse:
    """Show what a supposition would mean: people and money before and after, by programme and by commune."""
    made = get_what_if(what_if_id, request.scope)  # type: ignore[attr-defined]
    result = read_result(made)
    context = {
        "made": made,
        "described": describe(made),
        "result": result,
        "targets": touched_targets(changed_programmes(made)),
        "chart": draw_bars([(row.label, row.figures.vnd_before, row.figures.vnd_after) for row in _with_money(result)])
        if result
        else "",
        "programmes": [
            row
            for row in result.programmes
            if row.figures.people_before or row.figures.people_after or row.figures.unknown
        ]
        if result
        else [],
    }
    return render(request, "benefits/what_if.html", context)


def _with_money(result: Result) -> list[Row]:
    return [row for row in result.programmes if row.figures.vnd_before or row.figures.vnd_after]


@require_GET
@guarded(SUPPOSE)
def what_if_file(request: HttpRequest, what_if_id: UUID) -> HttpResponse:
    """Give the figures of a supposition as an Excel file."""
    made = get_what_if(what_if_id, request.scope)  # type: ignore[attr-defined]
    result = read_result(made)
    if result is None:
        messages.error(request, "Phương án chưa tính xong. Chờ việc chạy nền xong rồi tải lại.")
        return redirect("benefits:what_if", made.pk)
    title = f"{made.title}, tháng {made.month:%m/%Y}, {made.place.name}"
    said = "; ".join(describe(made))
    sheets = [
        Sheet(
            "Chương trình",
            title,
            said,
            [Column("Chương trình"), *_FIGURES],
            [
                [label, *figures[2:]]
                for label, figures in [*result.programmes, Row("Tất cả chương trình có tiền", result.total)]
            ],
        ),
        Sheet(
            "Xã",
            title,
            said,
            [Column("Xã, phường"), *_FIGURES],
            [[label, *figures[2:]] for label, figures in result.communes],
        ),
        Sheet(
            "Xã và chương trình",
            title,
            said,
            [Column("Xã, phường"), Column("Chương trình"), *_FIGURES],
            [[commune, row.label, *row.figures[2:]] for commune, row in result.crossed],
        ),
    ]
    out = io.BytesIO()
    xlsx.write_sheets(out, sheets)
    return file_answer(out.getvalue(), kind="xlsx", file_name=f"phuong-an-{made.month:%Y-%m}")


@require_POST
@guarded(SUPPOSE)
def remove(request: HttpRequest, what_if_id: UUID) -> HttpResponse:
    """Take a supposition away."""
    remove_what_if(what_if_id=what_if_id, scope=request.scope, actor=actor_of(request), now=timezone.now())  # type: ignore[attr-defined]
    messages.success(request, "Đã xóa phương án.")
    return redirect("benefits:what_ifs")
