"""Word files: what stands on the page is in the text, in the order it is read."""

from __future__ import annotations

import pytest
from tests.files.makers import docx, numbered, p, part, tbl, tc

from ansinh.core.plandoc.source import Paragraph, Source, Table
from ansinh.files import UnreadableFile, open_plan


def lines(source: Source) -> list[str]:
    """Return the lines that say something."""
    return [line for line in source.text.split("\n") if line]


def only_table(source: Source) -> list[tuple[int, int, int, int, str]]:
    """Return the one table as (row, column, row span, column span, text)."""
    (table,) = [block for block in source.blocks if isinstance(block, Table)]
    return [(c.row, c.column, c.row_span, c.column_span, c.span.of(source.text)) for c in table.cells]


def read(body: str, **parts: str) -> Source:
    """Read a Word file with parts given by name ("numbering", "styles", "footnotes")."""
    named = {f"word/{name}.xml": text for name, text in parts.items()}
    return open_plan(docx(body, parts=named), name="kế hoạch.docx")


LISTS = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%3)"/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF02D;"/></w:lvl>'
    '<w:lvl w:ilvl="4"><w:numFmt w:val="bullet"/><w:lvlText w:val="+"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>',
)


def test_automatic_numbers_are_in_the_text() -> None:
    """Labels that Word only draws are written out, level by level, and begin again under a new parent."""
    body = "".join(
        [
            numbered("MỤC TIÊU"),
            numbered("Tổng quát", level=1),
            numbered("Cụ thể", level=1),
            numbered("Về việc làm", level=2),
            numbered("Về nhà ở", level=2),
            numbered("Xóa nhà tạm", level=3),
            numbered("Hộ nghèo", level=4),
            numbered("NHIỆM VỤ"),
            numbered("Tuyên truyền", level=1),
            numbered("TỔ CHỨC", number_id=2),
            numbered("KINH PHÍ", number_id=2),
        ]
    )
    assert lines(read(body, numbering=LISTS)) == [
        "I. MỤC TIÊU",
        "1.1. Tổng quát",
        "1.2. Cụ thể",
        "a) Về việc làm",
        "b) Về nhà ở",
        "- Xóa nhà tạm",
        "+ Hộ nghèo",
        "II. NHIỆM VỤ",
        "2.1. Tuyên truyền",
        "V. TỔ CHỨC",
        "VI. KINH PHÍ",
    ]


def test_an_empty_numbered_paragraph_takes_no_number() -> None:
    """Word shows no text there, so the next paragraph keeps its number."""
    assert lines(read(numbered("Một") + numbered("") + numbered("Hai"), numbering=LISTS)) == ["I. Một", "II. Hai"]


def test_a_style_gives_number_and_heading_level() -> None:
    """Headings numbered through their style, and a paragraph that takes itself out of the list."""
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H1b"><w:name w:val="Đề mục"/><w:basedOn w:val="H1"/></w:style>',
    )
    body = (
        p("Mục đích", properties='<w:pStyle w:val="H1"/>')
        + p("Yêu cầu", properties='<w:pStyle w:val="H1b"/>')
        + p("Không số", properties='<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    source = read(body, numbering=LISTS, styles=styles)
    assert lines(source) == ["I. Mục đích", "II. Yêu cầu", "Không số"]
    said = [block.level for block in source.blocks if isinstance(block, Paragraph) and block.span.of(source.text)]
    assert said == [1, 1, 1]


def test_merged_cells_keep_their_place_in_the_grid() -> None:
    """A heading over two years, a cell merged down, a group row over all columns."""
    body = tbl(
        [
            tc("TT", properties='<w:vMerge w:val="restart"/>'),
            tc("Mục tiêu", properties='<w:gridSpan w:val="2"/>'),
            tc("Chủ trì", properties='<w:vMerge w:val="restart"/>'),
        ],
        [tc("", properties="<w:vMerge/>"), tc("2025"), tc("2030"), tc("", properties="<w:vMerge/>")],
        [tc("I. Y tế", properties='<w:gridSpan w:val="4"/>')],
        [tc("1"), tc("14"), tc(""), tc("Sở A", inside=p("Sở A") + p("Sở B"))],
    )
    assert only_table(read(body)) == [
        (0, 0, 2, 1, "TT"),
        (0, 1, 1, 2, "Mục tiêu"),
        (0, 3, 2, 1, "Chủ trì"),
        (1, 1, 1, 1, "2025"),
        (1, 2, 1, 1, "2030"),
        (2, 0, 1, 4, "I. Y tế"),
        (3, 0, 1, 1, "1"),
        (3, 1, 1, 1, "14"),
        (3, 2, 1, 1, "\xa0"),
        (3, 3, 1, 1, "Sở A\nSở B"),
    ]


def test_numbers_count_in_table_cells_too() -> None:
    """The column "TT" is often an automatic list."""
    body = tbl(
        [tc("TT"), tc("Việc")],
        [tc("", inside=numbered(" ")), tc("Một")],
        [tc("", inside=numbered("x")), tc("Hai")],
    )
    assert [cell[4] for cell in only_table(read(body, numbering=LISTS))] == ["TT", "Việc", "\xa0", "Một", "I. x", "Hai"]


def test_a_table_in_a_cell_gives_its_lines_to_that_cell() -> None:
    """Nested tables are read in place, not lost."""
    inner = tbl([tc("a"), tc("b")])
    body = tbl([tc("1"), tc("", inside=p("đầu") + inner + p("cuối"))], [tc("2"), tc("x")])
    assert only_table(read(body))[1] == (0, 1, 1, 1, "đầu\na\nb\ncuối")


@pytest.mark.parametrize("ruled", [True, False])
def test_heading_and_signature_tables_are_running_text(ruled: bool) -> None:
    """The borderless tables of every official letter only place text, even when someone drew their lines."""
    body = tbl(
        [tc("ỦY BAN NHÂN DÂN"), tc("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")], [tc("Số: 1/KH-UBND"), tc("")], ruled=ruled
    )
    source = read(body)
    assert not [block for block in source.blocks if isinstance(block, Table)]
    assert lines(source) == ["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/KH-UBND"]


def test_changes_are_read_as_accepted() -> None:
    """Inserted text stays, deleted and moved-away text goes, a deleted paragraph end joins two paragraphs."""
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        p(
            "Đạt ",
            runs=f"<w:ins>{run.format('95')}</w:ins><w:del><w:r><w:delText>90</w:delText></w:r></w:del>{run.format('%')}",
        )
        + p("Sở", properties="<w:rPr><w:del/></w:rPr>")
        + p(" Y tế")
        + f"<w:p><w:moveFrom>{run.format('cũ')}</w:moveFrom><w:moveTo>{run.format('mới')}</w:moveTo></w:p>"
        + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{tc('bỏ')}{tc('bỏ')}{tc('bỏ')}</w:tr><w:tr>{tc('1')}{tc('2')}{tc('3')}</w:tr></w:tbl>"
    )
    source = read(body)
    assert lines(source)[:3] == ["Đạt 95%", "Sở Y tế", "mới"]
    assert [cell[4] for cell in only_table(source)] == ["1", "2", "3"]


def test_signs_breaks_fields_and_hidden_text() -> None:
    """Symbol fonts become signs; field codes and hidden text stay out, field results stay in."""
    body = p(
        "Tỷ lệ ",
        runs='<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r><w:r><w:t xml:space="preserve"> 95%</w:t><w:tab/><w:t>năm</w:t><w:br/><w:t>2030</w:t></w:r>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>, 7</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        "<w:r><w:t>/KH</w:t><w:noBreakHyphen/><w:t>UBND</w:t></w:r>",
    )
    assert lines(read(body)) == ["Tỷ lệ ≥ 95% năm", "2030, 7/KH-UBND"]


def test_text_boxes_are_read_once_and_footnotes_at_the_end() -> None:
    """A text box stands in the file twice (new and old form) and is read once, after its paragraph."""
    shape = "<w:txbxContent>" + p("Trong khung") + "</w:txbxContent>"
    body = (
        p(
            "Thân bài",
            runs=f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx>{shape}</wps:txbx></mc:Choice>'
            f"<mc:Fallback><w:pict>{shape}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        )
        + p("Theo Nghị quyết", runs='<w:r><w:footnoteReference w:id="2"/></w:r>')
        + p("Hết")
    )
    notes = part(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="0">{p()}</w:footnote><w:footnote w:id="2">{p("Số 42-NQ/TW")}</w:footnote>',
    )
    assert lines(read(body, footnotes=notes)) == [
        "Thân bài",
        "Trong khung",
        "Theo Nghị quyết",
        "Hết",
        "[1] Số 42-NQ/TW",
    ]


def test_contents_list_stays_out_and_content_controls_stay_in() -> None:
    """A table of contents would give every heading twice."""
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>')
    body = (
        p("I. MỤC TIÊU 2", properties='<w:pStyle w:val="T1"/>')
        + f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Ngày ban hành')}</w:sdtContent></w:sdt>"
        + f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>{p("Mục lục")}</w:sdtContent></w:sdt>'
    )
    assert lines(read(body, styles=styles)) == ["Ngày ban hành"]


def test_old_fonts_are_named() -> None:
    """A file set in .VnTime reads as nonsense; the message says which encoding it is."""
    run = '<w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>KÕ ho¹ch thùc hiÖn chÝnh s¸ch x· héi</w:t></w:r>'
    with pytest.raises(UnreadableFile, match="TCVN3") as refused:
        read(p(runs=run))
    assert refused.value.code == "old_font"
