"""Addresses of the territory room: units under /don-vi/, agencies under /co-quan/."""

from __future__ import annotations

from django.urls import URLPattern, path

from ansinh.apps.territory.pages import agencies, conversions, shares, units

app_name = "territory"

urlpatterns: list[URLPattern] = [
    path("don-vi/", units.units, name="units"),
    path("don-vi/chon/", units.choices, name="choices"),
    path("don-vi/doi-tu-1-7-2025/", units.my_reform, name="my_reform"),
    path("don-vi/chua-ro-phan-chia/", shares.open_splits, name="splits"),
    path("don-vi/phan-chia/<int:change_id>/", shares.change, name="change"),
    path("don-vi/phan-chia/<int:change_id>/hoan-tac/", shares.withdraw, name="withdraw_share"),
    path("don-vi/chuyen-so-lieu/", conversions.conversions, name="conversions"),
    path("don-vi/chuyen-so-lieu/<int:conversion_id>/", conversions.conversion, name="conversion"),
    path("don-vi/chuyen-so-lieu/<int:conversion_id>/quyet/", conversions.decide, name="decide_conversion"),
    path("don-vi/<str:code>/", units.youngest, name="youngest"),
    path("don-vi/<str:code>/<str:since>/", units.unit, name="unit"),
    path("co-quan/", agencies.agency_list, name="agencies"),
    path("co-quan/<int:agency_id>/", agencies.agency, name="agency"),
    path("co-quan/<int:agency_id>/sua/", agencies.edit, name="edit_agency"),
    path("co-quan/<int:agency_id>/ke-nhiem/", agencies.succession, name="agency_succession"),
]
