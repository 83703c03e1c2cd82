"""Makes the directory of agencies that ships with the program from the table of successors.

    python scripts/agencies.py PATH/TO/agency_successors.csv

Writes ``apps/territory/data/agencies.csv`` and ``agency_successions.csv``. What people decided on the way (names,
groups, Vietnamese notes) stands in ``scripts/agencies.toml``; a row of the table that no rule there explains ends the run.
"""

from __future__ import annotations

import csv
import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ansinh.core.plandoc.agencies import agency_key
from ansinh.core.text import fold

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "src" / "ansinh" / "apps" / "territory" / "data"
WORDS: dict[str, Any] = tomllib.loads((HERE / "agencies.toml").read_text("utf-8"))
AGENCY_COLUMNS = [
    "code", "name", "short", "level", "kind", "group", "rules", "members", "parent", "valid_from", "valid_to", "aliases",
]  # fmt: skip
SUCCESSION_COLUMNS = [
    "code", "agency", "field", "unit", "unit_name", "successor", "candidates", "from_date", "seen_by_date", "legal_basis",
    "evidence", "source_url", "note",
]  # fmt: skip
GROUPS = {
    "Ủy ban nhân dân cấp huyện": ["districts"],
    "Ủy ban nhân dân các xã, phường": ["communes"],
    "Các cơ quan báo chí của tỉnh": ["province_media"],
    "Các đảng đoàn, ban cán sự đảng": [],
    "Các huyện ủy, thành ủy, đảng ủy trực thuộc": [],
    "Phòng Lao động - Thương binh và Xã hội các huyện": [],
    "Các cơ sở giáo dục nghề nghiệp trên địa bàn tỉnh": [],
    "Các viện, trường": [],
    "Các tổ chức trong vùng": [],
    "Cấp có thẩm quyền": [],
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức thành viên": ["province_mass"],
}
MORE_ALIASES = {
    "Ủy ban nhân dân cấp huyện": [
        "UBND cấp huyện", "UBND các huyện", "UBND huyện, thị xã, thành phố", "UBND các huyện, thị xã, thành phố",
        "Ủy ban nhân dân các huyện, thành phố", "UBND các huyện, thành phố", "UBND các quận, huyện, thị xã",
        "UBND các huyện, thị xã",
    ],
    "Ủy ban nhân dân các xã, phường": [
        "UBND các xã, phường, đặc khu", "UBND cấp xã", "UBND các xã, phường, thị trấn", "UBND xã, phường, thị trấn",
        "UBND các xã", "UBND xã, phường", "UBND các xã, thị trấn",
    ],
    "Công an tỉnh": ["Công an thành phố"],
    "Thanh tra tỉnh": ["Thanh tra"],
    "Ngân hàng Nhà nước chi nhánh tỉnh": ["Ngân hàng Nhà nước Việt Nam Chi nhánh tỉnh", "NHNN chi nhánh tỉnh"],
    "Ủy ban nhân dân tỉnh": ["UBND thành phố", "UBND tỉnh"],
    "Tỉnh ủy": ["Thành ủy", "Ban Thường vụ Tỉnh ủy", "Thường trực Tỉnh ủy"],
}  # fmt: skip


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:80].strip("-")


def directory_name(name: str) -> str:
    return WORDS["names"].get(name, name)


def successor_name(text: str) -> str:
    if text in WORDS["successors"]:
        return WORDS["successors"][text]
    # "Hội Nông dân tỉnh (trực thuộc …)": the organisation keeps its name.
    return directory_name(re.sub(r" \((?:trực thuộc|thuộc).*\)$", "", text))


def vietnamese(note: str) -> str:
    if not note:
        return ""
    for beginning in sorted(WORDS["notes"], key=len, reverse=True):
        if note.startswith(beginning):
            return WORDS["notes"][beginning]
    raise SystemExit(f"no Vietnamese words for the note: {note}")


def agencies(table: list[dict[str, str]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    left_out = {agency_key(name) for name in WORDS["no_aliases"]["names"]}
    for row in table:
        name = directory_name(row["agency_vi"])
        kept = found.setdefault(
            name,
            {
                "level": WORDS["levels"][row["level"]],
                "kind": WORDS["kinds"][row["kind"]],
                "aliases": [],
                "group": name in GROUPS,
                "rules": GROUPS.get(name, []),
            },
        )
        written = [row["agency_vi"], *row["short_names"].split(";")]
        kept["aliases"] += [word.strip() for word in written if word.strip() and agency_key(word) not in left_out]
    for row in WORDS["agency"]:
        kept = found.setdefault(
            row["name"], {"level": "province", "kind": "state", "aliases": [], "group": False, "rules": []}
        )
        kept.update(
            {
                key: row[key]
                for key in ("level", "kind", "group", "rules", "members", "short", "from", "to")
                if key in row
            }
        )
        kept["aliases"] += row.get("aliases", [])
    for name, more in MORE_ALIASES.items():
        found[name]["aliases"] += more
    return found


def agency_rows(found: dict[str, dict[str, Any]]) -> Iterable[dict[str, str]]:
    # Documents that write "UBND xã, phường" mean all of them: a group goes before the one agency written alike.
    taken = {agency_key(name): name for name in found if not found[name]["group"]}
    for name in (name for name in found if found[name]["group"]):
        taken.update({agency_key(word): name for word in (*found[name]["aliases"], name)})
    # Groups of our own wording come first where two agencies are written alike.
    order = sorted(found, key=lambda name: name not in {row["name"] for row in WORDS["agency"]})
    aliases: dict[str, list[str]] = {name: [] for name in found}
    for name in order:
        for alias in found[name]["aliases"]:
            if taken.setdefault(agency_key(alias), name) == name and alias != name and alias not in aliases[name]:
                aliases[name].append(alias)
    for name in sorted(found, key=slug):
        kept = found[name]
        first, end = WORDS["days"].get(name, [kept.get("from", ""), kept.get("to", "")])
        short = (
            kept.get("short")
            or WORDS["short"].get(name)
            or next((alias for alias in aliases[name] if len(alias) < len(name) and not kept["group"]), "")
        )
        yield {
            "code": slug(name),
            "name": name,
            "short": short if len(short) < len(name) else "",
            "level": kept["level"],
            "kind": kept["kind"],
            "group": "1" if kept["group"] else "0",
            "rules": ";".join(kept["rules"]),
            "members": ";".join(slug(member) for member in kept.get("members", [])),
            "parent": slug(WORDS["parents"].get(name, "")),
            "valid_from": first,
            "valid_to": end,
            "aliases": ";".join(aliases[name]),
        }


def succession_rows(table: list[dict[str, str]], known: set[str]) -> Iterable[dict[str, str]]:
    seen: set[str] = set()
    for row in table:
        agency = directory_name(row["agency_vi"])
        for field in WORDS["fields"][row["field"]] if row["field"] else [""]:
            made = succession(row, agency, field)
            for name in (made["agency"], made["successor"], *made["candidates"].split(";")):
                if name and name not in known:
                    raise SystemExit(f"not in the directory: {name} ({row['agency_vi']})")
            if made["code"] in seen:
                continue
            seen.add(made["code"])
            yield made


def succession(row: dict[str, str], agency: str, field: str) -> dict[str, str]:
    province, on, seen_by = row["province"], row["from_date"], WORDS["seen_by"].get(row["agency_vi"], "")
    successor = successor_name(row["successor_vi"]) if row["successor_vi"] else ""
    if agency == "Cục Thống kê tỉnh" and successor == "Thống kê tỉnh":
        agency = "Chi cục Thống kê tỉnh"
    if agency == "Bảo hiểm xã hội tỉnh" and successor == agency:
        agency = "Bảo hiểm xã hội khu vực"
    if agency == "Ủy ban nhân dân cấp huyện":
        province = ""
    if agency == "Phòng Lao động - Thương binh và Xã hội" and not field:
        successor = ""
    if not on and row["field"] and WORDS["days"].get(agency, ["", ""])[1]:
        on = WORDS["days"][agency][1]
    if not on and not seen_by:
        seen_by = WORDS["made_on"]
    candidates = [] if successor else WORDS["candidates"].get(f"{agency}|{field}", [])
    # Where a department exists only in some provinces, religion went to it there and nowhere else.
    code = "/".join(part for part in (slug(agency), field, WORDS["units"].get(province, ""), on or seen_by) if part)
    return {
        "code": code,
        "agency": slug(agency),
        "field": field,
        "unit": WORDS["units"].get(province, ""),
        "unit_name": province,
        "successor": slug(successor),
        "candidates": ";".join(slug(name) for name in candidates),
        "from_date": on,
        "seen_by_date": "" if on else seen_by,
        "legal_basis": row["legal_basis"],
        "evidence": row["evidence"],
        "source_url": row["source_url"],
        "note": vietnamese(row["note"]),
    }


def where_the_department_is(table: list[dict[str, str]]) -> list[dict[str, str]]:
    """Give a row that holds "only where that department exists" once for each province known to have it."""
    out = []
    for row in table:
        if row["note"].startswith("only where that department exists"):
            out += [row | {"province": province} for province in ("Khánh Hòa", "Cà Mau", "Sơn La")]
        else:
            out.append(row)
    return out


def write(path: Path, columns: list[str], rows: Iterable[dict[str, str]]) -> int:
    kept = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    return len(kept)


def main(source: str) -> None:
    with Path(source).open(encoding="utf-8", newline="") as file:
        table = where_the_department_is(list(csv.DictReader(file)))
    found = agencies(table)
    known = {slug(name) for name in found}
    counts = (
        write(DATA / "agencies.csv", AGENCY_COLUMNS, agency_rows(found)),
        write(DATA / "agency_successions.csv", SUCCESSION_COLUMNS, succession_rows(table, known)),
    )
    sys.stdout.write(f"agencies {counts[0]}, successions {counts[1]}\n")


if __name__ == "__main__":
    main(sys.argv[1])
