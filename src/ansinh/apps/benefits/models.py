"""What people receive today, as existing lists say, so that entitlement can be held against it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.people.models import Person
from ansinh.apps.people.models.history import tracked


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
