"""A map of a place's units as bubbles at their coordinates, beside the country with its islands in the sea."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from ansinh.apps.reporting.models import Figure
from ansinh.apps.territory.drawing import UnitMap, draw
from ansinh.apps.territory.models import Unit
from ansinh.core.progress.goals import Goal

WIDTH, HEIGHT, EDGE = 460, 360, 22
FAR = 1.5  # degrees: what lies farther out at sea is shown on the map of the country alone
FEW = 5  # where more than these, and more than a tenth, lie far from the middle, the place is drawn whole
MANY = 500  # more units than that are dots of one size, a path for each class, without a name of each
LEAST, MOST = 4.0, 15.0
NARROW = 0.96  # a degree of longitude against one of latitude, at 16 degrees north

MET, BELOW, PLAIN, UNKNOWN = "du", "duoi", "thuong", "khuyet"
WORDS = {MET: "đạt mức của mục tiêu", BELOW: "chưa đạt", PLAIN: "có số liệu", UNKNOWN: "chưa có số liệu"}


@dataclass(frozen=True, slots=True)
class Bubble:
    """One unit: its place in the drawing, its size, its class, what is read out."""

    unit: Unit
    x: float
    y: float
    r: float
    css: str
    said: str


@dataclass(frozen=True, slots=True)
class BubbleMap:
    """The units near to each other as bubbles, the whole country beside them, and what the classes mean.

    ``dots``: of very many units the path of each class, in place of bubbles.
    """

    bubbles: tuple[Bubble, ...]
    dots: tuple[tuple[str, str], ...]
    country: UnitMap
    far: tuple[str, ...]
    legend: tuple[tuple[str, str, int], ...]
    without_place: int
    said: str
    width: int = WIDTH
    height: int = HEIGHT


Row = tuple[Unit, Fraction | None, Figure | None]


def draw_bubbles(
    rows: Sequence[Row], *, country: Iterable[Any], goal: Goal | None, write: Any, name: str
) -> BubbleMap | None:
    """Draw the units that have coordinates; None where none has.

    goal: what each unit's figure is held against; None where the target is one of the whole place only. write: gives a
    figure in words.
    """
    placed = [row for row in rows if row[0].latitude is not None and row[0].longitude is not None]
    if not placed:
        return None
    middle = median(_at(row[0])[0] for row in placed), median(_at(row[0])[1] for row in placed)
    is_near = [max(abs(_at(row[0])[0] - middle[0]), abs(_at(row[0])[1] - middle[1])) <= FAR for row in placed]
    if is_near.count(False) > max(FEW, len(placed) // 10):
        # The place is as wide as the country: nothing lies outside.
        is_near = [True] * len(placed)
    bubbles = _bubbles([row for row, near in zip(placed, is_near, strict=True) if near], goal, write)
    classes = Counter(class_of(value, figure, goal) for _, value, figure in rows)
    return BubbleMap(
        bubbles=() if len(bubbles) > MANY else tuple(bubbles),
        dots=_dots(bubbles) if len(bubbles) > MANY else (),
        country=draw(
            country=country,
            parts=[(row[0].latitude, row[0].longitude) for row in placed if row[0].latitude and row[0].longitude],
            own=None,
            said=f"{name} trên bản đồ Việt Nam, có quần đảo Hoàng Sa và quần đảo Trường Sa",
        ),
        far=tuple(f"{row[0].name}: {write(row[1])}" for row, near in zip(placed, is_near, strict=True) if not near),
        legend=tuple((css, word, classes[css]) for css, word in WORDS.items() if css in classes),
        without_place=len(rows) - len(placed),
        said=f"Bản đồ {len(rows)} đơn vị của {name}; bảng ở dưới ghi cùng số liệu",
    )


def _dots(bubbles: Iterable[Bubble]) -> tuple[tuple[str, str], ...]:
    paths: dict[str, list[str]] = {css: [] for css in (UNKNOWN, PLAIN, MET, BELOW)}
    for one in bubbles:
        paths[one.css].append(f"M{one.x} {one.y}h0")
    return tuple((css, "".join(path)) for css, path in paths.items() if path)


def class_of(value: Fraction | None, figure: Figure | None, goal: Goal | None) -> str:
    """Return the class of a unit: unknown is a class of its own."""
    if value is None or figure is None:
        return UNKNOWN
    if goal is None:
        return PLAIN
    return MET if goal.is_met(Decimal(value.numerator) / Decimal(value.denominator)) else BELOW


def _at(unit: Unit) -> tuple[float, float]:
    return float(unit.latitude or 0), float(unit.longitude or 0)


def _bubbles(rows: Sequence[Row], goal: Goal | None, write: Any) -> list[Bubble]:
    places = [_at(row[0]) for row in rows]
    south, north = min(p[0] for p in places), max(p[0] for p in places)
    west, east = min(p[1] for p in places), max(p[1] for p in places)
    scale = min((WIDTH - 2 * EDGE) / max((east - west) * NARROW, 0.05), (HEIGHT - 2 * EDGE) / max(north - south, 0.05))
    left = (WIDTH - (east - west) * NARROW * scale) / 2
    top = (HEIGHT - (north - south) * scale) / 2
    weights = [_weight(value, figure) for _, value, figure in rows]
    heaviest = max((weight for weight in weights if weight is not None), default=None)
    found = []
    for (unit, value, figure), (latitude, longitude), weight in zip(rows, places, weights, strict=True):
        share = 0.0 if not weight or not heaviest else (weight / heaviest) ** 0.5
        css = class_of(value, figure, goal)
        found.append(
            Bubble(
                unit,
                round(left + (longitude - west) * NARROW * scale, 1),
                round(top + (north - latitude) * scale, 1),
                LEAST if css == UNKNOWN else round(LEAST + (MOST - LEAST) * share, 1),
                css,
                f"{unit.name}: {write(value)}, {WORDS[css]}",
            )
        )
    return sorted(found, key=lambda bubble: -bubble.r)


def _weight(value: Fraction | None, figure: Figure | None) -> float | None:
    """A ratio is as large as the people it speaks of, a count as large as itself."""
    if value is None or figure is None:
        return None
    return abs(float(figure.denominator if figure.denominator is not None else value))
