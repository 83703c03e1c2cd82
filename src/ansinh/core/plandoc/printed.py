"""The lines of a plan in reading order, paragraphs and cells alike, for what stands at its head and foot."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ansinh.core.plandoc.draft import Draft
from ansinh.core.plandoc.source import Span, Table

_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """One line: its text with single blanks, its place, and whether it stands in a table."""

    text: str
    span: Span
    in_table: bool = False


def printed_lines(draft: Draft) -> Iterator[Printed]:
    """Yield paragraphs and the lines of the file's own table cells, in the order in which they are printed."""
    yield from heapq.merge(_paragraphs(draft), _cells(draft), key=lambda line: line.span.start)


def _paragraphs(draft: Draft) -> Iterator[Printed]:
    for passage in draft.passages:
        if passage.text.strip():
            yield Printed(passage.text, passage.whole)


def _cells(draft: Draft) -> Iterator[Printed]:
    for block in draft.source.blocks:
        if isinstance(block, Table):
            for cell in sorted(block.cells, key=lambda cell: cell.span.start):
                for match in _LINE.finditer(draft.source.text, cell.span.start, cell.span.end):
                    text = match.group().strip().strip("*").strip()
                    if text:
                        yield Printed(text, Span(match.start(), match.end()), in_table=True)
