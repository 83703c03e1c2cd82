"""What this room holds about one person: who it is, household, facts, merged records, every change, who looked.

Numbers stand apart (``privacy.copies``): they are shown whole only with a reason.
"""

from __future__ import annotations

from django.db.models import Q

from ansinh.apps.accounts.scope import seen
from ansinh.apps.people.fact_names import FACTS
from ansinh.apps.people.holdings import Part, Value
from ansinh.apps.people.models import DuplicatePair, Fact, ListImport, Membership, Person, PovertyPeriod
from ansinh.apps.people.selectors.history import list_changes, looks_at
from ansinh.apps.people.selectors.merged import list_merges
from ansinh.apps.people.words import birth_text, channel_text

WHEN, WHO = ("at", "Lúc"), ("by", "Ai")
PERIOD = (("valid_from", "Từ ngày"), ("valid_to", "Đến trước ngày"))
SOURCE = ("source", "Nguồn")


def held_about(person: Person) -> list[Part]:
    """Tell what the register holds about a person."""
    memberships = list(
        seen(Membership).filter(person=person).select_related("household__village", "household__commune")
    )
    memberships.sort(key=lambda row: row.valid_from)
    return [_who(person), _households(memberships), _poverty(memberships), *_facts(person, memberships),
            _merges(person), _changes(person), _looks(person), _compartment()]  # fmt: skip


def _who(person: Person) -> Part:
    columns = (
        ("id", "Mã trong sổ"), ("full_name", "Họ và tên"), ("other_name", "Tên gọi khác"), ("birth", "Ngày sinh"),
        ("birth_precision", "Độ rõ của ngày sinh"), ("sex", "Giới tính"), ("ethnicity", "Dân tộc"),
        ("commune", "Xã, phường, đặc khu"), ("village", "Thôn, tổ dân phố"), ("address", "Số nhà, đường"),
        ("residence", "Loại cư trú"), ("death_date", "Ngày chết"), ("source", "Nguồn"),
        ("restricted_at", "Hạn chế xử lý từ"), ("restricted_basis", "Căn cứ hạn chế xử lý"),
    )  # fmt: skip
    row: tuple[Value, ...] = (
        str(person.pk), person.full_name, person.other_name, birth_text(person), person.get_birth_precision_display(),
        person.get_sex_display(), person.ethnicity, f"{person.commune.name} (mã {person.commune.code})",
        person.village.name if person.village else "", person.address, person.get_residence_kind_display(),
        person.death_date, person.source, person.restricted_at, person.restricted_basis,
    )  # fmt: skip
    return Part("person", "Thông tin chung", columns, [row], ("people_person",), as_lines=True)


def _households(memberships: list[Membership]) -> Part:
    rows: list[tuple[Value, ...]] = []
    for row in memberships:
        home = row.household
        place = ", ".join(
            part for part in (home.address, home.village.name if home.village else "", home.commune.name) if part
        )
        others = seen(Membership).filter(household=home, valid_to=None).exclude(person=row.person_id).count()
        rows.append(
            (
                home.code,
                row.get_relation_display(),
                row.valid_from,
                row.valid_to,
                place,
                home.get_area_display(),
                others,
            )
        )
    columns = (("code", "Mã hộ"), ("relation", "Quan hệ với chủ hộ"), *PERIOD, ("place", "Chỗ ở của hộ"),
               ("area", "Khu vực"), ("others_now", "Số người khác hiện nay"))  # fmt: skip
    note = "Tên và dữ liệu của người khác trong hộ là của họ, không có ở đây."
    return Part("households", "Hộ", columns, rows, ("people_membership", "people_household"), note)


def _poverty(memberships: list[Membership]) -> Part:
    homes = [row.household_id for row in memberships]
    found = seen(PovertyPeriod).filter(household__in=homes).order_by("valid_from")
    rows = [(row.get_status_display(), row.valid_from, row.valid_to, row.source) for row in found]
    return Part("poverty", "Diện của hộ", (("status", "Diện"), *PERIOD, SOURCE), rows, ("people_povertyperiod",))


def _facts(person: Person, memberships: list[Membership]) -> list[Part]:
    columns = (("name", "Thông tin"), ("value", "Nội dung"), *PERIOD, SOURCE, ("recorded_at", "Lúc ghi"))
    own = [_fact(row) for row in seen(Fact).filter(person=person).order_by("name", "slot", "valid_from")]
    homes = [row.household_id for row in memberships if row.valid_to is None]
    of_home = [_fact(row) for row in seen(Fact).filter(household__in=homes).order_by("name", "slot", "valid_from")]
    named = [
        (FACTS[row.name].label if row.name in FACTS else row.name, "ghi ở hồ sơ của một người khác", row.valid_from, row.valid_to,
         row.source, row.recorded_at)
        for row in seen(Fact).filter(other=person).order_by("name", "valid_from")
    ]  # fmt: skip
    return [
        Part("facts", "Thông tin theo luật", columns, own, ("people_fact",)),
        Part("household_facts", "Thông tin theo luật của hộ đang ở", columns, of_home),
        Part("named_in", "Được nêu trong thông tin của người khác", columns, named),
    ]


def _fact(row: Fact) -> tuple[Value, ...]:
    known = FACTS.get(row.name)
    label = known.label if known is not None else row.name
    # Somebody else's name is not this person's.
    value = (
        "một người khác trong sổ" if row.other_id is not None else known.show(row.value) if known else str(row.value)
    )
    return label, value, row.valid_from, row.valid_to, row.source, row.recorded_at


def _merges(person: Person) -> Part:
    rows = [(str(row.gone_id), row.at) for row in list_merges(person)]
    pairs = seen(DuplicatePair).filter(Q(left=person) | Q(right=person)).count()
    note = f"Số cặp hồ sơ từng được đem ra so với hồ sơ này: {pairs}." if pairs else ""
    return Part("merged", "Hồ sơ đã gộp vào hồ sơ này", (("id", "Mã hồ sơ"), WHEN), rows, ("people_merge",), note)


def _changes(person: Person) -> Part:
    rows: list[tuple[Value, ...]] = []
    for change in list_changes(person, most=None):
        parts = (
            f"{what}: {before + ' → ' if before else ''}{after or 'trống'}" for what, before, after in change.parts
        )
        rows.append((change.at, change.who, change.what, "; ".join(parts)))
    columns = (WHEN, WHO, ("what", "Việc"), ("values", "Từ gì thành gì"))
    return Part("changes", "Mọi lần ghi, sửa", columns, rows)


def _looks(person: Person) -> Part:
    rows = [(row.at, row.actor_name, channel_text(row.channel), row.purpose) for row in looks_at(person).iterator()]
    columns = (WHEN, WHO, ("way", "Cách xem"), ("purpose", "Để làm gì"))
    return Part("looks", "Ai đã xem dữ liệu", columns, rows)


def _compartment() -> Part:
    waiting = ListImport._meta.verbose_name
    note = (
        "Bản này không mở ngăn dữ liệu nhạy cảm (HIV, hồ sơ trẻ em cần bảo vệ, bạo lực, cai nghiện) và không cho biết ngăn có gì hay "
        "không: ai muốn biết thì đề nghị riêng, người được lãnh đạo cho phép mở và trả lời. Dòng của danh sách đang chờ nhận "
        f"({waiting}) chưa thuộc sổ."
    )
    return Part("compartment", "Phần không có trong bản này", (), [], ("people_sensitiverecord",), note)
