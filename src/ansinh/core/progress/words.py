"""A status in words: what stands on the screen, and the sentence behind "vì sao?"."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from ansinh.core.progress.goals import Goal, GoalKind
from ansinh.core.progress.moments import write_moment
from ansinh.core.progress.status import Assessment, Point, Status, Thresholds
from ansinh.core.text.numbers import write_number

LABELS: dict[Status, str] = {
    Status.ACHIEVED: "đạt",
    Status.ON_TRACK: "đúng tiến độ",
    Status.SLOW: "chậm",
    Status.VERY_SLOW: "chậm nhiều",
    Status.REVERSING: "đi lùi",
    Status.AT_RISK: "có nguy cơ",
    Status.MISSED: "không hoàn thành",
    Status.NOT_DUE: "chưa đến kỳ",
    Status.NO_DATA: "thiếu số liệu",
    Status.NO_BASELINE: "thiếu số gốc",
    Status.NOT_COMPARABLE: "không so sánh được",
}
_DECIMALS = 4
_RUBRIC = {"rubric_not_yet": "chưa", "rubric_partly": "đang", "rubric_yes": "đạt"}


def figure(value: Decimal | Fraction) -> str:
    """Return a figure as printed, with at most four decimals."""
    number = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else value
    return write_number(round(number, _DECIMALS))


def say_goal(goal: Goal) -> str:
    """Return what the target asks for: "không quá 1", "từ 95 trở lên", "từ 85 đến 90"."""
    if goal.kind is GoalKind.RUBRIC:
        return "hoàn thành theo lời văn"
    low, high = goal.low, goal.high
    if low is not None and high is not None:
        asked = f"đúng {figure(low)}" if low == high else f"từ {figure(low)} đến {figure(high)}"
    elif low is not None:
        asked = f"trên {figure(low)}" if goal.strict else f"từ {figure(low)} trở lên"
    elif high is not None:
        asked = f"dưới {figure(high)}" if goal.strict else f"không quá {figure(high)}"
    else:
        return "không nêu giá trị"
    if goal.kind is GoalKind.CHANGE:
        if low is None and high is not None and high <= 0:
            return f"mỗi năm giảm ít nhất {figure(-high)}"
        if high is None and low is not None and low >= 0:
            return f"mỗi năm tăng ít nhất {figure(low)}"
        return f"mỗi năm thay đổi {asked}"
    return f"bình quân năm {asked}" if goal.kind is GoalKind.AVERAGE else asked


def say_why(found: Assessment, *, baseline: Point | None = None, thresholds: Thresholds | None = None) -> str:
    """Return the sentence behind a status, with the figures it rests on."""
    goal = found.goal
    asked = say_goal(goal) if goal else ""
    milestone = write_moment(goal.due) if goal and goal.due else ""
    due = f" (hạn {milestone})" if milestone else ""
    at = write_moment(found.at) if found.at else ""
    used = figure(found.used) if found.used is not None else ""
    match found.because:
        case "not_comparable":
            return "Cách tính hoặc địa bàn đã đổi nên không so sánh được với mục tiêu."
        case "no_value":
            return "Chưa có số liệu."
        case "no_value_at_milestone":
            return f"Mốc {milestone} đã qua mà chưa có số liệu của mốc đó; số liệu gần nhất là của {at}."
        case "rubric_not_yet" | "rubric_partly" | "rubric_yes":
            return f"Cán bộ đánh giá “{_RUBRIC[found.because]}” cho {at}; mục tiêu định tính{due}."
        case "met":
            edge = "; sát ngưỡng, cách không quá 1 %" if found.near else ""
            return f"{at[:1].upper()}{at[1:]}: {used}, mục tiêu {asked}{due}: đạt{edge}."
        case "milestone_past":
            outcome = "đạt" if found.status is Status.ACHIEVED else "không đạt"
            return f"Mốc {milestone} đã qua; số liệu {at} là {used}, mục tiêu {asked}: {outcome}."
        case "kept_not_met":
            return f"{at[:1].upper()}{at[1:]}: {used}, phải giữ {asked}{due}: hiện chưa đạt, mốc chưa đến."
        case "no_baseline":
            return (
                f"{at[:1].upper()}{at[1:]}: {used}, mục tiêu {asked}{due}: chưa có số gốc nên chưa biết nhanh hay chậm."
            )
        case "before_baseline":
            return f"Số liệu {at} không muộn hơn số gốc nên chưa có gì để so."
    return _say_way(found, asked, due, at, used, baseline, thresholds or Thresholds())


def _say_way(
    found: Assessment, asked: str, due: str, at: str, used: str, baseline: Point | None, thresholds: Thresholds
) -> str:
    start = f", từ số gốc {figure(baseline.value)} ({write_moment(baseline.at)})" if baseline else ""
    expected = figure(found.expected) if found.expected is not None else "–"
    head = f"Mục tiêu {asked}{due}{start}: {at} theo kế hoạch phải là {expected}, thực tế {used}."
    if found.ratio is None or found.plan_share is None or found.progress_share is None:
        return f"{head} Đến lúc này kế hoạch chưa đòi hỏi thay đổi: {LABELS[found.status]}."
    shares = f" Đã đi {_percent(found.progress_share)} so với {_percent(found.plan_share)} quãng đường phải đi"
    limits = f"đúng tiến độ từ {_percent(thresholds.on_track)}, chậm từ {_percent(thresholds.slow)}"
    return f"{head}{shares}: bằng {_percent(found.ratio)} ({limits}) nên là {LABELS[found.status]}."


def _percent(share: Fraction) -> str:
    return f"{write_number(round(Decimal(share.numerator) * 100 / Decimal(share.denominator), 1))} %"
