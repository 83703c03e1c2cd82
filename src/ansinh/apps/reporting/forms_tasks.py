"""What a person types about a task: progress, the event, more time, a file, money."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms

from ansinh.apps.reporting.models import Extension, FundEntry, FundSource, Proof, WorkState
from ansinh.apps.reporting.services.tasks import Progress
from ansinh.apps.ui.fields import DayField, WholeField


def text_area(
    label: str, *, rows: int = 2, required: bool = False, help_text: str = "", **more: Any
) -> forms.CharField:
    """Return a box for several lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
        **more,
    )


class ProgressForm(forms.Form):
    """How an instance of a task stands on a day."""

    state = forms.ChoiceField(label="Tình trạng", choices=WorkState.choices)
    share = WholeField(
        label="Phần đã làm (%)", low=0, high=100, error_messages={"required": "Ghi phần đã làm, 0 đến 100."}
    )
    on = DayField(label="Ngày", error_messages={"required": "Ghi ngày."})
    done = text_area("Đã làm")
    next = text_area("Sẽ làm")
    barrier = text_area("Vướng mắc")
    request = text_area("Đề nghị")
    product = text_area("Sản phẩm đã nộp", help_text="Số, ngày văn bản hoặc nơi có thể xem; tệp tải lên ở dưới.")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def given(self) -> Progress:
        """Return what was typed."""
        return Progress(**{name: held for name, held in self.cleaned_data.items() if name != "seen"})


class EventForm(forms.Form):
    """The instrument that a task waited for."""

    instrument = forms.CharField(label="Số, ký hiệu văn bản", max_length=100)
    instrument_date = DayField(label="Ngày văn bản", error_messages={"required": "Ghi ngày văn bản."})
    title = forms.CharField(label="Trích yếu", max_length=400, required=False)
    due_date = DayField(label="Thời hạn theo văn bản", required=False)


class AskForm(forms.Form):
    """More time, and why."""

    asked_day = DayField(label="Đề nghị đến ngày", error_messages={"required": "Ghi ngày đề nghị gia hạn đến."})
    reason = text_area("Lý do", required=True, error_messages={"required": "Ghi lý do xin gia hạn."})


class AnswerForm(forms.Form):
    """The answer to a request for more time."""

    answer = forms.ChoiceField(label="Trả lời", choices=Extension.ANSWERS)
    granted_day = DayField(label="Gia hạn đến ngày", required=False, help_text="Để trống: đúng ngày đề nghị.")
    reason = text_area("Ý kiến", help_text="Bắt buộc khi không đồng ý.")


class ProofForm(forms.Form):
    """A file that is kept as evidence."""

    file = forms.FileField(
        label="Tệp",
        help_text="PDF, DOCX, XLSX, PNG, JPG; tối đa 20 MB; không có macro.",
        error_messages={"required": "Chưa chọn tệp.", "empty": "Tệp trống. Chọn lại tệp."},
    )
    use = forms.ChoiceField(
        label="Là", choices=[choice for choice in Proof.USES if choice[0] != "draft"], required=False
    )
    note = forms.CharField(label="Là văn bản gì", max_length=300, required=False)


class FundForm(forms.Form):
    """An amount allocated or spent."""

    kind = forms.ChoiceField(label="Loại", choices=FundEntry.KINDS)
    source = forms.ChoiceField(label="Nguồn", choices=FundSource.choices)
    amount_vnd = WholeField(
        label="Số tiền (đồng)",
        low=-(10**15),
        high=10**15,
        help_text="Số nguyên đồng; giảm thì ghi số âm.",
        error_messages={"required": "Ghi số tiền."},
    )
    on = DayField(label="Ngày", error_messages={"required": "Ghi ngày."})
    document = forms.CharField(
        label="Văn bản, chứng từ", max_length=200, error_messages={"required": "Ghi văn bản hoặc chứng từ."}
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
