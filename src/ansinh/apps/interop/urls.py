"""Addresses of holding people against the national population database."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.interop import pages

app_name = "interop"
urlpatterns = [
    path("doi-chieu-dan-cu/", pages.checks, name="checks"),
    path("nguoi/<uuid:person_id>/doi-chieu-dan-cu/", pages.ask, name="ask"),
    path("nguoi/<uuid:person_id>/doi-chieu-dan-cu/<uuid:check_id>/", pages.decide, name="decide"),
]
