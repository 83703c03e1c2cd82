"""People who may stand twice: pairs to be decided on, and what a merge changed, so that it can be undone."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.people.models.persons import Person


class PairGround(models.TextChoices):
    """Why two records are held against each other."""

    NUMBER = "number", "Trùng số"
    NAME = "name", "Cùng họ tên, ngày sinh"
    LIKELY = "likely", "Có thể là một người"


class PairState(models.TextChoices):
    """What became of a pair."""

    OPEN = "open", "Chờ xem"
    MERGED = "merged", "Đã gộp"
    NOT_SAME = "not_same", "Không phải một người"
    GONE = "gone", "Không còn trùng"


class DuplicatePair(models.Model):
    """Two records that are perhaps one person's, with the reasons in words; a person decides, nothing merges by itself.

    Seen by whoever works with both communes: ``unit_no`` is the lower of their numbers, ``unit_to`` the higher.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    left = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="hồ sơ thứ nhất")
    right = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="hồ sơ thứ hai")
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    unit_to = models.PositiveIntegerField("số của xã cuối trong cây", default=0)
    ground = models.CharField("vì sao xem", max_length=6, choices=PairGround.choices)
    score = models.PositiveSmallIntegerField("mức giống, phần nghìn")
    reasons = models.JSONField("lý do", default=list)
    # How often each record had been written when they were compared: a pair is gone only after one of them changed.
    left_version = models.PositiveIntegerField("lần sửa của hồ sơ thứ nhất")
    right_version = models.PositiveIntegerField("lần sửa của hồ sơ thứ hai")
    state = models.CharField("tình trạng", max_length=8, choices=PairState.choices, default=PairState.OPEN)
    found_at = models.DateTimeField("lúc tìm thấy")
    decided_at = models.DateTimeField("lúc quyết định", null=True, blank=True)
    decided_by_id = models.BigIntegerField("mã người quyết định", null=True, blank=True)
    decided_by_name = models.CharField("người quyết định", max_length=200, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "cặp hồ sơ có thể trùng"
        verbose_name_plural = "các cặp hồ sơ có thể trùng"
        indexes = [models.Index(fields=["unit_no", "state", "-score"], name="pair_unit_state")]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_in_order"),
            models.CheckConstraint(condition=Q(state__in=PairState.values), name="pair_state_known"),
            models.CheckConstraint(condition=Q(score__lte=1000), name="pair_score_of_thousand"),
        ]

    def __str__(self) -> str:
        return f"Cặp {str(self.pk)[:8]}"


class Merge(models.Model):
    """One record went into another: who decided, and whether it was undone."""

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="hồ sơ giữ lại")
    gone = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="hồ sơ gộp vào")
    pair = models.ForeignKey(
        DuplicatePair, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="cặp hồ sơ"
    )
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    is_across = models.BooleanField("hai hồ sơ ở hai xã", default=False)
    at = models.DateTimeField("lúc gộp")
    by_id = models.BigIntegerField("mã người gộp")
    by_name = models.CharField("người gộp", max_length=200)
    undone_at = models.DateTimeField("lúc hoàn tác", null=True, blank=True)
    undone_by_name = models.CharField("người hoàn tác", max_length=200, blank=True)

    class Meta:
        verbose_name = "lần gộp hồ sơ"
        verbose_name_plural = "các lần gộp hồ sơ"
        indexes = [models.Index(fields=["unit_no", "-at"], name="merge_unit")]
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at__isnull=True), name="merge_once"),
            models.CheckConstraint(condition=~Q(person=F("gone")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"Lần gộp {str(self.pk)[:8]}"


class MergedRow(models.Model):
    """One row that a merge changed: what it was and what it became, only the columns that changed.

    ``before`` null: the row was written by the merge. ``after`` null: the merge took it away.
    """

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows", verbose_name="lần gộp")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="hồ sơ giữ lại")
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    table = models.CharField("bảng", max_length=40)
    row_id = models.UUIDField("mã của dòng")
    before = models.JSONField("trước khi gộp", null=True)
    after = models.JSONField("sau khi gộp", null=True)

    class Meta:
        verbose_name = "dòng đổi khi gộp"
        verbose_name_plural = "các dòng đổi khi gộp"
        constraints = [models.UniqueConstraint(fields=["merge", "table", "row_id"], name="mergedrow_once")]

    def __str__(self) -> str:
        return f"{self.table} {str(self.row_id)[:8]}"
