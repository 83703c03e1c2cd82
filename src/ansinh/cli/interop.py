"""`ansinh interop …`: talking with other systems."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ansinh.cli.say import out, reason_of, refuse

if TYPE_CHECKING:
    from ansinh.apps.interop.population.simulator import Record

app = typer.Typer(help="Nối với hệ thống khác.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Nối với hệ thống khác."""


@app.command("population-simulator")
def population_simulator(
    *,
    persons: Annotated[
        Path, typer.Option("--persons", help="Tệp persons.parquet của dân số giả lập.", show_default=False)
    ],
    port: Annotated[int, typer.Option("--port", help="Cổng tại 127.0.0.1; 0 là cổng trống bất kỳ.")] = 8091,
    mode: Annotated[
        str, typer.Option("--mode", help="good, slow, down, busy, wrong, cut, partial hoặc late.")
    ] = "good",
    seconds: Annotated[float, typer.Option("--seconds", help="Chậm hoặc hẹn lại bao nhiêu giây.")] = 2.0,
) -> None:
    """Chạy máy giả thay cơ sở dữ liệu quốc gia về dân cư để thử; dừng bằng Ctrl+C."""
    from ansinh.apps.interop.population.simulator import Mode, State, make_server

    if mode not in {each.value for each in Mode}:
        refuse(f"Không có cách trả lời “{mode}”: chọn {', '.join(each.value for each in Mode)}.")
    state = State(_records(persons), Mode(mode), seconds)
    try:
        server = make_server(port=port, state=state)
    except (OSError, OverflowError) as error:
        said = reason_of(error) if isinstance(error, OSError) else "không phải số cổng"
        refuse(f"Không mở được cổng {port} ({said}): chọn cổng khác bằng --port.")
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    out.print(f"http://127.0.0.1:{server.server_port}", markup=False)
    try:
        server.serve_forever(poll_interval=0.1)
    finally:
        server.server_close()


def _records(persons: Path) -> dict[str, Record]:
    import duckdb

    query = """SELECT personal_id, full_name, sex, CASE WHEN birth_date_from = birth_date_to THEN birth_date_from::VARCHAR ELSE year(birth_date_from)::VARCHAR END,
                      CASE WHEN death_date < DATE '9999-12-31' THEN death_date::VARCHAR END
               FROM read_parquet(?) WHERE personal_id IS NOT NULL"""
    try:
        with duckdb.connect() as base:
            rows = base.execute(query, [str(persons)]).fetchall()
    except duckdb.Error:
        refuse(f"Không đọc được {persons}: dùng tệp persons.parquet của `ansinh population generate`.")
    return {
        number: {"full_name": name, "sex": sex, "birth_date": birth, "death_date": death}
        for number, name, sex, birth, death in rows
    }
