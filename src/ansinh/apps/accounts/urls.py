"""Addresses under /tai-khoan/: login and what belongs to it (names fixed by the library), then our own pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.usersessions import views as sessions
from django.contrib.auth.decorators import login_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.cache import never_cache

from ansinh.apps.accounts import entrance, pages

own = [
    path("", pages.me, name="me"),
    path("nguoi-dung/", pages.user_list, name="user_list"),
    path("nguoi-dung/moi/", pages.user_new, name="user_new"),
    path("nguoi-dung/<int:pk>/", pages.user_edit, name="user_edit"),
    path("nguoi-dung/<int:pk>/khoa/", pages.user_lock, name="user_lock"),
    path("nguoi-dung/<int:pk>/mo-khoa/", pages.user_unlock, name="user_unlock"),
    path("nguoi-dung/<int:pk>/dat-lai-mat-khau/", pages.user_reset_password, name="user_reset_password"),
    path("nguoi-dung/<int:pk>/bo-hai-buoc/", pages.user_reset_mfa, name="user_reset_mfa"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("bi-khoa/", account.account_inactive, name="account_inactive"),
    path("xac-nhan-lai/", never_cache(account.reauthenticate), name="account_reauthenticate"),
    path("doi-mat-khau/", entrance.ChangePassword.as_view(), name="account_change_password"),
    path("hai-buoc/", never_cache(mfa.index), name="mfa_index"),
    path("hai-buoc/nhap-ma/", never_cache(mfa.authenticate), name="mfa_authenticate"),
    path("hai-buoc/nhap-lai/", never_cache(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("hai-buoc/cai-dat/", entrance.Activate.as_view(), name="mfa_activate_totp"),
    path("hai-buoc/go-bo/", entrance.Deactivate.as_view(), name="mfa_deactivate_totp"),
    path(
        "hai-buoc/ma-du-phong/",
        never_cache(login_required(codes.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "hai-buoc/ma-du-phong/lam-moi/",
        never_cache(login_required(codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path("phien/", never_cache(sessions.list_usersessions), name="usersessions_list"),
    path("", include((own, "accounts"))),
]
