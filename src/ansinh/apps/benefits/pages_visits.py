"""Pages of visits: whom to see in a village, on a phone and on paper; a sheet for one person's declaration."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.benefits.answers import rights_of
from ansinh.apps.benefits.households import CannotRead
from ansinh.apps.benefits.visits import (
    Visit,
    count_by_village,
    list_visits,
    open_gaps_of,
    write_declaration,
    write_visits,
)
from ansinh.apps.people.pages.access import guarded, log_household, log_list, log_look
from ansinh.apps.people.restriction import count_left_out
from ansinh.apps.people.selectors.persons import get_person
from ansinh.apps.ui.export import file_answer
from ansinh.apps.ui.tables import ROWS_A_PAGE

WRITE = "benefits.write_letter"
PURPOSE = "Đi thăm theo danh sách chỗ lệch"
ALL, NONE = "", "0"


@require_GET
@guarded("people.view")
def visits(request: HttpRequest) -> HttpResponse:
    """Show whom to visit in a village, with what to ask; those who are shown are written as looked at."""
    villages = count_by_village()
    chosen = request.GET.get("thon", ALL)
    found = _chosen(chosen, [each.pk for each, _count in villages if each is not None])
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    log_list(request, [visit.person for visit in page], purpose=PURPOSE)
    context = {
        "page": page,
        "villages": villages,
        "chosen": chosen,
        "people": sum(count for _village, count in villages),
        "may_write": request.user.has_perm(WRITE),
        "left_out": count_left_out(),
        "scope": request.scope,  # type: ignore[attr-defined]
    }
    return render(request, "benefits/visits.html", context)


@require_POST
@guarded(WRITE)
def visits_file(request: HttpRequest) -> HttpResponse:
    """Give the visiting list of a village as DOCX, to print; everybody on it is written as taken away."""
    villages = {str(each.pk): each for each, _count in count_by_village() if each is not None}
    chosen = request.POST.get("thon", ALL)
    found = _chosen(chosen, [each.pk for each in villages.values()])
    if not found:
        messages.error(request, "Không có ai cần thăm ở đây. Chọn thôn, tổ khác.")
        return redirect("benefits:visits")
    log_list(request, [visit.person for visit in found], purpose=PURPOSE, channel="export")
    name = (
        villages[chosen].name if chosen in villages else "Người chưa ghi thôn, tổ" if chosen == NONE else "Mọi thôn, tổ"
    )
    content = write_visits(found, scope=request.scope, village=name, on=timezone.localdate())  # type: ignore[attr-defined]
    return file_answer(content, kind="docx", file_name="danh-sach-di-tham")


@require_POST
@guarded(WRITE)
def declaration(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give the sheet from which a person's declaration is written, as DOCX."""
    found, month = get_person(person_id), timezone.localdate().replace(day=1)
    gaps = open_gaps_of(found)
    if not gaps:
        messages.error(
            request, "Người này không còn chỗ lệch nào đang mở. Tính lại danh sách, hoặc lập thư ở trang quyền lợi."
        )
        return redirect("benefits:rights", found.pk)
    try:
        made = rights_of(found, month=month)
    except CannotRead as error:
        messages.error(request, f"Chưa lập được phiếu: {error} Sửa thông tin đã ghi rồi lập lại.")
        return redirect("people:person", found.pk)
    log_look(request, found, purpose="Lập phiếu chuẩn bị tờ khai", channel="export")
    log_household(request, found, made.read.persons)
    return file_answer(write_declaration(made, gaps=gaps), kind="docx", file_name="phieu-chuan-bi-to-khai")


def _chosen(chosen: str, villages: list[int]) -> list[Visit]:
    if chosen == NONE:
        return list_visits(village_id=None)
    if chosen.isdecimal() and int(chosen) in villages:
        return list_visits(village_id=int(chosen))
    return list_visits(village_id=None, everywhere=True)
