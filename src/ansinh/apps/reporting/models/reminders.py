"""Reminders by e-mail: at most one letter a person and day, and what each letter spoke of."""

from django.conf import settings
from django.db import models

from ansinh.apps.reporting.models.reports import Report


class LetterState(models.TextChoices):
    """How far a letter has come."""

    WAITING = "waiting", "Chờ gửi"
    SENDING = "sending", "Đang gửi"
    SENT = "sent", "Đã gửi"
    FAILED = "failed", "Không gửi được"


class Letter(models.Model):
    """The reminder of one person on one day. The row is there before the letter goes out, so that none goes twice.

    A letter that stays "sending" was cut off in the middle: whether it arrived is not known. It is not sent again that
    day; what it spoke of is told by the letter of the next working day. ``failure`` is a code, never an address.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="letters", verbose_name="người nhận"
    )
    on = models.DateField("ngày gửi")
    state = models.CharField("tình trạng gửi", max_length=8, choices=LetterState.choices, default=LetterState.WAITING)
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    taken_at = models.DateTimeField("lúc bắt đầu gửi", null=True, blank=True)
    sent_at = models.DateTimeField("lúc gửi xong", null=True, blank=True)
    failure = models.CharField("mã lỗi gửi", max_length=80, blank=True)

    class Meta:
        verbose_name = "thư nhắc"
        verbose_name_plural = "thư nhắc"
        ordering = ["-on", "person"]
        constraints = [
            models.UniqueConstraint(fields=["person", "on"], name="letter_once_a_day"),
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="letter_sent_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}: {self.get_state_display()}"


class ReminderRequest(models.Model):
    """Somebody who receives a report asked that its reporter be reminded: once a day a report; kept, never changed.

    The letters of that day speak of it; to whom a letter went already that day, that of the next working day.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="reminder_requests")
    on = models.DateField("ngày")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("lúc yêu cầu")

    class Meta:
        verbose_name = "yêu cầu nhắc"
        verbose_name_plural = "yêu cầu nhắc"
        constraints = [models.UniqueConstraint(fields=["report", "on"], name="reminder_request_once_a_day")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.on:%d/%m/%Y}"


class LetterItem(models.Model):
    """One report that a letter speaks of, and at which mark: working days after its due date, negative before it."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="items")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reminders")
    # 0: not by its day, but because somebody asked for it.
    mark = models.SmallIntegerField("số ngày làm việc so với hạn")

    class Meta:
        verbose_name = "điều được nhắc"
        verbose_name_plural = "điều được nhắc"
        constraints = [models.UniqueConstraint(fields=["letter", "report"], name="letter_item_once")]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.mark:+d}"
