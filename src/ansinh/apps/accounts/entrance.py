"""Login pages of the library, with what this house adds: other sessions end when a password or second factor changes."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache

from ansinh.apps.accounts import services
from ansinh.apps.accounts.models import User


@method_decorator([never_cache, login_required], name="dispatch")
class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """Change one's own password."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Save it, end all other sessions, note it."""
        answer: HttpResponse = super().form_valid(form)
        user = _who(self.request)
        services.note_password_changed(user=user, at=timezone.now())
        _renew_session(self.request, user)
        return answer


@method_decorator([never_cache, login_required], name="dispatch")
class Activate(ActivateTOTPView):  # type: ignore[misc]
    """Connect a telephone as second factor."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the page the code to scan as part of itself: its policy loads no pictures from data addresses."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        _, _, drawing = context["totp_svg"].rpartition("?>")
        # Drawn by the library from the address of the secret; nothing a person typed is in it unescaped.
        context["totp_qr"] = mark_safe(drawing)  # noqa: S308
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        """Save it under a new session key, end all other sessions, note it."""
        answer: HttpResponse = super().form_valid(form)
        user = _who(self.request)
        services.note_mfa_changed(user=user, at=timezone.now(), enrolled=True)
        _renew_session(self.request, user)
        return answer


@method_decorator([never_cache, login_required], name="dispatch")
class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    """Take the second factor away."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, end all other sessions, note it."""
        answer: HttpResponse = super().form_valid(form)
        user = _who(self.request)
        services.note_mfa_changed(user=user, at=timezone.now(), enrolled=False)
        _renew_session(self.request, user)
        return answer


def _renew_session(request: HttpRequest, user: User) -> None:
    """Keep the session of this browser alone, under a new key, listed among the open ones."""
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)


def _who(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise TypeError("page without login")
    return request.user
