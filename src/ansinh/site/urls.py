"""Every address of the web site; each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from ansinh.site import showcase

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(pattern_name="planning:plans"), name="home"),
    path("tai-khoan/", include("ansinh.apps.accounts.urls")),
    path("nhat-ky/", include("ansinh.apps.audit.urls")),
    path("viec/", include("ansinh.apps.jobs.urls")),
    path("ke-hoach/", include("ansinh.apps.planning.urls")),
    path("he-thong/thanh-phan/", showcase.components, name="components"),
    path("he-thong/thanh-phan/hep/", showcase.rail, name="components_rail"),
]
