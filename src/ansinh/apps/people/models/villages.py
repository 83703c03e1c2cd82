"""Villages and neighbourhoods below the commune: where a household lives."""

from __future__ import annotations

from django.db import models

from ansinh.apps.territory.models import Unit


class VillageKind(models.TextChoices):
    """What a village is called: it has no government of its own."""

    VILLAGE = "village", "Thôn"
    NEIGHBOURHOOD = "neighbourhood", "Tổ dân phố"


class Village(models.Model):
    """A village or neighbourhood of a commune; no personal data, so everybody may read the list."""

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="xã, phường, đặc khu")
    name = models.CharField("tên thôn, tổ dân phố", max_length=120)
    kind = models.CharField("loại", max_length=16, choices=VillageKind.choices, default=VillageKind.VILLAGE)
    search_key = models.CharField("khóa tìm", max_length=140, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thôn, tổ dân phố"
        verbose_name_plural = "thôn, tổ dân phố"
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "search_key"], condition=models.Q(valid_to__isnull=True), name="village_once"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="village_has_name"),
        ]

    def __str__(self) -> str:
        return self.name
