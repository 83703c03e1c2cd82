"""The versions of a plan and what each of them changed, item by item."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models.documents import Plan
from ansinh.apps.planning.models.duties import ReportDuty
from ansinh.apps.planning.models.indicators import Indicator
from ansinh.apps.planning.models.items import ReadItem
from ansinh.apps.planning.models.tasks import Task


class VersionState(models.TextChoices):
    """How far a version has come. A version that is coming takes effect by itself on its day."""

    DRAFT = "draft", "Dự thảo"
    COMING = "coming", "Chờ hiệu lực"
    IN_FORCE = "in_force", "Có hiệu lực"
    DISCARDED = "discarded", "Đã hủy dự thảo"


class VersionOrigin(models.TextChoices):
    """Why there is a version."""

    ISSUED = "issued", "Văn bản ban hành"
    AMENDMENT = "amendment", "Văn bản sửa đổi"
    TAKEOVER = "takeover", "Tiếp nhận"
    DECISION = "decision", "Điều chỉnh khác"


class PlanVersion(models.Model):
    """What a plan said from one day on. The first is the document as issued; each later one lists what it changed.

    ``document`` is the amending plan where there is one in the system; ``revision`` counts acts on the draft,
    so that two people at once cannot overwrite each other. Only one draft of a plan stands at a time.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("số phiên bản", null=True, blank=True)
    state = models.CharField(
        "tình trạng phiên bản", max_length=10, choices=VersionState.choices, default=VersionState.DRAFT
    )
    origin = models.CharField("từ đâu", max_length=10, choices=VersionOrigin.choices)
    title = models.CharField("tên phiên bản", max_length=300)
    reason = models.TextField("lý do", blank=True)
    instrument = models.CharField("văn bản quyết định", max_length=200, blank=True)
    instrument_date = models.DateField("ngày văn bản", null=True, blank=True)
    document = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="amends")
    in_force_on = models.DateField("ngày có hiệu lực", null=True, blank=True)
    revision = models.PositiveIntegerField("số lần quyết định", default=0)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField("lúc mở")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("lúc chốt", null=True, blank=True)
    applied_at = models.DateTimeField("lúc ghi vào kế hoạch", null=True, blank=True)

    class Meta:
        verbose_name = "phiên bản kế hoạch"
        verbose_name_plural = "phiên bản kế hoạch"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
            models.UniqueConstraint(fields=["plan"], condition=models.Q(state="draft"), name="plan_version_one_draft"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["coming", "in_force"])
                | models.Q(in_force_on__isnull=False, number__isnull=False),
                name="plan_version_settled_has_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="in_force") | models.Q(applied_at__isnull=False),
                name="plan_version_in_force_is_applied",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiên bản {self.number}" if self.number else "Dự thảo phiên bản"


class ChangeState(models.TextChoices):
    """What a person decided about a change; only accepted ones take effect."""

    PROPOSED = "proposed", "Chờ quyết định"
    ACCEPTED = "accepted", "Đã nhận"
    REFUSED = "refused", "Không nhận"


class ChangeAspect(models.TextChoices):
    """What of an item a version changes."""

    TARGET = "target", "Mục tiêu"
    BASELINE = "baseline", "Số gốc"
    DEADLINE = "deadline", "Thời hạn"
    LEAD = "lead", "Chủ trì, phối hợp"
    PRODUCT = "product", "Sản phẩm"
    TEXT = "text", "Lời văn"
    ADDED = "added", "Bổ sung"
    DROPPED = "dropped", "Thôi thực hiện"
    PLAN = "plan", "Cơ quan ban hành, phạm vi"


class PlanChange(models.Model):
    """One aspect of one item that a version changes: the values before and after, why, and both sentences.

    ``before`` and ``after`` hold only the values of the aspect, in the form of the review's log, so a change can be
    taken back as well as made. ``source_kind``/``source_id`` name the row of the amending plan.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="changes")
    ordinal = models.PositiveIntegerField("thứ tự")
    kind = models.CharField(
        "loại dòng",
        max_length=10,
        choices=[("indicator", "Chỉ tiêu"), ("task", "Nhiệm vụ"), ("duty", "Báo cáo"), ("plan", "Kế hoạch")],
    )
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    duty = models.ForeignKey(ReportDuty, on_delete=models.CASCADE, null=True, blank=True, related_name="changes")
    aspect = models.CharField("đổi gì", max_length=10, choices=ChangeAspect.choices)
    before = models.JSONField("trước", default=dict)
    after = models.JSONField("sau", default=dict)
    reason = models.TextField("lý do", blank=True)
    sentence_before = models.TextField("câu đang có hiệu lực", blank=True)
    sentence_after = models.TextField("câu sửa đổi", blank=True)
    source_kind = models.CharField("loại dòng sửa đổi", max_length=10, blank=True)
    source_id = models.PositiveBigIntegerField("dòng sửa đổi", null=True, blank=True)
    note = models.TextField("điều cần xem", blank=True)
    state = models.CharField("đã quyết định", max_length=10, choices=ChangeState.choices, default=ChangeState.PROPOSED)
    revision = models.PositiveIntegerField("số lần quyết định", default=0)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField("lúc quyết định", null=True, blank=True)

    class Meta:
        verbose_name = "thay đổi của phiên bản"
        verbose_name_plural = "thay đổi của phiên bản"
        constraints = [
            models.UniqueConstraint(fields=["version", "ordinal"], name="plan_change_ordinal_once"),
            *(
                models.UniqueConstraint(
                    fields=["version", kind, "aspect"],
                    condition=models.Q(**{f"{kind}__isnull": False}, state="accepted"),
                    name=f"plan_change_once_a_{kind}",
                )
                for kind in ("indicator", "task", "duty")
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(kind="plan", indicator=None, task=None, duty=None)
                    | models.Q(kind="indicator", task=None, duty=None)
                    | models.Q(kind="task", indicator=None, duty=None)
                    | models.Q(kind="duty", indicator=None, task=None)
                ),
                name="plan_change_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted")
                | models.Q(kind="plan")
                | models.Q(indicator__isnull=False)
                | models.Q(task__isnull=False)
                | models.Q(duty__isnull=False),
                name="plan_change_accepted_has_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()}: {self.item or self.version}"

    @property
    def item(self) -> ReadItem | None:
        """Return the row that changes; None for the plan itself, or where the row is not known yet."""
        found: Any = {"indicator": self.indicator, "task": self.task, "duty": self.duty}.get(self.kind)
        return found  # type: ignore[no-any-return]

    @property
    def item_id(self) -> int | None:
        """Return the number of the row that changes."""
        return self.indicator_id or self.task_id or self.duty_id
