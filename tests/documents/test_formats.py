"""The five plans say the same as Word file, web page and PDF as they say as plain text."""

from __future__ import annotations

import importlib.util
import json
import shutil
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.documents import render

from ansinh.core.plandoc.form import as_form
from ansinh.core.plandoc.pipeline import parse
from ansinh.core.plandoc.source import Source, Table
from ansinh.files import open_plan

pytestmark = pytest.mark.documents

NEAR = 0.02
FORMATS = ("docx", "html", "pdf")


@pytest.fixture(scope="session")
def rendered(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every plan in every format; all Word files become PDF in one run."""
    folder = tmp_path_factory.mktemp("formats")
    render.write_word_and_html(shared, folder)
    if shutil.which("soffice"):
        render.write_pdfs(sorted(folder.glob("*.docx")), folder)
    return folder


@cache
def scorer(shared: Path) -> ModuleType:
    """The measure of the reference readings, as it stands in the shared material."""
    spec = importlib.util.spec_from_file_location("reference_score", shared / "gold" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def scores(shared: Path, name: str, path: Path) -> dict[str, float]:
    """Return the score of every list of one plan read from one file."""
    measure = scorer(shared)
    gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    read: dict[str, Any] = as_form(parse(open_plan(path)))
    findings, _ = measure.score_findings(read["anomalies"], gold["anomalies"])
    found = {
        "document": measure.score_document(read["document"], gold["document"])[0],
        "references": measure.score_references(read["legal_references"], gold["legal_references"])[0],
        "sections": measure.score_sections(read["sections"], gold["sections"])[0],
        "targets": measure.score_indicators(read["indicators"], gold["indicators"])[0],
        "tasks": measure.score_tasks(read["tasks"], gold["tasks"], "name")[0],
        "leads": measure.score_tasks(read["tasks"], gold["tasks"], "lead")[0],
        "schedules": measure.score_schedule(read["tasks"], gold["tasks"])[0],
        "deadlines": measure.score_reporting(read["reporting"], gold["reporting"])[0],
        "high": findings["high"],
        "medium": findings["medium"],
    }
    return {key: score[2] for key, score in found.items() if score is not None}


def file_of(rendered: Path, name: str, kind: str) -> Path:
    """Return a rendered file; skips, saying why, where no LibreOffice could make the PDF."""
    path = rendered / f"{name}.{kind}"
    if not path.exists():
        pytest.skip("không có soffice (LibreOffice) để tạo PDF")
    return path


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", render.DOCUMENTS)
def test_every_format_scores_like_the_text(shared: Path, rendered: Path, name: str, kind: str) -> None:
    """No list loses more than two hundredths against the same plan as plain text."""
    text = scores(shared, name, shared / "documents" / render.DOCUMENTS[name])
    other = scores(shared, name, file_of(rendered, name, kind))
    lost = {key: (text[key], other[key]) for key in text if other[key] < text[key] - NEAR}
    assert not lost


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", render.ANNEXES)
def test_annex_tables_keep_every_cell(shared: Path, rendered: Path, name: str, kind: str) -> None:
    """Rows, columns and merged cells come back as they were made, also from tables over many pages."""
    made = [piece for piece in render.pieces(shared, name) if isinstance(piece, render.Grid) and piece.ruled]
    source = open_plan(file_of(rendered, name, kind))
    read = [block for block in source.blocks if isinstance(block, Table)]
    assert [cells_of(table, source) for table in read] == [
        sorted((c.row, c.column, c.row_span, c.column_span, squeezed(c.text)) for c in grid.cells) for grid in made
    ]


def cells_of(table: Table, source: Source) -> list[tuple[int, int, int, int, str]]:
    """Return a table's cells in order of their places."""
    return sorted((c.row, c.column, c.row_span, c.column_span, squeezed(c.span.of(source.text))) for c in table.cells)


def squeezed(text: str) -> str:
    """Return text without spaces: a line broken after "m2/" does not say whether one stood there."""
    return "".join(text.split())
