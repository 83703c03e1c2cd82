"""Reading the law against the official texts: the work list, the texts, one thing to read, the two readings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from ansinh.apps.law.forms import ReadAgainForm, ReadForm, ReasonForm, TextForm
from ansinh.apps.law.models import CheckKind, CheckState, LawCheck
from ansinh.apps.law.pages.access import actor_of, do, for_province, province_name, read_day
from ansinh.apps.law.refusals import NotHere, Refused
from ansinh.apps.law.selectors.checking import (
    NOT_YET,
    STALE,
    STATES,
    count_states,
    get_text,
    list_texts,
    list_work,
    readings_of,
    texts_for,
)
from ansinh.apps.law.services.checking import confirm_check, propose_check, refuse_check, withdraw_check
from ansinh.apps.law.services.texts import check_size, keep_text, read_text, withdraw_text
from ansinh.apps.law.subjects import Subject, find_subject
from ansinh.core.rules.model import ALWAYS
from ansinh.rulebook.rows import row_name

INSTRUMENTS_A_PAGE = 4
CHIPS = {
    NOT_YET: "not_started",
    STALE: "suspect",
    CheckState.WAITING.value: "reviewing",
    CheckState.CONFIRMED.value: "approved",
    CheckState.DIFFERS.value: "wrong_amount",
    CheckState.REFUSED.value: "returned",
    CheckState.WITHDRAWN.value: "rejected",
}


@require_GET
@for_province
def work(request: HttpRequest, province: str) -> HttpResponse:
    """Show what is not read in an official text, by instrument, with the state of each."""
    state = request.GET.get("tinh_trang", "")
    state = state if state in STATES else ""
    kind = request.GET.get("loai", "")
    kind = kind if kind in CheckKind.values else ""
    counts = count_states(province=province)
    page = Paginator(list_work(province=province, state=state, kind=kind), INSTRUMENTS_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "groups": [(each, [(one, CHIPS[one.state]) for one in each.works]) for each in page],
        "states": [(code, word, counts[code]) for code, word in STATES.items()],
        "state": state,
        "kind": kind,
        "kinds": CheckKind.choices,
        "counts": counts,
        "total": sum(counts.values()),
        "province": province_name(province),
    }
    return render(request, "law/checking.html", context)


@for_province
def texts(request: HttpRequest, province: str) -> HttpResponse:
    """Show the official texts of the province, and keep another."""
    form = TextForm(request.POST or None, request.FILES or None, initial={"number": request.GET.get("so", "")})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        data = {name: form.cleaned_data[name] for name in ("number", "title", "pages")}
        try:
            check_size(name=given.name, size=given.size)
            kept = keep_text(name=given.name, content=given.read(), actor=actor_of(request), now=timezone.now(), **data)
        except Refused as reason:
            form.add_error("file", str(reason))
        else:
            messages.success(request, f"Đã giữ “{kept.name}”, mã {kept.sha256[:12]}…")
            return redirect("law:texts")
    wrong = request.method == "POST"
    context = {"form": form, "texts": list_texts(province=province), "province": province_name(province)}
    return render(request, "law/texts.html", context, status=422 if wrong else 200)


@require_GET
@for_province
def text_file(request: HttpRequest, province: str, text_id: UUID) -> HttpResponse:
    """Give the file of an official text, always as a file to be saved."""
    del request
    text = get_text(text_id, province=province)
    content, media_type = read_text(text)
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=text.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@for_province
def text_withdraw(request: HttpRequest, province: str, text_id: UUID) -> HttpResponse:
    """Take back a text brought by mistake."""
    del province
    do(request, "Đã rút văn bản.", lambda **by: withdraw_text(text_id=text_id, **by))
    return redirect("law:texts")


@for_province
def check(request: HttpRequest, province: str, kind: str, key: str, applied: str, in_force: str) -> HttpResponse:
    """Show one thing to read, with its readings so far, and take the first reading."""
    subject = find_subject(
        kind=kind, key=key, applied_from=read_day(applied, ALWAYS), in_force_from=read_day(in_force, ALWAYS)
    )
    if subject is None:
        raise NotHere("Không có chỗ này, hoặc phần mềm đã ghi từ văn bản gốc. Mở lại danh sách đối chiếu.")
    files = texts_for(subject, province=province)
    form = ReadForm(request.POST or None, subject=subject, texts=files)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            row = propose_check(
                subject=subject, text_id=data["text"], page=data["page"], read=data["read"], quote=data["quote"],
                actor=actor_of(request), now=timezone.now(),
            )  # fmt: skip
        except Refused as reason:
            form.add_error("read", str(reason))
        else:
            if row.state == CheckState.DIFFERS:
                messages.warning(
                    request, f"{row.reason} Đã ghi là chỗ văn bản ghi khác; con số vẫn mang dấu chưa đối chiếu."
                )
            else:
                messages.success(request, "Đã ghi lần đọc thứ nhất. Chờ người thứ hai của tỉnh đọc lại.")
            return redirect(request.path)
    wrong = request.method == "POST"
    context = _context(request, subject, province) | {"form": form, "files": files}
    return render(request, "law/check.html", context, status=422 if wrong else 200)


def _context(request: HttpRequest, subject: Subject, province: str) -> dict[str, Any]:
    rows = readings_of(subject, province=province)
    same = [row for row in rows if row.digest == subject.digest]
    waiting = next((row for row in same if row.state == CheckState.WAITING), None)
    confirmed = next((row for row in same if row.state == CheckState.CONFIRMED), None)
    mine = waiting is not None and waiting.proposed_by_id == actor_of(request).pk
    value = getattr(subject.dated, "value", None)
    shown = subject.parameter.shown if subject.parameter is not None else str
    return {
        "subject": subject,
        "rows": [(row, CHIPS[row.state], row.digest != subject.digest) for row in rows],
        "waiting": waiting,
        "confirmed": confirmed,
        "mine": mine,
        "again": ReadAgainForm(subject=subject, prefix="lai") if waiting is not None and not mine else None,
        "reason": ReasonForm(auto_id="ly-do-%s"),
        "table": [(str(row_name(subject.key, key)), shown(one)) for key, one in value.items()]
        if subject.is_table and isinstance(value, dict)
        else [],
        "province": province_name(province),
    }


@require_POST
@for_province
def decide(request: HttpRequest, province: str, check_id: UUID) -> HttpResponse:
    """Take the second reading, a refusal, or the taking back of a reading."""
    row = LawCheck.objects.filter(pk=check_id, province_code=province).first()
    if row is None:
        raise NotHere("Không có lần đối chiếu này ở tỉnh của bạn.")
    reason = request.POST.get("reason", "")[:400]
    match request.POST.get("act"):
        case "confirm":
            read = request.POST.get("lai-read_again", "")[:20_000]
            do(request, "Đã đối chiếu: con số này hết dấu chưa đối chiếu ở tỉnh ta.",
                lambda **by: confirm_check(check_id=check_id, read_again=read, **by))  # fmt: skip
        case "refuse":
            do(request, "Đã từ chối.", lambda **by: refuse_check(check_id=check_id, reason=reason, **by))
        case _:
            do(request, "Đã rút lần đối chiếu.", lambda **by: withdraw_check(check_id=check_id, reason=reason, **by))
    days = [row.applied_from.isoformat(), row.in_force_from.isoformat()]
    return redirect("law:check", row.kind, row.key, *days)
