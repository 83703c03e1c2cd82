"""The compartment of what must not be seen by everybody who works with people: sealed, by kind, for a purpose."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.people.models.history import tracked
from ansinh.apps.people.models.persons import Person
from ansinh.apps.territory.models import Unit


class SensitiveKind(models.TextChoices):
    """Kinds of data that are opened one by one, each by those who were named for it."""

    HIV = "hiv", "Nhiễm HIV"
    CHILD_CASE = "child_case", "Hồ sơ trẻ em cần bảo vệ"
    VIOLENCE = "violence", "Bạo lực gia đình, bạo lực giới"
    REHABILITATION = "rehabilitation", "Cai nghiện, quản lý sau cai"


@tracked()
class SensitiveRecord(models.Model):
    """One entry of the compartment; its content is sealed with the person's own key.

    The database shows it only within the communes of the one who asks and only for the kind that was opened.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="người")
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    kind = models.CharField("loại dữ liệu nhạy cảm", max_length=14, choices=SensitiveKind.choices)
    sealed = models.BinaryField("nội dung đã niêm phong", max_length=8000)
    recorded_at = models.DateTimeField("lúc ghi")
    recorded_by_id = models.BigIntegerField("mã người ghi")
    recorded_by_name = models.CharField("người ghi", max_length=200)

    class Meta:
        verbose_name = "dữ liệu nhạy cảm"
        verbose_name_plural = "dữ liệu nhạy cảm"
        indexes = [models.Index(fields=["unit_no", "kind"], name="sensitive_unit_kind")]
        constraints = [models.CheckConstraint(condition=Q(kind__in=SensitiveKind.values), name="sensitive_kind_known")]

    def __str__(self) -> str:
        return f"Mục {str(self.pk)[:8]}"


class SensitiveGrant(models.Model):
    """Somebody of the staff may open one kind of the compartment, for a purpose and a time; named by another person.

    The leave is for the people of one unit: who goes to work elsewhere does not take it along.
    """

    user_id = models.BigIntegerField("mã người được xem")
    user_name = models.CharField("người được xem", max_length=200)
    scope_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị hành chính")
    kind = models.CharField("loại dữ liệu nhạy cảm", max_length=14, choices=SensitiveKind.choices)
    purpose = models.CharField("mục đích", max_length=300)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày")
    granted_at = models.DateTimeField("lúc cho phép")
    granted_by_id = models.BigIntegerField("mã người cho phép")
    granted_by_name = models.CharField("người cho phép", max_length=200)
    ended_at = models.DateTimeField("lúc thôi", null=True, blank=True)

    class Meta:
        verbose_name = "quyền xem dữ liệu nhạy cảm"
        verbose_name_plural = "quyền xem dữ liệu nhạy cảm"
        constraints = [
            models.CheckConstraint(condition=~Q(user_id=F("granted_by_id")), name="sensitive_grant_by_another"),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="sensitive_grant_period"),
            models.CheckConstraint(condition=~Q(purpose=""), name="sensitive_grant_purpose"),
            models.UniqueConstraint(
                fields=["user_id", "kind", "scope_unit"],
                condition=Q(ended_at__isnull=True),
                name="sensitive_grant_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_name}: {self.get_kind_display()}"
