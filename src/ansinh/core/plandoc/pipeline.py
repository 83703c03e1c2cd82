"""The reading of a plan as a list of named stages; each says in its docstring what it reads and writes."""

from __future__ import annotations

from ansinh.core.plandoc.annex_indicators import annex_indicators
from ansinh.core.plandoc.annex_tasks import annex_tasks
from ansinh.core.plandoc.draft import Draft, Stage
from ansinh.core.plandoc.duties import duties
from ansinh.core.plandoc.findings import findings
from ansinh.core.plandoc.grids import grids
from ansinh.core.plandoc.head import head
from ansinh.core.plandoc.model import Reading
from ansinh.core.plandoc.outline import outline
from ansinh.core.plandoc.passages import passages
from ansinh.core.plandoc.prose_targets import prose_targets
from ansinh.core.plandoc.prose_tasks import prose_tasks
from ansinh.core.plandoc.references import references
from ansinh.core.plandoc.source import Source, from_text

STAGES: tuple[Stage, ...] = (
    grids,
    passages,
    head,
    outline,
    references,
    annex_indicators,
    annex_tasks,
    prose_targets,
    prose_tasks,
    duties,
    findings,
)


def parse(source: Source) -> Reading:
    """Read a plan: what it is, what it wants to reach, who does what until when, and what looks wrong in it.

    Never raises on any text; what was not understood is kept in ``unparsed``.
    """
    draft = Draft(source)
    for stage in STAGES:
        stage(draft)
    return draft.reading()


def parse_text(text: str, name: str = "") -> Reading:
    """Read a plan from plain text."""
    return parse(from_text(text, name=name))
