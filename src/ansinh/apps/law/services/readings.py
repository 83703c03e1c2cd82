"""What an official typed as standing in the official text, held against what the rulebook says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ansinh.apps.law.refusals import Refused
from ansinh.apps.law.subjects import Subject
from ansinh.apps.law.words import say_value
from ansinh.core.law import read_citation, write
from ansinh.core.rules.parameters import CannotReadParameter, DatedValue, Parameter, Value, read_value
from ansinh.core.text import fold
from ansinh.rulebook.rows import row_name

_LAST_NUMBER = re.compile(r"(?<!\d)(\d{1,3}(?:[. ]\d{3})+|\d+)\D*$")
_ENDED = frozenset({"khong con", "bai bo", "het hieu luc"})
_YES_NO = {"co": True, "khong": False}
_UNIT = re.compile(r"\s*(đồng|đ|vnđ|vnd|tuổi|tháng|kg|%|ngày|điểm|chỉ số)\s*$", re.IGNORECASE)
SHORTEST_QUOTE = 20


def tell_difference(subject: Subject, typed: str) -> str:
    """Return in a sentence how what was typed differs from the rulebook; "" where it is the same.

    Raises Refused where what was typed cannot be read at all: that says nothing about the text.
    """
    if subject.parameter is None or not isinstance(subject.dated, DatedValue):
        return _other_place(subject, typed)
    if isinstance(subject.dated.value, Mapping):
        return _other_rows(subject.parameter, subject.dated.value, typed)
    value = read_figure(subject.parameter, typed)
    if value == subject.dated.value and isinstance(value, bool) is isinstance(subject.dated.value, bool):
        return ""
    return f"Văn bản ghi {say_value(subject.parameter, value)}, phần mềm ghi {subject.said}."


def read_figure(parameter: Parameter, typed: str) -> Value:
    """Return a figure as it was typed; None for "không còn". Raises Refused where it cannot be read."""
    words = " ".join(fold(typed).split()).strip(" .")
    if words in _ENDED:
        return None
    if parameter.is_bool:
        if words in _YES_NO:
            return _YES_NO[words]
        raise Refused(f"Gõ “có” hoặc “không” như văn bản ghi; không đọc được “{typed}”.")
    bare = _UNIT.sub("", " ".join(typed.split()))
    if parameter.unit == "coefficient":
        try:
            return read_value(bare, "coefficient", "")
        except CannotReadParameter:
            raise Refused(f"Gõ hệ số như văn bản ghi, ví dụ 1,5; không đọc được “{typed}”.") from None
    return _whole(bare, typed)


def _whole(bare: str, typed: str) -> int:
    if not re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+|\d+", bare):
        raise Refused(f"Gõ con số như văn bản ghi, ví dụ 540.000; không đọc được “{typed}”.")
    return int(re.sub(r"[. ]", "", bare))


def read_rows(parameter: Parameter, typed: str, *, like: Mapping[str, int] | None = None) -> dict[str, int]:
    """Return a table as it was typed or pasted, a line a row, in the order of another: the newest of the rulebook.

    Raises Refused.
    """
    keys = list(like if like is not None else newest_table(parameter))
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if len(lines) != len(keys):
        raise Refused(
            f"Bảng có {len(keys)} dòng, bạn gõ {len(lines)} dòng: gõ mỗi dòng của bảng một dòng, theo đúng thứ tự,"
            " số tiền đứng cuối."
        )
    found = {}
    for at, (line, key) in enumerate(zip(lines, keys, strict=True), 1):
        seen = _LAST_NUMBER.search(line)
        if seen is None:
            raise Refused(f"Dòng {at} ({row_name(parameter.id, key)}) không có con số: “{line[:60]}”.")
        found[key] = _whole(seen[1], line)
    return found


def newest_table(parameter: Parameter) -> Mapping[str, int]:
    """Return the newest table of a parameter; empty where it has none."""
    tables = [value.value for value in parameter.values if isinstance(value.value, Mapping)]
    return tables[-1] if tables else {}


def tell_row(
    parameter: Parameter, read: Mapping[str, int], known: Mapping[str, int]
) -> tuple[int, str, int, int] | None:
    """Return the first row in which two readings of a table differ: its number, its name, both figures."""
    for at, (key, value) in enumerate(read.items(), 1):
        if value != known.get(key):
            return at, str(row_name(parameter.id, key)), value, known.get(key, 0)
    return None


def _other_rows(parameter: Parameter, rows: Mapping[str, int], typed: str) -> str:
    other = tell_row(parameter, read_rows(parameter, typed, like=rows), rows)
    if other is None:
        return ""
    at, name, value, known = other
    return f"Dòng {at} ({name}): văn bản ghi {parameter.shown(value)}, phần mềm ghi {parameter.shown(known)}."


def _other_place(subject: Subject, typed: str) -> str:
    """A rule is read by its place: the article, clause and point that were found have to be those of the rule."""
    citation = read_citation(typed.strip())
    if citation is None or citation.instrument is None or citation.instrument.number is None:
        raise Refused(
            f"Gõ chỗ đã đọc như “{subject.references[0]}”: điểm, khoản, điều và số hiệu văn bản; không đọc được “{typed}”."
        )
    number = citation.instrument.number
    if number in subject.instruments and number not in subject.own_instruments:
        # Where the new instrument says that the old rule goes on is for the two who read to agree on.
        same = True
    else:
        known = {write(found) for each in subject.references if (found := read_citation(each)) is not None}
        same = write(citation) in known
    if same:
        return ""
    return f"Văn bản ghi ở {write(citation)}, phần mềm ghi ở {'; '.join(subject.references)}."


def same_place(one: str, other: str) -> bool:
    """Whether two officials name the same place of the same instrument."""
    first, second = read_citation(one.strip()), read_citation(other.strip())
    return first is not None and second is not None and write(first) == write(second)


def check_quote(subject: Subject, quote: str) -> str:
    """Return what stands in the text, word by word. Raises Refused where a rule is read without it."""
    quote = " ".join(quote.split())
    if subject.rule is not None and len(quote) < SHORTEST_QUOTE:
        raise Refused(f"Chép nguyên văn đoạn làm căn cứ, ít nhất {SHORTEST_QUOTE} chữ cái, để người thứ hai so lại.")
    return quote[:2_000]
