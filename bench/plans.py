"""How well and how fast plans are read: F1 of every list, seconds, memory, and what changed since the last run.

``python -m bench.plans DIR [--small]`` reads the documents of DIR and those of tests/documents/other and wild, each
in a process of its own; reference readings are taken from ``--gold`` (default: DIR/../gold), which also holds the
measure, score.py. What was read is kept in ``--state`` and compared with the next time. The last line printed is
one JSON object. ``--small`` reads one longer text only and ends within 50 seconds.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from ansinh.core.plandoc.form import as_form
from ansinh.core.plandoc.pipeline import parse
from ansinh.files import open_plan

ROOT = Path(__file__).resolve().parent.parent
OTHERS = (ROOT / "tests" / "documents" / "other", ROOT / "tests" / "documents" / "wild")
STATE = ROOT / ".ansinh" / "bench" / "plans.json"
KINDS = {".txt", ".md", ".html", ".docx", ".pdf"}
LENGTHS_MB = (1, 2, 5, 10)
MOST_SHOWN = 20

Form = dict[str, Any]


@dataclass(slots=True)
class Run:
    """One document read: what was said, how long it took and how much memory at most."""

    name: str
    form: Form
    seconds: float
    peak_mb: float
    length: int
    scores: dict[str, float] = field(default_factory=dict)


def main() -> None:
    """Measure and print; see the docstring of the module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path, metavar="DIR")
    options.add_argument("--gold", type=Path, help="folder of reference readings and score.py (default: DIR/../gold)")
    options.add_argument("--state", type=Path, default=STATE, help="where the last run is kept")
    options.add_argument("--small", action="store_true", help="end within 50 seconds")
    options.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(_read(given.folder), ensure_ascii=False))
        return
    gold = given.gold or given.folder.resolve().parent / "gold"
    measure = load_measure(gold / "score.py")
    readings = {name: form for folder in (gold, *OTHERS) for name, form in _readings(folder).items()}
    paths = [
        path
        for folder in (given.folder, *OTHERS)
        for path in sorted(folder.glob("*"))
        if path.suffix in KINDS and path.stem != "README"
    ]
    before = json.loads(given.state.read_text(encoding="utf-8")) if given.state.exists() else {}
    runs, gained, lost = [], 0, 0
    for path in paths:
        run = _run(path)
        reference = _reference(run, path, readings)
        if measure is not None and reference is not None:
            run.scores = _scores(measure, run.form, reference)
        runs.append(run)
        _print(run)
        more, less = _changes(items(run.form), before.get(run.name))
        gained, lost = gained + more, lost + less
    lengths = _lengths(paths, LENGTHS_MB[:1] if given.small else LENGTHS_MB)
    given.state.parent.mkdir(parents=True, exist_ok=True)
    kept = json.dumps(before | {run.name: items(run.form) for run in runs}, ensure_ascii=False, indent=1)
    given.state.write_text(kept + "\n", encoding="utf-8")
    print(
        json.dumps(
            {
                "bench": "plans",
                "documents": {
                    run.name: {"f1": run.scores, "seconds": round(run.seconds, 3), "peak_mb": round(run.peak_mb)}
                    for run in runs
                },
                "lengths": lengths,
                "gained": gained,
                "lost": lost,
                "first_run": not before,
            },
            ensure_ascii=False,
        )
    )


def items(form: Form) -> dict[str, list[str]]:
    """Return what was read as readable lines, by list: the same line means the same reading."""
    return {
        "targets": sorted(
            f"{_place(one)}{one['name']} [{one.get('dimension') or ''}] {value['year']}: {value['raw']} ({value['comparator']})"
            for one in form["indicators"]
            for value in one["targets"]
        ),
        "tasks": sorted(
            f"{_place(one)}{one['name'][:120]} <- {'; '.join(one['lead'])} @ {one.get('schedule_raw') or ''}"
            for one in form["tasks"]
        ),
        "references": sorted(
            f"{one['type']} {one.get('number') or one.get('name') or ''} {one.get('date') or ''}"
            for one in form["legal_references"]
        ),
        "sections": sorted(f"{one['label']}. {one['title'][:100]}" for one in form["sections"]),
        "deadlines": sorted(f"{one['who']} -> {one['to']}: {one['due_raw']}" for one in form["reporting"]),
        "findings": sorted(f"{one['severity']} {one['where']}: {one['raw'][:100]}" for one in form["anomalies"]),
    }


def _place(one: Form) -> str:
    return f"{one['no']} " if one.get("no") else ""


def _changes(now: dict[str, list[str]], before: dict[str, list[str]] | None) -> tuple[int, int]:
    """Print what was gained and lost against the last run and return how much."""
    if before is None:
        print("    chưa có lần đọc trước để so")
        return 0, 0
    gained = lost = 0
    for kind, lines in now.items():
        new, old = Counter(lines), Counter(before.get(kind, []))
        for sign, difference in (("+", new - old), ("-", old - new)):
            shown = sorted(difference.elements())
            for line in shown[:MOST_SHOWN]:
                print(f"    {sign} {kind}: {line}")
            if len(shown) > MOST_SHOWN:
                print(f"    {sign} {kind}: … và {len(shown) - MOST_SHOWN} mục nữa")
        gained += (new - old).total()
        lost += (old - new).total()
    if not gained and not lost:
        print("    không đổi so với lần trước")
    return gained, lost


def _print(run: Run) -> None:
    said = "  ".join(f"{key} {value:.3f}" for key, value in run.scores.items()) or "không có bản đọc mẫu"
    print(f"{run.name}: {run.seconds:.2f} s, {run.peak_mb:.0f} MB, {run.length} ký tự")
    print(f"    {said}")


def _run(path: Path) -> Run:
    """Read a file in a process of its own, so that its memory is its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.plans", str(path), "--one"], check=True, capture_output=True, cwd=ROOT, text=True
    )
    return Run(path.name, **json.loads(done.stdout))


def _read(path: Path) -> Form:
    start = time.perf_counter()
    source = open_plan(path)
    form = as_form(parse(source))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"form": form, "seconds": seconds, "peak_mb": peak, "length": len(source.text)}


def _lengths(paths: list[Path], megabytes: tuple[int, ...]) -> list[dict[str, float]]:
    """Read the longest plain text repeated to each length; seconds that grow like the length are linear."""
    texts = [path for path in paths if path.suffix == ".txt"]
    if not texts:
        return []
    text = max((path.read_text(encoding="utf-8") for path in texts), key=len)
    measured = []
    for size in megabytes:
        place = STATE.parent / "length.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        times = size * 1_000_000 // len(text.encode()) + 1
        place.write_text("\n\n".join([text] * times), encoding="utf-8")
        run = _run(place)
        place.unlink()
        measured.append({"mb": size, "seconds": round(run.seconds, 2), "peak_mb": round(run.peak_mb)})
        print(f"{size} MB: {run.seconds:.1f} s, {run.peak_mb:.0f} MB")
    return measured


def load_measure(path: Path) -> ModuleType | None:
    """Return score.py of the reference readings, or None, said, where it is missing."""
    if not path.exists():
        print(f"không có {path}: chỉ đếm và so với lần trước, không chấm điểm")
        return None
    spec = importlib.util.spec_from_file_location("reference_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _readings(folder: Path) -> dict[str, Form]:
    found = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    return {name: form for name, form in found.items() if isinstance(form, dict) and "legal_references" in form}


def _reference(run: Run, path: Path, readings: dict[str, Form]) -> Form | None:
    """Return the reading of a document: by file name, by the file it names, by number or by signer."""
    if path.stem in readings:
        return readings[path.stem]
    for key in ("number", "signer"):
        said = run.form["document"].get(key)
        same = [form for form in readings.values() if said and form["document"].get(key) == said]
        if len(same) == 1:
            return same[0]
    named = [form for form in readings.values() if form["document"].get("source_file") == path.name]
    return named[0] if named else None


def _scores(measure: ModuleType, form: Form, gold: Form) -> dict[str, float]:
    findings, _ = measure.score_findings(form["anomalies"], gold.get("anomalies", []))
    found = {
        "document": measure.score_document(form["document"], gold["document"])[0],
        "references": measure.score_references(form["legal_references"], gold["legal_references"])[0],
        "sections": measure.score_sections(form["sections"], gold["sections"])[0],
        "targets": measure.score_indicators(form["indicators"], gold["indicators"])[0],
        "tasks": measure.score_tasks(form["tasks"], gold["tasks"], "name")[0],
        "leads": measure.score_tasks(form["tasks"], gold["tasks"], "lead")[0],
        "schedules": measure.score_schedule(form["tasks"], gold["tasks"])[0],
        "deadlines": measure.score_reporting(form["reporting"], gold["reporting"])[0],
        "high": findings["high"],
        "medium": findings["medium"],
    }
    return {key: round(score[2], 3) for key, score in found.items() if score is not None}


if __name__ == "__main__":
    main()
