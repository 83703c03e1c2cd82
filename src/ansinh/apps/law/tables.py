"""The list of the figures of the law, one line a dated value, as it is shown and taken away as a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse

from ansinh.apps.law.selectors.book import programme_of
from ansinh.apps.law.words import UNITS, say_value
from ansinh.apps.ui import marks
from ansinh.apps.ui.tables import DayColumn, ListFilter, ListTable, NameColumn, Rows
from ansinh.core.rules.parameters import Parameter, Value
from ansinh.core.rules.system import System
from ansinh.core.text import fold
from ansinh.rulebook.book import national_system
from ansinh.rulebook.rows import row_name

_NO_PROGRAMME = "Chưa dùng ở chương trình nào"


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One dated value of a figure, or one row of a table at a date."""

    key: str
    label: str
    row: str
    value: str
    unit: str
    applied_from: date
    in_force_from: date
    reference: str
    evidence: str
    programme: str

    @property
    def searched(self) -> str:
        """Return its words without marks."""
        return fold(f"{self.label} {self.row} {self.reference} {self.value} {self.value.replace('.', '')}")


class EvidenceColumn(tables.Column):
    """How far a figure is checked, as its mark; exported as its word."""

    def render(self, value: str) -> Any:
        """Show the mark."""
        return marks.evidence(value)

    def value(self, value: str) -> str:
        """Give the word for an export."""
        return marks.evidence_word(value)


class FigureTable(ListTable):
    """Figures by programme, each with its days, its article and how far it is checked."""

    group_by = "programme"

    label = NameColumn(
        verbose_name="Tham số", opens=lambda record: reverse("law:parameter", args=[record.key]), order_by=("label",)
    )
    row = tables.Column(verbose_name="Dòng của bảng", attrs={"th": {"class": "w14"}})
    value = tables.Column(
        verbose_name="Giá trị", orderable=False, attrs={"th": {"class": "r w6"}, "td": {"class": "r"}}
    )
    unit = tables.Column(verbose_name="Đơn vị", attrs={"th": {"class": "w4"}, "td": {"class": "an"}})
    applied_from = DayColumn(verbose_name="Áp dụng từ")
    in_force_from = DayColumn(verbose_name="Hiệu lực từ")
    reference = tables.Column(verbose_name="Căn cứ", attrs={"th": {"class": "w12"}})
    evidence = EvidenceColumn(verbose_name="Đối chiếu", attrs={"th": {"class": "w7"}})

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the"}


class FigureFilter(ListFilter):
    """Figures by words and by programme."""

    tu = django_filters.CharFilter(label="Có chữ, số", method="by_words")
    chuong_trinh = django_filters.ChoiceFilter(
        label="Chương trình",
        method="by_programme",
        empty_label="Mọi chương trình",
        choices=lambda: [(each.label, each.label) for each in national_system().programmes.values()],
    )

    def by_words(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep the lines that have every word, with or without marks."""
        del name
        words = fold(value).split()
        return Rows(each for each in rows if all(word in each.searched for word in words))

    def by_programme(self, rows: Rows, name: str, value: str) -> Rows:
        """Keep the lines of a programme."""
        del name
        return Rows(each for each in rows if each.programme == value)


def figure_lines(system: System) -> Rows:
    """Return every dated value of every figure, a table as its rows, by programme in the order of the rulebook."""
    order = {each.label: at for at, each in enumerate(system.programmes.values())}
    lines = [line for parameter in system.parameters for line in _lines(parameter)]
    lines.sort(key=lambda each: order.get(each.programme, len(order)))
    return Rows(lines)


def _lines(parameter: Parameter) -> list[FigureLine]:
    programme = programme_of(parameter.id)
    lines = []
    for dated in parameter.values:
        rows: list[tuple[str, Value]] = [("", dated.value)]
        if isinstance(dated.value, Mapping):
            rows = [(str(row_name(parameter.id, key)), figure) for key, figure in dated.value.items()]
        lines += [
            FigureLine(
                parameter.id, parameter.label, row, _bare(parameter, value), UNITS[parameter.unit],
                dated.applied_from, dated.in_force_from, dated.reference, dated.evidence.value,
                programme.label if programme is not None else _NO_PROGRAMME,
            )
            for row, value in rows
        ]  # fmt: skip
    return lines


def _bare(parameter: Parameter, value: Value) -> str:
    """Return a value without its unit, which has a column of its own."""
    return (
        parameter.shown(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else say_value(parameter, value)
    )
