"""Who is told to do something: "Sở A chủ trì, phối hợp với Sở B và UBND các huyện tham mưu …".

Everything here takes a plain string and gives offsets into it. Names of agencies end where a verb
of doing begins; which words are names is known to ``agencies``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from ansinh.core.plandoc.agencies import AgencyName, looks_like_agency, split_agencies
from ansinh.core.plandoc.clauses import label_end

_LONGEST_NAMES = 600
_REQUEST = re.compile(
    r"(?:(?:trân trọng )?đề nghị|giao(?: cho)?|yêu cầu|phân công|trách nhiệm(?: của)?|do|nhiệm vụ của)(?=\s)\s*:?\s*",
    re.IGNORECASE,
)
_CHARGED = re.compile(r"(?:giao|phân công)(?!\w)", re.IGNORECASE)
_LEADS = re.compile(
    r"[\s,]*(?:(?:có|chịu) trách nhiệm\s+)?(?:(?:là|làm)\s+)?(?:(?:cơ quan|đơn vị)\s+)?(?P<lead>chủ trì|làm đầu mối|là đầu mối|đầu mối)(?!\w)",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"[\s,]*(?:và\s+)?(?:chủ động\s+)?(?:phối hợp|cùng)(?:\s+(?:chặt chẽ|đồng bộ))?(?:\s+(?:với|cùng với|cùng))?(?!\w)\s*:?",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\s*\((?:là |làm )?(?:cơ quan|đơn vị|thường trực|đầu mối|chủ trì)[^()]*\)?\s*$", re.IGNORECASE)
_AFTER_NAMES = re.compile(
    r"[\s,]*(?:\(|(?<!\w)(?:để|nhằm|trước|chậm nhất|định kỳ|hằng|hàng|vào|qua|về|kết quả|tình hình|những|đúng|các khó khăn|khó khăn|trong)(?!\w))"
)
_TRIM = " \t\xa0,;:.-–/"


@dataclass(frozen=True, slots=True)
class TaskWords:
    """Compiled words of giving tasks."""

    verb: re.Pattern[str]
    empty_rest: re.Pattern[str]
    not_agency: re.Pattern[str]
    attribute: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Agencies told to do something; places are offsets into the text that was read.

    ``action`` is where what they shall do begins, ``bare`` that nothing is said there (a heading),
    ``explicit`` that the words "chủ trì" or "giao" stand with the names.
    """

    lead: tuple[AgencyName, ...]
    coordinating: tuple[AgencyName, ...] = ()
    action: int = 0
    bare: bool = False
    explicit: bool = False
    colon: bool = False


@lru_cache(maxsize=1)
def task_words() -> TaskWords:
    """Return the words of giving tasks, read once from ``data/task_words.toml``."""
    data = tomllib.loads(files("ansinh.core.plandoc").joinpath("data", "task_words.toml").read_text(encoding="utf-8"))
    attributes = "|".join(f"(?P<{name}>{words})" for name, words in data["attributes"].items())
    return TaskWords(
        verb=re.compile(rf"(?<=[\s,)])(?:{_any(data['verbs'])})(?!\w)"),
        empty_rest=re.compile(rf"[\s,]*(?:(?:{_any(data['empty_rest'])})[\s,]*)*[:;.\s]*", re.IGNORECASE),
        not_agency=re.compile(
            rf"(?:{_any([*data['not_agencies'], *(verb for verb in data['verbs'] if verb != 'thanh tra')])})(?!\w)",
            re.IGNORECASE,
        ),
        attribute=re.compile(rf"\s*(?:{attributes})\s*(?:\([^()]{{0,60}}\)\s*)?:\s*", re.IGNORECASE),
    )


def read_assignment(text: str, start: int = 0, end: int | None = None) -> Assignment | None:
    """Return who a sentence or heading gives a task to, or None where it does not begin with agencies.

    A label at the beginning is skipped. With "Chủ trì, phối hợp với Y …", where the lead is named by
    the heading above, ``lead`` is empty and only who coordinates is read.
    """
    stop = len(text) if end is None else end
    at = start + label_end(text[start:stop])
    request = _REQUEST.match(text, at, stop)
    if request:
        at = request.end()
    charged = bool(request and _CHARGED.match(request.group()))
    opening = _together(text, at, stop) if not request else None
    if opening is not None:
        return opening
    if not _agency_at(text, at, stop):
        return None
    names_end, colon = _names_end(text, at, stop)
    lead = _agencies(text, at, names_end)
    if not lead:
        return None
    assignment = _rest(text, names_end, stop, lead)
    return replace(assignment, explicit=assignment.explicit or charged, colon=assignment.colon or colon)


def names_at(text: str, at: int, end: int) -> tuple[AgencyName, ...]:
    """Return the agencies named at a place, up to the next verb; nothing where none begins there."""
    if not _agency_at(text, at, end):
        return ()
    stop, _ = _names_end(text, at, end)
    cut = _AFTER_NAMES.search(text, at, stop)
    return _agencies(text, at, cut.start() if cut else stop)


def _together(text: str, at: int, stop: int) -> Assignment | None:
    """Read "Chủ trì, phối hợp với Y làm …" and "Phối hợp với Y làm …", whose lead stands in the heading."""
    leads = _LEADS.match(text, at, stop)
    here = leads.end() if leads else at
    with_whom = _TOGETHER.match(text, here, stop)
    if with_whom is None and leads is None:
        return None
    if with_whom is None or not _agency_at(text, with_whom.end(), stop):
        return Assignment((), (), at, explicit=bool(leads)) if leads else None
    names_end, _ = _names_end(text, with_whom.end(), stop)
    return Assignment((), _agencies(text, with_whom.end(), names_end), at, explicit=bool(leads))


def _rest(text: str, at: int, stop: int, lead: tuple[AgencyName, ...]) -> Assignment:
    """Read on after the names of those who lead: with whom, and where the action begins."""
    leads = _LEADS.match(text, at, stop)
    here = leads.end() if leads else at
    coordinating: tuple[AgencyName, ...] = ()
    with_whom = _TOGETHER.match(text, here, stop)
    colon = False
    if with_whom and _agency_at(text, with_whom.end(), stop):
        here, colon = _names_end(text, with_whom.end(), stop)
        coordinating = _agencies(text, with_whom.end(), here)
    rest = task_words().empty_rest.match(text, here, stop)
    bare = rest is not None and rest.end() >= stop
    action = here
    while action < stop and text[action] in _TRIM:
        action += 1
    return Assignment(lead, coordinating, stop if bare else action, bare, bool(leads), colon)


def _agency_at(text: str, at: int, stop: int) -> bool:
    while at < stop and text[at] in " \xa0":
        at += 1
    return (
        at < stop
        and not task_words().not_agency.match(text, at, stop)
        and looks_like_agency(text[at : min(stop, at + 80)])
    )


def _names_end(text: str, at: int, stop: int) -> tuple[int, bool]:
    """Return where the names of agencies end, at a verb or a colon, and whether at a colon."""
    limit = min(stop, at + _LONGEST_NAMES)
    verb = task_words().verb.search(text, at, limit)
    end = verb.start() if verb else limit
    colon = text.find(":", at, end)
    if colon >= 0:
        return colon, True
    full_stop = re.compile(r"\.(?=\s|$)").search(text, at, end)
    return (full_stop.start() if full_stop else end), False


def _agencies(text: str, start: int, end: int) -> tuple[AgencyName, ...]:
    role = _ROLE.search(text, start, end)
    if role:
        end = role.start()
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return tuple(
        AgencyName(name.name, name.start + start, name.end + start) for name in split_agencies(text[start:end])
    )


def _any(words: list[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))
