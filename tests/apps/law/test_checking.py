"""Two officials of a province read a figure of the law in the official text; then, there, it is unconfirmed no more."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.utils import InternalError, ProgrammingError
from django.test import Client
from tests.apps.law.conftest import PDF
from tests.apps.people.factories import NOW
from typer.testing import CliRunner

from ansinh.apps.audit.models import Event
from ansinh.apps.law import subjects as known_subjects
from ansinh.apps.law.models import CheckState, LawCheck, OfficialText
from ansinh.apps.law.refusals import NotHere, Refused
from ansinh.apps.law.selectors.checking import STALE, all_work, count_states
from ansinh.apps.law.selectors.confirmed import confirmed_system
from ansinh.apps.law.services.checking import CHANGED_SINCE, confirm_check, propose_check, refuse_check, withdraw_check
from ansinh.apps.law.services.texts import keep_text, withdraw_text
from ansinh.apps.law.subjects import Subject, find_subject
from ansinh.apps.law.today import waiting
from ansinh.cli import province_law
from ansinh.cli.main import app
from ansinh.core.rules.parameters import CannotReadParameter, Evidence, load_parameters
from ansinh.files.shelf import place_of
from ansinh.rulebook.book import national_system

TODAY = NOW.date()
STANDARD = {
    "kind": "parameter",
    "key": "sa.standard",
    "applied_from": date(2026, 7, 1),
    "in_force_from": date(2026, 10, 5),
}
RULE = {"kind": "rule", "key": "sp_own", "applied_from": date(2025, 7, 1), "in_force_from": date(2025, 7, 1)}
CARRIED = {"kind": "rule", "key": "sa_k6", "applied_from": date(2026, 7, 1), "in_force_from": date(2026, 10, 5)}
TABLE = {
    "kind": "parameter",
    "key": "ncc.table.tb",
    "applied_from": date(2026, 7, 1),
    "in_force_from": date(2026, 10, 1),
}
QUOTE = "Người đủ điều kiện được hưởng trợ cấp hưu trí xã hội hằng tháng"


def subject(place: dict[str, Any]) -> Subject:
    found = find_subject(**place)
    assert found is not None
    return found


def bring(
    officials: SimpleNamespace, number: str = "335/2026/NĐ-CP", *, who: Any = None, content: bytes = PDF
) -> OfficialText:
    return keep_text(
        number=number,
        title="Văn bản mẫu",
        name="van-ban.pdf",
        content=content,
        pages=12,
        actor=who or officials.first,
        now=NOW,
    )


def propose(
    officials: SimpleNamespace, place: dict[str, Any] = STANDARD, read: str = "540.000 đồng", **more: Any
) -> LawCheck:
    text = more.pop("text", None) or bring(officials, subject(place).instruments[0])
    fields = {"page": 3, "quote": "", "actor": officials.first, "now": NOW} | more
    return propose_check(subject=subject(place), text_id=text.pk, read=read, **fields)


def confirm(officials: SimpleNamespace, row: LawCheck, read: str = "540000", who: Any = None) -> LawCheck:
    return confirm_check(check_id=row.pk, read_again=read, actor=who or officials.second, now=NOW)


def standard_of(province: str) -> Any:
    system = confirmed_system(province=province, on=TODAY)
    return system.parameters["sa.standard"].at(last_day=date(2026, 11, 30), known_on=TODAY)


@pytest.mark.django_db
def test_two_officials_confirm_a_figure_for_their_province_only(officials: SimpleNamespace) -> None:
    assert standard_of("46").evidence is Evidence.SECONDARY
    row = propose(officials)
    assert row.state == CheckState.WAITING
    assert standard_of("46").evidence is Evidence.SECONDARY, "one reading is not enough"
    confirm(officials, row)
    value = standard_of("46")
    assert (value.evidence, value.value) == (Evidence.CONFIRMED, 540_000)
    assert value.checked == "đã đối chiếu: thành phố Huế, tệp van-ban.pdf, trang 3"
    assert standard_of("14") == standard_of("") == national_system().parameters["sa.standard"].values[-1]
    assert confirmed_system(province="46", on=TODAY) is confirmed_system(province="46", on=TODAY), "put together once"
    assert count_states(province="46")["confirmed"] == 1
    assert count_states(province="14")["confirmed"] == 0
    verbs = list(Event.objects.filter(verb__startswith="law.").order_by("pk").values_list("verb", "actor_name"))
    assert verbs == [
        ("law.keep_text", str(officials.first)),
        ("law.propose_check", str(officials.first)),
        ("law.confirm_check", str(officials.second)),
    ]
    detail = Event.objects.get(verb="law.confirm_check").detail
    assert detail["sha256"] == hashlib.sha256(PDF).hexdigest()
    assert (detail["page"], detail["what"], detail["province"]) == (3, "sa.standard", "46")


@pytest.mark.django_db
def test_who_read_first_never_confirms_by_service_or_by_sql(officials: SimpleNamespace) -> None:
    row = propose(officials)
    with pytest.raises(Refused, match="Người đọc lần một không xác nhận được"):
        confirm(officials, row, who=officials.first)
    with pytest.raises(Refused, match="Người đọc lần một"):
        refuse_check(check_id=row.pk, reason="sai", actor=officials.first, now=NOW)
    update = "UPDATE law_lawcheck SET state = 'confirmed', read_again = 'x', decided_at = now(), decided_by_id = %s"
    for who, error, says in (
        (officials.first.pk, IntegrityError, "law_check_two_people"),
        (None, IntegrityError, "law_check_state_says_who"),
    ):
        with pytest.raises(error, match=says), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(update, [who])
    # Nor by making the first reading another's, nor by writing it confirmed from the start, nor by taking it away.
    for statement in (
        "UPDATE law_lawcheck SET proposed_by_id = (SELECT id FROM accounts_user WHERE username = 'ba')",
        "UPDATE law_lawcheck SET page = 4",
        "UPDATE law_lawcheck SET digest = repeat('0', 64)",
        "UPDATE law_officialtext SET sha256 = repeat('0', 64)",
        "DELETE FROM law_lawcheck",
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    copied = LawCheck.objects.get(pk=row.pk)
    copied.pk, copied.state, copied.page = None, CheckState.CONFIRMED, 5
    copied.decided_by, copied.decided_at, copied.read_again, copied._state.adding = (
        officials.second,
        NOW,
        "540.000",
        True,
    )
    with pytest.raises(IntegrityError, match="bắt đầu bằng lần đọc thứ nhất"), transaction.atomic():
        copied.save(force_insert=True)
    row.refresh_from_db()
    assert row.state == CheckState.WAITING


@pytest.mark.django_db
def test_states_go_only_their_ways(officials: SimpleNamespace) -> None:
    row = confirm(officials, propose(officials))
    for statement in (
        "UPDATE law_lawcheck SET state = 'waiting', decided_by_id = NULL, decided_at = NULL",
        "UPDATE law_lawcheck SET decided_by_id = (SELECT id FROM accounts_user WHERE username = 'ba')",
        "UPDATE law_lawcheck SET state = 'refused', reason = 'x'",
    ):
        with (
            pytest.raises((InternalError, ProgrammingError, IntegrityError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(Refused, match="không còn chờ"):
        confirm(officials, row, who=officials.third)
    withdraw_check(check_id=row.pk, reason="Đọc nhầm phụ lục", actor=officials.third, now=NOW)
    assert standard_of("46").evidence is Evidence.SECONDARY
    with pytest.raises(Refused, match="đã khép lại"):
        withdraw_check(check_id=row.pk, reason="lần nữa", actor=officials.third, now=NOW)
    again = propose(officials)
    assert again.state == CheckState.WAITING, "what was taken back can be read again"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "read", "says"),
    [
        (STANDARD, "560.000", "Văn bản ghi 560.000 đồng, phần mềm ghi 540.000 đồng."),
        (STANDARD, "không còn", "Văn bản ghi không còn, phần mềm ghi 540.000 đồng."),
        (RULE, "Điều 22 Luật số 41/2024/QH15", "Văn bản ghi ở Điều 22 Luật số 41/2024/QH15"),
    ],
)
def test_a_text_that_says_otherwise_is_a_finding_and_never_a_confirmation(
    officials: SimpleNamespace, place: dict[str, Any], read: str, says: str
) -> None:
    row = propose(officials, place, read, quote=QUOTE)
    assert row.state == CheckState.DIFFERS
    assert row.reason.startswith(says)
    with pytest.raises(Refused, match="không còn chờ: văn bản ghi khác"):
        confirm(officials, row, read)
    assert Event.objects.filter(verb="law.note_difference").count() == 1
    assert confirmed_system(province="46", on=TODAY) is national_system()


@pytest.mark.django_db
@pytest.mark.parametrize("read", ["540.000", "540000", "540 000", " 540.000 đồng ", "540.000đ"])
def test_a_figure_is_read_as_it_is_printed(officials: SimpleNamespace, read: str) -> None:
    assert propose(officials, read=read).state == CheckState.WAITING


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"read": ""}, "Gõ những gì văn bản ghi"),
        ({"read": "năm trăm bốn mươi nghìn"}, "không đọc được “năm trăm bốn mươi nghìn”"),
        ({"read": "540,5"}, "không đọc được “540,5”"),
        ({"read": "540.00"}, "không đọc được “540.00”"),
        ({"page": 0}, "Trang phải từ 1 đến 12"),
        ({"page": 13}, "Trang phải từ 1 đến 12"),
        ({"place": RULE, "read": "Điều 21", "quote": QUOTE}, "Gõ chỗ đã đọc như"),
        ({"place": RULE, "read": "Điều 21 Luật số 41/2024/QH15", "quote": "ngắn"}, "Chép nguyên văn"),
        ({"place": TABLE, "read": "1.000\n2.000"}, "Bảng có 80 dòng, bạn gõ 2 dòng"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(
    officials: SimpleNamespace, changed: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        propose(officials, **changed)
    assert not LawCheck.objects.exists()


@pytest.mark.django_db
def test_it_has_to_be_read_in_its_own_instrument(officials: SimpleNamespace) -> None:
    other = bring(officials, "176/2025/NĐ-CP")
    with pytest.raises(
        Refused, match="Phải đọc trong Nghị định số 335/2026/NĐ-CP; tệp đã chọn là văn bản số 176/2025/NĐ-CP"
    ):
        propose(officials, text=other)


@pytest.mark.django_db
def test_the_second_has_to_read_the_same(officials: SimpleNamespace) -> None:
    row = propose(officials)
    with pytest.raises(Refused, match=r"Văn bản ghi 504\.000 đồng, phần mềm ghi 540\.000 đồng\. Đọc lại"):
        confirm(officials, row, "504.000")
    row.refresh_from_db()
    assert row.state == CheckState.WAITING
    with pytest.raises(Refused, match="Ghi lý do từ chối"):
        refuse_check(check_id=row.pk, reason="  ", actor=officials.second, now=NOW)
    refuse_check(check_id=row.pk, reason="Trang 3 là mức khác", actor=officials.second, now=NOW)
    assert standard_of("46").evidence is Evidence.SECONDARY
    assert count_states(province="46")["refused"] == 1


@pytest.mark.django_db
def test_a_table_is_read_row_by_row(officials: SimpleNamespace) -> None:
    rows = subject(TABLE).dated.value  # type: ignore[union-attr]
    printed = "\n".join(f"{rate}  {value:,}".replace(",", ".") for rate, value in rows.items())
    wrong = printed.replace(f"{list(rows.values())[4]:,}".replace(",", "."), "1.000", 1)
    differs = propose(officials, TABLE, wrong)
    assert differs.reason.startswith("Dòng 5 (Tỷ lệ tổn thương cơ thể 25%): văn bản ghi 1.000")
    row = propose(officials, TABLE, printed)
    assert row.state == CheckState.WAITING
    confirm(officials, row, "\n".join(str(value) for value in rows.values()))
    system = confirmed_system(province="46", on=TODAY)
    assert system.parameters["ncc.table.tb"].values[-1].evidence is Evidence.CONFIRMED
    assert system.parameters["ncc.monthly"].values[-1].evidence is Evidence.ESTIMATED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "read"),
    [
        (RULE, "điều 21 luật số 41/2024/QH15"),
        (CARRIED, "khoản 2 Điều 30 Nghị định số 335/2026/NĐ-CP"),
    ],
)
def test_a_rule_is_read_by_its_place_and_words(officials: SimpleNamespace, place: dict[str, Any], read: str) -> None:
    row = propose(officials, place, read, quote=QUOTE)
    assert row.state == CheckState.WAITING
    with pytest.raises(Refused, match=r"Người thứ nhất đọc ở|Văn bản ghi ở"):
        confirm(officials, row, "khoản 9 Điều 99 Nghị định số 335/2026/NĐ-CP")
    confirm(officials, row, read[0].upper() + read[1:])
    version = confirmed_system(province="46", on=TODAY).rules[place["key"]].versions[-1]
    assert version.evidence is Evidence.CONFIRMED
    assert version.checked.startswith("đã đối chiếu: thành phố Huế")


@pytest.mark.django_db
def test_a_value_that_changes_afterwards_counts_as_unconfirmed_again(
    officials: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(officials, propose(officials))
    waiting = propose(officials, RULE, "Điều 21 Luật số 41/2024/QH15", quote=QUOTE)
    changed = {
        place: Subject(**{name: getattr(each, name) for name in Subject.__dataclass_fields__} | {"digest": "0" * 64})
        for place, each in known_subjects.subjects_by_place().items()
    }
    for module in ("subjects", "selectors.confirmed"):
        monkeypatch.setattr(f"ansinh.apps.law.{module}.subjects_by_place", lambda: changed)
    monkeypatch.setattr("ansinh.apps.law.selectors.checking.list_subjects", lambda: tuple(changed.values()))
    assert standard_of("46").evidence is Evidence.SECONDARY
    with pytest.raises(Refused, match=CHANGED_SINCE[:40]):
        confirm(officials, waiting, "Điều 21 Luật số 41/2024/QH15")
    states = {work.subject.key: work.state for work in all_work(province="46") if work.check is not None}
    assert states == {"sa.standard": STALE, "sp_own": STALE}


@pytest.mark.django_db
def test_who_works_for_no_province_reads_for_none(officials: SimpleNamespace) -> None:
    row = propose(officials)
    for who, says in (
        (officials.commune_chair, "chỉ người làm việc ở cấp tỉnh"),
        (officials.nowhere, "chưa có địa bàn phụ trách"),
    ):
        with pytest.raises(Refused, match=says):
            confirm(officials, row, who=who)
        with pytest.raises(Refused, match=says):
            bring(officials, who=who)
    with pytest.raises(NotHere):
        confirm(officials, row, who=officials.elsewhere)
    with pytest.raises(NotHere):
        propose(officials, text=row.text, actor=officials.elsewhere)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "van-ban.exe"}, "không thuộc loại được giữ"),
        ({"content": b""}, "không có nội dung"),
        ({"content": b"MZ chuong trinh", "name": "van-ban.pdf"}, "bên trong không phải loại ấy"),
        ({"number": "nghị định 20"}, "Không đọc được số, ký hiệu"),
        ({"pages": 0}, "Số trang phải từ 1"),
        ({"title": "  "}, "Ghi trích yếu"),
    ],
)
def test_a_bad_upload_is_refused_with_a_sentence(officials: SimpleNamespace, fields: dict[str, Any], says: str) -> None:
    good = {"number": "335/2026/NĐ-CP", "title": "Mẫu", "name": "a.pdf", "content": PDF, "pages": 12}
    with pytest.raises(Refused, match=says):
        keep_text(**(good | fields), actor=officials.first, now=NOW)
    assert not OfficialText.objects.exists()


@pytest.mark.django_db
def test_the_same_file_twice_is_one_and_a_text_in_use_stays(officials: SimpleNamespace) -> None:
    text = bring(officials)
    assert bring(officials, who=officials.second) == text
    row = propose(officials, text=text)
    with pytest.raises(Refused, match="Đã có lần đối chiếu dựa vào tệp này"):
        withdraw_text(text_id=text.pk, actor=officials.second, now=NOW)
    withdraw_check(check_id=row.pk, reason="Nhầm tệp", actor=officials.second, now=NOW)
    withdraw_text(text_id=text.pk, actor=officials.second, now=NOW)
    with pytest.raises(NotHere):
        propose(officials, text=text)


def test_the_rulebook_itself_never_says_confirmed() -> None:
    value = 'a.b:\n  label: X\n  unit: vnd\n  values:\n    - {value: 1, reference: "Điều 4 Nghị định số 335/2026/NĐ-CP", from: 2026-07-01, evidence: confirmed}\n'
    with pytest.raises(CannotReadParameter, match="chỉ có khi hai người của tỉnh đã đối chiếu"):
        load_parameters(value, place="values.yaml")


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_are_one_and_two_who_read_first_are_one(officials: SimpleNamespace) -> None:
    row = propose(officials)

    def at_once(*acts: Callable[[], object]) -> list[str]:
        said: list[str] = []
        start = threading.Barrier(len(acts))

        def run(act: Callable[[], object]) -> None:
            start.wait()
            try:
                act()
                said.append("")
            except Refused as refused:
                said.append(str(refused))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=[act]) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(said)

    done = at_once(lambda: confirm(officials, row), lambda: confirm(officials, row, who=officials.third))
    assert done[0] == ""
    assert "không còn chờ: đã đối chiếu" in done[1]
    text = bring(officials, "41/2024/QH15")
    both = at_once(
        *(
            lambda who=who: propose(officials, RULE, "Điều 21 Luật số 41/2024/QH15", quote=QUOTE, text=text, actor=who)
            for who in (officials.first, officials.second)
        )
    )
    assert both[0] == ""
    assert "Đã có người đọc lần một chỗ này" in both[1]
    assert LawCheck.objects.filter(key="sp_own").count() == 1


@pytest.mark.django_db
def test_a_file_that_was_changed_on_disk_is_not_given_out(
    officials: SimpleNamespace, browser_of: Callable[..., Client], settings: Any
) -> None:
    text = bring(officials)
    client, stranger = browser_of(officials.second), browser_of(officials.elsewhere)
    answer = client.get(f"/luat/doi-chieu/van-ban/{text.pk}/")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, PDF, "application/pdf")
    assert "attachment" in answer["Content-Disposition"]
    assert stranger.get(f"/luat/doi-chieu/van-ban/{text.pk}/").status_code == 404
    path = place_of(settings.MEDIA_ROOT / "van-ban-goc", text.sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF-khac")
    assert client.get(f"/luat/doi-chieu/van-ban/{text.pk}/").status_code == 404


@pytest.mark.django_db
def test_the_command_line_answers_by_what_a_province_confirmed(
    officials: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(officials, propose(officials))
    monkeypatch.setattr(province_law, "_has_database", lambda: True)
    monkeypatch.setattr(province_law, "connected", lambda: nullcontext(SimpleNamespace(app_url="")))
    monkeypatch.setattr(province_law, "enter", lambda _url: None)
    shown = {
        code: CliRunner().invoke(app, ["law", "show", "sa.standard", "--province", code]) for code in ("46", "14", "00")
    }
    assert "540.000 từ 01/07/2026" in shown["46"].output
    assert "đã đối chiếu: thành phố Huế, tệp van-ban.pdf, trang 3" in shown["46"].output
    assert "đã đối chiếu" not in shown["14"].output
    assert shown["00"].exit_code == 2
    assert "Không có tỉnh nào mã “00”" in shown["00"].output


@pytest.mark.django_db
def test_the_second_official_finds_it_in_his_day_the_first_does_not(officials: SimpleNamespace) -> None:
    row = propose(officials)
    (check, value) = waiting(user=officials.second, on=TODAY)
    assert value.count == 0
    (one,) = check.rows
    assert one.title == subject(STANDARD).label
    assert one.url == "/luat/doi-chieu/parameter/sa.standard/2026-07-01/2026-10-05/"
    assert [group.count for group in waiting(user=officials.first, on=TODAY)] == [0, 0]
    for other in (officials.commune, officials.nowhere):
        assert list(waiting(user=other, on=TODAY)) == []
    assert [group.count for group in waiting(user=officials.elsewhere, on=TODAY)] == [0, 0]
    confirm(officials, row)
    assert [group.count for group in waiting(user=officials.third, on=TODAY)] == [0, 0]
