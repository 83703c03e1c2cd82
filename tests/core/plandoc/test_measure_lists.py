"""Numbers in a row that share their words, parts of a whole, and numbers that nobody may lose."""

from __future__ import annotations

import pytest

from ansinh.core.plandoc.agencies import agency_names
from ansinh.core.plandoc.measures import read_measures
from ansinh.core.plandoc.pipeline import parse_text

ROWS = [
    (
        "Tỷ lệ lao động tham gia bảo hiểm xã hội và bảo hiểm thất nghiệp tương ứng đạt 40% và 45%.",
        [
            ("Tỷ lệ lao động tham gia bảo hiểm xã hội", "=", 40.0, 40.0),
            ("Tỷ lệ lao động tham gia bảo hiểm thất nghiệp", "=", 45.0, 45.0),
        ],
    ),
    (
        "Tỷ lệ hộ nghèo ở thành thị và nông thôn giảm tương ứng 0,5% và 1,2%.",
        [
            ("Tỷ lệ hộ nghèo ở thành thị giảm", "=", 0.5, 0.5),
            ("Tỷ lệ hộ nghèo ở nông thôn giảm", "=", 1.2, 1.2),
        ],
    ),
    (
        "Chỉ tiêu giảm hộ nghèo giao các thôn: thôn Hạ 09 hộ, thôn Thượng 12 hộ.",
        [
            ("Giảm hộ nghèo giao các thôn: thôn Hạ", "=", 9.0, 9.0),
            ("Giảm hộ nghèo giao các thôn: thôn Thượng", "=", 12.0, 12.0),
        ],
    ),
    (
        "Giải quyết việc làm bình quân mỗi năm 1.200 - 1.500 lao động.",
        [("Giải quyết việc làm bình quân mỗi năm", "range", 1200.0, 1500.0)],
    ),
    (
        "Tỷ suất tử vong trẻ em dưới 5 tuổi giảm từ 18,2‰ năm 2025 xuống 15‰ vào năm 2030.",
        [("Tỷ suất tử vong trẻ em dưới 5 tuổi", "=", 15.0, 15.0)],
    ),
    ("Giảm 2/3 số vụ tai nạn lao động.", [("Giảm số vụ tai nạn lao động", "=", 0.666667, 0.666667)]),
    ("Ít nhất 2/3 số thôn có nhà văn hóa.", [("Phần số thôn có nhà văn hóa", ">=", 0.666667, None)]),
    ("Không để phát sinh quá 05 hộ tái nghèo.", [("Không để phát sinh hộ tái nghèo", "<=", None, 5.0)]),
    ("Tuổi thọ trung bình đạt từ 75 tuổi.", [("Tuổi thọ trung bình", ">=", 75.0, None)]),
    (
        "Mở 04 lớp đào tạo nghề với khoảng 120 học viên.",
        [("Mở lớp đào tạo nghề", "=", 4.0, 4.0), ("Số học viên", "approx", 120.0, 120.0)],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), ROWS)
def test_every_number_of_a_row_has_its_own_measure(
    text: str, wanted: list[tuple[str, str, float | None, float | None]]
) -> None:
    """Each number is told apart, with the words it shares with its neighbours."""
    read = [
        (
            measure.name,
            one.value.comparator,
            None if one.value.low is None else float(one.value.low),
            None if one.value.high is None else float(one.value.high),
        )
        for measure in read_measures(text, year=2030)
        for one in measure.stated
    ]
    assert read == wanted


def test_numbers_in_turn_take_the_years_named_before() -> None:
    """Three shares after "lần lượt là" belong to the three years of the measure before."""
    text = "Tỷ lệ lao động qua đào tạo năm 2026 đạt 70%, năm 2027 đạt 71%, năm 2030 đạt 76%, trong đó có chứng chỉ lần lượt là 30%, 32% và 40%."
    last = read_measures(text, year=2030)[-1]
    assert [(one.year, int(one.value.low or 0)) for one in last.stated] == [(2026, 30), (2027, 32), (2030, 40)]


def test_the_year_after_what_the_share_is_of_holds_for_it() -> None:
    """ "đạt 95% dân số vào năm 2026" is a target of 2026 also under a heading of 2030."""
    (measure,) = read_measures("Tỷ lệ bao phủ bảo hiểm y tế đạt 95% dân số vào năm 2026.", year=2030)
    assert [one.year for one in measure.stated] == [2026]


def test_a_number_of_the_goals_that_was_not_read_is_kept() -> None:
    """Beside a target that was read, the clause of another number is shown and not lost."""
    reading = parse_text(
        "KẾ HOẠCH\n\nII. MỤC TIÊU\n\n- Tỷ lệ hộ nghèo còn dưới 3%; cứ mỗi 7 ngôi sao xanh thì hai là đủ.\n\nIII. NHIỆM VỤ\n\n1. Tuyên truyền\n"
    )
    assert [item.name for item in reading.indicators] == ["Tỷ lệ hộ nghèo"]
    assert [item.text for item in reading.unparsed] == ["cứ mỗi 7 ngôi sao xanh thì hai là đủ."]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Thủ trưởng các sở, ban, ngành", ("Thủ trưởng các sở, ban, ngành",)),
        (
            "Giám đốc các sở, ban, ngành; Chủ tịch UBND các xã, phường",
            ("Giám đốc các sở, ban, ngành", "Chủ tịch UBND các xã, phường"),
        ),
    ],
)
def test_heads_of_a_group_are_one(text: str, names: tuple[str, ...]) -> None:
    """Who heads the agencies of a group is named once, commas and all."""
    assert agency_names(text) == names


TASKS = """KẾ HOẠCH

I. TỔ CHỨC THỰC HIỆN

1. Sở Y tế

- Hướng dẫn khám sức khỏe người cao tuổi.

2. Sở Nội vụ

- Tổ chức sàn giao dịch việc làm.

3. Sở Tài chính

- {finance}

PHỤ LỤC

{title}

| TT | Nội dung | Cơ quan chủ trì | Thời gian |
|---|---|---|---|
| 1 | Họp báo công bố kế hoạch | Văn phòng UBND tỉnh | Quý I/2026 |
| 2 | In tờ rơi tuyên truyền | Sở Y tế | Quý II/2026 |
"""


@pytest.mark.parametrize(
    ("title", "finance", "count"),
    [
        ("MỘT SỐ HOẠT ĐỘNG TRUYỀN THÔNG", "Bố trí kinh phí thực hiện.", 5),
        ("PHÂN CÔNG NHIỆM VỤ", "Bố trí kinh phí thực hiện.", 2),
        ("MỘT SỐ HOẠT ĐỘNG", "Thực hiện nhiệm vụ được giao tại Phụ lục kèm theo.", 2),
    ],
)
def test_a_table_that_covers_a_part_leaves_the_tasks_in_the_text(title: str, finance: str, count: int) -> None:
    """Only a table that the plan calls its assignment takes the place of what the text gives each agency."""
    assert len(parse_text(TASKS.format(title=title, finance=finance)).tasks) == count
