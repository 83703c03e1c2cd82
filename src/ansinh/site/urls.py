"""Every address of the web site; each room brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from ansinh.site import pages, showcase

handler500 = "ansinh.site.pages.failed"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("tim/", pages.search, name="search"),
    path("muc-khac/", pages.other_pages, name="other_pages"),
    path("tai-khoan/", include("ansinh.apps.accounts.urls")),
    path("nhat-ky/", include("ansinh.apps.audit.urls")),
    path("viec/", include("ansinh.apps.jobs.urls")),
    path("luat/", include("ansinh.apps.law.urls")),
    path("ke-hoach/", include("ansinh.apps.planning.urls")),
    path("bao-cao/", include("ansinh.apps.reporting.urls")),
    path("", include("ansinh.apps.people.urls")),
    path("", include("ansinh.apps.benefits.urls")),
    path("", include("ansinh.apps.privacy.urls")),
    path("", include("ansinh.apps.interop.urls")),
    path("", include("ansinh.apps.territory.urls")),
    path("he-thong/thanh-phan/", showcase.components, name="components"),
    path("he-thong/thanh-phan/hep/", showcase.rail, name="components_rail"),
]
