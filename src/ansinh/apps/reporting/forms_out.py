"""What a person says about statuses and official reports."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from ansinh.apps.planning.models import Plan
from ansinh.apps.reporting.models import OfficialForm, OfficialKind, OfficialReport, Outlook, RubricLevel, SectionKind
from ansinh.apps.territory.models import Agency
from ansinh.apps.ui.fields import DayField, FigureField


class JudgementForm(forms.Form):
    """An officer's own judgement: level, day, reason, proof."""

    outlook = forms.ChoiceField(label="Mức đánh giá", choices=[("", "không ghi"), *Outlook.choices], required=False)
    rubric = forms.ChoiceField(
        label="Mức đạt của mục tiêu định tính", choices=[("", "không ghi"), *RubricLevel.choices], required=False
    )
    on = DayField(label="Cho ngày")
    reason = forms.CharField(
        label="Vì sao", widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "Ghi vì sao."}
    )
    proof = forms.CharField(label="Tài liệu chứng minh (số, ký hiệu)", max_length=400, required=False)

    def clean(self) -> dict[str, object]:
        """Ask for one of the two levels."""
        data = super().clean() or {}
        if not data.get("outlook") and not data.get("rubric"):
            self.add_error("outlook", "Chọn một mức đánh giá.")
        return data


class LimitsForm(forms.Form):
    """The limits between statuses, in per cent of the way that the plan asks for."""

    valid_from = DayField(label="Áp dụng từ ngày")
    on_track = FigureField(label="Đúng tiến độ từ (%)")
    slow = FigureField(label="Chậm từ (%)")
    near = FigureField(label="Sát ngưỡng khi cách không quá (%)")
    reason = forms.CharField(
        label="Căn cứ, lý do", widget=forms.Textarea(attrs={"rows": 2}), error_messages={"required": "Ghi căn cứ."}
    )


class HeadForm(forms.Form):
    """Head and foot of an official report."""

    form = forms.ChoiceField(label="Thể thức", choices=OfficialForm.choices)
    about = forms.CharField(label="Trích yếu", max_length=400, error_messages={"required": "Ghi trích yếu."})
    superior = forms.CharField(label="Cơ quan cấp trên trực tiếp", max_length=200, required=False)
    issuer = forms.CharField(
        label="Cơ quan ban hành", max_length=200, error_messages={"required": "Ghi cơ quan ban hành."}
    )
    number = forms.IntegerField(label="Số", min_value=1, max_value=99999, required=False)
    symbol = forms.CharField(
        label="Ký hiệu (như BC-UBND)", max_length=40, error_messages={"required": "Ghi ký hiệu, như BC-UBND."}
    )
    place = forms.CharField(label="Địa danh", max_length=80, error_messages={"required": "Ghi địa danh."})
    issued_on = DayField(label="Ngày ban hành", required=False)
    sign_for = forms.CharField(label="Ký thay mặt (như TM. ỦY BAN NHÂN DÂN)", max_length=120, required=False)
    signer_title = forms.CharField(
        label="Chức vụ người ký", max_length=120, error_messages={"required": "Ghi chức vụ người ký."}
    )
    signer = forms.CharField(label="Người ký", max_length=120, required=False)
    recipients = forms.CharField(
        label="Nơi nhận, mỗi dòng một nơi", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    @classmethod
    def of(cls, report: OfficialReport, data: Any = None) -> HeadForm:
        """Return the form filled with what a report says."""
        names = [name for name in cls.base_fields if name != "recipients"]
        initial = {name: getattr(report, name) for name in names} | {"recipients": "\n".join(report.recipients)}
        return cls(data, initial=initial)

    def clean_recipients(self) -> list[str]:
        """Return one receiver a line."""
        return [line.strip(" -;.") for line in self.cleaned_data["recipients"].splitlines() if line.strip(" -;.")]


class BeginForm(HeadForm):
    """A new official report: of which plan, which kind, which years."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    plan = forms.ModelChoiceField(
        label="Theo kế hoạch", queryset=Plan.objects.none(), error_messages={"required": "Chọn kế hoạch."}
    )
    kind = forms.ChoiceField(label="Loại báo cáo", choices=OfficialKind.choices)
    from_year = forms.IntegerField(
        label="Từ năm", min_value=2000, max_value=2100, error_messages={"required": "Ghi năm đầu."}
    )
    to_year = forms.IntegerField(
        label="Đến năm", min_value=2000, max_value=2100, error_messages={"required": "Ghi năm cuối."}
    )
    field_order = ("plan", "kind", "from_year", "to_year")

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class SectionForm(forms.Form):
    """One part of the outline."""

    heading = forms.CharField(label="Đề mục", max_length=300, error_messages={"required": "Ghi đề mục."})
    level = forms.ChoiceField(label="Cấp đề mục", choices=[("1", "1"), ("2", "2"), ("3", "3")])
    kind = forms.ChoiceField(label="Nội dung phần", choices=SectionKind.choices)
    agency = forms.ModelChoiceField(
        label="Cơ quan viết", queryset=Agency.objects.filter(is_group=False).order_by("name"), required=False
    )
    is_required = forms.BooleanField(label="Bắt buộc", required=False, initial=True)
