"""Agencies as a plan names them, and which of them has which indicator or task."""

from django.db import models

from ansinh.apps.planning.models.documents import Plan
from ansinh.apps.planning.models.indicators import Indicator
from ansinh.apps.planning.models.tasks import Task
from ansinh.apps.territory.models import Agency


class AgencyMention(models.Model):
    """One name that a plan uses for an agency; unresolved until it is matched with the directory."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="agency_mentions")
    printed = models.CharField("tên in trong văn bản", max_length=400)
    key = models.CharField("khóa so tên", max_length=400)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="mentions")
    version = models.PositiveIntegerField("số lần quyết định", default=0)

    class Meta:
        verbose_name = "cơ quan được nêu tên"
        verbose_name_plural = "cơ quan được nêu tên"
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="mention_once_a_plan")]

    def __str__(self) -> str:
        return self.printed


class AssignmentRole(models.TextChoices):
    """What an agency does for a task or an indicator."""

    LEAD = "lead", "chủ trì"
    SUPPORTING = "supporting", "phối hợp"


class Assignment(models.Model):
    """An agency that leads or supports one indicator or one task."""

    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="assignments"
    )
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="assignments")
    mention = models.ForeignKey(AgencyMention, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField("vai trò", max_length=10, choices=AssignmentRole.choices)
    ordinal = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(indicator__isnull=True, task__isnull=False)
                | models.Q(indicator__isnull=False, task__isnull=True),
                name="assignment_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.mention.printed}"
