"""Tasks: what is to be done, by whom, until when, with which product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from ansinh.apps.planning.models.documents import Plan
from ansinh.apps.planning.models.items import ReadItem

if TYPE_CHECKING:
    from ansinh.apps.planning.panels import TaskWork


class Task(ReadItem):
    """Something that a plan gives an agency to do."""

    SCHEDULE_KINDS = [
        ("year", "trong năm"),
        ("years", "nhiều năm"),
        ("annual", "hằng năm"),
        ("quarter_annual", "theo quý hằng năm"),
        ("event", "theo sự kiện"),
        ("open", "thường xuyên"),
    ]
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="tasks")
    no = models.CharField("số thứ tự", max_length=20, blank=True)
    section = models.CharField("mục", max_length=400, blank=True)
    name = models.TextField("nội dung nhiệm vụ")
    submit_to = models.CharField("cấp trình", max_length=300, blank=True)
    product = models.TextField("sản phẩm", blank=True)
    note = models.TextField("ghi chú", blank=True)
    source = models.CharField("nguồn", max_length=10, choices=[("annex", "Phụ lục"), ("prose", "Văn xuôi")])
    schedule_raw = models.TextField("thời gian thực hiện (nguyên văn)", blank=True)
    schedule_kind = models.CharField("loại thời hạn", max_length=16, choices=SCHEDULE_KINDS, blank=True)
    from_year = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    to_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)
    quarter = models.PositiveSmallIntegerField("quý", null=True, blank=True)
    event = models.TextField("sự kiện", blank=True)
    search_key = models.TextField("khóa tìm", blank=True)
    # What a room above tells of it on the day that is asked; never kept here.
    work: TaskWork | None = None

    class Meta(ReadItem.Meta):
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        constraints = [
            *ReadItem.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(quarter__isnull=True) | models.Q(quarter__range=(1, 4)), name="task_quarter"
            ),
            models.CheckConstraint(
                condition=models.Q(from_year__isnull=True)
                | models.Q(to_year__isnull=True)
                | models.Q(from_year__lte=models.F("to_year")),
                name="task_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
