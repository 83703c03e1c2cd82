"""The directory of agencies: who a plan gives work to, under all the names it uses."""

from django.db import models

LONGEST_NAME = 300


class AgencyKind(models.TextChoices):
    """What sort of body an agency is."""

    STATE = "state", "Cơ quan nhà nước"
    PARTY = "party", "Cơ quan Đảng"
    FRONT = "front", "Mặt trận Tổ quốc"
    MASS = "mass", "Đoàn thể"
    BANK = "bank", "Ngân hàng"
    ARMED = "armed", "Lực lượng vũ trang"
    MEDIA = "media", "Báo, đài"
    OTHER = "other", "Khác"


class Agency(models.Model):
    """A body that can be given work, or a group of them ("các sở, ban, ngành")."""

    name = models.CharField("tên cơ quan", max_length=LONGEST_NAME)
    short_name = models.CharField("tên ngắn", max_length=120, blank=True)
    kind = models.CharField("loại", max_length=10, choices=AgencyKind.choices, default=AgencyKind.STATE)
    is_group = models.BooleanField("là nhóm cơ quan", default=False)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        constraints = [
            models.CheckConstraint(
                name="agency_valid_period",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencyAlias(models.Model):
    """One way in which documents write an agency; ``key`` is the folded form and belongs to one agency."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("cách viết", max_length=LONGEST_NAME)
    key = models.CharField("khóa so tên", max_length=LONGEST_NAME, unique=True)

    class Meta:
        verbose_name = "tên khác của cơ quan"
        verbose_name_plural = "tên khác của cơ quan"

    def __str__(self) -> str:
        return self.name
