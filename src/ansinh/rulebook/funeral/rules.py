"""Support for funerals: Decree 20/2021/NĐ-CP, article 11, and article 25 for who dies in a facility."""

from __future__ import annotations

from ansinh.core.rules.expressions import (
    MONTH_END,
    MONTH_START,
    all_of,
    any_of,
    exists,
    fact,
    highest,
    of,
    param,
    reached,
    rule,
    when,
)
from ansinh.core.rules.model import Programme, Rule
from ansinh.rulebook.writing import amount, coefficient, condition, not_at_hand, under_decree_20

D20 = "Nghị định số 20/2021/NĐ-CP"
ART_11 = f"khoản 1 Điều 11 {D20}"

RULES: list[Rule] = [
    condition(
        "fu_died",
        "Chết trong tháng",
        *under_decree_20(
            all_of(fact("death_date").at_least(MONTH_START), fact("death_date").at_most(MONTH_END)), ART_11
        ),
    ),
    condition(
        "fu_recipient",
        "Đang hưởng trợ cấp xã hội hằng tháng",
        *under_decree_20(fact("receiving_monthly_assistance"), ART_11),
    ),
    condition(
        "fu_single_parent",
        "Người đơn thân nghèo đang hưởng theo khoản 4 Điều 5",
        *under_decree_20(rule("sa_k4").above(0), ART_11),
    ),
    condition(
        "fu_child_of_single",
        "Con của người đơn thân nghèo quy định tại khoản 4 Điều 5",
        *under_decree_20(
            all_of(
                rule("sa_child_of_single"),
                exists("named_in", all_of(fact("kind").is_("raises"), of("holder", rule("fu_single_parent")))),
            ),
            ART_11,
        ),
    ),
    condition(
        "fu_old_with_allowance",
        "Người từ đủ 80 tuổi đang hưởng tuất bảo hiểm xã hội, trợ cấp hằng tháng khác",
        *under_decree_20(
            all_of(
                reached(fact("birth_date"), 80),
                any_of(fact("social_insurance_survivor_monthly"), fact("other_monthly_allowance_vnd").above(0)),
            ),
            ART_11,
        ),
    ),
    coefficient(
        "fu_community",
        "Hỗ trợ chi phí mai táng",
        *under_decree_20(
            when(
                any_of(rule("fu_recipient"), rule("fu_child_of_single"), rule("fu_old_with_allowance")),
                param("sa.oneoff.funeral_community"),
            ),
            f"khoản 2 Điều 11 {D20}",
        ),
    ),
    coefficient(
        "fu_facility",
        "Chi phí mai táng người ở cơ sở trợ giúp xã hội",
        *under_decree_20(
            when(fact("living_in_facility"), param("sa.oneoff.funeral_facility")), f"khoản 3 Điều 25 {D20}"
        ),
    ),
    coefficient(
        "fu_coefficient",
        "Hệ số mai táng, một mức cao nhất",
        *under_decree_20(when(rule("fu_died"), highest(rule("fu_community"), rule("fu_facility"))), f"Điều 11 {D20}"),
    ),
    amount(
        "fu_amount",
        "Hỗ trợ chi phí mai táng theo mức chuẩn",
        not_at_hand("funeral", f"Điều 11 {D20}"),
        *under_decree_20((rule("fu_coefficient") * param("sa.standard")) // 10, f"Điều 11 {D20}"),
    ),
]
PROGRAMMES = [
    Programme(
        "funeral",
        "Hỗ trợ chi phí mai táng",
        "person",
        "fu_amount",
        {"amount_vnd": "fu_amount", "coefficient": "fu_coefficient"},
    )
]
