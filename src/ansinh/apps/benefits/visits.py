"""Whom to visit, village by village, and what to ask there: from the differences that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from ansinh.apps.accounts.scope import Scope, seen
from ansinh.apps.benefits.answers import Rights
from ansinh.apps.benefits.models import Gap, GapKind
from ansinh.apps.people.models import Household, Person, Relation, Village
from ansinh.apps.people.restriction import Work, is_open_to, open_to
from ansinh.apps.people.selectors.persons import list_members
from ansinh.apps.people.words import birth_text
from ansinh.core.text import write_number
from ansinh.files.official_docx import (
    Block,
    Foot,
    Form,
    Grid,
    Head,
    Heading,
    Official,
    Paragraph,
    Run,
    write_official,
)

KINDS = (GapKind.NOT_RECEIVING, GapKind.UNKNOWN, GapKind.WRONG_AMOUNT, GapKind.NOT_ENTITLED)
"""What is settled by talking to somebody at home."""
MOST = 500
_BLANK = "…………………………"
_TO_DO = {
    GapKind.NOT_RECEIVING: "lập hồ sơ",
    GapKind.WRONG_AMOUNT: "đối chiếu mức đang nhận",
    GapKind.NOT_ENTITLED: "xem lại điều kiện",
    GapKind.UNKNOWN: "hỏi thông tin còn thiếu",
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One person to see: what is open, what has to be asked."""

    person: Person
    gaps: tuple[Gap, ...]

    @property
    def home(self) -> str:
        """Return where the person lives, without the commune."""
        return ", ".join(part for part in (self.person.address, _village(self.person)) if part)

    @property
    def to_ask(self) -> tuple[str, ...]:
        """Return the facts that are missing, each once."""
        return tuple(dict.fromkeys(name for gap in self.gaps for name in gap.missing))

    @property
    def to_do(self) -> tuple[str, ...]:
        """Return what to do there, by programme: "Trợ cấp xã hội hằng tháng: lập hồ sơ"."""
        return tuple(f"{gap.get_programme_display()}: {_TO_DO[GapKind(gap.kind)]}" for gap in self.gaps)


def count_by_village() -> list[tuple[Village | None, int]]:
    """Return the villages in scope with the number of persons to visit, None for those of no village; by name."""
    rows = _to_visit().order_by().values_list("person__village_id").annotate(people=Count("person_id", distinct=True))
    counts: Counter[int | None] = Counter(dict(rows))
    villages: list[Village | None] = list(Village.objects.filter(pk__in=[key for key in counts if key is not None]))
    villages.sort(key=lambda each: each.search_key if each is not None else "")
    if counts[None]:
        villages.append(None)
    return [(each, counts[each.pk if each is not None else None]) for each in villages]


def list_visits(*, village_id: int | None, everywhere: bool = False) -> list[Visit]:
    """Return the persons of a village to visit (None: those of no village; ``everywhere``: all), by house, then by name."""
    rows = _to_visit().select_related("person__village", "person__commune")
    if village_id is not None:
        rows = rows.filter(person__village_id=village_id)
    elif not everywhere:
        rows = rows.filter(person__village_id__isnull=True)
    rows = rows.order_by("person__village__search_key", "person__address", "person__sort_key", "person_id", "programme")
    found: dict[object, list[Gap]] = {}
    for gap in rows[: MOST * 4]:
        found.setdefault(gap.person_id, []).append(gap)
    return [Visit(gaps[0].person, tuple(gaps)) for gaps in found.values()][:MOST]


def write_visits(visits: Sequence[Visit], *, scope: Scope, village: str, on: date) -> bytes:
    """Return the visiting list of a village as DOCX: who, where, what to ask, and room for what comes of it."""
    rows = tuple(
        (
            Run(str(at)),
            Run(f"{visit.person.full_name}{', sinh ' + born if (born := birth_text(visit.person)) else ''}"),
            Run(visit.home or "chưa ghi chỗ ở"),
            Run("; ".join(visit.to_do)),
            Run("; ".join(visit.to_ask)),
            Run(""),
        )
        for at, visit in enumerate(visits, 1)
    )
    grid = Grid(
        f"{village}: {len(visits)} người, lập ngày {on:%d/%m/%Y}",
        ("STT", "Họ tên", "Chỗ ở", "Việc cần làm", "Điều cần hỏi", "Kết quả"),
        rows,
        (14, 34, 26, 36, 32, 23),
    )
    head = Head(
        issuer="",
        type_name="DANH SÁCH ĐI THĂM",
        about=f"Người cần gặp để làm rõ hoặc lập hồ sơ – {scope.name}",
    )
    privacy = _text("Danh sách có thông tin riêng của người dân: giữ kín, dùng xong nộp lại, không chụp gửi qua mạng.")
    return write_official(
        Official(Form.PERSON, head, (privacy, grid), Foot(title="NGƯỜI ĐI THĂM"), title="Danh sách đi thăm")
    )


def write_declaration(made: Rights, *, gaps: Iterable[Gap]) -> bytes:
    """Return a sheet with what is known of a person for the programmes to apply for, blanks where something is missing.

    It is no official form: those of Decree 20/2021 are not at hand; the sheet says so. Numbers are never printed.
    """
    person, home = made.person, made.read.household
    asked = {gap.programme for gap in gaps}
    blocks: list[Block] = [
        Heading("I. Người đề nghị"),
        *_lines(
            ("Họ và tên", person.full_name),
            ("Ngày sinh", birth_text(person)),
            ("Giới tính", person.get_sex_display() if person.sex else ""),
            ("Dân tộc", person.ethnicity),
            ("Số định danh cá nhân", ""),
            ("Chỗ ở", ", ".join(part for part in (person.address, _village(person), person.commune.name) if part)),
            ("Điện thoại", ""),
        ),
        Heading("II. Hộ"),
        *(_members(home) if home is not None else [_text(f"Chưa ghi trong hộ nào: {_BLANK}")]),
        Heading("III. Khoản đề nghị và thông tin để xét"),
    ]
    for right in made.rights:
        if right.programme.id not in asked:
            continue
        amount = f", {write_number(right.amount_vnd)} đồng mỗi tháng theo luật" if right.amount_vnd else ""
        blocks.append(_text(f"{right.programme.label}{amount}", bold=True))
        known = dict.fromkeys(said for reason in right.reasons for said in reason.facts if "hiv" not in said.casefold())
        blocks += [_text(f"- {said}") for said in known if not said.endswith("chưa rõ")]
        blocks += [_text(f"- {name}: {_BLANK}") for name in right.missing]
    blocks.append(
        _text(
            "Phiếu này không phải mẫu tờ khai: mẫu ban hành kèm Nghị định số 20/2021/NĐ-CP chưa có bản gốc trong phần mềm. "
            "Chép các dòng trên sang mẫu đang dùng; điều nào sai thì sửa, điều nào trống thì hỏi."
        )
    )
    head = Head(issuer="", type_name="PHIẾU CHUẨN BỊ TỜ KHAI", about=f"{person.full_name}, tháng {made.month:%m/%Y}")
    return write_official(
        Official(Form.PERSON, head, tuple(blocks), Foot(title="NGƯỜI KHAI"), title="Phiếu chuẩn bị tờ khai")
    )


def open_gaps_of(person: Person) -> list[Gap]:
    """Return what is open for a person."""
    return list(_to_visit().filter(person=person).order_by("programme"))


def _to_visit() -> QuerySet[Gap]:
    """The open differences that are settled at home, of those whose data may be worked with."""
    return open_to(seen(Gap).filter(closed_at=None, kind__in=KINDS), Work.VISITS, person="person")


def _members(home: Household) -> list[Block]:
    relations = dict(Relation.choices)
    return [
        _text(
            f"- {row.person.full_name}, {_born(row.person)}: {str(relations.get(row.relation, row.relation)).lower()}"
        )
        for row in list_members(home)
    ]


def _born(person: Person) -> str:
    if not is_open_to(Work.LETTERS, person):
        return "đang hạn chế xử lý dữ liệu"
    return f"sinh {birth_text(person) or _BLANK}"


def _lines(*pairs: tuple[str, str]) -> list[Block]:
    return [_text(f"{name}: {value or _BLANK}") for name, value in pairs]


def _village(person: Person) -> str:
    return person.village.name if person.village else ""


def _text(text: str, *, bold: bool = False) -> Paragraph:
    return Paragraph((Run(text, bold=bold),))
