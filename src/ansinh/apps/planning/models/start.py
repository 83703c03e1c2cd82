"""Where a plan begins: the baseline of each indicator, and the state of everything on activation day."""

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models.indicators import Indicator, Target
from ansinh.apps.planning.models.tasks import Task


class Baseline(models.Model):
    """The value an indicator had when the plan began; entered by a person, with its source.

    Once entered it changes by versions of the plan, as targets do; the row holds what all applied versions say.
    """

    indicator = models.OneToOneField(Indicator, on_delete=models.CASCADE, related_name="baseline")
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("số gốc", max_digits=20, decimal_places=6)
    source = models.CharField("nguồn số liệu", max_length=400)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("lúc nhập")

    class Meta:
        verbose_name = "số gốc"
        verbose_name_plural = "số gốc"

    def __str__(self) -> str:
        return f"{self.value} ({self.year})"


class InitialState(models.Model):
    """How far a target or a task had come on the day the plan was put to work, said by an officer."""

    STATES = [("not_yet", "chưa"), ("partly", "đang"), ("yes", "đạt, xong")]
    target = models.OneToOneField(Target, on_delete=models.CASCADE, null=True, blank=True, related_name="initial_state")
    task = models.OneToOneField(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="initial_state")
    state = models.CharField("trạng thái ban đầu", max_length=8, choices=STATES)
    note = models.TextField("ghi chú", blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("lúc nhập")

    class Meta:
        verbose_name = "trạng thái ban đầu"
        verbose_name_plural = "trạng thái ban đầu"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(target__isnull=True, task__isnull=False)
                | models.Q(target__isnull=False, task__isnull=True),
                name="initial_state_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()
