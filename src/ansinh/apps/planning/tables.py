"""The lists of the planning room: columns, filters and what is exported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import django_filters
import django_tables2 as tables
from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ansinh.apps.planning.models import AssignmentRole, Indicator, Plan, Task
from ansinh.apps.planning.panels import TaskWork
from ansinh.apps.planning.selectors import ordering
from ansinh.apps.planning.selectors.asof import PlanOn
from ansinh.apps.planning.selectors.calendar import due_on, target_status, task_due, task_status
from ansinh.apps.planning.selectors.holders import DERIVED, Holder
from ansinh.apps.planning.selectors.names import full_name
from ansinh.apps.planning.selectors.same import Elsewhere
from ansinh.apps.planning.selectors.words import has_word, led_by, list_leads, with_words, words_of
from ansinh.apps.planning.templatetags.planning import as_stated
from ansinh.apps.ui import formats, marks
from ansinh.apps.ui.tables import CiteColumn, DayColumn, ListFilter, ListTable, NameColumn, Rows, StatusColumn
from ansinh.core.text import title_sort_key

HoldersByTask = Mapping[int, list[Holder]]
WorkByTask = Mapping[int, TaskWork]


def leads_of(record: Indicator | Task) -> str:
    """Return the lead agencies of a row, as the directory calls them where it knows them."""
    rows = [row for row in record.assignments.all() if row.role == AssignmentRole.LEAD]
    return ", ".join(row.mention.agency.name if row.mention.agency else row.mention.printed for row in rows)


def place_of(record: Indicator | Task) -> str:
    """Return the address of the sentence a row was read from."""
    kind = "indicator" if isinstance(record, Indicator) else "task"
    version = record.read.get("version")
    if version:
        # Not in the plan's own document: a later version added it.
        return reverse("planning:version", args=[record.plan_id, version])
    return f"{reverse('planning:document', args=[record.plan_id])}#{kind}-{record.pk}"


def _open_indicator(record: Indicator) -> str:
    return reverse("planning:indicator", args=[record.plan_id, record.pk]) + getattr(record, "on_day", "")


def _open_task(record: Task) -> str:
    return reverse("planning:task", args=[record.plan_id, record.pk]) + getattr(record, "on_day", "")


def also_stated(record: Indicator, others: list[Elsewhere]) -> SafeString:
    """Write where else the plan states the same indicator, each a link; empty where nowhere."""
    links = ((reverse("planning:indicator", args=[record.plan_id, other.pk]), other.place) for other in others)
    joined = format_html_join(", ", '<a href="{}">{}</a>', links)
    return format_html('<div class="p">cũng nêu ở {}</div>', joined) if joined else joined


class YearColumn(tables.Column):
    """The targets of one year."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        super().__init__(
            verbose_name=str(year) if year else "Không ghi năm",
            accessor="pk",
            empty_values=(),
            attrs={"th": {"class": "r w5"}, "td": {"class": "r"}},
        )

    def order(self, rows: QuerySet[Indicator], is_descending: bool) -> tuple[QuerySet[Indicator], bool]:
        """Sort by the figures of the year."""
        return ordering.by_year(rows, self.year, descending=is_descending), True

    def render(self, record: Indicator) -> str:
        """Write the targets as stated."""
        return self.value(record)

    def value(self, record: Indicator) -> str:
        """Give the targets of the year for an export."""
        stated = [as_stated(target) for target in record.targets.all() if target.year == self.year]
        return "; ".join(stated) or formats.MISSING


class RowNameColumn(NameColumn):
    """The name of an indicator or a task."""

    def order(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        """Sort by the name that stands by itself, without marks."""
        return ordering.by_name(rows, descending=is_descending), True


class LeadColumn(tables.Column):
    """The agencies that lead a row."""

    def order(self, rows: QuerySet[Any], is_descending: bool) -> tuple[QuerySet[Any], bool]:
        """Sort by the first of them."""
        return ordering.by_lead(rows, descending=is_descending), True


class IndicatorTable(ListTable):
    """The indicators of one plan."""

    group_by = "group"

    no = tables.Column(
        verbose_name="STT", order_by="ordinal", attrs={"th": {"class": "w3"}, "td": {"class": "so"}}, default=""
    )
    name = RowNameColumn(verbose_name="Chỉ tiêu", opens=_open_indicator, order_by="search_key")
    unit = tables.Column(verbose_name="Đơn vị", attrs={"th": {"class": "w4"}}, default=formats.MISSING)
    baseline = tables.Column(
        verbose_name="Số gốc",
        accessor="pk",
        attrs={"th": {"class": "r w5"}, "td": {"class": "r"}},
    )
    start = tables.Column(verbose_name="Ban đầu", accessor="pk", attrs={"th": {"class": "w8"}})
    lead = LeadColumn(verbose_name="Chủ trì", accessor="pk", attrs={"th": {"class": "w10"}})
    place = CiteColumn(verbose_name="Căn cứ", accessor="pk", opens=place_of)

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}
        sequence = ("no", "name", "unit", "...", "baseline", "start", "lead", "place")

    def __init__(
        self,
        *args: Any,
        elsewhere: dict[int, list[Elsewhere]] | None = None,
        standings: Mapping[int, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.elsewhere, self.standings = elsewhere or {}, standings or {}
        super().__init__(*args, **kwargs)
        if self.standings:
            # Once figures are reported they tell how far a plan is, no longer what was said at its start.
            self.columns["start"].column.verbose_name = "Tình trạng"
            self.columns["start"].column.attrs = {"th": {"class": "w12"}}

    def render_name(self, value: str, record: Indicator) -> SafeString:
        """Write the name; a part is called with the indicator it belongs to."""
        named = format_html('<a class="q" href="{}">{}</a>', _open_indicator(record), self.value_name(value, record))
        return format_html("{}{}", named, also_stated(record, self.elsewhere.get(record.pk, [])))

    def value_name(self, value: str, record: Indicator) -> str:
        """Give the name that stands by itself for an export."""
        del value
        return full_name(record)

    def render_baseline(self, record: Indicator) -> str:
        """Write the baseline with its year."""
        baseline = getattr(record, "baseline", None)
        return f"{formats.number(baseline.value.normalize())} ({baseline.year})" if baseline else formats.MISSING

    def order_baseline(self, rows: QuerySet[Indicator], is_descending: bool) -> tuple[QuerySet[Indicator], bool]:
        """Sort by the value of the baseline."""
        return ordering.by_baseline(rows, descending=is_descending), True

    def order_start(self, rows: QuerySet[Indicator], is_descending: bool) -> tuple[QuerySet[Indicator], bool]:
        """Sort by the state of the last target."""
        if self.standings:
            return ordering.by_standing(rows, self.standings, descending=is_descending), True
        return ordering.by_start(rows, descending=is_descending), True

    def _statuses(self, record: Indicator) -> list[str]:
        if self.standings:
            return [self.standings[record.pk]] if record.pk in self.standings else []
        return [target_status(target) for target in record.targets.all() if target.comparator]

    def render_start(self, record: Indicator) -> SafeString | str:
        """Show how far the targets are: on approved figures, and before there are any as told when the plan was put to work."""
        codes = self._statuses(record)
        return marks.status_chip(codes[-1]) if codes else formats.MISSING

    def value_start(self, record: Indicator) -> str:
        """Give the word of the state for an export."""
        codes = self._statuses(record)
        return marks.find_status(codes[-1]).word if codes else ""

    def render_lead(self, record: Indicator) -> str:
        """Write the lead agencies."""
        return leads_of(record) or formats.MISSING

    def render_place(self, record: Indicator) -> SafeString:
        """Show the § that opens the sentence."""
        return marks.cite(record.no or "Văn bản", place_of(record))

    def value_place(self, record: Indicator) -> str:
        """Give the printed sentence for an export."""
        return record.sentence or record.no


class WordsFilter(django_filters.CharFilter):
    """A text box that finds with or without diacritics."""

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the rows whose number or name has every word; a part is found by the indicator it belongs to."""
        return with_words(qs.alias(own_name=ordering.own_name(qs)), value, "own_name") if value else qs


def _own_name(row: Indicator | Task) -> str:
    return f"{row.no} {full_name(row) if isinstance(row, Indicator) else row.name}"


class DayFilter(ListFilter):
    """The filters of a list as of another day: its rows stand in memory."""

    name = django_filters.CharFilter(label="Tên", method="by_words")
    ngay = django_filters.CharFilter(label="Như ngày", method="as_it_is", widget=forms.HiddenInput)

    def by_words(self, rows: Rows, _name: str, value: str) -> Rows:
        """Keep the rows whose number or name has every word; a part is found by the indicator it belongs to."""
        words = words_of(value)
        return Rows(row for row in rows if all(has_word(_own_name(row), word) for word in words))

    def as_it_is(self, rows: Rows, _name: str, _value: str) -> Rows:
        """Keep the day in the address; the rows are of that day already."""
        return rows


class IndicatorFilter(ListFilter):
    """Filters of the list of indicators."""

    segments = (("Tất cả", {}), ("Trong Nghị quyết 42", {"nq42": "true"}), ("Thiếu số gốc", {"thieu_goc": "true"}))

    name = WordsFilter(
        label="Chỉ tiêu", widget=forms.TextInput(attrs={"placeholder": "Lọc theo tên, có hoặc không dấu"})
    )
    group = django_filters.ChoiceFilter(label="Nhóm", empty_label="Mọi nhóm")
    lead = django_filters.ChoiceFilter(label="Chủ trì", empty_label="Mọi cơ quan", method="by_lead")
    nq42 = django_filters.BooleanFilter(
        label="Trong Nghị quyết 42", field_name="in_resolution_42", widget=forms.HiddenInput
    )
    thieu_goc = django_filters.BooleanFilter(
        label="Thiếu số gốc", field_name="baseline", lookup_expr="isnull", widget=forms.HiddenInput
    )

    class Meta:
        model = Indicator
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = self.queryset.order_by("ordinal").values_list("group", flat=True)
        self.filters["group"].extra["choices"] = [(g, g) for g in dict.fromkeys(groups) if g]
        self.filters["lead"].extra["choices"] = list_leads(self.queryset)

    def by_lead(self, rows: QuerySet[Indicator], _name: str, value: str) -> QuerySet[Indicator]:
        """Keep the rows that an agency leads."""
        return led_by(rows, value)


class TaskTable(ListTable):
    """The tasks of one plan."""

    group_by = "section"

    no = tables.Column(
        verbose_name="STT", order_by="ordinal", attrs={"th": {"class": "w3"}, "td": {"class": "so"}}, default=""
    )
    name = RowNameColumn(verbose_name="Nhiệm vụ", opens=_open_task, order_by="search_key")
    lead = LeadColumn(verbose_name="Chủ trì", accessor="pk", attrs={"th": {"class": "w8"}})
    holder = tables.Column(verbose_name="Nay do", accessor="pk", orderable=False, attrs={"th": {"class": "w8"}})
    product = tables.Column(
        verbose_name="Sản phẩm", attrs={"th": {"class": "w8"}, "td": {"class": "an"}}, default=formats.MISSING
    )
    schedule_raw = tables.Column(
        verbose_name="Thời gian",
        order_by=("to_year", "quarter", "ordinal"),
        attrs={"th": {"class": "w5"}},
        default=formats.MISSING,
    )
    due = DayColumn(verbose_name="Hạn", accessor="pk", width="w5")
    status = StatusColumn(verbose_name="Tình trạng", accessor="pk", width="w6")
    place = CiteColumn(verbose_name="Căn cứ", accessor="pk", opens=place_of)

    class Meta(ListTable.Meta):
        attrs = {"class": "tbl dinh the co"}

    def __init__(
        self, *args: Any, holders: HoldersByTask | None = None, works: WorkByTask | None = None, **kwargs: Any
    ) -> None:
        self.holders, self.works = holders or {}, works or {}
        super().__init__(*args, **kwargs)

    def _worked(self, record: Task) -> Task:
        record.work = self.works.get(record.pk, record.work)
        return record

    def render_lead(self, record: Task) -> str:
        """Write the lead agencies."""
        return leads_of(record) or "Chưa rõ"

    def render_holder(self, record: Task) -> SafeString | str:
        """Write who has the task today, with how far that is checked; what is unclear says so."""
        return (
            format_html_join("", "<div>{}</div>", ((held_by(holder),) for holder in self.holders.get(record.pk, [])))
            or formats.MISSING
        )

    def value_holder(self, record: Task) -> str:
        """Give the names for an export."""
        return "; ".join(holder.name or "Chưa rõ" for holder in self.holders.get(record.pk, []))

    def _due(self, record: Task) -> Any:
        return task_due(self._worked(record), today=timezone.localdate())

    def render_due(self, record: Task) -> str:
        """Write the day by which the task must be done."""
        return formats.day(self._due(record))

    def value_due(self, record: Task) -> Any:
        """Give the day for an export."""
        return self._due(record)

    def order_due(self, rows: QuerySet[Task], is_descending: bool) -> tuple[QuerySet[Task], bool]:
        """Sort by the day."""
        return ordering.by_due(rows, today=timezone.localdate(), descending=is_descending, works=self.works), True

    def order_status(self, rows: QuerySet[Task], is_descending: bool) -> tuple[QuerySet[Task], bool]:
        """Sort by how the tasks stand."""
        return ordering.by_status(rows, today=timezone.localdate(), descending=is_descending, works=self.works), True

    def render_status(self, record: Task) -> SafeString:
        """Show the task's status."""
        return marks.status_chip(task_status(self._worked(record), today=timezone.localdate()))

    def value_status(self, record: Task) -> str:
        """Give the status for an export."""
        return marks.find_status(task_status(self._worked(record), today=timezone.localdate())).word

    def render_place(self, record: Task) -> SafeString:
        """Show the § that opens the row of the document."""
        return marks.cite(record.no or "Văn bản", place_of(record))

    def value_place(self, record: Task) -> str:
        """Give the number for an export."""
        return record.no


def held_by(holder: Holder) -> SafeString | str:
    """Write who has a row today in one short line; where nothing happened since the plan, the name alone."""
    if holder.agency is None:
        return marks.status_chip("unknown")
    if not holder.rests_on_facts and holder.state == DERIVED:
        return holder.name
    word = marks.evidence(holder.evidence) if holder.evidence else holder.state_label.lower()
    return format_html('{} <div class="p">{}</div>', holder.name, word)


class DayTaskFilter(DayFilter):
    """The filters of the tasks of another day."""

    view: PlanOn

    han = django_filters.DateFilter(
        label="Đến hạn", method="by_day", input_formats=["%Y-%m-%d"], widget=forms.HiddenInput
    )

    def by_day(self, rows: Rows, _name: str, value: date) -> Rows:
        """Keep the rows of which an instance is due on a day."""
        due = set(due_on(self.view.plan, value, view=self.view))
        return Rows(row for row in rows if row.pk in due)


class TaskFilter(ListFilter):
    """Filters of the list of tasks."""

    holders: HoldersByTask = {}

    segments = (
        ("Tất cả", {}),
        ("Có hạn", {"loai": "dated"}),
        ("Hằng năm", {"loai": "annual"}),
        ("Theo sự kiện", {"loai": "event"}),
    )

    name = WordsFilter(
        label="Nhiệm vụ", widget=forms.TextInput(attrs={"placeholder": "Lọc theo tên, có hoặc không dấu"})
    )
    lead = django_filters.ChoiceFilter(label="Chủ trì", empty_label="Mọi cơ quan", method="by_lead")
    holder = django_filters.ChoiceFilter(label="Nay do", empty_label="Mọi cơ quan", method="by_holder")
    year = django_filters.NumberFilter(label="Năm phải xong", field_name="to_year", widget=forms.HiddenInput)
    han = django_filters.DateFilter(
        label="Đến hạn", method="by_day", input_formats=["%Y-%m-%d"], widget=forms.HiddenInput
    )
    loai = django_filters.ChoiceFilter(
        label="Loại thời hạn",
        method="by_kind",
        choices=[("dated", "Có hạn"), ("annual", "Hằng năm"), ("event", "Theo sự kiện")],
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Task
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["lead"].extra["choices"] = list_leads(self.queryset)
        self.filters["holder"].extra["choices"] = self._holder_choices()

    def _holder_choices(self) -> list[tuple[str, str]]:
        agencies = {holder.agency for row in self.holders.values() for holder in row if holder.agency is not None}
        named = sorted(agencies, key=lambda agency: title_sort_key(agency.name))
        return [("unclear", "Chưa rõ"), *((str(agency.pk), agency.name) for agency in named)]

    def by_holder(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """Keep the tasks that an agency has today, or those of which it is unclear."""
        kept = [
            pk
            for pk, row in self.holders.items()
            if any(value == (str(one.agency.pk) if one.agency else "unclear") for one in row)
        ]
        return rows.filter(pk__in=kept)

    def by_lead(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """Keep the rows that an agency leads."""
        return led_by(rows, value)

    def by_day(self, rows: QuerySet[Task], _name: str, value: date) -> QuerySet[Task]:
        """Keep the rows of which an instance is due on a day."""
        plan = Plan.objects.filter(pk__in=rows.values("plan_id")).first()
        return rows.filter(pk__in=due_on(plan, value)) if plan else rows.none()

    def by_kind(self, rows: QuerySet[Task], _name: str, value: str) -> QuerySet[Task]:
        """Keep the rows of one kind of schedule."""
        kinds = {"dated": ("year", "years"), "annual": ("annual", "quarter_annual"), "event": ("event",)}
        return rows.filter(schedule_kind__in=kinds[value])


def task_filter(holders: HoldersByTask) -> type[TaskFilter]:
    """Return the filters of a list of tasks of which it is known who has each today."""
    return type("HeldTaskFilter", (TaskFilter,), {"holders": holders})


def day_task_filter(view: PlanOn) -> type[DayTaskFilter]:
    """Return the filters of a list of tasks as of another day."""
    return type("ViewedTaskFilter", (DayTaskFilter,), {"view": view})
