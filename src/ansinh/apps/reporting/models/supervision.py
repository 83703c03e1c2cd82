"""Supervision by the People's Council and the Front: questions on any item of a plan, and answers, as of any date."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ansinh.apps.planning.models import Indicator, Plan, ReportDuty, Task


class Supervisor(models.TextChoices):
    """Who asks."""

    COUNCIL = "council", "Hội đồng nhân dân"
    FRONT = "front", "Mặt trận Tổ quốc"
    OTHER = "other", "Đoàn giám sát khác"


class SupervisionThread(models.Model):
    """One question of those who supervise, on a plan or one item of it, with everything said since."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="threads", verbose_name="kế hoạch")
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="threads", verbose_name="nhiệm vụ"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="threads", verbose_name="chỉ tiêu"
    )
    duty = models.ForeignKey(
        ReportDuty, on_delete=models.PROTECT, null=True, blank=True, related_name="threads", verbose_name="mốc báo cáo"
    )
    supervisor = models.CharField("bên giám sát", max_length=8, choices=Supervisor.choices)
    title = models.CharField("câu hỏi giám sát", max_length=300)
    answer_due = models.DateField("hạn trả lời", null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField("ngày hỏi")
    opened_at = models.DateTimeField("lúc hỏi")

    class Meta:
        verbose_name = "chuỗi giám sát"
        verbose_name_plural = "chuỗi giám sát"
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(task=None, indicator=None) | Q(task=None, duty=None) | Q(indicator=None, duty=None),
                name="thread_of_one_item",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ThreadEntry(models.Model):
    """A question, an answer or the end of a thread; never changed. ``on`` is the day it was written here."""

    KINDS = [("question", "Hỏi"), ("answer", "Trả lời"), ("closed", "Kết thúc")]
    thread = models.ForeignKey(SupervisionThread, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField("lần ghi")
    kind = models.CharField("loại", max_length=8, choices=KINDS)
    text = models.TextField("nội dung")
    instrument = models.CharField("văn bản", max_length=200, blank=True)
    on = models.DateField("ngày")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc ghi")

    class Meta:
        verbose_name = "lời trong chuỗi giám sát"
        verbose_name_plural = "lời trong chuỗi giám sát"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="threadentry_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="threadentry_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.on:%d/%m/%Y})"
