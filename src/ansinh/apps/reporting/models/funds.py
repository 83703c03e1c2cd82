"""Money of a task: what was allocated from which source, and what was spent of it. Whole đồng."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ansinh.apps.planning.models import Task


class FundSource(models.TextChoices):
    """Where money comes from."""

    CENTRAL = "central", "Ngân sách trung ương"
    PROVINCE = "province", "Ngân sách tỉnh"
    COMMUNE = "commune", "Ngân sách xã"
    PROGRAMME = "programme", "Chương trình mục tiêu"
    MOBILISED = "mobilised", "Vận động, tài trợ"
    OTHER = "other", "Nguồn khác"


class FundEntry(models.Model):
    """One amount allocated or spent; a wrong one is withdrawn and stays to be seen, a reduction is a new negative one."""

    KINDS = [("allocated", "Cấp"), ("spent", "Chi")]
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="funds", verbose_name="nhiệm vụ")
    kind = models.CharField("loại", max_length=10, choices=KINDS)
    source = models.CharField("nguồn kinh phí", max_length=10, choices=FundSource.choices)
    amount_vnd = models.BigIntegerField("số tiền (đồng)")
    on = models.DateField("ngày")
    document = models.CharField("văn bản, chứng từ", max_length=200)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("lúc nhập")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("lúc rút lại", null=True, blank=True)
    withdrawn_reason = models.CharField("lý do rút lại", max_length=300, blank=True)
    key = models.UUIDField("mã biểu mẫu", unique=True)

    class Meta:
        verbose_name = "khoản kinh phí"
        verbose_name_plural = "khoản kinh phí"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount_vnd=0) & ~Q(document=""), name="fund_has_amount_and_document"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                name="fund_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount_vnd}"
