"""Find where the resolutions on communes name each new commune: `python scripts/territory_clauses.py --texts DIR`.

The folder has the 34 resolutions of 16/6/2025 as text, one file each (input/docs of dvhcvn, MIT). Article 1 of each has
a clause for every new commune, and a last one for those that stay as they were. Written to ``territory_clauses.csv``:
the commune, the number of its resolution and the clause. A commune that no clause names, or two do, stops the script.
Only the standard library is needed.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from territory_sources import REFORM

HERE = Path(__file__).resolve().parent
DATA = HERE.parent / "src" / "ansinh" / "apps" / "territory" / "data"
CLAUSES = HERE / "territory_clauses.csv"
COLUMNS = ("new_code", "resolution", "clause")
_HEAD = re.compile(
    r"Điều 1\. ?Sắp xếp các đơn vị hành chính cấp xã của (?:tỉnh|thành phố|Thành phố) (?P<province>[^.]+?) Trên cơ sở"
)
_UNCHANGED = re.compile(r"Sau khi sắp xếp, .*?không thực hiện sắp xếp là (?P<text>[^.]*)")
_NAMED = re.compile(r".*(?:gọi ?là|thành)\s*(?P<name>(?:xã|phường|đặc khu)(?! mới) ?[^.;]+)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)")
_KIND = re.compile(r"^\s*(?:(?:các )?(?:xã|phường)|đặc khu)\s+", re.IGNORECASE)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def key(name: str) -> str:
    """Return a name as it is compared: the two places where a tone may stand are one, signs and blanks do not count."""
    apart = unicodedata.normalize("NFD", name.lower())
    letters = "".join(one for one in apart if one not in _TONES and (one.isalnum() or one in "\u0302\u0306\u031b"))
    return letters + "".join(one for one in apart if one in _TONES)


def read_texts(folder: Path) -> dict[str, tuple[str, str]]:
    """Return, by the key of a province's name, the number of its resolution and the text of article 1."""
    found = {}
    for path in sorted(folder.glob("*_NQ-UBTVQH15.md")):
        text = path.read_text("utf-8").replace("\u00a0", " ").replace("**", "").replace("*", "").replace("\\", "")
        text = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))
        head = _HEAD.search(text)
        if head is None:
            sys.exit(f"{path.name}: Điều 1 không đọc được.")
        number = path.name.partition("_")[0]
        end = re.search(r" Điều 2\. ", text[head.end() :])
        article = text[head.end() : head.end() + end.start()] if end else text[head.end() :]
        found[key(head["province"])] = (f"{number}/NQ-UBTVQH15", article)
    return found


def clauses_of(article: str) -> list[str]:
    """Return the clauses of an article in their order; the first is number 1, and none is passed over."""
    starts: list[int] = []
    while True:
        begun = re.compile(rf"(?<!\w){len(starts) + 1}\. ?(?=[A-ZĐ])").search(article, starts[-1] if starts else 0)
        if begun is None:
            break
        starts.append(begun.end())
    return [article[start:end] for start, end in zip(starts, [*starts[1:], len(article)], strict=True)]


def main() -> None:
    """Read the texts, match the communes of today, write the file."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--texts", type=Path, required=True, help="folder of the resolutions")
    texts = read_texts(reader.parse_args().texts)
    with (DATA / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if row["valid_from"] <= REFORM and row["valid_to"] in ("", "2026-04-30")
        ]
    provinces = {
        row["code"]: row["name"].partition(" ")[2].removeprefix("phố ") for row in rows if row["level"] == "province"
    }
    communes: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["level"] == "commune" and row["valid_from"] == REFORM:
            communes[row["parent"]].append(row)
    found: list[tuple[str, str, str]] = []
    wrong: list[str] = []
    for code, own in sorted(communes.items()):
        number, article = texts[key(provinces[code])]
        by_name: dict[str, list[str]] = defaultdict(list)
        unchanged: dict[str, str] = {}
        for clause, text in enumerate(clauses_of(article), 1):
            if named := _NAMED.match(text):
                by_name[key(named["name"])].append(str(clause))
            if rest := _UNCHANGED.search(text):
                for name in re.split(r",| và ", _ASIDE.sub("", rest["text"])):
                    unchanged[key(_KIND.sub("", name))] = str(clause)
        for row in own:
            stays = unchanged.get(key(_KIND.sub("", row["name"])))
            at = by_name.get(key(row["name"])) or ([stays] if stays else [])
            if len(at) == 1:
                found.append((row["code"], number, at[0]))
            else:
                wrong.append(f"{row['code']} {row['name']} ({provinces[code]}): khoản {', '.join(at) or 'không thấy'}")
    if wrong:
        sys.exit("\n".join(wrong))
    with CLAUSES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(found))
    sys.stdout.write(f"{len(found)} xã, {len(texts)} nghị quyết\n")


if __name__ == "__main__":
    main()
