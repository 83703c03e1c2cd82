"""The uploaded document, the plan it states, its outline and the instruments it cites."""

import uuid

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models.items import ReadItem
from ansinh.apps.territory.models import Unit


class PlanFile(models.Model):
    """A document as it was handed in, and the text that was read from it; never changed.

    ``blocks`` keeps the paragraphs and tables of ``text`` as lists of offsets, so that every span
    resolves for as long as the plan is kept.
    """

    name = models.CharField("tên tệp", max_length=255)
    kind = models.CharField("loại tệp", max_length=10)
    sha256 = models.CharField("mã băm", max_length=64, unique=True)
    size = models.PositiveIntegerField("kích thước (byte)")
    content = models.BinaryField("nội dung")
    text = models.TextField("văn bản đọc được", blank=True)
    blocks = models.JSONField("bố cục", default=list)
    page_starts = models.JSONField("vị trí đầu trang", default=list)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("lúc tải lên")

    class Meta:
        verbose_name = "tệp văn bản"
        verbose_name_plural = "tệp văn bản"

    def __str__(self) -> str:
        return self.name


class PlanState(models.TextChoices):
    """How far a plan has come."""

    READING = "reading", "Đang đọc"
    FAILED = "failed", "Không đọc được"
    IN_REVIEW = "in_review", "Đang rà soát"
    RUNNING = "running", "Đang thực hiện"
    REFERENCE = "reference", "Kế hoạch tham khảo"


class Plan(models.Model):
    """A plan: who promised what, when, in which document.

    ``removed_at`` marks a wrong upload that was taken off the list; it is kept. ``scope_unit`` is the administrative
    unit for which it was issued, as that unit was on the day of issue.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.OneToOneField(PlanFile, on_delete=models.PROTECT, related_name="plan")
    state = models.CharField("tình trạng", max_length=10, choices=PlanState.choices, default=PlanState.READING)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    type = models.CharField("loại văn bản", max_length=60, blank=True)
    title = models.TextField("trích yếu", blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=300, blank=True)
    place = models.CharField("nơi ban hành", max_length=120, blank=True)
    scope_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="phạm vi"
    )
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    signer = models.CharField("người ký", max_length=120, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=200, blank=True)
    recipients = models.JSONField("nơi nhận", default=list)
    unparsed = models.JSONField("đoạn chưa hiểu", default=list)
    search_key = models.TextField("khóa tìm", blank=True)
    failure = models.TextField("lý do không đọc được", blank=True)
    job_id = models.UUIDField("việc đọc", null=True, blank=True)
    read_ms = models.PositiveIntegerField("thời gian đọc (ms)", null=True, blank=True)
    created_at = models.DateTimeField("lúc tạo")
    activated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    activated_at = models.DateTimeField("lúc đưa vào thực hiện", null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField("lúc bỏ khỏi danh sách", null=True, blank=True)

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="running") | models.Q(activated_at__isnull=False),
                name="plan_running_is_activated",
            ),
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True) | models.Q(activated_at__isnull=True),
                name="plan_removed_was_never_activated",
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    @property
    def short_title(self) -> str:
        """Return how an official names the plan: its type and number, else the beginning of its title, else its file."""
        kind = self.type or "Kế hoạch"
        if self.number:
            return f"{kind} {self.number}"
        title = " ".join(self.title.split())
        if not title:
            return self.file.name
        named = title if title.lower().startswith(kind.lower()) else f"{kind} {title}"
        return named if len(named) <= 80 else f"{named[:80].rsplit(' ', 1)[0]}…"


class Section(models.Model):
    """A heading of the document and the stretch of text that stands under it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="sections")
    ordinal = models.PositiveIntegerField("thứ tự")
    label = models.CharField("số mục", max_length=60)
    title = models.TextField("tiêu đề")
    level = models.PositiveSmallIntegerField("cấp")
    path = models.CharField("đường dẫn mục", max_length=200)
    run_in = models.BooleanField("đoạn đánh số", default=False)
    span_start = models.PositiveIntegerField("vị trí đầu")
    span_end = models.PositiveIntegerField("vị trí cuối")
    body_end = models.PositiveIntegerField("hết phần nội dung")

    class Meta:
        verbose_name = "mục"
        verbose_name_plural = "mục"
        constraints = [models.UniqueConstraint(fields=["plan", "ordinal"], name="section_ordinal_once")]

    def __str__(self) -> str:
        return f"{self.label}. {self.title}"


class Citation(ReadItem):
    """An instrument that a plan rests on, carries out, amends or merely names."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="citations")
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    type = models.CharField("loại văn bản", max_length=60, blank=True)
    date = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=300, blank=True)
    name = models.TextField("tên văn bản", blank=True)
    role = models.CharField("quan hệ", max_length=30, blank=True)
    key = models.CharField("khóa so số hiệu", max_length=80, blank=True, db_index=True)
    places = models.JSONField("các chỗ viện dẫn", default=list)

    class Meta(ReadItem.Meta):
        verbose_name = "văn bản viện dẫn"
        verbose_name_plural = "văn bản viện dẫn"

    def __str__(self) -> str:
        return f"{self.type} {self.number}".strip() if self.number else self.name or self.type
