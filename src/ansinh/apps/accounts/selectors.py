"""Reading accounts."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from ansinh.apps.accounts.models import Role, User


def list_users(*, text: str = "", role: str = "", locked: bool | None = None) -> QuerySet[User]:
    """List accounts by name, narrowed by a word of the names, a role, locked or not; `has_mfa` is annotated."""
    users = User.objects.annotate(has_mfa=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
    for word in text.split():
        users = users.filter(
            Q(full_name__icontains=word)
            | Q(username__icontains=word)
            | Q(agency_name__icontains=word)
            | Q(unit_name__icontains=word)
        )
    if role in Role.values:
        users = users.filter(roles__contains=[role])
    if locked is not None:
        users = users.filter(is_active=not locked)
    return users.order_by("full_name", "pk")


def has_mfa(user: User) -> bool:
    """Say whether somebody logs in with a second factor."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())
