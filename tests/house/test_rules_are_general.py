"""The rules hold for every plan: neither code nor patterns know a place, a document or a row of the five."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "ansinh"
# Lists of agencies, units and of the catalogue are data about the country, not rules about a document.
DATA = {"agencies", "units", "catalogue", "samples", "provinces", "places", "territory"}
# The catalogue in its files: its notes name plans, its wordings say from which plan they were learnt.
DATA |= {"indicators", "dimensions", "aliases"}
FILES = sorted(
    path
    for room in ("core", "files")
    for path in (SOURCE / room).rglob("*")
    if path.is_file() and "__pycache__" not in path.parts and not (path.suffix != ".py" and path.stem in DATA)
)
PLACES = ["khanh hoa", "son la", "hau giang", "huong tra", "ca mau"]
NUMBERS = ["8839", "71/KH-UBND", "1823", "113/KH-UBND"]
# "row 49", "chỉ tiêu 83", "no == '86'": a rule that looks at which row it reads.
ROW = re.compile(
    r"""\b(?:no|number|row|label|so|stt)\b\s*(?:==|!=|in|is)\s*[\[({]?\s*['"]?(?:\d{1,2}\.\d{1,2}|[1-9]\d)['"]?(?![\d.])""",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    words = "".join(char for char in folded if not unicodedata.combining(char)).lower()
    return re.sub(r"[\s_\-]+", " ", words)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_rule_knows_the_five(path: Path) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    folded = plain(text)
    named = [name for name in PLACES if re.search(rf"\b{name}\b", folded)]
    assert named == [], "a rule holds for plans of this kind, not for one place"
    assert [number for number in NUMBERS if re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d])", text)] == []
    if path.suffix == ".py":
        assert ROW.findall(text) == [], "a rule must not know the number of a row"


@pytest.mark.parametrize(
    ("text", "caught"),
    [
        ('if row.no == "83":', True),
        ("if label in ('6.5', '6.7'):", True),
        ("number == 49", True),
        ("row == 0", False),
        ("number in range(10)", False),
        ("columns == 12", False),
    ],
)
def test_the_search_for_rows_finds_them(text: str, caught: bool) -> None:
    assert bool(ROW.search(text)) is caught
