"""What a person types to say who has a task today, and who answers for it by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from ansinh.apps.accounts.models import User
from ansinh.apps.planning.models import AccountableRole
from ansinh.apps.planning.selectors.accountability import list_accounts
from ansinh.apps.territory.models import Agency
from ansinh.apps.territory.selectors.agencies import get_agency
from ansinh.apps.ui.fields import DayField


class HolderForm(forms.Form):
    """Which agency has the chosen rows, from which day, and why."""

    candidate = forms.IntegerField(required=False)
    agency = forms.IntegerField(required=False)
    from_date = DayField(label="Giữ từ ngày", error_messages={"required": "Ghi ngày bắt đầu giữ việc."})
    reason = forms.CharField(
        label="Lý do", max_length=2000, error_messages={"required": "Ghi lý do: văn bản phân công hoặc ai trả lời."}
    )
    field = forms.CharField(required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        """Take the agency chosen in the whole directory, else the one proposed."""
        data: dict[str, Any] = super().clean() or {}
        data["agency_id"] = data.pop("agency", None) or data.pop("candidate", None)
        data.pop("candidate", None)
        if data["agency_id"] is None:
            raise forms.ValidationError("Chọn cơ quan giữ việc.")
        return data

    def first_error(self) -> str:
        """Return what is wrong in one sentence."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class AccountableForm(forms.Form):
    """Who answers for a task, or to whom it is handed, and for how long."""

    role = forms.ChoiceField(label="Vai trò", choices=AccountableRole.choices)
    person = forms.ModelChoiceField(
        label="Người dùng", queryset=User.objects.none(), required=False, empty_label="Người không có tài khoản"
    )
    person_name = forms.CharField(
        label="Họ và tên", max_length=120, required=False, help_text="Chỉ khi người này không có tài khoản."
    )
    person_title = forms.CharField(label="Chức vụ", max_length=120, required=False)
    agency = forms.ChoiceField(label="Cơ quan", required=False)
    valid_from = DayField(label="Từ ngày", error_messages={"required": "Ghi ngày bắt đầu."})
    valid_to = DayField(label="Đến trước ngày", required=False, help_text="Để trống khi chưa biết.")
    note = forms.CharField(label="Ghi chú, văn bản giao", max_length=500, required=False)
    ends_current = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(agency.pk), agency.name) for agency in agencies]
        self.fields["agency"].choices = [("", "Theo tài khoản, hoặc không ghi"), *named]  # type: ignore[attr-defined]
        self.fields["person"].queryset = list_accounts()  # type: ignore[attr-defined]

    def clean_agency(self) -> Agency | None:
        """Return the agency that was chosen."""
        return get_agency(int(self.cleaned_data["agency"])) if self.cleaned_data["agency"] else None

    def first_error(self) -> str:
        """Return what is wrong in one sentence."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")
