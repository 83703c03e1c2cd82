"""What only shows across rows: two heads, members that are counted but not listed, a household in two communes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ansinh.files.register.rows import PersonRow, RowError

Numbered = tuple[int, PersonRow]


def check_households(rows: Iterable[Numbered]) -> list[RowError]:
    """Return what is wrong with the households of a list, at the rows to look at; nothing where no household is told."""
    households: dict[str, list[Numbered]] = defaultdict(list)
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, person in rows:
        if person.household_code:
            households[person.household_code].append((number, person))
        if person.personal_id:
            numbers[person.personal_id].append(number)
    errors: list[RowError] = []
    tells_heads = any(person.relation == "head" for members in households.values() for _number, person in members)
    for code, members in households.items():
        errors += _household(code, members, tells_heads=tells_heads)
    for found in numbers.values():
        if len(found) > 1:
            said = f"số định danh này đã có ở dòng {found[0]}; giữ một dòng hoặc sửa số"
            errors += [RowError(number, "", "personal_id", said) for number in found[1:]]
    return sorted(errors, key=lambda error: (error.row, error.field))


def _household(code: str, members: Sequence[Numbered], *, tells_heads: bool) -> list[RowError]:
    errors = []
    first = members[0][0]
    heads = [number for number, person in members if person.relation == "head"]
    if len(heads) > 1:
        said = f"hộ {code} có {len(heads)} chủ hộ (dòng {', '.join(map(str, heads))}); để một người là chủ hộ"
        errors.append(RowError(heads[1], "", "relation", said))
    if not heads and tells_heads:
        errors.append(RowError(first, "", "relation", f"hộ {code} không có chủ hộ; ghi chủ hộ ở cột quan hệ"))
    sizes = {person.household_size for _number, person in members if person.household_size is not None}
    if len(sizes) > 1:
        said = f"hộ {code} ghi số người khác nhau ({', '.join(map(str, sorted(sizes)))}); ghi một số"
        errors.append(RowError(first, "", "household_size", said))
    elif sizes and (size := sizes.pop()) != len(members):
        said = f"hộ {code} ghi {size} người nhưng có {len(members)} dòng; thêm dòng còn thiếu hoặc sửa số người"
        errors.append(RowError(first, "", "household_size", said))
    for field, what in (("commune_code", "mã xã"), ("commune_name", "xã")):
        places = {getattr(person, field) for _number, person in members} - {None}
        if len(places) > 1:
            said = f"hộ {code} ở {len(places)} {what} ({', '.join(sorted(places))}); một hộ chỉ ở một xã, sửa lại"
            errors.append(RowError(first, "", field, said))
            break
    return errors
