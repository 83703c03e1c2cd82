"""The same thing twice, and who does what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.plandoc.findings.small_plans import found, outline, raws, reading, row, task

from ansinh.core.plandoc.source import Span

SHORT = "Tỷ lệ đối tượng gặp khó khăn đột xuất được trợ giúp kịp thời"
LONG = "Tỷ lệ đối tượng gặp khó khăn đột xuất do thiên tai, hỏa hoạn, tai nạn giao thông được trợ giúp kịp thời"


@pytest.mark.parametrize(
    ("one", "other", "raw", "severity"),
    [
        (SHORT, LONG, "100", "medium"),
        (SHORT, SHORT, "90", "high"),
        (SHORT, SHORT, "100", "medium"),
        (SHORT, LONG, "90", None),
        ("Tỷ lệ dân số tham gia bảo hiểm y tế", "Tỷ lệ đồng bào dân tộc thiểu số tham gia bảo hiểm y tế", "100", None),
        ("Tỷ lệ hoàn thành cấp tiểu học", "Tỷ lệ hoàn thành cấp trung học cơ sở", "100", None),
    ],
)
def test_doubled_indicator(one: str, other: str, raw: str, severity: str | None) -> None:
    """One measure in two rows, the second perhaps spelt out; other measures only look alike."""
    plan = reading(rows=(row("25", one, "100"), row("39", other, raw)))
    assert [f.severity for f in found("trung.chi-tieu", plan)] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("one", "other", "raw", "sentence", "count"),
    [
        (SHORT, SHORT, "100", "câu khác", 1),  # said twice
        (SHORT, SHORT, "90", "câu khác", 1),  # said twice, and not the same
        (SHORT, SHORT, "100", "câu một", 0),  # one sentence, read in two parts
        (SHORT, LONG, "100", "câu khác", 0),
        ("Tỷ lệ hộ nghèo", "Tỷ lệ hộ nghèo", "100", "câu khác", 0),  # too short a name to be sure of
    ],
)
def test_doubled_indicator_in_running_text(one: str, other: str, raw: str, sentence: str, count: int) -> None:
    """One measure for one year in two sentences."""
    first = replace(row(None, one, "100"), source="prose", sentence="câu một")
    second = replace(row(None, other, raw), source="prose", sentence=sentence)
    assert len(found("trung.chi-tieu-loi-van", reading(rows=(first, second)))) == count


def test_doubled_task() -> None:
    """The same work under two leads is found, work in two periods is not."""
    name = "Tổ chức tập huấn nghiệp vụ cho cán bộ công tác xã hội cấp xã giai đoạn 2026-2030"
    assert len(found("trung.nhiem-vu", reading(tasks=(task("1", name), task("2", name, "Sở Nội vụ"))))) == 1
    later = name.replace("2026", "2031")
    assert found("trung.nhiem-vu", reading(tasks=(task("1", name), task("2", later)))) == []


@pytest.mark.parametrize(
    ("product", "names", "severity"),
    [
        ("35 giường bệnh trở lên/vạn dân", ("Tăng quy mô giường bệnh", "Đào tạo nguồn nhân lực"), "high"),
        ("Kết quả các nhiệm vụ khoa học", ("Triển khai nhiệm vụ khoa học", "Hỗ trợ doanh nghiệp"), "medium"),
        ("Quyết định công nhận của tỉnh", ("Phổ cập giáo dục", "Trường đạt chuẩn quốc gia"), None),
        ("Kế hoạch", ("Phổ cập giáo dục", "Trường đạt chuẩn quốc gia"), None),
    ],
)
def test_product_of_another_task(product: str, names: tuple[str, str], severity: str | None) -> None:
    """A measured product belongs to the task that speaks of it; a kind of paper may be shared."""
    plan = reading(tasks=tuple(task(f"6.{at}", name, product=product) for at, name in enumerate(names, 4)))
    hits = found("trung.san-pham", plan)
    assert [f.severity for f in hits] == ([severity] if severity else [])
    assert severity != "high" or hits[0].where == "nhiệm vụ 6.5, sản phẩm"


@pytest.mark.parametrize(
    ("lead", "figure", "expected"), [("Sở Y tế", "15%", 1), ("Sở Giáo dục và Đào tạo", "15%", 0), ("Sở Y tế", "12%", 0)]
)
def test_one_target_for_two_leads(lead: str, figure: str, expected: int) -> None:
    """The same figure of the same measure with two leads: nobody answers for it."""
    target = "Tỷ lệ trẻ em dưới 5 tuổi bị suy dinh dưỡng thể thấp còi dưới"
    plan = reading(
        tasks=(
            task("6.3", f"Công tác trẻ em - {target} 15%", "Sở Giáo dục và Đào tạo"),
            task("6.7", "Giảm suy dinh dưỡng", lead, product=f"{target} {figure}"),
        )
    )
    assert len(found("trung.hai-chu-tri", plan)) == expected


def test_lead_that_also_supports() -> None:
    """One agency in both columns is found; everybody in both is usual."""
    plan = reading(
        tasks=(
            task("1", "Việc A", "Sở Y tế", "Sở Tài chính; Sở Y tế"),
            task("2", "Việc B", "Các sở, ngành", "Các sở, ngành"),
        )
    )
    assert raws("co-quan.vua-chu-tri-vua-phoi-hop", plan) == ["Sở Y tế"]


def test_missing_lead() -> None:
    """A task without a lead among tasks that have one; rows under a row are told once, as a matter of form."""
    plan = reading(
        rows=(
            row("1", "Tỷ lệ A", "90"),
            row(None, "Thành thị", "95", parent="1", lead=""),
            row(None, "Nông thôn", "85", parent="1", lead=""),
        ),
        tasks=(task("1", "Việc A"), task("2", "Việc B", ""), task("3", "Việc C")),
    )
    assert [(f.where, f.severity) for f in found("co-quan.thieu-chu-tri", plan)] == [
        ("nhiệm vụ 2, cơ quan chủ trì", "medium"),
        ("chỉ tiêu 1.1 (Thành thị); chỉ tiêu 1.2 (Nông thôn)", "low"),
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh chủ trì tổ chức thực hiện", 1),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", 0),
    ],
)
def test_sentence_in_the_lead_cell(cell: str, expected: int) -> None:
    """A request is no name."""
    text = f"Vận động nhân dân\n{cell}\nCác sở, ngành\n"
    plan = reading(text, tasks=(task(None, "Vận động nhân dân", cell, span=Span(0, 17)),))
    hits = found("co-quan.cau-thay-ten", plan)
    assert len(hits) == expected
    assert all(f.suggestion == "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh" for f in hits)


def test_everybody_leads() -> None:
    """All agencies lead and one supports: told once for all such rows."""
    everybody = "Các sở, ban, ngành tỉnh; UBND các huyện"
    plan = reading(
        tasks=(
            task("1.1", "Việc A", everybody, "Sở Nội vụ"),
            task("1.2", "Việc B", everybody, "Sở Nội vụ"),
            task("1.3", "Việc C", "Sở Nội vụ", everybody),
        )
    )
    (finding,) = found("co-quan.tat-ca-chu-tri", plan)
    assert finding.where.startswith("nhiệm vụ 1.1, 1.2,")


@pytest.mark.parametrize(
    ("name", "lead", "expected"),
    [
        ("Tỷ lệ trạm y tế có công trình hợp vệ sinh", "Sở NN&PTNT", 1),
        ("Tỷ lệ trạm y tế có công trình hợp vệ sinh", "Sở Y tế", 0),
        ("Tỷ lệ người nghèo được trợ giúp pháp lý", "Sở LĐTB&XH", 1),
        ("Tỷ lệ người nghèo được trợ giúp pháp lý", "Sở Tư pháp", 0),
        ("Tỷ lệ người nghèo được trợ giúp pháp lý", "Các sở, ngành", 0),
        ("Tỷ lệ trạm y tế có công trình hợp vệ sinh", "Phòng Văn hóa - Xã hội", 0),
        ("Tỷ lệ trẻ em suy dinh dưỡng", "Sở Giáo dục và Đào tạo", 1),
    ],
)
def test_unusual_lead(name: str, lead: str, expected: int) -> None:
    """A subject that belongs to one department, given to another."""
    assert len(found("co-quan.la-linh-vuc", reading(rows=(row("1", name, "90", lead=lead),)))) == expected


def test_comma_inside_a_name() -> None:
    """With a comma one department reads as two."""
    text = "Sở Lao động, Thương binh và Xã hội\nSở Lao động - Thương binh và Xã hội\n"
    assert raws("co-quan.dau-phay", reading(text)) == ["Sở Lao động, Thương binh và Xã hội"]


def test_one_agency_in_several_spellings() -> None:
    """ "LĐTBXH" and "LĐTB&XH" are one department; two departments are two."""
    text = "Sở LĐTB&XH\nSở LĐTB&XH\nSở LĐTBXH\nSở Y tế\n"
    names = ("Sở LĐTB&XH", "Sở LĐTBXH", "Sở Y tế")
    plan = reading(text, tasks=tuple(task(str(at), "Việc", name) for at, name in enumerate(names)))
    assert raws("co-quan.ten-khac-nhau", plan) == ["Sở LĐTBXH"]


@pytest.mark.parametrize(
    ("name", "expected"), [("Ngân hàng Chính sách xã hội", 1), ("Chi nhánh Ngân hàng Chính sách xã hội tỉnh", 0)]
)
def test_name_without_level(name: str, expected: int) -> None:
    """Without a level the national body is named."""
    assert len(found("co-quan.ten-thieu-cap", reading(tasks=(task("1", "Cho vay", name),)))) == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Phòng Nội vụ phối hợp Phòng Y tế", "Xây dựng hướng dẫn khen thưởng.", 1),
        ("Phòng Nội vụ chủ trì, phối hợp với Phòng Y tế", "Xây dựng hướng dẫn khen thưởng.", 0),
        ("Sở Kế hoạch và Đầu tư", "Phối hợp các sở, ngành tham mưu bố trí vốn.", 1),
        ("Sở Kế hoạch và Đầu tư", "Chủ trì, phối hợp các sở, ngành tham mưu bố trí vốn.", 0),
    ],
)
def test_only_supporting(title: str, body: str, expected: int) -> None:
    """ "Phối hợp" without "chủ trì": who answers for the work?"""
    text = f"V. TỔ CHỨC\n1. {title}\n{body}\n"
    sections = outline(text, ("V", "TỔ CHỨC"), ("V/1", title))
    start = text.index(body)
    plan = reading(
        text, sections=sections, tasks=(task(None, body, source="prose", span=Span(start, start + len(body))),)
    )
    assert len(found("co-quan.chi-phoi-hop", plan)) == expected
