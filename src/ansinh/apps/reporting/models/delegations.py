"""Handing the reporter's work to a colleague for a time."""

from django.conf import settings
from django.db import models


class ReporterDelegation(models.Model):
    """Whoever reports for a unit or agency lets a colleague of the same place do it between two days.

    ``valid_to`` is the first day on which it holds no more. It is withdrawn, never deleted.
    """

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations_given",
        verbose_name="người ủy quyền",
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="delegations_held",
        verbose_name="người được ủy quyền",
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày")
    reason = models.CharField("lý do", max_length=300)
    created_at = models.DateTimeField("lúc ghi")
    withdrawn_at = models.DateTimeField("lúc rút lại", null=True, blank=True)

    class Meta:
        verbose_name = "ủy quyền báo cáo"
        verbose_name_plural = "ủy quyền báo cáo"
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gt=models.F("valid_from")), name="reporter_delegation_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("deputy")), name="reporter_delegation_to_another"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="reporter_delegation_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.deputy}"
