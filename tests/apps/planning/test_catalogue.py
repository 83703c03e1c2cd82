"""The catalogue of indicators: loaded, changed, put back, shipped anew; weights."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.apps.planning.factories import NOW

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.models import Event
from ansinh.apps.planning.models import CatalogueChange, CatalogueIndicator, IndicatorWeight
from ansinh.apps.planning.selectors.catalogue import (
    CannotRollUp,
    list_differences,
    list_parent_targets,
    make_matcher,
    roll_up_units,
)
from ansinh.apps.planning.services.catalogue import (
    CannotChange,
    Loaded,
    add_entry,
    edit_entry,
    load_catalogue,
    record_weight,
    remove_weight,
    restore_entry,
    undo_entry,
)
from ansinh.apps.territory.models import Unit, UnitKind, UnitLevel
from ansinh.core.catalogue import Wording, load_entries

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
CODE = "unemployment_rate"


@pytest.fixture
def catalogue(db: None) -> None:
    """The catalogue as the program brings it."""
    load_catalogue(now=NOW)


def row(code: str = CODE) -> CatalogueIndicator:
    return CatalogueIndicator.objects.get(pk=code)


def edit(actor: User, *, version: int | None = None, **values: object) -> CatalogueIndicator:
    return edit_entry(
        code=CODE, values=values, expected_version=row().version if version is None else version, actor=actor, now=NOW
    )


def test_loading_again_changes_nothing() -> None:
    assert load_catalogue(now=NOW) == Loaded(added=105, followed=0, kept=0)
    before = list(CatalogueIndicator.objects.values())
    assert load_catalogue(now=NOW) == Loaded(0, 0, 0)
    assert list(CatalogueIndicator.objects.values()) == before
    assert Event.objects.filter(verb="planning.catalogue_load").count() == 1


def test_what_a_person_changed_stays_and_the_news_is_shown(catalogue: None, coordinator: User) -> None:
    edit(coordinator, notes="Tỉnh dùng số của điều tra riêng.")
    shipped = dict(load_entries())
    shipped[CODE] = replace(shipped[CODE], notes="Ghi chú mới", name_en="Unemployment, total")

    assert load_catalogue(now=NOW, entries=shipped.values()) == Loaded(added=0, followed=1, kept=1)

    found = row()
    assert (found.notes, found.name_en) == ("Tỉnh dùng số của điều tra riêng.", "Unemployment, total")
    assert [(one.field, one.own, one.shipped) for one in list_differences(found)] == [
        ("notes", "Tỉnh dùng số của điều tra riêng.", "Ghi chú mới")
    ]
    assert CatalogueChange.objects.get(entry=found, verb="ship").after == {"name_en": "Unemployment, total"}


def test_restoring_takes_the_shipped_value_of_today(catalogue: None, coordinator: User) -> None:
    edit(coordinator, notes="a", unit="phần trăm")
    restore_entry(code=CODE, expected_version=1, actor=coordinator, now=NOW, field="notes")
    assert row().notes == load_entries()[CODE].notes
    assert row().own == ["unit"]
    restore_entry(code=CODE, expected_version=2, actor=coordinator, now=NOW)
    assert (row().unit, row().own) == ("%", [])
    with pytest.raises(CannotChange, match="Không có ô nào khác"):
        restore_entry(code=CODE, expected_version=3, actor=coordinator, now=NOW)


def test_a_value_typed_back_by_hand_is_no_longer_ones_own(catalogue: None, coordinator: User) -> None:
    edit(coordinator, unit="phần trăm")
    edit(coordinator, unit="%")
    assert row().own == []


def test_undo_takes_the_last_change_back(catalogue: None, coordinator: User) -> None:
    edit(coordinator, unit="a")
    edit(coordinator, unit="b")
    assert undo_entry(code=CODE, actor=coordinator, now=NOW).unit == "a"
    assert undo_entry(code=CODE, actor=coordinator, now=NOW).unit == "%"
    assert row().own == []
    with pytest.raises(CannotChange, match="Không còn lần sửa nào"):
        undo_entry(code=CODE, actor=coordinator, now=NOW)


def test_undo_does_not_touch_what_another_person_did_after(
    catalogue: None, coordinator: User, second_coordinator: User
) -> None:
    edit(coordinator, unit="a")
    edit(second_coordinator, notes="b")
    with pytest.raises(CannotChange, match="Lê Văn Cùng Làm"):
        undo_entry(code=CODE, actor=coordinator, now=NOW)


def test_two_at_once_tell_each_other(catalogue: None, coordinator: User, second_coordinator: User) -> None:
    edit(coordinator, unit="a", version=0)
    with pytest.raises(CannotChange, match="vừa được Trần Thị Điều Phối sửa"):
        edit(second_coordinator, unit="b", version=0)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name_vi": " "}, "Thiếu tên chỉ tiêu"),
        ({"components": ["khong_co"]}, "không phải mã của một chỉ tiêu khác"),
        ({"components": [CODE]}, "không phải mã của một chỉ tiêu khác"),
        ({"unit": "%"}, "Chưa sửa ô nào"),
        ({}, "Chưa sửa ô nào"),
    ],
)
def test_a_bad_change_says_why(catalogue: None, coordinator: User, values: dict[str, object], sentence: str) -> None:
    with pytest.raises(CannotChange, match=sentence):
        edit(coordinator, **values)


def test_an_added_indicator_is_matched(catalogue: None, coordinator: User) -> None:
    values = {"name_vi": "Tỷ lệ hộ nghèo đa chiều", "sector": "assistance_poverty", "kind": "ratio", "unit": "%"}
    add_entry(code="poverty_rate", values=values | {"direction": "down"}, actor=coordinator, now=NOW)
    with pytest.raises(CannotChange, match="đã có trong danh mục"):
        add_entry(code="poverty_rate", values=values, actor=coordinator, now=NOW)
    matcher = make_matcher()
    assert matcher is not None
    assert matcher.match(Wording("tỷ lệ hộ nghèo đa chiều")).code == "poverty_rate"
    assert load_catalogue(now=NOW) == Loaded(0, 0, 0)


def province(name: str, code: str) -> Unit:
    return Unit.objects.create(
        code=code, name=name, level=UnitLevel.PROVINCE, kind=UnitKind.PROVINCE, valid_from=dt.date(2020, 1, 1)
    )


def weigh(unit: Unit, value: str, actor: User, **more: object) -> IndicatorWeight:
    given = {"code": CODE, "year": 2025, "source": "Niên giám", **more}
    return record_weight(unit_id=unit.pk, value=Decimal(value), actor=actor, now=NOW, **given)


def test_a_weighted_indicator_is_rolled_up_with_recorded_weights_only(catalogue: None, coordinator: User) -> None:
    a, b = province("Bình Minh", "90"), province("Hải Đông", "91")
    values = {a.pk: Decimal(2), b.pk: Decimal(6)}
    weigh(a, "300", coordinator)
    with pytest.raises(CannotRollUp, match="chưa ghi quyền số của Hải Đông"):
        roll_up_units(row(), year=2025, values=values)
    weight = weigh(b, "100", coordinator)
    assert roll_up_units(row(), year=2025, values=values) == 3
    with pytest.raises(CannotRollUp):
        roll_up_units(row(), year=2024, values=values)
    remove_weight(code=CODE, weight_id=weight.pk, actor=coordinator, now=NOW)
    with pytest.raises(CannotRollUp):
        roll_up_units(row(), year=2025, values=values)


def test_a_weight_entered_anew_leaves_the_first_in_the_log(catalogue: None, coordinator: User) -> None:
    unit = province("Bình Minh", "90")
    weigh(unit, "300", coordinator)
    weigh(unit, "310", coordinator)
    assert IndicatorWeight.objects.get().value == 310
    assert Event.objects.filter(verb="planning.weight").latest("pk").detail["before"]["value"].startswith("300")


@pytest.mark.parametrize(
    ("more", "value", "sentence"),
    [
        ({"code": "health_insurance_coverage"}, "1", "không cần quyền số"),
        ({"source": " "}, "1", "Thiếu nguồn"),
        ({"year": 1980}, "1", "từ 1990"),
        ({"year": 2027}, "1", "từ 1990"),
        ({}, "0", "lớn hơn 0"),
    ],
)
def test_a_bad_weight_says_why(
    catalogue: None, coordinator: User, more: dict[str, object], value: str, sentence: str
) -> None:
    with pytest.raises(CannotChange, match=sentence):
        weigh(province("Bình Minh", "90"), value, coordinator, **more)


def test_levels_above_are_known_or_said_to_be_unknown() -> None:
    assert {target.evidence for target in list_parent_targets(CODE)} == {"secondary"}
    assert list_parent_targets("net_enrolment_primary") == []


PAGES = [
    ("planning:catalogue", []),
    ("planning:entry", [CODE]),
    ("planning:entry", ["net_enrolment_primary"]),
    ("planning:shared", []),
    ("planning:compare", [CODE]),
]


@pytest.mark.parametrize(("page", "args"), PAGES)
def test_everybody_reads_the_catalogue(
    catalogue: None, auditor: User, browse: Browse, page: str, args: list[str], django_assert_max_num_queries: Callable
) -> None:
    client = browse(auditor)
    with django_assert_max_num_queries(30):
        assert client.get(reverse(page, args=args)).status_code == 200


def test_only_a_coordinator_changes_it(catalogue: None, auditor: User, browse: Browse) -> None:
    client = browse(auditor)
    for page in ("entry_edit", "entry_act", "entry_weights"):
        assert client.post(reverse(f"planning:{page}", args=[CODE]), {"act": "restore"}).status_code == 403
    assert client.get(reverse("planning:entry_add")).status_code == 403
    assert "Quyền số" in client.get(reverse("planning:entry", args=[CODE])).content.decode()
    assert row().version == 0


def test_the_form_saves_shows_the_difference_and_puts_back(catalogue: None, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    page = reverse("planning:entry_edit", args=[CODE])
    typed = {**row().shipped, "version": "0", "notes": "Lời của tỉnh"}
    typed = {name: "; ".join(value) if isinstance(value, list) else value for name, value in typed.items()}
    assert client.post(page, typed).status_code == 302
    assert (row().notes, row().own) == ("Lời của tỉnh", ["notes"])
    shown = client.get(reverse("planning:entry", args=[CODE])).content.decode()
    assert "Khác bản kèm phần mềm" in shown
    assert "Trần Thị Điều Phối" in shown
    stale = client.post(page, typed | {"notes": "Lời khác"})
    assert stale.status_code == 422
    assert "vừa được" in stale.content.decode()
    client.post(reverse("planning:entry_act", args=[CODE]), {"act": "restore", "field": "notes", "version": "1"})
    assert row().own == []


def test_a_new_indicator_needs_a_code_that_addresses_take(catalogue: None, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    values = {"name_vi": "Tỷ lệ hộ nghèo", "sector": "assistance_poverty", "kind": "ratio", "direction": "down"}
    assert client.post(reverse("planning:entry_add"), values | {"code": "Hộ nghèo"}).status_code == 422
    assert client.post(reverse("planning:entry_add"), values | {"code": "poverty_rate"}).status_code == 302
    assert row("poverty_rate").name_vi == "Tỷ lệ hộ nghèo"


def test_an_unknown_code_is_said_so(catalogue: None, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    for page in ("entry", "entry_edit", "compare"):
        assert client.get(reverse(f"planning:{page}", args=["khong_co"])).status_code == 404


def test_an_empty_catalogue_says_what_to_do(coordinator: User, browse: Browse) -> None:
    assert "Danh mục chưa được nạp" in browse(coordinator).get(reverse("planning:catalogue")).content.decode()


def test_the_catalogue_is_filtered_and_exported(catalogue: None, coordinator: User, browse: Browse) -> None:
    client = browse(coordinator)
    found = client.get(reverse("planning:catalogue"), {"name_vi": "that nghiep", "sector": "labour"}).content.decode()
    assert "Tỷ lệ thất nghiệp chung" in found
    assert "bảo hiểm thất nghiệp" not in found
    edit(coordinator, notes="x")
    assert "Hiện <b>1</b>" in client.get(reverse("planning:catalogue"), {"sua": "true"}).content.decode()
    assert client.get(reverse("planning:catalogue"), {"xuat": "csv"}).content.decode("utf-8-sig").count("\n") >= 105
