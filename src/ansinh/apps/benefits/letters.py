"""What the law gives somebody, as a letter in plain words: what, how much, why, what is missing, how to complain.

HIV status is never told in a letter, nor asked about in one (its compartment is not read here).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain

from ansinh.apps.audit.services import Actor, record
from ansinh.apps.benefits.answers import Right, Rights
from ansinh.apps.benefits.reasons import Reason
from ansinh.apps.people.models import Person
from ansinh.apps.people.models.persons import Sex
from ansinh.apps.people.words import birth_text
from ansinh.core.rules.answers import UNKNOWN, YES
from ansinh.core.rules.expressions import FactRef, Kind, walk
from ansinh.core.rules.model import Rule
from ansinh.core.text import money_in_words, write_number, write_roman
from ansinh.files.official_docx import Block, Foot, Form, Head, Heading, Official, Paragraph, Run, write_official
from ansinh.rulebook.complaint import complaint_on

_CALLED = {Sex.MALE: "ông", Sex.FEMALE: "bà"}
_HIDDEN_FACT = "hiv"
_MOST_REASONS = 40
_NOTHING = ("0", "0,0", "0 đồng", "không")


def write_letter(made: Rights, *, programmes: Sequence[str], on: date) -> bytes:
    """Return the letter on the chosen programmes (their ids) as DOCX, unsigned and without a number.

    The commune's committee issues it; its chairman signs. ``on`` is the day it is written.
    """
    return write_official(_compose(made, programmes, on))


def note_letter(
    made: Rights, content: bytes, *, programmes: Sequence[str], kind: str, actor: Actor, now: datetime
) -> None:
    """Keep in the log that a letter was made: of whom, on what, the digest of the file."""
    detail = {
        "month": f"{made.month:%Y-%m}",
        "programmes": list(programmes),
        "kind": kind,
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    record(actor=actor, verb="benefits.write_letter", subject=made.person, detail=detail, at=now)


def _compose(made: Rights, programmes: Sequence[str], on: date) -> Official:
    person = made.person
    called = _CALLED.get(Sex(person.sex), "ông (bà)")
    commune = person.commune
    issuer = f"Ủy ban nhân dân {_sentence(commune.name)}"
    month = f"{made.month.month}/{made.month.year}"
    chosen = [each for each in made.rights if each.programme.id in programmes]
    sections = [_given(chosen, called), _open(chosen, called, issuer), _refused(chosen, called)]
    sections += [_complaint(called, _sentence(commune.name), on), _unchecked(chosen, on)]
    blocks = [
        _text(f"Kính gửi: {_capital(called)} {person.full_name}{_told_of(person)}."),
        _text(
            f"{_capital(issuer)} xem quyền lợi của {called} trong tháng {month} theo thông tin có trong sổ và theo quy định "
            f"đã xem đến ngày {made.known_on:%d/%m/%Y}. Kết quả như sau:"
        ),
        *_numbered(sections),
    ]
    head = Head(
        issuer=issuer,
        symbol="TB-UBND",
        place=commune.name.partition(" ")[2] or commune.name,
        type_name="THÔNG BÁO",
        about=f"Quyền lợi an sinh xã hội tháng {month} của {called} {person.full_name}",
    )
    foot = Foot(
        sign_for="TM. ỦY BAN NHÂN DÂN",
        title="CHỦ TỊCH",
        recipients=(f"{_capital(called)} {person.full_name}", "Lưu: VT"),
    )
    return Official(Form.STATE, head, tuple(blocks), foot, title=f"Thông báo quyền lợi tháng {month}")


def _numbered(sections: Iterable[Iterable[Block]]) -> Iterator[Block]:
    """Number the headings of the sections that say something."""
    count = 0
    for block in chain.from_iterable(sections):
        if isinstance(block, Heading):
            count += 1
            block = Heading(f"{write_roman(count)}. {block.text}")
        yield block


def _told_of(person: Person) -> str:
    parts = [f"sinh {born}" if (born := birth_text(person)) else ""]
    home = ", ".join(part for part in (person.address, person.village.name if person.village else "") if part)
    parts.append(f"{home + ', ' if home else ''}{person.commune.name}")
    return "".join(f", {part}" for part in parts if part)


def _given(chosen: Sequence[Right], called: str) -> Iterator[Block]:
    given = [each for each in chosen if each.status == YES]
    if not given:
        return
    yield Heading(f"Những khoản {called} được hưởng")
    for at, right in enumerate(given, 1):
        yield _text(_amount_line(at, right), bold=True)
        for reason in right.reasons:
            if not _tells_hiv(reason.rule):
                yield from (_text(f"- {line}") for line in _reason_lines(reason, called))
        if right.answer.working and right.amount_vnd:
            yield _text(f"- Cách tính: {right.answer.working} đồng.")
        late = right.answer.arrears
        if late is not None and late.vnd > 0:
            yield _text(
                f"- Theo quy định biết đến ngày {late.date:%d/%m/%Y} chỉ có {write_number(right.before_vnd)} đồng; "
                f"phần chênh {write_number(late.vnd)} đồng của tháng này được truy lĩnh."
            )
        if right.compared:
            yield _text(f"- {_received_line(right, called)}")


def _reason_lines(reason: Reason, called: str) -> Iterator[str]:
    """Yield a condition that is met or a result with its facts and article, then each figure that it uses."""
    own, where = reason.own_figure, f" Căn cứ: {'; '.join(reason.references)}." if reason.references else ""
    if reason.has_line and _holds(reason) is not False:
        condition = reason.rule.kind is Kind.BOOL
        said = f"{_capital(called)} thuộc diện: {_sentence(reason.label)}." if condition else ""
        said = said or (f"{reason.label}: {reason.said}" if reason.said else reason.label)
        said = said if condition else said + (f", áp dụng từ {own.applied_from:%d/%m/%Y}." if own else ".")
        yield said + (f" Đã ghi: {'; '.join(reason.facts)}." if reason.facts else "") + where
    for figure in reason.other_figures:
        checked = f"; {figure.checked}" if figure.checked else ""
        yield (
            f"{figure.label}: {figure.said}, áp dụng từ {figure.applied_from:%d/%m/%Y} ({figure.reference}{checked})."
        )


def _amount_line(at: int, right: Right) -> str:
    if not right.amount_vnd:
        return f"{at}. {right.programme.label}: {', '.join(right.more) or 'được hưởng'}."
    words = _sentence(money_in_words(right.amount_vnd))
    each = " mỗi tháng" if right.monthly else ""
    return f"{at}. {right.programme.label}: {write_number(right.amount_vnd)} đồng{each} (bằng chữ: {words})."


def _received_line(right: Right, called: str) -> str:
    if right.received_vnd is None:
        return f"Danh sách chi trả chưa có tên {called} ở khoản này; Ủy ban nhân dân sẽ hướng dẫn làm hồ sơ."
    said = f"Danh sách chi trả ghi {called} đang nhận {write_number(right.received_vnd)} đồng mỗi tháng"
    if right.short_vnd > 0:
        return f"{said}, còn thiếu {write_number(right.short_vnd)} đồng."
    if right.short_vnd < 0:
        return f"{said}, nhiều hơn mức theo quy định {write_number(-right.short_vnd)} đồng; hai bên cần xem lại."
    return f"{said}, đúng mức."


def _open(chosen: Sequence[Right], called: str, issuer: str) -> Iterator[Block]:
    unknown = [each for each in chosen if each.status == UNKNOWN]
    if not unknown:
        return
    yield Heading("Những khoản chưa kết luận được vì sổ còn thiếu thông tin")
    for at, right in enumerate(unknown, 1):
        yield _text(
            f"{at}. {right.programme.label}. Còn thiếu: {'; '.join(right.missing) or 'quy định của thời kỳ này'}."
        )
    yield _text(
        f"Mời {called} mang giấy tờ về các điều trên đến {issuer}, hoặc báo cán bộ thôn, tổ để được ghi tại nhà. "
        "Chưa rõ không phải là không được hưởng."
    )


def _refused(chosen: Sequence[Right], called: str) -> Iterator[Block]:
    refused = [each for each in chosen if each.status not in (YES, UNKNOWN)]
    if not refused:
        return
    yield Heading(f"Những khoản {called} chưa đủ điều kiện hưởng")
    for at, right in enumerate(refused, 1):
        reasons = [each for each in right.reasons if _counts(each) and each.rule.name != right.programme.level]
        held = _once(f"{_sentence(each.label)}{_so_much(each)}" for each in reasons if _holds(each))
        failed = _once(_sentence(each.label) for each in reasons if _holds(each) is False)
        open_ = _once(_sentence(each.label) for each in reasons if _holds(each) is None)
        facts = _once(said for each in reasons for said in each.facts)
        references = _once(ref for each in right.reasons if not _tells_hiv(each.rule) for ref in each.references)
        yield _text(f"{at}. {right.programme.label}.", bold=True)
        if not (failed or held or open_):
            yield _text(f"- Trong sổ chưa ghi điều gì để {called} được hưởng khoản này.")
        for line, words in (
            (f"Điều {called} chưa đáp ứng", failed),
            ("Điều đã đúng nhưng chưa đủ để hưởng khoản này", held),
            ("Điều chưa rõ, không làm thay đổi kết quả", open_),
            ("Thông tin đã dùng", facts),
            ("Căn cứ", references),
        ):
            if words:
                yield _text(f"- {line}: {'; '.join(words[:_MOST_REASONS])}.")
        if right.received_vnd:
            yield _text(
                f"- Danh sách chi trả ghi {called} đang nhận {write_number(right.received_vnd)} đồng mỗi tháng ở khoản này; "
                "Ủy ban nhân dân sẽ cùng xem lại trước khi có quyết định."
            )


def _complaint(called: str, commune: str, on: date) -> Iterator[Block]:
    how = complaint_on(on)
    yield Heading("Khi không đồng ý")
    yield _text(
        f"Thông báo này nói kết quả theo thông tin đã ghi, chưa phải quyết định. Nếu thông tin sai hoặc thiếu, {called} báo lại "
        f"bất cứ lúc nào. Nếu không đồng ý với quyết định hoặc việc làm của Ủy ban nhân dân về các khoản trên, {called} có quyền "
        f"khiếu nại lần đầu đến Chủ tịch Ủy ban nhân dân {commune} trong {how.days} ngày, kể từ ngày nhận được quyết định hoặc biết "
        f"việc làm ấy ({how.reference}), hoặc khởi kiện tại Tòa án theo luật về tố tụng hành chính."
    )


def _unchecked(chosen: Sequence[Right], on: date) -> Iterator[Block]:
    """Say on which articles and figures that nobody has yet held against the official text this letter rests."""
    caveats = [caveat for right in chosen for caveat in right.answer.caveats if not _names_hiv(caveat)]
    caveats += [caveat] if (caveat := complaint_on(on).caveat) else []
    if not caveats:
        return
    by_state: dict[str, list[str]] = {}
    for caveat in dict.fromkeys(caveats):
        where, _colon, state = caveat.partition(": ")
        by_state.setdefault(state, []).append(where)
    yield Heading("Quy định chưa đối chiếu văn bản gốc")
    yield _text("Kết quả trên dựa vào các quy định sau; đối chiếu xong, mức có thể đổi:")
    for state, places in by_state.items():
        yield _text(f"- {_capital(state)}: {'; '.join(places)}.")


def _counts(reason: Reason) -> bool:
    """Return whether a reader is told a reason: a condition or a result in words or money, and nothing of HIV."""
    return not _tells_hiv(reason.rule) and (reason.rule.kind is Kind.BOOL or bool(reason.rule.unit or reason.rule.said))


def _holds(reason: Reason) -> bool | None:
    """Return whether a condition is met, or a rule gives something; None where it is not known."""
    if reason.said == "chưa rõ":
        return None
    return reason.said == "có" if reason.rule.kind is Kind.BOOL else reason.said not in _NOTHING


def _so_much(reason: Reason) -> str:
    return "" if reason.rule.kind is Kind.BOOL else f" ({reason.said})"


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _tells_hiv(rule: Rule) -> bool:
    """Return whether a rule asks about HIV, or is named after it."""
    asks = any(
        isinstance(part, FactRef) and part.name == _HIDDEN_FACT
        for version in rule.versions
        if version.formula is not None
        for part in walk(version.formula)
    )
    return asks or _names_hiv(rule.label)


def _names_hiv(text: str) -> bool:
    return _HIDDEN_FACT in text.casefold()


def _sentence(label: str) -> str:
    return label[:1].lower() + label[1:]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _text(text: str, *, bold: bool = False) -> Paragraph:
    return Paragraph((Run(text, bold=bold),))
