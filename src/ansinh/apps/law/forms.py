"""What people type about the law: two days to compare, a text, what stands in it."""

from __future__ import annotations

from typing import Any

from django import forms

from ansinh.apps.law.models import OfficialText
from ansinh.apps.law.selectors.book import instrument_name
from ansinh.apps.law.services.texts import MOST_PAGES
from ansinh.apps.law.subjects import Subject, list_subjects
from ansinh.apps.ui.fields import DayField


class DaysForm(forms.Form):
    """Two days between which the law is compared."""

    tu = DayField(label="Từ ngày", required=False)
    den = DayField(label="Đến ngày", required=False)

    def clean(self) -> dict[str, Any]:
        """The first day comes first."""
        data = super().clean() or {}
        if data.get("tu") and data.get("den") and data["tu"] >= data["den"]:
            self.add_error("den", "Ngày sau phải sau ngày trước.")
        return data


class TextForm(forms.Form):
    """The file of an instrument as it was published."""

    number = forms.ChoiceField(label="Văn bản", error_messages={"required": "Chọn văn bản."})
    title = forms.CharField(label="Trích yếu", max_length=300, error_messages={"required": "Ghi trích yếu."})
    pages = forms.IntegerField(
        label="Số trang",
        min_value=1,
        max_value=MOST_PAGES,
        error_messages={"required": "Ghi số trang của tệp.", "invalid": "Gõ số trang bằng chữ số."},
    )
    file = forms.FileField(
        label="Tệp",
        help_text="PDF có dấu hoặc bản trên Công báo; cũng nhận DOCX, PNG, JPG; tối đa 20 MB.",
        error_messages={"required": "Chưa chọn tệp.", "empty": "Tệp trống. Chọn lại tệp."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = dict.fromkeys(number for each in list_subjects() for number in each.instruments)
        named = [(one, instrument_name(one)) for one in sorted(numbers)]
        self.fields["number"].choices = [("", "Chọn văn bản"), *named]  # type: ignore[attr-defined]


class ReadForm(forms.Form):
    """What the first official reads: in which file, on which page, and what stands there."""

    text = forms.ChoiceField(label="Tệp", error_messages={"required": "Chọn tệp đã đọc."})
    page = forms.IntegerField(
        label="Trang", min_value=1, error_messages={"required": "Ghi trang.", "invalid": "Gõ số trang bằng chữ số."}
    )
    read = forms.CharField(max_length=20_000, error_messages={"required": "Gõ những gì văn bản ghi."})
    quote = forms.CharField(
        label="Nguyên văn", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, subject: Subject, texts: list[OfficialText], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].choices = [(str(each.pk), str(each)) for each in texts]  # type: ignore[attr-defined]
        dress_reading(self.fields["read"], subject)
        if subject.rule is None:
            self.fields["quote"].help_text = "Không bắt buộc: câu có con số ấy."
        else:
            self.fields["quote"].help_text = "Chép đoạn làm căn cứ, để người thứ hai so lại."


class ReadAgainForm(forms.Form):
    """What the second official reads in the same place."""

    read_again = forms.CharField(max_length=20_000, error_messages={"required": "Gõ lại những gì văn bản ghi."})

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress_reading(self.fields["read_again"], subject)


class ChangeForm(forms.Form):
    """A decree that changes the law."""

    number = forms.CharField(
        label="Số, ký hiệu", max_length=60, error_messages={"required": "Ghi số, ký hiệu như in trên văn bản."}
    )
    title = forms.CharField(label="Trích yếu", max_length=300, error_messages={"required": "Ghi trích yếu."})
    in_force_from = DayField(label="Có hiệu lực từ", error_messages={"required": "Ghi ngày văn bản có hiệu lực."})
    applied_from = DayField(
        label="Áp dụng từ",
        required=False,
        help_text="Ngày người dân bắt đầu được hưởng; bỏ trống nếu như ngày có hiệu lực.",
    )
    pages = forms.IntegerField(
        label="Số trang",
        min_value=1,
        max_value=MOST_PAGES,
        error_messages={"required": "Ghi số trang của tệp.", "invalid": "Gõ số trang bằng chữ số."},
    )
    file = forms.FileField(
        label="Tệp",
        help_text="PDF hoặc DOCX; tối đa 20 MB.",
        error_messages={"required": "Chưa chọn tệp.", "empty": "Tệp trống. Chọn lại tệp."},
    )
    body = forms.CharField(
        label="Chữ của văn bản",
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Chỉ cần khi tệp là ảnh quét: dán phần có điều, khoản và con số.",
    )


class ValueForm(forms.Form):
    """A figure of a decree given to a parameter."""

    key = forms.ChoiceField(label="Tham số", error_messages={"required": "Chọn tham số nhận con số này."})
    typed = forms.CharField(label="Giá trị mới", max_length=80, error_messages={"required": "Gõ giá trị mới."})
    applied_from = DayField(label="Áp dụng từ", error_messages={"required": "Ghi ngày áp dụng."})
    in_force_from = DayField(label="Có hiệu lực từ", error_messages={"required": "Ghi ngày có hiệu lực."})
    page = forms.IntegerField(
        label="Trang", min_value=1, error_messages={"required": "Ghi trang.", "invalid": "Gõ số trang bằng chữ số."}
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "Chọn tham số"), *choices]  # type: ignore[attr-defined]


class OtherValueForm(ValueForm):
    """A table of a decree, or a figure that was not found in its text."""

    typed = forms.CharField(
        label="Giá trị mới",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="Con số, “không còn”, hoặc cả bảng: mỗi dòng một dòng, đúng thứ tự của phần mềm, số tiền đứng cuối.",
        error_messages={"required": "Gõ giá trị mới."},
    )
    reference = forms.CharField(
        label="Chỗ đứng",
        max_length=200,
        help_text="Như “khoản 1 Điều 4” hay “Phụ lục II”.",
        error_messages={"required": "Ghi chỗ đứng của con số trong văn bản."},
    )
    field_order = ["key", "typed", "reference", "applied_from", "in_force_from", "page"]


class ReasonForm(forms.Form):
    """Why a reading is refused or taken back."""

    reason = forms.CharField(label="Lý do", max_length=400, error_messages={"required": "Ghi lý do."})


def dress_reading(field: forms.Field, subject: Subject) -> None:
    """Ask for a figure, a table or a place in the law, as the thing to read is."""
    field.label = "Văn bản ghi"
    if subject.is_table:
        field.widget = forms.Textarea(attrs={"rows": 10, "spellcheck": "false"})
        field.help_text = (
            "Mỗi dòng của bảng một dòng, đúng thứ tự của bảng bên cạnh, số tiền đứng cuối; dán từ tệp được."
        )
    elif subject.parameter is not None:
        field.widget = forms.TextInput(attrs={"autocomplete": "off"})
        field.help_text = "Gõ con số đọc được trong tệp; “không còn” nếu văn bản bãi bỏ."
    else:
        field.label = "Đọc ở"
        field.widget = forms.TextInput(attrs={"autocomplete": "off"})
        field.help_text = "Điểm, khoản, điều và số hiệu, như “điểm a khoản 1 Điều 5 Nghị định số 20/2021/NĐ-CP”."
