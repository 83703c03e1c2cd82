"""What people receive today, as existing lists say, so that entitlement can be held against it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.people.models import Person
from ansinh.apps.people.models.history import tracked
from ansinh.apps.territory.models import Unit


class Programme(models.TextChoices):
    """The programmes of the rulebook; the codes are those of its rules."""

    SOCIAL_ASSISTANCE = "social_assistance", "Trợ cấp xã hội hằng tháng"
    SOCIAL_PENSION = "social_pension", "Trợ cấp hưu trí xã hội"
    MERIT_MONTHLY = "merit_monthly", "Trợ cấp, phụ cấp ưu đãi hằng tháng"
    CARE_SUPPORT = "care_support", "Hỗ trợ chăm sóc, nuôi dưỡng"
    HEALTH_INSURANCE_COVER = "health_insurance_cover", "Thẻ bảo hiểm y tế do ngân sách đóng"
    VOLUNTARY_SI_SUPPORT = "voluntary_si_support", "Hỗ trợ đóng bảo hiểm xã hội tự nguyện"
    UNEMPLOYMENT_INSURANCE = "unemployment_insurance", "Trợ cấp thất nghiệp"
    EMERGENCY = "emergency", "Trợ giúp khẩn cấp"
    FUNERAL = "funeral", "Hỗ trợ chi phí mai táng"
    MERIT_ONE_OFF = "merit_one_off", "Ưu đãi người có công một lần"
    MERIT_YEARLY = "merit_yearly", "Ưu đãi người có công theo năm, theo lần"
    OTHER = "other", "Khoản khác"


@tracked()
class Receipt(models.Model):
    """Somebody receives an amount a month from one day to another, says a list; nothing is paid by this row."""

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="receipts", verbose_name="người")
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    programme = models.CharField("chế độ", max_length=24, choices=Programme.choices)
    name = models.CharField("tên khoản trong danh sách", max_length=160, blank=True)
    amount_vnd = models.BigIntegerField("mức mỗi tháng")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    source = models.CharField("nguồn", max_length=200)
    recorded_at = models.DateTimeField("lúc ghi")

    class Meta:
        verbose_name = "khoản đang nhận"
        verbose_name_plural = "khoản đang nhận"
        indexes = [models.Index(fields=["unit_no", "programme"], name="receipt_unit_programme")]
        constraints = [
            models.UniqueConstraint(fields=["person", "programme", "name", "valid_from"], name="receipt_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gte=0), name="receipt_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="receipt_valid_period"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="receipt_has_source"),
            models.CheckConstraint(condition=~Q(programme="other") | ~Q(name=""), name="receipt_other_has_name"),
        ]

    def __str__(self) -> str:
        return str(self.get_programme_display())


class GapKind(models.TextChoices):
    """How what the law gives and what a list says is received differ; the codes are those of ``entitlement.gaps``."""

    NOT_RECEIVING = "not_receiving", "Đủ điều kiện mà chưa nhận"
    WRONG_AMOUNT = "wrong_amount", "Nhận sai mức"
    UNKNOWN = "unknown", "Chưa rõ vì thiếu thông tin"
    NOT_ENTITLED = "not_entitled", "Nhận mà không đủ điều kiện"
    PAID_AFTER_DEATH = "paid_after_death", "Đã chết mà còn nhận"


class GapEnd(models.TextChoices):
    """Why a difference is no longer worked on."""

    GONE = "gone", "Không còn lệch khi tính lại"
    DONE = "done", "Đã làm xong"
    NOT_SO = "not_so", "Đã xác minh: không lệch"
    DECLINED = "declined", "Người dân không đề nghị"


@tracked()
class Gap(models.Model):
    """A difference between what the law gives somebody in a month and what is received, to be worked on until it is closed.

    ``since`` is the first month of the unbroken time in which the law gives it, as far as was looked; ``missing`` the
    facts without which it is unknown, by their names.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="gaps", verbose_name="người")
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    programme = models.CharField("chế độ", max_length=24, choices=Programme.choices)
    kind = models.CharField("lệch thế nào", max_length=16, choices=GapKind.choices)
    month = models.DateField("tháng")
    since = models.DateField("được hưởng từ tháng", null=True, blank=True)
    due_vnd = models.BigIntegerField("theo luật mỗi tháng")
    most_vnd = models.BigIntegerField("theo luật nhiều nhất")
    paid_vnd = models.BigIntegerField("đang nhận mỗi tháng")
    missing = models.JSONField("thông tin còn thiếu", default=list, blank=True)
    found_at = models.DateTimeField("lúc tìm thấy")
    seen_at = models.DateTimeField("lúc còn thấy")
    closed_at = models.DateTimeField("lúc đóng", null=True, blank=True)
    closed_by = models.CharField("người đóng", max_length=160, blank=True)
    outcome = models.CharField("kết quả", max_length=10, choices=GapEnd.choices, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "chỗ lệch"
        verbose_name_plural = "chỗ lệch"
        indexes = [models.Index(fields=["unit_no", "kind", "closed_at"], name="gap_unit_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme"], condition=Q(closed_at__isnull=True), name="gap_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="gap_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(due_vnd__gte=0, paid_vnd__gte=0, most_vnd__gte=F("due_vnd")), name="gap_amounts"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class GapRun(models.Model):
    """When the differences of a commune were last worked out, by which law, over how many persons."""

    commune = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", verbose_name="xã, phường, đặc khu")
    month = models.DateField("tháng")
    known_on = models.DateField("luật biết đến ngày")
    rulebook = models.CharField("bản quy tắc", max_length=40)
    persons = models.PositiveIntegerField("số người")
    open_gaps = models.PositiveIntegerField("số chỗ lệch")
    at = models.DateTimeField("lúc tính")

    class Meta:
        verbose_name = "lần tính chỗ lệch"
        verbose_name_plural = "các lần tính chỗ lệch"
        constraints = [models.UniqueConstraint(fields=["commune", "month"], name="gap_run_once")]

    def __str__(self) -> str:
        return f"{self.commune_id} {self.month:%m/%Y}"


class WhatIf(models.Model):
    """A change of the law that somebody supposes, and what it would mean in one unit: figures only, of nobody by name.

    ``changes`` as ``entitlement.changes.Change``; ``result`` as ``benefits.whatifs`` writes it, null until it is worked out.
    """

    id = models.UUIDField("mã", primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("tên phương án", max_length=160)
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="địa bàn")
    first_unit = models.PositiveIntegerField("số xã đầu")
    last_unit = models.PositiveIntegerField("số xã cuối")
    month = models.DateField("tháng")
    known_on = models.DateField("luật biết đến ngày")
    changes = models.JSONField("các thay đổi")
    rulebook = models.CharField("bản quy tắc", max_length=40)
    result = models.JSONField("kết quả", null=True, blank=True)
    author_id = models.BigIntegerField("mã người lập", null=True, blank=True)
    author_name = models.CharField("người lập", max_length=160)
    created_at = models.DateTimeField("lúc lập")
    done_at = models.DateTimeField("lúc tính xong", null=True, blank=True)

    class Meta:
        verbose_name = "phương án"
        verbose_name_plural = "phương án"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="what_if_has_title"),
            models.CheckConstraint(
                condition=Q(result__isnull=True, done_at__isnull=True) | Q(result__isnull=False, done_at__isnull=False),
                name="what_if_done_with_result",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def change_vnd(self) -> int:
        """Return how much more it would cost a month, negative where less; 0 until it is worked out."""
        return self.result["total"][5] - self.result["total"][4] if self.result else 0
