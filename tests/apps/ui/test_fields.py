"""What officials type is read as they mean it; what has two readings is asked."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import override_settings
from django.utils import formats as django_formats
from django.utils import translation

from ansinh.apps.ui.fields import DayField, FigureField, WholeField


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("03/04/2026", dt.date(2026, 4, 3)),
        ("31/12/2026", dt.date(2026, 12, 31)),
        ("3/4/2026", dt.date(2026, 4, 3)),
        ("03-04-2026", dt.date(2026, 4, 3)),
        ("2026-04-03", dt.date(2026, 4, 3)),
    ],
)
@pytest.mark.parametrize("field", [DayField, forms.DateField])
def test_a_day_is_day_month_year_in_our_field_and_in_djangos(field, typed, read):
    """Django's own Vietnamese formats read 03/04/2026 as 4 March and refuse 31/12/2026."""
    with translation.override("vi"):
        assert field().clean(typed) == read


def test_djangos_own_vietnamese_formats_still_have_the_trap_we_guard_against():
    with translation.override("vi"), override_settings(FORMAT_MODULE_PATH=None):
        django_formats.reset_format_cache()
        try:
            assert forms.DateField().clean("03/04/2026") == dt.date(2026, 3, 4)
        finally:
            django_formats.reset_format_cache()


@pytest.mark.parametrize("typed", ["31/02/2026", "12/31/2026", "mai", "1/1"])
def test_a_day_that_is_none_is_quoted_in_the_message(typed):
    with pytest.raises(ValidationError, match=f"“{typed}”"):
        DayField().clean(typed)


def test_templates_write_dates_and_numbers_in_vietnams_way():
    with translation.override("vi"):
        assert django_formats.date_format(dt.date(2026, 4, 3)) == "03/04/2026"
        assert django_formats.number_format(Decimal("1234567.8"), use_l10n=True, force_grouping=True) == "1.234.567,8"
        assert django_formats.get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("95,1", Decimal("95.1")),
        ("1234", Decimal(1234)),
        ("1234,5", Decimal("1234.5")),
        ("1.234.567,8", Decimal("1234567.8")),
        ("1.234,5", Decimal("1234.5")),
        (" 12 345 ", Decimal(12345)),
        ("-0,35", Decimal("-0.35")),
        ("", None),
    ],
)
def test_a_figure_is_read_with_dots_between_thousands(typed, read):
    assert FigureField(required=False).clean(typed) == read


def test_a_dot_with_three_digits_has_two_readings_and_is_asked():
    with pytest.raises(ValidationError, match="hai cách đọc: 1234 hay 1,234"):
        FigureField().clean("1.234")


def test_where_only_whole_numbers_can_stand_the_dot_parts_thousands():
    assert WholeField().clean("1.234") == 1234
    assert WholeField().clean("540.000") == 540000
    with pytest.raises(ValidationError, match="số nguyên"):
        WholeField().clean("95,1")


@pytest.mark.parametrize("typed", ["abc", "1.23.4", "12,3,4", "NaN", "1e5", "٣"])
def test_what_is_no_figure_is_refused_in_words(typed):
    with pytest.raises(ValidationError, match="Không đọc được số"):
        FigureField().clean(typed)


def test_bounds_are_told_in_our_format():
    with pytest.raises(ValidationError, match="từ 100 trở xuống"):
        FigureField(high=100).clean("103,5")
    with pytest.raises(ValidationError, match="từ 0 trở lên"):
        FigureField(low=0).clean("-1")


def test_a_form_writes_figures_and_days_back_as_they_are_typed():
    class Form(forms.Form):
        at = DayField(initial=dt.date(2026, 4, 3))
        value = FigureField(initial=Decimal("1234.5"))

    written = Form().as_p()
    assert 'value="03/04/2026"' in written
    assert 'value="1.234,5"' in written
    assert 'value="1,2x"' in Form({"value": "1,2x"}).as_p()
