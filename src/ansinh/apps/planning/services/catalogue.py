"""The catalogue of indicators: loaded with the program, changed by a coordinator, put back, given weights.

What a person changed is never overwritten by what the program brings: it is kept, and the difference is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import CatalogueChange, CatalogueIndicator, IndicatorWeight
from ansinh.apps.territory.models import Unit
from ansinh.core.catalogue import Entry, load_entries
from ansinh.core.progress.rollup import PlaceAxis
from ansinh.core.text import fold

FIELDS = tuple(Entry(code="", name_vi="").as_values())
FIRST_YEAR = 1990


class CannotChange(Exception):
    """The catalogue cannot be changed so; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loading did: indicators added, those that follow the program's new values, those a person keeps."""

    added: int
    followed: int
    kept: int


@transaction.atomic
def load_catalogue(*, now: datetime, entries: Iterable[Entry] | None = None) -> Loaded:
    """Bring the catalogue of the program into the table; done again, it changes nothing.

    A field nobody changed follows a later version of the program and says so in its history. A field that a person
    changed stays; what the program brings for it is kept beside it.
    """
    brought = list(load_entries().values() if entries is None else entries)
    rows = {row.code: row for row in CatalogueIndicator.objects.select_for_update()}
    fresh, touched, changes, kept = [], [], [], 0
    for ordinal, entry in enumerate(brought, start=1):
        values = entry.as_values()
        row = rows.get(entry.code)
        if row is None:
            row = CatalogueIndicator(code=entry.code, ordinal=ordinal, shipped=values, **values)
            row.search_key = _search_key(row)
            fresh.append(row)
            continue
        if row.shipped == values and row.ordinal == ordinal:
            continue
        news = {name: value for name, value in values.items() if row.shipped.get(name) != value}
        followed = {name: value for name, value in news.items() if name not in row.own and getattr(row, name) != value}
        kept += bool(set(news) & set(row.own))
        if followed:
            before = {name: getattr(row, name) for name in followed}
            changes.append(CatalogueChange(entry=row, at=now, verb="ship", before=before, after=followed))
        for name, value in followed.items():
            setattr(row, name, value)
        row.ordinal, row.shipped, row.search_key = ordinal, values, _search_key(row)
        row.version += bool(followed)
        touched.append(row)
    CatalogueIndicator.objects.bulk_create(fresh)
    CatalogueIndicator.objects.bulk_update(touched, [*FIELDS, "ordinal", "shipped", "search_key", "version"])
    CatalogueChange.objects.bulk_create(changes)
    loaded = Loaded(len(fresh), len(changes), kept)
    if fresh or touched:
        detail = {"added": loaded.added, "followed": loaded.followed, "kept": loaded.kept}
        record(actor=None, verb="planning.catalogue_load", detail=detail, at=now)
    return loaded


def _search_key(row: CatalogueIndicator) -> str:
    return fold(f"{row.code} {row.name_vi} {row.name_en}")


def _locked(code: str, expected_version: int) -> CatalogueIndicator:
    row = CatalogueIndicator.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise CannotChange("Không có chỉ tiêu này trong danh mục. Mở lại danh sách.")
    if row.version != expected_version:
        last = row.changes.select_related("actor").order_by("-id").first()
        who = last.actor.get_full_name() if last is not None and last.actor else "phần mềm"
        raise CannotChange(f"“{row.name_vi}” vừa được {who} sửa. Xem lại bản mới rồi sửa tiếp.")
    return row


@transaction.atomic
def edit_entry(
    *, code: str, values: Mapping[str, Any], expected_version: int, actor: User, now: datetime
) -> CatalogueIndicator:
    """Change fields of an indicator; only those that differ are written. Raises CannotChange."""
    row = _locked(code, expected_version)
    changed = {name: value for name, value in values.items() if name in FIELDS and getattr(row, name) != value}
    if not changed:
        raise CannotChange("Chưa sửa ô nào nên không có gì để lưu.")
    _check(code, changed)
    own = {*row.own, *changed}
    # A field put back by hand to what the program brings is no longer the person's own.
    own -= {name for name, value in changed.items() if row.shipped.get(name) == value}
    return _write(row, "edit", changed, sorted(own), actor, now)


@transaction.atomic
def restore_entry(
    *, code: str, expected_version: int, actor: User, now: datetime, field: str = ""
) -> CatalogueIndicator:
    """Put one field, or all that people changed, back to what the program brings. Raises CannotChange."""
    row = _locked(code, expected_version)
    names = [name for name in row.own if name in row.shipped and field in ("", name)]
    if not names:
        raise CannotChange("Không có ô nào khác bản kèm phần mềm để trả về.")
    own = [name for name in row.own if name not in names]
    return _write(row, "restore", {name: row.shipped[name] for name in names}, own, actor, now)


@transaction.atomic
def undo_entry(*, code: str, actor: User, now: datetime) -> CatalogueIndicator:
    """Take back the last change of this person that still stands. Raises CannotChange when another one came after."""
    row = CatalogueIndicator.objects.select_for_update().filter(pk=code).first()
    standing = CatalogueChange.objects.filter(entry_id=code, undone_at=None).exclude(verb__in=("undo", "add"))
    last = standing.select_related("actor").order_by("-id").first()
    if row is None or last is None:
        raise CannotChange("Không còn lần sửa nào để hoàn tác.")
    if last.actor_id != actor.pk:
        who = last.actor.get_full_name() if last.actor else "phần mềm"
        raise CannotChange(f"Không hoàn tác được: lần sửa sau cùng là của {who}. Sửa trực tiếp ô cần đổi.")
    last.undone_at = now
    last.save(update_fields=["undone_at"])
    return _write(row, "undo", last.before, last.own_before, actor, now)


@transaction.atomic
def add_entry(*, code: str, values: Mapping[str, Any], actor: User, now: datetime) -> CatalogueIndicator:
    """Add an indicator that the program does not bring. Raises CannotChange when its code is taken."""
    if CatalogueIndicator.objects.filter(pk=code).exists():
        raise CannotChange(f"Mã “{code}” đã có trong danh mục. Chọn mã khác hoặc sửa chỉ tiêu đó.")
    _check(code, values)
    last = CatalogueIndicator.objects.order_by("-ordinal").first()
    row = CatalogueIndicator(code=code, ordinal=(last.ordinal if last else 0) + 1, **values)
    row.search_key = _search_key(row)
    row.save(force_insert=True)
    CatalogueChange.objects.create(entry=row, at=now, actor=actor, verb="add", after=dict(values))
    record(actor=actor, verb="planning.catalogue_add", subject=row, detail={"code": code}, at=now)
    return row


def _check(code: str, values: Mapping[str, Any]) -> None:
    if "name_vi" in values and not str(values["name_vi"]).strip():
        raise CannotChange("Thiếu tên chỉ tiêu.")
    parts = values.get("components") or []
    known = set(CatalogueIndicator.objects.filter(pk__in=parts).values_list("pk", flat=True))
    unknown = [part for part in parts if part not in known or part == code]
    if unknown:
        raise CannotChange(f"“{unknown[0]}” không phải mã của một chỉ tiêu khác trong danh mục.")


def _write(
    row: CatalogueIndicator, verb: str, changed: Mapping[str, Any], own: list[str], actor: User, now: datetime
) -> CatalogueIndicator:
    before = {name: getattr(row, name) for name in changed}
    CatalogueChange.objects.create(
        entry=row,
        at=now,
        actor=actor,
        verb=verb,
        before=before,
        after=dict(changed),
        own_before=list(row.own),
        undone_at=now if verb == "undo" else None,
    )
    for name, value in changed.items():
        setattr(row, name, value)
    row.own, row.version, row.search_key = own, row.version + 1, _search_key(row)
    row.save()
    detail = {"before": before, "after": dict(changed)}
    record(actor=actor, verb=f"planning.catalogue_{verb}", subject=row, detail=detail, at=now)
    return row


@transaction.atomic
def record_weight(
    *, code: str, unit_id: int, year: int, value: Decimal, source: str, actor: User, now: datetime
) -> IndicatorWeight:
    """Record what one unit counts for in the mean of a larger place. A later entry replaces it; both stay in the log."""
    row = CatalogueIndicator.objects.filter(pk=code).first()
    if row is None or row.place_axis != PlaceAxis.WEIGHTED:
        raise CannotChange("Chỉ tiêu này không gộp bằng bình quân có quyền số nên không cần quyền số.")
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise CannotChange("Không có đơn vị hành chính này. Chọn lại đơn vị.")
    if not source.strip():
        raise CannotChange("Thiếu nguồn của quyền số. Ghi niên giám, báo cáo hoặc văn bản có con số này.")
    if not FIRST_YEAR <= year <= now.year:
        raise CannotChange(f"Năm của quyền số phải từ {FIRST_YEAR} đến {now.year}.")
    if value <= 0:
        raise CannotChange("Quyền số phải lớn hơn 0.")
    before = IndicatorWeight.objects.filter(entry=row, place=unit, year=year).first()
    weight, _ = IndicatorWeight.objects.update_or_create(
        entry=row,
        place=unit,
        year=year,
        defaults={"value": value, "source": source.strip(), "entered_by": actor, "entered_at": now},
    )
    detail = {
        "place": str(unit),
        "year": year,
        "value": str(value),
        "source": source.strip(),
        "before": {"value": str(before.value), "source": before.source} if before else None,
    }
    record(actor=actor, verb="planning.weight", subject=row, detail=detail, at=now)
    return weight


@transaction.atomic
def remove_weight(*, code: str, weight_id: int, actor: User, now: datetime) -> None:
    """Take a weight out that was recorded by mistake; the log keeps it. Raises CannotChange."""
    weight = IndicatorWeight.objects.select_related("entry", "place").filter(entry_id=code, pk=weight_id).first()
    if weight is None:
        raise CannotChange("Quyền số này không còn. Tải lại trang.")
    detail = {"place": str(weight.place), "year": weight.year, "value": str(weight.value), "source": weight.source}
    weight.delete()
    record(actor=actor, verb="planning.weight_remove", subject=weight.entry, detail=detail, at=now)
