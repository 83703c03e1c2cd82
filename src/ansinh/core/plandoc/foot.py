"""The foot of a plan: who signed it, in which office, and who receives it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ansinh.core.plandoc.printed import Printed
from ansinh.core.plandoc.source import Span
from ansinh.core.text import nfc

_FOR = re.compile(r"(?:\*\*)?(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)\s?[.\s]\s?(?=[^\W\d_]{2})")
_RECIPIENTS = re.compile(r"(?:\*|_)*Nơi\s+nhận\s*:?(?:\*|_)*\s*", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"\(?(?:đã\s+ký|ký\s+tên|đóng\s+dấu|daky|\[)", re.IGNORECASE)
_BULLET = re.compile(r"\s*[-–−•+*]\s*")
_RANKS = re.compile(r"(?:TS|ThS|PGS|GS|BS|BSCKII|CKII|Thượng tá|Đại tá|Thiếu tướng|Trung tướng|Đại tướng)\.?\s+")
_MOST_RECIPIENTS = 80
_WITHIN = 6


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot says; None and empty where it says nothing."""

    signer: str | None = None
    signer_title: str | None = None
    signer_span: Span | None = None
    recipients: tuple[str, ...] = ()
    recipients_span: Span | None = None


@cache
def _titles() -> dict[str, str]:
    """Return the offices of signers by their capitals, as in data/signer_titles.csv."""
    text = nfc((files("ansinh.core.plandoc") / "data" / "signer_titles.csv").read_text(encoding="utf-8"))
    return {row["title"].upper(): row["title"] for row in csv.DictReader(text.splitlines())}


def read_foot(lines: list[Printed]) -> Foot:
    """Return who signed and who receives the plan: the first signature that a name stands under."""
    signer, title, span = _signature(lines)
    recipients, place = _recipients(lines)
    return Foot(signer, title, span, recipients, place)


def _signature(lines: list[Printed]) -> tuple[str | None, str | None, Span | None]:
    for at, line in enumerate(lines):
        if not _is_office(line.text):
            continue
        title = _office(line.text)
        for more in lines[at + 1 : at + 1 + _WITHIN]:
            if _is_office(more.text):
                title = _office(more.text) or title
            elif _is_name(more.text):
                return _tidy_name(more.text), title, more.span
            elif not _NOT_A_NAME.match(more.text):
                break
    return None, None, None


def _is_office(text: str) -> bool:
    if len(text) > 120:
        return False
    return (bool(_FOR.match(text)) and text.isupper()) or _bare(text) in _titles()


def _bare(text: str) -> str:
    return " ".join(text.strip(" *_.").split())


def _office(text: str) -> str | None:
    """Return the office in a line such as "KT. CHỦ TỊCH PHÓ CHỦ TỊCH"; of several the last, which is the signer's."""
    bare = _bare(text)
    titles = _titles()
    if bare in titles:
        return titles[bare]
    fitting = [shouted for shouted in titles if bare.endswith(" " + shouted)]
    if not fitting or (
        bare.startswith(("KT", "K/T")) and bare.count(" ") == max(len(shouted.split()) for shouted in fitting)
    ):
        return None
    return titles[max(fitting, key=len)]


def _is_name(text: str) -> bool:
    bare = _RANKS.sub("", _bare(text))
    words = bare.split()
    return (
        2 <= len(words) <= 6
        and all(word.isalpha() for word in words)
        and all(word.istitle() or word.isupper() for word in words)
        and _bare(text) not in _titles()
    )


def _tidy_name(text: str) -> str:
    bare = _bare(text)
    return bare.title() if bare.isupper() else bare


def _recipients(lines: list[Printed]) -> tuple[tuple[str, ...], Span | None]:
    for at, line in enumerate(lines):
        begin = _RECIPIENTS.match(line.text)
        if not begin:
            continue
        first = line.text[begin.end() :]
        found = [part for part in re.split(r";\s*-?\s*", first) if part.strip(" -")] if first else []
        end = line.span.end
        bulleted = any(_BULLET.match(more.text) for more in lines[at + 1 : at + 3])
        for more in lines[at + 1 : at + 1 + _MOST_RECIPIENTS]:
            if _is_office(more.text) or _is_heading(more.text) or (bulleted and not _BULLET.match(more.text)):
                break
            found.append(more.text)
            end = more.span.end
            if not bulleted and more.text.rstrip().endswith("."):
                break
        cleaned = tuple(name for part in found if (name := _BULLET.sub("", part, count=1).strip(" ;,.*_-")))
        return cleaned, Span(line.span.start, end)
    return (), None


def _is_heading(text: str) -> bool:
    return text.isupper() and len(text) > 12 and ":" not in text
