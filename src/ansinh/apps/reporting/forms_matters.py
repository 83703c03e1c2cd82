"""What a person types about difficulties, inspections, supervision, activities and opinions."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from ansinh.apps.planning.models import Plan, PlanState, PlanVersion, VersionState
from ansinh.apps.reporting.forms_tasks import text_area
from ansinh.apps.reporting.models import ActivityKind, DifficultyKind, InspectionRecord, Opinion, Supervisor
from ansinh.apps.territory.models import Agency, Unit
from ansinh.apps.ui.fields import DayField


def running_plans() -> QuerySet[Plan]:
    """Return the plans on which work is written down, newest first."""
    rows = Plan.objects.filter(state=PlanState.RUNNING).select_related("file").order_by("-issued_on", "-created_at")
    return rows.defer("unparsed", "file__content", "file__text", "file__blocks", "file__page_starts")


class _PlanChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.short_title)


class ItemForm(forms.Form):
    """A form on a plan; where it is on one item the plan is told by that item and not asked."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    plan = _PlanChoice(
        label="Kế hoạch",
        queryset=Plan.objects.none(),
        empty_label="Chọn kế hoạch",
        error_messages={"required": "Chọn kế hoạch."},
    )

    def __init__(self, *args: Any, plan: Plan | None = None, among: Q | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given_plan = plan
        if plan is not None:
            del self.fields["plan"]
        else:
            self.fields["plan"].queryset = running_plans().filter(among or Q())  # type: ignore[attr-defined]

    def given(self) -> dict[str, Any]:
        """Return what was typed, with the plan."""
        return {"plan": self.given_plan, **self.cleaned_data}


def agency_choice(label: str, *, required: bool = False) -> forms.ModelChoiceField[Agency]:
    """Return a choice among the agencies of the directory."""
    rows = Agency.objects.filter(is_group=False, valid_to=None).order_by("search_key", "pk")
    return forms.ModelChoiceField(label=label, queryset=rows, required=required, empty_label="Không chọn")


class RaiseForm(ItemForm):
    """A difficulty or a proposal."""

    kind = forms.ChoiceField(label="Loại", choices=DifficultyKind.choices)
    title = forms.CharField(label="Tóm tắt", max_length=300, error_messages={"required": "Ghi tóm tắt."})
    text = text_area("Nội dung", rows=4, required=True, error_messages={"required": "Ghi nội dung."})
    addressed_to = agency_choice("Hỏi cơ quan")
    answer_due = DayField(label="Cần trả lời trước hết ngày", required=False)


class MoveForm(forms.Form):
    """A step of a difficulty."""

    verb = forms.CharField(max_length=12)
    seen = forms.IntegerField(min_value=0)
    text = forms.CharField(required=False, max_length=4000)
    instrument = forms.CharField(required=False, max_length=200)
    to = agency_choice("Chuyển tới")
    answer_due = DayField(required=False)
    plan_version = forms.ModelChoiceField(queryset=PlanVersion.objects.none(), required=False)
    instrument_date = DayField(required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_version"].queryset = plan.versions.exclude(state=VersionState.DISCARDED)  # type: ignore[attr-defined]


class InspectionForm(ItemForm):
    """An inspection that will be held."""

    title = forms.CharField(
        label="Nội dung kiểm tra", max_length=300, error_messages={"required": "Ghi nội dung kiểm tra."}
    )
    agency = agency_choice("Cơ quan được kiểm tra")
    place_code = forms.CharField(
        label="Mã xã, phường được kiểm tra",
        max_length=8,
        required=False,
        help_text="Mã đơn vị hành chính, khi kiểm tra một xã, phường.",
    )
    instrument = forms.CharField(label="Quyết định kiểm tra", max_length=200, required=False)
    from_date = DayField(label="Từ ngày", error_messages={"required": "Ghi ngày bắt đầu."})
    to_date = DayField(label="Đến ngày", error_messages={"required": "Ghi ngày kết thúc."})
    team = text_area(
        "Đoàn kiểm tra",
        rows=3,
        required=True,
        help_text="Mỗi người một dòng: họ tên, chức vụ, vai trò.",
        error_messages={"required": "Ghi đoàn kiểm tra."},
    )

    def clean_place_code(self) -> Unit | None:
        """Return the unit of a code, as it is today."""
        code = self.cleaned_data["place_code"].strip()
        if not code:
            return None
        unit = Unit.objects.filter(code=code, valid_to=None).first()
        if unit is None:
            raise forms.ValidationError(
                f"Không có đơn vị hành chính mã “{code}” đang tồn tại. Xem mã ở trang Đơn vị hành chính."
            )
        return unit

    def given(self) -> dict[str, Any]:
        """Return what was typed, with the unit."""
        data = super().given()
        data["place"] = data.pop("place_code")
        return data


class RecordForm(forms.Form):
    """Minutes or a conclusion."""

    kind = forms.ChoiceField(label="Loại", choices=InspectionRecord.KINDS)
    on = DayField(label="Ngày văn bản", error_messages={"required": "Ghi ngày văn bản."})
    number = forms.CharField(label="Số văn bản", max_length=100, required=False)
    text = text_area("Nội dung chính", rows=3, required=True, error_messages={"required": "Ghi nội dung chính."})


class RemedyForm(forms.Form):
    """What has to be mended."""

    text = text_area("Việc phải khắc phục", required=True, error_messages={"required": "Ghi việc phải khắc phục."})
    who = forms.CharField(
        label="Bên khắc phục", max_length=200, required=False, help_text="Để trống: nơi được kiểm tra."
    )
    due_date = DayField(label="Thời hạn", error_messages={"required": "Ghi thời hạn."})


class MendedForm(forms.Form):
    """A remedy reported done, or open again."""

    remedy = forms.IntegerField()
    seen = forms.IntegerField(min_value=0)
    done_on = DayField(required=False)
    text = forms.CharField(required=False, max_length=4000)


class QuestionForm(ItemForm):
    """A question of those who supervise."""

    supervisor = forms.ChoiceField(label="Bên giám sát", choices=Supervisor.choices)
    title = forms.CharField(label="Câu hỏi", max_length=300, error_messages={"required": "Ghi câu hỏi."})
    text = text_area("Nội dung", rows=4, required=True, error_messages={"required": "Ghi nội dung."})
    instrument = forms.CharField(label="Văn bản giám sát", max_length=200, required=False)
    answer_due = DayField(label="Cần trả lời trước hết ngày", required=False)


class EntryForm(forms.Form):
    """One more entry in a thread."""

    kind = forms.CharField(max_length=8)
    seen = forms.IntegerField(min_value=0)
    text = forms.CharField(max_length=4000, error_messages={"required": "Ghi nội dung."})
    instrument = forms.CharField(required=False, max_length=200)


class ActivityForm(ItemForm):
    """A campaign, a commendation, a good model."""

    kind = forms.ChoiceField(label="Loại", choices=ActivityKind.choices)
    title = forms.CharField(label="Tên", max_length=300, error_messages={"required": "Ghi tên hoạt động."})
    text = text_area("Nội dung", rows=3)
    from_date = DayField(label="Từ ngày", error_messages={"required": "Ghi ngày bắt đầu."})
    to_date = DayField(label="Đến ngày", required=False)


class StepForm(forms.Form):
    """A step of an activity."""

    kind = forms.ChoiceField(label="Bước")
    on = DayField(label="Ngày", error_messages={"required": "Ghi ngày."})
    instrument = forms.CharField(label="Văn bản", max_length=200, required=False)
    text = text_area("Nội dung", rows=3, required=True, error_messages={"required": "Ghi nội dung của bước này."})
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, steps: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(step.value, step.label) for step in steps]  # type: ignore[attr-defined]


class CallForm(forms.Form):
    """A draft on which opinions are asked."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    title = forms.CharField(label="Xin góp ý về", max_length=300, error_messages={"required": "Ghi tên bản xin góp ý."})
    opened_on = DayField(label="Ngày gửi", error_messages={"required": "Ghi ngày gửi."})
    closes_on = DayField(label="Hạn góp ý", error_messages={"required": "Ghi hạn góp ý."})


class OpinionForm(forms.Form):
    """An opinion on a draft."""

    part = forms.CharField(label="Điều, khoản, phần", max_length=200, required=False)
    text = text_area("Góp ý", rows=3, required=True, error_messages={"required": "Ghi nội dung góp ý."})
    from_name = forms.CharField(
        label="Ghi thay cho", max_length=200, required=False, help_text="Khi nơi góp ý gửi bằng văn bản."
    )


class TakenForm(forms.Form):
    """How an opinion was taken."""

    opinion = forms.IntegerField()
    taken = forms.ChoiceField(choices=Opinion.TAKEN[1:])
    response = forms.CharField(required=False, max_length=4000)
