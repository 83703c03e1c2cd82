"""Words of a plan made comparable: spelling variants, abbreviations, words that carry no meaning."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

from ansinh.core.text import fold, mend_letters

WORD = re.compile(r"[^\W_]+")

# The tone mark stands on either vowel ("hoá", "hóa"); the newer place is taken for both.
_TONES = {"oá": "óa", "oà": "òa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oé": "óe", "oè": "òe", "oẻ": "ỏe", "oẽ": "õe"}
_TONES |= {"oẹ": "ọe", "uý": "úy", "uỳ": "ùy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
_SHORT_I = {"y": "i", "ỳ": "ì", "ý": "í", "ỷ": "ỉ", "ỹ": "ĩ", "ỵ": "ị"}

_ABBREVIATIONS = {
    "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế",
    "bhtn": "bảo hiểm thất nghiệp",
    "lllđ": "lực lượng lao động",
    "thcs": "trung học cơ sở",
    "thpt": "trung học phổ thông",
    "hdi": "chỉ số phát triển con người",
    "dtts": "dân tộc thiểu số",
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
}

_EMPTY = frozenset(
    fold(word)
    for word in [
        "tỷ",
        "lệ",
        "số",
        "mức",
        "người",
        "được",
        "của",
        "trong",
        "các",
        "và",
        "là",
        "có",
        "cho",
        "theo",
        "tại",
        "với",
        "từ",
        "đến",
        "trên",
        "dưới",
        "đạt",
        "thuộc",
        "địa",
        "bàn",
        "tỉnh",
        "huyện",
        "xã",
        "phường",
        "thành",
        "phố",
        "thị",
        "toàn",
        "quốc",
        "gia",
        "chung",
        "về",
        "những",
        "một",
        "ít",
        "nhất",
        "tối",
        "thiểu",
        "khoảng",
        "cơ",
        "bản",
        "năm",
        "hằng",
        "hàng",
        "tháng",
        "so",
        "bảo",
        "đảm",
        "đảm",
        "đầy",
        "đủ",
        "quy",
        "định",
        "cấp",
        "đúng",
    ]
)


@lru_cache(maxsize=20000)
def spelled(word: str) -> str:
    """Return one spelling for one word: small letters, one place for the tone mark, "sĩ" for "sỹ"."""
    word = mend_letters(unicodedata.normalize("NFC", word)).lower()
    if len(word) > 1 and word[-2:] in _TONES and not word.startswith("qu"):
        word = word[:-2] + _TONES[word[-2:]]
    if len(word) == 2 and word[0] in "hklmst" and word[1] in _SHORT_I:
        word = word[0] + _SHORT_I[word[1]]
    return word


@lru_cache(maxsize=20000)
def bare(word: str) -> str:
    """Return the word without marks, as one types it in a hurry."""
    return fold(word)


@lru_cache(maxsize=4000)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in one spelling, common abbreviations written out."""
    found: list[str] = []
    for match in WORD.finditer(text):
        word = match.group().lower()
        found.extend(spelled(part) for part in _ABBREVIATIONS.get(word, word).split())
    return tuple(found)


@lru_cache(maxsize=4000)
def content(text: str) -> frozenset[str]:
    """Return the words that tell one measure or task from another, without marks."""
    return frozenset(word for word in map(bare, words(text)) if word not in _EMPTY and not word.isdigit())


def squeezed(text: str) -> str:
    """Return the text on one line in one spelling, without the marks at its ends: for "the same words"."""
    return " ".join(words(text))


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Return how much two sets of words share: 0 nothing, 1 all."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def cut(text: str, length: int = 160) -> str:
    """Return the text on one line, shortened where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


@lru_cache(maxsize=32)
def listed(name: str) -> tuple[str, ...]:
    """Return the lines of one of the word lists that stand beside the checks, without comments."""
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
