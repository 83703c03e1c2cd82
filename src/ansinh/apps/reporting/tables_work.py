"""The list of one's own tasks: columns, filters and what is exported."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ansinh.apps.reporting.selectors.taskwork import PASSED, MyTask
from ansinh.apps.ui import formats, marks
from ansinh.apps.ui.tables import DayColumn, FigureColumn, ListFilter, ListTable, NameColumn, Rows, StatusColumn
from ansinh.core.text import fold


def _open(record: MyTask) -> str:
    return f"{reverse('reporting:task', args=[record.task.pk])}?ky={record.instance.code}"


class MyTaskTable(ListTable):
    """The instances of tasks that one has to see to."""

    name = NameColumn(verbose_name="Nhiệm vụ", accessor="task__name", opens=_open, orderable=False)
    plan = tables.Column(
        verbose_name="Kế hoạch", accessor="task__plan__short_title", orderable=False, attrs={"th": {"class": "w10"}}
    )
    period = tables.Column(
        verbose_name="Kỳ",
        accessor="instance__label",
        orderable=False,
        attrs={"th": {"class": "w6"}},
        default=formats.MISSING,
    )
    due = DayColumn(verbose_name="Hạn", accessor="instance__due", orderable=False, default=formats.MISSING)
    share = FigureColumn(verbose_name="Đã làm %", accessor="instance__share", orderable=False, width="w4")
    status = StatusColumn(verbose_name="Tình trạng", accessor="instance__status__code", orderable=False, width="w10")
    why = tables.Column(verbose_name="Vì sao là của tôi", orderable=False, attrs={"th": {"class": "w10"}})

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the"}

    def render_status(self, value: str, record: MyTask) -> SafeString:
        """Show the status with the days."""
        words = record.instance.status.words
        return format_html(
            "{}{}", marks.status_chip(value), format_html('<div class="p">{}</div>', words) if words else ""
        )


class MyTaskFilter(ListFilter):
    """Cuts of the list: overdue, due soon, not done, done."""

    segments = (
        ("Tất cả", {}),
        ("Quá hạn", {"phan": "qua-han"}),
        ("Đến hạn trong 30 ngày", {"phan": "sap"}),
        ("Chưa xong", {"phan": "chua"}),
        ("Đã xong", {"phan": "xong"}),
    )
    name = django_filters.CharFilter(
        label="Nhiệm vụ",
        method="by_words",
        widget=forms.TextInput(attrs={"placeholder": "Lọc theo tên, có hoặc không dấu"}),
    )
    phan = django_filters.ChoiceFilter(
        label="Phần",
        method="by_part",
        choices=[("qua-han", "Quá hạn"), ("sap", "Đến hạn trong 30 ngày"), ("chua", "Chưa xong"), ("xong", "Đã xong")],
        widget=forms.HiddenInput,
    )

    def by_words(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the tasks whose name holds every word, with or without diacritics."""
        words = fold(value).split()
        return Rows(row for row in rows if all(word in fold(row.task.name) for word in words))

    def by_part(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep one part of the list."""
        tests: dict[str, Any] = {
            "qua-han": lambda one: one.status.code == "overdue",
            "sap": lambda one: one.is_due_soon,
            "chua": lambda one: one.status.code not in PASSED,
            "xong": lambda one: one.is_passed,
        }
        return Rows(row for row in rows if tests[value](row.instance))
