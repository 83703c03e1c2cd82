"""Addresses of the law."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.law.pages import browse, changing, checking

app_name = "law"
urlpatterns = [
    path("", browse.home, name="home"),
    path("tham-so/", browse.parameters, name="parameters"),
    path("tham-so/<str:key>/", browse.parameter, name="parameter"),
    path("quy-tac/<str:name>/", browse.rule, name="rule"),
    path("thay-doi/", browse.changes, name="changes"),
    path("chua-co/", browse.missing, name="missing"),
    path("doi-luat/", changing.decrees, name="decrees"),
    path("doi-luat/<uuid:change_id>/", changing.decree, name="decree"),
    path("doi-luat/gia-tri/<uuid:value_id>/", changing.decide, name="decide_value"),
    path("doi-chieu/", checking.work, name="checking"),
    path("doi-chieu/van-ban/", checking.texts, name="texts"),
    path("doi-chieu/van-ban/<uuid:text_id>/", checking.text_file, name="text_file"),
    path("doi-chieu/van-ban/<uuid:text_id>/rut/", checking.text_withdraw, name="text_withdraw"),
    path("doi-chieu/lan/<uuid:check_id>/", checking.decide, name="decide"),
    path("doi-chieu/<str:kind>/<str:key>/<str:applied>/<str:in_force>/", checking.check, name="check"),
    path("<str:key>/", browse.programme, name="programme"),
]
