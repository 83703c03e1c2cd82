"""Official texts that a province keeps, and what two of its officials read in them of the figures and rules of the law."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class OfficialText(models.Model):
    """The file of an instrument as it was published: its digest, its pages; the bytes lie under the folder of uploads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    province_code = models.CharField("mã tỉnh", max_length=2)
    number = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=300)
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại tệp", max_length=8)
    sha256 = models.CharField("mã băm", max_length=64)
    size = models.PositiveBigIntegerField("cỡ tệp (byte)")
    pages = models.PositiveIntegerField("số trang")
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField("lúc tải lên")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("lúc rút lại", null=True, blank=True)

    class Meta:
        verbose_name = "văn bản gốc"
        verbose_name_plural = "văn bản gốc"
        ordering = ["number", "kept_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province_code", "number", "sha256"],
                condition=Q(withdrawn_at__isnull=True),
                name="law_text_once",
            ),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="law_text_digest"),
            models.CheckConstraint(condition=~Q(number="") & ~Q(title=""), name="law_text_is_named"),
            models.CheckConstraint(condition=Q(pages__gte=1), name="law_text_pages"),
        ]

    def __str__(self) -> str:
        return f"{self.number}, tệp {self.name}"


class CheckKind(models.TextChoices):
    """What is read against the official text."""

    PARAMETER = "parameter", "Tham số"
    RULE = "rule", "Quy tắc"


class CheckState(models.TextChoices):
    """How far the reading of two officials has come."""

    WAITING = "waiting", "Chờ người thứ hai"
    CONFIRMED = "confirmed", "Đã đối chiếu"
    REFUSED = "refused", "Bị từ chối"
    DIFFERS = "differs", "Văn bản ghi khác"
    WITHDRAWN = "withdrawn", "Đã rút"


OPEN = (CheckState.WAITING, CheckState.CONFIRMED)


class LawCheck(models.Model):
    """One dated value of a parameter, or one version of a rule, as one official read it and another read it again.

    ``digest`` is of all that the rulebook said then (``core.rules.fingerprint``): where it says something else later, the
    reading counts no more. What was read is never changed; the database holds that the second is not the first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    province_code = models.CharField("mã tỉnh", max_length=2)
    kind = models.CharField("là", max_length=10, choices=CheckKind.choices)
    key = models.CharField("tên trong phần mềm", max_length=120)
    applied_from = models.DateField("áp dụng từ")
    in_force_from = models.DateField("có hiệu lực từ")
    digest = models.CharField("mã nội dung", max_length=64)
    text = models.ForeignKey(OfficialText, on_delete=models.PROTECT, related_name="checks", verbose_name="văn bản gốc")
    page = models.PositiveIntegerField("trang")
    read = models.TextField("văn bản ghi")
    quote = models.TextField("nguyên văn", blank=True)
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
        verbose_name = "lần đối chiếu"
        verbose_name_plural = "lần đối chiếu"
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province_code", "kind", "key", "applied_from", "in_force_from", "digest"],
                condition=Q(state__in=["waiting", "confirmed"]),
                name="law_check_open_once",
            ),
            models.CheckConstraint(condition=~Q(decided_by=F("proposed_by")), name="law_check_two_people"),
            models.CheckConstraint(
                condition=(
                    Q(state__in=["waiting", "differs"], decided_by__isnull=True, decided_at__isnull=True)
                    | Q(state="confirmed", decided_by__isnull=False, decided_at__isnull=False) & ~Q(read_again="")
                    | Q(state="refused", decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason="")
                    | Q(state="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(reason="")
                ),
                name="law_check_state_says_who",
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="law_check_digest"),
            models.CheckConstraint(condition=Q(page__gte=1) & ~Q(read=""), name="law_check_says_where"),
        ]

    def __str__(self) -> str:
        return f"{self.key} từ {self.applied_from:%d/%m/%Y}"
