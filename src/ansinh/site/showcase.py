"""The page of components: every part of the design system with content as officials would see it, all of it invented."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.html import format_html

from ansinh.apps.ui import marks
from ansinh.apps.ui.fields import DayField, FigureField, WholeField
from ansinh.apps.ui.tables import (
    CiteColumn,
    FigureColumn,
    ListFilter,
    ListTable,
    NameColumn,
    Rows,
    StatusColumn,
    build_list,
)
from ansinh.core.text import fold
from ansinh.site.menu import may_see_components

TARGET_STATUSES = (
    "achieved", "on_track", "slow", "very_slow", "reversing", "at_risk",
    "missed", "not_due", "no_data", "no_baseline", "not_comparable",
)  # fmt: skip
TASK_STATUSES = ("not_started", "in_progress", "done_on_time", "done_late", "overdue", "waiting_event")
REVIEW_STATUSES = ("pending", "accepted", "corrected", "rejected", "suspect")


@dataclass(frozen=True, slots=True)
class Row:
    """One invented indicator."""

    no: str
    name: str
    unit: str
    first: str
    second: str
    base: Decimal | None
    latest: Decimal | None
    status: str
    lead: str
    group: str


ROWS = (
    Row("1", "Tỷ lệ thất nghiệp chung", "%", "< 3", "< 3", Decimal("2.41"), Decimal("2.18"), "achieved", "Sở Nội vụ", "I. Lao động, việc làm"),
    Row("2", "Tỷ lệ việc làm phi chính thức", "%", "< 60", "< 40", Decimal("61.8"), Decimal("57.9"), "slow", "Thống kê tỉnh", "I. Lao động, việc làm"),
    Row("3", "Lao động nữ làm công hưởng lương", "%", "50", "60", Decimal("47.2"), Decimal("46.6"), "reversing", "Sở Nội vụ", "I. Lao động, việc làm"),
    Row("4", "Lao động khuyết tật còn khả năng lao động có việc làm phù hợp", "%", "40", "50", None, None, "no_data", "Sở Nội vụ", "I. Lao động, việc làm"),
    Row("5", "Dân số tham gia bảo hiểm y tế", "%", "95", "> 98", Decimal("93.2"), Decimal("95.1"), "slow", "BHXH tỉnh", "II. Bảo hiểm"),
    Row("6", "Nông dân và lao động phi chính thức tham gia BHXH tự nguyện", "%", "2,5", "5", Decimal("2.1"), Decimal("2.3"), "very_slow", "BHXH tỉnh", "II. Bảo hiểm"),
    Row("7", "Căn hộ nhà ở xã hội hoàn thành", "căn", "12.000", "48.000", Decimal(0), Decimal(6208), "on_track", "Sở Xây dựng", "III. Nhà ở"),
    Row("8", "Xã đặc biệt khó khăn thoát khỏi tình trạng đặc biệt khó khăn", "%", "100", "–", None, None, "not_comparable", "Sở Nông nghiệp và Môi trường", "III. Nhà ở"),
)  # fmt: skip

GROUPS = (
    ("I. Lao động, việc làm", {"achieved": 1, "on_track": 2, "slow": 1, "reversing": 1, "no_data": 1}),
    ("II. Bảo hiểm", {"achieved": 2, "on_track": 3, "slow": 3, "very_slow": 1, "no_data": 1, "not_comparable": 1}),
    ("III. Nhà ở", {"on_track": 1, "slow": 1, "very_slow": 1, "at_risk": 1, "not_due": 1, "missed": 1}),
)


class SampleTable(ListTable):
    """The list of the page."""

    group_by = "group"

    no = tables.Column(verbose_name="STT", attrs={"th": {"class": "w2 an"}, "td": {"class": "so an"}})
    name = NameColumn(verbose_name="Chỉ tiêu", opens=lambda record: f"#ct-{record.no}")
    unit = tables.Column(verbose_name="Đơn vị", orderable=False, attrs={"th": {"class": "w4"}, "td": {"class": "an"}})
    first = tables.Column(
        verbose_name="Mục tiêu 2025", orderable=False, attrs={"th": {"class": "r w4"}, "td": {"class": "r"}}
    )
    second = tables.Column(
        verbose_name="Mục tiêu 2030", orderable=False, attrs={"th": {"class": "r w4"}, "td": {"class": "r"}}
    )
    base = FigureColumn(verbose_name="Gốc 2023", width="w4")
    latest = FigureColumn(verbose_name="Mới nhất", width="w4")
    status = StatusColumn(verbose_name="Tình trạng")
    lead = tables.Column(verbose_name="Chủ trì", attrs={"th": {"class": "w75"}, "td": {}})
    source = CiteColumn(verbose_name="Căn cứ", accessor="no", opens=lambda record: f"#ct-{record.no}", width="w4")

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}

    def render_group(self, title: str, record: Any) -> str:
        """Add how many rows the group has."""
        count = sum(row.group == record.group for row in ROWS)
        return format_html('{} <span class="n">{} chỉ tiêu</span>', title, count)


class SampleFilter(ListFilter):
    """The filters of the list; two under their columns."""

    segments = (("Tất cả", {}), ("Chậm", {"status": "slow"}), ("Thiếu số liệu", {"status": "no_data"}))

    name = django_filters.CharFilter(label="Chỉ tiêu", method="by_name")
    status = django_filters.ChoiceFilter(
        label="Tình trạng",
        empty_label="Mọi tình trạng",
        choices=[(code, marks.find_status(code).word) for code in TARGET_STATUSES],
        method="by_status",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["name"].widget.attrs["placeholder"] = "Lọc theo tên, có hoặc không dấu"

    def by_name(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the rows whose name holds the words, with or without diacritics."""
        return Rows(row for row in rows if fold(value) in fold(row.name))

    def by_status(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the rows of this status."""
        return Rows(row for row in rows if row.status == value)


class SampleForm(forms.Form):
    """A form with one of each kind of box."""

    name = forms.CharField(label="Tên kế hoạch", max_length=200, help_text="Ghi như trên văn bản đã ban hành.")
    issued = DayField(label="Ngày ban hành")
    value = FigureField(label="Giá trị năm 2023", low=0, high=100, help_text="Tỷ lệ phần trăm, ví dụ 95,1.")
    amount = WholeField(label="Mức hỗ trợ (đồng)", required=False)
    lead = forms.ChoiceField(label="Cơ quan chủ trì", choices=[("noi-vu", "Sở Nội vụ"), ("y-te", "Sở Y tế")])
    kind = forms.ChoiceField(
        label="Loại nhiệm vụ", widget=forms.RadioSelect, choices=[("de-an", "Đề án"), ("thuong-xuyen", "Thường xuyên")]
    )
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="Tôi đã đối chiếu với bản gốc")


@dataclass(frozen=True, slots=True)
class SampleJob:
    """A piece of long work, drawn without running anything."""

    pk: str
    title: str
    state: str
    step: str = ""
    done: int = 0
    total: int = 0
    percent: int | None = None
    is_finished: bool = False
    cancel_requested: bool = False
    errors: tuple[str, ...] = ()
    result_url: str = ""


JOBS = (
    SampleJob("mau-1", "Đọc kế hoạch vừa tải lên", "running", "Tách bảng của phụ lục", 7340, 9412, 78),
    SampleJob("mau-2", "Dựng báo cáo năm 2026", "queued"),
    SampleJob("mau-3", "Tính lại tình trạng 92 chỉ tiêu", "done", percent=100, is_finished=True, result_url="#noi-dung"),
    SampleJob(
        "mau-4", "Nạp số liệu từ bảng tính", "failed", is_finished=True,
        errors=("Dòng 14, cột “Tử số”: không đọc được “1.23.4”. Sửa ô này rồi nạp lại.",),
    ),
)  # fmt: skip


def components(request: HttpRequest) -> HttpResponseBase:
    """Show every component; for developers and administrators."""
    if not settings.DEBUG and not may_see_components(request.user):
        raise PermissionDenied("Trang thành phần chỉ dành cho người quản trị.")
    listing = build_list(request, rows=Rows(ROWS), table=SampleTable, filters=SampleFilter, file_name="thanh-phan")
    if listing.export is not None:
        return listing.export
    form = SampleForm(
        {"name": "", "issued": "31/02/2026", "value": "1.234", "amount": "540.000", "lead": "y-te", "kind": "de-an"}
    )
    return render(
        request,
        "ansinh/components.html",
        {
            "listing": listing,
            "form": form,
            "groups": [(name, counts, sum(counts.values())) for name, counts in GROUPS],
            "target_statuses": TARGET_STATUSES,
            "task_statuses": TASK_STATUSES,
            "review_statuses": REVIEW_STATUSES,
            "jobs": JOBS,
            "today": dt.date(2026, 11, 22),
            "due_soon": dt.date(2026, 11, 25),
            "due_past": dt.date(2026, 11, 17),
            "moment": dt.datetime(2026, 11, 22, 0, 30, tzinfo=dt.UTC),
            "dots": (
                ("Thành thị", Decimal("96.4")),
                ("Nông thôn", Decimal("94.3")),
                ("Phi chính thức", Decimal("86.1")),
            ),
            "plan": Decimal("95.45"),
            "amount": 540000,
            "figure": Decimal("1234567.8"),
            "share_value": Decimal("95.1"),
            "crumbs": [("Kế hoạch 15/KH-UBND", "#"), ("Chỉ tiêu", "#")],
        },
    )


def rail(request: HttpRequest) -> HttpResponse:
    """Show the narrow menu, the split of source and reading, and the entry grid."""
    if not settings.DEBUG and not may_see_components(request.user):
        raise PermissionDenied("Trang thành phần chỉ dành cho người quản trị.")
    return render(request, "ansinh/components_rail.html", {"crumbs": [("Kế hoạch 15/KH-UBND", "#")]})
