"""The hash-chained log of business events, and the log of who read whose personal data.

Both tables are made by SQL in the migrations and are append-only: the database computes the chain and refuses
every UPDATE, DELETE and TRUNCATE. They are unmanaged so that no Django command can empty them either.
"""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One thing that somebody did, linked to the event before it by its hash.

    `id` has no gaps, `prev_hash` and `hash` are set by a trigger (hexadecimal SHA-256); see services.verify_chain.
    """

    id = models.BigIntegerField("số thứ tự", primary_key=True, db_default=0)
    at = models.DateTimeField("thời điểm")
    actor_id = models.BigIntegerField("mã người thực hiện", null=True)
    actor_name = models.TextField("người thực hiện")
    verb = models.TextField("việc")
    subject_type = models.TextField("loại đối tượng")
    subject_id = models.TextField("mã đối tượng")
    subject_name = models.TextField("đối tượng")
    detail = models.JSONField("chi tiết", default=dict)
    prev_hash = models.CharField("mã băm trước", max_length=64, db_default="")
    hash = models.CharField("mã băm", max_length=64, db_default="")

    class Meta:
        managed = False
        db_table = "audit_event"
        ordering = ["-id"]
        verbose_name = "sự kiện"
        verbose_name_plural = "nhật ký"

    def __str__(self) -> str:
        return f"{self.id} {self.verb}"


class PersonAccess(models.Model):
    """Somebody of the staff read one person's data, and for what; ids and printed names only."""

    id = models.BigAutoField("số thứ tự", primary_key=True)
    at = models.DateTimeField("thời điểm")
    actor_id = models.BigIntegerField("mã người xem", null=True)
    actor_name = models.TextField("người xem")
    person_id = models.TextField("mã người được xem")
    person_name = models.TextField("người được xem")
    purpose = models.TextField("mục đích")
    channel = models.TextField("cách xem")

    class Meta:
        managed = False
        db_table = "audit_person_access"
        ordering = ["-id"]
        verbose_name = "lượt xem dữ liệu cá nhân"
        verbose_name_plural = "nhật ký xem dữ liệu cá nhân"

    def __str__(self) -> str:
        return f"{self.actor_name} xem {self.person_name}"
