"""What people fill in: the share of a split unit, a table to be carried over."""

from __future__ import annotations

import datetime as dt

from django import forms

from ansinh.apps.territory.models import ConversionRule
from ansinh.apps.territory.models.conversions import LONGEST_BASIS
from ansinh.apps.ui.fields import DayField, FigureField

EVE, REFORM = dt.date(2025, 6, 30), dt.date(2025, 7, 1)


class ShareForm(forms.Form):
    """What part of an old unit went into a new one, and how that is known."""

    percent = FigureField(
        label="Phần chuyển sang (%)",
        low=0,
        high=100,
        ask_dots=False,
        help_text="Phần dân số của đơn vị cũ, ví dụ 37,5. Phần này được dùng cho mọi số liệu cộng được.",
    )
    basis = forms.CharField(
        label="Cơ sở",
        max_length=LONGEST_BASIS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Số liệu nào, của ngày nào, do ai chốt.",
    )
    instrument = forms.CharField(
        label="Văn bản, nguồn số liệu", max_length=200, required=False, help_text="Số, ký hiệu văn bản nếu có."
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ConversionForm(forms.Form):
    """A table of figures by unit and how it may be carried over."""

    file = forms.FileField(
        label="Bảng số liệu",
        help_text="Tệp .xlsx hoặc .csv; dòng đầu là tên cột: mã và số liệu, hoặc mã, tử số, mẫu số.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    title = forms.CharField(label="Tên bảng", max_length=200, required=False, help_text="Để trống thì lấy tên tệp.")
    rule = forms.ChoiceField(label="Quy tắc", choices=ConversionRule.choices, initial=ConversionRule.SUM)
    start = DayField(label="Đơn vị trong bảng là của ngày", initial=EVE)
    end = DayField(label="Chuyển sang đơn vị của ngày", initial=REFORM)
