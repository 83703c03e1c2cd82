"""A plan whose tasks a dissolved department leads, in the small country of the territory tests."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from tests.apps.planning.factories import make_plan, plan_markdown
from tests.apps.territory.country import Country, make_country

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Assignment, Indicator, Plan, Task
from ansinh.apps.territory.models import Agency
from ansinh.apps.territory.services.directory import seed_directory

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
LABOUR = "Sở LĐTB&XH"


def make_held_plan(actor: User, *, tasks: tuple[tuple[str, str], ...] = (), country: Country | None = None) -> Plan:
    """Return a plan of 2024 of the old Khánh Hòa; ``tasks`` are (words, lead)."""
    units = country or make_country()
    if not Agency.objects.exists():
        seed_directory()
    rows = tasks or (
        ("Giải quyết việc làm cho thanh niên", LABOUR),
        ("Đào tạo nghề gắn với giải quyết việc làm", LABOUR),
        ("Đào tạo nghề, giới thiệu việc làm cho bộ đội xuất ngũ", LABOUR),
        ("Khám sức khỏe định kỳ cho học sinh", "Sở Y tế"),
    )
    lines = [
        f"| {number} | {name} | {lead} | Các sở, ban, ngành | Kế hoạch | 2027 |"
        for number, (name, lead) in enumerate(rows, start=1)
    ]
    text = plan_markdown()
    head = text.index("| STT | Nhiệm vụ |")
    top = "\n".join(text[head:].split("\n")[:2])
    plan = make_plan(actor=actor, text=text[:head] + top + "\n" + "\n".join(lines) + "\n", name="cu.md")
    plan.issued_on, plan.scope_unit = dt.date(2024, 8, 1), units.khanh_hoa
    plan.save()
    for model in (Task, Indicator):
        model.objects.filter(plan=plan).update(state="accepted", decided_by=actor, decided_at=timezone.now())  # type: ignore[attr-defined]
    return plan


def lead_of(plan: Plan, words: str) -> Assignment:
    """Return who leads the task of these words."""
    return Assignment.objects.get(mention__plan=plan, role="lead", task__name__startswith=words)
