"""The checks never raise, whatever was read, and say each thing once and in Vietnamese."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.core.plandoc.findings import RULES, check
from ansinh.core.plandoc.model import (
    DocumentInfo,
    DutyReading,
    IndicatorReading,
    Reading,
    Reference,
    Schedule,
    Section,
    TargetValue,
    TaskReading,
)
from ansinh.core.plandoc.source import Span, from_text

_PIECES = (
    "Sở Y tế", "chủ trì", "phối hợp với", "ngày 31/9/2024", "42-NQ/TW", "20/2021/NĐ-CP ngày 25/11/2029", "khoảng trên 40%",
    "Tỷ lệ", "thất nghiệp", "hộ nghèo", "được sỹ", "\n", "\n\n", "\xa0", "“", "”", ";", ".", "I. MỤC TIÊU", "Phụ lục III",
    "PHỤ LỤC I", "giai đoạn 2021 -2025", "từ nay đến năm 2023", "Đề nghị X chủ trì thực hiện", "Ðảng", "> 975", "85-90", "-",
    "khóa XIII", "của Chính phủ về", "./.", "Nơi nhận", "|", "và và", "định kỳ báo cáo", "Xây dựng kế hoạch thực hiện",
    "35 giường bệnh trở lên/vạn dân", "(Kèm theo Kế hoạch số 1/KH-UBND ngày 1/1/2024)", "\x00", "a\u0301", "𝕏",
)  # fmt: skip
_TEXT = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=8)), max_size=30).map(" ".join)
_SHORT = st.one_of(st.sampled_from(_PIECES), st.text(max_size=12))
_MAYBE = st.one_of(st.none(), _SHORT)
_SPAN = st.tuples(st.integers(0, 400), st.integers(0, 80)).map(lambda p: Span(p[0], p[0] + p[1]))
_YEAR = st.one_of(st.none(), st.integers(-5, 12000))
_NUMBER = st.one_of(st.none(), st.decimals(allow_nan=False, allow_infinity=False, places=2), st.just(Decimal("1E+40")))
_NAMES = st.lists(_SHORT, max_size=3).map(tuple)
_NO = st.sampled_from((None, "", "1", "2", "4", "1.1", "IV", "V.6", "86", "x", "²"))
_TARGET = st.builds(
    TargetValue,
    year=_YEAR,
    raw=_SHORT,
    comparator=st.sampled_from((None, "=", "<", "<=", ">", ">=", "range", "approx", "qualitative")),
    low=_NUMBER,
    high=_NUMBER,
    span=_SPAN,
)
_ROW = st.builds(
    IndicatorReading,
    name=_TEXT,
    targets=st.lists(_TARGET, max_size=3).map(tuple),
    source=st.sampled_from(("annex", "prose")),
    no=_NO,
    unit=_MAYBE,
    dimension=_MAYBE,
    lead=_NAMES,
    coordinating=_NAMES,
    parent_no=_NO,
    sentence=_MAYBE,
    span=_SPAN,
)
_SCHEDULE = st.one_of(
    st.none(),
    st.builds(Schedule, kind=st.sampled_from(("year", "years", "annual", "event")), from_year=_YEAR, to_year=_YEAR),
)
_TASK = st.builds(
    TaskReading,
    name=_TEXT,
    no=_NO,
    section=_MAYBE,
    lead=_NAMES,
    coordinating=_NAMES,
    product=_MAYBE,
    schedule_raw=_MAYBE,
    schedule=_SCHEDULE,
    source=st.sampled_from(("annex", "prose")),
    span=_SPAN,
)
_DUTY = st.builds(
    DutyReading,
    who=_SHORT,
    to=_SHORT,
    due_raw=_SHORT,
    what=_SHORT,
    month=st.one_of(st.none(), st.integers(0, 15)),
    day=st.one_of(st.none(), st.integers(0, 40)),
    recurrence=st.sampled_from((None, "annual", "once")),
    year=_YEAR,
    section=_MAYBE,
    span=_SPAN,
)
_SECTION = st.builds(Section, label=_SHORT, title=_SHORT, level=st.integers(0, 9), path=_SHORT, span=_SPAN, body=_SPAN)
_DOCUMENT = st.builds(
    DocumentInfo,
    number=st.sampled_from((None, "", "1/KH-UBND", "-/")),
    issued_on=st.sampled_from((None, date.min, date(2024, 2, 29), date.max)),
    issuer=_MAYBE,
    title=_MAYBE,
)
_READING = st.builds(
    Reading,
    source=_TEXT.map(from_text),
    document=_DOCUMENT,
    references=st.lists(st.builds(Reference, number=_MAYBE, date=st.none()), max_size=3).map(tuple),
    sections=st.lists(_SECTION, max_size=6).map(tuple),
    indicators=st.lists(_ROW, max_size=6).map(tuple),
    tasks=st.lists(_TASK, max_size=6).map(tuple),
    duties=st.lists(_DUTY, max_size=4).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(_READING)
def test_never_raises_and_says_each_thing_once(reading: Reading) -> None:
    """Whatever was read, the checks end, quote something, give a reason, and do not repeat themselves."""
    findings = check(reading)
    assert len({(f.rule, f.where, f.raw) for f in findings}) == len(findings)
    assert all(f.where and f.note and f.severity in ("high", "medium", "low") for f in findings)
    assert all(span.end > span.start for f in findings for span in f.spans)


def test_every_rule_has_its_own_id_and_a_vietnamese_title() -> None:
    """The list of rules is what the help page prints."""
    assert len({rule.id for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.id.count(".") == 1
        assert rule.title[0].isupper()
        assert rule.check.__doc__


def test_a_plan_without_faults_has_no_findings() -> None:
    """Silence where nothing is wrong."""
    text = "KẾ HOẠCH\nBảo đảm 100% người có công với cách mạng được chăm lo toàn diện.\n"
    document = DocumentInfo(number="1/KH-UBND", issued_on=date(2024, 5, 1), issuer="Ủy ban nhân dân tỉnh", title="X")
    assert check(Reading(from_text(text), document)) == ()
