"""Addresses under /viec/."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.jobs import pages

app_name = "jobs"
urlpatterns = [
    path("", pages.run_list, name="list"),
    path("<uuid:run_id>/", pages.run_page, name="run"),
    path("<uuid:run_id>/tien-do/", pages.progress, name="progress"),
    path("<uuid:run_id>/huy/", pages.cancel, name="cancel"),
    path("<uuid:run_id>/chay-lai/", pages.retry, name="retry"),
]
