"""What the law gives one person of the register: read from what is recorded, told with reasons, for one's own commune only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.apps.people.factories import NOW, work_in
from typer import Exit

from ansinh.apps.audit.models import PersonAccess
from ansinh.apps.benefits.answers import Right, rights_of
from ansinh.apps.benefits.households import household_of, persons_alone
from ansinh.apps.people.services.facts import record_fact
from ansinh.cli.entitle_explain import as_form, rights_for
from ansinh.rulebook.book import national_system

NOVEMBER = date(2026, 11, 1)
pytestmark = pytest.mark.django_db


def right(world: SimpleNamespace, programme: str, month: date = NOVEMBER, *, of: Any = None) -> Right:
    work_in()
    made = rights_of(of or world.head, month=month)
    return next(each for each in made.rights if each.programme.id == programme)


def record(world: SimpleNamespace, name: str, value: Any, **more: Any) -> None:
    work_in(actor=world.officer)
    whose = {"household_id": world.home.pk} if more.pop("home", False) else {"person_id": world.head.pk}
    record_fact(**(whose | more), name=name, value=value, source="Giấy", actor=world.officer, now=NOW)


def test_a_household_is_read_as_the_rules_ask(world: SimpleNamespace) -> None:
    work_in()
    read = household_of(world.head, national_system(), on=date(2026, 11, 30))
    head, child = read.thing.many["members"]
    assert [each.pk for each in read.persons] == [world.head.pk, world.child.pk]
    assert read.thing.facts["poverty"] == "poor"
    assert head.facts["birth_date"] == (date(1951, 1, 1), date(1951, 12, 31))
    assert child.facts["birth_date"] == date(1980, 5, 2)
    assert head.facts["disability_level"] == "severe"
    assert child.facts["disability_level"] == "none", "no certificate, no disability"
    assert child.facts["studying"] is None, "nobody asked"
    assert read.thing.facts["commune_special_difficult"] is None


def test_severe_disability_at_75_gives_twice_the_standard_and_closes_the_pension(world: SimpleNamespace) -> None:
    record(world, "marital_status", "married")
    assistance, pension = right(world, "social_assistance"), right(world, "social_pension")
    assert (assistance.status, assistance.amount_vnd) == ("yes", 1_080_000)
    assert (pension.status, pension.amount_vnd, pension.received_vnd, pension.short_vnd) == (
        "no",
        None,
        500_000,
        -500_000,
    )
    assert assistance.short_vnd == 1_080_000
    told = " ".join(
        f"{reason.label} {' '.join(reason.notes)} {' '.join(reason.references)}" for reason in assistance.reasons
    )
    for words in (
        "mức độ khuyết tật: nặng",
        "540.000, áp dụng từ 01/07/2026 (Điều 4 Nghị định số 335/2026/NĐ-CP)",
        "Điều 6 Nghị định số 20/2021/NĐ-CP",
    ):
        assert words in told


def test_each_fact_and_figure_stands_once_and_another_programme_is_one_line(world: SimpleNamespace) -> None:
    record(world, "marital_status", "married")
    assistance, card = right(world, "social_assistance"), right(world, "health_insurance_cover")
    told = [note for reason in assistance.reasons for note in reason.notes]
    assert len(told) == len(set(told)) == len([each for each in told if each]), told
    assert sum("mức độ khuyết tật" in note for note in told) == 1
    assert [reason.said for reason in assistance.reasons if reason.said.endswith("đồng")] == [], (
        "the total says it, once"
    )
    assert not any("ngày chết" in note for note in told)
    amount = [reason for reason in card.reasons if reason.rule.name == "sa_amount"]
    assert [(each.said, each.notes) for each in amount] == [("1.080.000 đồng", ())], "its reasons stand at its own line"
    assert card.more == ("ngân sách đóng",)


def test_what_is_recorded_from_a_day_counts_from_its_month(world: SimpleNamespace) -> None:
    record(world, "marital_status", "married")
    record(world, "disability_level", "extra_severe", valid_from=date(2026, 10, 20))
    assert right(world, "social_assistance", date(2026, 9, 1)).amount_vnd == 1_080_000
    assert right(world, "social_assistance", date(2026, 10, 1)).amount_vnd == 1_350_000


def test_a_sum_paid_once_is_told_in_the_month_of_its_decision(world: SimpleNamespace) -> None:
    sum_ = {"category": "ncc.oneoff.help_medal", "decision_date": "2026-11-05"}
    record(world, "merit", sum_)
    once = right(world, "merit_one_off")
    assert (once.status, once.amount_vnd, once.compared) == ("yes", 4_518_000, False)
    told = " ".join(note for reason in once.reasons for note in reason.notes)
    assert "Người có công giúp đỡ cách mạng được tặng Huy chương Kháng chiến" in told
    assert "ngày quyết định: 05/11/2026" in told
    assert "Mức chuẩn trợ cấp, phụ cấp ưu đãi người có công 3.012.000" in told
    assert once.answer.working == "1,5 × 3.012.000 (làm tròn đến nghìn đồng) = 4.518.000"
    assert once.answer.caveats, "the standard comes from the press, and the coefficient goes on unread"
    assert right(world, "merit_one_off", date(2026, 12, 1)).status == "no"


def test_what_nobody_asked_is_unknown_and_named_in_words(world: SimpleNamespace) -> None:
    record(world, "disability_level", "none", valid_from=date(2026, 1, 1))
    found = right(world, "social_assistance")
    assert found.status == "unknown"
    assert "có người có nghĩa vụ và quyền phụng dưỡng – Tôn Nữ Thị Hạ" in found.missing
    assert found.amount_vnd is None
    assert found.short_vnd == 0, "who does not know cannot say that anything is short"


def test_somebody_of_no_household_is_asked_alone(world: SimpleNamespace, make_person: Callable[..., Any]) -> None:
    alone = make_person("Lê Thị Một Mình")
    work_in()
    read = household_of(alone, national_system(), on=date(2026, 11, 30))
    assert [each.pk for each in read.persons] == [alone.pk]
    assert read.thing.facts["area"] == "urban", "he lives in a ward"
    assert read.thing.facts["poverty"] is None
    assert [each.persons[0].pk for each in persons_alone(national_system(), on=date(2026, 11, 30))] == [alone.pk]
    assert right(world, "social_pension", of=alone).status == "unknown", "no birth date, no conclusion"


@pytest.fixture
def make_person(world: SimpleNamespace) -> Callable[..., Any]:
    from tests.apps.people.factories import HERE, unit  # noqa: PLC0415

    from ansinh.apps.people.services.persons import register_person  # noqa: PLC0415

    def make(name: str) -> Any:
        work_in(actor=world.officer)
        return register_person(full_name=name, commune=unit(HERE), actor=world.officer, now=NOW)

    return make


def test_the_page_tells_every_programme_and_is_logged(world: SimpleNamespace, client: Client) -> None:
    record(world, "marital_status", "married")
    answer = client.get(f"/nguoi/{world.head.pk}/quyen-loi/?thang=2026-11")
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "Quyền lợi tháng 11/2026",
        "1.080.000",
        "Trợ cấp xã hội hằng tháng",
        "Thông tin HIV nằm ở ngăn riêng",
        "Không đủ điều kiện mà đang nhận 500.000",
    ):
        assert words in text
    assert all(programme.label in text for programme in national_system().programmes.values())
    assert text.count('<summary><span class="ten">') == len(national_system().programmes), "a line a programme"
    assert PersonAccess.objects.filter(purpose="Xem quyền lợi theo luật", person_id=str(world.head.pk)).count() == 1


@pytest.mark.parametrize("month", ["2026-13", "nay", "", "1999-01", "2999-01"])
def test_a_month_that_cannot_be_asked_is_this_month(world: SimpleNamespace, client: Client, month: str) -> None:
    text = client.get(f"/nguoi/{world.head.pk}/quyen-loi/", {"thang": month}).content.decode()
    today = timezone.localdate()
    assert f"Quyền lợi tháng {today.month}/{today.year}" in text


def test_another_commune_finds_nobody(world: SimpleNamespace, browser_of: Callable[..., Client]) -> None:
    assert browser_of(world.other).get(f"/nguoi/{world.head.pk}/quyen-loi/").status_code == 404


def test_the_page_takes_few_statements(
    world: SimpleNamespace, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(30):
        client.get(f"/nguoi/{world.head.pk}/quyen-loi/?thang=2026-11")


def test_the_command_tells_the_same_to_who_may_see(world: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    record(world, "marital_status", "married")
    made = as_form(rights_for(world.head.pk, NOVEMBER, world.officer.username))
    assert made["social_assistance"]["amount_vnd"] == 1_080_000
    assert made["social_assistance"]["coefficient"] == "2"
    assert made["social_pension"]["received_vnd"] == 500_000
    assert PersonAccess.objects.filter(channel="cli", person_id=str(world.head.pk)).count() == 1
    for login, said in (("khong-co", "không có, hoặc không được xem"), (world.other.username, "Không có người này")):
        with pytest.raises(Exit):
            rights_for(world.head.pk, NOVEMBER, login)
        assert said in capsys.readouterr().err
