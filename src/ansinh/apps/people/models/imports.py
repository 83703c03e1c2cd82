"""Lists on their way into the register: the file as it came, its rows as read, what is wrong with them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from ansinh.apps.people.models.households import PovertyStatus, Relation
from ansinh.apps.people.models.persons import Precision, Sex
from ansinh.apps.territory.models import Unit


class ImportState(models.TextChoices):
    """How far a list has come."""

    CHOOSING = "choosing", "Chờ chọn cột"
    READING = "reading", "Đang kiểm tra"
    REVIEW = "review", "Chờ xem lại"
    TAKEN = "taken", "Đã nhận vào sổ"
    THROWN = "thrown", "Đã bỏ"


class _OfPlace(models.Model):
    """Seen by whoever works with all the communes of the one who brought the list; from the first number to the last."""

    unit_no = models.PositiveIntegerField("số của xã trong cây", default=0)
    unit_to = models.PositiveIntegerField("số của xã cuối trong cây", default=0)

    class Meta:
        abstract = True


class ListImport(_OfPlace):
    """One list brought by an officer: reviewed, then taken or thrown away as one."""

    id = models.UUIDField("mã trong sổ", primary_key=True, default=uuid.uuid4, editable=False)
    scope_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="đơn vị hành chính")
    # "" for people and households, else one of services.imports.kinds; and what was chosen for the whole list.
    kind = models.CharField("loại danh sách", max_length=16, blank=True, default="", db_default="")
    topic = models.CharField("điều chọn cho cả danh sách", max_length=24, blank=True, default="", db_default="")
    file_name = models.CharField("tên tệp", max_length=200)
    # What the same file has again; nobody can tell a file from it without the key of the index.
    digest = models.BinaryField("dấu của tệp", max_length=32)
    headings = models.JSONField("dòng tiêu đề")
    columns = models.JSONField("cột của từng mục")
    source = models.CharField("nguồn", max_length=200)
    as_of = models.DateField("tính đến ngày")
    state = models.CharField("tình trạng", max_length=8, choices=ImportState.choices)
    notes = models.JSONField("điều lưu ý khi đọc", default=list)
    counts = models.JSONField("số dòng theo việc", default=dict)
    plan = models.BigIntegerField("dấu của việc sẽ làm", default=0)
    created_at = models.DateTimeField("lúc gửi")
    created_by_id = models.BigIntegerField("mã người gửi")
    created_by_name = models.CharField("người gửi", max_length=200)
    ended_at = models.DateTimeField("lúc nhận hoặc bỏ", null=True, blank=True)
    ended_by_name = models.CharField("người nhận hoặc bỏ", max_length=200, blank=True)

    class Meta:
        verbose_name = "lần nhập danh sách"
        verbose_name_plural = "lần nhập danh sách"
        indexes = [models.Index(fields=["unit_no", "-created_at"], name="listimport_unit")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="listimport_state_known"),
            models.CheckConstraint(condition=Q(unit_to__gte=F("unit_no")), name="listimport_range"),
        ]

    def __str__(self) -> str:
        # A file may bear somebody's name.
        return f"Danh sách {str(self.pk)[:8]}"


class ImportPiece(_OfPlace):
    """A part of the file, sealed with a master key, kept until the list is done with: the rows are given back from it."""

    listimport = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="+", verbose_name="danh sách")
    at = models.PositiveIntegerField("thứ tự")
    key_id = models.CharField("mã khóa chủ", max_length=32)
    sealed = models.BinaryField("phần tệp đã niêm phong")

    class Meta:
        verbose_name = "phần tệp danh sách"
        verbose_name_plural = "phần tệp danh sách"
        constraints = [models.UniqueConstraint(fields=["listimport", "at"], name="importpiece_once")]

    def __str__(self) -> str:
        return f"Phần {self.at}"


class ImportRow(_OfPlace):
    """A row as read, waiting: its numbers are sealed already, with the key of the person it may become."""

    listimport = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="+", verbose_name="danh sách")
    row_no = models.PositiveIntegerField("dòng trong tệp")
    person_id = models.UUIDField("mã của người nếu là người mới")
    full_name = models.CharField("họ và tên", max_length=120)
    search_key = models.CharField("khóa tìm", max_length=260)
    sort_key = models.CharField("khóa xếp", max_length=130)
    birth_date = models.DateField("ngày sinh", null=True)
    birth_precision = models.CharField("độ rõ của ngày sinh", max_length=5, choices=Precision.choices)
    sex = models.CharField("giới tính", max_length=6, choices=Sex.choices)
    ethnicity = models.CharField("dân tộc", max_length=40)
    commune = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="xã, phường, đặc khu",
        db_index=False,
        db_constraint=False,
    )
    village_name = models.CharField("tên thôn, tổ dân phố", max_length=120)
    village_key = models.CharField("khóa tìm của thôn, tổ", max_length=140)
    household_code = models.CharField("mã hộ", max_length=40)
    household_size = models.PositiveSmallIntegerField("số người trong hộ", null=True)
    relation = models.CharField("quan hệ với chủ hộ", max_length=12, choices=Relation.choices, blank=True)
    poverty = models.CharField("diện", max_length=9, choices=PovertyStatus.choices, blank=True)
    key_id = models.CharField("mã khóa chủ", max_length=32)
    wrapped = models.BinaryField("khóa đã niêm phong", max_length=80)
    personal_id = models.BinaryField("số định danh đã niêm phong", max_length=200, null=True)
    personal_id_blind = models.BinaryField("dấu tìm của số định danh", max_length=32, null=True)
    social_insurance = models.BinaryField("mã số bảo hiểm đã niêm phong", max_length=200, null=True)
    social_insurance_blind = models.BinaryField("dấu tìm của mã số bảo hiểm", max_length=32, null=True)
    phone = models.BinaryField("số điện thoại đã niêm phong", max_length=200, null=True)
    phone_blind = models.BinaryField("dấu tìm của số điện thoại", max_length=32, null=True)

    class Meta:
        verbose_name = "dòng danh sách chờ nhận"
        verbose_name_plural = "dòng danh sách chờ nhận"
        constraints = [models.UniqueConstraint(fields=["listimport", "row_no"], name="importrow_once")]

    def __str__(self) -> str:
        return f"Dòng {self.row_no}"


class RowFault(_OfPlace):
    """Why a row is not taken: the cell, or the row, and what to do."""

    listimport = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="+", verbose_name="danh sách")
    row_no = models.PositiveIntegerField("dòng trong tệp")
    field = models.CharField("mục", max_length=30, blank=True)
    household_code = models.CharField("mã hộ", max_length=40, blank=True)
    reason = models.CharField("lý do", max_length=400)
    # Found against the register, not in the row itself: looked for anew each time.
    is_planned = models.BooleanField("thấy khi so với sổ", default=False)

    class Meta:
        verbose_name = "chỗ sai của dòng"
        verbose_name_plural = "chỗ sai của dòng"
        indexes = [models.Index(fields=["listimport", "row_no"], name="rowfault_row")]

    def __str__(self) -> str:
        return f"Dòng {self.row_no}"


class RowChange(_OfPlace):
    """What taking a row changes of somebody who is in the register: {field: [before, after]}; numbers say only that.

    Row 0: somebody of a household of the list whom the list does not have; nothing is done about it.
    """

    listimport = models.ForeignKey(ListImport, on_delete=models.CASCADE, related_name="+", verbose_name="danh sách")
    row_no = models.PositiveIntegerField("dòng trong tệp")
    person_id = models.UUIDField("mã trong sổ")
    changes = models.JSONField("điều đổi")

    class Meta:
        verbose_name = "điều đổi của dòng"
        verbose_name_plural = "điều đổi của dòng"
        constraints = [
            models.UniqueConstraint(fields=["listimport", "row_no", "person_id"], name="rowchange_once"),
        ]

    def __str__(self) -> str:
        return f"Dòng {self.row_no}"


class KnownHeadings(models.Model):
    """Which column of a heading row holds what, as somebody once said; no personal data."""

    key = models.CharField("dấu của dòng tiêu đề", max_length=64, primary_key=True)
    columns = models.JSONField("cột của từng mục")
    said_at = models.DateTimeField("lúc chọn")
    said_by_name = models.CharField("người chọn", max_length=200)

    class Meta:
        verbose_name = "dòng tiêu đề đã nhớ"
        verbose_name_plural = "dòng tiêu đề đã nhớ"

    def __str__(self) -> str:
        return self.key[:8]
