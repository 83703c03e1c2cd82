"""Who has a task today: what a person decided where the directory does not tell, and who answers for it by name."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from ansinh.apps.planning.models.agencies import Assignment
from ansinh.apps.planning.models.tasks import Task
from ansinh.apps.territory.models import Agency


class HolderDecision(models.Model):
    """A person's word on which agency has an assignment from a day on; it stands until it is withdrawn.

    ``batch`` joins the decisions of one act, so that one undo takes them all back. ``replaces`` is the decision that
    gave way to this one and stands again when this one is undone.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="decisions")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", verbose_name="cơ quan giữ việc")
    field = models.CharField("lĩnh vực", max_length=40, blank=True)
    from_date = models.DateField("giữ từ ngày")
    reason = models.TextField("lý do")
    batch = models.UUIDField("một lần quyết định", default=uuid.uuid4, db_index=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("lúc quyết định")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("lúc rút lại", null=True, blank=True)

    class Meta:
        verbose_name = "quyết định cơ quan giữ việc"
        verbose_name_plural = "quyết định cơ quan giữ việc"
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(withdrawn_at__isnull=True), name="holderdecision_one_in_force"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="holderdecision_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.agency} từ {self.from_date:%d/%m/%Y}"


class AccountableRole(models.TextChoices):
    """What somebody does for a task."""

    ACCOUNTABLE = "accountable", "người chịu trách nhiệm"
    DELEGATE = "delegate", "người được ủy quyền"


def _no_two_at_once(role: str) -> ExclusionConstraint:
    # Ranges of one number stand for equality, so that no extension of the database is needed.
    same_task = Func(F("task"), F("task"), Value("[]"), function="int8range")
    period = Func(F("valid_from"), F("valid_to"), Value("[)"), function="daterange")
    return ExclusionConstraint(
        name=f"accountability_one_{role}",
        expressions=[(same_task, RangeOperators.OVERLAPS), (period, RangeOperators.OVERLAPS)],
        condition=Q(role=role, withdrawn_at__isnull=True),
    )


class Accountability(models.Model):
    """A named person who answers for a task between two days, or to whom that person handed it for a time.

    ``person`` is an account; somebody without one is written by name and title. ``valid_to`` is the first day on which
    it holds no more. A row entered wrongly is withdrawn, never deleted.
    """

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="accountabilities")
    role = models.CharField("vai trò", max_length=12, choices=AccountableRole.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="accountabilities"
    )
    person_name = models.CharField("họ và tên", max_length=120)
    person_title = models.CharField("chức vụ", max_length=120, blank=True)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    delegated_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="delegations", verbose_name="ủy quyền của"
    )
    note = models.TextField("ghi chú", blank=True)
    version = models.PositiveIntegerField("số lần sửa", default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc ghi")
    withdrawn_at = models.DateTimeField("lúc rút lại", null=True, blank=True)

    class Meta:
        verbose_name = "người chịu trách nhiệm"
        verbose_name_plural = "người chịu trách nhiệm"
        constraints = [
            _no_two_at_once("accountable"),
            _no_two_at_once("delegate"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="accountability_period"
            ),
            models.CheckConstraint(condition=~Q(person_name=""), name="accountability_has_name"),
            models.CheckConstraint(
                condition=Q(role="accountable", delegated_by__isnull=True)
                | Q(role="delegate", delegated_by__isnull=False),
                name="accountability_delegate_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} ({self.get_role_display()})"
