"""Whether something failed because a disk of the server is full, and the sentence for who waited for it."""

from __future__ import annotations

import errno

NO_ROOM = (
    "Ổ đĩa của máy chủ đã đầy nên việc này chưa được ghi, những gì có từ trước vẫn nguyên."
    " Báo quản trị dọn chỗ trống, rồi làm lại."
)
_FILES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# A full disk, and the most that a server lets one piece of work put aside there.
_DATABASE = frozenset({"53100", "53400"})


def is_out_of_room(error: BaseException | None) -> bool:
    """Tell whether a failure comes from a full disk: of the files or of the database, whatever it was raised from."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if getattr(error, "sqlstate", None) in _DATABASE:
            return True
        if isinstance(error, OSError) and error.errno in _FILES:
            return True
        error = error.__cause__
    return False
