"""Opinions on a draft: asked with a last day, given by agencies and units, each answered."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ansinh.apps.planning.models import Task
from ansinh.apps.territory.models import Agency, Unit


class OpinionCall(models.Model):
    """A draft on which opinions are collected for a task, until a day; its file is kept as evidence is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="opinion_calls", verbose_name="nhiệm vụ")
    title = models.CharField("tên bản góp ý", max_length=300)
    opened_on = models.DateField("ngày gửi xin góp ý")
    closes_on = models.DateField("hạn góp ý")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("lúc ghi")

    class Meta:
        verbose_name = "đợt lấy góp ý"
        verbose_name_plural = "đợt lấy góp ý"
        ordering = ["-opened_on", "-opened_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opened_on")), name="opinioncall_days_in_order")
        ]

    def __str__(self) -> str:
        return self.title


class Opinion(models.Model):
    """What one agency or unit says on a draft, and how it was taken. A word is never changed; a new one follows it."""

    TAKEN = [
        ("", "Chưa trả lời"),
        ("accepted", "Tiếp thu"),
        ("partly", "Tiếp thu một phần"),
        ("explained", "Giải trình, giữ nguyên"),
    ]
    call = models.ForeignKey(OpinionCall, on_delete=models.PROTECT, related_name="opinions")
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan góp ý"
    )
    place = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị hành chính góp ý"
    )
    from_name = models.CharField("bên góp ý", max_length=200)
    part = models.CharField("điều, khoản, phần", max_length=200, blank=True)
    text = models.TextField("nội dung góp ý")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField("lúc góp ý")
    taken = models.CharField("cách tiếp thu", max_length=10, choices=TAKEN, blank=True)
    response = models.TextField("trả lời", blank=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    responded_at = models.DateTimeField("lúc trả lời", null=True, blank=True)

    class Meta:
        verbose_name = "góp ý"
        verbose_name_plural = "góp ý"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken="", responded_at=None) | ~Q(taken="") & Q(responded_at__isnull=False),
                name="opinion_response_whole",
            ),
            models.CheckConstraint(
                condition=~Q(taken__in=["partly", "explained"]) | ~Q(response=""), name="opinion_not_taken_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_name}: {self.text[:60]}"
