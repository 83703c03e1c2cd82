"""Writes to the agency directory: one agency, one more way of writing it, where its work went."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from ansinh.apps.audit.services import Actor, record
from ansinh.apps.territory.models import (
    LONGEST_NAME,
    Agency,
    AgencyAlias,
    AgencyKind,
    AgencyLevel,
    AgencySuccession,
    Evidence,
    Unit,
)
from ansinh.core.plandoc.agencies import agency_key
from ansinh.core.text import fold
from ansinh.core.workfields import FIELDS

FIELD_CODES = frozenset(field.code for field in FIELDS)
EDITABLE = ("name", "short_name", "kind", "level", "parent_id", "valid_from", "valid_to")


class CannotChangeDirectory(Exception):
    """The directory cannot be changed so; the message says why and what to do."""


def add_agency(
    *,
    name: str,
    is_group: bool = False,
    kind: str = AgencyKind.STATE,
    short_name: str = "",
    level: str = AgencyLevel.OTHER,
    code: str = "",
) -> Agency:
    """Add an agency, or a group of agencies, under the name by which documents call it."""
    return Agency.objects.create(
        name=name,
        short_name=short_name,
        is_group=is_group,
        kind=kind,
        level=level,
        code=code,
        search_key=fold(f"{name} {short_name}"),
    )


def add_alias(*, agency: Agency, name: str, key: str) -> AgencyAlias:
    """Remember one more way of writing an agency; a name that meant another agency now means this one."""
    alias, _ = AgencyAlias.objects.update_or_create(key=key, defaults={"agency": agency, "name": name})
    return alias


def _locked(agency_id: int, expected_version: int) -> Agency:
    agency = Agency.objects.select_for_update(of=("self",)).filter(pk=agency_id).first()
    if agency is None:
        raise CannotChangeDirectory("Không có cơ quan này trong danh mục. Tải lại trang.")
    if agency.version != expected_version:
        who = agency.edited_by_name or "người khác"
        raise CannotChangeDirectory(f"“{agency.name}” vừa được {who} sửa. Xem lại rồi làm tiếp.")
    return agency


def _mark(row: Agency | AgencySuccession, actor: Actor, now: datetime) -> None:
    row.version += 1
    row.edited_by_id, row.edited_by_name, row.edited_at = actor.pk, str(actor), now


@transaction.atomic
def edit_agency(
    *, agency_id: int, expected_version: int, values: Mapping[str, Any], actor: Actor, now: datetime
) -> Agency:
    """Change what the directory says of an agency; later starts of the program leave it so.

    ``values``: any of name, short_name, kind, level, parent_id, valid_from, valid_to. Raises CannotChangeDirectory.
    """
    agency = _locked(agency_id, expected_version)
    before = {name: str(getattr(agency, name) or "") for name in values}
    for name, value in values.items():
        if name not in EDITABLE:
            raise CannotChangeDirectory(f"Không sửa được mục “{name}” của cơ quan.")
        setattr(agency, name, value)
    agency.name = " ".join(agency.name.split())
    if not agency.name:
        raise CannotChangeDirectory("Thiếu tên cơ quan.")
    if agency.parent_id is not None and agency.parent_id in _below(agency.pk):
        raise CannotChangeDirectory("Một cơ quan không thể thuộc chính nó hay thuộc đơn vị của nó. Chọn cơ quan khác.")
    _mark(agency, actor, now)
    refresh_search_key(agency)
    try:
        with transaction.atomic():
            agency.save()
    except IntegrityError as error:
        raise CannotChangeDirectory("“Đến trước ngày” phải sau “Từ ngày”. Sửa một trong hai ngày.") from error
    after = {name: str(getattr(agency, name) or "") for name in values}
    record(actor=actor, verb="territory.edit_agency", subject=agency, detail={"before": before, "after": after}, at=now)
    return agency


def _below(agency_id: int) -> set[int]:
    """Return the agency and everything that belongs to it."""
    found, fresh = {agency_id}, {agency_id}
    while fresh:
        fresh = set(Agency.objects.filter(parent_id__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return found


def refresh_search_key(agency: Agency) -> None:
    """Write anew under which words a search finds an agency: its names and every way of writing it."""
    agency.search_key = fold(" · ".join(dict.fromkeys((agency.name, agency.short_name, *agency.other_names))))


@transaction.atomic
def name_agency(*, agency_id: int, expected_version: int, name: str, actor: Actor, now: datetime) -> AgencyAlias:
    """Remember one more way in which documents write an agency. Raises CannotChangeDirectory."""
    agency = _locked(agency_id, expected_version)
    written = " ".join(name.split())
    key = agency_key(written)
    if not key or len(written) > LONGEST_NAME:
        raise CannotChangeDirectory(f"Cách viết phải có chữ và dài không quá {LONGEST_NAME} chữ.")
    other = AgencyAlias.objects.select_related("agency").filter(key=key).exclude(agency=agency).first()
    if other is not None:
        raise CannotChangeDirectory(
            f"“{written}” đang là cách viết của “{other.agency.name}”. Bỏ ở cơ quan đó trước, hoặc viết đầy đủ hơn."
        )
    alias = add_alias(agency=agency, name=written, key=key)
    if written != agency.name and written not in agency.other_names:
        agency.other_names = [*agency.other_names, written]
    _mark(agency, actor, now)
    refresh_search_key(agency)
    agency.save()
    record(actor=actor, verb="territory.name_agency", subject=agency, detail={"name": written}, at=now)
    return alias


@transaction.atomic
def add_succession(
    *,
    agency_id: int,
    expected_version: int,
    successor_id: int | None,
    from_date: date,
    legal_basis: str,
    evidence: str,
    actor: Actor,
    now: datetime,
    field: str = "",
    unit: Unit | None = None,
    candidate_ids: Collection[int] = (),
    source_url: str = "",
    note: str = "",
) -> AgencySuccession:
    """Record where the work of an agency went; a row on the same field, place and day is withdrawn for it.

    ``successor_id`` None says that it is unclear. Raises CannotChangeDirectory.
    """
    agency = _locked(agency_id, expected_version)
    if field and field not in FIELD_CODES:
        raise CannotChangeDirectory("Không có lĩnh vực này. Chọn lại lĩnh vực.")
    if evidence not in Evidence.values:
        raise CannotChangeDirectory("Chọn mức đối chiếu: văn bản gốc, nguồn thứ cấp hoặc chưa đối chiếu.")
    if not legal_basis.strip():
        raise CannotChangeDirectory("Thiếu căn cứ. Ghi văn bản hoặc nguồn nói việc này chuyển về đâu.")
    if successor_id is not None and not Agency.objects.filter(pk=successor_id).exists():
        raise CannotChangeDirectory("Cơ quan kế nhiệm không còn trong danh mục. Chọn lại.")
    same = AgencySuccession.objects.filter(
        agency=agency, field=field, only_in=unit, from_date=from_date, withdrawn_at=None
    )
    for row in same:
        _mark(row, actor, now)
        row.withdrawn_at = now
        row.save()
    made = AgencySuccession(
        agency=agency,
        field=field,
        only_in=unit,
        successor_id=successor_id,
        from_date=from_date,
        legal_basis=legal_basis.strip(),
        evidence=evidence,
        source_url=source_url.strip()[:500],
        note=note.strip(),
    )
    _mark(made, actor, now)
    made.save()
    made.candidates.set(candidate_ids)
    _mark(agency, actor, now)
    agency.save()
    record(
        actor=actor,
        verb="territory.add_succession",
        subject=agency,
        detail={"succession": made.pk, "field": field, "successor": str(made.successor or ""), "from": str(from_date)},
        at=now,
    )
    return made


@transaction.atomic
def withdraw_succession(*, succession_id: int, expected_version: int, actor: Actor, now: datetime) -> AgencySuccession:
    """Take back a row on where work went; it stays in the books and counts no more. Raises CannotChangeDirectory."""
    return _turn(succession_id, expected_version, actor, now, withdrawn=True)


@transaction.atomic
def restore_succession(*, succession_id: int, expected_version: int, actor: Actor, now: datetime) -> AgencySuccession:
    """Put a row back that was taken back. Raises CannotChangeDirectory."""
    return _turn(succession_id, expected_version, actor, now, withdrawn=False)


def _turn(succession_id: int, expected: int, actor: Actor, now: datetime, *, withdrawn: bool) -> AgencySuccession:
    row = AgencySuccession.objects.select_for_update(of=("self",)).filter(pk=succession_id).first()
    if row is None or row.version != expected or (row.withdrawn_at is not None) == withdrawn:
        raise CannotChangeDirectory("Dòng kế nhiệm này vừa được người khác sửa. Tải lại trang rồi làm tiếp.")
    _mark(row, actor, now)
    row.withdrawn_at = now if withdrawn else None
    row.save()
    verb = "territory.withdraw_succession" if withdrawn else "territory.restore_succession"
    record(actor=actor, verb=verb, subject=row.agency, detail={"succession": row.pk, "what": str(row)}, at=now)
    return row
