"""Tables carried over a change of units: brought, seen, kept, undone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.apps.territory.forms import ConversionForm
from ansinh.apps.territory.models import ConversionState, SeriesConversion
from ansinh.apps.territory.pages.access import CONVERT, VIEW, allowed
from ansinh.apps.territory.pages.units import ROWS_A_PAGE
from ansinh.apps.territory.selectors.conversions import get_conversion, list_conversions
from ansinh.apps.territory.series import BadTable
from ansinh.apps.territory.services import conversions as services
from ansinh.apps.territory.tables import ConversionTable, ConvertedTable, UnallocatedTable
from ansinh.apps.ui.tables import build_list
from ansinh.core.lineage import Rule
from ansinh.files.errors import UnreadableFile


@require_http_methods(["GET", "POST"])
@allowed(CONVERT)
def conversions(request: HttpRequest) -> HttpResponseBase:
    """List what was carried over; take in a table and show what would come out."""
    form = ConversionForm(request.POST or None, request.FILES or None)
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.draft_conversion(
                name=data["file"].name,
                content=data["file"].read(),
                rule=Rule(data["rule"]),
                start=data["start"],
                end=data["end"],
                title=data["title"],
                actor=request.user,
                now=timezone.now(),
            )
        except BadTable as bad:
            form.add_error("file", f"Bảng có {len(bad.faults)} chỗ cần sửa, xem ở dưới.")
            faults = tuple(str(fault) for fault in bad.faults)
        except UnreadableFile as unreadable:
            form.add_error("file", str(unreadable))
        else:
            return redirect("territory:conversion", made.pk)
    listing = build_list(request, rows=list_conversions(), table=ConversionTable, file_name="chuyen-so-lieu")
    if listing.export is not None:
        return listing.export
    context = {"form": form, "faults": faults, "listing": listing}
    return render(request, "territory/conversions.html", context, status=422 if form.errors else 200)


@allowed(VIEW)
def conversion(request: HttpRequest, conversion_id: int) -> HttpResponseBase:
    """Show what came out of one table, or would: the units after the change, what is not allocated, the books."""
    try:
        found = get_conversion(conversion_id)
    except SeriesConversion.DoesNotExist as error:
        raise Http404("Không có lần chuyển này.") from error
    result, rest = found.result, request.GET.get("phan") == "chua"
    name = f"chuyen-so-lieu-{found.pk}"
    if rest:
        listing = build_list(
            request, rows=result["unallocated"], table=UnallocatedTable, file_name=f"{name}-chua-phan-bo"
        )
    else:
        listing = build_list(
            request,
            rows=result["rows"],
            table=ConvertedTable,
            file_name=name,
            per_page=ROWS_A_PAGE,
            rule=found.rule,
            on=found.from_date,
        )
    if listing.export is not None:
        return listing.export
    context = {
        "found": found,
        "result": result,
        "listing": listing,
        "rest": rest,
        "incomplete": sum(1 for row in result["rows"] if row["state"] != "complete"),
        "is_draft": found.state == ConversionState.DRAFT,
        "may_convert": request.user.has_perm(CONVERT),
    }
    return render(request, "territory/conversion.html", context)


@require_POST
@allowed(CONVERT)
def decide(request: HttpRequest, conversion_id: int) -> HttpResponse:
    """Keep a draft, throw it away, or take a kept one out of use."""
    version, act = request.POST.get("version", ""), request.POST.get("act", "")
    expected = int(version) if version.isdecimal() else -1
    actor, now = request.user, timezone.now()
    try:
        if act == "drop":
            services.drop_draft(conversion_id=conversion_id)
            messages.success(request, "Đã bỏ bản xem trước.")
            return redirect("territory:conversions")
        if act == "undo":
            services.undo_conversion(conversion_id=conversion_id, expected_version=expected, actor=actor, now=now)
            messages.success(request, "Đã hoàn tác; lần chuyển vẫn còn trong danh sách.")
        else:
            services.save_conversion(conversion_id=conversion_id, expected_version=expected, actor=actor, now=now)
            messages.success(request, "Đã lưu lần chuyển số liệu.")
    except services.CannotConvert as reason:
        messages.error(request, str(reason))
    return redirect("territory:conversion", conversion_id)
