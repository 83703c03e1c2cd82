"""Headers of flattened tables: which lines are heads, and over which columns they may have stood.

Heads that span columns come out of order: first all heads of the upper row, then those of the lower
row. So several layouts are offered, and the rows under them decide which one holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ansinh.core.plandoc.columns import Column, header_role, is_header_number, roles_of
from ansinh.core.plandoc.flat_rows import Unit
from ansinh.core.plandoc.row_labels import read_labels
from ansinh.core.text.folding import fold_in_place

_MOST_HEADS = 24
_MOST_LAYOUTS = 24
_LONGEST_HEAD = 140
_PARENT = re.compile(
    r"^(?:muc tieu|chi tieu|ke hoach|lo trinh|giai doan|thoi gian|co quan|don vi|phan cong|kinh phi|ket qua|gia tri|thuc hien|nam|tien do|to chuc|trong do|chia ra|nguon)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """One head: the units that print it, counted from the first of the header, and the columns it stands over in its row of the header."""

    first: int
    last: int
    row: int
    column: int
    column_span: int = 1
    row_span: int = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to read a header: its heads, the columns they make, and how unusual it is."""

    heads: tuple[Head, ...]
    columns: tuple[Column, ...]
    penalty: float


def find_header(units: Sequence[Unit], start: int, stop: int) -> int | None:
    """Return the unit after the header that begins at ``start``, None where no header begins there."""
    if not _opens(units, start, stop):
        return None
    end = start
    known = 0
    roles: set[str] = set()
    while end < min(stop, start + _MOST_HEADS):
        text = units[end].text
        if (
            len(text) > _LONGEST_HEAD
            or (end > start and is_header_number(text))
            or (end > start and _is_first_label(text, end, stop))
        ):
            break
        role, _ = header_role(text) if text else ("other", None)
        if role == "other":
            # One unknown head is kept where a known one follows.
            following = [header_role(unit.text)[0] for unit in units[end + 1 : end + 3]]
            if not any(name not in ("other", "no") for name in following) and not _numbered_later(units, end, stop):
                break
        else:
            known += 1
            roles.add(role)
        end += 1
    numbered = is_header_number(units[start].text)
    if "name" not in roles and not ("target" in roles and numbered):
        return None
    enough = len(roles) >= 3 and known >= 3
    return end if enough and end - start >= 3 else None


def _opens(units: Sequence[Unit], start: int, stop: int) -> bool:
    text = units[start].text
    if not text or len(text) > 60 or start + 2 >= stop:
        return False
    if is_header_number(text):
        return True
    # Without a column of numbers the header must speak for itself.
    roles = [header_role(unit.text)[0] for unit in units[start : start + 4]]
    return roles[0] == "name" and "other" not in roles and "no" not in roles and len(set(roles)) >= 3


def _is_first_label(text: str, at: int, stop: int) -> bool:
    if text in ("(1)", "1", "01", "I", "A", "I.", "1.", "A.", "a", "1.1") or re.fullmatch(r"\((?:1|a|A)\)", text):
        return True
    titled = re.match(r"(?:I|A|1)\s*[.)/-]\s+\S", text)
    return bool(titled) or (bool(read_labels(text)) and at + 1 < stop and header_role(text)[0] == "other")


def _numbered_later(units: Sequence[Unit], at: int, stop: int) -> bool:
    """Tell whether the rows begin right after an unknown head."""
    return any(_is_first_label(unit.text, at + 1 + i, stop) for i, unit in enumerate(units[at + 1 : min(stop, at + 4)]))


def layouts(units: Sequence[Unit], start: int, end: int) -> tuple[Layout, ...]:
    """Return the ways to read the heads ``start`` to ``end``, the most usual first."""
    texts = [unit.text for unit in units[start:end]]
    found: list[Layout] = []
    for joined, penalty in _joinings(texts):
        labels = [" ".join(texts[first:last]) for first, last in joined]
        found.extend(_spread(joined, labels, penalty))
    unique: dict[tuple[tuple[str, ...], tuple[str, ...]], Layout] = {}
    for layout in found:
        key = (tuple(column.header for column in layout.columns), tuple(column.role for column in layout.columns))
        if key not in unique or layout.penalty < unique[key].penalty:
            unique[key] = layout
    return tuple(sorted(unique.values(), key=lambda layout: layout.penalty)[:_MOST_LAYOUTS])


def _joinings(texts: list[str]) -> list[tuple[list[tuple[int, int]], float]]:
    """Return the heads as single lines, and with lines joined that were one wrapped head."""
    single = [(i, i + 1) for i in range(len(texts))]
    found: list[tuple[list[tuple[int, int]], float]] = [(single, 0.0)]
    joined: list[tuple[int, int]] = []
    for i, text in enumerate(texts):
        wrapped = bool(text) and i > 0 and (text[0].islower() or text[0] == "(") and not is_header_number(texts[i - 1])
        if wrapped:
            joined[-1] = (joined[-1][0], i + 1)
        else:
            joined.append((i, i + 1))
    if len(joined) < len(single):
        found.insert(0, (joined, 0.0))
        found[1] = (single, 1.0)
    # Unknown heads joined to the one before: "Cơ quan" + "chịu trách nhiệm".
    base = joined
    for place in range(1, len(base)):
        first, last = base[place - 1][0], base[place][1]
        parts = [" ".join(texts[a:b]) for a, b in (base[place - 1], base[place])]
        if (
            "other" in (header_role(parts[0])[0], header_role(parts[1])[0])
            and header_role(" ".join(parts))[0] != "other"
            and place > 1
        ):
            found.append(([*base[: place - 1], (first, last), *base[place + 1 :]], 1.5))
    return found[:8]


def _spread(heads: list[tuple[int, int]], labels: list[str], penalty: float) -> list[Layout]:
    """Return the flat layout and those with a lower row of heads."""
    count = len(labels)
    found = [_layout([Head(a, b, 0, i) for i, (a, b) in enumerate(heads)], [[label] for label in labels], penalty)]
    childlike = [_is_child(label) for label in labels]
    parents = [i for i, label in enumerate(labels) if i > 0 and _is_parent(label)]
    # Lower heads in a row at the end, belonging to one parent or shared out to two.
    for children in range(2, count - 2):
        first = count - children
        if not all(childlike[first:]):
            break
        above = [i for i in parents if i < first]
        for parent in above:
            doubt = _doubt(labels[parent], labels[first:])
            found.append(_two_rows(heads, labels, {parent: children}, first, penalty + doubt))
        for i, one in enumerate(above):
            for other in above[i + 1 :]:
                for cut in range(2, children - 1):
                    doubt = _doubt(labels[one], labels[first : first + cut]) + _doubt(
                        labels[other], labels[first + cut :]
                    )
                    found.append(_two_rows(heads, labels, {one: cut, other: children - cut}, first, penalty + doubt))
    # Lower heads right after their parent.
    for parent in parents:
        last = parent + 1
        while last < count and childlike[last]:
            last += 1
            if last - parent - 1 >= 2:
                found.append(
                    _in_place(
                        heads, labels, parent, last, penalty + 0.3 + _doubt(labels[parent], labels[parent + 1 : last])
                    )
                )
    return found


def _is_child(label: str) -> bool:
    role, year = header_role(label)
    if year is not None and len(label) <= 60:
        return True
    folded = fold_in_place(label)
    return (role in ("lead", "coordinating", "baseline") and len(label) <= 40) or (
        bool(re.match(r"(?:tong|trong do|nstw|ns|ngan sach|khac|quy [1-4i]|dau nam|ca nam)", folded))
        and len(label) <= 40
    )


def _is_parent(label: str) -> bool:
    return bool(_PARENT.match(fold_in_place(label))) and len(label) <= 80


def _doubt(parent: str, children: list[str]) -> float:
    """Return how unlikely heads stand under another: years under "Mục tiêu" are likely, under "Cơ quan" not."""
    role, year = header_role(parent)
    kinds = {header_role(child)[0] for child in children}
    if kinds <= {"lead", "coordinating"}:
        return (
            0.0
            if re.match(r"(?:co quan|don vi|phan cong|to chuc|thuc hien|trach nhiem)", fold_in_place(parent))
            else 3.0
        )
    if kinds & {"lead", "coordinating"}:
        return 3.0
    if role in ("target", "baseline", "schedule", "money"):
        return 0.2 if year is None else 0.6
    return 1.0 if role in ("name", "product", "other") else 3.0


def _two_rows(
    heads: list[tuple[int, int]], labels: list[str], children: dict[int, int], first: int, penalty: float
) -> Layout:
    placed: list[Head] = []
    paths: list[list[str]] = []
    lower = first
    for i in range(first):
        a, b = heads[i]
        column = len(paths)
        take = children.get(i)
        if take is None:
            placed.append(Head(a, b, 0, column, 1, 2))
            paths.append([labels[i]])
            continue
        placed.append(Head(a, b, 0, column, take, 1))
        for child in range(lower, lower + take):
            placed.append(Head(*heads[child], 1, column + child - lower))
            paths.append([labels[i], labels[child]])
        lower += take
    return _layout(placed, paths, penalty)


def _in_place(heads: list[tuple[int, int]], labels: list[str], parent: int, last: int, penalty: float) -> Layout:
    order = [*range(parent + 1), *range(last, len(labels)), *range(parent + 1, last)]
    return _two_rows(
        [heads[i] for i in order],
        [labels[i] for i in order],
        {parent: last - parent - 1},
        len(labels) - (last - parent - 1),
        penalty,
    )


def _layout(heads: list[Head], paths: list[list[str]], penalty: float) -> Layout:
    columns = roles_of(paths)
    unknown = sum(1 for column in columns if column.role == "other")
    return Layout(tuple(sorted(heads, key=lambda head: (head.row, head.column))), columns, penalty + 0.4 * unknown)
