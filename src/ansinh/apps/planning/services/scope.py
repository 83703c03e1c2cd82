"""For which administrative unit a plan was issued: read from its issuer and place, or chosen by a person."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Plan, PlanState
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.territory.selectors.units import find_units

# The word for the kind of a unit, as it stands before the unit's name or in the name of its Party committee.
_LEVELS: tuple[tuple[str, str | None], ...] = (
    ("tỉnh", UnitLevel.PROVINCE),
    ("thành phố", None),
    ("thành", None),
    ("thị xã", UnitLevel.DISTRICT),
    ("thị", UnitLevel.DISTRICT),
    ("huyện", UnitLevel.DISTRICT),
    ("quận", UnitLevel.DISTRICT),
    ("phường", UnitLevel.COMMUNE),
    ("thị trấn", UnitLevel.COMMUNE),
    ("đặc khu", UnitLevel.COMMUNE),
    ("xã", UnitLevel.COMMUNE),
)
_KIND = re.compile(
    r"(?<!\w)(?P<kind>tỉnh|thành phố|thị xã|thị trấn|huyện|quận|phường|đặc khu|xã)\s+(?P<name>\w[\w\s'-]*)",
    re.IGNORECASE,
)
_PARTY = re.compile(r"(?<!\w)(?P<kind>tỉnh|thành|thị|huyện|quận)\s+[uủ][ỷủyu]\s+(?P<name>\w[\w\s'-]*)", re.IGNORECASE)


def bare_name(name: str) -> str:
    """Return a unit's name without the word for its kind: "Minh Họa" of "Tỉnh Minh Họa"."""
    found = _KIND.match(name)
    return found["name"] if found else name


class CannotChooseScope(Exception):
    """The unit cannot be taken as the plan's scope; the message says why and what to do."""


def guess_scope(*, issuer: str, place: str, on: date | None) -> Unit | None:
    """Return the unit for which a plan was issued as it was on the day of issue; None where not exactly one fits.

    The issuer's own words say level and name ("Ủy ban nhân dân tỉnh …", "Huyện ủy …"); where they name no unit, the place of
    issue is a province or nothing.
    """
    if on is None:
        return None
    named = _PARTY.search(issuer) or _KIND.search(issuer)
    if named is not None:
        level = dict(_LEVELS)[named["kind"].lower()]
        found = find_units(name=named["name"].strip(), on=on, level=level)
    else:
        found = find_units(name=place, on=on, level=UnitLevel.PROVINCE) if place.strip() else []
    return found[0] if len(found) == 1 else None


@transaction.atomic
def choose_scope(*, plan_id: Any, unit_id: int, actor: User, now: datetime) -> Plan:
    """Say for which unit a plan was issued, in place of what was read. Raises CannotChooseScope."""
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    if plan.removed_at is not None:
        raise CannotChooseScope("Kế hoạch này đã được bỏ khỏi danh sách. Đưa lại vào danh sách rồi chọn phạm vi.")
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise CannotChooseScope("Không có đơn vị này trong danh mục. Tải lại trang rồi chọn lại.")
    if plan.state in (PlanState.READING, PlanState.FAILED):
        raise CannotChooseScope("Văn bản chưa đọc xong. Chờ đọc xong rồi chọn phạm vi.")
    if plan.takeovers.exists():
        raise CannotChooseScope("Kế hoạch đang hoặc đã được tiếp nhận; phạm vi đổi theo việc tiếp nhận.")
    day = plan.issued_on
    if day is not None and not (unit.valid_from <= day and (unit.valid_to is None or day < unit.valid_to)):
        raise CannotChooseScope(
            f"{unit.name} (mã {unit.code}) không tồn tại vào ngày ban hành {day:%d/%m/%Y}. Chọn đơn vị của ngày đó."
        )
    before = plan.scope_unit
    plan.scope_unit = unit
    plan.save(update_fields=["scope_unit"])
    record(
        actor=actor,
        verb="planning.choose_scope",
        subject=plan,
        detail={"unit": f"{unit.code} {unit.name}", "before": f"{before.code} {before.name}" if before else None},
        at=now,
    )
    return plan
