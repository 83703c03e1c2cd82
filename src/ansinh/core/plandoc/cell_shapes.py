"""How well a text fits a column: "%" as a unit, "> 95" as a target, "Sở Y tế" as a lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ansinh.core.plandoc.agencies import looks_like_agency
from ansinh.core.plandoc.columns import Role
from ansinh.core.plandoc.values import value_kind
from ansinh.core.text.folding import fold_in_place

NEVER = 1000.0

_UNITS = re.compile(
    r"%|‰|m2|m²|km|ha(?![a-z])|kg|lit|(?:nguoi|ho|ho gia dinh|can|can ho|nha|giuong|xa|phuong|huyen|tinh|truong|lop|co so|lan|nam|tuoi|muc do|bac hoc|"
    r"trieu|ty|ti|nghin|dong|usd|diem|diem so|chi so|bac|hang|cap|don vi|cong trinh|du an|mo hinh|de an|vu|luot|suat|cai|chiec|bo|tan|ta|phan tram|"
    r"doanh nghiep|hop tac xa|thon|ban|to|cau lac bo|lao dong|tre|hoc sinh|bac si|bac sy|vien chuc|ho so|thu tuc|phien|cuoc|buoi|ngay|thang|gio|"
    r"so luong|ty le|ti le)(?![a-z])"
)
_SCHEDULE = re.compile(
    r"(?:nam |cac nam |giai doan |tu (?:nam )?|den (?:nam )?|truoc (?:nam |ngay )?|trong (?:nam )?|ngay |het (?:nam )?|cuoi (?:nam )?)*(?:19|20)[0-9]{2}(?![0-9])|(?:hang|moi) (?:nam|quy|thang)|"
    r"quy (?:[1-4]|i)|thuong xuyen|sau khi|khi co|thang [0-9]|[0-3]?[0-9]/[01]?[0-9](?:/|$)|[01]?[0-9]/20[0-9]{2}|theo (?:yeu cau|ke hoach|lo trinh|tien do|huong dan|chi dao)|lien tuc|lau dai|dinh ky"
)
_MARK = re.compile(r"(?:x|v|✓|✔|√|☑|☒|\[x\]|co|khong)\.?")
_DASHES = re.compile(r"[\s\-–—−_.…/*]+")
_SHORT = 45
_NAME = 80
_LONG = 160


@dataclass(frozen=True, slots=True)
class Shape:
    """What a text looks like, whatever column it stands in."""

    empty: bool
    dash: bool
    number: bool
    mark: bool
    unit: bool
    agency: bool
    schedule: bool
    lower: bool
    bullet: bool
    length: int


@lru_cache(maxsize=50_000)
def shape_of(text: str) -> Shape:
    """Return what a text looks like. The text is one line without blanks around it."""
    length = len(text)
    if not text:
        return Shape(True, False, False, False, False, False, False, False, False, 0)
    head = fold_in_place(text[:60])
    return Shape(
        empty=False,
        dash=bool(_DASHES.fullmatch(text[:20])) and length <= 20,
        number=length <= 120 and value_kind(text) == "number",
        mark=length <= 8 and bool(_MARK.fullmatch(head)),
        unit=length <= _SHORT and bool(_UNITS.match(head)),
        agency=looks_like_agency(text[:200]),
        schedule=length <= 160 and bool(_SCHEDULE.match(head)),
        lower=text[0].islower(),
        bullet=text[0] in "-–+•" and length > 2,
        length=length,
    )


_EMPTY: dict[Role, float] = {
    "no": 0.5,
    "name": 2.5,
    "unit": 0.25,
    "target": 0.2,
    "baseline": 0.2,
    "resolution": 0.0,
    "lead": 0.4,
    "coordinating": 0.3,
    "actors": 0.5,
    "submit_to": 0.3,
    "product": 0.3,
    "schedule": 0.4,
    "note": 0.0,
    "money": 0.1,
    "other": 0.15,
}


def fit(role: Role, shape: Shape) -> float:
    """Return how badly a text fits a column: 0 as expected, above 1 hardly."""
    if shape.empty:
        return _EMPTY[role]
    if shape.dash:
        return 0.0 if role in ("target", "baseline", "money") else 0.1 if role in ("other", "note") else 0.7
    if role in ("target", "baseline", "money"):
        return _fit_figure(shape)
    if role == "unit":
        if shape.unit and not shape.number and shape.length <= 25:
            return 0.0
        if shape.number or shape.agency:
            return 2.0
        return 0.2 if shape.unit else 0.4 if shape.length <= 25 else 1.0 if shape.length <= _SHORT else 2.5
    if role == "resolution":
        return 0.0 if shape.mark else 1.2 if shape.length <= 12 and not shape.number else 2.5
    if role in ("lead", "coordinating", "actors", "submit_to"):
        return _fit_agency(shape, role)
    if role == "schedule":
        if shape.schedule:
            return 0.0
        return 2.5 if shape.agency else 1.5 if shape.number else 0.8 if shape.length <= _SHORT else 2.2
    if role == "product":
        return 1.0 if shape.number and shape.length < 8 else 0.7 if shape.agency else 0.8 if shape.schedule else 0.1
    if role == "note":
        return 0.6 if shape.agency else 0.5 if shape.number else 0.25
    if role == "name":
        if shape.number or shape.mark:
            return 3.0 if shape.length < 15 else 0.8
        return 0.6 if shape.agency or shape.schedule else 1.5 if shape.length <= 2 else 0.0
    return 0.3


def _fit_figure(shape: Shape) -> float:
    if shape.number:
        return 0.0
    if shape.agency:
        return 2.5
    return 0.6 if shape.mark else 0.7 if shape.length <= _SHORT else 1.5 if shape.length <= 100 else 3.0


def _fit_agency(shape: Shape, role: Role) -> float:
    if shape.agency:
        return 0.0
    if shape.number:
        return 3.0
    if shape.schedule:
        return 2.0
    if role == "submit_to":
        return 0.9 if shape.length <= _SHORT else 1.6
    # What names no agency is short at most ("Địa phương nơi có dự án"), never a paragraph.
    return 1.2 if shape.length <= _NAME else 2.0 if shape.length <= _LONG else 3.0


def goes_on(role: Role, before: str, shape: Shape) -> float:
    """Return how unlikely a further line belongs to the cell begun above it."""
    if shape.empty or role in ("no", "resolution"):
        return NEVER
    eased = (
        0.3
        if shape.lower or before.endswith((",", ";", ":", " -")) or (shape.bullet and role not in ("target", "unit"))
        else 0.0
    )
    if role in ("lead", "coordinating", "actors", "submit_to"):
        return (0.35 if shape.agency or shape.bullet else 0.9) - eased / 2 + (2.0 if shape.number else 0.0)
    if role in ("target", "baseline", "money", "unit"):
        return 1.5 - eased
    wrong = 1.5 if shape.number and shape.length < 8 else 0.4 if shape.agency and role == "name" else 0.0
    return 0.75 - eased + wrong
