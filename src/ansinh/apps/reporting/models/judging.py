"""How a target is judged: the limits between the statuses, each from its day on, and what an officer thinks himself."""

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models import Indicator


class StatusLimits(models.Model):
    """From which share of the planned way on a target counts as on track, and as slow; holds from its day on."""

    valid_from = models.DateField("áp dụng từ ngày", unique=True)
    on_track = models.DecimalField("đúng tiến độ từ", max_digits=4, decimal_places=3)
    slow = models.DecimalField("chậm từ", max_digits=4, decimal_places=3)
    near = models.DecimalField("sát ngưỡng khi cách không quá", max_digits=4, decimal_places=3)
    reason = models.TextField("căn cứ, lý do")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("lúc nhập")

    class Meta:
        verbose_name = "ngưỡng đánh giá"
        verbose_name_plural = "ngưỡng đánh giá"
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(on_track__lte=1, on_track__gt=models.F("slow"), slow__gt=0, near__gte=0, near__lt=1),
                name="limits_in_order",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="limits_say_why"),
        ]

    def __str__(self) -> str:
        return f"từ {self.valid_from:%d/%m/%Y}"


class Outlook(models.TextChoices):
    """What an officer expects of a target; never computed."""

    LIKELY = "likely", "Nhiều khả năng đạt"
    PROBABLE = "probable", "Có khả năng đạt, phải theo sát"
    FEASIBLE = "feasible", "Đạt được nếu gỡ vướng mắc"
    DOUBTFUL = "doubtful", "Khó đạt"
    UNACHIEVABLE = "unachievable", "Không đạt được"


class RubricLevel(models.TextChoices):
    """How far a target in words has come."""

    NOT_YET = "NOT_YET", "Chưa"
    PARTLY = "PARTLY", "Đang"
    YES = "YES", "Đạt"


class Judgement(models.Model):
    """An officer's own judgement of an indicator, beside the computed status; for a target in words it is the status.

    Never changed: a later one stands beside it.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="judgements")
    on = models.DateField("đánh giá cho ngày")
    outlook = models.CharField("cán bộ đánh giá", max_length=14, choices=Outlook.choices, blank=True)
    rubric = models.CharField("mức đạt bằng lời", max_length=8, choices=RubricLevel.choices, blank=True)
    reason = models.TextField("vì sao")
    proof = models.CharField("tài liệu chứng minh", max_length=400, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("lúc nhập")

    class Meta:
        verbose_name = "đánh giá của cán bộ"
        verbose_name_plural = "đánh giá của cán bộ"
        indexes = [models.Index(fields=["indicator", "-id"], name="judgement_latest")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(outlook="", rubric=""), name="judgement_says_something"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="judgement_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.outlook or self.rubric}"
