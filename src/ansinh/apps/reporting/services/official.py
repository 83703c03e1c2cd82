"""Official reports: begun from an outline, written by agencies, figures locked to a snapshot."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import Plan
from ansinh.apps.reporting.models import OfficialReport, OutlineSection, SectionKind
from ansinh.apps.reporting.services.rounds import lock_key
from ansinh.apps.reporting.services.work_access import is_of_place, of_places
from ansinh.apps.territory.models import Agency, AgencyLevel
from ansinh.files.official_docx import Head

OUTLINES = Path(__file__).resolve().parents[1] / "data" / "outlines.csv"
HEAD_FIELDS = (
    "form",
    "about",
    "superior",
    "issuer",
    "number",
    "symbol",
    "place",
    "issued_on",
    "sign_for",
    "signer_title",
    "signer",
    "recipients",
)


class CannotWrite(Exception):
    """The report was not changed; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an outline that comes with the program."""

    level: int
    heading: str
    kind: str
    is_required: bool


def officials_seen_by(user: User) -> QuerySet[OfficialReport]:
    """Return the official reports a person may open: of plans of his place, of parts his agency writes; a supervisor all."""
    seen = of_places(user)
    unit = user.scope_unit
    if user.holds(Role.DEPARTMENT_OFFICER):
        seen |= Q(plan__scope_unit=None)
        if unit is not None:
            seen |= Q(plan__scope_unit__code=unit.code, plan__scope_unit__level=unit.level)
        if user.agency_id is not None:
            # Of a central agency there is one; of any other the place above says which is meant.
            own = OutlineSection.objects.filter(agency=user.agency_id, agency__level=AgencyLevel.CENTRAL)
            seen |= Q(pk__in=own.values("report"))
    return OfficialReport.objects.filter(seen)


def can_edit(user: User, plan: Plan) -> bool:
    """Say whether a person begins and arranges official reports on a plan: a coordinator of its place."""
    return user.holds(Role.COORDINATOR) and is_of_place(user, plan)


def read_outline(kind: str, *, path: Path = OUTLINES) -> list[Part]:
    """Return the outline that the program proposes for a kind of report; people change it in the report."""
    with path.open(encoding="utf-8", newline="") as rows:
        return [
            Part(int(row["level"]), row["heading"], row["section"], row["is_required"] == "1")
            for row in csv.DictReader(rows)
            if row["kind"] == kind
        ]


@transaction.atomic
def begin_official(
    *,
    plan: Plan,
    kind: str,
    from_year: int,
    to_year: int,
    actor: User,
    now: dt.datetime,
    key: UUID | None = None,
    **head: Any,
) -> OfficialReport:
    """Begin a report with the proposed outline; head as in HEAD_FIELDS. Raises CannotWrite.

    key: of the form; sent twice it is one report.
    """
    if to_year < from_year:
        raise CannotWrite(f"Năm cuối {to_year} trước năm đầu {from_year}. Sửa lại khoảng năm.")
    given = {name: value for name, value in head.items() if name in HEAD_FIELDS}
    if key is not None:
        lock_key(key)
        there = OfficialReport.objects.filter(pk=key, plan=plan, created_by=actor).first()
        if there is not None:
            return there
    report = OfficialReport.objects.create(
        pk=key or uuid4(),
        plan=plan,
        kind=kind,
        from_year=from_year,
        to_year=to_year,
        created_by=actor,
        created_at=now,
        **given,
    )
    OutlineSection.objects.bulk_create(
        OutlineSection(
            report=report,
            ordinal=at,
            level=part.level,
            heading=part.heading,
            kind=part.kind,
            is_required=part.is_required,
        )
        for at, part in enumerate(read_outline(kind), start=1)
    )
    record(actor=actor, verb="reporting.official", subject=report, detail={"about": report.about}, at=now)
    return report


def locked_report(report_id: Any, expected_version: int | None) -> OfficialReport:
    report = OfficialReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    if expected_version is not None and report.version != expected_version:
        raise CannotWrite("Người khác vừa sửa báo cáo này. Tải lại trang, xem rồi sửa tiếp.")
    return report


@transaction.atomic
def change_head(
    *, report_id: Any, actor: User, now: dt.datetime, expected_version: int | None = None, **head: Any
) -> OfficialReport:
    """Change head and foot: number, day, signer, receivers. Raises CannotWrite when somebody else was faster."""
    report = locked_report(report_id, expected_version)
    before = {name: _plain(getattr(report, name)) for name in HEAD_FIELDS if name in head}
    for name, value in head.items():
        if name in HEAD_FIELDS:
            setattr(report, name, value)
    report.version += 1
    report.save()
    detail = {"before": before, "after": {name: _plain(head[name]) for name in before}}
    record(actor=actor, verb="reporting.official_head", subject=report, detail=detail, at=now)
    return report


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


@transaction.atomic
def change_outline(
    *,
    report_id: Any,
    act: str,
    actor: User,
    now: dt.datetime,
    section_id: int | None = None,
    heading: str = "",
    level: int = 1,
    kind: str = SectionKind.TEXT,
    agency: Agency | None = None,
    is_required: bool = True,
) -> OfficialReport:
    """Add, change, move ("up", "down") or take out a part of the outline. Raises CannotWrite.

    A part with a text is not taken out: its text is emptied by its writer first.
    """
    report = locked_report(report_id, None)
    sections = list(report.sections.order_by("ordinal"))
    at = next((n for n, one in enumerate(sections) if one.pk == section_id), None)
    if act != "add" and at is None:
        raise CannotWrite("Mục này không còn trong đề cương. Tải lại trang.")
    if act in ("add", "change") and not heading.strip():
        raise CannotWrite("Ghi đề mục.")
    values = {"heading": heading.strip(), "level": level, "kind": kind, "agency": agency, "is_required": is_required}
    if act == "add":
        last = max((one.ordinal for one in sections), default=0)
        OutlineSection.objects.create(report=report, ordinal=last + 1, **values)
    elif at is not None and act == "change":
        OutlineSection.objects.filter(pk=sections[at].pk).update(**values)
    elif at is not None and act == "remove":
        if sections[at].body.strip():
            raise CannotWrite("Mục này đã có lời. Xóa lời trước rồi mới bỏ mục.")
        sections[at].delete()
    elif at is not None and act in ("up", "down"):
        other = at + (-1 if act == "up" else 1)
        if 0 <= other < len(sections):
            first, second = sections[at], sections[other]
            first.ordinal, second.ordinal = second.ordinal, first.ordinal
            OutlineSection.objects.bulk_update([first, second], ["ordinal"])
    detail = {"act": act, "heading": heading.strip() or (sections[at].heading if at is not None else "")}
    record(actor=actor, verb="reporting.official_outline", subject=report, detail=detail, at=now)
    return report


def may_write(user: User, section: OutlineSection) -> bool:
    """Say whether a person writes this part: the coordinator every one, an officer those of his agency."""
    if can_edit(user, section.report.plan):
        return True
    agency = section.agency
    if agency is None or agency.pk != user.agency_id or not user.holds(Role.DEPARTMENT_OFFICER):
        return False
    return agency.level == AgencyLevel.CENTRAL or is_of_place(user, section.report.plan)


@transaction.atomic
def write_section(
    *, section_id: int, body: str, actor: User, now: dt.datetime, expected_version: int | None = None
) -> OutlineSection:
    """Keep the text of a part. Raises CannotWrite: not his, a table, somebody else was faster."""
    section = (
        OutlineSection.objects.select_for_update(of=("self",))
        .select_related("report__plan__scope_unit", "agency")
        .get(pk=section_id)
    )
    if not may_write(actor, section):
        raise CannotWrite("Phần này do cơ quan khác viết.")
    if section.kind != SectionKind.TEXT:
        raise CannotWrite("Phần này là bảng do phần mềm lập từ số liệu đã khóa, không viết tay.")
    if expected_version is not None and expected_version != section.version:
        raise CannotWrite(f"{section.written_by} vừa sửa phần này. Chép lời của bạn ra, tải lại trang rồi ghép.")
    before = section.body
    section.body, section.version = body.strip(), section.version + 1
    section.written_by, section.written_at = actor, now
    section.save()
    detail = {"heading": section.heading, "before": before, "after": section.body}
    record(actor=actor, verb="reporting.official_text", subject=section.report, detail=detail, at=now)
    return section


def head_of(report: OfficialReport) -> Head:
    """Return what stands above the text of a report."""
    return Head(
        issuer=report.issuer,
        superior=report.superior,
        number=report.number,
        symbol=report.symbol,
        place=report.place,
        on=report.issued_on,
        type_name="BÁO CÁO",
        about=report.about,
    )
