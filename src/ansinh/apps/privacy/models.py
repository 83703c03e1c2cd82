"""What people ask about their own data, until when it has to be answered, and how it was."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.people.models import Person
from ansinh.apps.people.models.history import tracked


class RequestKind(models.TextChoices):
    """What somebody asks; the codes are those of the table of rights."""

    VIEW = "view", "Xem dữ liệu của mình"
    CORRECT = "correct", "Sửa dữ liệu của mình"
    PROVIDE = "provide", "Được cung cấp dữ liệu của mình"
    WITHDRAW = "withdraw", "Rút lại sự đồng ý"
    RESTRICT = "restrict", "Hạn chế xử lý dữ liệu"
    OBJECT = "object", "Phản đối xử lý dữ liệu"
    DELETE = "delete", "Xóa dữ liệu"
    PROTECT = "protect", "Áp dụng biện pháp bảo vệ dữ liệu"


class Asker(models.TextChoices):
    """Who asks."""

    SELF = "self", "Chính người ấy"
    REPRESENTATIVE = "representative", "Người đại diện"


class Outcome(models.TextChoices):
    """How a request was answered."""

    DONE = "done", "Đã thực hiện"
    REFUSED = "refused", "Không thực hiện, có căn cứ"


@tracked()
class DataRequest(models.Model):
    """One request about a person's own data: registered, acknowledged, held against the law, answered, each with its day.

    ``duty`` is the provision by which the data have to be kept or worked with; "" where none was found by who looked.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", verbose_name="người")
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    kind = models.CharField("yêu cầu", max_length=8, choices=RequestKind.choices)
    asker = models.CharField("ai yêu cầu", max_length=14, choices=Asker.choices)
    asker_name = models.CharField("tên người đại diện", max_length=120, blank=True)
    asked = models.CharField("nội dung yêu cầu", max_length=1000)
    received_date = models.DateField("ngày nhận")
    has_processors = models.BooleanField("phải qua bên xử lý khác", default=False)
    acknowledge_date = models.DateField("hạn báo đã nhận")
    due_date = models.DateField("hạn trả lời")
    registered_at = models.DateTimeField("lúc ghi")
    registered_by_id = models.BigIntegerField("mã người ghi")
    registered_by_name = models.CharField("người ghi", max_length=200)
    acknowledged_at = models.DateTimeField("lúc báo đã nhận", null=True, blank=True)
    acknowledged_by_name = models.CharField("người báo đã nhận", max_length=200, blank=True)
    extended_at = models.DateTimeField("lúc gia hạn", null=True, blank=True)
    extension_reason = models.CharField("lý do gia hạn", max_length=300, blank=True)
    checked_at = models.DateTimeField("lúc xem căn cứ", null=True, blank=True)
    checked_by_name = models.CharField("người xem căn cứ", max_length=200, blank=True)
    duty = models.CharField("căn cứ phải giữ hoặc tiếp tục xử lý", max_length=200, blank=True)
    copied_at = models.DateTimeField("lúc lập bản dữ liệu", null=True, blank=True)
    copied_by_name = models.CharField("người lập bản dữ liệu", max_length=200, blank=True, default="", db_default="")
    answered_at = models.DateTimeField("lúc trả lời", null=True, blank=True)
    answered_by_id = models.BigIntegerField("mã người trả lời", null=True, blank=True)
    answered_by_name = models.CharField("người trả lời", max_length=200, blank=True)
    outcome = models.CharField("kết quả", max_length=7, choices=Outcome.choices, blank=True)
    basis = models.CharField("căn cứ trả lời", max_length=200, blank=True)
    answer = models.CharField("nội dung trả lời", max_length=1000, blank=True)
    lifted_at = models.DateTimeField("lúc thôi hạn chế", null=True, blank=True)
    lifted_by_name = models.CharField("người thôi hạn chế", max_length=200, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)

    class Meta:
        verbose_name = "yêu cầu về dữ liệu cá nhân"
        verbose_name_plural = "yêu cầu về dữ liệu cá nhân"
        indexes = [models.Index(fields=["unit_no", "answered_at", "due_date"], name="datarequest_unit_due")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RequestKind.values), name="datarequest_kind_known"),
            models.CheckConstraint(
                condition=Q(acknowledge_date__gte=F("received_date"), due_date__gt=F("received_date")),
                name="datarequest_dates",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, outcome="", basis="")
                | (Q(answered_at__isnull=False, checked_at__isnull=False) & ~Q(outcome="")),
                name="datarequest_basis_first",
            ),
            models.CheckConstraint(condition=~Q(outcome="refused") | ~Q(basis=""), name="datarequest_refused_says_why"),
            # Deletion cannot be taken back: who wrote the request down does not carry it out.
            models.CheckConstraint(
                condition=~Q(kind="delete", outcome="done") | ~Q(answered_by_id=F("registered_by_id")),
                name="datarequest_deleted_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Yêu cầu {str(self.pk)[:8]}"
