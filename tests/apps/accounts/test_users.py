"""Accounts as administrators make and change them; each change is an event; nobody else gets there."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.plugins.people import NOW, PASSWORD

from ansinh.apps.accounts import services
from ansinh.apps.accounts.models import Role, User
from ansinh.apps.accounts.permissions import PERMISSIONS
from ansinh.apps.audit.models import Event

FIELDS = {
    "username": "binh.tt",
    "full_name": "Trần Thị  Bình",
    "title": "Chuyên viên",
    "agency_name": "Sở Y tế",
    "unit_name": "",
    "email": "",
    "roles": ["department_officer", "auditor"],
}


@pytest.fixture
def admin(make_user):
    return make_user("ql", Role.ADMIN)


def last_event():
    return Event.objects.latest("id")


def test_a_new_account_gets_a_password_shown_once_that_must_be_changed(admin, browser_of):
    page = browser_of(admin).post(reverse("accounts:user_new"), FIELDS)
    made = page.context["account"]
    assert made.password in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    user = User.objects.get(username="binh.tt")
    assert (user.full_name, user.must_change_password) == ("Trần Thị Bình", True)
    assert user.roles == ["department_officer", "auditor"]
    assert (last_event().verb, last_event().actor_id) == ("accounts.create_user", admin.pk)
    assert made.password not in str(last_event().detail)
    answer = Client().post("/tai-khoan/dang-nhap/", {"login": "binh.tt", "password": made.password}, follow=True)
    assert "Đặt mật khẩu của riêng bạn" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"username": "QL"}, "đã có người dùng"),
        ({"username": "có dấu cách"}, ""),
        ({"full_name": ""}, "Họ và tên"),
        ({"roles": ["vua"]}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(admin, browser_of, change, sentence):
    page = browser_of(admin).post(reverse("accounts:user_new"), {**FIELDS, **change})
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert User.objects.count() == 1


def test_roles_and_names_are_changed_and_written_down(admin, make_user, browser_of):
    user = make_user("an", Role.COORDINATOR, full_name="Nguyễn Văn An")
    fields = {**FIELDS, "full_name": "Nguyễn Văn Ân", "email": "an@example.vn", "roles": ["chair"]}
    page = browser_of(admin).post(reverse("accounts:user_edit", args=[user.pk]), fields, follow=True)
    assert "các phiên cũ đã kết thúc" in page.content.decode()
    user.refresh_from_db()
    assert (user.full_name, user.roles, user.username) == ("Nguyễn Văn Ân", ["chair"], "an")
    event = last_event()
    assert event.verb == "accounts.update_user"
    assert event.detail["values"]["roles"] == [["coordinator"], ["chair"]]
    assert event.detail["values"]["full_name"] == ["Nguyễn Văn An", "Nguyễn Văn Ân"]
    assert "example.vn" not in str(event.detail)


def test_saving_without_a_change_writes_nothing(admin, make_user):
    user = make_user("an", Role.CHAIR)
    before = Event.objects.count()
    printed = {name: getattr(user, name) for name in services.PRINTED_FIELDS}
    assert services.update_user(user=user, by=admin, at=NOW, roles=[Role.CHAIR], printed=printed) == []
    assert Event.objects.count() == before


def test_locking_shuts_out_and_unlocking_lets_in_again(admin, make_user, browser_of):
    user = make_user("an")
    browser = browser_of(admin)
    browser.post(reverse("accounts:user_lock", args=[user.pk]))
    assert last_event().verb == "accounts.lock_user"
    refused = Client().post("/tai-khoan/dang-nhap/", {"login": "an", "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in refused.client.session
    browser.post(reverse("accounts:user_unlock", args=[user.pk]))
    assert last_event().verb == "accounts.unlock_user"
    assert browser_of(user).get("/tai-khoan/").status_code == 200


def test_a_lost_password_is_replaced(admin, make_user, browser_of):
    user = make_user("an")
    page = browser_of(admin).post(reverse("accounts:user_reset_password", args=[user.pk]))
    new = page.context["account"].password
    assert new in page.content.decode()
    user.refresh_from_db()
    assert user.must_change_password
    assert user.check_password(new)
    assert not user.check_password(PASSWORD)


def test_an_administrator_neither_locks_himself_nor_changes_his_own_roles(admin, browser_of):
    browser = browser_of(admin)
    page = browser.post(reverse("accounts:user_lock", args=[admin.pk]), follow=True)
    assert "Không tự khóa" in page.content.decode()
    page = browser.post(reverse("accounts:user_edit", args=[admin.pk]), {**FIELDS, "roles": ["admin", "chair"]})
    assert "Không tự đổi vai trò" in page.content.decode()
    admin.refresh_from_db()
    assert (admin.is_active, admin.roles) == (True, ["admin"])


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_nobody_else_manages_accounts(make_user, browser_of, role):
    user = make_user("an", role)
    browser = browser_of(user)
    for name, args in [("user_list", []), ("user_new", []), ("user_edit", [user.pk])]:
        assert browser.get(reverse(f"accounts:{name}", args=args)).status_code == 403
    for name in ("user_lock", "user_unlock", "user_reset_password", "user_reset_mfa"):
        assert browser.post(reverse(f"accounts:{name}", args=[user.pk])).status_code == 403
    assert (
        browser.post(reverse("accounts:user_edit", args=[user.pk]), {**FIELDS, "roles": ["admin"]}).status_code == 403
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Trần Thị Bình", "Lê Văn Cường", "Nguyễn Văn Ql"]),
        ("?q=bình", ["Trần Thị Bình"]),
        ("?q=sở+nội+vụ", ["Lê Văn Cường"]),
        ("?q=so+noi+cuong", ["Lê Văn Cường"]),
        ("?role=chair", ["Lê Văn Cường"]),
        ("?role=vua", ["Trần Thị Bình", "Lê Văn Cường", "Nguyễn Văn Ql"]),
        ("?locked=1", ["Trần Thị Bình"]),
        ("?q=khong-co-ai", []),
    ],
)
def test_the_list_is_narrowed(admin, make_user, browser_of, query, found):
    make_user("cuong", Role.CHAIR, full_name="Lê Văn Cường", agency_name="Sở Nội vụ")
    locked = make_user("binh", full_name="Trần Thị Bình")
    User.objects.filter(pk=locked.pk).update(is_active=False)
    page = browser_of(admin).get(reverse("accounts:user_list") + query)
    assert [user.full_name for user in page.context["page"]] == found


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
@pytest.mark.parametrize("role", list(Role))
def test_who_may_do_what_is_the_one_table(make_user, role, permission):
    assert make_user("an", role).has_perm(permission) == (role in PERMISSIONS[permission])


def test_no_role_and_a_locked_account_may_do_nothing(make_user):
    nobody, locked = make_user("an"), make_user("binh", *Role, is_demo=False)
    locked.is_active = False
    for permission in PERMISSIONS:
        assert not nobody.has_perm(permission)
        assert not locked.has_perm(permission)


def test_the_database_refuses_an_unknown_role(make_user):
    from django.db import IntegrityError, transaction  # noqa: PLC0415

    user = make_user("an")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(roles=["vua"])


def test_a_login_name_is_taken_once_whatever_its_case(make_user):
    make_user("an")
    with pytest.raises(services.AccountRefused):
        make_user("AN")
