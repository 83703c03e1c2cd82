"""What a person decides about statuses: his own judgement beside the computed one, and the limits between them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import IntegrityError, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Indicator
from ansinh.apps.reporting.models import Judgement, StatusLimits
from ansinh.apps.reporting.services.access import can_set_for_all


class CannotJudge(Exception):
    """The judgement was not kept; the message says what is missing."""


@transaction.atomic
def judge(
    *,
    indicator: Indicator,
    on: dt.date,
    reason: str,
    actor: User,
    now: dt.datetime,
    outlook: str = "",
    rubric: str = "",
    proof: str = "",
) -> Judgement:
    """Keep an officer's judgement with its reason; the computed status stays as it is. Raises CannotJudge."""
    if not outlook and not rubric:
        raise CannotJudge("Chọn một mức đánh giá.")
    if not reason.strip():
        raise CannotJudge("Ghi vì sao đánh giá như vậy; lý do hiện cạnh đánh giá.")
    if rubric and not proof.strip():
        raise CannotJudge("Mục tiêu định tính phải kèm tài liệu chứng minh: ghi số, ký hiệu văn bản hoặc nơi lưu.")
    found = Judgement.objects.create(
        indicator=indicator,
        on=on,
        outlook=outlook,
        rubric=rubric,
        reason=reason.strip(),
        proof=proof.strip(),
        entered_by=actor,
        entered_at=now,
    )
    detail = {"outlook": outlook, "rubric": rubric, "reason": reason.strip()}
    record(actor=actor, verb="reporting.judge", subject=found, detail=detail, at=now)
    return found


@transaction.atomic
def set_limits(
    *, valid_from: dt.date, on_track: Decimal, slow: Decimal, near: Decimal, reason: str, actor: User, now: dt.datetime
) -> StatusLimits:
    """Set the limits between statuses from a day on; statuses of earlier days stay. Raises CannotJudge."""
    if not can_set_for_all(actor):
        raise CannotJudge("Ngưỡng là chung cho mọi địa bàn; điều phối cấp tỉnh mới đặt được.")
    if not (0 < slow < on_track <= 1 and 0 <= near < 1):
        raise CannotJudge("Ngưỡng “chậm” phải lớn hơn 0 và nhỏ hơn ngưỡng “đúng tiến độ”; cả hai không quá 100 %.")
    if not reason.strip():
        raise CannotJudge("Ghi căn cứ hoặc lý do đặt ngưỡng.")
    try:
        with transaction.atomic():
            found = StatusLimits.objects.create(
                valid_from=valid_from,
                on_track=on_track,
                slow=slow,
                near=near,
                reason=reason.strip(),
                entered_by=actor,
                entered_at=now,
            )
    except IntegrityError as error:
        raise CannotJudge(f"Ngày {valid_from:%d/%m/%Y} đã có ngưỡng. Chọn ngày khác.") from error
    detail = {"from": valid_from.isoformat(), "on_track": str(on_track), "slow": str(slow), "near": str(near)}
    record(actor=actor, verb="reporting.limits", subject=found, detail=detail, at=now)
    return found
