"""Indicators (what is measured) and targets (what shall be reached, by when)."""

from django.db import models

from ansinh.apps.planning.models.documents import Plan
from ansinh.apps.planning.models.items import ReadItem


class Direction(models.TextChoices):
    """Which way an indicator shall move."""

    UNKNOWN = "unknown", "chưa rõ"
    UP = "up", "tăng là tốt"
    DOWN = "down", "giảm là tốt"
    EXACT = "exact", "đúng bằng"
    KEEP = "keep", "giữ vững"


class Indicator(ReadItem):
    """A measure that a plan names, with one or more targets."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="indicators")
    no = models.CharField("số thứ tự", max_length=20, blank=True)
    parent_no = models.CharField("thuộc chỉ tiêu số", max_length=20, blank=True)
    name = models.TextField("tên chỉ tiêu")
    unit = models.CharField("đơn vị tính", max_length=120, blank=True)
    dimension = models.CharField("phân tổ", max_length=300, blank=True)
    group = models.CharField("nhóm", max_length=300, blank=True)
    source = models.CharField("nguồn", max_length=10, choices=[("annex", "Phụ lục"), ("prose", "Văn xuôi")])
    sentence = models.TextField("câu trong văn bản", blank=True)
    in_resolution_42 = models.BooleanField("có trong Nghị quyết 42", null=True, blank=True)
    direction = models.CharField("chiều", max_length=10, choices=Direction.choices, default=Direction.UNKNOWN)
    search_key = models.TextField("khóa tìm", blank=True)

    class Meta(ReadItem.Meta):
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """What an indicator shall reach in a year: the printed words and our reading of them."""

    COMPARATORS = [
        ("=", "bằng"),
        ("<", "dưới"),
        ("<=", "không quá"),
        (">", "trên"),
        (">=", "từ … trở lên"),
        ("range", "trong khoảng"),
        ("approx", "khoảng"),
        ("qualitative", "định tính"),
    ]
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    raw = models.TextField("nguyên văn")
    comparator = models.CharField("so sánh", max_length=12, choices=COMPARATORS, blank=True)
    low = models.DecimalField("cận dưới", max_digits=20, decimal_places=6, null=True, blank=True)
    high = models.DecimalField("cận trên", max_digits=20, decimal_places=6, null=True, blank=True)
    qualitative = models.TextField("yêu cầu định tính", blank=True)
    span_start = models.PositiveIntegerField("vị trí đầu", default=0)
    span_end = models.PositiveIntegerField("vị trí cuối", default=0)

    class Meta:
        verbose_name = "mục tiêu"
        verbose_name_plural = "mục tiêu"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "ordinal"], name="target_ordinal_once"),
            models.CheckConstraint(
                condition=models.Q(low__isnull=True)
                | models.Q(high__isnull=True)
                | models.Q(low__lte=models.F("high")),
                name="target_low_not_above_high",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raw} ({self.year or 'không ghi năm'})"
