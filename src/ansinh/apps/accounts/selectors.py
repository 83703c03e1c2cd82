"""Reading accounts."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from ansinh.apps.accounts.models import Role, User
from ansinh.core.text import fold, name_sort_key


def list_users(*, text: str = "", role: str = "", locked: bool | None = None) -> list[User]:
    """List accounts in the order of given names, narrowed by words with or without marks, a role, locked or not.

    Each has `has_mfa`. An authority has hundreds of accounts, so words and order are worked out here.
    """
    users = User.objects.annotate(has_mfa=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
    if role in Role.values:
        users = users.filter(roles__contains=[role])
    if locked is not None:
        users = users.filter(is_active=not locked)
    words = fold(text).split()
    found = [user for user in users if all(word in _searched(user) for word in words)]
    return sorted(found, key=lambda user: (name_sort_key(user.full_name), user.pk))


def _searched(user: User) -> str:
    return fold(f"{user.full_name} {user.username} {user.agency_name} {user.unit_name}")


def has_mfa(user: User) -> bool:
    """Say whether somebody logs in with a second factor."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
