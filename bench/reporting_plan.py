# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""The running plan of ``bench.reporting``, and everything a room of reports keeps beside its figures.

Grown from the sample plan of the package: its head and duties, as many indicators as the duty has lines, each bound to the
catalogue, and its four tasks over and over. Difficulties, inspections, questions, activities, opinions, money, files and
an official report with locked figures go in by the services that officers use.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

PLACE, SEAT = "tỉnh Khánh Hòa", "Khánh Hòa"
SAMPLE_PLACE = "Bình Minh"
LEADS = ("Sở Y tế", "Sở Nội vụ", "Sở Nông nghiệp và Môi trường", "Sở Giáo dục và Đào tạo", "Sở Xây dựng")
WORKS = ("Hằng năm", "2026-2027", "Quý III/2026", "2030")
TABLES = ("| STT | Chỉ tiêu |", "| TT | Nhiệm vụ |")
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU" + (
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)


@dataclass(frozen=True, slots=True)
class Matters:
    """One of each kind to be opened."""

    plan: Any
    indicator: Any
    task: Any
    yearly_task: Any
    own_task: Any
    call: Any
    proof: Any
    difficulty: Any
    inspection: Any
    thread: Any
    activity: Any
    official: Any
    file: Any


def plan_text(entries: list[Any], *, tasks: int) -> str:
    """Return the sample plan as one of Khánh Hòa, with a row for each entry of the catalogue and so many tasks."""
    from ansinh.cli.demo_running import SAMPLE

    lines = (
        SAMPLE.read_text("utf-8").replace(SAMPLE_PLACE.upper(), SEAT.upper()).replace(SAMPLE_PLACE, SEAT).split("\n")
    )
    own = [f"| {at} | {_row(at, one)} |" for at, one in enumerate(entries, 1)]
    at_rows, at_tasks = (next(at for at, line in enumerate(lines) if line.startswith(head)) for head in TABLES)
    works = [
        f"| {at} | Tổ chức thực hiện việc số {at} của kế hoạch | {LEADS[at % 5]} | {LEADS[(at + 1) % 5]} "
        f"| Báo cáo | {WORKS[at % 4]} |"
        for at in range(1, tasks + 1)
    ]
    between = [line for line in lines[at_rows + 2 : at_tasks] if not line.startswith("|")]
    return "\n".join([*lines[: at_rows + 2], *own, *between, *lines[at_tasks : at_tasks + 2], *works, ""])


def _row(at: int, entry: Any) -> str:
    first, last = ("< 30", "< 20") if entry.direction == "down" else ("> 80", "> 90")
    return f"{entry.name_vi} | {entry.unit} | {first} | {last} | {LEADS[at % 5]}"


def make_plan(entries: list[Any], *, tasks: int, place: Any, actor: Any, now: datetime) -> Any:
    """Hand the plan in, have it read, accept every row, put it to work; its indicators are bound to the catalogue."""
    from ansinh.apps.planning.models import BindingState, IndicatorBinding, Plan
    from ansinh.apps.planning.services.activation import activate_plan
    from ansinh.apps.planning.services.scope import choose_scope
    from ansinh.apps.planning.services.uploading import read_plan, upload_plan
    from ansinh.cli.demo_running import accept_all

    content = plan_text(entries, tasks=tasks).encode()
    plan = upload_plan(name="ke-hoach-do-toc-do.md", content=content, actor=actor, now=now)
    read_plan(plan_id=plan.pk, tell=lambda *_: None)
    plan = Plan.objects.get(pk=plan.pk)
    if plan.scope_unit_id is None:
        choose_scope(plan_id=plan.pk, unit_id=place.pk, actor=actor, now=now)
    accept_all(plan, actor, now)
    plan = activate_plan(plan_id=plan.pk, actor=actor, now=now)
    bound = IndicatorBinding.objects.filter(indicator__plan=plan, entry__in=entries)
    bound.update(state=BindingState.CONFIRMED, decided_by=actor, decided_at=now)
    there = plan.indicators.count()
    assert (there, bound.count()) == (len(entries), len(entries)), (there, bound.count(), len(entries))
    assert plan.tasks.count() == tasks
    return plan


def fill_room(*, plan: Any, people: dict[str, Any], many: int, now: datetime) -> Matters:
    """Put so many of each thing into the room, by its services; return one of each."""
    from ansinh.apps.planning.models import Indicator, Task
    from ansinh.apps.reporting.services.activities import add_activity, add_step
    from ansinh.apps.reporting.services.difficulties import move_difficulty, raise_difficulty
    from ansinh.apps.reporting.services.inspections import add_record, add_remedy, plan_inspection
    from ansinh.apps.reporting.services.supervision import ask, write

    coordinator, agent, auditor = people["coordinator"], people["agent"], people["auditor"]
    today = now.date()
    until = today + timedelta(days=20)
    tasks = list(Task.objects.filter(plan=plan).order_by("ordinal"))
    own = [one for one in tasks if one.assignments.filter(role="lead", mention__printed=LEADS[0]).exists()]
    proof = _work_on(own, agent, coordinator, now)
    found: dict[str, Any] = {}
    for at in range(many):
        task, title = own[at % len(own)], f"Việc số {at} cần giải quyết"
        about: dict[str, Any] = {"key": uuid4(), "plan": plan, "task": task, "now": now}
        raised = raise_difficulty(title=title, text="Chưa có hướng dẫn.", actor=agent, **about)
        if at % 3 == 0:
            move_difficulty(
                difficulty_id=raised.pk, verb="answer", seen=1, text="Làm theo mẫu.", actor=coordinator, now=now
            )
        thread = ask(
            title=title, text="Vì sao chậm?", supervisor="council", actor=auditor, **(about | {"key": uuid4()})
        )
        if at % 2:
            write(thread_id=thread.pk, kind="answer", text="Do thiếu người.", seen=1, actor=agent, now=now)
        event = add_activity(kind="campaign", title=title, from_date=today, actor=agent, **(about | {"key": uuid4()}))
        add_step(activity_id=event.pk, kind="held", on=today, text="Đã làm", seen=0, actor=agent, now=now)
        visit = plan_inspection(
            key=uuid4(), plan=plan, title=title, team="Trưởng đoàn và hai người", from_date=today, to_date=until,
            agency=agent.agency, actor=coordinator, now=now,
        )  # fmt: skip
        for kind, number in (("minutes", ""), ("conclusion", f"{at + 1}/KL")):
            add_record(
                inspection_id=visit.pk, kind=kind, on=today, number=number, text="Đã ghi.", actor=coordinator, now=now
            )
        for part in range(3):
            add_remedy(
                inspection_id=visit.pk, text=f"Khắc phục {part}", who="", due_date=until, actor=coordinator, now=now
            )
        found |= {"difficulty": raised, "thread": thread, "activity": event, "inspection": visit}
    official, file = _official(plan, coordinator, now)
    return Matters(
        plan=plan,
        indicator=Indicator.objects.filter(plan=plan).order_by("ordinal")[0],
        task=tasks[0],
        yearly_task=next(one for one in tasks if one.schedule_kind == "annual"),
        own_task=own[0],
        call=_call(own[0], people, many, now),
        proof=proof,
        official=official,
        file=file,
        **found,
    )


def _work_on(tasks: list[Any], agent: Any, coordinator: Any, now: datetime) -> Any:
    """Say how each task of an agency goes and what it costs, with a file for the first."""
    from ansinh.apps.reporting.models import TaskRun
    from ansinh.apps.reporting.selectors.taskwork import list_instances
    from ansinh.apps.reporting.services.funds import enter_fund
    from ansinh.apps.reporting.services.proofs import keep_proof
    from ansinh.apps.reporting.services.tasks import Progress, report_progress

    today = now.date()
    for task in tasks:
        for one in list_instances(task, on=today)[:2]:
            given = Progress("in_progress", 40, today, done="Đã họp.", next="Lấy ý kiến.")
            report_progress(task_id=task.pk, period=one.code, given=given, seen=0, actor=agent, now=now)
        for kind, amount in (("allocated", 600_000_000), ("spent", 145_000_000)):
            enter_fund(
                task_id=task.pk, kind=kind, source="province", amount_vnd=amount, on=today, document="Quyết định số 1",
                key=uuid4(), actor=coordinator, now=now,
            )  # fmt: skip
    run = TaskRun.objects.filter(task__in=tasks).order_by("pk").first()
    assert run is not None
    return keep_proof(owner=run, field="run", name="anh.png", content=PICTURE, actor=agent, now=now, subject=run.task)


def _call(task: Any, people: dict[str, Any], many: int, now: datetime) -> Any:
    """Collect opinions on a draft: one of each office."""
    from ansinh.apps.reporting.services.opinions import give_opinion, open_call

    today, agent = now.date(), people["agent"]
    call = open_call(
        key=uuid4(), task_id=task.pk, title="Dự thảo đề án", opened_on=today, closes_on=today + timedelta(days=9),
        actor=agent, now=now,
    )  # fmt: skip
    for at in range(many):
        give_opinion(call=call, text=f"Bổ sung điều {at + 1}", from_name=f"Đơn vị {at}", actor=agent, now=now)
    return call


def _official(plan: Any, actor: Any, now: datetime) -> tuple[Any, Any]:
    """Begin a yearly report, lock its figures twice, write its parts and keep its DOCX and annex."""
    import hashlib

    from ansinh.apps.reporting.models import OfficialFile, OfficialReport
    from ansinh.apps.reporting.services.annexes import write_annex
    from ansinh.apps.reporting.services.composing import compose
    from ansinh.apps.reporting.services.official import begin_official, write_section
    from ansinh.apps.reporting.services.snapshot import take_snapshot
    from ansinh.files.official_docx import write_official

    report = begin_official(
        plan=plan, kind="annual", from_year=now.year, to_year=now.year, actor=actor, now=now, form="state",
        about="Kết quả thực hiện năm", issuer=f"Ủy ban nhân dân {PLACE}", number=5, symbol="BC-UBND", place=SEAT,
        issued_on=date(now.year, 12, 5), sign_for="TM. ỦY BAN NHÂN DÂN", signer_title="CHỦ TỊCH", signer="Người Ký",
        recipients=["Bộ Nội vụ", "Lưu: VT"],
    )  # fmt: skip
    for section in report.sections.filter(kind="text"):
        write_section(section_id=section.pk, body="Đã triển khai đúng tiến độ.", actor=actor, now=now)
    for _ in range(2):
        take_snapshot(report_id=report.pk, actor=actor, now=now, day=now.date())
    report = OfficialReport.objects.get(pk=report.pk)
    file = None
    for kind, content in (("docx", write_official(compose(report))), ("xlsx", write_annex(report))):
        file = OfficialFile.objects.create(
            report=report, snapshot=report.snapshot, kind=kind, content=content, made_by=actor, made_at=now,
            sha256=hashlib.sha256(content).hexdigest(),
        )  # fmt: skip
    return report, file
