"""What a coordinator types about days off, and an officer about a colleague who stands in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from ansinh.apps.accounts.models import User
from ansinh.apps.reporting.models import SpecialDay
from ansinh.apps.ui.fields import DayField


class SpecialDayForm(forms.Form):
    """One day off or Saturday worked, with the notice that says so."""

    on = DayField(label="Ngày", error_messages={"required": "Ghi ngày."})
    kind = forms.ChoiceField(label="Loại ngày", choices=SpecialDay.KINDS)
    name = forms.CharField(label="Tên ngày nghỉ", max_length=120, error_messages={"required": "Ghi tên ngày nghỉ."})
    source = forms.CharField(
        label="Văn bản thông báo", max_length=300, error_messages={"required": "Ghi văn bản thông báo ngày này."}
    )
    evidence = forms.ChoiceField(label="Mức đối chiếu", choices=SpecialDay.EVIDENCE, initial="primary")


class YearNoticeForm(forms.Form):
    """The notice from which a year's days off are known in full."""

    year = forms.IntegerField(label="Năm", min_value=2000, max_value=2100, error_messages={"required": "Ghi năm."})
    notice = forms.CharField(
        label="Văn bản thông báo", max_length=300, error_messages={"required": "Ghi văn bản thông báo."}
    )
    year_evidence = forms.ChoiceField(label="Mức đối chiếu", choices=SpecialDay.EVIDENCE, initial="primary")


class DelegationForm(forms.Form):
    """To whom the reporter's work is handed over, from when until when, and why."""

    deputy = forms.ModelChoiceField(
        label="Người được ủy quyền", queryset=User.objects.none(), error_messages={"required": "Chọn một người."}
    )
    valid_from = DayField(label="Từ ngày", error_messages={"required": "Ghi ngày bắt đầu."})
    last_day = DayField(label="Đến hết ngày", error_messages={"required": "Ghi ngày cuối."})
    reason = forms.CharField(label="Lý do", max_length=300, error_messages={"required": "Ghi lý do."})

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.filter(is_active=True, scope_unit=giver.scope_unit, agency=giver.agency)
        self.fields["deputy"].queryset = colleagues.exclude(pk=giver.pk).order_by("full_name")  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Return what the service needs."""
        data = self.cleaned_data
        return {
            "deputy": data["deputy"],
            "valid_from": data["valid_from"],
            "valid_to": data["last_day"] + dt.timedelta(days=1),
            "reason": data["reason"],
        }
