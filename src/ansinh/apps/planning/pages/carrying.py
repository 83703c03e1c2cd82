"""Taking over a plan whose unit ended: begin, decide item by item or together, look ahead, finish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.planning.forms import ItemForm, form_for
from ansinh.apps.planning.forms_versions import BaselineChangeForm, FinishForm
from ansinh.apps.planning.models import CarryChoice, Indicator, Plan, Takeover
from ansinh.apps.planning.pages.access import actor_of, allowed, number_of, plan_or_404, typed
from ansinh.apps.planning.selectors.carrying import (
    KINDS_OF_ITEM,
    CarryRow,
    count_progress,
    get_carry_row,
    get_reform,
    get_takeover,
    list_carry_groups,
    list_carry_leads,
    list_carry_rows,
    list_other_units,
    list_partner_items,
    list_possible_partners,
    preview_takeover,
)
from ansinh.apps.planning.services.carrying import (
    CannotCarry,
    Decided,
    cancel_takeover,
    choose_partner,
    decide_items,
    finish_takeover,
    open_takeover,
    suggest_issuer,
    undo_last_decision,
)
from ansinh.apps.planning.services.values import KINDS
from ansinh.apps.planning.services.versions import CannotChangeVersion
from ansinh.apps.ui.tables import ROWS_A_PAGE

FILTERS = ("loai", "nhom", "chu-tri", "da", "q", "page")


def _chosen(request: HttpRequest) -> dict[str, str]:
    query = request.GET if request.method == "GET" else request.POST
    chosen = {name: query.get(name, "").replace("\x00", "").strip()[:400] for name in FILTERS}
    chosen["loai"] = chosen["loai"] if chosen["loai"] in KINDS_OF_ITEM else "indicator"
    return chosen


def _field(request: HttpRequest, name: str) -> int | None:
    return number_of(request.POST.get(name, ""))


def _back(plan: Plan, chosen: dict[str, str], anchor: str = "") -> HttpResponse:
    query = urlencode({name: value for name, value in chosen.items() if value})
    mark = f"#{anchor}" if anchor else ""
    return redirect(f"{reverse('planning:takeover', args=[plan.pk])}?{query}{mark}")


@require_GET
@allowed("planning.view_plan")
def takeover(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show the taking over of a plan: how to begin it, or its items with what was decided about each."""
    plan = plan_or_404(plan_id)
    found = get_takeover(plan)
    reform = get_reform(plan, today=timezone.localdate())
    may_decide = request.user.has_perm("planning.review_plan")
    if found is None or (found.finished_at is not None and reform is not None and reform.unit != found.from_unit):
        heir = reform.heirs[0] if reform is not None and len(reform.heirs) == 1 else None
        beginning: dict[str, Any] = {
            "plan": plan,
            "reform": reform,
            "heir": heir,
            "issuer": suggest_issuer(plan.issuer, reform.unit, heir) if reform and heir else "",
            "may_decide": may_decide,
        }
        return render(request, "planning/takeover_start.html", beginning)
    chosen = _chosen(request)
    progress = count_progress(found)
    waiting = found.decisions.filter(choice=CarryChoice.WAIT).count() if found.finished_at is not None else 0
    rows = list_carry_rows(
        found,
        kind=chosen["loai"],
        group=chosen["nhom"],
        lead=chosen["chu-tri"],
        choice=chosen["da"],
        words=chosen["q"],
    )
    page = Paginator(rows, ROWS_A_PAGE).get_page(chosen["page"])
    elsewhere = rows[: max(page.start_index() - 1, 0)] + rows[page.end_index() :]
    context: dict[str, Any] = {
        "plan": plan,
        "takeover": found,
        "chosen": chosen,
        "progress": progress,
        "now_shown": next(one for one in progress if one.code == chosen["loai"]),
        "left": sum(one.left for one in progress),
        "page": page,
        "elsewhere": [row for row in elsewhere if _may_still_decide(found, row)],
        "groups": list_carry_groups(found, chosen["loai"]),
        "leads": list_carry_leads(found, chosen["loai"]),
        "lead_key": chosen["chu-tri"],
        "choices": CarryChoice.choices,
        "others": list_other_units(found),
        "partners": list_possible_partners(found),
        "editable": may_decide and (found.finished_at is None or waiting > 0),
        "waiting": waiting,
        "may_finish": request.user.has_perm("planning.activate_plan") and found.finished_at is None,
    }
    return render(request, "planning/takeover.html", context)


def _may_still_decide(found: Takeover, row: CarryRow) -> bool:
    return found.finished_at is None or row.decision.choice == CarryChoice.WAIT


@require_POST
@allowed("planning.review_plan")
def start(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Begin to take the plan over."""
    plan = plan_or_404(plan_id)
    try:
        open_takeover(
            plan_id=plan.pk,
            issuer_after=typed(request, "issuer"),
            to_unit_id=_field(request, "unit"),
            actor=actor_of(request),
            now=timezone.now(),
            today=timezone.localdate(),
        )
    except CannotCarry as reason:
        messages.error(request, str(reason))
    else:
        messages.success(request, "Bắt đầu tiếp nhận. Quyết từng nội dung hoặc đánh dấu nhiều dòng rồi quyết một lần.")
    return redirect("planning:takeover", plan.pk)


def _open_or_404(plan: Plan) -> Takeover:
    found = get_takeover(plan)
    if found is None:
        raise Http404("Kế hoạch này không có việc tiếp nhận.")
    return found


@require_POST
@allowed("planning.review_plan")
def decide(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Decide about the ticked items together, and about those of the list's other pages where these are ticked as well."""
    plan = plan_or_404(plan_id)
    found, chosen = _open_or_404(plan), _chosen(request)
    boxes = [*request.POST.getlist("row"), *(request.POST.getlist("other") if request.POST.get("all") else ())]
    ticked = [pk for raw in boxes if (pk := number_of(raw)) is not None]
    decisions = {pk: seen for pk in ticked if (seen := _field(request, f"revision-{pk}")) is not None}
    choice = request.POST.get("choice", "")
    partners: dict[int, int] = {}
    left_out = 0
    if choice == CarryChoice.JOIN:
        # Together only what surely resembles one item; the others are joined one by one.
        sure = {pk: like for pk in decisions if (like := _field(request, f"like-{pk}")) is not None}
        left_out = len(decisions) - len(sure)
        decisions, partners = {pk: decisions[pk] for pk in sure}, sure
    try:
        if choice not in CarryChoice.values:
            raise CannotCarry("Không rõ cách tiếp nhận. Tải lại trang.")
        if left_out and not decisions:
            raise CannotCarry("Các dòng đã chọn không có gợi ý chắc chắn trong kế hoạch kia. Mở từng dòng để chọn.")
        done = decide_items(
            takeover_id=found.pk,
            decisions=decisions,
            choice=CarryChoice(choice),
            partners=partners,
            reason=typed(request, "reason"),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except CannotCarry as reason:
        messages.error(request, str(reason))
        return _back(plan, chosen)
    _say(request, CarryChoice(choice), done, left_out)
    return _back(plan, chosen, _next_row(request, ticked))


def _say(request: HttpRequest, choice: CarryChoice, done: Decided, left_out: int = 0) -> None:
    if done.done:
        messages.success(request, f"{choice.label}: {done.done} nội dung.")
    if done.passed_over:
        shown = "; ".join(done.passed_over[:3])
        more = f" và {len(done.passed_over) - 3} dòng khác" if len(done.passed_over) > 3 else ""
        messages.warning(request, f"Không đổi {len(done.passed_over)} dòng người khác vừa quyết: {shown}{more}.")
    if left_out:
        messages.warning(request, f"{left_out} dòng không có gợi ý chắc chắn nên chưa gộp; mở từng dòng để chọn.")


def _next_row(request: HttpRequest, ticked: list[int]) -> str:
    """Return the row that follows those just decided, so that the keyboard goes on from there."""
    order = [number_of(raw) for raw in request.POST.getlist("order")]
    last = max((order.index(pk) for pk in ticked if pk in order), default=-1)
    return f"dong-{order[min(last + 1, len(order) - 1)]}" if order and last >= 0 else ""


@require_POST
@allowed("planning.review_plan")
def act(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Undo, choose the other plan, or give the taking over up."""
    plan = plan_or_404(plan_id)
    found, chosen = _open_or_404(plan), _chosen(request)
    who: dict[str, Any] = {"takeover_id": found.pk, "actor": actor_of(request), "now": timezone.now()}
    acts: dict[str, Callable[[], str]] = {
        "undo": lambda: f"Đã hoàn tác: {undo_last_decision(**who).label}.",
        "partner": lambda: f"Gộp với {choose_partner(partner_id=_uuid(request), **who).partner}.",
        "cancel": lambda: _cancel(who),
    }
    name = request.POST.get("act", "")
    try:
        if name not in acts:
            raise CannotCarry("Không rõ việc cần làm. Tải lại trang.")
        messages.success(request, acts[name]())
    except (CannotCarry, CannotChangeVersion) as reason:
        messages.error(request, str(reason))
    return _back(plan, chosen)


def _cancel(who: dict[str, Any]) -> str:
    cancel_takeover(**who)
    return "Đã hủy việc tiếp nhận; kế hoạch giữ nguyên như trước."


def _uuid(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("partner", ""))
    except ValueError as error:
        raise CannotCarry("Chưa chọn kế hoạch kia.") from error


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def decision(request: HttpRequest, plan_id: UUID, decision_id: int) -> HttpResponse:
    """Show one item of the taking over with all ways to carry it, and decide."""
    plan = plan_or_404(plan_id)
    found = _open_or_404(plan)
    row = get_carry_row(found, decision_id)
    if row is None:
        raise Http404("Không có nội dung này.")
    if request.method == "GET":
        return _show_decision(request, plan, found, row, form_for(row.decision.kind, row.item), _baseline_form(row))
    if not request.user.has_perm("planning.review_plan"):
        raise PermissionDenied
    return _decide_one(request, plan, found, row)


def _decide_one(request: HttpRequest, plan: Plan, found: Takeover, row: CarryRow) -> HttpResponse:
    choice, pk = request.POST.get("choice", ""), row.decision.pk
    seen, partner = _field(request, "revision"), _field(request, "partner")
    restated = choice == CarryChoice.RESTATE
    form = form_for(row.decision.kind, row.item, request.POST if restated else None)
    baseline = _baseline_form(row, request.POST if restated else None)
    readable = [one.is_valid() for one in (form, baseline) if one is not None and one.is_bound]
    if restated and not all(readable):
        return _show_decision(request, plan, found, row, form, baseline, status=422)
    try:
        if choice not in CarryChoice.values:
            raise CannotCarry("Chọn một cách tiếp nhận.")
        done = decide_items(
            takeover_id=found.pk,
            decisions={pk: -1 if seen is None else seen},
            choice=CarryChoice(choice),
            reason=typed(request, "reason"),
            values=form.values() | (baseline.values() if baseline else {}) if restated else None,
            partners={pk: partner} if choice == CarryChoice.JOIN and partner is not None else None,
            actor=actor_of(request),
            now=timezone.now(),
        )
    except CannotCarry as reason:
        return _show_decision(request, plan, found, row, form, baseline, refused=str(reason), status=422)
    _say(request, CarryChoice(choice), done)
    if done.passed_over:
        return redirect("planning:carry_decision", plan.pk, pk)
    return _back(plan, {"loai": row.decision.kind}, f"dong-{pk}")


def _baseline_form(row: CarryRow, data: Any = None) -> BaselineChangeForm | None:
    """Return the boxes of the baseline that an indicator has for the new unit; other rows have none."""
    if not isinstance(row.item, Indicator):
        return None
    return BaselineChangeForm.of(row.item, data, this_year=timezone.localdate().year)


def _show_decision(
    request: HttpRequest,
    plan: Plan,
    found: Takeover,
    row: CarryRow,
    form: ItemForm,
    baseline: BaselineChangeForm | None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "plan": plan,
        "takeover": found,
        "row": row,
        "kind_label": KINDS[row.decision.kind].label,
        "form": form,
        "baseline": baseline,
        "partner_items": list_partner_items(found, row.decision.kind),
        "others": list_other_units(found),
        "reason": typed(request, "reason") or row.decision.reason,
        "refused": refused,
        "editable": (found.finished_at is None or row.decision.choice == CarryChoice.WAIT)
        and request.user.has_perm("planning.review_plan"),
    }
    return render(request, "planning/carry_decision.html", context, status=status)


@require_http_methods(["GET", "POST"])
@allowed("planning.activate_plan")
def finish(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show what the plan will be once taken over, and finish."""
    plan = plan_or_404(plan_id)
    found = _open_or_404(plan)
    form = FinishForm(request.POST or None, initial={"in_force_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            made = finish_takeover(
                takeover_id=found.pk, actor=actor_of(request), now=timezone.now(), **form.cleaned_data
            )
        except CannotCarry as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, f"Đã tiếp nhận kế hoạch: {made}, hiệu lực từ {made.in_force_on:%d/%m/%Y}.")
            return redirect("planning:version", plan.pk, made.pk)
    context = {"plan": plan, "takeover": found, "p": preview_takeover(found), "form": form}
    return render(request, "planning/takeover_preview.html", context, status=422 if form.errors else 200)
