"""Making, changing and locking accounts, each change written to the log; ending sessions."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.services import record
from ansinh.apps.territory.models import Agency, Unit
from ansinh.core.text import nfc

# Without letters and digits that look alike, since it is read from paper once.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # noqa: S105
DEMO_PASSWORD = "ansinh-demo"  # noqa: S105 - known to everybody, refused wherever real work is done
# Long enough to look into an attack, no longer: attempts hold addresses and whatever was typed as a name.
ATTEMPTS_KEPT = dt.timedelta(days=30)
PRINTED_FIELDS = ("full_name", "title", "agency_name", "unit_name", "email")

DEMO_USERS: tuple[tuple[str, str, str, str, str, Role], ...] = (
    ("dieuphoi", "Nguyễn Thị Điều Phối", "Chuyên viên điều phối", "Sở Nội vụ", "Tỉnh Bình Minh", Role.COORDINATOR),
    ("chuyenvien", "Trần Văn Chuyên Viên", "Chuyên viên", "Sở Y tế", "Tỉnh Bình Minh", Role.DEPARTMENT_OFFICER),
    (
        "canboxa",
        "Lê Thị Cán Bộ",
        "Công chức văn hóa – xã hội",
        "Ủy ban nhân dân xã",
        "Xã An Bình",
        Role.COMMUNE_OFFICER,
    ),
    ("lanhdao", "Phạm Văn Lãnh Đạo", "Phó Chủ tịch", "Ủy ban nhân dân tỉnh", "Tỉnh Bình Minh", Role.CHAIR),
    ("ketoan", "Hoàng Thị Kế Toán", "Kế toán", "Ủy ban nhân dân xã", "Xã An Bình", Role.ACCOUNTANT),
    ("giamsat", "Vũ Văn Giám Sát", "Thanh tra viên", "Thanh tra tỉnh", "Tỉnh Bình Minh", Role.AUDITOR),
    ("quantri", "Đỗ Thị Quản Trị", "Quản trị hệ thống", "Sở Nội vụ", "Tỉnh Bình Minh", Role.ADMIN),
)


class AccountRefused(ValueError):
    """The account cannot be made or changed in this way; the sentence says why."""


class DemoRefused(RuntimeError):
    """Accounts whose password everybody knows have no place where real work is done."""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account just made or reset, with the password to hand over once."""

    user: User
    password: str


def new_password() -> str:
    """Make a password to be handed over once, 14 letters and digits."""
    return "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(14))


def create_user(
    *,
    username: str,
    full_name: str,
    roles: Iterable[Role],
    at: dt.datetime,
    by: User | None = None,
    password: str | None = None,
    title: str = "",
    agency_name: str = "",
    unit_name: str = "",
    email: str = "",
    scope_unit: Unit | None = None,
    agency: Agency | None = None,
    must_change_password: bool = True,
    is_demo: bool = False,
) -> NewAccount:
    """Give somebody an account with its roles; the first password is made here unless one is given.

    by: who does it, None for the launcher. Raises AccountRefused when the login name is taken or malformed.
    """
    username = username.strip().lower()
    chosen = password or new_password()
    user = User(
        username=username,
        full_name=nfc(" ".join(full_name.split())),
        title=title,
        agency_name=agency_name,
        unit_name=unit_name,
        email=email,
        scope_unit=scope_unit,
        agency=agency,
        roles=_known(roles),
        must_change_password=must_change_password,
        is_demo=is_demo,
    )
    user.set_password(chosen)
    try:
        with transaction.atomic():
            user.full_clean(exclude=["password"])
            user.save(force_insert=True)
            record(
                actor=by,
                verb="accounts.create_user",
                subject=user,
                detail={"username": username, "roles": user.roles},
                at=at,
            )
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise AccountRefused(f"Tên đăng nhập “{username}” đã có người dùng. Hãy chọn tên khác.") from error
    return NewAccount(user=user, password=chosen)


def update_user(
    *,
    user: User,
    by: User,
    at: dt.datetime,
    roles: Iterable[Role],
    printed: Mapping[str, str],
    places: Mapping[str, Unit | Agency | None] | None = None,
) -> list[str]:
    """Change an account's printed names, place of work and roles; new roles end its sessions. Returns what changed.

    printed: any of full_name, title, agency_name, unit_name, email. places: any of scope_unit, agency.
    """
    wanted = _known(roles)
    changes: dict[str, list[object]] = {}
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        for name in PRINTED_FIELDS:
            value = nfc(printed[name]) if name in printed else None
            if value is not None and value != getattr(user, name):
                changes[name] = [getattr(user, name), value]
                setattr(user, name, value)
        for name, place in (places or {}).items():
            before = getattr(user, name)
            if place != before:
                changes[name] = [before and str(before), place and str(place)]
                setattr(user, name, place)
        if wanted != user.roles:
            if user.pk == by.pk:
                raise AccountRefused("Không tự đổi vai trò của chính mình; đề nghị một quản trị khác làm.")
            changes["roles"] = [user.roles, wanted]
            user.roles = wanted
        if not changes:
            return []
        user.full_clean(exclude=["password"])
        user.save()
        if "roles" in changes:
            revoke_sessions(user=user)
        # The log keeps who changed which field; of contact data it keeps no value.
        logged = {name: values for name, values in changes.items() if name != "email"}
        detail = {"changed": sorted(changes), "values": logged}
        record(actor=by, verb="accounts.update_user", subject=user, detail=detail, at=at)
    return sorted(changes)


def lock_user(*, user: User, by: User, at: dt.datetime) -> None:
    """Shut somebody out at once: no login any more, every session ended."""
    if user.pk == by.pk:
        raise AccountRefused("Không tự khóa tài khoản của chính mình.")
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
            revoke_sessions(user=user)
            record(actor=by, verb="accounts.lock_user", subject=user, at=at)


def unlock_user(*, user: User, by: User, at: dt.datetime) -> None:
    """Let somebody log in again."""
    with transaction.atomic():
        if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            record(actor=by, verb="accounts.unlock_user", subject=user, at=at)


def reset_password(*, user: User, by: User, at: dt.datetime) -> NewAccount:
    """Give somebody a new first password after they lost theirs; every session ends, it must be changed at login."""
    password = new_password()
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        revoke_sessions(user=user)
        record(actor=by, verb="accounts.reset_password", subject=user, at=at)
    return NewAccount(user=user, password=password)


def reset_mfa(*, user: User, by: User, at: dt.datetime) -> None:
    """Take away the second factor of somebody who lost the telephone; every session ends."""
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user=user).delete()
        if removed:
            revoke_sessions(user=user)
            record(actor=by, verb="accounts.reset_mfa", subject=user, at=at)


def note_password_changed(*, user: User, at: dt.datetime) -> None:
    """After somebody changed the own password: the duty is done, every session ends (the page renews its own)."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        revoke_sessions(user=user)
        record(actor=user, verb="accounts.change_password", subject=user, at=at)


def note_mfa_changed(*, user: User, at: dt.datetime, enrolled: bool) -> None:
    """After the second factor was set up or taken away: every session ends (the page renews its own)."""
    with transaction.atomic():
        revoke_sessions(user=user)
        record(actor=user, verb="accounts.enrol_mfa" if enrolled else "accounts.remove_mfa", subject=user, at=at)


def revoke_sessions(*, user: User) -> None:
    """End every session of an account; the one that asks for it must be renewed by its page."""
    User.objects.filter(pk=user.pk).update(session_stamp=F("session_stamp") + 1)
    user.refresh_from_db(fields=["session_stamp"])
    for session in UserSession.objects.filter(user_id=user.pk):
        session.end()


def forget_ended(*, at: dt.datetime) -> int:
    """Delete sessions that have ended and failed logins that lock nobody any more. Returns how many rows went."""
    ended, _ = Session.objects.filter(expire_date__lt=at).delete()
    open_keys = Session.objects.values("session_key")
    listed, _ = UserSession.objects.exclude(session_key__in=open_keys).delete()
    tried, _ = AccessAttempt.objects.filter(attempt_time__lt=at - ATTEMPTS_KEPT).delete()
    return int(ended + listed + tried)


def seed_demo_users(*, at: dt.datetime, password: str = DEMO_PASSWORD) -> Sequence[NewAccount]:
    """Make one account for each role of the demonstration; those already there keep their data and password.

    Refused where ANSINH_PRODUCTION is set; such accounts cannot log in there either.
    """
    if settings.PRODUCTION:
        raise DemoRefused("Không tạo tài khoản trình diễn trên hệ thống chạy thật.")
    accounts = []
    for username, full_name, title, agency_name, unit_name, role in DEMO_USERS:
        user = User.objects.filter(username=username).first()
        if user is None:
            made = create_user(
                username=username,
                full_name=full_name,
                title=title,
                agency_name=agency_name,
                unit_name=unit_name,
                roles=[role],
                password=password,
                must_change_password=False,
                is_demo=True,
                at=at,
            )
            user = made.user
        accounts.append(NewAccount(user=user, password=password))
    return accounts


def _known(roles: Iterable[Role]) -> list[str]:
    chosen = {Role(role) for role in roles}
    return [role.value for role in Role if role in chosen]
