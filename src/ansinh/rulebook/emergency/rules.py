"""Emergency assistance: Decree 20/2021/NĐ-CP, articles 12 to 15. What the law sets as a minimum is reckoned at the minimum."""

from __future__ import annotations

from ansinh.core.rules.expressions import (
    MONTH_END,
    MONTH_START,
    Expr,
    all_of,
    any_of,
    count,
    exists,
    fact,
    highest,
    lowest,
    most,
    param,
    rule,
    total,
    when,
)
from ansinh.core.rules.model import Programme, Rule
from ansinh.rulebook.writing import ALIVE, amount, coefficient, condition, not_at_hand, number, under_decree_20

D20 = "Nghị định số 20/2021/NĐ-CP"
ART_12 = f"khoản 1 Điều 12 {D20}"
ART_13 = f"khoản 1 Điều 13 {D20}"
ART_14 = f"khoản 1 Điều 14 {D20}"


def any_of_events(name: str, also: Expr | None = None) -> Expr:
    """Return whether an event of the household is of this kind, and what else must hold."""
    happened = exists("events", rule(name))
    return happened if also is None else all_of(happened, also)


RULES: list[Rule] = [
    condition(
        "em_in_month",
        "Xảy ra trong tháng",
        *under_decree_20(all_of(fact("date").at_least(MONTH_START), fact("date").at_most(MONTH_END)), f"Điều 12 {D20}"),
        entity="event",
    ),
    coefficient(
        "em_injury",
        "Bị thương nặng",
        *under_decree_20(
            when(all_of(fact("kind").is_("serious_injury"), rule("em_in_month")), param("sa.oneoff.emergency_injured")),
            ART_13,
        ),
        entity="event",
    ),
    coefficient(
        "em_death",
        "Chết, mất tích: hỗ trợ chi phí mai táng",
        *under_decree_20(
            when(
                all_of(fact("kind").among("death_or_missing", "buried_unclaimed"), rule("em_in_month")),
                param("sa.oneoff.emergency_death"),
            ),
            ART_14,
        ),
        entity="event",
    ),
    coefficient(
        "em_event_coefficient",
        "Hệ số hỗ trợ khẩn cấp của sự việc",
        *under_decree_20(highest(rule("em_injury"), rule("em_death")), f"Điều 13 {D20}"),
        entity="event",
    ),
    amount(
        "em_burial_cost",
        "Chi phí mai táng thực tế của người không có người nhận",
        *under_decree_20(
            when(all_of(fact("kind").is_("buried_unclaimed"), rule("em_in_month")), fact("actual_cost_vnd")),
            f"Điều 14 {D20}",
        ),
        entity="event",
    ),
    amount(
        "em_event_amount",
        "Hỗ trợ khẩn cấp của sự việc, theo mức chuẩn hoặc chi phí thực tế",
        *under_decree_20(
            highest((rule("em_event_coefficient") * param("sa.standard")) // 10, rule("em_burial_cost")),
            f"Điều 13 {D20}",
        ),
        entity="event",
    ),
    coefficient(
        "em_coefficient",
        "Hệ số hỗ trợ khẩn cấp",
        *under_decree_20(total("events", rule("em_event_coefficient")), f"Điều 13 {D20}"),
    ),
    amount(
        "em_amount",
        "Hỗ trợ khẩn cấp cho người",
        not_at_hand("emergency", f"Điều 13 {D20}"),
        *under_decree_20(total("events", rule("em_event_amount")), f"Điều 13 {D20}"),
    ),
    condition(
        "em_house_collapsed",
        "Nhà đổ, sập, trôi, cháy hoàn toàn",
        *under_decree_20(all_of(fact("kind").is_("house_collapsed"), rule("em_in_month")), f"khoản 1 Điều 15 {D20}"),
        entity="event",
    ),
    condition(
        "em_relocation",
        "Phải di dời nhà ở khẩn cấp theo quyết định",
        *under_decree_20(
            all_of(fact("kind").is_("forced_relocation"), rule("em_in_month"), fact("relocation_decision")),
            f"khoản 2 Điều 15 {D20}",
        ),
        entity="event",
    ),
    condition(
        "em_house_damaged",
        "Nhà hư hỏng nặng",
        *under_decree_20(
            all_of(fact("kind").is_("house_heavily_damaged"), rule("em_in_month")), f"khoản 3 Điều 15 {D20}"
        ),
        entity="event",
    ),
    condition(
        "em_hard_pressed",
        "Hộ nghèo, hộ cận nghèo, hộ có hoàn cảnh khó khăn",
        *under_decree_20(any_of(fact("poverty").among("poor", "near_poor"), fact("hardship")), f"Điều 15 {D20}"),
        entity="household",
    ),
    amount(
        "em_house_collapsed_support",
        "Hỗ trợ làm nhà ở",
        *under_decree_20(
            when(any_of_events("em_house_collapsed", rule("em_hard_pressed")), param("sa.oneoff.house_collapsed")),
            f"khoản 1 Điều 15 {D20}",
        ),
        entity="household",
    ),
    amount(
        "em_relocation_support",
        "Hỗ trợ di dời nhà ở khẩn cấp",
        *under_decree_20(
            when(any_of_events("em_relocation"), param("sa.oneoff.house_relocation")), f"khoản 2 Điều 15 {D20}"
        ),
        entity="household",
    ),
    amount(
        "em_house_damaged_support",
        "Hỗ trợ sửa chữa nhà ở",
        *under_decree_20(
            when(any_of_events("em_house_damaged", rule("em_hard_pressed")), param("sa.oneoff.house_damaged")),
            f"khoản 3 Điều 15 {D20}",
        ),
        entity="household",
    ),
    amount(
        "em_others_buried",
        "Hỗ trợ việc khác của hộ, theo mức chuẩn hoặc chi phí thực tế",
        *under_decree_20(total("events", rule("em_event_amount")), f"Điều 14 {D20}"),
        entity="household",
    ),
    amount(
        "em_household_amount",
        "Hỗ trợ khẩn cấp cho hộ",
        *under_decree_20(
            highest(rule("em_house_collapsed_support"), rule("em_relocation_support"), rule("em_house_damaged_support"))
            + rule("em_others_buried"),
            f"Điều 15 {D20}",
        ),
        entity="household",
    ),
    number(
        "em_hungry_months",
        "Số tháng được hỗ trợ gạo",
        *under_decree_20(
            when(
                all_of(fact("kind").is_("hunger"), rule("em_in_month")),
                lowest(
                    fact("months_needed"),
                    when(
                        fact("cause").is_("tet"),
                        param("sa.oneoff.emergency_rice_tet_months"),
                        param("sa.oneoff.emergency_rice_max_months"),
                    ),
                ),
            ),
            ART_12,
        ),
        entity="event",
    ),
    number(
        "em_rice_months",
        "Số tháng được hỗ trợ gạo trong đợt",
        *under_decree_20(most("events", rule("em_hungry_months")), ART_12),
        entity="household",
    ),
    number(
        "em_rice_kg",
        "Hỗ trợ gạo (kg)",
        *under_decree_20(
            count("members", ALIVE) * param("sa.oneoff.emergency_rice_kg") * rule("em_rice_months"), ART_12
        ),
        entity="household",
    ),
    number(
        "em_household_level",
        "Hỗ trợ khẩn cấp bằng tiền hoặc gạo",
        not_at_hand("emergency", f"Điều 12 {D20}"),
        *under_decree_20(
            rule("em_household_amount") + rule("em_rice_kg") + when(fact("events"), 0, 1), f"Điều 12 {D20}"
        ),
        entity="household",
    ),
]
PROGRAMMES = [
    Programme(
        "emergency",
        "Hỗ trợ khẩn cấp",
        "person",
        "em_amount",
        {"amount_vnd": "em_amount", "coefficient": "em_coefficient"},
    ),
    Programme(
        "emergency_household",
        "Hỗ trợ khẩn cấp cho hộ",
        "household",
        "em_household_level",
        {"amount_vnd": "em_household_amount", "quantity": "em_rice_kg"},
    ),
]
