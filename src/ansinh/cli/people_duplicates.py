"""`ansinh people duplicates`: who stands twice, looked for in the name of an account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ansinh.cli.say import refuse, tell

if TYPE_CHECKING:
    from ansinh.apps.people.services.duplicates.finding import Outcome


def search(username: str) -> Outcome:
    """Look for persons who stand twice among the communes of an account; ends the program with a sentence where it cannot."""
    from ansinh.apps.accounts.models import User
    from ansinh.apps.accounts.scope import scope_of
    from ansinh.apps.people.sealing import CannotOpen
    from ansinh.apps.people.services.duplicates.finding import find_duplicates
    from ansinh.matching.duplicates import CannotMatch

    now = datetime.now(UTC)
    actor = User.objects.select_related("scope_unit").filter(username=username, is_active=True).first()
    if actor is None or not actor.has_perm("people.view_duplicates"):
        refuse(f"Không có tài khoản “{username}” được xem hồ sơ có thể trùng: xem `ansinh user list`.")
    scope = scope_of(actor, on=now.date())
    if scope.is_empty:
        refuse(f"Tài khoản “{username}” chưa có địa bàn phụ trách: ghi địa bàn ở trang Người dùng rồi chạy lại.")
    try:
        return find_duplicates(scope=scope, actor=actor, now=now, tell=tell)
    except (CannotMatch, CannotOpen) as reason:
        refuse(str(reason))
