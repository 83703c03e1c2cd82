"""Support for care in the community and upkeep in a facility: Decree 20/2021/NĐ-CP, articles 18 to 20 and 25."""

from __future__ import annotations

from ansinh.core.rules.expressions import (
    Expr,
    all_of,
    any_of,
    count,
    fact,
    highest,
    most,
    no,
    of,
    param,
    reached,
    rule,
    total,
    when,
)
from ansinh.core.rules.model import Programme, Rule
from ansinh.rulebook.writing import (
    ALIVE,
    amount,
    coefficient,
    condition,
    exception,
    not_at_hand,
    number,
    under_decree_20,
)

D20 = "Nghị định số 20/2021/NĐ-CP"
ART_20_1 = f"khoản 1 Điều 20 {D20}"
ART_20_2 = f"khoản 2 Điều 20 {D20}"
_BIRTH = fact("birth_date")
_CHILD = no(reached(_BIRTH, param("child.age_under")))
_CHILD_TO_THE_END = no(reached(_BIRTH, param("child.age_under"), "start"))
_IN_COMMUNITY = all_of(ALIVE, no(fact("living_in_facility")))
_DISABLED = any_of(rule("disabled_severe"), rule("disabled_extra_severe"))


def _tied(kind: str, part: Expr) -> Expr:
    return all_of(fact("kind").is_(kind), of("other", part))


RULES: list[Rule] = [
    condition(
        "care_child_under_36_months",
        "Con dưới 36 tháng tuổi",
        *under_decree_20(all_of(ALIVE, no(reached(_BIRTH, 36, "start", in_months=True))), ART_20_2),
    ),
    number(
        "care_small_children",
        "Số con dưới 36 tháng tuổi đang nuôi",
        *under_decree_20(
            count("ties", _tied("raises", rule("care_child_under_36_months"))) + when(fact("raising_children"), 0, 5),
            ART_20_2,
        ),
    ),
    coefficient(
        "care_disabled_parent",
        "Người khuyết tật nặng, đặc biệt nặng đang mang thai hoặc nuôi con dưới 36 tháng tuổi",
        *under_decree_20(
            when(
                all_of(_DISABLED, _IN_COMMUNITY),
                when(
                    any_of(
                        all_of(fact("pregnant"), rule("care_small_children").at_least(1)),
                        rule("care_small_children").at_least(2),
                    ),
                    param("sa.coef.care.dis_pregnant_and_child_or_2plus"),
                    when(
                        any_of(fact("pregnant"), rule("care_small_children").at_least(1)),
                        param("sa.coef.care.dis_pregnant_or_child_u36m"),
                    ),
                ),
            ),
            ART_20_2,
        ),
    ),
    coefficient(
        "care_spouse_before",
        "Mức của vợ hoặc chồng đứng trước trong hộ",
        *under_decree_20(
            most(
                "ties",
                when(
                    all_of(fact("kind").is_("spouse"), fact("other_is_first")),
                    of("other", rule("care_disabled_parent")),
                ),
            ),
            ART_20_2,
        ),
    ),
    coefficient(
        "care_spouse_after",
        "Mức của vợ hoặc chồng đứng sau trong hộ",
        *under_decree_20(
            most(
                "ties",
                when(
                    all_of(fact("kind").is_("spouse"), no(fact("other_is_first"))),
                    of("other", rule("care_disabled_parent")),
                ),
            ),
            ART_20_2,
        ),
    ),
    exception(
        "care_portion_is_spouses",
        "Hai vợ chồng cùng đủ điều kiện thì chỉ hưởng một suất, ở người có mức cao hơn hoặc đứng trước",
        *under_decree_20(
            any_of(
                all_of(
                    rule("care_spouse_before").above(0),
                    rule("care_spouse_before").at_least(rule("care_disabled_parent")),
                ),
                rule("care_spouse_after").above(rule("care_disabled_parent")),
                # A spouse who is not recorded may be one who has the portion.
                no(fact("spouse")),
            ),
            ART_20_2,
        ),
    ),
    coefficient(
        "care_child_received",
        "Trẻ em không có nguồn nuôi dưỡng được nhận chăm sóc",
        *under_decree_20(
            when(
                all_of(rule("sa_orphan_any"), _CHILD_TO_THE_END),
                when(reached(_BIRTH, 4), param("sa.coef.care.foster_k1_4_15"), param("sa.coef.care.foster_k1_u4")),
            ),
            ART_20_1,
        ),
    ),
    coefficient(
        "care_elderly_received",
        "Người cao tuổi đủ điều kiện vào cơ sở được nhận chăm sóc",
        *under_decree_20(when(rule("sa_elderly_received"), param("sa.coef.care.foster_k5d")), ART_20_1),
    ),
    coefficient(
        "care_disabled_received",
        "Người khuyết tật đặc biệt nặng được nhận chăm sóc",
        *under_decree_20(
            when(
                rule("disabled_extra_severe"),
                when(
                    _CHILD,
                    param("sa.coef.care.foster_special_severe_child"),
                    param("sa.coef.care.foster_special_severe_adult"),
                ),
            ),
            ART_20_2,
        ),
    ),
    coefficient(
        "care_received",
        "Mức cao nhất cho người được nhận chăm sóc",
        *under_decree_20(
            when(
                _IN_COMMUNITY,
                highest(rule("care_child_received"), rule("care_elderly_received"), rule("care_disabled_received")),
            ),
            f"Điều 20 {D20}",
        ),
    ),
    coefficient(
        "care_in_own_household",
        "Người khuyết tật đặc biệt nặng được hộ trực tiếp chăm sóc",
        *under_decree_20(
            when(
                all_of(_IN_COMMUNITY, rule("disabled_extra_severe")),
                param("sa.coef.care.care_special_severe_household"),
            ),
            ART_20_2,
        ),
    ),
    coefficient(
        "care_for_others",
        "Hỗ trợ người chăm sóc, cộng theo từng người được chăm sóc",
        *under_decree_20(
            when(
                fact("care_kind").is_("received"),
                total("ties", when(fact("kind").is_("cares_for"), of("other", rule("care_received")))),
                when(
                    fact("care_kind").is_("own_household"),
                    total("ties", when(fact("kind").is_("cares_for"), of("other", rule("care_in_own_household")))),
                ),
            )
            # A list of cared persons that nobody wrote may be of none or of some.
            + when(fact("caring_for"), 0, 25),
            f"Điều 20 {D20}",
        ),
    ),
    coefficient(
        "care_facility",
        "Nuôi dưỡng tại cơ sở trợ giúp xã hội",
        *under_decree_20(
            when(
                fact("living_in_facility"),
                when(reached(_BIRTH, 4), param("sa.coef.care.facility_4plus"), param("sa.coef.care.facility_u4")),
            ),
            f"khoản 1 Điều 25 {D20}",
        ),
    ),
    coefficient(
        "care_coefficient",
        "Hệ số hỗ trợ chăm sóc, nuôi dưỡng",
        *under_decree_20(
            when(
                ALIVE,
                rule("care_facility")
                + when(rule("care_portion_is_spouses"), 0, rule("care_disabled_parent"))
                + rule("care_for_others"),
            ),
            f"Điều 18 {D20}",
        ),
    ),
    amount(
        "care_amount",
        "Hỗ trợ kinh phí chăm sóc, nuôi dưỡng hằng tháng",
        not_at_hand("care_support", f"Điều 18 {D20}"),
        *under_decree_20((rule("care_coefficient") * param("sa.standard")) // 10, f"Điều 18 {D20}"),
    ),
    coefficient(
        "care_household_coefficient",
        "Hệ số của cả hộ",
        *under_decree_20(total("members", rule("care_coefficient")), f"Điều 18 {D20}"),
        entity="household",
    ),
    amount(
        "care_household_amount",
        "Hỗ trợ chăm sóc, nuôi dưỡng của cả hộ",
        not_at_hand("care_support", f"Điều 18 {D20}"),
        *under_decree_20(total("members", rule("care_amount")), f"Điều 18 {D20}"),
        entity="household",
    ),
]
PROGRAMMES = [
    Programme(
        "care_support",
        "Hỗ trợ kinh phí chăm sóc, nuôi dưỡng",
        "person",
        "care_amount",
        {"amount_vnd": "care_amount", "coefficient": "care_coefficient"},
    ),
    Programme(
        "care_support_household",
        "Hỗ trợ kinh phí chăm sóc, nuôi dưỡng của cả hộ",
        "household",
        "care_household_amount",
        {"amount_vnd": "care_household_amount", "coefficient": "care_household_coefficient"},
    ),
]
