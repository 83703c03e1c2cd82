"""Markdown files (.md): headings, pipe tables, lists; line breaks stay where the author put them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ansinh.core.plandoc.source import Source, SourceBuilder
from ansinh.files import plain
from ansinh.files.html import add_html
from ansinh.files.limits import Limits

_BREAK = re.compile(r"<\s*br\s*/?>", re.IGNORECASE)


def read(data: bytes, *, name: str, limits: Limits) -> Source:
    """Return a markdown file as a source."""
    del limits
    return read_text(plain.decode(data, name=name), name=name)


def read_text(text: str, *, name: str) -> Source:
    """Return markdown text as a source.

    A line of dashes under text is a rule of the page, as in every administrative heading, and never
    makes that text a heading; indented lines are indented lines, not program code.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": 60}).enable("table").disable(["lheading", "code"])
    builder = SourceBuilder(name=name, kind="md")
    tokens = iter(parser.parse(text))
    labels: list[str] = []
    level: int | None = None
    for token in tokens:
        match token.type:
            case "heading_open":
                level = int(token.tag[1:])
            case "heading_close":
                level = None
            case "list_item_open":
                labels.append(token.info + token.markup if token.info else {"*": "-"}.get(token.markup, token.markup))
            case "list_item_close" if labels:
                labels.pop()
            case "inline":
                shown = _shown(token)
                if labels and labels[-1]:
                    shown = f"{labels[-1]} {shown}"
                    labels[-1] = ""
                builder.paragraph(shown, level=level)
                builder.paragraph("")
            case "table_open":
                builder.table(list(_cells(tokens)))
            case "fence" | "code_block":
                builder.paragraph(token.content.rstrip("\n"))
            case "html_block":
                add_html(token.content, builder, name=name)
            case _:
                pass
    return builder.build()


def _cells(tokens: Iterator[Token]) -> Iterator[tuple[int, int, int, int, str]]:
    row, column = -1, 0
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type == "tr_open":
            row, column = row + 1, 0
        elif token.type == "inline":
            yield row, column, 1, 1, _shown(token)
            column += 1


def _shown(token: Token) -> str:
    """Return the text of a paragraph without its marks; a break is a line end."""
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "html_inline":
            parts.append("\n" if _BREAK.fullmatch(child.content) else "")
        elif child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
    return "".join(parts)
