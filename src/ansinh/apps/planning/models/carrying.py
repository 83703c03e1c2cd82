"""Carrying a plan over a reform: what becomes of each target, task and duty when its unit or its issuer ended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models.documents import Plan
from ansinh.apps.planning.models.duties import ReportDuty
from ansinh.apps.planning.models.indicators import Indicator
from ansinh.apps.planning.models.items import ReadItem
from ansinh.apps.planning.models.tasks import Task
from ansinh.apps.planning.models.versions import PlanVersion
from ansinh.apps.territory.models import Unit


class Takeover(models.Model):
    """The carrying of one plan from a unit that ended to the one that follows it.

    ``version`` is the draft that ends in the plan's next version; ``partner`` the plan of the other province.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="takeovers")
    version = models.OneToOneField(PlanVersion, on_delete=models.CASCADE, related_name="takeover")
    from_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="phạm vi cũ")
    to_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="phạm vi mới")
    issuer_before = models.CharField("cơ quan ban hành cũ", max_length=300, blank=True)
    issuer_after = models.CharField("cơ quan tiếp nhận", max_length=300)
    partner = models.ForeignKey(
        Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="kế hoạch kia"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("lúc mở")
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    finished_at = models.DateTimeField("lúc xong", null=True, blank=True)

    class Meta:
        verbose_name = "tiếp nhận kế hoạch"
        verbose_name_plural = "tiếp nhận kế hoạch"
        constraints = [
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(finished_at__isnull=True), name="takeover_one_open"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_unit=models.F("to_unit")), name="takeover_between_two_units"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_unit} → {self.to_unit}"


class CarryChoice(models.TextChoices):
    """What becomes of an item. Waiting is said on purpose and stays on view until the other plan is there."""

    UNDECIDED = "undecided", "Chưa quyết"
    KEEP = "keep", "Giữ phạm vi cũ"
    RESTATE = "restate", "Đặt lại"
    JOIN = "join", "Gộp"
    WAIT = "wait", "Gộp, chờ kế hoạch kia"


class CarryDecision(models.Model):
    """What a person decided about one item of a plan that is taken over.

    ``values`` are the new values typed where it is restated (or joined with a new common value). ``revision``
    counts decisions, so that two people at once cannot overwrite each other.
    """

    takeover = models.ForeignKey(Takeover, on_delete=models.CASCADE, related_name="decisions")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="carry_decisions"
    )
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="carry_decisions")
    duty = models.ForeignKey(
        ReportDuty, on_delete=models.CASCADE, null=True, blank=True, related_name="carry_decisions"
    )
    choice = models.CharField(
        "quyết định tiếp nhận", max_length=10, choices=CarryChoice.choices, default=CarryChoice.UNDECIDED
    )
    values = models.JSONField("giá trị mới", default=dict)
    partner_indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner_task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner_duty = models.ForeignKey(ReportDuty, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField("lý do", blank=True)
    revision = models.PositiveIntegerField("số lần quyết định", default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("lúc quyết định", null=True, blank=True)

    class Meta:
        verbose_name = "quyết định tiếp nhận"
        verbose_name_plural = "quyết định tiếp nhận"
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=["takeover", kind],
                    condition=models.Q(**{f"{kind}__isnull": False}),
                    name=f"carry_once_a_{kind}",
                )
                for kind in ("indicator", "task", "duty")
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(indicator__isnull=False, task=None, duty=None)
                    | models.Q(indicator=None, task__isnull=False, duty=None)
                    | models.Q(indicator=None, task=None, duty__isnull=False)
                ),
                name="carry_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(choice="undecided") | models.Q(decided_at__isnull=False), name="carry_decided"
            ),
            models.CheckConstraint(
                condition=~models.Q(choice__in=["restate", "wait"]) | ~models.Q(reason=""), name="carry_has_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(choice="join")
                | models.Q(partner_indicator__isnull=False)
                | models.Q(partner_task__isnull=False)
                | models.Q(partner_duty__isnull=False),
                name="carry_join_has_partner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_choice_display()}"

    @property
    def kind(self) -> str:
        """Return which kind of item it is about."""
        return "indicator" if self.indicator_id else "task" if self.task_id else "duty"

    @property
    def item(self) -> ReadItem:
        """Return the item it is about."""
        found: Any = getattr(self, self.kind)
        return found  # type: ignore[no-any-return]

    @property
    def partner_item(self) -> ReadItem | None:
        """Return the item of the other plan that it is joined with."""
        return self.partner_indicator or self.partner_task or self.partner_duty
