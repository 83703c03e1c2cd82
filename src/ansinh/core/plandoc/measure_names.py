"""Names of measures read from sentences: without years, comparisons and verbs of will."""

from __future__ import annotations

import re

from ansinh.core.plandoc.lexicon import lexicon
from ansinh.core.plandoc.quantities import per_base, without_years
from ansinh.core.text.unicode import squeeze

_COMPARED = re.compile(
    r"\s*,?\s*so với (?:năm|cùng kỳ|giai đoạn|hiện nay|đầu|cuối)(?!\w).*$", re.IGNORECASE | re.DOTALL
)
_BY_DAY = re.compile(
    r"[\s,]+(?:trước|chậm nhất(?: là)?)\s+(?:ngày\s+)?[0-9]{1,2}[/.][0-9]{1,2}(?:[/.][0-9]{4})?$", re.IGNORECASE
)
_FROM = re.compile(
    r"\s*(?:(?<!\w)(?:giảm|tăng)\s+)?\btừ\s+(?:mức\s+)?[0-9][0-9.,]*\s*[%‰].*$", re.IGNORECASE | re.DOTALL
)


def heads(text: str) -> bool:
    """Return whether the words begin with the head of a measure ("tỷ lệ", "số", "tuổi thọ")."""
    return bool(lexicon().head.match(text))


def has_state(text: str) -> bool:
    """Return whether a measure is said to be in a state, in words: "chỉ số … thuộc nhóm cao"."""
    state = lexicon().state.search(text)
    if state is None:
        return False
    if heads(text):
        return True
    return re.search(r"chỉ số|t[ỷỉ] lệ|thu nhập|tuổi thọ", text, re.IGNORECASE) is not None


def outcome_object(text: str) -> str:
    """Return what an outcome is about, without the verbs that state it."""
    while True:
        match = re.match(
            r"(?:hoàn thành|giữ vững|duy trì|nâng cao chất lượng|bảo đảm|đảm bảo|vững chắc|thành quả|và|cơ bản|phấn đấu|tiếp tục|đồng thời|đạt chuẩn(?= phổ cập| xóa| xoá))(?!\w)[\s,]*",
            text,
            re.IGNORECASE,
        )
        if not match or not match.group():
            return text
        text = text[match.end() :]


def clean_name(text: str) -> str:
    """Return the words of a name on one line, without years, what it is compared with, and marks at its ends."""
    name = _BY_DAY.sub("", squeeze(text).rstrip(" .;,"))
    name = _FROM.sub("", _COMPARED.sub("", without_years(name)))
    name = squeeze(name).strip(" ,;:.-–+")
    if name.count("“") != name.count("”") or name.count('"') % 2:
        name = name.strip('“”" ')
    if name.startswith("/"):
        return name
    # "(HDI)" at the end belongs to the name, one bracket alone does not.
    return name.strip(" /") if name.count("(") == name.count(")") else name.strip(" ()/")


def capital(text: str) -> str:
    """Return the text with its first letter capital, the others as they are."""
    return text[:1].upper() + text[1:]


def first_noun(name: str) -> str | None:
    """Return what "Số được sỹ trên 10.000 dân" counts, where no known unit stands there."""
    noun = re.split(r"[,(/]|\strên\s", name.removeprefix("Số "), maxsplit=1)[0].split()
    return " ".join(noun[:3]) if 0 < len(noun) <= 3 else (noun[0] if noun else None)


def dimension(name: str) -> str | None:
    """Return the part of the people or the land that a name is about ("Nông thôn"), where it is one."""
    said = [label for label, pattern in lexicon().dimensions if pattern.search(name)]
    return said[0] if len(said) == 1 else None


def readable(name: str) -> str:
    """Return the name with "/10.000 dân" written as words."""
    base = per_base(name)
    return name.replace(base, " trên " + base[1:]) if base and base.startswith("/") else name
