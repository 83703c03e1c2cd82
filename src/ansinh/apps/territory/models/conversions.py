"""What people decided and did over a change of units: shares of split units, converted series, the data loaded."""

from django.db import models

from ansinh.apps.territory.models.units import UnitChange

LONGEST_BASIS = 400


class ShareDecision(models.Model):
    """What somebody recorded as the part of an old unit that went into a new one, on what basis.

    Decisions are added and withdrawn, never changed; the youngest one that stands is the share of its UnitChange.
    Who did it is kept as a number and a printed name, as the log does.
    """

    change = models.ForeignKey(UnitChange, on_delete=models.PROTECT, related_name="decisions")
    share = models.DecimalField("phần chuyển sang", max_digits=9, decimal_places=8)
    basis = models.CharField("cơ sở của phần chuyển", max_length=LONGEST_BASIS)
    instrument = models.CharField("văn bản, nguồn số liệu", max_length=200, blank=True)
    decided_at = models.DateTimeField("lúc ghi")
    decided_by_id = models.BigIntegerField("mã người ghi")
    decided_by_name = models.CharField("người ghi", max_length=200)
    withdrawn_at = models.DateTimeField("lúc hoàn tác", null=True, blank=True)
    withdrawn_by_name = models.CharField("người hoàn tác", max_length=200, blank=True)

    class Meta:
        verbose_name = "phần chuyển được ghi"
        verbose_name_plural = "phần chuyển được ghi"
        constraints = [
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=1), name="share_decision_range"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="share_decision_has_basis"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_by_name="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_by_name="")),
                name="share_decision_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.change}: {self.share}"


class ConversionRule(models.TextChoices):
    """What may be done with an indicator when units change."""

    SUM = "sum", "Cộng"
    RECOMPUTE = "recompute", "Tính lại tỷ lệ"
    NOT_COMPARABLE = "not_comparable", "Không so sánh được"


class ConversionState(models.TextChoices):
    """How far a conversion has come."""

    DRAFT = "draft", "Xem trước"
    SAVED = "saved", "Đã lưu"
    UNDONE = "undone", "Đã hoàn tác"


class SeriesConversion(models.Model):
    """A table of figures by unit carried from one day to another: what was given, what came out, who did it.

    ``given`` and ``result`` are kept as they were on that day, so that a share recorded later changes no history.
    """

    title = models.CharField("tên bảng số liệu", max_length=200)
    rule = models.CharField("quy tắc", max_length=16, choices=ConversionRule.choices)
    from_date = models.DateField("đơn vị của ngày")
    to_date = models.DateField("chuyển sang đơn vị của ngày")
    given = models.JSONField("số liệu đưa vào")
    result = models.JSONField("kết quả")
    state = models.CharField("tình trạng", max_length=8, choices=ConversionState.choices, default=ConversionState.DRAFT)
    version = models.PositiveIntegerField("lần sửa", default=1)
    made_at = models.DateTimeField("lúc chuyển")
    made_by_id = models.BigIntegerField("mã người chuyển")
    made_by_name = models.CharField("người chuyển", max_length=200)
    saved_at = models.DateTimeField("lúc lưu", null=True, blank=True)
    undone_at = models.DateTimeField("lúc hoàn tác", null=True, blank=True)
    undone_by_name = models.CharField("người hoàn tác", max_length=200, blank=True)

    class Meta:
        verbose_name = "lần chuyển số liệu"
        verbose_name_plural = "lần chuyển số liệu"
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(state="undone") & models.Q(undone_at__isnull=False))
                | (~models.Q(state="undone") & models.Q(undone_at__isnull=True)),
                name="series_conversion_undone_at",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LoadedData(models.Model):
    """Which data file that comes with the program was loaded last, so that an unchanged one is skipped."""

    name = models.CharField("tên dữ liệu", max_length=60, primary_key=True)
    digest = models.CharField("mã băm", max_length=64)
    loaded_at = models.DateTimeField("lúc nạp")

    class Meta:
        verbose_name = "dữ liệu kèm phần mềm"
        verbose_name_plural = "dữ liệu kèm phần mềm"

    def __str__(self) -> str:
        return self.name
