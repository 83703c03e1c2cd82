"""`ansinh plan …`: a plan document as a table, and what looks wrong in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ansinh.cli.say import out, reason_of, refuse, write_whole

if TYPE_CHECKING:
    from ansinh.core.plandoc.model import Reading

app = typer.Typer(help="Văn bản kế hoạch: đọc, soát lỗi.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="Văn bản .docx, .pdf, .html, .md hoặc .txt.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="In ra JSON thay cho bảng.")]
Out = Annotated[Path | None, typer.Option("--out", help="Ghi JSON vào tệp này thay vì in ra.")]


@app.command()
def parse(file: File, *, as_json: AsJson = False, target: Out = None) -> None:
    """Đọc một văn bản kế hoạch: chỉ tiêu, nhiệm vụ, cơ quan, thời hạn, căn cứ và những chỗ đáng ngờ."""
    from ansinh.core.plandoc.form import as_form

    reading = _read(file)
    if as_json or target is not None:
        _give(as_form(reading), target)
        return
    from ansinh.cli.plan_tables import show_reading

    show_reading(reading)


@app.command()
def check(file: File, *, as_json: AsJson = False, target: Out = None) -> None:
    """Soát một văn bản kế hoạch: chỗ sai, mức độ, lý do, cách đọc đề nghị."""
    reading = _read(file)
    if as_json or target is not None:
        _give(_findings(reading), target)
        return
    from ansinh.cli.plan_tables import show_findings

    show_findings(reading)


@app.command()
def facts(
    name: Annotated[str | None, typer.Argument(help="Tên kế hoạch; bỏ trống để xem danh sách.")] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Số liệu của năm kế hoạch đã công bố, kèm theo phần mềm: chỉ tiêu, mục tiêu, cơ quan, lịch."""
    from ansinh.cli.facts import show_facts

    show_facts(name, as_json=as_json)


def _read(file: Path) -> Reading:
    from ansinh.core.plandoc.pipeline import parse as read
    from ansinh.files import open_plan

    return read(open_plan(file))


def _findings(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "where": finding.where,
            "raw": finding.raw,
            "note": finding.note,
            "suggestion": finding.suggestion,
            "lines": [reading.source.line_of(span.start) for span in finding.spans],
        }
        for finding in reading.findings
    ]


def _give(form: Any, target: Path | None) -> None:
    text = json.dumps(form, ensure_ascii=False, indent=2)
    if target is None:
        out.file.write(text + "\n")
        return
    try:
        write_whole(target, (text + "\n").encode())
    except OSError as error:
        refuse(f"Không ghi được {target}: {reason_of(error)}; chọn nơi khác bằng --out.")
