"""Tables of the people room: villages, persons with their sealed numbers, households over time, facts."""

from ansinh.apps.people.models.duplicates import DuplicatePair, Merge, MergedRow, PairGround, PairState
from ansinh.apps.people.models.facts import Fact
from ansinh.apps.people.models.households import (
    Area,
    Household,
    Membership,
    PovertyPeriod,
    PovertyStatus,
    Relation,
)
from ansinh.apps.people.models.imports import (
    ImportPiece,
    ImportRow,
    ImportState,
    KnownHeadings,
    ListImport,
    RowChange,
    RowFault,
)
from ansinh.apps.people.models.looks import ExportRequest, ExportState, LookStop
from ansinh.apps.people.models.persons import (
    OWN_KINDS,
    DataKey,
    Identifier,
    IdentifierKind,
    Person,
    Precision,
    ResidenceKind,
    Sex,
)
from ansinh.apps.people.models.placing import PlaceMove
from ansinh.apps.people.models.sensitive import SensitiveGrant, SensitiveKind, SensitiveRecord
from ansinh.apps.people.models.villages import Village, VillageKind

__all__ = [
    "OWN_KINDS",
    "Area",
    "DataKey",
    "DuplicatePair",
    "ExportRequest",
    "ExportState",
    "Fact",
    "Household",
    "Identifier",
    "IdentifierKind",
    "ImportPiece",
    "ImportRow",
    "ImportState",
    "KnownHeadings",
    "ListImport",
    "LookStop",
    "Membership",
    "Merge",
    "MergedRow",
    "PairGround",
    "PairState",
    "Person",
    "PlaceMove",
    "PovertyPeriod",
    "PovertyStatus",
    "Precision",
    "Relation",
    "ResidenceKind",
    "RowChange",
    "RowFault",
    "SensitiveGrant",
    "SensitiveKind",
    "SensitiveRecord",
    "Sex",
    "Village",
    "VillageKind",
]
