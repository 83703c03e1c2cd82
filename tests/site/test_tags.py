"""Tags keep the filters in the address, and lists say what is sorted and why they are empty."""

import io
from decimal import Decimal

import django_filters
import django_tables2 as tables
import openpyxl
import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from ansinh.apps.accounts.models import User
from ansinh.apps.ui.fields import DayField
from ansinh.apps.ui.tables import FigureColumn, ListFilter, ListTable, NameColumn, StatusColumn, build_list


def render(source, address="/", **context):
    request = RequestFactory().get(address)
    return engines["django"].from_string(source).render(context, request)


def test_filters_need_no_load_in_a_template():
    assert render("{{ x|number }} {{ y|percent }}", x=1234, y=95.1) == "1.234 95,1\u00a0%"
    assert render("{{ x|number }}", x=None) == "–"
    assert render('{{ ""|number }}') == "–"


@pytest.mark.parametrize(
    ("source", "address", "written"),
    [
        ("{% query page=2 %}", "/?q=a&sort=-name", "?q=a&amp;sort=-name&amp;page=2"),
        ("{% query page=None %}", "/?q=a&page=3", "?q=a"),
        ("{% query page=None %}", "/?page=3", "?"),
        ("{% without 'q' %}", "/?q=a&status=slow&page=2", "?status=slow"),
        ("{% query q=x %}", "/", "?q=%22%3E%3Cb%3E"),
    ],
)
def test_an_address_changes_in_one_place_and_keeps_the_rest(source, address, written):
    assert render(source, address, x='"><b>') == written


def test_a_sorted_head_turns_round_and_says_its_order():
    first = render("{% sort_link 'name' 'Tên' %}", "/?q=a")
    assert 'href="?q=a&amp;sort=name"' in first
    again = render("{% sort_link 'name' 'Tên' %}", "/?q=a&sort=name&page=4")
    assert 'href="?q=a&amp;sort=-name"' in again
    assert "đang xếp tăng dần" in again


def test_the_pager_keeps_the_filters_and_is_absent_for_one_page():
    page = Paginator(range(100), 10).page(2)
    html = render("{% pager page %}", "/?q=a&page=2", page=page)
    assert 'href="?q=a&amp;page=3" rel="next"' in html
    assert '<span aria-current="page">2</span>' in html
    assert render("{% pager page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


class Form(forms.Form):
    issued = DayField(label="Ngày ban hành")


def test_the_error_summary_links_each_line_to_its_box():
    html = render("{% error_summary form %}", form=Form({"issued": "31/02/2026"}))
    assert '<a href="#id_issued">Ngày ban hành: Không đọc được ngày “31/02/2026”.' in html
    assert "data-focus" in html
    assert render("{% error_summary form %}", form=Form()).strip() == ""
    assert render("{% error_summary form %}", form=Form({"issued": "22/11/2026"})).strip() == ""


def test_a_box_with_an_error_is_told_to_those_who_listen():
    html = render("{{ form }}", form=Form({"issued": "x"}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_issued_error"' in html
    assert 'id="id_issued_error"' in html


class Names(ListTable):
    group_by = "group"
    name = NameColumn(verbose_name="Chỉ tiêu", opens=lambda record: f"/ct/{record['no']}/")
    value = FigureColumn(verbose_name="Mới nhất", places=1)
    status = StatusColumn(verbose_name="Tình trạng")
    note = tables.Column(verbose_name="Ghi chú", orderable=False)


ROWS = [
    {"no": 1, "name": "Thất nghiệp", "value": 2.18, "status": "achieved", "group": "I", "note": "<b>"},
    {"no": 2, "name": "Việc làm", "value": None, "status": "slow", "group": "II", "note": ""},
]


def listing(address="/", rows=ROWS):
    request = RequestFactory().get(address)
    made = build_list(request, rows=rows, table=Names, file_name="thu")
    return made, render("{% include 'ansinh/part/list.html' with noun='chỉ tiêu' %}", address, listing=made)


def test_a_list_shows_groups_figures_and_marks_and_escapes_text():
    _, html = listing()
    assert '<tr class="nhom"><th scope="colgroup" colspan="4">I</th></tr>' in html
    assert '<a class="q" href="/ct/1/">Thất nghiệp</a>' in html
    assert ">2,2</td>" in html
    assert ">–</td>" in html
    assert "&lt;b&gt;" in html
    assert "Hiện <b>2</b> chỉ tiêu" in html


def test_sorting_drops_the_groups_and_marks_the_head():
    made, html = listing("/?sort=-name")
    assert [row.record["no"] for row in made.table.paginated_rows] == [2, 1]
    assert 'aria-sort="descending"' in html
    assert 'href="?sort=name"' in html
    assert "nhom" not in html


def test_an_unknown_sort_or_page_is_no_error():
    assert "Thất nghiệp" in listing("/?sort=rocket")[1]
    assert "Thất nghiệp" in listing("/?page=99")[1]


def test_an_empty_list_says_why():
    assert "Không có dòng nào hợp với bộ lọc." in listing(rows=[])[1]


class Filter(ListFilter):
    segments = (("Tất cả", {}), ("Chậm", {"status": "slow"}))

    status = django_filters.ChoiceFilter(label="Tình trạng", choices=[("slow", "Chậm")])

    class Meta:
        model = User
        fields: list[str] = []


def test_the_filters_in_force_are_named_and_can_be_taken_out():
    chosen = Filter({"status": "slow", "sort": "name"}, queryset=User.objects.none())
    assert chosen.active() == [("status", "Tình trạng", "Chậm")]
    assert Filter({"sort": "name"}, queryset=User.objects.none()).active() == []


def test_what_is_shown_is_exported_in_its_order_and_no_cell_acts_as_a_formula():
    rows = [
        *ROWS,
        {"no": 3, "name": "=1+1", "value": Decimal("1234.5"), "status": "slow", "group": "II", "note": "@cmd"},
    ]
    made, _ = listing("/?xuat=csv&sort=-name", rows=rows)
    lines = made.export.content.decode("utf-8-sig").splitlines()
    assert made.export["Content-Disposition"] == 'attachment; filename="thu.csv"'
    assert lines[0] == '"Chỉ tiêu","Mới nhất","Tình trạng","Ghi chú"'
    assert lines[1] == '"Việc làm","","Chậm",""'
    assert lines[3] == '"\'=1+1","1234,5","Chậm","\'@cmd"'


def test_an_excel_export_holds_figures_as_figures():
    made, _ = listing("/?xuat=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(made.export.content)).active
    assert [cell.value for cell in sheet[1]] == ["Chỉ tiêu", "Mới nhất", "Tình trạng", "Ghi chú"]
    assert sheet["B2"].value == 2.18
    assert sheet["B2"].data_type == "n"
    assert sheet["D2"].value == "<b>"
