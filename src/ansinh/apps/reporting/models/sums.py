"""What the figures of a period add up to, kept by the database as figures come, so that a whole country is read at once."""

from django.db import models

from ansinh.apps.reporting.models.schemes import Round, SchemeLine


class RoundSum(models.Model):
    """Sums of one indicator in one period: all that a total and a ratio need, kept by triggers and by nothing else.

    ``stage``: of approved figures that count, or of what was handed in for the first time and waits. ``is_whole``: of
    reporters who speak for the whole place (agencies, the place itself), which are never added up to it. ``shard``
    divides the units so that two approvals seldom wait for each other; readers add the shards. What goes back is added
    with a minus sign, so a single row may pass below zero on its way; no reader sees that. ``weighted``, ``shares`` and
    ``weights`` are what a weighted mean needs, with the weights that are recorded now; ``lacking`` counts the figures
    that have none.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="sums")
    line = models.ForeignKey(SchemeLine, on_delete=models.PROTECT, related_name="sums")
    breakdown = models.CharField("phân tổ", max_length=60, blank=True)
    stage = models.CharField(
        "bước", max_length=8, choices=[("approved", "Đã duyệt"), ("waiting", "Mới nộp, chờ duyệt")]
    )
    is_whole = models.BooleanField("số của cả địa bàn")
    shard = models.PositiveSmallIntegerField("phần")
    given = models.IntegerField("số đơn vị gửi")
    known = models.IntegerField("số đơn vị có số")
    incomplete = models.IntegerField("số đơn vị thiếu tử số hoặc mẫu số")
    total = models.DecimalField("tổng giá trị", max_digits=30, decimal_places=6)
    numerator = models.DecimalField("tổng tử số", max_digits=30, decimal_places=6)
    denominator = models.DecimalField("tổng mẫu số", max_digits=30, decimal_places=6)
    lacking = models.IntegerField("số đơn vị thiếu số hoặc quyền số", default=0)
    weighted = models.DecimalField("tổng giá trị nhân quyền số", max_digits=40, decimal_places=12, default=0)
    shares = models.DecimalField("tổng tỷ số nhân quyền số", max_digits=40, decimal_places=15, default=0)
    weights = models.DecimalField("tổng quyền số", max_digits=30, decimal_places=6, default=0)
    latest = models.DateTimeField("lúc duyệt gần nhất", null=True, blank=True)

    class Meta:
        verbose_name = "tổng của một kỳ"
        verbose_name_plural = "tổng của các kỳ"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "line", "breakdown", "stage", "is_whole", "shard"], name="round_sum_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}, {self.line_id}: {self.given}"
