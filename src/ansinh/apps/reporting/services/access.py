"""Who fills and who approves which report: the territory and the agency of a person decide, not the address asked for.

Units are compared by their code and level: a change of kind alone makes a new row of the same unit.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now, TruncDate

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.reporting.models import Report, ReporterDelegation, Scheme
from ansinh.apps.territory.models import UnitLevel

SEES_ALL = (Role.AUDITOR,)
CHECKS = (Role.COORDINATOR, Role.CHAIR)


def reports_seen_by(user: User) -> QuerySet[Report]:
    """Return the reports a person may open: his own unit's and agency's, and those sent to his place."""
    rows = Report.objects.all()
    return rows if user.holds(*SEES_ALL) else rows.filter(_own(user) | _received(user))


def own_reports(user: User) -> QuerySet[Report]:
    """Return the reports that a person's unit or agency owes."""
    return Report.objects.filter(_own(user))


def received_reports(user: User) -> QuerySet[Report]:
    """Return the reports that a person has to decide on."""
    return Report.objects.filter(_received(user))


def schemes_run_by(user: User) -> QuerySet[Scheme]:
    """Return the duties to report that come together at a person's place."""
    unit = user.scope_unit
    if user.holds(*SEES_ALL):
        return Scheme.objects.all()
    if unit is None or not user.holds(*CHECKS):
        return Scheme.objects.none()
    return Scheme.objects.filter(place__code=unit.code, place__level=unit.level)


def can_set_for_all(user: User) -> bool:
    """Say whether a person changes what holds for everybody, as days off and limits of statuses: not for one commune."""
    unit = user.scope_unit
    return user.is_active and user.holds(Role.COORDINATOR) and (unit is None or unit.level == UnitLevel.PROVINCE)


def can_fill(user: User, report: Report) -> bool:
    """Say whether a person types the figures of this report."""
    return own_reports(user).filter(pk=report.pk).exists()


def can_check(user: User, report: Report) -> bool:
    """Say whether a person returns or approves this report; never somebody of the reporter itself."""
    return received_reports(user).filter(pk=report.pk).exclude(_own(user)).exists()


def _own(user: User) -> Q:
    own, unit = Q(pk__in=[]), user.scope_unit
    if unit is not None and user.holds(Role.COMMUNE_OFFICER, Role.CHAIR):
        own |= Q(place__code=unit.code, place__level=unit.level)
    if unit is not None and user.agency_id is not None and user.holds(Role.DEPARTMENT_OFFICER, Role.CHAIR):
        own |= Q(agency=user.agency_id, round__scheme__place__code=unit.code)
    return own | _delegated(user)


def _delegated(user: User) -> Q:
    """Reports of a colleague who handed his work over for a time that is running now, by the clock of the database."""
    held = ReporterDelegation.objects.filter(
        deputy=user, withdrawn_at=None, valid_from__lte=TruncDate(Now()), valid_to__gt=TruncDate(Now())
    )
    unit = held.filter(
        giver__is_active=True,
        giver__roles__overlap=[Role.COMMUNE_OFFICER.value, Role.CHAIR.value],
        giver__scope_unit__code=OuterRef("place__code"),
    )
    agency = held.filter(
        giver__is_active=True,
        giver__roles__overlap=[Role.DEPARTMENT_OFFICER.value, Role.CHAIR.value],
        giver__agency=OuterRef("agency"),
        giver__scope_unit__code=OuterRef("round__scheme__place__code"),
    )
    return Q(Exists(unit)) | Q(Exists(agency))


def _received(user: User) -> Q:
    unit = user.scope_unit
    if unit is None or not user.holds(*CHECKS):
        return Q(pk__in=[])
    return Q(round__scheme__place__code=unit.code, round__scheme__place__level=unit.level) & ~Q(
        place__code=unit.code, place__level=unit.level, place__isnull=False
    )
