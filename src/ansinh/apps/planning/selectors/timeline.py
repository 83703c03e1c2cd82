"""What happened to a plan and what is coming, as one line of points."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from ansinh.apps.planning.models import Plan, PlanVersion, Takeover, VersionOrigin, VersionState
from ansinh.apps.planning.selectors.calendar import list_deadlines, nearest
from ansinh.apps.planning.selectors.versions import say_unit


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the line: the day, what in a sentence, more about it, and where to read on."""

    on: date | None
    what: str
    more: str = ""
    url: str = ""
    done: bool = True


def list_points(
    plan: Plan, *, today: date, versions: list[PlanVersion], takeover: Takeover | None, amending: list[Plan]
) -> list[Point]:
    """Return the points of a plan's life in order of days; those without a day stand last."""
    points = [
        *_beginnings(plan),
        *_versions(plan, versions, today),
        *_of_unit(plan, takeover, today),
        *_amending(amending),
    ]
    points += _deadlines(plan, today)
    return sorted(points, key=lambda point: (point.on is None, point.on or today, not point.done))


def _beginnings(plan: Plan) -> list[Point]:
    document = reverse("planning:document", args=[plan.pk])
    points = [Point(plan.issued_on, f"{plan.short_title} ban hành", plan.issuer, document)] if plan.issued_on else []
    points.append(Point(timezone.localdate(plan.created_at), "Đưa văn bản vào hệ thống, máy đọc"))
    if plan.activated_at is not None:
        who = plan.activated_by.get_full_name() if plan.activated_by else ""
        points.append(Point(timezone.localdate(plan.activated_at), "Rà soát xong, đưa vào thực hiện", who))
    return points


def _versions(plan: Plan, versions: list[PlanVersion], today: date) -> list[Point]:
    points = []
    for version in versions:
        if version.state == VersionState.DISCARDED or version.origin == VersionOrigin.ISSUED:
            continue
        points.append(_version(plan, version, today))
    return points


def _version(plan: Plan, version: PlanVersion, today: date) -> Point:
    url = reverse("planning:version", args=[plan.pk, version.pk])
    count = version.change_count  # type: ignore[attr-defined]
    if version.state == VersionState.DRAFT:
        return Point(version.in_force_on, f"Dự thảo: {version.title}", f"{count} thay đổi đã nhận", url, done=False)
    begun = version.in_force_on is not None and version.in_force_on <= today
    word = "có hiệu lực" if begun else "sẽ có hiệu lực"
    by = version.settled_by.get_full_name() if version.settled_by else ""
    more = " · ".join(part for part in (version.title, version.instrument, f"{count} thay đổi", by) if part)
    return Point(version.in_force_on, f"{version} {word}", more, url, done=begun)


def _of_unit(plan: Plan, takeover: Takeover | None, today: date) -> list[Point]:
    unit = takeover.from_unit if takeover is not None else plan.scope_unit
    if unit is None or unit.valid_to is None:
        return []
    url = reverse("planning:takeover", args=[plan.pk])
    points = [Point(unit.valid_to, f"{say_unit(unit)} kết thúc", done=unit.valid_to <= today)]
    if takeover is None:
        return [
            *points,
            Point(None, "Chờ tiếp nhận kế hoạch", "quyết từng chỉ tiêu, nhiệm vụ, báo cáo", url, done=False),
        ]
    return [*points, _takeover(takeover, url)]


def _takeover(takeover: Takeover, url: str) -> Point:
    if takeover.finished_at is not None:
        waiting = takeover.decisions.filter(choice="wait").count()
        more = f"{waiting} nội dung chờ gộp" if waiting else f"{takeover.to_unit.name}"
        return Point(timezone.localdate(takeover.finished_at), "Tiếp nhận xong", more, url)
    left = takeover.decisions.filter(choice="undecided").count()
    return Point(None, "Đang tiếp nhận", f"còn {left} nội dung chưa quyết", url, done=False)


def _amending(amending: list[Plan]) -> list[Point]:
    return [
        Point(
            document.issued_on,
            f"{document.short_title} sửa đổi kế hoạch này",
            "chưa đối chiếu",
            reverse("planning:plan", args=[document.pk]),
            done=False,
        )
        for document in amending
    ]


def _deadlines(plan: Plan, today: date) -> list[Point]:
    """Return the last day on which something was due and the next: the whole list has its own page.

    What comes again counts once behind and once ahead.
    """
    url = reverse("planning:deadlines", args=[plan.pk])
    days = [deadline.on for deadline in nearest(list_deadlines(plan), today=today)]
    past = [day for day in days if day < today]
    coming = [day for day in days if day >= today]
    points = []
    if past:
        points.append(Point(past[-1], f"{len(past)} việc có hạn đã qua", "hạn gần nhất đã qua", f"{url}?tu=ca"))
    if coming:
        due = coming.count(coming[0])
        points.append(
            Point(
                coming[0],
                f"{due} việc đến hạn",
                f"hạn tiếp theo; {len(coming)} việc còn hạn phía trước",
                url,
                done=False,
            )
        )
    return points
