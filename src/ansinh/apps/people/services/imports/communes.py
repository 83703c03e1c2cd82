"""Which commune a row of a list means."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ansinh.core.text import fold
from ansinh.files.register.rows import PersonRow

folded = lru_cache(maxsize=65_536)(fold)


class Places:
    """The communes of those who bring a list, by code and by name; the only one where there is one."""

    def __init__(self, communes: Any) -> None:
        self.by_code: dict[str, int] = {}
        self.by_name: dict[str, list[int]] = {}
        for unit in communes:
            self.by_code[unit.code] = unit.pk
            for name in {fold(unit.name), fold(unit.name).split(" ", 1)[-1]}:
                self.by_name.setdefault(name, []).append(unit.pk)
        self.only = next(iter(self.by_code.values())) if len(self.by_code) == 1 else None

    def find(self, person: PersonRow) -> tuple[int, str, str]:
        """Return the commune of a row (0 where there is none), the field at fault, and why."""
        code, name = person.commune_code, person.commune_name
        if code:
            found = self.by_code.get(code.zfill(5))
            if found is not None:
                return found, "", ""
            return 0, "commune_code", f"mã xã “{code}” không thuộc địa bàn phụ trách; sửa mã hoặc gửi qua xã ấy"
        if name:
            units = self.by_name.get(folded(name), [])
            if len(units) == 1:
                return units[0], "", ""
            said_so = "không thuộc địa bàn phụ trách" if not units else f"có {len(units)} nơi cùng tên, ghi mã xã"
            return 0, "commune_name", f"xã “{name}” {said_so}; sửa lại"
        if self.only is None:
            return 0, "commune_code", "thiếu xã, phường; ghi mã xã ở một cột"
        return self.only, "", ""
