"""Pages of requests: the list with what is due, one request with its clocks and acts, one taken down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.people.keeping import keeping_reasons
from ansinh.apps.people.pages.access import actor_of, first_error, guarded, log_list, log_look, version_of
from ansinh.apps.people.restriction import Work
from ansinh.apps.people.selectors.persons import get_person
from ansinh.apps.people.services.refusals import Refused
from ansinh.apps.privacy import services
from ansinh.apps.privacy.copies import KINDS, give_copy, may_copy
from ansinh.apps.privacy.forms import ACT_FORMS, AnswerForm, BasisForm, CopyForm, ExtendForm, RequestForm
from ansinh.apps.privacy.law import EVIDENCE, STATE_TASK
from ansinh.apps.privacy.models import DataRequest, RequestKind
from ansinh.apps.privacy.selectors import ANSWERED, LATE, OPEN, count_requests, get_request, list_requests
from ansinh.apps.reporting.services.days import get_calendar
from ansinh.apps.ui.export import file_answer
from ansinh.files.office import NoOffice

VIEW, REGISTER, ANSWER = "privacy.view", "privacy.register", "privacy.answer"
ROWS_A_PAGE = 50
WHICH = ((OPEN, "Đang mở"), (LATE, "Quá hạn"), (ANSWERED, "Đã trả lời"))


@require_GET
@guarded(VIEW)
def requests(request: HttpRequest) -> HttpResponse:
    """Show the requests of one's communes: what is due first, what is late."""
    today = timezone.localdate()
    asked = request.GET.get("xem", "")
    which = asked if asked in dict(WHICH) else OPEN
    page = Paginator(list_requests(which=which, on=today), ROWS_A_PAGE).get_page(request.GET.get("page"))
    log_list(request, [row.person for row in page], purpose="Có tên trong danh sách yêu cầu về dữ liệu cá nhân")
    context = {
        "page": page,
        "which": which,
        "choices": WHICH,
        "counts": count_requests(on=today),
        "today": today,
        "scope": request.scope,  # type: ignore[attr-defined]
    }
    return render(request, "privacy/requests.html", context)


@require_http_methods(["GET", "POST"])
@guarded(REGISTER)
def register(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Take a request of a person down."""
    found = get_person(person_id, restricted_too=True)
    log_look(request, found, purpose="Ghi yêu cầu về dữ liệu cá nhân")
    today = timezone.localdate()
    form = RequestForm(request.POST or None, initial={"received_date": today})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_request(
                person_id=found.pk, asked=form.values(), actor=actor_of(request), now=timezone.now(), today=today
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã ghi yêu cầu; thời hạn bắt đầu tính.")
            return redirect("privacy:request", made.pk)
    context = {"form": form, "person": found}
    return render(request, "privacy/register.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@guarded(VIEW)
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show a request with its clocks, and do the next thing about it."""
    found = get_request(request_id)
    if request.method == "POST":
        if not request.user.has_perm(ANSWER):
            raise PermissionDenied
        form = _form(request)
        try:
            if form is not None and not form.is_valid():
                raise Refused(first_error(form))
            done = _act(request, found, form)
        except Refused as refused:
            messages.error(request, str(refused))
            return render(request, "privacy/request.html", _context(request, get_request(request_id), form), status=422)
        messages.success(request, done)
        return redirect("privacy:request", found.pk)
    log_look(request, found.person, purpose=f"Xem {found} về dữ liệu cá nhân")
    return render(request, "privacy/request.html", _context(request, found, None))


@require_POST
@guarded(ANSWER)
def copy(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Give the copy of a person's data that a request asks for, as a file; that it was made is written."""
    found, form = get_request(request_id), CopyForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(first_error(form))
        content = give_copy(
            request_id=found.pk,
            expected_version=version_of(request, found.version),
            actor=actor_of(request),
            now=timezone.now(),
            **form.cleaned_data,
        )
    except (Refused, NoOffice) as refused:
        messages.error(request, str(refused))
        return redirect("privacy:request", found.pk)
    return file_answer(content, kind=form.cleaned_data["kind"], file_name="ban-du-lieu-ca-nhan")


def _form(request: HttpRequest) -> Any:
    made = ACT_FORMS.get(request.POST.get("act", ""))
    return made(request.POST) if made is not None else None


def _act(request: HttpRequest, found: DataRequest, form: Any) -> str:
    given: dict[str, Any] = {
        "request_id": found.pk,
        "expected_version": version_of(request, found.version),
        "actor": actor_of(request),
        "now": timezone.now(),
    }
    acts: dict[str, tuple[Callable[..., object], dict[str, Any], str]] = {
        "acknowledge": (services.acknowledge, {}, "Đã ghi báo đã nhận."),
        "extend": (services.extend, {"today": timezone.localdate()}, "Đã gia hạn một lần."),
        "check": (services.check_basis, {}, "Đã ghi căn cứ."),
        "answer": (services.answer, {}, "Đã ghi trả lời."),
        "lift": (services.lift, {}, "Đã thôi hạn chế xử lý."),
    }
    if request.POST.get("act") not in acts:
        raise Refused("Không rõ việc cần làm. Tải lại trang rồi bấm lại.")
    act, more, said = acts[request.POST["act"]]
    act(**given, **more, **(form.cleaned_data if form is not None else {}))
    return said


def _context(request: HttpRequest, found: DataRequest, bound: Any) -> dict[str, Any]:
    today, right = timezone.localdate(), services.right_of(found)
    forms = {BasisForm: BasisForm(initial={"duty": found.duty}), ExtendForm: ExtendForm(), AnswerForm: AnswerForm()}
    if bound is not None:
        forms[type(bound)] = bound
    waits = found.answered_at is None
    return {
        "asked": found,
        "right": right,
        "evidence": EVIDENCE[right.evidence],
        "today": today,
        "may_answer": request.user.has_perm(ANSWER),
        "may_delete": found.kind != RequestKind.DELETE or request.user.has_perm("privacy.delete"),
        "may_see_looks": request.user.has_perm("people.view_looks"),
        "keeping": keeping_reasons(found.person) if waits else (),
        "check_form": forms[BasisForm],
        "extend_form": forms[ExtendForm],
        "answer_form": forms[AnswerForm],
        "may_extend": waits and right.extension_days is not None and not found.has_processors
        and found.extended_at is None and today <= found.due_date,
        "announced": get_calendar().is_announced(found.acknowledge_date.year),
        "state_task": STATE_TASK,
        "may_copy": may_copy(found) and request.user.has_perm(ANSWER),
        "needs_copy": found.kind in KINDS and waits,
        "copy_form": CopyForm(),
        "effects": [each.value for each in Work] if found.kind == RequestKind.RESTRICT else (),
    }  # fmt: skip
