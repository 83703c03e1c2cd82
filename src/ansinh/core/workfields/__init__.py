"""Fields of work (lĩnh vực): which one a task or indicator belongs to, as far as its words tell."""

from ansinh.core.workfields.classify import (
    FIELDS,
    Field,
    FieldGuess,
    FieldHit,
    Strength,
    classify_field,
    field_label,
)

__all__ = ["FIELDS", "Field", "FieldGuess", "FieldHit", "Strength", "classify_field", "field_label"]
