"""What exactly was read and confirmed: a digest of one dated value or version, that changes with anything it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from ansinh.core.rules.model import Rule, Version
from ansinh.core.rules.parameters import DatedValue, Parameter


def value_digest(parameter: Parameter, value: DatedValue) -> str:
    """Return the digest of one dated value: figure, unit, reference and days; how sure it is counts not."""
    figure = list(value.value.items()) if isinstance(value.value, Mapping) else value.value
    return _digest(
        "parameter", parameter.id, parameter.unit, figure, value.reference, value.applied_from, value.in_force_from
    )


def version_digest(rule: Rule, version: Version) -> str:
    """Return the digest of one version of a rule: its formula, references and days; how sure it is counts not."""
    formula = repr(version.formula)
    return _digest(
        "rule", rule.name, rule.entity, formula, list(version.references), version.applied_from, version.in_force_from
    )


def _digest(*parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()
