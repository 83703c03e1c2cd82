"""When something goes wrong the page says it in plain words, gives a way out, and needs no database."""

import errno

import pytest
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.urls import path


def fails(request):
    raise RuntimeError("bí mật của máy chủ")


def finds_no_room(request):
    try:
        raise OSError(errno.ENOSPC, "No space left on device", "/bí/mật")
    except OSError as error:
        raise RuntimeError("bí mật của máy chủ") from error


handler500 = "ansinh.site.pages.failed"
urlpatterns = [path("hong/", fails), path("gui/", fails), path("day/", finds_no_room)]

PAGES = {
    "400.html": "Yêu cầu này không đọc được",
    "403.html": "Bạn không mở được trang này",
    "403_csrf.html": "Trang đã mở quá lâu, chưa gửi được",
    "404.html": "Không có trang này",
    "413.html": "Tệp quá lớn",
    "429.html": "Gửi quá nhiều lần trong một lúc",
    "500.html": "Máy chủ gặp lỗi khi làm việc này",
    "507.html": "Ổ đĩa của máy chủ đã đầy",
    "ansinh/lockout.html": "Tạm khóa đăng nhập",
}


@pytest.mark.parametrize(("template", "title"), PAGES.items())
def test_every_error_page_renders_alone_and_gives_a_way_out(template, title):
    html = render_to_string(template)
    assert f"<h1>{title}</h1>" in html
    assert f"<title>{title} – An Sinh</title>" in html
    assert '<a class="btn chinh" href="/">Về trang đầu</a>' in html
    assert "!" not in html.split("<main", 1)[1]


def test_an_unknown_address_answers_404_without_the_database():
    """This test is not marked for the database: a query would fail it."""
    answer = Client().get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Không có trang này" in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_answers_500_without_the_database_and_tells_nothing_of_the_inside():
    answer = Client(raise_request_exception=False).get("/hong/")
    assert answer.status_code == 500
    assert "Máy chủ gặp lỗi khi làm việc này" in answer.content.decode()
    assert "bí mật" not in answer.content.decode()


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_full_disk_is_told_whatever_it_made_fail():
    answer = Client(raise_request_exception=False).get("/day/")
    assert answer.status_code == 507
    assert "dọn chỗ trống trên ổ đĩa" in answer.content.decode()
    assert "bí" not in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["django.middleware.csrf.CsrfViewMiddleware"])
def test_a_form_sent_without_its_token_is_told_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/gui/")
    assert answer.status_code == 403
    assert "Trang đã mở quá lâu" in answer.content.decode()


def test_a_request_too_large_is_refused_before_it_is_read(monkeypatch, settings):
    settings.MOST_REQUEST_BYTES = 2 * 1024 * 1024
    monkeypatch.setattr("django.http.request.HttpRequest._load_post_and_files", lambda _: pytest.fail("read"))

    answer = Client(enforce_csrf_checks=True).post("/ke-hoach/", {"file": "x" * 2 * 1024 * 1024})

    assert answer.status_code == 413
    assert "nhiều nhất 2 MB" in answer.content.decode()


@pytest.mark.parametrize("length", ["-1", "abc", "1e9"])
def test_a_length_that_is_no_number_is_refused(length):
    assert Client().get("/khong-co-trang-nay/", CONTENT_LENGTH=length).status_code == 413


def test_a_sign_that_no_text_has_is_refused_in_an_address():
    answer = Client().get("/khong-co-trang-nay/?q=a%00b")
    assert answer.status_code == 400
    assert "Yêu cầu này không đọc được" in answer.content.decode()


def test_a_connection_lost_meanwhile_is_made_anew(settings):
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]
