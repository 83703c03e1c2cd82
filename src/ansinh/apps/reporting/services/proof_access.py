"""Who sees a kept file and who takes it back: what it proves decides."""

from __future__ import annotations

from datetime import date

from django.db import models

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Plan
from ansinh.apps.reporting.models import (
    Activity,
    Difficulty,
    DifficultyVerb,
    Inspection,
    OpinionCall,
    Proof,
    SupervisionThread,
    TaskRun,
)
from ansinh.apps.reporting.services.activities import activities_seen_by, may_write
from ansinh.apps.reporting.services.difficulties import difficulties_seen_by, may_do
from ansinh.apps.reporting.services.inspections import inspections_seen_by, is_inspected
from ansinh.apps.reporting.services.supervision import may_answer, may_ask
from ansinh.apps.reporting.services.work_access import can_steer, rights_on


def owner_of(proof: Proof) -> models.Model:
    """Return what a file proves."""
    owner = proof.run or proof.call or proof.difficulty or proof.inspection or proof.thread or proof.activity
    if owner is None:
        raise ValueError("a file proves one thing")
    return owner


def may_see(user: User, owner: models.Model, *, on: date) -> bool:
    """Say whether a person opens the files of something."""
    match owner:
        case TaskRun():
            return rights_on(user, owner.task, on=on).see
        case OpinionCall() | SupervisionThread():
            # A draft is sent out to be read; supervision is open to everybody who works with plans.
            return user.has_perm("planning.view_plan")
        case Difficulty():
            return Difficulty.objects.filter(difficulties_seen_by(user), pk=owner.pk).exists()
        case Inspection():
            return Inspection.objects.filter(inspections_seen_by(user), pk=owner.pk).exists()
        case Activity():
            return Activity.objects.filter(activities_seen_by(user), pk=owner.pk).exists()
    return False


def may_bring(user: User, owner: models.Model, *, on: date) -> bool:
    """Say whether a person adds files to something."""
    match owner:
        case TaskRun():
            return rights_on(user, owner.task, on=on).work
        case OpinionCall():
            return rights_on(user, owner.task, on=on).work
        case SupervisionThread():
            return may_ask(user, owner.plan) or may_answer(user, owner, on=on)
        case Difficulty():
            mine = owner.raised_by_id == user.pk or may_do(user, owner, DifficultyVerb.RECORD)
            return may_see(user, owner, on=on) and (mine or can_steer(user, owner.plan))
        case Inspection():
            return can_steer(user, owner.plan) or is_inspected(user, owner)
        case Activity():
            return may_write(user, owner)
    return False


def may_withdraw(user: User, proof: Proof, *, on: date) -> bool:
    """Say whether a person takes a file back: who brought it, or who steers, and may still bring files there."""
    owner = owner_of(proof)
    mine = proof.kept_by_id == user.pk or can_steer(user, plan_of(owner))
    return proof.withdrawn_at is None and mine and may_bring(user, owner, on=on)


def plan_of(owner: models.Model) -> Plan:
    """Return the plan to which something belongs."""
    match owner:
        case TaskRun() | OpinionCall():
            return owner.task.plan
        case Difficulty() | Inspection() | SupervisionThread() | Activity():
            return owner.plan
    raise ValueError("files belong to the work on a plan")
