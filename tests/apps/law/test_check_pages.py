"""The pages on which two officials read a figure, and what the rights page of a person says afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.law.conftest import PDF
from tests.apps.law.test_checking import CARRIED, QUOTE, STANDARD, confirm, propose
from tests.apps.people.conftest import world as _world
from tests.apps.people.factories import NOW, work_in

from ansinh.apps.accounts.models import Role
from ansinh.apps.benefits.answers import rights_of
from ansinh.apps.benefits.finding import find_gaps
from ansinh.apps.benefits.models import Gap
from ansinh.apps.law.models import CheckState, LawCheck, OfficialText
from ansinh.apps.law.selectors.checking import list_work
from ansinh.apps.people.services.facts import record_fact
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.answering import form_of

pytestmark = pytest.mark.django_db
world = _world
PAGE = "/luat/doi-chieu/parameter/sa.standard/2026-07-01/2026-10-05/"


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def upload(client: Client, **changed: Any) -> Any:
    file = SimpleUploadedFile(changed.pop("name", "nd335.pdf"), changed.pop("content", PDF))
    fields = {"number": "335/2026/NĐ-CP", "title": "Quy định mức chuẩn", "pages": "12", "file": file}
    return client.post("/luat/doi-chieu/van-ban/", fields | changed)


def test_a_figure_goes_from_not_read_to_confirmed_on_the_pages(
    officials: SimpleNamespace, browser_of: Callable[..., Client]
) -> None:
    first, second = browser_of(officials.first), browser_of(officials.second)
    work = text_of(first.get("/luat/doi-chieu/"))
    assert "Nghị định số 335/2026/NĐ-CP" in work
    assert "Tỉnh chưa có tệp của Nghị định số 335/2026/NĐ-CP" in text_of(first.get(PAGE))
    assert upload(first).status_code == 302
    kept = OfficialText.objects.get()
    good = {"text": str(kept.pk), "page": "3", "read": "540.000"}
    for wrong, says in (
        ({"page": "13"}, "Trang phải từ 1 đến 12"),
        ({"read": ""}, "Gõ những gì văn bản ghi"),
        ({"page": "ba"}, "Gõ số trang bằng chữ số"),
        ({"text": "00000000-0000-4000-8000-000000000000"}, "Tệp"),
    ):
        answer = first.post(PAGE, good | wrong)
        assert answer.status_code == 422
        assert says in text_of(answer)
    assert first.post(PAGE, good).status_code == 302
    row = LawCheck.objects.get()
    mine = text_of(first.get(PAGE))
    assert "Bạn đã đọc lần một" in mine
    assert "Xác nhận đúng như văn bản" not in mine
    decide = f"/luat/doi-chieu/lan/{row.pk}/"
    said = text_of(first.post(decide, {"act": "confirm", "lai-read_again": "540.000"}, follow=True))
    assert "Người đọc lần một không xác nhận được" in said
    theirs = text_of(second.get(PAGE))
    assert f'href="/luat/doi-chieu/van-ban/{kept.pk}/"' in theirs
    assert "trang 3" in theirs
    said = text_of(second.post(decide, {"act": "confirm", "lai-read_again": "550.000"}, follow=True))
    assert "Văn bản ghi 550.000 đồng, phần mềm ghi 540.000 đồng" in said
    said = text_of(second.post(decide, {"act": "confirm", "lai-read_again": "540.000"}, follow=True))
    assert "Đã đối chiếu" in said
    assert "đã đối chiếu: thành phố Huế, tệp nd335.pdf, trang 3" in text_of(second.get("/luat/tham-so/sa.standard/"))
    assert 'class="bc goc">đã đối chiếu' in text_of(second.get("/luat/tham-so/?tu=muc+chuan"))
    done = text_of(first.get("/luat/doi-chieu/?tinh_trang=confirmed"))
    assert "Mức chuẩn trợ giúp xã hội" in done
    assert "Mức trợ cấp hưu trí xã hội" not in done


def test_a_finding_a_refusal_and_a_withdrawal_are_seen(
    officials: SimpleNamespace, browser_of: Callable[..., Client]
) -> None:
    first, second = browser_of(officials.first), browser_of(officials.second)
    upload(first)
    good = {"text": str(OfficialText.objects.get().pk), "page": "3", "read": "560.000"}
    assert "Đã ghi là chỗ văn bản ghi khác" in text_of(first.post(PAGE, good, follow=True))
    assert "Văn bản ghi khác" in text_of(first.get("/luat/doi-chieu/?tinh_trang=differs"))
    first.post(PAGE, good | {"read": "540.000"})
    waiting = LawCheck.objects.get(state=CheckState.WAITING)
    second.post(f"/luat/doi-chieu/lan/{waiting.pk}/", {"act": "refuse", "reason": "Trang 3 không có con số ấy"})
    assert "Trang 3 không có con số ấy" in text_of(first.get(PAGE))
    differs = LawCheck.objects.get(state=CheckState.DIFFERS)
    said = text_of(second.post(f"/luat/doi-chieu/lan/{differs.pk}/", {"act": "withdraw", "reason": ""}, follow=True))
    assert "Ghi lý do rút" in said
    second.post(f"/luat/doi-chieu/lan/{differs.pk}/", {"act": "withdraw", "reason": "Gõ nhầm"})
    differs.refresh_from_db()
    assert differs.state == CheckState.WITHDRAWN


def test_bad_files_are_refused_on_the_page(officials: SimpleNamespace, browser_of: Callable[..., Client]) -> None:
    client = browser_of(officials.first)
    for changed, says in (
        ({"name": "nd335.exe"}, "không thuộc loại được giữ"),
        ({"content": b"MZ"}, "bên trong không phải loại ấy"),
        ({"number": "1/1111/XX"}, "Văn bản"),
        ({"pages": ""}, "Ghi số trang"),
    ):
        answer = upload(client, **changed)
        assert answer.status_code == 422
        assert says in text_of(answer)
    assert not OfficialText.objects.exists()


def test_who_may_read_the_law_and_who_may_check_it(
    officials: SimpleNamespace, make_user: Callable[..., Any], browser_of: Callable[..., Client]
) -> None:
    paths = ("/luat/doi-chieu/", "/luat/doi-chieu/van-ban/", PAGE)
    for role in Role:
        client = browser_of(make_user(f"vai-{role.value}", role))
        assert client.get("/luat/").status_code == 200
        assert [client.get(path).status_code for path in paths] == [403, 403, 403], "without a province nobody checks"
    commune = browser_of(officials.commune)
    assert [commune.get(path).status_code for path in paths] == [403, 403, 403]
    assert "Đối chiếu</a>" not in text_of(commune.get("/luat/tham-so/sa.standard/"))
    chair = browser_of(officials.commune_chair)
    answer = chair.get("/luat/doi-chieu/")
    assert answer.status_code == 403
    assert "chỉ người làm việc ở cấp tỉnh" in text_of(answer)
    assert browser_of(officials.first).get(PAGE).status_code == 200


def test_what_another_province_has_is_not_there(officials: SimpleNamespace, browser_of: Callable[..., Client]) -> None:
    row = propose(officials)
    stranger = browser_of(officials.elsewhere)
    assert "van-ban.pdf" not in text_of(stranger.get(PAGE))
    assert (
        stranger.post(f"/luat/doi-chieu/lan/{row.pk}/", {"act": "confirm", "lai-read_again": "540.000"}).status_code
        == 404
    )
    assert stranger.post(f"/luat/doi-chieu/van-ban/{row.text_id}/rut/").status_code == 404
    assert stranger.get("/luat/doi-chieu/parameter/sa.standard/2024-07-01/2024-07-02/").status_code == 404
    assert [each.done for each in list_work(province="14") if each.done] == []


def test_the_rights_of_a_person_say_what_was_confirmed_and_lead_to_the_rule(
    world: SimpleNamespace,
    make_user: Callable[..., Any],
    browser_of: Callable[..., Client],
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    officials = SimpleNamespace(
        first=world.province, second=make_user("hai", Role.COORDINATOR, scope_unit=world.province.scope_unit)
    )
    work_in(actor=world.officer)
    record_fact(
        person_id=world.head.pk, name="marital_status", value="married", source="Giấy", actor=world.officer, now=NOW
    )

    def assistance() -> Any:
        work_in()
        made = rights_of(world.head, month=date(2026, 11, 1))
        return next(each for each in made.rights if each.programme.id == "social_assistance")

    before = assistance()
    assert any("Điều 4 Nghị định số 335/2026/NĐ-CP" in each for each in before.answer.caveats)
    confirm(officials, propose(officials, STANDARD))
    after = assistance()
    assert after.amount_vnd == before.amount_vnd
    assert not any("Điều 4 Nghị định số 335/2026/NĐ-CP" in each for each in after.answer.caveats)
    notes = " ".join(note for reason in after.reasons for note in reason.notes)
    assert "đã đối chiếu: thành phố Huế, tệp van-ban.pdf, trang 3" in notes
    assert form_of(after.answer)["provisional"], "the rules themselves are not confirmed yet"
    place = "khoản 2 Điều 30 Nghị định số 335/2026/NĐ-CP"
    confirm(officials, propose(officials, CARRIED, place, quote=QUOTE), place)
    page = text_of(browser_of(world.officer).get(f"/nguoi/{world.head.pk}/quyen-loi/?thang=2026-11"))
    assert 'href="/luat/quy-tac/sa_k6/"' in page
    assert 'class="bc goc">đã đối chiếu' in page
    find_gaps(commune=world.head.commune, month=date(2026, 11, 1), actor=world.officer, now=NOW)
    work_in()
    assert Gap.objects.filter(person=world.head, due_vnd=after.amount_vnd).exists()


def test_a_confirmed_answer_is_not_provisional() -> None:
    assert [each.value for each in Evidence][:2] == ["primary", "confirmed"], (
        "surer than any other but the rulebook's own"
    )
