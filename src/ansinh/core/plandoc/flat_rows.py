"""Rows of a table that was flattened to one cell a line, put back into their columns.

Where a row ends is not printed: a row number looks like a value and a value like a row number. So
every possible row is weighed by how its lines fit the columns and how its number follows the one
before, and the best chain of rows is taken (Viterbi over the lines).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ansinh.core.plandoc.cell_shapes import NEVER, fit, goes_on, shape_of
from ansinh.core.plandoc.columns import Role, is_index_row
from ansinh.core.plandoc.row_labels import Count, RowLabel, follow, read_labels, titled_label
from ansinh.core.plandoc.source import Span

# A line fits a row on average at least so well, else it is no row.
_WORST_PER_LINE = 0.5
_SLACK = 0.8
_SKIP = 1.6
_MOST_SKIPPED = 3
_PLAIN = 1.3
# So many lines after the last good row, the table has ended.
_LOST = 48
# A lead or a schedule is missed more than a note.
_MISSED: dict[Role, float] = {"lead": 1.4, "schedule": 1.2, "target": 1.2, "note": 0.6, "resolution": 0.8}
_EXTRA_LINES = 6
# A line that the width of the file may have cut goes on the more easily.
_CUT = 1.0
_MOST_IN_CELL = 6
# Chains that have fallen so far behind the best one are given up.
_BEAM = 6.0


@dataclass(frozen=True, slots=True)
class Unit:
    """One cell text of the flattened table: its words on one line, and where it stands."""

    text: str
    span: Span
    cut: bool = False
    """Whether the line before it had no room for its first word: it may go on in this one."""


@dataclass(frozen=True, slots=True)
class FlatRow:
    """A row found: for each column the units it holds, first and last (not included)."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]
    kind: str
    cost: float


@dataclass(frozen=True, slots=True)
class FlatBody:
    """The rows found, the units skipped between them, the unit after the last row, and the score."""

    rows: tuple[FlatRow, ...]
    skipped: tuple[int, ...]
    end: int
    score: float


@dataclass(slots=True)
class _State:
    score: float
    before: int
    row: FlatRow | None
    count: Count
    skipped: int


class Aligner:
    """Aligns the units of one run of lines to columns of given roles."""

    def __init__(
        self, units: Sequence[Unit], roles: Sequence[Role], *, keeps_empty: bool, header: Sequence[str] = ()
    ) -> None:
        self._units = units
        self._roles = tuple(roles)
        self._numbered = bool(roles) and roles[0] == "no"
        self._gap = 2.0 if keeps_empty else 0.7
        self._keeps_empty = keeps_empty
        self._header = tuple(header)
        self._fits: dict[int, tuple[float, ...]] = {}

    def run(self, start: int, stop: int) -> FlatBody:
        """Return the best chain of rows from ``start``, not going beyond ``stop``."""
        states: dict[int, _State] = {start: _State(0.0, -1, None, Count(), 0)}
        best_at, best = start, 0.0
        front = 0.0
        position = start
        last = start
        while position <= last and position < min(stop, best_at + _LOST):
            state = states.get(position)
            position += 1
            if state is None:
                continue
            here = position - 1
            if state.score < front - _BEAM - (here - best_at if here > best_at else 0):
                continue
            for row, count in self._rows_from(here, stop, state):
                score = state.score + self._gain(row.end - row.start) - row.cost
                if row.end not in states or score > states[row.end].score:
                    states[row.end] = _State(score, here, row, count, 0)
                    last = max(last, row.end)
                    if score > best:
                        best, best_at = score, row.end
                    front = max(front, score)
            if state.skipped < _MOST_SKIPPED and here > start and here + 1 <= stop:
                score = state.score - _SKIP
                if here + 1 not in states or score > states[here + 1].score:
                    states[here + 1] = _State(score, here, None, state.count, state.skipped + 1)
                    last = max(last, here + 1)
        return self._trace(states, start, best_at, best)

    def _gain(self, lines: int) -> float:
        """Return what a row is worth: its lines, those beyond one a column less, lest a row take what follows the table."""
        columns = len(self._roles)
        return min(lines, columns) + 0.45 * max(0, lines - columns)

    def _trace(self, states: dict[int, _State], start: int, at: int, best: float) -> FlatBody:
        rows: list[FlatRow] = []
        skipped: list[int] = []
        end = at
        while at != start:
            state = states[at]
            if state.row is None:
                skipped.append(state.before)
            else:
                rows.append(state.row)
            at = state.before
        return FlatBody(tuple(reversed(rows)), tuple(reversed(skipped)), end, best)

    def _rows_from(self, start: int, stop: int, state: _State) -> list[tuple[FlatRow, Count]]:
        found: list[tuple[FlatRow, Count]] = []
        count = state.count
        # A header right after a header is no page of this table.
        repeated = self._repeated_header(start, stop) if state.row and state.row.kind != "header" else None
        if repeated:
            # The header of the next page: passed over, without gain or loss.
            return [(FlatRow(start, repeated, (), "header", float(repeated - start)), count)]
        plain = self._plain_row(start, stop, count)
        if plain:
            return [plain]
        found.extend(self._groups_from(start, stop, count))
        for cost, labelled, after in self._label_costs(start, count):
            for end, cells, fitted in self._align(start, stop, labelled=labelled):
                total = cost + fitted
                if total <= _WORST_PER_LINE * (end - start) + _SLACK and self._may_start(end, stop):
                    found.append((FlatRow(start, end, cells, "row", total), after))
        return found

    def _plain_row(self, start: int, stop: int, count: Count) -> tuple[FlatRow, Count] | None:
        """Return the row where nothing is in doubt: one line a column, each as expected, and the next number after it."""
        end = start + len(self._roles)
        if not self._numbered or end >= min(stop, len(self._units)) or not self._units[start].text:
            return None
        opening = self._label_costs(start, count)
        if not opening or opening[0][0] > 0.1:
            return None
        cost, _, after = opening[0]
        cost += sum(self._fit_at(start + column)[column] for column in range(1, len(self._roles)))
        if cost > _PLAIN:
            return None
        following = [follow(after, label)[0] for label in read_labels(self._units[end].text)]
        if not following or min(following) > 0.0:
            return None
        return FlatRow(start, end, tuple((at, at + 1) for at in range(start, end)), "row", cost), after

    def _label_costs(self, start: int, count: Count) -> list[tuple[float, bool, Count]]:
        """Return each way the unit at ``start`` can open a row: cost, whether it is the label cell, and the count."""
        if not self._numbered:
            return [(0.0, False, count)]
        text = self._units[start].text
        if not text:
            return [(0.4, True, Count(count.roman, count.upper, count.arabic, count.lower, count.last, False))]
        options: list[tuple[float, bool, Count]] = []
        for label in read_labels(text):
            cost, after = follow(count, label)
            options.append((cost, True, after))
        if options:
            return [min(options, key=lambda option: option[0])]
        # A row without a cell for its number: only where empty cells were lost.
        return [] if self._keeps_empty else [(1.0, False, count)]

    def _groups_from(self, start: int, stop: int, count: Count) -> list[tuple[FlatRow, Count]]:
        """Group rows, which have fewer cells: number and title, or both in one cell."""
        found: list[tuple[FlatRow, Count]] = []
        text = self._units[start].text
        columns = len(self._roles)
        if not text or columns < 3:
            return found
        titled = titled_label(text)
        if titled:
            for label in read_labels(titled[0]):
                cost, after = follow(count, label)
                end = self._after_empties(start + 1, stop, columns - 1)
                if self._may_start(end, stop):
                    after = Count(after.roman, after.upper, after.arabic, after.lower, after.last, True)
                    found.append((FlatRow(start, end, ((start, end),), "title", 0.3 + cost), after))
        if not self._numbered or start + 1 >= stop:
            return found
        title = shape_of(self._units[start + 1].text)
        if title.empty or title.number or title.mark or title.length < 3:
            return found
        for label in read_labels(text):
            cost, after = follow(count, label)
            base = 0.3 if label.kind in ("roman", "upper") else 0.7 if self._has_children(start + 2, label) else 1.6
            for end in {start + 2, self._after_empties(start + 2, stop, columns - 3)}:
                if end <= stop and self._may_start(end, stop):
                    after = Count(after.roman, after.upper, after.arabic, after.lower, after.last, True)
                    found.append(
                        (FlatRow(start, end, ((start, start + 1), (start + 1, end)), "group", base + cost), after)
                    )
        return found

    def _has_children(self, at: int, label: RowLabel) -> bool:
        """Tell whether the row after a group is numbered below it ("5" then "5.1"), or not numbered at all."""
        while (
            at < len(self._units)
            and not self._units[at].text
            and at + 1 < len(self._units)
            and not self._units[at + 1].text
        ):
            at += 1
        if at >= len(self._units):
            return False
        text = self._units[at].text
        if not text:
            return True
        return any(
            (len(child.path) > len(label.path) and child.path[: len(label.path)] == label.path) or child.kind == "lower"
            for child in read_labels(text)
        )

    def _after_empties(self, at: int, stop: int, most: int) -> int:
        end = at
        while end < stop and end - at < most and not self._units[end].text:
            end += 1
        return end

    def _may_start(self, at: int, stop: int) -> bool:
        """Tell whether the unit at ``at`` can open a row (or the table ends there)."""
        if at >= stop or at >= len(self._units):
            return True
        if not self._numbered or not self._keeps_empty:
            return True
        text = self._units[at].text
        if not text or read_labels(text):
            return True
        if titled_label(text) is not None or (self._header and text == self._header[0]):
            return True
        # Text after the table, or a stray line that is skipped.
        return not shape_of(text).agency or len(text) > 60

    def _repeated_header(self, start: int, stop: int) -> int | None:
        size = len(self._header)
        if not size or self._units[start].text != self._header[0] or start + size > stop:
            return None
        same = all(self._units[start + i].text == self._header[i] for i in range(size))
        if not same:
            return None
        return start + size

    def _fit_at(self, index: int) -> tuple[float, ...]:
        known = self._fits.get(index)
        if known is None:
            shape = shape_of(self._units[index].text)
            # The words of the header are no data: they come again on the next page.
            again = 1.0 if len(self._units[index].text) > 2 and self._units[index].text in self._header else 0.0
            known = tuple(fit(role, shape) + again for role in self._roles)
            self._fits[index] = known
        return known

    def _align(self, start: int, stop: int, *, labelled: bool) -> list[tuple[int, tuple[tuple[int, int], ...], float]]:
        """Return, for each possible end, the best spread of the units over the columns and its cost."""
        roles = self._roles
        columns = len(roles)
        first = 1 if self._numbered else 0
        begin = start + 1 if labelled else start
        most = min(stop, len(self._units), start + columns + _EXTRA_LINES) - begin
        if most < 1:
            return []
        limit = _WORST_PER_LINE * min(most + 1, columns + 3) + _SLACK
        # table[t]: cost and choices after the columns so far have taken t units.
        table: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
        for column in range(first, columns):
            role = roles[column]
            following: dict[int, tuple[float, tuple[int, ...]]] = {}
            for taken, (cost, choice) in table.items():
                if role != "name":
                    self._offer(following, taken, cost + self._gap * _MISSED.get(role, 1.0), choice, 0, limit)
                spent = cost
                for take in range(1, min(_MOST_IN_CELL, most - taken) + 1):
                    index = begin + taken + take - 1
                    if take == 1:
                        spent += self._fit_at(index)[column]
                    else:
                        more = goes_on(role, self._units[index - 1].text, shape_of(self._units[index].text))
                        spent += max(0.2, more - _CUT) if self._units[index].cut else more
                        if not self._units[index - 1].text:
                            spent += NEVER
                    if spent > limit:
                        break
                    self._offer(following, taken + take, spent, choice, take, limit)
            table = following
        found = []
        for taken, (cost, choice) in table.items():
            if taken:
                found.append((begin + taken, self._cells(start, begin, choice), cost))
        return found

    @staticmethod
    def _offer(
        table: dict[int, tuple[float, tuple[int, ...]]],
        taken: int,
        cost: float,
        choice: tuple[int, ...],
        take: int,
        limit: float,
    ) -> None:
        if cost <= limit and (taken not in table or cost < table[taken][0]):
            table[taken] = (cost, (*choice, take))

    def _cells(self, start: int, begin: int, choice: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
        cells = [(start, begin)] if self._numbered else []
        at = begin
        for take in choice:
            cells.append((at, at + take))
            at += take
        return tuple(cells)


def index_row_end(units: Sequence[Unit], start: int, stop: int, columns: int) -> int:
    """Return the unit after a row that only counts the columns ("(1)", "(2)", …); ``start`` where there is none."""
    end = start + columns
    if (
        columns >= 3
        and end <= stop
        and is_index_row([unit.text for unit in units[start:end]])
        and all(unit.text for unit in units[start:end])
    ):
        return end
    return start
