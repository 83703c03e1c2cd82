"""One indicator in several plans, against the comparison made by hand."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.planning.factories import NOW, keep_file, make_plan

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import BindingState, Indicator, IndicatorBinding, Plan, PlanState, ReviewState
from ansinh.apps.planning.selectors.catalogue import get_entry
from ansinh.apps.planning.selectors.compare import Comparison, compare, list_shared
from ansinh.apps.planning.selectors.reference import doubled_references
from ansinh.apps.planning.services.bindings import propose_bindings
from ansinh.apps.planning.services.catalogue import load_catalogue
from ansinh.apps.planning.services.reference import load_reference_plan
from ansinh.apps.territory.models import ChangeKind, Unit, UnitChange, UnitKind, UnitLevel
from ansinh.cli.facts import load_facts, plan_names

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
PLANS = ("Khánh Hòa", "Sơn La", "Hương Trà", "Cà Mau")

# The comparison made by hand, in the order of PLANS; "–" where a plan does not set the indicator.
BY_HAND = {
    "unemployment_rate": ("dưới 3", "–", "dưới 1,5", "dưới 3"),
    "unemployment_rate_urban": ("dưới 3,5", "từ 3,5 trở lên", "dưới 2", "dưới 4"),
    "social_insurance_coverage": ("trên 60", "25", "60", "55"),
    "pension_age_covered_rate": ("trên 60", "24,01", "60", "30"),
    "health_insurance_coverage": ("trên 98", "97", "trên 95", "từ 95 trở lên"),
    "net_enrolment_primary": ("trên 99,5 / 99,5", "99,5", "100", "99,5"),
    "net_enrolment_lower_secondary": ("trên 975 / từ 97,5 trở lên", "95", "từ 93 trở lên", "từ 95 trở lên"),
    "hospital_beds_per_10000": ("40", "32", "32", "từ 35 trở lên"),
    "child_stunting": ("dưới 7,5", "dưới 23", "dưới 5", "dưới 15"),
}
REMARKS = {
    "unemployment_rate": "Chặt nhất: Hương Trà; lỏng nhất: Khánh Hòa, Cà Mau.",
    "unemployment_rate_urban": "Chặt nhất: Hương Trà; lỏng nhất: Cà Mau. Sơn La in dấu ngược chiều của chỉ tiêu nên không xếp.",
    "net_enrolment_lower_secondary": "Chặt nhất: Khánh Hòa; lỏng nhất: Hương Trà. Khánh Hòa có số lớn hơn 100 %, không tính khi xếp.",
    "child_stunting": "Chặt nhất: Hương Trà; lỏng nhất: Sơn La.",
    "expanded_immunisation": "Các kế hoạch có số như nhau.",
    "replacement_fertility": "Chỉ tiêu định tính: so bằng lời.",
}


@pytest.fixture
def references(coordinator: User) -> list[Plan]:
    """The catalogue and the facts of the published plans."""
    load_catalogue(now=NOW)
    plans = [load_reference_plan(facts=load_facts(name), actor=coordinator, now=NOW) for name in plan_names()]
    return [plan for plan in plans if plan is not None]


def of(code: str, year: int | None = None) -> Comparison:
    entry = get_entry(code)
    assert entry is not None
    return compare(entry, year=year)


def words(code: str, dimension: str = "") -> dict[str, str]:
    groups = {group.dimension: group for group in of(code).groups}
    return {row.label: row.words for row in groups[dimension].rows}


@pytest.mark.parametrize("code", BY_HAND)
def test_the_levels_are_those_compared_by_hand(references: list[Plan], code: str) -> None:
    found = words(code)
    assert tuple(found.get(plan, "–") for plan in PLANS) == BY_HAND[code]


@pytest.mark.parametrize("code", REMARKS)
def test_the_remark_follows_the_direction(references: list[Plan], code: str) -> None:
    (group,) = [group for group in of(code).groups if not group.dimension]
    # The plans stand in the order of their numbers; which are named is what counts.
    assert sorted(re.findall(r"\w+", group.remark)) == sorted(re.findall(r"\w+", REMARKS[code]))


@pytest.mark.documents
def test_every_figure_of_the_comparison_by_hand(references: list[Plan], shared: Path) -> None:
    lines = (shared / "catalogue" / "compare.md").read_text("utf-8").split("## Các chỉ tiêu còn lại")[0].splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| ")][1:]
    by_code = {row[1]: dict(zip(PLANS, row[4:8], strict=True)) for row in rows}
    assert len(by_code) == 15
    differing = []
    for key, cells in by_code.items():
        code, _, dimension = key.partition(":")
        found = words(code, dimension)
        differing += [
            (key, plan, found.get(plan, "–"), cell) for plan, cell in cells.items() if found.get(plan, "–") != cell
        ]
    # "khoảng trên 40" is two signs at once; the facts that come with the program keep one of them.
    assert differing == [("trained_certified_workers_rate", "Sơn La", "trên 40", "khoảng trên 40")]


def test_forty_indicators_stand_in_two_plans_or_more(references: list[Plan]) -> None:
    _, years, _, _ = list_shared()
    codes = {group.entry.pk for year in years for group in list_shared(year=year)[2]}
    assert len(codes) == 40


def test_reference_plans_are_marked_and_loaded_once(references: list[Plan], coordinator: User) -> None:
    assert {plan.state for plan in references} == {PlanState.REFERENCE}
    assert load_reference_plan(facts=load_facts("ca-mau"), actor=coordinator, now=NOW) is None
    assert all(row.reference for group in of("hdi").groups for row in group.rows)


def put_to_work(reference: Plan, actor: User, *, indicators: int | None = None) -> Plan:
    """Return the same plan as it is once its own document was handed in, reviewed and put to work."""
    plan = Plan.objects.create(
        file=keep_file("van-ban.md", reference.number.encode() + b"van ban", actor=actor),
        state=PlanState.RUNNING,
        number=reference.number,
        issuer=reference.issuer,
        created_at=NOW,
        activated_by=actor,
        activated_at=NOW,
    )
    for row in reference.indicators.order_by("ordinal")[:indicators]:
        stated = list(row.targets.all())
        row.pk, row.plan = None, plan
        row.save()
        for target in stated:
            target.pk, target.indicator = None, row
            target.save()
    propose_bindings(plan=plan)
    return plan


@pytest.mark.parametrize("place", ["Sơn La", "Cà Mau"], ids=["without-a-number", "with-a-number"])
def test_a_reference_gives_way_to_its_document_once_that_is_at_work(
    references: list[Plan], coordinator: User, place: str
) -> None:
    reference = next(plan for plan in references if plan.issuer.endswith(place))
    assert list(doubled_references()) == []
    own = put_to_work(reference, coordinator)

    shown = {row.plan.pk for year in list_shared()[1] for row in list_shared(year=year)[3]}
    assert own.pk in shown
    assert reference.pk not in shown
    assert set(doubled_references().values_list("pk", flat=True)) == {reference.pk}


def test_another_plan_without_a_number_of_the_same_issuer_takes_no_references_place(
    references: list[Plan], coordinator: User
) -> None:
    reference = next(plan for plan in references if plan.issuer.endswith("Sơn La"))
    put_to_work(reference, coordinator, indicators=5)
    assert not doubled_references().exists()


def test_the_scope_of_an_old_plan_is_said(references: list[Plan]) -> None:
    scopes = {row.label: row.scope for row in of("child_stunting").groups[0].rows}
    assert "trước khi sắp xếp đơn vị hành chính 01/07/2025" in scopes["Khánh Hòa"]
    assert scopes["Sơn La"] == "phạm vi của kế hoạch chưa gắn"


def test_the_scope_of_a_merged_province_names_what_it_became(references: list[Plan]) -> None:
    day = dt.date(2025, 7, 1)
    kinds = {"level": UnitLevel.PROVINCE, "kind": UnitKind.PROVINCE}
    old = Unit.objects.create(code="56", name="Tỉnh Khánh Hòa", valid_from=dt.date(1990, 1, 1), valid_to=day, **kinds)
    new = Unit.objects.create(code="56", name="Tỉnh Khánh Hòa", valid_from=day, **kinds)
    UnitChange.objects.create(old=old, new=new, kind=ChangeKind.FULL, share=1, change_date=day)
    Plan.objects.filter(number="8839/KH-UBND").update(scope_unit=old)
    scopes = {row.label: row.scope for row in of("child_stunting").groups[0].rows}
    assert scopes["Tỉnh Khánh Hòa"] == (
        "đặt cho Tỉnh Khánh Hòa trước khi nhập tỉnh 01/07/2025; nay là Tỉnh Khánh Hòa sau sắp xếp"
    )


def test_only_rows_that_a_person_accepted_are_compared(references: list[Plan], coordinator: User) -> None:
    plan = make_plan(actor=coordinator)
    before = of("health_insurance_coverage").plan_count
    row = Indicator.objects.get(plan=plan, no="5")
    assert before == 4
    Indicator.objects.filter(pk=row.pk).update(state=ReviewState.ACCEPTED, decided_at=NOW)
    assert of("health_insurance_coverage").plan_count == 5
    IndicatorBinding.objects.filter(indicator=row).update(state=BindingState.REFUSED, decided_at=NOW)
    assert of("health_insurance_coverage").plan_count == 4


def test_another_year_is_compared_when_asked(references: list[Plan]) -> None:
    assert of("unemployment_rate").year == 2030
    assert {row.label for group in of("unemployment_rate", 2025).groups for row in group.rows} == {"Khánh Hòa"}
    assert of("unemployment_rate", 1999).year == 2030


def test_the_page_of_one_indicator(
    references: list[Plan], auditor: User, browse: Browse, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = browse(auditor)
    with django_assert_max_num_queries(30):
        shown = client.get(reverse("planning:compare", args=["unemployment_rate_urban"])).content.decode()
    assert "<svg" in shown
    assert "style=" not in shown
    assert "Số liệu mẫu, không có văn bản" in shown
    assert "máy đề xuất" in shown
    assert "nguồn thứ cấp" in shown
    unknown = client.get(reverse("planning:compare", args=["net_enrolment_primary"])).content.decode()
    assert "Chưa biết mức của văn bản trên" in unknown


def test_a_figure_of_a_plan_with_its_document_leads_to_its_sentence(
    references: list[Plan], coordinator: User, browse: Browse
) -> None:
    plan = make_plan(actor=coordinator)
    row = Indicator.objects.get(plan=plan, no="5")
    Indicator.objects.filter(pk=row.pk).update(state=ReviewState.ACCEPTED, decided_at=NOW)
    shown = browse(coordinator).get(reverse("planning:compare", args=["health_insurance_coverage"])).content.decode()
    assert f"{reverse('planning:document', args=[plan.pk])}#indicator-{row.pk}" in shown
    assert "<q>980</q>" in shown


def test_the_list_is_filtered_and_exported(
    references: list[Plan], auditor: User, browse: Browse, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = browse(auditor)
    address = reverse("planning:shared")
    with django_assert_max_num_queries(30):
        assert client.get(address).status_code == 200
    education = client.get(address, {"sector": "education"}).content.decode()
    assert "cấp tiểu học" in education
    assert "thất nghiệp" not in education
    assert "thất nghiệp chung" in client.get(address, {"name": "that nghiep"}).content.decode()
    assert "Mức sinh thay thế" not in client.get(address, {"loai": "so"}).content.decode()
    assert "trợ giúp pháp lý" not in client.get(address, {"nq42": "true"}).content.decode()
    rows = list(
        csv.DictReader(io.StringIO(client.get(address, {"xuat": "csv"}).content.decode("utf-8-sig")), delimiter=",")
    )
    by_code = {row["Mã"]: row for row in rows}
    assert by_code["unemployment_rate"]["Hương Trà"] == "dưới 1,5"
    assert client.get(address, {"xuat": "xlsx"}).status_code == 200


def test_a_reference_plan_opens_at_its_indicators(references: list[Plan], auditor: User, browse: Browse) -> None:
    client = browse(auditor)
    for plan in references:
        shown = client.get(reverse("planning:plan", args=[plan.pk]), follow=True)
        assert shown.status_code == 200
        assert "Số liệu mẫu kèm phần mềm, không có văn bản" in shown.content.decode()
        for page in ("overview", "document", "tasks", "deadlines", "chain", "baselines", "bindings"):
            assert client.get(reverse(f"planning:{page}", args=[plan.pk])).status_code == 200, page
    assert "Số liệu mẫu, không có văn bản" in client.get(reverse("planning:plans")).content.decode()


def test_without_plans_the_list_says_what_to_do(auditor: User, browse: Browse) -> None:
    assert "Chưa có chỉ tiêu nào chung" in browse(auditor).get(reverse("planning:shared")).content.decode()
