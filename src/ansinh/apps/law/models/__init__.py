"""Official texts, what two officials read in them, and the values that a new decree brings."""

from ansinh.apps.law.models.changes import LawChange, NewValue
from ansinh.apps.law.models.checks import OPEN, CheckKind, CheckState, LawCheck, OfficialText

__all__ = ["OPEN", "CheckKind", "CheckState", "LawChange", "LawCheck", "NewValue", "OfficialText"]
