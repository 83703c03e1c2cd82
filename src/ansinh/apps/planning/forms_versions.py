"""What a person types about a version of a plan: what it is called, why, from which day; a new task; the day to look at."""

from __future__ import annotations

from typing import Any

from django import forms

from ansinh.apps.planning.forms import FIRST_YEAR, LAST_YEAR, AgenciesField, agency_lines
from ansinh.apps.planning.models import Indicator, PlanVersion, Task
from ansinh.apps.planning.services.values import LARGEST, Values, plain
from ansinh.apps.ui.fields import DayField, FigureField


class OpenVersionForm(forms.Form):
    """The name and the reason of a new draft."""

    title = forms.CharField(
        label="Tên phiên bản",
        max_length=300,
        error_messages={"required": "Ghi tên phiên bản, ví dụ: Điều chỉnh năm 2027."},
    )
    reason = forms.CharField(label="Lý do", required=False, max_length=2000)


class VersionForm(forms.Form):
    """What stands at the head of a version."""

    title = forms.CharField(label="Tên phiên bản", max_length=300, error_messages={"required": "Ghi tên phiên bản."})
    instrument = forms.CharField(label="Văn bản quyết định", required=False, max_length=200)
    instrument_date = DayField(label="Ngày văn bản", required=False)
    in_force_on = DayField(label="Có hiệu lực từ ngày", required=False)
    reason = forms.CharField(label="Lý do", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    @classmethod
    def of(cls, version: PlanVersion) -> VersionForm:
        """Return the form filled with what the draft says."""
        return cls(initial={name: getattr(version, name) for name in cls.base_fields})


class FinishForm(forms.Form):
    """What decides a takeover, and from which day."""

    instrument = forms.CharField(label="Văn bản quyết định", required=False, max_length=200)
    instrument_date = DayField(label="Ngày văn bản", required=False)
    in_force_on = DayField(
        label="Có hiệu lực từ ngày", error_messages={"required": "Ghi ngày phiên bản tiếp nhận có hiệu lực."}
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Ghi lý do tiếp nhận."},
    )


class ItemValuesForm(forms.ModelForm):  # type: ignore[type-arg]
    """The values of a row that a version adds."""

    lead = AgenciesField(label="Chủ trì", help_text="Mỗi dòng một cơ quan")
    supporting = AgenciesField(label="Phối hợp", help_text="Mỗi dòng một cơ quan")

    def values(self) -> Values:
        """Return the values of the row."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data}


class NewTaskForm(ItemValuesForm):
    """A task that a version adds."""

    class Meta:
        model = Task
        fields = (
            "no",
            "name",
            "section",
            "product",
            "schedule_raw",
            "schedule_kind",
            "from_year",
            "to_year",
            "quarter",
        )
        widgets = {"name": forms.Textarea(attrs={"rows": 2}), "schedule_raw": forms.TextInput()}


class NewIndicatorForm(ItemValuesForm):
    """An indicator that a version adds; its targets are typed beside it."""

    class Meta:
        model = Indicator
        fields = ("no", "name", "unit", "dimension", "group", "direction")
        widgets = {"name": forms.Textarea(attrs={"rows": 2})}


class BaselineChangeForm(forms.Form):
    """The baseline that an indicator has from a version on; all three boxes, or none where there is no baseline."""

    value = FigureField(label="Số gốc", low=-LARGEST, high=LARGEST, required=False)
    year = forms.IntegerField(label="Năm của số gốc", min_value=FIRST_YEAR, required=False)
    source = forms.CharField(label="Nguồn số gốc", max_length=400, required=False)

    PREFIX = "goc"

    @classmethod
    def of(cls, indicator: Indicator, data: Any = None, *, this_year: int) -> BaselineChangeForm:
        """Return the form filled with the baseline in force; data without these boxes leaves it as it is."""
        known = getattr(indicator, "baseline", None)
        initial: dict[str, Any] = {}
        if known is not None:
            initial = {"value": known.value.normalize(), "year": known.year, "source": known.source}
        posted = data if data is not None and f"{cls.PREFIX}-value" in data else None
        form = cls(posted, initial=initial, prefix=cls.PREFIX)
        form.this_year = this_year
        return form

    this_year = LAST_YEAR

    def clean(self) -> dict[str, Any]:
        """Refuse a baseline of which a part is missing, or of a year still to come."""
        data = super().clean() or {}
        given = [data.get(name) not in (None, "") for name in ("value", "year", "source")]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError("Số gốc cần đủ số, năm và nguồn.")
        if data.get("year") and data["year"] > self.this_year:
            self.add_error("year", f"Năm của số gốc phải từ {FIRST_YEAR} đến {self.this_year}.")
        return data

    def values(self) -> Values:
        """Return the baseline among the values of the row; nothing where it was not asked."""
        if not self.is_bound:
            return {}
        data = self.cleaned_data
        if data["value"] is None:
            return {"baseline": None}
        said = {"year": data["year"], "value": plain(data["value"]), "source": data["source"].strip()}
        return {"baseline": said}


NEW_FORMS: dict[str, type[ItemValuesForm]] = {"task": NewTaskForm, "indicator": NewIndicatorForm}


def lines_of(values: Values) -> dict[str, Any]:
    """Return values of a row with its agencies as lines of a text box."""
    return values | {name: agency_lines(values[name]) for name in ("lead", "supporting") if name in values}
