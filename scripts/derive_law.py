"""Writes the law data that ships with the program from the reference material beside the checkout.

``python scripts/derive_law.py [SHARED]`` writes rulebook/merit_monthly/values.yaml (the tables of Decrees 75/2021,
55/2023 and 77/2024, and a provisional one for 2026), rows.csv beside it (what the rows are called) and
rulebook/articles.csv (every article that law.md and law_facts.json name). Nothing else in the repository needs that material.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RULEBOOK = ROOT / "src" / "ansinh" / "rulebook"
STANDARD_BEFORE, STANDARD_AFTER = 2_789_000, 3_012_000
RISE = (108, 100)
IN_FORCE = {"75/2021": "2021-09-15", "55/2023": "2023-09-05", "77/2024": "2024-07-01"}
APPENDIX = {"ncc.table.tb": "Phụ lục II", "ncc.table.tbb": "Phụ lục III", "ncc.monthly": "Phụ lục I"}
LABELS = {
    "ncc.monthly": "Trợ cấp, phụ cấp theo dòng của Phụ lục I",
    "ncc.table.tb": "Trợ cấp thương binh theo tỷ lệ tổn thương cơ thể",
    "ncc.table.tbb": "Trợ cấp thương binh loại B theo tỷ lệ tổn thương cơ thể",
}
SPELLED_OUT = {
    r">=\s*": "từ ",
    r"\bCĐHH\b|\bChất độc hóa học\b": "người nhiễm chất độc hóa học",
    r"của người người": "của người",
    r"\bTB\b": "thương binh",
    r"\bBMVNAH\b": "Bà mẹ Việt Nam anh hùng",
    r"\bLLVTND\b": "Lực lượng vũ trang nhân dân",
    r"\bAHLĐ\b": "Anh hùng Lao động",
    r"\bHĐCM\b": "hoạt động cách mạng",
    r"\bCM\b": "cách mạng",
    r"\bDTNT\b": "dân tộc nội trú",
    r"\bGDNN\b": "giáo dục nghề nghiệp",
    r"\bĐH\b": "đại học",
    r"\.\.\.$": "",
}
NOT_MONTHLY = (
    "ncc.oneoff.",
    "ncc.other.",
    "ncc.standard",
    "ncc.rounding",
    "ncc.prosthetics",
    "ncc.tables",
    "ncc.table.",
)


def estimated(amount: int) -> int:
    """Return the provisional amount of 2026: multiples of the standard stay so, other rows rise by 8 %, rounded to 1.000."""
    if amount % STANDARD_BEFORE == 0:
        return amount // STANDARD_BEFORE * STANDARD_AFTER
    return (amount * RISE[0] + 50 * 1000) // (RISE[1] * 1000) * 1000


def merit(facts: list[dict[str, Any]]) -> str:
    """Return the YAML of the monthly tables of people with merit."""
    rows: dict[str, dict[str, dict[str, int]]] = {key: {} for key in LABELS}
    for fact in facts:
        if not fact["id"].startswith("ncc."):
            continue
        for value in fact["values"]:
            number = value.get("ref", "").partition("/NĐ-CP")[0]
            if value["value"] is None or number not in IN_FORCE:
                continue
            if fact["id"] in LABELS:
                rows[fact["id"]].setdefault(number, {}).update(value["value"])
            elif not fact["id"].startswith(NOT_MONTHLY):
                rows["ncc.monthly"].setdefault(number, {})[fact["id"]] = value["value"]
    applied = {"75/2021": "2021-07-01", "55/2023": "2023-07-01", "77/2024": "2024-07-01"}
    out = io.StringIO()
    out.write("# Viết bởi scripts/derive_law.py từ các bảng phụ lục; không sửa tay.\n")
    out.write(
        "# Bảng 2026 là tạm tính: dòng bằng bội số của mức chuẩn giữ bội số, dòng khác nhân 1,08 làm tròn 1.000 đồng.\n"
    )
    for key, dated in rows.items():
        out.write(f"\n{key}:\n  label: {LABELS[key]}\n  unit: vnd\n  values:\n")
        for number, table in dated.items():
            _value(
                out, table, f"{APPENDIX[key]} Nghị định số {number}/NĐ-CP", applied[number], IN_FORCE[number], "primary"
            )
        later = {name: estimated(amount) for name, amount in dated["77/2024"].items()}
        _value(out, later, "Nghị định số 321/2026/NĐ-CP", "2026-07-01", "2026-10-01", "estimated")
    return out.getvalue()


def _value(out: io.StringIO, table: dict[str, int], reference: str, applied: str, in_force: str, evidence: str) -> None:
    out.write(
        f'    - reference: "{reference}"\n      from: {applied}\n      in_force: {in_force}\n      evidence: {evidence}\n'
    )
    out.write("      value:\n")
    for name, amount in table.items():
        out.write(f'        "{name}": {amount}\n')


def articles(facts: list[dict[str, Any]], law: str) -> str:
    """Return the table of articles named in the material: instrument, article, how often, where."""
    found: Counter[tuple[str, str]] = Counter()
    for fact in facts:
        texts = [fact.get("legal_ref", ""), *(value.get("ref", "") for value in fact["values"])]
        for text in texts:
            for part in re.split(r";", text):
                _cited(part, found)
    section = ""
    for line in law.splitlines():
        heading = re.match(r"#+ (\d+(?:\.\d+)?)", line)
        section = heading[1] if heading else section
        for part in re.split(r"[;|]", line):
            _cited(part, found, SECTIONS.get(section, SECTIONS.get(section.partition(".")[0])))
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["instrument", "article", "named"])
    for (instrument, article), times in sorted(found.items(), key=lambda item: (item[0][0], _order(item[0][1]))):
        table.writerow([instrument, article, times])
    return out.getvalue()


def _order(article: str) -> tuple[int, str]:
    return (int(article), article)


_NUMBER = re.compile(r"(?<![\d/])(\d{1,4}/\d{4}/(?:NĐ-CP|QH\d+|UBTVQH\d+|TT-[A-ZĐ]+|QĐ-TTg|TTLT[A-ZĐ-]*|NQ-HĐND))")
_BARE = re.compile(r"(?<![\d/])(\d{1,4}/\d{4})(?![\d/])")
_ARTICLES = re.compile(
    r"\b(?:arts?\.?\s?|Điều\s+)(\d+(?:\.\d+)*(?:\.[a-zđ])?(?:(?:\s?[–-]\s?|,\s?|\s?and\s?)\d+(?:\.\d+)*(?:\.[a-zđ])?)*)"
)


def _cited(part: str, found: Counter[tuple[str, str]], default: str | None = None) -> None:
    """Count the articles of a stretch of text for the instrument named before them, else that of the section."""
    instruments = [(match.start(), match[1]) for match in _NUMBER.finditer(part)]
    instruments += [(match.start(), KNOWN[match[1]]) for match in _BARE.finditer(part) if match[1] in KNOWN]
    instruments.sort()
    for match in _ARTICLES.finditer(part):
        before = [number for at, number in instruments if at <= match.start()]
        number = before[-1] if before else default or (instruments[0][1] if instruments else None)
        if number is None:
            continue
        for article in _spelled(match[1]):
            found[(number, article)] += 1


def _spelled(text: str) -> list[str]:
    made: list[str] = []
    for piece in re.split(r",\s?|\s?and\s?", text):
        ends = re.split(r"\s?[–-]\s?", piece)
        first = re.match(r"\d+", ends[0])
        last = re.match(r"\d+", ends[-1])
        if not first or not last:
            continue
        made += [str(number) for number in range(int(first[0]), max(int(first[0]), int(last[0])) + 1)]
        if ends[0][-1].isalpha():
            # "art. 5.5.a, 60-80": after a point come ages, not articles.
            break
    return made


KNOWN: dict[str, str] = {}
# Where a section of law.md names articles without an instrument, it is about this one.
SECTIONS = {
    "1": "20/2021/NĐ-CP",
    "1.8": "41/2024/QH15",
    "2": "75/2021/NĐ-CP",
    "3.3": "24/2021/QĐ-TTg",
    "9.1": "09/2019/NĐ-CP",
}


def material(shared: Path) -> tuple[list[dict[str, Any]], str]:
    """Return the parameters and the text of the material, with its instruments noted by their short numbers."""
    facts = json.loads((shared / "law" / "law_facts.json").read_text("utf-8"))
    law = (shared / "law" / "law.md").read_text("utf-8")
    for match in _NUMBER.finditer(law + json.dumps(facts, ensure_ascii=False)):
        KNOWN.setdefault("/".join(match[1].split("/")[:2]), match[1])
    return facts, law


def row_names(facts: list[dict[str, Any]]) -> str:
    """Return the names of the rows of the first annex, with their printed numbers, as CSV."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["key", "no", "name"])
    for fact in facts:
        if fact["id"].startswith("ncc.") and not fact["id"].startswith(NOT_MONTHLY) and fact.get("name_vi"):
            no, name = re.fullmatch(r"(\d+(?:\.\d+)*)?[\s-]*(.+)", fact["name_vi"]).groups()
            for short, full in SPELLED_OUT.items():
                name = re.sub(short, full, name)
            name = name[0].upper() + name[1:]
            lines.writerow([fact["id"], no or "", name])
    return out.getvalue()


def main() -> None:
    facts, law = material(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT.parent / "shared"))
    (RULEBOOK / "merit_monthly" / "values.yaml").write_text(merit(facts), "utf-8")
    (RULEBOOK / "merit_monthly" / "rows.csv").write_text(row_names(facts), "utf-8")
    (RULEBOOK / "articles.csv").write_text(articles(facts, law), "utf-8")


if __name__ == "__main__":
    main()
