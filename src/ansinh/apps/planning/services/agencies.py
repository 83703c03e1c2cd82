"""Matches the names a plan uses with the directory of agencies."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from ansinh.apps.accounts.models import User
from ansinh.apps.audit.services import record
from ansinh.apps.planning.models import AgencyMention
from ansinh.apps.territory.models import LONGEST_NAME, Agency
from ansinh.apps.territory.selectors.agencies import find_agencies
from ansinh.apps.territory.services.agencies import add_agency, add_alias
from ansinh.core.text import fold

# The number of our lock in the database; any number that nothing else here uses.
ONE_AFTER_ANOTHER = 42_000_001


class CannotResolve(Exception):
    """The name cannot be matched; the message says why and what to do."""


@transaction.atomic
def resolve_mention(
    *,
    plan_id: Any,
    mention_id: int,
    expected_version: int,
    actor: User,
    now: datetime,
    agency_id: int | None = None,
    as_group: bool = False,
) -> AgencyMention:
    """Say which agency a printed name means: one of the directory, or a new one (``as_group`` for a group).

    The name is remembered, so the next plan that prints it is matched at once; a "new" agency that the
    directory has come to know meanwhile is the one it knows. Raises CannotResolve.
    """
    mention = AgencyMention.objects.select_for_update(of=("self",)).filter(plan_id=plan_id, pk=mention_id).first()
    if mention is None:
        raise CannotResolve("Không có tên cơ quan này trong kế hoạch. Tải lại trang.")
    if mention.version != expected_version:
        raise CannotResolve("Tên này vừa được người khác chọn cơ quan. Xem lại rồi làm tiếp.")
    if not is_name(mention):
        raise CannotResolve(
            f"“{mention.printed[:60]}…” dài quá {LONGEST_NAME} chữ nên không phải tên cơ quan. "
            "Mở trang rà soát, sửa ô chủ trì hoặc phối hợp của dòng có tên này."
        )
    if agency_id is None:
        agency = _known_or_new(mention, as_group=as_group)
    else:
        found = Agency.objects.filter(pk=agency_id).first()
        if found is None:
            raise CannotResolve("Cơ quan đã chọn không còn trong danh mục. Chọn lại.")
        agency = found
    add_alias(agency=agency, name=mention.printed, key=mention.key)
    mention.agency, mention.version = agency, mention.version + 1
    mention.save()
    record(
        actor=actor,
        verb="planning.resolve_agency",
        subject=("plan", str(plan_id), ""),
        detail={"printed": mention.printed, "agency": agency.name},
        at=now,
    )
    return mention


def _known_or_new(mention: AgencyMention, *, as_group: bool) -> Agency:
    # Who adds names at the same moment goes one after the other, so that the second finds what the first added.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AFTER_ANOTHER])
    known = find_agencies(keys=[mention.key]).get(mention.key)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return add_agency(name=mention.printed, is_group=as_group)
    except IntegrityError as error:
        raise CannotResolve(
            f"“{mention.printed}” vừa được người khác đưa vào danh mục. Tải lại trang rồi chọn cơ quan này trong danh mục."
        ) from error


@transaction.atomic
def resolve_all_as_new(*, plan_id: Any, actor: User, now: datetime) -> int:
    """Add every name still unknown to the directory as it is printed; return how many were added.

    Names that begin as a group does ("các sở, ban, ngành") are added as groups; sentences are left for a person.
    """
    unknown = AgencyMention.objects.filter(plan_id=plan_id, agency=None, assignments__isnull=False).distinct()
    count = 0
    for mention in unknown.order_by("pk"):
        if not is_name(mention):
            continue
        resolve_mention(
            plan_id=plan_id,
            mention_id=mention.pk,
            expected_version=mention.version,
            actor=actor,
            now=now,
            as_group=is_group_name(mention.printed),
        )
        count += 1
    return count


def is_name(mention: AgencyMention) -> bool:
    """Say whether what a plan prints can be a name: whole sentences stand among the leads of some plans."""
    return max(len(mention.printed), len(mention.key)) <= LONGEST_NAME


def is_group_name(printed: str) -> bool:
    """Say whether a printed name means several agencies ("Các sở, ban, ngành", "UBND các xã, phường")."""
    words = fold(printed)
    return words.startswith(("cac ", "nhung ", "toan bo ", "so, ", "so ban")) or " cac " in words or ", nganh" in words
