"""Who has an agency's work on a day: by field, by province, step by step, unclear where nobody knows."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from tests.apps.territory.country import CITY_DAY, REFORM, TODAY, Country, make_country

from ansinh.apps.territory.models import Agency, AgencySuccession, Unit
from ansinh.apps.territory.selectors.places import NOWHERE, Place, get_places, name_in_unit, unit_name
from ansinh.apps.territory.selectors.stamps import get_stamp
from ansinh.apps.territory.selectors.succession import Trace, load_directory
from ansinh.apps.territory.services.directory import seed_directory
from ansinh.core.workfields import classify_field

pytestmark = pytest.mark.django_db

LABOUR = "Sở Lao động - Thương binh và Xã hội"
ISSUED = dt.date(2024, 8, 1)


@pytest.fixture
def country() -> Country:
    units = make_country()
    seed_directory()
    return units


def place_of(unit: Unit, on: dt.date = TODAY) -> Place:
    return get_places(units=[unit], on=on, stamp=get_stamp())[unit.pk]


def trace(name: str, text: str, unit: Unit | None, *, on: dt.date = TODAY, since: dt.date | None = ISSUED) -> Trace:
    directory, agency = load_directory(get_stamp()), Agency.objects.get(name=name)
    guess = classify_field(text, among=directory.fields_of(agency))
    place = place_of(unit, on) if unit else NOWHERE
    return directory.trace(agency=agency, guess=guess, since=since, on=on, place=place)


@pytest.mark.parametrize(
    ("text", "successor", "evidence"),
    [
        ("Giải quyết việc làm", "Sở Nội vụ", "primary"),
        ("Ưu đãi người có công", "Sở Nội vụ", "primary"),
        ("Trợ giúp xã hội", "Sở Y tế", "secondary"),
        ("Bảo vệ trẻ em", "Sở Y tế", "secondary"),
        ("Giảm nghèo bền vững", "Sở Nông nghiệp và Môi trường", "secondary"),
        ("Giáo dục nghề nghiệp", "Sở Giáo dục và Đào tạo", "primary"),
        ("Cai nghiện ma túy", "Công an tỉnh", "secondary"),
    ],
)
def test_each_field_of_the_dissolved_department_has_its_successor(
    country: Country, text: str, successor: str, evidence: str
) -> None:
    found = trace(LABOUR, text, country.khanh_hoa)

    assert found.agency is not None
    assert found.agency.name == successor
    assert found.lines[0].on == dt.date(2025, 3, 1)
    assert found.lines[0].evidence == evidence
    assert found.lines[0].basis


def test_before_the_day_it_is_still_the_old_one(country: Country) -> None:
    found = trace(LABOUR, "Giải quyết việc làm", country.khanh_hoa, on=dt.date(2025, 2, 28))
    assert str(found.agency) == LABOUR
    assert str(trace(LABOUR, "Giải quyết việc làm", country.khanh_hoa, on=dt.date(2025, 3, 1)).agency) == "Sở Nội vụ"


def test_where_the_words_do_not_tell_it_is_unclear_with_candidates(country: Country) -> None:
    found = trace(LABOUR, "Đào tạo nghề gắn với giải quyết việc làm", country.khanh_hoa)

    assert found.agency is None
    assert {one.agency.name for one in found.candidates} == {"Sở Nội vụ", "Sở Giáo dục và Đào tạo"}
    assert "giáo dục nghề nghiệp" in found.unclear


def test_words_that_say_nothing_leave_every_successor_possible(country: Country) -> None:
    found = trace(LABOUR, "Thực hiện các nội dung được giao", country.khanh_hoa)

    assert found.agency is None
    assert {"Sở Nội vụ", "Sở Y tế", "Công an tỉnh"} <= {one.agency.name for one in found.candidates}


def test_two_fields_that_went_to_one_department_leave_no_doubt(country: Country) -> None:
    found = trace(LABOUR, "Bình đẳng giới và người có công", country.khanh_hoa)
    assert str(found.agency) == "Sở Nội vụ"


def test_a_heading_alone_is_never_enough(country: Country) -> None:
    directory, agency = load_directory(get_stamp()), Agency.objects.get(name=LABOUR)
    guess = classify_field("Thực hiện Chỉ thị", context="Ưu đãi người có công", among=directory.fields_of(agency))

    found = directory.trace(agency=agency, guess=guess, since=ISSUED, on=TODAY, place=place_of(country.khanh_hoa))

    assert found.agency is None
    assert [one.agency.name for one in found.candidates] == ["Sở Nội vụ"]


def test_what_the_books_call_unclear_is_unclear(country: Country) -> None:
    found = trace(LABOUR, "Là cơ quan thường trực", country.hau_giang)

    assert found.agency is None
    assert "8456/KH-UBND" in found.unclear
    assert {one.agency.name for one in found.candidates} == {"Sở Nội vụ", "Sở Y tế"}
    assert {one.evidence for one in found.candidates} == {"memory"}


def test_a_merged_province_hands_on_to_the_new_one(country: Country) -> None:
    kept = trace("Sở Y tế", "Khám chữa bệnh", country.khanh_hoa)
    moved = trace(LABOUR, "Trợ giúp xã hội", country.hau_giang)

    assert name_in_unit(kept.agency, place_of(country.khanh_hoa).provinces) == "Sở Y tế tỉnh Khánh Hòa"  # type: ignore[arg-type]
    assert place_of(country.khanh_hoa).provinces == (country.new_khanh_hoa,)
    assert kept.lines[-1].on == REFORM
    assert kept.lines[-1].basis == "202/2025/QH15"
    assert kept.evidence == "memory", "that the department followed the province is inferred"
    assert name_in_unit(moved.agency, place_of(country.hau_giang).provinces) == "Sở Y tế thành phố Cần Thơ"  # type: ignore[arg-type]
    assert [line.on for line in moved.lines] == [dt.date(2025, 3, 1), REFORM, REFORM]


@pytest.mark.parametrize(
    ("province", "successor"),
    [("khanh_hoa", "Sở Dân tộc và Tôn giáo"), ("son_la", "Sở Dân tộc và Tôn giáo"), ("hue", None)],
)
def test_what_holds_in_one_province_holds_there_only(country: Country, province: str, successor: str | None) -> None:
    found = trace("Ban Dân tộc", "Chương trình dân tộc thiểu số", getattr(country, province))
    assert (found.agency.name if found.agency else None) == successor


def test_an_office_of_a_town_went_to_three_communes(country: Country) -> None:
    found = trace("Phòng Lao động - Thương binh và Xã hội", "Ưu đãi người có công", country.huong_tra)
    place = place_of(country.huong_tra)

    assert found.agency is not None
    assert name_in_unit(found.agency, place.units_of(found.agency.level)) == (
        "Phòng Văn hóa - Xã hội: phường Hương Trà, phường Kim Trà, xã Bình Điền"
    )
    assert [unit_name(unit) for unit in place.provinces] == ["thành phố Huế"]


@pytest.mark.parametrize("text", ["Giảm nghèo bền vững", "Thực hiện các nội dung được giao"])
def test_an_office_of_a_town_is_unclear_where_communes_differ(country: Country, text: str) -> None:
    assert trace("Phòng Lao động - Thương binh và Xã hội", text, country.huong_tra).agency is None


def test_an_agency_that_came_back_is_itself_again(country: Country) -> None:
    found = trace("Bảo hiểm xã hội tỉnh", "Phát triển người tham gia", country.khanh_hoa)

    assert str(found.agency) == "Bảo hiểm xã hội tỉnh"
    assert [line.on for line in found.lines][:1] == [dt.date(2025, 3, 1)]
    assert dt.date(2025, 7, 9) in [line.on for line in found.lines]
    between = trace("Bảo hiểm xã hội tỉnh", "", country.khanh_hoa, on=dt.date(2025, 5, 1))
    assert str(between.agency) == "Bảo hiểm xã hội khu vực"


def test_a_plan_that_names_an_agency_after_its_end(country: Country) -> None:
    found = trace(LABOUR, "Giải quyết việc làm", country.khanh_hoa, since=dt.date(2025, 5, 1))
    assert str(found.agency) == "Sở Nội vụ"


def test_a_plan_of_today_names_those_of_today(country: Country) -> None:
    found = trace("Sở Nội vụ", "Giải quyết việc làm", country.new_khanh_hoa, since=dt.date(2026, 1, 1))

    assert str(found.agency) == "Sở Nội vụ"
    assert [line.evidence for line in found.lines] == ["memory"]


def test_without_a_unit_only_what_holds_everywhere_is_followed(country: Country) -> None:
    assert str(trace(LABOUR, "Giải quyết việc làm", None).agency) == "Sở Nội vụ"
    assert trace("Ban Dân tộc", "", None).agency is None


def test_an_ended_agency_without_successor_is_unclear(country: Country) -> None:
    agency = Agency.objects.create(name="Ban quản lý thử", level="province", valid_to=dt.date(2025, 3, 1))
    found = trace(agency.name, "", country.khanh_hoa)
    assert found.agency is None
    assert "đã kết thúc ngày 01/03/2025" in found.unclear


def test_a_district_office_nobody_wrote_about_is_unclear(country: Country) -> None:
    Agency.objects.create(name="Đội thử của huyện", level="district")
    assert "Cấp huyện đã kết thúc" in trace("Đội thử của huyện", "", country.huong_tra).unclear
    assert trace("Đội thử của huyện", "", country.huong_tra, on=dt.date(2025, 6, 30)).agency is not None


def test_a_circle_in_the_directory_ends(country: Country) -> None:
    one, two = Agency.objects.create(name="Một"), Agency.objects.create(name="Hai")
    for old, new in ((one, two), (two, one)):
        AgencySuccession.objects.create(agency=old, successor=new, from_date=REFORM, legal_basis="thử")
    assert trace("Một", "", None).agency in (one, two)


def test_a_unit_that_ended_without_a_new_one_is_lost(country: Country) -> None:
    lost = Unit.objects.create(
        code="99", name="Tỉnh Thử", level="province", kind="province", valid_from=dt.date(2004, 1, 1), valid_to=REFORM
    )
    assert "chưa ghi đơn vị mới" in trace("Sở Y tế", "", lost).unclear


def test_places_of_many_plans_take_few_queries(
    country: Country, django_assert_max_num_queries: type[pytest.RaisesExc]
) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        get_places(units=list(Unit.objects.all()), on=TODAY, stamp=get_stamp())


def test_the_province_of_the_town_became_a_city_first(country: Country) -> None:
    moves = [(move.change_date, unit_name(move.new)) for move in place_of(country.huong_tra).moves]
    assert moves == [(CITY_DAY, "thành phố Huế")]


def test_what_was_read_is_kept_until_the_directory_changes(
    country: Country, django_assert_num_queries: type[pytest.RaisesExc]
) -> None:
    before = get_stamp()
    first, place = load_directory(before), place_of(country.khanh_hoa)
    with django_assert_num_queries(1):  # type: ignore[operator]
        again = get_stamp()
        assert load_directory(again) is first
        assert get_places(units=[country.khanh_hoa], on=TODAY, stamp=again)[country.khanh_hoa.pk] is place

    undone = transaction.savepoint()
    AgencySuccession.objects.filter(agency__name=LABOUR).update(note="đổi trong giao dịch sẽ bỏ")
    assert load_directory(get_stamp()) is not first
    transaction.savepoint_rollback(undone)
    assert get_stamp() == before
    assert load_directory(get_stamp()) is first

    for change in (
        lambda: Agency.objects.filter(name="Sở Y tế").update(name="Sở Y tế và Xã hội"),
        lambda: Unit.objects.filter(pk=country.khanh_hoa.pk).update(name="Tỉnh Khánh Hòa mới"),
        lambda: AgencySuccession.objects.filter(agency__name=LABOUR).first().candidates.clear(),
    ):
        mark = get_stamp()
        change()
        assert get_stamp() != mark
    assert "Xã hội" in trace(LABOUR, "Trợ giúp xã hội", country.khanh_hoa).agency.name  # type: ignore[union-attr]
