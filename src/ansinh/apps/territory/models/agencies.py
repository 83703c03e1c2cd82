"""The directory of agencies: who a plan gives work to, under all the names it uses, and who came after them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ansinh.apps.territory.models.units import Unit
from ansinh.core.workfields import field_label

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
    SERVICE = "service", "Đơn vị sự nghiệp"
    OTHER = "other", "Khác"


class AgencyLevel(models.TextChoices):
    """At which level of government an agency works: every unit of that level has one."""

    CENTRAL = "central", "Trung ương"
    PROVINCE = "province", "Cấp tỉnh"
    DISTRICT = "district", "Cấp huyện"
    COMMUNE = "commune", "Cấp xã"
    OTHER = "other", "Không theo cấp"


class MemberRule(models.TextChoices):
    """Who belongs to a group of agencies, said as a rule."""

    PROVINCE_STATE = "province_state", "các cơ quan nhà nước cấp tỉnh"
    PROVINCE_MASS = "province_mass", "Mặt trận và đoàn thể cấp tỉnh"
    PROVINCE_MEDIA = "province_media", "báo, đài của tỉnh"
    DISTRICTS = "districts", "UBND từng huyện"
    COMMUNES = "communes", "UBND từng xã, phường, đặc khu"


class Evidence(models.TextChoices):
    """How far a fact about an agency has been checked."""

    PRIMARY = "primary", "văn bản gốc"
    SECONDARY = "secondary", "nguồn thứ cấp"
    MEMORY = "memory", "chưa đối chiếu"


class Edited(models.Model):
    """A row that comes with the program and that people may change; what they changed, no start of the program touches.

    ``code`` names a row of the shipped data and is empty for a row that people added. Who changed it is kept as id and
    printed name, as the log does. ``version`` counts changes, so that two people at once tell each other.
    """

    code = models.CharField("mã trong dữ liệu kèm theo", max_length=200, blank=True)
    version = models.PositiveIntegerField("số lần sửa", default=0)
    edited_by_id = models.BigIntegerField("mã người sửa", null=True, blank=True)
    edited_by_name = models.CharField("người sửa", max_length=200, blank=True)
    edited_at = models.DateTimeField("lúc sửa", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="%(class)s_code_once"),
        ]


class Agency(Edited):
    """A body that can be given work, or a group of them ("các sở, ban, ngành").

    One row stands for all bodies of that name: every province has its Sở Nội vụ, and the unit of the plan says which
    is meant. ``valid_to`` is the first day on which there is none any more.
    """

    name = models.CharField("tên cơ quan", max_length=LONGEST_NAME)
    short_name = models.CharField("tên ngắn", max_length=120, blank=True)
    kind = models.CharField("loại", max_length=10, choices=AgencyKind.choices, default=AgencyKind.STATE)
    level = models.CharField("cấp", max_length=10, choices=AgencyLevel.choices, default=AgencyLevel.OTHER)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="thuộc cơ quan"
    )
    is_group = models.BooleanField("là nhóm cơ quan", default=False)
    member_rules = ArrayField(
        models.CharField(max_length=16, choices=MemberRule.choices),
        verbose_name="thành viên của nhóm",
        default=list,
        blank=True,
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    other_names = ArrayField(
        models.CharField(max_length=LONGEST_NAME), verbose_name="các cách viết", default=list, blank=True
    )
    search_key = models.TextField("khóa tìm", blank=True)

    class Meta:
        verbose_name = "cơ quan"
        verbose_name_plural = "cơ quan"
        constraints = [
            *Edited.Meta.constraints,
            models.CheckConstraint(
                name="agency_valid_period",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="agency_rules_of_groups", condition=models.Q(is_group=True) | models.Q(member_rules=[])
            ),
            models.CheckConstraint(name="agency_not_its_own_parent", condition=~models.Q(parent=models.F("id"))),
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


class AgencyMember(models.Model):
    """An agency that belongs to a group between two days; beside these a group may have members by rule."""

    group = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="memberships", verbose_name="nhóm")
    member = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="member_of", verbose_name="thành viên")
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thành viên của nhóm cơ quan"
        verbose_name_plural = "thành viên của nhóm cơ quan"
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], name="agencymember_once"),
            models.CheckConstraint(name="agencymember_not_itself", condition=~models.Q(group=models.F("member"))),
            models.CheckConstraint(
                name="agencymember_valid_period",
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_from__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} trong {self.group}"


class AgencySuccession(Edited):
    """Where the work of an agency went on a day: all of it or one field, in every province or in one.

    No ``successor`` means that it is unclear; ``candidates`` are then the agencies that are possible. The same agency
    as successor means that it goes on. ``seen_by_date`` stands where only the latest possible day is known. A row is
    withdrawn, never deleted.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions", verbose_name="cơ quan")
    field = models.CharField("lĩnh vực", max_length=40, blank=True)
    only_in = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ ở đơn vị"
    )
    successor = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="came_from",
        verbose_name="cơ quan kế nhiệm",
    )
    candidates = models.ManyToManyField(Agency, blank=True, related_name="+", verbose_name="có thể là")
    from_date = models.DateField("từ ngày", null=True, blank=True)
    seen_by_date = models.DateField("chậm nhất ngày", null=True, blank=True)
    legal_basis = models.TextField("căn cứ", blank=True)
    evidence = models.CharField("mức đối chiếu", max_length=10, choices=Evidence.choices, default=Evidence.MEMORY)
    source_url = models.CharField("địa chỉ nguồn", max_length=500, blank=True)
    note = models.TextField("ghi chú", blank=True)
    withdrawn_at = models.DateTimeField("lúc rút lại", null=True, blank=True)

    class Meta:
        verbose_name = "cơ quan kế nhiệm"
        verbose_name_plural = "cơ quan kế nhiệm"
        constraints = [
            *Edited.Meta.constraints,
            models.CheckConstraint(
                name="agencysuccession_has_a_day",
                condition=models.Q(from_date__isnull=False) | models.Q(seen_by_date__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} → {self.successor or 'chưa rõ'}"

    @property
    def field_label(self) -> str:
        """Return the field of work as officials call it; without one it is all of the work."""
        return field_label(self.field) if self.field else "mọi việc"
