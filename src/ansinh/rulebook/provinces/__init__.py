"""Resolutions of provinces as they are written down: a sample with a raised standard, an added group and a top-up."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import yaml


def sample_resolutions() -> list[Mapping[str, Any]]:
    """Return the sample resolutions, of no real province, in the form that a case's ``overlay`` has."""
    return list(yaml.safe_load((files("ansinh.rulebook.provinces") / "sample.yaml").read_text(encoding="utf-8")))


def resolutions_of(province: str) -> list[Mapping[str, Any]]:
    """Return the resolutions of a province that ship with the program; of no real province yet."""
    return [each for each in sample_resolutions() if str(each["province_code"]) == province]
