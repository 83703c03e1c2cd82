"""The lists of the catalogue and of the comparison: columns, filters and what is exported."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ansinh.apps.planning.models import CatalogueIndicator
from ansinh.apps.planning.models.catalogue import Computability, Sector
from ansinh.apps.planning.selectors.compare import Group, PlanRow
from ansinh.apps.planning.selectors.words import with_words
from ansinh.apps.ui import formats
from ansinh.apps.ui.tables import FigureColumn, ListFilter, ListTable, NameColumn, Rows
from ansinh.core.text import fold
from ansinh.files.table import Kind

LONGEST_CELL = 60


class CatalogueTable(ListTable):
    """The indicators of the catalogue."""

    group_by = "get_sector_display"

    name_vi = NameColumn(
        verbose_name="Chỉ tiêu", opens=lambda row: reverse("planning:entry", args=[row.pk]), order_by="search_key"
    )
    code = tables.Column(verbose_name="Mã", attrs={"th": {"class": "w10"}, "td": {"class": "an ma"}})
    unit = tables.Column(verbose_name="Đơn vị", attrs={"th": {"class": "w6"}}, default=formats.MISSING)
    direction = tables.Column(verbose_name="Chiều", attrs={"th": {"class": "w6"}})
    place_axis = tables.Column(verbose_name="Gộp theo địa bàn", attrs={"th": {"class": "w8"}, "td": {"class": "an"}})
    computability = tables.Column(verbose_name="Khả năng tính", attrs={"th": {"class": "w8"}, "td": {"class": "an"}})
    plan_count = FigureColumn(verbose_name="Kế hoạch", width="w5", export_kind=Kind.INTEGER)

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}

    def render_name_vi(self, value: str, record: CatalogueIndicator) -> SafeString:
        """Write the name, and under it whether people changed it."""
        link = format_html('<a class="q" href="{}">{}</a>', reverse("planning:entry", args=[record.pk]), value)
        marks = []
        if record.own:
            marks.append("đã sửa so với bản kèm phần mềm")
        if not record.shipped:
            marks.append("do tỉnh thêm")
        return format_html('{}<div class="p">{}</div>', link, "; ".join(marks)) if marks else link

    def value_name_vi(self, value: str) -> str:
        """Give the bare name for an export."""
        return value

    def render_plan_count(self, value: int, record: CatalogueIndicator) -> SafeString | str:
        """Write the number of plans as a link to the comparison."""
        if not value:
            return formats.MISSING
        return format_html('<a href="{}">{}</a>', reverse("planning:compare", args=[record.pk]), formats.number(value))


class EntryWordsFilter(django_filters.CharFilter):
    """A text box that finds by name and code, with or without diacritics."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the rows whose folded text has every word."""
        return with_words(qs, value) if value else qs


class CatalogueFilter(ListFilter):
    """Filters of the catalogue."""

    segments = (("Tất cả", {}), ("Trong Nghị quyết 42", {"nq42": "true"}), ("Đã sửa", {"sua": "true"}))

    name_vi = EntryWordsFilter(
        label="Chỉ tiêu",
        widget=forms.TextInput(attrs={"placeholder": "Lọc theo tên, mã, có hoặc không dấu"}),
    )
    sector = django_filters.ChoiceFilter(label="Lĩnh vực", empty_label="Mọi lĩnh vực", choices=Sector.choices)
    computability = django_filters.ChoiceFilter(
        label="Khả năng tính", empty_label="Tất cả", choices=Computability.choices
    )
    nq42 = django_filters.BooleanFilter(label="Trong Nghị quyết 42", method="by_resolution", widget=forms.HiddenInput)
    sua = django_filters.BooleanFilter(label="Đã sửa", method="by_own", widget=forms.HiddenInput)

    class Meta:
        model = CatalogueIndicator
        fields: tuple[str, ...] = ()

    def by_resolution(self, rows: Any, _name: str, value: bool) -> Any:
        """Keep the indicators that Resolution 42 is known to name."""
        return rows.filter(national_target__startswith="Có trong Nghị quyết 42-NQ/TW") if value else rows

    def by_own(self, rows: Any, _name: str, value: bool) -> Any:
        """Keep the indicators that people changed or added."""
        return rows.exclude(own=[], shipped__has_key="name_vi") if value else rows


class PlanColumn(tables.Column):
    """What one plan sets, in words."""

    def __init__(self, row: PlanRow) -> None:
        self.plan_id = row.plan.pk
        super().__init__(
            verbose_name=row.label, accessor="key", orderable=False, attrs={"th": {"class": "w8"}, "td": {}}
        )

    def _words(self, record: Group) -> str:
        return next((row.words for row in record.rows if row.plan.pk == self.plan_id), "")

    def render(self, record: Group) -> str:
        """Write the levels; long words are cut, the page of the indicator has them whole."""
        words = self._words(record) or formats.MISSING
        return words if len(words) <= LONGEST_CELL else f"{words[:LONGEST_CELL].rsplit(' ', 1)[0]}…"

    def value(self, record: Group) -> str:
        """Give the levels whole for an export."""
        return self._words(record)


class SharedTable(ListTable):
    """The indicators that stand in two plans or more."""

    name = NameColumn(
        verbose_name="Chỉ tiêu",
        opens=lambda group: f"{reverse('planning:compare', args=[group.entry.pk])}#{group.dimension or 'chung'}",
        orderable=False,
    )
    unit = tables.Column(
        verbose_name="Đơn vị",
        accessor="entry__unit",
        orderable=False,
        attrs={"th": {"class": "w5"}, "td": {"class": "an"}},
    )
    x = tables.Column(
        verbose_name="NQ 42", accessor="entry__in_resolution_42", orderable=False, attrs={"th": {"class": "w4"}}
    )
    remark = tables.Column(verbose_name="Nhận xét", orderable=False, attrs={"th": {"class": "w14"}}, default="")

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the"}
        sequence = ("name", "unit", "x", "...", "remark")

    def render_x(self, value: bool) -> str:
        """Mark what Resolution 42 is known to name."""
        return "X" if value else ""

    def value_x(self, value: bool) -> str:
        """Give the mark for an export."""
        return "X" if value else ""


class SharedFilter(ListFilter):
    """Filters of the shared indicators; the rows are in memory."""

    segments = (
        ("Tất cả", {}),
        ("Có số", {"loai": "so"}),
        ("Định tính", {"loai": "chu"}),
        ("Trong Nghị quyết 42", {"nq42": "true"}),
    )

    name = django_filters.CharFilter(
        label="Chỉ tiêu",
        method="by_words",
        widget=forms.TextInput(attrs={"placeholder": "Lọc theo tên, có hoặc không dấu"}),
    )
    sector = django_filters.ChoiceFilter(
        label="Lĩnh vực", empty_label="Mọi lĩnh vực", choices=Sector.choices, method="by_sector"
    )
    loai = django_filters.ChoiceFilter(
        label="Loại", choices=[("so", "Có số"), ("chu", "Định tính")], method="by_kind", widget=forms.HiddenInput
    )
    nq42 = django_filters.BooleanFilter(label="Trong Nghị quyết 42", method="by_resolution", widget=forms.HiddenInput)
    nam = django_filters.NumberFilter(label="Năm", method="keep", widget=forms.HiddenInput)

    def by_words(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the rows whose name or code holds every word."""
        words = fold(value).split()
        return Rows(group for group in rows if all(word in fold(f"{group.name} {group.key}") for word in words))

    def by_sector(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep one sector."""
        return Rows(group for group in rows if group.entry.sector == value) if value else rows

    def by_kind(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the rows with figures, or those in words only."""
        return Rows(group for group in rows if group.qualitative == (value == "chu")) if value else rows

    def by_resolution(self, rows: Rows, _name: str, value: bool) -> Rows:
        """Keep the indicators that Resolution 42 is known to name."""
        return Rows(group for group in rows if group.entry.in_resolution_42) if value else rows

    def keep(self, rows: Rows, _name: str, _value: Any) -> Rows:
        """Leave the rows: the year was chosen before."""
        return rows
