"""Citations in a text: instruments, provisions and pointers brought together into what they mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from ansinh.core.law.instruments import InstrumentSeen, find_instruments
from ansinh.core.law.model import Citation, Instrument, Mention, Provision
from ansinh.core.law.pointers import PointerSeen, find_pointers
from ansinh.core.law.provisions import ProvisionsSeen, find_provisions

_JOINT = re.compile(
    r"\s*,?\s+(?:của\s+|thuộc\s+|tại\s+|trong\s+|ban\s+hành\s+kèm\s+theo\s+|kèm\s+theo\s+)?", re.IGNORECASE
)
_SHORT = re.compile(
    r"(?:gọi|viết)\s+(?:tắt\s+)?(?:chung\s+)?là\s*:?\s*[“\"']?(?P<name>[^)”\"';\n]{2,120}?)[”\"']?\s*\)",
    re.IGNORECASE,
)


def find_citations(text: str) -> tuple[Mention, ...]:
    """Return every citation in the text, in order, each in its place.

    Read are instruments with number, day and issuer, laws and resolutions cited by name, provisions
    down to điểm and tiết, and words that point ("Kế hoạch này"). Never raises.
    """
    instruments = find_instruments(text)
    pointers = find_pointers(text)
    provisions = find_provisions(text)
    by_start: dict[int, InstrumentSeen] = {seen.start: seen for seen in instruments}
    pointer_at: dict[int, PointerSeen] = {seen.start: seen for seen in pointers}
    mentions: list[Mention] = []
    used: set[int] = set()
    covered = [(seen.start, seen.end) for seen in instruments]
    for seen in provisions:
        if _within(seen.start, covered):
            continue
        mention, taken = _provision_mention(text, seen, by_start, pointer_at)
        if mention:
            mentions.append(mention)
            if taken is not None:
                used.add(taken)
    reached = [(mention.start, mention.end) for mention in sorted(mentions, key=lambda mention: mention.start)]
    for pointer in pointers:
        if pointer.start not in used and not _within(pointer.start, covered) and not _within(pointer.start, reached):
            citation = Citation(pointer=pointer.pointer)
            mentions.append(Mention(pointer.start, pointer.end, text[pointer.start : pointer.end], citation))
    mentions += [_mention(text, named.start, named, ()) for named in instruments if named.start not in used]
    mentions.sort(key=lambda mention: (mention.start, mention.end))
    return tuple(_with_short_names(text, mentions))


def read_citation(text: str) -> Citation | None:
    """Return what a text that is one citation means; None where it is none, or more than one."""
    mentions = find_citations(text)
    if len(mentions) != 1:
        return None
    rest = text[: mentions[0].start] + text[mentions[0].end :]
    return mentions[0].citation if not rest.strip(" .,;:\n\t\xa0") else None


def _within(at: int, stretches: list[tuple[int, int]]) -> bool:
    place = bisect_left(stretches, (at + 1,)) - 1
    return place >= 0 and at < stretches[place][1]


def _provision_mention(
    text: str, seen: ProvisionsSeen, instruments: dict[int, InstrumentSeen], pointers: dict[int, PointerSeen]
) -> tuple[Mention | None, int | None]:
    joint = _JOINT.match(text, seen.end)
    at = joint.end() if joint else seen.end
    instrument = instruments.get(at)
    if instrument:
        return _mention(text, seen.start, instrument, seen.provisions), at
    pointer = pointers.get(at)
    if pointer:
        citation = Citation(None, seen.provisions, pointer.pointer)
        return Mention(seen.start, pointer.end, text[seen.start : pointer.end], citation), at
    if not seen.plain:
        return None, None
    return Mention(seen.start, seen.end, text[seen.start : seen.end], Citation(None, seen.provisions)), None


def _mention(text: str, start: int, seen: InstrumentSeen, provisions: tuple[Provision, ...]) -> Mention:
    citation = Citation(seen.instrument, provisions, None, seen.other_readings)
    return Mention(start, seen.end, text[start : seen.end], citation, None, seen.date_raw)


def _with_short_names(text: str, mentions: list[Mention]) -> list[Mention]:
    """Give each short name ("sau đây gọi tắt là …") to the citation it stands for, where that is plain.

    A number in the short name says whose it is. Else it belongs to the one citation of its kind in the
    clause, or to the first of the clause; a clause without citation leaves it to nobody.
    """
    if "là" not in text:
        return mentions
    starts = [mention.start for mention in mentions]
    for match in _SHORT.finditer(text):
        name = " ".join(match["name"].split()).rstrip(" .,")
        until = bisect_left(starts, match.start())
        clause = _clause_start(text, match.start())
        here = [at for at in range(bisect_left(starts, clause), until) if mentions[at].citation.instrument]
        inside = next((m for m in mentions[until : until + 2] if m.start < match.end()), None)
        owner = _owner(mentions, here, name, inside)
        if owner is not None:
            mentions[owner] = replace(mentions[owner], short_name=name)
    return mentions


def _clause_start(text: str, at: int) -> int:
    """Return where the clause begins in which ``at`` stands: after the last semicolon or line end, at most a page back."""
    back = max(0, at - 3000)
    return max(text.rfind(";", back, at), text.rfind("\n", back, at), back - 1) + 1


def _owner(mentions: list[Mention], here: list[int], name: str, inside: Mention | None) -> int | None:
    if inside is not None and inside.citation.instrument and inside.citation.instrument.number:
        number = inside.citation.instrument.number
        same = [at for at in here if _instrument(mentions[at]).number == number]
        if same:
            return same[0]
        # The number is new: it names what was cited by words only ("Nghị quyết Hội nghị … khóa XI").
        unnumbered = [at for at in here if _instrument(mentions[at]).number is None]
        return unnumbered[-1] if len(unnumbered) == 1 else None
    of_kind = [at for at in here if name.casefold().startswith((_instrument(mentions[at]).type or "\0").casefold())]
    if len(of_kind) == 1:
        return of_kind[0]
    return here[0] if here else None


def _instrument(mention: Mention) -> Instrument:
    return mention.citation.instrument or Instrument()
