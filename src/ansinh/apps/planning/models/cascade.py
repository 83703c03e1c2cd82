"""The cascade: which plan an own plan stands under, and which of its items carry out which items above."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ansinh.apps.planning.models.documents import Citation, Plan
from ansinh.apps.planning.models.duties import ReportDuty
from ansinh.apps.planning.models.indicators import Indicator
from ansinh.apps.planning.models.review import LoggedAct
from ansinh.apps.planning.models.tasks import Task
from ansinh.apps.territory.models import Agency, Unit


class LinkState(models.TextChoices):
    """What a person said of a link; ``OPEN`` again after an undo."""

    OPEN = "open", "Chưa quyết"
    ACCEPTED = "accepted", "Đã nhận"
    REJECTED = "rejected", "Không phải"


class PlanAbove(models.Model):
    """One plan as the own plan of an agency or a unit under another: who said so, when, from which citation."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="plans_above")
    above = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="own_plans")
    citation = models.ForeignKey(Citation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="own_plans")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="own_plans")
    state = models.CharField("tình trạng nối", max_length=10, choices=LinkState.choices, default=LinkState.OPEN)
    version = models.PositiveIntegerField("số lần quyết định", default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("lúc quyết định")

    class Meta:
        verbose_name = "kế hoạch cấp trên"
        verbose_name_plural = "kế hoạch cấp trên"
        constraints = [
            models.UniqueConstraint(fields=["plan", "above"], name="plan_above_once"),
            models.CheckConstraint(condition=~Q(plan=models.F("above")), name="plan_not_above_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} → {self.above}"


_SIDES = ("indicator", "task", "duty")


def _at_most_one(side: str) -> Q:
    """Return the condition that of the three kinds at most one stands on a side."""
    whole = Q()
    for name in _SIDES:
        others = [other for other in _SIDES if other != name]
        whole |= Q(**{f"{side}_{other}__isnull": True for other in others})
    return whole


def _nothing(side: str) -> Q:
    return Q(**{f"{side}_{name}__isnull": True for name in _SIDES})


class CascadeLink(models.Model):
    """What a person said of an item above and an item of the own plan.

    Both sides: the one carries out the other. Only the side above: left out on purpose, for a reason. Only the own
    side: an addition of the own plan. How two targets stand to each other is never kept here; it is computed.
    """

    plan_above = models.ForeignKey(PlanAbove, on_delete=models.CASCADE, related_name="links")
    above_indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="links_below"
    )
    above_task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="links_below")
    above_duty = models.ForeignKey(
        ReportDuty, on_delete=models.CASCADE, null=True, blank=True, related_name="links_below"
    )
    own_indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="links_above"
    )
    own_task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="links_above")
    own_duty = models.ForeignKey(
        ReportDuty, on_delete=models.CASCADE, null=True, blank=True, related_name="links_above"
    )
    state = models.CharField("tình trạng nối", max_length=10, choices=LinkState.choices, default=LinkState.OPEN)
    reason = models.TextField("lý do để ngoài", blank=True)
    proposed_because = models.JSONField("vì sao được đề nghị", default=list)
    version = models.PositiveIntegerField("số lần quyết định", default=0)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("lúc quyết định")

    class Meta:
        verbose_name = "nối với cấp trên"
        verbose_name_plural = "nối với cấp trên"
        constraints = [
            models.UniqueConstraint(
                fields=["plan_above", *(f"above_{name}" for name in _SIDES), *(f"own_{name}" for name in _SIDES)],
                name="cascade_link_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=_at_most_one("above") & _at_most_one("own"), name="cascade_link_one_a_side"
            ),
            models.CheckConstraint(condition=~(_nothing("above") & _nothing("own")), name="cascade_link_of_something"),
            models.CheckConstraint(
                condition=~(_nothing("own") & Q(state="accepted")) | ~Q(reason=""), name="cascade_left_out_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.above_item or 'thêm của mình'} ← {self.own_item or 'để ngoài'}"

    @property
    def above_item(self) -> Indicator | Task | ReportDuty | None:
        """Return the item above, or None for an addition of the own plan."""
        return self.above_indicator or self.above_task or self.above_duty

    @property
    def own_item(self) -> Indicator | Task | ReportDuty | None:
        """Return the item of the own plan, or None for what it leaves out on purpose."""
        return self.own_indicator or self.own_task or self.own_duty


class CascadeAction(LoggedAct):
    """One act on the links of an own plan; ``changes`` lists each link touched: id, before, after."""

    plan_above = models.ForeignKey(PlanAbove, on_delete=models.CASCADE, related_name="actions")

    class Meta:
        verbose_name = "việc nối kế hoạch"
        verbose_name_plural = "việc nối kế hoạch"
        indexes = [models.Index(fields=["plan_above", "-id"], name="cascade_action_latest")]
