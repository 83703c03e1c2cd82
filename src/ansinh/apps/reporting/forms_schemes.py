"""What a person says when a duty to report is set up."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from ansinh.apps.planning.models import CatalogueIndicator, Plan, PlanState, ReportDuty
from ansinh.apps.planning.models.items import IN_USE
from ansinh.apps.reporting.models import PeriodLength, ReporterKind
from ansinh.apps.reporting.selectors.duties import lines_led_by, lines_of, split
from ansinh.apps.reporting.services.rounds import DueDay, LineGiven
from ansinh.apps.territory.models import Agency, Unit
from ansinh.apps.ui.fields import DayField
from ansinh.core.catalogue import load_parts


def _plans_of(place: Unit) -> QuerySet[Plan]:
    rows = Plan.objects.filter(state=PlanState.RUNNING, scope_unit__code=place.code, scope_unit__level=place.level)
    return rows.select_related("file")


class DayPairField(forms.IntegerField):
    """Half of a day of the period: a day or a month."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=most, **kwargs)


class SchemeForm(forms.Form):
    """Title, plan, period, who reports, the two dates, and the indicators asked for."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    title = forms.CharField(label="Tên báo cáo", max_length=300, error_messages={"required": "Ghi tên báo cáo."})
    plan = forms.ModelChoiceField(queryset=Plan.objects.none(), required=False, widget=forms.HiddenInput)
    duty = forms.ModelChoiceField(queryset=ReportDuty.objects.none(), required=False, widget=forms.HiddenInput)
    length = forms.ChoiceField(label="Độ dài kỳ", choices=PeriodLength.choices, initial=PeriodLength.YEAR)
    receiver = forms.ModelChoiceField(
        label="Nơi nhận báo cáo",
        queryset=Agency.objects.filter(is_group=False).order_by("name"),
        required=False,
        empty_label="không ghi",
    )
    due_day = DayPairField(label="Hạn gửi: ngày", most=31, error_messages={"required": "Ghi ngày gửi."})
    due_month = DayPairField(label="Hạn gửi: tháng", most=24, error_messages={"required": "Ghi tháng gửi."})
    cut_off_day = DayPairField(label="Chốt số liệu: ngày", most=31, required=False)
    cut_off_month = DayPairField(label="Chốt số liệu: tháng", most=24, required=False)
    content = forms.CharField(label="Nội dung, đề cương", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    reporters = forms.ChoiceField(
        label="Bên báo cáo", choices=ReporterKind.choices, initial=ReporterKind.COMMUNES, widget=forms.RadioSelect
    )
    agencies = forms.ModelMultipleChoiceField(
        label="Các cơ quan báo cáo", queryset=Agency.objects.filter(is_group=False).order_by("name"), required=False
    )
    entries = forms.ModelMultipleChoiceField(
        label="Chỉ tiêu phải báo cáo",
        queryset=CatalogueIndicator.objects.exclude(kind="qualitative"),
        required=False,
    )
    splits = forms.MultipleChoiceField(
        label="Hỏi thêm từng phần",
        choices=[(way.code, way.name_vi) for way in load_parts().values()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Chỉ tiêu đã chọn nào có phân tổ này trong danh mục thì đơn vị báo cáo cả số chung lẫn số từng phần; "
        "phần mềm so các phần với số chung.",
    )

    PLAIN = ("title", "length", "receiver")

    def __init__(self, *args: Any, place: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = _plans_of(place)
        self.fields["plan"].queryset = plans.defer("file__content", "file__text")  # type: ignore[attr-defined]
        self.fields["duty"].queryset = ReportDuty.objects.filter(  # type: ignore[attr-defined]
            plan__in=plans, state__in=IN_USE
        )
        self.place = place

    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields that stand alone, in order."""
        return [self[name] for name in self.PLAIN]

    def chosen(self, name: str) -> set[str]:
        """Return what is ticked in a list, as typed or as proposed."""
        value = self[name].value() or []
        return {str(getattr(one, "pk", one)) for one in value}

    def clean(self) -> dict[str, Any]:
        """Hold what belongs together: both halves of the cut-off, agencies where agencies report."""
        data = super().clean() or {}
        if bool(data.get("cut_off_month")) != bool(data.get("cut_off_day")):
            self.add_error("cut_off_day", "Ghi cả ngày và tháng chốt số liệu, hoặc để trống cả hai.")
        if data.get("reporters") == ReporterKind.AGENCIES and not data.get("agencies"):
            self.add_error("agencies", "Chọn ít nhất một cơ quan báo cáo.")
        if data.get("reporters") == ReporterKind.COMMUNES:
            data["agencies"] = []
        if not data.get("entries") and not data.get("content"):
            self.add_error("entries", "Chọn ít nhất một chỉ tiêu, hoặc ghi nội dung phải báo cáo bằng lời.")
        return data

    def given(self) -> dict[str, Any]:
        """Return what the service needs."""
        data = self.cleaned_data
        plan = data["plan"]
        return {
            "key": data["key"],
            "title": data["title"],
            "plan": plan,
            "duty": data["duty"],
            "length": data["length"],
            "reporters": data["reporters"],
            "agencies": list(data["agencies"]),
            "receiver": data["receiver"],
            "content": data["content"],
            "due": DueDay(data["due_month"], data["due_day"]),
            "cut_off": DueDay(data["cut_off_month"], data["cut_off_day"]) if data["cut_off_day"] else None,
            "lines": self._lines(),
        }

    def _lines(self) -> list[LineGiven]:
        """Return the indicators ticked with the parts that the plan or the form asks for.

        Where agencies report, an indicator that one of them leads is asked of that one alone.
        """
        data = self.cleaned_data
        plan, agencies = data["plan"], list(data["agencies"])
        of_plan = {(line.entry.code, line.dimension): line for line in (lines_of(plan) if plan is not None else [])}
        led = lines_led_by(plan, agencies, on=timezone.localdate()) if plan is not None and agencies else []
        of_plan |= {(line.entry.code, line.dimension): line for line in led}
        lines = []
        for entry in data["entries"]:
            lines.append(of_plan.pop((entry.code, ""), LineGiven(entry)))
            lines += [line for (code, _), line in of_plan.items() if code == entry.code]
        return split(lines, data["splits"])


class RequestForm(forms.Form):
    """What is asked for, by when, of whom."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    title = forms.CharField(label="Báo cáo về việc gì", max_length=300, error_messages={"required": "Ghi tên báo cáo."})
    content = forms.CharField(
        label="Nội dung yêu cầu",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Ghi nội dung yêu cầu."},
    )
    due_date = DayField(label="Hạn gửi", error_messages={"required": "Ghi hạn gửi."})
    receiver = forms.ModelChoiceField(
        label="Nơi nhận báo cáo",
        queryset=Agency.objects.filter(is_group=False).order_by("name"),
        required=False,
        empty_label="không ghi",
    )
    duty = forms.ModelChoiceField(queryset=ReportDuty.objects.none(), required=False, widget=forms.HiddenInput)
    reporters = forms.ChoiceField(
        label="Yêu cầu ai", choices=ReporterKind.choices, initial=ReporterKind.COMMUNES, widget=forms.RadioSelect
    )
    agencies = forms.ModelMultipleChoiceField(
        label="Các cơ quan được yêu cầu",
        queryset=Agency.objects.filter(is_group=False).order_by("name"),
        required=False,
    )
    entries = forms.ModelMultipleChoiceField(
        label="Số liệu kèm theo", queryset=CatalogueIndicator.objects.exclude(kind="qualitative"), required=False
    )

    def __init__(self, *args: Any, place: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        self.fields["duty"].queryset = ReportDuty.objects.filter(  # type: ignore[attr-defined]
            plan__in=_plans_of(place), state__in=IN_USE
        )

    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields that stand alone, in order."""
        return [self[name] for name in ("title", "content", "due_date", "receiver")]

    def chosen(self, name: str) -> set[str]:
        """Return what is ticked in a list, as typed or as proposed."""
        value = self[name].value() or []
        return {str(getattr(one, "pk", one)) for one in value}

    def given(self) -> dict[str, Any]:
        """Return what the service needs."""
        data = self.cleaned_data
        duty = data["duty"]
        return {
            "key": data["key"],
            "title": data["title"],
            "content": data["content"],
            "due_date": data["due_date"],
            "receiver": data["receiver"],
            "duty": duty,
            "plan": duty.plan if duty else None,
            "reporters": data["reporters"],
            "agencies": list(data["agencies"]) if data["reporters"] == ReporterKind.AGENCIES else [],
            "lines": [LineGiven(entry) for entry in data["entries"]],
        }
