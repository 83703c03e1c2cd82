"""The catalogue of indicators: what plans measure, whatever they call it; what people changed in it, and weights."""

from django.conf import settings
from django.db import models

from ansinh.apps.planning.models.indicators import Direction
from ansinh.apps.territory.models import Unit


class Sector(models.TextChoices):
    """The fields of social policy, in the order of the catalogue."""

    MERIT = "merit", "Người có công"
    LABOUR = "labour", "Lao động, việc làm"
    HUMAN_RESOURCES = "human_resources", "Nguồn nhân lực"
    INSURANCE = "insurance", "Bảo hiểm"
    ASSISTANCE_POVERTY = "assistance_poverty", "Trợ giúp xã hội, giảm nghèo"
    GENDER_VIOLENCE = "gender_violence", "Phòng, chống bạo lực giới"
    EDUCATION = "education", "Giáo dục"
    HEALTH = "health", "Y tế"
    CULTURE_INFORMATION = "culture_information", "Văn hóa, thông tin"
    HOUSING = "housing", "Nhà ở"
    WATER_ENVIRONMENT = "water_environment", "Nước sạch, môi trường"
    OTHER = "other", "Lĩnh vực khác"


class MeasureKind(models.TextChoices):
    """What sort of figure an indicator is."""

    RATIO = "ratio", "tỷ lệ"
    RATE_PER = "rate_per", "số trên một đơn vị dân số"
    COUNT = "count", "số đếm"
    INDEX = "index", "chỉ số"
    DURATION = "duration", "thời gian"
    CHANGE_PER_YEAR = "change_per_year", "mức thay đổi hằng năm"
    QUALITATIVE = "qualitative", "định tính"


class DefinitionSource(models.TextChoices):
    """Where the definition comes from."""

    STANDARD = "standard practice", "cách tính thông dụng"
    PLAN = "plan", "theo văn bản kế hoạch"
    PROPOSED = "proposed", "phần mềm đề xuất"
    PROVINCE = "province", "tỉnh quy định"


class Frequency(models.TextChoices):
    """How often the figure comes out."""

    MONTH = "month", "hằng tháng"
    QUARTER = "quarter", "hằng quý"
    YEAR = "year", "hằng năm"


class TimeAxis(models.TextChoices):
    """How the figure of a longer period comes from shorter ones."""

    SUM = "sum", "cộng các kỳ"
    AVG = "avg", "bình quân các kỳ"
    LAST = "last", "lấy kỳ cuối"


class PlaceRule(models.TextChoices):
    """How the figure of a larger place comes from those of its parts."""

    SUM = "sum", "cộng các đơn vị"
    RATIO_OF_SUMS = "ratio_of_sums", "tổng tử số chia tổng mẫu số"
    WEIGHTED = "weighted", "bình quân có quyền số"
    NONE = "none", "không gộp"


class MergerRule(models.TextChoices):
    """What happens to a series when units are merged."""

    SUM = "sum", "cộng được qua sắp xếp"
    RECOMPUTE = "recompute", "tính lại từ tử số, mẫu số"
    NOT_COMPARABLE = "not_comparable", "không so sánh được qua sắp xếp"


class Computability(models.TextChoices):
    """Whether the registers of this program give the figure."""

    DIRECT = "direct", "sổ có đủ số liệu"
    EXTERNAL_DENOMINATOR = "external_denominator", "mẫu số nhập từ thống kê"
    NEEDS_FIELD = "needs_field", "sổ cần thêm một trường hoặc một lần rà soát"
    PROXY = "proxy", "sổ tính được đến xã, số chính thức lấy nơi khác"
    REPORTED = "reported", "cơ quan báo cáo"


class CatalogueIndicator(models.Model):
    """One indicator of the catalogue.

    ``shipped`` holds the values this version of the program brings (empty for one that a province added); ``own``
    names the fields that a person changed: those stay as they are when the program brings others.
    ``version`` counts changes, so that two people at once cannot overwrite each other.
    """

    code = models.CharField("mã chỉ tiêu", max_length=80, primary_key=True)
    ordinal = models.PositiveIntegerField("thứ tự")
    name_vi = models.TextField("tên chỉ tiêu")
    name_en = models.TextField("tên tiếng Anh", blank=True)
    sector = models.CharField("lĩnh vực", max_length=24, choices=Sector.choices)
    unit = models.CharField("đơn vị tính", max_length=60, blank=True)
    kind = models.CharField("loại số đo", max_length=16, choices=MeasureKind.choices)
    direction = models.CharField("chiều", max_length=10, choices=Direction.choices)
    numerator = models.TextField("tử số", blank=True)
    denominator = models.TextField("mẫu số", blank=True)
    definition_source = models.CharField(
        "nguồn định nghĩa", max_length=24, choices=DefinitionSource.choices, blank=True
    )
    per = models.CharField("tính trên", max_length=12, blank=True)
    disaggregations = models.JSONField("các phân tổ", default=list, blank=True)
    frequency = models.CharField("kỳ số liệu", max_length=8, choices=Frequency.choices, blank=True)
    time_axis = models.CharField("gộp theo thời gian", max_length=8, choices=TimeAxis.choices, blank=True)
    place_axis = models.CharField("gộp theo địa bàn", max_length=16, choices=PlaceRule.choices, blank=True)
    merger_rule = models.CharField("khi sắp xếp đơn vị", max_length=16, choices=MergerRule.choices, blank=True)
    source = models.CharField("nguồn số liệu", max_length=200, blank=True)
    national_target = models.TextField("mức của văn bản trên", blank=True)
    notes = models.TextField("ghi chú", blank=True)
    computability = models.CharField("khả năng tính", max_length=24, choices=Computability.choices, blank=True)
    components = models.JSONField("gộp từ các chỉ tiêu", default=list, blank=True)
    shipped = models.JSONField("giá trị kèm phần mềm", default=dict, blank=True)
    own = models.JSONField("trường người dùng đã sửa", default=list, blank=True)
    search_key = models.TextField("khóa tìm", blank=True)
    version = models.PositiveIntegerField("số lần sửa", default=0)

    class Meta:
        verbose_name = "chỉ tiêu chuẩn"
        verbose_name_plural = "chỉ tiêu chuẩn"
        ordering = ["ordinal"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name_vi=""), name="catalogue_has_name"),
        ]

    def __str__(self) -> str:
        return self.name_vi

    @property
    def in_resolution_42(self) -> bool:
        """Return whether the catalogue knows that Resolution 42-NQ/TW names this indicator."""
        return self.national_target.startswith("Có trong Nghị quyết 42-NQ/TW")


class CatalogueChange(models.Model):
    """One change of an indicator of the catalogue: by whom, which fields, from what to what."""

    VERBS = [
        ("edit", "Sửa"),
        ("restore", "Trả về bản kèm phần mềm"),
        ("undo", "Hoàn tác"),
        ("add", "Thêm"),
        ("ship", "Phần mềm cập nhật"),
    ]
    entry = models.ForeignKey(CatalogueIndicator, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verb = models.CharField("việc", max_length=8, choices=VERBS)
    before = models.JSONField("trước khi sửa", default=dict)
    after = models.JSONField("sau khi sửa", default=dict)
    own_before = models.JSONField("trường đã sửa trước đó", default=list)
    undone_at = models.DateTimeField("lúc hoàn tác", null=True, blank=True)

    class Meta:
        verbose_name = "thay đổi chỉ tiêu chuẩn"
        verbose_name_plural = "thay đổi chỉ tiêu chuẩn"
        indexes = [models.Index(fields=["entry", "-id"], name="catalogue_change_latest")]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.entry_id}"


class IndicatorWeight(models.Model):
    """The weight of one unit in the mean of a larger place, for an indicator that is rolled up with weights."""

    entry = models.ForeignKey(CatalogueIndicator, on_delete=models.CASCADE, related_name="weights")
    place = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị hành chính")
    year = models.PositiveSmallIntegerField("năm")
    value = models.DecimalField("quyền số", max_digits=20, decimal_places=6)
    source = models.CharField("nguồn số liệu", max_length=400)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("lúc nhập")

    class Meta:
        verbose_name = "quyền số"
        verbose_name_plural = "quyền số"
        constraints = [
            models.UniqueConstraint(fields=["entry", "place", "year"], name="weight_once_a_year"),
            models.CheckConstraint(condition=models.Q(value__gt=0), name="weight_positive"),
            models.CheckConstraint(condition=~models.Q(source=""), name="weight_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.value} ({self.year})"
