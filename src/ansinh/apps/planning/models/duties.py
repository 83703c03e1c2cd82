"""Duties to report or to make an own plan: who sends what to whom by which day; a quarter means its last day."""

from django.db import models

from ansinh.apps.planning.models.documents import Plan
from ansinh.apps.planning.models.items import ReadItem


class ReportDuty(ReadItem):
    """A report that a plan asks for."""

    RECURRENCES = [
        ("annual", "hằng năm"),
        ("quarterly", "hằng quý"),
        ("monthly", "hằng tháng"),
        ("once", "một lần"),
        ("event", "khi có yêu cầu hoặc sự kiện"),
    ]
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="duties")
    who = models.TextField("đơn vị gửi")
    to = models.TextField("nơi nhận báo cáo", blank=True)
    what = models.TextField("nội dung báo cáo", blank=True)
    due_raw = models.TextField("thời hạn (nguyên văn)", blank=True)
    recurrence = models.CharField("định kỳ", max_length=10, choices=RECURRENCES, blank=True)
    month = models.PositiveSmallIntegerField("tháng", null=True, blank=True)
    day = models.PositiveSmallIntegerField("ngày", null=True, blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    quarter = models.PositiveSmallIntegerField("quý", null=True, blank=True)
    section = models.CharField("mục", max_length=200, blank=True)

    class Meta(ReadItem.Meta):
        verbose_name = "mốc báo cáo"
        verbose_name_plural = "mốc báo cáo"
        constraints = [
            *ReadItem.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(month__isnull=True) | models.Q(month__range=(1, 12)), name="duty_month"
            ),
            models.CheckConstraint(
                condition=models.Q(day__isnull=True) | models.Q(day__range=(1, 31)), name="duty_day"
            ),
            models.CheckConstraint(
                condition=models.Q(quarter__isnull=True) | models.Q(quarter__range=(1, 4)), name="duty_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.due_raw}"
