"""Forms of what people receive."""

from __future__ import annotations

from django import forms

from ansinh.apps.benefits.models import Programme
from ansinh.apps.ui.fields import DayField, WholeField


class ReceiptForm(forms.Form):
    """An amount that a list says somebody receives."""

    programme = forms.ChoiceField(label="Chế độ", choices=Programme.choices)
    name = forms.CharField(label="Tên khoản trong danh sách", max_length=160, required=False)
    amount_vnd = WholeField(label="Mức mỗi tháng, đồng", low=0, high=10**12)
    valid_from = DayField(label="Từ ngày")
    source = forms.CharField(label="Nguồn", max_length=200)


class EndForm(forms.Form):
    """The day from which an amount is received no more."""

    day = DayField(label="Thôi từ ngày")
