"""The catalogue of indicators: what plans measure, under which words, and how figures of several plans compare."""

from ansinh.core.catalogue.compare import Stated, find_ends, in_words, strictness
from ansinh.core.catalogue.matching import SURE, Matcher
from ansinh.core.catalogue.model import (
    Alias,
    Dimension,
    Entry,
    Match,
    NearMiss,
    ParentTarget,
    Parts,
    Relation,
    Wording,
)
from ansinh.core.catalogue.shipped import (
    load_aliases,
    load_dimensions,
    load_disaggregations,
    load_entries,
    load_parent_targets,
    load_parts,
)
from ansinh.core.catalogue.wording import words

__all__ = [
    "SURE",
    "Alias",
    "Dimension",
    "Entry",
    "Match",
    "Matcher",
    "NearMiss",
    "ParentTarget",
    "Parts",
    "Relation",
    "Stated",
    "Wording",
    "find_ends",
    "in_words",
    "load_aliases",
    "load_dimensions",
    "load_disaggregations",
    "load_entries",
    "load_parent_targets",
    "load_parts",
    "strictness",
    "words",
]
