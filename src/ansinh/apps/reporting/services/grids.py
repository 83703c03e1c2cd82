"""The tables of an official report, each number under the mark of the locked row from which it comes."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from ansinh.apps.reporting.models import FundSource, OfficialReport, RowKind, SnapshotRow
from ansinh.apps.ui import formats
from ansinh.apps.ui.marks import find_status
from ansinh.core.progress.status import Status
from ansinh.files.official_docx import Grid, Paragraph, Run

MOST_YEARS, MOST_YEARS_WIDE = 3, 6
# What is between the margins of a page, upright and lying, in millimetres.
NARROW, WIDE = 165, 252
BEHIND = [
    status.value.lower() for status in (Status.REVERSING, Status.MISSED, Status.VERY_SLOW, Status.AT_RISK, Status.SLOW)
]
RIGHT = [status.value.lower() for status in (Status.ACHIEVED, Status.ON_TRACK)]
STAR = "*"
PARTIAL = "(*) Số tính tạm: chưa đủ đơn vị hoặc chưa đủ kỳ trong năm; độ phủ ghi ở phụ lục."
DONE = ("done", "done_on_time", "done_late")
_MARKS = {RowKind.INDICATOR: "chi_tieu", RowKind.TASK: "nhiem_vu", RowKind.FUND: "kinh_phi"}


def mark_of(row: SnapshotRow) -> str:
    """Return the bookmark under which a figure of a row stands."""
    return f"{_MARKS[RowKind(row.kind)]}_{row.ordinal}"


def written(value: str | None) -> str:
    """Write a figure of a snapshot: two decimals, "–" where there is none."""
    return formats.MISSING if value is None else formats.number(round(Decimal(value), 2).normalize())


def is_partial(content: dict[str, Any], year: str = "") -> bool:
    """Say whether a figure is provisional: the newest, or that of a year. Rows locked long ago know of the newest only."""
    if not year:
        known = content["value"] is not None and content["known"] < content["expected"]
        return bool(content.get("is_partial", known))
    return year in content.get("partial", ())


def starred(content: dict[str, Any], year: str = "") -> str:
    """Write a figure as it is printed: "12,5", with the mark of what is provisional "12,5*"."""
    text = written(content["years"][year] if year else content["value"])
    return f"{text}{STAR}" if text != formats.MISSING and is_partial(content, year) else text


def summary(report: OfficialReport, rows: list[SnapshotRow]) -> Paragraph:
    counts = Counter(row.content["status"] for row in rows)
    right = sum(counts[code] for code in RIGHT)
    behind = sum(counts[code] for code in BEHIND)
    day = formats.day(report.snapshot.day) if report.snapshot is not None else ""
    return Paragraph(
        (
            Run(f"Tính tới ngày {day}, trong "),
            Run(formats.number(len(rows)), mark="dem_tat_ca"),
            Run(" chỉ tiêu có "),
            Run(formats.number(right), mark="dem_dung_huong"),
            Run(" chỉ tiêu đạt hoặc đúng tiến độ, "),
            Run(formats.number(behind), mark="dem_cham"),
            Run(" chỉ tiêu chậm, có nguy cơ hoặc không hoàn thành, "),
            Run(formats.number(len(rows) - right - behind), mark="dem_chua_ro"),
            Run(" chỉ tiêu chưa đánh giá được."),
        )
    )


def by_group(rows: list[SnapshotRow]) -> Grid:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        groups[row.content["group"] or "Không thuộc nhóm nào"][row.content["status"]] += 1
    lines = []
    for at, (name, counts) in enumerate(groups.items(), start=1):
        right, behind = sum(counts[code] for code in RIGHT), sum(counts[code] for code in BEHIND)
        numbers = (counts.total(), right, behind, counts.total() - right - behind)
        lines.append(
            (Run(name), *(Run(formats.number(number), mark=f"nhom_{at}_{n}") for n, number in enumerate(numbers)))
        )
    headings = ("Nhóm chỉ tiêu", "Tổng số", "Đạt, đúng tiến độ", "Chậm, nguy cơ", "Chưa đánh giá")
    return Grid("Tiến độ theo nhóm chỉ tiêu", headings, tuple(lines), (69, 22, 26, 24, 24), (1, 2, 3, 4))


def behind(rows: list[SnapshotRow]) -> Grid:
    lines = tuple(
        (
            Run(row.content["no"] or str(row.ordinal)),
            Run(name_of(row.content)),
            Run(goal_of(row.content)),
            Run(starred(row.content), mark=mark_of(row)),
            Run(find_status(row.content["status"]).word),
            Run(row.content["lead"]),
        )
        for row in rows
    )
    headings = ("STT", "Chỉ tiêu", "Mục tiêu", "Thực hiện", "Tình trạng", "Chủ trì")
    note = PARTIAL if any(is_partial(row.content) for row in rows) else ""
    return Grid("Các chỉ tiêu chậm so với kế hoạch", headings, lines, (13, 53, 31, 20, 22, 26), (3,), note)


def figures(report: OfficialReport, rows: list[SnapshotRow], *, wide: bool) -> Grid:
    """Return the figures year by year; the narrow table of the text has the last three years and no coverage."""
    years = [str(year) for year in range(report.from_year, report.to_year + 1)]
    years = years if wide else years[-MOST_YEARS:]
    lines = []
    for row in rows:
        content = row.content
        unit = f" ({content['unit']})" if content["unit"] and not wide else ""
        cover = "" if content["value"] is None else f"{content['known']}/{content['expected']}"
        lines.append(
            (
                Run(content["no"] or str(row.ordinal)),
                Run(name_of(content) + unit),
                *([Run(content["unit"])] if wide else []),
                Run(written(content["baseline"]), mark=mark_of(row) if content["baseline"] is not None else ""),
                *(Run(starred(content, year), mark=mark_of(row) if content["years"][year] else "") for year in years),
                Run(goal_of(content)),
                Run(find_status(content["status"]).word),
                *([Run(cover)] if wide else []),
            )
        )
    unit_heading, cover_heading = (("Đơn vị",), ("Độ phủ",)) if wide else ((), ())
    headings = (
        "STT",
        "Chỉ tiêu",
        *unit_heading,
        "Số gốc",
        *(f"Năm {year}" for year in years),
        "Mục tiêu",
        "Tình trạng",
        *cover_heading,
    )
    # Names need the room: the more years, the narrower each.
    year = 18 if len(years) <= MOST_YEARS else 14 if len(years) <= MOST_YEARS_WIDE else 11
    fixed = [13, 16, year, *[year] * len(years), 34, 26, 15] if wide else [13, 16, *[16] * len(years), 28, 22]
    widths = [fixed[0], max((WIDE if wide else NARROW) - sum(fixed), 40), *fixed[1:]]
    first = 3 if wide else 2
    note = PARTIAL if any(is_partial(row.content, year) for row in rows for year in years) else ""
    return Grid("", headings, tuple(lines), tuple(widths), tuple(range(first, first + 1 + len(years))), note)


def name_of(content: dict[str, Any]) -> str:
    name, part = content["name"], content["dimension"]
    return f"{name} ({part})" if part and part.lower() not in name.lower() else name


def goal_of(content: dict[str, Any]) -> str:
    return f"{content['goal']} ({content['due']})" if content["goal"] and content["due"] else content["goal"] or "–"


def task_summary(rows: Sequence[SnapshotRow]) -> Paragraph:
    """Say how the tasks stand, in one sentence; each instance of a yearly or quarterly task counts for itself."""
    counts = Counter(row.content["status"] for row in rows)
    done = sum(counts[code] for code in DONE)
    return Paragraph(
        (
            Run("Trong "),
            Run(formats.number(len(rows)), mark="dem_nv_tat_ca"),
            Run(" nhiệm vụ (tính mỗi kỳ của nhiệm vụ định kỳ là một) có "),
            Run(formats.number(done), mark="dem_nv_xong"),
            Run(" đã xong, trong đó "),
            Run(formats.number(counts["done_late"]), mark="dem_nv_tre"),
            Run(" xong trễ hạn; "),
            Run(formats.number(counts["overdue"]), mark="dem_nv_qua_han"),
            Run(" quá hạn; "),
            Run(formats.number(len(rows) - done - counts["overdue"]), mark="dem_nv_con_lai"),
            Run(" đang làm, chưa tới hạn hoặc chưa rõ."),
        )
    )


def tasks(rows: Sequence[SnapshotRow], *, wide: bool) -> Grid:
    """Return instances of tasks; the narrow table of the text has those that are overdue."""
    lines = []
    for row in rows:
        content = row.content
        state = find_status(content["status"]).word
        if content["days"]:
            state += f" {formats.number(content['days'])} ngày"
        name = f"{content['name']} ({content['label']})" if content["label"] else content["name"]
        share = "" if content["share"] is None else formats.percent(content["share"], places=0)
        lines.append(
            (
                Run(content["no"]),
                Run(name),
                *([Run(content["product"])] if wide else []),
                Run(content["lead"]),
                Run(_due(content)),
                Run(share or formats.MISSING, mark=mark_of(row) if share else ""),
                Run(state, mark=mark_of(row)),
            )
        )
    product = ("Sản phẩm",) if wide else ()
    headings = ("STT", "Nhiệm vụ", *product, "Chủ trì", "Thời hạn", "Đã làm", "Tình trạng")
    widths = (13, 86, 40, 38, 26, 17, 32) if wide else (13, 62, 28, 24, 16, 22)
    return Grid("" if wide else "Các nhiệm vụ quá hạn", headings, tuple(lines), widths, (5 if wide else 4,))


def _due(content: dict[str, Any]) -> str:
    return formats.day(dt.date.fromisoformat(content["due"])) if content["due"] else content["schedule"] or "–"


def funds_by_source(rows: Sequence[SnapshotRow]) -> Grid:
    """Return the money of all tasks by source, with the total of more than one."""
    found = [
        (label, [row for row in rows if row.content["source"] == code], f"nguon_{code}")
        for code, label in FundSource.choices
    ]
    shown = [one for one in found if one[1]]
    lines = [_money_line((Run(label),), held, mark) for label, held, mark in shown]
    if len(shown) > 1:
        lines.append(_money_line((Run("Cộng", bold=True),), rows, "nguon_cong", bold=True))
    headings = ("Nguồn", "Đã cấp", "Đã chi", "Còn lại")
    return Grid("Kinh phí theo nguồn (đồng)", headings, tuple(lines), (60, 35, 35, 35), (1, 2, 3))


def funds(rows: Sequence[SnapshotRow]) -> Grid:
    """Return the money of each task by source."""
    lines = tuple(
        _money_line(
            (Run(row.content["no"]), Run(row.content["name"]), Run(FundSource(row.content["source"]).label)),
            [row],
            mark_of(row),
        )
        for row in rows
    )
    headings = ("STT", "Nhiệm vụ", "Nguồn", "Đã cấp (đồng)", "Đã chi (đồng)", "Còn lại (đồng)")
    return Grid("", headings, lines, (13, 105, 44, 30, 30, 30), (3, 4, 5))


def _money_line(
    first: tuple[Run, ...], rows: Iterable[SnapshotRow], mark: str, *, bold: bool = False
) -> tuple[Run, ...]:
    held = [(row.content["allocated_vnd"], row.content["spent_vnd"]) for row in rows]
    given, spent = sum(one for one, _ in held), sum(one for _, one in held)
    return (*first, *(Run(formats.number(vnd), mark=mark, bold=bold) for vnd in (given, spent, given - spent)))
