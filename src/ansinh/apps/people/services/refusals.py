"""What the database refuses, as a sentence for whoever typed it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import (
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    transaction,
)
from psycopg import Error as PostgresError
from psycopg import InterfaceError as PostgresInterfaceError
from psycopg import OperationalError as PostgresOperationalError
from psycopg.errors import DeadlockDetected

from ansinh.apps.accounts.scope import seen
from ansinh.files.room import NO_ROOM, is_out_of_room

SENTENCES = {
    "person_has_name": "Thiếu họ và tên. Ghi họ và tên như trên giấy tờ.",
    "person_birth_precision": "Ngày sinh và phần biết rõ không khớp. Ghi đủ ngày, hoặc chỉ tháng và năm, hoặc chỉ năm.",
    "person_birth_in_range": "Năm sinh phải từ 1850 trở đi. Xem lại năm sinh.",
    "person_dies_after_birth": "Ngày chết đứng trước ngày sinh. Xem lại hai ngày.",
    "people_lives_in_commune": "Nơi ở phải là một xã, phường, đặc khu. Chọn lại nơi ở.",
    "people_village_of_commune": "Thôn, tổ dân phố không thuộc xã này. Chọn lại thôn, tổ.",
    "people_person_in_scope": "Không có người này trong địa bàn phụ trách. Tìm lại trong sổ.",
    "people_household_in_scope": "Không có hộ này trong địa bàn phụ trách. Tìm lại trong sổ.",
    "membership_same_commune": "Người và hộ ở hai xã khác nhau. Chuyển người đó về xã của hộ trước, rồi đưa vào hộ.",
    "membership_one_household": "Người này đang ở một hộ khác trong thời gian đó. Đưa ra khỏi hộ kia trước.",
    "membership_person_day": "Người này đã vào một hộ khác đúng ngày đó. Chọn ngày khác hoặc xem lại hộ kia.",
    "membership_one_head": "Hộ đã có chủ hộ trong thời gian đó. Đổi chủ hộ, hoặc chọn quan hệ khác.",
    "membership_valid_period": "Ngày ra khỏi hộ phải sau ngày vào hộ. Sửa một trong hai ngày.",
    "household_code_once": "Mã hộ này đã có trong xã. Tìm hộ theo mã, hoặc xem lại mã.",
    "household_valid_period": "Ngày thôi của hộ đứng trước ngày lập. Sửa một trong hai ngày.",
    "identifier_of_one_person": (
        "Số này đã ghi cho một người khác trong sổ, có thể ở địa bàn khác. Xem lại số; nếu đúng, đề nghị nơi kia kiểm tra."
    ),
    "poverty_household_day": "Hộ đã có diện ghi từ đúng ngày đó. Chọn ngày khác.",
    "poverty_one_at_a_time": "Hộ đang có một diện khác. Tải lại trang rồi ghi lại.",
    "fact_person_once": "Thông tin này vừa được người khác ghi. Tải lại trang rồi ghi lại.",
    "fact_household_once": "Thông tin này vừa được người khác ghi. Tải lại trang rồi ghi lại.",
    "sensitive_grant_once": "Người này đang được xem loại này. Kết thúc lần cũ trước khi cho phép lại.",
    "sensitive_grant_by_another": "Không tự cho mình xem; đề nghị một lãnh đạo khác.",
    "people_person_merged": "Hồ sơ này vừa được gộp vào hồ sơ khác. Mở hồ sơ ấy rồi làm lại.",
    "people_other_merged": "Hồ sơ của người liên quan đã gộp vào hồ sơ khác. Tìm lại người ấy rồi ghi.",
    "pair_once": "Cặp này vừa được ghi. Tải lại trang.",
    "merge_once": "Hồ sơ này vừa được gộp. Tải lại trang.",
    "receipt_once": "Khoản này đã ghi từ đúng ngày đó. Sửa khoản đã có.",
}


class Refused(ValueError):
    """It cannot be written so; the sentence says why and what to do."""


class ChangedMeanwhile(Refused):
    """Somebody else was faster; nothing was written."""


class NoRoom(Refused):
    """A disk of the server is full; nothing was written."""


class ConnectionLost(Refused):
    """The database went away in the middle; what was being written is there as a whole or not at all."""

    def __init__(self) -> None:
        super().__init__(
            "Mất kết nối tới cơ sở dữ liệu giữa chừng: việc này đã ghi cả hoặc chưa ghi gì. Sau một phút tải lại trang,"
            " chưa thấy thì làm lại; nếu vẫn vậy, báo quản trị xem máy chủ, nhất là chỗ trống của ổ đĩa."
        )


class Merged(Refused):
    """The record went into another one; whoever works with it goes on there."""

    def __init__(self, survivor_id: UUID) -> None:
        super().__init__("Hồ sơ này đã được gộp vào hồ sơ khác. Mở hồ sơ ấy rồi làm lại.")
        self.survivor_id = survivor_id


class Restricted(Exception):
    """Processing of this person's data is restricted; it is opened for a lawful purpose only."""

    def __init__(self, person_id: UUID) -> None:
        super().__init__("Dữ liệu của người này đang hạn chế xử lý theo yêu cầu. Mở theo mục đích luật định.")
        self.person_id = person_id


class NotHere(LookupError):
    """There is no such person or household among the communes somebody works with."""


@contextmanager
def said() -> Iterator[None]:
    """Write all or nothing; what the database refuses is said in words. Raises Refused."""
    try:
        with roomy(), transaction.atomic():
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected):
            raise ChangedMeanwhile("Có người đang sửa cùng những hồ sơ này. Tải lại trang rồi làm lại.") from error
        raise
    except (IntegrityError, InternalError, DataError, ProgrammingError) as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        if name in SENTENCES:
            raise Refused(SENTENCES[name]) from error
        if "row-level security" in str(error):
            raise Refused("Nơi ở không thuộc địa bàn phụ trách. Chọn xã, phường của mình.") from error
        raise


@contextmanager
def roomy() -> Iterator[None]:
    """Say in words that a disk of the server is full, or that the database went away. Raises NoRoom, ConnectionLost."""
    try:
        yield
    except (Error, PostgresError, OSError) as error:
        if is_out_of_room(error):
            raise NoRoom(NO_ROOM) from error
        if _is_lost(error):
            raise ConnectionLost from error
        raise


def _is_lost(error: BaseException) -> bool:
    if isinstance(error, InterfaceError | PostgresInterfaceError):
        return True
    cause = error.__cause__ if isinstance(error, OperationalError) else error
    # A server that is shut down says so; one that is killed says nothing.
    return isinstance(cause, PostgresOperationalError) and (cause.sqlstate or "57P0").startswith("57P0")


def locked(model: Any, key: object, expected_version: int | None, *, what: str) -> Any:
    """Return a row, locked, as the one who asks saw it. Raises NotHere, Merged, ChangedMeanwhile."""
    row = seen(model).select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise NotHere(f"Không có {what} này trong địa bàn phụ trách.")
    if getattr(row, "merged_into_id", None) is not None:
        raise Merged(row.merged_into_id)
    if expected_version is not None and row.version != expected_version:
        raise ChangedMeanwhile(f"Thông tin của {what} này vừa được người khác sửa. Xem lại rồi làm tiếp.")
    return row


def save(row: Any, fields: Sequence[str]) -> None:
    """Write some columns of a row and count the change: the rights of the application go by column."""
    row.version += 1
    row.save(update_fields=[*fields, "version"])
