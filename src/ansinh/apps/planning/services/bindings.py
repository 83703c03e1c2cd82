"""Which indicator of the catalogue a plan's indicator is: offered by the program, decided by a person, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import (
    BindingAction,
    BindingRelation,
    BindingState,
    CatalogueIndicator,
    Indicator,
    IndicatorBinding,
    Plan,
    ReviewState,
)
from ansinh.apps.planning.selectors.catalogue import make_matcher
from ansinh.core.catalogue import SURE, Match, Wording, load_dimensions

WRITTEN = ["entry", "dimension", "relation", "state", "version", "decided_by", "decided_at"]


class CannotBind(Exception):
    """The act cannot be done; the message says why and what to do."""


@transaction.atomic
def propose_bindings(*, plan: Plan) -> int:
    """Offer a place in the catalogue for each indicator of a plan that nobody has decided on; return how many.

    What a person confirmed or refused stays. An empty catalogue offers nothing.
    """
    matcher = make_matcher(without=plan)
    if matcher is None:
        return 0
    rows = list(Indicator.objects.filter(plan=plan).exclude(state=ReviewState.REJECTED).select_related("binding"))
    names = {row.no: row.name for row in rows if row.no}
    fresh, changed = [], []
    for row in rows:
        known = getattr(row, "binding", None)
        if known is not None and known.state != BindingState.PROPOSED:
            continue
        match = matcher.match(wording_of(row, names))
        values = _values_of(match)
        if known is None:
            fresh.append(IndicatorBinding(indicator=row, **values))
        elif any(getattr(known, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(known, name, value)
            known.version += 1
            changed.append(known)
    IndicatorBinding.objects.bulk_create(fresh)
    IndicatorBinding.objects.bulk_update(
        changed, ["entry_id", "dimension", "relation", "confidence", "near", "proposal", "version"]
    )
    return len(fresh) + len(changed)


@transaction.atomic
def offer_again(*, plan_id: Any, actor: User, now: datetime) -> int:
    """Offer anew for every row nobody decided on: after the catalogue or the wording of rows has changed."""
    plan = _plan(plan_id)
    count = propose_bindings(plan=plan)
    record(actor=actor, verb="planning.bind_again", subject=plan, detail={"rows": count}, at=now)
    return count


def wording_of(row: Indicator, names: Mapping[str, str]) -> Wording:
    """Return what a plan prints of an indicator; ``names`` are its rows by number, for the row it belongs to."""
    return Wording(
        name=row.name,
        dimension=row.dimension,
        parent=names.get(row.parent_no, "") if row.parent_no else "",
        sentence=row.sentence,
        unit=row.unit,
    )


def _values_of(match: Match) -> dict[str, Any]:
    offered = {
        "entry_id": match.code,
        "dimension": match.dimension or "",
        "relation": str(match.relation) if match.code else "",
    }
    return {
        **offered,
        "confidence": Decimal(str(match.confidence)).quantize(Decimal("0.001")),
        "near": [{"code": near.code, "reason": near.reason} for near in match.near],
        "proposal": offered,
    }


def _plan(plan_id: Any) -> Plan:
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.removed_at is not None:
        raise CannotBind("Kế hoạch này đã được bỏ khỏi danh sách. Đưa lại vào danh sách rồi gắn chỉ tiêu.")
    return plan


def _locked(plan: Plan, binding_id: int, expected_version: int) -> IndicatorBinding:
    rows = IndicatorBinding.objects.select_for_update(of=("self",)).select_related("indicator", "decided_by")
    binding = rows.filter(indicator__plan=plan, pk=binding_id).first()
    if binding is None:
        raise CannotBind("Không có chỉ tiêu này trong kế hoạch. Tải lại trang.")
    if binding.version != expected_version:
        who = binding.decided_by.get_full_name() if binding.decided_by else "người khác"
        raise CannotBind(
            f"“{binding.indicator.name[:80]}” vừa được {who} quyết định: {binding.get_state_display().lower()}. "
            "Xem lại dòng rồi làm tiếp."
        )
    return binding


@transaction.atomic
def confirm_binding(
    *,
    plan_id: Any,
    binding_id: int,
    expected_version: int,
    actor: User,
    now: datetime,
    code: str = "",
    dimension: str | None = None,
    relation: str = "",
) -> BindingAction:
    """Confirm what was offered, or bind to another indicator, dimension or relation. Raises CannotBind."""
    plan = _plan(plan_id)
    binding = _locked(plan, binding_id, expected_version)
    entry = CatalogueIndicator.objects.filter(pk=code or binding.entry_id).first()
    if entry is None:
        raise CannotBind("Chưa chọn chỉ tiêu trong danh mục. Chọn một chỉ tiêu, hoặc bấm “Không có trong danh mục”.")
    part = binding.dimension if dimension is None else dimension
    if part and part not in load_dimensions():
        raise CannotBind("Phân tổ không có trong danh mục. Chọn lại phân tổ.")
    kind = relation or binding.relation or BindingRelation.SAME
    if kind not in BindingRelation.values:
        raise CannotBind("Chọn chỉ tiêu này là gì so với danh mục: cùng, nói cách khác, hẹp hơn hay gộp.")
    change = _decide(binding, BindingState.CONFIRMED, actor, now, entry=entry.pk, dimension=part, relation=kind)
    return _log(plan, "bind", f"Gắn “{binding.indicator.name[:80]}” với “{entry.name_vi[:80]}”", [change], actor, now)


@transaction.atomic
def refuse_binding(
    *, plan_id: Any, binding_id: int, expected_version: int, actor: User, now: datetime
) -> BindingAction:
    """Say that an indicator is none of the catalogue. Raises CannotBind."""
    plan = _plan(plan_id)
    binding = _locked(plan, binding_id, expected_version)
    change = _decide(binding, BindingState.REFUSED, actor, now, entry=None, dimension="", relation="")
    return _log(plan, "unbind", f"“{binding.indicator.name[:80]}” không có trong danh mục", [change], actor, now)


@transaction.atomic
def confirm_sure(*, plan_id: Any, actor: User, now: datetime) -> BindingAction:
    """Confirm at once all offers that the program is sure of. Raises CannotBind when none is left."""
    plan = _plan(plan_id)
    rows = IndicatorBinding.objects.select_for_update(of=("self",)).select_related("indicator")
    sure = list(narrow_to_sure(rows.filter(indicator__plan=plan)).order_by("indicator__ordinal"))
    if not sure:
        raise CannotBind("Không còn đề xuất chắc chắn nào để nhận. Xem từng dòng còn lại.")
    changes = [
        _decide(row, BindingState.CONFIRMED, actor, now, row.entry_id, row.dimension, row.relation, save=False)
        for row in sure
    ]
    IndicatorBinding.objects.bulk_update(sure, WRITTEN)
    return _log(plan, "bind_all", f"Nhận {len(changes)} đề xuất chắc chắn", changes, actor, now)


def narrow_to_sure(rows: Any) -> Any:
    """Return those bindings of a query that a person may confirm without looking at each one."""
    rows = rows.filter(state=BindingState.PROPOSED, entry__isnull=False, confidence__gte=Decimal(str(SURE)))
    return rows.exclude(indicator__state=ReviewState.REJECTED)


@transaction.atomic
def undo_binding(*, plan_id: Any, actor: User, now: datetime) -> BindingAction:
    """Take back the last act of this person on this plan's bindings that still stands. Raises CannotBind."""
    plan = _plan(plan_id)
    actions = BindingAction.objects.filter(plan=plan, undone_at=None)
    action = actions.filter(actor=actor).order_by("-id").first()
    if action is None:
        raise CannotBind("Không còn việc nào của anh/chị để hoàn tác.")
    later = list(actions.filter(pk__gt=action.pk).select_related("actor"))
    touched = {change["id"] for change in action.changes}
    for other in later:
        if touched & {change["id"] for change in other.changes}:
            raise CannotBind(
                f"Không hoàn tác “{action.label}” được: {other.actor.get_full_name()} đã làm “{other.label}” sau đó."
            )
    rows = IndicatorBinding.objects.select_for_update(of=("self",)).in_bulk(touched)
    back = []
    for change in action.changes:
        row = rows.get(change["id"])
        if row is None:
            continue
        _put(row, change["before"])
        row.version += 1
        decided = row.state != BindingState.PROPOSED
        row.decided_by, row.decided_at = (actor, now) if decided else (None, None)
        back.append(row)
    IndicatorBinding.objects.bulk_update(back, WRITTEN)
    action.undone_at = now
    action.save(update_fields=["undone_at"])
    record(actor=actor, verb="planning.bind_undo", subject=plan, detail={"label": action.label}, at=now)
    return action


def _decide(
    binding: IndicatorBinding,
    state: BindingState,
    actor: User,
    now: datetime,
    entry: str | None,
    dimension: str,
    relation: str,
    *,
    save: bool = True,
) -> dict[str, Any]:
    before = _take(binding)
    _put(binding, {"entry": entry, "dimension": dimension, "relation": relation, "state": state})
    binding.version += 1
    binding.decided_by, binding.decided_at = actor, now
    if save:
        binding.save(update_fields=WRITTEN)
    return {"id": binding.pk, "before": before, "after": _take(binding)}


def _take(binding: IndicatorBinding) -> dict[str, Any]:
    return {
        "entry": binding.entry_id,
        "dimension": binding.dimension,
        "relation": binding.relation,
        "state": str(binding.state),
    }


def _put(binding: IndicatorBinding, values: Mapping[str, Any]) -> None:
    binding.entry_id = values["entry"]
    binding.dimension, binding.relation, binding.state = values["dimension"], values["relation"], values["state"]


def _log(
    plan: Plan, verb: str, label: str, changes: Iterable[dict[str, Any]], actor: User, now: datetime
) -> BindingAction:
    rows = list(changes)
    action = BindingAction.objects.create(plan=plan, actor=actor, at=now, verb=verb, label=label[:300], changes=rows)
    record(
        actor=actor,
        verb=f"planning.{verb}",
        subject=plan,
        detail={"action": action.pk, "label": label[:300], "rows": len(rows)},
        at=now,
    )
    return action
