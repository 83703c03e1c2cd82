"""What was asked of other systems about somebody, how it ended, and what came of each proposal."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from ansinh.apps.people.models import Person
from ansinh.apps.people.models.history import tracked


class CheckState(models.TextChoices):
    """How far a question has come."""

    ASKING = "asking", "Đang hỏi"
    LATER = "later", "Chưa có trả lời, sẽ hỏi lại"
    NO_ANSWER = "no_answer", "Hỏi nhiều lần không có trả lời"
    CONFIRMED = "confirmed", "Khớp với cơ sở dữ liệu quốc gia"
    PROPOSES = "proposes", "Có mục khác, chờ quyết định"
    DECIDED = "decided", "Đã quyết định từng mục"
    UNKNOWN = "unknown", "Không có ai mang số này"
    REPLACED = "replaced", "Đã có trả lời mới hơn"


OPEN = (CheckState.ASKING, CheckState.LATER)
TO_WORK_ON = (CheckState.PROPOSES, CheckState.UNKNOWN, CheckState.NO_ANSWER)


@tracked()
class PopulationCheck(models.Model):
    """One question to the national population database about one person, and its answer; nothing of ours changes by it.

    ``proposals``: field, ours, theirs, and the decision ("", "taken", "kept") with who and when. ``untold``: the fields
    about which the database said nothing.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="người")
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    system = models.CharField("hệ thống được hỏi", max_length=10, default="population")
    state = models.CharField("tình trạng", max_length=9, choices=CheckState.choices, default=CheckState.ASKING)
    sentence = models.CharField("vì sao chưa có trả lời", max_length=300, blank=True)
    tries = models.PositiveSmallIntegerField("số lần đã hỏi", default=0)
    ticket = models.CharField("phiếu hẹn", max_length=100, blank=True)
    next_at = models.DateTimeField("hỏi lại lúc", null=True, blank=True)
    proposals = models.JSONField("mục khác", default=list, blank=True)
    untold = models.JSONField("mục không được trả lời", default=list, blank=True)
    asked_at = models.DateTimeField("lúc hỏi")
    asked_by_id = models.BigIntegerField("mã người hỏi")
    asked_by_name = models.CharField("người hỏi", max_length=200)
    answered_at = models.DateTimeField("lúc có trả lời", null=True, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)

    class Meta:
        verbose_name = "lần đối chiếu dân cư"
        verbose_name_plural = "các lần đối chiếu dân cư"
        indexes = [models.Index(fields=["unit_no", "state"], name="populationcheck_unit_state")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CheckState.values), name="populationcheck_state_known"),
            models.UniqueConstraint(
                fields=["person", "system"], condition=Q(answered_at__isnull=True), name="populationcheck_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, state__in=["asking", "later"])
                | (Q(answered_at__isnull=False) & ~Q(state__in=["asking", "later"])),
                name="populationcheck_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"Lần đối chiếu {str(self.pk)[:8]}"
