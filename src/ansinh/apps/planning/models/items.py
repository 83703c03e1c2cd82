"""What every row read from a plan has in common: its place, what was read, and what a person decided."""

from django.conf import settings
from django.db import models


class ReviewState(models.TextChoices):
    """What a person decided about something that was read; the last two come with a later version of the plan."""

    PENDING = "pending", "Chờ xem"
    ACCEPTED = "accepted", "Đã nhận"
    CORRECTED = "corrected", "Đã sửa"
    REJECTED = "rejected", "Đã bỏ"
    PLANNED = "planned", "Chờ hiệu lực"
    DROPPED = "dropped", "Thôi thực hiện"


IN_USE = (ReviewState.ACCEPTED, ReviewState.CORRECTED)
# What does not count: left out in the review, not yet in force, no longer carried out.
NOT_COUNTED = (ReviewState.REJECTED, ReviewState.PLANNED, ReviewState.DROPPED)


class ReadItem(models.Model):
    """One thing read from a plan. ``read`` is what the reader gave and never changes.

    ``span_start``/``span_end`` are half-open character offsets into the stored text of the plan;
    ``marks`` lists the parts of the sentence (kind, start, end, year). ``version`` counts decisions,
    so that two people at once cannot overwrite each other.
    """

    plan = models.ForeignKey("planning.Plan", on_delete=models.CASCADE, related_name="+")
    ordinal = models.PositiveIntegerField("thứ tự")
    span_start = models.PositiveIntegerField("vị trí đầu")
    span_end = models.PositiveIntegerField("vị trí cuối")
    marks = models.JSONField("dấu trong văn bản", default=list)
    read = models.JSONField("đọc được", default=dict)
    confidence = models.DecimalField("độ chắc chắn", max_digits=4, decimal_places=3, default=1)
    state = models.CharField(
        "tình trạng rà soát", max_length=10, choices=ReviewState.choices, default=ReviewState.PENDING
    )
    version = models.PositiveIntegerField("số lần quyết định", default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("lúc quyết định", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["plan", "ordinal"], name="%(class)s_ordinal_once"),
            models.CheckConstraint(condition=models.Q(span_end__gte=models.F("span_start")), name="%(class)s_span"),
            models.CheckConstraint(
                condition=models.Q(state="pending") | models.Q(decided_at__isnull=False),
                name="%(class)s_decided",
            ),
        ]

    @property
    def in_use(self) -> bool:
        """Return whether a person accepted this row, so that the program may use it."""
        return self.state in IN_USE
