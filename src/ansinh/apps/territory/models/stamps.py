"""A mark that changes whenever units, agencies or their successions do, so that what was read of them may be kept."""

import uuid

from django.db import models


class DirectoryStamp(models.Model):
    """The mark of the directory as it stands: one row, changed by triggers and by nothing else.

    Whoever has read the directory under this mark need not read it again while the mark is the same, in whatever process.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    mark = models.UUIDField("dấu của danh mục", default=uuid.uuid4)

    class Meta:
        verbose_name = "dấu của danh mục"
        verbose_name_plural = "dấu của danh mục"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="directory_stamp_is_one_row")]

    def __str__(self) -> str:
        return str(self.mark)
