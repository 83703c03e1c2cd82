"""The demonstration has a plan at work: its report handed in, approved, late, returned; run again it adds nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from tests.apps.reporting.test_pages import browser

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.services import seed_demo_users
from ansinh.apps.jobs import services as jobs
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.planning.models import Plan
from ansinh.apps.planning.services.catalogue import load_catalogue
from ansinh.apps.reporting.models import Report, Round, Scheme
from ansinh.apps.reporting.selectors.board import is_late
from ansinh.apps.reporting.selectors.progress import assess_plan
from ansinh.apps.reporting.services.days import seed_days
from ansinh.apps.reporting.services.verifying import verify_everything
from ansinh.apps.territory.services.directory import seed_directory
from ansinh.cli.demo_reports import PROVINCE, place_people, place_units, report_samples
from ansinh.cli.demo_running import run_sample

NOW = dt.datetime(2026, 12, 1, 3, 0, tzinfo=dt.UTC)


def read() -> None:
    for run in JobRun.objects.filter(state="queued"):
        jobs.execute(run_id=run.pk)


@pytest.fixture
def plan(db: None) -> Plan:
    seed_directory()
    seed_days()
    load_catalogue(now=NOW)
    accounts = seed_demo_users(at=NOW)
    place_units()
    place_people(admin=accounts[-1].user, now=NOW)
    actor = User.objects.get(username="dieuphoi")
    made = run_sample(code=PROVINCE[0], actor=actor, now=NOW, read=read)
    assert made is not None
    assert report_samples(plan=made, actor=actor, now=NOW)
    return made


def test_the_plan_at_work_has_everything_a_newcomer_looks_for(plan: Plan):
    assert (plan.state, plan.number, plan.scope_unit.code if plan.scope_unit else "") == ("running", "08/KH-UBND", "99")
    scheme = Scheme.objects.get(plan=plan)
    assert scheme.lines.count() >= 6
    last, this = Round.objects.filter(scheme=scheme).order_by("period_end")
    today = NOW.date()
    states = {
        opened.period: sorted(report.state for report in Report.objects.filter(round=opened)) for opened in (last, this)
    }
    assert states == {
        "2025": [*["approved"] * 5, "draft"],
        "2026": ["approved", "draft", "draft", "draft", "returned", "submitted"],
    }
    late = [report for report in last.reports.select_related("round") if is_late(report, today=today)]
    assert {report.state for report in late} == {"approved", "draft"}
    judged = {row.code for row in assess_plan(plan, today=today)}
    assert len(judged - {"no_data"}) >= 2
    assert verify_everything().faults == []


def test_its_pages_open_and_a_second_run_adds_nothing(plan: Plan):
    actor = User.objects.get(username="dieuphoi")
    counts = (Plan.objects.count(), Report.objects.count())
    assert run_sample(code=PROVINCE[0], actor=actor, now=NOW, read=read) is None
    assert not report_samples(plan=plan, actor=actor, now=NOW)
    assert (Plan.objects.count(), Report.objects.count()) == counts
    client = browser(actor)
    scheme = Scheme.objects.get(plan=plan)
    for name, args in (
        ("reporting:board", [scheme.pk]),
        ("reporting:one_page", []),
        ("planning:indicators", [plan.pk]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 200
