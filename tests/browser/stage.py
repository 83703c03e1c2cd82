# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""Sets the stage for pictures: a plan is uploaded and read, then every row is accepted and the plan put to work.

A process of its own beside the running demonstration: ``python -m tests.browser.stage upload FILE``, ``… put-to-work`` and
``… people``, which waits for the made-up register, with ANSINH_DATA_DIR as the demonstration has it.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from ansinh.cli.place import connect, enter

LONGEST_WAIT = 600


def upload(file: Path) -> None:
    """Upload a plan as the coordinator and read it before returning."""
    from ansinh.apps.accounts.models import User
    from ansinh.apps.jobs.services import run_worker
    from ansinh.apps.planning.services.uploading import upload_plan

    coordinator = User.objects.get(username="dieuphoi")
    upload_plan(name=file.name, content=file.read_bytes(), actor=coordinator, now=datetime.now(UTC))
    run_worker(wait=False)


def put_to_work() -> None:
    """Accept every row of the plan that is first in the list, as one who has looked at each, and activate it."""
    from ansinh.apps.accounts.models import User
    from ansinh.apps.planning.models import Plan, PlanState, ReviewState
    from ansinh.apps.planning.services.activation import activate_plan
    from ansinh.apps.planning.services.agencies import resolve_all_as_new
    from ansinh.apps.planning.services.review import accept_item
    from ansinh.apps.planning.services.values import KINDS

    coordinator = User.objects.get(username="dieuphoi")
    now = datetime.now(UTC)
    for plan in Plan.objects.filter(state=PlanState.IN_REVIEW):
        resolve_all_as_new(plan_id=plan.pk, actor=coordinator, now=now)
        for kind in KINDS.values():
            for row in kind.model._default_manager.filter(plan=plan, state=ReviewState.PENDING):
                accept_item(
                    plan_id=plan.pk,
                    kind_code=kind.code,
                    item_id=row.pk,
                    expected_version=row.version,
                    actor=coordinator,
                    now=now,
                )
        activate_plan(plan_id=plan.pk, actor=coordinator, now=now)


def wait_for_people() -> None:
    """Wait until the demonstration's worker has loaded the made-up register and held it against the law."""
    from ansinh.apps.jobs.models import JobRun, JobState

    end = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < end:
        runs = JobRun.objects.filter(kind__in=["benefits.make_up", "benefits.find_gaps"])
        states = set(runs.values_list("state", flat=True))
        if runs.filter(kind="benefits.find_gaps").exists() and states <= {JobState.DONE}:
            return
        if JobState.FAILED in states:
            break
        time.sleep(1)
    raise SystemExit("Dân số giả lập của bản trình diễn không nạp xong.")


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    enter(connect().app_url)
    if arguments[0] == "upload":
        upload(Path(arguments[1]))
    elif arguments[0] == "people":
        wait_for_people()
    else:
        put_to_work()


if __name__ == "__main__":
    main(sys.argv[1:])
