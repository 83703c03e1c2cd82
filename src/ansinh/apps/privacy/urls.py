"""Addresses of requests about personal data."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.privacy import pages

app_name = "privacy"
urlpatterns = [
    path("yeu-cau-du-lieu/", pages.requests, name="requests"),
    path("yeu-cau-du-lieu/<uuid:request_id>/", pages.one, name="request"),
    path("yeu-cau-du-lieu/<uuid:request_id>/ban-du-lieu/", pages.copy, name="copy"),
    path("nguoi/<uuid:person_id>/yeu-cau-du-lieu/", pages.register, name="register"),
]
