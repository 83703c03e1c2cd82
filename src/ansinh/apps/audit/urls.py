"""Addresses under /nhat-ky/."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.audit import pages

app_name = "audit"
urlpatterns = [path("", pages.event_list, name="event_list")]
