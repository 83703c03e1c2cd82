"""`ansinh reporting …`: everything counted again, and approved figures as files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ansinh.cli.place import connected, enter
from ansinh.cli.say import out, reason_of, refuse, tell, write_whole

app = typer.Typer(help="Báo cáo: tính lại và đối chiếu, xuất số liệu đã duyệt.", no_args_is_help=True)


@app.command()
def verify(*, as_json: Annotated[bool, typer.Option("--json", help="In ra JSON.")] = False) -> None:
    """Tính lại mã băm báo cáo, số liệu đã duyệt, số liệu đã khóa; mã thoát 1 khi có chỗ khác."""
    with connected() as server:
        enter(server.app_url)
        from django.db import connection

        from ansinh.apps.reporting.services.verifying import verify_everything

        found = verify_everything()
        connection.close()
    if as_json:
        out.file.write(json.dumps(asdict(found), ensure_ascii=False, indent=2) + "\n")
    else:
        for fault in found.faults:
            out.print(fault, markup=False)
    if found.faults:
        refuse(f"Số liệu không khớp: {len(found.faults)} chỗ khác.", code=1)
    tell(
        f"Khớp hết: {found.reports} báo cáo, {found.figures} số đã duyệt, "
        f"{found.snapshots} lần khóa ({found.rows} dòng), {found.files} tệp."
    )


@app.command()
def export(
    plan: Annotated[str, typer.Argument(help="Số, ký hiệu của kế hoạch, ví dụ 71/KH-UBND.", show_default=False)],
    *,
    target: Annotated[Path, typer.Option("--out", help="Tệp .xlsx, .csv hoặc .sdmx.csv.", show_default=False)],
) -> None:
    """Xuất số liệu đã duyệt của một kế hoạch đang thực hiện."""
    name = target.name.lower()
    kind = "sdmx" if name.endswith(".sdmx.csv") else name.rsplit(".", 1)[-1]
    if kind not in {"xlsx", "csv", "sdmx"}:
        refuse(f"Không ghi được kiểu tệp “{target.suffix}”: đặt tên kết thúc bằng .xlsx, .csv hoặc .sdmx.csv.")
    with connected() as server:
        enter(server.app_url)
        from django.db import connection
        from django.utils import timezone

        from ansinh.apps.planning.models import Plan, PlanState
        from ansinh.apps.reporting.services.exporting import export_figures

        found = list(Plan.objects.filter(state=PlanState.RUNNING, number=plan).order_by("-activated_at")[:2])
        content = export_figures(found[0], kind=kind, today=timezone.localdate()) if len(found) == 1 else b""
        connection.close()
    if len(found) != 1:
        why = "không có" if not found else "có nhiều hơn một"
        refuse(f"Đang thực hiện {why} kế hoạch số “{plan}”: xem số, ký hiệu ở trang Các kế hoạch.")
    try:
        write_whole(target, content)
    except OSError as error:
        refuse(f"Không ghi được {target}: {reason_of(error)}.")
    tell(f"Đã ghi {target}.")
