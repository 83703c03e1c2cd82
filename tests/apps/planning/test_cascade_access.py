"""An own plan is seen to by the agency or unit that owes it and by the coordinator of its unit or of one above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.planning.cascades import COMMUNE, DEPARTMENT, PROVINCE, name_of, put_under, read
from tests.apps.planning.factories import make_units, make_user

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import CascadeLink, Plan, PlanAbove
from ansinh.apps.planning.services.uploading import read_plan
from ansinh.apps.territory.models import (
    Agency,
    AgencyKind,
    AgencyLevel,
    AgencySuccession,
    ChangeKind,
    Evidence,
    Unit,
    UnitChange,
    UnitKind,
    UnitLevel,
)
from ansinh.apps.territory.words import search_key

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
REFORM = dt.date(2025, 7, 1)


def make_commune(code: str, name: str, parent: Unit, *, ended: bool = False) -> Unit:
    return Unit.objects.create(
        code=code,
        name=name,
        level=UnitLevel.COMMUNE,
        kind=UnitKind.COMMUNE,
        parent=parent,
        valid_from=dt.date(2004, 1, 1) if ended else REFORM,
        valid_to=REFORM if ended else None,
        search_key=search_key(name=name, code=code),
    )


def make_agency(name: str) -> Agency:
    return Agency.objects.create(
        code=name.lower().replace(" ", "-"),
        name=name,
        kind=AgencyKind.STATE,
        level=AgencyLevel.PROVINCE,
        search_key=name.lower(),
    )


@pytest.fixture
def units() -> dict[str, Unit]:
    """The new Khánh Hòa with three communes, one of which was another before, and a province beside it."""
    found = make_units()
    beside = Unit.objects.create(
        code="68",
        name="Lâm Đồng",
        level=UnitLevel.PROVINCE,
        kind=UnitKind.PROVINCE,
        valid_from=REFORM,
        search_key=search_key(name="Lâm Đồng", code="68"),
    )
    found |= {
        "beside": beside,
        "own": make_commune("22001", "Tân Lập", found["new"]),
        "neighbour": make_commune("22002", "Vĩnh Hải", found["new"]),
        "before": make_commune("22009", "Tân Hòa", found["old"], ended=True),
    }
    UnitChange.objects.create(old=found["before"], new=found["own"], kind=ChangeKind.FULL, share=1, change_date=REFORM)
    return found


def placed(plan: Plan, unit: Unit | None) -> Plan:
    plan.scope_unit = unit
    plan.save(update_fields=["scope_unit"])
    return plan


@pytest.fixture
def above(units: dict[str, Unit], coordinator: User) -> Plan:
    return placed(read(PROVINCE, coordinator), units["new"])


@pytest.fixture
def of_commune(above: Plan, units: dict[str, Unit], coordinator: User) -> PlanAbove:
    return put_under(placed(read(COMMUNE, coordinator), units["own"]), above, coordinator)


@pytest.fixture
def of_department(above: Plan, units: dict[str, Unit], coordinator: User) -> PlanAbove:
    link = put_under(placed(read(DEPARTMENT, coordinator), units["new"]), above, coordinator)
    link.agency = make_agency("Sở Y tế")
    link.save(update_fields=["agency"])
    return link


def answers(link: PlanAbove, user: User, browse: Browse) -> tuple[int, int, set[int]]:
    """Open the two pages of an own plan, then try each act on it."""
    client, base = browse(user), f"/ke-hoach/{link.plan_id}/cap-tren/"
    pair = {"above": name_of(link.above, "task", "4"), "own": name_of(link.plan, "task", "1"), "version": 0}
    acts = {
        client.post(f"{base}{link.pk}/noi/", pair | {"act": "link"}).status_code,
        client.post(f"{base}{link.pk}/nhan-het/").status_code,
        client.post(f"{base}{link.pk}/hoan-tac/").status_code,
        client.post(f"{base}xac-nhan/", {"above": link.above_id, "version": "9", "act": "refuse"}).status_code,
    }
    return client.get(base).status_code, client.get(f"{base}{link.pk}/bo-sot/").status_code, acts


MAY, NOT_THERE, READS = (200, 200, {302}), (404, 404, {404}), (200, 200, {403})


@pytest.mark.parametrize(
    ("role", "unit", "expected"),
    [
        (Role.COMMUNE_OFFICER, "own", MAY),
        (Role.COMMUNE_OFFICER, "before", MAY),
        (Role.COMMUNE_OFFICER, "neighbour", NOT_THERE),
        (Role.COMMUNE_OFFICER, None, NOT_THERE),
        (Role.COORDINATOR, "new", MAY),
        (Role.COORDINATOR, "other", MAY),
        (Role.COORDINATOR, "beside", NOT_THERE),
        (Role.COORDINATOR, "neighbour", NOT_THERE),
        (Role.DEPARTMENT_OFFICER, "new", NOT_THERE),
        (Role.CHAIR, "own", READS),
        (Role.CHAIR, "neighbour", (404, 404, {403})),
        (Role.AUDITOR, None, READS),
    ],
)
def test_a_communes_own_plan_is_there_for_the_commune_and_those_above_it(
    of_commune: PlanAbove,
    units: dict[str, Unit],
    browse: Browse,
    role: Role,
    unit: str | None,
    expected: tuple[int, int, set[int]],
) -> None:
    user = make_user("Người Thử", role, scope_unit=units[unit] if unit else None)
    assert answers(of_commune, user, browse) == expected


@pytest.mark.parametrize(
    ("agency", "unit", "expected"),
    [
        ("Sở Y tế", "new", MAY),
        ("Sở Y tế", "beside", NOT_THERE),
        ("Sở Nội vụ", "new", NOT_THERE),
        (None, "new", NOT_THERE),
    ],
)
def test_a_departments_own_plan_is_there_for_that_department_of_that_province(
    of_department: PlanAbove,
    units: dict[str, Unit],
    browse: Browse,
    agency: str | None,
    unit: str,
    expected: tuple[int, int, set[int]],
) -> None:
    make_agency("Sở Nội vụ")
    works_in = Agency.objects.get(name=agency) if agency else None
    user = make_user("Chuyên Viên", Role.DEPARTMENT_OFFICER, scope_unit=units[unit], agency=works_in)
    assert answers(of_department, user, browse) == expected


def test_who_took_the_work_of_an_ended_agency_over_sees_to_its_plan(
    of_department: PlanAbove, units: dict[str, Unit], browse: Browse
) -> None:
    heir = make_agency("Sở Nội vụ")
    AgencySuccession.objects.create(
        agency=of_department.agency, successor=heir, from_date=dt.date(2025, 3, 1), evidence=Evidence.PRIMARY
    )
    user = make_user("Chuyên Viên", Role.DEPARTMENT_OFFICER, scope_unit=units["new"], agency=heir)
    assert answers(of_department, user, browse) == MAY


def test_nothing_of_anothers_own_plan_is_linked(of_commune: PlanAbove, units: dict[str, Unit], browse: Browse) -> None:
    answers(of_commune, make_user("Xã Bên", Role.COMMUNE_OFFICER, scope_unit=units["neighbour"]), browse)
    assert not CascadeLink.objects.exists()
    answers(of_commune, make_user("Xã Mình", Role.COMMUNE_OFFICER, scope_unit=units["own"]), browse)
    assert CascadeLink.objects.filter(state="accepted").exists()


@pytest.mark.parametrize(
    ("unit", "expected"), [("own", 302), ("before", 302), ("neighbour", 403), (None, 403)], ids=str
)
def test_a_commune_officer_reviews_the_own_plan_of_his_commune_and_no_other(
    of_commune: PlanAbove, units: dict[str, Unit], browse: Browse, unit: str | None, expected: int
) -> None:
    """From handing in to the last row; what a unit of another plan reads, stays as it was read."""
    plan = of_commune.plan
    client = browse(make_user("Cán Bộ Xã", Role.COMMUNE_OFFICER, scope_unit=units[unit] if unit else None))
    row = plan.tasks.order_by("ordinal")[0]
    row.state = "pending"
    row.save(update_fields=["state"])
    client.post(f"/ke-hoach/{plan.pk}/ra-soat/task/{row.pk}/", {"act": "accept", "version": row.version})
    assert client.post(f"/ke-hoach/{plan.pk}/ra-soat/nhan-het/", {"loai": "task"}).status_code == expected
    row.refresh_from_db()
    assert (row.state == "accepted") == (expected == 302)


def test_a_commune_officer_hands_its_plan_in_and_says_its_own_unit_only(
    units: dict[str, Unit], coordinator: User, browse: Browse
) -> None:
    """A document that names no unit the directory knows belongs to who handed it in, until its unit is said."""
    officer = make_user("Cán Bộ Xã", Role.COMMUNE_OFFICER, scope_unit=units["own"])
    client = browse(officer)
    answer = client.post("/ke-hoach/", {"file": SimpleUploadedFile("xa.md", COMMUNE.encode())})
    plan = Plan.objects.get(file__uploaded_by=officer)
    assert answer["Location"] == f"/ke-hoach/{plan.pk}/dang-doc/"
    read_plan(plan_id=plan.pk, tell=lambda *_: None)
    placed(plan, None)
    scope = f"/ke-hoach/{plan.pk}/pham-vi/"
    client.post(scope, {"unit": units["neighbour"].pk})
    assert Plan.objects.get(pk=plan.pk).scope_unit is None
    stranger = browse(make_user("Xã Bên", Role.COMMUNE_OFFICER, scope_unit=units["neighbour"]))
    assert stranger.post(scope, {"unit": units["neighbour"].pk}).status_code == 403
    Plan.objects.filter(pk=plan.pk).update(issued_on=dt.date(2025, 8, 1))
    client.post(scope, {"unit": units["own"].pk})
    assert Plan.objects.get(pk=plan.pk).scope_unit == units["own"]
