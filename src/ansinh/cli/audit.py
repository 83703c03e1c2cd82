"""`ansinh audit …`: whether the log of what was done is still whole."""

from __future__ import annotations

import typer

app = typer.Typer(help="Nhật ký: kiểm tra chuỗi băm.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Nhật ký những việc đã làm."""
