"""Days by which something is due: possible, in time, and leaving time for whoever adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ansinh.core.plandoc.findings.plan import Plan
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.words import cut, squeezed
from ansinh.core.plandoc.model import DutyReading
from ansinh.core.plandoc.source import Span
from ansinh.core.text import make_date, write_date

_DAY = re.compile(
    r"(?<![\d/.,-])(?:ngày\s+)?(?:(?P<d1>\d{1,2})\s?/\s?(?P<m1>\d{1,2})\s?/\s?(?P<y1>(?:19|20)\d\d)"
    r"|(?P<d2>\d{1,2})\s+tháng\s+(?P<m2>\d{1,2})\s+năm\s+(?P<y2>(?:19|20)\d\d)"
    r"|(?<=ngày )(?P<d3>\d{1,2})/(?P<m3>\d{1,2}))(?![\d/])",
    re.IGNORECASE,
)
_CITED = re.compile(r"[-/][A-ZĐ]\w*\s*,?\s*$")
_BY_WHEN = re.compile(
    r"\btrước\b|\bquý\s+[IVX\d]|\btháng\s+\d|\bngày\s+\d|chậm nhất|\bhạn\b|\d{1,2}/\d{1,2}|\bnăm\s+20\d\d|ngay sau|\d+\s+ngày",
    re.IGNORECASE,
)
_PERIODIC = re.compile(r"\bđịnh kỳ\b[^.;\n]{0,60}?\bbáo cáo\b[^.;\n]{0,120}", re.IGNORECASE)
_OWN_PLAN = re.compile(
    r"\bxây dựng(?:\s+và\s+(?:ban hành|tổ chức))?\s+kế hoạch\s+(?:triển khai\s+)?(?:tổ chức\s+)?(?:triển khai\s+)?thực hiện\b[^.;\n]*",
    re.IGNORECASE,
)
_ORGANISING = re.compile(r"tổ chức thực hiện|chế độ báo cáo|phân công thực hiện|trách nhiệm thực hiện", re.IGNORECASE)


@rule("thoi-han.ngay-khong-co", severity="high", title="Ngày không có trong lịch")
def no_such_day(plan: Plan) -> Iterator[Hit]:
    """31/9, 30/02: a deadline nobody can meet. Days of cited instruments are checked with them."""
    for match in _DAY.finditer(plan.flow):
        day, month = int(match["d1"] or match["d2"] or match["d3"]), int(match["m1"] or match["m2"] or match["m3"])
        year = int(match["y1"] or match["y2"] or 2024)
        if make_date(year, month, day) or _CITED.search(plan.flow[max(match.start() - 30, 0) : match.start()]):
            continue
        span = Span(match.start(), match.end())
        yield Hit(
            plan.where(span.start),
            " ".join(match.group().split()),
            "Ngày này không có trong lịch.",
            None,
            None,
            (span,),
        )


@rule("thoi-han.da-qua", severity="high", title="Hạn báo cáo đã qua khi kế hoạch ban hành")
def due_before_issue(plan: Plan) -> Iterator[Hit]:
    """A report due before the plan itself was signed."""
    issued = plan.reading.document.issued_on
    if issued is None:
        return
    for index, duty in enumerate(plan.reading.duties):
        if duty.year is None or duty.month is None:
            continue
        due = make_date(duty.year, duty.month, duty.day or 28)
        if due and due < issued:
            yield Hit(
                _place(plan, duty),
                " ".join(duty.due_raw.split()),
                f"Hạn này ở trước ngày ban hành kế hoạch ({write_date(issued)}).",
                None,
                f"duty:{index}",
                (duty.span,),
            )


def _place(plan: Plan, duty: DutyReading) -> str:
    if duty.section:
        return "mục " + duty.section.replace("/", ".")
    return plan.where(duty.span.start)


@rule("thoi-han.cung-ngay", severity="medium", title="Đơn vị gửi và đơn vị tổng hợp cùng hạn")
def same_day_for_both(plan: Plan) -> Iterator[Hit]:
    """Those who contribute and the one who compiles are due on one day: no time to add up."""
    duties = plan.reading.duties
    dated = [i for i, d in enumerate(duties) if d.month is not None and d.day is not None]
    for i in dated[:200]:
        for j in dated[:200]:
            sender, compiler = duties[i], duties[j]
            if i == j or not compiler.who or (sender.recurrence, sender.year) != (compiler.recurrence, compiler.year):
                continue
            if not _feeds(plan, sender, compiler) or squeezed(sender.who) == squeezed(compiler.who):
                continue
            mine, theirs = (sender.month, sender.day), (compiler.month, compiler.day)
            if mine < theirs or None in mine or (theirs[0] or 0) <= 2 < (mine[0] or 0):
                continue
            same = mine == theirs
            yield Hit(
                f"{_place(plan, compiler)} và {_place(plan, sender)}",
                _sentence(plan, sender),
                (
                    f"Đơn vị gửi và cơ quan tổng hợp ({cut(compiler.who, 80)}) cùng hạn {mine[1]}/{mine[0]}: không còn thời gian tổng hợp."
                    if same
                    else f"Đơn vị gửi có hạn {mine[1]}/{mine[0]}, sau hạn của cơ quan tổng hợp ({theirs[1]}/{theirs[0]})."
                ),
                "Cho đơn vị gửi hạn sớm hơn, ví dụ 15 đến 20 ngày.",
                f"duty:{i}",
                (sender.span, compiler.span),
                None if same else "high",
            )


def _feeds(plan: Plan, sender: DutyReading, compiler: DutyReading) -> bool:
    """Return whether what the first sends passes through the second."""
    who = squeezed(re.sub(r"^\W*(?:Giao|Đề nghị)\s+", "", compiler.who))
    said = squeezed(f"{sender.to} {sender.what} {_sentence(plan, sender)}")
    head = " ".join(who.split()[:8])
    if len(head) >= 6 and head in said:
        return True
    adds = "tổng hợp" in f"{compiler.what} {_sentence(plan, compiler)}".lower()
    many = re.match(r"(?:các|thủ trưởng|giám đốc|những)\b", squeezed(sender.who)) is not None
    return adds and many and not re.match(r"(?:các)\b", who)


def _sentence(plan: Plan, duty: DutyReading) -> str:
    """Return the printed clause around the deadline."""
    flow, span = plan.flow, duty.span
    if span.end <= span.start:
        return " ".join(f"{duty.due_raw} {duty.what}".split())
    start = (
        max(
            flow.rfind(";", max(span.start - 200, 0), span.start),
            flow.rfind("\n", max(span.start - 200, 0), span.start),
        )
        + 1
    )
    start = start or max(span.start - 40, 0)
    end = min((at for at in (flow.find(";", span.end), flow.find("\n", span.end)) if at >= 0), default=span.end)
    return cut(flow[start : min(end, span.end + 240)].strip(" .-"), 300)


@rule("thoi-han.khong-ngay", severity="medium", title="Báo cáo định kỳ không có ngày cụ thể")
def report_without_day(plan: Plan) -> Iterator[Hit]:
    """Whoever compiles reports "định kỳ", by no day: nothing can be reminded or checked."""
    for match in _PERIODIC.finditer(plan.flow):
        line = plan.flow.rfind("\n", 0, match.start()) + 1
        stop = plan.flow.find("\n", match.end())
        around = plan.flow[line : stop if 0 <= stop < match.end() + 200 else match.end() + 200]
        said = match.group()
        if _BY_WHEN.search(said) or re.search(
            r"theo (?:quy định|yêu cầu)|hằng|hàng|6 tháng|sáu tháng", said, re.IGNORECASE
        ):
            continue
        if _BY_WHEN.search(plan.flow[match.end() : match.end() + 80].split("\n")[0]):
            continue
        if not _organising(plan, match.start()) or re.search(r"trước\s+(?:ngày\s+)?\d", around):
            continue
        yield Hit(
            plan.where(match.start()),
            cut(said, 140),
            "Báo cáo định kỳ nhưng không có ngày: không nhắc hạn và không theo dõi được.",
            "Ghi ngày cụ thể, ví dụ “trước ngày 15/12 hằng năm”.",
            None,
            (Span(match.start(), match.end()),),
        )


def _organising(plan: Plan, offset: int) -> bool:
    section = plan.section_at(offset)
    if section is None:
        return False
    top = section.path.split("/")[0] if section.path else section.label
    titles = [title for start, title in plan.titles.get(top, ())[:50] if start <= offset]
    return any(_ORGANISING.search(title) for title in (*titles, section.title))


@rule("thoi-han.lap-ke-hoach", severity="medium", title="Yêu cầu lập kế hoạch nhưng không có hạn")
def own_plan_without_day(plan: Plan) -> Iterator[Hit]:
    """Units must make plans of their own, by no day."""
    for match in _OWN_PLAN.finditer(plan.flow):
        if not _organising(plan, match.start()):
            continue
        clause = re.split(r"\s+và\s+báo cáo|\s+định kỳ|;", match.group())[0]
        rest = plan.flow[match.end() : match.end() + 400].split("\n")[0]
        if _BY_WHEN.search(clause) or re.search(
            r"(?:gửi|ban hành|hoàn thành)[^.;]{0,80}?(?:trước|trong)\s", clause + rest, re.I
        ):
            continue
        yield Hit(
            plan.where(match.start()),
            cut(clause, 140),
            "Yêu cầu lập kế hoạch triển khai nhưng không nêu hạn hoàn thành: không biết khi nào là chậm.",
            "Nêu ngày gửi kế hoạch.",
            None,
            (Span(match.start(), match.start() + len(clause)),),
        )


RULES = (no_such_day, due_before_issue, same_day_for_both, report_without_day, own_plan_without_day)
