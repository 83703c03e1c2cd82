"""What a finding offers to put into its row with one press, and what it leaves to a person."""

from __future__ import annotations

from typing import Any

import pytest
from tests.apps.planning.factories import NOW

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Finding, FindingState, Indicator, Plan, Target, Task
from ansinh.apps.planning.selectors.suggestions import suggest
from ansinh.apps.planning.services.review import correct_item
from ansinh.apps.planning.services.values import KINDS

pytestmark = pytest.mark.django_db


def found(plan: Plan, rule: str, item: Indicator | Task, raw: str, suggestion: str, **values: Any) -> Finding:
    """Return a finding on a row of the plan."""
    subject = {"indicator": item} if isinstance(item, Indicator) else {"task": item}
    return Finding.objects.create(
        plan=plan,
        ordinal=900 + Finding.objects.count(),
        rule=rule,
        severity="medium",
        raw=raw,
        note="vì sao",
        suggestion=suggestion,
        **({"where": "nhiệm vụ 1"} | subject | values),
    )


def task(plan: Plan, no: str = "1", **values: Any) -> Task:
    """Return a task of the plan with some values of its own."""
    row = Task.objects.get(plan=plan, no=no)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row


LEAD = "nhiệm vụ 1, cơ quan chủ trì"
AGENCIES = [
    ("another agency for the lead quoted", LEAD, "Sở Y tế", "Sở Tư pháp", {"lead": ["Sở Tư pháp"]}),
    ("a level added to the supporting one", "cơ quan phối hợp", "Sở Tài chính", "Công an tỉnh", "supporting"),
    ("an agency that is not in the role named", LEAD, "Sở Tài chính", "Sở Tư pháp", None),
    ("an instruction is no agency", LEAD, "Sở Y tế", "Chọn một cơ quan chủ trì.", None),
    ("a role in front of the name", LEAD, "Sở Y tế", "Chủ trì: Sở Tư pháp", None),
]


@pytest.mark.parametrize(("where", "raw", "suggestion", "expected"), [case[1:] for case in AGENCIES])
def test_an_agency_is_offered_where_one_place_can_be_meant(
    plan: Plan, where: str, raw: str, suggestion: str, expected: Any
) -> None:
    offer = suggest(found(plan, "co-quan.la-linh-vuc", task(plan), raw, suggestion, where=where))

    expected = {"supporting": [suggestion]} if expected == "supporting" else expected
    assert (offer.values if offer else None) == expected
    assert offer is None or offer.label == suggestion


WORDS = [
    ("a tone mark", "đề án tống thế", "tống thế", "tổng thể", "đề án tổng thể"),
    ("spaces, quoted with their neighbours", "kinh tế- xã hội", "hạ tầng kinh tế- xã hội", "tế - xã hội", None),
    ("i for y", "đào tạo được sỹ mới", "01 được sỹ/10.000 dân", "dược sĩ", "đào tạo dược sĩ mới"),
    ("the words stand twice", "tống thế và tống thế", "tống thế", "tổng thể", ""),
    ("another word", "giới thiệu trẻ", "giới thiệu trẻ", "giáo dục trẻ", ""),
    ("a word too many", "thanh thành phố", "Thiên Huế thanh thành phố", "thành phố", ""),
]


@pytest.mark.parametrize(("name", "raw", "suggestion", "expected"), [case[1:] for case in WORDS])
def test_a_misspelling_is_offered_where_it_stands_once(
    plan: Plan, name: str, raw: str, suggestion: str, expected: str | None
) -> None:
    offer = suggest(found(plan, "chinh-ta.thuat-ngu", task(plan, name=name), raw, suggestion))

    expected = "kinh tế - xã hội" if expected is None else expected
    assert (offer.values if offer else {}).get("name", "") == expected


def test_a_number_is_offered_to_a_row_without_one_and_never_twice(plan: Plan) -> None:
    row = task(plan, no="3")
    row.no = ""
    row.save()

    offer = suggest(found(plan, "khung.dong-khong-so", row, "STT", "3"))
    assert offer is not None
    assert (offer.values, offer.label) == ({"no": "3"}, "số 3")
    assert suggest(found(plan, "khung.dong-khong-so", row, "STT", "2")) is None
    assert suggest(found(plan, "khung.dong-khong-so", row, "STT", "Đánh số từng dòng.")) is None


def test_one_of_two_schedules_is_offered(plan: Plan) -> None:
    row = task(plan, schedule_raw="Hằng năm hoặc theo yêu cầu", schedule_kind="event")
    offer = suggest(found(plan, "tien-do.hai-lich", row, "Hằng năm hoặc theo yêu cầu", "Hằng năm"))

    assert offer is not None
    assert (offer.values["schedule_raw"], offer.values["schedule_kind"]) == ("Hằng năm", "annual")


def test_what_the_running_text_says_is_offered_to_the_annex(plan: Plan, coordinator: User) -> None:
    annex = Indicator.objects.get(plan=plan, no="3")
    prose = Indicator.objects.create(
        plan=plan, ordinal=800, span_start=10, span_end=90, name=annex.name, source="prose", confidence=1, read={}
    )
    Target.objects.create(
        indicator=prose,
        ordinal=0,
        year=2030,
        raw="tối thiểu đạt 97,5%",
        comparator=">=",
        low="97.5",
        span_start=40,
        span_end=60,
    )
    target = annex.targets.get(year=2030)
    finding = found(
        plan,
        "loi-van-phu-luc.gia-tri",
        annex,
        "tối thiểu đạt 97,5% / > 975",
        "tối thiểu đạt 97,5%",
        spans=[[40, 60], [target.span_start, target.span_end]],
    )

    offer = suggest(finding)
    assert offer is not None
    assert offer.label == "≥ 97,5"
    correct_item(
        plan_id=plan.pk,
        kind_code="indicator",
        item_id=annex.pk,
        expected_version=0,
        values=offer.values,
        actor=coordinator,
        now=NOW,
        finding_id=finding.pk,
    )
    finding.refresh_from_db()
    stated = KINDS["indicator"].take(Indicator.objects.get(pk=annex.pk))["targets"][1]
    assert (stated["comparator"], stated["low"], stated["high"]) == (">=", "97.5", None)
    assert finding.state == FindingState.MENDED


def test_a_suggestion_that_is_already_there_is_not_offered(plan: Plan) -> None:
    row = Indicator.objects.get(plan=plan, no="1")
    target = row.targets.get(year=2030)
    place = [[target.span_start, target.span_end]]
    assert suggest(found(plan, "gia-tri.hai-tu-so-sanh", row, "100", "100", spans=place)) is None
