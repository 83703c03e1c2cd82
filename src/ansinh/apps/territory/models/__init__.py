"""Tables of the territory room: administrative units and what became of them; agencies under all their names."""

from ansinh.apps.territory.models.agencies import (
    LONGEST_NAME,
    Agency,
    AgencyAlias,
    AgencyKind,
    AgencyLevel,
    AgencyMember,
    AgencySuccession,
    Evidence,
    MemberRule,
)
from ansinh.apps.territory.models.conversions import (
    ConversionRule,
    ConversionState,
    LoadedData,
    SeriesConversion,
    ShareDecision,
)
from ansinh.apps.territory.models.stamps import DirectoryStamp
from ansinh.apps.territory.models.units import ChangeKind, Unit, UnitChange, UnitKind, UnitLevel

__all__ = [
    "LONGEST_NAME",
    "Agency",
    "AgencyAlias",
    "AgencyKind",
    "AgencyLevel",
    "AgencyMember",
    "AgencySuccession",
    "ChangeKind",
    "ConversionRule",
    "ConversionState",
    "DirectoryStamp",
    "Evidence",
    "LoadedData",
    "MemberRule",
    "SeriesConversion",
    "ShareDecision",
    "Unit",
    "UnitChange",
    "UnitKind",
    "UnitLevel",
]
