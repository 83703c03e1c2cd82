"""What people did while they reviewed a plan, in order; undo works from here."""

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models.documents import Plan


class LoggedAct(models.Model):
    """One act that can be taken back: who did it, when, in words; ``changes`` lists each row touched, before and after."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    verb = models.CharField("việc", max_length=30)
    label = models.CharField("nói bằng lời", max_length=300)
    changes = models.JSONField("thay đổi")
    undone_at = models.DateTimeField("lúc hoàn tác", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label


class ReviewAction(LoggedAct):
    """One act in a review. ``changes`` lists each row touched: kind, id, before, after."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="review_actions")

    class Meta:
        verbose_name = "việc rà soát"
        verbose_name_plural = "việc rà soát"
        indexes = [models.Index(fields=["plan", "-id"], name="review_action_latest")]
