"""How the plan is worded."""

from __future__ import annotations

import pytest
from tests.core.plandoc.findings.small_plans import found, outline, raws, reading, row, task


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đẩy lùi tham nhũng, tiêu cực, Tăng cường công tác tiếp công dân", 1),
        ("đẩy lùi tham nhũng, tiêu cực. Tăng cường công tác tiếp công dân", 0),
        ("tăng cường, đẩy mạnh công tác", 0),
    ],
)
def test_comma_at_the_end_of_a_sentence(text: str, expected: int) -> None:
    """A capital after a comma begins a new sentence."""
    assert len(found("cau-chu.dau-phay-het-cau", reading(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("hỗ trợ cơ sở, vật chất", ["cơ sở, vật chất"]), ("hỗ trợ cơ sở vật chất", []), ("thanh tra, kiểm tra", [])],
)
def test_comma_inside_one_thing(text: str, expected: list[str]) -> None:
    """Material facilities are one thing, inspection and control are two."""
    assert raws("cau-chu.dau-phay-giua-tu", reading(text)) == expected


@pytest.mark.parametrize(("times", "expected"), [(4, 1), (1, 0)])
def test_units_lost_from_a_list(times: int, expected: int) -> None:
    """Towns left out once in a plan that names them everywhere else."""
    text = "UBND các huyện, thị xã, thành phố báo cáo.\n" * times + "UBND các huyện, thành phố thực hiện.\n"
    assert len(found("cau-chu.thieu-thi-xa", reading(text))) == expected


def test_sentence_told_twice() -> None:
    """A long sentence in two sections; short ones, and both in one section, are none."""
    words = " ".join(f"việc {chr(97 + at % 20)}{'ă' * (at % 3 + 1)}" for at in range(20))
    text = f"MỘT\nLàm tốt {words}.\nHAI\nLàm tốt {words}.\nLàm tốt.\n"
    sections = outline(text, ("I", "MỘT"), ("II", "HAI"))
    assert [f.where for f in found("cau-chu.cau-lap", reading(text, sections=sections))] == ["mục II và mục I"]
    assert found("cau-chu.cau-lap", reading(text, sections=outline(text, ("I", "MỘT")))) == []


def test_products_that_name_only_a_kind_of_paper() -> None:
    """Told once for all such tasks; a product with a name is none."""
    tasks = (
        task("4.1", "A", product="Kế hoạch"),
        task("4.2", "B", product="Nghị quyết"),
        task("4.3", "C", product="Kế hoạch đào tạo nghề năm 2025"),
    )
    (finding,) = found("cau-chu.chi-loai-van-ban", reading(tasks=tasks))
    assert finding.where == "nhiệm vụ 4.1, 4.2, sản phẩm"


def test_supporters_without_a_name() -> None:
    """ "Các cơ quan có liên quan" alone names nobody; beside a name it is usual."""
    tasks = (
        task("1", "A", coordinating="Các cơ quan có liên quan"),
        task("2", "B", coordinating="Sở Y tế; các cơ quan có liên quan"),
    )
    (finding,) = found("cau-chu.phoi-hop-chung", reading(tasks=tasks))
    assert finding.where == "nhiệm vụ 1, cơ quan phối hợp"


def test_full_name_among_short_ones() -> None:
    """One row with the full name among rows with the short one; other departments are left alone."""
    rows = (
        row("1", "A", "1", lead="Sở Thông tin và Truyền thông"),
        row("2", "B", "1", lead="Sở TT&TT"),
        row("3", "C", "1", lead="Sở TT&TT"),
        row("4", "D", "1", lead="Sở Giáo dục và Đào tạo"),
    )
    (finding,) = found("cau-chu.ten-day-du-va-tat", reading(rows=rows))
    assert (finding.where, finding.suggestion) == ("chỉ tiêu 1, cơ quan chủ trì", "Sở TT&TT")
