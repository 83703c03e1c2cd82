"""Targets and tasks that a plan gives in running text, in plans of differing shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.core.plandoc.model import Reading
from ansinh.core.plandoc.pipeline import parse_text
from ansinh.core.plandoc.places import part_of, year_of

DECISION = """
QUYẾT ĐỊNH
Phê duyệt Chương trình phát triển công tác xã hội giai đoạn 2026 - 2030

Điều 1. Phê duyệt Chương trình với những nội dung sau:

I. MỤC TIÊU

1. Mục tiêu chung

Bảo đảm môi trường sống an toàn, thuận lợi cho người dân.

2. Mục tiêu cụ thể

a) Giai đoạn 2026 - 2028

- Đạt tối thiểu 60% cộng tác viên được tập huấn; 50% số cơ sở trợ giúp xã hội có nhân viên công tác xã hội.

b) Giai đoạn 2029 - 2030

- 85% cộng tác viên được tập huấn.

II. NHIỆM VỤ VÀ GIẢI PHÁP

1. Hoàn thiện pháp luật

a) Nghiên cứu, xây dựng đề án; 30% văn bản được rà soát.

b) Rà soát, sửa đổi các văn bản. Bộ Nội vụ chủ trì, phối hợp với Bộ Tư pháp thực hiện.

2. Phát triển mạng lưới cơ sở cung cấp dịch vụ

- Nội dung: Quy hoạch mạng lưới cơ sở.
- Cơ quan chủ trì: Bộ Y tế.
- Cơ quan phối hợp: Bộ Nội vụ, Bộ Tài chính.
- Thời gian thực hiện: 2026 - 2027.
- Sản phẩm: Quyết định của Thủ tướng Chính phủ.

III. TỔ CHỨC THỰC HIỆN

1. Bộ Y tế

a) Chủ trì, phối hợp với các bộ, ngành, địa phương tổ chức thực hiện Chương trình.

b) Hướng dẫn xây dựng kế hoạch hằng năm.

2. Bộ Giáo dục và Đào tạo rà soát chương trình đào tạo; hoàn thành trong năm 2027.

Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.

Điều 3. Các Bộ trưởng và các cơ quan có liên quan chịu trách nhiệm thi hành Quyết định này./.

Nơi nhận:
- Bộ Y tế;
- Lưu: VT.
"""

COMMUNE = """
# KẾ HOẠCH

## I. MỤC ĐÍCH, YÊU CẦU

- Phấn đấu 100% cán bộ nắm rõ mục đích.

## II. MỤC TIÊU, CHỈ TIÊU

### 1. Mục tiêu chung

Giảm nghèo bao trùm, bền vững.

### 2. Chỉ tiêu cụ thể

Đến hết năm 2026:

- Tỷ lệ hộ nghèo dưới 1,5%.
- Tỷ lệ hộ sử dụng nước sạch:
  + Khu vực thành thị: 98%;
  + Khu vực nông thôn: 75%.
- Hỗ trợ sửa chữa 350 căn nhà cho hộ nghèo.

## III. NHIỆM VỤ TRỌNG TÂM

1. Rà soát hộ nghèo (Phòng Kinh tế chủ trì, phối hợp với UBND các xã thực hiện).

2. Dạy nghề cho lao động nông thôn. Đơn vị chủ trì: Trung tâm Giáo dục nghề nghiệp; đơn vị phối hợp: Hội Nông dân; thời gian hoàn thành: Quý III/2026.

## IV. TỔ CHỨC THỰC HIỆN

**1. Phòng Kinh tế:**

- Là cơ quan thường trực, tham mưu UBND xã tổ chức thực hiện.

**2. Các thôn, bản:** Tuyên truyền, vận động Nhân dân tham gia.

Trên đây là Kế hoạch năm 2026, yêu cầu các đơn vị nghiêm túc thực hiện./.
"""

PARTY = """
KẾ HOẠCH

A- MỤC TIÊU

I- Mục tiêu tổng quát

Bảo đảm môi trường sống an toàn cho trẻ em.

II- Một số chỉ tiêu đến năm 2030

1- 100% trẻ em dưới 6 tuổi được cấp thẻ bảo hiểm y tế miễn phí.

2- Giảm tỷ lệ trẻ em bị xâm hại xuống dưới 0,05%.

B- NHIỆM VỤ, GIẢI PHÁP

1- Tăng cường sự lãnh đạo của cấp ủy.

C- TỔ CHỨC THỰC HIỆN

1- Đảng ủy Ủy ban nhân dân tỉnh lãnh đạo, chỉ đạo cụ thể hóa Kế hoạch; bố trí ngân sách.

2- Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì, phối hợp với các cơ quan liên quan hướng dẫn tuyên truyền.

Kế hoạch này phổ biến đến chi bộ.
"""


PROVINCE = """
KẾ HOẠCH

PHẦN I. KẾT QUẢ THỰC HIỆN GIAI ĐOẠN 2021 - 2025

1. Mục tiêu đã đạt

- Tỷ lệ hộ nghèo còn 2,5%.

PHẦN II. MỤC TIÊU, NHIỆM VỤ GIAI ĐOẠN 2026 - 2030

I. Mục tiêu

1. Mục tiêu chung

Phấn đấu đến năm 2030, tỷ lệ hộ nghèo dưới 1%.

2. Các chỉ tiêu chủ yếu

2.1. Về việc làm

- Hằng năm tạo việc làm cho 10.000 lao động; giảm 2/3 số vụ tai nạn.

- Giảm 2/3 số vụ tai nạn lao động.

II. Nhiệm vụ, giải pháp

1. Lĩnh vực giảm nghèo: Sở Nông nghiệp và Môi trường chủ trì, phối hợp với các địa phương:

- Hỗ trợ sinh kế cho 100% hộ nghèo.

2. Lĩnh vực việc làm (Sở Nội vụ chủ trì)

- Tổ chức sàn giao dịch việc làm.

3. Giao Sở Tư pháp chủ trì rà soát văn bản, hoàn thành trước ngày 30/9/2026.

III. Tổ chức thực hiện

1. Sở Nội vụ (cơ quan thường trực)

- Kiểm tra, đánh giá.

2. Sở Y tế, Công an tỉnh theo chức năng, nhiệm vụ được giao triển khai thực hiện.

Yêu cầu các đơn vị nghiêm túc triển khai./.
"""


def targets_of(reading: Reading) -> list[tuple[str, int | None, str | None]]:
    return [(item.name, target.year, target.comparator) for item in reading.indicators for target in item.targets]


def tasks_of(reading: Reading) -> list[tuple[str | None, str, tuple[str, ...], tuple[str, ...]]]:
    return [(task.section, task.name, task.lead, task.coordinating) for task in reading.tasks]


def test_a_decision_that_wraps_a_programme() -> None:
    reading = parse_text(DECISION)
    assert targets_of(reading) == [
        ("Tỷ lệ cộng tác viên được tập huấn", 2028, ">="),
        ("Tỷ lệ số cơ sở trợ giúp xã hội có nhân viên công tác xã hội", 2028, "="),
        ("Tỷ lệ cộng tác viên được tập huấn", 2030, "="),
    ]
    leads = [(task.name[:40], task.lead, task.coordinating) for task in reading.tasks]
    assert leads == [
        ("Rà soát, sửa đổi các văn bản.", ("Bộ Nội vụ",), ("Bộ Tư pháp",)),
        ("Phát triển mạng lưới cơ sở cung cấp dịch", ("Bộ Y tế",), ("Bộ Nội vụ", "Bộ Tài chính")),
        ("Chủ trì, phối hợp với các bộ, ngành, địa", ("Bộ Y tế",), ("các bộ, ngành, địa phương",)),
        ("Hướng dẫn xây dựng kế hoạch hằng năm.", ("Bộ Y tế",), ()),
        ("Bộ Giáo dục và Đào tạo rà soát chương tr", ("Bộ Giáo dục và Đào tạo",), ()),
    ]
    described, last = reading.tasks[1], reading.tasks[4]
    assert described.product == "Quyết định của Thủ tướng Chính phủ"
    assert described.schedule is not None
    assert (described.schedule.from_year, described.schedule.to_year) == (2026, 2027)
    assert last.schedule_raw == "trong năm 2027"


def test_a_plan_of_a_commune_in_markdown() -> None:
    reading = parse_text(COMMUNE)
    assert targets_of(reading) == [
        ("Tỷ lệ hộ nghèo", 2026, "<"),
        ("Tỷ lệ hộ sử dụng nước sạch khu vực thành thị", 2026, "="),
        ("Tỷ lệ hộ sử dụng nước sạch khu vực nông thôn", 2026, "="),
        ("Hỗ trợ sửa chữa căn nhà cho hộ nghèo", 2026, "="),
    ]
    assert tasks_of(reading) == [
        ("III/1", "Rà soát hộ nghèo", ("Phòng Kinh tế",), ("UBND các xã",)),
        ("III/2", "Dạy nghề cho lao động nông thôn.", ("Trung tâm Giáo dục nghề nghiệp",), ("Hội Nông dân",)),
        ("IV/1", "Là cơ quan thường trực, tham mưu UBND xã tổ chức thực hiện.", ("Phòng Kinh tế",), ()),
        ("IV/2", "Tuyên truyền, vận động Nhân dân tham gia.", ("Các thôn, bản",), ()),
    ]
    assert reading.tasks[1].schedule_raw == "Quý III/2026"


def test_a_plan_of_a_province_that_looks_back_first() -> None:
    reading = parse_text(PROVINCE)
    assert targets_of(reading) == [
        ("Tỷ lệ hộ nghèo", 2030, "<"),
        ("Tạo việc làm cho lao động", 2030, "="),
        ("Giảm số vụ tai nạn", 2030, "="),
        ("Giảm số vụ tai nạn lao động", 2030, "="),
    ]
    assert reading.unparsed == ()
    assert [(task.name, task.lead, task.coordinating) for task in reading.tasks] == [
        ("Hỗ trợ sinh kế cho 100% hộ nghèo.", ("Sở Nông nghiệp và Môi trường",), ("các địa phương",)),
        ("Tổ chức sàn giao dịch việc làm.", ("Sở Nội vụ",), ()),
        ("Giao Sở Tư pháp chủ trì rà soát văn bản, hoàn thành trước ngày 30/9/2026.", ("Sở Tư pháp",), ()),
        ("Kiểm tra, đánh giá.", ("Sở Nội vụ",), ()),
        (
            "Sở Y tế, Công an tỉnh theo chức năng, nhiệm vụ được giao triển khai thực hiện.",
            ("Sở Y tế", "Công an tỉnh"),
            (),
        ),
    ]
    assert reading.tasks[2].schedule_raw == "trước ngày 30/9/2026"


def test_a_plan_of_a_party_committee() -> None:
    reading = parse_text(PARTY)
    assert targets_of(reading) == [
        ("Tỷ lệ trẻ em dưới 6 tuổi được cấp thẻ bảo hiểm y tế miễn phí", 2030, "="),
        ("Tỷ lệ trẻ em bị xâm hại", 2030, "<"),
    ]
    assert [(task.section, task.lead, task.coordinating) for task in reading.tasks] == [
        ("C/1", ("Đảng ủy Ủy ban nhân dân tỉnh",), ()),
        ("C/2", ("Ban Tuyên giáo và Dân vận Tỉnh ủy",), ("các cơ quan liên quan",)),
    ]


def test_an_agency_as_a_plain_line_holds_for_the_paragraphs_under_it() -> None:
    reading = parse_text(
        "III. NHIỆM VỤ\n\n1. Ưu đãi người có công\n\nSở Nội vụ chủ trì, phối hợp với UBND các xã\n\n- Chăm lo đời sống.\n\n- Tu bổ nghĩa trang.\n\n2. Giảm nghèo\n\n- Phát triển sinh kế."
    )
    assert [(task.name, task.lead) for task in reading.tasks] == [
        ("Chăm lo đời sống.", ("Sở Nội vụ",)),
        ("Tu bổ nghĩa trang.", ("Sở Nội vụ",)),
    ]


def test_a_paragraph_cut_by_a_page_is_one_task() -> None:
    reading = parse_text(
        "IV. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nXây dựng kế hoạch thực hiện;\n\nthường xuyên theo dõi, đôn đốc.\n\n2. Sở Nội vụ\n\nTheo dõi việc thực hiện."
    )
    assert [task.lead for task in reading.tasks] == [("Sở Y tế",), ("Sở Nội vụ",)]


def test_numbers_in_tasks_are_no_targets() -> None:
    assert parse_text("III. NHIỆM VỤ VÀ GIẢI PHÁP\n\n- Phấn đấu 100% hộ nghèo được vay vốn.").indicators == ()


def test_every_place_points_at_its_words() -> None:
    reading = parse_text(DECISION)
    text = reading.source.text
    for indicator in reading.indicators:
        marks = {mark.kind: mark.span.of(text) for mark in indicator.marks}
        assert marks["target"] == indicator.targets[0].raw
        assert " ".join(indicator.span.of(text).split()) == indicator.sentence
    for task in reading.tasks:
        agencies = {" ".join(mark.span.of(text).split()) for mark in task.marks if mark.kind == "agency"}
        assert agencies == {*task.lead, *task.coordinating}


PARTS = [
    ("II. MỤC TIÊU CỤ THỂ ĐẾN NĂM 2030", "goals", 2030),
    ("2. Các chỉ tiêu chủ yếu đến năm 2030", "goals", 2030),
    ("Mục tiêu đến năm 2030, tầm nhìn đến năm 2045", "goals", 2030),
    ("Tầm nhìn đến năm 2045", "vision", 2045),
    ("1. Mục tiêu tổng quát", "general", None),
    ("I. QUAN ĐIỂM, MỤC TIÊU", "goals", None),
    ("Chương trình mục tiêu quốc gia giảm nghèo", None, None),
    ("MỤC TIÊU, NHIỆM VỤ", None, None),
    ("III. NHIỆM VỤ VÀ GIẢI PHÁP", "tasks", None),
    ("V. TỔ CHỨC THỰC HIỆN", "organisation", None),
    ("Phân công trách nhiệm", "organisation", None),
    ("III. CHẾ ĐỘ BÁO CÁO", "reporting", None),
    ("IV. KINH PHÍ", "funding", None),
    ("I. MỤC ĐÍCH, YÊU CẦU", "purpose", None),
    ("a) Giai đoạn 2026 - 2028", None, 2028),
]


@pytest.mark.parametrize(("title", "part", "year"), PARTS)
def test_headings_say_what_part_they_open_and_for_which_year(title: str, part: str | None, year: int | None) -> None:
    assert (part_of(title), year_of(title)) == (part, year)


@pytest.mark.documents
@pytest.mark.parametrize(
    ("place", "reference"), [(0, "khanh_hoa"), (1, "son_la"), (2, "hau_giang"), (3, "huong_tra"), (4, "ca_mau")]
)
def test_as_many_targets_and_tasks_as_the_five_documents_state(shared: Path, place: int, reference: str) -> None:
    gold = json.loads((shared / "gold" / f"{reference}.json").read_text(encoding="utf-8"))
    document = sorted((shared / "documents").glob(f"{place:03d}_*.txt"))[0]
    reading = parse_text(document.read_text(encoding="utf-8"))
    wanted = sum(
        len(item["targets"]) for item in gold["indicators"] if item["source"] == "prose" and not item.get("optional")
    )
    found = sum(len(item.targets) for item in reading.indicators if item.source == "prose")
    assert abs(found - wanted) <= 1
    in_prose = [task for task in reading.tasks if task.source == "prose"]
    assert len(in_prose) in (0, len(gold["tasks"]))


PIECES = st.sampled_from(
    [
        "II. MỤC TIÊU",
        "2. Chỉ tiêu đến năm 2030",
        "V. TỔ CHỨC THỰC HIỆN",
        "1. Sở Y tế",
        "- Cơ quan chủ trì: Sở Nội vụ",
        "- Thời gian:",
        "- Tỷ lệ hộ nghèo:",
        "+ Nông thôn: 5%",
        "- 100% hộ nghèo được vay vốn;",
        "(Sở Y tế chủ trì)",
        "./.",
        "Nơi nhận:",
        "a) Chủ trì, phối hợp với",
        "- Nội dung:",
        "Giao",
        "",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30), st.sampled_from(["\n", "\n\n", " "]))
def test_any_order_of_lines_is_read_without_error(lines: list[str], joint: str) -> None:
    reading = parse_text(joint.join(lines))
    for task in reading.tasks:
        assert task.lead or task.source != "prose"
        assert 0 <= task.span.start <= task.span.end <= len(reading.source.text)
