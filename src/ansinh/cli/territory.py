"""`ansinh territory …`: one unit on a day, and figures carried over a change of units."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ansinh.cli.place import connected, enter
from ansinh.cli.say import err, out, refuse, tell, write_whole

if TYPE_CHECKING:
    from ansinh.apps.territory.models import Unit

app = typer.Typer(help="Đơn vị hành chính: xem một đơn vị, chuyển số liệu qua sắp xếp.", no_args_is_help=True)

RULES = ("sum", "recompute", "not_comparable")
STATES = {"complete": "đủ", "incomplete": "chưa đủ", "not_comparable": "không so sánh được"}
AsJson = Annotated[bool, typer.Option("--json", help="In ra JSON thay cho bảng.")]


@app.command()
def convert(
    file: Annotated[Path, typer.Argument(help="Bảng .xlsx hoặc .csv có cột code và số liệu.", show_default=False)],
    *,
    rule: Annotated[str, typer.Option("--rule", help="sum, recompute hoặc not_comparable.", show_default=False)],
    start: Annotated[str, typer.Option("--from", help="Ngày của đơn vị trong bảng.", show_default=False)],
    end: Annotated[str, typer.Option("--to", help="Ngày của đơn vị cần chuyển sang.", show_default=False)],
    as_json: AsJson = False,
    target: Annotated[Path | None, typer.Option("--out", help="Ghi kết quả ra .xlsx, .csv hoặc .json.")] = None,
) -> None:
    """Chuyển số liệu theo đơn vị từ ngày này sang ngày khác; phần chưa rõ được để riêng, không chia đều."""
    if rule not in RULES:
        refuse(f"Không có cách chuyển “{rule}”: chọn một trong {', '.join(RULES)}.")
    if target is not None and target.suffix.lower() not in {".xlsx", ".csv", ".json"}:
        refuse(f"Không ghi được kiểu tệp “{target.suffix}”: đặt tên kết thúc bằng .xlsx, .csv hoặc .json.")
    days = _day(start, "--from"), _day(end, "--to")
    try:
        content = file.read_bytes()
    except OSError as error:
        refuse(f"Không đọc được {file}: {error.strerror}; kiểm tra lại đường dẫn.")
    with _units():
        from ansinh.apps.territory.series import BadTable
        from ansinh.apps.territory.services.conversions import convert_table
        from ansinh.core.lineage import Rule
        from ansinh.files.errors import UnreadableFile

        try:
            result = convert_table(name=file.name, content=content, rule=Rule(rule), start=days[0], end=days[1])
        except BadTable as bad:
            for fault in bad.faults:
                err.print(str(fault), markup=False)
            refuse(f"Chưa chuyển: {len(bad.faults)} chỗ cần sửa trong {file.name}.")
        except UnreadableFile as unreadable:
            refuse(str(unreadable))
    if target is not None:
        _write(target, result)
        tell(f"Đã ghi {target}.")
    if as_json:
        out.file.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    elif target is None:
        _show(result)
    if result["unallocated"]:
        tell(f"{len(result['unallocated'])} đơn vị cũ có phần chưa phân bổ.")


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="Mã đơn vị, ví dụ 20035.", show_default=False)],
    *,
    day: Annotated[str | None, typer.Option("--date", help="Ngày xem; mặc định là hôm nay.")] = None,
    as_json: AsJson = False,
) -> None:
    """Một đơn vị vào một ngày: tên, loại, trước đó là gì, về sau thành gì."""
    on = _day(day, "--date") if day else datetime.now().astimezone().date()
    with _units():
        from ansinh.apps.territory.selectors.lineage import changes_of, origins_of
        from ansinh.apps.territory.selectors.units import get_unit

        unit = get_unit(code=code, on=on)
        if unit is None:
            refuse(f"Không có đơn vị mã {code} vào ngày {on:%d/%m/%Y}: kiểm tra mã, hoặc đổi ngày bằng --date.")
        form = {
            **_form(unit),
            "kind": unit.get_kind_display(),
            "parent": unit.parent.name if unit.parent else None,
            "valid_from": unit.valid_from.isoformat(),
            "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
            "note": unit.note,
            "before": [_part(change, change.old) for change in origins_of(unit=unit)],
            "after": [_part(change, change.new) for change in changes_of(unit=unit)],
        }
    if as_json:
        out.file.write(json.dumps(form, ensure_ascii=False, indent=2) + "\n")
        return
    out.print(f"{form['name']} ({form['code']}), {str(form['kind']).lower()}", markup=False)
    if form["parent"]:
        out.print(f"Thuộc {form['parent']}", markup=False)
    until = f" đến trước {unit.valid_to:%d/%m/%Y}" if unit.valid_to else ""
    out.print(f"Trong danh mục từ {unit.valid_from:%d/%m/%Y}{until}", markup=False)
    for title, key in (("Trước đó", "before"), ("Về sau", "after")):
        for part in form[key]:
            share = part["share"] or "chưa rõ phần chia"
            said = part["kind"] if part["kind"] == "toàn bộ" else f"{part['kind']}, {share}"
            out.print(f"{title}: {part['name']} ({part['code']}), {said}; {part['instrument']}", markup=False)
    if unit.note:
        out.print(unit.note, markup=False)


def _form(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code, "name": unit.name, "level": unit.level}


def _part(change: Any, unit: Unit) -> dict[str, Any]:
    return {
        **_form(unit),
        "kind": change.get_kind_display(),
        "share": None if change.share is None else f"{change.share:f}".rstrip("0").rstrip("."),
        "date": change.change_date.isoformat(),
        "instrument": change.instrument,
    }


@contextmanager
def _units() -> Iterator[None]:
    """Work on the database, which must have its units."""
    with connected() as server:
        enter(server.app_url)
        from django.db import ProgrammingError

        from ansinh.apps.territory.models import Unit

        try:
            ready = Unit.objects.exists()
        except ProgrammingError:
            ready = False
        if not ready:
            refuse("Cơ sở dữ liệu chưa có đơn vị hành chính: chạy `ansinh migrate` trước.")
        yield


def _day(text: str, option: str) -> date:
    from ansinh.core.text import read_date

    found = read_date(text)
    if found is None:
        try:
            found = date.fromisoformat(text.strip())
        except ValueError:
            refuse(f"Không đọc được ngày “{text}” ở {option}: ghi ngày/tháng/năm, ví dụ 30/6/2025.")
    return found


def _figures(result: dict[str, Any]) -> tuple[str, ...]:
    return ("numerator", "denominator", "ratio") if result["rule"] == "recompute" else ("value",)


HEADS = {"value": "giá trị", "numerator": "tử số", "denominator": "mẫu số", "ratio": "tỷ lệ"}


def _rows(result: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """The converted rows, then what is not allocated, in the columns of one table."""
    columns = _figures(result)
    for row in result["rows"]:
        why = [f"chờ phần của {code}" for code in row["waiting"]] + [f"{code} không có số" for code in row["silent"]]
        yield (row["code"], row["name"], *(row[name] for name in columns), STATES[row["state"]], "; ".join(why))
    for rest in result["unallocated"]:
        names = ", ".join(f"{each['name'] or each['code']} ({each['code']})" for each in rest["candidates"])
        given = (rest.get(name) for name in columns)
        yield (rest["source"], rest["name"], *given, "chưa phân bổ", f"có thể thuộc: {names}")


def _show(result: dict[str, Any]) -> None:
    from rich.table import Table

    table = Table("mã", "đơn vị", *(HEADS[name] for name in _figures(result)), "tình trạng", "ghi chú")
    for row in _rows(result):
        table.add_row(*(_printed(cell) for cell in row))
    out.print(table)
    for key, words in (("before", "Đưa vào"), ("allocated", "Đã phân bổ"), ("unallocated", "Chưa phân bổ")):
        figures = (f"{HEADS[name]} {_printed(value)}" for name, value in result["totals"][key].items())
        out.print(f"{words}: {', '.join(figures)}", markup=False)


def _printed(cell: Any) -> str:
    if cell is None:
        return "–"
    return (
        str(cell).replace(".", ",")
        if str(cell).replace(".", "", 1).lstrip("-").isdigit() and "." in str(cell)
        else str(cell)
    )


def _write(target: Path, result: dict[str, Any]) -> None:
    from ansinh.apps.territory.series import as_number
    from ansinh.files import csv, xlsx
    from ansinh.files.table import Column, Kind

    figures = _figures(result)
    columns = [
        Column("code"),
        Column("name"),
        *(Column(name, Kind.DECIMAL) for name in figures),
        Column("state"),
        Column("note"),
    ]
    places = range(2, 2 + len(figures))
    rows = [[as_number(cell) if at in places else cell for at, cell in enumerate(row)] for row in _rows(result)]
    sink = io.BytesIO()
    if target.suffix.lower() == ".json":
        sink.write((json.dumps(result, ensure_ascii=False, indent=2) + "\n").encode())
    elif target.suffix.lower() == ".csv":
        csv.write_table(sink, columns=columns, rows=rows)
    else:
        xlsx.write_table(sink, columns=columns, rows=rows)
    try:
        write_whole(target, sink.getvalue())
    except OSError as error:
        refuse(f"Không ghi được {target}: {error.strerror}; chọn nơi khác bằng --out.")
