"""What a person decides while reviewing a plan: accept, correct, reject, take a suggestion, undo.

Every act is one transaction and one line in the review log. A row carries the number of decisions
made on it; an act that was based on an older number is refused, so two people at once never
overwrite each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.db import DataError, IntegrityError, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import (
    Finding,
    FindingState,
    Plan,
    PlanState,
    ReadItem,
    ReviewAction,
    ReviewState,
)
from ansinh.apps.planning.services.acts import close_act, lock_last_act, log_act, say_if_touched_since
from ansinh.apps.planning.services.values import KINDS, ItemKind, Values

# A reading below this is always looked at by a person, one row at a time.
CERTAIN = Decimal("0.8")
# What a decision writes on a row whose values stay as they are.
MARKED = ["state", "decided_by", "decided_at", "version"]


class CannotReview(Exception):
    """The act cannot be done; the message says why and what to do."""


class ChangedMeanwhile(CannotReview):
    """Somebody else decided on the row since it was shown."""


class CannotUndo(CannotReview):
    """There is nothing to undo, or undoing would overwrite what came after."""


def _open_plan(plan_id: Any) -> Plan:
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.removed_at is not None:
        raise CannotReview("Kế hoạch này đã được bỏ khỏi danh sách. Đưa lại vào danh sách rồi rà soát tiếp.")
    if plan.state != PlanState.IN_REVIEW:
        raise CannotReview(
            f"Kế hoạch đang ở trạng thái “{plan.get_state_display().lower()}” nên không sửa ở trang rà soát. "
            "Mở trang kế hoạch để xem."
        )
    return plan


def _locked(kind: ItemKind, plan: Plan, item_id: int) -> ReadItem:
    item = kind.model._default_manager.select_for_update(of=("self",)).filter(plan=plan, pk=item_id).first()
    if item is None:
        raise CannotReview(f"Không có dòng này trong kế hoạch ({kind.label}). Tải lại trang.")
    return item


def _check_version(kind: ItemKind, item: ReadItem, expected: int) -> None:
    if item.version != expected:
        who = item.decided_by.get_full_name() if item.decided_by else "người khác"
        at = f" lúc {item.decided_at.astimezone():%H:%M}" if item.decided_at else ""
        raise ChangedMeanwhile(
            f"Dòng {item.ordinal + 1} ({kind.label}) vừa được {who} quyết định{at}: "
            f"“{item.get_state_display()}”. Xem lại dòng rồi làm tiếp."
        )


def _snapshot(kind: ItemKind, item: ReadItem) -> Values:
    return {"state": item.state, "values": kind.take(item)}


def _restore(kind: ItemKind, item: ReadItem, snapshot: Mapping[str, Any], actor: User, now: datetime) -> None:
    _mark(item, snapshot["state"], actor, now)
    try:
        with transaction.atomic():
            kind.put(item, snapshot["values"])
    except (IntegrityError, DataError) as error:
        raise CannotReview(say_refusal(error)) from error


def say_refusal(error: IntegrityError | DataError) -> str:
    """Return in words why the database refused values."""
    text = str(error)
    if "numeric field overflow" in text:
        return "Số quá lớn để lưu. Kiểm tra lại dấu chấm, dấu phẩy của số vừa gõ."
    if "target_low_not_above_high" in text:
        return "Cận dưới lớn hơn cận trên. Sửa một trong hai số."
    if "task_years_in_order" in text:
        return "Năm bắt đầu sau năm kết thúc. Sửa một trong hai năm."
    if "task_quarter" in text or "duty_quarter" in text:
        return "Quý phải từ 1 đến 4."
    if "duty_month" in text or "duty_day" in text:
        return "Ngày hoặc tháng không có trong lịch."
    return "Số liệu không hợp lệ nên chưa lưu. Kiểm tra lại các ô vừa sửa."


def _log(plan: Plan, actor: User, now: datetime, verb: str, label: str, changes: list[dict[str, Any]]) -> ReviewAction:
    return log_act(plan=plan, actor=actor, now=now, verb=verb, label=label, changes=changes)


def _decide(
    kind: ItemKind, item: ReadItem, *, state: ReviewState, values: Values | None, actor: User, now: datetime
) -> dict[str, Any]:
    before = _snapshot(kind, item)
    after = {"state": state, "values": {**before["values"], **(values or {})}}
    if values is None:
        _mark(item, state, actor, now)
        item.save(update_fields=MARKED)
    else:
        _restore(kind, item, after, actor, now)
    return {"kind": kind.code, "id": item.pk, "before": before, "after": after}


def _mark(item: ReadItem, state: str, actor: User, now: datetime) -> None:
    item.state, item.decided_by, item.decided_at = state, actor, now
    item.version += 1


def name_row(kind: ItemKind, item: ReadItem) -> str:
    """Return how a row is called in a sentence: "chỉ tiêu 8", "mốc báo cáo dòng 3"."""
    no = getattr(item, "no", "")
    return f"{kind.label} {no}" if no else f"{kind.label} dòng {item.ordinal + 1}"


def accept_item(
    *, plan_id: Any, kind_code: str, item_id: int, expected_version: int, actor: User, now: datetime
) -> ReviewAction:
    """Accept a row as it was read. Raises ChangedMeanwhile, CannotReview."""
    target = (plan_id, kind_code, item_id, expected_version)
    return _settle(target, ReviewState.ACCEPTED, "accept", "Nhận", actor, now)


def reject_item(
    *, plan_id: Any, kind_code: str, item_id: int, expected_version: int, actor: User, now: datetime
) -> ReviewAction:
    """Leave a row out: it was no target, task, duty or citation. Raises ChangedMeanwhile, CannotReview."""
    target = (plan_id, kind_code, item_id, expected_version)
    return _settle(target, ReviewState.REJECTED, "reject", "Bỏ", actor, now)


@transaction.atomic
def _settle(
    target: tuple[Any, str, int, int], state: ReviewState, verb: str, word: str, actor: User, now: datetime
) -> ReviewAction:
    plan_id, kind_code, item_id, expected_version = target
    plan, kind = _open_plan(plan_id), KINDS[kind_code]
    item = _locked(kind, plan, item_id)
    _check_version(kind, item, expected_version)
    change = _decide(kind, item, state=state, values=None, actor=actor, now=now)
    return _log(plan, actor, now, verb, f"{word} {name_row(kind, item)}", [change])


@transaction.atomic
def correct_item(
    *,
    plan_id: Any,
    kind_code: str,
    item_id: int,
    expected_version: int,
    values: Values,
    actor: User,
    now: datetime,
    finding_id: int | None = None,
) -> ReviewAction:
    """Put other values in place of what was read; what was read is kept beside them.

    ``values`` replaces the named values only. With ``finding_id`` the finding is closed as mended in
    the same act, so that one undo takes both back. Raises ChangedMeanwhile, CannotReview.
    """
    plan, kind = _open_plan(plan_id), KINDS[kind_code]
    item = _locked(kind, plan, item_id)
    _check_version(kind, item, expected_version)
    changes = [_decide(kind, item, state=ReviewState.CORRECTED, values=values, actor=actor, now=now)]
    if finding_id is not None:
        if not Finding.objects.filter(plan=plan, pk=finding_id, **{kind.code: item.pk}).exists():
            raise CannotReview("Điểm cần xem này không phải của dòng đang sửa. Tải lại trang rồi làm lại.")
        changes.append(_decide_finding(plan, finding_id, FindingState.MENDED, actor, now))
    return _log(plan, actor, now, "correct", f"Sửa {name_row(kind, item)}", changes)


@transaction.atomic
def accept_clean_items(*, plan_id: Any, kind_code: str, actor: User, now: datetime, group: str = "") -> ReviewAction:
    """Accept at once all pending rows of a kind that nothing speaks against: certain, and no open finding.

    ``group`` narrows to one group of indicators or section of tasks. Raises CannotReview when none is left.
    """
    plan, kind = _open_plan(plan_id), KINDS[kind_code]
    rows = kind.model._default_manager.select_for_update(of=("self",)).filter(plan=plan, state=ReviewState.PENDING)
    rows = narrow_to_clean(rows, kind_code=kind_code, group=group)
    found = list(rows.order_by("ordinal").prefetch_related(*kind.parts))
    if not found:
        raise CannotReview("Không còn dòng nào không có lưu ý để nhận. Xem từng dòng còn lại.")
    changes = []
    for item in found:
        before = _snapshot(kind, item)
        _mark(item, ReviewState.ACCEPTED, actor, now)
        changes.append({"kind": kind.code, "id": item.pk, "before": before, "after": before | {"state": item.state}})
    kind.model._default_manager.bulk_update(found, MARKED)
    return _log(plan, actor, now, "accept_all", f"Nhận {len(changes)} dòng không có lưu ý", changes)


def narrow_to_clean(rows: Any, *, kind_code: str, group: str = "") -> Any:
    """Return those rows of a query that a person may accept without looking at each one."""
    rows = rows.filter(confidence__gte=CERTAIN)
    if kind_code in ("indicator", "task"):
        flagged = Finding.objects.filter(state=FindingState.OPEN, severity__in=("high", "medium"))
        flagged = flagged.exclude(**{kind_code: None})
        rows = rows.exclude(pk__in=flagged.values(kind_code))
    if group:
        rows = rows.filter(**{"group" if kind_code == "indicator" else "section": group})
    return rows


def _decide_finding(plan: Plan, finding_id: int, state: str, actor: User, now: datetime) -> dict[str, Any]:
    finding = Finding.objects.select_for_update(of=("self",)).filter(plan=plan, pk=finding_id).first()
    if finding is None:
        raise CannotReview("Không có điểm cần xem này trong kế hoạch. Tải lại trang.")
    before = finding.state
    finding.state, finding.version = state, finding.version + 1
    finding.decided_by, finding.decided_at = (None, None) if state == FindingState.OPEN else (actor, now)
    finding.save()
    return {
        "kind": "finding",
        "id": finding.pk,
        "before": {"state": before},
        "after": {"state": state},
    }


@transaction.atomic
def decide_finding(
    *, plan_id: Any, finding_id: int, state: FindingState, expected_version: int, actor: User, now: datetime
) -> ReviewAction:
    """Say of a finding that the printed words stay, or that the author is asked. Raises as accept_item."""
    plan = _open_plan(plan_id)
    finding = Finding.objects.filter(plan=plan, pk=finding_id).first()
    if finding is not None and finding.version != expected_version:
        raise ChangedMeanwhile("Điểm này vừa được người khác quyết định. Xem lại rồi làm tiếp.")
    change = _decide_finding(plan, finding_id, state, actor, now)
    return _log(plan, actor, now, "finding", f"{state.label}: {finding.where if finding else ''}", [change])


@transaction.atomic
def undo_last(*, plan_id: Any, actor: User, now: datetime, expected_id: int | None = None) -> ReviewAction:
    """Take back the last act of this person on this plan that still stands.

    ``expected_id`` is the act that the person saw named. Raises CannotUndo when that is no longer the last one,
    when there is none, or when a row it touched was decided on again since.
    """
    plan = _open_plan(plan_id)
    action = lock_last_act(plan=plan, actor=actor)
    if action is None:
        raise CannotUndo("Không còn việc nào của anh/chị để hoàn tác trong kế hoạch này.")
    if expected_id is not None and action.pk != expected_id:
        raise CannotUndo(
            f"Chưa hoàn tác gì: việc sau cùng của anh/chị bây giờ là “{action.label}”. Bấm lại để hoàn tác việc này."
        )
    for change in cast(Iterable[dict[str, Any]], action.changes):
        if said := say_if_touched_since(plan=plan, action=action, change=change):
            raise CannotUndo(said)
        _take_back(plan, change, actor, now)
    close_act(plan=plan, action=action, actor=actor, now=now)
    return action


def _take_back(plan: Plan, change: Mapping[str, Any], actor: User, now: datetime) -> None:
    if change["kind"] == "finding":
        _decide_finding(plan, change["id"], change["before"]["state"], actor, now)
        return
    kind = KINDS[change["kind"]]
    item = _locked(kind, plan, change["id"])
    _restore(kind, item, change["before"], actor, now)
    if change["before"]["state"] == ReviewState.PENDING:
        item.decided_by, item.decided_at = None, None
        item.save(update_fields=["decided_by", "decided_at"])
