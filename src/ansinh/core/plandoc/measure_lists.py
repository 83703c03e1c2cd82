"""Numbers in a row that share their words: by village, or "A và B tương ứng đạt 40% và 45%"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ansinh.core.plandoc.clauses import Stretch
from ansinh.core.plandoc.lexicon import lexicon
from ansinh.core.plandoc.measure_names import capital, clean_name, heads
from ansinh.core.plandoc.quantities import Quantity, find_quantities, find_years

_EACH_ITS_OWN = re.compile(r"[\s,(]*(?:(?:đạt|là|còn|chiếm)\s+)?(?:tương ứng|lần lượt)(?!\w)", re.IGNORECASE)
_AFTERWARDS = re.compile(r"[\s,(]*(?:tương ứng|theo thứ tự)(?!\w)", re.IGNORECASE)
_MOVE = re.compile(r"\s+(giảm|tăng)(?: thêm)?\s*$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*và|,|và)\s*")
_JOINT = re.compile(r",?\s+và\s+|,\s+")
_PLACE = re.compile(
    r"(?:các |những )?(?:thôn|bản|buôn|làng|ấp|khóm|khu phố|khu dân cư|tổ dân phố|xã|phường|thị trấn|đặc khu|huyện|thị xã|thành phố|quận)(?!\w)",
    re.IGNORECASE,
)
_ITEM_END = re.compile(r"\s*(?:[,;.]|và\s|$)")
_NEXT_ITEM = re.compile(r"\s*(?:,|và)\s+[^\W\d_][^,;:0-9]{1,60}")
_LIST_TOPIC = re.compile(r"(?:(?:Chỉ tiêu|Mục tiêu)(?: về)?|Về)\s+(?P<topic>[^:;.]{4,110}?)\s*:\s*$", re.IGNORECASE)


_LEAD_IN = re.compile(
    r"(?:(?:Chỉ tiêu|Mục tiêu|Nhóm|Tiêu chí)\s*(?:số\s*)?[0-9]{1,2}(?:\.[0-9]{1,2})*(?:\s[^:;.0-9]{2,80})?|(?:V[ềê]|Đối với|Lĩnh vực|Trong lĩnh vực|Chỉ tiêu(?: về)?|Mục tiêu(?: về)?|Nhóm)\s[^:;.]{2,120}|(?:Phấn đấu )?[ĐĐd]ến (?:hết |cuối )?năm [0-9]{4}[^:;.]{0,60}|Trong đó|Cụ thể|Giai đoạn [^:;.]{4,60})\s*:\s*",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"[^:;.,0-9()]{2,80}:\s+")
_CUT = re.compile(r"\s*(?:[,;]|\bvà\b)")


def in_turn(text: str, quantities: list[Quantity], i: int, subject: Stretch) -> list[tuple[str, Quantity]]:
    """Return name and value of each measure in "A và B tương ứng đạt 40% và 45%", from quantity ``i`` on.

    Empty where the words "tương ứng" or "lần lượt" are missing or names and numbers are not as many.
    """
    run = [quantities[i]]
    for following in quantities[i + 1 :]:
        if not _AND.fullmatch(text, run[-1].end, following.start):
            break
        run.append(following)
    cue = _EACH_ITS_OWN.search(text, subject[0], quantities[i].number_start)
    if len(run) < 2 or (cue is None and not _AFTERWARDS.match(text, run[-1].end)):
        return []
    said = text[subject[0] : cue.start() if cue else subject[1]]
    moved = _MOVE.search(said)
    if moved:
        said = said[: moved.start()]
    joints = list(_JOINT.finditer(said))[-(len(run) - 1) :]
    if len(joints) < len(run) - 1:
        return []
    starts = [0, *(joint.end() for joint in joints)]
    ends = [*(joint.start() for joint in joints), len(said)]
    first = clean_name(said[: ends[0]])
    names = [first, *(_like(first, clean_name(said[a:b])) for a, b in zip(starts[1:], ends[1:], strict=True))]
    move = f" {moved[1].lower()}" if moved else ""
    return [(capital(name) + move, quantity) for name, quantity in zip(names, run, strict=True)]


@dataclass(frozen=True, slots=True)
class ByYear:
    """The numbers of one measure, each for one of the years named before."""

    subject: Stretch
    values: tuple[tuple[int | None, Quantity], ...]


def in_turn_by_year(
    text: str, quantities: list[Quantity], i: int, subject: Stretch, years: list[int | None]
) -> ByYear | None:
    """Return "trong đó có bằng cấp lần lượt là 30%, 32% và 40%", where as many years were named before."""
    run = [quantities[i]]
    for following in quantities[i + 1 :]:
        if not _AND.fullmatch(text, run[-1].end, following.start):
            break
        run.append(following)
    cue = _EACH_ITS_OWN.search(text, subject[0], quantities[i].number_start)
    if cue is None or len(run) < 2 or len(run) != len(years):
        return None
    return ByYear((subject[0], cue.start()), tuple(zip(years, run, strict=True)))


def _like(first: str, part: str) -> str:
    """Return the full name of a part that leaves out what the first name says before it."""
    if heads(part):
        return part
    mine, theirs = part.split(), first.split()
    for take in (2, 1):
        at = first.lower().rfind(" " + " ".join(mine[:take]).lower()) if len(mine) >= take else -1
        if at > 0:
            return f"{first[:at]} {part}"
    return " ".join([*theirs[: -min(2, len(mine))], part]) if len(mine) < len(theirs) else part


def by_place(text: str, quantities: list[Quantity], i: int, subject: Stretch) -> bool:
    """Return whether quantity ``i`` belongs to a row of places: "thôn A 09 hộ, thôn B 12 hộ"."""
    one = quantities[i]
    if one.percent or one.unit is None or not _PLACE.match(text, *subject) or not _ITEM_END.match(text, one.end):
        return False
    neighbours = [(j, j + 1) for j in (i - 1, i) if j >= 0 and j + 1 < len(quantities)]
    return any(
        quantities[a].unit == quantities[b].unit
        and _NEXT_ITEM.fullmatch(text, quantities[a].end, quantities[b].start) is not None
        for a, b in neighbours
    )


def _topic_of(lead_in: str) -> str | None:
    """Return what a lead-in is about ("Chỉ tiêu giảm hộ nghèo giao các thôn:")."""
    match = _LIST_TOPIC.fullmatch(lead_in.strip())
    return capital(match["topic"]) if match else None


def past_lead_in(text: str, start: int, end: int, year: int | None) -> tuple[int, int | None, str | None]:
    """Return where a sentence of goals begins after "Đến năm 2030:" or "Về y tế:", with the year and topic said there."""
    topic = None
    for _ in range(3):
        lead = _LEAD_IN.match(text, start, end)
        if lead is None:
            break
        years = find_years(text, start, lead.end())
        year = years[-1][1] if years else year
        topic = _topic_of(lead.group()) or topic
        start = lead.end()
    return _after_topic(text, start, end), year, topic


def under_topic(name: str, topic: str | None) -> str:
    """Return the name of a place with the topic it is listed under; other names as they are."""
    return f"{topic}: {name[:1].lower()}{name[1:]}" if topic and _PLACE.match(name) else name


def _after_topic(text: str, start: int, end: int) -> int:
    """Return where a sentence begins after the topic printed before it ("Y tế: 95% dân số tham gia …")."""
    topic = _TOPIC.match(text, start, end)
    if topic is None or lexicon().head.match(text, start):
        return start
    quantities = find_quantities(text, topic.end(), end)
    if not quantities or text[topic.end() : quantities[0].start].strip():
        return topic.end()
    # "Bảo hiểm tự nguyện: 30.000 người; …" names the measure before the colon.
    cut = _CUT.search(text, quantities[0].end, end)
    alone = not text[quantities[0].end : cut.start() if cut else end].strip(" .,;")
    return start if alone else topic.end()
