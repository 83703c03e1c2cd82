"""Records what part of a split unit went where, on what basis; withdraws it again. Nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from ansinh.apps.audit.services import Actor, record
from ansinh.apps.territory.models import ChangeKind, ConversionState, SeriesConversion, ShareDecision, Unit, UnitChange
from ansinh.core.text import write_number


class CannotRecordShare(Exception):
    """The share cannot be recorded or withdrawn; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class SharePreview:
    """What a share would change, before it is recorded."""

    change: UnitChange
    share: Decimal
    before: Decimal | None
    open_before: Decimal
    open_after: Decimal
    still_unknown: int
    conversions: list[SeriesConversion]


def preview_share(*, change_id: int, share: Decimal) -> SharePreview:
    """Say what recording a share would do: how much of the old unit stays unallocated, which saved tables it touches."""
    change = _change(change_id)
    others = _others(change)
    _check(change, share, others)
    known = sum((other.share for other in others if other.share is not None), Decimal(0))
    touched = SeriesConversion.objects.filter(
        state=ConversionState.SAVED, result__unallocated__contains=[{"source": change.old.code}]
    )
    return SharePreview(
        change=change,
        share=share,
        before=change.share,
        open_before=1 - known - (change.share or 0),
        open_after=1 - known - share,
        still_unknown=sum(1 for other in others if other.share is None),
        conversions=list(touched.defer("given", "result").order_by("-saved_at")[:20]),
    )


@transaction.atomic
def record_share(
    *, change_id: int, share: Decimal, basis: str, instrument: str, seen: int | None, actor: Actor, now: datetime
) -> ShareDecision:
    """Record the part of an old unit that went into a new one, with its basis; ``seen`` is the last decision shown.

    The parts of one unit may not be more than the unit; two people at once are told. Raises CannotRecordShare.
    """
    change = _locked(change_id)
    if _last(change) != seen:
        raise CannotRecordShare(
            f"Phần chuyển của {change.old.name} vừa được người khác ghi. Xem lại bảng rồi làm tiếp."
        )
    if not basis.strip():
        raise CannotRecordShare("Chưa ghi cơ sở của phần chuyển: nêu nguồn số liệu, ví dụ dân số ngày nào, do ai chốt.")
    _check(change, share, _others(change))
    made = ShareDecision.objects.create(
        change=change,
        share=share,
        basis=basis.strip(),
        instrument=instrument.strip(),
        decided_at=now,
        decided_by_id=actor.pk,
        decided_by_name=str(actor)[:200],
    )
    _take_over(change)
    _log(change, "territory.record_share", {"share": str(share), "basis": basis.strip()}, actor, now)
    return made


@transaction.atomic
def withdraw_share(*, decision_id: int, actor: Actor, now: datetime) -> UnitChange:
    """Take back the decision that is in force; the one before it, or "unknown", is in force again.

    Raises CannotRecordShare.
    """
    found = ShareDecision.objects.filter(pk=decision_id).first()
    if found is None:
        raise CannotRecordShare("Không có phần chuyển này. Tải lại trang.")
    change = _locked(found.change_id)
    found.refresh_from_db()
    if found.withdrawn_at is not None:
        raise CannotRecordShare("Phần chuyển này đã được hoàn tác. Tải lại trang.")
    if _last(change) != found.pk:
        raise CannotRecordShare("Chỉ hoàn tác được lần ghi mới nhất còn hiệu lực. Hoàn tác lần sau nó trước.")
    found.withdrawn_at, found.withdrawn_by_name = now, str(actor)[:200]
    found.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
    back = change.decisions.filter(withdrawn_at=None).order_by("-decided_at", "-pk").first()
    if back is not None:
        _check(change, back.share, _others(change))
    _take_over(change)
    _log(change, "territory.withdraw_share", {"share": str(found.share)}, actor, now)
    return change


def _change(change_id: int) -> UnitChange:
    change = UnitChange.objects.select_related("old", "new").filter(pk=change_id).first()
    if change is None:
        raise CannotRecordShare("Không có thay đổi này. Tải lại trang.")
    if change.kind != ChangeKind.PARTIAL:
        raise CannotRecordShare(f"{change.old.name} chuyển toàn bộ sang {change.new.name}: không có phần chia để ghi.")
    return change


def _locked(change_id: int) -> UnitChange:
    """Hold the old unit, so that two shares of it are never recorded past each other."""
    change = _change(change_id)
    Unit.objects.select_for_update().get(pk=change.old_id)
    change.refresh_from_db(fields=["share", "basis"])
    return change


def _others(change: UnitChange) -> list[UnitChange]:
    return list(UnitChange.objects.filter(old=change.old).exclude(pk=change.pk).select_related("new"))


def _check(change: UnitChange, share: Decimal, others: list[UnitChange]) -> None:
    if not 0 < share <= 1:
        raise CannotRecordShare("Phần chuyển phải lớn hơn 0 và không quá 100 %. Ghi lại phần trăm.")
    if share != share.quantize(Decimal("0.00000001")):
        raise CannotRecordShare("Phần chuyển có nhiều hơn 6 chữ số sau dấu phẩy của phần trăm. Làm tròn rồi ghi lại.")
    known = sum((other.share for other in others if other.share is not None), Decimal(0))
    if known + share > 1:
        left = write_number((1 - known) * 100)
        raise CannotRecordShare(
            f"Các phần của {change.old.name} cộng lại quá 100 %: nơi khác đã ghi, chỉ còn {left} %. "
            "Sửa phần này hoặc hoàn tác phần kia trước."
        )


def _last(change: UnitChange) -> int | None:
    return (
        ShareDecision.objects.filter(change=change, withdrawn_at=None)
        .order_by("-decided_at", "-pk")
        .values_list("pk", flat=True)
        .first()
    )


def _take_over(change: UnitChange) -> None:
    """Put the decision in force where the lineage is read."""
    last = _last(change)
    decision = ShareDecision.objects.get(pk=last) if last is not None else None
    change.share, change.basis = (decision.share, decision.basis) if decision is not None else (None, "")
    change.save(update_fields=["share", "basis"])


def _log(change: UnitChange, verb: str, detail: dict[str, str], actor: Actor, now: datetime) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=("unit_change", str(change.pk), f"{change.old.name} → {change.new.name}"),
        detail={"old": change.old.code, "new": change.new.code, **detail},
        at=now,
    )
