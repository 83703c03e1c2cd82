"""The document written for a page: paragraphs and tables, what was read marked in its place."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from itertools import chain

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ansinh.apps.planning.models import Plan
from ansinh.apps.planning.selectors.documents import BlockView, CellView, Piece

# Kinds of rows that have a page of their own.
OPENED = ("indicator", "task")
NONE_YET = "0"


class Writer:
    """Writes the blocks of a document; a template takes too long for the thousands of cells of a long one.

    With ``plan`` everything read is a link to its page and a place that links lead to; without, a mark only.
    """

    def __init__(self, plan: Plan | None = None) -> None:
        self.linked = plan is not None
        self.pages = {
            kind: reverse(f"planning:{kind}", args=[plan.pk, NONE_YET]).removesuffix(f"{NONE_YET}/")
            for kind in OPENED
            if plan is not None
        }

    def write(self, blocks: Iterable[BlockView]) -> SafeString:
        """Write the document."""
        parts = chain.from_iterable(self._table(one) if one.kind == "t" else self._paragraph(one) for one in blocks)
        return mark_safe("".join(parts))  # noqa: S308 - the words are escaped piece by piece

    def _table(self, block: BlockView) -> Iterable[str]:
        yield f'<div class="cuon" tabindex="0" role="region" aria-label="Bảng từ dòng {block.line}"><table class="tbl">'
        for row in block.rows:
            yield f'<tr data-line="{row.line}">'
            for cell in row.cells:
                yield from self._cell(cell)
            yield "</tr>"
        yield "</table></div>\n"

    def _cell(self, cell: CellView) -> Iterable[str]:
        yield '<td class="ten"' if cell.wide else "<td"
        if cell.row_span > 1:
            yield f' rowspan="{cell.row_span}"'
        if cell.column_span > 1:
            yield f' colspan="{cell.column_span}"'
        yield _at(cell.anchors)
        yield from self._words(cell.anchors, cell.pieces)
        yield "</td>"

    def _paragraph(self, block: BlockView) -> Iterable[str]:
        yield f'<p data-line="{block.line}"'
        if block.section:
            yield f' id="{block.section}" class="muc-{block.level}"'
        yield _at(block.anchors)
        yield f'<span class="ln">{block.line}</span>'
        yield from self._words(block.anchors, block.pieces)
        yield "</p>\n"

    def _words(self, anchors: Iterable[str], pieces: Iterable[Piece]) -> Iterable[str]:
        if self.linked:
            yield from (f'<span class="neo" id="{anchor}"></span>' for anchor in anchors)
        yield from map(self._piece, pieces)

    def _piece(self, piece: Piece) -> str:
        words = escape(piece.text)
        if not piece.css:
            return words
        kind, _, number = piece.item.partition("-")
        page = self.pages.get(kind)
        if page is not None:
            return f'<a class="mk" href="{page}{number}/"><mark class="{piece.css}">{words}</mark></a>'
        return f'<mark class="{piece.css}" data-item="{piece.item}">{words}</mark>'


def _at(anchors: tuple[str, ...]) -> str:
    return f' data-at="{" ".join(anchors)}">' if anchors else ">"
