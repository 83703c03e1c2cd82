"""Login pages of the library, with what this house adds: other sessions end when a password or second factor changes."""

from __future__ import annotations

from typing import Any

from allauth.account.views import PasswordChangeView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
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
        user, key = _who(self.request)
        services.note_password_changed(user=user, at=timezone.now(), session_key=key)
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
        self.request.session.cycle_key()
        user, key = _who(self.request)
        services.note_mfa_changed(user=user, at=timezone.now(), session_key=key, enrolled=True)
        return answer


@method_decorator([never_cache, login_required], name="dispatch")
class Deactivate(DeactivateTOTPView):  # type: ignore[misc]
    """Take the second factor away."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Remove it, end all other sessions, note it."""
        answer: HttpResponse = super().form_valid(form)
        user, key = _who(self.request)
        services.note_mfa_changed(user=user, at=timezone.now(), session_key=key, enrolled=False)
        return answer


def _who(request: HttpRequest) -> tuple[User, str]:
    if not isinstance(request.user, User):
        raise TypeError("page without login")
    return request.user, request.session.session_key or ""
