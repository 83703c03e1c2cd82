"""The page of a commune that ended and still has people: where they belong now."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ansinh.apps.accounts.scope import current_scope
from ansinh.apps.audit.services import record_accesses
from ansinh.apps.people.pages.access import actor_of, guarded
from ansinh.apps.people.selectors.quality import list_stranded
from ansinh.apps.people.services import placing as services
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.units import list_successors

PLACE = "people.place_ended"


@require_http_methods(["GET", "POST"])
@guarded(PLACE)
def ended(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Show who of an ended commune waits; give all, a village or some of them to a commune that came after; undo."""
    today = timezone.localdate()
    unit = _unit(unit_id)
    if request.method == "POST":
        try:
            messages.success(request, _act(request, unit))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("people:ended", unit.pk)
    waits = next((each for each in list_stranded(on=today) if each.unit.pk == unit.pk), None)
    waiting = services.list_waiting(unit) if waits is not None else []
    record_accesses(
        actor=actor_of(request),
        people=[(str(each.id), f"Hồ sơ {str(each.id)[:8]}") for each in waiting],
        purpose="Có tên trong danh sách người của xã đã thôi",
        channel="list",
        at=timezone.now(),
    )
    context = {
        "unit": unit,
        "waits": waits,
        "waiting": waiting,
        "most": services.MOST_LISTED,
        "villages": services.list_villages_of(unit) if waits is not None else (),
        "targets": services.successors_of(unit, on=today),
        "moves": services.list_moves(unit),
    }
    return render(request, "people/ended.html", context)


def _unit(unit_id: int) -> Unit:
    """Return an ended commune that went into one's own communes and into no other. Raises NotHere."""
    today = timezone.localdate()
    unit = Unit.objects.filter(pk=unit_id, level="commune", valid_to__lte=today).first()
    followers = list_successors(unit=unit, on=today) if unit is not None else []
    if unit is None or not followers or not all(each.number in current_scope() for each in followers):
        raise NotHere("Không có xã đã thôi này trong địa bàn phụ trách.")
    return unit


def _act(request: HttpRequest, unit: Unit) -> str:
    now, actor, act = timezone.now(), actor_of(request), request.POST.get("act", "")
    if act == "undo":
        undone = services.undo_place(move_id=_uuids([request.POST.get("move", "")])[0], actor=actor, now=now)
        return f"Đã hoàn tác: {len(undone.people)} người ghi lại ở {unit.name}."
    if act not in ("all", "some"):
        raise Refused("Không rõ việc cần làm. Tải lại trang rồi bấm lại.")
    target = request.POST.get("to", "")
    some = act == "some"
    made = services.place(
        ended_id=unit.pk,
        to_id=int(target) if target.isdecimal() and len(target) < 15 else 0,
        villages=[int(each) for each in request.POST.getlist("village") if each.isdecimal() and len(each) < 15]
        if some
        else None,
        people=_uuids(request.POST.getlist("person")) if some else None,
        actor=actor,
        now=now,
        today=timezone.localdate(),
    )
    return f"Đã chuyển {len(made.people)} người, {len(made.homes)} hộ đến {made.to.name}. Hoàn tác được ở dưới."


def _uuids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError as error:
        raise Refused("Không rõ chọn ai. Tải lại trang.") from error
