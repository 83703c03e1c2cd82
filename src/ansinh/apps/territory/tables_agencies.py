"""The lists of the territory room: columns, filters and what is exported."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ansinh.apps.territory.models import Agency, AgencyKind, AgencyLevel
from ansinh.apps.territory.selectors.agencies import ended, in_being, with_words
from ansinh.apps.ui import formats
from ansinh.apps.ui.tables import DayColumn, ListFilter, ListTable, NameColumn


class AgencyTable(ListTable):
    """The directory of agencies."""

    name = NameColumn(
        verbose_name="Cơ quan",
        opens=lambda agency: reverse("territory:agency", args=[agency.pk]),
        order_by="search_key",
    )
    kind = tables.Column(verbose_name="Loại", attrs={"th": {"class": "w10"}})
    level = tables.Column(verbose_name="Cấp", attrs={"th": {"class": "w8"}})
    parent = tables.Column(
        verbose_name="Thuộc",
        order_by="parent__search_key",
        attrs={"th": {"class": "w12"}, "td": {"class": "an"}},
        default=formats.MISSING,
    )
    valid_from = DayColumn(verbose_name="Từ ngày", default=formats.MISSING)
    valid_to = DayColumn(verbose_name="Đến trước ngày", width="w6", default=formats.MISSING)

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}

    def render_name(self, value: str, record: Agency) -> SafeString:
        """Write the name with its short form, and that a group is one."""
        address = reverse("territory:agency", args=[record.pk])
        below = " · ".join(word for word in (record.short_name, "nhóm" if record.is_group else "") if word)
        link = format_html('<a class="q" href="{}">{}</a>', address, value)
        return format_html('{}<div class="p">{}</div>', link, below) if below else link

    def value_name(self, value: str) -> str:
        """Give the bare name for an export."""
        return value


class AgencyFilter(ListFilter):
    """Filters of the directory."""

    segments = (
        ("Tất cả", {}),
        ("Đang hoạt động", {"nay": "co"}),
        ("Đã kết thúc", {"nay": "thoi"}),
        ("Nhóm cơ quan", {"nhom": "true"}),
    )

    name = django_filters.CharFilter(
        label="Cơ quan",
        method="by_words",
        widget=forms.TextInput(attrs={"placeholder": "Lọc theo mọi tên gọi, có hoặc không dấu"}),
    )
    kind = django_filters.ChoiceFilter(label="Loại", empty_label="Mọi loại", choices=AgencyKind.choices)
    level = django_filters.ChoiceFilter(label="Cấp", empty_label="Mọi cấp", choices=AgencyLevel.choices)
    nay = django_filters.ChoiceFilter(
        label="Hôm nay",
        method="by_day",
        choices=[("co", "Đang hoạt động"), ("thoi", "Đã kết thúc")],
        widget=forms.HiddenInput,
    )
    nhom = django_filters.BooleanFilter(label="Nhóm cơ quan", field_name="is_group", widget=forms.HiddenInput)

    class Meta:
        model = Agency
        fields: tuple[str, ...] = ()

    def by_words(self, rows: QuerySet[Agency], _name: str, value: str) -> QuerySet[Agency]:
        """Keep the agencies one of whose names holds every word."""
        return with_words(rows, value)

    def by_day(self, rows: QuerySet[Agency], _name: str, value: str) -> QuerySet[Agency]:
        """Keep the agencies that exist today, or those that have ended."""
        today: Any = timezone.localdate()
        return in_being(rows, on=today) if value == "co" else ended(rows, on=today)
