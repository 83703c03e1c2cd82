"""Staff stopped because they opened too many numbers, for the head to look at; and lists that wait for a second person."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.territory.models import Unit


class LookStop(models.Model):
    """Somebody of the staff opened as many numbers in a day as are let; the head of the unit is told, and may let go on."""

    user_id = models.BigIntegerField("mã người xem")
    user_name = models.CharField("người xem", max_length=200)
    scope_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị hành chính")
    looked = models.PositiveIntegerField("số lượt đã xem")
    at = models.DateTimeField("lúc dừng")
    seen_at = models.DateTimeField("lúc lãnh đạo xem", null=True, blank=True)
    seen_by_id = models.BigIntegerField("mã lãnh đạo", null=True, blank=True)
    seen_by_name = models.CharField("lãnh đạo đã xem", max_length=200, blank=True)
    is_let = models.BooleanField("cho xem tiếp", default=False)

    class Meta:
        verbose_name = "lần dừng xem số"
        verbose_name_plural = "các lần dừng xem số"
        constraints = [
            models.UniqueConstraint(fields=["user_id"], condition=Q(seen_at__isnull=True), name="lookstop_once"),
            models.CheckConstraint(condition=~Q(user_id=F("seen_by_id")), name="lookstop_seen_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user_name} {self.at:%d/%m/%Y}"


class ExportState(models.TextChoices):
    """What became of a list that was asked for."""

    WAITING = "waiting", "Chờ duyệt"
    ALLOWED = "allowed", "Được tải"
    REFUSED = "refused", "Không cho tải"
    TAKEN = "taken", "Đã tải"


class ExportRequest(models.Model):
    """A long list of people that somebody wants to take away, for a purpose; another person allows it or not.

    ``filters`` name communes, villages, years, never a person.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    scope_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị hành chính")
    filters = models.JSONField("điều kiện của danh sách", default=dict)
    people = models.PositiveIntegerField("số người")
    purpose = models.CharField("mục đích", max_length=300)
    state = models.CharField("tình trạng", max_length=7, choices=ExportState.choices, default=ExportState.WAITING)
    asked_at = models.DateTimeField("lúc đề nghị")
    asked_by_id = models.BigIntegerField("mã người đề nghị")
    asked_by_name = models.CharField("người đề nghị", max_length=200)
    decided_at = models.DateTimeField("lúc quyết định", null=True, blank=True)
    decided_by_id = models.BigIntegerField("mã người quyết định", null=True, blank=True)
    decided_by_name = models.CharField("người quyết định", max_length=200, blank=True)
    taken_at = models.DateTimeField("lúc tải", null=True, blank=True)

    class Meta:
        verbose_name = "đề nghị tải danh sách"
        verbose_name_plural = "đề nghị tải danh sách"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ExportState.values), name="exportrequest_state_known"),
            models.CheckConstraint(condition=~Q(purpose=""), name="exportrequest_purpose"),
            # Who asks does not allow; what was not decided is not taken.
            models.CheckConstraint(condition=~Q(asked_by_id=F("decided_by_id")), name="exportrequest_by_another"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by_id__isnull=True)
                | (~Q(state="waiting") & Q(decided_by_id__isnull=False)),
                name="exportrequest_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"Đề nghị {str(self.pk)[:8]}"
