"""Fields that read what officials type: days as dd/mm/yyyy, figures as 1.234.567,8. What has two readings is asked, not guessed."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ansinh.apps.ui import formats
from ansinh.core.text import read_number

DAY_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]


class DayInput(forms.DateInput):
    """A text box for a day, with the order of day and month said in it."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"placeholder": "ngày/tháng/năm", "inputmode": "numeric", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Write the day back as dd/mm/yyyy; what was typed wrongly stays as typed."""
        return formats.day(value) if isinstance(value, dt.date) else (value or None)


class DayField(forms.DateField):
    """A day: 03/04/2026 is 3 April, never 4 March."""

    widget = DayInput
    default_error_messages = {"invalid": "Không đọc được ngày “%(value)s”. Gõ ngày/tháng/năm, ví dụ 22/11/2026."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        """Read the day; the message quotes what was typed."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            message = self.error_messages["invalid"]
            raise ValidationError(message, code="invalid", params={"value": value}) from error


class FigureInput(forms.TextInput):
    """A text box for a figure, right-aligned, written back in our format."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "decimal", "class": "so", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        """Write the figure back as 1.234.567,8; what was typed wrongly stays as typed."""
        if isinstance(value, int | Decimal):
            return formats.number(value).replace(formats.MINUS, "-")
        return value or None


# "1.234" where decimals are expected: 1234 by our rule, 1,234 for those who type the dot of a calculator.
_TWO_READINGS = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


class FigureField(forms.Field):
    """A figure with decimals. "1.234" has two readings where small values are usual, so the person is asked."""

    widget = FigureInput
    default_error_messages = {
        "invalid": "Không đọc được số “%(value)s”. Gõ như 1234 hoặc 95,1.",
        "two_readings": "“%(value)s” có hai cách đọc: %(whole)s hay %(part)s. Gõ %(whole)s hoặc %(part)s.",
        "low": "Số phải từ %(bound)s trở lên.",
        "high": "Số phải từ %(bound)s trở xuống.",
    }

    def __init__(
        self,
        *,
        low: Decimal | int | None = None,
        high: Decimal | int | None = None,
        ask_dots: bool = True,
        **kwargs: Any,
    ) -> None:
        self.low, self.high, self.ask_dots = low, high, ask_dots
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Read the figure, or say what is wrong with it."""
        text = str(value or "").strip().replace(formats.NBSP, "").replace(" ", "")
        if not text:
            return None
        if self.ask_dots and _TWO_READINGS.fullmatch(text):
            whole, part = text.replace(".", ""), text.replace(".", ",")
            params = {"value": text, "whole": whole, "part": part}
            raise ValidationError(self.error_messages["two_readings"], code="two_readings", params=params)
        read = read_number(text)
        if read is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": value})
        return read

    def validate(self, value: Decimal | None) -> None:
        """Hold the figure within its bounds."""
        super().validate(value)
        if value is None:
            return
        for code, bound, wrong in (
            ("low", self.low, self.low is not None and value < self.low),
            ("high", self.high, self.high is not None and value > self.high),
        ):
            if wrong:
                said = formats.number(bound)
                raise ValidationError(self.error_messages[code], code=code, params={"bound": said})


class WholeField(FigureField):
    """A whole number or an amount in đồng: here "1.234" can only be 1234."""

    default_error_messages = {"whole": "Số “%(value)s” phải là số nguyên, không có phần thập phân."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(ask_dots=False, **kwargs)

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        """Read the whole number, or say what is wrong with it."""
        read = super().to_python(value)
        if read is None:
            return None
        if read != read.to_integral_value():
            raise ValidationError(self.error_messages["whole"], code="whole", params={"value": value})
        return int(read)
