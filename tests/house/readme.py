"""The example of the README, made by running it: `python -m tests.house.readme` writes it anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
SAMPLE = sorted((ROOT / "src" / "ansinh" / "samples").glob("*.docx"))[0].relative_to(ROOT)
COMMAND = f"ansinh plan parse {SAMPLE}"
BLOCK = re.compile(r"(```\n\$ ansinh plan parse .*?\n)(.*?)(```)", re.DOTALL)
# How many lines of each part are shown: the head whole, then the beginning of each table.
SHOWN = {"Chỉ tiêu (": 12, "Nhiệm vụ (": 11, "Thời hạn báo cáo (": 9, "Chỗ cần xem lại (": 16}


def output() -> list[str]:
    """What the command prints on a terminal of 100 columns."""
    variables = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    command = [sys.executable, "-m", "ansinh.cli", *COMMAND.split()[1:]]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=True)
    return [line.rstrip() for line in done.stdout.splitlines()]


def excerpt() -> str:
    """The beginning of every part of the output, with "…" for what is left out."""
    lines = output()
    starts = [next(index for index, line in enumerate(lines) if line.startswith(name)) for name in SHOWN]
    shown = lines[: starts[0]]
    for start, count in zip(starts, SHOWN.values(), strict=True):
        shown += [*lines[start : start + count], "…"]
    return "\n".join(shown) + "\n"


if __name__ == "__main__":
    text = README.read_text("utf-8")
    made = excerpt()
    README.write_text(BLOCK.sub(lambda found: f"```\n$ {COMMAND}\n{made}{found[3]}", text), "utf-8")
