"""Forms of the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from ansinh.apps.people.fact_names import FACTS, FactName
from ansinh.apps.people.models import (
    IdentifierKind,
    PovertyStatus,
    Precision,
    Relation,
    ResidenceKind,
    Sex,
    Village,
    VillageKind,
)
from ansinh.apps.people.numbers import BadNumber, first_day, read_identifier
from ansinh.apps.people.selectors.search import list_communes, list_villages
from ansinh.apps.territory.models import Unit
from ansinh.apps.ui.fields import DayField
from ansinh.core.text import read_date

NOT_HEAD = [(value, label) for value, label in Relation.choices if value != Relation.HEAD]


class BirthField(forms.CharField):
    """A birth date as far as it is known: "03/02/1950", "02/1950", "1950"."""

    default_error_messages = {"invalid": "Không đọc được “%(value)s”. Ghi 03/02/1950, hoặc 02/1950, hoặc 1950."}

    def to_python(self, value: Any) -> tuple[date | None, str]:  # type: ignore[override]
        """Return the first day that fits, and how much is known."""
        text = str(value or "").strip()
        if not text:
            return None, ""
        parts = [part for part in text.replace("-", "/").split("/") if part]
        try:
            if len(parts) == 1 and len(parts[0]) == 4:
                return first_day(year=int(parts[0])), Precision.YEAR
            if len(parts) == 2 and len(parts[1]) == 4:
                return first_day(year=int(parts[1]), month=int(parts[0])), Precision.MONTH
            found = read_date(text)
        except ValueError:
            found = None
        if found is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid", params={"value": text})
        return found, Precision.DAY


class CommuneForm(forms.Form):
    """What every form with a place asks: a commune of the scope, and a village of it."""

    commune = forms.ModelChoiceField(
        label="Xã, phường, đặc khu", queryset=Unit.objects.none(), empty_label="Chọn xã, phường"
    )
    village = forms.ModelChoiceField(
        label="Thôn, tổ dân phố", queryset=Village.objects.none(), required=False, empty_label="Chưa rõ"
    )

    def __init__(self, *args: Any, today: date, commune: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes: Any = self.fields["commune"]
        communes.queryset = list_communes(on=today)
        if communes.queryset.count() == 1:
            commune = communes.queryset.get()
            communes.initial = commune.pk
        villages: Any = self.fields["village"]
        if commune is not None:
            villages.queryset = list_villages(commune=commune)
        elif self.is_bound:
            chosen = communes.queryset.filter(pk=_whole(self.data.get(self.add_prefix("commune")))).first()
            villages.queryset = list_villages(commune=chosen) if chosen is not None else Village.objects.none()


class PersonForm(CommuneForm):
    """A person as written on his papers."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    other_name = forms.CharField(label="Tên gọi khác", max_length=120, required=False)
    birth = BirthField(
        label="Ngày sinh", required=False, help_text="Biết tới đâu ghi tới đó: 03/02/1950, 02/1950 hoặc 1950."
    )
    sex = forms.ChoiceField(label="Giới tính", choices=Sex.choices, required=False)
    ethnicity = forms.CharField(label="Dân tộc", max_length=40, required=False)
    address = forms.CharField(label="Số nhà, đường", max_length=200, required=False)
    residence_kind = forms.ChoiceField(label="Loại cư trú", choices=ResidenceKind.choices)
    personal_id = forms.CharField(label="Số định danh cá nhân", required=False, max_length=20)
    phone = forms.CharField(label="Số điện thoại", required=False, max_length=20)
    source = forms.CharField(label="Nguồn", max_length=200, required=False, help_text="Giấy tờ hay danh sách nào.")
    field_order = ["full_name", "birth", "sex", "commune", "village", "address"]

    def __init__(self, *args: Any, edits: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if edits:  # numbers and moves have forms of their own
            for name in ("personal_id", "phone", "commune"):
                del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_personal_id(self) -> str:
        """Hold the number to its form."""
        return self._number("personal_id")

    def clean_phone(self) -> str:
        """Hold the number to its form."""
        return self._number("phone")

    def _number(self, kind: str) -> str:
        text = str(self.cleaned_data[kind]).strip()
        try:
            return read_identifier(kind=kind, text=text) if text else ""
        except BadNumber as bad:
            raise ValidationError(str(bad)) from bad

    def values(self) -> dict[str, Any]:
        """Return what the service takes."""
        found = dict(self.cleaned_data)
        found["birth_date"], found["birth_precision"] = found.pop("birth")
        for name in ("personal_id", "phone", "commune"):
            found.pop(name, None)
        return found


class VillageForm(forms.Form):
    """A village or neighbourhood to be added to a commune of the scope."""

    commune = forms.ModelChoiceField(
        label="Xã, phường, đặc khu", queryset=Unit.objects.none(), empty_label="Chọn xã, phường"
    )
    kind = forms.ChoiceField(label="Loại", choices=VillageKind.choices)
    name = forms.CharField(label="Tên thôn, tổ dân phố", max_length=120)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes: Any = self.fields["commune"]
        communes.queryset = list_communes(on=today)


class SearchForm(forms.Form):
    """What narrows the search."""

    xa = forms.ModelChoiceField(label="Xã, phường", queryset=Unit.objects.none(), required=False, empty_label="Mọi xã")
    thon = forms.ModelChoiceField(
        label="Thôn, tổ", queryset=Village.objects.none(), required=False, empty_label="Mọi thôn, tổ"
    )
    nam = forms.IntegerField(label="Năm sinh", required=False, min_value=1850, max_value=2200)
    dien = forms.ChoiceField(label="Diện", required=False, choices=[("", "Mọi diện"), *PovertyStatus.choices])
    chu_ho = forms.ChoiceField(label="Thành viên", required=False, choices=[("", "Mọi người"), ("co", "Chỉ chủ hộ")])

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        communes: Any = self.fields["xa"]
        communes.queryset = list_communes(on=today)
        found = list(communes.queryset[:2])
        chosen = found[0] if len(found) == 1 else None
        if chosen is not None:
            del self.fields["xa"]
        else:
            chosen = communes.queryset.filter(pk=_whole(self.data.get("xa"))).first()
        villages: Any = self.fields["thon"]
        if chosen is not None:
            villages.queryset = list_villages(commune=chosen)
        else:
            del self.fields["thon"]


class UnmaskForm(forms.Form):
    """Which number, and why."""

    kind = forms.ChoiceField(choices=IdentifierKind.choices)
    reason = forms.CharField(label="Lý do", max_length=300)


class NumberForm(forms.Form):
    """A number to be written."""

    kind = forms.ChoiceField(label="Loại", choices=IdentifierKind.choices)
    text = forms.CharField(label="Số", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    given_by = forms.CharField(label="Nơi cấp, ngân hàng", max_length=120, required=False)
    source = forms.CharField(label="Nguồn", max_length=200, required=False)


class FactForm(forms.Form):
    """A fact of a person, of those that a form can take: yes or no, a choice, an amount, a day."""

    name = forms.ChoiceField(label="Thông tin")
    value = forms.CharField(
        label="Nội dung",
        max_length=40,
        required=False,
        help_text="có, không, chưa rõ; số tiền; ngày; hoặc mức như “Nặng”.",
    )
    valid_from = DayField(label="Từ ngày", required=False)
    source = forms.CharField(label="Nguồn", max_length=200)

    def __init__(self, *args: Any, of_household: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        simple = [each for each in FACTS.values() if each.form not in ("person", "record") and not each.many]
        names: Any = self.fields["name"]
        names.choices = [(each.code, each.label) for each in simple if each.of_household == of_household]

    def clean(self) -> dict[str, Any]:
        """Read the value as the fact takes it."""
        data = super().clean() or {}
        known = FACTS.get(str(data.get("name")))
        if known is not None:
            try:
                data["value"] = read_fact_value(known, str(data.get("value", "")))
            except ValueError as wrong:
                self.add_error("value", str(wrong))
        return data


class DeathForm(forms.Form):
    """The day of death, and the paper that says so."""

    death_date = DayField(label="Ngày chết")
    source = forms.CharField(label="Nguồn", max_length=200, required=False)


class HouseholdForm(forms.Form):
    """A household formed by one person, its head."""

    valid_from = DayField(label="Lập từ ngày")
    code = forms.CharField(label="Mã hộ trong danh sách khác", max_length=40, required=False)


class JoinForm(forms.Form):
    """Somebody who enters a household: found by number or by the identifier on his page."""

    person = forms.UUIDField(label="Mã trong sổ của người vào hộ", help_text="Ở trang của người đó.")
    relation = forms.ChoiceField(label="Quan hệ với chủ hộ", choices=NOT_HEAD)
    day = DayField(label="Từ ngày")


class BirthForm(forms.Form):
    """A newborn of a household."""

    full_name = forms.CharField(label="Họ và tên", max_length=120)
    birth_date = DayField(label="Ngày sinh")
    sex = forms.ChoiceField(label="Giới tính", choices=Sex.choices, required=False)
    relation = forms.ChoiceField(label="Quan hệ với chủ hộ", choices=NOT_HEAD)


class PovertyForm(forms.Form):
    """As what a household was recognised."""

    status = forms.ChoiceField(label="Diện", choices=PovertyStatus.choices)
    valid_from = DayField(label="Từ ngày")
    source = forms.CharField(label="Quyết định, nguồn", max_length=200)


class MemberDayForm(forms.Form):
    """One member and a day."""

    person = forms.UUIDField()
    day = DayField(label="Từ ngày")


class MoveForm(forms.Form):
    """Where somebody moves to: any commune of the country by its code."""

    code = forms.CharField(label="Mã xã, phường đến", max_length=8, help_text="Mã ở trang Đơn vị hành chính.")
    address = forms.CharField(label="Số nhà, đường", max_length=200, required=False)
    day = DayField(label="Từ ngày")


class ExportForm(SearchForm):
    """The search whose result is taken away, and for what."""

    purpose = forms.CharField(label="Mục đích", max_length=300, min_length=10)


def read_fact_value(known: FactName, text: str) -> Any:
    """Read what was typed as a value of a fact. Raises ValueError with a sentence."""
    plain = text.strip()
    lower = plain.lower()
    if lower in ("", "chưa rõ", "không rõ"):
        return None
    if known.form == "bool":
        if lower in ("có", "đúng", "x"):
            return True
        if lower in ("không", "không có"):
            return False
        raise ValueError(f"“{known.label}” ghi có, không hoặc chưa rõ.")
    if known.form == "choice":
        for value, label in known.choices:
            if lower in (label.lower(), value):
                return value
        raise ValueError(f"“{known.label}” ghi một trong: {', '.join(label for _, label in known.choices)}.")
    if known.form in ("vnd", "number"):
        digits = plain.replace(".", "").removesuffix("đồng").strip()
        if not digits.isdecimal() or len(digits) > 15:
            raise ValueError(f"“{known.label}” ghi số nguyên, như 1.200.000.")
        return int(digits)
    if known.form == "date":
        found = read_date(plain)
        if found is None:
            raise ValueError(f"“{known.label}” ghi ngày/tháng/năm, như 06/07/2026.")
        return found.isoformat()
    return plain


def _whole(text: object) -> int | None:
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) <= 18 else None
