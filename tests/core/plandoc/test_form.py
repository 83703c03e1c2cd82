"""A reading as plain data."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

from ansinh.core.plandoc.form import as_form
from ansinh.core.plandoc.model import (
    DocumentInfo,
    DutyReading,
    Finding,
    IndicatorReading,
    Reading,
    Reference,
    Schedule,
    Section,
    TargetValue,
    TaskReading,
    Unparsed,
)
from ansinh.core.plandoc.source import Span, from_text

TEXT = "KẾ HOẠCH\nTỷ lệ đạt 97,5%\nSở Y tế\n"


def test_a_reading_becomes_plain_data() -> None:
    """Numbers are numbers, days ISO days, and every item tells its line and its characters."""
    place = Span(9, 24)
    reading = Reading(
        from_text(TEXT),
        DocumentInfo("1/KH-UBND", "Kế hoạch", date(2024, 5, 13), "UBND tỉnh", marks={"type": Span(0, 8)}),
        references=(Reference("8-NQ/TU", "Nghị quyết", date(2021, 8, 9), spans=(place,)),),
        sections=(Section("I", "MỤC TIÊU", 1, path="I", span=place, body=place),),
        indicators=(
            IndicatorReading(
                "Tỷ lệ",
                (TargetValue(2030, "97,5%", "=", Decimal("97.5"), Decimal("97.5"), span=Span(19, 24)),
                 TargetValue(2025, "100", "=", Decimal("100.0"), Decimal(100))),
                "prose",
                span=place,
            ),
        ),
        tasks=(TaskReading("Việc", schedule=Schedule("years", 2024, 2030), span=Span(25, 32)),),
        duties=(DutyReading("Sở Y tế", "UBND tỉnh", "trước ngày 15/12", "báo cáo", 12, 15, "annual"),),
        findings=(Finding("rule", "high", "chỉ tiêu 1", "97,5%", "vì sao", "sửa", spans=(place,)), Finding("r", "low", "", "", "")),
        unparsed=(Unparsed(place, "Tỷ lệ", "không có số"),),
    )  # fmt: skip
    form = as_form(reading)
    assert json.loads(json.dumps(form)) == form
    assert form["document"]["issued_on"] == "2024-05-13"
    assert form["document"]["spans"] == {"type": [0, 8]}
    assert form["legal_references"][0]["date"] == "2021-08-09"
    assert form["legal_references"][0]["line"] == 2
    assert form["sections"][0]["span"] == [9, 24]
    assert [(target["low"], type(target["low"])) for target in form["indicators"][0]["targets"]] == [
        (97.5, float),
        (100, int),
    ]
    assert form["tasks"][0]["line"] == 3
    assert form["tasks"][0]["schedule"] == {"kind": "years", "from": 2024, "to": 2030, "quarter": None, "event": None}
    assert form["reporting"][0]["month"] == 12
    assert [finding["line"] for finding in form["anomalies"]] == [2, None]
    assert form["unparsed"][0]["reason"] == "không có số"


def test_an_empty_reading_has_every_list() -> None:
    """Readers of the form need not ask whether a list is there."""
    form = as_form(Reading(from_text("")))
    assert [key for key, value in form.items() if value == []] == [
        "legal_references",
        "sections",
        "indicators",
        "tasks",
        "reporting",
        "anomalies",
        "unparsed",
    ]
