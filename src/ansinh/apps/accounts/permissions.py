"""Who may do what: each named permission and the roles that have it. The one table to read, and to change."""

from __future__ import annotations

from typing import Any

from rules.permissions import add_perm, perm_exists
from rules.predicates import predicate

from ansinh.apps.accounts.models import Role, User

EVERY_ROLE = tuple(Role)

PERMISSIONS: dict[str, tuple[Role, ...]] = {
    "planning.view_plan": EVERY_ROLE,
    "planning.upload_plan": (Role.COORDINATOR, Role.DEPARTMENT_OFFICER, Role.COMMUNE_OFFICER),
    "planning.remove_plan": (Role.COORDINATOR,),
    "planning.review_plan": (Role.COORDINATOR, Role.DEPARTMENT_OFFICER),
    # Only what was read from the own plan of his commune; the page asks.
    "planning.review_own_plan": (Role.COMMUNE_OFFICER,),
    # Each for the own plan of his agency or unit only; the page asks.
    "planning.link_plan": (Role.COORDINATOR, Role.DEPARTMENT_OFFICER, Role.COMMUNE_OFFICER),
    "planning.activate_plan": (Role.COORDINATOR, Role.CHAIR),
    "reporting.view_scheme": (Role.COORDINATOR, Role.CHAIR, Role.AUDITOR),
    "reporting.set_up": (Role.COORDINATOR,),
    "reporting.view_official": (Role.COORDINATOR, Role.DEPARTMENT_OFFICER, Role.CHAIR, Role.AUDITOR),
    "reporting.judge": (Role.COORDINATOR, Role.DEPARTMENT_OFFICER, Role.CHAIR),
    "territory.view_units": EVERY_ROLE,
    "territory.record_share": (Role.COORDINATOR,),
    "territory.convert_series": (Role.COORDINATOR, Role.DEPARTMENT_OFFICER),
    "planning.decide_holder": (Role.COORDINATOR,),
    "planning.name_accountable": (Role.COORDINATOR, Role.CHAIR),
    "territory.view_agencies": EVERY_ROLE,
    "territory.manage_agencies": (Role.COORDINATOR, Role.ADMIN),
    "law.view": EVERY_ROLE,
    # For the whole province only; the page asks.
    "law.check": (Role.COORDINATOR, Role.DEPARTMENT_OFFICER, Role.CHAIR),
    "planning.edit_catalogue": (Role.COORDINATOR,),
    "people.view": (
        Role.COMMUNE_OFFICER,
        Role.DEPARTMENT_OFFICER,
        Role.CHAIR,
        Role.ACCOUNTANT,
        Role.AUDITOR,
    ),
    "people.register": (Role.COMMUNE_OFFICER,),
    "people.unmask": (Role.COMMUNE_OFFICER, Role.ACCOUNTANT),
    # Within one commune its own officers decide who stands twice; across communes the level above, which sees both.
    "people.view_duplicates": (Role.COMMUNE_OFFICER, Role.DEPARTMENT_OFFICER, Role.COORDINATOR),
    "people.merge": (Role.COMMUNE_OFFICER,),
    "people.merge_across": (Role.DEPARTMENT_OFFICER, Role.COORDINATOR),
    # For who works with every commune into which the ended one went.
    "people.place_ended": (Role.COMMUNE_OFFICER, Role.DEPARTMENT_OFFICER),
    "people.export": (Role.COMMUNE_OFFICER, Role.DEPARTMENT_OFFICER),
    # A long list is allowed by another person than the one who takes it.
    "people.allow_export": (Role.CHAIR,),
    "people.view_exports": (Role.COMMUNE_OFFICER, Role.DEPARTMENT_OFFICER, Role.CHAIR),
    "people.answer_stop": (Role.CHAIR,),
    "people.import": (Role.COMMUNE_OFFICER, Role.DEPARTMENT_OFFICER),
    "people.open_sensitive": (Role.COMMUNE_OFFICER, Role.DEPARTMENT_OFFICER),
    "people.grant_sensitive": (Role.CHAIR,),
    "people.view_looks": (Role.CHAIR, Role.AUDITOR),
    "privacy.view": (Role.COMMUNE_OFFICER, Role.DEPARTMENT_OFFICER, Role.CHAIR, Role.AUDITOR),
    "privacy.register": (Role.COMMUNE_OFFICER,),
    "privacy.answer": (Role.COMMUNE_OFFICER, Role.CHAIR),
    # Deletion cannot be taken back: a head decides on what an officer registered.
    "privacy.delete": (Role.CHAIR,),
    "interop.ask": (Role.COMMUNE_OFFICER,),
    "benefits.record_receipt": (Role.COMMUNE_OFFICER,),
    "benefits.close_gap": (Role.COMMUNE_OFFICER,),
    "benefits.suppose": (Role.COMMUNE_OFFICER, Role.DEPARTMENT_OFFICER, Role.CHAIR),
    "benefits.write_letter": (Role.COMMUNE_OFFICER, Role.CHAIR),
    "accounts.manage_users": (Role.ADMIN,),
    "audit.view_log": (Role.AUDITOR, Role.ADMIN),
    "audit.view_person_access": (Role.AUDITOR, Role.ADMIN),
    "jobs.view_any_job": (Role.ADMIN,),
}


def register() -> None:
    """Hand the table to the rules backend, so that user.has_perm() and templates know it."""
    for name, roles in PERMISSIONS.items():
        if not perm_exists(name):  # type: ignore[no-untyped-call]
            add_perm(name, _holds(*roles))  # type: ignore[no-untyped-call]


def _holds(*roles: Role) -> Any:
    def test(user: object) -> bool:
        return isinstance(user, User) and user.is_active and user.holds(*roles)

    return predicate(test, name=f"holds:{'|'.join(roles)}")  # type: ignore[no-untyped-call]
