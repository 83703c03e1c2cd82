"""Where somebody works, as typed into the form of an account: a unit and an agency of the directories, where they are known."""

from __future__ import annotations

import re
from datetime import date

from ansinh.apps.territory.models import Agency, Unit
from ansinh.apps.territory.selectors.agencies import find_agencies
from ansinh.apps.territory.selectors.units import find_units, get_unit
from ansinh.apps.territory.words import above, plain
from ansinh.core.plandoc.agencies import agency_key

MOST_NAMED = 5
_CODE = re.compile(r"\((\d{2,5})\)\s*$|^\s*(\d{2,5})\s*$")


class UnclearUnit(ValueError):
    """What was typed names no unit of today, or several; the sentence says which and what to do."""


def read_unit(text: str, *, on: date) -> Unit | None:
    """Return the unit that a text names: by its code, or by its name when only one is called so.

    A name that the directory does not have stays a printed name only (None). Raises UnclearUnit.
    """
    coded = _CODE.search(text)
    if coded is not None:
        code = coded[1] or coded[2]
        unit = get_unit(code=code, on=on)
        if unit is None:
            raise UnclearUnit(f"Không có đơn vị mã {code} vào hôm nay. Gõ tên để chọn, hoặc kiểm tra lại mã.")
        return unit
    name, *belongs = text.split(",")
    found = find_units(name=name, on=on)
    for word in belongs:
        found = [unit for unit in found if plain(word) in plain(above(unit))]
    if len(found) > 1:
        named = "; ".join(unit_text(unit) for unit in found[:MOST_NAMED])
        raise UnclearUnit(f"Có {len(found)} đơn vị tên “{name.strip()}”: {named}. Chọn một trong danh sách gợi ý.")
    return found[0] if found else None


def read_agency(text: str) -> Agency | None:
    """Return the agency of the directory that a text names, under any of its names; None for a printed name only."""
    key = agency_key(text)
    return find_agencies(keys=[key]).get(key) if key else None


def unit_text(unit: Unit) -> str:
    """Write a unit so that it can be read back: "Xã Bình Điền, Thành phố Huế (20035)"."""
    return f"{', '.join(filter(None, (unit.name, above(unit))))} ({unit.code})"
