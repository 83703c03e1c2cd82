"""The form of a supposition: a figure or several, a further group, an amount on top."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from ansinh.apps.benefits.laws import DECREE
from ansinh.apps.people.models import PovertyStatus
from ansinh.apps.ui.fields import WholeField
from ansinh.core.rules.parameters import Parameter
from ansinh.entitlement.changes import Change
from ansinh.rulebook.book import national_system

FIGURES = 3
DISABILITIES = [("light", "nhẹ"), ("severe", "nặng"), ("extra_severe", "đặc biệt nặng")]
POVERTY = [(PovertyStatus.POOR, "hộ nghèo"), (PovertyStatus.NEAR_POOR, "hộ cận nghèo")]
_UNIT = {"vnd": "đồng", "years": "tuổi", "percent": "%", "months": "tháng", "kg": "kg"}


class WhatIfForm(forms.Form):
    """What is supposed; empty parts change nothing."""

    title = forms.CharField(label="Tên phương án", max_length=160)
    month = forms.CharField(label="Tính cho tháng", max_length=7, help_text="viết 11/2026")
    group_label = forms.CharField(label="Tên nhóm thêm", max_length=160, required=False)
    group_coefficient = forms.CharField(label="Hệ số", max_length=5, required=False)
    group_from = WholeField(label="Từ đủ bao nhiêu tuổi", low=0, high=130, required=False)
    group_below = WholeField(label="Dưới bao nhiêu tuổi", low=1, high=130, required=False)
    group_poverty = forms.MultipleChoiceField(
        label="Hộ", choices=POVERTY, required=False, widget=forms.CheckboxSelectMultiple
    )
    group_disability = forms.MultipleChoiceField(
        label="Mức độ khuyết tật", choices=DISABILITIES, required=False, widget=forms.CheckboxSelectMultiple
    )
    group_no_carer = forms.BooleanField(label="Không có người phụng dưỡng", required=False)
    group_minority = forms.BooleanField(label="Dân tộc thiểu số", required=False)
    top_amount = WholeField(label="Thêm mỗi tháng, đồng", low=1, high=10**9, required=False)

    def __init__(
        self,
        *args: Any,
        figures: Sequence[tuple[Parameter, int]],
        decrees: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        taken_in = [("", "Không theo văn bản nào"), *decrees]
        self.fields["decree"] = forms.ChoiceField(label="Theo văn bản mới", choices=taken_in, required=False)
        choices = [("", "Không đổi mức nào")] + [
            (each.id, f"{each.label} – đang {each.shown(now)} {_UNIT.get(each.unit, '')}".rstrip())
            for each, now in figures
        ]
        for at in range(1, FIGURES + 1):
            self.fields[f"figure_{at}"] = forms.ChoiceField(label=f"Mức thứ {at}", choices=choices, required=False)
            self.fields[f"value_{at}"] = forms.CharField(
                label=f"Giá trị mới của mức thứ {at}", max_length=20, required=False
            )
        system = national_system()
        money = [
            (each.id, each.label)
            for each in system.programmes.values()
            if "amount_vnd" in each.fields and system.rules[each.fields["amount_vnd"]].unit == "vnd"
        ]
        choices = [("", "Không thêm khoản nào"), *money]
        self.fields["top_programme"] = forms.ChoiceField(label="Chương trình", choices=choices, required=False)

    @property
    def figures(self) -> list[tuple[Any, Any]]:
        """Return the pairs of boxes, one a figure."""
        return [(self[f"figure_{at}"], self[f"value_{at}"]) for at in range(1, FIGURES + 1)]

    def clean_month(self) -> date:
        """Read 11/2026 or 2026-11 as the first day of the month."""
        text = self.cleaned_data["month"].strip()
        month, year = text.split("/") if "/" in text else reversed(text.split("-")) if "-" in text else ("", "")
        try:
            return date(int(year), int(month), 1)
        except ValueError:
            raise forms.ValidationError(f"“{text}” không phải một tháng. Viết như 11/2026.") from None

    def clean(self) -> dict[str, Any]:
        """Ask for the other half where only one of two boxes was filled."""
        data = super().clean() or {}
        for at in range(1, FIGURES + 1):
            if bool(data.get(f"figure_{at}")) != bool((data.get(f"value_{at}") or "").strip()):
                self.add_error(f"value_{at}", "Chọn mức và ghi giá trị mới, hoặc để trống cả hai.")
        asked = self._condition(data)
        if bool(data.get("group_label")) != bool(data.get("group_coefficient")) or (
            asked and not data.get("group_label")
        ):
            self.add_error("group_label", "Nhóm thêm cần cả tên, hệ số và ít nhất một điều kiện.")
        elif data.get("group_label") and not asked:
            self.add_error("group_label", "Nhóm thêm chưa có điều kiện nào: chọn tuổi, hộ, khuyết tật hoặc hoàn cảnh.")
        if bool(data.get("top_programme")) != bool(data.get("top_amount")):
            self.add_error("top_amount", "Chọn chương trình và ghi số tiền thêm, hoặc để trống cả hai.")
        return data

    def changes(self) -> list[Change]:
        """Return the changes that were asked for; after is_valid()."""
        data = self.cleaned_data
        made = [Change(DECREE, parameter=data["decree"])] if data["decree"] else []
        made += [
            Change("figure", parameter=data[f"figure_{at}"], value=data[f"value_{at}"])
            for at in range(1, FIGURES + 1)
            if data[f"figure_{at}"]
        ]
        if data["group_label"]:
            parts = self._condition(data)
            body = {"label": data["group_label"], "coefficient": data["group_coefficient"], "condition": {"all": parts}}
            made.append(Change("group", body=body))
        if data["top_programme"]:
            made.append(Change("top_up", body={"programme": data["top_programme"], "amount_vnd": data["top_amount"]}))
        return made

    @staticmethod
    def _condition(data: dict[str, Any]) -> list[dict[str, Any]]:
        parts: list[dict[str, Any]] = []
        if data.get("group_from") is not None:
            parts.append({"fact": "age", "at_least": data["group_from"]})
        if data.get("group_below") is not None:
            parts.append({"fact": "age", "below": data["group_below"]})
        if data.get("group_poverty"):
            parts.append({"fact": "household.poverty", "in": data["group_poverty"]})
        if data.get("group_disability"):
            parts.append({"fact": "disability_level", "in": data["group_disability"]})
        if data.get("group_no_carer"):
            parts.append({"fact": "has_carer_with_duty", "is": False})
        if data.get("group_minority"):
            parts.append({"fact": "ethnic_minority", "is": True})
        return parts


def as_typed(changes: Sequence[Change]) -> dict[str, Any]:
    """Return what was typed for a supposition, so that another one can start from it."""
    made: dict[str, Any] = {}
    figures = [each for each in changes if each.kind == "figure"]
    for at, each in enumerate(figures[:FIGURES], 1):
        made |= {f"figure_{at}": each.parameter, f"value_{at}": each.value}
    for each in changes:
        if each.kind == DECREE:
            made["decree"] = each.parameter
        if each.kind == "top_up":
            made |= {"top_programme": each.body["programme"], "top_amount": each.body["amount_vnd"]}
        if each.kind == "group":
            made |= {"group_label": each.body["label"], "group_coefficient": each.body["coefficient"]}
            for part in each.body["condition"]["all"]:
                made |= _part_as_typed(part)
    return made


def _part_as_typed(part: dict[str, Any]) -> dict[str, Any]:
    names = {"household.poverty": "group_poverty", "disability_level": "group_disability"}
    match part["fact"]:
        case "age":
            return {"group_from": part["at_least"]} if "at_least" in part else {"group_below": part["below"]}
        case "has_carer_with_duty":
            return {"group_no_carer": True}
        case "ethnic_minority":
            return {"group_minority": True}
    return {names[part["fact"]]: part["in"]}
