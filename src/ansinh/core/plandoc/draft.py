"""What the stages of the pipeline hand on to each other while a plan is being read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ansinh.core.plandoc.model import (
    DocumentInfo,
    DutyReading,
    Finding,
    IndicatorReading,
    Reading,
    Reference,
    Section,
    TaskReading,
    Unparsed,
)
from ansinh.core.plandoc.source import Source, Span, Table


@dataclass(frozen=True, slots=True)
class Passage:
    """A logical paragraph: the lines that belong together, joined by one space.

    ``pieces`` holds, for each line, where it begins in ``text`` and the span it came from.
    """

    text: str
    pieces: tuple[tuple[int, Span], ...]
    level: int | None = None

    @property
    def whole(self) -> Span:
        """Return the stretch of the source from the first line to the last."""
        return Span(self.pieces[0][1].start, self.pieces[-1][1].end)

    def span(self, start: int, end: int) -> Span:
        """Return the source span of ``text[start:end]``."""
        return Span(self._back(start), self._back(max(start, end - 1)) + (1 if end > start else 0))

    def _back(self, offset: int) -> int:
        begin, piece = self.pieces[0]
        for at, span in self.pieces:
            if at > offset:
                break
            begin, piece = at, span
        return min(piece.start + offset - begin, piece.end)


@dataclass(slots=True)
class Draft:
    """The reading as far as it has come. Each stage names in its docstring what it reads and writes.

    ``passages`` are the logical paragraphs outside tables, in order; ``tables`` the grids, those of
    the file and those rebuilt from flattened text.
    """

    source: Source
    passages: tuple[Passage, ...] = ()
    tables: tuple[Table, ...] = ()
    document: DocumentInfo = field(default_factory=DocumentInfo)
    references: tuple[Reference, ...] = ()
    sections: tuple[Section, ...] = ()
    indicators: tuple[IndicatorReading, ...] = ()
    tasks: tuple[TaskReading, ...] = ()
    duties: tuple[DutyReading, ...] = ()
    findings: tuple[Finding, ...] = ()
    unparsed: tuple[Unparsed, ...] = ()

    def reading(self) -> Reading:
        """Return what has been read so far."""
        return Reading(
            self.source,
            self.document,
            self.references,
            self.sections,
            self.indicators,
            self.tasks,
            self.duties,
            self.findings,
            self.unparsed,
            self.tables,
            tuple(passage.whole for passage in self.passages if passage.pieces),
        )


Stage = Callable[[Draft], None]
