"""One report of one reporter: from the first figure to approval, with every step kept."""

import uuid

from django.conf import settings
from django.db import models

from ansinh.apps.reporting.models.schemes import Round
from ansinh.apps.territory.models import Agency, Unit


class ReportState(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft", "Đang nhập"
    SUBMITTED = "submitted", "Đã nộp"
    RETURNED = "returned", "Trả lại"
    APPROVED = "approved", "Đã duyệt"
    CORRECTING = "correcting", "Đang đính chính"


OPEN_STATES = (ReportState.DRAFT, ReportState.RETURNED, ReportState.CORRECTING)


class Report(models.Model):
    """What one unit or agency owes for one period. Its rows are made when the period opens and never after.

    ``version`` counts submissions. ``content_sha256`` is the digest of what was submitted: only that can be approved.
    ``approved_version`` is the version whose figures count; it stays while a correction is under way.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reports")
    place = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="đơn vị hành chính"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="cơ quan báo cáo"
    )
    state = models.CharField("tình trạng", max_length=12, choices=ReportState.choices, default=ReportState.DRAFT)
    version = models.PositiveIntegerField("bản nộp thứ", default=0)
    approved_version = models.PositiveIntegerField("bản đã duyệt", null=True, blank=True)
    content_sha256 = models.CharField("mã băm nội dung", max_length=64, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    submitted_at = models.DateTimeField("lúc nộp", null=True, blank=True)
    first_submitted_at = models.DateTimeField("lúc nộp lần đầu", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField("lúc duyệt", null=True, blank=True)
    extended_to = models.DateField("gia hạn đến", null=True, blank=True)
    filled = models.PositiveIntegerField("số ô bắt buộc đã có số", default=0)
    text = models.TextField("phần lời", blank=True)
    text_version = models.PositiveIntegerField("số lần sửa phần lời", default=0)

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của đơn vị"
        constraints = [
            models.UniqueConstraint(
                fields=["round", "place"], condition=models.Q(place__isnull=False), name="report_once_a_place"
            ),
            models.UniqueConstraint(
                fields=["round", "agency"], condition=models.Q(agency__isnull=False), name="report_once_an_agency"
            ),
            models.CheckConstraint(
                condition=models.Q(place__isnull=True, agency__isnull=False)
                | models.Q(place__isnull=False, agency__isnull=True),
                name="report_of_one_reporter",
            ),
            # Maker is not checker, whatever path is taken.
            models.CheckConstraint(
                condition=models.Q(approved_by__isnull=True)
                | models.Q(submitted_by__isnull=True)
                | ~models.Q(approved_by=models.F("submitted_by")),
                name="report_maker_is_not_checker",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="submitted")
                | models.Q(submitted_by__isnull=False, submitted_at__isnull=False, version__gt=0)
                & ~models.Q(content_sha256=""),
                name="report_submitted_is_sealed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved")
                | models.Q(approved_by__isnull=False, approved_at__isnull=False, approved_version=models.F("version")),
                name="report_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="correcting") | models.Q(approved_version__isnull=False),
                name="report_correcting_was_approved",
            ),
        ]
        indexes = [models.Index(fields=["round", "state"], name="report_by_state")]

    def __str__(self) -> str:
        return f"{self.reporter_name}: {self.round}"

    @property
    def reporter_name(self) -> str:
        """Return who reports, as printed."""
        reporter = self.place or self.agency
        return str(reporter) if reporter is not None else ""

    @property
    def is_open(self) -> bool:
        """Return whether figures may be typed."""
        return self.state in OPEN_STATES


class StepVerb(models.TextChoices):
    """What was done with a report."""

    SUBMIT = "submit", "Nộp"
    WITHDRAW = "withdraw", "Rút lại"
    RETURN = "return", "Trả lại"
    APPROVE = "approve", "Duyệt"
    CORRECT = "correct", "Mở lại để đính chính"
    EXTEND = "extend", "Gia hạn"


class ReportStep(models.Model):
    """One step of a report; never changed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField("việc", max_length=10, choices=StepVerb.choices)
    version = models.PositiveIntegerField("bản nộp thứ")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    reason = models.TextField("lý do", blank=True)
    content_sha256 = models.CharField("mã băm nội dung", max_length=64, blank=True)

    class Meta:
        verbose_name = "bước của báo cáo"
        verbose_name_plural = "bước của báo cáo"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verb__in=["return", "correct"]) | ~models.Q(reason=""), name="step_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} ({self.version})"
