"""Administrative units with the days between which they exist, and what became of them."""

from django.db import models


class UnitLevel(models.TextChoices):
    """Where a unit stands: districts ended on 1/7/2025."""

    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"


class UnitKind(models.TextChoices):
    """What a unit is called by law."""

    PROVINCE = "province", "Tỉnh"
    CITY = "city", "Thành phố trực thuộc trung ương"
    DISTRICT = "district", "Huyện"
    URBAN_DISTRICT = "urban_district", "Quận"
    TOWN = "town", "Thị xã"
    PROVINCIAL_CITY = "provincial_city", "Thành phố thuộc tỉnh"
    COMMUNE = "commune", "Xã"
    WARD = "ward", "Phường"
    TOWNSHIP = "township", "Thị trấn"
    SPECIAL_ZONE = "special_zone", "Đặc khu"


class Unit(models.Model):
    """A province, district or commune from one day to another; a reform ends it and makes a new one.

    ``code`` is the official code, which a new unit may inherit: only code and day together say which unit is meant.
    ``valid_to`` is the first day on which the unit no longer exists. ``number`` counts the communes of one dated tree
    in the order of province, district and code, so that those of a province or district are a range; a province or
    district bears the number of its first commune. A unit that a reform does not touch goes on as the same row.
    """

    code = models.CharField("mã đơn vị", max_length=8)
    name = models.CharField("tên đơn vị", max_length=120)
    level = models.CharField("cấp", max_length=10, choices=UnitLevel.choices)
    kind = models.CharField("loại đơn vị", max_length=16, choices=UnitKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    number = models.PositiveIntegerField("số trong cây", default=0)
    latitude = models.DecimalField("vĩ độ", max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField("kinh độ", max_digits=8, decimal_places=5, null=True, blank=True)
    search_key = models.CharField("khóa tìm", max_length=240, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "đơn vị hành chính"
        verbose_name_plural = "đơn vị hành chính"
        indexes = [
            models.Index(fields=["code", "valid_from"], name="unit_code_day"),
            models.Index(fields=["level", "number"], name="unit_level_number"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["level", "code", "valid_from"], name="unit_code_once_a_day"),
            models.UniqueConstraint(
                fields=["level", "code"], condition=models.Q(valid_to__isnull=True), name="unit_code_once_today"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="unit_valid_period",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChangeKind(models.TextChoices):
    """How much of an old unit went into a new one."""

    FULL = "full", "toàn bộ"
    PARTIAL = "partial", "một phần"


class UnitChange(models.Model):
    """One old unit, or a part of it, that became part of a new one.

    ``share`` is the part of the old unit's people (0 to 1) that went there; unknown unless somebody recorded it with
    its ``basis``. An unknown share is never guessed.
    """

    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="became")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="came_from")
    kind = models.CharField("mức độ chuyển", max_length=8, choices=ChangeKind.choices)
    share = models.DecimalField("phần chuyển sang", max_digits=9, decimal_places=8, null=True, blank=True)
    basis = models.CharField("cơ sở của phần chuyển", max_length=400, blank=True)
    instrument = models.CharField("nghị quyết", max_length=200, blank=True)
    change_date = models.DateField("ngày chuyển")
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        verbose_name = "thay đổi đơn vị"
        verbose_name_plural = "thay đổi đơn vị"
        indexes = [
            models.Index(fields=["old", "new"], condition=models.Q(share__isnull=True), name="unit_change_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="unit_change_once"),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__gt=0, share__lte=1), name="unit_change_share"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="partial") | models.Q(share=1), name="unit_change_full_is_all"
            ),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(kind="full") | ~models.Q(basis=""),
                name="unit_change_share_has_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
