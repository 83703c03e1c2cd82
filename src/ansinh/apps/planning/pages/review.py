"""The review: what was read beside the document, decided row by row."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.apps.planning.forms import ItemForm, form_for
from ansinh.apps.planning.models import Finding, FindingState, Plan, ReviewAction
from ansinh.apps.planning.pages.access import (
    actor_of,
    allowed,
    may_review,
    plan_or_404,
    plan_to_review,
    wants_part,
)
from ansinh.apps.planning.selectors.amendments import list_amended
from ansinh.apps.planning.selectors.documents import build_document, excerpt
from ansinh.apps.planning.selectors.plans import count_open_findings, count_review, list_unresolved_mentions
from ansinh.apps.planning.selectors.review import (
    ReviewRow,
    get_last_action,
    get_latest_save,
    get_row,
    list_groups,
    list_rows,
    list_target_years,
)
from ansinh.apps.planning.selectors.same import list_elsewhere
from ansinh.apps.planning.selectors.suggestions import suggest
from ansinh.apps.planning.services.activation import has_work
from ansinh.apps.planning.services.review import (
    CannotReview,
    accept_clean_items,
    accept_item,
    correct_item,
    decide_finding,
    narrow_to_clean,
    reject_item,
    undo_last,
)
from ansinh.apps.planning.services.values import KINDS
from ansinh.apps.planning.written import Writer

# What changes on the page around the rows with every act: the id of each part and its template.
PARTS = {"rs-tinh-trang": "status", "rs-viec": "acts", "rs-luu": "saved"}
TABS = {"indicator": "Chỉ tiêu", "task": "Nhiệm vụ", "duty": "Mốc báo cáo", "citation": "Viện dẫn"}


def _filters(request: HttpRequest) -> dict[str, str]:
    query = request.GET if request.method == "GET" else request.POST
    kind = query.get("loai", "indicator")
    return {
        "kind": kind if kind in KINDS else "indicator",
        "group": query.get("nhom", ""),
        "only": query.get("loc", ""),
    }


def _frame(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    user = actor_of(request)
    counts = count_review(plan)
    return {
        "plan": plan,
        "tabs": [{"code": p.code, "name": TABS[p.code], "progress": p} for p in counts],
        "decided": sum(p.decided for p in counts),
        "left": sum(p.left for p in counts),
        "finding_counts": count_open_findings(plan),
        "finding_total": plan.findings.count(),
        "unresolved_count": list_unresolved_mentions(plan).count(),
        "last_action": get_last_action(plan, user),
        "latest": get_latest_save(plan),
        "amended": list_amended(plan),
        "may_review": may_review(request, plan),
        "may_activate": user.has_perm("planning.activate_plan"),
        "has_work": has_work(plan),
    }


@require_GET
@allowed("planning.view_plan")
def review(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show one kind of row beside the document."""
    plan = plan_or_404(plan_id)
    if plan.state in ("reading", "failed"):
        return redirect("planning:reading", plan.pk)
    chosen = _filters(request)
    rows = list_rows(plan, chosen["kind"], group=chosen["group"], only=chosen["only"])
    clean = narrow_to_clean(
        KINDS[chosen["kind"]].model._default_manager.filter(plan=plan, state="pending"),
        kind_code=chosen["kind"],
        group=chosen["group"],
    )
    context = _frame(request, plan) | {
        "kind": chosen["kind"],
        "kind_name": TABS[chosen["kind"]],
        "group": chosen["group"],
        "only": chosen["only"],
        "groups": list_groups(plan, chosen["kind"]),
        "rows": rows,
        "years": list_target_years(plan) if chosen["kind"] == "indicator" else [],
        "clean_count": clean.count(),
        "document": Writer().write(build_document(plan)),
        "read_seconds": Decimal(plan.read_ms or 0) / 1000,
        "editable": plan.state == "in_review" and may_review(request, plan),
    }
    return render(request, "planning/review.html", context)


@require_http_methods(["GET", "POST"])
@allowed("planning.view_plan")
def row(request: HttpRequest, plan_id: UUID, kind: str, item_id: int) -> HttpResponse:
    """Show one row with its findings and its form; decide on it."""
    plan = plan_or_404(plan_id)
    found = get_row(plan, kind, item_id) if kind in KINDS else None
    if found is None:
        raise Http404("Không có dòng này.")
    if request.method == "GET":
        return _panel(request, plan, found, form_for(kind, found.item))
    if not may_review(request, plan):
        return _answer(request, plan, error="Vai trò của anh/chị chỉ được xem, không rà soát kế hoạch.", status=403)
    form: ItemForm | None = None
    if request.POST.get("act") == "correct":
        form = form_for(kind, found.item, request.POST)
        if not form.is_valid():
            found = get_row(plan, kind, item_id) or found
            return _panel(request, plan, found, form, status=422)
    try:
        action = _decide(request, plan, found, form, timezone.now())
    except CannotReview as reason:
        return _answer(request, plan, error=str(reason), status=409)
    return _answer(request, plan, action=action)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    if not text.isdecimal():
        raise CannotReview("Thiếu số lần quyết định của dòng. Tải lại trang rồi làm lại.")
    return int(text)


def _decide(request: HttpRequest, plan: Plan, found: ReviewRow, form: ItemForm | None, now: datetime) -> ReviewAction:
    target = {
        "plan_id": plan.pk,
        "kind_code": found.kind,
        "item_id": found.item.pk,
        "expected_version": _version(request),
        "actor": actor_of(request),
        "now": now,
    }
    act = request.POST.get("act", "")
    if form is not None:
        return correct_item(**target, values=form.values())
    if act == "accept":
        return accept_item(**target)
    if act == "reject":
        return reject_item(**target)
    finding_id = request.POST.get("finding", "")
    if act == "suggest" and finding_id.isdecimal():
        finding = Finding.objects.filter(plan=plan, pk=int(finding_id)).first()
        offer = suggest(finding) if finding else None
        if offer is None:
            raise CannotReview("Gợi ý này không điền thẳng vào dòng được. Bấm Sửa và gõ giá trị đúng.")
        return correct_item(**target, values=offer.values, finding_id=int(finding_id))
    raise CannotReview("Không hiểu việc cần làm. Tải lại trang.")


@require_POST
@allowed("planning.view_plan")
def finding(request: HttpRequest, plan_id: UUID, finding_id: int) -> HttpResponse:
    """Decide on one finding: the printed words stay, or the author is asked."""
    plan = plan_to_review(request, plan_id)
    states = {"kept": FindingState.KEPT, "asked": FindingState.ASKED, "open": FindingState.OPEN}
    state = states.get(request.POST.get("act", ""))
    if state is None:
        return _answer(request, plan, error="Không hiểu việc cần làm. Tải lại trang.", status=409)
    try:
        action = decide_finding(
            plan_id=plan.pk,
            finding_id=finding_id,
            state=state,
            expected_version=_version(request),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except CannotReview as reason:
        return _answer(request, plan, error=str(reason), status=409)
    return _answer(request, plan, action=action)


@require_POST
@allowed("planning.view_plan")
def accept_clean(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Accept at once every shown row that nothing speaks against."""
    plan, chosen = plan_to_review(request, plan_id), _filters(request)
    try:
        action = accept_clean_items(
            plan_id=plan.pk,
            kind_code=chosen["kind"],
            group=chosen["group"],
            actor=actor_of(request),
            now=timezone.now(),
        )
    except CannotReview as reason:
        return _answer(request, plan, error=str(reason), status=409)
    return _answer(request, plan, action=action)


@require_POST
@allowed("planning.view_plan")
def undo(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Take back this person's last act, the one that the button named."""
    plan, named = plan_to_review(request, plan_id), request.POST.get("last", "")
    expected = int(named) if named.isdecimal() else None
    try:
        action = undo_last(plan_id=plan.pk, actor=actor_of(request), now=timezone.now(), expected_id=expected)
    except CannotReview as reason:
        return _answer(request, plan, error=str(reason), status=409)
    return _answer(request, plan, action=action, said=f"Đã hoàn tác: {action.label}")


def _panel(request: HttpRequest, plan: Plan, found: ReviewRow, form: ItemForm, status: int = 200) -> HttpResponse:
    context = _row_context(found) | {
        "plan": plan,
        "form": form,
        "also": list_elsewhere(plan).get(found.item.pk, []) if found.kind == "indicator" else [],
        "wrong": status == 422,
        "opened": status == 422 or request.GET.get("sua") == "1",
        "editable": plan.state == "in_review" and may_review(request, plan),
    }
    if not wants_part(request):
        # Nobody decides on a row without its words in view: here the document does not stand beside it.
        context["source"] = getattr(found.item, "sentence", "") or excerpt(plan, found.item)
    template = "planning/part/panel.html" if wants_part(request) else "planning/row.html"
    return render(request, template, context, status=status)


def _row_context(found: ReviewRow) -> dict[str, Any]:
    offers = [(item, suggest(item)) for item in found.findings]
    return {
        "row": found,
        "kind": found.kind,
        "offers": [{"finding": item, "label": offer.label if offer else ""} for item, offer in offers],
    }


def _answer(
    request: HttpRequest,
    plan: Plan,
    *,
    action: ReviewAction | None = None,
    said: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer an act: to the page's script the changed rows and counts, to a plain form the page again."""
    if not wants_part(request):
        if error:
            messages.error(request, error)
        else:
            messages.success(request, said or (action.label if action else ""))
        onward = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
            onward = f"{reverse('planning:review', args=[plan.pk])}?loai={_filters(request)['kind']}"
            touched = _touched(action, error, request)
            onward += f"#{touched[0][0]}-{touched[0][1]}" if len(touched) == 1 else ""
        return redirect(onward)
    chosen = _filters(request)
    years = None
    rows: dict[str, str] = {}
    touched = _touched(action, error, request)
    for change_kind, item_id in touched:
        if change_kind != chosen["kind"]:
            continue
        found = get_row(plan, change_kind, item_id)
        if found is None:
            continue
        if years is None:
            years = list_target_years(plan) if change_kind == "indicator" else []
        rows[found.key] = render_to_string(
            "planning/part/row.html", {"row": found, "kind": change_kind, "years": years, "plan": plan}, request
        )
    frame = _frame(request, plan) | {"kind": chosen["kind"]}
    return JsonResponse(
        {
            "rows": rows,
            "parts": {
                name: render_to_string(f"planning/part/{template}.html", frame, request)
                for name, template in PARTS.items()
            },
            "said": error or said or (action.label if action else ""),
            "error": bool(error),
        },
        status=status,
    )


def _touched(action: ReviewAction | None, error: str, request: HttpRequest) -> list[tuple[str, int]]:
    if action is None:
        row_kind, row_id = request.POST.get("row_kind", ""), request.POST.get("row_id", "")
        return [(row_kind, int(row_id))] if error and row_kind in KINDS and row_id.isdecimal() else []
    touched = [(change["kind"], change["id"]) for change in action.changes if change["kind"] != "finding"]
    findings = [change["id"] for change in action.changes if change["kind"] == "finding"]
    subjects = Finding.objects.filter(pk__in=findings).values_list("indicator_id", "task_id")
    touched += [("indicator", indicator) for indicator, _ in subjects if indicator]
    touched += [("task", task) for _, task in subjects if task]
    return list(dict.fromkeys(touched))
