"""Which indicator of the catalogue a plan's indicator is: proposed by the program, decided by a person."""

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models.catalogue import CatalogueIndicator
from ansinh.apps.planning.models.documents import Plan
from ansinh.apps.planning.models.indicators import Indicator


class BindingState(models.TextChoices):
    """How far a binding is decided."""

    PROPOSED = "proposed", "Máy đề xuất"
    CONFIRMED = "confirmed", "Đã xác nhận"
    REFUSED = "refused", "Đã bác"


class BindingRelation(models.TextChoices):
    """What a plan's indicator is to the one of the catalogue."""

    SAME = "same", "cùng chỉ tiêu"
    REWORDED = "reworded", "nói cách khác"
    NARROWER = "narrower", "hẹp hơn một phần"
    COMPOSITE = "composite", "gộp nhiều chỉ tiêu"


class IndicatorBinding(models.Model):
    """The place of a plan's indicator in the catalogue.

    ``proposal`` keeps what the program offered; ``near`` the look-alikes it refused: code and reason. Without an
    ``entry`` the program found none, or a person said that there is none.
    """

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="binding")
    entry = models.ForeignKey(
        CatalogueIndicator, on_delete=models.PROTECT, null=True, blank=True, related_name="bindings"
    )
    dimension = models.CharField("phân tổ", max_length=40, blank=True)
    relation = models.CharField("là gì so với danh mục", max_length=10, choices=BindingRelation.choices, blank=True)
    confidence = models.DecimalField("độ chắc chắn", max_digits=4, decimal_places=3, default=0)
    state = models.CharField(
        "tình trạng gắn", max_length=10, choices=BindingState.choices, default=BindingState.PROPOSED
    )
    near = models.JSONField("gần giống nhưng khác", default=list, blank=True)
    proposal = models.JSONField("máy đề xuất", default=dict, blank=True)
    version = models.PositiveIntegerField("số lần quyết định", default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("lúc quyết định", null=True, blank=True)

    class Meta:
        verbose_name = "gắn chỉ tiêu chuẩn"
        verbose_name_plural = "gắn chỉ tiêu chuẩn"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | models.Q(entry__isnull=False),
                name="binding_confirmed_has_entry",
            ),
            models.CheckConstraint(
                condition=models.Q(state="proposed") | models.Q(decided_at__isnull=False), name="binding_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.entry_id or 'chưa gắn'}"


class BindingAction(models.Model):
    """One act on the bindings of a plan. ``changes`` lists each binding touched: id, before, after."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="binding_actions")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    verb = models.CharField("việc", max_length=30)
    label = models.CharField("nói bằng lời", max_length=300)
    changes = models.JSONField("thay đổi")
    undone_at = models.DateTimeField("lúc hoàn tác", null=True, blank=True)

    class Meta:
        verbose_name = "việc gắn chỉ tiêu"
        verbose_name_plural = "việc gắn chỉ tiêu"
        indexes = [models.Index(fields=["plan", "-id"], name="binding_action_latest")]

    def __str__(self) -> str:
        return self.label
