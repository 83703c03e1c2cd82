"""Work on tasks: each instance, the log of its progress, the event it waited for, more time asked and answered."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from ansinh.apps.planning.models import Task


class WorkState(models.TextChoices):
    """How far an instance of a task has come, as last said; lateness is derived from days, never said."""

    NOT_STARTED = "not_started", "Chưa bắt đầu"
    IN_PROGRESS = "in_progress", "Đang làm"
    DONE = "done", "Đã xong"


class TaskRun(models.Model):
    """One instance of a task: the whole of it (no period), or that of a year or a quarter. Made with its first record."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="runs", verbose_name="nhiệm vụ")
    period = models.CharField("kỳ thực hiện", max_length=8, blank=True)

    class Meta:
        verbose_name = "lần thực hiện nhiệm vụ"
        verbose_name_plural = "lần thực hiện nhiệm vụ"
        constraints = [models.UniqueConstraint(fields=["task", "period"], name="taskrun_once_a_period")]

    def __str__(self) -> str:
        return f"{self.task}{f' ({self.period})' if self.period else ''}"


class ProgressNote(models.Model):
    """What was said of an instance on a day: done, next, barrier, request, share; never changed, only followed."""

    run = models.ForeignKey(TaskRun, on_delete=models.PROTECT, related_name="notes")
    number = models.PositiveIntegerField("lần ghi")
    state = models.CharField("tình trạng", max_length=12, choices=WorkState.choices)
    share = models.PositiveSmallIntegerField("phần đã làm (%)")
    on = models.DateField("ngày")
    done = models.TextField("đã làm", blank=True)
    next = models.TextField("sẽ làm", blank=True)
    barrier = models.TextField("vướng mắc", blank=True)
    request = models.TextField("đề nghị", blank=True)
    product = models.TextField("sản phẩm đã nộp", blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc ghi")

    class Meta:
        verbose_name = "lần ghi tiến độ"
        verbose_name_plural = "lần ghi tiến độ"
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="progressnote_number_once"),
            models.CheckConstraint(
                condition=Q(state="not_started", share=0)
                | Q(state="in_progress", share__range=(0, 99))
                | Q(state="done", share=100),
                name="progressnote_share_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.share} % ({self.on:%d/%m/%Y})"


class TaskEvent(models.Model):
    """The instrument that starts a task that waits for an event; a wrong record is withdrawn, never deleted."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="started_by", verbose_name="nhiệm vụ")
    instrument = models.CharField("số, ký hiệu văn bản", max_length=100)
    instrument_date = models.DateField("ngày văn bản")
    title = models.CharField("trích yếu", max_length=400, blank=True)
    due_date = models.DateField("thời hạn theo văn bản", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("lúc ghi")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("lúc rút lại", null=True, blank=True)

    class Meta:
        verbose_name = "văn bản bắt đầu nhiệm vụ"
        verbose_name_plural = "văn bản bắt đầu nhiệm vụ"
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(withdrawn_at=None), name="taskevent_one_in_force"),
            models.CheckConstraint(condition=~Q(instrument=""), name="taskevent_has_instrument"),
            models.CheckConstraint(
                condition=Q(due_date=None) | Q(due_date__gte=F("instrument_date")), name="taskevent_due_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} ngày {self.instrument_date:%d/%m/%Y}"


class Extension(models.Model):
    """More time asked for an instance, and the answer of another person; every one stays in the history."""

    ANSWERS = [("granted", "Đồng ý"), ("refused", "Không đồng ý")]
    run = models.ForeignKey(TaskRun, on_delete=models.PROTECT, related_name="extensions")
    due_before = models.DateField("thời hạn lúc đề nghị")
    asked_day = models.DateField("đề nghị đến ngày")
    reason = models.TextField("lý do")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("lúc đề nghị")
    answer = models.CharField("trả lời", max_length=8, choices=ANSWERS, blank=True)
    granted_day = models.DateField("gia hạn đến ngày", null=True, blank=True)
    answer_reason = models.TextField("ý kiến trả lời", blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("lúc trả lời", null=True, blank=True)
    withdrawn_at = models.DateTimeField("lúc rút lại", null=True, blank=True)

    class Meta:
        verbose_name = "đề nghị gia hạn"
        verbose_name_plural = "đề nghị gia hạn"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(answered_at=None, withdrawn_at=None), name="extension_one_open"
            ),
            models.CheckConstraint(condition=~Q(reason="") & Q(asked_day__gt=F("due_before")), name="extension_asks_later"),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by")), name="extension_answered_by_another"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None, granted_day=None)
                | Q(answer="refused", answered_by__isnull=False, answered_at__isnull=False, granted_day=None)
                & ~Q(answer_reason="")
                | Q(answer="granted", answered_by__isnull=False, answered_at__isnull=False, granted_day__gt=F("due_before")),
                name="extension_answer_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.run}: đến {self.asked_day:%d/%m/%Y}"
