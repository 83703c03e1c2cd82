"""What the decrees that a province takes in bring: their figures beside their text, and the law with and without them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ansinh.apps.law.models import OPEN, CheckState, LawChange, NewValue
from ansinh.apps.law.refusals import NotHere
from ansinh.apps.law.selectors.confirmed import NewFigure, list_confirmed, list_new, put_together
from ansinh.core.law import Instrument, type_of_number
from ansinh.core.rules.system import System
from ansinh.rulebook.book import national_system
from ansinh.rulebook.decree import DecreeRead, Proposed, read_decree


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line of the decree; ``no`` is the number of the figure it is, 0 for plain words."""

    words: str
    no: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A decree for two people to read: its lines with the figures marked, and what was read of it."""

    lines: tuple[tuple[Piece, ...], ...]
    read: DecreeRead


def list_changes(*, province: str) -> list[tuple[LawChange, int, int]]:
    """Return the decrees of a province, each with how many values are confirmed and how many wait."""
    rows = (
        LawChange.objects.filter(province_code=province).select_related("text", "added_by").prefetch_related("values")
    )
    counted = []
    for row in rows:
        states = [value.state for value in row.values.all()]
        counted.append((row, states.count(CheckState.CONFIRMED), states.count(CheckState.WAITING)))
    return counted


def get_change(change_id: UUID | str, *, province: str) -> LawChange:
    """Return one decree of a province. Raises NotHere."""
    row = LawChange.objects.filter(pk=change_id, province_code=province).select_related("text").first()
    if row is None:
        raise NotHere("Không có văn bản này ở tỉnh của bạn.")
    return row


def read_change(change: LawChange) -> Sheet:
    """Return a decree as it is read beside its values."""
    number = change.text.number
    read = read_decree(change.body, national_system(), instrument=Instrument(type_of_number(number) or "Luật", number))
    return Sheet(_lines(change.body, read.proposed), read)


def _lines(body: str, proposed: tuple[Proposed, ...]) -> tuple[tuple[Piece, ...], ...]:
    lines, start = [], 0
    for line in body.splitlines(keepends=True):
        bare, pieces, at = line.rstrip("\r\n"), [], 0
        for no, each in enumerate(proposed, 1):
            first, last = each.start - start, each.end - start
            if at <= first and last <= len(bare):
                pieces += [Piece(bare[at:first], 0), Piece(bare[first:last], no)]
                at = last
        pieces.append(Piece(bare[at:], 0))
        if bare.strip():
            lines.append(tuple(piece for piece in pieces if piece.words))
        start += len(line)
    return tuple(lines)


def values_of(change: LawChange) -> list[NewValue]:
    """Return the values that were attached from a decree, with those that were refused or taken back."""
    return list(change.values.select_related("proposed_by", "decided_by", "withdrawn_by"))


def systems_of(change_id: UUID | str, *, province: str, on: date) -> tuple[System, System]:
    """Return the law of a province without a decree and with all its values that stand, those that still wait too.

    What follows from a decree (people, money, arrears, letters) is worked out by holding the two against each other.
    Raises NotHere.
    """
    change = get_change(change_id, province=province)
    confirmed = list_confirmed(province=province, on=on)
    others = tuple(each for each in list_new(province=province, on=on) if each.change != str(change.pk))
    own = tuple(
        NewFigure.of(row, said=f"{change.text.number}, trang {row.page}")
        for row in change.values.filter(state__in=OPEN).order_by("key", "applied_from")
    )
    return put_together(confirmed, others), put_together(confirmed, (*others, *own))
