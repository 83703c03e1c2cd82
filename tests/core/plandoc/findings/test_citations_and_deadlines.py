"""Days: of cited instruments, of reports, of tasks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.plandoc.findings.small_plans import HEAD, duty, found, outline, prose, raws, reading, row, task

from ansinh.core.plandoc.model import Schedule


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nghị định số 93/2019/NĐ-CP ngày 25/11/2029 của Chính phủ", ["ngày 25/11/2029"]),
        ("Nghị định số 93/2019/NĐ-CP ngày 25/11/2019 của Chính phủ", []),
        ("Quyết định số 15/QĐ-TTg ngày 10 tháng 9 năm 2024 của Thủ tướng", ["ngày 10 tháng 9 năm 2024"]),
        ("Quyết định số 15/QĐ-TTg ngày 31/9/2023 của Thủ tướng", ["ngày 31/9/2023"]),
        ("gửi trước ngày 30/8/2024 theo Quyết định số 15/QĐ-TTg", []),
        ("(Kèm theo Kế hoạch số 12/KH-UBND ngày 09 tháng 8 năm 2024)", []),
    ],
)
def test_day_of_a_cited_instrument(text: str, expected: list[str]) -> None:
    """A cited instrument is older than the plan, of the year its number says, and dated by the calendar."""
    assert raws("vien-dan.ngay-sai", reading(text)) == expected


def test_misread_day_of_the_plan_is_not_held_against_all_it_cites() -> None:
    """Where most citations are later than the plan, nothing is said about being later."""
    text = "".join(f"Quyết định số {at}/QĐ-TTg ngày 1/{at}/2025 của Thủ tướng;\n" for at in range(1, 6))
    assert raws("vien-dan.ngay-sai", reading(text)) == []


def test_suggested_day_takes_the_year_of_the_number() -> None:
    """93/2019/NĐ-CP of 2029 is meant to be of 2019."""
    (finding,) = found("vien-dan.ngay-sai", reading("Nghị định số 93/2019/NĐ-CP ngày 25/11/2029"))
    assert finding.suggestion == "ngày 25/11/2019"


def test_two_days_for_one_instrument() -> None:
    """The rarer day is the odd one; two plans no. 5 of two communes are two instruments."""
    same = "Nghị quyết số 42-NQ/TW ngày 24/11/2023; Nghị quyết số 42-NQ/TW ngày 24/11/2023; "
    assert raws("vien-dan.hai-ngay", reading(same + "Nghị quyết số 42-NQ/TW ngày 21/11/2023")) == [
        "42-NQ/TW ngày 21/11/2023"
    ]
    two = "Kế hoạch số 5/KH-UBND ngày 1/2/2023 của UBND xã; Kế hoạch số 5/KH-UBND ngày 3/2/2023 của Huyện"
    assert raws("vien-dan.hai-ngay", reading(two)) == []


@pytest.mark.parametrize(("session", "expected"), [("XIII", 1), ("XII", 0)])
def test_session_of_the_party(session: str, expected: int) -> None:
    """In 2018 the XII Central Committee sat."""
    text = f"Nghị quyết số 28-NQ/TW ngày 23/5/2018 của Hội nghị lần thứ bảy Ban Chấp hành Trung ương khóa {session} về cải cách"
    assert len(found("vien-dan.sai-khoa", reading(text))) == expected


@pytest.mark.parametrize(
    ("child", "parent", "expected"),
    [("24/5/2021", "24/5/2021", 1), ("30/5/2021", "24/5/2021", 0), ("20/5/2021", "24/5/2021", 1)],
)
def test_who_implements_comes_later(child: str, parent: str, expected: int) -> None:
    """A plan implementing a resolution is not issued on its day, nor before."""
    text = f"Kế hoạch 38-KH/TU, ngày {child} của Thị ủy thực hiện Nghị quyết số 05-NQ/TU, ngày {parent} của Tỉnh ủy về đào tạo"
    assert len(found("vien-dan.cung-ngay", reading(text))) == expected


def test_citation_without_a_day() -> None:
    """A number without year and day is found once; one dated elsewhere, or with its session, is not."""
    text = (
        "Kế hoạch số 7-KH/TU ngày 1/2/2022 của Tỉnh ủy; Kế hoạch số 8-KH/TU ngày 1/3/2022 của Tỉnh ủy.\n"
        "Thực hiện Kế hoạch 37-KH/TU của Thị ủy; Kế hoạch 7-KH/TU; Nghị quyết 21-NQ/TW của Ban Chấp hành Trung ương (khóa XII).\n"
    )
    assert raws("vien-dan.thieu-ngay", reading(text)) == ["Kế hoạch 37-KH/TU của Thị ủy"]


def test_title_with_a_lost_word() -> None:
    """The same resolution with "chất lượng" lost in one of three mentions."""
    full = "Nghị quyết số 42-NQ/TW ngày 24/11/2023 về tiếp tục đổi mới, nâng cao chất lượng chính sách xã hội, đáp ứng yêu cầu.\n"
    broken = full.replace("chất lượng ", "")
    (finding,) = found("vien-dan.sai-ten", reading(full + broken + full))
    assert "chất lượng" in finding.note
    assert found("vien-dan.sai-ten", reading(full * 3)) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(Kèm theo Kế hoạch số: 12/KH-UBND ngày 09/8/2024 của Chủ tịch Ủy ban nhân dân tỉnh)", 1),
        ("(Kèm theo Kế hoạch số: 12/KH-UBND ngày 09/8/2024 của Ủy ban nhân dân tỉnh)", 0),
        ("(Kèm theo Kế hoạch số: 12/KH-UBND ngày 10/8/2024 của Ủy ban nhân dân tỉnh)", 1),
        ("(Kèm theo Kế hoạch số: 21/KH-UBND ngày 09/8/2024 của Ủy ban nhân dân tỉnh)", 1),
    ],
)
def test_line_over_the_annex(line: str, expected: int) -> None:
    """The annex names the number, day and issuer of its plan."""
    assert len(found("vien-dan.phu-luc-kem", reading(line + "\n"))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("báo cáo trước ngày 31/9 hằng năm", ["ngày 31/9"]),
        ("trước ngày 30/9 hằng năm", []),
        ("ngày 30/02/2025", ["ngày 30/02/2025"]),
    ],
)
def test_day_not_in_the_calendar(text: str, expected: list[str]) -> None:
    """September has thirty days."""
    assert raws("thoi-han.ngay-khong-co", reading(text)) == expected


def test_due_before_the_plan_was_signed() -> None:
    """A plan of 9 August 2024 cannot ask for a report by 30 June 2024."""
    plan = reading(
        duties=(
            duty("Các sở", "UBND tỉnh", 30, 6, "báo cáo", 2024),
            duty("Các sở", "UBND tỉnh", 30, 9, "báo cáo", 2024),
        )
    )
    assert raws("thoi-han.da-qua", plan) == ["trước ngày 30/6"]


@pytest.mark.parametrize(("day", "month", "severity"), [(15, 12, "medium"), (25, 11, None), (20, 12, "high")])
def test_who_compiles_needs_time(day: int, month: int, severity: str | None) -> None:
    """Contributors are due before the one who adds up."""
    plan = reading(
        duties=(
            duty("Các sở, ngành", "Sở Lao động - Thương binh và Xã hội", day, month, "báo cáo kết quả"),
            duty("Sở Lao động - Thương binh và Xã hội", "UBND tỉnh", 15, 12, "tổng hợp, báo cáo"),
        )
    )
    assert [f.severity for f in found("thoi-han.cung-ngay", plan)] == ([severity] if severity else [])


ORGANISING = "V. TỔ CHỨC THỰC HIỆN\n{}\n"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sở Nội vụ định kỳ tổng hợp, báo cáo UBND tỉnh về kết quả.", 1),
        ("Sở Nội vụ định kỳ tổng hợp, báo cáo UBND tỉnh trước ngày 15/12.", 0),
        ("Sở Nội vụ định kỳ hằng năm báo cáo.", 0),
        ("Định kỳ sơ kết, báo cáo theo quy định.", 0),
    ],
)
def test_periodic_report_without_a_day(sentence: str, expected: int) -> None:
    """ "Định kỳ" alone reminds nobody."""
    text = ORGANISING.format(sentence)
    plan = reading(text, sections=outline(text, ("V", "TỔ CHỨC THỰC HIỆN")))
    assert len(found("thoi-han.khong-ngay", plan)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Các huyện xây dựng Kế hoạch triển khai thực hiện phù hợp và báo cáo định kỳ (trước ngày 30/10).", 1),
        ("Các huyện xây dựng kế hoạch thực hiện, hoàn thành trong quý I/2024.", 0),
        ("Các huyện xây dựng Kế hoạch thực hiện; gửi Sở Nội vụ trước ngày 30/8/2024.", 0),
    ],
)
def test_own_plans_by_no_day(sentence: str, expected: int) -> None:
    """The day of the yearly report is not the day of the plan."""
    text = ORGANISING.format(sentence)
    plan = reading(text, sections=outline(text, ("V", "TỔ CHỨC THỰC HIỆN")))
    assert len(found("thoi-han.lap-ke-hoach", plan)) == expected


@pytest.mark.parametrize(("year", "expected"), [(2023, 1), (2024, 0)])
def test_task_in_a_year_that_is_over(year: int, expected: int) -> None:
    """A plan of 2024 gives no work for 2023."""
    plan = reading(tasks=(task("1", "Việc", schedule=Schedule("year", year, year), raw=str(year)),))
    assert len(found("tien-do.truoc-ban-hanh", plan)) == expected


@pytest.mark.parametrize(
    ("title", "expected"), [("giai đoạn 2026 - 2030", 1), ("đến năm 2030", 0), ("giai đoạn 2026-2035", 0)]
)
def test_task_after_the_period_of_the_plan(title: str, expected: int) -> None:
    """A plan to 2030 gives no work for 2032; a plan that names no period may."""
    document = replace(HEAD, title=f"Thực hiện chính sách xã hội {title}")
    plan = reading(tasks=(task("1", "Việc", schedule=Schedule("year", 2032, 2032), raw="2032"),), document=document)
    assert len(found("tien-do.sau-ke-hoach", plan)) == expected


@pytest.mark.parametrize(
    ("name", "schedule", "expected"),
    [
        ("Chương trình giai đoạn 2021 - 2030", Schedule("years", 2024, 2025), "low"),
        ("Chương trình giai đoạn 2021 - 2030", Schedule("years", 2024, 2030), None),
        ("Đề án giai đoạn 2022-2025", Schedule("quarter_annual", quarter=1), "low"),
        ("Đề án giai đoạn 2022-2035", Schedule("annual"), None),
        ("Đề án giai đoạn 2021-2025", Schedule("year", 2027, 2027), "medium"),
        ("Đề án giai đoạn 2026-2030", Schedule("year", 2025, 2025), None),
    ],
)
def test_schedule_against_the_programme(name: str, schedule: Schedule, expected: str | None) -> None:
    """A task ends with its programme; it may be prepared the year before."""
    plan = reading(tasks=(task("1", name, schedule=schedule, raw="x"),))
    assert [f.severity for f in found("tien-do.lech-giai-doan", plan)] == ([expected] if expected else [])


def test_two_schedules_in_one_cell() -> None:
    """ "Hằng năm hoặc theo yêu cầu" is two; "Quý I hằng năm" is one."""
    plan = reading(tasks=(task("1", "A", raw="Hằng năm hoặc theo yêu cầu"), task("2", "B", raw="Quý I hằng năm")))
    assert raws("tien-do.hai-lich", plan) == ["Hằng năm hoặc theo yêu cầu"]


def test_targets_nobody_carries() -> None:
    """Targets of the prose without a task are listed in one finding; a plan with indicator rows gives leads there."""
    tasks = tuple(task(str(at), f"Tuyên truyền chính sách đợt {at}") for at in range(9))
    targets = (
        prose("lực lượng lao động tham gia bảo hiểm thất nghiệp", "41"),
        prose("chất thải rắn sinh hoạt đô thị được thu gom", "95"),
        prose("tuyên truyền chính sách", "90"),
    )
    (finding,) = found("tien-do.chi-tieu-khong-nguoi-lam", reading(tasks=tasks, rows=targets))
    assert "41" in finding.raw
    assert "tuyên truyền" not in finding.raw
    assert (
        found("tien-do.chi-tieu-khong-nguoi-lam", reading(tasks=tasks, rows=(*targets, row("1", "Tỷ lệ A", "1")))) == []
    )


def test_final_targets_as_name_of_a_yearly_task() -> None:
    """Shares for 2030 in the name of a yearly task lose their year."""
    yearly = Schedule("annual")
    plan = reading(
        tasks=(
            task("1", "Tiểu học đạt 99,5%, trung học đạt 95%", schedule=yearly, raw="Hằng năm"),
            task("2", "Tiểu học đạt 99,5%, trung học đạt 95% năm 2030", schedule=yearly, raw="Hằng năm"),
        )
    )
    assert [f.where for f in found("tien-do.san-pham-khong-khop", plan)] == ["nhiệm vụ 1, thời gian"]
