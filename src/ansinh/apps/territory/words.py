"""How units are called: words for kinds, short forms, and the keys by which names are compared."""

from __future__ import annotations

import re

from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.core.text import fold, squeeze

# As people write them before a name; longest first, so that "thành phố" goes before "tp".
KIND_WORDS: tuple[tuple[str, str], ...] = (
    ("thanh pho", "thanh pho"),
    ("thi tran", "thi tran"),
    ("dac khu", "dac khu"),
    ("thi xa", "thi xa"),
    ("phuong", "phuong"),
    ("huyen", "huyen"),
    ("tinh", "tinh"),
    ("quan", "quan"),
    ("xa", "xa"),
    ("tp.", "thanh pho"),
    ("tp", "thanh pho"),
    ("tx.", "thi xa"),
    ("tx", "thi xa"),
    ("tt.", "thi tran"),
    ("p.", "phuong"),
    ("h.", "huyen"),
    ("q.", "quan"),
    ("x.", "xa"),
    ("t.", "tinh"),
)
_SIGNS = re.compile(r"[^a-z0-9]+")


def plain(text: str) -> str:
    """Return a name as it is compared: without marks and signs, one blank between words."""
    return squeeze(_SIGNS.sub(" ", fold(text)))


def split_kind(name: str) -> tuple[str, str]:
    """Split a folded name into the word for its kind ("" where none stands) and the rest."""
    text = squeeze(fold(name))
    for written, word in KIND_WORDS:
        if text.startswith(written) and len(text) > len(written):
            rest = text[len(written) :]
            if written.endswith(".") or rest[0] == " ":
                return word, plain(rest)
    return "", plain(text)


def name_keys(name: str) -> tuple[str, ...]:
    """Return the key under which a name as typed is looked up: with its kind where one is said, bare otherwise."""
    kind, rest = split_kind(name)
    if not rest:
        return ()
    # A name may itself begin with a word for a kind ("Quan Sơn"), so the whole is looked up as well.
    return (f"{kind} {rest}", plain(name)) if kind else (rest,)


def search_key(*, name: str, code: str, also: str = "") -> str:
    """Return what is kept beside a unit for searching: its bare name, its whole name and its code, both spellings."""
    keys = [key for each in (name, also) if each for key in (split_kind(each)[1], plain(each))]
    return f"|{'|'.join(dict.fromkeys([*keys, code]))}|"


def above(unit: Unit) -> str:
    """Write what a unit belongs to: "Thị xã Hương Trà, Thành phố Huế"; "" for a province."""
    if unit.parent is None:
        return ""
    if unit.parent.level == UnitLevel.DISTRICT and unit.parent.parent is not None:
        return f"{unit.parent.name}, {unit.parent.parent.name}"
    return unit.parent.name


# How the data say how far an instrument is checked, and the sentence that a page says of it.
CHECKED = {
    "(số, điều: chưa đối chiếu)": "Số và điều của nghị quyết này chưa đối chiếu với văn bản gốc nên không ghi ở đây.",
    "(nguồn thứ cấp)": "Số và điều khoản lấy từ nguồn thứ cấp, chưa đối chiếu với văn bản gốc.",
}


def say_instrument(instrument: str) -> str:
    """Write by which instrument a unit changed, and in a sentence of its own what of it is not checked."""
    if not instrument:
        return "Chưa ghi văn bản nào về thay đổi này."
    for mark, sentence in CHECKED.items():
        if instrument.endswith(mark):
            return f"Theo {instrument.removesuffix(mark).rstrip()}. {sentence}"
    return f"Theo {instrument}."
