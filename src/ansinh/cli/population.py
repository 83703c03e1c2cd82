"""`ansinh population …`: households and persons made up for trying the program."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ansinh.cli.say import out, reason_of, refuse

if TYPE_CHECKING:
    import duckdb

    from ansinh.population.generator import Order
    from ansinh.population.planting import Case, Planted

app = typer.Typer(help="Dân số giả lập: hộ và người nghĩ ra để thử phần mềm.", no_args_is_help=True)
_SAID = {
    "households": "hộ",
    "persons": "người",
    "merits": "diện người có công",
    "ties": "quan hệ",
    "events": "sự việc khẩn cấp",
    "benefits": "khoản đang hưởng",
}
SLIPS, DOUBLES = 0.03, 0.015
# Communes lie in provinces since the reform of that day; the social pension begins with it too.
EARLIEST = date(2025, 7, 1)


@app.callback()
def group() -> None:
    """Dân số giả lập: hộ và người nghĩ ra để thử phần mềm."""


@app.command()
def generate(
    *,
    province: Annotated[str, typer.Option("--province", help="Mã tỉnh hiện nay, hai chữ số.", show_default=False)],
    persons: Annotated[int, typer.Option("--persons", help="Số người.")] = 20_000,
    seed: Annotated[int, typer.Option("--seed", help="Cùng số này thì cùng dân số.")] = 1,
    day: Annotated[str, typer.Option("--day", help="Ngày tính tuổi và mức hưởng, viết 2026-11-22.")] = "2026-11-22",
    target: Annotated[Path, typer.Option("--out", help="Thư mục để ghi; phải trống hoặc chưa có.")] = Path(
        "population"
    ),
    errors: Annotated[bool, typer.Option("--errors", help="Thêm lỗi khi ghi sổ và người được ghi hai lần.")] = False,
    planted: Annotated[
        list[str] | None,
        typer.Option(
            "--planted",
            help="Cài tình huống: not_receiving, not_entitled, wrong_amount, paid_after_death, duplicate; thêm =0.02 để đổi tỷ lệ.",
        ),
    ] = None,
    small: Annotated[bool, typer.Option("--small", help="Một thôn 40 người với 12 chỗ sai biết trước.")] = False,
) -> None:
    """Lập dân số giả, ghi ra các bảng Parquet; các tình huống cài vào được ghi riêng ở planted.csv."""
    import duckdb

    from ansinh.apps.territory.shipped import shipped_communes
    from ansinh.population.generator import Commune, Order, generate, write_parquet
    from ansinh.population.planting import write_key
    from ansinh.population.village import village

    as_of = _day(day)
    if as_of < EARLIEST:
        refuse(f"Chỉ lập được từ ngày {EARLIEST:%d/%m/%Y}, khi tỉnh gồm các xã như nay: đổi --day.")
    shares = _shares(planted or [])
    communes = [
        Commune(each.code, each.name, each.kind, each.old_names)
        for each in shipped_communes(province=province, day=as_of)
    ]
    if not communes:
        refuse(f"Không có tỉnh nào mã “{province}” vào ngày {as_of:%d/%m/%Y}: dùng mã hai chữ số như 56.")
    if small and (errors or shares):
        refuse("--small là một thôn cố định: bỏ --errors và --planted.")
    _folder(target)
    with duckdb.connect(config={"threads": os.cpu_count() or 1}) as base:
        if small:
            key = village(base, province=province, day=as_of, communes=communes)
        else:
            order = Order(persons, province, seed, as_of, communes)
            generate(base, order)
            key = _plant(base, order, shares, errors=errors)
        try:
            # Written beside, named at the end: whoever finds the folder finds all of it.
            beside = _beside(target)
            counts = write_parquet(base, beside)
            if key:
                write_key(beside, key)
            beside.replace(target)
        except (OSError, duckdb.IOException) as error:
            refuse(f"Không ghi được vào {target} ({error}): xem lại chỗ trống và quyền ghi.")
    said = ", ".join(f"{number:,} {_SAID[name]}".replace(",", ".") for name, number in counts.items())
    out.print(f"{target}: {said}. Không người nào ở đây có thật.", markup=False)
    if key:
        out.print(f"{len(key)} tình huống cài vào được ghi ở {target / 'planted.csv'}.", markup=False)


def _plant(base: duckdb.DuckDBPyConnection, order: Order, shares: dict[Case, float], *, errors: bool) -> list[Planted]:
    from ansinh.population.planting import Case, plant_duplicates, plant_receipts, plant_slips

    key = plant_receipts(base, shares=shares, day=order.day)
    doubles = shares.get(Case.DUPLICATE, DOUBLES if errors else 0)
    if doubles:
        key += plant_duplicates(base, share=doubles, seed=order.seed, communes=order.communes)
    if errors:
        plant_slips(base, share=SLIPS, seed=order.seed)
    return key


def _shares(words: list[str]) -> dict[Case, float]:
    from ansinh.population.planting import MOST_SHARE, Case

    found = {}
    for word in words:
        name, _sign, share = word.partition("=")
        if name not in {each.value for each in Case}:
            refuse(f"Không có tình huống “{name}”: chọn {', '.join(each.value for each in Case)}.")
        try:
            number = float(share or 0.02)
        except ValueError:
            number = -1
        if not 0 < number <= MOST_SHARE:
            refuse(f"Tỷ lệ “{share}” của {name} không hợp lệ: viết một số từ trên 0 đến {MOST_SHARE}, như {name}=0.02.")
        found[Case(name)] = number
    return found


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        refuse(f"“{word}” không phải một ngày: viết như 2026-11-22.")


def _beside(target: Path) -> Path:
    """Make an empty folder beside the one asked for; what a run that was killed left there goes."""
    beside = target.absolute().with_name(f".{target.absolute().name}.dang-ghi")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    return beside


def _folder(target: Path) -> None:
    try:
        target.mkdir(parents=True, exist_ok=True)
        if any(target.iterdir()):
            refuse(f"Thư mục {target} đã có tệp: chọn một thư mục trống bằng --out.")
    except OSError as error:
        refuse(f"Không dùng được thư mục {target} ({reason_of(error)}): chọn thư mục khác bằng --out.")
