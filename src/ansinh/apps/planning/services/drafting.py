"""What a draft of a version changes: items revised, added, dropped; proposals accepted or not; undo until it is in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django.db import DataError, IntegrityError, transaction
from django.db.models import F, Max, Q

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import (
    AgencyMention,
    ChangeAspect,
    ChangeState,
    Indicator,
    Plan,
    PlanChange,
    PlanVersion,
    ReadItem,
    ReviewAction,
    ReviewState,
    Task,
    VersionState,
)
from ansinh.apps.planning.selectors.asof import overlay_change
from ansinh.apps.planning.services.acts import close_act, lock_last_act, log_act, say_if_touched_since
from ansinh.apps.planning.services.review import name_row, say_refusal
from ansinh.apps.planning.services.values import ASPECTS, KINDS, ItemKind, Values, split_by_aspect
from ansinh.apps.planning.services.versions import (
    CannotChangeVersion,
    VersionChangedMeanwhile,
    lock_draft,
    next_ordinal,
    remove_added,
)

VERBS = "version_"
# What an act on a change may alter, and undo puts back.
KEPT = ("indicator_id", "task_id", "duty_id", "before", "after", "reason", "state")


def item_after(*, kind: ItemKind, item: ReadItem, draft: PlanVersion | None = None) -> ReadItem:
    """Return a row in memory as it will be after all versions in force or coming, and a draft where one is given."""
    fresh = kind.model._default_manager.prefetch_related(*kind.parts).get(pk=item.pk)
    which = Q(version__state=VersionState.COMING)
    if draft is not None:
        which |= Q(version=draft)
    rows = list(
        PlanChange.objects.filter(which, state=ChangeState.ACCEPTED, **{kind.code: item.pk}).order_by(
            F("version__number").asc(nulls_last=True), "ordinal"
        )
    )
    if rows:
        mentions = {one.key: one for one in AgencyMention.objects.filter(plan_id=item.plan_id)}
        for change in rows:
            overlay_change(fresh, change, forward=True, mentions=mentions)
    return fresh


def settled_values(kind: ItemKind, item: ReadItem) -> Values:
    """Return the values of a row after all versions in force or coming: what the next draft changes."""
    return kind.take(item_after(kind=kind, item=item))


@transaction.atomic
def revise_item(
    *,
    version_id: int,
    kind_code: str,
    item_id: int,
    values: Values,
    reason: str,
    actor: User,
    now: datetime,
    expected_revision: int | None = None,
) -> list[PlanChange]:
    """Put other values of an item into a draft, one change for each aspect that differs.

    ``values`` replaces the named values only; a value put back to what is in force takes its change away.
    Raises CannotChangeVersion.
    """
    version = lock_draft(version_id, expected_revision=expected_revision)
    kind, item = KINDS[kind_code], _row(version, kind_code, item_id)
    if not reason.strip():
        raise CannotChangeVersion("Thiếu lý do sửa. Ghi ngắn vì sao nội dung này đổi.")
    before = settled_values(kind, item)
    if "targets" in values and len(values["targets"]) < len(before["targets"]):
        raise CannotChangeVersion(
            "Không xóa một mục tiêu đã có: để trống mức phải đạt, hoặc thôi thực hiện cả chỉ tiêu."
        )
    if before.get("baseline") and "baseline" in values and not values["baseline"]:
        raise CannotChangeVersion("Không xóa số gốc đã có: ghi số gốc mới, năm và nguồn của nó.")
    changes, acts = [], []
    parts = split_by_aspect(kind_code, before, {**before, **values})
    standing = {
        change.aspect: change
        for change in version.changes.filter(**{kind_code: item.pk}, state=ChangeState.ACCEPTED).exclude(
            aspect__in=(ChangeAspect.ADDED, ChangeAspect.DROPPED)
        )
    }
    for aspect, change in standing.items():
        if aspect not in parts and _names_any(kind_code, aspect, values):
            acts.append(_act(change, before=_snapshot(change), after=None))
            change.delete()
    for aspect, (old, new) in parts.items():
        found = standing.get(aspect)
        shot = _snapshot(found) if found else None
        change = found or PlanChange(
            version=version, ordinal=next_ordinal(version), kind=kind_code, aspect=aspect, **{kind_code: item}
        )
        change.before, change.after, change.reason = old, new, reason.strip()
        _settle(change, ChangeState.ACCEPTED, actor, now)
        acts.append(_act(change, before=shot, after=_snapshot(change)))
        changes.append(change)
    if acts:
        _log(version, actor, now, "revise", f"Sửa {name_row(kind, item)}", acts)
    return changes


def _names_any(kind_code: str, aspect: str, values: Values) -> bool:
    return bool(set(ASPECTS[kind_code][aspect]) & set(values))


@transaction.atomic
def drop_item(
    *,
    version_id: int,
    kind_code: str,
    item_id: int,
    reason: str,
    actor: User,
    now: datetime,
    expected_revision: int | None = None,
) -> PlanChange:
    """Say in a draft that an item is no longer carried out; it stays in the plan's history. Raises CannotChangeVersion."""
    version = lock_draft(version_id, expected_revision=expected_revision)
    kind, item = KINDS[kind_code], _row(version, kind_code, item_id)
    if not reason.strip():
        raise CannotChangeVersion("Thiếu lý do thôi thực hiện. Ghi ngắn vì sao.")
    if version.changes.filter(aspect=ChangeAspect.DROPPED, state=ChangeState.ACCEPTED, **{kind_code: item}).exists():
        raise CannotChangeVersion(f"Dự thảo đã thôi thực hiện {name_row(kind, item)}.")
    change = PlanChange(
        version=version,
        ordinal=next_ordinal(version),
        kind=kind_code,
        aspect=ChangeAspect.DROPPED,
        before={"state": item.state},
        after={"state": ReviewState.DROPPED},
        reason=reason.strip(),
        **{kind_code: item},
    )
    _settle(change, ChangeState.ACCEPTED, actor, now)
    _log(
        version,
        actor,
        now,
        "drop",
        f"Thôi thực hiện {name_row(kind, item)}",
        [_act(change, before=None, after=_snapshot(change))],
    )
    return change


@transaction.atomic
def add_item(
    *,
    version_id: int,
    kind_code: str,
    values: Values,
    reason: str,
    actor: User,
    now: datetime,
    expected_revision: int | None = None,
) -> PlanChange:
    """Add a new item to a draft; it counts from the day the version is in force. Raises CannotChangeVersion."""
    version = lock_draft(version_id, expected_revision=expected_revision)
    if not reason.strip():
        raise CannotChangeVersion("Thiếu lý do bổ sung. Ghi ngắn vì sao.")
    change = PlanChange(
        version=version,
        ordinal=next_ordinal(version),
        kind=kind_code,
        aspect=ChangeAspect.ADDED,
        after=values,
        reason=reason.strip(),
    )
    _create_row(change, actor, now)
    _settle(change, ChangeState.ACCEPTED, actor, now)
    label = f"Bổ sung {KINDS[kind_code].label}"
    _log(version, actor, now, "add", label, [_act(change, before=None, after=_snapshot(change))])
    return change


def _create_row(change: PlanChange, actor: User, now: datetime) -> None:
    """Make the row that a change adds; it waits, unused, for the version's day."""
    kind = KINDS[change.kind]
    manager = kind.model._default_manager
    plan = change.version.plan
    last = manager.filter(plan=plan).aggregate(last=Max("ordinal"))["last"]
    row: Any = kind.model(
        plan=plan,
        ordinal=0 if last is None else last + 1,
        span_start=0,
        span_end=0,
        state=ReviewState.PLANNED,
        decided_by=actor,
        decided_at=now,
        read={"version": change.version_id, "kind": change.source_kind, "id": change.source_id},
    )
    if isinstance(row, Indicator | Task):
        row.source = "annex"
    try:
        with transaction.atomic():
            kind.put(row, change.after)
    except (IntegrityError, DataError) as error:
        raise CannotChangeVersion(say_refusal(error)) from error
    setattr(change, change.kind, row)


def _row(version: PlanVersion, kind_code: str, item_id: int) -> ReadItem:
    kind = KINDS.get(kind_code)
    item = kind.model._default_manager.filter(plan_id=version.plan_id, pk=item_id).first() if kind else None
    if item is None or not (item.in_use or item.state == ReviewState.PLANNED):
        raise CannotChangeVersion("Không có dòng này trong kế hoạch đang thực hiện. Tải lại trang.")
    return item


@transaction.atomic
def decide_changes(
    *,
    version_id: int,
    decisions: Mapping[int, int],
    accept: bool,
    actor: User,
    now: datetime,
    item_id: int | None = None,
) -> list[PlanChange]:
    """Accept proposed changes of a draft, or refuse them: change id -> revision it was shown with.

    ``item_id`` names the row that a single proposal is about where the reading left it open. All or nothing:
    raises VersionChangedMeanwhile where somebody decided on one of them since, CannotChangeVersion.
    """
    version = lock_draft(version_id)
    rows = version.changes.select_for_update(of=("self",)).filter(pk__in=decisions)
    found = list(rows.select_related("indicator", "task", "duty", "decided_by").order_by("ordinal"))
    if len(found) != len(decisions) or not found:
        raise CannotChangeVersion("Chưa chọn thay đổi nào, hoặc thay đổi không còn trong dự thảo. Tải lại trang.")
    acts = []
    for change in found:
        change.version = version
        if change.revision != decisions[change.pk]:
            who = change.decided_by.get_full_name() if change.decided_by else "người khác"
            raise VersionChangedMeanwhile(
                f"Thay đổi {change.ordinal + 1} vừa được {who} quyết: “{change.get_state_display()}”. Xem lại rồi làm tiếp."
            )
        before = _snapshot(change)
        if item_id is not None and len(found) == 1:
            _point_at(change, item_id)
        _decide(change, accept=accept, actor=actor, now=now)
        acts.append(_act(change, before=before, after=_snapshot(change)))
    word = "Nhận" if accept else "Không nhận"
    named = f"thay đổi {found[0].ordinal + 1}" if len(found) == 1 else f"{len(found)} thay đổi"
    _log(version, actor, now, "accept" if accept else "refuse", f"{word} {named}", acts)
    return found


def _point_at(change: PlanChange, item_id: int) -> None:
    """Say which row an open proposal is about; what is in force is taken from that row."""
    item = _row(change.version, change.kind, item_id)
    setattr(change, change.kind, item)
    if change.aspect == ChangeAspect.DROPPED:
        change.before = {"state": item.state}
    elif change.aspect != ChangeAspect.ADDED:
        values = settled_values(KINDS[change.kind], item)
        change.before = {name: values.get(name) for name in change.after}


def _decide(change: PlanChange, *, accept: bool, actor: User, now: datetime) -> None:
    if not accept:
        if change.aspect == ChangeAspect.ADDED and change.item is not None:
            remove_added(change)
        _settle(change, ChangeState.REFUSED, actor, now)
        return
    if change.aspect == ChangeAspect.ADDED:
        if change.item is None:
            _create_row(change, actor, now)
    elif change.kind != "plan" and change.item is None:
        raise CannotChangeVersion(
            f"Thay đổi {change.ordinal + 1} chưa rõ là của dòng nào. Chọn dòng của kế hoạch rồi nhận."
        )
    _settle(change, ChangeState.ACCEPTED, actor, now)


def _settle(change: PlanChange, state: ChangeState, actor: User, now: datetime) -> None:
    change.state, change.decided_by, change.decided_at = state, actor, now
    change.revision += 1
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError as error:
        raise CannotChangeVersion(
            f"Dự thảo đã có một thay đổi “{change.get_aspect_display().lower()}” được nhận cho cùng dòng. "
            "Bỏ thay đổi kia trước."
        ) from error


def _snapshot(change: PlanChange) -> dict[str, Any]:
    return {name: getattr(change, name) for name in KEPT}


def _act(change: PlanChange, *, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    standing = {"ordinal": change.ordinal, "kind": change.kind, "aspect": change.aspect, "version": change.version_id}
    return {"kind": "change", "id": change.pk, "before": before, "after": after, "change": standing}


def _log(
    version: PlanVersion, actor: User, now: datetime, verb: str, label: str, acts: list[dict[str, Any]]
) -> ReviewAction:
    return log_act(plan=version.plan, actor=actor, now=now, verb=f"{VERBS}{verb}", label=label, changes=acts)


def log_change(
    change: PlanChange, *, after: ChangeState, made: Iterable[PlanChange], label: str, actor: User, now: datetime
) -> None:
    """Settle one proposal and log it together with the changes that took its place, as one act."""
    before = _snapshot(change)
    _settle(change, after, actor, now)
    acts = [_act(change, before=before, after=_snapshot(change))]
    acts += [_act(one, before=None, after=_snapshot(one)) for one in made]
    _log(change.version, actor, now, "match", label, acts)


@transaction.atomic
def undo_last_change(*, version_id: int, actor: User, now: datetime) -> ReviewAction:
    """Take back the last act of this person on a draft. Raises CannotChangeVersion where there is none."""
    version = lock_draft(version_id)
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    action = lock_last_act(plan=plan, actor=actor, verbs=VERBS)
    changes = cast(Iterable[dict[str, Any]], action.changes if action else ())
    if action is None or any(change["change"]["version"] != version.pk for change in changes):
        raise CannotChangeVersion("Không còn việc nào của anh/chị để hoàn tác trong dự thảo này.")
    for change in changes:
        if said := say_if_touched_since(plan=plan, action=action, change=change):
            raise CannotChangeVersion(said)
        _take_back(version, change, actor, now)
    close_act(plan=plan, action=action, actor=actor, now=now)
    return action


def _take_back(version: PlanVersion, act: dict[str, Any], actor: User, now: datetime) -> None:
    found = version.changes.select_related("indicator", "task", "duty").filter(pk=act["id"]).first()
    shot = act["before"]
    if shot is None:
        if found is not None:
            if found.aspect == ChangeAspect.ADDED:
                remove_added(found)
            found.delete()
        return
    change = found or PlanChange(
        pk=act["id"],
        version=version,
        ordinal=act["change"]["ordinal"],
        kind=act["change"]["kind"],
        aspect=act["change"]["aspect"],
    )
    if change.aspect == ChangeAspect.ADDED and change.state == ChangeState.ACCEPTED:
        remove_added(change)
    for name, value in shot.items():
        setattr(change, name, value)
    if change.aspect == ChangeAspect.ADDED and change.state == ChangeState.ACCEPTED:
        change.indicator_id = change.task_id = change.duty_id = None
        _create_row(change, actor, now)
    change.revision += 1
    change.decided_by, change.decided_at = (None, None) if change.state == ChangeState.PROPOSED else (actor, now)
    change.save()
