"""A map without tiles: the communes of the country as dots on a graticule, the East Sea with its islands in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

WEST, EAST, SOUTH, NORTH = 101.5, 117.5, 6.5, 24.0
ACROSS, DOWN = 9.6, 10.0  # a degree of longitude is shorter at 16 degrees north
WIDTH, HEIGHT = round((EAST - WEST) * ACROSS), round((NORTH - SOUTH) * DOWN)
ISLANDS = (("Hoàng Sa", 16.568, 112.135), ("Trường Sa", 9.71, 114.45))
COARSE = 0.12

Place = tuple[Decimal | float, Decimal | float]


@dataclass(frozen=True, slots=True)
class IslandName:
    """A name in the sea, at its place in the drawing."""

    name: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class UnitMap:
    """The drawing as paths of dots: the country, the unit's own parts, and the unit itself."""

    country: str
    parts: str
    x: float | None
    y: float | None
    said: str
    lines: str
    islands: tuple[IslandName, ...]
    width: int = WIDTH
    height: int = HEIGHT


def draw(*, country: Iterable[Place], parts: Iterable[Place], own: Place | None, said: str) -> UnitMap:
    """Draw places given as (latitude, longitude); what lies off the sheet is left out."""
    x, y = _at(own) if own is not None else (None, None)
    return UnitMap(
        country=_dots(_thinned(country)),
        parts=_dots(_at(place) for place in parts),
        x=x,
        y=y,
        said=said,
        lines=_graticule(),
        islands=tuple(IslandName(name, *_at((latitude, longitude))) for name, latitude, longitude in ISLANDS),
    )


def _at(place: Place) -> tuple[float, float]:
    latitude, longitude = float(place[0]), float(place[1])
    return round((longitude - WEST) * ACROSS, 1), round((NORTH - latitude) * DOWN, 1)


def _thinned(places: Iterable[Place]) -> Iterable[tuple[float, float]]:
    """Keep one dot of each small square: the outline stays, the page stays light."""
    seen = set()
    for place in places:
        square = (round(float(place[0]) / COARSE), round(float(place[1]) / COARSE))
        if square not in seen:
            seen.add(square)
            yield _at(place)


def _dots(points: Iterable[tuple[float, float]]) -> str:
    return "".join(f"M{x:g} {y:g}h0" for x, y in points if 0 <= x <= WIDTH and 0 <= y <= HEIGHT)


def _graticule() -> str:
    across = "".join(f"M{(longitude - WEST) * ACROSS:g} 0v{HEIGHT}" for longitude in (105, 110, 115))
    return across + "".join(f"M0 {(NORTH - latitude) * DOWN:g}h{WIDTH}" for latitude in (10, 15, 20))
