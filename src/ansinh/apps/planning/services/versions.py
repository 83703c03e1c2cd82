"""The next version of a plan: opened as a draft, filled item by item, put in force on a day. Nothing is overwritten.

Other rooms and modules write through ``open_version``, ``revise_item``, ``add_item``, ``drop_item`` and
``put_in_force``. Until a draft is put in force each act can be undone (``drafting.undo_last_change``).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import (
    ChangeAspect,
    ChangeState,
    Plan,
    PlanChange,
    PlanState,
    PlanVersion,
    ReviewState,
    Takeover,
    VersionOrigin,
    VersionState,
)
from ansinh.apps.planning.services.review import say_refusal
from ansinh.apps.planning.services.values import KINDS, put_baseline


class CannotChangeVersion(Exception):
    """The act on a version cannot be done; the message says why and what to do."""


class VersionChangedMeanwhile(CannotChangeVersion):
    """Somebody else worked on the draft or decided on the change since it was shown."""


def record_first_version(*, plan: Plan, actor: User, now: datetime) -> PlanVersion:
    """Record that the plan as issued is its version 1; in force from its day of issue."""
    day = plan.issued_on or timezone.localdate(now)
    return PlanVersion.objects.create(
        plan=plan,
        number=1,
        state=VersionState.IN_FORCE,
        origin=VersionOrigin.ISSUED,
        title="Văn bản ban hành",
        instrument=plan.short_title[:200],
        instrument_date=plan.issued_on,
        in_force_on=day,
        opened_by=actor,
        opened_at=now,
        settled_by=actor,
        settled_at=now,
        applied_at=now,
    )


@transaction.atomic
def open_version(
    *,
    plan_id: Any,
    title: str,
    actor: User,
    now: datetime,
    origin: VersionOrigin = VersionOrigin.DECISION,
    reason: str = "",
    instrument: str = "",
    instrument_date: date | None = None,
    document: Plan | None = None,
    in_force_on: date | None = None,
) -> PlanVersion:
    """Open the draft of the next version of a running plan. Raises CannotChangeVersion.

    One draft stands at a time, so that its list of changes is against what is in force or coming.
    """
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.state != PlanState.RUNNING:
        raise CannotChangeVersion(
            "Kế hoạch chưa được đưa vào thực hiện nên chưa có phiên bản để sửa. Rà soát xong trước."
        )
    standing = plan.versions.filter(state=VersionState.DRAFT).select_related("opened_by").first()
    if standing is not None:
        who = standing.opened_by.get_full_name() if standing.opened_by else "người khác"
        raise CannotChangeVersion(
            f"Đã có dự thảo “{standing.title}” do {who} mở ngày {timezone.localdate(standing.opened_at):%d/%m/%Y}. "
            "Ban hành hoặc hủy dự thảo đó trước."
        )
    if not title.strip():
        raise CannotChangeVersion("Thiếu tên phiên bản. Ghi ngắn, ví dụ: Điều chỉnh mục tiêu năm 2027.")
    version = PlanVersion.objects.create(
        plan=plan,
        origin=origin,
        title=title.strip()[:300],
        reason=reason.strip(),
        instrument=instrument.strip()[:200],
        instrument_date=instrument_date,
        document=document,
        in_force_on=in_force_on,
        opened_by=actor,
        opened_at=now,
    )
    record(actor=actor, verb="planning.open_version", subject=plan, detail={"title": version.title}, at=now)
    return version


def lock_draft(version_id: int, *, expected_revision: int | None = None) -> PlanVersion:
    """Return a draft, locked, and count the act on it. Raises CannotChangeVersion where it is no draft any more."""
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").filter(pk=version_id).first()
    if version is None:
        raise CannotChangeVersion("Không có phiên bản này. Tải lại trang.")
    if version.state != VersionState.DRAFT:
        raise CannotChangeVersion(
            f"{version} ở trạng thái “{version.get_state_display().lower()}” nên không sửa được nữa. "
            "Mở phiên bản mới để sửa tiếp."
        )
    if expected_revision is not None and version.revision != expected_revision:
        raise VersionChangedMeanwhile("Dự thảo vừa được người khác sửa. Xem lại rồi làm tiếp.")
    version.revision += 1
    version.save(update_fields=["revision"])
    return version


@transaction.atomic
def describe_version(
    *,
    version_id: int,
    title: str,
    reason: str,
    instrument: str,
    instrument_date: date | None,
    in_force_on: date | None,
    expected_revision: int | None,
    actor: User,
    now: datetime,
) -> PlanVersion:
    """Write what a draft is called, why it is, which document decides it, from which day. Raises CannotChangeVersion."""
    version = lock_draft(version_id, expected_revision=expected_revision)
    if not title.strip():
        raise CannotChangeVersion("Thiếu tên phiên bản. Ghi ngắn, ví dụ: Điều chỉnh mục tiêu năm 2027.")
    version.title, version.reason, version.instrument = title.strip()[:300], reason.strip(), instrument.strip()[:200]
    version.instrument_date, version.in_force_on = instrument_date, in_force_on
    version.save()
    record(
        actor=actor,
        verb="planning.describe_version",
        subject=version.plan,
        detail={"title": version.title, "instrument": version.instrument, "from": str(in_force_on or "")},
        at=now,
    )
    return version


@transaction.atomic
def put_in_force(
    *, version_id: int, in_force_on: date | None, expected_revision: int | None, actor: User, now: datetime
) -> PlanVersion:
    """Settle a draft: its accepted changes take effect on a day, at once where the day has come.

    Raises CannotChangeVersion while a change waits for a decision, no change is accepted, the reason or the day
    is missing, or the day is before an earlier version's.
    """
    version = lock_draft(version_id, expected_revision=expected_revision)
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    waiting = version.changes.filter(state=ChangeState.PROPOSED).count()
    if waiting:
        raise CannotChangeVersion(f"Còn {waiting} thay đổi chưa quyết. Nhận hoặc không nhận từng thay đổi trước.")
    accepted = version.changes.filter(state=ChangeState.ACCEPTED).count()
    if not accepted:
        raise CannotChangeVersion("Dự thảo chưa có thay đổi nào được nhận. Thêm thay đổi, hoặc hủy dự thảo.")
    if not version.reason and not version.instrument:
        raise CannotChangeVersion("Ghi lý do hoặc văn bản quyết định của phiên bản trước khi ban hành.")
    day = in_force_on or version.in_force_on
    if day is None:
        raise CannotChangeVersion("Thiếu ngày có hiệu lực của phiên bản.")
    last = plan.versions.filter(state__in=(VersionState.IN_FORCE, VersionState.COMING)).order_by("number").last()
    if last is not None and last.in_force_on is not None and day < last.in_force_on:
        raise CannotChangeVersion(
            f"{last} có hiệu lực từ {last.in_force_on:%d/%m/%Y}; phiên bản sau không thể có hiệu lực trước ngày đó."
        )
    version.number = (last.number or 0) + 1 if last is not None else 1
    version.state, version.in_force_on = VersionState.COMING, day
    version.settled_by, version.settled_at = actor, now
    version.save()
    record(
        actor=actor,
        verb="planning.put_in_force",
        subject=plan,
        detail={"version": version.number, "from": day.isoformat(), "changes": accepted},
        at=now,
    )
    if day <= timezone.localdate(now):
        _apply(version, plan, now=now)
    return version


@transaction.atomic
def withdraw_version(*, version_id: int, actor: User, now: datetime) -> PlanVersion:
    """Make a version that is coming a draft again. Raises CannotChangeVersion once it is in force."""
    version = PlanVersion.objects.select_for_update(of=("self",)).select_related("plan").get(pk=version_id)
    plan = Plan.objects.select_for_update().get(pk=version.plan_id)
    if version.state != VersionState.COMING:
        raise CannotChangeVersion("Chỉ rút lại được phiên bản đang chờ hiệu lực.")
    later = plan.versions.filter(number__gt=version.number)
    if later.exists() or plan.versions.filter(state=VersionState.DRAFT).exists():
        raise CannotChangeVersion("Có phiên bản sau hoặc dự thảo khác dựa trên phiên bản này. Hủy dự thảo đó trước.")
    number = version.number
    if version.origin == VersionOrigin.TAKEOVER:
        # The list was made from the decisions; it is made anew when the taking over is finished again.
        version.changes.all().delete()
        Takeover.objects.filter(version=version).update(finished_at=None, finished_by=None)
    version.state, version.number, version.settled_by, version.settled_at = VersionState.DRAFT, None, None, None
    version.revision += 1
    version.save()
    record(actor=actor, verb="planning.withdraw_version", subject=plan, detail={"version": number}, at=now)
    return version


@transaction.atomic
def discard_version(*, version_id: int, actor: User, now: datetime) -> PlanVersion:
    """Give up a draft: its list of changes is kept to be read, rows that it would have added go."""
    version = lock_draft(version_id)
    if hasattr(version, "takeover"):
        raise CannotChangeVersion("Dự thảo này thuộc việc tiếp nhận kế hoạch. Hủy tại trang tiếp nhận.")
    for change in version.changes.filter(aspect=ChangeAspect.ADDED, state=ChangeState.ACCEPTED):
        remove_added(change)
    version.state, version.settled_by, version.settled_at = VersionState.DISCARDED, actor, now
    version.save()
    record(actor=actor, verb="planning.discard_version", subject=version.plan, detail={"title": version.title}, at=now)
    return version


def remove_added(change: PlanChange) -> None:
    """Take a row away again that a draft would have added; the change keeps its values and waits."""
    row = change.item
    change.state = ChangeState.PROPOSED
    change.indicator = change.task = change.duty = None
    change.save()
    if row is not None and row.state == ReviewState.PLANNED:
        row.delete()


def apply_due_versions(*, now: datetime) -> int:
    """Write into the plans what versions say whose day has come; return how many. Pages do not wait for it."""
    day = timezone.localdate(now)
    due = PlanVersion.objects.filter(state=VersionState.COMING, in_force_on__lte=day).order_by("plan_id", "number")
    count = 0
    for version_id in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            version = PlanVersion.objects.select_for_update(of=("self",)).filter(pk=version_id).first()
            if version is None or version.state != VersionState.COMING:
                continue
            _apply(version, Plan.objects.select_for_update().get(pk=version.plan_id), now=now)
            count += 1
    return count


def _apply(version: PlanVersion, plan: Plan, *, now: datetime) -> None:
    changes = version.changes.filter(state=ChangeState.ACCEPTED).select_related(
        "indicator", "task", "duty", "decided_by"
    )
    for change in changes.order_by("ordinal"):
        if change.kind == "plan":
            _apply_to_plan(plan, change)
        else:
            _apply_to_item(change, now=now)
    version.state, version.applied_at = VersionState.IN_FORCE, now
    version.save()
    record(
        actor=version.settled_by,
        verb="planning.apply_version",
        subject=plan,
        detail={"version": version.number, "from": f"{version.in_force_on:%Y-%m-%d}"},
        at=now,
    )


def _apply_to_plan(plan: Plan, change: PlanChange) -> None:
    if "issuer" in change.after:
        plan.issuer = change.after["issuer"]
    if "scope_unit" in change.after:
        plan.scope_unit_id = change.after["scope_unit"]
    plan.save(update_fields=["issuer", "scope_unit"])


def _apply_to_item(change: PlanChange, *, now: datetime) -> None:
    kind = KINDS[change.kind]
    item = kind.model._default_manager.select_for_update(of=("self",)).get(pk=change.item_id)
    if change.aspect in (ChangeAspect.ADDED, ChangeAspect.DROPPED):
        added = change.aspect == ChangeAspect.ADDED
        item.state = ReviewState.ACCEPTED if added else ReviewState.DROPPED
        item.decided_by, item.decided_at = change.decided_by, change.decided_at or now
        item.version += 1
        item.save(update_fields=["state", "decided_by", "decided_at", "version"])
        return
    try:
        with transaction.atomic():
            item.version += 1
            kind.put(item, change.after)
            if change.aspect == ChangeAspect.BASELINE and change.indicator is not None:
                put_baseline(
                    change.indicator, change.after["baseline"], actor=_decider(change), now=change.decided_at or now
                )
    except (IntegrityError, DataError) as error:
        raise CannotChangeVersion(f"{change}: {say_refusal(error)}") from error


def _decider(change: PlanChange) -> User:
    if change.decided_by is None:
        raise ValueError("an accepted change has somebody who accepted it")
    return change.decided_by


def next_ordinal(version: PlanVersion) -> int:
    """Return the place of the next change in the list of a version."""
    last = version.changes.aggregate(last=Max("ordinal"))["last"]
    return 0 if last is None else int(last) + 1
