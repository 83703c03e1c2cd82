"""What the law asks about a person or a household, each with its days and its source."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.people.models.history import tracked
from ansinh.apps.people.models.households import Household
from ansinh.apps.people.models.persons import Person


@tracked()
class Fact(models.Model):
    """One thing known of a person or of a household from one day to another; names as in ``people.fact_names``.

    ``value`` is JSON: true, "severe", 540000, "2026-07-06", {...}; null says that somebody looked and could not tell.
    ``slot`` tells several facts of one name apart (categories of merit, children raised). ``other`` is the person whom
    the fact is about, where it tells of two. HIV status never stands here: it has a compartment of its own.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="facts", verbose_name="người"
    )
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, null=True, blank=True, related_name="facts", verbose_name="hộ"
    )
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    name = models.CharField("tên thông tin", max_length=50)
    slot = models.CharField("phần", max_length=60, blank=True)
    value = models.JSONField("nội dung", null=True, blank=True)
    other = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name="người liên quan"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    source = models.CharField("nguồn", max_length=200)
    recorded_at = models.DateTimeField("lúc ghi")

    class Meta:
        verbose_name = "thông tin theo luật"
        verbose_name_plural = "thông tin theo luật"
        indexes = [models.Index(fields=["unit_no", "name"], name="fact_unit_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, household__isnull=False)
                | Q(person__isnull=False, household__isnull=True),
                name="fact_of_one",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="fact_valid_period",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="fact_has_source"),
            models.CheckConstraint(condition=~Q(name__in=["", "hiv"]), name="fact_not_sensitive"),
            models.UniqueConstraint(
                fields=["person", "name", "slot"],
                condition=Q(valid_to__isnull=True, person__isnull=False),
                name="fact_person_once",
            ),
            models.UniqueConstraint(
                fields=["household", "name", "slot"],
                condition=Q(valid_to__isnull=True, household__isnull=False),
                name="fact_household_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
