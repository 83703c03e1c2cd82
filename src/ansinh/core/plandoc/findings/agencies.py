"""Who does what: leads that are missing, several, unusual, or no agency at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ansinh.core.plandoc.findings.plan import Plan, has_lead
from ansinh.core.plandoc.findings.registry import Hit, rule
from ansinh.core.plandoc.findings.words import WORD, bare, cut, listed, spelled, squeezed, words
from ansinh.core.plandoc.source import Span

_ALL = re.compile(
    r"^(?:các\s+(?:sở|ban|ngành|cơ quan|đơn vị|địa phương|phòng|huyện|xã|tổ chức|cấp)|ubnd\s+(?:các|cấp)|ủy ban nhân dân\s+(?:các|cấp)"
    r"|uỷ ban nhân dân\s+(?:các|cấp)|địa phương|ngành|đoàn thể|sở, ban)",
    re.IGNORECASE,
)
_AGENCY = re.compile(
    r"^(?:Sở|Phòng|Ban|Bộ|Trung tâm|Công an|Bảo hiểm|BHXH|Chi nhánh|Ngân hàng|Cục|Hội|Tỉnh đoàn|Văn phòng|Đài|Thanh tra|Kho bạc"
    r"|Bảo hiểm xã hội|Ủy ban|UBND|Liên đoàn|Đề nghị)\b"
)
_REQUEST = re.compile(
    r"^[ \t\xa0]{0,9}[-–]?[ \t\xa0]{0,9}(?:Đề nghị|Giao|Kính đề nghị|Yêu cầu)\s+[^\n]{4,160}?\s(?:chủ trì|phối hợp|tổ chức thực hiện|thực hiện)[^\n]{0,60}$",
    re.MULTILINE,
)
_SCAN = 600_000


# Offices of a commune that care for several fields, and authorities that may lead anything.
_GENERAL = re.compile(
    r"văn hóa\s*-\s*xã hội|văn hóa và xã hội|văn phòng|ban chỉ đạo|ubnd|ủy ban nhân dân|uỷ ban nhân dân|trạm y tế|chủ tịch",
    re.IGNORECASE,
)


def _single(names: tuple[str, ...]) -> str | None:
    """Return the one particular agency the cell names, None where it names none, several or everybody."""
    kept = {squeezed(name): name for name in names if name.strip()}
    if len(kept) != 1:
        return None
    name = next(iter(kept.values()))
    return None if _ALL.match(name.strip(" -")) else name.strip(" -")


class _Row(NamedTuple):
    """An indicator or a task of an annex, as far as agencies go."""

    where: str
    subject: str
    name: str
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    span: Span
    child: bool


def _rows(plan: Plan) -> Iterator[_Row]:
    for i, row in enumerate(plan.reading.indicators):
        if row.source == "annex":
            child = bool(row.parent_no) and not row.no
            yield _Row(
                plan.indicator_name(i), plan.indicator_subject(i), row.name, row.lead, row.coordinating, row.span, child
            )
    for i, task in enumerate(plan.reading.tasks):
        if task.source == "annex":
            yield _Row(
                plan.task_name(i), plan.task_subject(i), task.name, task.lead, task.coordinating, task.span, False
            )


@rule("co-quan.vua-chu-tri-vua-phoi-hop", severity="medium", title="Cơ quan vừa chủ trì vừa phối hợp")
def lead_also_supports(plan: Plan) -> Iterator[Hit]:
    """An agency that stands in both columns of one row."""
    for row in _rows(plan):
        leads = {squeezed(name): name for name in row.lead if not _ALL.match(name)}
        for name in row.coordinating:
            if squeezed(name) in leads:
                yield Hit(
                    f"{row.where}, cơ quan phối hợp",
                    name.strip(),
                    "Cơ quan này đã là cơ quan chủ trì của cùng nhiệm vụ, chỉ tiêu.",
                    "Bỏ ở cột phối hợp.",
                    row.subject,
                    (row.span,),
                )


@rule("co-quan.thieu-chu-tri", severity="medium", title="Không ghi cơ quan chủ trì")
def lead_missing(plan: Plan) -> Iterator[Hit]:
    """A row of an annex whose other rows name a lead; one finding for all rows under another row."""
    annex = list(_rows(plan))
    given = [row for row in annex if any(name.strip() for name in row.lead)]
    if len(given) * 2 < len(annex):
        return
    parents = {row.no for row in plan.reading.indicators if row.no and row.source == "annex"}
    with_rows = {row.parent_no for row in plan.reading.indicators if row.parent_no}
    children = []
    for row in annex:
        if any(name.strip() for name in row.lead):
            continue
        if row.child:
            children.append(row)
        elif row.subject.removeprefix("indicator:") not in parents & with_rows:
            yield Hit(
                f"{row.where}, cơ quan chủ trì",
                cut(row.name, 120),
                "Không có cơ quan chủ trì: không ai chịu trách nhiệm.",
                None,
                row.subject,
                (row.span,),
            )
    if children:
        yield Hit(
            "; ".join(row.where for row in children[:12]),
            "(để trống)",
            "Dòng con để trống cơ quan chủ trì, phối hợp: hiểu là theo dòng trên, nên ghi rõ.",
            None,
            children[0].subject,
            tuple(row.span for row in children[:12]),
            "low",
        )


@rule("co-quan.cau-thay-ten", severity="medium", title="Ô cơ quan chủ trì là một câu, không phải tên cơ quan")
def sentence_for_lead(plan: Plan) -> Iterator[Hit]:
    """ "Đề nghị … chủ trì tổ chức thực hiện" where only the name belongs."""
    tasks = [(i, task) for i, task in enumerate(plan.reading.tasks) if task.source == "annex" and task.span.end]
    tasks.sort(key=lambda pair: pair[1].span.start)
    for at, (index, task) in enumerate(tasks):
        following = tasks[at + 1][1].span.start if at + 1 < len(tasks) else task.span.end + 1200
        end = min(max(following, task.span.end), task.span.start + 3000)
        match = _REQUEST.search(plan.text, task.span.start, end)
        name = match.group().strip() if match else next((n for n in task.lead if _REQUEST.match(n)), None)
        if name is None or squeezed(name) == squeezed(task.name):
            continue
        agency = re.sub(
            r"^\W*(?:Kính đề nghị|Đề nghị|Giao|Yêu cầu)\s+|\s+(?:chủ trì|phối hợp|tổ chức|thực hiện)\b.*$", "", name
        )
        yield Hit(
            f"{plan.task_name(index)}, cơ quan chủ trì",
            " ".join(name.split()),
            "Ô cơ quan chủ trì chứa một câu đề nghị thay cho tên cơ quan.",
            agency,
            plan.task_subject(index),
            (Span(match.start() + len(match.group()) - len(match.group().lstrip()), match.end()),)
            if match
            else (task.span,),
        )


@rule("co-quan.tat-ca-chu-tri", severity="medium", title="Mọi cơ quan chủ trì, một cơ quan phối hợp")
def everybody_leads(plan: Plan) -> Iterator[Hit]:
    """All agencies lead and one department supports: the columns were probably exchanged."""
    hits = []
    for index, task in enumerate(plan.reading.tasks):
        if task.source != "annex" or not has_lead(task) or _single(task.coordinating) is None:
            continue
        if all(_ALL.match(name.strip(" -")) for name in task.lead):
            hits.append(index)
    if hits:
        first = plan.reading.tasks[hits[0]]
        yield Hit(
            f"{', '.join(plan.task_name(i) if at == 0 else plan.task_number(i) or plan.task_name(i) for at, i in enumerate(hits))}, "
            "cơ quan chủ trì / phối hợp",
            f"{'; '.join(first.lead)} / {'; '.join(first.coordinating)}",
            "Mọi cơ quan cùng chủ trì, chỉ một cơ quan phối hợp: có thể hai cột bị đảo; nếu không thì không ai chịu trách nhiệm chính.",
            f"Chủ trì: {first.coordinating[0]}",
            plan.task_subject(hits[0]),
            tuple(plan.reading.tasks[i].span for i in hits),
        )


@rule("co-quan.la-linh-vuc", severity="medium", title="Cơ quan chủ trì không hợp với nội dung")
def unusual_lead(plan: Plan) -> Iterator[Hit]:
    """Health stations under agriculture, legal aid under labour."""
    fields = [tuple(part.strip() for part in line.split("|")) for line in listed("fields.txt")]
    for row in _rows(plan):
        lead = _single(row.lead)
        if lead is None or _GENERAL.search(lead):
            continue
        name = f" {' '.join(map(bare, words(row.name)))} "
        for subject, agencies, *unless in fields:
            if not any(f" {' '.join(map(bare, words(s)))} " in name for s in subject.split(",")):
                continue
            if unless and any(f" {' '.join(map(bare, words(s)))} " in name for s in unless[0].split(",")):
                continue
            allowed = [a.strip() for a in agencies.split(",")]
            said = " ".join(map(bare, words(lead)))
            if not any(_names(said, " ".join(map(bare, words(a)))) for a in allowed):
                yield Hit(
                    f"{row.where}, cơ quan chủ trì",
                    lead,
                    f"Nội dung về “{subject.split(',')[0].strip()}” thường do {allowed[0]} chủ trì, không phải {lead}.",
                    allowed[0],
                    row.subject,
                    (row.span,),
                )
            break


def _names(said: str, agency: str) -> bool:
    return f" {agency} " in f" {said} "


@rule("co-quan.dau-phay", severity="medium", title="Dấu phẩy trong tên cơ quan")
def comma_in_name(plan: Plan) -> Iterator[Hit]:
    """ "Lao động, Thương binh và Xã hội": with a comma one agency reads as two."""
    for line in listed("agencies.txt"):
        parts = re.split(r"\s*-\s*", line)
        if len(parts) < 2:
            continue
        gap = r"\s*[,;]\s*"
        pattern = re.compile(r"\b(?:Sở|Phòng|Bộ|Trung tâm|ngành)\s+" + gap.join(map(_loose, parts)))
        places = [Span(match.start(), match.end()) for match in pattern.finditer(plan.flow)]
        if places:
            printed = " ".join(places[0].of(plan.flow).split())
            yield Hit(
                "; ".join(dict.fromkeys(plan.where(span.start) for span in places[:4])),
                printed,
                "Dấu phẩy thay gạch nối trong tên cơ quan: đọc thành hai cơ quan.",
                f"{printed.split()[0]} {line}",
                None,
                tuple(places[:20]),
            )


def _loose(part: str) -> str:
    return r"\s+".join(re.escape(word) for word in part.split())


@rule("co-quan.ten-khac-nhau", severity="low", title="Tên một cơ quan viết nhiều kiểu")
def name_in_several_ways(plan: Plan) -> Iterator[Hit]:
    """One agency in several spellings: searching and adding up by name will miss some."""
    named: dict[str, dict[str, None]] = {}
    cells = [(*row.lead, *row.coordinating) for row in plan.reading.indicators]
    cells += [(*task.lead, *task.coordinating) for task in plan.reading.tasks]
    for cell in cells:
        for name in cell:
            printed = " ".join(name.split()).strip(" -")
            if _AGENCY.match(printed) and not printed.isupper() and 2 <= len(WORD.findall(printed)) <= 9:
                named.setdefault(_compact(printed), {})[printed] = None
    flow = plan.flow[:_SCAN]
    for names in list(named.values())[:60]:
        forms = _forms(flow, tuple(names))
        if len(forms) < 2:
            continue
        usual = max(forms, key=lambda form: (len(forms[form]), -sum(map(str.isupper, form))))
        rare = {form: spans for form, spans in forms.items() if form != usual}
        spans = [span for group in rare.values() for span in group]
        yield Hit(
            "; ".join(dict.fromkeys(plan.where(span.start) for span in spans[:4])),
            " / ".join(rare),
            f"Tên cơ quan viết khác với chỗ khác trong kế hoạch (“{usual}”, {len(forms[usual])} lần).",
            usual,
            None,
            tuple(spans[:20]),
        )


def _forms(flow: str, names: tuple[str, ...]) -> dict[str, list[Span]]:
    """Return every way in which the agency is printed, and where."""
    gap = r"(?:\s*[&–-]\s*|\s+)"
    cores = {gap.join(map(re.escape, WORD.findall(name))) for name in names}
    forms: dict[str, list[Span]] = {}
    for match in re.finditer(
        rf"(?<!\w)(?:{'|'.join(sorted(cores, key=len, reverse=True))})(?!\w)", flow, re.IGNORECASE
    ):
        printed = " ".join(match.group().split())
        if printed[:1].isupper() and not (printed.isupper() and len(printed) > 12):
            forms.setdefault(printed.replace("–", "-"), []).append(Span(match.start(), match.end()))
    return forms


def _compact(name: str) -> str:
    return "".join(map(bare, map(spelled, WORD.findall(name))))


@rule("co-quan.ten-thieu-cap", severity="low", title="Tên cơ quan địa phương thiếu cấp, đọc thành cơ quan trung ương")
def name_without_level(plan: Plan) -> Iterator[Hit]:
    """ "Ngân hàng Chính sách xã hội" as lead in a province: the branch is meant, the bank is named."""
    issuer = squeezed(plan.reading.document.issuer or "")
    if not any(word in issuer for word in ("tỉnh", "thành phố", "huyện", "thị xã", "xã", "phường")):
        return
    central = {squeezed(line): line for line in listed("central_names.txt")}
    for row in _rows(plan):
        for column, names in (("chủ trì", row.lead), ("phối hợp", row.coordinating)):
            for name in names:
                if squeezed(name) in central:
                    yield Hit(
                        f"{row.where}, cơ quan {column}",
                        name.strip(" -"),
                        "Tên không có cấp (tỉnh, huyện, chi nhánh): đọc thành cơ quan trung ương hoặc không rõ cấp nào.",
                        f"{name.strip(' -')} tỉnh" if "tỉnh" in issuer else None,
                        row.subject,
                        (row.span,),
                    )


@rule("co-quan.chi-phoi-hop", severity="medium", title="Chỉ ghi “phối hợp”, không có cơ quan chủ trì")
def only_supports(plan: Plan) -> Iterator[Hit]:
    """A task under an agency that begins with "Phối hợp …": who leads is not said."""
    done: set[int] = set()
    for section in plan.reading.sections:
        title = " ".join(section.title.split())
        if (
            _AGENCY.match(title)
            and re.search(r"\sphối hợp\s", title)
            and "chủ trì" not in title.lower()
            and len(title) < 250
        ):
            done.add(section.body.start)
            yield Hit(
                plan.where(section.span.start),
                cut(title, 160),
                "Có “phối hợp” mà không có “chủ trì”: không rõ cơ quan nào chịu trách nhiệm.",
                re.sub(r"\s+phối hợp\s+(?:với\s+)?", " chủ trì, phối hợp với ", title, count=1),
                None,
                (section.span,),
            )
    for index, task in enumerate(plan.reading.tasks):
        text = task.name.strip(" -–+•")
        if task.source != "prose" or not text.startswith("Phối hợp"):
            continue
        under = plan.section_at(task.span.start)
        title = under.title if under else ""
        if "chủ trì" in title.lower() or "chủ trì" in text.lower()[:300]:
            continue
        if under is None or not _AGENCY.match(title) or under.body.start in done:
            continue
        yield Hit(
            plan.task_name(index),
            cut(text, 160),
            f"Giao cho {cut(title, 60)} nhưng chỉ ghi “phối hợp”: không nêu cơ quan chủ trì.",
            "Chủ trì, p" + cut(text, 80)[1:],
            plan.task_subject(index),
            (task.span,),
        )


RULES = (
    lead_also_supports,
    lead_missing,
    sentence_for_lead,
    everybody_leads,
    unusual_lead,
    comma_in_name,
    name_in_several_ways,
    name_without_level,
    only_supports,
)
