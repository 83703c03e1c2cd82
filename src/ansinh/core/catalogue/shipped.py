"""The catalogue as it comes with the program: indicators, dimensions, wordings, what tells two indicators apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ansinh.core.catalogue.model import Alias, Dimension, Entry, ParentTarget, Parts
from ansinh.core.catalogue.rows import listed, rows
from ansinh.core.catalogue.wording import Words, words


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase that tells indicators apart: "bảo hiểm thất nghiệp" says the facet "insurance" is "unemployment".

    ``mode`` of the facet: "differ" when both must speak to be told apart, "both" when silence is another thing as well,
    "dimension" when the words may also name a part of a wider indicator. An empty ``value`` only hides the phrase
    from shorter ones.
    """

    facet: str
    mode: str
    value: str
    label: str
    phrase: Words


@cache
def load_entries() -> dict[str, Entry]:
    """Return the indicators of the catalogue by code, in its order."""
    found = {}
    for row in rows("indicators.csv"):
        lists = {name: listed(row.pop(name)) for name in ("disaggregations", "components")}
        found[row["code"]] = Entry(**row, **lists)  # type: ignore[arg-type]
    return found


@cache
def load_dimensions() -> dict[str, Dimension]:
    """Return the dimensions by code."""
    return {row["code"]: Dimension(row["code"], row["name_vi"]) for row in rows("dimensions.csv")}


@cache
def load_disaggregations() -> dict[str, str]:
    """Return the names of the ways in which figures are broken down, by code."""
    return {row["code"]: row["name_vi"] for row in rows("disaggregations.csv")}


@cache
def load_parts() -> dict[str, Parts]:
    """Return the ways of breaking down that have a fixed list of parts, by code: what a report can ask for."""
    names = load_disaggregations()
    found: dict[str, list[str]] = {}
    whole: dict[str, bool] = {}
    for row in rows("parts.csv"):
        found.setdefault(row["disaggregation"], []).append(row["dimension"])
        whole[row["disaggregation"]] = row["is_whole"] == "1"
    return {code: Parts(code, names[code], tuple(parts), whole[code]) for code, parts in found.items()}


@cache
def load_aliases() -> tuple[Alias, ...]:
    """Return the wordings learnt from published plans."""
    return tuple(Alias(**row) for row in rows("aliases.csv"))


@cache
def load_parent_targets() -> tuple[ParentTarget, ...]:
    """Return the levels that documents above the plans set, as far as they could be read."""
    return tuple(
        ParentTarget(**{**row, "year": int(row["year"]) if row["year"] else None})  # type: ignore[arg-type]
        for row in rows("parent_targets.csv")
    )


@cache
def load_signs() -> tuple[Sign, ...]:
    """Return the phrases that tell indicators apart, the longest first."""
    signs = [
        Sign(row["facet"], row["mode"], row["value"], row["label"], words(text))
        for row in rows("distinctions.csv")
        for text in listed(row["phrases"])
    ]
    return tuple(sorted(signs, key=lambda sign: -len(sign.phrase)))
