"""How the login library behaves in this house: no public sign-up, login noted in the log, secrets kept encrypted."""

from __future__ import annotations

import base64
import os
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from ansinh.apps.accounts import lockout
from ansinh.apps.accounts.middleware import start_session_clock
from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record

NONCE_BYTES = 12


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Passwords; accounts of the demonstration do not log in where real work is done.

    Who may do what is the table in permissions.py alone: no permissions of single accounts or groups are looked up.
    """

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """Return nothing, without asking the database."""
        del user_obj, obj
        return set()

    def get_user(self, user_id: Any) -> User | None:
        """Return the person of a session with the unit, which nearly every page asks for."""
        user = User.objects.select_related("scope_unit").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Say whether this account may log in at all."""
        if settings.PRODUCTION and user.is_demo:
            return False
        return bool(super().user_can_authenticate(user))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by administrators; every login and logout is an event of the log."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản này đang bị khóa. Liên hệ quản trị của đơn vị.",
        "enter_current_password": "Mật khẩu hiện tại không đúng.",
        "incorrect_password": "Mật khẩu không đúng.",
        "incorrect_code": "Mã không đúng.",
        "too_many_login_attempts": "Đã nhập sai quá nhiều lần. Hãy đợi ít phút rồi thử lại.",
        "username_password_mismatch": "Tên đăng nhập hoặc mật khẩu không đúng.",
        "rate_limited": "Làm quá nhiều lần trong thời gian ngắn. Hãy đợi ít phút rồi thử lại.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Nobody makes an account for himself."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Check a password; the library would let an account through that its backend has refused."""
        user = super().authenticate(request, **credentials)
        return None if user is None or (settings.PRODUCTION and user.is_demo) else user

    def login(self, request: HttpRequest, user: User) -> None:
        """Log in: a new session key, the session's clock started, own failures forgotten, an event written."""
        super().login(request, user)
        now = timezone.now()
        start_session_clock(request, now=now)
        lockout.forget_failures(request, username=user.username)
        record(actor=user, verb="accounts.login", subject=user, at=now)

    def logout(self, request: HttpRequest) -> None:
        """Log out: the session is deleted, an event written."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            record(actor=user, verb="accounts.logout", subject=user, at=timezone.now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a failed login of a known account; what else was typed may be a password and is not kept."""
        super().authentication_failed(request, **credentials)
        user = User.objects.filter(username=lockout.clean_username(credentials.get("username"))).first()
        if user is not None:
            record(actor=None, verb="accounts.login_failed", subject=user, at=timezone.now())

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """Say what was done, except at login and logout, which the page itself shows."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, *args, **kwargs)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: the telephone shows "An Sinh"; secrets lie encrypted in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Mã không đúng. Xem mã mới nhất trên điện thoại rồi nhập lại.",
        "cannot_delete_authenticator": "Chưa tắt được xác thực hai bước. Liên hệ quản trị của đơn vị.",
        "cannot_generate_recovery_codes": "Cài xác thực hai bước trước, rồi mới tạo được mã dự phòng.",
    }

    def get_totp_issuer(self) -> str:
        """Name shown by the telephone."""
        return "An Sinh"

    def encrypt(self, text: str) -> str:
        """Encrypt a secret with AES-256-GCM under a key derived from SECRET_KEY."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), None)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a secret, also one written under a former SECRET_KEY (SECRET_KEY_FALLBACKS)."""
        sealed = base64.b64decode(encrypted_text)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return AESGCM(_key(secret)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None).decode()
            except InvalidTag:
                continue
        raise InvalidTag


def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"ansinh.accounts.mfa").derive(secret.encode())
