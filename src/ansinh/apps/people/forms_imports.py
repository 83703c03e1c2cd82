"""Forms of lists: the file handed in, and which column holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from ansinh.apps.people.services.imports.kinds import ListKind
from ansinh.apps.ui.fields import DayField
from ansinh.files.register.mapping import ListFields, letters

NO_COLUMN = ""
PEOPLE = "people"


class ListForm(forms.Form):
    """The list handed in, where it comes from, and the day of which it tells."""

    file = forms.FileField(
        label="Tệp danh sách",
        help_text=".xlsx, .csv hoặc .parquet, đến 25 MB; mỗi người một dòng. Tệp lớn hơn: quản trị nhập bằng lệnh.",
        error_messages={
            "required": "Chọn một tệp danh sách rồi bấm “Gửi danh sách”.",
            "empty": "Tệp rỗng. Chọn lại tệp có nội dung.",
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.parquet"}),
    )
    source = forms.CharField(
        label="Nguồn",
        max_length=200,
        help_text="Danh sách nào, theo văn bản nào. Mỗi người nhận từ danh sách mang nguồn này.",
    )
    as_of = DayField(
        label="Tính đến ngày",
        help_text="Hộ mới, người mới vào hộ, diện nghèo được ghi từ ngày này; đang nhận là nhận vào ngày này.",
    )

    def __init__(self, *args: Any, kinds: Sequence[ListKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not kinds:
            return
        choices = [(PEOPLE, "Danh sách người và hộ"), *((kind.key, kind.label) for kind in kinds)]
        self.fields["kind"] = forms.ChoiceField(label="Loại danh sách", choices=choices, initial=PEOPLE)
        topics = [(kind.topic_label, list(kind.topics)) for kind in kinds]
        self.fields["topic"] = forms.ChoiceField(
            label=" / ".join(kind.topic_label for kind in kinds),
            choices=[("", "như cột của tệp"), *topics],
            required=False,
            help_text=f"Chỉ với {', '.join(f'“{kind.label}”' for kind in kinds)} mà tệp không có cột ấy.",
        )
        self.order_fields(["kind", "file", "topic", "source", "as_of"])

    def clean(self) -> dict[str, Any]:
        """Ask for the kind where something was chosen that another kind has."""
        data = super().clean() or {}
        if data.get("kind", PEOPLE) == PEOPLE:
            data["kind"] = ""
        if data.get("topic") and not data["kind"]:
            self.add_error("topic", "Danh sách người và hộ không chọn mục này. Chọn loại danh sách, hoặc bỏ mục này.")
        return data


class ColumnsForm(forms.Form):
    """Which column of the file holds what; chosen once, remembered for the same headings."""

    def __init__(
        self, *args: Any, headings: Sequence[str], columns: Mapping[str, int], fields: ListFields, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(NO_COLUMN, "không có trong tệp")]
        choices += [(str(at), f"{letters(at)}: {word or '(không tên)'}") for at, word in enumerate(headings)]
        for field, label in fields.labels.items():
            self.fields[field] = forms.ChoiceField(
                label=label[:1].upper() + label[1:],
                choices=choices,
                required=field in fields.needed,
                initial=str(columns[field]) if field in columns else NO_COLUMN,
            )

    def columns(self) -> dict[str, int]:
        """Return the columns chosen, from 0."""
        return {field: int(value) for field, value in self.cleaned_data.items() if value != NO_COLUMN}
