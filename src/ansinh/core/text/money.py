"""Amounts written out in words, as vouchers and decisions require."""

from __future__ import annotations

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", "nghìn", "triệu")


def number_in_words(number: int) -> str:
    """Return 2005015 as "hai triệu không trăm linh năm nghìn không trăm mười lăm"."""
    if number < 0:
        return "âm " + number_in_words(-number)
    if number == 0:
        return _DIGITS[0]
    # "tỷ" counts groups of nine digits over and over: one million "tỷ" is "một triệu tỷ".
    groups: list[int] = []
    rest = number
    while rest:
        rest, group = divmod(rest, 1_000_000_000)
        groups.append(group)
    words: list[str] = []
    for place in range(len(groups) - 1, -1, -1):
        if groups[place]:
            words.append(_below_billion(groups[place], full=bool(words)))
            words.extend(["tỷ"] * place)
    return " ".join(words)


def money_in_words(amount_vnd: int) -> str:
    """Return the amount as a sentence: "Hai triệu không trăm linh năm nghìn đồng"."""
    text = number_in_words(amount_vnd)
    return f"{text[0].upper()}{text[1:]} đồng"


def _below_billion(number: int, *, full: bool) -> str:
    words: list[str] = []
    for scale in (2, 1, 0):
        group = number // 1000**scale % 1000
        if group:
            words.append(_below_thousand(group, full=full or bool(words)))
            if scale:
                words.append(_SCALES[scale])
    return " ".join(words)


def _below_thousand(number: int, *, full: bool) -> str:
    """Return three digits in words; ``full`` also speaks the leading noughts, as after a larger group."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words: list[str] = []
    if hundreds or full:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0:
        if ones and words:
            words.append("linh")
        if ones:
            words.append(_DIGITS[ones])
        return " ".join(words)
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        words.append("mốt")
    elif ones == 5:
        words.append("lăm")
    elif ones:
        words.append(_DIGITS[ones])
    return " ".join(words)
