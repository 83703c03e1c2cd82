"""Uploads read at arm's length: in a process of their own, with limits of memory and time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from ansinh.core.plandoc.source import Block, Cell, Paragraph, Source, Span, Table
from ansinh.files.errors import UnreadableFile
from ansinh.files.limits import DEFAULT_LIMITS, Limits

_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")


def open_plan_safely(data: bytes, *, name: str, limits: Limits = DEFAULT_LIMITS) -> Source:
    """Return an uploaded plan as ``open_plan`` would, read in a child process.

    The child gets no secrets from the environment, at most ``limits.memory_bytes`` of memory and
    ``limits.seconds`` of time. Raises ``UnreadableFile``, also when the child dies of the file.
    """
    if len(data) > limits.file_bytes:
        data = data[: limits.file_bytes + 1]
    order = json.dumps({"name": name, "limits": asdict(limits)}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "ansinh.files.child"],
            input=order + data,
            capture_output=True,
            timeout=limits.seconds,
            env=kept_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_heavy(name, f"đọc quá {limits.seconds} giây chưa xong") from error
    answer = _answer(done.stdout)
    if answer is None:
        raise _too_heavy(name, "làm trình đọc dừng giữa chừng")
    if "refused" in answer:
        raise UnreadableFile(**answer["refused"])
    return _source(answer["source"])


def kept_environment() -> dict[str, str]:
    """Return what the child may know of the environment: where programs are, and no secrets."""
    return {key: os.environ[key] for key in _KEPT if key in os.environ} | {"PYTHONIOENCODING": "utf-8"}


def dump(source: Source) -> dict[str, Any]:
    """Return a source as plain data that JSON can carry."""
    return asdict(source)


def _answer(output: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(output)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) else None


def _source(data: dict[str, Any]) -> Source:
    return Source(
        text=data["text"],
        blocks=tuple(_block(block) for block in data["blocks"]),
        name=data["name"],
        kind=data["kind"],
        page_starts=tuple(data["page_starts"]),
    )


def _block(data: dict[str, Any]) -> Block:
    span = Span(**data["span"])
    if "cells" not in data:
        return Paragraph(span, data["level"])
    cells = tuple(Cell(**(cell | {"span": Span(**cell["span"])})) for cell in data["cells"])
    return Table(span, cells, data["column_count"], data["row_count"])


def _too_heavy(name: str, what: str) -> UnreadableFile:
    return UnreadableFile(
        name=name, code="too_heavy", reason=what, remedy="lưu lại thành tệp mới gọn hơn, hoặc tách tệp, rồi gửi lại"
    )
