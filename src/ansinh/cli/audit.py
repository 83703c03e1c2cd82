"""`ansinh audit …`: whether the log of what was done is still whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ansinh.cli.place import connected, enter
from ansinh.cli.say import out, reason_of, refuse

app = typer.Typer(help="Nhật ký: kiểm tra chuỗi băm, xuất mã băm cuối.", no_args_is_help=True)


@app.command()
def verify(
    *,
    heads: Annotated[
        Path | None, typer.Option("--heads", help="Tệp mã băm đã xuất; không có thì không thấy được đuôi bị cắt.")
    ] = None,
) -> None:
    """Kiểm tra nhật ký: không sự kiện nào bị sửa, mất hay đổi chỗ; mã thoát 1 khi có."""
    with connected() as server:
        enter(server.app_url)
        from django.db import connection

        from ansinh.apps.audit.services import read_heads, verify_chain

        report = verify_chain(heads=read_heads(heads) if heads else ())
        connection.close()
    for fault in report.faults:
        out.print(fault.sentence, markup=False)
    if report.faults:
        refuse(f"Nhật ký không còn nguyên vẹn: {len(report.faults)} chỗ sai.", code=1)
    out.print(f"Nhật ký nguyên vẹn: {report.events} sự kiện, mã băm cuối {report.last_hash}.", markup=False)
    if heads is None:
        out.print("Chưa đối chiếu với mã băm đã xuất (--heads): đuôi bị cắt thì không thấy được.", markup=False)


@app.command("export-head")
def export(
    file: Annotated[Path, typer.Argument(help="Tệp để giữ ở nơi khác, thêm một dòng mỗi lần.", show_default=False)],
) -> None:
    """Xuất mã băm cuối của nhật ký vào một tệp; nên làm mỗi ngày và giữ tệp ở máy khác."""
    with connected() as server:
        enter(server.app_url)
        from django.db import connection

        from ansinh.apps.audit.services import export_head

        try:
            head = export_head(file=file, at=datetime.now(UTC))
        except OSError as error:
            refuse(f"Không ghi được {file}: {reason_of(error)}.")
        finally:
            connection.close()
    out.print("Nhật ký chưa có sự kiện." if head is None else f"Đã xuất sự kiện số {head.event_id}.", markup=False)
