"""The baseline of an indicator changes by versions of the plan, as targets do; every day keeps the one it had."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.apps.planning.factories import NOW, make_running_plan

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import Indicator, Plan, PlanVersion
from ansinh.apps.planning.selectors.asof import get_plan_on
from ansinh.apps.planning.selectors.versions import list_changes
from ansinh.apps.planning.services.activation import CannotRecord, record_baseline
from ansinh.apps.planning.services.drafting import revise_item, undo_last_change
from ansinh.apps.planning.services.versions import CannotChangeVersion, open_version, put_in_force

pytestmark = pytest.mark.django_db
BEFORE, SINCE = dt.date(2026, 9, 30), dt.date(2026, 10, 1)
OLD = {"year": 2025, "value": "93.5", "source": "Báo cáo năm 2025"}
NEW = {"year": 2025, "value": "91.2", "source": "Kết quả rà soát lại"}


@pytest.fixture
def running(coordinator: User) -> Plan:
    return make_running_plan(actor=coordinator)


@pytest.fixture
def row(running: Plan, coordinator: User) -> Indicator:
    """Indicator 5 with the baseline that was entered when the plan began."""
    enter(Indicator.objects.get(plan=running, no="5"), OLD, coordinator, NOW)
    return Indicator.objects.get(plan=running, no="5")


@pytest.fixture
def draft(row: Indicator, coordinator: User) -> PlanVersion:
    return open_version(plan_id=row.plan_id, title="Tính lại số gốc", reason="Rà soát lại", actor=coordinator, now=NOW)


def enter(row: Indicator, said: dict[str, Any], actor: User, now: dt.datetime) -> None:
    record_baseline(
        plan_id=row.plan_id,
        indicator_id=row.pk,
        direction="up",
        actor=actor,
        now=now,
        **said | {"value": Decimal(said["value"])},
    )


def change(draft: PlanVersion, row: Indicator, said: dict[str, Any] | None, actor: User) -> None:
    revise_item(
        version_id=draft.pk,
        kind_code="indicator",
        item_id=row.pk,
        values={"baseline": said},
        reason="Số cũ tính thiếu hai xã",
        actor=actor,
        now=NOW,
    )


def baseline_on(row: Indicator, day: dt.date) -> tuple[int, Decimal, str]:
    found = get_plan_on(Plan.objects.get(pk=row.plan_id), on=day).find("indicator", row.pk).baseline
    return found.year, found.value, found.source


def test_a_new_baseline_holds_from_its_version_on_and_the_day_before_keeps_the_old_one(
    draft: PlanVersion, row: Indicator, coordinator: User
) -> None:
    change(draft, row, NEW, coordinator)
    assert Indicator.objects.get(pk=row.pk).baseline.value == Decimal("93.5")

    put_in_force(version_id=draft.pk, in_force_on=SINCE, expected_revision=None, actor=coordinator, now=NOW)

    assert Indicator.objects.get(pk=row.pk).baseline.value == Decimal("91.2")
    assert baseline_on(row, SINCE) == (2025, Decimal("91.2"), "Kết quả rà soát lại")
    assert baseline_on(row, BEFORE) == (2025, Decimal("93.5"), "Báo cáo năm 2025")


def test_a_baseline_still_to_come_is_seen_on_its_day_only(
    draft: PlanVersion, row: Indicator, coordinator: User
) -> None:
    change(draft, row, NEW, coordinator)
    later = dt.date(2027, 1, 1)
    put_in_force(version_id=draft.pk, in_force_on=later, expected_revision=None, actor=coordinator, now=NOW)

    assert Indicator.objects.get(pk=row.pk).baseline.value == Decimal("93.5")
    assert baseline_on(row, NOW.date())[1] == Decimal("93.5")
    assert baseline_on(row, later)[1] == Decimal("91.2")


def test_the_version_lists_what_changed_and_why(draft: PlanVersion, row: Indicator, coordinator: User) -> None:
    change(draft, row, NEW, coordinator)

    [listed] = list_changes(draft)

    assert (listed.change.get_aspect_display(), listed.change.reason) == ("Số gốc", "Số cũ tính thiếu hai xã")
    assert listed.before == "số gốc: 93,5 (2025), Báo cáo năm 2025"
    assert listed.after == "số gốc: 91,2 (2025), Kết quả rà soát lại"


def test_a_change_of_a_draft_is_undone_and_put_back_takes_it_away(
    draft: PlanVersion, row: Indicator, coordinator: User
) -> None:
    change(draft, row, NEW, coordinator)
    undo_last_change(version_id=draft.pk, actor=coordinator, now=NOW)
    assert not draft.changes.exists()

    change(draft, row, NEW, coordinator)
    change(draft, row, OLD, coordinator)
    assert not draft.changes.exists()


def test_a_baseline_is_not_taken_away(draft: PlanVersion, row: Indicator, coordinator: User) -> None:
    with pytest.raises(CannotChangeVersion, match="Không xóa số gốc"):
        change(draft, row, None, coordinator)


def test_a_slip_is_corrected_on_the_day_by_who_made_it_and_later_by_a_version_only(
    row: Indicator, coordinator: User, second_coordinator: User
) -> None:
    enter(row, OLD | {"value": "93.6"}, coordinator, NOW)
    assert Indicator.objects.get(pk=row.pk).baseline.value == Decimal("93.6")

    with pytest.raises(CannotRecord, match=r"Số gốc 93,6 \(2025\) đã có .* mở dự thảo"):
        enter(row, NEW, second_coordinator, NOW)
    with pytest.raises(CannotRecord, match="Đổi số gốc là đổi kế hoạch"):
        enter(row, NEW, coordinator, NOW + dt.timedelta(days=1))
    assert Indicator.objects.get(pk=row.pk).baseline.value == Decimal("93.6")


def test_the_pages_of_a_day_show_the_baseline_of_that_day(
    draft: PlanVersion, row: Indicator, coordinator: User, browse: Callable[[User], Client]
) -> None:
    client = browse(coordinator)
    page = f"/ke-hoach/{row.plan_id}/phien-ban/{draft.pk}/indicator/{row.pk}/"
    sent = {name: value for name, value in client.get(page).context["form"].initial.items() if value}
    targets = {
        f"{form.prefix}-{name}": value
        for form in client.get(page).context["form"].targets
        for name, value in form.initial.items()
    }
    said = {"goc-value": "91,2", "goc-year": "2025", "goc-source": "", "reason": "Tính thiếu", "act": "revise"}

    refused = client.post(page, {**sent, **targets, **said})
    assert refused.status_code == 422
    assert "Số gốc cần đủ số, năm và nguồn." in refused.content.decode()
    done = client.post(page, {**sent, **targets, **said, "goc-source": "Kết quả rà soát lại"}, follow=True)
    assert "Đã ghi 1 thay đổi vào dự thảo." in done.content.decode()

    put_in_force(version_id=draft.pk, in_force_on=SINCE, expected_revision=None, actor=coordinator, now=NOW)
    for part in ("chi-tieu/", f"chi-tieu/{row.pk}/"):
        address = f"/ke-hoach/{row.plan_id}/{part}"
        assert "91,2" in client.get(address).content.decode()
        past = client.get(f"{address}?ngay=30/09/2026").content.decode()
        assert "93,5" in past
        assert "91,2" not in past.replace("số gốc: 91,2", "")


def test_the_work_list_shows_a_baseline_that_only_a_version_changes_without_boxes(
    row: Indicator, coordinator: User, browse: Callable[[User], Client]
) -> None:
    client, address = browse(coordinator), f"/ke-hoach/{row.plan_id}/so-goc/"
    page = client.get(address).content.decode()
    shown = page[page.index(f'id="chi-tieu-{row.pk}"') :]
    shown = shown[: shown.index("</tr>")]
    assert "<b>93,5</b>" in shown
    assert "dự thảo phiên bản" in shown
    assert 'type="text"' not in shown
    assert 'type="number"' not in shown
    # The direction may still be said, with the baseline as it stands.
    answer = client.post(
        address, {"indicator_id": row.pk, "value": "93,5", "direction": "up", **{k: OLD[k] for k in ("year", "source")}}
    )
    assert answer.status_code == 302
    assert Indicator.objects.get(pk=row.pk).direction == "up"
