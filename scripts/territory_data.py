"""Make the data files of administrative units: `python scripts/territory_data.py --vietnamadminunits DIR --dvhcvn DIR`.

Two published sources are joined on official codes, never on names: the package vietnamadminunits 1.0.4 (MIT) has the
communes of June 2025 and of July 2025 with places on the map, and dvhcvn (MIT, merges.json and splits.json) says which
old commune went into which new one, wholly or in part. Where they disagree, or agree on what cannot be (two homonyms
confused, more than 25 km apart), the decision stands in ``territory_decisions.csv`` beside this file, one line each.
A disagreement without a decision stops the script. Every disagreement and its decision is written to
``unit_disagreements.csv``. Which clause of which resolution makes a commune stands in ``territory_clauses.csv``, which
``territory_clauses.py`` makes. Only the standard library is needed; the packages are neither imported nor shipped.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from pathlib import Path

from territory_sources import (
    CHANGE_COLUMNS,
    DISAGREEMENT_COLUMNS,
    DONG_NAI,
    FAR_KM,
    HUE,
    INSTRUMENTS,
    NQ30,
    NQ202,
    NQ_HUE,
    RECORDS_FROM,
    REFORM,
    SECONDARY,
    UNCHECKED,
    UNIT_COLUMNS,
    Sources,
    Unit,
    fold,
    kind_of,
    km,
)  # fmt: skip

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "src" / "ansinh" / "apps" / "territory" / "data"
DECISIONS = HERE / "territory_decisions.csv"
CLAUSES = HERE / "territory_clauses.csv"


class Maker:
    """Joins the sources; collects units, changes and disagreements."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.units: dict[tuple[str, str, str], Unit] = {}
        self.changes: list[tuple[Unit, Unit, str, str, str, str]] = []
        self.log: list[tuple[object, ...]] = []
        self.instruments = dict(INSTRUMENTS)
        with DECISIONS.open(encoding="utf-8", newline="") as rows:
            self.decisions = {(row["old_code"], row["new_code"]): row for row in csv.DictReader(rows)}
        with CLAUSES.open(encoding="utf-8", newline="") as rows:
            self.clauses = {row["new_code"]: (row["resolution"], row["clause"]) for row in csv.DictReader(rows)}

    def add(self, unit: Unit) -> Unit:
        """Keep a unit."""
        self.units[unit.level, unit.code, unit.valid_from] = unit
        return unit

    def make(self) -> None:
        """Make everything."""
        self.make_provinces()
        self.make_old()
        self.make_new()
        self.mend_places()
        self.join()
        self.count()

    # Provinces

    def make_provinces(self) -> None:
        """Provinces of 2021, Huế a city since 2025, the 34 of the reform, Đồng Nai a city since 2026."""
        merged = {p["level1_id"]: [x["old_id"] for x in p["merges"]] for p in self.sources.merges}
        self.stays = {code for code, olds in merged.items() if olds == [code]}
        self.old_province: dict[str, Unit] = {}
        self.new_province: dict[str, Unit] = {}
        self.province_of = {old: new for new, olds in merged.items() for old in olds}
        for row in self.sources.rows:
            code = row["provinceCode"]
            if code in self.old_province:
                continue
            start, end = RECORDS_FROM, "" if code in self.stays else REFORM
            place = (row["provinceLat"], row["provinceLon"])
            if code == "46":
                before = self.add(Unit("province", code, "Tỉnh Thừa Thiên Huế", "province", start, HUE, place=place))
                start = HUE
            unit = self.add(
                Unit("province", code, row["province"], kind_of(row["province"], "province"), start, end, place=place)
            )
            self.old_province[code] = unit
            if code == "46":
                self.changes.append((before, unit, "full", HUE, NQ_HUE, ""))
        for row in self.sources.new.values():
            code = row["provinceCode"]
            if code in self.new_province:
                continue
            if code in self.stays:
                self.new_province[code] = self.old_province[code]
                continue
            place = (row["provinceLat"], row["provinceLon"])
            made = self.add(
                Unit("province", code, row["province"], kind_of(row["province"], "province"), REFORM, place=place)
            )
            for old in merged[code]:
                self.changes.append((self.old_province[old], made, "full", REFORM, NQ202, ""))
            if code == "75":
                made.valid_to = DONG_NAI
                city = self.add(Unit("province", code, "Thành phố Đồng Nai", "city", DONG_NAI, place=place))
                self.changes.append((made, city, "full", DONG_NAI, NQ30, "Chỉ đổi loại đơn vị."))
                made = city
            self.new_province[code] = made

    # The tree until 30/6/2025

    def make_old(self) -> None:
        """Districts and communes until 30/6/2025; codes that only dvhcvn has stay, marked, under their province."""
        self.district: dict[str, Unit] = {}
        self.old_commune: dict[str, Unit] = {}
        for row in self.sources.rows:
            code, province = row["districtCode"], self.old_province[row["provinceCode"]]
            if code not in self.district:
                unit = Unit(
                    "district", code, row["district"], kind_of(row["district"], "district"), RECORDS_FROM, REFORM
                )
                unit.parent, unit.parent_from = province.code, province.valid_from
                unit.place = (row["districtLat"], row["districtLon"]) if row["districtLat"] else None
                if unit.place == (row["provinceLat"], row["provinceLon"]):
                    unit.place = None
                self.district[code] = self.add(unit)
            if not row["wardCode"]:
                self.old_commune[code] = self.district[code]
                self.log.append(
                    (
                        "unit",
                        code,
                        row["district"],
                        "",
                        "",
                        "huyện không có xã",
                        "có",
                        "",
                        "giữ",
                        "Huyện đảo không chia xã: số liệu cấp xã nằm ở chính huyện; tọa độ lấy của huyện hoặc đặc khu.",
                        "",
                    )
                )
                continue
            name = row["ward"]
            unit = Unit("commune", row["wardCode"], name, kind_of(name, "commune"), RECORDS_FROM, REFORM)
            unit.parent, unit.parent_from = code, RECORDS_FROM
            unit.place = (row["wardLat"], row["wardLon"]) if row["wardLat"] else None
            other = self.sources.old_names[unit.code][0]
            if fold(other) != fold(name):
                unit.also = other
                self.log.append(
                    (
                        "name",
                        unit.code,
                        name,
                        "",
                        "",
                        name,
                        other,
                        "",
                        name,
                        "Giữ tên theo danh mục tháng 6/2025; tìm được theo cả hai cách viết.",
                        "",
                    )
                )
            self.old_commune[unit.code] = self.add(unit)
        for code, (name, province_code) in self.sources.old_names.items():
            if code in self.old_commune:
                continue
            province = self.old_province[province_code]
            unit = Unit(
                "commune",
                code,
                name,
                kind_of(name, "commune"),
                RECORDS_FROM,
                REFORM,
                province.code,
                province.valid_from,
            )
            unit.note.append(
                "Chỉ còn trong bảng tách, nhập; danh mục tháng 6/2025 không có: có thể đã sắp xếp trước 1/7/2025, ngày hết và huyện cũ chưa đối chiếu."
            )
            self.old_commune[code] = self.add(unit)
            self.log.append(
                (
                    "unit",
                    code,
                    name,
                    "",
                    "",
                    "không có",
                    "có",
                    "",
                    "giữ, ghi chú",
                    "Mã cũ chỉ một nguồn có; giữ để số liệu cũ mang mã này vẫn theo được đến đơn vị mới.",
                    UNCHECKED,
                )
            )

    # The tree since 1/7/2025

    def make_new(self) -> None:
        """Communes since 1/7/2025; of Đồng Nai only the kind of the province is known to have changed since."""
        self.new_commune: dict[str, Unit] = {}
        for code, row in sorted(self.sources.new.items()):
            province = self.new_province[row["provinceCode"]]
            unit = Unit("commune", code, row["ward"], kind_of(row["ward"], "commune"), REFORM)
            unit.parent, unit.parent_from = province.code, province.valid_from
            unit.place = (row["wardLat"], row["wardLon"])
            if province.code == "75":
                unit.note.append(
                    "Tình trạng từ 1/7/2025; thay đổi ngày 30/4/2026 (Nghị quyết 30/2026/QH16) chưa có danh sách từng xã, phường."
                )
            other = self.sources.new_names.get(code)
            if other is None or other[0] != unit.name:
                twin = next(
                    c
                    for c, (name, p) in self.sources.new_names.items()
                    if name == unit.name and p == row["provinceCode"] and c not in self.sources.new
                )
                self.log.append(
                    (
                        "code",
                        "",
                        "",
                        code,
                        unit.name,
                        code,
                        twin,
                        "",
                        code,
                        "Mã mới giữ mã của xã cũ cùng tên; nguồn kia ghi nhầm mã.",
                        UNCHECKED,
                    )
                )
                self.twin = (twin, code)
            self.new_commune[code] = self.add(unit)

    # Places on the map

    def mend_places(self) -> None:
        """Trường Sa and Hoàng Sa are put where they are; places far from where their people went are doubted one by one."""
        spratly, paracel = self.new_commune["22736"].place, self.new_commune["20333"].place
        for code in ("22736", "22737", "22739"):
            self.old_commune[code].place = spratly
        self.district["576"].place, self.district["498"].place = spratly, paracel
        self.log.append(
            (
                "coordinates",
                "576",
                "Huyện Trường Sa",
                "22736",
                "Đặc khu Trường Sa",
                "12.20989, 109.09288",
                "",
                "647",
                "sửa",
                "Nguồn đặt huyện và ba xã, thị trấn Trường Sa trong đất liền; lấy tọa độ của đặc khu Trường Sa.",
                "",
            )
        )
        self.log.append(
            (
                "coordinates",
                "498",
                "Huyện Hoàng Sa",
                "20333",
                "Đặc khu Hoàng Sa",
                "16.05441, 108.20217",
                "",
                "",
                "sửa",
                "Huyện không có xã, nguồn đặt trong đất liền; lấy tọa độ của đặc khu Hoàng Sa.",
                "",
            )
        )

    def doubt_places(self, pairs: dict[tuple[str, str], str]) -> None:
        """Decide for each pair more than 25 km apart which of the two places is wrong, or that both may stand."""
        same = Counter(unit.place for unit in self.old_commune.values() if unit.place)
        olds_of: dict[str, list[Unit]] = defaultdict(list)
        for old, new in pairs:
            olds_of[new].append(self.old_commune[old])
        for new, olds in sorted(olds_of.items()):
            target = self.new_commune[new]
            placed = [(unit, unit.place, km(unit.place, target.place)) for unit in olds if unit.place and target.place]
            far = [each for each in placed if each[2] > FAR_KM]
            if not far or new in ("22736", "20333"):
                continue
            for unit, place, _d in list(far):
                if same[place] > 1:
                    unit.place = None
                    self.say_place(
                        unit,
                        target,
                        _d,
                        "bỏ tọa độ của xã cũ",
                        "Nhiều xã cũ có chung một tọa độ: nguồn chỉ đặt theo huyện.",
                    )
            far = [each for each in far if each[0].place]
            if target.kind == "special_zone":
                for unit, _place, d in far:
                    self.say_place(unit, target, d, "giữ", "Đặc khu nhiều đảo: khoảng cách có thật.")
                continue
            if far and len(far) == len([1 for unit in olds if unit.place]) and self.farther(target, far):
                near = [place for _unit, place, _d in far]
                target.place = (
                    round(sum(p[0] for p in near) / len(near), 5),
                    round(sum(p[1] for p in near) / len(near), 5),
                )
                for unit, _place, d in far:
                    self.say_place(
                        unit,
                        target,
                        d,
                        "sửa tọa độ của xã mới",
                        "Các xã cũ và huyện cũ đều xa: tọa độ xã mới sai, lấy trung bình của các xã cũ.",
                    )
                continue
            for unit, _place, d in far:
                parent = self.district.get(unit.parent)
                if (
                    parent is not None
                    and parent.place
                    and target.place
                    and km(parent.place, target.place) <= FAR_KM - 5
                ):
                    if (unit.code, new) in pairs and pairs[unit.code, new] == "partial":
                        self.say_place(unit, target, d, "giữ", "Chỉ một phần của xã cũ sang đây.")
                        continue
                    unit.place = None
                    self.say_place(
                        unit,
                        target,
                        d,
                        "bỏ tọa độ của xã cũ",
                        "Huyện cũ ở gần xã mới, xã cũ lại ở xa: tọa độ xã cũ sai (trùng tên nơi khác).",
                    )
                else:
                    self.say_place(unit, target, d, "giữ", "Không đủ cơ sở để nói tọa độ nào sai; nơi đến không đổi.")

    def farther(self, target: Unit, far: list[tuple[Unit, tuple[float, float], float]]) -> bool:
        """Say whether the old districts lie far from the new place as well."""
        districts = [self.district[unit.parent].place for unit, _p, _d in far if unit.parent in self.district]
        return all(place and target.place and km(place, target.place) > FAR_KM for place in districts)

    def say_place(self, old: Unit, new: Unit, d: float, decision: str, reason: str) -> None:
        """Write down one doubtful place."""
        self.log.append(
            ("coordinates", old.code, old.name, new.code, new.name, "", "", f"{d:.0f}", decision, reason, "")
        )

    # Which went where

    def join(self) -> None:
        """Join the two lists of pairs; every difference needs a decision of its own."""
        by_key, by_code = self.sources.pairs_by_key(), self.sources.pairs_by_code()
        twin, code = self.twin
        by_code = {(old, code if new == twin else new): kind for (old, new), kind in by_code.items()}
        final: set[tuple[str, str]] = set()
        missing = []
        unclear: set[str] = set()
        for pair in sorted(set(by_key) | set(by_code)):
            decided = self.decisions.pop(pair, None)
            if decided is None and pair in by_key and pair in by_code:
                final.add(pair)
                continue
            if decided is None and pair in by_code and pair[0] not in self.sources.old and len(pair[0]) == 5:
                final.add(pair)  # codes that only one source has, noted above
                continue
            if decided is None:
                missing.append(pair)
                continue
            if decided["decision"] != "drop":
                final.add(pair)
            if decided["decision"] == "unclear":
                unclear.add(pair[0])
            old, new = self.old_commune[pair[0]], self.new_commune[pair[1]]
            distance = f"{km(old.place, new.place):.0f}" if old.place and new.place else ""
            said = {"keep": "nhận", "drop": "bỏ", "unclear": "nhận, chưa rõ phần chia"}[decided["decision"]]
            self.log.append(
                (
                    "change",
                    old.code,
                    self.where(old),
                    new.code,
                    new.name,
                    by_key.get(pair, "không có"),
                    by_code.get(pair, "không có"),
                    distance,
                    said,
                    decided["reason"],
                    self.provision(new),
                )
            )
        if missing or self.decisions:
            sys.exit(f"no decision for {missing}; decisions without disagreement: {sorted(self.decisions)}")
        parts = Counter(old for old, _new in final)
        pairs = {(old, new): "partial" if parts[old] > 1 or old in unclear else "full" for old, new in final}
        for pair in sorted(set(by_key) & set(by_code) & final):
            if not by_key[pair] == by_code[pair] == pairs[pair]:
                old, new = self.old_commune[pair[0]], self.new_commune[pair[1]]
                self.log.append(
                    (
                        "kind",
                        old.code,
                        self.where(old),
                        new.code,
                        new.name,
                        by_key[pair],
                        by_code[pair],
                        "",
                        pairs[pair],
                        "Theo quyết định về các nơi đến của xã cũ này.",
                        self.instrument(new),
                    )
                )
        self.doubt_places(pairs)
        for (old_code, new_code), kind in sorted(pairs.items()):
            old, new = self.old_commune[old_code], self.new_commune[new_code]
            note = "Hai nguồn trái nhau, chưa đối chiếu văn bản gốc." if old_code in unclear else ""
            self.changes.append((old, new, kind, REFORM, self.instrument(new), note))
        self.join_districts(pairs)

    def join_districts(self, pairs: dict[tuple[str, str], str]) -> None:
        """A district went where its communes went; how much of it, nobody has counted."""
        reached: dict[str, set[str]] = defaultdict(set)
        for old, new in pairs:
            if self.old_commune[old].level == "commune" and self.old_commune[old].parent in self.district:
                reached[self.old_commune[old].parent].add(new)
        for code, news in sorted(reached.items()):
            for new in sorted(news):
                unit = self.new_commune[new]
                kind = "full" if len(news) == 1 else "partial"
                self.changes.append(
                    (self.district[code], unit, kind, REFORM, self.instrument(unit), "Suy từ các xã của huyện.")
                )

    def instrument(self, new: Unit) -> str:
        """Return the key of the resolution that arranged the communes of a province in 2025: its number."""
        key, _clause = self.clauses[new.code]
        self.instruments[key] = (f"Nghị quyết số {key}", SECONDARY)
        return key

    def clause(self, old: Unit, new: Unit) -> str:
        """Return the clause that says what became of an old commune; a district's lineage is only derived."""
        made = new.level == "commune" and old.code in self.old_commune and new.code in self.clauses
        return f"khoản {self.clauses[new.code][1]} Điều 1" if made else ""

    def provision(self, new: Unit) -> str:
        """Return the resolution with its clause, for the list of disagreements."""
        return f"{self.instrument(new)}, khoản {self.clauses[new.code][1]} Điều 1"

    def where(self, old: Unit) -> str:
        """Write an old commune with its district, which tells homonyms apart."""
        parent = self.district.get(old.parent)
        return f"{old.name}, {parent.name}, {self.old_province[parent.parent].name}" if parent else old.name

    # Numbers

    def count(self) -> None:
        """Number the leaves of each tree in the order of province, district and code: a province is a range."""
        old = []
        for unit in self.old_commune.values():
            if unit.level == "district":  # an island district counts as its own only part
                old.append((unit.parent, unit.code, "", unit))
            elif unit.parent in self.district:
                old.append((self.district[unit.parent].parent, unit.parent, unit.code, unit))
            else:
                old.append((unit.parent, "", unit.code, unit))
        before = self.number_tree(old)
        after = self.number_tree([(unit.parent, "", unit.code, unit) for unit in self.new_commune.values()])
        for unit in self.district.values():
            unit.number = before[unit.code]
        for (level, code, start), unit in self.units.items():
            if level == "province":
                ended = unit.valid_to and unit.valid_to <= REFORM and start < REFORM
                unit.number = (before if ended else after)[code]

    def number_tree(self, leaves: list[tuple[str, str, str, Unit]]) -> dict[str, int]:
        """Number the leaves of one tree; return the first number of each province and district."""
        first: dict[str, int] = {}
        for number, (province, district, _code, unit) in enumerate(sorted(leaves, key=lambda leaf: leaf[:3]), 1):
            unit.number = number
            first.setdefault(province, number)
            first.setdefault(district or province, number)
        return first

    def write(self, target: Path) -> None:
        """Write the three files."""
        order = {"province": 0, "district": 1, "commune": 2}
        units = sorted(self.units.values(), key=lambda u: (order[u.level], u.valid_from, u.code))
        _write(target / "units.csv", UNIT_COLUMNS, [unit.row() for unit in units])
        changes = [
            (a.code, a.valid_from, b.code, b.valid_from, kind, date, instrument, self.clause(a, b), note)
            for a, b, kind, date, instrument, note in self.changes
        ]
        changes.sort(key=lambda row: (len(row[0]), row[5], row[0], row[2]))
        _write(
            target / "unit_instruments.csv",
            ("key", "name", "evidence"),
            [(key, *value) for key, value in sorted(self.instruments.items())],
        )
        _write(target / "unit_changes.csv", CHANGE_COLUMNS, changes)
        _write(
            target / "unit_disagreements.csv",
            DISAGREEMENT_COLUMNS,
            sorted(self.log, key=lambda row: tuple(map(str, row))),
        )


def _write(path: Path, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def main() -> None:
    """Read the two folders, write the files, say how many."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--vietnamadminunits", type=Path, required=True, help="folder of the installed package")
    reader.add_argument("--dvhcvn", type=Path, required=True, help="folder with merges.json and splits.json")
    reader.add_argument("--out", type=Path, default=DATA)
    given = reader.parse_args()
    maker = Maker(Sources(given.vietnamadminunits, given.dvhcvn))
    maker.make()
    maker.write(given.out)
    levels = Counter((unit.level, unit.valid_to or "today") for unit in maker.units.values())
    kinds = Counter(kind for _a, _b, kind, *_rest in maker.changes)
    subjects = Counter(str(row[0]) for row in maker.log)
    sys.stdout.write(f"{dict(levels)}\n{dict(kinds)}\n{dict(subjects)}\n")


if __name__ == "__main__":
    main()
