"""Pages of persons: found, seen, registered, changed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from ansinh.apps.people.forms import DeathForm, FactForm, MoveForm, NumberForm, PersonForm, SearchForm, UnmaskForm
from ansinh.apps.people.forms_records import records_of
from ansinh.apps.people.forms_restricted import LawfulForm
from ansinh.apps.people.models import Person
from ansinh.apps.people.pages.access import (
    actor_of,
    first_error,
    guarded,
    log_household,
    log_list,
    log_look,
    show_restricted,
    version_of,
)
from ansinh.apps.people.panels import person_panels
from ansinh.apps.people.selectors.duplicates import list_alike, open_pairs_of
from ansinh.apps.people.selectors.history import list_changes, list_looks
from ansinh.apps.people.selectors.merged import list_merges
from ansinh.apps.people.selectors.persons import PersonPage, get_person, get_person_page, homes_of
from ansinh.apps.people.selectors.search import FEWEST_LETTERS, Found, find_by_number, find_persons, read_query
from ansinh.apps.people.services.facts import end_fact, record_fact
from ansinh.apps.people.services.households import move_person
from ansinh.apps.people.services.numbers import set_number, unmask
from ansinh.apps.people.services.persons import edit_person, record_death, register_person, undo_death
from ansinh.apps.people.services.refusals import NotHere, Refused
from ansinh.apps.people.services.sensitive import grants_of
from ansinh.apps.people.words import birth_text
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.selectors.units import get_unit
from ansinh.apps.ui.typed import keep_typed, text_of, typed

ROWS_A_PAGE = 50
FILTERS = ("xa", "thon", "nam", "dien", "chu_ho")
VIEW, REGISTER, UNMASK = "people.view", "people.register", "people.unmask"


@require_http_methods(["GET", "POST"])
@guarded(VIEW)
def persons(request: HttpRequest) -> HttpResponse:
    """Show the people who fit what was typed, fifty a page, by given name.

    What is typed is sent in the body, a moment after each key, and kept in the session, so no name and no number stands
    in an address.
    """
    if request.method == "POST":
        return _search(request)
    form = SearchForm(request.GET, today=timezone.localdate())
    found = find_typed(request, form)
    page = Paginator(found.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    log_list(request, page, purpose="Có tên trong danh sách đã xem")
    homes = homes_of(page)
    log_list(
        request, {head for _row, head in homes.values() if head}, purpose="Có tên là chủ hộ của người trong danh sách"
    )
    context = {
        "form": form,
        "rows": [(one, *homes.get(one.pk, (None, None))) for one in page],
        "typed": typed(request).get("q", ""),
        "by_number": "ids" in typed(request),
        "page": page,
        "found": found,
        "scope": request.scope,  # type: ignore[attr-defined]
        "fewest": FEWEST_LETTERS,
        "may_register": request.user.has_perm(REGISTER),
        "may_export": request.user.has_perm("people.export"),
    }
    return render(request, "people/persons.html", context)


def _search(request: HttpRequest) -> HttpResponse:
    text = text_of(request)
    kept = {name: value for name in FILTERS if (value := request.POST.get(name, ""))}
    if text:
        search: dict[str, Any] = {"q": text}
        if read_query(text).number:
            ids = find_by_number(text)
            if len(ids) == 1:
                found = redirect("people:person", ids[0])
                # Found while it is typed, the whole page is left for that of the person.
                return HttpResponseClientRedirect(found.url) if request.htmx else found  # type: ignore[attr-defined]
            search = {"ids": [str(key) for key in ids]}
        kept["tim"] = keep_typed(request, search)
    return redirect(f"{reverse('people:persons')}?{urlencode(kept)}" if kept else "people:persons")


def find_typed(request: HttpRequest, form: SearchForm) -> Found:
    """Return the people of the search and the filters that a request names."""
    asked = form.cleaned_data if form.is_valid() else {}
    search = typed(request)
    return find_persons(
        text=search.get("q", ""),
        only=[UUID(key) for key in search["ids"]] if "ids" in search else None,
        commune=asked.get("xa"),
        village=asked.get("thon"),
        born=asked.get("nam"),
        heads_only=bool(asked.get("chu_ho")),
        poverty=asked.get("dien", ""),
    )


@require_http_methods(["GET", "POST"])
@guarded(REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Put a person into the register; where somebody of the commune may be the same one, that is asked first."""
    form = PersonForm(request.POST or None, today=timezone.localdate())
    alike: list[Person] = []
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        alike = list_alike(commune=asked["commune"], full_name=asked["full_name"], birth_date=asked["birth"][0])
        # Whoever was shown and passed over is not asked about again.
        told = set(request.POST.getlist("told"))
        alike = [one for one in alike if str(one.pk) not in told]
        log_list(request, alike, purpose="Giống người sắp ghi vào sổ")
    if request.method == "POST" and form.is_valid() and not alike:
        numbers = {kind: form.cleaned_data[kind] for kind in ("personal_id", "phone") if form.cleaned_data[kind]}
        try:
            made = register_person(
                commune=form.cleaned_data["commune"],
                numbers=numbers,
                actor=actor_of(request),
                now=timezone.now(),
                **form.values(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã ghi người này vào sổ.")
            return redirect("people:person", made.pk)
    button = "Vẫn ghi: là người khác" if alike else "Ghi vào sổ"
    context = {"form": form, "title": "Ghi một người vào sổ", "button": button, "alike": alike}
    return render(request, "people/form.html", context, status=422 if form.errors or alike else 200)


@require_GET
@guarded(VIEW)
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show one person; that it was looked at is written."""
    found = get_person(person_id)
    log_look(request, found, purpose="Xem trang của người")
    return render(request, "people/person.html", _context(request, found))


@require_POST
@guarded(VIEW)
def open_restricted(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person whose data are restricted, for a lawful purpose that is written; on this answer only."""
    found = get_person(person_id, restricted_too=True)
    form = LawfulForm(request.POST)
    if found.restricted_at is None:
        return redirect("people:person", found.pk)
    if not form.is_valid():
        return show_restricted(request, found.pk, form)
    log_look(request, found, purpose=form.purpose(), channel="restricted")
    return render(
        request, "people/person.html", {**_context(request, found), "may_register": False, "may_unmask": False}
    )


@require_http_methods(["GET", "POST"])
@guarded(REGISTER)
def edit(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Change what is said of a person."""
    found = get_person(person_id)
    log_look(request, found, purpose="Xem để sửa thông tin")
    initial = {
        name: getattr(found, name)
        for name in ("full_name", "other_name", "sex", "ethnicity", "village", "address", "residence_kind", "source")
    }
    initial |= {"birth": birth_text(found), "version": found.version}
    form = PersonForm(
        request.POST or None, today=timezone.localdate(), commune=found.commune, edits=True, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = edit_person(
                person_id=found.pk,
                expected_version=version_of(request, found.version),
                values=form.values(),
                actor=actor_of(request),
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã lưu thay đổi." if changed else "Không có gì thay đổi.")
            return redirect("people:person", found.pk)
    context = {"form": form, "person": found, "title": f"Sửa: {found.full_name}", "button": "Lưu thay đổi"}
    context["version"] = version_of(request, found.version)
    return render(request, "people/form.html", context, status=422 if form.errors else 200)


@require_POST
@guarded(UNMASK)
def show_number(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show one number in full, for a reason that is written; it stands on this answer only, in no address."""
    found = get_person(person_id)
    form = UnmaskForm(request.POST)
    opened: dict[str, str] = {}
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        try:
            number = unmask(
                person=found,
                kind=kind,
                reason=form.cleaned_data["reason"],
                actor=actor_of(request),
                now=timezone.now(),
            )
            opened[kind] = number
        except Refused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, "Chọn số cần xem và nêu lý do.")
    context = {**_context(request, found), "opened": opened}
    return render(request, "people/person.html", context, status=200 if opened else 422)


@require_POST
@guarded(REGISTER)
def write_number(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write a number of a person."""
    found = get_person(person_id)
    form = NumberForm(request.POST)
    if not form.is_valid():
        return _back(request, found, "Ghi đủ loại số và số.")
    return _do(
        request,
        found,
        "Đã ghi số, giấy tờ.",
        lambda: set_number(person=found, actor=actor_of(request), now=timezone.now(), **form.cleaned_data),
    )


@require_POST
@guarded(REGISTER)
def write_fact(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write a fact of a person."""
    found = get_person(person_id)
    form = FactForm(request.POST)
    if not form.is_valid():
        return _back(request, found, first_error(form))
    return _do(
        request,
        found,
        "Đã ghi thông tin.",
        lambda: record_fact(person_id=found.pk, actor=actor_of(request), now=timezone.now(), **form.cleaned_data),
    )


@require_POST
@guarded(REGISTER)
def close_fact(request: HttpRequest, person_id: UUID, fact_id: UUID) -> HttpResponse:
    """End a fact of a person today."""
    found = get_person(person_id)
    today = timezone.localdate()
    return _do(
        request,
        found,
        "Đã kết thúc thông tin từ hôm nay.",
        lambda: end_fact(fact_id=fact_id, day=today, actor=actor_of(request), now=timezone.now(), person_id=found.pk),
    )


@require_POST
@guarded(REGISTER)
def write_death(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Write that a person died, or take it back."""
    found = get_person(person_id)
    given: dict[str, Any] = {"person_id": found.pk, "expected_version": version_of(request, found.version)}
    if request.POST.get("act") == "undo":
        return _do(
            request,
            found,
            "Đã hoàn tác ghi người đã chết.",
            lambda: undo_death(actor=actor_of(request), now=timezone.now(), **given),
        )
    form = DeathForm(request.POST)
    if not form.is_valid():
        return _back(request, found, first_error(form))
    return _do(
        request,
        found,
        "Đã ghi người đã chết.",
        lambda: record_death(actor=actor_of(request), now=timezone.now(), **given, **form.cleaned_data),
    )


@require_POST
@guarded(REGISTER)
def move(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Move a person to another commune; then he is seen there and not here."""
    found = get_person(person_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _back(request, found, first_error(form))
    try:
        commune = commune_by_code(form.cleaned_data["code"])
        move_person(
            person_id=found.pk,
            expected_version=version_of(request, found.version),
            commune=commune,
            day=form.cleaned_data["day"],
            address=form.cleaned_data["address"],
            actor=actor_of(request),
            now=timezone.now(),
        )
    except Refused as refused:
        return _back(request, found, str(refused))
    messages.success(request, f"Đã chuyển đến {commune.name}.")
    return redirect("people:person", found.pk) if commune.pk == found.commune_id else redirect("people:persons")


@require_GET
@guarded(VIEW)
def history(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show what was changed of a person, and to those who supervise, who looked."""
    found = get_person(person_id, merged_too=True)
    log_look(request, found, purpose="Xem diễn biến")
    may_see = request.user.has_perm("people.view_looks")
    context = {"person": found, "changes": list_changes(found), "may_see_looks": may_see}
    context["looks"] = list_looks(found) if may_see else ()
    return render(request, "people/history.html", context)


def commune_by_code(code: str) -> Unit:
    """Return a commune of today by its code. Raises Refused."""
    unit = get_unit(code=code, on=timezone.localdate())
    if unit is None or unit.level != UnitLevel.COMMUNE:
        raise Refused(f"Không có xã, phường mã “{code.strip()}” hôm nay. Xem mã ở trang Đơn vị hành chính.")
    return unit


def _context(request: HttpRequest, found: Person) -> dict[str, Any]:
    today = timezone.localdate()
    gathered: PersonPage = get_person_page(found, on=today)
    log_household(request, found, [row.person for row in gathered.others])
    return {
        "person": found,
        "gathered": gathered,
        "birth": birth_text(found),
        "today": today,
        "panels": person_panels(person=found, on=today, user=request.user),
        "merges": list_merges(found),
        "pairs": open_pairs_of(found) if request.user.has_perm("people.view_duplicates") else (),
        "may_register": request.user.has_perm(REGISTER),
        "may_open": bool(grants_of(actor_of(request), person=found, on=today)),
        "may_unmask": request.user.has_perm(UNMASK),
        "number_form": NumberForm(auto_id="so_%s"),
        "fact_form": FactForm(auto_id="tt_%s"),
        "records": records_of(of_household=False),
        "death_form": DeathForm(auto_id="chet_%s"),
        "move_form": MoveForm(auto_id="chuyen_%s"),
    }


def _do(request: HttpRequest, found: Person, done: str, act: Any) -> HttpResponse:
    try:
        act()
    except (Refused, NotHere) as refused:
        return _back(request, found, str(refused))
    messages.success(request, done)
    return redirect("people:person", found.pk)


def _back(request: HttpRequest, found: Person, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect("people:person", found.pk)
