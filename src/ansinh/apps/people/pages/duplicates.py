"""Pages of people who may stand twice: the work list, two records side by side, what somebody decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from ansinh.apps.jobs.services import defer
from ansinh.apps.people.models import DuplicatePair, PairState
from ansinh.apps.people.pages.access import actor_of, guarded, log_list, log_look
from ansinh.apps.people.selectors.duplicates import (
    ACROSS,
    after,
    count_by_place,
    get_merge,
    get_pair,
    is_searching,
    latest_search,
    list_pairs,
    merge_of,
    people_of,
    side_by_side,
)
from ansinh.apps.people.selectors.search import list_communes
from ansinh.apps.people.services.duplicates.comparing import LEFT, RIGHT, Comparison
from ansinh.apps.people.services.duplicates.deciding import DUPLICATES, reopen_pair, say_not_same
from ansinh.apps.people.services.duplicates.merging import Choice, merge_pair
from ansinh.apps.people.services.duplicates.undoing import undo_merge
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.apps.ui.undo import say_with_undo

VIEW, MERGE, MERGE_ACROSS = "people.view_duplicates", "people.merge", "people.merge_across"
ROWS_A_PAGE = 50
STATES = (PairState.OPEN, PairState.MERGED, PairState.NOT_SAME)


@require_http_methods(["GET", "POST"])
@guarded(VIEW)
def pairs(request: HttpRequest) -> HttpResponse:
    """Show the pairs that wait, by commune, the likeliest first, and those decided; have them looked for anew."""
    if request.method == "POST":
        return _find(request)
    today = timezone.localdate()
    asked = request.GET.get("xem", "")
    state = PairState(asked) if asked in STATES else PairState.OPEN
    place = request.GET.get("xa", "")
    number = int(place) if place.isdecimal() and len(place) < 10 else None
    commune = list_communes(on=today).filter(number=number).first() if number is not None else None
    # Who does not work with persons of a commune sees only what its officers cannot decide.
    only_across = not request.user.has_perm("people.view")
    rows = list_pairs(
        state=state,
        unit_no=commune.number if commune is not None else None,
        across=place == ACROSS or only_across,
    )
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    log_list(request, people_of(list(page)), purpose="Có tên trong danh sách hồ sơ có thể trùng")
    context = {
        "page": page,
        "state": state.value,
        "states": [(each.value, each.label) for each in STATES],
        "places": () if only_across else count_by_place(on=today),
        "place": ACROSS if place == ACROSS else str(commune.number) if commune is not None else "",
        "search": latest_search(request.user),
        "searching": is_searching(request.user),
        "scope": request.scope,  # type: ignore[attr-defined]
    }
    return render(request, "people/pairs.html", context)


@require_http_methods(["GET", "POST"])
@guarded(VIEW)
def pair(request: HttpRequest, pair_id: UUID) -> HttpResponse:
    """Show two records side by side; merge them, say that they are two persons, or take either back."""
    found = get_pair(pair_id)
    if found.unit_no == found.unit_to and not request.user.has_perm("people.view"):
        raise NotHere("Cặp hồ sơ này do cán bộ của xã quyết định.")
    if request.method == "POST":
        return _decide(request, found)
    for person in (found.left, found.right):
        log_look(request, person, purpose=f"So hai hồ sơ, {found}")
    return render(request, "people/pair.html", _context(request, found, {}))


def _find(request: HttpRequest) -> HttpResponse:
    if is_searching(request.user):
        messages.info(request, "Đang tìm, chưa xong. Danh sách sẽ có kết quả khi tìm xong.")
        return redirect("people:pairs")
    run = defer(kind=DUPLICATES, title="Tìm hồ sơ trùng", owner=actor_of(request), result_url=reverse("people:pairs"))
    return redirect("jobs:run", run.pk)


def _context(request: HttpRequest, found: DuplicatePair, typed: dict[str, str]) -> dict[str, Any]:
    stands = found.state in (PairState.OPEN, PairState.NOT_SAME)
    compared = side_by_side(found) if stands else None
    # Who has more written of him is offered to stay; somebody chooses.
    survivor = typed.get("survivor") or (_fuller(compared) if compared is not None else LEFT)
    lines = [
        {"line": line, "taken": typed.get(line.key, "")} for line in (compared.lines if compared is not None else ())
    ]
    return {
        "pair": found,
        "compared": compared,
        "lines": lines,
        "asks": sum(line.asks for line in compared.lines) if compared is not None else 0,
        "survivor": survivor,
        "across": found.unit_no != found.unit_to,
        "may_decide": _may(request, found),
        "merge": merge_of(found) if found.state == PairState.MERGED else None,
        "next": after(found),
        "scope": request.scope,  # type: ignore[attr-defined]
    }


def _fuller(compared: Comparison) -> str:
    right = sum(bool(line.right) for line in compared.lines) + sum(
        count for _label, _left, count in compared.going_along
    )
    left = sum(bool(line.left) for line in compared.lines) + sum(
        count for _label, count, _right in compared.going_along
    )
    return RIGHT if right > left else LEFT


def _may(request: HttpRequest, found: DuplicatePair) -> bool:
    return request.user.has_perm(MERGE_ACROSS if found.unit_no != found.unit_to else MERGE)


def _decide(request: HttpRequest, found: DuplicatePair) -> HttpResponse:
    if not _may(request, found):
        raise PermissionDenied
    act, now, actor = request.POST.get("act", ""), timezone.now(), actor_of(request)
    following = after(found)
    try:
        if act == "merge":
            taken = {key: value for key, value in request.POST.items() if value in (LEFT, RIGHT) and key != "survivor"}
            merge_pair(
                pair_id=found.pk,
                versions=(_whole(request, "left_version"), _whole(request, "right_version")),
                choice=Choice(request.POST.get("survivor", ""), taken),
                actor=actor,
                now=now,
                today=timezone.localdate(),
            )
            messages.success(request, "Đã gộp hai hồ sơ. Hoàn tác được ở trang của cặp này.")
            return redirect("people:pair", found.pk)
        if act == "not_same":
            say_not_same(pair_id=found.pk, note=request.POST.get("note", ""), actor=actor, now=now)
            said = "Đã ghi hai hồ sơ không phải một người; cặp này không hiện lại."
            say_with_undo(request, said, url=reverse("people:pair", args=[found.pk]), fields={"act": "reopen"})
            return redirect("people:pair", following.pk) if following is not None else redirect("people:pairs")
        if act == "reopen":
            reopen_pair(pair_id=found.pk, actor=actor, now=now)
            messages.success(request, "Cặp này chờ xem lại.")
            return redirect("people:pair", found.pk)
        raise Refused("Không rõ việc cần làm. Tải lại trang rồi bấm lại.")
    except Refused as refused:
        messages.error(request, str(refused))
    # What was chosen stays chosen on the page, held against the records as they are now.
    again = get_pair(found.pk)
    return render(request, "people/pair.html", _context(request, again, request.POST.dict()), status=409)


@require_POST
@guarded(VIEW)
def undo(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    """Take a merge back."""
    found = get_merge(merge_id)
    if not request.user.has_perm(MERGE_ACROSS if found.is_across else MERGE):
        raise PermissionDenied
    try:
        undo_merge(merge_id=found.pk, actor=actor_of(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã hoàn tác: hai hồ sơ như trước khi gộp.")
    return redirect("people:pair", found.pair_id) if found.pair_id is not None else redirect("people:pairs")


def _whole(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
