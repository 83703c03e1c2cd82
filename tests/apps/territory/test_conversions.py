"""Tables carried over the reform of 2025, on the real mapping; shares recorded and withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from tests.plugins.people import NOW

from ansinh.apps.audit.models import Event
from ansinh.apps.territory.models import ConversionState, ShareDecision, UnitChange
from ansinh.apps.territory.series import BadTable
from ansinh.apps.territory.services import conversions, shares
from ansinh.core.lineage import Rule

pytestmark = pytest.mark.django_db

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


class Person(SimpleNamespace):
    """Somebody who acts: a number and a printed name."""

    def __str__(self) -> str:
        return str(self.name)


AN, BINH = Person(pk=1, name="Nguyễn Văn An"), Person(pk=2, name="Trần Thị Bình")


@pytest.fixture
def hue(seed_provinces: Callable[..., int]) -> None:
    seed_provinces("46")


@pytest.fixture
def khanh_hoa(seed_provinces: Callable[..., int]) -> None:
    seed_provinces("56")


def carried(table: str, rule: Rule = Rule.SUM, start: date = BEFORE, end: date = AFTER) -> dict[str, Any]:
    return conversions.convert_table(name="bang.csv", content=table.encode(), rule=rule, start=start, end=end)


def split() -> UnitChange:
    """Phường Đông Hải went in part to Xã Phước Dinh; nobody has said how much."""
    return UnitChange.objects.get(old__code="22768", new__code="22888")


def recorded(change: UnitChange, percent: str, actor: Person = AN, **values: Any) -> ShareDecision:
    last = change.decisions.filter(withdrawn_at=None).order_by("-decided_at", "-pk").first()
    values = {"basis": "Dân số do công an xã chốt", "instrument": "", "seen": last and last.pk, "now": NOW, **values}
    return shares.record_share(change_id=change.pk, share=Decimal(percent) / 100, actor=actor, **values)


def test_binh_dien_adds_its_three_communes(hue: None) -> None:
    codes = list(UnitChange.objects.filter(new__code="20035", old__level="commune").values_list("old__code", flat=True))
    table = "code,value\n" + "".join(f"{code},{100 + at}\n" for at, code in enumerate(codes))
    (row,) = carried(table)["rows"]
    assert (row["code"], row["name"], row["value"], row["state"]) == ("20035", "Xã Bình Điền", "303", "complete")
    assert len(row["parts"]) == 3


def test_a_commune_that_is_missing_is_named(hue: None) -> None:
    code = UnitChange.objects.filter(new__code="20035", old__level="commune").values_list("old__code", flat=True)[0]
    (row,) = carried(f"code,value\n{code},5\n")["rows"]
    assert row["state"] == "incomplete"
    assert len(row["silent"]) == 2


def test_a_split_ward_stays_unallocated_until_somebody_records_its_share(khanh_hoa: None) -> None:
    result = carried("mã,số liệu\n22768,1.000\n")
    (rest,) = result["unallocated"]
    assert (rest["name"], rest["value"]) == ("Phường Đông Hải", "1000")
    assert {each["name"] for each in rest["candidates"]} == {"Phường Đông Hải", "Xã Phước Dinh"}
    assert result["totals"]["balances"]

    recorded(split(), "12.5")

    result = carried("mã,số liệu\n22768,1.000\n")
    (rest,) = result["unallocated"]
    assert (rest["value"], [each["name"] for each in rest["candidates"]]) == ("875", ["Phường Đông Hải"])
    assert next(row["value"] for row in result["rows"] if row["code"] == "22888") == "125"
    assert result["totals"]["balances"]


def test_a_ratio_is_recomputed(hue: None) -> None:
    codes = list(UnitChange.objects.filter(new__code="20035", old__level="commune").values_list("old__code", flat=True))
    table = "Mã đơn vị;Tử số;Mẫu số\n" + "".join(f"{code};{at};{10**at}\n" for at, code in enumerate(codes))
    (row,) = carried(table, Rule.RECOMPUTE)["rows"]
    assert (row["numerator"], row["denominator"], row["ratio"]) == ("3", "111", "0.027027")


def test_a_province_is_carried_as_well(khanh_hoa: None) -> None:
    result = carried("code,value\n56,48749\n58,100\n")
    assert [(row["code"], row["value"]) for row in result["rows"]] == [("56", "48849")]


def test_a_district_without_known_shares_is_left_in_the_bucket(hue: None) -> None:
    result = carried("code,value\n480,900\n")
    (rest,) = result["unallocated"]
    assert [each["code"] for each in rest["candidates"]] == ["19996", "20017", "20035"]
    assert [row["value"] for row in result["rows"]] == [None, None, None]


def test_back_to_the_old_units_where_it_is_possible(hue: None) -> None:
    result = carried("code,value\n20035,300\n", start=AFTER, end=BEFORE)
    assert result["rows"][0]["value"] is None
    assert result["unallocated"][0]["value"] == "300"
    assert result["totals"]["balances"]


@pytest.mark.parametrize(
    ("table", "word"),
    [
        ("code,value\n99999,1\n", "Dòng 2: không có đơn vị mã 99999"),
        ("code,value\n46,1\n19996,2\n", "bỏ dòng tổng"),
        ("code,value\nabc,1\n19996,2\n", "không phải mã"),
        ("code,value\n19996,\n", "để trống"),
        ("code,value\n19996,nhiều\n", "không đọc được số"),
        ("code,value\n19996,1\n19996,1\n", "đã có ở dòng 2"),
        ("name,value\n19996,1\n", "thiếu cột “code”"),
        ("code,value\n", "chỉ có dòng tiêu đề"),
    ],
)
def test_a_wrong_table_is_refused_row_by_row(hue: None, table: str, word: str) -> None:
    with pytest.raises(BadTable, match=word):
        carried(table)


def test_parts_of_a_unit_may_not_be_more_than_the_unit(khanh_hoa: None) -> None:
    change = split()
    other = UnitChange.objects.exclude(pk=change.pk).get(old=change.old)
    recorded(change, "40")
    with pytest.raises(shares.CannotRecordShare, match="chỉ còn 60 %"):
        recorded(other, "60.000001")
    recorded(other, "60")
    result = carried("code,value\n22768,10\n")
    assert (result["unallocated"], result["totals"]["allocated"]["value"]) == ([], "10")


def test_a_second_person_is_told_that_the_first_has_recorded(khanh_hoa: None) -> None:
    change = split()
    recorded(change, "40")
    with pytest.raises(shares.CannotRecordShare, match="vừa được người khác ghi"):
        recorded(change, "30", actor=BINH, seen=None)


@pytest.mark.parametrize(
    ("percent", "basis", "word"), [("0", "x", "lớn hơn 0"), ("101", "x", "không quá"), ("10", " ", "cơ sở")]
)
def test_a_share_needs_a_size_and_a_basis(khanh_hoa: None, percent: str, basis: str, word: str) -> None:
    with pytest.raises(shares.CannotRecordShare, match=word):
        recorded(split(), percent, basis=basis)


def test_a_whole_unit_has_no_share_to_record(hue: None) -> None:
    whole = UnitChange.objects.filter(kind="full", old__level="commune").first()
    assert whole is not None
    with pytest.raises(shares.CannotRecordShare, match="toàn bộ"):
        recorded(whole, "50")


def test_undo_brings_the_decision_before_back_and_keeps_both(khanh_hoa: None) -> None:
    change = split()
    first = recorded(change, "40")
    second = recorded(change, "30", actor=BINH, now=NOW + timedelta(hours=1))
    with pytest.raises(shares.CannotRecordShare, match="mới nhất"):
        shares.withdraw_share(decision_id=first.pk, actor=AN, now=NOW)
    assert shares.withdraw_share(decision_id=second.pk, actor=AN, now=NOW).share == Decimal("0.4")
    with pytest.raises(shares.CannotRecordShare, match="đã được hoàn tác"):
        shares.withdraw_share(decision_id=second.pk, actor=AN, now=NOW)
    assert shares.withdraw_share(decision_id=first.pk, actor=AN, now=NOW).share is None
    assert change.decisions.count() == 2
    verbs = list(Event.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["territory.record_share"] * 2 + ["territory.withdraw_share"] * 2


def draft(table: str = "code,value\n22768,1000\n") -> Any:
    return conversions.draft_conversion(
        name="dan-so.csv", content=table.encode(), rule=Rule.SUM, start=BEFORE, end=AFTER, title="", actor=AN, now=NOW
    )


def save(found: Any, version: int | None = None) -> Any:
    version = found.version if version is None else version
    return conversions.save_conversion(conversion_id=found.pk, expected_version=version, actor=AN, now=NOW)


def test_a_conversion_is_seen_kept_and_undone(khanh_hoa: None) -> None:
    kept = save(draft())
    assert (kept.title, kept.state) == ("dan-so.csv", ConversionState.SAVED)
    assert save(kept, 1).state == ConversionState.SAVED, "a second press of the button does nothing"
    undone = conversions.undo_conversion(conversion_id=kept.pk, expected_version=kept.version, actor=BINH, now=NOW)
    assert (undone.state, undone.undone_by_name, len(undone.given)) == (ConversionState.UNDONE, "Trần Thị Bình", 1)
    with pytest.raises(conversions.CannotConvert, match="Đã hoàn tác"):
        conversions.undo_conversion(conversion_id=kept.pk, expected_version=kept.version, actor=AN, now=NOW)


def test_a_share_recorded_meanwhile_has_to_be_seen_before_the_draft_is_kept(khanh_hoa: None) -> None:
    made = draft()
    recorded(split(), "40")
    with pytest.raises(conversions.CannotConvert, match="xem lại số mới"):
        save(made)
    made.refresh_from_db()
    assert made.result["unallocated"][0]["value"] == "600"
    assert save(made).state == ConversionState.SAVED


def test_what_was_kept_is_not_changed_by_a_later_share(khanh_hoa: None) -> None:
    kept = save(draft())
    preview = shares.preview_share(change_id=split().pk, share=Decimal("0.4"))
    assert [each.pk for each in preview.conversions] == [kept.pk]
    assert (preview.open_before, preview.open_after, preview.still_unknown) == (1, Decimal("0.6"), 1)
    recorded(split(), "40")
    kept.refresh_from_db()
    assert kept.result["unallocated"][0]["value"] == "1000"


def test_a_draft_can_be_thrown_away_and_nothing_else(khanh_hoa: None) -> None:
    made = draft()
    kept = save(draft())
    conversions.drop_draft(conversion_id=made.pk)
    with pytest.raises(conversions.CannotConvert, match="Hoàn tác"):
        conversions.drop_draft(conversion_id=kept.pk)
