"""Sums of people with merit by the year or the time: convalescence, schooling, visits to graves, aids; Decree 75/2021/NĐ-CP.

Each stands in the list of merit titles by the id of its row, with the day of the decision or of the list that grants it, and
is due in the month of that day. How many years must lie between two times is told by instruments that are not at hand.
"""

from __future__ import annotations

from ansinh.core.rules.expressions import fact, lookup, lowest, param, rule, total, when
from ansinh.core.rules.model import Programme, Rule
from ansinh.rulebook.merit_one_off.rules import D75, ROUNDING, of_title, times_standard, version
from ansinh.rulebook.writing import ALIVE, amount, not_at_hand

GRAVE_VISIT, TRAVEL = "ncc.other.grave_visit_per_km", "ncc.other.prosthesis_travel_per_km"
FAMILIES = (GRAVE_VISIT, TRAVEL)
"""What a title may be called beside the rows of the tables."""
TABLES = ("ncc.care", "ncc.education", "ncc.prosthetics")
_CATEGORY = fact("category")

RULES: list[Rule] = [
    of_title(
        "merit_year_care",
        "Điều dưỡng phục hồi sức khỏe",
        times_standard(lookup("ncc.care", _CATEGORY)),
        f"Điều 6 {D75}",
        ROUNDING,
    ),
    of_title(
        "merit_year_school",
        "Hỗ trợ đi học hằng năm",
        times_standard(lookup("ncc.education", _CATEGORY)),
        f"Điều 8 {D75}",
        ROUNDING,
    ),
    of_title(
        "merit_year_grave_visit",
        "Thăm viếng mộ liệt sĩ, mỗi năm một lần",
        when(
            _CATEGORY.is_(GRAVE_VISIT),
            fact("distance_km") * lowest(fact("visitors"), param("ncc.other.grave_visit_most")) * param(GRAVE_VISIT),
        ),
        f"Điều 9 {D75}",
    ),
    of_title(
        "merit_year_aid",
        "Mua phương tiện trợ giúp, dụng cụ chỉnh hình",
        lookup("ncc.prosthetics", _CATEGORY),
        f"Phụ lục V {D75}",
    ),
    of_title(
        "merit_year_travel",
        "Đi làm phương tiện trợ giúp, không quá mức cao nhất một niên hạn",
        when(
            _CATEGORY.is_(TRAVEL), lowest(fact("distance_km") * param(TRAVEL), param("ncc.other.prosthesis_travel_cap"))
        ),
        f"khoản 2 Điều 7 {D75}",
    ),
    amount(
        "merit_year_title",
        "Khoản theo năm, theo lần của một diện",
        version(
            rule("merit_year_care")
            + rule("merit_year_school")
            + rule("merit_year_grave_visit")
            + rule("merit_year_aid")
            + rule("merit_year_travel"),
            f"Điều 6 {D75}",
        ),
        entity="merit",
    ),
    amount(
        "merit_year_amount",
        "Ưu đãi theo năm, theo lần",
        not_at_hand("merit_yearly", f"Điều 6 {D75}"),
        version(when(ALIVE, total("titles", rule("merit_year_title")) + when(fact("merit"), 0, 1)), f"Điều 6 {D75}"),
    ),
]
PROGRAMMES = [
    Programme(
        "merit_yearly",
        "Ưu đãi người có công theo năm, theo lần",
        "person",
        "merit_year_amount",
        {"amount_vnd": "merit_year_amount"},
    )
]
