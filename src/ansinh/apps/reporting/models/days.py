"""Days off and Saturdays worked, each with the notice that says so."""

from django.conf import settings
from django.db import models


class SpecialDay(models.Model):
    """One day that is not an ordinary one for offices; entered here, or brought with the program."""

    KINDS = [
        ("statutory", "Nghỉ lễ, tết"),
        ("make_up", "Nghỉ bù"),
        ("swap_off", "Nghỉ hoán đổi"),
        ("swap_worked", "Làm bù"),
    ]
    EVIDENCE = [("primary", "văn bản gốc"), ("secondary", "nguồn thứ cấp"), ("memory", "chưa đối chiếu")]
    on = models.DateField("ngày", unique=True)
    kind = models.CharField("loại ngày", max_length=12, choices=KINDS)
    name = models.CharField("tên ngày nghỉ", max_length=120)
    source = models.CharField("văn bản thông báo", max_length=300, blank=True)
    evidence = models.CharField("mức đối chiếu", max_length=10, choices=EVIDENCE, default="memory")
    is_own = models.BooleanField("do người dùng nhập", default=False)

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering = ["on"]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y}: {self.name}"


class YearNotice(models.Model):
    """The notice from which a year's days off are known in full, as a person entered it."""

    year = models.PositiveSmallIntegerField("năm", unique=True)
    notice = models.CharField("văn bản thông báo", max_length=300)
    evidence = models.CharField("mức đối chiếu", max_length=10, choices=SpecialDay.EVIDENCE, default="memory")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField("lúc nhập")

    class Meta:
        verbose_name = "thông báo ngày nghỉ của năm"
        verbose_name_plural = "thông báo ngày nghỉ của năm"
        ordering = ["year"]
        constraints = [models.CheckConstraint(condition=~models.Q(notice=""), name="year_notice_named")]

    def __str__(self) -> str:
        return f"{self.year}: {self.notice}"
