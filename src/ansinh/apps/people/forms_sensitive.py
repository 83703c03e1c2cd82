"""Forms of the compartment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ansinh.apps.accounts.models import User
from ansinh.apps.people.models import SensitiveKind
from ansinh.apps.ui.fields import DayField


class _OfKinds(forms.Form):
    """One of the kinds that somebody may open."""

    kind = forms.ChoiceField(label="Loại dữ liệu")

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = kinds


class OpenForm(_OfKinds):
    """What is opened, and why."""

    reason = forms.CharField(
        label="Lý do mở", max_length=300, help_text="Việc gì, hồ sơ nào. Lần mở này được ghi lại với tên của bạn."
    )


class WriteForm(_OfKinds):
    """An entry to be sealed."""

    text = forms.CharField(label="Nội dung", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class GrantForm(forms.Form):
    """Who may open which kind, why and how long."""

    user = forms.ChoiceField(label="Người được xem")
    kind = forms.ChoiceField(label="Loại dữ liệu", choices=SensitiveKind.choices)
    purpose = forms.CharField(label="Mục đích", max_length=300)
    valid_from = DayField(label="Từ ngày")
    valid_to = DayField(label="Đến trước ngày")

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        field: Any = self.fields["user"]
        field.choices = [(key, str(user)) for key, user in self.people.items()]

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        return {**self.cleaned_data, "user": self.people[self.cleaned_data["user"]]}
