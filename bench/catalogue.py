"""How well the wordings of plans are matched with the catalogue of indicators.

``python -m bench.catalogue [SHARED] [--small] [--misses]`` measures on the hand-made bindings of five plans
(SHARED/catalogue/bindings.json): the share of the rows other than headings whose indicator and dimension agree.
Twice: with the names of the hand-made readings, and with what ``ansinh plan parse`` gives for the documents
themselves (a row that is not read counts as wrong). Three ways: with all wordings the program brings ("known"), with
those of the plan itself left out ("unseen"), and with the names of the catalogue alone ("names only"). The last line
printed is one JSON object; ``--small`` leaves the documents out.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from ansinh.core.catalogue import Match, Matcher, Wording, load_aliases, load_entries
from ansinh.core.plandoc.form import as_form
from ansinh.core.plandoc.pipeline import parse
from ansinh.files import open_plan
from bench.plans import load_measure

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
DOCUMENTS = {"khanh_hoa": "000", "son_la": "001", "hau_giang": "002", "huong_tra": "003", "ca_mau": "004"}
WAYS = ("known", "unseen", "names only")
PAIRED = 0.55


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of a plan: what it is bound to by hand, and its words; None where it was not read."""

    plan: str
    key: str
    code: str
    dimension: str | None
    wording: Wording | None


@dataclass(frozen=True, slots=True)
class Result:
    """A row and what it was matched with."""

    row: Row
    match: Match | None

    @property
    def agrees(self) -> bool:
        """Return whether indicator and dimension are those bound by hand."""
        return self.match is not None and (self.match.code, self.match.dimension) == (self.row.code, self.row.dimension)


@cache
def bindings(shared: Path) -> dict[str, Any]:
    """Return the bindings made by hand."""
    found: dict[str, Any] = json.loads((shared / "catalogue" / "bindings.json").read_text("utf-8"))
    return found


@cache
def rows_of_gold(shared: Path) -> tuple[Row, ...]:
    """Return every bound row with the words of the hand-made readings."""
    found = []
    for plan in bindings(shared)["plans"]:
        gold = json.loads((shared / "gold" / f"{plan['plan']}.json").read_text("utf-8"))["indicators"]
        found += [_row(bound, read, gold) for bound, read in _bound(plan, gold)]
    return tuple(found)


@cache
def rows_as_read(shared: Path) -> tuple[Row, ...]:
    """Return every bound row with the words that the program reads from the document."""
    found = []
    scorer = load_measure(shared / "gold" / "score.py")
    assert scorer is not None
    for plan in bindings(shared)["plans"]:
        gold = json.loads((shared / "gold" / f"{plan['plan']}.json").read_text("utf-8"))["indicators"]
        file = next((shared / "documents").glob(f"{DOCUMENTS[plan['plan']]}_*"))
        read = as_form(parse(open_plan(file)))["indicators"]
        pairs = {j: i for i, j in scorer.pair(read, gold, _likeness(scorer, read, gold), PAIRED)}
        for at, (bound, _) in enumerate(zip(plan["indicators"], gold, strict=True)):
            if bound["relation"] != "heading":
                found.append(_row(bound, read[pairs[at]] if at in pairs else None, read))
    return tuple(found)


def _bound(plan: dict[str, Any], gold: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    pairs = zip(plan["indicators"], gold, strict=True)
    return [(bound, read) for bound, read in pairs if bound["relation"] != "heading"]


def _row(bound: dict[str, Any], read: dict[str, Any] | None, others: list[dict[str, Any]]) -> Row:
    wording = None
    if read is not None:
        names = {one["no"]: one["name"] for one in others if one.get("no")}
        wording = Wording(
            name=read["name"],
            dimension=read.get("dimension") or "",
            parent=names.get(read.get("parent_no"), "") if read.get("parent_no") else "",
            sentence=read.get("sentence") or "",
            unit=read.get("unit") or "",
        )
    return Row(bound["plan"], bound["key"], bound["canonical_id"], bound["dimension"], wording)


def _likeness(scorer: ModuleType, read: list[dict[str, Any]], gold: list[dict[str, Any]]) -> Any:
    """Return how alike a row read and a reference row are: place in the annex, name with its parent's, figures."""
    read_names = {one["no"]: one["name"] for one in read if one.get("no")}
    gold_names = {one["no"]: one["name"] for one in gold if one.get("no")}

    def like(mine: dict[str, Any], theirs: dict[str, Any]) -> float:
        if (mine["source"] == "annex") != (theirs.get("source") == "annex"):
            return 0.0
        if mine["source"] == "annex" and mine.get("no") and theirs.get("no"):
            return 1.0 if str(mine["no"]) == str(theirs["no"]) else 0.0
        if (mine.get("parent_no") or None) != (theirs.get("parent_no") or None):
            return 0.0
        alike = float(scorer.similar(_called(mine, read_names), _called(theirs, gold_names)))
        figures = {scorer.target_key(target) for target in scorer.stated(mine)}
        same = figures & {scorer.target_key(target) for target in scorer.stated(theirs)}
        return alike + (0.3 if same and alike > 0.3 else 0.0)

    return like


def _called(one: dict[str, Any], names: dict[str, str]) -> str:
    return f"{names.get(one.get('parent_no') or '', '')} {one['name']} {one.get('dimension') or ''}"


def matcher(way: str, plan: str) -> Matcher:
    """Return the matcher for one plan: knowing all wordings, all but the plan's own, or none."""
    aliases = load_aliases() if way != "names only" else ()
    kept = [alias for alias in aliases if way == "known" or alias.learnt_from != plan]
    return Matcher(load_entries().values(), kept)


def measure(rows: tuple[Row, ...], way: str) -> list[Result]:
    """Match every row; the matcher of a plan is made once."""
    made = {plan: matcher(way, plan) for plan in dict.fromkeys(row.plan for row in rows)}
    return [Result(row, made[row.plan].match(row.wording) if row.wording else None) for row in rows]


def shares(results: list[Result]) -> dict[str, float]:
    """Return the share of rows that agree, for each plan and for all."""
    plans = dict.fromkeys(result.row.plan for result in results)
    by_plan = {plan: [one.agrees for one in results if one.row.plan == plan] for plan in plans}
    by_plan["all"] = [one.agrees for one in results]
    return {plan: round(sum(agrees) / len(agrees), 4) for plan, agrees in by_plan.items()}


def pairs_kept_apart(results: list[Result], shared: Path) -> tuple[int, int]:
    """Return how many of the tempting pairs are not bound to one indicator and dimension, and how many there are."""
    found = {(one.row.plan, one.row.key): one.match for one in results}
    pairs = bindings(shared)["pairs_not_same"]
    apart = 0
    for pair in pairs:
        a, b = (found.get((side["plan"], side["key"])) for side in (pair["a"], pair["b"]))
        same = a is not None and b is not None and a.code and (a.code, a.dimension) == (b.code, b.dimension)
        apart += not same
    return apart, len(pairs)


def main() -> None:
    """Measure and print; see the docstring of the module."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path, nargs="?", default=SHARED, metavar="SHARED")
    options.add_argument("--small", action="store_true", help="the hand-made readings only")
    options.add_argument("--misses", action="store_true", help="print the rows that do not agree")
    given = options.parse_args()
    sources = {"gold": rows_of_gold(given.shared)}
    if not given.small:
        sources["as_read"] = rows_as_read(given.shared)
    said: dict[str, Any] = {"bench": "catalogue", "rows": len(sources["gold"])}
    for name, rows in sources.items():
        for way in WAYS:
            start = time.perf_counter()
            results = measure(rows, way)
            seconds = time.perf_counter() - start
            found = shares(results)
            apart, pairs = pairs_kept_apart(results, given.shared)
            label = f"{name} {way}"
            said[label] = {"agree": found, "pairs_apart": f"{apart}/{pairs}", "seconds": round(seconds, 3)}
            print(f"{label}: {found['all']:.3f}; cặp dễ lẫn giữ riêng {apart}/{pairs}")
            for plan, share in found.items():
                print(f"  {plan}: {share:.3f}")
            for one in results if given.misses else ():
                if not one.agrees:
                    words = one.row.wording.name[:80] if one.row.wording else "(không đọc được)"
                    print(f"    {one.row.plan} {one.row.key} {words}: {one.row.code} {one.row.dimension}; {one.match}")
        said[f"{name} not read"] = sum(row.wording is None for row in rows)
    print(json.dumps(said, ensure_ascii=False))


if __name__ == "__main__":
    main()
