"""A map of a place's units as bubbles at their coordinates, beside the country with its islands in the sea."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from ansinh.apps.reporting.selectors.series import PlaceFigure
from ansinh.apps.territory.drawing import UnitMap, draw
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


def draw_bubbles(
    rows: Sequence[PlaceFigure], *, country: Iterable[Any], goal: Goal | None, write: Any, name: str
) -> BubbleMap | None:
    """Draw the units that have coordinates; None where none has.

    goal: what each unit's figure is held against; None where the target is one of the whole place only. write: gives a
    figure in words.
    """
    placed = [(row, (float(row.latitude), float(row.longitude))) for row in rows if row.latitude and row.longitude]
    if not placed:
        return None
    middle = median(at[0] for _, at in placed), median(at[1] for _, at in placed)
    is_near = [max(abs(at[0] - middle[0]), abs(at[1] - middle[1])) <= FAR for _, at in placed]
    if is_near.count(False) > max(FEW, len(placed) // 10):
        # The place is as wide as the country: nothing lies outside.
        is_near = [True] * len(placed)
    near = [one for one, is_in in zip(placed, is_near, strict=True) if is_in]
    spots = _spots([at for _, at in near])
    css = {row.report_id: class_of(row, goal) for row in rows}
    classes = Counter(css.values())
    return BubbleMap(
        bubbles=_bubbles([row for row, _ in near], spots, css, write) if len(near) <= MANY else (),
        dots=_dots(zip((css[row.report_id] for row, _ in near), spots, strict=True)) if len(near) > MANY else (),
        country=draw(
            country=country,
            parts=[at for _, at in placed],
            own=None,
            said=f"{name} trên bản đồ Việt Nam, có quần đảo Hoàng Sa và quần đảo Trường Sa",
        ),
        far=tuple(
            f"{row.name}: {write(row.value)}" for (row, _), is_in in zip(placed, is_near, strict=True) if not is_in
        ),
        legend=tuple((one, word, classes[one]) for one, word in WORDS.items() if one in classes),
        without_place=len(rows) - len(placed),
        said=f"Bản đồ {len(rows)} đơn vị của {name}; bảng ở dưới ghi cùng số liệu",
    )


def _dots(spots: Iterable[tuple[str, tuple[float, float]]]) -> tuple[tuple[str, str], ...]:
    paths: dict[str, list[str]] = {css: [] for css in (UNKNOWN, PLAIN, MET, BELOW)}
    for css, (x, y) in spots:
        paths[css].append(f"M{x} {y}h0")
    return tuple((css, "".join(path)) for css, path in paths.items() if path)


def class_of(row: PlaceFigure, goal: Goal | None) -> str:
    """Return the class of a unit: unknown is a class of its own."""
    if row.value is None:
        return UNKNOWN
    if goal is None:
        return PLAIN
    return MET if goal.is_met(row.value) else BELOW


def _spots(places: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return where places given as latitude and longitude stand in the drawing."""
    south, north = min(p[0] for p in places), max(p[0] for p in places)
    west, east = min(p[1] for p in places), max(p[1] for p in places)
    scale = min((WIDTH - 2 * EDGE) / max((east - west) * NARROW, 0.05), (HEIGHT - 2 * EDGE) / max(north - south, 0.05))
    left = (WIDTH - (east - west) * NARROW * scale) / 2
    top = (HEIGHT - (north - south) * scale) / 2
    return [
        (round(left + (longitude - west) * NARROW * scale, 1), round(top + (north - latitude) * scale, 1))
        for latitude, longitude in places
    ]


def _bubbles(
    rows: Sequence[PlaceFigure], spots: Sequence[tuple[float, float]], classes: Mapping[Any, str], write: Any
) -> tuple[Bubble, ...]:
    weights = [_weight(row) for row in rows]
    heaviest = max((weight for weight in weights if weight is not None), default=None)
    found = []
    for row, (x, y), weight in zip(rows, spots, weights, strict=True):
        share = 0.0 if not weight or not heaviest else (weight / heaviest) ** 0.5
        css = classes[row.report_id]
        size = LEAST if css == UNKNOWN else round(LEAST + (MOST - LEAST) * share, 1)
        found.append(Bubble(x, y, size, css, f"{row.name}: {write(row.value)}, {WORDS[css]}"))
    return tuple(sorted(found, key=lambda bubble: -bubble.r))


def _weight(row: PlaceFigure) -> float | None:
    """A ratio is as large as the people it speaks of, a count as large as itself."""
    if row.value is None:
        return None
    return abs(float(row.denominator if row.denominator is not None else row.value))
