"""Facts that are more than one value: a title of merit, an insurance, an event, a tie to another person.

What a record holds, what each part may be and what its words are comes from the rules that ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from ansinh.apps.people.fact_names import FACTS, FactName, parts_of
from ansinh.apps.ui.fields import DayField
from ansinh.core.rules.expressions import Kind
from ansinh.core.rules.model import Fact

YES_NO = (("", "Chưa rõ"), ("yes", "Có"), ("no", "Không"))
# Without these a record says nothing; where several may stand together they tell them apart.
NEEDED = {"merit": "category", "events": "kind"}
LARGE = 1_000_000_000


def records_of(*, of_household: bool) -> list[FactName]:
    """Return the facts that have a page of their own, of a person or of a household."""
    several = [each for each in FACTS.values() if each.form in ("record", "person") or each.many]
    return [each for each in several if each.of_household == of_household]


class RecordForm(forms.Form):
    """One such fact, with its day and its source; ``members`` are those of the household whom a tie may lead to."""

    def __init__(self, *args: Any, known: FactName, members: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        if known.form == "person":
            self.fields["member"] = forms.ChoiceField(
                label=known.label, choices=[("", "Người khác, ghi mã ở dưới"), *members], required=False
            )
            self.fields["other"] = forms.UUIDField(
                label="Mã trong sổ của người khác",
                required=False,
                help_text="Ở trang của người ấy.",
                error_messages={"invalid": "Mã không đúng. Chép cả mã ở trang của người ấy."},
            )
        elif known.form == "record":
            for name, part in parts_of(known.code).items():
                self.fields[name] = _field(part, needed=NEEDED.get(known.code) == name)
        else:
            self.fields["value"] = forms.CharField(label=known.label, max_length=200)
        self.fields["valid_from"] = DayField(label="Từ ngày", required=False)
        self.fields["source"] = forms.CharField(
            label="Nguồn", max_length=200, help_text="Quyết định, giấy tờ, danh sách hay lời khai."
        )
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean(self) -> dict[str, Any]:
        """A tie needs somebody, a record something."""
        data = super().clean() or {}
        if self.errors:
            return data
        if self.known.form == "person" and bool(data.get("member")) == bool(data.get("other")):
            self.add_error("member", "Chọn một người trong hộ, hoặc ghi mã của một người khác.")
        elif self.known.form == "record" and not self._record(data):
            self.add_error(next(iter(self.fields)), "Chưa ghi gì. Ghi ít nhất một mục, hoặc thôi.")
        return data

    def given(self) -> dict[str, Any]:
        """Return what the service takes."""
        data: Mapping[str, Any] = self.cleaned_data
        made: dict[str, Any] = {"name": self.known.code, "source": data["source"], "valid_from": data["valid_from"]}
        if self.known.form == "person":
            return made | {"value": None, "other_id": data["other"] or UUID(data["member"])}
        value = self._record(data) if self.known.form == "record" else data["value"]
        slot = value[NEEDED[self.known.code]] if self.known.code in NEEDED else value
        # Two of one kind are told apart by their day: a second event, a sum by another decision.
        day = next((value[name] for name in ("decision_date", "date") if isinstance(value, dict) and name in value), "")
        return made | {"value": value, "slot": f"{slot} {day}".strip()[:60] if self.known.many else ""}

    def _record(self, data: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in parts_of(self.known.code):
            value = data.get(name)
            if value in ("", None):
                continue
            found[name] = {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value
            if isinstance(value, date):
                found[name] = value.isoformat()
        return found


def _field(part: Fact, *, needed: bool) -> forms.Field:
    label = part.label[:1].upper() + part.label[1:]
    if part.kind == Kind.BOOL:
        return forms.ChoiceField(label=label, choices=YES_NO, required=needed)
    if part.kind == Kind.DATE:
        return DayField(label=label, required=needed)
    if part.kind == Kind.TEXT:
        words = sorted(
            ((code, part.said.get(code, code)) for code in part.choices if code != "none"), key=lambda one: one[1]
        )
        return forms.ChoiceField(label=label, choices=[("", "Chọn" if needed else "Chưa rõ"), *words], required=needed)
    limit = f"Ghi số nguyên từ 0 đến {min(part.most, LARGE):,}.".replace(",", ".")
    errors = {"invalid": limit, "max_value": limit, "min_value": limit}
    return forms.IntegerField(
        label=label, min_value=0, max_value=min(part.most, LARGE), required=needed, error_messages=errors
    )
