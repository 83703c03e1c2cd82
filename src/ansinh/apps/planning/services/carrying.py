"""Taking over a plan whose unit or issuer ended: one decision an item, nothing silently, then the plan's next version.

Every act is one transaction and one line in the log; a decision carries the number of times it was made, so two
people at once never overwrite each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import (
    CarryChoice,
    CarryDecision,
    ChangeAspect,
    ChangeState,
    Indicator,
    Plan,
    PlanChange,
    PlanState,
    PlanVersion,
    ReportDuty,
    ReviewAction,
    Takeover,
    Task,
    VersionOrigin,
    VersionState,
)
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.planning.services.acts import close_act, lock_last_act, log_act, say_if_touched_since
from ansinh.apps.planning.services.drafting import settled_values
from ansinh.apps.planning.services.review import name_row
from ansinh.apps.planning.services.scope import bare_name
from ansinh.apps.planning.services.values import KINDS, Values, split_by_aspect
from ansinh.apps.planning.services.versions import CannotChangeVersion, lock_draft, open_version, put_in_force
from ansinh.apps.territory.models import Unit
from ansinh.apps.territory.selectors.units import list_successors

VERBS = "carry_"
SETTLE = "carry_settle"
KEPT = ("choice", "values", "partner_indicator_id", "partner_task_id", "partner_duty_id", "reason")


class CannotCarry(Exception):
    """The act of taking over cannot be done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Decided:
    """How many items an act decided, and those it left alone because somebody else had decided meanwhile."""

    done: int
    passed_over: tuple[str, ...]


@transaction.atomic
def open_takeover(
    *,
    plan_id: Any,
    issuer_after: str,
    actor: User,
    now: datetime,
    today: date,
    to_unit_id: int | None = None,
    partner_id: Any = None,
) -> Takeover:
    """Begin to take over a running plan whose unit has ended; every item in use waits for a decision.

    ``to_unit_id`` is needed only where the old unit became several. Raises CannotCarry.
    """
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    old = plan.scope_unit
    if plan.state != PlanState.RUNNING:
        raise CannotCarry("Kế hoạch chưa được đưa vào thực hiện. Rà soát xong, đưa vào thực hiện rồi tiếp nhận.")
    if old is None:
        raise CannotCarry("Chưa rõ kế hoạch ban hành cho đơn vị nào. Chọn phạm vi của kế hoạch trước.")
    if old.valid_to is None or old.valid_to > today:
        raise CannotCarry(f"{old.name} vẫn còn; kế hoạch không phải tiếp nhận.")
    heirs = list_successors(unit=old, on=today)
    chosen = [unit for unit in heirs if to_unit_id is None or unit.pk == to_unit_id]
    if len(chosen) != 1:
        names = ", ".join(unit.name for unit in heirs)
        raise CannotCarry(
            f"{old.name} nay thuộc: {names}. Chọn đơn vị tiếp nhận kế hoạch."
            if heirs
            else f"Chưa ghi {old.name} đã thành đơn vị nào. Bổ sung vào danh mục đơn vị rồi tiếp nhận."
        )
    if not issuer_after.strip():
        raise CannotCarry("Thiếu tên cơ quan tiếp nhận kế hoạch.")
    to_unit = chosen[0]
    try:
        version = open_version(
            plan_id=plan.pk,
            title=f"Tiếp nhận: {old.name} → {to_unit.name}"[:300],
            origin=VersionOrigin.TAKEOVER,
            actor=actor,
            now=now,
        )
    except CannotChangeVersion as reason:
        raise CannotCarry(str(reason)) from reason
    takeover = Takeover.objects.create(
        plan=plan,
        version=version,
        from_unit=old,
        to_unit=to_unit,
        issuer_before=plan.issuer,
        issuer_after=issuer_after.strip()[:300],
        partner=Plan.objects.filter(pk=partner_id, state=PlanState.RUNNING).exclude(pk=plan.pk).first()
        if partner_id
        else None,
        opened_by=actor,
        opened_at=now,
    )
    CarryDecision.objects.bulk_create(
        CarryDecision(takeover=takeover, **{f"{code}_id": pk})
        for code, model in (("indicator", Indicator), ("task", Task), ("duty", ReportDuty))
        for pk in model._default_manager.filter(plan=plan, state__in=IN_USE)
        .order_by("ordinal")
        .values_list("pk", flat=True)
    )
    record(
        actor=actor,
        verb="planning.open_takeover",
        subject=plan,
        detail={"from": f"{old.code} {old.name}", "to": f"{to_unit.code} {to_unit.name}"},
        at=now,
    )
    return takeover


def _lock(takeover_id: int, *, also_finished: bool = False) -> Takeover:
    rows = Takeover.objects.select_for_update(of=("self",)).select_related("plan", "version", "partner")
    takeover = rows.filter(pk=takeover_id).first()
    if takeover is None or (takeover.finished_at is not None and not also_finished):
        raise CannotCarry("Việc tiếp nhận này đã xong hoặc đã hủy. Tải lại trang.")
    return takeover


@transaction.atomic
def choose_partner(*, takeover_id: int, partner_id: Any, actor: User, now: datetime) -> Takeover:
    """Say which running plan is the other province's, to be joined with. Raises CannotCarry."""
    takeover = _lock(takeover_id, also_finished=True)
    partner = Plan.objects.filter(pk=partner_id, state=PlanState.RUNNING).exclude(pk=takeover.plan_id).first()
    if partner is None:
        raise CannotCarry("Kế hoạch đã chọn không có hoặc chưa đưa vào thực hiện.")
    if takeover.decisions.filter(choice=CarryChoice.JOIN).exists() and takeover.partner_id != partner.pk:
        raise CannotCarry("Đã có nội dung gộp với kế hoạch trước đó. Hoàn tác các nội dung gộp rồi đổi kế hoạch kia.")
    takeover.partner = partner
    takeover.save(update_fields=["partner"])
    record(
        actor=actor,
        verb="planning.choose_partner",
        subject=takeover.plan,
        detail={"partner": partner.short_title},
        at=now,
    )
    return takeover


@transaction.atomic
def decide_items(
    *,
    takeover_id: int,
    decisions: Mapping[int, int],
    choice: CarryChoice,
    actor: User,
    now: datetime,
    reason: str = "",
    values: Values | None = None,
    partners: Mapping[int, int] | None = None,
) -> Decided:
    """Decide what becomes of items: decision id -> the revision it was shown with.

    ``values`` are the new values where a single item is restated, or joined under a common value; ``partners`` names
    the other plan's item of each that is joined. What somebody else decided meanwhile is left alone and named.
    Once a takeover is finished, only what waits for the other plan is still joined, or kept for good.
    Raises CannotCarry where nothing can be done at all.
    """
    takeover = _lock(takeover_id, also_finished=choice in (CarryChoice.KEEP, CarryChoice.JOIN))
    _check(takeover, decisions, choice, reason, values, partners or {})
    rows = takeover.decisions.select_for_update(of=("self",)).filter(pk__in=decisions)
    found = list(rows.select_related("indicator", "task", "duty", "decided_by").order_by("pk"))
    fresh = [one for one in found if one.revision == decisions[one.pk]]
    late = [one for one in found if one.revision != decisions[one.pk]]
    finished = takeover.finished_at is not None
    if finished and any(one.choice != CarryChoice.WAIT for one in fresh):
        raise CannotCarry("Việc tiếp nhận đã xong; chỉ nội dung đang chờ kế hoạch kia còn quyết được.")
    partner_items = _partner_items(takeover, fresh, partners or {}) if choice == CarryChoice.JOIN else {}
    acts = []
    for one in fresh:
        before = _snapshot(one)
        _set(one, choice, reason, values or {}, partner_items.get(one.pk), actor, now)
        acts.append({"kind": "carry", "id": one.pk, "before": before, "after": _snapshot(one)})
    if acts:
        CarryDecision.objects.bulk_update(
            fresh, [*(name.removesuffix("_id") for name in KEPT), "revision", "decided_by", "decided_at"]
        )
        first = name_row(KINDS[fresh[0].kind], fresh[0].item)
        what = first if len(acts) == 1 else f"{len(acts)} nội dung"
        log_act(
            plan=takeover.plan,
            actor=actor,
            now=now,
            verb=SETTLE if finished else f"{VERBS}decide",
            label=f"{choice.label}: {what}",
            changes=acts,
        )
    return Decided(len(acts), tuple(_say_late(one) for one in late))


def _check(
    takeover: Takeover,
    decisions: Mapping[int, int],
    choice: CarryChoice,
    reason: str,
    values: Values | None,
    partners: Mapping[int, int],
) -> None:
    if not decisions:
        raise CannotCarry("Chưa chọn nội dung nào. Đánh dấu các dòng rồi chọn cách tiếp nhận.")
    if choice in (CarryChoice.RESTATE, CarryChoice.WAIT) and not reason.strip():
        raise CannotCarry(f"“{choice.label}” cần lý do. Ghi ngắn căn cứ hoặc vì sao.")
    if choice == CarryChoice.RESTATE and (len(decisions) != 1 or not values):
        raise CannotCarry("Đặt lại từng dòng một, với giá trị mới của dòng đó.")
    if choice == CarryChoice.RESTATE and _takes_baseline_away(decisions, values or {}):
        raise CannotCarry("Không xóa số gốc đã có: ghi số gốc của phạm vi mới, năm và nguồn của nó.")
    if choice == CarryChoice.JOIN:
        if takeover.partner_id is None:
            raise CannotCarry(
                "Chưa có kế hoạch của tỉnh kia trong hệ thống hoặc chưa chọn. Chọn kế hoạch kia, "
                "hoặc ghi “Gộp, chờ kế hoạch kia”."
            )
        if set(partners) != set(decisions):
            raise CannotCarry("Chọn nội dung tương ứng trong kế hoạch kia cho từng dòng được gộp.")


def _takes_baseline_away(decisions: Mapping[int, int], values: Values) -> bool:
    if "baseline" not in values or values["baseline"]:
        return False
    return CarryDecision.objects.filter(pk__in=decisions, indicator__baseline__isnull=False).exists()


def _partner_items(takeover: Takeover, rows: Iterable[CarryDecision], partners: Mapping[int, int]) -> dict[int, Any]:
    found = {}
    for one in rows:
        manager = KINDS[one.kind].model._default_manager
        item = manager.filter(plan=takeover.partner, pk=partners[one.pk], state__in=IN_USE).first()
        if item is None:
            raise CannotCarry("Nội dung đã chọn không có trong kế hoạch kia. Tải lại trang rồi chọn lại.")
        found[one.pk] = item
    return found


def _set(
    one: CarryDecision, choice: str, reason: str, values: Values, partner: Any, actor: User, now: datetime
) -> None:
    one.choice, one.reason = choice, reason.strip()
    one.values = values if choice in (CarryChoice.RESTATE, CarryChoice.JOIN) else {}
    one.partner_indicator = partner if isinstance(partner, Indicator) else None
    one.partner_task = partner if isinstance(partner, Task) else None
    one.partner_duty = partner if isinstance(partner, ReportDuty) else None
    one.revision += 1
    undecided = choice == CarryChoice.UNDECIDED
    one.decided_by, one.decided_at = (None, None) if undecided else (actor, now)


def _snapshot(one: CarryDecision) -> dict[str, Any]:
    return {name: getattr(one, name) for name in KEPT}


def _say_late(one: CarryDecision) -> str:
    who = one.decided_by.get_full_name() if one.decided_by else "người khác"
    at = f" lúc {one.decided_at.astimezone():%H:%M}" if one.decided_at else ""
    return f"{name_row(KINDS[one.kind], one.item)}: {who} vừa quyết “{one.get_choice_display()}”{at}"


@transaction.atomic
def undo_last_decision(*, takeover_id: int, actor: User, now: datetime) -> ReviewAction:
    """Take back the last decisions of this person in a takeover; once finished, those about what waited. Raises CannotCarry."""
    takeover = _lock(takeover_id, also_finished=True)
    verbs = VERBS if takeover.finished_at is None else SETTLE
    action = lock_last_act(plan=takeover.plan, actor=actor, verbs=verbs)
    changes = list(cast("Iterable[dict[str, Any]]", action.changes)) if action else []
    rows = {
        one.pk: one
        for one in takeover.decisions.select_for_update(of=("self",)).filter(pk__in=[c["id"] for c in changes])
    }
    if action is None or len(rows) != len(changes):
        raise CannotCarry("Không còn việc nào của anh/chị để hoàn tác trong lần tiếp nhận này.")
    for change in changes:
        if said := say_if_touched_since(plan=takeover.plan, action=action, change=change):
            raise CannotCarry(said)
        one = rows[change["id"]]
        for name, value in change["before"].items():
            setattr(one, name, value)
        one.revision += 1
        undecided = one.choice == CarryChoice.UNDECIDED
        one.decided_by, one.decided_at = (None, None) if undecided else (actor, now)
        one.save()
    close_act(plan=takeover.plan, action=action, actor=actor, now=now)
    return action


@transaction.atomic
def cancel_takeover(*, takeover_id: int, actor: User, now: datetime) -> None:
    """Give up a takeover that is not finished: its decisions go, the log keeps them. Raises CannotCarry."""
    takeover = _lock(takeover_id)
    plan, version = takeover.plan, takeover.version
    decided = takeover.decisions.exclude(choice=CarryChoice.UNDECIDED).count()
    takeover.delete()
    version.state, version.settled_by, version.settled_at = VersionState.DISCARDED, actor, now
    version.save()
    record(actor=actor, verb="planning.cancel_takeover", subject=plan, detail={"decided": decided}, at=now)


@transaction.atomic
def finish_takeover(
    *,
    takeover_id: int,
    instrument: str,
    instrument_date: date | None,
    reason: str,
    in_force_on: date,
    actor: User,
    now: datetime,
) -> PlanVersion:
    """End a takeover: the plan's next version for the new unit, with the list of what was restated.

    Only where every item has been decided. Raises CannotCarry.
    """
    takeover = _lock(takeover_id)
    left = takeover.decisions.filter(choice=CarryChoice.UNDECIDED).count()
    if left:
        raise CannotCarry(f"Còn {left} nội dung chưa quyết. Quyết từng nội dung rồi mới kết thúc tiếp nhận.")
    if in_force_on < takeover.to_unit.valid_from:
        raise CannotCarry(
            f"{takeover.to_unit.name} có từ {takeover.to_unit.valid_from:%d/%m/%Y}; "
            "phiên bản tiếp nhận không thể có hiệu lực trước ngày đó."
        )
    version = lock_draft(takeover.version_id)
    version.instrument, version.instrument_date = instrument.strip()[:200], instrument_date
    version.reason = reason.strip()
    version.save()
    PlanChange.objects.bulk_create(_changes(takeover, version, actor, now))
    try:
        version = put_in_force(
            version_id=version.pk, in_force_on=in_force_on, expected_revision=None, actor=actor, now=now
        )
    except CannotChangeVersion as refused:
        raise CannotCarry(str(refused)) from refused
    takeover.finished_by, takeover.finished_at = actor, now
    takeover.save(update_fields=["finished_by", "finished_at"])
    counts = {code: takeover.decisions.filter(choice=code).count() for code in CarryChoice.values}
    record(actor=actor, verb="planning.finish_takeover", subject=takeover.plan, detail=counts, at=now)
    return version


def _changes(takeover: Takeover, version: PlanVersion, actor: User, now: datetime) -> list[PlanChange]:
    """Return what the version changes: issuer and scope, then the values of each item that was restated."""
    settled: dict[str, Any] = {"state": ChangeState.ACCEPTED, "decided_by": actor, "decided_at": now}
    rows = [
        PlanChange(
            version=version,
            ordinal=0,
            kind="plan",
            aspect=ChangeAspect.PLAN,
            before={"issuer": takeover.issuer_before, "scope_unit": takeover.from_unit_id},
            after={"issuer": takeover.issuer_after, "scope_unit": takeover.to_unit_id},
            reason=f"{takeover.from_unit.name} kết thúc ngày {takeover.from_unit.valid_to:%d/%m/%Y}",
            **settled,
        )
    ]
    for one in takeover.decisions.exclude(values={}).select_related("indicator", "task", "duty").order_by("pk"):
        kind = KINDS[one.kind]
        before = settled_values(kind, one.item)
        for aspect, (old, new) in split_by_aspect(one.kind, before, {**before, **one.values}).items():
            change = PlanChange(
                version=version,
                ordinal=len(rows),
                kind=one.kind,
                aspect=aspect,
                before=old,
                after=new,
                reason=one.reason or one.get_choice_display(),
                **settled,
            )
            setattr(change, one.kind, one.item)
            rows.append(change)
    return rows


def suggest_issuer(issuer: str, old: Unit, new: Unit) -> str:
    """Return the issuer's name with the old unit's name replaced, as a first suggestion for a person."""
    return issuer.replace(bare_name(old.name), bare_name(new.name))
