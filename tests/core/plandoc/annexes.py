"""Made-up annexes for tests: rows as they print, flattened to one cell a line or kept as a table."""

from __future__ import annotations

from collections.abc import Sequence

from ansinh.core.plandoc.annex_indicators import annex_indicators
from ansinh.core.plandoc.annex_tasks import annex_tasks
from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.grids import grids
from ansinh.core.plandoc.source import Source, SourceBuilder, from_text

Rows = Sequence[Sequence[str]]


def flat(rows: Rows, *, gap: str = "\n\n") -> str:
    """Return the rows as web pages copied to text print them: one cell a line, an empty cell one no-break space."""
    return gap.join(gap.join(cell.split("\n")) if cell else "\xa0" for row in rows for cell in row) + "\n"


def table(*cells: tuple[int, int, int, int, str], before: str = "", after: str = "") -> Source:
    """Return a source with one table of ``(row, column, row_span, column_span, text)`` cells."""
    builder = SourceBuilder(kind="docx")
    if before:
        builder.paragraph(before)
    builder.table(list(cells))
    if after:
        builder.paragraph(after)
    return builder.build()


def read(source: Source | str) -> Draft:
    """Return the draft after the stages that read tables."""
    draft = Draft(from_text(source) if isinstance(source, str) else source)
    for stage in (grids, annex_indicators, annex_tasks):
        stage(draft)
    return draft
