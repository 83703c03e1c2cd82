"""What is to be reported, by whom, how often; and each time it falls due."""

import uuid

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models import CatalogueIndicator, Indicator, Plan, ReportDuty
from ansinh.apps.territory.models import Agency, Unit
from ansinh.core.catalogue import load_dimensions
from ansinh.core.text import fold


class SchemeKind(models.TextChoices):
    """Why reports are sent."""

    PERIODIC = "periodic", "Định kỳ"
    FIRST_YEAR = "first_year", "Riêng năm đầu"
    AD_HOC = "ad_hoc", "Đột xuất"


class PeriodLength(models.TextChoices):
    """For how long a time one report speaks."""

    MONTH = "month", "Tháng"
    QUARTER = "quarter", "Quý"
    HALF = "half", "6 tháng"
    NINE_MONTHS = "nine_months", "9 tháng"
    YEAR = "year", "Năm"


class ReporterKind(models.TextChoices):
    """Who reports: each commune of a place, or agencies."""

    COMMUNES = "communes", "Các xã, phường, đặc khu"
    AGENCIES = "agencies", "Các cơ quan"


class Scheme(models.Model):
    """A duty to report: content, reporters, receiver, and the two dates of every period.

    The cut-off and the due date are given as days after the period (``cut_off_month`` 12 and ``cut_off_day`` 14 of a
    yearly report; months count from the period's first). A plan's own dates hold before the general regime.
    ``only_period`` is set where the report is asked for once: a first year's own date, or a request.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="schemes")
    duty = models.ForeignKey(ReportDuty, on_delete=models.PROTECT, null=True, blank=True, related_name="schemes")
    title = models.CharField("tên báo cáo", max_length=300)
    kind = models.CharField("loại báo cáo", max_length=12, choices=SchemeKind.choices, default=SchemeKind.PERIODIC)
    length = models.CharField("độ dài kỳ", max_length=12, choices=PeriodLength.choices)
    reporters = models.CharField("bên báo cáo", max_length=12, choices=ReporterKind.choices)
    place = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="schemes", verbose_name="đơn vị hành chính tổng hợp"
    )
    receiver = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nơi nhận báo cáo"
    )
    agencies = models.ManyToManyField(Agency, blank=True, related_name="schemes", verbose_name="cơ quan báo cáo")
    content = models.TextField("nội dung báo cáo", blank=True)
    cut_off_month = models.PositiveSmallIntegerField("tháng chốt số liệu", null=True, blank=True)
    cut_off_day = models.PositiveSmallIntegerField("ngày chốt số liệu", null=True, blank=True)
    due_month = models.PositiveSmallIntegerField("tháng gửi")
    due_day = models.PositiveSmallIntegerField("ngày gửi")
    only_period = models.CharField("chỉ cho kỳ", max_length=8, blank=True)
    is_active = models.BooleanField("đang áp dụng", default=True)
    version = models.PositiveIntegerField("số lần sửa", default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc tạo")

    class Meta:
        verbose_name = "chế độ báo cáo"
        verbose_name_plural = "chế độ báo cáo"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(due_day__range=(1, 31), due_month__range=(1, 24)), name="scheme_due_day"
            ),
            models.CheckConstraint(
                condition=models.Q(cut_off_day__isnull=True, cut_off_month__isnull=True)
                | models.Q(cut_off_day__range=(1, 31), cut_off_month__range=(1, 24)),
                name="scheme_cut_off_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SchemeLine(models.Model):
    """One indicator that the report asks for, with its limits and breakdowns."""

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="lines")
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    entry = models.ForeignKey(
        CatalogueIndicator, on_delete=models.PROTECT, related_name="lines", verbose_name="chỉ tiêu chuẩn"
    )
    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name="chỉ tiêu của kế hoạch",
    )
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cơ quan báo cáo chỉ tiêu này",
    )
    dimension = models.CharField("phân tổ", max_length=60, blank=True)
    low = models.DecimalField("mức thấp nhất", max_digits=20, decimal_places=6, null=True, blank=True)
    high = models.DecimalField("mức cao nhất", max_digits=20, decimal_places=6, null=True, blank=True)
    is_required = models.BooleanField("bắt buộc", default=True)

    class Meta:
        verbose_name = "chỉ tiêu của báo cáo"
        verbose_name_plural = "chỉ tiêu của báo cáo"
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "ordinal"], name="scheme_line_ordinal_once"),
            models.UniqueConstraint(fields=["scheme", "entry", "dimension"], name="scheme_line_entry_once"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def part(self) -> str:
        """Return what the part of the people or the land is called; "" for all."""
        known = load_dimensions().get(self.dimension)
        return known.name_vi if known is not None else self.dimension

    @property
    def label(self) -> str:
        """Return the name of the line: as the plan prints it, else as the catalogue does, with its part."""
        name = self.indicator.name if self.indicator is not None else self.entry.name_vi
        return f"{name} – {self.part.lower()}" if self.part and fold(self.part) not in fold(name) else name


class Round(models.Model):
    """One period of a duty to report, opened: who is expected is frozen from then on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="rounds")
    period = models.CharField("kỳ báo cáo", max_length=8)
    period_start = models.DateField("đầu kỳ")
    period_end = models.DateField("cuối kỳ")
    cut_off_date = models.DateField("ngày chốt số liệu")
    printed_due_date = models.DateField("thời hạn gửi theo văn bản")
    due_date = models.DateField("thời hạn gửi")
    due_note = models.CharField("vì sao dời thời hạn gửi", max_length=300, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField("lúc mở")
    closed_at = models.DateTimeField("lúc khóa", null=True, blank=True)

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-period_end"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "period"], name="round_once_a_period"),
            models.CheckConstraint(condition=models.Q(period_end__gte=models.F("period_start")), name="round_period"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}: {self.period}"
