"""Persons, the sealed numbers they bear, and the key that opens them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.people.models.history import tracked
from ansinh.apps.people.models.villages import Village
from ansinh.apps.territory.models import Unit


class Sex(models.TextChoices):
    """As on the birth certificate."""

    MALE = "male", "Nam"
    FEMALE = "female", "Nữ"
    UNKNOWN = "", "Chưa rõ"


class Precision(models.TextChoices):
    """How much of a birth date is known; older papers often say the year only."""

    DAY = "day", "Đủ ngày, tháng, năm"
    MONTH = "month", "Chỉ biết tháng, năm"
    YEAR = "year", "Chỉ biết năm"
    UNKNOWN = "", "Chưa rõ"


class ResidenceKind(models.TextChoices):
    """Kinds of residence by the Law on Residence."""

    PERMANENT = "permanent", "Thường trú"
    TEMPORARY = "temporary", "Tạm trú"
    PRESENT = "present", "Nơi ở hiện tại"


@tracked()
class Person(models.Model):
    """One human being in the register; the internal identifier never changes and says nothing.

    ``birth_date`` is the first day that fits when only month or year are known. ``unit_no`` and ``birth_year`` are
    set by the database from commune and date. Numbers, telephone and account lie sealed in ``Identifier``. A record
    that went into another one stays, empty of what hung on it, and leads there by ``merged_into``.
    """

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    full_name = models.CharField("họ và tên", max_length=120, blank=True)
    other_name = models.CharField("tên gọi khác", max_length=120, blank=True)
    search_key = models.CharField("khóa tìm", max_length=260, blank=True)
    sort_key = models.CharField("khóa xếp", max_length=130, blank=True)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    birth_precision = models.CharField(
        "độ rõ của ngày sinh", max_length=5, choices=Precision.choices, default="", blank=True
    )
    birth_year = models.SmallIntegerField("năm sinh", null=True, blank=True)
    sex = models.CharField("giới tính", max_length=6, choices=Sex.choices, default="", blank=True)
    ethnicity = models.CharField("dân tộc", max_length=40, blank=True)
    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="xã, phường, đặc khu")
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    village = models.ForeignKey(
        Village, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thôn, tổ dân phố"
    )
    address = models.CharField("số nhà, đường", max_length=200, blank=True)
    residence_kind = models.CharField(
        "loại cư trú", max_length=10, choices=ResidenceKind.choices, default=ResidenceKind.PERMANENT
    )
    death_date = models.DateField("ngày chết", null=True, blank=True)
    source = models.CharField("nguồn", max_length=200, blank=True)
    version = models.PositiveIntegerField("lần sửa", default=1)
    erased_at = models.DateTimeField("lúc xóa dữ liệu", null=True, blank=True)
    erased_basis = models.CharField("căn cứ xóa dữ liệu", max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đã gộp vào hồ sơ"
    )
    restricted_at = models.DateTimeField("hạn chế xử lý từ", null=True, blank=True)
    restricted_basis = models.CharField("căn cứ hạn chế xử lý", max_length=200, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "người"
        verbose_name_plural = "người"
        indexes = [
            models.Index(fields=["unit_no", "sort_key", "id"], name="person_unit_name"),
            models.Index(fields=["unit_no", "village", "sort_key"], name="person_unit_village"),
            models.Index(fields=["unit_no", "birth_year"], name="person_unit_year"),
            models.Index(fields=["unit_no"], condition=Q(restricted_at__isnull=False), name="person_unit_restricted"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(full_name="") | Q(erased_at__isnull=False), name="person_has_name"),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True, birth_precision="")
                | Q(birth_date__isnull=False, birth_precision="day")
                | Q(birth_date__day=1, birth_precision="month")
                | Q(birth_date__day=1, birth_date__month=1, birth_precision="year"),
                name="person_birth_precision",
            ),
            models.CheckConstraint(
                condition=Q(birth_date__isnull=True) | Q(birth_date__year__range=(1850, 2200)),
                name="person_birth_in_range",
            ),
            models.CheckConstraint(
                condition=Q(death_date__isnull=True) | Q(birth_date__isnull=True) | Q(death_date__gte=F("birth_date")),
                name="person_dies_after_birth",
            ),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="person_sex_known"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, erased_basis="")
                | (Q(erased_at__isnull=False, full_name="", search_key="") & ~Q(erased_basis="")),
                name="person_erased_is_blank",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="person_merged_into_another"
            ),
            models.CheckConstraint(
                condition=Q(restricted_at__isnull=True, restricted_basis="")
                | (Q(restricted_at__isnull=False) & ~Q(restricted_basis="")),
                name="person_restricted_says_why",
            ),
        ]

    def __str__(self) -> str:
        # What is printed in logs: never the name.
        return f"Hồ sơ {str(self.pk)[:8]}"


class DataKey(models.Model):
    """The key of one person's sealed numbers, itself sealed with the master key; without it they are noise.

    Not kept in the history: a key that was destroyed has to be gone.
    """

    person = models.OneToOneField(
        Person, on_delete=models.CASCADE, primary_key=True, related_name="data_key", verbose_name="người"
    )
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    key_id = models.CharField("mã khóa chủ", max_length=32)
    wrapped = models.BinaryField("khóa đã niêm phong", max_length=80)

    class Meta:
        verbose_name = "khóa dữ liệu của một người"
        verbose_name_plural = "khóa dữ liệu của từng người"
        indexes = [models.Index(fields=["key_id"], name="data_key_master")]

    def __str__(self) -> str:
        return f"Khóa {self.key_id}"


class IdentifierKind(models.TextChoices):
    """What a number is."""

    PERSONAL_ID = "personal_id", "Số định danh cá nhân"
    OLD_ID = "old_id", "Chứng minh nhân dân cũ"
    PASSPORT = "passport", "Hộ chiếu"
    SOCIAL_INSURANCE = "social_insurance", "Mã số bảo hiểm xã hội"
    HEALTH_INSURANCE = "health_insurance", "Mã thẻ bảo hiểm y tế"
    SOCIAL_SECURITY = "social_security", "Mã số an sinh xã hội"
    PHONE = "phone", "Số điện thoại"
    ACCOUNT = "account", "Tài khoản nhận tiền"


# These belong to one person only; a telephone or an account may be shared in a family.
OWN_KINDS = ("personal_id", "old_id", "passport", "social_insurance", "health_insurance", "social_security")


@tracked()
class Identifier(models.Model):
    """A number of a person: sealed with the person's own key, found only whole, by its blind index."""

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    # No index of its own here and below: one that begins with the same column stands in the constraints.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="identifiers", verbose_name="người", db_index=False
    )
    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    kind = models.CharField("loại số", max_length=18, choices=IdentifierKind.choices)
    sealed = models.BinaryField("số đã niêm phong", max_length=200)
    blind = models.BinaryField("dấu tìm", max_length=32)
    given_by = models.CharField("nơi cấp, ngân hàng", max_length=120, blank=True)
    given_on = models.DateField("ngày cấp", null=True, blank=True)
    source = models.CharField("nguồn", max_length=200, blank=True)
    confirmed_at = models.DateTimeField("lúc đối chiếu khớp", null=True, blank=True)

    class Meta:
        verbose_name = "số, giấy tờ"
        verbose_name_plural = "số, giấy tờ"
        indexes = [
            models.Index(fields=["blind"], name="identifier_blind"),
            models.Index(fields=["unit_no"], name="identifier_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="identifier_one_of_a_kind"),
            models.UniqueConstraint(
                fields=["kind", "blind"], condition=Q(kind__in=OWN_KINDS), name="identifier_of_one_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
