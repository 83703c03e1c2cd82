"""Carries a table of figures from the units of one day to those of another: seen first, then kept, then undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction

from ansinh.apps.audit.services import Actor, record
from ansinh.apps.territory.models import ConversionState, SeriesConversion, UnitLevel
from ansinh.apps.territory.selectors.lineage import load_lineage
from ansinh.apps.territory.series import BadTable, RowFault, as_form, as_text, read_codes, read_series
from ansinh.core.lineage import DatedUnit, Figure, Lineage, Rule, convert
from ansinh.core.text import write_date
from ansinh.files.sheet import Cell, read_rows


class CannotConvert(Exception):
    """The conversion cannot be saved or undone; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read: its figures by code, and the lineage by which they are carried over."""

    series: dict[str, Figure]
    lineage: Lineage


def convert_table(*, name: str, content: bytes, rule: Rule, start: date, end: date) -> dict[str, Any]:
    """Read a table and carry it over, without keeping anything. Raises BadTable, UnreadableFile."""
    table = _read(name, content, rule, start)
    return _result(table.series, table.lineage, rule, start, end)


def draft_conversion(
    *, name: str, content: bytes, rule: Rule, start: date, end: date, title: str, actor: Actor, now: datetime
) -> SeriesConversion:
    """Read a table, carry it over and keep it as a draft to be looked at. Raises BadTable, UnreadableFile."""
    table = _read(name, content, rule, start)
    return SeriesConversion.objects.create(
        title=title.strip() or name,
        rule=rule.value,
        from_date=start,
        to_date=end,
        given=[[code, as_text(each.value), as_text(each.denominator)] for code, each in table.series.items()],
        result=_result(table.series, table.lineage, rule, start, end),
        made_at=now,
        made_by_id=actor.pk,
        made_by_name=str(actor)[:200],
    )


def save_conversion(*, conversion_id: int, expected_version: int, actor: Actor, now: datetime) -> SeriesConversion:
    """Keep a draft in the log, as it was seen; when shares were recorded since, it has to be seen again.

    Raises CannotConvert.
    """
    with transaction.atomic():
        found = _locked(conversion_id)
        if found.state == ConversionState.SAVED and found.version == expected_version + 1:
            return found  # the button was pressed twice
        _expect(found, ConversionState.DRAFT, expected_version)
        fresh = _again(found)
        changed = fresh != found.result
        found.version += 1
        if changed:
            found.result = fresh
            found.save(update_fields=["result", "version"])
        else:
            found.state, found.saved_at = ConversionState.SAVED, now
            found.save(update_fields=["state", "saved_at", "version"])
            _log(found, "territory.convert_series", actor, now)
    if changed:
        raise CannotConvert("Phần chia của đơn vị đã đổi từ lúc xem trước: xem lại số mới rồi lưu.")
    return found


@transaction.atomic
def undo_conversion(*, conversion_id: int, expected_version: int, actor: Actor, now: datetime) -> SeriesConversion:
    """Take a saved conversion out of use; it stays in the log. Raises CannotConvert."""
    found = _locked(conversion_id)
    _expect(found, ConversionState.SAVED, expected_version)
    found.state, found.undone_at, found.undone_by_name = ConversionState.UNDONE, now, str(actor)[:200]
    found.version += 1
    found.save(update_fields=["state", "undone_at", "undone_by_name", "version"])
    _log(found, "territory.undo_conversion", actor, now)
    return found


@transaction.atomic
def drop_draft(*, conversion_id: int) -> None:
    """Throw a draft away that nobody kept. Raises CannotConvert."""
    found = _locked(conversion_id)
    if found.state != ConversionState.DRAFT:
        raise CannotConvert("Lần chuyển này đã lưu nên không xóa được. Dùng nút Hoàn tác.")
    found.delete()


def _read(name: str, content: bytes, rule: Rule, start: date) -> Table:
    rows = read_rows(content, name=name)
    level = _level(read_codes(rows, rule))
    lineage = load_lineage(level=level)
    settle = _settler(lineage, level, start)
    return Table(read_series(rows, rule, settle=settle), lineage)


def _result(series: dict[str, Figure], lineage: Lineage, rule: Rule, start: date, end: date) -> dict[str, Any]:
    names = {unit.code: unit.name for unit in lineage.units_on(start)}
    return {"count": len(series), **as_form(convert(series, lineage.links(start, end), rule), names)}


def _again(kept: SeriesConversion) -> dict[str, Any]:
    series = {
        code: Figure(Fraction(value), Fraction(below) if below is not None else None)
        for code, value, below in kept.given
    }
    lineage = load_lineage(level=_level(list(series)))
    return _result(series, lineage, Rule(kept.rule), kept.from_date, kept.to_date)


def _level(codes: list[Cell]) -> str:
    """Tell the level of a table by its longest code; Excel takes the noughts away that lead."""
    longest = max((len(_digits(code)) for code in codes), default=0)
    if longest > 3:
        return UnitLevel.COMMUNE
    return UnitLevel.DISTRICT if longest == 3 else UnitLevel.PROVINCE


def _digits(cell: Cell) -> str:
    text = f"{cell:f}" if isinstance(cell, Decimal) else cell
    return text if text.isdecimal() else ""


def _settler(lineage: Lineage, level: str, start: date) -> Callable[[Cell, int], str]:
    """Return what makes an official code of a cell, or says what is wrong with it."""
    width = {UnitLevel.COMMUNE: 5, UnitLevel.DISTRICT: 3, UnitLevel.PROVINCE: 2}[UnitLevel(level)]
    there = {unit.code for unit in lineage.units_on(start)}
    ever: dict[str, DatedUnit] = {unit.code: unit for unit in lineage.units.values()}

    def settle(cell: Cell, row: int) -> str:
        del row
        text = _digits(cell)
        if not text:
            raise ValueError(f"“{cell}” không phải mã đơn vị hành chính: ghi mã gồm các chữ số.")
        padded = text.zfill(width)
        if text in there and padded in there and text != padded:
            raise ValueError(f"mã {text} có hai cách hiểu, {text} và {padded}: ghi đủ chữ số 0 ở đầu, dạng chữ.")
        if text in there:
            return text
        if len(text) <= 2 < width:
            raise ValueError(f"mã {text} là của cấp tỉnh, bảng này theo cấp dưới: bỏ dòng tổng, phần mềm tự cộng.")
        if padded in there:
            return padded
        if padded in ever:
            unit = ever[padded]
            since, until = write_date(unit.valid_from), unit.valid_to
            span = f"từ {since}" if until is None else f"đến trước {write_date(until)}"
            raise ValueError(
                f"{unit.name} ({padded}) có {span}, không có vào ngày {write_date(start)}: sửa mã hoặc ngày."
            )
        raise ValueError(f"không có đơn vị mã {text} vào ngày {write_date(start)}: kiểm tra lại mã.")

    return settle


def _locked(conversion_id: int) -> SeriesConversion:
    found = SeriesConversion.objects.select_for_update().filter(pk=conversion_id).first()
    if found is None:
        raise CannotConvert("Không có lần chuyển này. Mở lại danh sách.")
    return found


def _expect(found: SeriesConversion, state: str, version: int) -> None:
    if found.state != state or found.version != version:
        raise CannotConvert(f"Lần chuyển này vừa được người khác xử lý ({found.get_state_display()}). Xem lại.")


def _log(found: SeriesConversion, verb: str, actor: Actor, now: datetime) -> None:
    detail = {"rule": found.rule, "from": found.from_date.isoformat(), "to": found.to_date.isoformat()}
    record(actor=actor, verb=verb, subject=found, detail={**detail, "rows": len(found.given)}, at=now)


__all__ = [
    "BadTable",
    "CannotConvert",
    "RowFault",
    "convert_table",
    "draft_conversion",
    "drop_draft",
    "save_conversion",
    "undo_conversion",
]
