"""Addresses under /nguoi/ and /ho/; people and households by their internal identifier only."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.people.pages import (
    duplicates,
    export,
    households,
    imports,
    looks,
    persons,
    placing,
    records,
    restricted,
    sensitive,
)

app_name = "people"
urlpatterns = [
    path("nguoi/", persons.persons, name="persons"),
    path("nguoi/moi/", persons.register, name="register"),
    path("nguoi/tai-ve/", export.export, name="export"),
    path("nguoi/tai-danh-sach/", export.exports, name="exports"),
    path("nguoi/xem-so-nhieu/", looks.stops, name="stops"),
    path("nguoi/xa-da-thoi/<int:unit_id>/", placing.ended, name="ended"),
    path("nguoi/can-bo-sung/", households.quality, name="quality"),
    path("nguoi/han-che/", restricted.listed, name="restricted"),
    path("nguoi/thon-to/", households.villages, name="villages"),
    path("nguoi/trung/", duplicates.pairs, name="pairs"),
    path("nguoi/trung/<uuid:pair_id>/", duplicates.pair, name="pair"),
    path("nguoi/gop/<uuid:merge_id>/hoan-tac/", duplicates.undo, name="undo_merge"),
    path("nguoi/ngan-nhay-cam/", sensitive.grants, name="grants"),
    path("nguoi/nhap-danh-sach/", imports.lists, name="lists"),
    path("nguoi/nhap-danh-sach/<uuid:import_id>/", imports.one, name="list"),
    path("nguoi/nhap-danh-sach/<uuid:import_id>/dong-chua-nhan/", imports.rows, name="list_rows"),
    path("nguoi/<uuid:person_id>/ngan-nhay-cam/", sensitive.compartment, name="compartment"),
    path("nguoi/<uuid:person_id>/ngan-nhay-cam/ghi/", sensitive.write, name="write_sensitive"),
    path("nguoi/<uuid:person_id>/", persons.person, name="person"),
    path("nguoi/<uuid:person_id>/mo-han-che/", persons.open_restricted, name="open_restricted"),
    path("nguoi/<uuid:person_id>/sua/", persons.edit, name="edit"),
    path("nguoi/<uuid:person_id>/xem-so/", persons.show_number, name="show_number"),
    path("nguoi/<uuid:person_id>/so/", persons.write_number, name="write_number"),
    path("nguoi/<uuid:person_id>/thong-tin/", persons.write_fact, name="write_fact"),
    path("nguoi/<uuid:person_id>/thong-tin/<uuid:fact_id>/", persons.close_fact, name="close_fact"),
    path("nguoi/<uuid:person_id>/thong-tin/ghi/<slug:name>/", records.of_person, name="write_record"),
    path("ho/<uuid:household_id>/thong-tin/ghi/<slug:name>/", records.of_household, name="write_home_record"),
    path("nguoi/<uuid:person_id>/chet/", persons.write_death, name="write_death"),
    path("nguoi/<uuid:person_id>/chuyen/", persons.move, name="move"),
    path("nguoi/<uuid:person_id>/ai-da-xem/", looks.looks, name="looks"),
    path("nguoi/<uuid:person_id>/dien-bien/", persons.history, name="history"),
    path("nguoi/<uuid:person_id>/lap-ho/", households.form_household, name="form_household"),
    path("ho/<uuid:household_id>/", households.household, name="household"),
    path("ho/<uuid:household_id>/viec/", households.act, name="act"),
]
