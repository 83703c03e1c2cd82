"""What a person types into the two work lists that follow activation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString

from ansinh.apps.planning.models import Direction, Indicator, InitialState
from ansinh.apps.planning.services.values import LARGEST
from ansinh.apps.ui.fields import FigureField


class BaselineForm(forms.Form):
    """The value an indicator had when the plan began."""

    indicator_id = forms.IntegerField(widget=forms.HiddenInput)
    value = FigureField(label="Số gốc", low=-LARGEST, high=LARGEST, error_messages={"required": "Nhập số gốc."})
    year = forms.IntegerField(label="Năm", min_value=1990, error_messages={"required": "Nhập năm của số gốc."})
    source = forms.CharField(
        label="Nguồn", max_length=400, error_messages={"required": "Ghi báo cáo hoặc văn bản có con số này."}
    )
    direction = forms.ChoiceField(label="Chiều", choices=Direction.choices)

    @classmethod
    def of(cls, indicator: Indicator) -> BaselineForm:
        """Return the form of one indicator, filled with what is known."""
        baseline = getattr(indicator, "baseline", None)
        initial: dict[str, Any] = {"indicator_id": indicator.pk, "direction": indicator.direction}
        if baseline is not None:
            initial |= {"value": baseline.value.normalize(), "year": baseline.year, "source": baseline.source}
        return cls(initial=initial, auto_id=f"id_{indicator.pk}_%s")

    def kept(self) -> SafeString:
        """Write value, year and source unseen: they stay as they are when only the direction is said."""
        return SafeString("".join(self[name].as_hidden() for name in ("value", "year", "source")))


class InitialStateForm(forms.Form):
    """How far a target or a task had come on activation day."""

    target_id = forms.IntegerField(required=False)
    task_id = forms.IntegerField(required=False)
    state = forms.ChoiceField(choices=InitialState.STATES)
    note = forms.CharField(required=False, max_length=2000)
