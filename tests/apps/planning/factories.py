"""Plans of our own wording, put into the tables the way the program does it."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import Indicator, Plan, PlanFile, PlanState, ReportDuty, ReviewState, Task
from ansinh.apps.planning.services.activation import activate_plan
from ansinh.apps.planning.services.storing import store_reading
from ansinh.apps.planning.services.values import KINDS
from ansinh.apps.territory.models import ChangeKind, Unit, UnitChange, UnitKind, UnitLevel
from ansinh.apps.territory.words import search_key
from ansinh.core.plandoc.pipeline import parse
from ansinh.files import open_plan

NOW = dt.datetime(2026, 11, 22, 8, 0, tzinfo=dt.UTC)

ROWS = [
    ("1", "Tỷ lệ trẻ em mầm non được học 2 buổi/ngày", "%", "95", "100"),
    ("2", "Tỷ lệ đi học đúng tuổi cấp tiểu học", "%", "99", "> 99,5"),
    ("3", "Tỷ lệ đi học đúng tuổi cấp trung học cơ sở", "%", "95", "> 975"),
    ("4", "Tỷ lệ hộ nghèo đa chiều", "%", "3,5", "≥ 1"),
    ("5", "Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "95", "980"),
    ("6", "Tỷ lệ lao động qua đào tạo", "%", "70", "7,5"),
    ("7", "Tỷ lệ thất nghiệp khu vực thành thị", "%", "< 3", "> 2,5"),
    ("8", "Số giường bệnh trên một vạn dân", "giường", "30", "3,5"),
    ("9", "Số bác sĩ trên một vạn dân", "bác sĩ", "11", "1,4"),
    ("10", "Tỷ lệ hộ gia đình dùng nước sạch", "%", "90", "9,5"),
    ("11", "Tỷ lệ chất thải rắn đô thị được thu gom", "%", "92", "99"),
    ("12", "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể thấp còi", "%", "15", "> 12"),
    ("13", "Tỷ lệ trẻ em được tiêm chủng đầy đủ", "%", "95", "998"),
    ("14", "Tỷ lệ người cao tuổi được khám sức khỏe định kỳ", "%", "70", "80"),
]
# The ten rows above whose value for 2030 is wrong, and what the author meant.
MEANT = {
    "3": (">", "97,5"),
    "4": ("<=", "1"),
    "5": ("=", "98"),
    "6": ("=", "75"),
    "7": ("<", "2,5"),
    "8": ("=", "35"),
    "9": ("=", "14"),
    "10": ("=", "95"),
    "12": ("<", "12"),
    "13": ("=", "99,8"),
}
TASKS = [
    ("1", "Xây dựng đề án trợ giúp xã hội cộng đồng", "Sở Y tế", "Sở Tài chính", "Đề án", "2027"),
    (
        "2",
        "Tổ chức phiên giao dịch việc làm lưu động",
        "Sở Nội vụ",
        "UBND các xã, phường",
        "Phiên giao dịch",
        "Hằng năm",
    ),
    (
        "3",
        "Cập nhật cơ sở dữ liệu an sinh dùng chung",
        "Sở Khoa học và Công nghệ",
        "Sở Nội vụ",
        "Cơ sở dữ liệu",
        "Quý II/2028",
    ),
]


def plan_markdown(*, number: str = "45/KH-UBND") -> str:
    """Return a plan with an annex of indicators and one of tasks, as a markdown document."""
    lines = [
        "ỦY BAN NHÂN DÂN TỈNH BÌNH MINH",
        "",
        f"Số: {number}",
        "",
        "Bình Minh, ngày 12 tháng 3 năm 2026",
        "",
        "KẾ HOẠCH",
        "",
        "Thực hiện chính sách an sinh xã hội giai đoạn 2026 - 2030",
        "",
        "Thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Ban Chấp hành Trung ương Đảng khóa XIII, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:",
        "",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "",
        "1. Mục đích",
        "",
        "Bảo đảm mọi người dân được tiếp cận dịch vụ xã hội cơ bản.",
        "",
        "II. TỔ CHỨC THỰC HIỆN",
        "",
        "1. Các sở, ban, ngành; Ủy ban nhân dân các xã, phường báo cáo kết quả về Sở Nội vụ trước ngày 25/11 hằng năm.",
        "",
        "2. Sở Nội vụ tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 05/12 hằng năm.",
        "",
        "PHỤ LỤC I",
        "",
        "CHỈ TIÊU CHỦ YẾU",
        "",
        "| STT | Chỉ tiêu | Đơn vị tính | Mục tiêu đến năm 2027 | Mục tiêu đến năm 2030 | Cơ quan chủ trì |",
        "|---|---|---|---|---|---|",
        *(f"| {no} | {name} | {unit} | {first} | {last} | Sở Y tế |" for no, name, unit, first, last in ROWS),
        "",
        "PHỤ LỤC II",
        "",
        "NHIỆM VỤ TRỌNG TÂM",
        "",
        "| STT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm | Thời gian thực hiện |",
        "|---|---|---|---|---|---|",
        *(f"| {' | '.join(task)} |" for task in TASKS),
        "",
    ]
    return "\n".join(lines)


def make_user(name: str = "Trần Thị Điều Phối", *roles: Role, **values: Any) -> User:
    """Return somebody who logs in with roles (a coordinator unless said otherwise)."""
    username = values.pop("username", f"u{User.objects.count() + 1}")
    return User.objects.create(
        username=username, full_name=name, roles=[str(role) for role in roles or (Role.COORDINATOR,)], **values
    )


def keep_file(name: str, content: bytes, *, actor: User) -> PlanFile:
    """Return a document as it was handed in."""
    return PlanFile.objects.create(
        name=name,
        kind=name.rsplit(".", 1)[-1],
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        uploaded_by=actor,
        uploaded_at=NOW,
    )


def make_plan(*, actor: User, text: str | None = None, name: str = "ke-hoach.md", content: bytes | None = None) -> Plan:
    """Return a plan read from a document and waiting for review."""
    content = (plan_markdown() if text is None else text).encode() if content is None else content
    file = keep_file(name, content, actor=actor)
    plan = Plan.objects.create(file=file, created_at=NOW)
    store_reading(plan=plan, reading=parse(open_plan(content, name=name)))
    plan.refresh_from_db()
    return plan


def accept_all(plan: Plan, *, actor: User) -> Plan:
    """Accept every row of a plan at once, as one who has looked at each."""
    for kind in KINDS.values():
        kind.model._default_manager.filter(plan=plan).update(
            state=ReviewState.ACCEPTED, decided_by=actor, decided_at=NOW
        )
    return plan


def make_running_plan(*, actor: User, text: str | None = None, name: str = "ke-hoach.md") -> Plan:
    """Return a plan that was read, accepted and put to work."""
    plan = accept_all(make_plan(actor=actor, text=text, name=name), actor=actor)
    return activate_plan(plan_id=plan.pk, actor=actor, now=NOW)


SAMPLES = Path(__file__).resolve().parents[3] / "src" / "ansinh" / "samples"


def make_sample(*, actor: User, name: str = "ke-hoach-mau-binh-minh.docx") -> Plan:
    """Return one of the documents that come with the program, read and accepted; not yet put to work."""
    return accept_all(make_plan(actor=actor, name=Path(name).name, content=(SAMPLES / name).read_bytes()), actor=actor)


REFORM = dt.date(2025, 7, 1)


def make_units() -> dict[str, Unit]:
    """Return two provinces that became one on the day of the reform, which keeps the name and code of the first."""
    common: dict[str, Any] = {"level": UnitLevel.PROVINCE, "kind": UnitKind.PROVINCE}
    begun = dt.date(2004, 1, 1)
    first = {"code": "56", "name": "Khánh Hòa", "search_key": search_key(name="Khánh Hòa", code="56")}
    second = {"code": "58", "name": "Ninh Thuận", "search_key": search_key(name="Ninh Thuận", code="58")}
    units = {
        "old": Unit.objects.create(**first, valid_from=begun, valid_to=REFORM, **common),
        "other": Unit.objects.create(**second, valid_from=begun, valid_to=REFORM, **common),
        "new": Unit.objects.create(**first, valid_from=REFORM, **common),
    }
    for old in ("old", "other"):
        UnitChange.objects.create(old=units[old], new=units["new"], kind=ChangeKind.FULL, share=1, change_date=REFORM)
    return units


def make_plan_of_facts(*, actor: User, facts: str = "khanh-hoa", scope: Unit | None = None) -> Plan:
    """Return a running plan with the annex indicators, tasks and reports whose facts come with the program."""
    stated = json.loads((SAMPLES / "facts" / f"{facts}.json").read_text("utf-8"))
    head = stated["document"]
    content = json.dumps(stated).encode()
    file = keep_file(f"{facts}.json", content, actor=actor)
    plan = Plan.objects.create(
        file=file,
        created_at=NOW,
        state=PlanState.IN_REVIEW,
        number=head["number"],
        type=head["type"],
        issuer=head["issuer"],
        issued_on=dt.date.fromisoformat(head["issued_on"]),
        scope_unit=scope,
    )
    settled: dict[str, Any] = {"state": ReviewState.ACCEPTED, "decided_by": actor, "decided_at": NOW}
    place: dict[str, Any] = {"plan": plan, "span_start": 0, "span_end": 0, **settled}
    for at, row in enumerate(one for one in stated["indicators"] if one["source"] == "annex"):
        indicator = Indicator(
            ordinal=at, source="annex", name=row["name"], no=row["no"] or "", parent_no=row["parent_no"] or "", **place
        )
        indicator.unit, indicator.dimension, indicator.group = (
            row[name] or "" for name in ("unit", "dimension", "group")
        )
        targets = [
            {"raw": str(target["low"] or target["high"] or ""), **target, "comparator": target["comparator"] or ""}
            for target in row["targets"]
        ]
        values = {"targets": targets, "lead": row["lead"] or [], "supporting": row["coordinating"] or []}
        KINDS["indicator"].put(indicator, values)
    for at, row in enumerate(stated["tasks"]):
        # The facts hold no sentences of the document, so a task is called by its number.
        schedule = row["schedule"] or {}
        task = Task(ordinal=at, source="annex", name=f"Nhiệm vụ {row['no']}", no=row["no"], **place)
        task.section, task.schedule_kind = f"Mục {row['no'].split('.')[0]}", schedule.get("kind") or ""
        task.from_year, task.to_year, task.quarter = (schedule.get(name) for name in ("from", "to", "quarter"))
        KINDS["task"].put(task, {"lead": row["lead"] or [], "supporting": row["coordinating"] or []})
    for at, row in enumerate(stated["reporting"]):
        dated = {name: row[name] for name in ("recurrence", "year", "month", "day")}
        ReportDuty.objects.create(ordinal=at, who=row["who"] or "", to=row["to"] or "", **dated, **place)
    return activate_plan(plan_id=plan.pk, actor=actor, now=NOW)
