"""Which indicator of the catalogue a plan's indicator is: offered, confirmed, changed, refused, taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.planning.factories import NOW, make_plan, plan_markdown

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import (
    BindingAction,
    BindingState,
    Indicator,
    IndicatorBinding,
    Plan,
    ReviewState,
    Section,
    Target,
)
from ansinh.apps.planning.selectors.bindings import count_bindings, count_unoffered, list_bindings
from ansinh.apps.planning.selectors.same import list_elsewhere
from ansinh.apps.planning.services.bindings import (
    CannotBind,
    confirm_binding,
    confirm_sure,
    offer_again,
    propose_bindings,
    refuse_binding,
    undo_binding,
)
from ansinh.apps.planning.services.catalogue import load_catalogue

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


@pytest.fixture
def catalogue(db: None) -> None:
    """The catalogue as the program brings it."""
    load_catalogue(now=NOW)


@pytest.fixture
def bound(catalogue: None, coordinator: User) -> Plan:
    """A plan read while the catalogue is there, so that its rows have offers."""
    return make_plan(actor=coordinator)


def binding(plan: Plan, no: str) -> IndicatorBinding:
    return IndicatorBinding.objects.select_related("indicator").get(indicator__plan=plan, indicator__no=no)


def act(service: Callable[..., Any], plan: Plan, no: str, actor: User, version: int | None = None, **more: Any) -> Any:
    row = binding(plan, no)
    expected = row.version if version is None else version
    return service(plan_id=plan.pk, binding_id=row.pk, expected_version=expected, actor=actor, now=NOW, **more)


def test_reading_offers_a_place_for_each_row(bound: Plan) -> None:
    offers = {row.indicator.no: (row.entry_id, row.state) for row in list_bindings(bound)}
    assert offers["5"] == ("health_insurance_coverage", BindingState.PROPOSED)
    assert offers["7"] == ("unemployment_rate_urban", BindingState.PROPOSED)
    assert offers["4"] == (None, BindingState.PROPOSED)
    assert "không nói mức giảm" in binding(bound, "4").near[0]["reason"]
    assert count_unoffered(bound) == 0


def test_a_plan_read_before_the_catalogue_gets_its_offers_later(plan: Plan, coordinator: User) -> None:
    assert (list_bindings(plan), count_unoffered(plan)) == ([], 14)
    load_catalogue(now=NOW)
    assert offer_again(plan_id=plan.pk, actor=coordinator, now=NOW) == 14
    assert count_unoffered(plan) == 0


def test_confirm_change_and_refuse(bound: Plan, coordinator: User) -> None:
    act(confirm_binding, bound, "5", coordinator)
    assert (binding(bound, "5").state, binding(bound, "5").decided_by) == (BindingState.CONFIRMED, coordinator)
    act(
        confirm_binding,
        bound,
        "5",
        coordinator,
        code="elderly_health_insurance_coverage",
        dimension="rural",
        relation="narrower",
    )
    changed = binding(bound, "5")
    assert (changed.entry_id, changed.dimension, changed.relation) == (
        "elderly_health_insurance_coverage",
        "rural",
        "narrower",
    )
    assert changed.proposal["entry_id"] == "health_insurance_coverage"
    act(refuse_binding, bound, "5", coordinator)
    assert (binding(bound, "5").state, binding(bound, "5").entry_id) == (BindingState.REFUSED, None)


def test_undo_goes_back_step_by_step(bound: Plan, coordinator: User) -> None:
    act(confirm_binding, bound, "5", coordinator)
    act(refuse_binding, bound, "5", coordinator)
    undo_binding(plan_id=bound.pk, actor=coordinator, now=NOW)
    assert (binding(bound, "5").state, binding(bound, "5").entry_id) == (
        BindingState.CONFIRMED,
        "health_insurance_coverage",
    )
    undo_binding(plan_id=bound.pk, actor=coordinator, now=NOW)
    assert (binding(bound, "5").state, binding(bound, "5").decided_by) == (BindingState.PROPOSED, None)
    with pytest.raises(CannotBind, match="Không còn việc nào"):
        undo_binding(plan_id=bound.pk, actor=coordinator, now=NOW)


def test_sure_offers_are_confirmed_at_once_and_taken_back_at_once(bound: Plan, coordinator: User) -> None:
    sure = count_bindings(bound).sure
    action = confirm_sure(plan_id=bound.pk, actor=coordinator, now=NOW)
    assert len(action.changes) == sure > 5
    left = {row.indicator.no for row in list_bindings(bound, only="cho")}
    assert {"4", "10"} <= left
    with pytest.raises(CannotBind, match="Không còn đề xuất chắc chắn"):
        confirm_sure(plan_id=bound.pk, actor=coordinator, now=NOW)
    undo_binding(plan_id=bound.pk, actor=coordinator, now=NOW)
    assert count_bindings(bound).sure == sure


def test_two_at_once_tell_each_other(bound: Plan, coordinator: User, second_coordinator: User) -> None:
    act(confirm_binding, bound, "5", coordinator, version=0)
    with pytest.raises(CannotBind, match="vừa được Trần Thị Điều Phối quyết định: đã xác nhận"):
        act(refuse_binding, bound, "5", second_coordinator, version=0)


def test_undo_is_refused_where_another_person_went_on(bound: Plan, coordinator: User, second_coordinator: User) -> None:
    act(confirm_binding, bound, "5", coordinator)
    act(refuse_binding, bound, "5", second_coordinator)
    with pytest.raises(CannotBind, match="Lê Văn Cùng Làm"):
        undo_binding(plan_id=bound.pk, actor=coordinator, now=NOW)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"code": "khong_co"}, "Chưa chọn chỉ tiêu"),
        ({"dimension": "khong_co"}, "Phân tổ không có"),
        ({"relation": "khong_co"}, "Chọn chỉ tiêu này là gì"),
    ],
)
def test_a_bad_choice_says_why(bound: Plan, coordinator: User, more: dict[str, str], sentence: str) -> None:
    with pytest.raises(CannotBind, match=sentence):
        act(confirm_binding, bound, "5", coordinator, **more)


def test_a_row_without_an_offer_cannot_just_be_confirmed(bound: Plan, coordinator: User) -> None:
    with pytest.raises(CannotBind, match="Chưa chọn chỉ tiêu"):
        act(confirm_binding, bound, "4", coordinator)


def test_what_a_person_decided_is_not_offered_anew(bound: Plan, coordinator: User) -> None:
    act(refuse_binding, bound, "5", coordinator)
    Indicator.objects.filter(plan=bound, no="6").update(name="Tỷ lệ lao động qua đào tạo có chứng chỉ")
    assert propose_bindings(plan=bound) == 1
    assert binding(bound, "6").entry_id == "trained_certified_workers_rate"
    assert binding(bound, "5").state == BindingState.REFUSED


def test_a_wording_confirmed_once_is_known_in_the_next_plan(bound: Plan, coordinator: User) -> None:
    act(confirm_binding, bound, "4", coordinator, code="minimum_living_standard_assured")
    other = make_plan(actor=coordinator, text=plan_markdown(number="46/KH-UBND"), name="khac.md")
    assert binding(other, "4").entry_id == "minimum_living_standard_assured"
    assert binding(other, "4").confidence == 1


def said(plan: Plan, name: str, entry: str | None, *, state: str = BindingState.CONFIRMED) -> Indicator:
    """Add an indicator of the running text, bound to an entry."""
    row = Indicator.objects.create(
        plan=plan, ordinal=900, span_start=300, span_end=390, name=name, source="prose", confidence=1, read={}
    )
    Target.objects.create(indicator=row, ordinal=0, year=2030, raw="98%", comparator="=", low=98, high=98)
    IndicatorBinding.objects.create(indicator=row, entry_id=entry, state=state, confidence=1, decided_at=NOW)
    return row


def test_the_same_indicator_elsewhere_is_found_by_its_binding(bound: Plan) -> None:
    Section.objects.all().delete()
    row = said(bound, "mọi người đều có thẻ khám chữa bệnh", "health_insurance_coverage")
    annex = Indicator.objects.get(plan=bound, no="5")
    assert [other.pk for other in list_elsewhere(bound)[row.pk]] == [annex.pk]


def test_two_bound_to_different_indicators_are_not_the_same_however_alike(bound: Plan) -> None:
    row = said(bound, "tỷ lệ dân số tham gia bảo hiểm y tế", "elderly_health_insurance_coverage")
    assert row.pk not in list_elsewhere(bound)


def test_a_refused_binding_leaves_it_to_the_words(bound: Plan) -> None:
    row = said(bound, "tỷ lệ dân số tham gia bảo hiểm y tế", None, state=BindingState.REFUSED)
    assert row.pk in list_elsewhere(bound)


def test_the_page_shows_offers_and_refused_look_alikes(
    bound: Plan, coordinator: User, browse: Browse, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = browse(coordinator)
    address = reverse("planning:bindings", args=[bound.pk])
    with django_assert_max_num_queries(30):
        shown = client.get(address).content.decode()
    assert "Đã loại: gần giống" in shown
    assert 'data-key="N"' in shown
    row = binding(bound, "5")
    opened = client.get(address, {"doi": row.pk}).content.decode()
    assert "<datalist" in opened
    assert client.get(address, {"loc": "khong-co"}).status_code == 200


def test_the_page_acts_and_goes_on_to_the_next_row(bound: Plan, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    address = reverse("planning:bindings", args=[bound.pk])
    row = binding(bound, "5")
    sent = {"binding": row.pk, "version": row.version, "act": "confirm", "loc": "cho"}
    assert client.post(address, sent)["Location"] == f"{address}?loc=cho#cho"
    again = client.post(address, sent, follow=True).content.decode()
    assert "vừa được" in again
    assert BindingAction.objects.count() == 1
    picked = {"entry": "Tỷ lệ thất nghiệp chung [unemployment_rate]", "dimension": "", "relation": "same"}
    other = binding(bound, "4")
    client.post(address, {"binding": other.pk, "version": other.version, "act": "change", **picked})
    assert binding(bound, "4").entry_id == "unemployment_rate"
    client.post(address, {"act": "undo"})
    assert binding(bound, "4").state == BindingState.PROPOSED
    client.post(address, {"act": "sure"})
    assert count_bindings(bound).sure == 0
    assert "Tải lại trang" in client.post(address, {"act": "confirm"}, follow=True).content.decode()


def test_who_may_not_review_reads_only(bound: Plan, auditor: User, browse: Browse) -> None:
    client = browse(auditor)
    address = reverse("planning:bindings", args=[bound.pk])
    assert 'value="confirm"' not in client.get(address).content.decode()
    assert client.post(address, {"act": "sure"}).status_code == 403


def test_a_rejected_row_is_not_in_the_list(bound: Plan, coordinator: User) -> None:
    Indicator.objects.filter(plan=bound, no="5").update(state=ReviewState.REJECTED, decided_at=NOW)
    assert "5" not in {row.indicator.no for row in list_bindings(bound)}
