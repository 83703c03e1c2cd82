"""How people are written: a birth date as far as it is known."""

from __future__ import annotations

from ansinh.apps.people.models import Person, Precision

_SHOWN = {Precision.YEAR.value: "%Y", Precision.MONTH.value: "%m/%Y"}


def birth_text(row: Person) -> str:
    """Write a birth date: "03/02/1950", "02/1950", "1950", or "" where nothing is known."""
    if row.birth_date is None:
        return ""
    return row.birth_date.strftime(_SHOWN.get(row.birth_precision, "%d/%m/%Y"))
