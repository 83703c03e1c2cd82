"""`ansinh plan facts`: the facts and figures of five published plans that come with the program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ansinh.cli.say import out, refuse

FACTS = Path(__file__).resolve().parent.parent / "samples" / "facts"


def plan_names() -> list[str]:
    """Return the short names under which the facts of a plan are kept."""
    return sorted(file.stem for file in FACTS.glob("*.json"))


def load_facts(name: str) -> dict[str, Any]:
    """Return what one plan states: document, indicators with targets, tasks, reports, citations, agencies.

    The form is that of ``ansinh plan parse --json``, without sentences of the document.
    """
    if name not in plan_names():
        refuse(f"Không có số liệu của kế hoạch “{name}”; có: {', '.join(plan_names())}.")
    facts: dict[str, Any] = json.loads((FACTS / f"{name}.json").read_text("utf-8"))
    return facts


def show_facts(name: str | None, *, as_json: bool) -> None:
    """Print the list of plans, or the facts of one of them."""
    if name is None:
        rows = {each: load_facts(each) for each in plan_names()}
        if as_json:
            out.file.write(json.dumps({each: facts["document"] for each, facts in rows.items()}, ensure_ascii=False))
            return
        _table(
            ("tên", "văn bản", "cơ quan ban hành", "chỉ tiêu", "nhiệm vụ", "mốc báo cáo", "văn bản dẫn", "cơ quan"),
            [
                (
                    each,
                    f"{facts['document']['type']} {facts['document']['number'] or '(không số)'}",
                    facts["document"]["issuer"],
                    *(str(len(facts[part])) for part in ("indicators", "tasks", "reporting", "references", "agencies")),
                )
                for each, facts in rows.items()
            ],
        )
        return
    facts = load_facts(name)
    if as_json:
        out.file.write(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
        return
    _table(
        ("số", "chỉ tiêu", "đơn vị", "mục tiêu", "chủ trì"),
        [
            (row["no"] or "", row["name"], row["unit"] or "", _targets(row["targets"]), ", ".join(row["lead"] or ()))
            for row in facts["indicators"]
        ],
    )


def _targets(targets: list[dict[str, Any]]) -> str:
    return "; ".join(f"{_value(target)} ({target['year'] or '–'})" for target in targets)


def _value(target: dict[str, Any]) -> str:
    low, high, sign = target["low"], target["high"], target["comparator"]
    if sign == "qualitative":
        return target["qualitative"] or "định tính"
    if sign == "range":
        return f"{low:g}–{high:g}".replace(".", ",")
    figure = low if low is not None else high
    return f"{'' if sign in ('=', 'approx') else sign + ' '}{figure:g}".replace(".", ",")


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich.table import Table

    table = Table(*heads)
    for row in rows:
        table.add_row(*row)
    out.print(table)
