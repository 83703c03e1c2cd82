"""What a restriction of processing stops and what goes on, by which article: every list, run, letter and page asks here.

A restriction stands only after the legal basis was looked at and no duty to go on was found (``privacy.services``). So it
stops what the office would begin about this person; what it owes to others, and to the person, goes on. Decision 0016.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from django.db.models import Model, QuerySet

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.models import Person
from ansinh.apps.people.services.refusals import Restricted

RIGHT = "Điều 4 Luật số 91/2025/QH15"
STATE_TASK = "Điều 19 Luật số 91/2025/QH15"
WATCHED = "khoản 2 Điều 19 Luật số 91/2025/QH15"
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of one kind of work while a restriction stands: stopped or not, by which provision, and how."""

    label: str
    stops: bool
    reference: str
    how: str


class Work(Enum):
    """The kinds of work with a person's data."""

    SHOW = Effect("Xem và sửa hồ sơ", True, RIGHT, "chỉ còn họ tên; mở từng lần khi nêu căn cứ và việc")
    EXPORT = Effect("Tải danh sách người", True, RIGHT, "không có trong tệp")
    IMPORT = Effect("Nhập danh sách", True, RIGHT, "dòng về người ấy không ghi gì vào hồ sơ, và được kể ra")
    QUALITY = Effect("Danh sách cần bổ sung", True, RIGHT, "không có trong danh sách")
    DUPLICATES = Effect("Tìm và gộp hồ sơ trùng", True, RIGHT, "không đem ra so, không gộp")
    GAPS = Effect("So luật với danh sách đang nhận", True, RIGHT, "không tìm chỗ lệch mới, chỗ đã thấy không hiện")
    VISITS = Effect("Danh sách đi thăm", True, RIGHT, "không có trong danh sách, trang và tệp")
    RUN = Effect(
        "Tính quyền lợi cho cả sổ", True, RIGHT, "không tính cho người ấy; kết quả nói bao nhiêu người không tính"
    )
    LETTERS = Effect("Quyền lợi, thư, phiếu tờ khai của người ấy", True, RIGHT, "không mở, không lập")
    ASKING = Effect("Hỏi cơ sở dữ liệu quốc gia về dân cư", True, RIGHT, "không gửi số đi hỏi")
    KEEPING = Effect("Lưu giữ, lịch sử, nhật ký", False, WATCHED, "giữ nguyên; ai mở vẫn được ghi lại")
    HOUSEHOLD = Effect(
        "Xét quyền lợi của người khác trong hộ",
        False,
        STATE_TASK,
        "điều kiện của hộ vẫn tính đủ người; dữ liệu của người ấy không nêu ra",
    )
    RECEIVING = Effect("Khoản đang nhận", False, STATE_TASK, "không dừng khoản nào; sổ giữ nguyên điều đã ghi")
    COUNTING = Effect("Số đếm cho báo cáo, phương án", False, STATE_TASK, "chỉ là số người, không nêu ai")
    LAWFUL = Effect(
        "Mở từng lần vì nhiệm vụ luật định", False, STATE_TASK, "nêu căn cứ, việc; ghi lại với tên người mở"
    )
    RIGHTS = Effect("Thực hiện quyền của chính người ấy", False, RIGHT, "xem, cung cấp bản dữ liệu, xóa, thôi hạn chế")


def open_to(rows: QuerySet[Row], work: Work, *, person: str = "") -> QuerySet[Row]:
    """Return the rows with which some work may be done, in the same statement; ``person`` is their way to the person."""
    if not work.value.stops:
        return rows
    return rows.filter(**{f"{person}__restricted_at" if person else "restricted_at": None})


def is_open_to(work: Work, person: Person) -> bool:
    """Return whether some work may be done with a person's data, by the row at hand."""
    return not work.value.stops or person.restricted_at is None


def expect_open(work: Work, person: Person) -> None:
    """Let work with a person's data go on. Raises Restricted."""
    if not is_open_to(work, person):
        raise Restricted(person.pk)


def closed_in_sql(work: Work, alias: str) -> str:
    """Return the condition under which a row of people_person is closed to some work, for statements of our own."""
    return f"{alias}.restricted_at IS NOT NULL" if work.value.stops else "false"


def list_restricted() -> QuerySet[Person]:
    """Return whose data are restricted in the communes in scope, by name."""
    rows = seen(Person).filter(restricted_at__isnull=False, erased_at=None, merged_into=None)
    return rows.select_related("commune").order_by("sort_key", "id")


def count_left_out() -> int:
    """Return how many people of the communes in scope every stopped list leaves out: one statement."""
    return list_restricted().order_by().count()
