"""What an event is called on paper; rooms add their own words with add_verbs at their start."""

from __future__ import annotations

from collections.abc import Mapping

_VERBS: dict[str, str] = {
    "accounts.login": "Đăng nhập",
    "accounts.logout": "Đăng xuất",
    "accounts.login_failed": "Đăng nhập không thành công",
    "accounts.create_user": "Thêm người dùng",
    "accounts.update_user": "Sửa người dùng",
    "accounts.lock_user": "Khóa người dùng",
    "accounts.unlock_user": "Mở khóa người dùng",
    "accounts.reset_password": "Cấp mật khẩu mới",
    "accounts.reset_mfa": "Bỏ xác thực hai bước",
    "accounts.change_password": "Đổi mật khẩu",
    "accounts.enrol_mfa": "Bật xác thực hai bước",
    "accounts.remove_mfa": "Tắt xác thực hai bước",
}


def add_verbs(words: Mapping[str, str]) -> None:
    """Give the Vietnamese words of a room's events: {"planning.activate_plan": "Đưa kế hoạch vào thực hiện"}."""
    _VERBS.update(words)


def verb_label(verb: str) -> str:
    """Return the words for a kind of event; one without words keeps its code, so nothing is hidden."""
    return _VERBS.get(verb, verb)
