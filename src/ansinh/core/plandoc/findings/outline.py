"""The frame of a plan: head, numbering, rows, annexes, and the years it speaks of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ansinh.core.plandoc.findings.plan import Plan, section_label, section_name
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.words import cut
from ansinh.core.plandoc.model import Section
from ansinh.core.plandoc.source import Span
from ansinh.core.text import read_roman

_LETTERS = "abcdđeghiklmnopqrstuvxy"
_UNTIL = re.compile(r"\btừ nay đến (?:hết )?năm\s+(?P<year>20\d\d)", re.IGNORECASE)
_PERIOD = re.compile(r"giai đoạn\s+(?P<from>20\d\d)\s*[-–]\s*(?P<to>20\d\d)", re.IGNORECASE)
_SECTION = re.compile(r"\b(?:mục|phần)\s+(?P<no>[IVX]{1,5})(?:[.,]\s?\d+)*\s+(?:của\s+)?Kế hoạch này", re.IGNORECASE)
_ANNEX = re.compile(r"\b(?P<word>Phụ lục|PHỤ LỤC)\s+(?P<no>[IVX]{1,5}|\d{1,2})(?![\w.])")
_ATTACHED = re.compile(
    r"\((?:[^()\n]{0,60}\s)?(?:kèm theo|đính kèm|theo)\s+(?:các\s+)?phụ lục[^()\n]{0,60}\)", re.IGNORECASE
)


@rule("khung.thieu-so-ngay", severity="medium", title="Kế hoạch không in số hoặc ngày ban hành")
def head_incomplete(plan: Plan) -> Iterator[Hit]:
    """Without number and day a plan cannot be cited, and nothing can be counted from its day."""
    document = plan.reading.document
    if not plan.text.strip() or not (plan.reading.sections or document.title):
        return
    missing = [
        name for name, value in (("số hiệu", document.number), ("ngày ban hành", document.issued_on)) if not value
    ]
    if missing:
        yield Hit(
            "phần đầu văn bản",
            cut(document.title or document.type or "(phần đầu)", 120),
            f"Không tìm thấy {' và '.join(missing)}: không viện dẫn được, không kiểm tra được các ngày khác.",
            None,
            "document",
        )


def _value(label: str) -> tuple[str, int] | None:
    """Return the kind of a heading's label and its place in the count ("IV" is 4, "d" is 4)."""
    last = label.strip(" .)-").split(".")[-1]
    if last.isdecimal() and len(last) < 4:
        return "number", int(last)
    if last.isupper() and read_roman(last):
        return "roman", read_roman(last) or 0
    if len(last) == 1 and last in _LETTERS:
        return "letter", _LETTERS.index(last) + 1
    return None


@rule("khung.danh-so-muc", severity="medium", title="Số mục bị nhảy hoặc trùng")
def headings_out_of_count(plan: Plan) -> Iterator[Hit]:
    """1, 2, 4: a section is missing or a number is wrong, and references will miss."""
    groups: dict[tuple[str, str], list[tuple[int, Section]]] = {}
    for section in plan.reading.sections:
        value = _value(section.label)
        if value:
            path = section.path or section.label
            parent = path.rpartition("/")[0] or (section.parent or "")
            dotted = section.label.strip(" .").rpartition(".")[0]
            groups.setdefault((f"{parent}|{dotted}", value[0]), []).append((value[1], section))
    for members in groups.values():
        for (a, before), (b, section) in itertools.pairwise(members):
            if b == a + 1 or (b == 1 and before.span.end and section.span.start - before.span.end > 0 and a > 1):
                continue
            if len(members) < 3 and b != a:
                continue
            what = "trùng số" if b == a else f"nhảy từ {before.label} sang {section.label}"
            yield Hit(
                section_name(section),
                cut(f"{section.label} {section.title}", 100),
                f"Số thứ tự {what}: thiếu một mục hoặc đánh nhầm số.",
                None,
                f"section:{section.path or section.label}",
                (section.span,),
            )


@rule("khung.dong-khong-so", severity="medium", title="Dòng trong phụ lục không có số thứ tự")
def row_without_number(plan: Plan) -> Iterator[Hit]:
    """A task or indicator that cannot be named because its number cell is empty."""
    rows = plan.reading.indicators
    annex = [i for i, row in enumerate(rows) if row.source == "annex" and not row.parent_no]
    bare_rows = [i for i in annex if not rows[i].no]
    if annex and len(bare_rows) * 2 < len(annex):
        for i in bare_rows:
            following = next((plan.indicator_numbers[j] for j in range(i + 1, len(rows)) if rows[j].no), None)
            empty = all(t.comparator is None for t in rows[i].targets)
            yield Hit(
                f"dòng trước chỉ tiêu {following}" if following else plan.indicator_name(i),
                cut(rows[i].name, 160),
                "Dòng không có số thứ tự"
                + (
                    ", không có giá trị: có thể là tiêu đề nhỏ mà các dòng sau dựa vào để hiểu đơn vị."
                    if empty
                    else "."
                ),
                "Đánh số, hoặc ghi đơn vị đầy đủ ở từng dòng sau." if empty else "Đánh số.",
                plan.indicator_subject(i),
                (rows[i].span,),
            )
    tasks = [i for i, task in enumerate(plan.reading.tasks) if task.source == "annex"]
    numberless = [i for i in tasks if not plan.reading.tasks[i].no]
    if len(numberless) * 2 < len(tasks):
        for i in numberless:
            task = plan.reading.tasks[i]
            label = section_label(task.section)
            yield Hit(
                plan.task_name(i),
                "STT",
                "Ô số thứ tự (STT) để trống: không gọi tên được nhiệm vụ khi giao việc và báo cáo.",
                f"{label}.1" if label and label[0].isdigit() else None,
                plan.task_subject(i),
                (task.span,),
            )


@rule("khung.danh-so-dong", severity="medium", title="Số thứ tự dòng trong phụ lục bị nhảy hoặc trùng")
def rows_out_of_count(plan: Plan) -> Iterator[Hit]:
    """Rows numbered 4, 6, 6: one is lost or two share a name."""
    series: dict[str, list[tuple[int, str, str, Span]]] = {}
    for i, row in enumerate(plan.reading.indicators):
        if row.source == "annex" and row.no and row.no.isdecimal() and len(row.no) < 6 and not row.parent_no:
            entry = (int(row.no), plan.indicator_name(i), plan.indicator_subject(i), row.span)
            series.setdefault("indicators", []).append(entry)
    for i, task in enumerate(plan.reading.tasks):
        last = (task.no or "").rpartition(".")[2]
        if task.source == "annex" and last.isdecimal() and len(last) < 6:
            group = (task.no or "").rpartition(".")[0] or task.section or ""
            entry = (int(last), plan.task_name(i), plan.task_subject(i), task.span)
            series.setdefault(f"tasks {group}", []).append(entry)
    for members in series.values():
        for (a, *_), (b, name, subject, span) in itertools.pairwise(members):
            if b in (a + 1, 1) and b != a:
                continue
            what = f"số {b} dùng hai lần" if a == b else f"sau số {a} đến số {b}"
            yield Hit(name, str(b), f"Số thứ tự dòng không liền nhau: {what}.", None, subject, (span,))


@rule("khung.phu-luc-thieu", severity="medium", title="Nhắc đến phụ lục không có trong văn bản")
def annex_missing(plan: Plan) -> Iterator[Hit]:
    """ "(Kèm theo Phụ lục III)" where only two annexes follow."""
    flow = plan.flow
    heads = {
        m.group("no")
        for m in re.finditer(
            r"^[^\w\n]{0,20}(?:PHỤ LỤC|Phụ lục)\s+(?:số\s+)?(?P<no>[IVX]{1,5}|\d{1,2})\b[^\n]{0,80}$",
            flow,
            re.MULTILINE,
        )
    }
    some = re.search(r"^[^\w\n]{0,20}(?:PHỤ LỤC|Phụ lục|BIỂU|DANH MỤC)\b[^\n]{0,80}$", flow, re.MULTILINE) is not None
    told: set[str] = set()
    for match in _ANNEX.finditer(flow):
        number = match["no"]
        line = flow.rfind("\n", 0, match.start()) + 1
        after = flow[match.end() : match.end() + 60]
        if number in heads | told or not heads or not flow[line : match.start()].strip():
            continue
        if re.match(r"\s*(?:,|của|ban hành|kèm theo)\s*(?:Nghị định|Thông tư|Quyết định|Luật)", after):
            continue
        told.add(number)
        yield Hit(
            plan.where(match.start()),
            " ".join(match.group().split()),
            f"Không có Phụ lục {number} trong văn bản (chỉ có {', '.join(sorted(heads))}).",
            None,
            None,
            (Span(match.start(), match.end()),),
        )
    if not some and not plan.reading.tables:
        for match in list(_ATTACHED.finditer(flow))[:1]:
            yield Hit(
                plan.where(match.start()),
                " ".join(match.group().split()),
                "Văn bản nói có phụ lục kèm theo nhưng không có phụ lục nào trong tệp.",
                None,
                None,
                (Span(match.start(), match.end()),),
            )


@rule("khung.tam-nhin-long", severity="low", title="Tầm nhìn xa lồng trong mục mục tiêu cụ thể")
def vision_inside_goals(plan: Plan) -> Iterator[Hit]:
    """A vision for 2045 under the heading of the goals for 2030."""
    by_path = {section.path: section for section in plan.reading.sections if section.path}
    for section in plan.reading.sections:
        year = re.search(r"(?:tầm nhìn|định hướng)\s+(?:đến\s+)?(?:năm\s+)?(20\d\d)", section.title, re.IGNORECASE)
        parent = by_path.get(section.path.rpartition("/")[0]) if section.path else None
        if not year or parent is None:
            continue
        until = re.search(r"đến\s+(?:năm\s+)?(20\d\d)", parent.title, re.IGNORECASE)
        narrow = re.search(r"mục tiêu cụ thể|chỉ tiêu", parent.title, re.IGNORECASE)
        if not narrow and not (until and int(until.group(1)) < int(year.group(1))):
            continue
        yield Hit(
            section_name(section),
            cut(f"{section.label.strip('.')}. {section.title}", 120),
            f"Tầm nhìn đến năm {year.group(1)} nằm trong mục “{cut(parent.title, 60)}”: tên mục hẹp hơn nội dung, dễ đọc tầm nhìn "
            "thành chỉ tiêu của kỳ này.",
            "Tách thành mục riêng ngang hàng.",
            f"section:{section.path}",
            (section.span,),
        )


@rule("khung.thoi-ky-lech", severity="medium", title="Thời kỳ của kế hoạch lệch với các chương trình được dẫn")
def horizon_too_short(plan: Plan) -> Iterator[Hit]:
    """A plan "from now to 2023" that carries out programmes running to 2025."""
    ends = [int(m["to"]) for m in _PERIOD.finditer(plan.flow) if int(m["from"]) <= int(m["to"])]
    for match in _UNTIL.finditer(plan.flow):
        year = int(match["year"])
        longer = [end for end in ends if end > year]
        if len(longer) < 2 or len(longer) * 2 < len(ends):
            continue
        lead = re.split(r"[.;\n]", plan.flow[max(match.start() - 80, 0) : match.start()])[-1]
        start = match.start() - len(re.sub(r"^\s*(?:[-–+]\s*|[a-zđ]\)\s*)?", "", lead))
        numbers = any(t.comparator not in (None, "qualitative") for row in plan.reading.indicators for t in row.targets)
        usual = max(set(longer), key=longer.count)
        yield Hit(
            plan.where(match.start("year")),
            cut(plan.flow[start : match.end()], 160),
            f"Kế hoạch tính đến năm {year} nhưng các chương trình được dẫn chạy đến năm {usual}"
            + ("." if numbers else "; kế hoạch cũng không có chỉ tiêu định lượng nào để đánh giá."),
            f"Nêu thời kỳ phù hợp, ví dụ đến năm {usual}.",
            None,
            (Span(start, match.end()),),
        )


@rule("khung.chu-ky", severity="low", title="Chữ ký của Ủy ban thiếu dòng “TM.”")
def signature_without_for(plan: Plan) -> Iterator[Hit]:
    """A plan of the Committee signed "KT. CHỦ TỊCH" only: for whom the vice-chairman signs is not said.

    Decree 30/2020/NĐ-CP, Annex I: a collective body signs with "TM." before its name.
    """
    issuer = (plan.reading.document.issuer or "").lower().replace("uỷ", "ủy")
    if not issuer.startswith(("ủy ban nhân dân", "ubnd")):
        return
    for match in re.finditer(r"^[^\w\n]{0,20}KT\.?\s*CHỦ TỊCH", plan.text, re.MULTILINE):
        before = plan.text[max(match.start() - 200, 0) : match.start()]
        if not re.search(r"T/?M\.?\s*(?:ỦY BAN|UỶ BAN|UBND)", before):
            yield Hit(
                "chữ ký",
                "KT. CHỦ TỊCH / PHÓ CHỦ TỊCH"
                if "PHÓ CHỦ TỊCH" in plan.text[match.end() : match.end() + 60]
                else "KT. CHỦ TỊCH",
                "Kế hoạch của Ủy ban nhân dân nhưng không có dòng “TM. ỦY BAN NHÂN DÂN” trên “KT. CHỦ TỊCH”.",
                "TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH",
                "document",
                (Span(match.start(), match.end()),),
            )
        return


@rule("khung.dan-chieu-muc", severity="medium", title="Dẫn chiếu đến mục không có trong kế hoạch")
def section_missing(plan: Plan) -> Iterator[Hit]:
    """ "Tại mục VII Kế hoạch này" in a plan of five sections."""
    tops = {s.label.strip(" .)-") for s in plan.reading.sections if s.level == 1}
    romans = {label for label in tops if read_roman(label) and label.isupper()}
    if len(romans) < 2:
        return
    for match in _SECTION.finditer(plan.flow):
        if match["no"] not in romans:
            yield Hit(
                plan.where(match.start()),
                " ".join(match.group().split()),
                f"Kế hoạch không có mục {match['no']} (có {', '.join(sorted(romans, key=lambda r: read_roman(r) or 0))}).",
                None,
                None,
                (Span(match.start(), match.end()),),
            )


RULES = (
    head_incomplete,
    signature_without_for,
    section_missing,
    headings_out_of_count,
    row_without_number,
    rows_out_of_count,
    annex_missing,
    vision_inside_goals,
    horizon_too_short,
)
