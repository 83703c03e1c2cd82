"""The work list of differences between the law and what is received."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.benefits.gaps import close_gap, headline, list_gaps, reopen_gap
from ansinh.apps.benefits.models import GapEnd, GapKind, GapRun, Programme
from ansinh.apps.jobs.services import defer
from ansinh.apps.people.pages.access import actor_of, guarded, log_list
from ansinh.apps.people.selectors.search import list_communes
from ansinh.apps.people.services.refusals import Refused
from ansinh.apps.ui.tables import ROWS_A_PAGE
from ansinh.apps.ui.undo import say_with_undo
from ansinh.entitlement.answers import LISTED

FIND = "benefits.find_gaps"
VIEW, CLOSE = "people.view", "benefits.close_gap"


@require_GET
@guarded(VIEW)
def gaps(request: HttpRequest) -> HttpResponse:
    """Show who is owed something first, the longest wait first; then whose amount is wrong, unknown, not entitled."""
    today = timezone.localdate()
    kind = request.GET.get("loai", GapKind.NOT_RECEIVING)
    kind = kind if kind in GapKind.values else ""
    programme = request.GET.get("che-do", "")
    programme = programme if programme in LISTED else ""
    closed = request.GET.get("xong") == "1"
    page = Paginator(list_gaps(kind=kind, programme=programme, closed=closed), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    log_list(request, [row.person for row in page], purpose="Có tên trong danh sách chỗ lệch")
    first = headline(on=today)
    units = {unit.pk: unit for unit in list_communes(on=today)}
    context = {
        "page": page,
        "kind": kind,
        "programme": programme,
        "closed": closed,
        "kinds": [(value, label, first.by_kind.get(value, 0)) for value, label in GapKind.choices],
        "programmes": [(value, label) for value, label in Programme.choices if value in LISTED],
        "ends": [(value, label) for value, label in GapEnd.choices if value != GapEnd.GONE],
        "first": first,
        "runs": GapRun.objects.filter(commune_id__in=units).select_related("commune").order_by("-at")[:1],
        "never": not GapRun.objects.filter(commune_id__in=units).exists(),
        "one": next(iter(units.values())) if len(units) == 1 else None,
        "may_close": request.user.has_perm(CLOSE),
        "today": today,
        "scope": request.scope,  # type: ignore[attr-defined]
    }
    return render(request, "benefits/gaps.html", context)


@require_POST
@guarded(CLOSE)
def find(request: HttpRequest) -> HttpResponse:
    """Have the differences of a commune of one's own worked out for this month."""
    today = timezone.localdate()
    asked = request.POST.get("commune", "")
    commune = next((unit for unit in list_communes(on=today) if str(unit.pk) == asked), None)
    if commune is None:
        messages.error(request, "Không có xã này trong địa bàn phụ trách. Mở lại trang rồi bấm Tính lại.")
        return redirect("benefits:gaps")
    run = defer(
        kind=FIND,
        title=f"Tìm chỗ lệch tháng {today:%m/%Y}, {commune.name}",
        owner=actor_of(request),
        args={"commune_id": commune.pk, "month": f"{today:%Y-%m}-01", "actor_id": actor_of(request).pk},
        result_url=reverse("benefits:gaps"),
    )
    return redirect("jobs:run", run.pk)


@require_POST
@guarded(CLOSE)
def close(request: HttpRequest, gap_id: UUID) -> HttpResponse:
    """Close one difference, or open it again."""
    try:
        if request.POST.get("act") == "undo":
            reopen_gap(gap_id=gap_id, actor=actor_of(request), now=timezone.now())
            messages.success(request, "Đã mở lại.")
        else:
            row = close_gap(
                gap_id=gap_id,
                outcome=request.POST.get("outcome", ""),
                note=request.POST.get("note", ""),
                actor=actor_of(request),
                now=timezone.now(),
            )
            # Kept in the browser until it is shown, so it names nobody.
            said = f"Đã đóng một chỗ lệch, {row.get_programme_display().lower()}: {row.get_outcome_display().lower()}."
            back_to = {"act": "undo", "back": request.POST.get("back", "")}
            say_with_undo(request, said, url=reverse("benefits:close", args=[row.pk]), fields=back_to)
    except Refused as refused:
        messages.error(request, str(refused))
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "benefits:gaps")
