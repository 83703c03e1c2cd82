"""Pages of households: seen, formed, and what happens to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.forms import (
    BirthForm,
    FactForm,
    HouseholdForm,
    JoinForm,
    MemberDayForm,
    MoveForm,
    PovertyForm,
    VillageForm,
)
from ansinh.apps.people.forms_records import records_of
from ansinh.apps.people.models import Fact, Household, PovertyPeriod, Relation, Village
from ansinh.apps.people.pages.access import actor_of, first_error, guarded, log_list, log_look, version_of
from ansinh.apps.people.pages.persons import REGISTER, VIEW, commune_by_code
from ansinh.apps.people.restriction import count_left_out
from ansinh.apps.people.selectors.persons import (
    get_household,
    get_person,
    list_facts,
    list_former,
    list_members,
)
from ansinh.apps.people.selectors.quality import CHECKS, count_faults, headless, list_stranded, with_fault
from ansinh.apps.people.selectors.search import list_communes
from ansinh.apps.people.services import households as services
from ansinh.apps.people.services.facts import record_fact
from ansinh.apps.people.services.households import Member
from ansinh.apps.people.services.persons import record_birth
from ansinh.apps.people.services.places import add_village
from ansinh.apps.people.services.refusals import NotHere, Refused

ROWS_A_PAGE = 50


@require_GET
@guarded(VIEW)
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Show one household: members, place, poverty status, facts."""
    found = get_household(household_id)
    members, former = list_members(found), list_former(found)
    log_look(request, found, purpose="Xem trang của hộ")
    log_list(request, {row.person for row in [*members, *former]}, purpose=f"Có tên ở trang của {found}")
    today = timezone.localdate()
    context = {
        "home": found,
        "members": members,
        "former": former,
        "poverty": list(seen(PovertyPeriod).filter(household=found).order_by("-valid_from")),
        "facts": list_facts(seen(Fact).filter(household=found), on=today),
        "may_register": request.user.has_perm(REGISTER) and found.valid_to is None,
        "forms": {
            "join": JoinForm(auto_id="vao_%s"),
            "birth": BirthForm(auto_id="sinh_%s"),
            "poverty": PovertyForm(auto_id="dien_%s"),
            "move": MoveForm(auto_id="chuyen_%s"),
            "fact": FactForm(auto_id="tt_%s", of_household=True),
        },
        "records": records_of(of_household=True),
        "today": today,
    }
    return render(request, "people/household.html", context)


@require_POST
@guarded(REGISTER)
def form_household(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Form a household whose head is this person."""
    head = get_person(person_id)
    form = HouseholdForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(first_error(form))
        made = services.register_household(
            commune=head.commune,
            members=[Member(head.pk, Relation.HEAD)],
            village=head.village,
            address=head.address,
            actor=actor_of(request),
            now=timezone.now(),
            **form.cleaned_data,
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people:person", head.pk)
    messages.success(request, "Đã lập hộ.")
    return redirect("people:household", made.pk)


@require_POST
@guarded(REGISTER)
def act(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Do one thing to a household: the button says which."""
    found = get_household(household_id)
    chosen = ACTS.get(request.POST.get("act", ""))
    try:
        if chosen is None:
            raise Refused("Không rõ việc cần làm. Tải lại trang rồi bấm lại.")
        done = chosen(request, found)
    except (Refused, NotHere) as refused:
        messages.error(request, str(refused))
        return redirect("people:household", found.pk)
    messages.success(request, done)
    still_here = seen(Household).filter(pk=found.pk).exists()
    return redirect("people:household", found.pk) if still_here else redirect("people:persons")


def _given(request: HttpRequest, home: Household) -> dict[str, Any]:
    return {
        "household_id": home.pk,
        "expected_version": version_of(request, home.version),
        "actor": actor_of(request),
        "now": timezone.now(),
    }


def _clean(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise Refused(first_error(form))
    return dict(form.cleaned_data)


def _join(request: HttpRequest, home: Household) -> str:
    data = _clean(JoinForm(request.POST))
    services.join_household(member=Member(data["person"], data["relation"]), day=data["day"], **_given(request, home))
    return "Đã đưa vào hộ."


def _leave(request: HttpRequest, home: Household) -> str:
    data = _clean(MemberDayForm(request.POST))
    services.leave_household(person_id=data["person"], day=data["day"], **_given(request, home))
    return "Đã đưa ra khỏi hộ."


def _head(request: HttpRequest, home: Household) -> str:
    data = _clean(MemberDayForm(request.POST))
    services.name_head(person_id=data["person"], day=data["day"], **_given(request, home))
    return "Đã ghi chủ hộ. Xem lại quan hệ của các thành viên với chủ hộ mới."


def _split(request: HttpRequest, home: Household) -> str:
    data = _clean(MemberDayForm(request.POST))
    made = services.split_household(
        members=[Member(data["person"], Relation.HEAD)], day=data["day"], **_given(request, home)
    )
    return f"Đã tách thành {made}."


def _relation(request: HttpRequest, home: Household) -> str:
    try:
        person_id = UUID(request.POST.get("person", ""))
    except ValueError as error:
        raise Refused("Không rõ người nào. Tải lại trang.") from error
    services.set_relations(relations={person_id: request.POST.get("relation", "")}, **_given(request, home))
    return "Đã ghi quan hệ với chủ hộ."


def _birth(request: HttpRequest, home: Household) -> str:
    given = _given(request, home)
    given.pop("expected_version")
    made = record_birth(**_clean(BirthForm(request.POST)), **given)
    return f"Đã ghi trẻ vào hộ, {made}."


def _poverty(request: HttpRequest, home: Household) -> str:
    services.record_poverty(**_clean(PovertyForm(request.POST)), **_given(request, home))
    return "Đã ghi diện của hộ."


def _move(request: HttpRequest, home: Household) -> str:
    data = _clean(MoveForm(request.POST))
    commune = commune_by_code(data["code"])
    services.move_household(commune=commune, address=data["address"], **_given(request, home))
    return f"Đã chuyển hộ đến {commune.name}."


def _fact(request: HttpRequest, home: Household) -> str:
    given = _given(request, home)
    given.pop("expected_version")
    record_fact(**_clean(FactForm(request.POST, of_household=True)), **given)
    return "Đã ghi thông tin."


ACTS: dict[str, Callable[[HttpRequest, Household], str]] = {
    "join": _join,
    "leave": _leave,
    "head": _head,
    "split": _split,
    "relation": _relation,
    "birth": _birth,
    "poverty": _poverty,
    "move": _move,
    "fact": _fact,
}


@require_GET
@guarded(VIEW)
def quality(request: HttpRequest) -> HttpResponse:
    """Show what is missing, by commune and field; one figure opens the list to work through."""
    today = timezone.localdate()
    code, number = request.GET.get("loi", ""), request.GET.get("xa", "")
    check = next((each for each in CHECKS if each.code == code), None)
    commune = None
    if number.isdecimal() and len(number) < 10:
        commune = list_communes(on=today).filter(number=int(number)).first()
    rows: Any = None
    if check is not None:
        rows = with_fault(check.code)
    elif code == "no_head":
        rows = headless()
    if rows is not None and commune is not None:
        rows = rows.filter(unit_no=commune.number)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")) if rows is not None else None
    if page is not None and check is not None:
        log_list(request, page, purpose="Có tên trong danh sách cần bổ sung")
    context = {
        "listed": rows is not None,
        "page": page,
        "check": check,
        "of_homes": code == "no_head",
        "commune": commune,
        "rows": count_faults(on=today) if rows is None else (),
        "stranded": list_stranded(on=today) if rows is None else (),
        "left_out": count_left_out(),
        "may_place": request.user.has_perm("people.place_ended"),
        "scope": request.scope,  # type: ignore[attr-defined]
    }
    return render(request, "people/quality.html", context)


@require_http_methods(["GET", "POST"])
@guarded(REGISTER)
def villages(request: HttpRequest) -> HttpResponse:
    """Show the villages and neighbourhoods of one's own communes, and add one."""
    today = timezone.localdate()
    form = VillageForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            add_village(actor=actor_of(request), now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã thêm thôn, tổ.")
            return redirect("people:villages")
    rows = Village.objects.filter(commune__in=list_communes(on=today), valid_to=None).select_related("commune")
    page = Paginator(rows.order_by("commune__number", "search_key"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "scope": request.scope}  # type: ignore[attr-defined]
    return render(request, "people/villages.html", context, status=422 if form.errors else 200)
