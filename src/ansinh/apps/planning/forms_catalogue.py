"""What a coordinator types into the catalogue: the fields of an indicator, and a weight."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import F

from ansinh.apps.planning.models import CatalogueIndicator
from ansinh.apps.territory.models import Unit, UnitLevel
from ansinh.apps.ui.fields import FigureField

LONG = {"name_vi", "numerator", "denominator", "notes", "national_target"}
LISTS = {"disaggregations", "components"}
_CODE = re.compile(r"[a-z][a-z0-9_]{2,79}")


class ListField(forms.CharField):
    """Codes parted by semicolons."""

    def prepare_value(self, value: Any) -> Any:
        """Write a list back as it is typed."""
        return "; ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        """Return the codes typed, in order."""
        return [part.strip() for part in str(value or "").split(";") if part.strip()]


class EntryForm(forms.ModelForm):  # type: ignore[type-arg] # Django takes no argument at run time
    """The fields of one indicator of the catalogue."""

    disaggregations = ListField(label="Các phân tổ", required=False, help_text="Mã, cách nhau bằng dấu chấm phẩy.")
    components = ListField(
        label="Gộp từ các chỉ tiêu", required=False, help_text="Mã chỉ tiêu thành phần, cách nhau bằng dấu chấm phẩy."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CatalogueIndicator
        fields = (
            "name_vi",
            "name_en",
            "sector",
            "unit",
            "kind",
            "direction",
            "numerator",
            "denominator",
            "definition_source",
            "per",
            "disaggregations",
            "frequency",
            "time_axis",
            "place_axis",
            "merger_rule",
            "source",
            "national_target",
            "notes",
            "computability",
            "components",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LONG:
            self.fields[name].widget = forms.Textarea(attrs={"rows": 2})
        self.fields["name_en"].widget = forms.TextInput()

    def values(self) -> dict[str, Any]:
        """Return what was typed, field by field."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def _post_clean(self) -> None:
        """Leave the row as it is: a service writes it."""


class NewEntryForm(EntryForm):
    """An indicator that the program does not bring."""

    code = forms.CharField(
        label="Mã chỉ tiêu", max_length=80, help_text="Chữ thường không dấu, số, gạch dưới: poverty_rate"
    )
    field_order = ("code",)

    def clean_code(self) -> str:
        """Hold the code to what the addresses of pages take."""
        code = str(self.cleaned_data["code"])
        if not _CODE.fullmatch(code):
            raise forms.ValidationError("Mã gồm chữ thường không dấu, số và gạch dưới, bắt đầu bằng chữ.")
        return code


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg] # Django takes no argument at run time
    """A province of today or of before a reform; the latter says when it ended."""

    def label_from_instance(self, obj: Unit) -> str:
        """Write the name, and the end where there is one."""
        return f"{obj.name} (đến {obj.valid_to:%d/%m/%Y})" if obj.valid_to else obj.name


class WeightForm(forms.Form):
    """What one unit counts for in the mean of a larger place."""

    unit_id = UnitField(
        label="Đơn vị hành chính",
        queryset=Unit.objects.filter(level=UnitLevel.PROVINCE).order_by(F("valid_to").desc(nulls_first=True), "code"),
        empty_label="Chọn đơn vị",
    )
    year = forms.IntegerField(label="Năm", min_value=1990, max_value=2100)
    value = FigureField(label="Quyền số")
    source = forms.CharField(label="Nguồn số liệu", max_length=400)

    def values(self) -> dict[str, Any]:
        """Return what was typed, as the service takes it."""
        data = self.cleaned_data
        return {"unit_id": data["unit_id"].pk, **{name: data[name] for name in ("year", "value", "source")}}
