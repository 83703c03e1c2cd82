"""People of communes that ended, given to the communes that came after, by somebody's choice."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ansinh.apps.territory.models import Unit


class PlaceMove(models.Model):
    """One choice: which people and households of an ended commune went to which one of today, and whether it was undone.

    Persons and households by their internal identifiers only; beside each the village that was left.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    ended = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="xã đã thôi")
    to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="xã nhận")
    people = ArrayField(models.UUIDField(), verbose_name="mã của người")
    villages = ArrayField(models.BigIntegerField(null=True), verbose_name="thôn, tổ đã rời")
    homes = ArrayField(models.UUIDField(), verbose_name="mã của hộ")
    home_villages = ArrayField(models.BigIntegerField(null=True), verbose_name="thôn, tổ của hộ đã rời")
    at = models.DateTimeField("lúc chuyển")
    by_id = models.BigIntegerField("mã người chuyển")
    by_name = models.CharField("người chuyển", max_length=200)
    undone_at = models.DateTimeField("lúc hoàn tác", null=True, blank=True)
    undone_by_name = models.CharField("người hoàn tác", max_length=200, blank=True)

    class Meta:
        verbose_name = "lần chuyển người của xã đã thôi"
        verbose_name_plural = "các lần chuyển người của xã đã thôi"
        indexes = [models.Index(fields=["ended", "-at"], name="placemove_ended")]

    def __str__(self) -> str:
        return f"Lần chuyển {str(self.pk)[:8]}"
