"""Finding rows by words, with or without diacritics, and by the agency that leads them."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Case, CharField, Count, Func, IntegerField, Q, QuerySet, Value, When

from ansinh.apps.planning.models import AgencyMention, AssignmentRole
from ansinh.core.text import fold, title_sort_key

MARKED = "".join(
    letter + letter.upper() for letter in "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
) + "".join(map(chr, range(ord("A"), ord("Z") + 1)))


class Folded(Func):
    """A text without marks and capitals, so that "Đài" stands beside "Dân" whatever collation the server has."""

    template = "TRANSLATE(%(expressions)s)"

    def __init__(self, text: Any) -> None:
        super().__init__(text, Value(MARKED), Value(fold(MARKED)), output_field=CharField())


def words_of(text: str) -> list[str]:
    """Return the words to look for, folded: "Hộ nghèo, 42-NQ/TW" gives ho, ngheo, 42, nq, tw."""
    return re.findall(r"[^\W_]+", fold(text))


def with_words(rows: QuerySet[Any], text: str, field: str = "search_key") -> QuerySet[Any]:
    """Return the rows whose folded text has every word.

    A word that stands among the rows as a whole syllable means that syllable ("hộ" is not the beginning of "hội");
    any other means every word that begins like it.
    """
    if not text.strip():
        return rows
    patterns = _patterns(rows, text, field)
    return rows.filter(_all_in(field, patterns)) if patterns else rows.none()


def ranked(rows: QuerySet[Any], text: str, *, name: Any, field: str = "search_key") -> QuerySet[Any]:
    """Return the rows that have every word, each with ``match``, how well.

    0 with every word in the name as a whole syllable, 1 with names whose words begin so,
    2 with words found elsewhere (group, product, section).
    """
    words = words_of(text)
    if not words:
        return rows.none()
    whole = _all_in("folded_name", [_whole(word) for word in words])
    begun = _all_in("folded_name", [_begun(word) for word in words])
    match = Case(When(whole, then=Value(0)), When(begun, then=Value(1)), default=Value(2), output_field=IntegerField())
    found: QuerySet[Any] = with_words(rows, text, field).alias(folded_name=name).annotate(match=match)
    return found


def has_word(text: str, word: str) -> bool:
    """Say whether a text has a folded word at the beginning of one of its words."""
    return re.search(rf"(?<![^\W_]){re.escape(word)}", fold(text)) is not None


def _patterns(rows: QuerySet[Any], text: str, field: str) -> list[str]:
    words = words_of(text)
    counts = {f"w{at}": Count("pk", filter=Q(**{f"{field}__regex": _whole(word)})) for at, word in enumerate(words)}
    known = rows.order_by().aggregate(**counts) if counts else {}
    return [_whole(word) if known[f"w{at}"] else _begun(word) for at, word in enumerate(words)]


def _whole(word: str) -> str:
    return rf"\m{word}\M"


def _begun(word: str) -> str:
    return rf"\m{word}"


def _all_in(field: str, patterns: list[str]) -> Q:
    condition = Q()
    for pattern in patterns:
        condition &= Q(**{f"{field}__regex": pattern})
    return condition


def lead_key(mention: AgencyMention) -> tuple[str, str]:
    """Return how a lead agency is called and filtered: as the directory has it ("a12"), else as printed ("34")."""
    if mention.agency is not None:
        return mention.agency.name, f"a{mention.agency.pk}"
    return mention.printed, str(mention.pk)


def led_by(rows: QuerySet[Any], key: str) -> QuerySet[Any]:
    """Return the rows that the agency of a key leads, under whichever name the plan prints it."""
    number = key.removeprefix("a")
    if not number.isdigit():
        return rows.none()
    name = "assignments__mention__agency_id" if key.startswith("a") else "assignments__mention_id"
    return rows.filter(assignments__role=AssignmentRole.LEAD, **{name: int(number)}).distinct()


def list_leads(rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return the agencies that lead any of the rows, for a drop-down; one that is printed in several ways is one."""
    led = rows.filter(assignments__role=AssignmentRole.LEAD).order_by()
    mentions = AgencyMention.objects.select_related("agency").filter(pk__in=led.values("assignments__mention_id"))
    names = {key: name for name, key in map(lead_key, mentions)}
    return sorted(names.items(), key=lambda pair: title_sort_key(pair[1]))
