"""Two provinces whose agencies have the same names: what is one province's is not there for the other."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.apps.planning.factories import make_user as make_person
from tests.apps.reporting.factories import NOW, OLD, World, make_unit, make_user
from tests.apps.reporting.test_official import begin, lock, plan  # noqa: F401 - the plan is a fixture
from tests.apps.reporting.test_pages import browser
from tests.apps.reporting.working import Work, at, make_work

from ansinh.apps.accounts.models import Role, User
from ansinh.apps.planning.models import Plan, ReportDuty
from ansinh.apps.reporting.models import Difficulty, OfficialReport, OutlineSection, Scheme
from ansinh.apps.reporting.selectors.waiting import list_waiting_extensions
from ansinh.apps.reporting.services.difficulties import CannotRaise, may_do, move_difficulty, raise_difficulty
from ansinh.apps.reporting.services.extensions import ask_extension
from ansinh.apps.reporting.services.official import may_write, officials_seen_by
from ansinh.apps.territory.models import Agency, AgencyLevel, Unit

DAY = dt.date(2026, 6, 1)
LATER = dt.date(2026, 6, 15)


def url(name: str, *args: object) -> str:
    return reverse(f"reporting:{name}", args=args)


@dataclass
class Two:
    """One plan of a province, and people of the same agencies here and in another province."""

    work: Work
    here: Unit
    there: Unit
    commune: Unit
    far_commune: Unit

    def user(self, name: str, unit: Unit | None, code: str, *roles: Role) -> User:
        agency = Agency.objects.get(code=code) if code else None
        return make_person(name, *roles, username=name.lower().replace(" ", "_"), scope_unit=unit, agency=agency)


@pytest.fixture
def two(db: None) -> Two:
    work = make_work()
    here, there = (
        make_unit("98", "Tỉnh Minh Họa", "province"),
        make_unit("97", "Tỉnh Khác", "province"),
    )
    Plan.objects.filter(pk=work.plan.pk).update(scope_unit=here)
    for user in (work.officer, work.colleague, work.coordinator, work.chair, work.supporter):
        User.objects.filter(pk=user.pk).update(scope_unit=here)
        user.refresh_from_db()
    for task in (work.once, work.yearly, work.waiting, work.quarterly):
        task.refresh_from_db()
    work.plan.refresh_from_db()
    return Two(
        work=work,
        here=here,
        there=there,
        commune=make_unit("98001", "Xã Ví Dụ", "commune", here, number=1),
        far_commune=make_unit("97001", "Xã Khác", "commune", there, number=2),
    )


def raised(two: Two, **given: Any) -> Difficulty:
    values: dict[str, Any] = {"plan": two.work.plan, "task": two.work.once, "title": "Thiếu mẫu", "text": "Chưa có."}
    by = given.pop("by", two.work.officer)
    return raise_difficulty(key=uuid.uuid4(), actor=by, now=at(DAY), **(values | given))


def test_a_difficulty_put_to_an_agency_is_put_to_that_of_this_province(two: Two):
    row = raised(two, addressed_to=two.work.supporter.agency)
    twin = two.user("Cùng Tên", two.there, "so-noi-vu", Role.DEPARTMENT_OFFICER)
    assert browser(two.work.supporter).get(url("difficulty", row.pk)).status_code == 200
    assert may_do(two.work.supporter, row, "answer")
    client = browser(twin)
    assert client.get(url("difficulty", row.pk)).status_code == 404
    given = {"verb": "answer", "seen": row.version, "text": "Trả lời hộ"}
    assert client.post(url("difficulty", row.pk), given).status_code == 404
    assert row.title not in client.get(url("difficulties")).content.decode()
    assert not may_do(twin, row, "answer")


@pytest.mark.parametrize(
    ("where", "code", "seen"),
    [
        ("here", "bo-y-te", True),
        ("there", "bo-y-te", True),
        ("nowhere", "bo-y-te", True),
        ("commune", "so-noi-vu", False),
        ("far_commune", "so-noi-vu", False),
        ("nowhere", "so-noi-vu", False),
    ],
)
def test_of_a_central_agency_there_is_one_and_it_sees_what_it_is_asked(two: Two, where, code, seen):
    row = raised(two, addressed_to=Agency.objects.get(code="bo-y-te"))
    unit = getattr(two, where, None)
    person = two.user("Người Được Hỏi", unit, code, Role.DEPARTMENT_OFFICER)
    assert (browser(person).get(url("difficulty", row.pk)).status_code == 200) is seen
    assert may_do(person, row, "answer") is seen


def test_a_communes_difficulty_put_to_the_provinces_agency(two: Two):
    Plan.objects.filter(pk=two.work.plan.pk).update(scope_unit=two.commune)
    two.work.plan.refresh_from_db()
    asker = two.user("Cán Bộ", two.commune, "", Role.COMMUNE_OFFICER)
    row = raised(two, by=asker, addressed_to=two.work.supporter.agency)
    twin = two.user("Cùng Tên", two.there, "so-noi-vu", Role.DEPARTMENT_OFFICER)
    assert may_do(two.work.supporter, row, "answer")
    assert not may_do(twin, row, "answer")


def test_sent_back_to_the_commune_it_is_that_communes_alone(two: Two):
    committee = Agency.objects.filter(level=AgencyLevel.COMMUNE, is_group=False).first()
    assert committee is not None
    asker = two.user("Cán Bộ", two.commune, "", Role.COMMUNE_OFFICER)
    row = raised(two, by=asker, addressed_to=committee)
    neighbour = make_unit("98002", "Xã Bên", "commune", two.here, number=3)
    seen = []
    for name, unit in (("Của Xã", two.commune), ("Xã Bên", neighbour), ("Xã Xa", two.far_commune)):
        person = two.user(name, unit, committee.code, Role.COMMUNE_OFFICER)
        seen.append(may_do(person, row, "answer"))
        assert (browser(person).get(url("difficulty", row.pk)).status_code == 200) is seen[-1]
    assert seen == [True, False, False]


def test_nobody_raises_a_difficulty_on_another_places_plan(two: Two):
    stranger = two.user("Người Khác", two.far_commune, "", Role.COMMUNE_OFFICER)
    client = browser(stranger)
    address = f"{url('difficulty_new')}?ke-hoach={two.work.plan.pk}"
    assert client.get(address).status_code == 404
    given = {"key": uuid.uuid4(), "kind": "difficulty", "title": "x", "text": "y"}
    assert client.post(address, given).status_code == 404
    assert client.post(url("difficulty_new"), given | {"plan": two.work.plan.pk}).status_code == 422
    with pytest.raises(CannotRaise, match="địa bàn khác"):
        raised(two, by=stranger)
    assert not Difficulty.objects.exists()
    own = two.user("Cán Bộ", two.commune, "", Role.COMMUNE_OFFICER)
    assert browser(own).post(url("difficulty_new"), given | {"plan": two.work.plan.pk}).status_code == 302


def test_the_task_and_its_request_for_more_time(two: Two):
    work = two.work
    more = ask_extension(
        task_id=work.once.pk, period="", asked_day=dt.date(2030, 3, 1), reason="Chờ", actor=work.officer, now=at(DAY)
    )
    twin = two.user("Cùng Tên", two.there, "so-y-te", Role.DEPARTMENT_OFFICER)
    boss = two.user("Điều Phối Khác", two.there, "", Role.COORDINATOR, Role.CHAIR)
    assert list_waiting_extensions(work.coordinator) == [more]
    answer = {"act": "answer", "row": more.pk, "answer-answer": "granted"}
    for person in (twin, boss):
        client = browser(person)
        assert client.get(url("task", work.once.pk)).status_code == 404
        assert client.post(url("task", work.once.pk), answer).status_code == 404
        assert work.once.name not in client.get(url("my_tasks")).content.decode()
        assert list_waiting_extensions(person) == []
        assert client.get(url("opinion_call_new", work.once.pk)).status_code == 404
    more.refresh_from_db()
    assert more.answered_at is None
    assert work.once.name in browser(work.colleague).get(url("my_tasks")).content.decode()


def test_an_agency_of_no_level_is_that_of_the_plans_place(two: Two):
    Agency.objects.filter(code="so-y-te").update(level=AgencyLevel.OTHER)
    twin = two.user("Cùng Tên", two.there, "so-y-te", Role.DEPARTMENT_OFFICER)
    assert browser(two.work.officer).get(url("task", two.work.once.pk)).status_code == 200
    assert browser(twin).get(url("task", two.work.once.pk)).status_code == 404


@pytest.fixture
def report(world: World, plan: Plan) -> OfficialReport:  # noqa: F811
    return lock(world, begin(world, plan))


@pytest.mark.parametrize(("level", "seen"), [(AgencyLevel.PROVINCE, False), (AgencyLevel.CENTRAL, True)])
def test_a_part_of_an_official_report_is_written_by_the_agency_of_its_place(
    world: World, report: OfficialReport, level, seen
):
    agency = Agency.objects.create(name="Sở Minh Họa", level=level)
    part = report.sections.filter(kind="text").first()
    assert part is not None
    OutlineSection.objects.filter(pk=part.pk).update(agency=agency)
    part.refresh_from_db()
    elsewhere = make_unit("97", "Tỉnh Khác", "province")
    for unit, expected in ((world.province, True), (elsewhere, seen)):
        person = make_user(f"cv_{unit.code}", "Ngô Thị Chuyên Viên", unit, Role.DEPARTMENT_OFFICER)
        person.agency = agency
        person.save()
        assert officials_seen_by(person).filter(pk=report.pk).exists() is expected
        assert may_write(person, part) is expected
        code = 200 if expected else 404
        assert browser(person).get(url("official", report.pk)).status_code == code
        assert browser(person).get(url("official_section", part.pk)).status_code == code


def test_another_places_duty_is_not_set_up_nor_asked_for(world: World, plan: Plan):  # noqa: F811
    found = ReportDuty.objects.create(
        plan=plan,
        ordinal=1,
        span_start=0,
        span_end=1,
        who="Sở Y tế",
        what="báo cáo kết quả",
        to="Sở Nội vụ",
        recurrence="event",
        due_raw="khi cần",
        state="accepted",
        decided_at=NOW,
    )
    elsewhere = make_unit("97", "Tỉnh Khác", "province")
    assert elsewhere.valid_from == OLD
    stranger = browser(make_user("dieuphoi_khac", "Bùi Văn Nơi Khác", elsewhere, Role.COORDINATOR))
    assert stranger.post(url("duties"), {"duty": found.pk}).status_code == 404
    assert stranger.get(url("request"), {"moc": found.pk}).status_code == 404
    assert found.what not in stranger.get(url("duties")).content.decode()
    make_unit("97001", "Xã Khác", "commune", elsewhere, number=9)
    data = {"title": "Báo cáo", "content": "Nội dung", "due_date": "31/12/2027", "reporters": "communes"}
    assert stranger.post(url("request"), data | {"duty": found.pk}).status_code == 422
    new = {"title": "Báo cáo", "plan": plan.pk, "length": "year", "due_day": 25, "due_month": 12, "content": "x"}
    assert stranger.post(url("scheme_new"), new | {"reporters": "communes"}).status_code == 422
    assert Scheme.objects.exclude(pk=world.scheme.pk).count() == 0
    assert browser(world.coordinator).get(url("request"), {"moc": found.pk}).status_code == 200


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def passed_up(two: Two) -> Difficulty:
    """A difficulty that the province's coordinator has passed to a ministry."""
    row = raised(two)
    ministry = Agency.objects.get(code="bo-y-te")
    return move_difficulty(
        difficulty_id=row.pk, verb="pass", seen=row.version, to=ministry, actor=two.work.coordinator, now=at(LATER)
    )


def answer(row: Difficulty, by: User, *, file: bytes | None = PDF, **given: str) -> Any:
    data = {"verb": "record", "seen": row.version, "instrument": "1234/BYT-KH", "text": "Dùng mẫu kèm theo"}
    files = {"file": SimpleUploadedFile("tra-loi.pdf", file)} if file is not None else {}
    return browser(by).post(url("difficulty", row.pk), {**data, "instrument_date": "18/06/2026", **files, **given})


def test_the_office_that_passed_it_up_writes_the_ministrys_answer_down_and_closes(two: Two):
    row = passed_up(two)
    colleague = two.user("Đồng Nghiệp", two.here, "", Role.DEPARTMENT_OFFICER)
    two.work.coordinator.refresh_from_db()
    # Not of the plan's steering, nor the one who raised it: a colleague of who passed it on.
    assert may_do(colleague, row, "record")
    Difficulty.objects.filter(pk=row.pk).update(raised_by=colleague)
    assert answer(row, colleague).status_code == 302
    row.refresh_from_db()
    step = row.steps.last()
    assert step is not None
    assert (row.state, step.verb, step.instrument, step.instrument_date) == (
        "answered",
        "record",
        "1234/BYT-KH",
        dt.date(2026, 6, 18),
    )
    page = browser(two.work.coordinator).get(url("difficulty", row.pk)).content.decode()
    assert "1234/BYT-KH ngày 18/06/2026" in page
    assert "tra-loi.pdf" in page
    assert browser(colleague).post(url("difficulty", row.pk), {"verb": "close", "seen": row.version}).status_code == 302
    row.refresh_from_db()
    assert row.state == "closed"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"file": None}, "Chọn tệp văn bản trả lời"),
        ({"file": b"MZ"}, "Chưa ghi được"),
        ({"instrument": " "}, "Ghi số, ký hiệu và ngày"),
        ({"instrument_date": ""}, "Ghi số, ký hiệu và ngày"),
        ({"instrument_date": "31/05/2026"}, "từ ngày nêu 01/06/2026"),
        ({"instrument_date": "31/12/2099"}, "từ ngày nêu 01/06/2026"),
        ({"text": " "}, "Ghi nội dung chính"),
    ],
    ids=["no file", "not a paper", "no number", "no date", "before it was raised", "to come", "no words"],
)
def test_an_answer_from_above_without_its_paper_is_not_kept(two: Two, given, said):
    row = passed_up(two)
    page = answer(row, two.work.coordinator, **given)
    assert page.status_code == 422
    assert said in page.content.decode()
    row.refresh_from_db()
    assert (row.state, row.proofs.count(), row.steps.count()) == ("passed", 0, 2)


def test_others_do_not_write_an_answer_down_nor_one_of_an_agency_that_is_here(two: Two):
    row = passed_up(two)
    twin = two.user("Cùng Tên", two.there, "so-noi-vu", Role.DEPARTMENT_OFFICER)
    assert answer(row, twin).status_code == 404
    for who in (two.work.officer, two.work.colleague):
        assert not may_do(who, row, "record")
        assert answer(row, who).status_code == 422
    here = raised(two, addressed_to=two.work.supporter.agency)
    assert not may_do(two.work.coordinator, here, "record")
    # Asked of the ministry directly, it is the office of who raised it.
    direct = raised(two, addressed_to=Agency.objects.get(code="bo-y-te"))
    assert may_do(two.work.officer, direct, "record")
    assert may_do(two.work.colleague, direct, "record")
    assert not may_do(two.work.supporter, direct, "record")
