"""Units over time: what became of each, and how a series of figures is carried over a change of units."""

from ansinh.core.lineage.convert import (
    Conversion,
    Converted,
    Figure,
    Part,
    Rule,
    State,
    Unallocated,
    UnitNotThere,
    convert,
    take_back,
)
from ansinh.core.lineage.model import Change, DatedUnit, Lineage, Link, SharesTooLarge

__all__ = [
    "Change",
    "Conversion",
    "Converted",
    "DatedUnit",
    "Figure",
    "Lineage",
    "Link",
    "Part",
    "Rule",
    "SharesTooLarge",
    "State",
    "Unallocated",
    "UnitNotThere",
    "convert",
    "take_back",
]
