"""Tables of the planning room: documents, plans, what was read from them, and what people decided."""

from ansinh.apps.planning.models.agencies import AgencyMention, Assignment, AssignmentRole
from ansinh.apps.planning.models.bindings import BindingAction, BindingRelation, BindingState, IndicatorBinding
from ansinh.apps.planning.models.carrying import CarryChoice, CarryDecision, Takeover
from ansinh.apps.planning.models.cascade import CascadeAction, CascadeLink, LinkState, PlanAbove
from ansinh.apps.planning.models.catalogue import CatalogueChange, CatalogueIndicator, IndicatorWeight, Sector
from ansinh.apps.planning.models.documents import Citation, Plan, PlanFile, PlanState, Section
from ansinh.apps.planning.models.duties import ReportDuty
from ansinh.apps.planning.models.findings import Finding, FindingState
from ansinh.apps.planning.models.holders import Accountability, AccountableRole, HolderDecision
from ansinh.apps.planning.models.indicators import Direction, Indicator, Target
from ansinh.apps.planning.models.items import ReadItem, ReviewState
from ansinh.apps.planning.models.review import ReviewAction
from ansinh.apps.planning.models.start import Baseline, InitialState
from ansinh.apps.planning.models.tasks import Task
from ansinh.apps.planning.models.versions import (
    ChangeAspect,
    ChangeState,
    PlanChange,
    PlanVersion,
    VersionOrigin,
    VersionState,
)

__all__ = [
    "Accountability",
    "AccountableRole",
    "AgencyMention",
    "Assignment",
    "AssignmentRole",
    "Baseline",
    "BindingAction",
    "BindingRelation",
    "BindingState",
    "CarryChoice",
    "CarryDecision",
    "CascadeAction",
    "CascadeLink",
    "CatalogueChange",
    "CatalogueIndicator",
    "ChangeAspect",
    "ChangeState",
    "Citation",
    "Direction",
    "Finding",
    "FindingState",
    "HolderDecision",
    "Indicator",
    "IndicatorBinding",
    "IndicatorWeight",
    "InitialState",
    "LinkState",
    "Plan",
    "PlanAbove",
    "PlanChange",
    "PlanFile",
    "PlanState",
    "PlanVersion",
    "ReadItem",
    "ReportDuty",
    "ReviewAction",
    "ReviewState",
    "Section",
    "Sector",
    "Takeover",
    "Target",
    "Task",
    "VersionOrigin",
    "VersionState",
]
