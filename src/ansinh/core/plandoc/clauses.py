"""Sentences and clauses of a paragraph, as stretches of its text.

Everything here takes a plain string and gives offsets into it, so that a clause can be shown in its
place. Nothing is copied and nothing raises; each function is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Stretch = tuple[int, int]

_LABEL = re.compile(
    r"\s*(?:(?:[IVXLC]{1,6}|[A-HĐ])\s?[.\-–/)](?=\s)|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[.)\-–]?(?=\s)|[0-9]{1,2}[.)](?=\s)|[0-9]{1,2}[-–](?=\s)|[0-9]{1,2}\s[-–](?=\s+[^\W\d_])"
    r"|[a-zđ][).](?=\s)|\([0-9a-zđ]{1,2}\)|[•*●▪◦○+»❖➢✓](?=\s|[^\W\d_])|[-–−](?=\s|[^\W\d_]))\s*"
)
_SENTENCE_END = re.compile(
    r"(?<!\bTP)(?<!\bTX)(?<!\bTr)(?<!\bTS)(?:[.!?…]+/?\.?)[”\"')\]]*\s+(?=[“\"(\[]?[^\W\d_a-zđăâêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]|[“\"(\[]?[0-9]+(?:[.,][0-9]+)?\s?%)"
)


def label_end(text: str) -> int:
    """Return where the words begin after a label or bullet ("1.2. ", "a) ", "- "); 0 where there is none."""
    match = _LABEL.match(text)
    return match.end() if match else 0


def label_of(text: str) -> str:
    """Return the label or bullet a paragraph begins with ("a)", "-"), or an empty text."""
    return text[: label_end(text)].strip()


def sentences(text: str, start: int = 0) -> Iterator[Stretch]:
    """Return each sentence of a paragraph; a full stop ends one where a capital letter follows."""
    for match in _SENTENCE_END.finditer(text, start):
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def split_outside(text: str, start: int, end: int, mark: str = ";") -> Iterator[Stretch]:
    """Return the parts between marks that stand outside brackets and quotation marks."""
    depth = 0
    quoted = False
    at = start
    for i in range(start, end):
        sign = text[i]
        if sign in "([":
            depth += 1
        elif sign in ")]":
            depth = max(0, depth - 1)
        elif sign == "“":
            quoted = True
        elif sign == "”":
            quoted = False
        elif sign == mark and not quoted and (depth == 0 or not _closes(text, i, end)):
            yield from _trimmed(text, at, i)
            at = i + 1
    yield from _trimmed(text, at, end)


def brackets(text: str, start: int, end: int) -> list[Stretch]:
    """Return what stands in round brackets, the outermost ones, without the brackets."""
    found: list[Stretch] = []
    opened: list[int] = []
    for i in range(start, end):
        if text[i] == "(":
            opened.append(i)
        elif text[i] == ")" and opened:
            begin = opened.pop()
            if not opened:
                found.append((begin + 1, i))
    return found


def without_brackets(text: str, start: int, end: int) -> str:
    """Return the whole text with bracketed stretches between ``start`` and ``end`` blanked, offsets kept."""
    parts: list[str] = []
    at = 0
    for begin, stop in brackets(text, start, end):
        parts.append(text[at : begin - 1])
        parts.append(" " * (stop - begin + 2))
        at = stop + 1
    parts.append(text[at:])
    return "".join(parts)


def _closes(text: str, at: int, end: int) -> bool:
    """Return whether a bracket opened before ``at`` closes soon; one left open must not swallow the sentence."""
    return ")" in text[at : min(end, at + 300)]


def _trimmed(text: str, start: int, end: int) -> Iterator[Stretch]:
    while start < end and text[start] in " \t\xa0\n":
        start += 1
    while end > start and text[end - 1] in " \t\xa0\n":
        end -= 1
    if start < end:
        yield start, end
