"""The facts that the law asks for: the names that rules use, what they are called, which values they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from ansinh.core.rules.model import Fact as FactOfLaw
from ansinh.rulebook.book import national_system


@dataclass(frozen=True, slots=True)
class FactName:
    """One kind of fact. ``form``: bool, choice, vnd, number, text, date, person, record; ``many`` may stand together."""

    code: str
    label: str
    form: str
    choices: tuple[tuple[str, str], ...] = ()
    many: bool = False
    of_household: bool = False

    def read(self, value: Any) -> Any:
        """Return a value as it is kept. Raises ValueError with a sentence."""
        if value is None:
            return None
        if self.form == "bool" and isinstance(value, bool):
            return value
        if self.form == "choice" and value in dict(self.choices):
            return value
        if self.form in ("vnd", "number") and isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if self.form == "text" and isinstance(value, str) and 0 < len(value.strip()) <= 200:
            return value.strip()
        if self.form == "date":
            if isinstance(value, date):
                return value.isoformat()
            if isinstance(value, str):
                return date.fromisoformat(value).isoformat()
        if self.form == "record" and isinstance(value, dict) and value:
            return value
        raise ValueError(f"“{self.label}” không nhận giá trị này. Xem lại thông tin.")

    def show(self, value: Any) -> str:
        """Return a value in words."""
        if value is None:
            return "chưa rõ"
        if self.form == "bool":
            return "có" if value else "không"
        if self.form == "choice":
            return dict(self.choices).get(value, str(value))
        if self.form == "vnd":
            return f"{value:,} đồng".replace(",", ".")
        if self.form == "date":
            return date.fromisoformat(value).strftime("%d/%m/%Y")
        if self.form == "record":
            return "; ".join(self.show_part(key, part) for key, part in value.items() if part not in (None, False, ""))
        return str(value)

    def show_part(self, name: str, value: Any) -> str:
        """Return one part of a record in words: "diện: Bệnh binh"."""
        known = _parts().get(f"{self.code}.{name}")
        if known is None:
            return f"{name}: {_part(value)}"
        return f"{known.label}: {known.said.get(value) or _part(value)}"


def _part(value: Any) -> str:
    return "có" if value is True else f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)


def parts_of(code: str) -> dict[str, FactOfLaw]:
    """Return the parts of a record by their names, as the rules know them: "injury_rate" of "merit"."""
    before = f"{code}."
    return {name.removeprefix(before): part for name, part in _parts().items() if name.startswith(before)}


@cache
def _parts() -> dict[str, FactOfLaw]:
    """Return the parts of records as the rules know them: "merit.injury_rate"."""
    entities = national_system().entities
    parts = {f"merit.{name}": fact for name, fact in entities["merit"].facts.items()}
    parts |= {f"events.{name}": fact for name, fact in entities["event"].facts.items()}
    return parts | {name: fact for name, fact in entities["person"].facts.items() if "." in name}


DISABILITY = (("none", "Không"), ("light", "Nhẹ"), ("severe", "Nặng"), ("extra_severe", "Đặc biệt nặng"))
ORPHAN = (
    ("none", "Không"),
    *(
        (letter, f"Điểm {letter} khoản 1 Điều 5 NĐ 20/2021")
        for letter in ("a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l")
    ),
)
MARITAL = (
    ("none", "Chưa rõ, không áp dụng"),
    ("never_married", "Chưa kết hôn"),
    ("married", "Đang có vợ, chồng"),
    ("divorced", "Ly hôn"),
    ("widowed", "Góa"),
    ("spouse_missing", "Vợ, chồng mất tích"),
)
STUDYING = (
    ("none", "Không đi học"),
    ("general", "Phổ thông"),
    ("vocational", "Học nghề, trung cấp, cao đẳng"),
    ("university_first", "Đại học văn bằng thứ nhất"),
    ("university_second", "Đại học văn bằng thứ hai"),
)
CARE = (("own_household", "Trong hộ"), ("received", "Nhận về"))

# Names and meanings follow the cases by which the rules are tested; HIV status has a compartment of its own.
_PERSON = (
    FactName("ethnic_minority", "Dân tộc thiểu số", "bool"),
    FactName("disability_level", "Mức độ khuyết tật", "choice", DISABILITY),
    FactName("disability_certificate_date", "Ngày cấp giấy xác nhận khuyết tật", "date"),
    FactName("orphan_status", "Trẻ không có nguồn nuôi dưỡng", "choice", ORPHAN),
    FactName("received_k1_before_16", "Đang hưởng theo khoản 1 Điều 5 khi đủ 16 tuổi", "bool"),
    FactName("stable_monthly_income", "Có thu nhập ổn định hằng tháng", "bool"),
    FactName("marital_status", "Tình trạng hôn nhân", "choice", MARITAL),
    FactName("raising_children", "Đang nuôi con", "person", many=True),
    FactName("spouse", "Vợ hoặc chồng", "person"),
    FactName("studying", "Đang học", "choice", STUDYING),
    FactName("pension_monthly_vnd", "Lương hưu mỗi tháng", "vnd"),
    FactName("social_insurance_monthly_vnd", "Trợ cấp bảo hiểm xã hội mỗi tháng", "vnd"),
    FactName("other_monthly_allowance_vnd", "Trợ cấp khác mỗi tháng", "vnd"),
    FactName("social_insurance_survivor_monthly", "Đang hưởng tuất bảo hiểm xã hội hằng tháng", "bool"),
    FactName("has_carer_with_duty", "Có người có nghĩa vụ và quyền phụng dưỡng", "bool"),
    FactName("carer_on_monthly_assistance", "Người phụng dưỡng đang hưởng trợ cấp xã hội", "bool"),
    FactName("living_in_facility", "Đang ở cơ sở trợ giúp xã hội", "bool"),
    FactName("cannot_live_in_community", "Không sống được ở cộng đồng", "bool"),
    FactName("facility_eligible_cared_in_community", "Đủ điều kiện vào cơ sở nhưng có người nhận chăm sóc", "bool"),
    FactName("pregnant", "Mang thai", "bool"),
    FactName("caring_for", "Đang chăm sóc", "person", many=True),
    FactName("care_kind", "Cách chăm sóc", "choice", CARE),
    FactName("receiving_monthly_assistance", "Đang hưởng trợ cấp xã hội hằng tháng", "bool"),
    FactName("merit", "Người có công", "record", many=True),
    FactName("unemployment", "Bảo hiểm thất nghiệp", "record"),
    FactName("voluntary_si", "Bảo hiểm xã hội tự nguyện", "record"),
)
_HOUSEHOLD = (
    FactName("commune_special_difficult", "Xã, thôn đặc biệt khó khăn", "bool", of_household=True),
    FactName("commune_island_or_special_zone", "Xã đảo, đặc khu", "bool", of_household=True),
    FactName("hardship", "Hộ có hoàn cảnh khó khăn", "bool", of_household=True),
    FactName("income_per_person_month_vnd", "Thu nhập bình quân một người mỗi tháng", "vnd", of_household=True),
    FactName("income_12_months_total_vnd", "Tổng thu nhập 12 tháng", "vnd", of_household=True),
    FactName("state_allowances_12_months_vnd", "Trợ cấp xã hội trong 12 tháng", "vnd", of_household=True),
    FactName("deprivation_count", "Số chỉ số thiếu hụt", "number", of_household=True),
    FactName("deprivations", "Chỉ số thiếu hụt", "text", many=True, of_household=True),
    FactName("score_b1", "Điểm B1", "number", of_household=True),
    FactName("score_b2", "Điểm B2", "number", of_household=True),
    FactName("events", "Sự việc gặp phải", "record", many=True, of_household=True),
)
FACTS: dict[str, FactName] = {each.code: each for each in (*_PERSON, *_HOUSEHOLD)}
