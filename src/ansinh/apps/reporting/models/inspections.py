"""Inspections of how a plan is carried out: plan, team, minutes, conclusion, remedies with their days."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ansinh.apps.planning.models import Plan, Task
from ansinh.apps.territory.models import Agency, Unit


class Inspection(models.Model):
    """One inspection: of whom, by which decision, between which days. Its state follows from what was recorded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="inspections", verbose_name="kế hoạch")
    title = models.CharField("nội dung kiểm tra", max_length=300)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan được kiểm tra"
    )
    place = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đơn vị hành chính được kiểm tra",
    )
    instrument = models.CharField("quyết định kiểm tra", max_length=200, blank=True)
    from_date = models.DateField("từ ngày")
    to_date = models.DateField("đến ngày")
    team = models.TextField("đoàn kiểm tra")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc lập")

    class Meta:
        verbose_name = "cuộc kiểm tra"
        verbose_name_plural = "cuộc kiểm tra"
        ordering = ["-from_date", "-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(to_date__gte=F("from_date")), name="inspection_days_in_order"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(team=""), name="inspection_has_team"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def subject_name(self) -> str:
        """Return who is inspected, as printed."""
        return ", ".join(str(one) for one in (self.agency, self.place) if one is not None)


class InspectionRecord(models.Model):
    """Minutes or a conclusion as recorded; a later record of the same kind counts, the earlier ones stay."""

    KINDS = [("minutes", "Biên bản"), ("conclusion", "Kết luận")]
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="records")
    kind = models.CharField("loại", max_length=10, choices=KINDS)
    on = models.DateField("ngày văn bản")
    number = models.CharField("số văn bản", max_length=100, blank=True)
    text = models.TextField("nội dung")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("lúc ghi")

    class Meta:
        verbose_name = "biên bản, kết luận kiểm tra"
        verbose_name_plural = "biên bản, kết luận kiểm tra"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="inspection_record_says_what")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class Remedy(models.Model):
    """What has to be mended after an inspection, by whom and until when; done on a day, with what was done."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="remedies")
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nhiệm vụ liên quan"
    )
    text = models.TextField("việc phải khắc phục")
    who = models.CharField("bên khắc phục", max_length=200)
    due_date = models.DateField("thời hạn khắc phục")
    done_on = models.DateField("ngày khắc phục xong", null=True, blank=True)
    result = models.TextField("đã khắc phục thế nào", blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc ghi")
    version = models.PositiveIntegerField("số lần sửa", default=0)

    class Meta:
        verbose_name = "việc khắc phục sau kiểm tra"
        verbose_name_plural = "việc khắc phục sau kiểm tra"
        ordering = ["due_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, result="")
                | Q(done_on__isnull=False, done_by__isnull=False) & ~Q(result=""),
                name="remedy_done_says_how",
            )
        ]

    def __str__(self) -> str:
        return self.text
