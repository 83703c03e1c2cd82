"""Tables of the reporting room."""

from ansinh.apps.reporting.models.activities import Activity, ActivityKind, ActivityStep, ActivityStepKind
from ansinh.apps.reporting.models.days import SpecialDay, YearNotice
from ansinh.apps.reporting.models.delegations import ReporterDelegation
from ansinh.apps.reporting.models.difficulties import (
    Difficulty,
    DifficultyKind,
    DifficultyState,
    DifficultyStep,
    DifficultyVerb,
)
from ansinh.apps.reporting.models.figures import BLANKS, Cell, CellRevision, Figure
from ansinh.apps.reporting.models.funds import FundEntry, FundSource
from ansinh.apps.reporting.models.inspections import Inspection, InspectionRecord, Remedy
from ansinh.apps.reporting.models.judging import Judgement, Outlook, RubricLevel, StatusLimits
from ansinh.apps.reporting.models.official import (
    OfficialFile,
    OfficialForm,
    OfficialKind,
    OfficialReport,
    OutlineSection,
    RowKind,
    SectionKind,
    Snapshot,
    SnapshotRow,
)
from ansinh.apps.reporting.models.opinions import Opinion, OpinionCall
from ansinh.apps.reporting.models.proofs import Proof
from ansinh.apps.reporting.models.reminders import Letter, LetterItem, LetterState, ReminderRequest
from ansinh.apps.reporting.models.reports import Report, ReportState, ReportStep, StepVerb
from ansinh.apps.reporting.models.schemes import (
    PeriodLength,
    ReporterKind,
    Round,
    Scheme,
    SchemeKind,
    SchemeLine,
)
from ansinh.apps.reporting.models.sums import RoundSum
from ansinh.apps.reporting.models.supervision import SupervisionThread, Supervisor, ThreadEntry
from ansinh.apps.reporting.models.work import Extension, ProgressNote, TaskEvent, TaskRun, WorkState

__all__ = [
    "BLANKS",
    "Activity",
    "ActivityKind",
    "ActivityStep",
    "ActivityStepKind",
    "Cell",
    "CellRevision",
    "Difficulty",
    "DifficultyKind",
    "DifficultyState",
    "DifficultyStep",
    "DifficultyVerb",
    "Extension",
    "Figure",
    "FundEntry",
    "FundSource",
    "Inspection",
    "InspectionRecord",
    "Judgement",
    "Letter",
    "LetterItem",
    "LetterState",
    "OfficialFile",
    "OfficialForm",
    "OfficialKind",
    "OfficialReport",
    "Opinion",
    "OpinionCall",
    "OutlineSection",
    "Outlook",
    "PeriodLength",
    "ProgressNote",
    "Proof",
    "Remedy",
    "ReminderRequest",
    "Report",
    "ReportState",
    "ReportStep",
    "ReporterDelegation",
    "ReporterKind",
    "Round",
    "RoundSum",
    "RowKind",
    "RubricLevel",
    "Scheme",
    "SchemeKind",
    "SchemeLine",
    "SectionKind",
    "Snapshot",
    "SnapshotRow",
    "SpecialDay",
    "StatusLimits",
    "StepVerb",
    "SupervisionThread",
    "Supervisor",
    "TaskEvent",
    "TaskRun",
    "ThreadEntry",
    "WorkState",
    "YearNotice",
]
