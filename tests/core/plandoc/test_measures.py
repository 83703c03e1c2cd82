"""What sentences of goals state: each measure, its unit, its years and its values."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.core.plandoc.measures import read_measures

N = None


def stated(
    text: str, **how: object
) -> list[tuple[str, str | None, list[tuple[int | None, str | None, Decimal | None, Decimal | None]]]]:
    """Return name, unit and values of each measure of a sentence."""
    return [
        (m.name, m.unit, [(s.year, s.value.comparator, s.value.low, s.value.high) for s in m.stated])
        for m in read_measures(text, year=2030, **how)  # type: ignore[arg-type]
    ]


def d(text: str) -> Decimal:
    return Decimal(text)


NUMBER_LAST = [
    ("Tỷ lệ thất nghiệp chung dưới 3%.", ("Tỷ lệ thất nghiệp chung", "%", "<", N, d("3"))),
    ("- Tỷ lệ lao động qua đào tạo đạt 75 - 80%", ("Tỷ lệ lao động qua đào tạo", "%", "range", d("75"), d("80"))),
    ("Tỷ lệ lao động có bằng cấp đạt khoảng trên 40%.", ("Tỷ lệ lao động có bằng cấp", "%", ">", d("40"), N)),
    ("Tuổi thọ trung bình khoảng 75 tuổi", ("Tuổi thọ trung bình", "tuổi", "approx", d("75"), d("75"))),
    ("số năm sống khỏe đạt tối thiểu 68 năm", ("Số năm sống khỏe", "năm", ">=", d("68"), N)),
    ("chỉ số phát triển con người (HDI) đạt 0,75", ("Chỉ số phát triển con người (HDI)", N, "=", d("0.75"), d("0.75"))),
    (
        "Diện tích nhà ở bình quân đầu người đạt khoảng 30,0m2 sàn/người",
        ("Diện tích nhà ở bình quân đầu người", "m2 sàn/người", "approx", d("30.0"), d("30.0")),
    ),
    ("Giảm tỷ lệ hộ nghèo xuống còn dưới 2%", ("Tỷ lệ hộ nghèo", "%", "<", N, d("2"))),
    (
        "Tỷ lệ hộ nghèo giảm bình quân 1 - 1,5%/năm.",
        ("Tỷ lệ hộ nghèo giảm bình quân", "%/năm", "range", d("1"), d("1.5")),
    ),
    ("Nâng tỷ lệ lao động qua đào tạo từ 60% lên 75%", ("Tỷ lệ lao động qua đào tạo", "%", "=", d("75"), d("75"))),
    (
        "Giải quyết việc làm bình quân khoảng 40.000 người/năm.",
        ("Giải quyết việc làm bình quân", "người/năm", "approx", d("40000"), d("40000")),
    ),
    (
        "Thu nhập bình quân đạt 75 triệu đồng/người/năm",
        ("Thu nhập bình quân", "triệu đồng/người/năm", "=", d("75"), d("75")),
    ),
    (
        "Tỷ suất tử vong trẻ em dưới 5 tuổi giảm còn 15‰",
        ("Tỷ suất tử vong trẻ em dưới 5 tuổi", "‰", "=", d("15"), d("15")),
    ),
    ("Tỷ số tử vong mẹ dưới 42/100.000 trẻ đẻ sống", ("Tỷ số tử vong mẹ", "/100.000 trẻ đẻ sống", "<", N, d("42"))),
    ("Tỷ lệ xã đạt 19/19 tiêu chí đạt 80%.", ("Tỷ lệ xã đạt 19/19 tiêu chí", "%", "=", d("80"), d("80"))),
    ("Tỷ lệ thất nghiệp ở thành thị 3,5% trở lên.", ("Tỷ lệ thất nghiệp ở thành thị", "%", ">=", d("3.5"), N)),
    ("Tỷ lệ hộ dùng nước sạch ≥ 70%", ("Tỷ lệ hộ dùng nước sạch", "%", ">=", d("70"), N)),
    (
        "Giáo dục: Tỷ lệ học sinh học 2 buổi/ngày đạt 100%.",
        ("Tỷ lệ học sinh học 2 buổi/ngày", "%", "=", d("100"), d("100")),
    ),
    ("Tỷ lệ thất nghiệp chung dưới 3% (cả nước dưới 4%).", ("Tỷ lệ thất nghiệp chung", "%", "<", N, d("3"))),
]


@pytest.mark.parametrize(("text", "expected"), NUMBER_LAST)
def test_number_after_what_it_measures(text: str, expected: tuple[object, ...]) -> None:
    name, unit, comparator, low, high = expected
    assert stated(text) == [(name, unit, [(2030, comparator, low, high)])]


NUMBER_FIRST = [
    (
        "ít nhất 9/10 người khuyết tật nặng được chăm sóc",
        ("Phần người khuyết tật nặng được chăm sóc", N, ">=", d("0.9"), N),
    ),
    ("phủ sóng 5G tới 99% dân số", ("Phủ sóng 5G tới dân số", "%", "=", d("99"), d("99"))),
    ("Toàn tỉnh đạt 28 bác sĩ/vạn dân", ("Số bác sĩ trên vạn dân", "bác sĩ/vạn dân", "=", d("28"), d("28"))),
    (
        "Bảo đảm 100% hộ gia đình được sử dụng nước sạch.",
        ("Tỷ lệ hộ gia đình được sử dụng nước sạch", "%", "=", d("100"), d("100")),
    ),
    (
        "Có ít nhất 80% người dân được hưởng thụ văn hóa",
        ("Tỷ lệ người dân được hưởng thụ văn hóa", "%", ">=", d("80"), N),
    ),
    ("Không quá 5% trẻ em suy dinh dưỡng.", ("Tỷ lệ trẻ em suy dinh dưỡng", "%", "<=", N, d("5"))),
    (
        "80% trở lên số người dùng dịch vụ công hài lòng",
        ("Tỷ lệ số người dùng dịch vụ công hài lòng", "%", ">=", d("80"), N),
    ),
    (
        "Hỗ trợ 100% hộ nghèo khó khăn về nhà ở được vay vốn.",
        ("Tỷ lệ hộ nghèo khó khăn về nhà ở được vay vốn", "%", "=", d("100"), d("100")),
    ),
    (
        "Phấn đấu đạt 35 giường bệnh trở lên/vạn dân.",
        ("Số giường bệnh trên vạn dân", "giường bệnh/vạn dân", ">=", d("35"), N),
    ),
    (
        "Trên 10.000 lao động được giải quyết việc làm",
        ("Số lao động được giải quyết việc làm", "lao động", ">", d("10000"), N),
    ),
    (
        "Đào tạo nghề cho trên 5.000 lao động nông thôn.",
        ("Đào tạo nghề cho lao động nông thôn", "lao động", ">", d("5000"), N),
    ),
    (
        "Giải quyết việc làm mới cho 20.000 lao động/năm.",
        ("Giải quyết việc làm mới cho lao động", "lao động/năm", "=", d("20000"), d("20000")),
    ),
    ("Mỗi năm giảm từ 1% đến 1,5% hộ nghèo.", ("Giảm hộ nghèo", "%", "range", d("1"), d("1.5"))),
    (
        "100% huyện đạt chuẩn xóa mù chữ mức độ 2.",
        ("Tỷ lệ huyện đạt chuẩn xóa mù chữ mức độ 2", "%", "=", d("100"), d("100")),
    ),
    (
        "100% hộ chăm sóc trẻ em dưới 36 tháng tuổi được hưởng trợ cấp",
        ("Tỷ lệ hộ chăm sóc trẻ em dưới 36 tháng tuổi được hưởng trợ cấp", "%", "=", d("100"), d("100")),
    ),
]


@pytest.mark.parametrize(("text", "expected"), NUMBER_FIRST)
def test_number_before_what_it_counts(text: str, expected: tuple[object, ...]) -> None:
    name, unit, comparator, low, high = expected
    assert stated(text) == [(name, unit, [(2030, comparator, low, high)])]


SEVERAL = [
    (
        "Bảo đảm vững chắc mức sinh thay thế, tuổi thọ trung bình khoảng 75 tuổi, số năm sống khỏe đạt tối thiểu 68 năm.",
        ["Mức sinh thay thế", "Tuổi thọ trung bình", "Số năm sống khỏe"],
    ),
    (
        "94% hộ ở thành thị và 65% hộ ở nông thôn được sử dụng nước sạch",
        ["Tỷ lệ hộ ở thành thị được sử dụng nước sạch", "Tỷ lệ hộ ở nông thôn được sử dụng nước sạch"],
    ),
    (
        "32 giường bệnh viện, 11 bác sĩ trên 10.000 dân",
        ["Số giường bệnh viện trên 10.000 dân", "Số bác sĩ trên 10.000 dân"],
    ),
    (
        "18 bác sĩ, dược sĩ đại học/vạn dân (15 bác sĩ và 03 dược sĩ đại học/vạn dân).",
        ["Số bác sĩ, dược sĩ đại học trên vạn dân", "Số bác sĩ trên vạn dân", "Số dược sĩ đại học trên vạn dân"],
    ),
    (
        "tỷ lệ đi học đúng độ tuổi cấp tiểu học đạt 99,5%, cấp trung học cơ sở tối thiểu đạt 93%",
        ["Tỷ lệ đi học đúng độ tuổi cấp tiểu học", "Tỷ lệ đi học đúng độ tuổi cấp trung học cơ sở"],
    ),
    (
        "tỉ lệ thu gom nước thải tại các khu đô thị đạt trên 60% và tại các địa phương đạt trên 50%.",
        ["Tỉ lệ thu gom nước thải tại các khu đô thị", "Tỉ lệ thu gom nước thải tại các địa phương"],
    ),
    (
        "Tỷ lệ bao phủ bảo hiểm y tế đạt 95% dân số, bảo hiểm xã hội đạt 45% lực lượng lao động.",
        ["Tỷ lệ bao phủ bảo hiểm y tế", "Tỷ lệ bao phủ bảo hiểm xã hội"],
    ),
    (
        "Tỷ lệ lao động qua đào tạo đạt 65% trở lên, trong đó có bằng cấp, chứng chỉ 30% trở lên.",
        ["Tỷ lệ lao động qua đào tạo", "Tỷ lệ lao động qua đào tạo có bằng cấp, chứng chỉ"],
    ),
    (
        "Tối thiểu 98% hộ dân được dùng nước hợp vệ sinh, trong đó 65% được dùng nước sạch.",
        ["Tỷ lệ hộ dân được dùng nước hợp vệ sinh", "Tỷ lệ hộ dân được dùng nước sạch"],
    ),
    (
        "Chiều cao trung bình thanh niên 18 tuổi: nam đạt 168,5 cm, nữ đạt 157,5 cm.",
        ["Chiều cao trung bình thanh niên 18 tuổi: nam", "Chiều cao trung bình thanh niên 18 tuổi: nữ"],
    ),
    (
        "Tỷ lệ dân nông thôn dùng nước sạch 70% (≥ 30% hộ dân nông thôn dùng nước từ công trình tập trung), tỷ lệ dân đô thị đạt 100%",
        [
            "Tỷ lệ dân nông thôn dùng nước sạch",
            "Tỷ lệ dân đô thị",
            "Tỷ lệ hộ dân nông thôn dùng nước từ công trình tập trung",
        ],
    ),
]


@pytest.mark.parametrize(("text", "names"), SEVERAL)
def test_what_is_left_out_is_taken_from_the_neighbour(text: str, names: list[str]) -> None:
    assert [name for name, _, _ in stated(text)] == names


YEARS = [
    ("Đến năm 2025, tỷ lệ hộ nghèo còn dưới 3%; đến năm 2030 còn dưới 1%.", [(2025, d("3")), (2030, d("1"))]),
    ("Tỷ lệ chi trả không dùng tiền mặt đạt 90% năm 2025 và 100% năm 2028.", [(2025, d("90")), (2028, d("100"))]),
    ("Đến năm 2025 có 45%, đến năm 2030 có 60% lao động tham gia bảo hiểm xã hội.", [(2025, d("45")), (2030, d("60"))]),
    ("Số người tham gia tăng tối thiểu 10% so với năm 2024.", [(2030, N)]),
    ("Giai đoạn 2026 - 2028: tỷ lệ hộ nghèo giảm 1%/năm.", [(2028, d("1"))]),
]


@pytest.mark.parametrize(("text", "expected"), YEARS)
def test_each_value_has_the_year_it_is_said_for(text: str, expected: list[tuple[int, Decimal | None]]) -> None:
    measures = stated(text)
    assert len(measures) == 1
    assert [(year, high) for year, _, _, high in measures[0][2]] == expected


NATIONAL = [
    (
        "Mục tiêu 1: Trong lĩnh vực chính trị: Phấn đấu đến năm 2025 đạt 60% và đến năm 2030 đạt 75% các cơ quan có lãnh đạo chủ chốt là nữ.",
        [("Tỷ lệ các cơ quan có lãnh đạo chủ chốt là nữ", 2025, d("60")), ("", 2030, d("75"))],
    ),
    (
        "- Chỉ tiêu 2: Giảm tỷ trọng lao động nữ trong nông nghiệp xuống dưới 30% vào năm 2025 và dưới 25% vào năm 2030.",
        [("Tỷ trọng lao động nữ trong nông nghiệp", 2025, d("30")), ("", 2030, d("25"))],
    ),
    (
        "Giảm tỷ suất trẻ em bị tai nạn xuống 600/100.000 trẻ em vào năm 2025 và xuống 550/100.000 trẻ em vào năm 2030.",
        [("Tỷ suất trẻ em bị tai nạn", 2025, d("600")), ("", 2030, d("550"))],
    ),
    (
        "Tỷ lệ tham gia: BHXH đạt 38,1%, BHTN đạt 35%.",
        [("Tỷ lệ tham gia: BHXH", 2030, d("38.1")), ("Tỷ lệ tham gia: BHTN", 2030, d("35"))],
    ),
    (
        "Bảo hiểm xã hội bắt buộc: 120.000 người; bảo hiểm xã hội tự nguyện: 30.000 người.",
        [("Bảo hiểm xã hội bắt buộc", 2030, d("120000")), ("Bảo hiểm xã hội tự nguyện", 2030, d("30000"))],
    ),
    (
        "Thu nhập bình quân đầu người năm 2025 đạt 60 triệu đồng, năm 2030 đạt 100 triệu đồng.",
        [("Thu nhập bình quân đầu người", 2025, d("60")), ("", 2030, d("100"))],
    ),
    (
        "Tỷ lệ hộ nghèo theo chuẩn nghèo đa chiều giai đoạn 2021-2025 giảm còn dưới 2%.",
        [("Tỷ lệ hộ nghèo theo chuẩn nghèo đa chiều giai đoạn 2021-2025", 2030, d("2"))],
    ),
    (
        "Đạt tỷ lệ 24 bác sĩ/10.000 dân, tỷ lệ 4 dược sĩ đại học/10.000 dân.",
        [("Số bác sĩ trên 10.000 dân", 2030, d("24")), ("Số dược sĩ đại học trên 10.000 dân", 2030, d("4"))],
    ),
    (
        "Mỗi xã có đúng 01 cộng tác viên công tác xã hội.",
        [("Mỗi xã có đúng cộng tác viên công tác xã hội", 2030, d("1"))],
    ),
]


@pytest.mark.parametrize(("text", "expected"), NATIONAL)
def test_wordings_of_national_programmes(text: str, expected: list[tuple[str, int, Decimal]]) -> None:
    found = [
        (name if i == 0 else "", year, high)
        for name, _, values in stated(text)
        for i, (year, _, _, high) in enumerate(values)
    ]
    assert found == expected


NOTHING = [
    "Quan tâm trẻ em dưới 36 tháng tuổi, người từ 80 tuổi trở lên.",
    "Thực hiện Nghị quyết số 42-NQ/TW ngày 24/11/2023 của Trung ương.",
    "Dạy nghề theo 3 cấp trình độ trong giai đoạn 2021 - 2025.",
    "Nâng cao hiệu quả công tác trợ giúp xã hội.",
    "",
    "100%",
]


@pytest.mark.parametrize("text", NOTHING)
def test_ages_levels_numbers_of_documents_and_years_are_no_targets(text: str) -> None:
    assert stated(text) == []


IN_WORDS = [
    ("Hoàn thành phổ cập giáo dục mầm non cho trẻ từ 3 đến 5 tuổi", "Phổ cập giáo dục mầm non cho trẻ từ 3 đến 5 tuổi"),
    ("Bảo đảm vững chắc mức sinh thay thế của quốc gia", "Mức sinh thay thế của quốc gia"),
    (
        "cơ bản chấm dứt các dịch bệnh AIDS, lao và loại trừ sốt rét.",
        "Chấm dứt các dịch bệnh AIDS, lao và loại trừ sốt rét",
    ),
    (
        "chỉ số HDI thuộc nhóm có chỉ số cao theo phân loại quốc tế",
        "Chỉ số HDI thuộc nhóm có chỉ số cao theo phân loại quốc tế",
    ),
]


@pytest.mark.parametrize(("text", "name"), IN_WORDS)
def test_outcomes_without_a_number_are_targets_in_words(text: str, name: str) -> None:
    assert stated(text) == [(name, None, [(2030, "qualitative", None, None)])]


def test_outcomes_in_words_are_left_out_where_only_numbers_count() -> None:
    assert stated("Hoàn thành phổ cập giáo dục mầm non", words="none") == []


def test_a_list_under_a_measure_takes_its_name() -> None:
    found = stated("+ Khu vực thành thị: 98%;", parent="Tỷ lệ hộ dùng nước sạch")
    assert found == [("Tỷ lệ hộ dùng nước sạch khu vực thành thị", "%", [(2030, "=", d("98"), d("98"))])]


def test_places_point_at_the_words_of_the_paragraph() -> None:
    text = "- Phấn đấu đến năm 2030: tỷ lệ A dưới 3%; có 10 bác sĩ, 30 giường bệnh trên 1 vạn dân."
    measures = read_measures(text, year=2030)
    assert [text[slice(*m.stated[0].stretch)] for m in measures] == ["dưới 3%", "có 10 bác sĩ", "30 giường bệnh"]
    assert text[slice(*measures[0].subject)] == "tỷ lệ A"


WORDS = st.sampled_from(
    [
        "tỷ lệ",
        "đạt",
        "100%",
        "trên",
        "dưới",
        "5%",
        ", ",
        ";",
        "và",
        "hộ nghèo",
        "được",
        "(",
        ")",
        "“",
        "”",
        "năm 2030",
        "giai đoạn 2021-2025",
        "bác sĩ",
        "/10.000 dân",
        "từ",
        "lên",
        "trong đó",
        "cấp",
        "nam",
        "nữ",
        ":",
        ". ",
        "-",
        "1.234,5",
        "trở lên",
        "≥",
        "tuổi",
        "%",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40), st.sampled_from(["", " "]))
def test_any_order_of_the_words_is_read_without_error(words: list[str], joint: str) -> None:
    text = joint.join(words)
    for measure in read_measures(text, year=2030, parent="Tỷ lệ hộ" if len(words) % 2 else None):
        assert measure.name
        assert measure.stated
        assert all(0 <= one.stretch[0] < one.stretch[1] <= len(text) for one in measure.stated)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text: str) -> None:
    read_measures(text)
