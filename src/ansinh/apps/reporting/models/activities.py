"""Campaigns, commendations and good models of a plan: dated activities, their steps, their evidence."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ansinh.apps.planning.models import Plan, Task
from ansinh.apps.territory.models import Agency, Unit


class ActivityKind(models.TextChoices):
    """What kind of activity it is."""

    CAMPAIGN = "campaign", "Tuyên truyền, phong trào"
    COMMENDATION = "commendation", "Khen thưởng"
    GOOD_MODEL = "good_model", "Mô hình hay"


class Activity(models.Model):
    """One activity: who holds it, between which days, for which task."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="activities", verbose_name="kế hoạch")
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="nhiệm vụ"
    )
    kind = models.CharField("loại hoạt động", max_length=12, choices=ActivityKind.choices)
    title = models.CharField("tên hoạt động", max_length=300)
    text = models.TextField("nội dung", blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan tổ chức"
    )
    place = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị hành chính"
    )
    from_date = models.DateField("từ ngày")
    to_date = models.DateField("đến ngày", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc ghi")

    class Meta:
        verbose_name = "hoạt động"
        verbose_name_plural = "hoạt động"
        ordering = ["-from_date", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")), name="activity_days_in_order"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="activity_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class ActivityStepKind(models.TextChoices):
    """The steps: those of a commendation in their order; what was held and what came of it for the others."""

    GUIDANCE = "guidance", "Hướng dẫn"
    NOMINATION = "nomination", "Đề nghị"
    APPRAISAL = "appraisal", "Thẩm định"
    DECISION = "decision", "Quyết định"
    HELD = "held", "Đã tổ chức"
    RESULT = "result", "Kết quả"
    SPREAD = "spread", "Nhân rộng"


class ActivityStep(models.Model):
    """One dated step of an activity; never changed. Whoever nominated does not appraise or decide."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField("lần ghi")
    kind = models.CharField("bước", max_length=12, choices=ActivityStepKind.choices)
    on = models.DateField("ngày")
    instrument = models.CharField("văn bản", max_length=200, blank=True)
    text = models.TextField("nội dung")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc ghi")

    class Meta:
        verbose_name = "bước của hoạt động"
        verbose_name_plural = "bước của hoạt động"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="activitystep_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="activitystep_says_what"),
            models.CheckConstraint(
                condition=~Q(kind="decision") | ~Q(instrument=""), name="activitystep_decision_has_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.on:%d/%m/%Y})"
