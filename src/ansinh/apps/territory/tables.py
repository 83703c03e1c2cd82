"""Lists of units, of split units and of converted tables."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ansinh.apps.territory.models import SeriesConversion, Unit, UnitChange, UnitKind, UnitLevel
from ansinh.apps.territory.selectors.unit_page import without_their_districts
from ansinh.apps.territory.selectors.units import in_province, list_provinces, names_on, with_words
from ansinh.apps.territory.series import as_number
from ansinh.apps.territory.words import above, plain
from ansinh.apps.ui import formats, marks
from ansinh.apps.ui.tables import FigureColumn, ListFilter, ListTable, NameColumn

SHOWN_NAMES = 3


class QuickSelect(forms.Select):
    """A drop-down written in one go: Django renders a template for each option, and provinces are many."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Write the box."""
        del renderer
        chosen = "" if value is None else str(value)
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SafeString(" selected") if str(key) == chosen else "", label) for key, label in self.choices),
        )
        return format_html(
            '<select name="{}"{}>{}</select>', name, flatatt(self.build_attrs(self.attrs, attrs)), options
        )


def unit_url(unit: Unit) -> str:
    """Return the address of a unit's page: its code and the day since which it bears it."""
    return reverse("territory:unit", args=[unit.code, unit.valid_from.isoformat()])


class UnitTable(ListTable):
    """Units of a day in the order of the tree: each province before its communes."""

    name = NameColumn(verbose_name="Tên đơn vị", opens=unit_url, order_by=("search_key",))
    code = tables.Column(verbose_name="Mã", order_by="code", attrs={"th": {"class": "w3"}, "td": {"class": "so"}})
    kind = tables.Column(verbose_name="Loại", order_by="kind", attrs={"th": {"class": "w6"}})
    parent = tables.Column(
        verbose_name="Thuộc",
        order_by=("parent__search_key", "number"),
        default=formats.MISSING,
        attrs={"th": {"class": "w10"}},
    )
    lineage = tables.Column(verbose_name="Hợp thành từ", accessor="pk", orderable=False)

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}

    def __init__(self, *args: Any, past: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.past = past
        if past:
            self.columns["lineage"].column.verbose_name = "Nay là"

    def render_parent(self, record: Unit) -> str:
        """Write the unit above, and of a district's commune also the province."""
        return above(record) or formats.MISSING

    def _others(self, record: Unit) -> list[Unit]:
        if self.past:
            return [change.new for change in record.became.all()]
        return [change.old for change in without_their_districts(list(record.came_from.all()))]

    def render_lineage(self, record: Unit) -> SafeString | str:
        """Link the units it was made of, or went into."""
        others = self._others(record)
        if not others:
            return formats.MISSING
        links = format_html_join(
            ", ", '<a class="q" href="{}">{}</a>', ((unit_url(each), each.name) for each in others[:SHOWN_NAMES])
        )
        more = len(others) - SHOWN_NAMES
        return format_html('{} <span class="n">và {} đơn vị khác</span>', links, more) if more > 0 else links

    def value_lineage(self, record: Unit) -> str:
        """Give all of them for an export, with their codes."""
        return "; ".join(f"{each.name} ({each.code})" for each in self._others(record))


class UnitFilter(ListFilter):
    """Filters of the list of units."""

    segments = (("Hiện nay", {}), ("Đến 30/6/2025", {"luc": "truoc"}))

    name = django_filters.CharFilter(
        label="Tên đơn vị",
        method="by_words",
        widget=forms.TextInput(attrs={"placeholder": "Tên có hoặc không dấu, hoặc mã"}),
    )
    tinh = django_filters.ChoiceFilter(
        label="Tỉnh, thành phố", empty_label="Cả nước", method="by_province", widget=QuickSelect
    )
    cap = django_filters.ChoiceFilter(label="Cấp", empty_label="Mọi cấp", field_name="level", choices=UnitLevel.choices)
    kind = django_filters.ChoiceFilter(
        label="Loại", empty_label="Mọi loại", choices=UnitKind.choices, widget=QuickSelect
    )
    luc = django_filters.ChoiceFilter(
        label="Thời điểm", choices=[("truoc", "đến 30/6/2025")], method="as_given", widget=forms.HiddenInput
    )

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = list_provinces(on=self.request.units_day)
        self.filters["tinh"].extra["choices"] = [(each.code, each.name) for each in provinces]

    def by_words(self, rows: Any, _name: str, value: str) -> Any:
        """Keep the units whose name or code holds every word."""
        return with_words(rows, value)

    def by_province(self, rows: Any, _name: str, value: str) -> Any:
        """Keep a province with all that is in it."""
        return in_province(rows, value)

    def as_given(self, rows: Any, _name: str, value: str) -> Any:
        """Leave the rows: the page has chosen those of the day."""
        del value
        return rows


STATES = {
    "complete": ("approved", "Đủ"),
    "incomplete": ("suspect", "Chưa đủ"),
    "not_comparable": ("not_comparable", ""),
}


class ConvertedTable(ListTable):
    """The rows of a conversion, as they are kept."""

    code = tables.Column(verbose_name="Mã", attrs={"th": {"class": "w3"}, "td": {"class": "so"}})
    name = tables.Column(verbose_name="Đơn vị", attrs={"td": {"row_head": True}})
    numerator = FigureColumn(verbose_name="Tử số", accessor="code", orderable=False)
    denominator = FigureColumn(verbose_name="Mẫu số", accessor="code", orderable=False)
    value = FigureColumn(verbose_name="Giá trị", accessor="code", orderable=False)
    state = tables.Column(verbose_name="Tình trạng", attrs={"th": {"class": "w8"}})
    made_of = tables.Column(verbose_name="Gồm", accessor="code", orderable=False)

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}

    def __init__(self, *args: Any, rule: str, on: date, **kwargs: Any) -> None:
        hidden = ("numerator", "denominator") if rule != "recompute" else ()
        super().__init__(*args, exclude=hidden, **kwargs)
        self.on, self.key = on, "ratio" if rule == "recompute" else "value"
        if rule == "recompute":
            self.columns["value"].column.verbose_name = "Tỷ lệ"

    def value_value(self, record: dict[str, Any]) -> Any:
        """Give the bare figure."""
        return as_number(record[self.key])

    def render_value(self, record: dict[str, Any]) -> str:
        """Write the figure."""
        return formats.number(as_number(record[self.key]))

    def value_numerator(self, record: dict[str, Any]) -> Any:
        """Give the bare figure."""
        return as_number(record["numerator"])

    def render_numerator(self, record: dict[str, Any]) -> str:
        """Write the figure."""
        return formats.number(as_number(record["numerator"]))

    def value_denominator(self, record: dict[str, Any]) -> Any:
        """Give the bare figure."""
        return as_number(record["denominator"])

    def render_denominator(self, record: dict[str, Any]) -> str:
        """Write the figure."""
        return formats.number(as_number(record["denominator"]))

    def render_state(self, value: str) -> SafeString:
        """Show how far the figure can be relied on."""
        code, word = STATES[value]
        return marks.status_chip(code, word=word)

    def value_state(self, value: str) -> str:
        """Give the word for an export."""
        return STATES[value][1] or "Không so sánh được"

    def render_made_of(self, record: dict[str, Any]) -> str:
        """Name the old units, and what is missing."""
        said = self._named([part["source"] for part in record["parts"]])
        notes = [f"chưa rõ phần của {self._named(record['waiting'])}"] if record["waiting"] else []
        notes += [f"chưa có số của {self._named(record['silent'])}"] if record["silent"] else []
        return "; ".join([said, *notes] if said else notes) or formats.MISSING

    def _named(self, codes: list[str]) -> str:
        more = f" và {len(codes) - SHOWN_NAMES} đơn vị khác" if len(codes) > SHOWN_NAMES else ""
        return ", ".join(self._name(code) for code in codes[:SHOWN_NAMES]) + more

    def value_made_of(self, record: dict[str, Any]) -> str:
        """Give all of them for an export, with their codes and what came from each."""
        parts = [f"{self._name(part['source'])} ({part['source']})" for part in record["parts"]]
        waiting = [f"chưa rõ: {self._name(code)} ({code})" for code in record["waiting"]]
        silent = [f"chưa có số: {self._name(code)} ({code})" for code in record["silent"]]
        return "; ".join([*parts, *waiting, *silent])

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the old units in the rows shown, read once for the page."""
        shown = [row.record for row in self.paginated_rows]
        codes = {part["source"] for row in shown for part in row["parts"]}
        return names_on(codes=codes | {code for row in shown for code in (*row["waiting"], *row["silent"])}, on=self.on)

    def _name(self, code: str) -> str:
        return self.names.get(code, code)


class UnallocatedTable(ListTable):
    """What old units reported and nobody can say where it belongs."""

    name = NameColumn(verbose_name="Đơn vị cũ", opens=lambda row: reverse("territory:youngest", args=[row["source"]]))
    source = tables.Column(verbose_name="Mã", attrs={"th": {"class": "w3"}, "td": {"class": "so"}})
    figure = tables.Column(
        verbose_name="Chưa phân bổ",
        accessor="source",
        orderable=False,
        attrs={"th": {"class": "r w8"}, "td": {"class": "r"}},
    )
    candidates = tables.Column(verbose_name="Có thể thuộc", orderable=False)

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}

    def render_figure(self, record: dict[str, Any]) -> str:
        """Write the figure."""
        return figure_of(record)

    def value_figure(self, record: dict[str, Any]) -> Any:
        """Give the bare figure of a sum; a ratio as its two figures."""
        return as_number(record["value"]) if "value" in record else figure_of(record)

    def render_candidates(self, value: list[dict[str, str]]) -> str:
        """Name the units to which it may belong."""
        return ", ".join(each["name"] or each["code"] for each in value)

    def value_candidates(self, value: list[dict[str, str]]) -> str:
        """Give them with their codes for an export."""
        return "; ".join(f"{each['name']} ({each['code']})" for each in value)


def figure_of(row: dict[str, Any]) -> str:
    """Write the figure of a converted row or total: the value, or numerator and denominator."""
    if "value" in row:
        return formats.number(as_number(row["value"]))
    return f"{formats.number(as_number(row['numerator']))} / {formats.number(as_number(row['denominator']))}"


class SplitTable(ListTable):
    """Parts of split communes whose share nobody has recorded."""

    old = NameColumn(verbose_name="Xã cũ", opens=lambda change: unit_url(change.old), order_by=("old__search_key",))
    code = tables.Column(
        verbose_name="Mã",
        accessor="old__code",
        order_by="old__code",
        attrs={"th": {"class": "w3"}, "td": {"class": "so"}},
    )
    where = tables.Column(verbose_name="Trước thuộc", accessor="pk", orderable=False)
    new = tables.Column(verbose_name="Một phần vào", order_by=("new__search_key",))
    province = tables.Column(verbose_name="Nay thuộc", accessor="new__parent__name", order_by="new__parent__code")
    act = tables.Column(verbose_name="Phần chia", accessor="pk", orderable=False, attrs={"th": {"class": "w8"}})

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}

    def render_where(self, record: UnitChange) -> str:
        """Write the old district and province."""
        return above(record.old) or formats.MISSING

    def value_where(self, record: UnitChange) -> str:
        """Give the same for an export."""
        return above(record.old)

    def render_new(self, record: UnitChange) -> SafeString:
        """Link the new unit."""
        return format_html('<a class="q" href="{}">{}</a>', unit_url(record.new), record.new.name)

    def value_new(self, record: UnitChange) -> str:
        """Give the bare name."""
        return record.new.name

    def render_act(self, record: UnitChange) -> SafeString:
        """Lead to the page on which the share is recorded."""
        said = format_html('<span class="vh"> phần của {} vào {}</span>', record.old.name, record.new.name)
        return format_html('<a href="{}">chưa rõ{}</a>', reverse("territory:change", args=[record.pk]), said)

    def value_act(self, record: UnitChange) -> str:
        """Give the word for an export."""
        del record
        return "chưa rõ"


class SplitFilter(ListFilter):
    """Filters of the list of split communes."""

    old = django_filters.CharFilter(
        label="Xã cũ", method="by_words", widget=forms.TextInput(attrs={"placeholder": "Tên có hoặc không dấu"})
    )
    tinh = django_filters.ChoiceFilter(
        label="Tỉnh, thành phố", empty_label="Cả nước", field_name="new__parent__code", widget=QuickSelect
    )

    class Meta:
        model = UnitChange
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = list_provinces(on=timezone.localdate())
        self.filters["tinh"].extra["choices"] = [(each.code, each.name) for each in provinces]

    def by_words(self, rows: Any, _name: str, value: str) -> Any:
        """Keep the parts of old units whose name or code holds every word."""
        for word in plain(value).split():
            rows = rows.filter(old__search_key__contains=word)
        return rows


class ConversionTable(ListTable):
    """The log of conversions."""

    title = NameColumn(
        verbose_name="Bảng số liệu",
        opens=lambda record: reverse("territory:conversion", args=[record.pk]),
        order_by=("title",),
    )
    rule = tables.Column(verbose_name="Quy tắc", attrs={"th": {"class": "w8"}})
    span = tables.Column(
        verbose_name="Từ ngày, sang ngày", accessor="pk", orderable=False, attrs={"th": {"class": "w10"}}
    )
    made_by_name = tables.Column(verbose_name="Người chuyển", attrs={"th": {"class": "w8"}})
    made_at = tables.Column(verbose_name="Lúc", attrs={"th": {"class": "w8"}})
    state = tables.Column(verbose_name="Tình trạng", attrs={"th": {"class": "w6"}})

    def render_span(self, record: SeriesConversion) -> str:
        """Write the two days."""
        return f"{formats.day(record.from_date)} → {formats.day(record.to_date)}"

    def value_span(self, record: SeriesConversion) -> str:
        """Give the same for an export."""
        return self.render_span(record)

    def render_made_at(self, value: Any) -> str:
        """Write the moment."""
        return formats.moment(value)
