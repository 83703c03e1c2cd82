"""A decree that changes the law, as a province takes it in before the rulebook has it: its text, and its values."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ansinh.apps.law.models.checks import CheckState, OfficialText


class LawChange(models.Model):
    """A decree whose figures a province takes in: its file, the text that was read from it, the days it names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    province_code = models.CharField("mã tỉnh", max_length=2)
    text = models.OneToOneField(
        OfficialText, on_delete=models.PROTECT, related_name="change", verbose_name="văn bản gốc"
    )
    body = models.TextField("văn bản đọc được")
    in_force_from = models.DateField("có hiệu lực từ")
    applied_from = models.DateField("áp dụng từ")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField("lúc đưa vào")

    class Meta:
        verbose_name = "văn bản đổi luật"
        verbose_name_plural = "văn bản đổi luật"
        ordering = ["-added_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(body=""), name="law_change_has_text")]

    def __str__(self) -> str:
        return self.text.number


class NewValue(models.Model):
    """One figure of a decree given to a parameter from a day on; it counts once a second official has read it again.

    ``value`` is kept as the rulebook keeps it: a whole number (a coefficient in tenths), a table by its rows, none where from
    that day there is no such figure. ``quote`` is the sentence, or the table as it was pasted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    change = models.ForeignKey(
        LawChange, on_delete=models.PROTECT, related_name="values", verbose_name="văn bản đổi luật"
    )
    province_code = models.CharField("mã tỉnh", max_length=2)
    key = models.CharField("tham số", max_length=120)
    value = models.JSONField("giá trị", null=True, blank=True)
    reference = models.CharField("căn cứ", max_length=300)
    applied_from = models.DateField("áp dụng từ")
    in_force_from = models.DateField("có hiệu lực từ")
    page = models.PositiveIntegerField("trang")
    quote = models.TextField("nguyên văn")
    state = models.CharField("tình trạng", max_length=10, choices=CheckState.choices, default=CheckState.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField("lúc đọc lần một")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("lúc đọc lần hai", null=True, blank=True)
    read_again = models.TextField("văn bản ghi, đọc lần hai", blank=True)
    reason = models.CharField("lý do", max_length=400, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("lúc rút", null=True, blank=True)

    class Meta:
        verbose_name = "giá trị mới"
        verbose_name_plural = "giá trị mới"
        ordering = ["key", "applied_from", "proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province_code", "key", "applied_from", "in_force_from"],
                condition=Q(state__in=["waiting", "confirmed"]),
                name="law_value_open_once",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="law_value_two_people"),
            models.CheckConstraint(
                condition=(
                    Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                    | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False) & ~Q(read_again="")
                    | Q(state="refused", decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")
                    | Q(state="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(reason="")
                ),
                name="law_value_state_says_who",
            ),
            models.CheckConstraint(condition=Q(page__gte=1) & ~Q(quote=""), name="law_value_says_where"),
        ]

    def __str__(self) -> str:
        return f"{self.key} từ {self.applied_from:%d/%m/%Y}"
