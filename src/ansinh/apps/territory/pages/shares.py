"""The share of a split unit: seen, recorded, withdrawn."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.territory.forms import ShareForm
from ansinh.apps.territory.models import UnitChange
from ansinh.apps.territory.pages.access import SHARE, VIEW, allowed
from ansinh.apps.territory.pages.units import ROWS_A_PAGE
from ansinh.apps.territory.selectors.lineage import changes_of, get_change, list_open_splits, rest_of
from ansinh.apps.territory.services import shares
from ansinh.apps.territory.tables import SplitFilter, SplitTable
from ansinh.apps.ui.tables import build_list


@require_http_methods(["GET", "POST"])
@allowed(VIEW)
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """Show one part of a split unit with every decision on it; a share is shown with its effect before it is recorded."""
    found = _change_or_404(change_id)
    may_share = request.user.has_perm(SHARE)
    last = next((each.pk for each in found.log if each.withdrawn_at is None), None)  # type: ignore[attr-defined]
    preview, status = None, 200
    form = ShareForm(request.POST or None, initial={"seen": last, "basis": found.basis})
    if request.method == "POST":
        if not may_share:
            return allowed(SHARE)(change)(request, change_id)  # type: ignore[return-value]
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            share = Decimal(data["percent"]) / 100
            try:
                if request.POST.get("act") == "record":
                    shares.record_share(
                        change_id=found.pk,
                        share=share,
                        basis=data["basis"],
                        instrument=data["instrument"],
                        seen=data["seen"],
                        actor=request.user,
                        now=timezone.now(),
                    )
                    messages.success(request, f"Đã ghi phần của {found.old.name} chuyển sang {found.new.name}.")
                    return redirect("territory:change", found.pk)
                preview, status = shares.preview_share(change_id=found.pk, share=share), 200
            except shares.CannotRecordShare as reason:
                form.add_error(None, str(reason))
    context = {
        "change": found,
        "siblings": list(changes_of(unit=found.old)),
        "rest": rest_of(unit=found.old),
        "form": form if may_share and found.kind == "partial" else None,
        "preview": preview,
        "last": last,
        "may_share": may_share,
    }
    return render(request, "territory/change.html", context, status=status)


@require_POST
@allowed(SHARE)
def withdraw(request: HttpRequest, change_id: int) -> HttpResponse:
    """Take back the decision in force."""
    decision = request.POST.get("decision", "")
    try:
        if not decision.isdecimal():
            raise shares.CannotRecordShare("Không rõ hoàn tác lần ghi nào. Tải lại trang.")
        shares.withdraw_share(decision_id=int(decision), actor=request.user, now=timezone.now())
    except shares.CannotRecordShare as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "Đã hoàn tác; lần ghi vẫn còn trong danh sách.")
    return redirect("territory:change", change_id)


@require_GET
@allowed(VIEW)
def open_splits(request: HttpRequest) -> HttpResponseBase:
    """List the split communes whose shares nobody has recorded, of one province or of all."""
    listing = build_list(
        request,
        rows=list_open_splits(),
        table=SplitTable,
        file_name="phan-chia-chua-ro",
        filters=SplitFilter,
        per_page=ROWS_A_PAGE,
    )
    if listing.export is not None:
        return listing.export
    return render(request, "territory/splits.html", {"listing": listing})


def _change_or_404(change_id: int) -> UnitChange:
    try:
        return get_change(change_id)
    except UnitChange.DoesNotExist as error:
        raise Http404("Không có thay đổi này.") from error
