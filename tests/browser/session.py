"""A session as if somebody had just logged in, without going through the login page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from ansinh.apps.accounts.middleware import SEEN, STARTED


def session_of(user: Any, *, at: dt.datetime) -> str:
    """Return the key of a session in which this person logged in at ``at``."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[STARTED] = session[SEEN] = int(at.timestamp())
    session.save()
    key = session.session_key
    assert key is not None
    return key
