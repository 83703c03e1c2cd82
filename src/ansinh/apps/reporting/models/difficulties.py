"""Difficulties and proposals: raised, answered, passed upward, each step with its day; a clock runs until an answer."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from ansinh.apps.planning.models import Indicator, Plan, PlanVersion, Task
from ansinh.apps.territory.models import Agency, Unit


class DifficultyKind(models.TextChoices):
    """What is raised."""

    DIFFICULTY = "difficulty", "Vướng mắc"
    PROPOSAL = "proposal", "Kiến nghị"


class DifficultyState(models.TextChoices):
    """Where it stands."""

    OPEN = "open", "Chờ trả lời"
    PASSED = "passed", "Đã chuyển lên trên"
    ANSWERED = "answered", "Đã trả lời"
    CLOSED = "closed", "Đã khép lại"


class Difficulty(models.Model):
    """Something that stands in the way, or a proposal; where it goes and until when an answer is due.

    ``waiting_since`` is the day of the last step that asks somebody: the clock counts from it. ``version`` counts steps.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="difficulties", verbose_name="kế hoạch")
    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, null=True, blank=True, related_name="difficulties", verbose_name="nhiệm vụ"
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="difficulties", verbose_name="chỉ tiêu"
    )
    kind = models.CharField("loại", max_length=10, choices=DifficultyKind.choices, default=DifficultyKind.DIFFICULTY)
    title = models.CharField("tóm tắt", max_length=300)
    text = models.TextField("nội dung")
    state = models.CharField("tình trạng", max_length=10, choices=DifficultyState.choices, default=DifficultyState.OPEN)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan nêu"
    )
    raised_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị hành chính nêu"
    )
    raised_at = models.DateTimeField("lúc nêu")
    addressed_to = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan trả lời"
    )
    waiting_since = models.DateField("chờ từ ngày")
    answer_due = models.DateField("hạn trả lời", null=True, blank=True)
    plan_version = models.ForeignKey(
        PlanVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="difficulties",
        verbose_name="phiên bản kế hoạch",
    )
    version = models.PositiveIntegerField("số lần sửa", default=1)

    class Meta:
        verbose_name = "vướng mắc, kiến nghị"
        verbose_name_plural = "vướng mắc, kiến nghị"
        ordering = ["-raised_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(text=""), name="difficulty_says_what"),
            models.CheckConstraint(
                condition=Q(task__isnull=True) | Q(indicator__isnull=True), name="difficulty_of_one_item"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class DifficultyVerb(models.TextChoices):
    """What was done with it."""

    RAISE = "raise", "Nêu"
    ANSWER = "answer", "Trả lời"
    PASS = "pass", "Chuyển lên trên"
    REOPEN = "reopen", "Chưa giải quyết được, hỏi lại"
    CLOSE = "close", "Khép lại"
    RECORD = "record", "Ghi trả lời của cấp trên"
    INTO_VERSION = "into_version", "Đưa vào phiên bản kế hoạch"


class DifficultyStep(models.Model):
    """One step of a difficulty; never changed."""

    difficulty = models.ForeignKey(Difficulty, on_delete=models.PROTECT, related_name="steps")
    verb = models.CharField("việc", max_length=12, choices=DifficultyVerb.choices)
    on = models.DateField("ngày")
    text = models.TextField("nội dung", blank=True)
    instrument = models.CharField("văn bản", max_length=200, blank=True)
    instrument_date = models.DateField("ngày văn bản", null=True, blank=True)
    to = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan nhận"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "bước của vướng mắc, kiến nghị"
        verbose_name_plural = "bước của vướng mắc, kiến nghị"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb__in=["answer", "reopen"]) | ~Q(text=""), name="difficulty_step_says_what"
            ),
            models.CheckConstraint(
                condition=~Q(verb="record") | ~Q(text="") & ~Q(instrument="") & Q(instrument_date__isnull=False),
                name="difficulty_answer_from_above_has_its_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} ({self.on:%d/%m/%Y})"
