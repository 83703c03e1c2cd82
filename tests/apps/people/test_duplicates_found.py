"""Who stands twice is looked for in the register and becomes a list of pairs with reasons; what was decided stays decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.apps.people.doubles import double_of, pair_of, side, versions_of
from tests.apps.people.factories import HERE, NOW, scope, unit, work_in
from typer import Exit

from ansinh.apps.audit.models import PersonAccess
from ansinh.apps.jobs.models import JobRun
from ansinh.apps.people.models import DuplicatePair, Fact, Person
from ansinh.apps.people.selectors.duplicates import side_by_side
from ansinh.apps.people.services.duplicates.deciding import say_not_same
from ansinh.apps.people.services.duplicates.finding import find_duplicates
from ansinh.apps.people.services.numbers import set_number
from ansinh.apps.people.services.persons import edit_person, register_person
from ansinh.cli.people_duplicates import search

pytestmark = pytest.mark.django_db


def neighbours(officer: Any) -> None:
    """Sixty people who are nobody's double: how alike strangers are by accident is learned from them."""
    family, given = ("Nguyễn", "Trần", "Lê", "Phạm", "Hồ", "Võ"), ("Lan", "Bình", "Cúc", "Dũng", "Giang", "Khoa", "Mai")
    Person.objects.bulk_create(
        Person(
            full_name=f"{family[at % 6]} {'Thị' if at % 2 else 'Văn'} {given[at % 7]}", search_key="x", sort_key="x",
            birth_date=date(1930 + at, 1 + at % 12, 1 + at % 28), birth_precision="day",
            sex="female" if at % 2 else "male", commune=unit(HERE),
        )
        for at in range(60)
    )  # fmt: skip
    for at, person in enumerate(Person.objects.filter(search_key="x").order_by("birth_date")[:20]):
        for kind, number in (
            ("phone", f"09121{at:05}"),
            ("personal_id", f"0461{at % 2}{person.birth_year % 100}0{at:04}"),
        ):
            set_number(person=person, kind=kind, text=number, actor=officer, now=NOW, is_new=True)


def states() -> dict[tuple[Any, Any], str]:
    return {(row.left_id, row.right_id): row.state for row in DuplicatePair.objects.all()}


def test_pairs_are_found_with_reasons_and_decisions_outlive_the_next_search(world: SimpleNamespace) -> None:
    pytest.importorskip("splink")
    given: dict[str, Any] = {"actor": world.officer, "now": NOW}
    double = double_of(world)
    work_in(actor=world.officer)
    # The number that is one's personal number is another's insurance number: nobody needs to compare names.
    same = register_person(
        full_name="Trần Hai", commune=unit(HERE), numbers={"social_insurance": "046151004321"}, **given
    )
    neighbours(world.officer)
    outcome = find_duplicates(scope=scope(), actor=world.officer, now=NOW)
    work_in(actor=world.officer)
    assert (outcome.persons, outcome.new, outcome.gone) == (64, outcome.waiting, 0)
    number = DuplicatePair.objects.get(ground="number")
    assert {number.left_id, number.right_id} == {world.head.pk, same.pk}
    assert number.reasons == ["số định danh cá nhân của một hồ sơ là mã số bảo hiểm xã hội của hồ sơ kia"]
    likely = DuplicatePair.objects.get(left_id=min(world.head.pk, double.pk), right_id=max(world.head.pk, double.pk))
    assert {"cùng số điện thoại", "họ tên giống nhau nếu không kể chữ “Thị”"} <= set(likely.reasons)
    assert likely.score > 420
    say_not_same(pair_id=likely.pk, note="Hai chị em", actor=world.officer, now=NOW)
    # A pair that waits is no more once the record is put right.
    set_number(person=same, kind="social_insurance", text="7900000001", **given)
    edit_person(person_id=same.pk, expected_version=1, values={"ethnicity": "Kinh"}, **given)
    again = find_duplicates(scope=scope(), actor=world.officer, now=NOW)
    work_in(actor=world.officer)
    assert states()[likely.left_id, likely.right_id] == "not_same"
    assert states()[number.left_id, number.right_id] == "gone"
    assert (again.new, again.gone) == (0, 1)


def test_few_people_are_held_against_each_other_by_name_and_day(world: SimpleNamespace) -> None:
    pytest.importorskip("splink")
    work_in(actor=world.officer)
    given: dict[str, Any] = {"actor": world.officer, "now": NOW, "commune": unit(HERE), "birth_precision": "day"}
    day = date(1980, 5, 2)
    same = register_person(full_name="Ân Đặng Văn", birth_date=day, sex="male", **given)
    register_person(full_name="Đặng Văn Ân", birth_date=date(1980, 5, 3), **given)
    register_person(full_name="Đặng Thị Ân", birth_date=day, sex="female", **given)
    find_duplicates(scope=scope(), actor=world.officer, now=NOW)
    work_in(actor=world.officer)
    pair = DuplicatePair.objects.get(ground="name")
    assert {pair.left_id, pair.right_id} == {world.child.pk, same.pk}


def body(pair: DuplicatePair, keep: Person, **more: str) -> dict[str, Any]:
    left, right = versions_of(pair)
    asked = side_by_side(DuplicatePair.objects.get(pk=pair.pk)).mark()
    shown = {"left_version": left, "right_version": right, "asked": asked}
    return {"act": "merge", "survivor": side(pair, keep), **shown, **more}


def test_an_officer_works_through_the_list_by_its_pages(world: SimpleNamespace, client: Client) -> None:
    double = double_of(world)
    work_in(actor=world.officer)
    pair = pair_of(world.head, double)
    other = pair_of(double, world.child, score=430)
    text = client.get("/nguoi/trung/").content.decode()
    for words in ("Tôn Nữ Thị Hạ", "Tôn Nữ Hạ", "cùng số điện thoại", "97,3\N{NO-BREAK SPACE}%"):
        assert words in text
    where = f"/nguoi/trung/{pair.pk}/"
    text = client.get(where).content.decode()
    for words in ("Mức độ khuyết tật: Đặc biệt nặng", "Mức độ khuyết tật: Nặng", "540.000 đồng", "•••", 'data-key="G"'):
        assert words in text
    assert not [number for number in ("046151004321", "0905111222", "0011009999") if number in text]
    assert PersonAccess.objects.filter(person_id=str(double.pk), purpose__startswith="So hai hồ sơ").count() == 1
    answer = client.post(f"/nguoi/trung/{other.pk}/", {"act": "not_same", "note": "Mẹ và con"})
    assert answer["Location"] == where, "the next pair follows"
    work_in(actor=world.officer)
    assert client.post(where, body(pair, world.head))["Location"] == where
    assert "Hoàn tác lần gộp" in client.get(where).content.decode()
    # The old code opens and leads to the record that stands, from every page of it.
    assert client.get(f"/nguoi/{double.pk}/")["Location"] == f"/nguoi/{world.head.pk}/"
    assert client.get(f"/nguoi/{double.pk}/quyen-loi/")["Location"] == f"/nguoi/{world.head.pk}/quyen-loi/"
    assert "đã gộp vào" in client.get(f"/nguoi/{double.pk}/dien-bien/").content.decode()
    assert str(double.pk) in client.get(f"/nguoi/{world.head.pk}/").content.decode()
    work_in(actor=world.officer)
    found = client.post("/nguoi/", {"q": "7912345678"})
    assert found["Location"] == f"/nguoi/{world.head.pk}/", "her numbers lead to her"


def test_a_merge_while_another_has_the_page_open_loses_nothing(
    world: SimpleNamespace, client: Client, make_user: Callable[..., Any], browser_of: Callable[..., Client]
) -> None:
    double = double_of(world)
    work_in(actor=world.officer)
    pair = pair_of(world.head, double)
    shown = body(pair, double)
    colleague = browser_of(make_user("xa2", "commune_officer", scope_unit=unit(HERE)))
    assert colleague.get(f"/nguoi/{double.pk}/sua/").status_code == 200
    work_in(actor=world.officer)
    assert client.post(f"/nguoi/trung/{pair.pk}/", body(pair, world.head)).status_code == 302
    typed = {"full_name": "Tôn Nữ Hạ", "residence_kind": "permanent", "birth": "3/2/1951", "address": "14 Kim Long"}
    for where in ("sua", "thong-tin"):
        answer = colleague.post(f"/nguoi/{double.pk}/{where}/", {**typed, "name": "pregnant", "source": "Khai"})
        text = answer.content.decode()
        assert answer.status_code == 409
        for words in (
            "đã gộp hồ sơ này vào",
            f"/nguoi/{world.head.pk}/",
            "14 Kim Long",
            "3/2/1951",
            "Chưa có gì được ghi",
        ):
            assert words in text
    # A page of the record that stays is of before, too.
    answer = colleague.post(f"/nguoi/{world.head.pk}/sua/", {**typed, "version": "1"})
    assert (answer.status_code, "vừa được người khác sửa" in answer.content.decode()) == (422, True)
    # And who had the pair open is told who was first, with what he chose.
    answer = colleague.post(f"/nguoi/trung/{pair.pk}/", shown)
    assert answer.status_code == 409
    assert f"{world.officer} đã ghi cặp này là “Đã gộp”" in answer.content.decode()
    work_in(actor=world.officer)
    assert not Fact.objects.filter(name="pregnant").exists()
    assert Person.objects.get(pk=double.pk).address == "12 Kim Long"


def test_a_search_is_asked_for_once_and_its_page_takes_few_statements(
    world: SimpleNamespace, client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    assert client.post("/nguoi/trung/")["Location"].startswith("/viec/")
    assert client.post("/nguoi/trung/")["Location"] == "/nguoi/trung/"
    assert JobRun.objects.filter(kind="people.find_duplicates").count() == 1
    pair = pair_of(world.head, double_of(world))
    for where in ("/nguoi/trung/", f"/nguoi/trung/{pair.pk}/"):
        with django_assert_max_num_queries(30):
            assert client.get(where).status_code == 200


def test_the_command_needs_an_account_that_may(world: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("splink")
    with pytest.raises(Exit):
        search("khong-co")
    assert "Không có tài khoản “khong-co”" in capsys.readouterr().err
    assert search(world.officer.username).persons == 2
