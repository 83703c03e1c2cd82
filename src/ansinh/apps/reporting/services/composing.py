"""A report on paper: its outline, texts and locked figures put together; what is missing is listed, never filled in."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import defer
from ansinh.apps.reporting.models import (
    OfficialFile,
    OfficialForm,
    OfficialReport,
    OutlineSection,
    SectionKind,
    Snapshot,
    SnapshotRow,
)
from ansinh.apps.reporting.services.official import CannotWrite
from ansinh.apps.ui import formats
from ansinh.apps.ui.marks import find_status
from ansinh.core.progress.status import Status
from ansinh.files import xlsx
from ansinh.files.office import to_pdf
from ansinh.files.official_docx import (
    Annex,
    Block,
    Foot,
    Form,
    Grid,
    Head,
    Heading,
    Official,
    Paragraph,
    Run,
    write_official,
)
from ansinh.files.table import Column, Kind, Value

JOB_KIND = "reporting.official_files"
# Instruction 05-HD/VPTW of 27/5/2026 replaces 36-HD/VPTW (known from secondary sources).
NEW_PARTY_FORM = dt.date(2026, 5, 27)
STEPS = 4
MOST_YEARS = 3
BEHIND = [
    status.value.lower() for status in (Status.REVERSING, Status.MISSED, Status.VERY_SLOW, Status.AT_RISK, Status.SLOW)
]
RIGHT = [status.value.lower() for status in (Status.ACHIEVED, Status.ON_TRACK)]
_PLACEHOLDER = re.compile(r"\{(?P<no>[^{}:\s]{1,12})(?::(?P<what>[a-z-]{1,12}))?\}")
_WHAT: dict[str, Callable[[dict[str, Any]], str]] = {}


def form_of(report: OfficialReport) -> Form:
    """Return the form of a report: the Party's by the day of issue, a paper without a day by the newer one."""
    if report.form == OfficialForm.STATE:
        return Form.STATE
    old = report.issued_on is not None and report.issued_on < NEW_PARTY_FORM
    return Form.PARTY_2018 if old else Form.PARTY_2026


def written(value: str | None) -> str:
    """Write a figure of a snapshot: two decimals, "–" where there is none."""
    return formats.MISSING if value is None else formats.number(round(Decimal(value), 2).normalize())


def _value(content: dict[str, Any]) -> str:
    return written(content["value"])


_WHAT.update(
    {
        "": _value,
        "muc-tieu": lambda content: str(content["goal"]),
        "goc": lambda content: written(content["baseline"]),
        "tu-so": lambda content: written(content["numerator"]),
        "mau-so": lambda content: written(content["denominator"]),
        "tinh-trang": lambda content: find_status(content["status"]).word.lower(),
    }
)


def list_missing(report: OfficialReport) -> list[str]:
    """Return in sentences what a report still lacks, in the order of the paper."""
    found = []
    if report.number is None:
        found.append("Chưa có số văn bản.")
    if report.issued_on is None:
        found.append("Chưa có ngày ban hành.")
    if not report.signer:
        found.append("Chưa có tên người ký.")
    if not report.recipients:
        found.append("Chưa có nơi nhận.")
    sections = list(report.sections.select_related("agency").order_by("ordinal"))
    found += [
        f"“{one.heading}” chưa có lời{f', chờ {one.agency}' if one.agency else ''}."
        for one in sections
        if one.kind == SectionKind.TEXT and one.is_required and not one.body.strip() and not _has_below(one, sections)
    ]
    if report.snapshot is None:
        return [*found, "Chưa khóa số liệu."]
    rows = _rows(report)
    known = {row.content["no"] for row in rows if row.content["no"]}
    for one in sections:
        for place in _PLACEHOLDER.finditer(one.body):
            if place["no"] not in known or (place["what"] or "") not in _WHAT:
                found.append(f"“{one.heading}” viện dẫn {place[0]} mà số liệu đã khóa không có.")
    blank = sum(row.content["value"] is None for row in rows)
    if blank:
        found.append(f"{blank} / {len(rows)} chỉ tiêu chưa có số liệu được duyệt; bảng ghi “–”.")
    provisional = sum(
        row.content["known"] < row.content["expected"] for row in rows if row.content["value"] is not None
    )
    if provisional:
        found.append(f"{provisional} chỉ tiêu là số tính tạm, bảng ghi độ phủ.")
    return found


def _has_below(section: OutlineSection, sections: Sequence[OutlineSection]) -> bool:
    """Return whether parts of a deeper level follow, so that the heading needs no text of its own."""
    following = next((one for one in sections if one.ordinal > section.ordinal), None)
    return following is not None and following.level > section.level


def _rows(report: OfficialReport) -> list[SnapshotRow]:
    return list(SnapshotRow.objects.filter(snapshot=report.snapshot_id).order_by("ordinal"))


def compose(report: OfficialReport) -> Official:
    """Return a report as a document. Raises CannotWrite before its figures are locked."""
    if report.snapshot is None:
        raise CannotWrite("Khóa số liệu trước khi lập tệp: báo cáo chỉ in số đã khóa.")
    rows = _rows(report)
    blocks: list[Block] = []
    sections = list(report.sections.select_related("agency").order_by("ordinal"))
    for section in sections:
        if _is_left_out(section, sections):
            continue
        blocks.append(Heading(section.heading, section.level))
        blocks += _section(report, section, rows, sections)
    annex = Annex("PHỤ LỤC", f"Kết quả thực hiện các chỉ tiêu ({report.years})", _figures(report, rows, wide=True))
    return Official(
        form=form_of(report),
        head=Head(
            issuer=report.issuer,
            superior=report.superior,
            number=report.number,
            symbol=report.symbol,
            place=report.place,
            on=report.issued_on,
            type_name="BÁO CÁO",
            about=report.about,
        ),
        blocks=tuple(blocks),
        foot=Foot(report.sign_for, report.signer_title, report.signer, tuple(report.recipients)),
        annexes=(annex,),
        title=str(report),
    )


def _is_left_out(section: OutlineSection, sections: Sequence[OutlineSection]) -> bool:
    """Return whether a part is not printed: it may be missing, nobody wrote it, and nothing stands under it."""
    if section.kind != SectionKind.TEXT or section.is_required or section.body.strip():
        return False
    return not _has_below(section, sections)


def _section(
    report: OfficialReport, section: OutlineSection, rows: list[SnapshotRow], sections: Sequence[OutlineSection]
) -> list[Block]:
    match section.kind:
        case SectionKind.STATUS:
            return [_summary(report, rows), _by_group(rows)]
        case SectionKind.BEHIND:
            behind = [row for row in rows if row.content["status"] in BEHIND]
            behind.sort(key=lambda row: (BEHIND.index(row.content["status"]), row.ordinal))
            if not behind:
                return [Paragraph((Run("Không có chỉ tiêu nào chậm trong số các chỉ tiêu đã có số liệu."),))]
            return [_behind(behind)]
        case SectionKind.FIGURES:
            known = [row for row in rows if row.content["value"] is not None]
            rest = Paragraph(
                (
                    Run(formats.number(len(rows) - len(known)), mark="dem_khong_so"),
                    Run(" chỉ tiêu chưa có số liệu được duyệt; danh sách đủ ở phụ lục."),
                )
            )
            return [_figures(report, known, wide=False), *([rest] if len(known) < len(rows) else [])]
    texts = [text.strip() for text in section.body.split("\n") if text.strip()]
    if not texts and section.is_required and not _has_below(section, sections):
        waits = f"Chờ {section.agency} viết phần này" if section.agency else "Phần này chưa có lời"
        return [Paragraph((Run(f"[{waits}]"),), italic=True)]
    return [Paragraph(tuple(_runs(text, rows))) for text in texts]


def _runs(text: str, rows: list[SnapshotRow]) -> list[Run]:
    """Return a text with the figures it names put in, each with the row it comes from."""
    by_no = {row.content["no"]: row for row in rows if row.content["no"]}
    runs, last = [], 0
    for place in _PLACEHOLDER.finditer(text):
        row, what = by_no.get(place["no"]), _WHAT.get(place["what"] or "")
        if row is None or what is None:
            continue
        runs += [Run(text[last : place.start()]), Run(what(row.content), mark=mark_of(row))]
        last = place.end()
    return [run for run in [*runs, Run(text[last:])] if run.text]


def mark_of(row: SnapshotRow) -> str:
    """Return the bookmark under which a figure of a row stands."""
    return f"chi_tieu_{row.ordinal}"


def _summary(report: OfficialReport, rows: list[SnapshotRow]) -> Paragraph:
    counts = Counter(row.content["status"] for row in rows)
    right = sum(counts[code] for code in RIGHT)
    behind = sum(counts[code] for code in BEHIND)
    day = formats.day(report.snapshot.day) if report.snapshot is not None else ""
    return Paragraph(
        (
            Run(f"Tính tới ngày {day}, trong "),
            Run(formats.number(len(rows)), mark="dem_tat_ca"),
            Run(" chỉ tiêu có "),
            Run(formats.number(right), mark="dem_dung_huong"),
            Run(" chỉ tiêu đạt hoặc đúng tiến độ, "),
            Run(formats.number(behind), mark="dem_cham"),
            Run(" chỉ tiêu chậm, có nguy cơ hoặc không hoàn thành, "),
            Run(formats.number(len(rows) - right - behind), mark="dem_chua_ro"),
            Run(" chỉ tiêu chưa đánh giá được."),
        )
    )


def _by_group(rows: list[SnapshotRow]) -> Grid:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        groups[row.content["group"] or "Không thuộc nhóm nào"][row.content["status"]] += 1
    lines = []
    for at, (name, counts) in enumerate(groups.items(), start=1):
        right, behind = sum(counts[code] for code in RIGHT), sum(counts[code] for code in BEHIND)
        numbers = (counts.total(), right, behind, counts.total() - right - behind)
        lines.append(
            (Run(name), *(Run(formats.number(number), mark=f"nhom_{at}_{n}") for n, number in enumerate(numbers)))
        )
    headings = ("Nhóm chỉ tiêu", "Tổng số", "Đạt, đúng tiến độ", "Chậm, nguy cơ", "Chưa đánh giá")
    return Grid("Bảng 1. Tiến độ theo nhóm chỉ tiêu", headings, tuple(lines), (69, 22, 26, 24, 24), (1, 2, 3, 4))


def _behind(rows: list[SnapshotRow]) -> Grid:
    lines = tuple(
        (
            Run(row.content["no"] or str(row.ordinal)),
            Run(_name(row.content)),
            Run(_goal(row.content)),
            Run(written(row.content["value"]), mark=mark_of(row)),
            Run(find_status(row.content["status"]).word),
            Run(row.content["lead"]),
        )
        for row in rows
    )
    headings = ("STT", "Chỉ tiêu", "Mục tiêu", "Thực hiện", "Tình trạng", "Chủ trì")
    return Grid("Bảng 2. Các chỉ tiêu chậm so với kế hoạch", headings, lines, (13, 53, 31, 20, 22, 26), (3,))


def _figures(report: OfficialReport, rows: list[SnapshotRow], *, wide: bool) -> Grid:
    """Return the figures year by year; the narrow table of the text has the last three years and no coverage."""
    years = [str(year) for year in range(report.from_year, report.to_year + 1)]
    years = years if wide else years[-MOST_YEARS:]
    lines = []
    for row in rows:
        content = row.content
        unit = f" ({content['unit']})" if content["unit"] and not wide else ""
        cover = "" if content["value"] is None else f"{content['known']}/{content['expected']}"
        lines.append(
            (
                Run(content["no"] or str(row.ordinal)),
                Run(_name(content) + unit),
                *([Run(content["unit"])] if wide else []),
                Run(written(content["baseline"]), mark=mark_of(row) if content["baseline"] is not None else ""),
                *(
                    Run(written(content["years"][year]), mark=mark_of(row) if content["years"][year] else "")
                    for year in years
                ),
                Run(_goal(content)),
                Run(find_status(content["status"]).word),
                *([Run(cover)] if wide else []),
            )
        )
    unit_heading, cover_heading = (("Đơn vị",), ("Độ phủ",)) if wide else ((), ())
    headings = (
        "STT",
        "Chỉ tiêu",
        *unit_heading,
        "Số gốc",
        *(f"Năm {year}" for year in years),
        "Mục tiêu",
        "Tình trạng",
        *cover_heading,
    )
    fixed = [13, 18, 17, *[18] * len(years), 38, 28, 19] if wide else [13, 16, *[16] * len(years), 28, 22]
    widths = [fixed[0], max((257 if wide else 165) - sum(fixed), 40), *fixed[1:]]
    first = 3 if wide else 2
    return Grid("", headings, tuple(lines), tuple(widths), tuple(range(first, first + 1 + len(years))))


def _name(content: dict[str, Any]) -> str:
    name, part = content["name"], content["dimension"]
    return f"{name} ({part})" if part and part.lower() not in name.lower() else name


def _goal(content: dict[str, Any]) -> str:
    return f"{content['goal']} ({content['due']})" if content["goal"] and content["due"] else content["goal"] or "–"


def write_annex(report: OfficialReport) -> bytes:
    """Return the locked figures as an Excel file, with the digest of each row. Raises CannotWrite."""
    if report.snapshot is None:
        raise CannotWrite("Khóa số liệu trước khi lập phụ lục.")
    years = [str(year) for year in range(report.from_year, report.to_year + 1)]
    columns = [
        Column("STT", width=8),
        Column("Chỉ tiêu", width=56),
        Column("Đơn vị tính", width=12),
        Column("Số gốc", Kind.DECIMAL),
        *(Column(f"Năm {year}", Kind.DECIMAL) for year in years),
        Column("Mục tiêu", width=26),
        Column("Năm mục tiêu", Kind.YEAR),
        Column("Tình trạng", width=18),
        Column("Đã có", Kind.INTEGER),
        Column("Phải có", Kind.INTEGER),
        Column("Chủ trì", width=24),
        Column("Vì sao", width=60),
        Column("Mã băm của dòng", width=20),
    ]
    out = io.BytesIO()
    xlsx.write_table(out, columns=columns, rows=(_annex_row(row, years) for row in _rows(report)), title=str(report))
    return out.getvalue()


def _annex_row(row: SnapshotRow, years: list[str]) -> list[Value]:
    content = row.content
    return [
        content["no"] or str(row.ordinal),
        _name(content),
        content["unit"],
        _decimal(content["baseline"]),
        *(_decimal(content["years"][year]) for year in years),
        content["goal"],
        content["due"],
        find_status(content["status"]).word,
        content["known"],
        content["expected"],
        content["lead"],
        content["why"],
        row.sha256,
    ]


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else round(Decimal(value), 6)


def ask_for_files(*, report: OfficialReport, actor: User, now: dt.datetime) -> JobRun:
    """Have DOCX, PDF and the Excel annex made. Raises CannotWrite before the figures are locked."""
    if report.snapshot is None:
        raise CannotWrite("Khóa số liệu trước khi lập tệp: báo cáo chỉ in số đã khóa.")
    return defer(
        kind=JOB_KIND,
        title=f"Lập tệp: {report}",
        owner=actor,
        args={"report_id": str(report.pk), "actor_id": actor.pk},
        result_url=reverse("reporting:official", args=[report.pk]),
        at=now,
    )


def make_files(
    *, report_id: Any, actor: User, now: dt.datetime, tell: Callable[[str, int], None] = lambda _step, _done: None
) -> list[OfficialFile]:
    """Make the three files of a report and keep them; the same content is kept once. Raises CannotWrite, NoOffice."""
    report = OfficialReport.objects.select_related("snapshot", "plan").get(pk=report_id)
    if report.snapshot is None:
        raise CannotWrite("Khóa số liệu trước khi lập tệp: báo cáo chỉ in số đã khóa.")
    tell("Ghép đề cương, lời và số liệu đã khóa", 0)
    paper = write_official(compose(report))
    tell("Lập phụ lục XLSX", 1)
    made = {"docx": paper, "xlsx": write_annex(report)}
    tell("Chuyển sang PDF", 2)
    made["pdf"] = to_pdf(paper)
    tell("Giữ tệp", 3)
    with transaction.atomic():
        files = [_keep(report, report.snapshot, kind, content, actor, now) for kind, content in made.items()]
        record(
            actor=actor,
            verb="reporting.official_files",
            subject=report,
            detail={one.kind: one.sha256 for one in files},
            at=now,
        )
    return files


def _keep(
    report: OfficialReport, snapshot: Snapshot, kind: str, content: bytes, actor: User, now: dt.datetime
) -> OfficialFile:
    return OfficialFile.objects.create(
        report=report,
        snapshot=snapshot,
        kind=kind,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        missing=list_missing(report),
        made_by=actor,
        made_at=now,
    )
