"""Taking a list of people away: only what one may see, for a purpose, counted and written person by person."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from ansinh.apps.audit.selectors import count_person_accesses
from ansinh.apps.audit.services import record, record_accesses
from ansinh.apps.people.forms import ExportForm
from ansinh.apps.people.models import Person
from ansinh.apps.people.pages.access import actor_of, first_error, guarded
from ansinh.apps.people.pages.persons import find_typed
from ansinh.apps.people.words import birth_text
from ansinh.apps.ui.export import file_answer
from ansinh.files import xlsx
from ansinh.files.table import Column, Kind, Value

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
@guarded("people.export")
def export(request: HttpRequest) -> HttpResponse:
    """Give the people found as an Excel file, without their numbers; at most five thousand at a time.

    Whose data are restricted is left out.
    """
    form = ExportForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("people:persons")
    found, asked = find_typed(request, form), form.cleaned_data
    rows = list(found.rows.filter(restricted_at=None)[: MOST_ROWS + 1])
    if found.asks_commune or found.more or len(rows) > MOST_ROWS:
        messages.error(request, f"Danh sách quá rộng để tải về (nhiều nhất {MOST_ROWS} người). Chọn xã hoặc thôn, tổ.")
        return redirect("people:persons")
    now, actor = timezone.now(), actor_of(request)
    taken = count_person_accesses(actor_id=actor.pk, channel="export", since=now - dt.timedelta(days=1))
    if taken + len(rows) > MOST_A_DAY:
        messages.error(
            request,
            f"Trong 24 giờ qua đã tải {taken} người, thêm {len(rows)} là quá {MOST_A_DAY}. Chờ đến mai, hoặc thu hẹp danh sách.",
        )
        return redirect("people:persons")
    record_accesses(
        actor=actor,
        people=[(str(row.pk), str(row)) for row in rows],
        purpose=asked["purpose"],
        channel="export",
        at=now,
    )
    record(actor=actor, verb="people.export", detail={"people": len(rows), "purpose": asked["purpose"]}, at=now)
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
