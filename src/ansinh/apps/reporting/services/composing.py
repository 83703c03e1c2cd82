"""A report on paper: its outline, texts and locked figures put together; what is missing is listed, never filled in."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
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
    RowKind,
    SectionKind,
    Snapshot,
    SnapshotRow,
)
from ansinh.apps.reporting.services.annexes import write_annex
from ansinh.apps.reporting.services.grids import (
    BEHIND,
    PARTIAL,
    STAR,
    behind,
    by_group,
    figures,
    funds,
    funds_by_source,
    is_partial,
    mark_of,
    starred,
    summary,
    task_summary,
    tasks,
    written,
)
from ansinh.apps.reporting.services.official import CannotWrite, head_of
from ansinh.apps.ui import formats
from ansinh.apps.ui.marks import find_status
from ansinh.core.text import write_roman
from ansinh.files.office import to_pdf
from ansinh.files.official_docx import (
    Annex,
    Block,
    Foot,
    Form,
    Grid,
    Heading,
    Official,
    Paragraph,
    Run,
    write_official,
)

JOB_KIND = "reporting.official_files"
# Instruction 05-HD/VPTW of 27/5/2026 replaces 36-HD/VPTW (known from secondary sources).
NEW_PARTY_FORM = dt.date(2026, 5, 27)
STEPS = 4
_PLACEHOLDER = re.compile(r"\{(?P<no>[^{}:\s]{1,12})(?::(?P<what>[a-z-]{1,12}))?\}")
_WHAT: dict[str, Callable[[dict[str, Any]], str]] = {}


def form_of(report: OfficialReport) -> Form:
    """Return the form of a report: the Party's by the day of issue, a paper without a day by the newer one."""
    if report.form == OfficialForm.STATE:
        return Form.STATE
    old = report.issued_on is not None and report.issued_on < NEW_PARTY_FORM
    return Form.PARTY_2018 if old else Form.PARTY_2026


def _value(content: dict[str, Any]) -> str:
    return starred(content)


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
    rows = _rows(report, RowKind.INDICATOR)
    known = {row.content["no"]: row.content for row in rows if row.content["no"]}
    for one in sections:
        for place in _PLACEHOLDER.finditer(one.body):
            content, what = known.get(place["no"]), _WHAT.get(place["what"] or "")
            if content is None or what is None:
                found.append(f"“{one.heading}” viện dẫn {place[0]} mà số liệu đã khóa không có.")
            elif what(content) in ("", written(None)):
                found.append(f"“{one.heading}” viện dẫn {place[0]} mà chỉ tiêu ấy chưa có số này; bản in ghi “–”.")
    blank = sum(row.content["value"] is None for row in rows)
    if blank:
        found.append(f"{blank} / {len(rows)} chỉ tiêu chưa có số liệu được duyệt; bảng ghi “–”.")
    provisional = sum(is_partial(row.content) for row in rows)
    if provisional:
        found.append(f"{provisional} chỉ tiêu là số tính tạm, in kèm dấu *; phụ lục ghi độ phủ.")
    return found


def _has_below(section: OutlineSection, sections: Sequence[OutlineSection]) -> bool:
    """Return whether parts of a deeper level follow, so that the heading needs no text of its own."""
    following = next((one for one in sections if one.ordinal > section.ordinal), None)
    return following is not None and following.level > section.level


def _rows(report: OfficialReport, kind: RowKind) -> list[SnapshotRow]:
    return list(SnapshotRow.objects.filter(snapshot=report.snapshot_id, kind=kind).order_by("ordinal"))


def compose(report: OfficialReport) -> Official:
    """Return a report as a document. Raises CannotWrite before its figures are locked."""
    if report.snapshot is None:
        raise CannotWrite("Khóa số liệu trước khi lập tệp: báo cáo chỉ in số đã khóa.")
    rows = {kind: _rows(report, kind) for kind in RowKind}
    blocks: list[Block] = []
    sections = list(report.sections.select_related("agency").order_by("ordinal"))
    is_explained = False
    for section in sections:
        if _is_left_out(section, sections, rows):
            continue
        blocks.append(Heading(section.heading, section.level))
        found = _section(report, section, rows, sections)
        blocks += found
        # Once for all the texts, where the first of them ends; a table has its own under it.
        if not is_explained and _has_star(found):
            is_explained = True
            blocks.append(Paragraph((Run(PARTIAL),), italic=True))
    return Official(
        form=form_of(report),
        head=head_of(report),
        blocks=tuple(_numbered(blocks)),
        foot=Foot(report.sign_for, report.signer_title, report.signer, tuple(report.recipients)),
        annexes=_annexes(report, rows),
        title=str(report),
    )


def _has_star(blocks: Sequence[Block]) -> bool:
    texts = (one for one in blocks if isinstance(one, Paragraph))
    return any(run.mark and run.text.endswith(STAR) for one in texts for run in one.runs)


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """Number the tables that have a name, in the order in which they are printed."""
    count = 0
    for block in blocks:
        if isinstance(block, Grid) and block.caption:
            count += 1
            yield replace(block, caption=f"Bảng {count}. {block.caption}")
        else:
            yield block


def _annexes(report: OfficialReport, rows: Mapping[RowKind, list[SnapshotRow]]) -> tuple[Annex, ...]:
    made = [
        (f"Kết quả thực hiện các chỉ tiêu ({report.years})", figures(report, rows[RowKind.INDICATOR], wide=True)),
        (f"Kết quả thực hiện các nhiệm vụ ({report.years})", tasks(rows[RowKind.TASK], wide=True)),
        (f"Kinh phí thực hiện các nhiệm vụ ({report.years})", funds(rows[RowKind.FUND])),
    ]
    shown = [one for one in made if one[1].rows]
    numbers = [f"PHỤ LỤC {write_roman(at)}" for at in range(1, len(shown) + 1)] if len(shown) > 1 else ["PHỤ LỤC"]
    return tuple(Annex(number, about, grid) for number, (about, grid) in zip(numbers, shown, strict=False))


def _is_left_out(
    section: OutlineSection, sections: Sequence[OutlineSection], rows: Mapping[RowKind, list[SnapshotRow]]
) -> bool:
    """Return whether a part is not printed: it may be missing, there is nothing in it, and nothing stands under it."""
    if section.is_required or _has_below(section, sections):
        return False
    if section.kind == SectionKind.TEXT:
        return not section.body.strip()
    held = {SectionKind.TASKS: RowKind.TASK, SectionKind.FUNDS: RowKind.FUND}.get(SectionKind(section.kind))
    return held is not None and not rows[held]


def _section(
    report: OfficialReport,
    section: OutlineSection,
    by_kind: Mapping[RowKind, list[SnapshotRow]],
    sections: Sequence[OutlineSection],
) -> list[Block]:
    rows = by_kind[RowKind.INDICATOR]
    match section.kind:
        case SectionKind.STATUS:
            grouped = any(row.content["group"] for row in rows)
            return [summary(report, rows), *([by_group(rows)] if grouped else [])]
        case SectionKind.BEHIND:
            late = [row for row in rows if row.content["status"] in BEHIND]
            late.sort(key=lambda row: (BEHIND.index(row.content["status"]), row.ordinal))
            return (
                [behind(late)] if late else [_said("Không có chỉ tiêu nào chậm trong số các chỉ tiêu đã có số liệu.")]
            )
        case SectionKind.FIGURES:
            known = [row for row in rows if row.content["value"] is not None]
            rest = Paragraph(
                (
                    Run(formats.number(len(rows) - len(known)), mark="dem_khong_so"),
                    Run(" chỉ tiêu chưa có số liệu được duyệt; danh sách đủ ở phụ lục."),
                )
            )
            return [figures(report, known, wide=False), *([rest] if len(known) < len(rows) else [])]
        case SectionKind.TASKS:
            done = by_kind[RowKind.TASK]
            late = [row for row in done if row.content["status"] == "overdue"]
            if not done:
                return [_said("Kế hoạch không có nhiệm vụ nào phải làm trong thời gian này.")]
            return [task_summary(done), *([tasks(late, wide=False)] if late else [])]
        case SectionKind.FUNDS:
            money = by_kind[RowKind.FUND]
            return [funds_by_source(money)] if money else [_said("Chưa ghi khoản kinh phí nào.")]
    return _texts(section, rows, sections)


def _said(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def _texts(section: OutlineSection, rows: list[SnapshotRow], sections: Sequence[OutlineSection]) -> list[Block]:
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
