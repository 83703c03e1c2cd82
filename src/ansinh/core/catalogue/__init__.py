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
    Relation,
    Wording,
)
from ansinh.core.catalogue.shipped import (
    load_aliases,
    load_dimensions,
    load_disaggregations,
    load_entries,
    load_parent_targets,
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
    "strictness",
    "words",
]
