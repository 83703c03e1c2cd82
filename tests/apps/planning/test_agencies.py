"""Names of agencies that a plan uses: matched with the directory, sentences left for a person."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from tests.apps.planning.factories import NOW, make_plan, plan_markdown

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import AgencyMention, Plan
from ansinh.apps.planning.services.agencies import CannotResolve, resolve_all_as_new, resolve_mention
from ansinh.apps.territory.models import Agency, AgencyAlias
from ansinh.apps.territory.services.directory import seed_directory

pytestmark = pytest.mark.django_db

STRANGE = "Ban điều phối vùng trung du"


def with_lead(actor: User, name: str, *, number: str = "46/KH-UBND") -> tuple[Plan, AgencyMention]:
    plan = make_plan(actor=actor, text=plan_markdown(number=number).replace("Sở Y tế", name), name="khac.md")
    return plan, AgencyMention.objects.filter(plan=plan, assignments__role="lead").distinct().earliest("pk")


def test_a_new_name_in_two_plans_is_one_agency(coordinator: User) -> None:
    plans = [with_lead(coordinator, STRANGE, number=f"{number}/KH-UBND") for number in (46, 47)]

    for plan, mention in plans:
        resolve_mention(plan_id=plan.pk, mention_id=mention.pk, expected_version=0, actor=coordinator, now=NOW)

    assert Agency.objects.filter(name=STRANGE).count() == 1
    assert len({AgencyMention.objects.get(pk=mention.pk).agency_id for _, mention in plans}) == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_a_new_name_at_once_add_one_agency(coordinator: User, second_coordinator: User) -> None:
    plans = [with_lead(coordinator, STRANGE, number=f"{number}/KH-UBND") for number in (46, 47)]
    people = (coordinator, second_coordinator)
    start = threading.Barrier(2)

    def add(at: int) -> int | None:
        plan, mention = plans[at]
        start.wait()
        try:
            done = resolve_mention(
                plan_id=plan.pk, mention_id=mention.pk, expected_version=0, actor=people[at], now=NOW
            )
            return done.agency_id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(add, range(2)))

    assert len(set(found)) == 1
    assert Agency.objects.filter(name=STRANGE).count() == 1


def test_a_name_that_the_directory_refuses_ends_in_a_sentence(
    coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, mention = with_lead(coordinator, STRANGE)

    def refuse(**_: object) -> Agency:
        raise IntegrityError("duplicate key value violates unique constraint")

    monkeypatch.setattr("ansinh.apps.planning.services.agencies.add_agency", refuse)

    with pytest.raises(CannotResolve, match="vừa được người khác đưa vào danh mục"):
        resolve_mention(plan_id=plan.pk, mention_id=mention.pk, expected_version=0, actor=coordinator, now=NOW)


def test_a_sentence_is_no_agency(coordinator: User) -> None:
    plan, mention = with_lead(coordinator, STRANGE)
    AgencyMention.objects.filter(pk=mention.pk).update(printed="Cơ quan " * 45, key="co quan " * 45)

    with pytest.raises(CannotResolve, match="không phải tên cơ quan"):
        resolve_mention(plan_id=plan.pk, mention_id=mention.pk, expected_version=0, actor=coordinator, now=NOW)
    added = resolve_all_as_new(plan_id=plan.pk, actor=coordinator, now=NOW)

    mention.refresh_from_db()
    assert mention.agency is None
    assert added == AgencyMention.objects.filter(plan=plan).exclude(agency=None).exclude(version=0).count()


def test_the_list_of_names_asks_the_directory_once(
    coordinator: User, browse: Callable[[User], Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    plan, _ = with_lead(coordinator, STRANGE)
    for number in range(30):
        copy = AgencyMention.objects.create(plan=plan, printed=f"Ban {number}", key=f"ban {number}")
        plan.indicators.earliest("ordinal").assignments.create(mention=copy, role="supporting", ordinal=number)
    agency = Agency.objects.create(name="Ban điều phối vùng")
    AgencyAlias.objects.create(agency=agency, name=agency.name, key="ban dieu phoi vung")
    browser = browse(coordinator)

    with django_assert_max_num_queries(25):
        page = browser.get(f"/ke-hoach/{plan.pk}/ra-soat/co-quan/").content.decode()

    assert f'<optgroup label="Gần giống"><option value="{agency.pk}">' in page


def test_a_name_that_ends_in_the_plans_own_place_is_known(coordinator: User) -> None:
    seed_directory()
    _, mention = with_lead(coordinator, "Công an tỉnh Bình Minh")
    assert mention.agency is not None
    assert mention.agency.name == "Công an tỉnh"
