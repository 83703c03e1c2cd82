"""Addresses of what people receive, under the person's."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.benefits import pages, pages_gaps, pages_rights, pages_visits, pages_whatif

app_name = "benefits"
urlpatterns = [
    path("nguoi/<uuid:person_id>/quyen-loi/", pages_rights.rights, name="rights"),
    path("nguoi/<uuid:person_id>/quyen-loi/thu/", pages_rights.letter, name="letter"),
    path("cho-lech/", pages_gaps.gaps, name="gaps"),
    path("cho-lech/tinh/", pages_gaps.find, name="find"),
    path("cho-lech/<uuid:gap_id>/dong/", pages_gaps.close, name="close"),
    path("cho-lech/di-tham/", pages_visits.visits, name="visits"),
    path("cho-lech/di-tham/tai-ve/", pages_visits.visits_file, name="visits_file"),
    path("nguoi/<uuid:person_id>/phieu-to-khai/", pages_visits.declaration, name="declaration"),
    path("neu-doi/", pages_whatif.what_ifs, name="what_ifs"),
    path("neu-doi/<uuid:what_if_id>/", pages_whatif.what_if, name="what_if"),
    path("neu-doi/<uuid:what_if_id>/tai-ve/", pages_whatif.what_if_file, name="what_if_file"),
    path("neu-doi/<uuid:what_if_id>/xoa/", pages_whatif.remove, name="remove_what_if"),
    path("nguoi/<uuid:person_id>/khoan/", pages.record, name="record"),
    path("nguoi/<uuid:person_id>/khoan/<uuid:receipt_id>/thoi/", pages.end, name="end"),
]
