# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""How fast the pages of plans over time are with the whole country in them: median milliseconds and statements.

``python -m bench.over_time [--small]`` starts a database of its own with 34 + 63 provinces, 3,321 and 10,047 communes
and the directory of agencies; a plan of the former Khánh Hòa with 105 indicators and 140 tasks that 167 own plans stand
under, changed once and being taken over, the plan of the other province, and the plans kept for reference. Every page
of units, agencies, versions, taking over, cascade and catalogue is opened as a coordinator of today's Khánh Hòa.
Limits: 300 ms, 30 statements. The last line printed is one JSON object; the exit code is 1 when a limit is broken.
``--small`` opens each page fewer times and ends within 50 seconds. Milliseconds of the processor stand beside those of
the clock, since a shared machine makes the clock slow.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bench.territory import LIMIT_MS, LIMIT_STATEMENTS, coordinator, run, timed

INDICATORS, TASKS, OWN_PLANS, LINKS = 105, 140, 167, 20
PLACES = (
    "/don-vi/", "/don-vi/?luc=truoc", "/don-vi/?name=binh+dien", "/don-vi/20035/2025-07-01/", "/don-vi/56/2025-07-01/",
    "/don-vi/480/2021-01-01/", "/don-vi/doi-tu-1-7-2025/", "/don-vi/chua-ro-phan-chia/", "/don-vi/chuyen-so-lieu/",
    "/co-quan/", "/co-quan/{ended}/", "/co-quan/{heir}/", "/ke-hoach/danh-muc/", "/ke-hoach/danh-muc/{entry}/",
    "/ke-hoach/so-sanh/", "/ke-hoach/so-sanh/{entry}/", "/ke-hoach/",
)  # fmt: skip
OF_PLAN = (
    "co-quan-giu-viec/", "co-quan-giu-viec/?xem=derived", "nhiem-vu/", "nhiem-vu/?ngay=01/10/2024", "nhiem-vu/{task}/",
    "tong-quan/", "tong-quan/?ngay=01/10/2024", "chi-tieu/", "chi-tieu/?ngay=01/10/2024", "chi-tieu/{indicator}/",
    "thoi-han/", "dien-bien/", "phien-ban/{version}/", "tiep-nhan/", "tiep-nhan/?loai=task", "tiep-nhan/{decision}/",
    "tiep-nhan/xem-truoc/", "pham-vi/", "cap-duoi/", "cap-tren/", "danh-muc/", "van-ban/", "can-cu/", "so-goc/",
    "trang-thai-dau/",
)  # fmt: skip
OF_OWN = ("cap-tren/", "cap-tren/{link}/bo-sot/", "chi-tieu/{own}/")

HEAD = """ỦY BAN NHÂN DÂN TỈNH {place}

Số: {number}/KH-UBND

{name}, ngày 09 tháng 8 năm 2024

KẾ HOẠCH

Đo tốc độ: chính sách xã hội đến năm 2030

Ủy ban nhân dân tỉnh {name} ban hành Kế hoạch như sau:

I. TỔ CHỨC THỰC HIỆN

1. Các sở, ban, ngành; Ủy ban nhân dân các huyện, thị xã, thành phố; Ủy ban nhân dân các xã, phường, thị trấn xây dựng kế hoạch thực hiện, hoàn thành trước ngày 30/8/2024.

2. Các sở, ban, ngành báo cáo kết quả về Sở Lao động - Thương binh và Xã hội trước ngày 25/11 hằng năm.

PHỤ LỤC I

CHỈ TIÊU

| STT | Chỉ tiêu | Đơn vị tính | Mục tiêu đến năm 2025 | Mục tiêu đến năm 2030 | Cơ quan chủ trì |
|---|---|---|---|---|---|
"""
WORKS = (
    ("Sở Lao động - Thương binh và Xã hội", "tạo việc làm cho người lao động"),
    ("Sở Lao động - Thương binh và Xã hội", "trợ giúp xã hội cho nhóm"),
    ("Sở Lao động - Thương binh và Xã hội", "giảm nghèo đa chiều ở vùng"),
    ("Sở Kế hoạch và Đầu tư", "cân đối nguồn lực cho dự án"),
    ("Sở Y tế", "khám sức khỏe định kỳ cho nhóm"),
    ("Sở Thông tin và Truyền thông", "phát thanh, truyền thông ở cụm"),
    ("Sở Giáo dục và Đào tạo", "phổ cập giáo dục ở cụm"),
)


def main() -> int:
    """Measure and print; see the docstring of the module."""
    return run(measure, str(__doc__))


def measure(server: Any, *, times: int) -> dict[str, Any]:
    """Load the country, make the plans, open the pages."""
    from ansinh.cli.serve import prepare

    prepare(server)
    from django.conf import settings
    from django.test import Client

    from ansinh.site.memory import settle_memory

    logging.disable(logging.INFO)
    settings.ALLOWED_HOSTS = ["*"]
    made = make_all(datetime.now(UTC))
    settle_memory()
    client = Client()
    client.force_login(made.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    pages = [page.format(**made.names) for page in PLACES]
    pages += [f"/ke-hoach/{made.plan.pk}/{page.format(**made.names)}" for page in OF_PLAN]
    pages += [f"/ke-hoach/{made.own.pk}/{page.format(**made.names)}" for page in OF_OWN]
    return {
        "limit_ms": LIMIT_MS,
        "limit_statements": LIMIT_STATEMENTS,
        "indicators": made.plan.indicators.count(),
        "tasks": made.plan.tasks.count(),
        "own_plans": made.plan.own_plans.count(),
        "pages": {
            page.replace(str(made.plan.pk), "…").replace(str(made.own.pk), "…dưới"): timed(client, page, times)
            for page in pages
        },
    }


@dataclass(frozen=True, slots=True)
class Made:
    """What the pages are opened on."""

    user: Any
    plan: Any
    own: Any
    names: dict[str, Any]


def plan_text(name: str, number: int) -> str:
    """Return the text of a province's plan of the full size, of our own wording."""
    from ansinh.core.catalogue import load_entries

    known = [entry.name_vi for entry in load_entries().values() if entry.unit == "%"]
    names = [known[at] if at < len(known) else f"Tỷ lệ xã có mô hình chăm sóc số {at}" for at in range(INDICATORS)]
    rows = [
        f"| {at} | {one} | % | {30 + at % 60} | {35 + at % 60} | {WORKS[at % len(WORKS)][0]} |"
        for at, one in enumerate(names, 1)
    ]
    tasks = [
        f"| {at} | Tổ chức {what} số {at} | {who} | UBND các huyện, thị xã, thành phố | Báo cáo | {2024 + at % 7} |"
        for at in range(1, TASKS + 1)
        for who, what in (WORKS[at % len(WORKS)],)
    ]
    head = "| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Sản phẩm | Thời gian thực hiện |\n|---|---|---|---|---|---|"
    begun = HEAD.format(place=name.upper(), name=name, number=number)
    return begun + "\n".join([*rows, "", "PHỤ LỤC II", "", "NHIỆM VỤ", "", head, *tasks, ""])


def make_plan(name: str, number: int, user: Any, now: datetime) -> Any:
    """Hand a plan in, have it read, accept all of it and put it to work."""
    from ansinh.apps.planning.models import Plan, ReviewState
    from ansinh.apps.planning.services.activation import activate_plan
    from ansinh.apps.planning.services.uploading import read_plan, upload_plan
    from ansinh.apps.planning.services.values import KINDS

    plan = upload_plan(name=f"{number}.md", content=plan_text(name, number).encode(), actor=user, now=now)
    read_plan(plan_id=plan.pk, tell=lambda *_: None)
    for kind in KINDS.values():
        rows = kind.model._default_manager.filter(plan=plan)
        rows.update(state=ReviewState.ACCEPTED, decided_by=user, decided_at=now)
    activate_plan(plan_id=plan.pk, actor=user, now=now)
    return Plan.objects.get(pk=plan.pk)


def make_all(now: datetime) -> Made:
    """Make the plans with all that hangs on them."""
    from ansinh.apps.planning.models import CatalogueIndicator
    from ansinh.apps.planning.services.carrying import open_takeover
    from ansinh.apps.planning.services.drafting import drop_item
    from ansinh.apps.planning.services.reference import load_reference_plan
    from ansinh.apps.planning.services.versions import open_version, put_in_force
    from ansinh.apps.territory.models import Agency
    from ansinh.cli.facts import load_facts, plan_names

    user = coordinator(now)
    for facts in map(load_facts, plan_names()):
        if facts["indicators"]:
            load_reference_plan(facts=facts, actor=user, now=now)
    partner = make_plan("Ninh Thuận", 7001, user, now)
    plan = make_plan("Khánh Hòa", 7002, user, now)
    links, own = make_own_plans(plan, user, now)
    dropped = plan.tasks.order_by("ordinal").last()
    version = open_version(plan_id=plan.pk, title="Thôi một việc", reason="Đo", actor=user, now=now)
    drop_item(version_id=version.pk, kind_code="task", item_id=dropped.pk, reason="Đo", actor=user, now=now)
    put_in_force(version_id=version.pk, in_force_on=date(2025, 3, 1), expected_revision=None, actor=user, now=now)
    takeover = open_takeover(
        plan_id=plan.pk,
        issuer_after="Ủy ban nhân dân tỉnh Khánh Hòa",
        partner_id=partner.pk,
        actor=user,
        now=now,
        today=now.date(),
    )
    names = {
        "ended": Agency.objects.get(code="so-lao-dong-thuong-binh-va-xa-hoi").pk,
        "heir": Agency.objects.get(code="so-noi-vu").pk,
        "entry": CatalogueIndicator.objects.get(code="unemployment_rate").code,
        "task": plan.tasks.order_by("ordinal")[0].pk,
        "indicator": plan.indicators.order_by("ordinal")[0].pk,
        "version": version.pk,
        "decision": takeover.decisions.order_by("pk")[0].pk,
        "link": links[0].pk,
        "own": own.pk,
    }
    return Made(user, plan, links[0].plan, names)


def make_own_plans(plan: Any, user: Any, now: datetime) -> tuple[list[Any], Any]:
    """Put the own plans of communes and districts under a plan, each linked with its first indicators."""
    from django.db.models import Q

    from ansinh.apps.planning.models import CascadeLink, Indicator, Plan, PlanAbove, PlanFile, Target
    from ansinh.apps.territory.models import Unit

    inside = Q(parent__code__in=("56", "58")) | Q(parent__parent__code__in=("56", "58"))
    rows = Unit.objects.filter(inside, valid_to=date(2025, 7, 1)).order_by("-parent__parent__code", "code")
    units = sorted(rows, key=lambda one: one.level != "commune")[:OWN_PLANS]
    files = PlanFile.objects.bulk_create(
        PlanFile(
            name=f"{at}.md", kind="md", sha256=f"{at:064d}", size=1, content=b"x", uploaded_by=user, uploaded_at=now
        )
        for at in range(len(units))
    )
    plans = Plan.objects.bulk_create(
        Plan(
            file=file, state="running", type="Kế hoạch", number=f"{at}/KH-UBND", issuer=f"Ủy ban nhân dân {unit.name}",
            issued_on=date(2024, 8, 25), scope_unit=unit, created_at=now, activated_by=user, activated_at=now,
        )
        for at, (file, unit) in enumerate(zip(files, units, strict=True))
    )  # fmt: skip
    said = {"state": "accepted", "version": 1, "decided_by": user, "decided_at": now}
    links = PlanAbove.objects.bulk_create(
        PlanAbove(plan=own, above=plan, unit=unit, **said) for own, unit in zip(plans, units, strict=True)
    )
    uppers = list(plan.indicators.order_by("ordinal"))[:LINKS]
    lowers = Indicator.objects.bulk_create(
        Indicator(
            plan=own, ordinal=at, span_start=0, span_end=1, no=str(at), name=upper.name, source="annex", state="accepted",
            decided_by=user, decided_at=now,
        )
        for own in plans
        for at, upper in enumerate(uppers)
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(indicator=row, ordinal=0, year=2030, raw="50", comparator="=", low=50, high=50) for row in lowers
    )
    CascadeLink.objects.bulk_create(
        CascadeLink(plan_above=link, above_indicator=upper, own_indicator=lowers[number * len(uppers) + at], **said)
        for number, link in enumerate(links)
        for at, upper in enumerate(uppers)
    )
    return links, lowers[0]


if __name__ == "__main__":
    sys.exit(main())
