"""Households: where they live, who belongs to them from when to when, whether they are poor."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.people.models.history import tracked
from ansinh.apps.people.models.persons import Person
from ansinh.apps.people.models.villages import Village
from ansinh.apps.territory.models import Unit


class Area(models.TextChoices):
    """By which poverty line a household is measured."""

    RURAL = "rural", "Nông thôn"
    URBAN = "urban", "Thành thị"


class Relation(models.TextChoices):
    """What a member is to the head of the household."""

    HEAD = "head", "Chủ hộ"
    SPOUSE = "spouse", "Vợ, chồng"
    CHILD = "child", "Con"
    PARENT = "parent", "Cha, mẹ"
    GRANDPARENT = "grandparent", "Ông, bà"
    GRANDCHILD = "grandchild", "Cháu ruột"
    SIBLING = "sibling", "Anh, chị, em"
    OTHER_KIN = "other_kin", "Người thân khác"
    NOT_KIN = "not_kin", "Không phải người thân"
    UNKNOWN = "unknown", "Chưa rõ quan hệ"


class PovertyStatus(models.TextChoices):
    """What a household was recognised as."""

    NONE = "none", "Không nghèo"
    NEAR_POOR = "near_poor", "Hộ cận nghèo"
    POOR = "poor", "Hộ nghèo"


@tracked()
class Household(models.Model):
    """People who live together and share their means; the country gives households no number, so ours is internal."""

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("mã hộ trong danh sách khác", max_length=40, blank=True)
    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="xã, phường, đặc khu")
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thôn, tổ dân phố"
    )
    address = models.CharField("số nhà, đường", max_length=200, blank=True)
    area = models.CharField("khu vực", max_length=6, choices=Area.choices)
    valid_from = models.DateField("lập từ ngày")
    valid_to = models.DateField("thôi từ ngày", null=True, blank=True)
    source = models.CharField("nguồn", max_length=200, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)

    class Meta:
        verbose_name = "hộ"
        verbose_name_plural = "hộ"
        indexes = [
            models.Index(fields=["unit_no", "village", "id"], name="household_unit_village"),
            models.Index(fields=["unit_no", "code"], name="household_unit_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="household_valid_period"
            ),
            models.UniqueConstraint(
                fields=["unit_no", "code"],
                condition=~Q(code="") & Q(valid_to__isnull=True),
                name="household_code_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Hộ {str(self.pk)[:8]}"


@tracked()
class Membership(models.Model):
    """One person in one household from one day to another; a person is in one household at a time.

    The database refuses two heads at a time, two households at a time, and a member of another commune.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    # No index of its own for either, nor for the household of a poverty period: one that begins with it stands below.
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="memberships", verbose_name="hộ", db_index=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="memberships", verbose_name="người", db_index=False
    )
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    relation = models.CharField("quan hệ với chủ hộ", max_length=12, choices=Relation.choices)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thành viên hộ"
        verbose_name_plural = "thành viên hộ"
        indexes = [
            models.Index(fields=["household", "valid_from"], name="membership_household"),
            models.Index(fields=["unit_no", "relation"], name="membership_unit_relation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="membership_valid_period"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(valid_to__isnull=True), name="membership_one_household"
            ),
            models.UniqueConstraint(
                fields=["household"], condition=Q(valid_to__isnull=True, relation="head"), name="membership_one_head"
            ),
            models.UniqueConstraint(fields=["person", "valid_from"], name="membership_person_day"),
        ]

    def __str__(self) -> str:
        return str(self.get_relation_display())


@tracked()
class PovertyPeriod(models.Model):
    """What a household was recognised as from one day to another, by which decision."""

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.CASCADE, related_name="poverty", verbose_name="hộ", db_index=False
    )
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    status = models.CharField("diện", max_length=9, choices=PovertyStatus.choices)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    source = models.CharField("quyết định, nguồn", max_length=200)

    class Meta:
        verbose_name = "diện nghèo theo thời gian"
        verbose_name_plural = "diện nghèo theo thời gian"
        indexes = [models.Index(fields=["unit_no", "status"], name="poverty_unit_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="poverty_valid_period"
            ),
            models.UniqueConstraint(
                fields=["household"], condition=Q(valid_to__isnull=True), name="poverty_one_at_a_time"
            ),
            models.UniqueConstraint(fields=["household", "valid_from"], name="poverty_household_day"),
            models.CheckConstraint(condition=~Q(source=""), name="poverty_has_source"),
        ]

    def __str__(self) -> str:
        return str(self.get_status_display())
