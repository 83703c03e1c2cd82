"""Evidence files: kept by their digest, each with what it proves."""

import uuid
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q

from ansinh.apps.reporting.models.activities import Activity
from ansinh.apps.reporting.models.difficulties import Difficulty
from ansinh.apps.reporting.models.inspections import Inspection
from ansinh.apps.reporting.models.opinions import OpinionCall
from ansinh.apps.reporting.models.supervision import SupervisionThread
from ansinh.apps.reporting.models.work import TaskRun

OWNERS = ("run", "call", "difficulty", "inspection", "thread", "activity")


def _of_one_thing() -> Q:
    return reduce(or_, (Q(**{f"{name}__isnull": name != own for name in OWNERS}) for own in OWNERS))


class Proof(models.Model):
    """A file that proves something: what it belongs to, its digest, size and kind as the gate found them.

    The bytes lie under the folder of uploads by ``sha256``; the name is only shown, never used as a path.
    """

    USES = [("product", "Sản phẩm"), ("proof", "Minh chứng"), ("draft", "Bản dự thảo")]
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(TaskRun, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs")
    call = models.ForeignKey(OpinionCall, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs")
    difficulty = models.ForeignKey(Difficulty, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs")
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs")
    thread = models.ForeignKey(
        SupervisionThread, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs"
    )
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="proofs")
    use = models.CharField("dùng làm", max_length=8, choices=USES, default="proof")
    name = models.CharField("tên tệp", max_length=200)
    kind = models.CharField("loại tệp", max_length=8)
    sha256 = models.CharField("mã băm", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField("cỡ tệp (byte)")
    note = models.CharField("là văn bản gì", max_length=300, blank=True)
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField("lúc tải lên")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("lúc rút lại", null=True, blank=True)

    class Meta:
        verbose_name = "tệp minh chứng"
        verbose_name_plural = "tệp minh chứng"
        ordering = ["kept_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=_of_one_thing(), name="proof_of_one_thing"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="proof_digest"),
            *(
                models.UniqueConstraint(
                    fields=[name, "sha256"], condition=Q(withdrawn_at=None), name=f"proof_once_{name}"
                )
                for name in OWNERS
            ),
        ]

    def __str__(self) -> str:
        return self.name
