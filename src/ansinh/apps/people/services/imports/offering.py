"""A list is offered: the file kept, its columns named, somebody says to go on or throws it away."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import current_scope, seen, work_unit
from ansinh.apps.audit.services import record
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.jobs.services import defer
from ansinh.apps.people.models import (
    ImportPiece,
    ImportRow,
    ImportState,
    KnownHeadings,
    ListImport,
    RowChange,
    RowFault,
)
from ansinh.apps.people.services.imports.keeping import keep
from ansinh.apps.people.services.imports.kinds import ListKind, fields_of, list_kinds
from ansinh.apps.people.services.refusals import NotHere, Refused, roomy, said
from ansinh.core.text import fold
from ansinh.files.errors import UnreadableFile
from ansinh.files.register.mapping import CannotMap, ListFields, find_columns, letters, shipped_mappings
from ansinh.files.register.reading import read_register

STAGE, TAKE = "people.stage_list", "people.take_list"
WAITING = (ImportState.CHOOSING, ImportState.READING, ImportState.REVIEW)


@roomy()
def offer_list(
    *, data: bytes, name: str, source: str, as_of: date, actor: User, now: datetime, kind: str = "", topic: str = ""
) -> ListImport:
    """Keep a file that somebody brought; its columns are proposed from what was said before. Raises Refused.

    source: what the rows will be said to come from; as_of: the day from which households and poverty are written; kind:
    one of ``kinds``, "" for people and households; topic: what is chosen for the whole list of such a kind.
    """
    _expect_kind(kind, topic, actor=actor)
    source = " ".join(source.split())
    if not source:
        raise Refused("Thiếu nguồn. Ghi danh sách nào, của ai, theo quyết định nào.")
    if as_of > now.date():
        raise Refused("Ngày tính đến ở sau hôm nay. Xem lại ngày.")
    unit, scope = work_unit(actor, on=now.date()), current_scope()
    if unit is None or scope.is_empty:
        raise Refused("Tài khoản chưa có địa bàn phụ trách. Đề nghị quản trị ghi địa bàn.")
    digest = hmac.digest(settings.INDEX_KEY, b"list:" + hashlib.sha256(data).digest(), hashlib.sha256)
    taken = seen(ListImport).filter(digest=digest, kind=kind, topic=topic, state=ImportState.TAKEN)
    before = taken.order_by("-ended_at").first()
    if before is not None and before.ended_at is not None:
        day = timezone.localtime(before.ended_at)
        raise Refused(f"Tệp này đã nhận vào sổ lúc {day:%H:%M ngày %d/%m/%Y}; nhận lại không đổi gì. Sửa tệp rồi gửi.")
    try:
        file = read_register(data, name=name)
    except UnreadableFile as error:
        raise Refused(str(error)) from error
    with said():
        made = ListImport.objects.create(
            scope_unit=unit,
            unit_no=scope.first,
            unit_to=scope.last,
            kind=kind,
            topic=topic,
            file_name=file.name[:200],
            digest=digest,
            headings=list(file.headings),
            columns=propose_columns(file.headings, kind=kind),
            source=source[:200],
            as_of=as_of,
            state=ImportState.CHOOSING,
            notes=list(file.notes),
            created_at=now,
            created_by_id=actor.pk,
            created_by_name=str(actor),
        )
        keep(made, data)
        record(
            actor=actor,
            verb="people.offer_list",
            subject=made,
            detail={"unit": unit.code, **({"list": kind} if kind else {})},
            at=now,
        )
    return made


def propose_columns(headings: Any, *, kind: str = "") -> dict[str, int]:
    """Return which column holds what: as somebody said of the same headings before, else as the shipped words say."""
    known = KnownHeadings.objects.filter(key=headings_key(headings, kind=kind)).first()
    if known is not None:
        return dict(known.columns)
    best: dict[str, int] = {}
    fields = fields_of(kind)
    for mapping in shipped_mappings(fields):
        try:
            found = find_columns(headings, mapping, fields=fields)
        except CannotMap:
            continue
        if len(found.columns) > len(best):
            best = dict(found.columns)
    return best


def choose_columns(*, import_id: UUID, columns: Mapping[str, int], actor: User, now: datetime) -> JobRun:
    """Say which column holds what, remember it for these headings, and have the rows read. Raises NotHere, Refused."""
    with said():
        row = locked_list(import_id)
        if row.state not in WAITING:
            raise Refused("Danh sách này đã nhận hoặc đã bỏ. Gửi lại tệp nếu cần.")
        start_reading(row, columns=columns)
        KnownHeadings.objects.update_or_create(
            key=headings_key(row.headings, kind=row.kind),
            defaults={"columns": dict(columns), "said_at": now, "said_by_name": str(actor)},
        )
        return defer(kind=STAGE, title="Kiểm tra danh sách", owner=actor, args={"import_id": str(row.pk)}, at=now)


def start_reading(row: ListImport, *, columns: Mapping[str, int]) -> None:
    """Write which column holds what, and that the rows are read now. Raises Refused."""
    _check_columns(columns, row.headings, fields_of(row.kind))
    row.columns, row.state = dict(columns), ImportState.READING
    row.save(update_fields=["columns", "state"])


def ask_to_take(*, import_id: UUID, actor: User, now: datetime, result_url: str = "") -> JobRun:
    """Have a reviewed list taken into the register. Raises NotHere, Refused."""
    with said():
        row = locked_list(import_id)
        if row.state != ImportState.REVIEW:
            raise Refused("Danh sách này chưa kiểm tra xong, đã nhận hoặc đã bỏ. Tải lại trang.")
        if not (row.counts.get("new") or row.counts.get("changed")):
            raise Refused("Danh sách không có gì mới so với sổ. Bỏ danh sách này.")
        _expect_kind(row.kind, row.topic, actor=actor)
        args = {"import_id": str(row.pk)}
        return defer(kind=TAKE, title="Nhận danh sách vào sổ", owner=actor, args=args, result_url=result_url, at=now)


def throw_list(*, import_id: UUID, actor: User, now: datetime) -> None:
    """Throw a list away, or what is still kept of one that was taken. Raises NotHere."""
    with said():
        row = locked_list(import_id)
        forget_rows(row, pieces=True)
        if row.state not in (ImportState.TAKEN, ImportState.THROWN):
            row.state, row.ended_at, row.ended_by_name = ImportState.THROWN, now, str(actor)
            row.save(update_fields=["state", "ended_at", "ended_by_name"])
        record(actor=actor, verb="people.throw_list", subject=row, at=now)


def locked_list(import_id: UUID) -> ListImport:
    """Return a list among those one sees, locked. Raises NotHere."""
    row: ListImport | None = seen_lists().select_for_update(of=("self",)).filter(pk=import_id).first()
    if row is None:
        raise NotHere("Không có danh sách này trong địa bàn phụ trách.")
    return row


def seen_lists() -> Any:
    """Return the lists of those who work with communes that are all one's own."""
    return seen(ListImport).filter(unit_to__lte=current_scope().last)


def forget_rows(row: ListImport, *, pieces: bool) -> None:
    """Take away what was read of a list; with ``pieces`` its file and what was wrong with it too."""
    kept: list[Any] = [ImportRow, RowChange, *([RowFault, ImportPiece] if pieces else [])]
    for model in kept:
        seen(model).filter(listimport=row).delete()


def headings_key(headings: Any, *, kind: str = "") -> str:
    """Return by what a heading row is known again in lists of a kind, whatever its capitals and marks."""
    words = [*([f"\x1e{kind}"] if kind else []), *(fold(str(each)) for each in headings)]
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def may_bring(kind: ListKind, *, user: Any) -> bool:
    """Say whether somebody may bring lists of a kind."""
    return bool(user.has_perm(kind.permission))


def _expect_kind(kind: str, topic: str, *, actor: Any) -> None:
    found = {each.key: each for each in list_kinds()}.get(kind)
    if not kind and not topic:
        return
    if found is None or (topic and topic not in dict(found.topics)):
        raise Refused("Chưa rõ loại danh sách. Chọn loại danh sách rồi gửi lại.")
    if not may_bring(found, user=actor):
        raise Refused(f"Tài khoản này không ghi được từ “{found.label}”. Đề nghị cán bộ xã gửi danh sách.")


def _check_columns(columns: Mapping[str, int], headings: Any, fields: ListFields) -> None:
    unknown = set(columns) - set(fields.labels)
    if unknown or any(not 0 <= at < len(headings) for at in columns.values()):
        raise Refused("Không rõ cột nào. Tải lại trang rồi chọn lại.")
    missing = [fields.labels[field] for field in fields.needed if field not in columns]
    if missing:
        raise Refused(f"Chưa chọn cột {', '.join(missing)}. Chọn cột ấy.")
    seen_at: dict[int, str] = {}
    for field, at in columns.items():
        if at in seen_at:
            raise Refused(
                f"Cột {letters(at)} được chọn cho cả {fields.labels[seen_at[at]]} và {fields.labels[field]}. Chọn lại."
            )
        seen_at[at] = field
