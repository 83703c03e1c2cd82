"""Addresses under /don-vi/: units, split units, tables carried over."""

from __future__ import annotations

from django.urls import URLPattern, path

from ansinh.apps.territory.pages import conversions, shares, units

app_name = "territory"

urlpatterns: list[URLPattern] = [
    path("", units.units, name="units"),
    path("chon/", units.choices, name="choices"),
    path("doi-tu-1-7-2025/", units.my_reform, name="my_reform"),
    path("chua-ro-phan-chia/", shares.open_splits, name="splits"),
    path("phan-chia/<int:change_id>/", shares.change, name="change"),
    path("phan-chia/<int:change_id>/hoan-tac/", shares.withdraw, name="withdraw_share"),
    path("chuyen-so-lieu/", conversions.conversions, name="conversions"),
    path("chuyen-so-lieu/<int:conversion_id>/", conversions.conversion, name="conversion"),
    path("chuyen-so-lieu/<int:conversion_id>/quyet/", conversions.decide, name="decide_conversion"),
    path("<str:code>/", units.youngest, name="youngest"),
    path("<str:code>/<str:since>/", units.unit, name="unit"),
]
