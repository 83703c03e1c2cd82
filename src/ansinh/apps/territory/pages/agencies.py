"""The directory of agencies: the list, one agency over time, and changing what the directory says of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.territory.forms_agencies import AgencyForm, SuccessionForm
from ansinh.apps.territory.models import Agency
from ansinh.apps.territory.panels import agency_panels
from ansinh.apps.territory.selectors.agencies import get_agency, get_story, search_agencies
from ansinh.apps.territory.selectors.groups import NoUnitGiven, is_open, list_members
from ansinh.apps.territory.services.agencies import (
    CannotChangeDirectory,
    add_succession,
    edit_agency,
    name_agency,
    restore_succession,
    withdraw_succession,
)
from ansinh.apps.territory.tables_agencies import AgencyFilter, AgencyTable
from ansinh.apps.ui.access import allowed
from ansinh.apps.ui.tables import build_list


@require_GET
@allowed("territory.view_agencies")
def agency_list(request: HttpRequest) -> HttpResponseBase:
    """Show the directory: sorted, filtered, exported as the address says."""
    listing = build_list(request, rows=search_agencies(), table=AgencyTable, file_name="co-quan", filters=AgencyFilter)
    if listing.export is not None:
        return listing.export
    return render(request, "territory/agencies.html", {"listing": listing, "today": timezone.localdate()})


@require_GET
@allowed("territory.view_agencies")
def agency(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Show one agency: its names, its days, who came before and after by field, and what the rooms know of it."""
    found = _agency_or_404(agency_id)
    today = timezone.localdate()
    may_manage = request.user.has_perm("territory.manage_agencies")
    context = {
        "agency": found,
        "story": get_story(found),
        "ended": found.valid_to is not None and found.valid_to <= today,
        "panels": agency_panels(agency=found, on=today, user=request.user, page=request.GET.get("viec", "")),
        "may_manage": may_manage,
        "form": SuccessionForm(agency=found) if may_manage and not found.is_group else None,
        "today": today,
        **_members(request, found),
    }
    return render(request, "territory/agency.html", context)


def _members(request: HttpRequest, group: Agency) -> dict[str, Any]:
    """Return who belongs to a group today; for the viewer's own province where the group needs one."""
    if not group.is_group:
        return {}
    unit = getattr(request.user, "scope_unit", None)
    try:
        members = list_members(group=group, on=timezone.localdate(), unit=unit)
    except NoUnitGiven as reason:
        return {"members": [], "no_unit": str(reason), "unit": unit, "open_group": False}
    return {"members": members, "unit": unit, "open_group": is_open(group)}


@require_http_methods(["GET", "POST"])
@allowed("territory.manage_agencies")
def edit(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Change what the directory says of an agency, or add a way of writing it."""
    found = _agency_or_404(agency_id)
    form = AgencyForm(request.POST or None, agency=found)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, found, form)
        except CannotChangeDirectory as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã lưu cơ quan.")
            return redirect("territory:agency", found.pk)
    return render(
        request, "territory/agency_edit.html", {"agency": found, "form": form}, status=422 if form.errors else 200
    )


def _save(request: HttpRequest, found: Agency, form: AgencyForm) -> None:
    actor: Any = request.user
    now = timezone.now()
    saved = edit_agency(
        agency_id=found.pk,
        expected_version=form.cleaned_data["version"],
        values=form.values(),
        actor=actor,
        now=now,
    )
    alias = form.cleaned_data["alias"]
    if alias:
        name_agency(agency_id=saved.pk, expected_version=saved.version, name=alias, actor=actor, now=now)


@require_POST
@allowed("territory.manage_agencies")
def succession(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Record where work went, take such a row back, or put it back, as the pressed button says."""
    found = _agency_or_404(agency_id)
    actor: Any = request.user
    try:
        if request.POST.get("act") in ("withdraw", "restore"):
            said = _turn(request, actor)
        else:
            said = _add(request, found, actor)
    except CannotChangeDirectory as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect("territory:agency", found.pk)


def _turn(request: HttpRequest, actor: Any) -> str:
    number, version = request.POST.get("succession", ""), request.POST.get("version", "")
    if not (number.isdecimal() and version.isdecimal()):
        raise CannotChangeDirectory("Không rõ dòng nào. Tải lại trang.")
    target = {"succession_id": int(number), "expected_version": int(version)}
    if request.POST.get("act") == "restore":
        return f"Đã dùng lại: {restore_succession(**target, actor=actor, now=timezone.now())}."
    return (
        f"Đã rút lại: {withdraw_succession(**target, actor=actor, now=timezone.now())}. Có thể dùng lại ở cuối trang."
    )


def _add(request: HttpRequest, found: Agency, actor: Any) -> str:
    form = SuccessionForm(request.POST, agency=found)
    if not form.is_valid():
        raise CannotChangeDirectory(next(str(error) for errors in form.errors.values() for error in errors))
    data = dict(form.cleaned_data)
    version, successor = data.pop("version"), data.pop("successor")
    made = add_succession(
        agency_id=found.pk,
        expected_version=version,
        successor_id=successor.pk if successor is not None else None,
        actor=actor,
        now=timezone.now(),
        **data,
    )
    return f"Đã ghi: {made}."


def _agency_or_404(agency_id: int) -> Agency:
    found = get_agency(agency_id)
    if found is None:
        raise Http404("Không có cơ quan này.")
    return found
