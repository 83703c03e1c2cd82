"""The slips of clerks: how a name, a day and a number come to be written down wrongly. Pure, with chance passed in."""

from __future__ import annotations

import random
import unicodedata
from datetime import date

_HOOK, _TILDE = "\u0309", "\u0303"
_TONES = {"\u0300", "\u0301", _TILDE, _HOOK, "\u0323"}
_ALIKE = (("s", "x"), ("ch", "tr"), ("n", "ng"), ("i", "y"), ("d", "gi"), ("l", "n"))


def misspelt_name(name: str, chance: random.Random) -> tuple[str, str]:
    """Return the name as a clerk might write it, and the word for the slip: order, middle, thi, nfd, tone, letter."""
    words = name.split()
    ways = ["tone", "tone", "letter", "letter"]
    if unicodedata.normalize("NFD", name) != name:
        ways.append("nfd")
    if len(words) > 2:
        ways += ["order", "middle", "middle"]
    if "Thị" in words[1:-1]:
        ways += ["thi", "thi", "thi"]
    way = chance.choice(ways)
    match way:
        case "order":
            # Given name first, as in lists sorted by it.
            return " ".join([words[-1], *words[:-1]]), way
        case "middle":
            return f"{words[0]} {words[-1]}", way
        case "thi":
            return " ".join(word for at, word in enumerate(words) if at == 0 or word != "Thị"), way
        case "nfd":
            return unicodedata.normalize("NFD", name), way
        case "tone":
            return _other_tone(words, chance), way
        case _:
            return _other_letter(words, chance), "letter"


def misspelt_day(day: date, chance: random.Random) -> tuple[date, str]:
    """Return the day with day and month changed places where that is a day, else with one digit wrong."""
    if day.day <= 12 and day.day != day.month and chance.random() < 0.5:
        return date(day.year, day.day, day.month), "day_month"
    way = chance.choice(["day", "month", "year"])
    if way == "day":
        # Days to the 28th exist in every month.
        return day.replace(day=(day.day + chance.choice([1, 2, 9]) - 1) % 28 + 1), "day_digit"
    if way == "month":
        return date(day.year, (day.month + chance.choice([1, 2]) - 1) % 12 + 1, min(day.day, 28)), "month_digit"
    return date(day.year - chance.choice([1, 10]), day.month, min(day.day, 28)), "year_digit"


def misspelt_number(number: str, chance: random.Random) -> tuple[str, str]:
    """Return the number with two neighbours changed places, or with one digit wrong."""
    at = chance.randrange(4, len(number) - 1)
    if number[at] != number[at + 1] and chance.random() < 0.6:
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :], "number_swap"
    return number[:at] + str((int(number[at]) + chance.randint(1, 9)) % 10) + number[at + 1 :], "number_digit"


def _other_tone(words: list[str], chance: random.Random) -> str:
    at = chance.randrange(len(words))
    marks = unicodedata.normalize("NFD", words[at])
    swapped = marks.translate({ord(_HOOK): _TILDE, ord(_TILDE): _HOOK})
    other = swapped if swapped != marks else "".join(mark for mark in marks if mark not in _TONES)
    if other == marks:
        return _other_letter(words, chance)
    return " ".join([*words[:at], unicodedata.normalize("NFC", other), *words[at + 1 :]])


def _other_letter(words: list[str], chance: random.Random) -> str:
    at = chance.randrange(len(words))
    word = words[at]
    for a, b in chance.sample(_ALIKE, len(_ALIKE)):
        for old, new in ((a, b), (b, a)):
            if word.lower().startswith(old) and len(word) > len(old) + 1:
                new = new.capitalize() if word[0].isupper() else new
                return " ".join([*words[:at], new + word[len(old) :], *words[at + 1 :]])
    place = chance.randrange(1, max(2, len(word)))
    return " ".join([*words[:at], word[:place] + word[place - 1].lower() + word[place:], *words[at + 1 :]])
