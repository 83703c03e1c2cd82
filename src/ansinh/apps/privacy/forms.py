"""A request taken down, and what is written on the way to its answer."""

from __future__ import annotations

from typing import Any

from django import forms

from ansinh.apps.privacy.law import STATE_TASK
from ansinh.apps.privacy.models import Asker, Outcome, RequestKind
from ansinh.apps.privacy.services import Asked
from ansinh.apps.ui.fields import DayField


class RequestForm(forms.Form):
    """What is asked, by whom, and since when the clock runs."""

    kind = forms.ChoiceField(label="Yêu cầu", choices=[("", "Chọn yêu cầu"), *RequestKind.choices])
    received_date = DayField(label="Ngày nhận", help_text="Thời hạn tính từ ngày này, không kể ngày nhận.")
    asked = forms.CharField(
        label="Nội dung yêu cầu",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Người ấy muốn gì.",
    )
    asker = forms.ChoiceField(label="Ai yêu cầu", choices=Asker.choices)
    asker_name = forms.CharField(label="Tên người đại diện", max_length=120, required=False)
    has_processors = forms.BooleanField(label="Phải qua bên xử lý dữ liệu khác", required=False)

    def values(self) -> Asked:
        """Return what the service takes."""
        return Asked(**self.cleaned_data)


class BasisForm(forms.Form):
    """The provision that binds, or that there is none."""

    duty = forms.CharField(
        label="Điều luật buộc giữ hoặc tiếp tục xử lý",
        max_length=200,
        required=False,
        help_text=f"Như “{STATE_TASK}”. Để trống nếu đã xem mà không có.",
    )


class CopyForm(forms.Form):
    """In which form the copy is made, and why its numbers are to be whole."""

    kind = forms.ChoiceField(
        label="Dạng tệp",
        choices=[("docx", "DOCX, để đọc và in"), ("pdf", "PDF, để đọc và in"), ("json", "JSON, để phần mềm khác đọc")],
    )
    reason = forms.CharField(
        label="Vì sao cần số đầy đủ",
        max_length=200,
        required=False,
        help_text="Để trống thì số định danh, điện thoại, tài khoản chỉ hiện ba ký tự cuối. Nêu lý do, ít nhất 10 chữ, thì hiện đủ và ghi lại.",
    )


class ExtendForm(forms.Form):
    """Why more time is needed."""

    reason = forms.CharField(label="Lý do gia hạn", max_length=300)


class AnswerForm(forms.Form):
    """How the request is answered."""

    outcome = forms.ChoiceField(label="Kết quả", choices=[("", "Chọn kết quả"), *Outcome.choices])
    basis = forms.CharField(
        label="Căn cứ nếu không thực hiện", max_length=200, required=False, help_text="Điều nào của văn bản nào."
    )
    text = forms.CharField(
        label="Nội dung trả lời",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Điều báo cho người yêu cầu.",
    )


ACT_FORMS: dict[str, Any] = {"check": BasisForm, "extend": ExtendForm, "answer": AnswerForm}
