"""A reading of a plan as tables for the terminal."""

from __future__ import annotations

from collections import defaultdict

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ansinh.core.plandoc.model import DutyReading, Finding, IndicatorReading, Reading, TaskReading

console = Console(highlight=False)

SEVERITIES = {"high": ("cao", "bold red"), "medium": ("vừa", "yellow"), "low": ("thấp", "dim")}
NOT_STATED = "—"


def show_reading(reading: Reading) -> None:
    """Print a plan: its head, its targets by group, its tasks by agency, its deadlines, its findings."""
    _head(reading)
    _indicators(reading.indicators)
    _tasks(reading.tasks)
    _duties(reading.duties)
    show_findings(reading)
    if reading.unparsed:
        console.print(f"Còn {len(reading.unparsed)} đoạn chưa hiểu, được giữ nguyên văn trong --json.", style="yellow")


def show_findings(reading: Reading) -> None:
    """Print what looks wrong in the document, the gravest first."""
    if not (reading.indicators or reading.tasks or reading.duties):
        console.print(
            "Không đọc thấy chỉ tiêu, nhiệm vụ hay mốc báo cáo nào: kiểm tra có đúng là văn bản kế hoạch không."
        )
    if not reading.findings:
        console.print("Không thấy chỗ nào đáng ngờ.")
        return
    table = _table(
        f"Chỗ cần xem lại ({len(reading.findings)})", "mức", "ở đâu", "chữ trong văn bản", "vì sao", "nên là"
    )
    ranks = list(SEVERITIES)
    for finding in sorted(reading.findings, key=lambda finding: ranks.index(finding.severity)):
        table.add_row(*_finding(finding))
    console.print(table)


def _finding(finding: Finding) -> list[Text]:
    label, style = SEVERITIES[finding.severity]
    words = (finding.where, finding.raw, finding.note, finding.suggestion or NOT_STATED)
    return [Text(label, style), *(Text(word) for word in words)]


def _head(reading: Reading) -> None:
    document = reading.document
    table = Table(show_header=False, box=None, padding=(0, 1))
    lines = {
        "Văn bản": " ".join(word for word in (document.type, document.number) if word),
        "Tên": document.title,
        "Cơ quan": document.issuer,
        "Ngày": f"{document.issued_on:%d/%m/%Y}" if document.issued_on else None,
        "Người ký": ", ".join(word for word in (document.signer_title, document.signer) if word),
        "Căn cứ": f"{len(reading.references)} văn bản được dẫn",
    }
    for name, value in lines.items():
        table.add_row(Text(name, "bold"), Text(value or NOT_STATED))
    console.print(table)


def _indicators(indicators: tuple[IndicatorReading, ...]) -> None:
    if not indicators:
        console.print("Văn bản không nêu chỉ tiêu nào.")
        return
    years = sorted({target.year for indicator in indicators for target in indicator.targets if target.year})
    columns: list[int | None] = [*years] or [None]
    heads = [str(year) for year in years] or ["chỉ tiêu"]
    table = _table(f"Chỉ tiêu ({len(indicators)})", "số", "chỉ tiêu", "đơn vị", *heads, "chủ trì")
    group: str | None = None
    for indicator in indicators:
        if indicator.group != group:
            group = indicator.group
            table.add_section()
            table.add_row("", Text(group or "Chưa rõ nhóm", "bold"))
        by_year: dict[int | None, list[str]] = defaultdict(list)
        for target in indicator.targets:
            by_year[target.year if target.year else (years[-1] if years else None)].append(target.raw)
        values = ["; ".join(by_year[year]) or NOT_STATED for year in columns]
        name = f"  {indicator.name}" if indicator.parent_no else indicator.name
        words = (indicator.no or "", name, indicator.unit or "", *values, ", ".join(indicator.lead))
        table.add_row(*(Text(word) for word in words))
    console.print(table)


def _tasks(tasks: tuple[TaskReading, ...]) -> None:
    if not tasks:
        console.print("Văn bản không giao nhiệm vụ nào đọc được.")
        return
    by_agency: dict[str, list[TaskReading]] = defaultdict(list)
    for task in tasks:
        by_agency[", ".join(task.lead) or "Chưa rõ cơ quan chủ trì"].append(task)
    table = _table(f"Nhiệm vụ ({len(tasks)})", "số", "nhiệm vụ", "phối hợp", "sản phẩm", "thời hạn")
    for agency, own in sorted(by_agency.items(), key=lambda item: (-len(item[1]), item[0])):
        table.add_section()
        table.add_row("", Text(f"{agency} ({len(own)})", "bold"))
        for task in own:
            words = (
                task.no or "",
                task.name,
                ", ".join(task.coordinating),
                task.product or "",
                task.schedule_raw or "",
            )
            table.add_row(*(Text(word) for word in words))
    console.print(table)


def _duties(duties: tuple[DutyReading, ...]) -> None:
    if not duties:
        return
    table = _table(f"Thời hạn báo cáo ({len(duties)})", "ai", "gửi", "việc", "hạn")
    for duty in duties:
        table.add_row(*(Text(word) for word in (duty.who, duty.to, duty.what, duty.due_raw)))
    console.print(table)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
