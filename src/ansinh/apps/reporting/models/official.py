"""The report that is signed: its outline, the texts of agencies, the figures locked for it, and the files made of it."""

import uuid

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models import Indicator, Plan, Task
from ansinh.apps.territory.models import Agency


class OfficialKind(models.TextChoices):
    """For how long a time a report looks back."""

    ANNUAL = "annual", "Báo cáo năm"
    MIDTERM = "midterm", "Báo cáo sơ kết"
    FINAL = "final", "Báo cáo tổng kết"


class OfficialForm(models.TextChoices):
    """Whose form the paper has."""

    STATE = "state", "Văn bản hành chính (Nghị định số 30/2020/NĐ-CP)"
    PARTY = "party", "Văn bản của Đảng"


class OfficialReport(models.Model):
    """A report to be signed: head, foot, and the snapshot whose figures it prints."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="official_reports")
    kind = models.CharField("loại báo cáo", max_length=8, choices=OfficialKind.choices)
    form = models.CharField("thể thức", max_length=6, choices=OfficialForm.choices, default=OfficialForm.STATE)
    from_year = models.PositiveSmallIntegerField("từ năm")
    to_year = models.PositiveSmallIntegerField("đến năm")
    about = models.CharField("trích yếu", max_length=400)
    superior = models.CharField("cơ quan cấp trên trực tiếp", max_length=200, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200)
    number = models.PositiveIntegerField("số", null=True, blank=True)
    symbol = models.CharField("ký hiệu", max_length=40)
    place = models.CharField("địa danh", max_length=80)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    sign_for = models.CharField("ký thay mặt", max_length=120, blank=True)
    signer_title = models.CharField("chức vụ người ký", max_length=120)
    signer = models.CharField("người ký", max_length=120, blank=True)
    recipients = models.JSONField("nơi nhận", default=list)
    snapshot = models.ForeignKey(
        "Snapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="số liệu đã khóa"
    )
    version = models.PositiveIntegerField("số lần sửa", default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc tạo")

    class Meta:
        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=models.Q(to_year__gte=models.F("from_year")), name="official_years"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.years}: {self.about}"

    @property
    def years(self) -> str:
        """Return the years it speaks of: "2026", "2026-2028"."""
        return str(self.to_year) if self.from_year == self.to_year else f"{self.from_year}-{self.to_year}"


class SectionKind(models.TextChoices):
    """What a part of the outline is made of."""

    TEXT = "text", "Lời do cơ quan viết"
    STATUS = "status", "Bảng tiến độ theo nhóm"
    BEHIND = "behind", "Bảng chỉ tiêu chậm"
    FIGURES = "figures", "Bảng số liệu chỉ tiêu"
    TASKS = "tasks", "Bảng nhiệm vụ"
    FUNDS = "funds", "Bảng kinh phí"


class OutlineSection(models.Model):
    """One part of an outline: a heading, and a text to be written or a table made of the locked figures."""

    report = models.ForeignKey(OfficialReport, on_delete=models.CASCADE, related_name="sections")
    ordinal = models.PositiveSmallIntegerField("thứ tự")
    level = models.PositiveSmallIntegerField("cấp đề mục", default=1)
    heading = models.CharField("đề mục", max_length=300)
    kind = models.CharField("nội dung phần", max_length=8, choices=SectionKind.choices, default=SectionKind.TEXT)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan viết"
    )
    is_required = models.BooleanField("bắt buộc", default=True)
    body = models.TextField("phần lời", blank=True)
    version = models.PositiveIntegerField("số lần sửa", default=0)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_at = models.DateTimeField("lúc viết", null=True, blank=True)

    class Meta:
        verbose_name = "mục của đề cương"
        verbose_name_plural = "mục của đề cương"
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "ordinal"], name="outline_ordinal_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=models.Q(level__range=(1, 3)), name="outline_level"),
        ]

    def __str__(self) -> str:
        return self.heading


class Snapshot(models.Model):
    """The figures of a plan as they counted at one moment, locked for a report; never changed."""

    report = models.ForeignKey(OfficialReport, on_delete=models.PROTECT, related_name="snapshots")
    number = models.PositiveSmallIntegerField("lần khóa")
    day = models.DateField("tính tới ngày")
    taken_at = models.DateTimeField("lúc khóa")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField("mã băm", max_length=64)

    class Meta:
        verbose_name = "lần khóa số liệu"
        verbose_name_plural = "lần khóa số liệu"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"lần {self.number}"


class RowKind(models.TextChoices):
    """What a locked row speaks of."""

    INDICATOR = "indicator", "Chỉ tiêu"
    TASK = "task", "Nhiệm vụ"
    FUND = "fund", "Kinh phí"


class SnapshotRow(models.Model):
    """One indicator, one instance of a task, or its money from one source: all that a report prints of it; never changed."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="rows")
    ordinal = models.PositiveIntegerField("thứ tự")
    kind = models.CharField("loại dòng", max_length=9, choices=RowKind.choices, default=RowKind.INDICATOR)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    content = models.JSONField("số liệu")
    sha256 = models.CharField("mã băm", max_length=64)

    class Meta:
        verbose_name = "dòng số liệu đã khóa"
        verbose_name_plural = "dòng số liệu đã khóa"
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "ordinal"], name="snapshot_row_once"),
            models.CheckConstraint(
                condition=models.Q(kind="indicator", indicator__isnull=False, task=None)
                | models.Q(kind__in=["task", "fund"], indicator=None, task__isnull=False),
                name="snapshot_row_of_one_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}"


class OfficialFile(models.Model):
    """A file made of a report and its snapshot; ``missing`` keeps what the report lacked then."""

    KINDS = [("docx", "DOCX"), ("pdf", "PDF"), ("xlsx", "Phụ lục XLSX")]
    report = models.ForeignKey(OfficialReport, on_delete=models.PROTECT, related_name="files")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="files")
    kind = models.CharField("loại tệp", max_length=4, choices=KINDS)
    content = models.BinaryField("nội dung tệp")
    sha256 = models.CharField("mã băm", max_length=64)
    missing = models.JSONField("phần còn thiếu", default=list)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("lúc lập")

    class Meta:
        verbose_name = "tệp báo cáo"
        verbose_name_plural = "tệp báo cáo"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:8]}"
