"""Addresses of the territory room, under /dia-ban/."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.territory.pages import agencies

app_name = "territory"

urlpatterns = [
    path("co-quan/", agencies.agency_list, name="agencies"),
    path("co-quan/<int:agency_id>/", agencies.agency, name="agency"),
    path("co-quan/<int:agency_id>/sua/", agencies.edit, name="edit_agency"),
    path("co-quan/<int:agency_id>/ke-nhiem/", agencies.succession, name="agency_succession"),
]
