"""What looks wrong in the document itself, and what a person decided about it."""

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models.documents import Plan
from ansinh.apps.planning.models.indicators import Indicator
from ansinh.apps.planning.models.tasks import Task


class FindingState(models.TextChoices):
    """What was decided about a finding."""

    OPEN = "open", "Chưa xem"
    MENDED = "mended", "Đã sửa theo"
    KEPT = "kept", "Giữ nguyên văn"
    ASKED = "asked", "Hỏi cơ quan soạn thảo"


class Finding(models.Model):
    """One point in a plan that its author should look at again."""

    SEVERITIES = [("high", "Nghiêm trọng"), ("medium", "Nên sửa"), ("low", "Nhẹ")]

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="findings")
    ordinal = models.PositiveIntegerField("thứ tự")
    rule = models.CharField("phép kiểm", max_length=60)
    severity = models.CharField("mức độ", max_length=8, choices=SEVERITIES)
    where = models.CharField("ở đâu", max_length=400)
    raw = models.TextField("nguyên văn", blank=True)
    note = models.TextField("vì sao")
    suggestion = models.TextField("gợi ý", blank=True)
    indicator = models.ForeignKey(Indicator, on_delete=models.SET_NULL, null=True, blank=True, related_name="findings")
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, blank=True, related_name="findings")
    spans = models.JSONField("các chỗ trong văn bản", default=list)
    state = models.CharField("đã quyết định", max_length=8, choices=FindingState.choices, default=FindingState.OPEN)
    version = models.PositiveIntegerField("số lần quyết định", default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("lúc quyết định", null=True, blank=True)

    class Meta:
        verbose_name = "điểm cần xem"
        verbose_name_plural = "điểm cần xem"
        constraints = [models.UniqueConstraint(fields=["plan", "ordinal"], name="finding_ordinal_once")]

    def __str__(self) -> str:
        return f"{self.where}: {self.raw}"
