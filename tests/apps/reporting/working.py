"""A running plan whose tasks the Department of Health has, and the people who work on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tests.apps.planning.factories import accept_all, make_plan, make_user, plan_markdown

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import Plan, Task
from ansinh.apps.planning.services.activation import activate_plan
from ansinh.apps.reporting.models import ProgressNote
from ansinh.apps.reporting.services.tasks import Progress, report_progress
from ansinh.apps.territory.models import Agency
from ansinh.apps.territory.services.directory import seed_directory

START = dt.datetime(2026, 1, 15, 3, 0, tzinfo=dt.UTC)
TASKS = (
    ("1", "Xây dựng đề án trợ giúp xã hội cộng đồng", "Sở Y tế", "Sở Nội vụ", "Đề án", "2027"),
    ("2", "Khám sức khỏe định kỳ cho người cao tuổi", "Sở Y tế", "Sở Nội vụ", "Báo cáo", "Hằng năm"),
    ("3", "Sơ kết theo hướng dẫn của Trung ương", "Sở Y tế", "", "Báo cáo", ""),
    ("4", "Rà soát cơ sở bảo trợ xã hội từng quý", "Sở Y tế", "", "", ""),
)


@dataclass
class Work:
    """Everything a test needs by name."""

    plan: Plan
    once: Task
    yearly: Task
    waiting: Task
    quarterly: Task
    officer: User
    colleague: User
    coordinator: User
    chair: User
    stranger: User
    supporter: User
    auditor: User

    def say(self, task: Task, on: dt.date, *, by: User | None = None, period: str = "", **given: Any) -> ProgressNote:
        """Write progress, as of the morning of a day."""
        seen = given.pop("seen", None)
        if seen is None:
            last = ProgressNote.objects.filter(run__task=task, run__period=period).order_by("number").last()
            seen = last.number if last else 0
        values: dict[str, Any] = {"state": "in_progress", "share": 40, "done": "Đã họp tổ soạn thảo.", "on": on}
        return report_progress(
            task_id=task.pk,
            period=period,
            given=Progress(**(values | given)),
            seen=seen,
            actor=by or self.officer,
            now=at(on),
        )


def at(day: dt.date) -> dt.datetime:
    """Return ten in the morning of a day in Viet Nam."""
    return dt.datetime(day.year, day.month, day.day, 3, 0, tzinfo=dt.UTC)


def make_work() -> Work:
    """Put the plan into the tables, the way the program does it, at work since 15/1/2026."""
    seed_directory()
    health, home = (Agency.objects.get(code=code) for code in ("so-y-te", "so-noi-vu"))
    coordinator = make_user("Trần Thị Điều Phối", Role.COORDINATOR, username="dp")
    text = plan_markdown().replace("ngày 12 tháng 3 năm 2026", "ngày 05 tháng 01 năm 2026")
    head = text.index("| STT | Nhiệm vụ |")
    top = "\n".join(text[head:].split("\n")[:2])
    rows = "\n".join(f"| {' | '.join(row)} |" for row in TASKS)
    plan = accept_all(make_plan(actor=coordinator, text=f"{text[:head]}{top}\n{rows}\n"), actor=coordinator)
    Task.objects.filter(plan=plan, no="3").update(schedule_kind="event", event="Khi có hướng dẫn của Trung ương")
    Task.objects.filter(plan=plan, no="4").update(schedule_kind="quarter_annual")
    plan = activate_plan(plan_id=plan.pk, actor=coordinator, now=START)
    tasks = {task.no: task for task in Task.objects.filter(plan=plan).select_related("plan")}
    return Work(
        plan=plan,
        once=tasks["1"],
        yearly=tasks["2"],
        waiting=tasks["3"],
        quarterly=tasks["4"],
        officer=make_user("Cao Thị Hiền", Role.DEPARTMENT_OFFICER, username="syt", agency=health),
        colleague=make_user("Lê Văn Cùng", Role.DEPARTMENT_OFFICER, username="syt2", agency=health),
        coordinator=coordinator,
        chair=make_user("Phạm Văn Chủ", Role.CHAIR, username="ct"),
        stranger=make_user("Hồ Thị Khác", Role.COMMUNE_OFFICER, username="xa"),
        supporter=make_user("Đỗ Văn Phối", Role.DEPARTMENT_OFFICER, username="snv", agency=home),
        auditor=make_user("Vũ Giám Sát", Role.AUDITOR, username="gs"),
    )
