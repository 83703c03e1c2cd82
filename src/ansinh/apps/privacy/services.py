"""Writes of requests: registered with their clocks, acknowledged, extended, held against the law, answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from ansinh.apps.accounts.models import User
from ansinh.apps.accounts.scope import seen
from ansinh.apps.audit.services import record
from ansinh.apps.people.keeping import keeping_reasons
from ansinh.apps.people.models import Person
from ansinh.apps.people.services.numbers import person_of
from ansinh.apps.people.services.persons import erase_person
from ansinh.apps.people.services.refusals import NotHere, Refused, locked, said, save
from ansinh.apps.people.services.restricting import lift_restriction, restrict_person
from ansinh.apps.privacy.law import ERASED_BY, Right, acknowledged_by, answered_by, rights
from ansinh.apps.privacy.models import Asker, DataRequest, Outcome, RequestKind
from ansinh.apps.reporting.services.days import get_calendar
from ansinh.core.law.find import read_citation
from ansinh.core.law.write import write

LONGEST_BASIS = 200
WHAT = "yêu cầu"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as an officer takes it down."""

    kind: str
    received_date: date
    asked: str
    asker: str = Asker.SELF
    asker_name: str = ""
    has_processors: bool = False


def register_request(*, person_id: UUID, asked: Asked, actor: User, now: datetime, today: date) -> DataRequest:
    """Write a request down and start its clocks. Raises NotHere, Merged, Refused."""
    right = rights().get(asked.kind)
    if right is None:
        raise Refused("Chưa chọn yêu cầu. Chọn một quyền trong danh sách.")
    if asked.received_date > today:
        raise Refused("Ngày nhận ở sau hôm nay. Xem lại ngày nhận.")
    if asked.received_date < right.in_force:
        raise Refused(f"Quyền này theo luật có hiệu lực từ {right.in_force:%d/%m/%Y}. Xem lại ngày nhận.")
    text, name = " ".join(asked.asked.split()), " ".join(asked.asker_name.split())
    if not text:
        raise Refused("Thiếu nội dung yêu cầu. Ghi người ấy muốn gì.")
    if (asked.asker == Asker.REPRESENTATIVE) != bool(name):
        raise Refused("Người đại diện phải có tên; chính người ấy yêu cầu thì để trống tên người đại diện.")
    if asked.has_processors and right.days_with_processors is None:
        raise Refused("Yêu cầu này không có thời hạn riêng khi qua bên xử lý khác. Bỏ chọn mục ấy.")
    with said():
        person = person_of(person_id)
        if person.erased_at is not None:
            raise Refused("Dữ liệu của người này đã xóa, sổ không còn gì để yêu cầu.")
        made = DataRequest(
            person=person,
            unit_no=person.unit_no,
            kind=asked.kind,
            asker=asked.asker,
            asker_name=name,
            asked=text[:1000],
            received_date=asked.received_date,
            has_processors=asked.has_processors,
            acknowledge_date=acknowledged_by(asked.received_date, get_calendar()),
            due_date=answered_by(right, asked.received_date, with_processors=asked.has_processors),
            registered_at=now,
            registered_by_id=actor.pk,
            registered_by_name=str(actor),
        )
        made.save(force_insert=True)
        detail = {"kind": made.kind, "received": str(made.received_date), "due": str(made.due_date)}
        record(actor=actor, verb="privacy.register", subject=made, detail=detail, at=now)
    return made


def acknowledge(*, request_id: UUID, expected_version: int, actor: User, now: datetime) -> DataRequest:
    """Write that the one who asked was told that the request came in. Raises NotHere, Refused, ChangedMeanwhile."""
    with said():
        row = _open(request_id, expected_version)
        if row.acknowledged_at is not None:
            raise Refused("Đã ghi báo đã nhận. Tải lại trang.")
        row.acknowledged_at, row.acknowledged_by_name = now, str(actor)
        save(row, ["acknowledged_at", "acknowledged_by_name"])
        record(actor=actor, verb="privacy.acknowledge", subject=row, at=now)
    return row


def extend(
    *, request_id: UUID, expected_version: int, reason: str, actor: User, now: datetime, today: date
) -> DataRequest:
    """Lengthen the time to answer, once, while it runs. Raises NotHere, Refused, ChangedMeanwhile."""
    reason = " ".join(reason.split())[:300]
    with said():
        row = _open(request_id, expected_version)
        right = rights()[row.kind]
        if right.extension_days is None or row.has_processors:
            raise Refused("Chưa biết văn bản cho gia hạn trường hợp này, nên không gia hạn. Trả lời trong hạn đang có.")
        if row.extended_at is not None:
            raise Refused("Yêu cầu này đã gia hạn một lần, không gia hạn nữa.")
        if today > row.due_date:
            raise Refused("Đã quá hạn trả lời, không gia hạn được. Trả lời ngay.")
        if not reason:
            raise Refused("Thiếu lý do gia hạn. Ghi vì sao chưa trả lời được; lý do này báo cho người yêu cầu.")
        row.extended_at, row.extension_reason = now, reason
        row.due_date += timedelta(days=right.extension_days)
        save(row, ["extended_at", "extension_reason", "due_date"])
        record(actor=actor, verb="privacy.extend", subject=row, detail={"due": str(row.due_date)}, at=now)
    return row


def check_basis(*, request_id: UUID, expected_version: int, duty: str, actor: User, now: datetime) -> DataRequest:
    """Write what the law says first: the provision by which data must be kept or worked with, or that there is none.

    duty: "" where none was found; then nothing in the register may speak against it. Raises NotHere, Refused,
    ChangedMeanwhile.
    """
    with said():
        row = _open(request_id, expected_version)
        provision = _provision(duty) if duty.strip() else ""
        if not provision and row.kind == RequestKind.DELETE:
            needed = keeping_reasons(row.person)
            if needed:
                raise Refused(f"Sổ cho thấy còn phải giữ dữ liệu: {' '.join(needed)} Ghi điều luật buộc phải giữ.")
        row.checked_at, row.checked_by_name, row.duty = now, str(actor), provision
        save(row, ["checked_at", "checked_by_name", "duty"])
        record(actor=actor, verb="privacy.check_basis", subject=row, detail={"duty": provision}, at=now)
    return row


def answer(
    *, request_id: UUID, expected_version: int, outcome: str, basis: str, text: str, actor: User, now: datetime
) -> DataRequest:
    """Answer a request: carry it out, or say by which provision it cannot be. Raises NotHere, Refused, ChangedMeanwhile.

    A request to restrict restricts, one to delete destroys the person's key and blanks the data; both only after the
    legal basis was looked at, and deletion by another person than the one who registered it.
    """
    text = " ".join(text.split())[:1000]
    if outcome not in Outcome.values:
        raise Refused("Chưa chọn kết quả. Chọn đã thực hiện, hoặc không thực hiện và căn cứ.")
    if not text:
        raise Refused("Thiếu nội dung trả lời. Ghi điều báo cho người yêu cầu.")
    with said():
        row = _open(request_id, expected_version)
        if row.checked_at is None:
            raise Refused(
                "Chưa xem căn cứ pháp lý. Ghi có điều luật nào buộc giữ hay tiếp tục xử lý không, rồi trả lời."
            )
        if outcome == Outcome.REFUSED:
            provision = row.duty or _provision(basis)
        else:
            _expect_may_be_done(row, actor)
            provision = ERASED_BY if row.kind == RequestKind.DELETE else rights()[row.kind].reference
        row.outcome, row.basis, row.answer = outcome, provision, text
        row.answered_at, row.answered_by_id, row.answered_by_name = now, actor.pk, str(actor)
        save(row, ["outcome", "basis", "answer", "answered_at", "answered_by_id", "answered_by_name"])
        detail = {"kind": row.kind, "outcome": outcome, "basis": provision}
        record(actor=actor, verb="privacy.answer", subject=row, detail=detail, at=now)
        if outcome == Outcome.DONE:
            _carry_out(row, actor=actor, now=now)
    return row


def lift(*, request_id: UUID, expected_version: int, actor: User, now: datetime) -> DataRequest:
    """End the restriction that a request began. Raises NotHere, Refused, ChangedMeanwhile."""
    with said():
        row: DataRequest = locked(DataRequest, request_id, expected_version, what=WHAT)
        if row.kind != RequestKind.RESTRICT or row.outcome != Outcome.DONE or row.lifted_at is not None:
            raise Refused("Yêu cầu này không có hạn chế nào đang giữ. Tải lại trang.")
        row.lifted_at, row.lifted_by_name = now, str(actor)
        save(row, ["lifted_at", "lifted_by_name"])
        lift_restriction(person_id=row.person_id, actor=actor, now=now)
    return row


def _open(request_id: UUID, expected_version: int) -> DataRequest:
    row: DataRequest = locked(DataRequest, request_id, expected_version, what=WHAT)
    if row.answered_at is not None:
        raise Refused(f"Yêu cầu này đã trả lời lúc {row.answered_at:%d/%m/%Y}. Tải lại trang.")
    return row


def _expect_may_be_done(row: DataRequest, actor: User) -> None:
    if row.duty:
        raise Refused(f"Đã ghi căn cứ phải giữ hoặc tiếp tục xử lý ({row.duty}). Trả lời bằng căn cứ ấy.")
    if row.kind == RequestKind.PROVIDE and row.copied_at is None:
        raise Refused("Chưa lập bản dữ liệu cho người yêu cầu. Lập ở mục Bản dữ liệu, giao cho người ấy rồi trả lời.")
    if row.kind != RequestKind.DELETE:
        return
    if not actor.has_perm("privacy.delete"):
        raise Refused("Xóa dữ liệu không hoàn tác được: lãnh đạo của địa bàn quyết định.")
    if actor.pk == row.registered_by_id:
        raise Refused("Người ghi yêu cầu không tự xóa. Đề nghị một lãnh đạo khác.")
    needed = keeping_reasons(row.person)
    if needed:
        raise Refused(f"Sổ cho thấy còn phải giữ dữ liệu: {' '.join(needed)} Xem lại căn cứ.")


def _carry_out(row: DataRequest, *, actor: User, now: datetime) -> None:
    if row.kind == RequestKind.RESTRICT:
        said_by = f"{rights()[row.kind].reference}, yêu cầu ngày {row.received_date:%d/%m/%Y}"
        restrict_person(person_id=row.person_id, basis=said_by, actor=actor, now=now)
    elif row.kind == RequestKind.DELETE:
        person = seen(Person).filter(pk=row.person_id).first()
        if person is None:
            raise NotHere("Không có người này trong địa bàn phụ trách.")
        erase_person(person_id=person.pk, expected_version=person.version, basis=ERASED_BY, actor=actor, now=now)


def _provision(text: str) -> str:
    """Return a provision as it is written: an article of a named instrument. Raises Refused."""
    found = read_citation(" ".join(text.split()))
    if found is None or not found.provisions or found.instrument is None:
        raise Refused(f"“{text.strip()}” không nêu điều của văn bản nào. Ghi như “Điều 19 Luật số 91/2025/QH15”.")
    return write(found)[:LONGEST_BASIS]


def right_of(row: DataRequest) -> Right:
    """Return the right that a request is about."""
    return rights()[row.kind]
