"""The menu shows what somebody may open, at most twelve entries."""

from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import resolve

from ansinh.apps.ui.menu import MOST_ITEMS, MenuItem
from ansinh.site.menu import build_menu


class Officer:
    """Somebody logged in who holds the given permissions."""

    is_authenticated = True

    def __init__(self, *permissions):
        self.permissions = permissions

    def has_perm(self, name):
        return name in self.permissions


def ask(user, path="/he-thong/thanh-phan/"):
    request = RequestFactory().get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return request


PLAN = MenuItem("Kế hoạch", "Chỉ tiêu", "components", "indicator", order=20)
LOCKED = MenuItem("Giám sát", "Nhật ký", "components_rail", "history", permission="audit.view_log", order=90)
NOWHERE = MenuItem("Kế hoạch", "Chưa có", "no_such_page", "task", order=30)


def rooms(*items):
    return [lambda **_: items]


def test_nobody_who_is_not_logged_in_sees_a_menu():
    assert build_menu(ask(AnonymousUser()), rooms(PLAN)) == []


def test_entries_are_grouped_ordered_and_the_current_one_is_marked():
    menu = build_menu(ask(Officer("audit.view_log")), rooms(LOCKED, PLAN))
    assert [(group, [(e.label, e.current) for e in entries]) for group, entries in menu] == [
        ("Kế hoạch", [("Chỉ tiêu", True)]),
        ("Giám sát", [("Nhật ký", False)]),
    ]


def test_what_one_may_not_open_and_what_has_no_page_is_left_out():
    assert [group for group, _ in build_menu(ask(Officer()), rooms(LOCKED, PLAN, NOWHERE))] == ["Kế hoạch"]


def test_a_page_that_an_entry_covers_marks_that_entry():
    covering = MenuItem("Kế hoạch", "Chỉ tiêu", "components", "indicator", covers=("components_rail",))
    menu = build_menu(ask(Officer(), "/he-thong/thanh-phan/hep/"), rooms(covering))
    assert menu[0][1][0].current


def test_there_are_never_more_than_twelve_entries():
    many = [MenuItem("A", str(n), "components", "task") for n in range(30)]
    assert sum(len(entries) for _, entries in build_menu(ask(Officer()), rooms(*many))) == MOST_ITEMS


def test_the_last_groups_become_one_entry_each_where_the_menu_is_too_long():
    plan = [MenuItem("Kế hoạch 45", str(n), "components", "task", order=20 + n) for n in range(10)]
    lists = [MenuItem("Danh mục", name, "components_rail", "people", order=60) for name in ("Cơ quan", "Đơn vị")]
    system = [MenuItem("Hệ thống", name, "components_rail", "person", order=90) for name in ("Người dùng", "Nhật ký")]
    menu = dict(build_menu(ask(Officer()), rooms(*plan, *lists, *system)))
    assert len(menu["Kế hoạch 45"]) == 10
    assert [entry.label for entry in menu["Mục khác"]] == ["Danh mục", "Hệ thống"]
    assert menu["Mục khác"][0].url == "/he-thong/thanh-phan/hep/"


def test_the_group_of_the_page_that_is_open_stays_spread_out():
    many = [MenuItem("Kế hoạch 45", str(n), "components_rail", "task", order=20 + n) for n in range(9)]
    lists = [MenuItem("Danh mục", name, "components", "people", order=60) for name in ("Cơ quan", "Đơn vị", "Khác")]
    system = [MenuItem("Hệ thống", name, "components_rail", "person", order=90) for name in ("Người dùng", "Nhật ký")]
    menu = dict(build_menu(ask(Officer()), rooms(*many, *lists, *system)))
    assert [entry.label for entry in menu["Danh mục"]] == ["Cơ quan", "Đơn vị", "Khác"]
