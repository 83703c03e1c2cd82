"""What a table to be exported is: its columns, and how each kind of value is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Starred:
    """A number that is printed with an asterisk, since a footnote speaks of it; it stays a number to be reckoned with."""

    number: Decimal


Value = str | int | float | Decimal | date | datetime | bool | Starred | None
Rows = Iterable[Sequence[Value]]


class Kind(StrEnum):
    """What a column holds; numbers and days are written as such, so that they can be reckoned with."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"
    MONEY = "money"
    YEAR = "year"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Vietnamese heading, kind, and width in characters (None: from the kind and heading).

    PERCENT takes the printed figure (97.5 for 97,5 %), not its hundredth; MONEY takes whole VND.
    """

    title: str
    kind: Kind = Kind.TEXT
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file: its name, title, what stands under the title, the table, and a footnote."""

    name: str
    title: str
    about: str
    columns: Sequence[Column]
    rows: Rows
    note: str = ""


def clean(text: str) -> str:
    """Return text that any spreadsheet can hold: no half characters, no control signs but line ends."""
    kept = text.encode("utf-8", errors="replace").decode("utf-8")
    return "".join(sign for sign in kept if sign in "\n\r\t" or (ord(sign) >= 32 and sign not in "\x7f\ufffe\uffff"))


def shown(value: Value) -> str:
    """Return a value as it is read aloud in an office: "Có", "05/04/2026", "12,5"."""
    match value:
        case None:
            return ""
        case bool():
            return "Có" if value else "Không"
        case datetime():
            return value.strftime("%d/%m/%Y %H:%M")
        case date():
            return value.strftime("%d/%m/%Y")
        case int():
            return str(value)
        case float() | Decimal():
            return plain_number(value)
        case Starred():
            return f"{plain_number(value.number)}*"
        case _:
            return clean(value)


def plain_number(value: float | Decimal) -> str:
    """Return a number with a decimal comma and nothing between thousands."""
    exact = Decimal(repr(value)) if isinstance(value, float) else value
    if not exact.is_finite():
        return ""
    written = f"{exact:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.replace(".", ",")
