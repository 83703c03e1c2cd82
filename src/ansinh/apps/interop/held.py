"""What this room holds about one person: what was asked of other systems and what they said."""

from __future__ import annotations

from ansinh.apps.accounts.scope import seen
from ansinh.apps.interop.checking import KEPT, label, shown
from ansinh.apps.interop.models import PopulationCheck
from ansinh.apps.people.holdings import Part, Value
from ansinh.apps.people.models import Person

COLUMNS = (
    ("asked_at", "Lúc hỏi"), ("asked_by", "Người hỏi"), ("state", "Kết quả"), ("field", "Mục khác"), ("ours", "Sổ ghi"),
    ("theirs", "Họ ghi"), ("decided", "Quyết định"),
)  # fmt: skip


def held_about(person: Person) -> list[Part]:
    """Tell how the person was held against the national population database."""
    rows: list[tuple[Value, ...]] = []
    for row in seen(PopulationCheck).filter(person=person).order_by("asked_at"):
        first = (row.asked_at, row.asked_by_name, row.get_state_display())
        for each in row.proposals:
            decided = "giữ của sổ" if each["decided"] == KEPT else "nhận" if each["decided"] else "chờ"
            field = each["field"]
            rows.append((*first, label(field), shown(field, each["ours"]), shown(field, each["theirs"]), decided))
        if not row.proposals:
            rows.append((*first, "", "", "", ""))
    table = "interop_populationcheck"
    return [Part("population_checks", "Đối chiếu với cơ sở dữ liệu quốc gia về dân cư", COLUMNS, rows, (table,))]
