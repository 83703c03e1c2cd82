"""Numbers as people write them: brought to one form, refused where they can be none, warned of where they look odd."""

from __future__ import annotations

import re
from datetime import date

from ansinh.apps.people.models import IdentifierKind, Sex
from ansinh.core.text import is_filler

_SEPARATORS = re.compile(r"[\s.\-]+")
# Forms: law.md 7 (Law 26/2023/QH15 art. 12; decision 1351/QĐ-BHXH for the card). Others are only held to a length.
_FORMS: dict[str, tuple[re.Pattern[str], str]] = {
    IdentifierKind.PERSONAL_ID: (re.compile(r"\d{12}"), "Số định danh cá nhân có đúng 12 chữ số"),
    IdentifierKind.OLD_ID: (re.compile(r"\d{9}"), "Chứng minh nhân dân cũ có đúng 9 chữ số"),
    IdentifierKind.SOCIAL_INSURANCE: (re.compile(r"\d{10}|\d{12}"), "Mã số bảo hiểm xã hội có 10 chữ số (hoặc 12)"),
    IdentifierKind.HEALTH_INSURANCE: (
        re.compile(r"[A-Z]{2}[1-5]\d{12}|\d{10}"),
        "Mã thẻ bảo hiểm y tế có 15 ký tự như HN2…, hoặc 10 chữ số cuối",
    ),
    IdentifierKind.PASSPORT: (re.compile(r"[A-Z0-9]{6,12}"), "Số hộ chiếu có 6 đến 12 chữ và số"),
    IdentifierKind.SOCIAL_SECURITY: (re.compile(r"[A-Z0-9]{6,20}"), "Mã số an sinh xã hội có 6 đến 20 chữ và số"),
    IdentifierKind.PHONE: (re.compile(r"0\d{9,10}"), "Số điện thoại có 10 chữ số, bắt đầu bằng 0"),
    IdentifierKind.ACCOUNT: (re.compile(r"[A-Z0-9]{6,24}"), "Số tài khoản có 6 đến 24 chữ và số"),
}


class BadNumber(ValueError):
    """What was typed cannot be a number of this kind; the sentence says how such a number looks."""


def read_identifier(*, kind: str, text: str) -> str:
    """Return the number in the one form in which it is kept and found. Raises BadNumber."""
    plain = _SEPARATORS.sub("", text).upper()
    if kind == IdentifierKind.PHONE and plain.startswith("+84"):
        plain = "0" + plain[3:]
    form, said = _FORMS[kind]
    if not form.fullmatch(plain):
        raise BadNumber(f"{said}; đang gõ {len(plain)} ký tự.")
    if is_filler(plain):
        raise BadNumber("Số này chỉ là số điền cho đủ, không phải số thật; để trống nếu chưa có số.")
    return plain


def kinds_like(text: str) -> tuple[str, ...]:
    """Return the kinds that a whole number typed into the search box may be."""
    plain = _SEPARATORS.sub("", text).upper()
    if is_filler(plain):
        return ()
    return tuple(kind for kind, (form, _said) in _FORMS.items() if form.fullmatch(plain))


def odd_personal_id(number: str, *, sex: str, birth_year: int | None) -> str:
    """Say what in a personal number does not go with sex or year of birth; "" where nothing does. Only a warning.

    Structure of numbers given until 2024: place, one digit for century and sex, two for the year (law.md 7).
    """
    century, male = 1900 + 100 * (int(number[3]) // 2), int(number[3]) % 2 == 0
    faults = []
    if birth_year is not None and century + int(number[4:6]) != birth_year:
        faults.append("năm sinh")
    if sex and (sex == Sex.MALE) != male:
        faults.append("giới tính")
    return f"Số định danh không khớp {' và '.join(faults)} đã ghi; xem lại giấy tờ." if faults else ""


def first_day(*, year: int, month: int | None = None, day: int | None = None) -> date:
    """Return the first day that fits what is known of a birth date. Raises ValueError for a day that never was."""
    return date(year, month or 1, day or 1)
