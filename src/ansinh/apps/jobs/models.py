"""Long work: one row for each run, which is the truth about it and what the progress bar shows."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class JobState(models.TextChoices):
    """Where a run stands."""

    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang chạy"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không xong"
    CANCELLED = "cancelled", "Đã hủy"


class JobRun(models.Model):
    """One piece of long work: who asked, how far it is, what went wrong, where the result is.

    `done` and `total` count steps (total 0: not known yet); `errors` holds sentences for the owner;
    `attempt` grows with each start and fences off a worker that was believed dead.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("loại việc", max_length=100)
    title = models.CharField("việc", max_length=300)
    args = models.JSONField("tham số", default=dict)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="job_runs",
        verbose_name="người giao việc",
    )
    state = models.CharField("trạng thái", max_length=16, choices=JobState.choices, default=JobState.QUEUED)
    step = models.CharField("bước", max_length=300, blank=True)
    done = models.PositiveIntegerField("đã làm", default=0)
    total = models.PositiveIntegerField("tổng số", default=0)
    errors = models.JSONField("lỗi", default=list)
    result_url = models.CharField("trang kết quả", max_length=500, blank=True)
    attempt = models.PositiveIntegerField("lần chạy", default=0)
    max_attempts = models.PositiveIntegerField("số lần chạy tối đa", default=3)
    cancel_requested = models.BooleanField("đã yêu cầu hủy", default=False)
    queue_job_id = models.BigIntegerField("mã trong hàng đợi", null=True)
    created_at = models.DateTimeField("giao lúc")
    started_at = models.DateTimeField("bắt đầu lúc", null=True)
    finished_at = models.DateTimeField("kết thúc lúc", null=True)
    updated_at = models.DateTimeField("cập nhật lúc", null=True)

    class Meta:
        verbose_name = "việc chạy nền"
        verbose_name_plural = "việc chạy nền"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="jobs_jobrun_state_known"),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")), name="jobs_jobrun_done_within_total"
            ),
        ]
        indexes = [
            models.Index(fields=["state"], condition=Q(state__in=["queued", "running"]), name="jobs_jobrun_open_idx"),
            models.Index(fields=["owner", "-created_at"], name="jobs_jobrun_owner_idx"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen to this run."""
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

    @property
    def percent(self) -> int | None:
        """How far the run is, 0-100, or None while the total is not known."""
        if self.state == JobState.DONE:
            return 100
        return None if not self.total else min(100, self.done * 100 // self.total)
