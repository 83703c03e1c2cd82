"""Who has to make an own plan: the words that ask for one, and whom the name of a group means.

Everything here takes plain strings; which agencies a group has on a day is for the directory to say.
"""

from __future__ import annotations

import re
from typing import Literal

from ansinh.core.plandoc.deadlines import Due, find_end
from ansinh.core.text import fold, nfc

Level = Literal["province", "department", "district", "commune", "mass", "party", "other"]

_MAKES = re.compile(r"(?<!\w)(?:xây dựng|ban hành|lập|cụ thể hóa|cụ thể hoá|gửi|triển khai)(?!\w)", re.IGNORECASE)
# "xây dựng kế hoạch thực hiện", not "xây dựng kế hoạch mở tài khoản" (a task with a plan as its product).
_OWN = re.compile(
    r"(?<!\w)(?:kế hoạch|chương trình)(?:\s+(?:hành động|công tác))?(?:,?\s+(?:hoặc|và)\s+(?:kế hoạch|chương trình)(?:\s+hành động)?)?"
    r"(?=\s*(?:$|[.;,:(]|(?:để\s+|nhằm\s+)?(?:tổ chức\s+)?(?:thực hiện|triển khai)(?!\w)|cụ thể(?!\w)|chi tiết(?!\w)"
    r"|của (?:cơ quan|đơn vị|ngành|địa phương|cấp|mình)(?!\w)|hành động(?!\w)|tại (?:cơ quan|đơn vị|địa phương)(?!\w)"
    r"|phù hợp(?!\w)|gửi(?!\w)|trước(?!\w)|trong(?!\w)|hoàn thành(?!\w)|xong(?!\w)))",
    re.IGNORECASE,
)
_REACH = 160

_COMMUNES = re.compile(r"(?<![a-z])(?:xa|phuong|dac khu|thi tran|cap xa)(?![a-z])")
_DISTRICTS = re.compile(r"(?<![a-z])(?:huyen|quan|thi xa|cap huyen)(?![a-z])")
_LOCAL = re.compile(r"(?<![a-z])dia phuong(?![a-z])")
_DEPARTMENTS = re.compile(r"(?<![a-z])(?:so|ban|nganh)(?![a-z])")
_MASS = re.compile(r"(?<![a-z])(?:doan the|to chuc chinh tri)(?![a-z])")
_MANY = re.compile(r"(?<![a-z])(?:cac|nhung|toan bo)(?![a-z])|(?<![a-z])cap (?:xa|huyen)(?![a-z])|, nganh|, phuong")
# With their marks: "mọi sở", but "Sở … Môi trường".
_EACH = re.compile(r"(?<!\w)(?:mọi|từng|mỗi)(?!\w)", re.IGNORECASE)
_LOCAL_BODY = re.compile(r"(?:uy ban nhan dan|ubnd|chu tich|dang uy|hoi dong nhan dan|hdnd)(?![a-z])")


def own_plan_words(text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Return where a clause asks for an own plan ("xây dựng kế hoạch thực hiện"), or None."""
    stop = len(text) if end is None else end
    for verb in _MAKES.finditer(text, start, stop):
        plan = _OWN.search(text, verb.end(), min(stop, verb.end() + _REACH))
        if plan is not None:
            return verb.start(), plan.end()
    return None


def asks_for_plan(what: str) -> bool:
    """Say whether what a duty asks for is an own plan of those who have it."""
    return own_plan_words(" ".join(what.split())) is not None


def own_plan_due(text: str, start: int, end: int) -> Due | None:
    """Return the last day, as month, quarter or year, by which a clause wants an own plan; None where it names none."""
    return find_end(text, start, end)


def is_many(name: str) -> bool:
    """Say whether a name means several agencies ("Các sở, ban, ngành", "UBND các xã, phường")."""
    return bool(_MANY.search(_plain(name)) or _EACH.search(nfc(name)))


def levels_of_group(name: str) -> frozenset[Level]:
    """Return which kinds of agencies the name of a group means; empty for the name of one agency.

    "Các sở, ngành, địa phương" means departments, districts and communes.
    """
    words = _plain(name)
    if not is_many(name):
        return frozenset()
    found: set[Level] = set()
    if _LOCAL.search(words):
        found |= {"district", "commune"}
    body = _LOCAL_BODY.search(words)
    if (
        body
        or re.search(r"(?<![a-z])cac (?:xa|phuong|huyen|thi xa|quan)", words)
        or "cap xa" in words
        or "cap huyen" in words
    ):
        if _COMMUNES.search(words.replace("thi xa", "")):
            found.add("commune")
        if _DISTRICTS.search(words):
            found.add("district")
    if _DEPARTMENTS.search(words) and not (body and body.start() == 0):
        found.add("department")
    if _MASS.search(words):
        found.add("mass")
    return frozenset(found)


def level_of(name: str) -> Level:
    """Return at which level one agency stands, by its name: "Ủy ban nhân dân xã An Bình" is a commune's."""
    words = _plain(name)
    body = re.match(
        r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd|dang uy)\s+(?P<kind>tinh|thanh pho|huyen|quan|thi xa|xa|phuong|dac khu|thi tran)",
        words,
    )
    if body is not None:
        kind = body["kind"]
        if kind in ("xa", "phuong", "dac khu", "thi tran"):
            return "commune"
        return "district" if kind in ("huyen", "quan", "thi xa") else "province"
    if re.match(r"(?:so|ban|thanh tra|van phong|cong an|bao hiem|cuc|thong ke)(?![a-z])", words):
        return "department"
    if re.match(r"(?:hoi|lien doan|tinh doan|uy ban mat tran|ubmttq|mat tran)(?![a-z])", words):
        return "mass"
    return "party" if re.match(r"(?:tinh uy|thanh uy|huyen uy|ban thuong vu)(?![a-z])", words) else "other"


def _plain(name: str) -> str:
    return " ".join(fold(name).split())
