"""What a person types into a report."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ansinh.apps.reporting.models import BLANKS, SchemeLine
from ansinh.apps.reporting.selectors.checks import RATIO_KINDS
from ansinh.apps.reporting.services.entering import Typed
from ansinh.apps.ui.fields import DayField, FigureField


class CellForm(forms.Form):
    """One line of the grid: one figure or two parts, or why there is none, and a note."""

    numerator = FigureField(required=False, label="Tử số")
    denominator = FigureField(required=False, label="Mẫu số")
    value = FigureField(required=False, label="Giá trị")
    blank = forms.ChoiceField(required=False, choices=[("", "có số"), *BLANKS])
    note = forms.CharField(required=False, max_length=2000)
    revision = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, line: SchemeLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        # Counts are large, and so are the parts of a ratio: there "1.234" can only be one thousand two hundred thirty-four.
        for name in ("numerator", "denominator", *(["value"] if line.entry.kind == "count" else [])):
            self.fields[name].ask_dots = False  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hold the form of the line: parts for a ratio, one value otherwise."""
        data = super().clean() or {}
        if self.line.entry.kind in RATIO_KINDS and data.get("value") is not None:
            raise ValidationError("Chỉ tiêu này là tỷ lệ: nhập tử số và mẫu số, không nhập phần trăm.")
        return data

    def typed(self) -> Typed:
        """Return what was typed, ready to be kept."""
        data = self.cleaned_data
        numerator: Decimal | None = data.get("numerator")
        return Typed(
            line_id=self.line.pk,
            numerator=numerator,
            denominator=data.get("denominator"),
            value=data.get("value"),
            blank=data["blank"] or "",
            note=data["note"],
            expected_revision=data["revision"],
        )


class ReasonForm(forms.Form):
    """Why a report is returned, opened again or put off."""

    reason = forms.CharField(
        label="Lý do",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do."},
    )


class ExtendForm(ReasonForm):
    """The later day of one report, and why."""

    to = DayField(label="Hạn mới", error_messages={"required": "Ghi hạn mới."})
    field_order = ("to", "reason")
