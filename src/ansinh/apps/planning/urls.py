"""Addresses of the planning room, under /ke-hoach/."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.planning.pages import activation, agencies, findings, indicators, plans, review, running, tasks

app_name = "planning"

urlpatterns = [
    path("", plans.plan_list, name="plans"),
    path("<uuid:plan_id>/", plans.plan, name="plan"),
    path("<uuid:plan_id>/tong-quan/", running.overview, name="overview"),
    path("<uuid:plan_id>/chi-tieu/", indicators.indicators, name="indicators"),
    path("<uuid:plan_id>/chi-tieu/<int:indicator_id>/", indicators.indicator, name="indicator"),
    path("<uuid:plan_id>/nhiem-vu/", tasks.tasks, name="tasks"),
    path("<uuid:plan_id>/nhiem-vu/<int:task_id>/", tasks.task, name="task"),
    path("<uuid:plan_id>/thoi-han/", running.deadlines, name="deadlines"),
    path("<uuid:plan_id>/can-cu/", running.chain, name="chain"),
    path("<uuid:plan_id>/van-ban/", running.document, name="document"),
    path("<uuid:plan_id>/dang-doc/", plans.reading, name="reading"),
    path("<uuid:plan_id>/doc-lai/", plans.again, name="read_again"),
    path("<uuid:plan_id>/bo/", plans.remove, name="remove"),
    path("<uuid:plan_id>/dua-lai/", plans.put_back, name="put_back"),
    path("<uuid:plan_id>/ra-soat/", review.review, name="review"),
    path("<uuid:plan_id>/ra-soat/nhan-het/", review.accept_clean, name="accept_clean"),
    path("<uuid:plan_id>/ra-soat/hoan-tac/", review.undo, name="undo"),
    path("<uuid:plan_id>/ra-soat/co-quan/", agencies.agencies, name="agencies"),
    path("<uuid:plan_id>/ra-soat/diem/", findings.findings, name="findings"),
    path("<uuid:plan_id>/ra-soat/diem/<int:finding_id>/", review.finding, name="finding"),
    path("<uuid:plan_id>/ra-soat/<str:kind>/<int:item_id>/", review.row, name="row"),
    path("<uuid:plan_id>/dua-vao-thuc-hien/", activation.activate, name="activate"),
    path("<uuid:plan_id>/so-goc/", activation.baselines, name="baselines"),
    path("<uuid:plan_id>/trang-thai-dau/", activation.initial_states, name="initial_states"),
]
