"""Law-change day: the decrees of the province, one decree beside the values that it brings, the second reading."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from ansinh.apps.law.forms import ChangeForm, OtherValueForm, ValueForm
from ansinh.apps.law.models import CheckState, LawChange, NewValue
from ansinh.apps.law.pages.access import actor_of, do, for_province, province_name
from ansinh.apps.law.pages.checking import CHIPS
from ansinh.apps.law.refusals import NotHere, Refused
from ansinh.apps.law.selectors.changing import get_change, list_changes, read_change, values_of
from ansinh.apps.law.services.changing import (
    add_change,
    attach_value,
    confirm_value,
    refuse_value,
    withdraw_value,
)
from ansinh.apps.law.services.texts import check_size
from ansinh.apps.law.services.two_readers import MOST_TYPED
from ansinh.apps.law.words import say_value
from ansinh.core.rules.parameters import Parameter
from ansinh.rulebook.book import national_system
from ansinh.rulebook.decree import Proposed

OTHER = "khac"
"""Sent in the place of a figure's number: a table, or a figure that was not found."""


@for_province
def decrees(request: HttpRequest, province: str) -> HttpResponse:
    """Show the decrees that the province takes in, and take in another."""
    form = ChangeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        given = data.pop("file")
        data["applied_from"] = data["applied_from"] or data["in_force_from"]
        try:
            check_size(name=given.name, size=given.size)
            change = add_change(
                name=given.name, content=given.read(), actor=actor_of(request), now=timezone.now(), **data
            )
        except Refused as reason:
            form.add_error("file", str(reason))
        else:
            messages.success(request, "Đã đưa văn bản vào. Gắn từng con số với tham số ở bên phải.")
            return redirect("law:decree", change.pk)
    wrong = request.method == "POST"
    context = {"form": form, "changes": list_changes(province=province), "province": province_name(province)}
    return render(request, "law/decrees.html", context, status=422 if wrong else 200)


@for_province
def decree(request: HttpRequest, province: str, change_id: UUID) -> HttpResponse:
    """Show a decree beside its figures, and give one of them to a parameter."""
    change = get_change(change_id, province=province)
    sheet = read_change(change)
    sent = request.POST.get("no", "")
    asked = int(sent) if sent.isdecimal() and 0 < int(sent[:6]) <= len(sheet.read.proposed) else 0
    wrong: ValueForm | None = None
    if request.method == "POST":
        if not asked and sent != OTHER:
            raise NotHere("Không có con số này trong văn bản. Tải lại trang.")
        form, own = _sent(request, change, sheet.read.proposed[asked - 1] if asked else None, asked)
        if _attach(request, change, form, own):
            return redirect(f"{request.path}#{f'so-{asked}' if asked else 'gia-tri'}")
        wrong = form
    actor = actor_of(request)
    rows = [_row(row, mine=row.proposed_by_id == actor.pk) for row in values_of(change)]
    figures = [
        {
            "no": no,
            "figure": each,
            "likely": [national_system().parameters[key].label for key in each.candidates[:1]],
            "form": wrong if wrong is not None and no == asked else _form(change, each, no),
            "open": no == asked,
        }
        for no, each in enumerate(sheet.read.proposed, 1)
    ]
    context = {
        "change": change,
        "sheet": sheet,
        "figures": figures,
        "rows": rows,
        "wrong": wrong,
        "other": wrong if wrong is not None and not asked else _other(change),
        "other_open": wrong is not None and not asked,
        "province": province_name(province),
    }
    return render(request, "law/decree.html", context, status=422 if wrong is not None else 200)


def _sent(
    request: HttpRequest, change: LawChange, figure: Proposed | None, no: int
) -> tuple[ValueForm, dict[str, str]]:
    """Return the form that was sent, and what is known of its figure from the text of the decree."""
    if figure is None:
        return _other(change, request.POST), {"quote": request.POST.get("typed", "")}
    form = ValueForm(request.POST, choices=_choices(figure), auto_id=f"so-{no}-%s")
    return form, {"reference": figure.reference, "quote": figure.sentence}


def _attach(request: HttpRequest, change: LawChange, form: ValueForm, own: dict[str, str]) -> bool:
    """Write a value; whether it was written, else the form says what is wrong."""
    if not form.is_valid():
        return False
    try:
        attach_value(
            change_id=change.pk, actor=actor_of(request), now=timezone.now(), **(own | form.cleaned_data)
        )  # fmt: skip
    except Refused as reason:
        form.add_error("typed", str(reason))
        return False
    messages.success(request, "Đã ghi giá trị mới. Chờ người thứ hai của tỉnh đọc lại.")
    return True


def _other(change: LawChange, data: Any = None) -> OtherValueForm:
    """Return the form for a table, or for a figure that was not found."""
    choices = [(each.id, each.label) for each in national_system().parameters if not each.is_bool]
    initial = {"applied_from": change.applied_from, "in_force_from": change.in_force_from}
    return OtherValueForm(data, initial=initial, choices=choices, auto_id="khac-%s")


def _form(change: LawChange, figure: Proposed, no: int) -> ValueForm:
    first = figure.candidates[0] if figure.candidates else ""
    typed = national_system().parameters[first].shown(figure.value) if first else figure.raw
    initial = {
        "key": first,
        "typed": typed,
        "applied_from": change.applied_from,
        "in_force_from": change.in_force_from,
    }
    return ValueForm(initial=initial, choices=_choices(figure), auto_id=f"so-{no}-%s")


def _choices(figure: Proposed) -> list[tuple[str, str]]:
    """Return the parameters a figure may be, the likely first, then all others of its unit."""
    system = national_system()
    others = [each.id for each in system.parameters if each.unit == figure.unit and not each.is_table]
    return [(key, system.parameters[key].label) for key in dict.fromkeys((*figure.candidates, *others))]


def _row(row: NewValue, *, mine: bool) -> dict[str, Any]:
    parameter: Parameter = national_system().parameters[row.key]
    before = parameter.at(last_day=row.applied_from, known_on=row.in_force_from)
    return {
        "row": row,
        "label": parameter.label,
        "before": say_value(parameter, before.value) if before is not None else "chưa có",
        "after": say_value(parameter, row.value),
        "chip": CHIPS[row.state],
        "is_table": parameter.is_table,
        "may_decide": row.state == CheckState.WAITING and not mine,
        "mine": row.state == CheckState.WAITING and mine,
        "may_withdraw": row.state in (CheckState.WAITING, CheckState.CONFIRMED),
    }


@require_POST
@for_province
def decide(request: HttpRequest, province: str, value_id: UUID) -> HttpResponse:
    """Take the second reading of a new value, a refusal, or its taking back."""
    row = NewValue.objects.filter(pk=value_id, province_code=province).first()
    if row is None:
        raise NotHere("Không có giá trị này ở tỉnh của bạn.")
    reason = request.POST.get("reason", "")[:400]
    match request.POST.get("act"):
        case "confirm":
            read = request.POST.get("read_again", "")[:MOST_TYPED]
            do(request, "Đã xác nhận: từ nay tỉnh ta tính theo giá trị mới.",
               lambda **by: confirm_value(value_id=value_id, read_again=read, **by))  # fmt: skip
        case "refuse":
            do(request, "Đã từ chối.", lambda **by: refuse_value(value_id=value_id, reason=reason, **by))
        case _:
            do(request, "Đã rút giá trị mới.", lambda **by: withdraw_value(value_id=value_id, reason=reason, **by))
    return redirect("law:decree", row.change_id)
