"""The two sources of the units, read and keyed on official codes; what ``territory_data.py`` joins."""

from __future__ import annotations

import json
import math
import re
import sqlite3
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

RECORDS_FROM = "2021-01-01"  # the sources give no founding days; no unit is claimed before this day
HUE = "2025-01-01"
REFORM = "2025-07-01"
DONG_NAI = "2026-04-30"
FAR_KM = 25
NQ202, NQ30, NQ_HUE = "202/2025/QH15", "30/2026/QH16", "QH-46-2025"
INSTRUMENTS = {
    NQ202: ("Nghị quyết số 202/2025/QH15", "nguồn thứ cấp"),
    NQ30: ("Nghị quyết số 30/2026/QH16", "nguồn thứ cấp"),
    NQ_HUE: ("Nghị quyết của Quốc hội thành lập thành phố Huế trực thuộc trung ương", "số, điều: chưa đối chiếu"),
}
SECONDARY = "nguồn thứ cấp"
UNCHECKED = "số, điều: chưa đối chiếu"
ISLAND_DISTRICTS = ("318", "471", "498", "536", "755")  # districts that had no communes
KINDS = {
    "Tỉnh": "province", "Huyện": "district", "Quận": "urban_district", "Thị xã": "town", "Xã": "commune",
    "Phường": "ward", "Thị trấn": "township", "Đặc khu": "special_zone",
}  # fmt: skip
UNIT_COLUMNS = (
    "level", "code", "name", "kind", "parent", "parent_from", "valid_from", "valid_to", "number", "latitude",
    "longitude", "also", "note",
)  # fmt: skip
CHANGE_COLUMNS = ("old_code", "old_from", "new_code", "new_from", "kind", "date", "instrument", "clause", "note")
DISAGREEMENT_COLUMNS = (
    "subject", "old_code", "old_name", "new_code", "new_name", "vietnamadminunits", "dvhcvn", "km", "decision", "reason",
    "instrument",
)  # fmt: skip


@dataclass
class Unit:
    """One row of units.csv."""

    level: str
    code: str
    name: str
    kind: str
    valid_from: str
    valid_to: str = ""
    parent: str = ""
    parent_from: str = ""
    number: int = 0
    place: tuple[float, float] | None = None
    also: str = ""
    note: list[str] = field(default_factory=list)

    def row(self) -> tuple[object, ...]:
        """Give the row as it is written."""
        latitude, longitude = (f"{each:.5f}" for each in self.place) if self.place else ("", "")
        return (
            self.level, self.code, self.name, self.kind, self.parent, self.parent_from, self.valid_from, self.valid_to,
            self.number, latitude, longitude, self.also, " ".join(self.note),
        )  # fmt: skip


def fold(text: str) -> str:
    """Return the text without marks, so that "Hoà" and "Hòa" are one."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c)).lower()).strip()


def bare(name: str) -> str:
    """Return the folded name without the word for its kind."""
    return re.sub(r"^(xa|phuong|thi tran|dac khu) ", "", fold(name))


def tidy(name: str) -> str:
    """Return the name composed, in one line, the word for its kind as the law writes it ("Thị Xã" -> "Thị xã")."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    word = next(word for word in (*KINDS, "Thành phố") if name.lower().startswith(word.lower() + " "))
    return word + name[len(word) :]


def kind_of(name: str, level: str) -> str:
    """Tell the kind from the first word of a tidy name."""
    if name.startswith("Thành phố"):
        return "city" if level == "province" else "provincial_city"
    return next(kind for word, kind in KINDS.items() if name.startswith(word))


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance of two places in kilometres."""
    f1, f2, d = math.radians(a[0]), math.radians(b[0]), math.radians(b[1] - a[1])
    return 6371 * math.acos(min(1.0, math.sin(f1) * math.sin(f2) + math.cos(f1) * math.cos(f2) * math.cos(d)))


class Sources:
    """The two sources, keyed on codes."""

    def __init__(self, package: Path, dvhcvn: Path) -> None:
        database = sqlite3.connect(package / "data" / "dataset.db")
        database.row_factory = sqlite3.Row
        self.rows = [_tidy_row(row) for row in database.execute("select * from admin_units_legacy")]
        self.old = {row["wardCode"]: row for row in self.rows if row["wardCode"]}
        self.new = {row["wardCode"]: _tidy_row(row) for row in database.execute("select * from admin_units")}
        self.converter = json.loads((package / "data" / "converter_2025.json").read_text("utf-8"))
        self.merges: list[dict[str, Any]] = json.loads((dvhcvn / "merges.json").read_text("utf-8"))["data"]
        self.splits: list[dict[str, Any]] = json.loads((dvhcvn / "splits.json").read_text("utf-8"))["data"]
        self.old_names = {w["level3_id"]: (tidy(w["name"]), p["level1_id"]) for p in self.splits for w in p["level3s"]}
        self.new_names = {w["level2_id"]: (tidy(w["name"]), p["level1_id"]) for p in self.merges for w in p["level2s"]}

    def pairs_by_key(self) -> dict[tuple[str, str], str]:
        """Return (old code, new code) -> full or partial as vietnamadminunits has it, its name keys turned into codes."""
        old = {
            f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row["wardCode"] or row["districtCode"]
            for row in self.rows
        }
        new = {(row["provinceKey"], row["wardKey"]): code for code, row in self.new.items()}
        pairs = {}
        for province, wards in self.converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
            pairs |= {(old[key], new[province, ward]): "full" for ward, keys in wards.items() for key in keys}
        for province, wards in self.converter["DICT_PROVINCE_WARD_DIVIDED"].items():
            for key, parts in wards.items():
                pairs |= {(old[key], new[province, part["newWardKey"]]): "partial" for part in parts}
        return pairs

    def pairs_by_code(self) -> dict[tuple[str, str], str]:
        """Return (old code, new code) -> full or partial as dvhcvn has it; its two files must say the same."""
        merged = {
            (x["old_id"], w["level2_id"]): x["type"] for p in self.merges for w in p["level2s"] for x in w["merges"]
        }
        split = {(w["level3_id"], x["new_id"]) for p in self.splits for w in p["level3s"] for x in w["splits"]}
        split |= {(w["level2_id"], x["new_id"]) for p in self.splits for w in p.get("level2s", ()) for x in w["splits"]}
        if set(merged) != split:
            sys.exit("merges.json and splits.json disagree: " + str(sorted(set(merged) ^ split)[:5]))
        return merged


def _tidy_row(row: sqlite3.Row) -> dict[str, Any]:
    named = ("province", "district", "ward")
    return {key: tidy(row[key]) if key in named and row[key] else row[key] for key in row.keys()}  # noqa: SIM118
