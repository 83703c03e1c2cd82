"""Adding up: one figure for a province from its communes', one for a year from its quarters'; never an average of percentages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

_NINTH = Decimal("1e-9")


class Blank(StrEnum):
    """Why a figure has no number. Zero is a number."""

    NOTHING_HAPPENED = "nothing_happened"
    NO_DATA = "no_data"


class PlaceAxis(StrEnum):
    """How the figures of many places become one."""

    SUM = "sum"
    RATIO_OF_SUMS = "ratio_of_sums"
    WEIGHTED = "weighted"
    NONE = "none"


class TimeAxis(StrEnum):
    """How the figures of many periods become one."""

    SUM = "sum"
    LAST = "last"
    AVERAGE = "avg"
    MAXIMUM = "max"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was reported for one place and period: a value, or numerator and denominator, or why there is none."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    blank: Blank | None = None
    weight: Decimal | None = None

    @property
    def is_known(self) -> bool:
        """Say whether there is something to add up: a number, or the word that nothing happened."""
        return self.blank is Blank.NOTHING_HAPPENED or (
            self.blank is None and (self.value is not None or self.numerator is not None)
        )


@dataclass(frozen=True, slots=True)
class RolledUp:
    """One figure made of many, with how many of those expected it rests on.

    ``value`` is None where nothing can be said, and ``because`` says why.
    """

    value: Fraction | None
    numerator: Decimal | None
    denominator: Decimal | None
    known: int
    expected: int
    because: str = ""

    @property
    def is_provisional(self) -> bool:
        """Say whether figures are still missing."""
        return self.known < self.expected

    @property
    def coverage(self) -> Fraction | None:
        """Return the share of the expected places that have a figure; never more than 1."""
        return Fraction(self.known, self.expected) if self.expected else None


@dataclass(frozen=True, slots=True)
class Sums:
    """What the figures of many places add up to: all that a sum and a ratio need to be known.

    ``given`` figures of which ``known`` can be added up; ``total`` adds amounts, ``numerator`` and ``denominator`` the
    parts of those that have a number; ``incomplete`` counts numbers that lack a part.
    """

    given: int = 0
    known: int = 0
    total: Decimal = Decimal(0)
    numerator: Decimal = Decimal(0)
    denominator: Decimal = Decimal(0)
    incomplete: int = 0

    def __add__(self, other: Sums) -> Sums:
        """Return the sums of both sets of places, which have none in common."""
        return Sums(
            self.given + other.given,
            self.known + other.known,
            self.total + other.total,
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.incomplete + other.incomplete,
        )


def sums_of(figures: Sequence[Figure]) -> Sums:
    """Return what figures add up to."""
    known = [figure for figure in figures if figure.is_known]
    whole = [figure for figure in known if figure.blank is None]
    return Sums(
        given=len(figures),
        known=len(known),
        total=sum((_amount(figure) for figure in known), Decimal(0)),
        numerator=sum((figure.numerator for figure in whole if figure.numerator is not None), Decimal(0)),
        denominator=sum((figure.denominator for figure in whole if figure.denominator is not None), Decimal(0)),
        incomplete=sum(figure.numerator is None or figure.denominator is None for figure in whole),
    )


def roll_up_sums(sums: Sums, *, axis: PlaceAxis, expected: int, per: Decimal = Decimal(1)) -> RolledUp:
    """Return the figure of a whole from what its parts add up to; the same as from each of them.

    Not for a weighted mean, which needs every place. Raises ValueError there, and where more report than are expected.
    """
    if sums.given > expected:
        raise ValueError("more figures than places expected")
    if axis is PlaceAxis.WEIGHTED:
        raise ValueError("a weighted mean needs the figure of every place")
    if axis is PlaceAxis.NONE:
        return RolledUp(None, None, None, sums.known, expected, "not_additive")
    if not sums.known:
        return RolledUp(None, None, None, 0, expected, "no_figures")
    if axis is PlaceAxis.SUM:
        return RolledUp(Fraction(sums.total), None, None, sums.known, expected)
    if sums.incomplete:
        return RolledUp(None, None, None, sums.known, expected, "percentage_without_parts")
    top, bottom = sums.numerator, sums.denominator
    if bottom == 0:
        return RolledUp(None, top, bottom, sums.known, expected, "no_denominator")
    return RolledUp(Fraction(top) / Fraction(bottom) * Fraction(per), top, bottom, sums.known, expected)


@dataclass(frozen=True, slots=True)
class WeightedSums:
    """What figures with weights add up to: all that a weighted mean needs to be known.

    ``lacking`` counts figures that lack a number or a weight; ``weighted`` adds value times weight, ``shares`` the same
    of figures that are a ratio, each rounded to nine decimals. A place where nothing happened weighs nothing.
    """

    given: int = 0
    known: int = 0
    lacking: int = 0
    weighted: Decimal = Decimal(0)
    shares: Decimal = Decimal(0)
    weights: Decimal = Decimal(0)

    def __add__(self, other: WeightedSums) -> WeightedSums:
        """Return the sums of both sets of places, which have none in common."""
        return WeightedSums(
            self.given + other.given,
            self.known + other.known,
            self.lacking + other.lacking,
            self.weighted + other.weighted,
            self.shares + other.shares,
            self.weights + other.weights,
        )


def weighted_sums_of(figures: Sequence[Figure]) -> WeightedSums:
    """Return what figures with weights add up to."""
    known = [figure for figure in figures if figure.is_known]
    whole = [figure for figure in known if figure.blank is None]
    pairs = [(figure, share_of(figure), figure.weight) for figure in whole]
    values = [(one.value, weight) for one, _, weight in pairs if one.value is not None and weight is not None]
    shares = [(share, weight) for _, share, weight in pairs if share is not None and weight is not None]
    return WeightedSums(
        given=len(figures),
        known=len(known),
        lacking=len(whole) - len(values) - len(shares),
        weighted=sum((value * weight for value, weight in values), Decimal(0)),
        shares=sum((share * weight for share, weight in shares), Decimal(0)),
        weights=sum((weight for _, weight in (*values, *shares)), Decimal(0)),
    )


def share_of(figure: Figure) -> Decimal | None:
    """Return a ratio's numerator divided by its denominator to nine decimals; None where it is no ratio."""
    if figure.value is not None or figure.numerator is None or not figure.denominator:
        return None
    return (figure.numerator / figure.denominator).quantize(_NINTH, rounding=ROUND_HALF_UP)


def roll_up_weighted(sums: WeightedSums, *, expected: int, per: Decimal = Decimal(1)) -> RolledUp:
    """Return a weighted mean; every figure needs a number and a weight. Raises ValueError as roll_up_sums."""
    if sums.given > expected:
        raise ValueError("more figures than places expected")
    if not sums.known:
        return RolledUp(None, None, None, 0, expected, "no_figures")
    if sums.lacking or sums.weights == 0:
        return RolledUp(None, None, None, sums.known, expected, "weight_not_recorded")
    total = Fraction(sums.weighted) + Fraction(sums.shares) * Fraction(per)
    return RolledUp(total / Fraction(sums.weights), None, None, sums.known, expected)


def roll_up_places(figures: Sequence[Figure], *, axis: PlaceAxis, expected: int, per: Decimal = Decimal(1)) -> RolledUp:
    """Return the figure of a whole from those of its parts.

    figures: of the places that reported, at most one a place. expected: how many should. per: 100 for a percentage.
    A ratio comes from the sums of numerators and denominators; a place that gives a percentage alone cannot be part
    of one, and a weighted mean needs every weight. Raises ValueError where more report than are expected.
    """
    if axis is PlaceAxis.WEIGHTED:
        return roll_up_weighted(weighted_sums_of(figures), expected=expected, per=per)
    return roll_up_sums(sums_of(figures), axis=axis, expected=expected, per=per)


def _amount(figure: Figure) -> Decimal:
    if figure.blank is Blank.NOTHING_HAPPENED:
        return Decimal(0)
    amount = figure.value if figure.value is not None else figure.numerator
    return amount if amount is not None else Decimal(0)


def _ratio(known: Sequence[Figure], expected: int, per: Decimal) -> RolledUp:
    return roll_up_sums(sums_of(known), axis=PlaceAxis.RATIO_OF_SUMS, expected=expected, per=per)


def roll_up_periods(figures: Sequence[Figure | None], *, axis: TimeAxis, per: Decimal = Decimal(1)) -> RolledUp:
    """Return the figure of a longer period from those of its parts, in order; None where a part did not report.

    A sum of ratios adds numerators and denominators; the last known part stands for the whole under LAST; an average
    is of values only, not of percentages with parts.
    """
    expected = len(figures)
    known = [figure for figure in figures if figure is not None and figure.is_known]
    if axis is TimeAxis.NONE:
        return RolledUp(None, None, None, len(known), expected, "not_additive")
    if not known:
        return RolledUp(None, None, None, 0, expected, "no_figures")
    if axis is TimeAxis.LAST:
        return _last(figures, len(known), expected, per)
    if axis is TimeAxis.SUM:
        whole = [figure for figure in known if figure.blank is None]
        if any(figure.denominator is not None for figure in whole):
            return _ratio(known, expected, per)
        return RolledUp(
            Fraction(sum((_amount(figure) for figure in known), Decimal(0))), None, None, len(known), expected
        )
    values = [_value(figure, per) for figure in known]
    if any(value is None for value in values):
        return RolledUp(None, None, None, len(known), expected, "no_denominator")
    numbers = [value for value in values if value is not None]
    if axis is TimeAxis.MAXIMUM:
        return RolledUp(max(numbers), None, None, len(known), expected)
    if any(figure.denominator is not None for figure in known):
        return _ratio(known, expected, per)
    return RolledUp(sum(numbers, Fraction(0)) / len(numbers), None, None, len(known), expected)


def _last(figures: Sequence[Figure | None], known: int, expected: int, per: Decimal) -> RolledUp:
    latest = next(figure for figure in reversed(figures) if figure is not None and figure.is_known)
    because = "" if figures[-1] is latest else "last_part_missing"
    return RolledUp(_value(latest, per), latest.numerator, latest.denominator, known, expected, because)


def _value(figure: Figure, per: Decimal) -> Fraction | None:
    if figure.blank is Blank.NOTHING_HAPPENED:
        return Fraction(0)
    if figure.numerator is not None and figure.denominator is not None:
        return Fraction(figure.numerator) / Fraction(figure.denominator) * Fraction(per) if figure.denominator else None
    return None if figure.value is None else Fraction(figure.value)


def value_of(figure: Figure, *, per: Decimal = Decimal(1)) -> Fraction | None:
    """Return the number of one figure; a ratio's from its parts; None where there is none."""
    return _value(figure, per) if figure.is_known else None
