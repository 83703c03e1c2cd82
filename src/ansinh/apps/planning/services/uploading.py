"""Takes a document in, reads it as a job, and keeps what was read for review."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from time import perf_counter
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.jobs.selectors import is_open
from ansinh.apps.jobs.services import defer
from ansinh.apps.planning.models import Plan, PlanFile, PlanState, ReviewAction
from ansinh.apps.planning.services.removing import put_back_plan
from ansinh.apps.planning.services.storing import UNREAD, store_reading
from ansinh.core.plandoc.pipeline import parse
from ansinh.files import UnreadableFile, open_plan_safely

MAX_BYTES = 25 * 1024 * 1024
KINDS = ("docx", "pdf", "html", "htm", "md", "txt")
# What a word processor opens and can save as .docx.
OLD_WORD = ("doc", "dot", "rtf", "odt", "wps")
JOB_KIND = "planning.read_plan"
STEPS = 3


class CannotUpload(Exception):
    """The document cannot be taken in; the message says why and what to do."""


class CannotReadAgain(Exception):
    """The document is being read or has been read; the message says which."""


class AlreadyUploaded(CannotUpload):
    """The same file was handed in before; ``plan`` is what came of it."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            f"Tệp này đã được tải lên ngày {plan.created_at.astimezone():%d/%m/%Y}: {plan.short_title}. "
            "Không đọc lại; mở kế hoạch đã có."
        )
        self.plan = plan


def upload_plan(*, name: str, content: bytes, actor: User, now: datetime) -> Plan:
    """Keep a document and queue its reading. Returns the plan in state READING.

    A file that could not be read, or whose reading was stopped, is read anew under the name it has now. So is one that
    was taken off the list, unless somebody had begun to review it: then it comes back as it was.
    Raises AlreadyUploaded for other files with the same bytes, CannotUpload for a file of the wrong kind or size.
    """
    kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if kind not in KINDS:
        raise CannotUpload(_wrong_kind(name, kind))
    if not content:
        raise CannotUpload(f"Tệp “{name}” rỗng. Chọn lại tệp có nội dung.")
    check_size(name=name, size=len(content))
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).filter(file__sha256=digest).first()
        if plan is None:
            plan = _keep(name=name, kind=kind, content=content, digest=digest, actor=actor, now=now)
        elif plan.removed_at is None and not may_read_again(plan):
            raise AlreadyUploaded(plan)
        else:
            if plan.removed_at is not None:
                plan = put_back_plan(plan_id=plan.pk, actor=actor, now=now)
                if ReviewAction.objects.filter(plan=plan).exists():
                    return plan
            PlanFile.objects.filter(pk=plan.file_id).update(name=name[:255], kind=kind)
        _queue(plan, name=name, actor=actor, now=now)
        record(
            actor=actor,
            verb="planning.upload",
            subject=plan,
            detail={"file": name, "sha256": digest, "size": len(content)},
            at=now,
        )
    return plan


def _wrong_kind(name: str, kind: str) -> str:
    if kind in OLD_WORD:
        return (
            f"Tệp “{name}” có đuôi “.{kind}” nên chưa đọc được. "
            "Mở bằng Word hoặc LibreOffice, lưu lại dạng .docx rồi gửi lại."
        )
    ending = f"có đuôi “.{kind}”" if kind else "không có đuôi tên"
    return f"Tệp “{name}” {ending} nên chưa đọc được. Dùng tệp .docx, .pdf (có chữ), .html, .md hoặc .txt."


def check_size(*, name: str, size: int) -> None:
    """Refuse a file that is too large, before its bytes are taken into memory. Raises CannotUpload."""
    if size > MAX_BYTES:
        raise CannotUpload(
            f"Tệp “{name}” nặng {size // 1024 // 1024} MB, quá {MAX_BYTES // 1024 // 1024} MB. "
            "Bỏ bớt ảnh trong tệp hoặc tách phụ lục ra tệp riêng."
        )


def may_read_again(plan: Plan) -> bool:
    """Say whether a document waits for a reading that nobody does: it failed, was stopped or got lost."""
    return plan.state == PlanState.FAILED or (plan.state == PlanState.READING and not is_open(run_id=plan.job_id))


def read_again(*, plan_id: UUID | str, actor: User, now: datetime) -> Plan:
    """Queue the reading of a kept document once more. Raises CannotReadAgain."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan_id)
        if not may_read_again(plan):
            said = plan.get_state_display().lower()
            raise CannotReadAgain(f"Kế hoạch {said} nên không đọc lại. Tải lại trang để xem.")
        if plan.removed_at is not None:
            raise CannotReadAgain("Tệp này đã được bỏ khỏi danh sách. Đưa lại vào danh sách rồi đọc lại.")
        name = PlanFile.objects.values_list("name", flat=True).get(pk=plan.file_id)
        _queue(plan, name=name, actor=actor, now=now)
        record(actor=actor, verb="planning.read_again", subject=plan, detail={"file": name}, at=now)
    return plan


def _queue(plan: Plan, *, name: str, actor: User, now: datetime) -> None:
    run = defer(
        kind=JOB_KIND,
        title=f"Đọc {name}",
        args={"plan_id": str(plan.pk)},
        owner=actor,
        at=now,
        result_url=reverse("planning:plan", args=[plan.pk]),
    )
    plan.state, plan.failure, plan.job_id = PlanState.READING, "", run.pk
    plan.save(update_fields=["state", "failure", "job_id"])


def _keep(*, name: str, kind: str, content: bytes, digest: str, actor: User, now: datetime) -> Plan:
    try:
        with transaction.atomic():
            file = PlanFile.objects.create(
                name=name[:255],
                kind=kind,
                sha256=digest,
                size=len(content),
                content=content,
                uploaded_by=actor,
                uploaded_at=now,
            )
    except IntegrityError as error:
        # Two people handed in the same file in the same moment; the other one was first.
        raise AlreadyUploaded(Plan.objects.get(file__sha256=digest)) from error
    return Plan.objects.create(file=file, created_at=now)


def read_plan(*, plan_id: UUID | str, tell: Callable[[str, int], None]) -> Plan:
    """Read a kept document and store the reading; a file that cannot be read leaves its reason on the plan.

    ``tell`` is called with the step and how many of STEPS are done. Safe to run again: a second run
    replaces the rows of the first; a plan already in review is left alone.
    """
    plan = Plan.objects.select_related("file").get(pk=plan_id)
    if plan.state not in UNREAD:
        return plan
    started = perf_counter()
    tell("Mở tệp", 0)
    try:
        source = open_plan_safely(bytes(plan.file.content), name=plan.file.name)
    except UnreadableFile as error:
        # Only while nobody else has read it: a worker that was believed dead must not undo a review.
        Plan.objects.filter(pk=plan.pk, state__in=UNREAD).update(state=PlanState.FAILED, failure=str(error))
        plan.refresh_from_db(fields=["state", "failure"])
        return plan
    tell("Đọc chỉ tiêu, nhiệm vụ, mốc báo cáo", 1)
    reading = parse(source)
    tell("Ghi kết quả đọc", 2)
    store_reading(plan=plan, reading=reading)
    Plan.objects.filter(pk=plan.pk).update(read_ms=round((perf_counter() - started) * 1000))
    tell("Đọc xong", STEPS)
    plan.refresh_from_db()
    return plan
