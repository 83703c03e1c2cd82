"""Tables whose rows belong to a person and go along when a record is merged; rooms above name theirs at their start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from ansinh.apps.people.fact_names import FACTS


@dataclass(frozen=True, slots=True)
class Hanging:
    """One such table with a column ``person`` and a key ``id``.

    ``same``: two rows alike in these cannot both be one person's (while ``open_while`` is null, where one is named);
    then one of them stays: which, is asked of the official where ``asks``, else it is the surviving record's.
    ``words`` puts a row into words for him.
    """

    model: type[Model]
    words: Callable[[Any], str]
    same: tuple[str, ...] = ()
    open_while: str = ""
    asks: bool = True

    @property
    def table(self) -> str:
        """The table's name in the database."""
        return self.model._meta.db_table

    @property
    def label(self) -> str:
        """What the rows are called."""
        return str(self.model._meta.verbose_name)


_HANGING: dict[str, Hanging] = {}


def add_hanging(each: Hanging) -> None:
    """Let the rows of a room's table go along when a person's record is merged."""
    _HANGING.setdefault(each.table, each)


def hangings() -> list[Hanging]:
    """Return the tables whose rows go along, in the order of the rooms."""
    return list(_HANGING.values())


def fact_words(row: Any) -> str:
    """Put a fact into words: "Mức độ khuyết tật: nặng, từ 01/06/2026"."""
    known = FACTS.get(row.name)
    label = known.label if known is not None else row.name
    value = str(row.other_id)[:8] if row.other_id is not None else known.show(row.value) if known else str(row.value)
    since = f", từ {row.valid_from:%d/%m/%Y}" if row.valid_from else ""
    return f"{label}: {value}{since} ({row.source})"
