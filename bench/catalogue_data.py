"""Derive the catalogue's data files from the shared reading of five plans.

``python -m bench.catalogue_data SHARED`` writes indicators.csv, dimensions.csv, aliases.csv and parent_targets.csv of
``ansinh.core.catalogue``. Of the plans only names of indicators are taken, those that come with the program in
``samples/facts``. synonyms.csv and distinctions.csv are kept by hand.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from ansinh.core.catalogue.wording import words

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "src" / "ansinh" / "core" / "catalogue" / "data"
FACTS = ROOT / "src" / "ansinh" / "samples" / "facts"
RENAMED = {"id": "code", "national_target_42nq": "national_target"}
# The indicators that the levels of documents above the plans are about, by the words of each row.
PARENT_CODES = {
    "Người có công và gia đình được chăm lo toàn diện": "merit_living_standard",
    "Tỷ lệ thất nghiệp chung": "unemployment_rate",
    "Tỷ lệ thất nghiệp khu vực thành thị": "unemployment_rate_urban",
    "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ": "trained_certified_workers_rate",
    "Lực lượng lao động trong độ tuổi tham gia bảo hiểm xã hội": "social_insurance_coverage",
    "LLLĐ trong độ tuổi tham gia BHXH": "social_insurance_coverage",
    "Tuổi thọ trung bình": "life_expectancy",
    "Nông dân và lao động phi chính thức tham gia BHXH tự nguyện": "voluntary_social_insurance_coverage",
    "Dân số tham gia bảo hiểm y tế": "health_insurance_coverage",
    "LLLĐ trong độ tuổi tham gia bảo hiểm thất nghiệp": "unemployment_insurance_coverage",
    "Giường bệnh trên 1 vạn dân": "hospital_beds_per_10000",
    "Bác sĩ trên 1 vạn dân": "doctors_per_10000",
    "Số năm sống khỏe": "healthy_life_years",
}
# What the shared notes say, in Vietnamese, for those who read it on a page.
PARENT_NOTES = {
    ("42-NQ/TW", "merit_living_standard"): "Đọc ở trang của cơ quan nhà nước trích Nghị quyết.",
    ("42-NQ/TW", "unemployment_rate"): "Nguồn ghi “dưới 3%”; một trang khác trích giống như vậy.",
    ("42-NQ/TW", "unemployment_rate_urban"): "Nguồn ghi “dưới 4%”; một trang khác trích giống như vậy.",
    ("42-NQ/TW", "trained_certified_workers_rate"): "Nguồn ghi “đạt 35 - 40%”.",
    ("42-NQ/TW", "social_insurance_coverage"): "Câu bị cắt ở bản đọc được; hiểu là bảo hiểm xã hội.",
    ("42-NQ/TW", "life_expectancy"): "Chỉ thấy ở tên một bài báo, không thấy trong lời Nghị quyết: căn cứ yếu.",
    ("38/QĐ-TTg", "health_insurance_coverage"): "Nguồn ghi “trên 97%”.",
    ("(báo chí", "unemployment_insurance_coverage"): "Báo chí ghi “khoảng 45%”, không nêu văn bản.",
    ("72-NQ/TW", "life_expectancy"): "Mới hơn các kế hoạch: 75,5 thay cho 75.",
    ("72-NQ/TW", "healthy_life_years"): "Nguồn ghi “tối thiểu 68”.",
}


def main() -> None:
    """Write the files and say how many rows each has."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("shared", type=Path, metavar="SHARED")
    shared = options.parse_args().shared
    bindings = json.loads((shared / "catalogue" / "bindings.json").read_text("utf-8"))
    with (shared / "catalogue" / "indicators.csv").open(encoding="utf-8") as source:
        entries = [{RENAMED.get(name, name): value for name, value in row.items()} for row in csv.DictReader(source)]
    _write("indicators.csv", entries)
    _write("dimensions.csv", [{"code": code, "name_vi": name} for code, name in bindings["dimensions"].items()])
    _write("aliases.csv", _aliases(bindings))
    _write("parent_targets.csv", _parents(json.loads((shared / "law" / "parent_targets.json").read_text("utf-8"))))


def _write(name: str, rows: list[dict[str, Any]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{name}: {len(rows)}")


def _aliases(bindings: dict[str, Any]) -> list[dict[str, str]]:
    """Return each wording of each plan once; names that do not come with the program already are left out."""
    shipped = {
        indicator["name"]
        for file in FACTS.glob("*.json")
        for indicator in json.loads(file.read_text("utf-8"))["indicators"]
    }
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for plan in bindings["plans"]:
        names = {one["no"]: one["name"] for one in plan["indicators"] if one["no"]}
        for one in plan["indicators"]:
            if not one["canonical_id"] or one["name"] not in shipped:
                continue
            parent = names.get(one["parent_no"], "") if one["parent_no"] else ""
            key = (plan["plan"], " ".join(words(one["name"])), parent, one["canonical_id"])
            found.setdefault(
                key,
                {
                    "wording": one["name"],
                    "code": one["canonical_id"],
                    "parent": parent,
                    "relation": one["relation"],
                    "learnt_from": plan["plan"],
                },
            )
    return list(found.values())


def _parents(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept = []
    for row in rows:
        code = next((code for words_, code in PARENT_CODES.items() if row["indicator_vi"].startswith(words_)), "")
        if not code:
            print(f"  no indicator of the catalogue: {row['document']}: {row['indicator_vi']}")
            continue
        texts = {name: "" if row[name] is None else row[name] for name in row}
        texts["note"] = next(
            (note for (start, of), note in PARENT_NOTES.items() if of == code and row["document"].startswith(start)), ""
        )
        kept.append({"code": code, **texts})
    return kept


if __name__ == "__main__":
    main()
