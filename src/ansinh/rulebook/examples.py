"""Cases in words that stand beside the rules: cases.yaml of every programme, read as the official would write them.

A case names a month, the household where it matters, its members, and what they should get. What is not named is "no".
``expect`` gives for a member (or ``household``) a number of đồng, ``no``, ``unknown: PATH`` (or paths), or results by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

import yaml

from ansinh.rulebook.book import MODULES, folder, national_system
from ansinh.rulebook.cases import Case, read_case


@dataclass(frozen=True, slots=True)
class Example:
    """A case in words with what it should give: ``expected`` by member and programme, in the form of answers.

    ``written`` is the case as it stands in the file: what it names is told, the rest is "no".
    """

    folder: str
    written: Mapping[str, Any]
    case: Case
    expected: Mapping[str, Mapping[str, Mapping[str, Any]]]


def examples() -> Iterator[Example]:
    """Yield the cases of every programme, in order."""
    for module in MODULES:
        place = files("ansinh.rulebook") / folder(module) / "cases.yaml"
        if place.is_file():
            for at, raw in enumerate(yaml.safe_load(place.read_text(encoding="utf-8")), 1):
                yield _example(folder(module), at, raw)


def _example(name: str, at: int, raw: Mapping[str, Any]) -> Example:
    household = {
        "province_code": "14",
        "area": "rural",
        "poverty": "none",
        "unlisted": "no",
        **raw.get("household", {}),
    }
    household["members"] = [{"sex": "female", "unlisted": "no", **each} for each in raw["members"]]
    loaded = {"id": f"{name}-{at}", "name": raw["case"], "month": raw["month"], "household": _plain(household)}
    loaded |= {"as_known_on": str(raw["known_on"])} if "known_on" in raw else {}
    loaded |= {"overlay": _plain(raw["overlay"])} if "overlay" in raw else {}
    expected = {who: {name: _form(what)} for who, what in raw["expect"].items()}
    return Example(name, raw, read_case(loaded, national_system(), place=raw["case"]), expected)


def _plain(value: Any) -> Any:
    """Return what YAML read as JSON would have it: days as text."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _form(what: Any) -> dict[str, Any]:
    if isinstance(what, bool) or what == "no":
        return {"status": "no"}
    if isinstance(what, int):
        return {"status": "yes", "amount_vnd": what}
    if "unknown" in what:
        paths = what["unknown"]
        return {"status": "unknown", "missing": [paths] if isinstance(paths, str) else paths}
    return {"status": "yes", **what}
