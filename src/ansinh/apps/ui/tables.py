"""Lists in the look of a yearbook: the base table, its columns, its filter row, and export of what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
import django_tables2 as tables
from django.forms import DateField
from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.config import RequestConfig

from ansinh.apps.ui import formats, marks
from ansinh.apps.ui.cells import cell_writer
from ansinh.apps.ui.export import export_table
from ansinh.files.table import Kind

ROWS_A_PAGE = 50
NOTHING_FOUND = "Không có dòng nào hợp với bộ lọc."


class ListTable(tables.Table):
    """The table of every list page.

    A column's ``attrs`` give widths (w2 … w14) and ``r`` for figures; ``phone`` classes: ``an`` hides the column on
    a phone. In ``Meta``: ``group_by`` names an attribute whose change starts a group row.
    """

    group_by: ClassVar[str] = ""
    caption: ClassVar[str] = ""

    class Meta:
        template_name = "ansinh/table.html"
        attrs = {"class": "tbl dinh the"}
        orderable = True
        order_by_field = "sort"
        page_field = "page"
        empty_text = NOTHING_FOUND

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A table without a Meta of its own takes nothing from this one, so what every list needs is given here.
        kwargs.setdefault("attrs", self._meta.attrs or {"class": "tbl dinh the"})
        kwargs.setdefault("empty_text", self._meta.empty_text or NOTHING_FOUND)
        super().__init__(*args, **kwargs)
        if isinstance(args[0] if args else kwargs.get("data"), Rows):
            # In memory rows are sorted by what stands on them; what only the database can reckon has no order there.
            for column in self.columns:
                if str(column.accessor) == "pk" and column.column.order_by is None:
                    column.column.orderable = False

    def rows_with_groups(self) -> Iterable[tuple[str, Any]]:
        """Give the rows of the page, each with the title of the group that starts at it, or ""."""
        last: object = None
        request = getattr(self, "request", None)
        sorted_by_hand = request is not None and bool(request.GET.get(self.prefixed_order_by_field))
        for row in self.paginated_rows:
            title = ""
            if self.group_by and not sorted_by_hand:
                group = _attribute(row.record, self.group_by)
                if group != last:
                    title, last = str(group or "Không thuộc nhóm nào"), group
            yield title, row

    def body(self) -> SafeString:
        """Write the rows of the page. A page has hundreds of cells; a template would ask each for its column's marks."""
        before, after = zip(*map(_around, self.columns), strict=True)
        writers = [cell_writer(column) for column in self.columns]
        written: list[str] = []
        for title, row in self.rows_with_groups():
            if title:
                group = conditional_escape(self.render_group(title, row.record))
                written.append(f'<tr class="nhom"><th scope="colgroup" colspan="{len(writers)}">{group}</th></tr>')
            cells = (conditional_escape(localize(write(row))) for write in writers)
            written += ("<tr>", *(f"{b}{c}{a}" for b, c, a in zip(before, cells, after, strict=True)), "</tr>")
        return mark_safe("".join(written))  # noqa: S308 - every cell is escaped above

    def render_group(self, title: str, record: Any) -> str:
        """Write the row that opens a group; rooms add counts here."""
        del record
        return title


class NameColumn(tables.Column):
    """The name that heads a row, opening its page. ``opens`` makes the address from the record."""

    def __init__(self, *args: Any, opens: Callable[[Any], str] | None = None, width: str = "", **kwargs: Any) -> None:
        self.opens = opens
        kwargs.setdefault("attrs", {"th": {"class": width}, "td": {"row_head": True}})
        super().__init__(*args, **kwargs)

    def render(self, value: object, record: Any) -> Any:
        """Show the name as a quiet link."""
        return format_html('<a class="q" href="{}">{}</a>', self.opens(record), value) if self.opens else value

    def value(self, value: object) -> str:
        """Give the bare name for an export."""
        return str(value)


class FigureColumn(tables.Column):
    """A figure, right-aligned: "1.234,5", unknown "–"."""

    empty_values = ()

    def __init__(
        self,
        *args: Any,
        places: int | None = None,
        width: str = "w5",
        export_kind: Kind = Kind.DECIMAL,
        **kwargs: Any,
    ) -> None:
        self.places, self.export_kind = places, export_kind
        kwargs.setdefault("attrs", {"th": {"class": f"r {width}"}, "td": {"class": "r"}})
        super().__init__(*args, **kwargs)

    def render(self, value: int | Decimal | None) -> str:
        """Write the figure."""
        return formats.number(value, places=self.places)

    def value(self, value: Any) -> Any:
        """Give the bare figure for an export."""
        return value


class DayColumn(tables.Column):
    """A day: dd/mm/yyyy."""

    export_kind = Kind.DATE

    def __init__(self, *args: Any, width: str = "w5", **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"th": {"class": width}, "td": {"class": "so"}})
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        """Write the day."""
        return formats.day(value)

    def value(self, value: Any) -> Any:
        """Give the bare day for an export."""
        return value


class StatusColumn(tables.Column):
    """A status as a chip; exported as its word."""

    def __init__(self, *args: Any, width: str = "w95", **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"th": {"class": width}, "td": {}})
        super().__init__(*args, **kwargs)

    def render(self, value: object) -> SafeString:
        """Show the chip."""
        return marks.status_chip(value)

    def value(self, value: object) -> str:
        """Give the word for an export."""
        return marks.find_status(value).word


class CiteColumn(tables.Column):
    """Where a row comes from: a § that opens the sentence. ``opens`` makes the address from the record."""

    def __init__(self, *args: Any, opens: Callable[[Any], str], width: str = "w4", **kwargs: Any) -> None:
        self.opens = opens
        kwargs.setdefault("attrs", {"th": {"class": width}, "td": {}})
        kwargs.setdefault("orderable", False)
        super().__init__(*args, **kwargs)

    def render(self, value: object, record: Any) -> SafeString:
        """Show the citation."""
        return marks.cite(value, self.opens(record))

    def value(self, value: object) -> str:
        """Give the bare citation for an export."""
        return str(value)


class Rows(list[Any]):
    """A list in memory that filters take as they take rows of the database; its filters name a ``method``."""

    model = None

    def all(self) -> Rows:
        """Give all rows."""
        return self


class ListFilter(django_filters.FilterSet):
    """The filters of a list. A filter named like a column stands under that column's head, others above the table.

    ``choices`` of seg(ments) above the table: ``segments = (("Tất cả", {}), ("Quá hạn", {"status": "overdue"}))``.
    """

    segments: ClassVar[tuple[tuple[str, dict[str, str]], ...]] = ()

    @property
    def form(self) -> Any:
        """Give the form of the filters; its boxes have names of their own beside other forms of a page."""
        form = super().form
        form.auto_id = "loc_%s"
        return form

    def filter_queryset(self, queryset: Any) -> Any:
        """Apply the filters one after the other, to rows of the database or to ``Rows``."""
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def active(self) -> list[tuple[str, str, str]]:
        """List the filters in force: (parameter, label, value as shown)."""
        shown: list[tuple[str, str, str]] = []
        for name, field in self.form.fields.items():
            raw = self.data.get(name, "") if self.data else ""
            if raw == "":
                continue
            choices = dict(_flat(getattr(field, "choices", ())))
            day = self.form.cleaned_data.get(name) if self.form.is_valid() and isinstance(field, DateField) else None
            shown.append((name, str(field.label or name), formats.day(day) if day else str(choices.get(raw, raw))))
        return shown


class Listing:
    """A list ready to be shown by ``ansinh/part/list.html``, or an export of it."""

    def __init__(
        self, *, table: ListTable, filters: ListFilter | None, export: HttpResponseBase | None, total: int, shown: int
    ) -> None:
        self.table, self.filters, self.export = table, filters, export
        self.total, self.shown = total, shown

    def filter_cells(self) -> list[Any]:
        """Give the filter field of each visible column, or None; empty where no column has one."""
        if self.filters is None:
            return []
        form = self.filters.form
        cells = [form[column.name] if column.name in form.fields else None for column in self.table.columns]
        return cells if any(cells) else []

    def other_filters(self) -> list[Any]:
        """Give the filter fields that belong to no column."""
        if self.filters is None:
            return []
        names = {column.name for column in self.table.columns}
        return [field for field in self.filters.form if field.name not in names]

    def segments(self) -> list[tuple[str, str, bool]]:
        """Give the ready-made cuts of the list: label, address, whether it is the one shown."""
        if self.filters is None:
            return []
        now = {name: raw for name, _label, _shown in self.filters.active() if (raw := self.filters.data.get(name))}
        rows = []
        for label, wanted in self.filters.segments:
            address = "&".join(f"{key}={value}" for key, value in wanted.items())
            rows.append((label, f"?{address}", now == wanted))
        return rows


def build_list(
    request: HttpRequest,
    *,
    rows: Any,
    table: type[ListTable],
    file_name: str,
    filters: type[ListFilter] | None = None,
    per_page: int = ROWS_A_PAGE,
    **table_kwargs: Any,
) -> Listing:
    """Filter, sort and page a list as its address says; ``?xuat=xlsx`` and ``?xuat=csv`` give what is shown as a file.

    ``rows`` is a queryset, a list, or (for ``filters``) ``Rows``. Where ``listing.export`` is set the page returns it.
    """
    total = _count(rows)
    bound: ListFilter | None = None
    if filters is not None:
        bound = filters(request.GET or None, queryset=rows, request=request)
        rows = bound.qs
    made = table(rows, request=request, **table_kwargs)
    kind = request.GET.get("xuat", "")
    if kind in ("xlsx", "csv"):
        RequestConfig(request, paginate=False).configure(made)
        return Listing(
            table=made, filters=bound, export=export_table(made, kind=kind, file_name=file_name), total=total, shown=0
        )
    RequestConfig(request, paginate={"per_page": per_page, "silent": True}).configure(made)
    return Listing(table=made, filters=bound, export=None, total=total, shown=len(made.rows))


def _around(column: Any) -> tuple[str, str]:
    """Return what stands before and after each cell of a column."""
    css = column.attrs["td"].get("class") or ""
    if column.attrs["td"].get("row_head"):
        return format_html('<th scope="row" class="{}">', css), "</th>"
    return format_html('<td class="{}" data-n="{}">', css, column.header), "</td>"


def _count(rows: Any) -> int:
    return len(rows) if isinstance(rows, list | tuple) else rows.count()


def _attribute(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else getattr(record, name, None)
    return record() if callable(record) else record


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label
