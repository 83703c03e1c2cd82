"""Requirement 19: whoever of the staff is shown somebody's data is written down, with a purpose, by any page and file."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests.security import scope_probes as probes

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.audit.models import PersonAccess

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("superuser")]
# A job is handed out and tells of nobody; the choice of a commune's officer is no look.
MORE_BODIES = {"people:show_number": {"kind": "phone", "reason": "Gọi hẹn lịch đi thăm"}, "interop:ask": {}}


@pytest.fixture
def insider(scene: SimpleNamespace, browser_of: Callable[..., Client]) -> Client:
    """The browser of somebody of the first commune who may do all that officers and heads may."""
    roles = [Role.COMMUNE_OFFICER.value, Role.CHAIR.value]
    User.objects.filter(pk=scene.officer.pk).update(roles=roles)
    return browser_of(scene.officer)


def unwritten(name: str, verb: str, scene: SimpleNamespace, insider: Client) -> list[str]:
    """Open one page and say whose data it showed without a word in the log."""
    ids = {"<commune>": str(probes.unit(probes.HERE).pk), "<officer>": str(scene.officer.pk)}
    body = {
        key: ids.get(value, value)
        for key, value in {**probes.BODIES.get(name, {}), **MORE_BODIES.get(name, {})}.items()
    }
    before = set(PersonAccess.objects.values_list("pk", flat=True))
    where = probes.address(name, scene)
    answer: Any = insider.post(where, body) if verb == "post" else insider.get(where)
    if answer.status_code in (302, 404, 405):
        return []
    shown = {
        person
        for person, word in ((scene.head, "Tôn Nữ Thị Hạ"), (scene.child, "Đặng Văn Ân"))
        if word in probes.leaked(answer)
    }
    fresh = PersonAccess.objects.exclude(pk__in=before)
    written = set(fresh.values_list("person_id", flat=True))
    # Who shares a name is told apart by the log itself: one of that name has to stand there.
    alike = {
        scene.head.pk: {str(row.pk) for row in probes_of("Tôn Nữ Thị Hạ")},
        scene.child.pk: {str(row.pk) for row in probes_of("Đặng Văn Ân")},
    }
    return [f"{verb} {name}: {person} hiện ra mà không ghi" for person in shown if not written & alike[person.pk]] + [
        f"{verb} {name}: lượt xem không có mục đích" for row in fresh if not row.purpose
    ]


def probes_of(full_name: str) -> Any:
    """Everybody of a name, past the scope."""
    from ansinh.apps.people.models import Person  # noqa: PLC0415

    return Person.objects.filter(full_name=full_name)


def test_no_page_and_no_file_shows_somebody_without_a_line_in_the_log(scene: SimpleNamespace, insider: Client) -> None:
    found = []
    for name in sorted(probes.routes()):
        for verb in ("get", "post"):
            with transaction.atomic():
                found += unwritten(name, verb, scene, insider)
                transaction.set_rollback(True)
    assert "\n".join(found) == ""
