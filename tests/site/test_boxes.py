"""Boxes of forms are written by hand because lists have hundreds; each must be the one that Django's template writes."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from ansinh.apps.ui.fields import DayInput, FigureInput
from ansinh.site.forms import FormRenderer

GROUPED = [("", "Chưa chọn"), ("Sở & ngành", [("a", "Sở Y tế"), (2, 'Sở "Nội vụ"')]), ("b", mark_safe("<b>Xã</b>"))]
HARD = "\"Trên\" <95 % & 'giữ'"


@pytest.mark.parametrize(
    ("widget", "value"),
    [
        (forms.TextInput(), None),
        (forms.TextInput(), ""),
        (forms.TextInput(attrs={"placeholder": HARD, "required": True, "disabled": False, "maxlength": 40}), HARD),
        (forms.NumberInput(attrs={"min": 0}), 12_345),
        (forms.HiddenInput(), 7),
        (forms.PasswordInput(render_value=True), HARD),
        (forms.EmailInput(), "a@b.vn"),
        (forms.CheckboxInput(), True),
        (forms.CheckboxInput(), False),
        (forms.CheckboxInput(), "x<"),
        (DayInput(), "31/02/2026"),
        (FigureInput(), Decimal("1234.5")),
        (forms.Textarea(), ""),
        (forms.Textarea(attrs={"rows": 3}), "dòng 1\n<b>dòng 2</b>"),
        (forms.Select(choices=GROUPED), 2),
        (forms.Select(choices=GROUPED), None),
        (forms.Select(attrs={"class": 'a"b'}, choices=[(1000, 1000)]), 1000),
        (forms.SelectMultiple(choices=GROUPED), ["a", "b"]),
        (forms.RadioSelect(choices=GROUPED), "a"),
        (forms.NullBooleanSelect(), True),
    ],
)
def test_a_box_is_what_django_writes(widget: forms.Widget, value: object) -> None:
    """Names, values and labels with every sign that has a meaning in a page."""
    attrs = {"id": "id_ô", "aria-label": HARD}
    written = widget.render('ten"ô', value, attrs=attrs, renderer=FormRenderer())
    usual = widget.render('ten"ô', value, attrs=attrs, renderer=TemplatesSetting())
    assert re.sub(r">\s+<", "><", written) == re.sub(r">\s+<", "><", usual)
