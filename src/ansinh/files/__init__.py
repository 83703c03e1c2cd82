"""Formats at the edge: what comes in as a file becomes plain data here, and what goes out is written here."""

from ansinh.files.errors import UnreadableFile
from ansinh.files.limits import Limits
from ansinh.files.plan import open_plan
from ansinh.files.sandbox import open_plan_safely

__all__ = ["Limits", "UnreadableFile", "open_plan", "open_plan_safely"]
