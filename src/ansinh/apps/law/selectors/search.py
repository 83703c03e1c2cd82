"""Looking up the law: by its words or everyday ones, without marks, by reference ("điều 6 nghị định 20") or figure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ansinh.apps.law.selectors.book import bare, programme_of, rules_below
from ansinh.core.law import read_citation
from ansinh.core.law.known import known_instruments
from ansinh.core.rules.parameters import Parameter
from ansinh.core.rules.wording import in_words
from ansinh.core.text import fold
from ansinh.rulebook.book import national_system
from ansinh.rulebook.rows import row_name

PROGRAMME, RULE, PARAMETER = "Chương trình", "Quy tắc", "Tham số"
_ORDER = {PROGRAMME: 0, RULE: 1, PARAMETER: 2}
_TOO_COMMON = frozenset({"cho", "cua", "va", "thi", "la", "co", "duoc", "o", "theo", "nhung", "cac", "tien", "muc"})
_NUMBER = re.compile(r"(?:(nghi dinh|nd|luat|thong tu|tt|phap lenh)\s*(?:so\s*)?)?\b(\d{1,3})/(\d{4})(?:/[a-z0-9-]+)?")
_SHORT = re.compile(r"\b(nghi dinh|nd|luat|thong tu|tt|phap lenh)\s*(?:so\s*)?(\d{1,3})\b(?!/)")
_PARTS = (
    ("Điều", re.compile(r"\b(?:dieu|d)\s*(\d{1,3}[a-z]?)\b")),
    ("khoản", re.compile(r"\b(?:khoan|k)\s*(\d{1,2})\b")),
    ("điểm", re.compile(r"\bdiem\s+([a-zđ])\b")),
)
_FIGURE = re.compile(r"\b\d{1,3}(?:\.\d{3})+\b|\b\d{4,}\b|\b\d+,\d\b")


@dataclass(frozen=True, slots=True)
class Found:
    """One thing found: what kind, its name and key, where it belongs, its first reference, and by what it was found."""

    kind: str
    key: str
    label: str
    programme: str
    reference: str
    by: str
    score: int


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    key: str
    label: str
    folded: str
    syllables: tuple[str, ...]
    more: frozenset[str]
    references: tuple[tuple[str, Mapping[str, str], str], ...]
    figures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Everyday:
    """How people say something, what the law calls it, and what of the law it leads to, the first meant first."""

    said: str
    folded: str
    legal: str
    leads_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed, read: instruments, provisions, figures, and the words that are left."""

    numbers: tuple[tuple[str, str], ...]
    parts: Mapping[str, str]
    figures: tuple[str, ...]
    words: str
    raw: str
    everyday: tuple[_Everyday, ...]


def search_law(text: str, *, limit: int = 40) -> list[Found]:
    """Return the programmes, rules and figures that a text may mean, the likeliest first."""
    asked = _read(text)
    if not (asked.words or asked.numbers or asked.parts or asked.figures):
        return []
    found = [hit for entry in _entries() if (hit := _score(entry, asked)) is not None]
    if found and asked.words:
        # What has every word drives out what has only some of them.
        best = max(each.score for each in found)
        found = [each for each in found if each.score * 3 >= best]
    found.sort(key=lambda each: (-each.score, _ORDER[each.kind]))
    return found[:limit]


def _read(text: str) -> _Asked:
    folded = " ".join(fold(text).split())
    raw = " ".join(text.casefold().split())
    # "điểm đ" loses its bar when marks are taken off, so the letter is read before.
    point = re.search(r"điểm\s+([a-zđ])\b", raw)
    numbers: list[tuple[str, str]] = []
    for kind, number, year in _NUMBER.findall(folded):
        numbers.append((f"{number}/{year}", kind))
    rest = _NUMBER.sub(" ", folded)
    for kind, number in _SHORT.findall(rest):
        numbers.append((f"{number}/", kind))
    rest = _SHORT.sub(" ", rest)
    figures = _FIGURE.findall(rest)
    rest = _FIGURE.sub(" ", rest)
    parts: dict[str, str] = {}
    for unit, pattern in _PARTS:
        if seen := pattern.search(rest):
            parts[unit] = point[1] if unit == "điểm" and point else seen[1]
            rest = pattern.sub(" ", rest)
    plain = tuple(each.replace(".", "") for each in figures)
    words = " ".join(re.findall(r"[a-z0-9%]+", rest))
    everyday = tuple(each for each in _everyday() if f" {each.folded} " in f" {words} ")
    return _Asked(tuple(numbers), parts, plain, words, raw, everyday)


def _score(entry: _Entry, asked: _Asked) -> Found | None:
    score, by, reference = 0, "", entry.references[0][2] if entry.references else ""
    if asked.numbers or asked.parts:
        fits = [each for each in entry.references if _is_at(each, asked)]
        if not fits:
            return None
        reference = fits[0][2]
        score += 600 + 40 * min(len(fits), 5) + (30 if entry.references and fits[0] is entry.references[0] else 0)
        by = f"theo căn cứ {reference}"
    if asked.figures:
        seen = [entry.figures[each] for each in asked.figures if each in entry.figures]
        if len(seen) < len(asked.figures):
            return None
        score += 500
        by = f"theo con số: {seen[0]}"
    if asked.words:
        worth, how = _words(entry, asked)
        if not worth:
            return None
        score, by = score + worth, by or how
    score += {PROGRAMME: 60, RULE: 20, PARAMETER: 0}[entry.kind]
    programme = programme_of(entry.key) if entry.kind != PROGRAMME else None
    return Found(entry.kind, entry.key, entry.label, programme.label if programme else "", reference, by, score)


def _is_at(reference: tuple[str, Mapping[str, str], str], asked: _Asked) -> bool:
    number, parts, _text = reference
    kinds = {"nd": "nghi dinh", "tt": "thong tu"}
    for wanted, kind in asked.numbers:
        known = known_instruments().get(number)
        type_ = fold(known.instrument.type or "") if known is not None else ""
        if not number.startswith(wanted) or (kind and kinds.get(kind, kind) != type_):
            return False
    return all(fold(parts.get(unit, "")) == fold(label) for unit, label in asked.parts.items() if unit != "điểm") and (
        "điểm" not in asked.parts or parts.get("điểm", "") == asked.parts["điểm"]
    )


def _words(entry: _Entry, asked: _Asked) -> tuple[int, str]:
    """Return how well an entry fits the words, and by which everyday word; 0 where it does not."""
    best, how = _fit(entry, asked.words, asked.raw), ""
    for each in asked.everyday:
        by = f"theo cách nói “{each.said}”"
        if entry.key in each.leads_to:
            # The longer the everyday word, the surer it means this; the first it leads to is meant first.
            share = 100 * len(each.folded) // len(asked.words)
            worth = 560 + 4 * share - 45 * each.leads_to.index(entry.key)
            if worth > best:
                best, how = worth, "" if each.folded in entry.folded else by
        elif each.legal != each.folded:
            worth = _fit(entry, asked.words.replace(each.folded, each.legal), "") * 9 // 10
            if worth > best:
                best, how = worth, by
    return best, how


def _fit(entry: _Entry, words: str, raw: str) -> int:
    asked = [word for word in words.split() if word not in _TOO_COMMON] or words.split()
    last = asked[-1]
    in_label = sum(_has(entry.syllables, word, last) for word in asked)
    anywhere = sum(_has(entry.syllables, word, last) or word in entry.more for word in asked)
    if anywhere * 3 < len(asked) * 2:
        return 0
    score = 260 * in_label // len(asked) + 140 * anywhere // len(asked)
    if anywhere < len(asked):
        score //= 3
    if words in entry.folded:
        score += 170
        score += 90 * len(words) // len(entry.folded)
        score += 40 if entry.folded.startswith(words) else 0
        score += 60 if raw and raw != words and raw in entry.label.casefold() else 0
    return score + 40 * in_label // max(len(entry.syllables), in_label, 1)


def _has(syllables: tuple[str, ...], word: str, last: str) -> bool:
    """Whether a syllable is there; the last one typed may be unfinished."""
    return word in syllables or (word == last and len(word) > 1 and any(each.startswith(word) for each in syllables))


@cache
def _everyday() -> tuple[_Everyday, ...]:
    text = (files("ansinh.apps.law") / "data" / "everyday_words.csv").read_text(encoding="utf-8")
    return tuple(
        _Everyday(row["everyday"], fold(row["everyday"]), fold(row["legal"]), tuple(row["leads_to"].split()))
        for row in csv.DictReader(text.splitlines())
    )


@cache
def _entries() -> tuple[_Entry, ...]:
    system = national_system()
    made = []
    for programme in system.programmes.values():
        own = [system.rules[name] for name in rules_below(programme.id)]
        own = [each for each in own if (home := programme_of(each.name)) is not None and home.id == programme.id]
        cited = [ref for each in own for version in each.versions for ref in version.references]
        made.append(_entry(PROGRAMME, programme.id, programme.label, "", cited))
    for rule in system.rules.values():
        said = " ".join(bare(in_words(system, each.formula, rule.entity)) for each in rule.versions if each.formula)
        cited = [ref for version in reversed(rule.versions) for ref in version.references]
        made.append(_entry(RULE, rule.name, rule.label, said, cited))
    for parameter in system.parameters:
        cited = [value.reference for value in reversed(parameter.values)]
        rows = " ".join(dict.fromkeys(_rows(parameter)))
        made.append(
            _entry(PARAMETER, parameter.id, parameter.label, f"{parameter.note} {rows}", cited, _figures(parameter))
        )
    return tuple(made)


def _entry(
    kind: str, key: str, label: str, more: str, cited: list[str], figures: Iterable[tuple[str, str]] = ()
) -> _Entry:
    folded = " ".join(re.findall(r"[a-z0-9%]+", fold(label)))
    references = tuple(_reference(ref) for ref in dict.fromkeys(cited))
    return _Entry(
        kind, key, label, folded, tuple(folded.split()), frozenset(re.findall(r"[a-z0-9%]+", fold(more))),
        references, dict(figures),
    )  # fmt: skip


def _reference(text: str) -> tuple[str, Mapping[str, str], str]:
    citation = read_citation(text)
    number = citation.instrument.number or "" if citation is not None and citation.instrument is not None else ""
    ways = citation.provisions if citation is not None else ()
    return number, {str(part.unit): part.label for way in ways for part in way}, text


def _rows(parameter: Parameter) -> Iterator[str]:
    for value in parameter.values:
        if isinstance(value.value, Mapping):
            yield from (row_name(parameter.id, key).name for key in value.value)


def _figures(parameter: Parameter) -> Iterator[tuple[str, str]]:
    for value in parameter.values:
        if isinstance(value.value, Mapping):
            for key, figure in value.value.items():
                yield str(figure), f"{row_name(parameter.id, key)}: {parameter.shown(figure)}"
        elif value.value is not None and not isinstance(value.value, bool):
            shown = parameter.shown(value.value)
            yield shown.replace(".", ""), f"{shown} từ {value.applied_from:%d/%m/%Y}"
