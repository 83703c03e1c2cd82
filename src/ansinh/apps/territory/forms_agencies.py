"""What a person types to change the directory of agencies."""

from __future__ import annotations

from typing import Any

from django import forms

from ansinh.apps.territory.models import LONGEST_NAME, Agency, AgencyKind, AgencyLevel, Evidence, Unit, UnitLevel
from ansinh.apps.ui.fields import DayField
from ansinh.core.workfields import FIELDS


class AgencyForm(forms.Form):
    """What the directory says of one agency."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label="Tên cơ quan", max_length=LONGEST_NAME, error_messages={"required": "Ghi tên cơ quan."}
    )
    short_name = forms.CharField(label="Tên ngắn", max_length=120, required=False)
    kind = forms.ChoiceField(label="Loại", choices=AgencyKind.choices)
    level = forms.ChoiceField(label="Cấp", choices=AgencyLevel.choices)
    parent_id = forms.ModelChoiceField(
        label="Thuộc cơ quan", queryset=Agency.objects.none(), required=False, empty_label="Không ghi"
    )
    valid_from = DayField(label="Từ ngày", required=False, help_text="Để trống khi chưa biết.")
    valid_to = DayField(label="Đến trước ngày", required=False, help_text="Để trống khi còn hoạt động.")
    alias = forms.CharField(
        label="Thêm một cách viết",
        max_length=LONGEST_NAME,
        required=False,
        help_text="Văn bản in tên này thì phần mềm nhận ra cơ quan.",
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial", {name: getattr(agency, name) for name in self.base_fields if hasattr(agency, name)}
        )
        super().__init__(*args, **kwargs)
        others = Agency.objects.filter(is_group=False).exclude(pk=agency.pk).order_by("search_key")
        self.fields["parent_id"].queryset = others  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what is to be written of the agency itself."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "alias")}
        parent = data["parent_id"]
        return data | {"parent_id": parent.pk if parent is not None else None}


class SuccessionForm(forms.Form):
    """Where the work of an agency went."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    field = forms.ChoiceField(
        label="Lĩnh vực", required=False, choices=[("", "Mọi việc"), *((one.code, one.label) for one in FIELDS)]
    )
    unit = forms.ModelChoiceField(
        label="Chỉ ở tỉnh, thành phố", queryset=Unit.objects.none(), required=False, empty_label="Mọi tỉnh, thành phố"
    )
    successor = forms.ModelChoiceField(
        label="Cơ quan kế nhiệm", queryset=Agency.objects.none(), required=False, empty_label="Chưa rõ"
    )
    from_date = DayField(label="Từ ngày", error_messages={"required": "Ghi ngày chuyển."})
    legal_basis = forms.CharField(
        label="Căn cứ", max_length=1000, error_messages={"required": "Ghi văn bản hoặc nguồn nói việc này."}
    )
    evidence = forms.ChoiceField(label="Mức đối chiếu", choices=Evidence.choices)
    source_url = forms.URLField(label="Địa chỉ nguồn", max_length=500, required=False, assume_scheme="https")
    note = forms.CharField(label="Ghi chú", max_length=2000, required=False)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": agency.version, "evidence": Evidence.MEMORY})
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.order_by("search_key")
        self.fields["successor"].queryset = agencies  # type: ignore[attr-defined]
        provinces = Unit.objects.filter(level=UnitLevel.PROVINCE).order_by("-valid_from", "code")
        self.fields["unit"].queryset = provinces  # type: ignore[attr-defined]
