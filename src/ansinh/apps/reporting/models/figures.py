"""Figures: the working copy that is typed, every revision of it, and the approved ones that count."""

from django.conf import settings
from django.db import models

from ansinh.apps.reporting.models.reports import Report
from ansinh.apps.reporting.models.schemes import SchemeLine

BLANKS = [("nothing_happened", "Không phát sinh"), ("no_data", "Chưa có số liệu")]
SOURCES = [("typed", "Nhập tay"), ("file", "Từ tệp"), ("measure", "Tính từ sổ")]


class FigureColumns(models.Model):
    """What every figure has: a number or its two parts, or why there is none. Zero is a number."""

    breakdown = models.CharField("phân tổ", max_length=60, blank=True)
    numerator = models.DecimalField("tử số", max_digits=20, decimal_places=6, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=20, decimal_places=6, null=True, blank=True)
    value = models.DecimalField("giá trị", max_digits=20, decimal_places=6, null=True, blank=True)
    blank = models.CharField("không có số", max_length=20, choices=BLANKS, blank=True)
    note = models.TextField("ghi chú", blank=True)
    source = models.CharField("nguồn số liệu", max_length=8, choices=SOURCES, default="typed")

    class Meta:
        abstract = True


class Cell(FigureColumns):
    """A figure as it stands in a report that is being filled; ``revision`` counts its changes."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="cells")
    line = models.ForeignKey(SchemeLine, on_delete=models.PROTECT, related_name="cells")
    revision = models.PositiveIntegerField("lần sửa", default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("lúc nhập")

    class Meta:
        verbose_name = "ô số liệu"
        verbose_name_plural = "ô số liệu"
        constraints = [
            models.UniqueConstraint(fields=["report", "line", "breakdown"], name="cell_once"),
            models.CheckConstraint(
                condition=models.Q(blank="")
                | models.Q(numerator__isnull=True, denominator__isnull=True, value__isnull=True),
                name="cell_blank_has_no_number",
            ),
            models.CheckConstraint(
                condition=models.Q(value__isnull=True) | models.Q(numerator__isnull=True, denominator__isnull=True),
                name="cell_value_or_parts",
            ),
        ]
        indexes = [
            # What an approver looks at first: few of the many figures have a note or are said not to be there.
            models.Index(
                fields=["report"], condition=models.Q(note__gt="") | models.Q(blank="no_data"), name="cell_stands_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.value or self.numerator or self.blank}"


class CellRevision(FigureColumns):
    """What a cell held at one time, and who put it there; never changed."""

    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="revisions")
    revision = models.PositiveIntegerField("lần sửa")
    report_version = models.PositiveIntegerField("sau bản nộp thứ")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("lúc nhập")

    class Meta:
        verbose_name = "lần sửa ô số liệu"
        verbose_name_plural = "lần sửa ô số liệu"
        constraints = [models.UniqueConstraint(fields=["cell", "revision"], name="cell_revision_once")]

    def __str__(self) -> str:
        return f"{self.cell_id}/{self.revision}"


class Figure(FigureColumns):
    """An approved figure: one for each version of a report; ``is_current`` is the one that counts."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="figures")
    line = models.ForeignKey(SchemeLine, on_delete=models.PROTECT, related_name="figures")
    version = models.PositiveIntegerField("bản duyệt thứ")
    is_current = models.BooleanField("đang dùng", default=True)
    approved_at = models.DateTimeField("lúc duyệt")
    superseded_at = models.DateTimeField("lúc có bản thay", null=True, blank=True)

    class Meta:
        verbose_name = "số liệu đã duyệt"
        verbose_name_plural = "số liệu đã duyệt"
        constraints = [
            models.UniqueConstraint(fields=["report", "line", "breakdown", "version"], name="figure_once_a_version"),
            models.UniqueConstraint(
                fields=["report", "line", "breakdown"], condition=models.Q(is_current=True), name="figure_current_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_current=True, superseded_at__isnull=True)
                | models.Q(is_current=False, superseded_at__isnull=False),
                name="figure_superseded_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["line", "report"], condition=models.Q(is_current=True), name="figure_by_line")]

    def __str__(self) -> str:
        return f"{self.line_id} v{self.version}"
