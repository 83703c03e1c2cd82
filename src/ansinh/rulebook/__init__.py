"""Vietnam's law in the engine's form: a folder a programme, with its values, its rules and its cases in words."""

from ansinh.rulebook.book import STATE, national_system

__all__ = ["STATE", "national_system"]
