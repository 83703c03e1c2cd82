"""What a person types wrongly comes back as a sentence; it never breaks a page, now or later."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.planning.factories import NOW
from tests.apps.planning.test_activation import decide_all

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.forms import form_for
from ansinh.apps.planning.models import Baseline, Finding, Indicator, Plan, ReportDuty, Task
from ansinh.apps.planning.services.activation import activate_plan
from ansinh.apps.planning.services.review import CannotReview, correct_item
from ansinh.apps.planning.services.values import KINDS

pytestmark = pytest.mark.django_db

Browse = Callable[[User], Client]
LARGE = "9" * 24


def typed(kind: str, row: Any, **changes: str) -> dict[str, str]:
    """What the form of a row sends when only ``changes`` were typed."""
    form = form_for(kind, row)
    sent = {name: form[name].value() for name in form.fields}
    for part in getattr(form, "targets", []):
        sent |= {part.add_prefix(name): part[name].value() for name in part.fields}
    return {name: "" if value is None else str(value) for name, value in (sent | changes).items()}


@pytest.mark.parametrize(
    ("sign", "value", "said"), [("=", LARGE, "quá lớn"), ("range", f"1-{LARGE}", "quá lớn"), ("<", "x", "Không đọc")]
)
def test_a_figure_too_large_is_named(plan: Plan, sign: str, value: str, said: str) -> None:
    row = Indicator.objects.get(plan=plan, no="1")

    form = form_for("indicator", row, typed("indicator", row, **{"t0-comparator": sign, "t0-value": value}))

    assert not form.is_valid()
    assert said in str([target.errors for target in form.targets])  # type: ignore[attr-defined]


def test_a_long_demand_in_words_can_be_kept(plan: Plan) -> None:
    row = Indicator.objects.get(plan=plan, no="1")
    words = "Hoàn thành " + "từng bước " * 100

    form = form_for("indicator", row, typed("indicator", row, **{"t0-comparator": "qualitative", "t0-value": words}))

    assert form.is_valid(), [target.errors for target in form.targets]  # type: ignore[attr-defined]


def test_a_figure_the_table_cannot_hold_is_refused_by_the_service_too(plan: Plan, coordinator: User) -> None:
    row = Indicator.objects.get(plan=plan, no="1")
    values = KINDS["indicator"].take(row)
    values["targets"][0] |= {"comparator": "=", "low": LARGE, "high": LARGE}

    with pytest.raises(CannotReview, match="quá lớn"):
        correct_item(
            plan_id=plan.pk,
            kind_code="indicator",
            item_id=row.pk,
            expected_version=0,
            values=values,
            actor=coordinator,
            now=NOW,
        )


@pytest.mark.parametrize(("kind", "field"), [("duty", "year"), ("task", "to_year"), ("task", "from_year")])
@pytest.mark.parametrize("year", ["20255", "0"])
def test_a_year_typed_wrongly_is_refused(plan: Plan, kind: str, field: str, year: str) -> None:
    model = {"duty": ReportDuty, "task": Task}[kind]
    row = model._default_manager.filter(plan=plan).earliest("ordinal")

    form = form_for(kind, row, typed(kind, row, **{field: year}))

    assert field in form.errors


def test_a_correction_closes_only_a_finding_of_its_own_row(plan: Plan, coordinator: User) -> None:
    finding = Finding.objects.filter(plan=plan).exclude(indicator=None).earliest("ordinal")
    other = Indicator.objects.filter(plan=plan).exclude(pk=finding.indicator_id).earliest("ordinal")

    with pytest.raises(CannotReview, match="không phải của dòng"):
        correct_item(
            plan_id=plan.pk,
            kind_code="indicator",
            item_id=other.pk,
            expected_version=0,
            values={"unit": "người"},
            actor=coordinator,
            now=NOW,
            finding_id=finding.pk,
        )

    finding.refresh_from_db()
    other.refresh_from_db()
    assert (finding.state, other.state) == ("open", "pending")


@pytest.fixture
def running(plan: Plan, coordinator: User) -> Plan:
    """The plan at work."""
    decide_all(plan, coordinator)
    return activate_plan(plan_id=plan.pk, actor=coordinator, now=timezone.now())


def test_a_baseline_too_large_comes_back_with_a_sentence(running: Plan, coordinator: User, browse: Browse) -> None:
    row = Indicator.objects.filter(plan=running).earliest("ordinal")
    sent = {"indicator_id": row.pk, "value": LARGE, "year": "2025", "source": "Báo cáo", "direction": "up"}

    answer = browse(coordinator).post(f"/ke-hoach/{running.pk}/so-goc/", sent)

    assert answer.status_code == 422
    assert "Số phải từ 99.999.999.999.999 trở xuống." in answer.content.decode()
    assert not Baseline.objects.exists()


@pytest.mark.parametrize("page", ["so-goc", "trang-thai-dau"])
def test_who_may_not_enter_is_told_so(running: Plan, auditor: User, browse: Browse, page: str) -> None:
    assert browse(auditor).post(f"/ke-hoach/{running.pk}/{page}/", {}).status_code == 403


@pytest.mark.parametrize("number", ["²", "9" * 40, "", "-1", "x"])
def test_a_number_that_is_none_breaks_no_page(plan: Plan, coordinator: User, browse: Browse, number: str) -> None:
    browser = browse(coordinator)
    row = Indicator.objects.filter(plan=plan).earliest("ordinal")
    base = f"/ke-hoach/{plan.pk}/ra-soat"

    for path, sent in (
        (f"{base}/co-quan/", {"act": "choose", "mention": number, "version": "0", "agency": number}),
        (f"{base}/indicator/{row.pk}/", {"act": "accept", "version": number}),
        (f"{base}/indicator/{row.pk}/", {"act": "suggest", "version": "0", "finding": number}),
        (f"{base}/diem/1/", {"act": "kept", "version": number, "row_kind": "indicator", "row_id": number}),
    ):
        for headers in ({}, {"X-Requested-With": "fetch"}):
            assert browser.post(path, sent, headers=headers).status_code < 500, path


@pytest.mark.parametrize(
    "address",
    [
        "/tim/?q=%00ab",
        "/tim/?q=%25_",
        "/ke-hoach/{plan}/ra-soat/?nhom=%00&loc=%00&loai=%00",
        "/ke-hoach/{plan}/ra-soat/diem/?muc=%00&da=%00",
        "/ke-hoach/{plan}/thoi-han/?loai=%00&q=%00&tu=%00",
        "/ke-hoach/{plan}/chi-tieu/?name=%00&lead=%00&group=%00&page=%00&sort=%00",
        "/ke-hoach/{plan}/nhiem-vu/?year=99999999999999999999&loai=x&page=99999999999999999999999",
        "/ke-hoach/{plan}/chi-tieu/99999999999999999999999/",
        "/ke-hoach/{plan}/ra-soat/indicator/99999999999999999999999/",
        "/nhat-ky/?until=31/12/9999&since=01/01/0001",
        "/nhat-ky/?q=%00&verb=%00&page=%00",
        "/tai-khoan/nguoi-dung/?q=%00&role=%00&locked=%00",
        "/viec/?page=%00",
    ],
)
def test_no_address_breaks_a_page(plan: Plan, coordinator: User, browse: Browse, address: str) -> None:
    User.objects.filter(pk=coordinator.pk).update(roles=["coordinator", "admin", "auditor"])

    assert browse(coordinator).get(address.format(plan=plan.pk)).status_code in (200, 400, 404)
