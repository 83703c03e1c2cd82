"""How the cells of a list are written. What holds for a whole column is found out once a page, not once a row.

The cells are those of django-tables2, which asks anew for each cell what its column's ``render`` wants to know.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django_tables2.utils import Accessor

Reader = Callable[[Any], Any]
# What an accessor raises where a record has no such thing: the column's own render or its default speaks then.
_NOT_THERE = (AttributeError, KeyError, TypeError, ValueError)


def cell_writer(column: Any) -> Callable[[Any], Any]:
    """Return what writes the cell of a bound column, given a bound row of its table."""
    if column.link is not None:
        name = column.name
        return lambda row: row.get_cell(name)
    accessor, empty, render = Accessor(column.accessor), column.column.empty_values, column.render
    wanted = _wanted(render)
    readers: dict[type, Reader] = {}

    def write(row: Any) -> Any:
        record = row.record
        kind = type(record)
        if kind not in readers:
            readers[kind] = _reader(accessor, record)
        try:
            value = readers[kind](record)
        except _NOT_THERE:
            value = None
        if value in empty:
            return column.default
        known = {"value": value, "record": record, "bound_row": row, "bound_column": column, "column": column.column}
        return render(**{name: known[name] for name in wanted})

    return write


def _wanted(render: Callable[..., Any]) -> tuple[str, ...]:
    """Return what a ``render`` asks for by the names of its arguments."""
    return tuple(inspect.signature(render).parameters)


def _reader(accessor: Accessor, record: Any) -> Reader:
    """Return what reads a column's value from records like this one; a coded value of the database is read as its word."""
    path, _, last = accessor.rpartition(Accessor.SEPARATOR)
    if isinstance(record, Model) and getattr(accessor.get_field(record), "choices", None):
        before = Accessor(path)
        return lambda one: getattr(before.resolve(one), f"get_{last}_display")()
    if path or hasattr(type(record), "__getitem__"):
        return accessor.resolve  # type: ignore[no-any-return]

    def plain(one: Any) -> Any:
        value = getattr(one, last)
        return value() if callable(value) else value

    return plain
