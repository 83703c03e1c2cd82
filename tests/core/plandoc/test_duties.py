"""Who reports what, to whom and by when."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.core.plandoc.deadlines import find_due
from ansinh.core.plandoc.model import DutyReading
from ansinh.core.plandoc.pipeline import parse_text

DUES = [
    ("Hằng tháng, trước ngày 20, tổng hợp", [("Hằng tháng, trước ngày 20", 20, None, None, "monthly")]),
    ("báo cáo trước ngày 15 hằng tháng.", [("trước ngày 15 hằng tháng", 15, None, None, "monthly")]),
    ("hàng tháng báo cáo kết quả", [("hàng tháng", None, None, None, "monthly")]),
    (
        "trước ngày 20 tháng 6 và ngày 20 tháng 11 hằng năm",
        [
            ("trước ngày 20 tháng 6", 20, 6, None, "annual"),
            ("ngày 20 tháng 11 hằng năm", 20, 11, None, "annual"),
        ],
    ),
    ("định kỳ hằng năm (trước ngày 15/12) báo cáo", [("định kỳ hằng năm (trước ngày 15/12)", 15, 12, None, "annual")]),
    ("Định kỳ trước ngày 25/11 hằng năm, báo cáo", [("Định kỳ trước ngày 25/11 hằng năm", 25, 11, None, "annual")]),
    ("báo cáo trước 15/12 hằng năm./.", [("trước 15/12 hằng năm", 15, 12, None, "annual")]),
    ("trước ngày 05 tháng 12 hàng năm", [("trước ngày 05 tháng 12 hàng năm", 5, 12, None, "annual")]),
    ("báo cáo trước ngày 10/9/2024.", [("trước ngày 10/9/2024", 10, 9, 2024, "once")]),
    ("Đối với năm 2024, báo cáo trước ngày 10/9.", [("trước ngày 10/9", 10, 9, 2024, "once")]),
    ("chậm nhất ngày 20 tháng 11 năm 2025", [("chậm nhất ngày 20 tháng 11 năm 2025", 20, 11, 2025, "once")]),
    (
        "định kỳ 6 tháng (trước ngày 15/6), năm (trước ngày 15/12) báo cáo",
        [
            ("định kỳ 6 tháng (trước ngày 15/6)", 15, 6, None, "annual"),
            ("năm (trước ngày 15/12)", 15, 12, None, "annual"),
        ],
    ),
    (
        "hàng năm (trước ngày 10/11) và đột xuất khi có yêu cầu",
        [
            ("hàng năm (trước ngày 10/11)", 10, 11, None, "annual"),
            ("đột xuất khi có yêu cầu", None, None, None, "event"),
        ],
    ),
    (
        "hằng quý (trước ngày 20 của tháng cuối quý) báo cáo",
        [("hằng quý (trước ngày 20 của tháng cuối quý)", 20, None, None, "quarterly")],
    ),
    ("hoàn thành trong quý I/2024", [("trong quý I/2024", None, None, 2024, "once")]),
    ("trong tháng 12 hằng năm báo cáo", [("trong tháng 12 hằng năm", None, 12, None, "annual")]),
    ("định kỳ tổng hợp, báo cáo", [("định kỳ", None, None, None, None)]),
    ("Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Trung ương", []),
    ("số liệu tính đến ngày 31/12/2024", []),
    ("có hiệu lực từ trước ngày 45/13", []),
]


@pytest.mark.parametrize(("text", "expected"), DUES)
def test_a_due_day_is_read_with_its_recurrence(text: str, expected: list[tuple[object, ...]]) -> None:
    found = [(text[due.start : due.end], due.day, due.month, due.year, due.recurrence) for due in find_due(text)]
    assert found == expected


def duties_of(*paragraphs: str, heading: str = "V. TỔ CHỨC THỰC HIỆN") -> tuple[DutyReading, ...]:
    return parse_text("\n\n".join([heading, *paragraphs])).duties


def test_the_subject_of_the_sentence_reports() -> None:
    (duty,) = duties_of(
        "1. Sở Y tế chủ trì theo dõi việc thực hiện; định kỳ hằng năm (trước ngày 10/11) tổng hợp, báo cáo kết quả thực hiện về Ủy ban nhân dân tỉnh."
    )
    assert (duty.who, duty.to, duty.what) == ("Sở Y tế", "Ủy ban nhân dân tỉnh", "tổng hợp, báo cáo kết quả thực hiện")
    assert (duty.day, duty.month, duty.recurrence) == (10, 11, "annual")


def test_the_agency_of_the_heading_reports() -> None:
    (duty,) = duties_of("1. Phòng Kinh tế", "- Báo cáo kết quả về UBND xã trước ngày 15/12 hằng năm.")
    assert (duty.who, duty.to) == ("Phòng Kinh tế", "UBND xã")


def test_the_subject_may_stand_after_a_condition() -> None:
    (duty,) = duties_of(
        "1. Căn cứ Kế hoạch này, các sở, ban, ngành liên quan xây dựng kế hoạch. Định kỳ hàng năm (trước ngày 25/12) báo cáo kết quả về UBND tỉnh (qua Sở Nội vụ)."
    )
    assert duty.who == "các sở, ban, ngành liên quan"
    assert duty.to == "UBND tỉnh (qua Sở Nội vụ)"


def test_what_is_sent_may_stand_before_the_verb() -> None:
    (duty,) = duties_of(
        "1. UBND các xã", "a) Ban hành kế hoạch thực hiện trước ngày 30/9/2025, gửi Sở Y tế để tổng hợp."
    )
    assert duty.what == "Ban hành kế hoạch thực hiện"
    assert duty.to == "Sở Y tế"


def test_trouble_is_reported_in_time() -> None:
    (duty,) = duties_of(
        "1. Sở Y tế theo dõi việc thực hiện.",
        "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị kịp thời phản ánh về Sở Nội vụ để tổng hợp./.",
    )
    assert (duty.recurrence, duty.day, duty.to, duty.section) == ("event", None, "Sở Nội vụ", "V")


def test_places_point_at_the_words() -> None:
    reading = parse_text("IV. CHẾ ĐỘ BÁO CÁO\n\n1. Sở Y tế gửi báo cáo về UBND tỉnh trước ngày 15/12 hằng năm.")
    (duty,) = reading.duties
    kinds = {(mark.kind, mark.span.of(reading.source.text)) for mark in duty.marks}
    assert kinds == {("agency", "Sở Y tế"), ("agency", "UBND tỉnh"), ("due", "trước ngày 15/12 hằng năm")}


def test_a_day_without_a_report_is_no_duty() -> None:
    assert duties_of("1. Sở Xây dựng hoàn thành 50 căn nhà trước ngày 30/6/2025.") == ()


def test_recipients_and_signatures_after_the_end_are_not_read() -> None:
    assert duties_of("1. Sở Y tế thực hiện./.", "Nơi nhận:", "- Gửi báo cáo trước ngày 15/12 hằng năm.") == ()


@pytest.mark.documents
@pytest.mark.parametrize("reference", ["khanh_hoa", "son_la", "hau_giang", "huong_tra", "ca_mau"])
def test_every_dated_report_of_the_five_documents_is_found(shared: Path, reference: str) -> None:
    """Facts of the reference: recurrence, year, month and day of each dated report."""
    gold = json.loads((shared / "gold" / f"{reference}.json").read_text(encoding="utf-8"))
    at = ["khanh_hoa", "son_la", "hau_giang", "huong_tra", "ca_mau"].index(reference)
    document = sorted((shared / "documents").glob(f"{at:03d}_*.txt"))[0]
    found = parse_text(document.read_text(encoding="utf-8")).duties

    def key(recurrence: object, year: object, month: object, day: object) -> tuple[str, ...]:
        return tuple(str(part) for part in (recurrence, year, month, day))

    wanted = sorted(
        key(r["recurrence"], r["year"], r["month"], r["day"])
        for r in gold["reporting"]
        if (r.get("day") or r.get("month")) and not r.get("optional")
    )
    assert sorted(key(d.recurrence, d.year, d.month, d.day) for d in found if d.day or d.month) == wanted


PIECES = st.sampled_from(
    [
        "Sở Y tế",
        "báo cáo",
        "gửi",
        "trước ngày 15/12",
        "hằng năm",
        "(",
        ")",
        ";",
        ". ",
        ", ",
        "để",
        "đột xuất",
        "kịp thời",
        "khó khăn",
        "quý I/2024",
        "UBND tỉnh",
        "chủ trì",
        "phối hợp với",
        "\n\n",
        "1. ",
        "a) ",
        "Căn cứ",
        "./.",
        "99/99",
        "",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_order_of_the_words_is_read_without_error(words: list[str]) -> None:
    reading = parse_text("V. TỔ CHỨC THỰC HIỆN\n\n1. " + " ".join(words))
    for duty in reading.duties:
        assert duty.due_raw
        assert 0 <= duty.span.start <= duty.span.end <= len(reading.source.text)
    find_due(" ".join(words))
