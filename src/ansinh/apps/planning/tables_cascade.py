"""The two lists of the cascade: own plans under a plan, and what one own plan leaves out."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ansinh.apps.planning.selectors.cascade import POINTS, Point
from ansinh.apps.planning.selectors.own_plans import STATES, OwnPlanRow
from ansinh.apps.ui import formats, marks
from ansinh.apps.ui.tables import DayColumn, FigureColumn, ListFilter, ListTable, NameColumn, Rows
from ansinh.core.text import fold

MARKS = {
    "none": "not_started",
    "late": "overdue",
    "proposed": "suspect",
    "reading": "reviewing",
    "made": "done_on_time",
    "made_late": "done_late",
    "group": "unknown",
}


# Figures that a phone leaves to the page of the own plan.
_ON_PAPER = {"th": {"class": "r w4 an"}, "td": {"class": "r an"}}


def _word(record: OwnPlanRow) -> str:
    return record.state_words


class OwnPlanTable(ListTable):
    """Who owes an own plan, and how much of the plan above it takes up."""

    name = NameColumn(verbose_name="Cơ quan, đơn vị")
    due = DayColumn(verbose_name="Hạn", width="w6")
    state = tables.Column(verbose_name="Tình trạng", order_by=("state", "days_late"), attrs={"th": {"class": "w14"}})
    plan = tables.Column(
        verbose_name="Kế hoạch", accessor="plan", orderable=False, empty_values=(), attrs={"th": {"class": "w10"}}
    )
    share = tables.Column(
        verbose_name="Đã nối", order_by="share", attrs={"th": {"class": "r w5"}, "td": {"class": "r"}}
    )
    left = FigureColumn(verbose_name="Để sót", accessor="counts__left", width="w4")
    weaker = FigureColumn(verbose_name="Thấp hơn", accessor="counts__weaker", attrs=_ON_PAPER)
    later = FigureColumn(verbose_name="Muộn hơn", accessor="counts__later", attrs=_ON_PAPER)

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}

    def body(self) -> SafeString:
        """Write the rows of the page; where own plans want less or end later is looked up for those alone."""
        counted = [row.record.counts for row in self.paginated_rows if row.record.counts is not None]
        if counted:
            counted[0].shortfalls.read([counts.link_id for counts in counted])
        return super().body()

    def render_name(self, value: str, record: OwnPlanRow) -> SafeString | str:
        """Write the name; of a group whose members are not known it says so."""
        if record.state != "group":
            return value
        said = "nhóm; danh mục chưa có thành viên, nên chưa biết còn thiếu ai"
        return format_html('{}<div class="p">{}</div>', value, said)

    def render_state(self, record: OwnPlanRow) -> SafeString:
        """Show the state with the days it is late."""
        return marks.status_chip(MARKS[record.state], word=_word(record))

    def value_state(self, record: OwnPlanRow) -> str:
        """Give the state in words for an export."""
        return _word(record)

    def render_plan(self, record: OwnPlanRow) -> SafeString | str:
        """Link the own plan; one that is only proposed asks for a person."""
        if record.plan is None:
            return formats.MISSING
        address = reverse("planning:above", args=[record.plan.pk])
        return format_html('<a class="q" href="{}">{}</a>', address, record.plan.short_title)

    def value_plan(self, record: OwnPlanRow) -> str:
        """Give the name of the own plan for an export."""
        return record.plan.short_title if record.plan is not None else ""

    def render_share(self, record: OwnPlanRow) -> str:
        """Write how many of the items given to it are linked: 41 / 78."""
        return self.value_share(record) or formats.MISSING

    def value_share(self, record: OwnPlanRow) -> str:
        """Give the share with its denominator for an export."""
        return f"{record.counts.covered} / {record.counts.concerned}" if record.counts is not None else ""


class OwnPlanFilter(ListFilter):
    """Filters of the board of own plans."""

    segments = (
        ("Tất cả", {}),
        ("Chưa có", {"state": "without"}),
        ("Trễ hạn", {"state": "late"}),
        ("Có mục để sót", {"state": "left"}),
        ("Chờ xác nhận", {"state": "proposed"}),
    )

    name = django_filters.CharFilter(
        label="Cơ quan",
        method="by_name",
        widget=forms.TextInput(attrs={"placeholder": "Lọc theo tên, có hoặc không dấu"}),
    )
    state = django_filters.ChoiceFilter(
        label="Tình trạng",
        method="by_state",
        empty_label="Mọi tình trạng",
        choices=[
            ("without", "Chưa có"),
            ("late", "Trễ hạn"),
            ("left", "Có mục để sót"),
            ("proposed", "Chờ xác nhận"),
            ("reading", STATES["reading"]),
            ("made", STATES["made"]),
        ],
    )

    def by_name(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the rows whose name holds every word, with or without diacritics."""
        words = fold(value).split()
        return Rows(row for row in rows if all(word in fold(row.name) for word in words))

    def by_state(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the rows that stand so."""
        kept = {
            "without": lambda row: row.plan is None,
            "late": lambda row: bool(row.days_late),
            "left": lambda row: row.counts is not None and row.counts.left > 0,
            "made": lambda row: row.state in ("made", "made_late"),
        }.get(value, lambda row: row.state == value)
        return Rows(filter(kept, rows)) if value else rows


class PointTable(ListTable):
    """What an own plan leaves out, wants less of or sets later, with both values."""

    group_by = "label"

    label = tables.Column(verbose_name="Điểm", orderable=False, attrs={"th": {"class": "w8"}})
    no = tables.Column(
        verbose_name="Số",
        accessor="item__no",
        orderable=False,
        attrs={"th": {"class": "w3"}, "td": {"class": "so"}},
        default="",
    )
    kind = tables.Column(
        verbose_name="Loại", accessor="item__kind_label", orderable=False, attrs={"th": {"class": "w5"}}
    )
    name = NameColumn(verbose_name="Mục của cấp trên", accessor="item__name", opens=lambda record: record.item.url)
    above_value = tables.Column(
        verbose_name="Cấp trên", orderable=False, attrs={"th": {"class": "w8"}}, default=formats.MISSING
    )
    own_value = tables.Column(
        verbose_name="Kế hoạch này", orderable=False, attrs={"th": {"class": "w8"}}, default=formats.MISSING
    )
    note = tables.Column(verbose_name="Mục đã nối, lý do", orderable=False, attrs={"th": {"class": "w14"}})

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}


class PointFilter(ListFilter):
    """Filters of the list of points."""

    segments = (("Tất cả", {}), *((label, {"code": code}) for code, label in POINTS.items()))

    name = django_filters.CharFilter(
        label="Mục", method="by_name", widget=forms.TextInput(attrs={"placeholder": "Lọc theo tên, có hoặc không dấu"})
    )
    code = django_filters.ChoiceFilter(
        label="Điểm", method="by_code", choices=list(POINTS.items()), widget=forms.HiddenInput
    )

    def by_name(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the points whose item holds every word."""
        words = fold(value).split()
        return Rows(row for row in rows if all(word in fold(row.item.name) for word in words))

    def by_code(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the points of one kind."""
        return Rows(row for row in rows if not value or _code(row) == value)


def _code(point: Point) -> str:
    return point.code
