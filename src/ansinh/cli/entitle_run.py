"""`ansinh entitle run` and `gaps`: everybody of a register in one month."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ansinh.cli.say import err, out, reason_of, refuse, write_whole

if TYPE_CHECKING:
    from ansinh.core.rules.system import MonthOfLaw
    from ansinh.entitlement.answers import Outcome
    from ansinh.entitlement.parquet import Register

_WORKING = {
    "worked out: person": "Tính quyền lợi từng người …",
    "worked out: household": "Tính quyền lợi từng hộ …",
    "told: person": "Ghi câu trả lời của từng người …",
    "told: household": "Ghi câu trả lời của từng hộ …",
}


def working(step: str) -> str:
    """Return a step of a run in words; a step of reading says how many persons were read."""
    if step.startswith("read: "):
        return f"Đọc người và hộ: {step.removeprefix('read: ')} …"
    return _WORKING[step]


_GAPS = {
    "not_receiving": "đủ điều kiện mà chưa nhận",
    "not_entitled": "nhận mà không đủ điều kiện",
    "paid_after_death": "đã chết mà còn nhận",
    "wrong_amount": "nhận sai mức",
    "unknown": "chưa rõ vì thiếu dữ kiện",
}


def run_folder(folder: Path, *, month: str, known_on: str, target: Path | None, as_json: bool) -> None:
    """Answer for everybody in the Parquet files of a folder and print the totals."""
    from ansinh.entitlement.parquet import write_answers

    with _answered(folder, month, known_on) as (register, _law, done, watch):
        watch.tell("Ghi tệp …") if target else None
        written = write_answers(register, target) if target else 0
        missing = register.missing
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(done) | {"missing": missing}, ensure_ascii=False, indent=1))
        return
    show(done)
    for table, columns in missing.items():
        out.print(f"{table}: không có {', '.join(columns)}; các dữ kiện này là chưa rõ với mọi người.", markup=False)
    if target:
        out.print(f"{_number(written)} câu trả lời được ghi ở {target}.", markup=False)


def gaps_of_folder(folder: Path, *, month: str, known_on: str, target: Path | None, as_json: bool) -> None:
    """Hold the law against the payment list of a folder and print how they differ, by programme and kind."""
    from ansinh.entitlement.gaps import GapKind, find_gaps
    from ansinh.rulebook.book import national_system

    with _answered(folder, month, known_on) as (register, law, _done, watch):
        watch.tell("So với danh sách đang chi trả …")
        found, unpaid = find_gaps(register, law, folder)
        if target:
            write_whole(target, _as_csv([dataclasses.astuple(each) for each in found]))
    if as_json:
        rows = [dataclasses.asdict(each) for each in found]
        typer.echo(json.dumps({"month": month, "gaps": rows, "without_payments": unpaid}, ensure_ascii=False, indent=1))
        return
    programmes = national_system().programmes
    counted = Counter((each.programme, each.kind) for each in found)
    from rich.table import Table

    table = Table("chương trình", *(_right(_GAPS[kind]) for kind in GapKind))
    for name in dict.fromkeys(each.programme for each in found):
        table.add_row(programmes[name].label, *(_number(counted[name, kind]) for kind in GapKind))
    out.print(f"Tháng {month[5:]}/{month[:4]}: {_number(len(found))} chỗ lệch", markup=False)
    if found:
        out.print(table)
    for name in unpaid:
        out.print(
            f"{programmes[name].label}: không ai trong danh sách đang nhận; xem đã đủ danh sách chưa.", markup=False
        )
    if target:
        out.print(f"Danh sách được ghi ở {target}.", markup=False)


def _as_csv(rows: list[tuple[Any, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("kind", "person_id", "programme", "due_vnd", "most_vnd", "paid_vnd"))
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


@contextmanager
def _answered(folder: Path, month: str, known_on: str) -> Iterator[tuple[Register, MonthOfLaw, Outcome, Watch]]:
    """Everybody's answers in the files of a folder; what goes wrong, also in what is done with them, is one sentence."""
    import duckdb

    from ansinh.entitlement.parquet import CannotReadRegister, open_register, run
    from ansinh.rulebook.book import STATE, national_system

    system = national_system()
    if not folder.is_dir():
        refuse(f"Không có thư mục {folder}: xem lại --from.")
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
        refuse(f"“{month}” không phải một tháng: viết --month 2026-11.")
    try:
        law = system.month(month, known_on=date.fromisoformat(known_on) if known_on else STATE)
    except ValueError:
        refuse(f"“{known_on}” không phải một ngày: viết --known-on 2026-11-22.")
    with tempfile.TemporaryDirectory(prefix="ansinh-entitle-") as scratch, Watch() as watch:
        watch.tell("Đọc và kiểm tra các tệp …")
        try:
            with open_register(folder, system, scratch=Path(scratch)) as register:
                watch.follow(register.base)
                yield register, law, run(register, law, tell=lambda step: watch.tell(working(step))), watch
                watch.follow(None)
        except CannotReadRegister as error:
            refuse(str(error))
        except OSError as error:
            refuse(f"Không ghi được tệp ({reason_of(error)}): chọn chỗ khác bằng --out.")
        except duckdb.Error as error:
            refuse(f"Không tính được ({str(error).splitlines()[0]}): xem lại bộ nhớ và chỗ trống của đĩa.", code=1)


class Watch:
    """A bar on the error output while one waits: the step, and how far the database is in it."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=err, transient=True, disable=not err.is_terminal)
        self._task = self._bar.add_task("", total=100)
        self._base: Any = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Watch:
        self._bar.start()
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()
        self._bar.stop()

    def tell(self, step: str) -> None:
        """Begin a step."""
        self._bar.reset(self._task, description=step, total=100)
        if not err.is_terminal:
            err.print(step, markup=False)

    def follow(self, base: Any) -> None:
        """Ask this database how far it is."""
        self._base = base

    def _look(self) -> None:
        while not self._over.wait(0.2):
            base = self._base
            done = base.query_progress() if base is not None else -1
            if done >= 0:
                self._bar.update(self._task, completed=done)


def _right(head: str) -> Any:
    from rich.table import Column

    return Column(head, justify="right")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def show(done: Outcome) -> None:
    """Print the totals of a run, a line a programme."""
    from rich.table import Table

    table = Table(
        "chương trình", *(_right(head) for head in ("được hưởng", "chưa rõ", "số tiền (đồng)", "nhiều nhất (đồng)"))
    )
    for each in done.totals:
        money = (_number(each.amount_vnd), _number(each.most_vnd)) if each.most_vnd else ("–", "–")
        table.add_row(each.label, _number(each.yes), _number(each.unknown), *money)
    out.print(
        f"Tháng {done.month[5:]}/{done.month[:4]}: {_number(done.persons)} người, {_number(done.households)} hộ",
        markup=False,
    )
    out.print(table)
    if done.left_out:
        said = "đang hạn chế xử lý dữ liệu, không tính; chỉ tính trong điều kiện của hộ. Xem ai ở trang Đang hạn chế xử lý."
        out.print(f"{_number(done.left_out)} người {said}", markup=False)
    out.print(f"Quy tắc {done.rulebook}; dấu kết quả {done.digest}", markup=False)
