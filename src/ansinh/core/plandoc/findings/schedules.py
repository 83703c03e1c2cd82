"""When tasks run, and whether somebody carries each target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ansinh.core.plandoc.findings.plan import Plan
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.values import raw_of
from ansinh.core.plandoc.findings.words import content, cut, words

_PERIOD = re.compile(r"giai đoạn\s+(?:từ\s+)?(?:năm\s+)?(?P<from>20\d\d)\s*[-–]\s*(?P<to>20\d\d)", re.IGNORECASE)


@rule("tien-do.truoc-ban-hanh", severity="medium", title="Thời gian thực hiện ở trước ngày ban hành kế hoạch")
def before_the_plan(plan: Plan) -> Iterator[Hit]:
    """A task to be done in a year that was over when the plan was signed."""
    issued = plan.reading.document.issued_on
    for index, task in enumerate(plan.reading.tasks):
        schedule = task.schedule
        last = schedule and (schedule.to_year or schedule.from_year)
        if issued and last and last < issued.year:
            yield Hit(
                f"{plan.task_name(index)}, thời gian",
                " ".join((task.schedule_raw or str(last)).split()),
                f"Thời gian thực hiện đã qua khi kế hoạch ban hành (năm {issued.year}).",
                None,
                plan.task_subject(index),
                (task.span,),
            )


@rule("tien-do.sau-ke-hoach", severity="medium", title="Thời gian thực hiện ở sau thời kỳ của kế hoạch")
def after_the_plan(plan: Plan) -> Iterator[Hit]:
    """A task for 2032 in a plan "giai đoạn 2026 - 2030"."""
    period = _PERIOD.search(" ".join((plan.reading.document.title or "").split()))
    if period is None:
        return
    last = int(period["to"])
    for index, task in enumerate(plan.reading.tasks):
        first = task.schedule.from_year if task.schedule else None
        if first and first > last:
            yield Hit(
                f"{plan.task_name(index)}, thời gian",
                " ".join((task.schedule_raw or str(first)).split()),
                f"Thời gian thực hiện ở sau thời kỳ của kế hoạch (đến năm {last}).",
                None,
                plan.task_subject(index),
                (task.span,),
            )


@rule("tien-do.lech-giai-doan", severity="low", title="Thời gian thực hiện lệch với giai đoạn của chương trình")
def outside_programme(plan: Plan) -> Iterator[Hit]:
    """A programme to 2030 scheduled to 2025 only, or one that ended in 2025 scheduled every year."""
    for index, task in enumerate(plan.reading.tasks):
        period = _PERIOD.search(task.name)
        schedule = task.schedule
        if not period or schedule is None or len(_PERIOD.findall(task.name)) > 1:
            continue
        first, last = int(period["from"]), int(period["to"])
        note, severity = "", None
        if schedule.kind in ("annual", "quarter_annual") and not schedule.to_year:
            issued = plan.reading.document.issued_on
            if issued and last - issued.year <= 2:
                note = f"Lịch hằng năm không có năm kết thúc, trong khi chương trình kết thúc năm {last}."
        elif schedule.from_year and schedule.from_year > last:
            note, severity = f"Thời gian thực hiện sau khi chương trình đã kết thúc (năm {last}).", "medium"
        elif schedule.kind == "years" and schedule.to_year and first <= schedule.to_year <= last - 3:
            note = f"Chương trình chạy đến năm {last} nhưng thời gian thực hiện dừng ở năm {schedule.to_year}."
        if note:
            yield Hit(
                f"{plan.task_name(index)}, thời gian",
                f"{' '.join(period.group().split())}; {' '.join((task.schedule_raw or '').split())}",
                note,
                None,
                plan.task_subject(index),
                (task.span,),
                "medium" if severity else None,
            )


@rule("tien-do.hai-lich", severity="low", title="Hai lịch trong một ô thời gian")
def two_schedules(plan: Plan) -> Iterator[Hit]:
    """ "Hằng năm hoặc theo yêu cầu": which of the two is followed up?"""
    for index, task in enumerate(plan.reading.tasks):
        raw = " ".join((task.schedule_raw or "").split())
        if re.search(r"\shoặc\s", raw):
            yield Hit(
                f"{plan.task_name(index)}, thời gian",
                raw,
                "Hai lịch ghép làm một: không rõ theo dõi theo lịch nào.",
                raw.split(" hoặc ")[0],
                plan.task_subject(index),
                (task.span,),
            )


@rule("tien-do.chi-tieu-khong-nguoi-lam", severity="low", title="Chỉ tiêu không có nhiệm vụ nào thực hiện")
def target_without_task(plan: Plan) -> Iterator[Hit]:
    """Figures promised in the running text that no row of the annex of tasks carries."""
    rows = plan.reading.indicators
    tasks = [t for t in plan.reading.tasks if t.source == "annex"]
    if len(tasks) < 8 or any(row.source == "annex" for row in rows):
        return
    bags = [content(f"{task.name} {task.product or ''}") for task in tasks[:2000]]
    lost = []
    for index, row in enumerate(rows[:600]):
        stated = [t for t in row.targets if t.comparator not in (None, "qualitative")]
        wanted = content(f"{row.name} {row.dimension or ''}")
        if not stated or len(wanted) < 2:
            continue
        if max(len(wanted & bag) / len(wanted) for bag in bags) < 0.6:
            lost.append(index)
    if len(lost) < 2 or len(lost) == len(rows):
        return
    shown = "; ".join(f"{cut(rows[i].name, 60)} {raw_of(rows[i].targets[-1])}" for i in lost)
    yield Hit(
        f"{plan.where(rows[lost[0]].span.start)} so với phụ lục nhiệm vụ",
        cut(shown, 900),
        f"{len(lost)} chỉ tiêu không có nhiệm vụ nào trong phụ lục mang nội dung đó: không rõ ai thực hiện.",
        "Giao từng chỉ tiêu cho một cơ quan chủ trì.",
        plan.indicator_subject(lost[0]),
        tuple(rows[i].span for i in lost[:30]),
    )


@rule(
    "tien-do.san-pham-khong-khop", severity="low", title="Tên nhiệm vụ chứa chỉ tiêu của năm cuối nhưng lịch hằng năm"
)
def final_target_every_year(plan: Plan) -> Iterator[Hit]:
    """Targets for 2030 repeated as the name of a yearly task: the year of the target is lost."""
    for index, task in enumerate(plan.reading.tasks):
        yearly = task.schedule is not None and task.schedule.kind == "annual"
        shares = re.findall(r"\d[\d.,]*\s?%", task.name)
        if task.source == "annex" and yearly and len(shares) >= 2 and "năm" not in words(task.name):
            yield Hit(
                f"{plan.task_name(index)}, thời gian",
                f"{' ... '.join(shares)}; {' '.join((task.schedule_raw or '').split())}",
                "Chỉ tiêu của năm cuối ghi trong tên nhiệm vụ có lịch hằng năm: mất năm phải đạt.",
                None,
                plan.task_subject(index),
                (task.span,),
            )


RULES = (
    before_the_plan,
    after_the_plan,
    outside_programme,
    two_schedules,
    target_without_task,
    final_target_every_year,
)
