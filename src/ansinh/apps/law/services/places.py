"""For which province an official reads the law against the official texts."""

from __future__ import annotations

import datetime as dt

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import work_unit
from ansinh.apps.law.refusals import Refused
from ansinh.apps.territory.models import UnitLevel

CHECK = "law.check"


def may_check(actor: object, *, on: dt.date) -> bool:
    """Say whether somebody reads the law against the official texts: by role, and for a whole province."""
    if not isinstance(actor, User) or not actor.has_perm(CHECK) or actor.scope_unit_id is None:
        return False
    try:
        checking_province(actor, on=on)
    except Refused:
        return False
    return True


def checking_province(actor: User, *, on: dt.date) -> str:
    """Return the code of the province for which somebody reads and confirms. Raises Refused for who works elsewhere.

    What is confirmed counts in the whole province, so only who works for the whole province may.
    """
    unit = work_unit(actor, on=on)
    if unit is None:
        raise Refused("Tài khoản chưa có địa bàn phụ trách. Báo quản trị ghi tỉnh vào tài khoản.")
    if unit.level != UnitLevel.PROVINCE:
        raise Refused("Đối chiếu có giá trị trong cả tỉnh, nên chỉ người làm việc ở cấp tỉnh làm được.")
    return unit.code
