"""What login leaves behind is deleted each night; what is in use stays."""

from __future__ import annotations

import datetime as dt

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from tests.plugins.people import NOW

from ansinh.apps.accounts.services import forget_ended
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import defer_nightly, execute


def test_ended_sessions_and_old_attempts_go_open_ones_stay(make_user, browser_of, time_machine, settings):
    time_machine.move_to(NOW, tick=False)
    user = make_user("an")
    browser_of(user)
    time_machine.shift(settings.SESSION_COOKIE_AGE + 1)
    browser = browser_of(user)
    Client().post("/tai-khoan/dang-nhap/", {"login": "khac", "password": "sai"})
    UserSession.objects.create(user=user, session_key="da-het", ip="203.0.113.7", user_agent="x")
    assert Session.objects.count() >= 2
    forget_ended(at=NOW + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE + 1))
    assert UserSession.objects.count() == Session.objects.count() == 1
    assert browser.get("/tai-khoan/").status_code == 200
    assert AccessAttempt.objects.exists()
    forget_ended(at=NOW + dt.timedelta(days=40))
    assert not AccessAttempt.objects.exists()


def test_it_is_done_each_night(db):
    (run,) = [run for run in defer_nightly(at=NOW) if run.kind == "accounts.clean_up"]
    execute(run_id=run.pk)
    assert JobRun.objects.get(pk=run.pk).state == "done"
