"""Units on a day, what became of them and where they came from: the real tree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.plugins.people import NOW

from ansinh.apps.territory.models import Unit, UnitChange, UnitKind, UnitLevel
from ansinh.apps.territory.selectors import units as selectors
from ansinh.apps.territory.services.units import DATA, seed_units

pytestmark = pytest.mark.django_db

BEFORE, AFTER, TODAY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 11, 22)


@pytest.fixture
def hue(seed_provinces: Callable[..., int]) -> None:
    seed_provinces("46")


def unit(code: str, on: date) -> Unit:
    found = selectors.get_unit(code=code, on=on)
    assert found is not None
    return found


def names(units: list[Unit]) -> list[str]:
    return [each.name for each in units]


def test_the_town_of_huong_tra_became_three(hue: None) -> None:
    town = unit("480", BEFORE)
    found = selectors.list_successors(unit=town, on=TODAY)
    assert [(each.code, each.name) for each in found] == [
        ("19996", "Phường Hương Trà"),
        ("20017", "Phường Kim Trà"),
        ("20035", "Xã Bình Điền"),
    ]
    assert len(selectors.list_communes(province=town, on=BEFORE)) == 9


def test_binh_dien_was_made_of_three_communes(hue: None) -> None:
    found = selectors.list_predecessors(unit=unit("20035", TODAY), on=BEFORE)
    communes = [each for each in found if each.level == UnitLevel.COMMUNE]
    assert set(names(communes)) == {"Xã Bình Tiến", "Xã Bình Thành", "Xã Hương Bình"}


def test_hue_was_a_province_until_the_new_year_of_2025(hue: None) -> None:
    before, since = unit("46", date(2024, 12, 31)), unit("46", date(2025, 1, 1))
    assert (before.name, before.kind) == ("Tỉnh Thừa Thiên Huế", UnitKind.PROVINCE)
    assert (since.name, since.kind) == ("Thành phố Huế", UnitKind.CITY)
    assert selectors.list_successors(unit=before, on=TODAY) == [since]
    assert selectors.list_predecessors(unit=since, on=date(2024, 1, 1)) == [before]
    assert len(selectors.list_communes(province=before, on=date(2024, 1, 1))) == 134


def test_a_unit_that_goes_on_is_its_own_successor(seed_provinces: Callable[..., int]) -> None:
    seed_provinces("14")
    province = unit("14", BEFORE)
    assert selectors.list_successors(unit=province, on=TODAY) == [province] == [unit("14", TODAY)]
    assert selectors.unit_on(unit=province, on=TODAY) == province


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Phường Hương Trà", ["19996"]),
        ("phuong huong tra", ["19996"]),
        ("P. Hương Trà", ["19996"]),
        ("hương trà", ["19996"]),
        ("Xã Hương Trà", []),
        ("Tp. Huế", ["46"]),
        ("thanh pho hue", ["46"]),
        ("", []),
        ("Phường", []),
    ],
)
def test_a_unit_is_found_as_people_write_it(hue: None, typed: str, expected: list[str]) -> None:
    assert [each.code for each in selectors.find_units(name=typed, on=TODAY)] == expected


def test_homonyms_all_stand(hue: None) -> None:
    found = selectors.find_units(name="Hương Trà", on=BEFORE)
    assert names(found) == ["Thị xã Hương Trà"]
    assert len(selectors.find_units(name="Phú Lộc", on=BEFORE)) == 2
    assert names(selectors.find_units(name="Phú Lộc", on=BEFORE, level=UnitLevel.DISTRICT)) == ["Huyện Phú Lộc"]


def test_nobody_stands_before_the_records_begin(hue: None) -> None:
    assert selectors.get_unit(code="46", on=date(2020, 12, 31)) is None


def test_a_second_start_writes_nothing(hue: None, seed_provinces: Callable[..., int]) -> None:
    assert seed_provinces("46") == 0


def test_new_data_correct_a_unit_and_leave_a_recorded_share(seed_provinces: Callable[..., int]) -> None:
    seed_provinces("56")
    split = UnitChange.objects.filter(kind="partial", old__level="commune").first()
    assert split is not None
    Unit.objects.filter(code="22736", valid_to=None).update(name="Xã gõ nhầm")
    UnitChange.objects.filter(pk=split.pk).update(share="0.4", basis="Dân số 1/4/2025")
    split.decisions.create(share="0.4", basis="Dân số 1/4/2025", decided_at=NOW, decided_by_id=1, decided_by_name="An")
    elsewhere = Unit.objects.filter(level="commune", valid_from=AFTER).exclude(pk=split.new_id)
    wrong = UnitChange.objects.create(
        old=split.old, new=elsewhere.exclude(came_from__old=split.old)[0], kind="partial", change_date=AFTER
    )

    written = seed_units(at=NOW, provinces=["56", "56"])

    split.refresh_from_db()
    assert written == 2
    assert not UnitChange.objects.filter(pk=wrong.pk).exists()
    assert unit("22736", TODAY).name == "Đặc khu Trường Sa"
    assert str(split.share) == "0.40000000"


def test_the_whole_country(seed_provinces: Callable[..., int]) -> None:
    seed_provinces()
    for day, provinces, communes in ((BEFORE, 63, 10_047), (AFTER, 34, 3_321), (TODAY, 34, 3_321)):
        there = selectors.units_on(on=day)
        assert there.filter(level=UnitLevel.PROVINCE).count() == provinces
        assert there.filter(level=UnitLevel.COMMUNE).count() == communes
    assert selectors.units_on(on=BEFORE).filter(level=UnitLevel.DISTRICT).count() == 696
    assert not selectors.units_on(on=AFTER).filter(level=UnitLevel.DISTRICT).exists()
    for code, count in (("56", 65), ("92", 103), ("96", 64), ("14", 75), ("46", 40)):
        province = unit(code, TODAY)
        there = selectors.list_communes(province=province, on=TODAY)
        assert len(there) == count
        assert [each.number for each in there] == list(range(there[0].number, there[0].number + count)), "a range"
        assert there[0].number == province.number
    for old, new in (("58", "56"), ("93", "92"), ("95", "96")):
        assert [each.code for each in selectors.list_successors(unit=unit(old, BEFORE), on=TODAY)] == [new]
    assert (unit("75", date(2026, 4, 29)).kind, unit("75", date(2026, 4, 30)).kind) == ("province", "city")
    assert len(selectors.list_communes(province=unit("75", TODAY), on=TODAY)) == 95
    ended = Unit.objects.filter(valid_to=AFTER)
    assert not ended.filter(became__isnull=True).exists(), "everything that ended went somewhere"
    assert not Unit.objects.filter(valid_from=AFTER, came_from__isnull=True).exists()
    assert unit("20333", TODAY).name == "Đặc khu Hoàng Sa"
    assert {str(unit(code, BEFORE).longitude) for code in ("576", "22736", "22737", "22739")} == {"114.45000"}


def test_every_disagreement_of_the_sources_has_its_decision() -> None:
    lines = (DATA / "unit_disagreements.csv").read_text("utf-8").splitlines()
    assert len(lines) > 250
    assert "no decision" not in "".join(lines)
