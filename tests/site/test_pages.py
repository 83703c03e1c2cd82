"""The door of the site and the search box."""

import pytest
from django.contrib.auth import get_user_model
from django.test import RequestFactory
from django.urls import reverse

from ansinh.apps.ui.search import Hit
from ansinh.site import pages


@pytest.fixture
def officer(db):
    """Somebody whom no role lets open anything yet."""
    return get_user_model().objects.create_user(username="moi", password="mat-khau-thu-1", full_name="Trần Văn Mới")


def ask(path, user):
    request = RequestFactory().get(path)
    request.user, request.session = user, {}
    request.resolver_match = None
    return request


@pytest.mark.parametrize("name", ["home", "search"])
def test_who_is_not_logged_in_is_led_to_the_login(client, db, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_door_says_what_to_do_to_somebody_without_a_role(officer):
    html = pages.home(ask("/", officer)).content.decode()
    assert "Đề nghị người quản trị của đơn vị giao vai trò" in html


def test_the_door_leads_to_the_first_page_of_the_menu(officer):
    officer.roles = ["admin"]
    answer = pages.home(ask("/", officer))
    assert answer.status_code == 302
    assert answer["Location"] != "/"


def test_hits_of_the_rooms_are_shown_in_groups(officer, monkeypatch):
    def find(*, user, text, limit):
        assert (user, text, limit) == (officer, "nha o", 20)
        return [Hit("Chỉ tiêu", "Căn hộ nhà ở xã hội", "/ct/1/", "Sở Xây dựng"), Hit("Nhiệm vụ", "Nhà ở <b>", "/nv/2/")]

    monkeypatch.setattr(pages, "brought_by_rooms", lambda *_: (find,))
    html = pages.search(ask("/tim/?q=nha+o", officer)).content.decode()
    assert '<a class="q" href="/ct/1/">Căn hộ nhà ở xã hội</a>' in html
    assert "<h2>Nhiệm vụ</h2>" in html
    assert "Nhà ở &lt;b&gt;" in html
    assert "2 kết quả cho “nha o”" in html


@pytest.mark.parametrize(("q", "said"), [("", "Chưa gõ gì để tìm."), ("a", "Không thấy kết quả nào.")])
def test_nothing_found_says_what_to_try(officer, monkeypatch, q, said):
    monkeypatch.setattr(pages, "brought_by_rooms", lambda *_: ())
    assert said in pages.search(ask(f"/tim/?q={q}", officer)).content.decode()


def test_what_the_menu_has_no_room_for_stands_on_one_page(officer):
    officer.roles = ["coordinator"]
    html = pages.other_pages(ask("/muc-khac/", officer)).content.decode()
    for label in ("Hôm nay", "Báo cáo tổng hợp", "Các kế hoạch", "Danh mục"):
        assert label in html
    officer.roles = []
    assert "giao vai trò" in pages.other_pages(ask("/muc-khac/", officer)).content.decode()
