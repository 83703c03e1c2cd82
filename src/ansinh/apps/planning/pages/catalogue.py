"""The catalogue of indicators: its list, one indicator with its history and weights, changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.planning.forms_catalogue import EntryForm, NewEntryForm, WeightForm
from ansinh.apps.planning.models import CatalogueIndicator
from ansinh.apps.planning.pages.access import actor_of, allowed
from ansinh.apps.planning.selectors.catalogue import (
    get_entry,
    label_of,
    list_changes,
    list_differences,
    list_entries,
    list_parent_targets,
    list_weights,
    shown,
)
from ansinh.apps.planning.services.catalogue import (
    FIELDS,
    CannotChange,
    add_entry,
    edit_entry,
    record_weight,
    remove_weight,
    restore_entry,
    undo_entry,
)
from ansinh.apps.planning.tables_catalogue import CatalogueFilter, CatalogueTable
from ansinh.apps.ui.tables import build_list


@require_GET
@allowed("planning.view_plan")
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """Show the catalogue: sorted, filtered, exported as the address says."""
    listing = build_list(
        request,
        rows=list_entries(),
        table=CatalogueTable,
        filters=CatalogueFilter,
        file_name="danh-muc-chi-tieu",
    )
    if listing.export is not None:
        return listing.export
    context = {"listing": listing, "may_edit": request.user.has_perm("planning.edit_catalogue")}
    return render(request, "planning/catalogue.html", context)


def _entry_or_404(code: str) -> CatalogueIndicator:
    found = get_entry(code)
    if found is None:
        raise Http404("Không có chỉ tiêu này trong danh mục.")
    return found


@require_GET
@allowed("planning.view_plan")
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """Show one indicator of the catalogue: definition, what was changed, levels above, weights."""
    return _show(request, _entry_or_404(code))


def _show(request: HttpRequest, found: CatalogueIndicator, wrong: WeightForm | None = None) -> HttpResponse:
    context = {
        "entry": found,
        "facts": [(label_of(name), shown(found, name), name in found.own) for name in FIELDS if name != "name_vi"],
        "changes": [_in_words(change) for change in list_changes(found)],
        "differences": list_differences(found),
        "parents": list_parent_targets(found.code),
        "weights": list_weights(found) if found.place_axis == "weighted" else [],
        "weight_form": wrong or WeightForm(),
        "wrong": wrong,
        "may_edit": request.user.has_perm("planning.edit_catalogue"),
    }
    return render(request, "planning/entry.html", context, status=422 if wrong else 200)


def _in_words(change: Any) -> dict[str, Any]:
    """Return a change for the page: what, by whom, and each field before and after."""
    fields = [
        {
            "label": label_of(name),
            "before": shown(change.entry, name, change.before.get(name, "") or ""),
            "after": shown(change.entry, name, value or ""),
        }
        for name, value in change.after.items()
    ]
    return {"change": change, "fields": [] if change.verb == "add" else fields}


@require_http_methods(["GET", "POST"])
@allowed("planning.edit_catalogue")
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change an indicator of the catalogue."""
    found = _entry_or_404(code)
    form = EntryForm(request.POST or None, instance=found, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        try:
            edit_entry(
                code=code,
                values=form.values(),
                expected_version=form.cleaned_data["version"] or 0,
                actor=actor_of(request),
                now=timezone.now(),
            )
        except CannotChange as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã lưu. Bản kèm phần mềm vẫn được giữ để so và trả về khi cần.")
            return redirect("planning:entry", code)
    status = 422 if form.is_bound else 200
    return render(request, "planning/entry_form.html", {"entry": found, "form": form}, status=status)


@require_http_methods(["GET", "POST"])
@allowed("planning.edit_catalogue")
def add(request: HttpRequest) -> HttpResponse:
    """Add an indicator that the program does not bring."""
    form = NewEntryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            add_entry(code=code, values=form.values(), actor=actor_of(request), now=timezone.now())
        except CannotChange as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã thêm vào danh mục.")
            return redirect("planning:entry", code)
    return render(request, "planning/entry_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
@allowed("planning.edit_catalogue")
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Put fields back to what the program brings, or take the last change back."""
    _entry_or_404(code)
    actor, now = actor_of(request), timezone.now()
    version = request.POST.get("version", "")
    try:
        if request.POST.get("act") == "undo":
            undo_entry(code=code, actor=actor, now=now)
            messages.success(request, "Đã hoàn tác lần sửa sau cùng.")
        else:
            restore_entry(
                code=code,
                expected_version=int(version) if version.isdecimal() else -1,
                actor=actor,
                now=now,
                field=request.POST.get("field", ""),
            )
            messages.success(request, "Đã trả về bản kèm phần mềm.")
    except CannotChange as reason:
        messages.error(request, str(reason))
    return redirect("planning:entry", code)


@require_POST
@allowed("planning.edit_catalogue")
def weights(request: HttpRequest, code: str) -> HttpResponse:
    """Record a weight, or take one out."""
    found = _entry_or_404(code)
    actor, now = actor_of(request), timezone.now()
    removed = request.POST.get("remove", "")
    if removed:
        try:
            remove_weight(code=code, weight_id=int(removed) if removed.isdecimal() else 0, actor=actor, now=now)
        except CannotChange as reason:
            messages.error(request, str(reason))
        else:
            messages.success(request, "Đã bỏ quyền số; nhật ký còn giữ con số này.")
        return redirect("planning:entry", code)
    form = WeightForm(request.POST)
    if form.is_valid():
        try:
            record_weight(code=code, actor=actor, now=now, **form.values())
        except CannotChange as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, "Đã ghi quyền số.")
            return redirect("planning:entry", code)
    return _show(request, found, form)
