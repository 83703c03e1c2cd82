"""Who has an agency's work on a day, followed step by step through the directory, with the reason of each step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from ansinh.apps.territory.models import Agency, AgencyLevel, AgencySuccession, Evidence
from ansinh.apps.territory.selectors.places import Place, name_in_unit, unit_name
from ansinh.core.workfields import FieldGuess, Strength, field_label

# Districts ended on this day (Law 72/2025/QH15).
DISTRICTS_ENDED = date(2025, 7, 1)
_WEAKEST = (Evidence.MEMORY, Evidence.SECONDARY, Evidence.PRIMARY)


@dataclass(frozen=True, slots=True)
class Line:
    """One reason: what happened on which day, on which ground, and how far it is checked ("" where nothing is claimed)."""

    words: str
    on: date | None = None
    at_latest: bool = False
    basis: str = ""
    evidence: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agency that may have the work, for which fields, and how far that is checked."""

    agency: Agency
    fields: tuple[str, ...] = ()
    evidence: str = ""
    note: str = ""

    @property
    def field_labels(self) -> str:
        """Return the fields as officials call them."""
        return "; ".join(field_label(code) for code in self.fields)


@dataclass(frozen=True, slots=True)
class Trace:
    """Where the work is: the agency, or None with the reason and the agencies that are possible."""

    agency: Agency | None
    lines: tuple[Line, ...]
    candidates: tuple[Candidate, ...] = ()
    unclear: str = ""

    @property
    def evidence(self) -> str:
        """Return how far the weakest step is checked; "" where the agency never changed."""
        marks = {line.evidence for line in self.lines}
        return next((mark for mark in _WEAKEST if mark in marks), "")


class Directory:
    """The successions of all agencies in memory, so that a list of any length needs no more queries."""

    def __init__(self, rows: Iterable[AgencySuccession]) -> None:
        self._rows: dict[int, list[AgencySuccession]] = {}
        self._before: dict[int, set[int]] = {}
        for row in rows:
            self._rows.setdefault(row.agency_id, []).append(row)
            for heir in _named_by(row):
                self._before.setdefault(heir.pk, set()).add(row.agency_id)

    def sources_of(self, agency: Agency) -> frozenset[int]:
        """Return every agency whose work may have come to this one, step by step; itself among them."""
        found, left = {agency.pk}, [agency.pk]
        while left:
            new = self._before.get(left.pop(), set()) - found
            found |= new
            left += new
        return frozenset(found)

    def fields_of(self, agency: Agency) -> frozenset[str]:
        """Return the fields by which an agency's work was divided."""
        return frozenset(row.field for row in self._rows.get(agency.pk, []) if row.field)

    def trace(self, *, agency: Agency, guess: FieldGuess, since: date | None, on: date, place: Place) -> Trace:
        """Follow an agency from the day of a plan to another day. An unclear step ends it and says what is possible."""
        lines: list[Line] = []
        used: set[int] = set()
        day = since or date.min
        while True:
            step = self._next(agency, guess, day, on, place, used)
            if step is None:
                break
            if isinstance(step, Trace):
                return Trace(None, (*lines, *step.lines), step.candidates, step.unclear)
            used.add(step.pk)
            lines.append(_line_of(step, agency))
            day = max(day, _day_of(step))
            if step.successor is not None:
                agency = step.successor
        return _finish(agency, lines, since=since, on=on, place=place)

    def _next(
        self, agency: Agency, guess: FieldGuess, since: date, on: date, place: Place, used: set[int]
    ) -> AgencySuccession | Trace | None:
        rows = [
            row
            for row in self._rows.get(agency.pk, [])
            if row.pk not in used
            and _day_of(row) <= on
            and (row.only_in_id is None or row.only_in_id in place.ids)
            and (_day_of(row) > since or _ended_before(agency, since, row))
        ]
        if not rows:
            return None
        by_field: dict[str, list[AgencySuccession]] = {}
        for row in rows:
            by_field.setdefault(row.field, []).append(row)
        whole = by_field.pop("", [])
        if not by_field:
            return _pick(whole)
        if guess.code in by_field:
            return _pick(by_field[guess.code])
        possible = [code for code in guess.candidates if code in by_field]
        if whole and (guess.code is not None or not possible):
            return _pick(whole)
        return _by_any_field(guess, by_field, possible)


class Traces:
    """Traces of one day, each followed once however many rows of a plan lead the same way."""

    def __init__(self, directory: Directory, *, on: date) -> None:
        self.directory, self.on = directory, on
        self._found: dict[tuple[object, ...], Trace] = {}

    def get(self, *, agency: Agency, guess: FieldGuess, since: date | None, place: Place) -> Trace:
        """Follow an agency from the day of a plan to the day asked for; see ``Directory.trace``."""
        key = (agency.pk, guess.code, guess.candidates, _is_named(guess), since, id(place))
        found = self._found.get(key)
        if found is None:
            found = self.directory.trace(agency=agency, guess=guess, since=since, on=self.on, place=place)
            self._found[key] = found
        return found


def load_directory(stamp: UUID) -> Directory:
    """Return every succession that counts, read once for each state of the directory; ``stamp`` as get_stamp gives it."""
    return _read_directory(stamp)


@lru_cache(maxsize=2)
def _read_directory(stamp: UUID) -> Directory:
    del stamp
    rows = AgencySuccession.objects.filter(withdrawn_at=None).select_related("agency", "successor", "only_in")
    return Directory(rows.prefetch_related("candidates").order_by("pk"))


def _day_of(row: AgencySuccession) -> date:
    return row.from_date or row.seen_by_date or date.max


def _ended_before(agency: Agency, since: date, row: AgencySuccession) -> bool:
    """A plan may name an agency that had ended already: what followed it holds all the same."""
    return agency.valid_to is not None and agency.valid_to <= since and _day_of(row) >= agency.valid_to


def _pick(rows: list[AgencySuccession]) -> AgencySuccession | Trace:
    """Take the first that happened; what is known of this province goes before what holds in general."""
    rows = [row for row in rows if row.only_in_id is not None] or rows
    first = min(_day_of(row) for row in rows)
    rows = [row for row in rows if _day_of(row) == first]
    if len({row.successor_id for row in rows}) == 1 and rows[0].successor_id is not None:
        return rows[0]
    named = _merged(
        Candidate(agency, (row.field,) if row.field else (), row.evidence, row.note)
        for row in rows
        for agency in _named_by(row)
    )
    why = next((row.note for row in rows if row.note), "") or "Danh mục chưa ghi cơ quan nào nhận việc này."
    return Trace(None, tuple(_line_of(row, row.agency) for row in rows), named, why)


def _named_by(row: AgencySuccession) -> list[Agency]:
    return [row.successor] if row.successor is not None else list(row.candidates.all())


def _by_any_field(
    guess: FieldGuess, by_field: Mapping[str, list[AgencySuccession]], possible: list[str]
) -> AgencySuccession | Trace:
    """The words do not say which field it is: clear only where every field that is possible went to the same agency."""
    codes = possible if possible and _is_named(guess) else list(by_field)
    steps = {code: _pick(by_field[code]) for code in codes}
    taken = [step for step in steps.values() if isinstance(step, AgencySuccession)]
    if len(taken) == len(steps) and len({step.successor_id for step in taken}) == 1:
        return taken[0]
    shown = possible or list(by_field)
    found: list[Candidate] = []
    for code in shown:
        step = steps.get(code) or _pick(by_field[code])
        if isinstance(step, Trace):
            found += step.candidates
        elif step.successor is not None:
            found.append(Candidate(step.successor, (code,), step.evidence, step.note))
    agency = next(iter(by_field.values()))[0].agency
    if guess.code is not None:
        why = f"Danh mục chưa ghi lĩnh vực “{field_label(guess.code)}” của {agency.name} chuyển về đâu."
    elif possible:
        why = (
            f"Việc của {agency.name} chia theo lĩnh vực; lời văn có thể thuộc: "
            + "; ".join(map(field_label, possible))
            + "."
        )
    else:
        why = f"Việc của {agency.name} chia theo lĩnh vực; lời văn không nói thuộc lĩnh vực nào."
    return Trace(None, (), _merged(found), why)


def _is_named(guess: FieldGuess) -> bool:
    return any(hit.strength > Strength.HINT for hit in guess.hits) and not guess.doubts


def _merged(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Name each agency once, with all fields for which it is possible."""
    kept: dict[int, Candidate] = {}
    for one in found:
        other = kept.get(one.agency.pk)
        fields = tuple(dict.fromkeys((*(other.fields if other else ()), *one.fields)))
        marks = {one.evidence, other.evidence if other else one.evidence}
        weakest = next((mark for mark in _WEAKEST if mark in marks), "")
        kept[one.agency.pk] = Candidate(one.agency, fields, weakest, one.note if other is None else other.note)
    return tuple(kept.values())


def _line_of(row: AgencySuccession, agency: Agency) -> Line:
    what = f"lĩnh vực {field_label(row.field)}" if row.field else "công việc"
    if row.successor is None:
        words = f"{agency.name}: chưa rõ {what} chuyển về đâu"
    elif row.successor_id == agency.pk:
        words = f"{agency.name} tiếp tục giữ {what}"
    else:
        words = f"{agency.name} chuyển {what} cho {row.successor.name}"
    if row.only_in is not None:
        words += f" (ở {unit_name(row.only_in)})"
    return Line(
        words,
        on=row.from_date or row.seen_by_date,
        at_latest=row.from_date is None,
        basis=row.legal_basis,
        evidence=row.evidence,
        url=row.source_url if row.source_url.startswith(("https://", "http://")) else "",
        note=row.note,
    )


def _finish(agency: Agency, lines: list[Line], *, since: date | None, on: date, place: Place) -> Trace:
    unclear = ""
    if agency.valid_to is not None and agency.valid_to <= on:
        unclear = (
            f"{agency.name} đã kết thúc ngày {agency.valid_to:%d/%m/%Y}; danh mục chưa ghi cơ quan nào nhận việc này."
        )
    elif agency.level == AgencyLevel.DISTRICT and on >= DISTRICTS_ENDED:
        unclear = (
            f"Cấp huyện đã kết thúc ngày {DISTRICTS_ENDED:%d/%m/%Y}; danh mục chưa ghi {agency.name} chuyển về đâu."
        )
    elif place.lost and agency.level in (AgencyLevel.PROVINCE, AgencyLevel.COMMUNE, AgencyLevel.DISTRICT):
        unclear = "Địa bàn của kế hoạch đã sắp xếp lại; chưa ghi đơn vị mới."
    if not lines and not unclear:
        first = f" từ {since:%d/%m/%Y}" if since else ""
        lines = [
            Line(
                f"Danh mục không ghi thay đổi nào của {agency.name}{first}",
                evidence="" if agency.is_group else Evidence.MEMORY,
            )
        ]
    if agency.level == AgencyLevel.PROVINCE:
        lines = sorted([*lines, *_moves(agency, lines, since, place)], key=lambda line: line.on or date.min)
    return Trace(None if unclear else agency, tuple(lines), (), unclear)


def _moves(agency: Agency, lines: list[Line], since: date | None, place: Place) -> list[Line]:
    """Say that the province became another one; unless the directory says so itself, that the agency followed is inferred."""
    found = []
    for move in place.moves:
        if since is not None and move.change_date <= since:
            continue
        told = any(line.on == move.change_date for line in lines)
        new = unit_name(move.new)
        became = f"{new} mới" if new == unit_name(move.old) else new
        found.append(
            Line(
                f"{_capital(unit_name(move.old))} thành {became}; việc do {name_in_unit(agency, [move.new])} giữ",
                on=move.change_date,
                basis=move.instrument,
                evidence="" if told else Evidence.MEMORY,
                note=""
                if told
                else "Suy ra từ việc sắp xếp đơn vị hành chính: cơ quan cùng loại của đơn vị mới tiếp nhận.",
            )
        )
    return found


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
