# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""Sets the stage for pictures: a plan is uploaded and read, then every row is accepted and the plan put to work.

A process of its own beside the running demonstration: ``python -m tests.browser.stage upload FILE`` and
``python -m tests.browser.stage put-to-work``, with ANSINH_DATA_DIR as the demonstration has it.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from ansinh.cli.place import connect, enter


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


def main(arguments: list[str]) -> None:
    """Do what the first argument says."""
    enter(connect().app_url)
    if arguments[0] == "upload":
        upload(Path(arguments[1]))
    else:
        put_to_work()


if __name__ == "__main__":
    main(sys.argv[1:])
