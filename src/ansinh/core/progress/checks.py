"""What may be wrong with a reported figure: what stops a report, and what has to be explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import Any

from ansinh.core.progress.rollup import Blank, Figure, value_of
from ansinh.core.progress.words import figure as printed


class Severity(StrEnum):
    """What a finding asks for."""

    BLOCKING = "blocking"
    EXPLAIN = "explain"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of an indicator and from which change on somebody has to say why.

    ``change`` is the share of the last period's value (0.5: half), ``points`` the change of a percentage in points.
    """

    low: Decimal | None = None
    high: Decimal | None = None
    change: Fraction = Fraction(1, 2)
    points: Fraction = Fraction(10)
    peers: Fraction = Fraction(7, 2)


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding about a figure: a code, what it asks for, and the sentence with the numbers and the way out."""

    code: str
    severity: Severity
    sentence: str


DEFAULT_LIMITS = Limits()
# The constant that makes a median absolute deviation comparable with a standard deviation.
_MAD_SCALE = Fraction(6745, 10000)
_FEWEST_PEERS = 8
# Many places are compared in decimals, which are quick to sort; few may be exact.
Peers = Sequence[Fraction] | Sequence[Decimal]


def check_figure(
    figure: Figure,
    *,
    is_ratio: bool,
    is_share: bool = False,
    per: Decimal = Decimal(1),
    limits: Limits = DEFAULT_LIMITS,
    before: Figure | None = None,
    peers: Peers = (),
    reason: str = "",
) -> list[Remark]:
    """Return what is wrong or unusual, the blocking things first.

    is_ratio: the figure has a numerator and a denominator. is_share: the first counts some of the second, so that it
    cannot be larger (people insured of all people; not doctors of all people). before: the last period's figure of the same place; peers: this period's values of places like it.
    """
    if figure.blank is Blank.NO_DATA:
        if not reason.strip():
            return [Remark("no_reason", Severity.BLOCKING, "“Chưa có số liệu” phải kèm lý do: ghi vào ô ghi chú.")]
        return []
    found = _parts(figure, is_ratio=is_ratio, is_share=is_share) or _bounds(figure, per, limits)
    if found:
        return found
    value = value_of(figure, per=per)
    if value is None:
        return []
    return [*_against_before(value, before, is_share, per, limits), *_against_peers(value, peers, limits)]


def _parts(figure: Figure, *, is_ratio: bool, is_share: bool) -> list[Remark]:
    top, bottom = figure.numerator, figure.denominator
    if not is_ratio or figure.blank is not None:
        return []
    if top is None or bottom is None:
        return [
            Remark(
                "part_missing",
                Severity.BLOCKING,
                f"Thiếu {'tử số' if top is None else 'mẫu số'}: tỷ lệ phải có cả hai.",
            )
        ]
    if top < 0 or bottom < 0:
        return [Remark("negative", Severity.BLOCKING, "Tử số, mẫu số không được âm. Sửa lại số.")]
    if bottom == 0 and top > 0:
        return [
            Remark(
                "no_denominator", Severity.BLOCKING, f"Mẫu số là 0 mà tử số là {printed(top)}. Sửa một trong hai số."
            )
        ]
    if is_share and top > bottom:
        return [
            Remark(
                "over_denominator",
                Severity.BLOCKING,
                f"Tử số {printed(top)} lớn hơn mẫu số {printed(bottom)}. Sửa một trong hai số.",
            )
        ]
    return []


def _bounds(figure: Figure, per: Decimal, limits: Limits) -> list[Remark]:
    value = value_of(figure, per=per)
    if value is None:
        return []
    if limits.low is not None and value < limits.low:
        return [
            Remark(
                "under_low",
                Severity.BLOCKING,
                f"{printed(value)} nhỏ hơn mức thấp nhất {printed(limits.low)}. Sửa lại số.",
            )
        ]
    if limits.high is not None and value > limits.high:
        return [
            Remark(
                "over_high",
                Severity.BLOCKING,
                f"{printed(value)} lớn hơn mức cao nhất {printed(limits.high)}. Sửa lại số.",
            )
        ]
    return []


def _against_before(
    value: Fraction, before: Figure | None, is_share: bool, per: Decimal, limits: Limits
) -> list[Remark]:
    last = None if before is None else value_of(before, per=per)
    if last is None:
        return []
    moved = value - last
    far = abs(moved) > limits.points if is_share and per == 100 else last != 0 and abs(moved / last) > limits.change
    if not far and not (last == 0 and value != 0 and not is_share):
        return []
    word = "tăng" if moved > 0 else "giảm"
    return [
        Remark(
            "far_from_before",
            Severity.EXPLAIN,
            f"Kỳ trước {printed(last)}, kỳ này {printed(value)}: {word} {printed(abs(moved))}. Kiểm tra lại, hoặc ghi vì sao.",
        )
    ]


def _against_peers(value: Fraction, peers: Peers, limits: Limits) -> list[Remark]:
    if len(peers) < _FEWEST_PEERS:
        return []
    numbers: list[Any] = list(peers)
    exact = median(numbers)
    middle, spread = Fraction(exact), Fraction(median(abs(number - exact) for number in numbers))
    if spread == 0 or abs(_MAD_SCALE * (value - middle) / spread) <= limits.peers:
        return []
    return [
        Remark(
            "far_from_peers",
            Severity.EXPLAIN,
            f"{printed(value)} khác hẳn các nơi khác (một nửa quanh {printed(middle)}). Kiểm tra lại, hoặc ghi vì sao.",
        )
    ]


def check_parts(total: Decimal, parts: Sequence[Decimal | None], *, whole: bool) -> list[Remark]:
    """Return what is wrong between a total and its parts (men and women, urban and rural).

    whole: the parts are all there is, so that their sum is the total; else it may be less, never more.
    """
    known = [part for part in parts if part is not None]
    added = sum(known, Decimal(0))
    if added > total:
        return [
            Remark(
                "parts_over_total",
                Severity.BLOCKING,
                f"Các phần cộng lại {printed(added)} lớn hơn tổng {printed(total)}. Sửa tổng hoặc từng phần.",
            )
        ]
    if whole and len(known) == len(parts) and added != total:
        return [
            Remark(
                "parts_not_total",
                Severity.BLOCKING,
                f"Các phần cộng lại {printed(added)}, khác tổng {printed(total)}. Sửa tổng hoặc từng phần.",
            )
        ]
    return []
