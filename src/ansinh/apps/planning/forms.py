"""What a person types while correcting a row; each form gives the row's values back."""

from __future__ import annotations

from typing import Any

from django import forms

from ansinh.apps.planning.models import Citation, Direction, Indicator, ReportDuty, Target, Task
from ansinh.apps.planning.services.values import KINDS, Values, is_storable, plain
from ansinh.apps.ui.fields import DayField
from ansinh.core.text import read_number, read_range, write_number

SIGNS = [
    ("", "không nêu"),
    ("=", "="),
    (">=", "≥"),
    (">", ">"),
    ("<=", "≤"),
    ("<", "<"),
    ("range", "khoảng từ–đến"),
    ("approx", "khoảng"),
    ("qualitative", "định tính"),
]


FIRST_YEAR, LAST_YEAR = 1990, 2100


def year_field(label: str) -> forms.IntegerField:
    """Return a box for a year that a plan can speak of, so that "20255" is seen before it is kept."""
    return forms.IntegerField(label=label, min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)


def agency_lines(names: list[str]) -> str:
    """Return names of agencies for a text box, one a line."""
    return "\n".join(names)


def read_agency_lines(text: str) -> list[str]:
    """Return the agencies typed: one a line or divided by semicolons; each line is one name as typed."""
    lines = [line.strip() for line in text.replace(";", "\n").splitlines()]
    return [line for line in lines if line]


class AgenciesField(forms.CharField):
    """Agencies, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 2}), strip=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Return the list of names."""
        return read_agency_lines(super().clean(value) or "")


class TargetForm(forms.Form):
    """One target of an indicator: year, sign and figure, as the document means them."""

    year = year_field("Năm")
    comparator = forms.ChoiceField(label="So sánh", choices=SIGNS, required=False)
    value = forms.CharField(label="Giá trị", required=False, max_length=4000)

    def __init__(self, *args: Any, target: Target | None = None, **kwargs: Any) -> None:
        self.target = target
        if target is not None:
            kwargs["initial"] = {
                "year": target.year,
                "comparator": target.comparator,
                "value": figure_text(target),
            }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Read the figure by the sign chosen; say which of the two does not fit."""
        data = super().clean() or {}
        sign, text = data.get("comparator") or "", (data.get("value") or "").strip()
        low = high = None
        if sign == "range":
            bounds = read_range(text.replace("–", "-"))
            if bounds is None:
                raise forms.ValidationError({"value": f"“{text}” không phải là khoảng. Gõ hai số, ví dụ 85-90."})
            low, high = bounds
            if not (is_storable(low) and is_storable(high)):
                raise forms.ValidationError({"value": f"Số trong “{text}” quá lớn. Kiểm tra lại dấu chấm, dấu phẩy."})
            if low > high:
                raise forms.ValidationError({"value": "Cận dưới lớn hơn cận trên. Đổi chỗ hai số."})
        elif sign == "qualitative":
            if not text:
                raise forms.ValidationError({"value": "Ghi yêu cầu định tính bằng lời."})
        elif sign:
            number = read_number(text)
            if number is None:
                raise forms.ValidationError({"value": f"Không đọc được số “{text}”. Gõ như 1234 hoặc 97,5."})
            if not is_storable(number):
                raise forms.ValidationError({"value": f"Số “{text}” quá lớn. Kiểm tra lại dấu chấm, dấu phẩy."})
            low = None if sign in ("<", "<=") else number
            high = None if sign in (">", ">=") else number
        data["values"] = {
            "year": data.get("year"),
            "raw": self.target.raw if self.target else text,
            "comparator": sign,
            "low": plain(low),
            "high": plain(high),
            "qualitative": text if sign == "qualitative" else "",
            "span": [self.target.span_start, self.target.span_end] if self.target else [0, 0],
        }
        return data


def figure_text(target: Target) -> str:
    """Return the figure of a target as an official types it: "97,5", "85-90"."""
    if target.comparator == "qualitative":
        return target.qualitative or target.raw
    if target.comparator == "range" and target.low is not None and target.high is not None:
        return f"{write_number(target.low.normalize())}-{write_number(target.high.normalize())}"
    figure = target.low if target.low is not None else target.high
    return "" if figure is None else write_number(figure.normalize())


class ItemForm(forms.ModelForm):  # type: ignore[type-arg]
    """The base of the forms that correct one row."""

    kind = ""

    def values(self) -> Values:
        """Return the corrected values of the row."""
        return {name: self.cleaned_data[name] for name in self.cleaned_data}


class IndicatorForm(ItemForm):
    """An indicator with its targets and agencies."""

    kind = "indicator"
    lead = AgenciesField(label="Chủ trì", help_text="Mỗi dòng một cơ quan")
    supporting = AgenciesField(label="Phối hợp", help_text="Mỗi dòng một cơ quan")

    class Meta:
        model = Indicator
        fields = ("name", "unit", "dimension", "direction")
        widgets = {"name": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data: Any = None, *, instance: Indicator, **kwargs: Any) -> None:
        taken = KINDS[self.kind].take(instance)
        initial = {"lead": agency_lines(taken["lead"]), "supporting": agency_lines(taken["supporting"])}
        super().__init__(data, instance=instance, initial=initial, **kwargs)
        self.fields["direction"].choices = Direction.choices  # type: ignore[attr-defined]
        targets = sorted(instance.targets.all(), key=lambda target: target.ordinal)
        self.targets = [TargetForm(data, target=target, prefix=f"t{n}") for n, target in enumerate(targets)]
        if not targets:
            self.targets = [TargetForm(data, prefix="t0")]

    def is_valid(self) -> bool:
        """Say whether the row and each of its targets can be read."""
        return all([super().is_valid(), *(form.is_valid() for form in self.targets)])

    def values(self) -> Values:
        """Return the corrected values, targets included; a target left empty stays a target that states nothing."""
        return super().values() | {
            "targets": [
                form.cleaned_data["values"]
                for form in self.targets
                if form.target is not None or form.cleaned_data["values"]["comparator"]
            ]
        }


class TaskForm(ItemForm):
    """A task with its agencies, product and schedule."""

    kind = "task"
    from_year = year_field("Từ năm")
    to_year = year_field("Đến năm")
    lead = AgenciesField(label="Chủ trì", help_text="Mỗi dòng một cơ quan")
    supporting = AgenciesField(label="Phối hợp", help_text="Mỗi dòng một cơ quan")

    class Meta:
        model = Task
        fields = ("name", "product", "submit_to", "schedule_raw", "schedule_kind", "from_year", "to_year", "quarter")
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2}),
            "product": forms.Textarea(attrs={"rows": 2}),
            "schedule_raw": forms.TextInput(),
        }

    def __init__(self, data: Any = None, *, instance: Task, **kwargs: Any) -> None:
        taken = KINDS[self.kind].take(instance)
        initial = {"lead": agency_lines(taken["lead"]), "supporting": agency_lines(taken["supporting"])}
        super().__init__(data, instance=instance, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse years in the wrong order and a quarter that does not exist."""
        data = super().clean() or {}
        first, last, quarter = data.get("from_year"), data.get("to_year"), data.get("quarter")
        if first and last and first > last:
            self.add_error("to_year", "Năm kết thúc trước năm bắt đầu. Sửa một trong hai năm.")
        if quarter and not 1 <= quarter <= 4:
            self.add_error("quarter", "Quý phải từ 1 đến 4.")
        return data


class DutyForm(ItemForm):
    """A duty to report."""

    kind = "duty"
    year = year_field("Năm")

    class Meta:
        model = ReportDuty
        fields = ("who", "to", "what", "due_raw", "recurrence", "day", "month", "quarter", "year")
        widgets = {
            "who": forms.Textarea(attrs={"rows": 2}),
            "to": forms.TextInput(),
            "what": forms.Textarea(attrs={"rows": 2}),
            "due_raw": forms.TextInput(),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse days that no calendar has."""
        data = super().clean() or {}
        if data.get("day") and not 1 <= data["day"] <= 31:
            self.add_error("day", "Ngày phải từ 1 đến 31.")
        if data.get("month") and not 1 <= data["month"] <= 12:
            self.add_error("month", "Tháng phải từ 1 đến 12.")
        if data.get("quarter") and not 1 <= data["quarter"] <= 4:
            self.add_error("quarter", "Quý phải từ 1 đến 4.")
        return data


class CitationForm(ItemForm):
    """A cited instrument."""

    kind = "citation"
    date = DayField(label="Ngày ban hành", required=False)

    class Meta:
        model = Citation
        fields = ("type", "number", "issuer", "name", "role")
        widgets = {"name": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data: Any = None, *, instance: Citation, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, initial={"date": instance.date}, **kwargs)

    def values(self) -> Values:
        """Return the corrected values; the day as ISO text."""
        values = super().values()
        return values | {"date": values["date"].isoformat() if values["date"] else None}


FORMS: dict[str, type[ItemForm]] = {form.kind: form for form in (IndicatorForm, TaskForm, DutyForm, CitationForm)}


def form_for(kind_code: str, instance: Any, data: Any = None) -> ItemForm:
    """Return the form that corrects a row of this kind."""
    return FORMS[kind_code](data, instance=instance)


class UploadForm(forms.Form):
    """The document handed in."""

    file = forms.FileField(
        label="Tệp kế hoạch",
        help_text=".docx, .pdf có chữ, .html, .md hoặc .txt; đến 25 MB",
        error_messages={
            "required": "Chọn một tệp kế hoạch rồi bấm “Đọc kế hoạch”.",
            "empty": "Tệp rỗng. Chọn lại tệp có nội dung.",
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.pdf,.html,.htm,.md,.txt"}),
    )
