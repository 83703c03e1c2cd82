"""Who issued a document, and when: the words after its number."""

from __future__ import annotations

import re
from functools import cache

from ansinh.core.law.vocabulary import alternatives, issuers

_UNIT = r"(?:tỉnh|thành\s+phố|thị\s+xã|huyện|quận|xã|phường|thị\s+trấn|đặc\s+khu|TP\.?)"
_ORDINAL = r"(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười(?:\s+\w+)?|[0-9]{1,2}|[IVX]{1,5})"
_NAME = re.compile(r"(?:\s+|\s*-\s*)(?P<word>[^\W\d_]+)")
_MOST_NAME_WORDS = 4
_TERM = re.compile(
    rf"(?:\s*\(?\s*kh(?:óa|oá)\s+[IVXLC]+\b(?:\s*\))?|\s+lần\s+thứ\s+{_ORDINAL}\b|,?\s+nhiệm\s+kỳ\s+[0-9]{{4}}\s*[-–]\s*[0-9]{{4}})+",
    re.IGNORECASE,
)
_MEETING = rf"(?:Hội\s+nghị\s+lần\s+thứ\s+{_ORDINAL}\s*,?\s+(?:của\s+)?)?"
_HEAD = r"(?:(?:Chủ\s+tịch|Bộ\s+trưởng|Thống\s+đốc|Tổng\s+Giám\s+đốc|Giám\s+đốc|Chánh\s+án)\s+)?"
_STOPS = {
    "Về", "Phê", "Ban", "Thực", "Triển", "Quy", "Hướng", "Kế", "Nghị", "Quyết", "Chương", "Chỉ", "Kết", "Thông", "Công",
    "Luật", "Sửa", "Giao", "Tiếp", "Tăng", "Nơi", "Trong", "Trên", "Các", "Theo", "Đề", "Để", "Và", "Căn",
}  # fmt: skip


@cache
def _bodies() -> re.Pattern[str]:
    spellings = [spelling for body in issuers() for spelling in (body.name, *body.shorts)]
    return re.compile(rf"{_MEETING}{_HEAD}(?P<body>{alternatives(spellings)})(?!\w)", re.IGNORECASE)


@cache
def _tails() -> dict[str, str]:
    return {
        " ".join(spelling.split()).casefold(): body.tail for body in issuers() for spelling in (body.name, *body.shorts)
    }


@cache
def _spellings() -> dict[str, str]:
    """Return the spelling of each name by its small letters; the first of the table where several agree."""
    spelled: dict[str, str] = {}
    for body in issuers():
        for spelling in (body.name, *body.shorts):
            spelled.setdefault(spelling.casefold(), spelling)
    return spelled


def match_issuer(text: str, at: int) -> tuple[int, str] | None:
    """Return where the name of an issuing body that begins at ``at`` ends, and the name; None where none begins."""
    match = _bodies().match(text, at)
    if not match:
        return None
    end = _tail_end(text, match)
    name = " ".join(text[at:end].split())
    return end, tidy_capitals(name) if name.isupper() and " " in name else name


def _tail_end(text: str, match: re.Match[str]) -> int:
    tail = _tails().get(" ".join(match["body"].split()).casefold(), "")
    end = match.end()
    shouted = match["body"].isupper() and " " in match["body"]
    if tail == "place":
        unit = re.compile(rf"\s+{_UNIT}(?!\w)", re.IGNORECASE).match(text, end)
        if unit:
            end = unit.end()
    if tail in {"place", "name"} and not shouted:
        end = _name_end(text, end)
    if tail in {"term", "place", "name"}:
        term = _TERM.match(text, end)
        if term:
            end = term.end()
    return end


def _name_end(text: str, end: int) -> int:
    """Return where the proper name that begins at ``end`` stops: at most four words with a capital each."""
    for _ in range(_MOST_NAME_WORDS):
        match = _NAME.match(text, end)
        if not match or not match["word"].istitle() or len(match["word"]) < 2 or match["word"] in _STOPS:
            break
        end = match.end()
    return end


def tidy_capitals(name: str) -> str:
    """Return a name printed in capitals as it is written in running text.

    The spelling of the table is used where the name begins with a known one; other words keep a capital.
    """
    match = _bodies().match(name)
    if not match:
        return name.capitalize()
    spelled = _spellings()[" ".join(match["body"].split()).casefold()]
    before, after = name[: match.start("body")], name[match.end("body") :]
    return f"{before.capitalize()}{spelled}{_small_tail(after)}"


def _small_tail(words: str) -> str:
    kept = []
    small = True
    for word in words.split():
        if re.fullmatch(r"\(?[IVXLC]+\)?|[0-9\-–]+", word):
            kept.append(word)
        elif small and word.casefold() in {
            "tỉnh",
            "thành",
            "phố",
            "thị",
            "xã",
            "huyện",
            "quận",
            "phường",
            "trấn",
            "khóa",
            "khoá",
            "lần",
            "thứ",
        }:
            kept.append(word.lower())
        else:
            small = False
            kept.append(word.capitalize())
    return (" " if kept else "") + " ".join(kept)


def find_issuers(text: str) -> list[tuple[int, int, str]]:
    """Return the issuing bodies named in the text: where each begins and ends, and its name."""
    found: list[tuple[int, int, str]] = []
    at = 0
    while match := _bodies().search(text, at):
        if match.start() and (text[match.start() - 1].isalnum()):
            at = match.start() + 1
            continue
        body = match_issuer(text, match.start())
        at = body[0] if body else match.end()
        if body:
            found.append((match.start(), body[0], body[1]))
    return found


def is_issuer(text: str) -> bool:
    """Return whether the words are the name of an issuing body and nothing else."""
    words = text.strip()
    body = match_issuer(words, 0) if len(words) < 120 else None
    return body is not None and body[0] == len(words)
