"""Addresses of the planning room, under /ke-hoach/."""

from __future__ import annotations

from django.urls import path

from ansinh.apps.planning.pages import (
    activation,
    agencies,
    carrying,
    drafts,
    findings,
    indicators,
    plans,
    review,
    running,
    scope,
    tasks,
    versions,
)

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
    path("<uuid:plan_id>/ra-soat/", review.review, name="review"),
    path("<uuid:plan_id>/ra-soat/nhan-het/", review.accept_clean, name="accept_clean"),
    path("<uuid:plan_id>/ra-soat/hoan-tac/", review.undo, name="undo"),
    path("<uuid:plan_id>/ra-soat/co-quan/", agencies.agencies, name="agencies"),
    path("<uuid:plan_id>/ra-soat/diem/", findings.findings, name="findings"),
    path("<uuid:plan_id>/ra-soat/diem/<int:finding_id>/", review.finding, name="finding"),
    path("<uuid:plan_id>/ra-soat/<str:kind>/<int:item_id>/", review.row, name="row"),
    path("<uuid:plan_id>/dua-vao-thuc-hien/", activation.activate, name="activate"),
    path("<uuid:plan_id>/so-goc/", activation.baselines, name="baselines"),
    path("<uuid:plan_id>/pham-vi/", scope.scope, name="scope"),
    path("<uuid:plan_id>/dien-bien/", versions.timeline, name="timeline"),
    path("<uuid:plan_id>/phien-ban/mo/", versions.open_draft, name="open_version"),
    path("<uuid:plan_id>/phien-ban/<int:version_id>/", versions.version, name="version"),
    path("<uuid:plan_id>/phien-ban/<int:version_id>/quyet/", versions.decide, name="decide_changes"),
    path("<uuid:plan_id>/phien-ban/<int:version_id>/viec/", versions.act, name="version_act"),
    path("<uuid:plan_id>/phien-ban/<int:version_id>/them/<str:kind>/", drafts.add, name="add_in_version"),
    path(
        "<uuid:plan_id>/phien-ban/<int:version_id>/<str:kind>/<int:item_id>/", drafts.revise, name="revise_in_version"
    ),
    path("<uuid:plan_id>/sua-doi/<uuid:document_id>/", versions.amend, name="amend"),
    path("<uuid:plan_id>/tiep-nhan/", carrying.takeover, name="takeover"),
    path("<uuid:plan_id>/tiep-nhan/bat-dau/", carrying.start, name="start_takeover"),
    path("<uuid:plan_id>/tiep-nhan/quyet/", carrying.decide, name="carry_decide"),
    path("<uuid:plan_id>/tiep-nhan/viec/", carrying.act, name="carry_act"),
    path("<uuid:plan_id>/tiep-nhan/xem-truoc/", carrying.finish, name="finish_takeover"),
    path("<uuid:plan_id>/tiep-nhan/<int:decision_id>/", carrying.decision, name="carry_decision"),
    path("<uuid:plan_id>/trang-thai-dau/", activation.initial_states, name="initial_states"),
]
