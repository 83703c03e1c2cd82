"""What the search box and the box above a list find, in which order, and by what."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.apps.planning.test_activation import decide_all

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Indicator, Plan
from ansinh.apps.planning.search import search
from ansinh.apps.planning.selectors.words import has_word, with_words, words_of
from ansinh.apps.planning.services.values import KINDS
from ansinh.apps.ui.search import Hit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hộ nghèo", ["ho", "ngheo"]),
        ("  42-NQ/TW ", ["42", "nq", "tw"]),
        ("97,5 %", ["97", "5"]),
        ("%_\x00", []),
        ("", []),
    ],
)
def test_the_words_that_are_looked_for(text: str, expected: list[str]) -> None:
    assert words_of(text) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [("Hộ nghèo", "ngheo", True), ("(hộ)", "ho", True), ("Xã hội", "ho", True), ("Cho vay", "ho", False)],
)
def test_a_word_is_found_where_a_word_begins(text: str, word: str, *, expected: bool) -> None:
    assert has_word(text, word) is expected


def rename(plan: Plan, no: str, name: str, group: str) -> None:
    row = Indicator.objects.get(plan=plan, no=no)
    row.name, row.group = name, group
    KINDS["indicator"].put(row, KINDS["indicator"].take(row) | {"name": name, "group": group})


@pytest.fixture
def named(plan: Plan, coordinator: User) -> Plan:
    """A plan in use whose names share syllables and beginnings."""
    decide_all(plan, coordinator)
    Indicator.objects.filter(plan=plan).exclude(no__in=("1", "2", "3", "4")).delete()
    rename(plan, "1", "Tỷ lệ người hưởng trợ giúp xã hội", "V. Giảm nghèo và trợ giúp")
    rename(plan, "2", "Tỷ lệ hộ có nước sạch", "VI. Hộ nghèo")
    rename(plan, "3", "Tỷ lệ hộ nghèo đa chiều", "V. Giảm nghèo và trợ giúp")
    rename(plan, "4", "Tỷ lệ hỗ trợ nhà ở", "VII. Nhà ở")
    return plan


def found(user: User, text: str) -> list[Hit]:
    return [hit for hit in search(user=user, text=text, limit=20) if hit.kind == "Chỉ tiêu"]


@pytest.mark.django_db
def test_the_name_comes_first_and_no_word_is_the_beginning_of_another(named: Plan, coordinator: User) -> None:
    hits = found(coordinator, "ho ngheo")

    # Not 1: its “hội” is not “hộ”, and “nghèo” stands in its group only.
    assert [(hit.name, hit.by) for hit in hits] == [
        ("Tỷ lệ hộ nghèo đa chiều", ""),
        ("Tỷ lệ hộ có nước sạch", "theo nhóm “VI. Hộ nghèo”"),
    ]


@pytest.mark.django_db
def test_a_word_not_typed_to_its_end_finds_by_its_beginning(named: Plan, coordinator: User) -> None:
    hits = found(coordinator, "ho ngh")

    assert [hit.name for hit in hits] == ["Tỷ lệ hộ nghèo đa chiều", "Tỷ lệ hộ có nước sạch"]
    assert hits[0].by == "theo chữ đầu của từ trong tên"
    assert [hit.name for hit in found(coordinator, "hie")] == []  # in the middle of "chiều"


@pytest.mark.django_db
def test_the_page_says_by_what_it_found(named: Plan, coordinator: User, browse: Callable[[User], Client]) -> None:
    page = browse(coordinator).get("/tim/?q=hộ nghèo").content.decode()

    assert "Tìm thấy theo nhóm “VI. Hộ nghèo”" in page


@pytest.mark.django_db
def test_the_box_above_a_list_looks_at_names(named: Plan, coordinator: User, browse: Callable[[User], Client]) -> None:
    table = browse(coordinator).get(f"/ke-hoach/{named.pk}/chi-tieu/?name=ho ngheo").context["listing"].table
    assert [row.record.no for row in table.rows] == ["3"]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["%", "_", "\\", "(", "[a", "*", "a{2", "\x00"])
def test_signs_are_no_pattern(named: Plan, text: str) -> None:
    assert not with_words(Indicator.objects.filter(plan=named), text).exists()
