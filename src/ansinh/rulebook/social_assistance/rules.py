"""Monthly social assistance: Decree 20/2021/NĐ-CP, articles 5 and 6, with the standard of article 4.

An exclusion between groups ("not of clause 1, 3 and 6") is not written out where the group it excludes always gives
at least as much: the highest only counts, so nothing changes, and a fact that is missing there stays without effect.
"""

from __future__ import annotations

from datetime import date

from ansinh.core.rules.expressions import (
    MONTH_END,
    Expr,
    all_of,
    any_of,
    count,
    fact,
    highest,
    no,
    of,
    param,
    reached,
    rule,
    when,
)
from ansinh.core.rules.model import Programme, Rule
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.facts import ORPHAN_CASES
from ansinh.rulebook.writing import (
    ALIVE,
    amount,
    coefficient,
    condition,
    exception,
    not_at_hand,
    since,
    under_decree_20,
)

D20 = "Nghị định số 20/2021/NĐ-CP"
ENDED = date(2025, 7, 1)
_BIRTH = fact("birth_date")
_STUDIES = ("general", "vocational", "university_first")
_COEFFICIENTS = f"khoản 1 Điều 6 {D20}"
ORPHANS = {
    "a": "bị bỏ rơi chưa có người nhận làm con nuôi",
    "b": "mồ côi cả cha và mẹ",
    "c": "mồ côi cha hoặc mẹ, người còn lại bị tuyên bố mất tích",
    "d": "mồ côi cha hoặc mẹ, người còn lại đang ở cơ sở trợ giúp xã hội, nhà xã hội",
    "đ": "mồ côi cha hoặc mẹ, người còn lại đang chấp hành án phạt tù hoặc biện pháp xử lý vi phạm hành chính",
    "e": "cả cha và mẹ bị tuyên bố mất tích",
    "g": "cả cha và mẹ đang ở cơ sở trợ giúp xã hội, nhà xã hội",
    "h": "cả cha và mẹ đang chấp hành án phạt tù hoặc biện pháp xử lý vi phạm hành chính",
    "i": "cha hoặc mẹ mất tích, người còn lại đang ở cơ sở trợ giúp xã hội, nhà xã hội",
    "k": "cha hoặc mẹ mất tích, người còn lại đang chấp hành án phạt tù hoặc biện pháp xử lý vi phạm hành chính",
    "l": "cha hoặc mẹ đang ở cơ sở trợ giúp xã hội, người còn lại đang chấp hành án phạt tù hoặc biện pháp xử lý vi phạm hành chính",
}


def _household(*statuses: str) -> Expr:
    return of("household", fact("poverty")).among(*statuses)


def _article(place: str) -> str:
    return f"{place} Điều 5 {D20}"


# A right that ends is paid for the month in which it ends: who is under an age on the first day still has it.
_UNDER_16 = no(reached(_BIRTH, param("child.age_under"), "start"))
_FOUR = reached(_BIRTH, 4)
_POOR = _household("poor")
_POOR_OR_NEAR = _household("poor", "near_poor")
_DIFFICULT = of("household", fact("commune_special_difficult"))


def _groups() -> list[Rule]:
    alone = any_of(no(fact("has_carer_with_duty")), fact("carer_on_monthly_assistance"))
    elderly = reached(_BIRTH, 60)
    young_or_old = any_of(no(reached(_BIRTH, param("child.age_under"))), elderly)
    certified = fact("disability_certificate_date").at_most(MONTH_END)
    child_counts = all_of(
        ALIVE,
        any_of(_UNDER_16, all_of(no(reached(_BIRTH, 22, "start")), fact("studying").among(*_STUDIES))),
    )
    raised = count("ties", all_of(fact("kind").is_("raises"), of("other", rule("sa_child_of_single"))))
    single = fact("marital_status").among("never_married", "widowed", "spouse_missing")
    no_income = all_of(
        no(fact("stable_monthly_income")),
        fact("pension_monthly_vnd").is_(0),
        fact("social_insurance_monthly_vnd").is_(0),
        fact("other_monthly_allowance_vnd").is_(0),
    )
    no_pension = all_of(
        fact("pension_monthly_vnd").is_(0),
        fact("social_insurance_monthly_vnd").is_(0),
        fact("other_monthly_allowance_vnd").is_(0),
    )
    return [
        condition(
            "sa_orphan_any",
            "Trẻ em không có nguồn nuôi dưỡng thuộc một trong 11 trường hợp",
            *under_decree_20(
                any_of(*(rule(f"sa_orphan_{at}") for at in range(len(ORPHAN_CASES)))), _article("khoản 1")
            ),
        ),
        *(
            condition(
                f"sa_orphan_{at}",
                f"Trẻ em {ORPHANS[case]}",
                *under_decree_20(fact("orphan_status").is_(case), _article(f"điểm {case} khoản 1")),
            )
            for at, case in enumerate(ORPHAN_CASES)
        ),
        coefficient(
            "sa_k1",
            "Trẻ em dưới 16 tuổi không có nguồn nuôi dưỡng",
            *under_decree_20(
                when(
                    all_of(rule("sa_orphan_any"), _UNDER_16),
                    when(_FOUR, param("sa.coef.k1_child_no_support_4_15"), param("sa.coef.k1_child_no_support_u4")),
                ),
                _article("khoản 1"),
                _COEFFICIENTS,
            ),
        ),
        coefficient(
            "sa_k2",
            "Người từ đủ 16 tuổi đang hưởng theo khoản 1, tiếp tục học, không quá 22 tuổi",
            *under_decree_20(
                when(
                    all_of(
                        reached(_BIRTH, param("child.age_under")),
                        no(reached(_BIRTH, 22, "start")),
                        fact("received_k1_before_16"),
                        fact("studying").among(*_STUDIES),
                    ),
                    param("sa.coef.k2_student_16_22"),
                ),
                _article("khoản 2"),
                _COEFFICIENTS,
            ),
        ),
        coefficient(
            "sa_k3",
            "Trẻ em nhiễm HIV thuộc hộ nghèo",
            *under_decree_20(
                when(
                    all_of(_UNDER_16, _POOR, fact("hiv")),
                    when(_FOUR, param("sa.coef.k3_hiv_child_4_15"), param("sa.coef.k3_hiv_child_u4")),
                ),
                _article("khoản 3"),
                _COEFFICIENTS,
            ),
        ),
        condition(
            "sa_child_of_single",
            "Con dưới 16 tuổi, hoặc từ 16 đến 22 tuổi đang đi học",
            *under_decree_20(child_counts, _article("khoản 4")),
        ),
        coefficient(
            "sa_k4",
            "Người đơn thân nghèo đang nuôi con",
            *under_decree_20(
                # A list of children that nobody wrote may be of none or of many.
                when(
                    all_of(_POOR_OR_NEAR, single),
                    (raised + when(fact("raising_children"), 0, 20)) * param("sa.coef.k4_single_parent_per_child"),
                ),
                _article("khoản 4"),
                _COEFFICIENTS,
            ),
        ),
        condition(
            "sa_elderly_alone",
            "Người cao tuổi thuộc hộ nghèo, không có người phụng dưỡng hoặc người đó đang hưởng trợ cấp xã hội",
            *under_decree_20(all_of(elderly, _POOR, alone), _article("điểm a khoản 5")),
        ),
        coefficient(
            "sa_k5a",
            "Người cao tuổi thuộc hộ nghèo không có người phụng dưỡng",
            *under_decree_20(
                when(
                    rule("sa_elderly_alone"),
                    when(
                        reached(_BIRTH, 80),
                        param("sa.coef.k5a_elderly_poor_80plus"),
                        param("sa.coef.k5a_elderly_poor_60_79"),
                    ),
                ),
                _article("điểm a khoản 5"),
                _COEFFICIENTS,
            ),
        ),
        coefficient(
            "sa_k5b",
            "Người từ đủ 75 đến 80 tuổi thuộc hộ nghèo, cận nghèo ở địa bàn đặc biệt khó khăn",
            since(
                date(2021, 7, 1),
                when(
                    all_of(reached(_BIRTH, 75), no(reached(_BIRTH, 80, "start")), _POOR_OR_NEAR, _DIFFICULT),
                    param("sa.coef.k5b_elderly_75_80_dbkk"),
                ),
                _article("điểm b khoản 5"),
                _COEFFICIENTS,
            ),
            since(ENDED, None, "Nghị định số 176/2025/NĐ-CP", evidence=Evidence.SECONDARY),
        ),
        coefficient(
            "sa_k5c",
            "Người từ đủ 80 tuổi không có lương hưu, trợ cấp hằng tháng",
            since(
                date(2021, 7, 1),
                when(all_of(reached(_BIRTH, 80), no_pension), param("sa.coef.k5c_elderly_80plus")),
                _article("điểm c khoản 5"),
                _COEFFICIENTS,
            ),
            since(ENDED, None, "Nghị định số 176/2025/NĐ-CP", evidence=Evidence.SECONDARY),
        ),
        condition(
            "sa_elderly_received",
            "Người cao tuổi đủ điều kiện vào cơ sở nhưng có người nhận chăm sóc tại cộng đồng",
            *under_decree_20(
                all_of(
                    elderly,
                    _POOR,
                    alone,
                    fact("cannot_live_in_community"),
                    fact("facility_eligible_cared_in_community"),
                ),
                _article("điểm d khoản 5"),
            ),
        ),
        coefficient(
            "sa_k5d",
            "Người cao tuổi được nhận chăm sóc tại cộng đồng",
            *under_decree_20(
                when(rule("sa_elderly_received"), param("sa.coef.k5d_elderly_community_care")),
                _article("điểm d khoản 5"),
                _COEFFICIENTS,
            ),
        ),
        condition(
            "disabled_severe",
            "Người khuyết tật nặng, đã có giấy xác nhận",
            *under_decree_20(all_of(fact("disability_level").is_("severe"), certified), _article("khoản 6")),
        ),
        condition(
            "disabled_extra_severe",
            "Người khuyết tật đặc biệt nặng, đã có giấy xác nhận",
            *under_decree_20(all_of(fact("disability_level").is_("extra_severe"), certified), _article("khoản 6")),
        ),
        coefficient(
            "sa_k6",
            "Người khuyết tật nặng, đặc biệt nặng",
            *under_decree_20(
                when(
                    rule("disabled_extra_severe"),
                    when(
                        young_or_old,
                        param("sa.coef.k6_dis_special_child_or_elderly"),
                        param("sa.coef.k6_dis_special_adult"),
                    ),
                    when(
                        rule("disabled_severe"),
                        when(
                            young_or_old,
                            param("sa.coef.k6_dis_severe_child_or_elderly"),
                            param("sa.coef.k6_dis_severe_adult"),
                        ),
                    ),
                ),
                _article("khoản 6"),
                _COEFFICIENTS,
            ),
        ),
        coefficient(
            "sa_k7",
            "Trẻ em dưới 3 tuổi thuộc hộ nghèo, cận nghèo ở địa bàn đặc biệt khó khăn",
            *under_decree_20(
                when(
                    all_of(no(reached(_BIRTH, 3, "start")), _POOR_OR_NEAR, _DIFFICULT),
                    param("sa.coef.k7_child_u3_poor_dbkk"),
                ),
                _article("khoản 7"),
                _COEFFICIENTS,
            ),
        ),
        coefficient(
            "sa_k8",
            "Người nhiễm HIV thuộc hộ nghèo không có thu nhập ổn định hằng tháng",
            *under_decree_20(
                when(all_of(_POOR, fact("hiv"), no_income), param("sa.coef.k8_hiv_poor")),
                _article("khoản 8"),
                _COEFFICIENTS,
            ),
        ),
    ]


def _joined() -> list[Rule]:
    only = f"khoản 2 Điều 6 {D20}"
    stops = (f"Điều 8 {D20}", "khoản 1 Điều 2 Thông tư số 02/2021/TT-BLĐTBXH")
    return [
        exception(
            "sa_stopped",
            "Đã chết trước tháng này: thôi hưởng từ tháng sau tháng chết",
            *under_decree_20(no(ALIVE), *stops),
        ),
        coefficient(
            "sa_beside_single",
            "Mức cao nhất trong các khoản 5, 6, 8",
            *under_decree_20(
                highest(rule("sa_k5a"), rule("sa_k5b"), rule("sa_k5c"), rule("sa_k5d"), rule("sa_k6"), rule("sa_k8")),
                only,
            ),
        ),
        coefficient(
            "sa_single_and_more",
            "Người đơn thân nghèo hưởng cả khoản 4 và mức cao nhất của khoản 5, 6, 8",
            *under_decree_20(rule("sa_k4") + rule("sa_beside_single"), only),
        ),
        coefficient(
            "sa_highest",
            "Nhiều diện thì chỉ hưởng mức cao nhất",
            *under_decree_20(
                highest(rule("sa_single_and_more"), rule("sa_k1"), rule("sa_k2"), rule("sa_k3"), rule("sa_k7")), only
            ),
        ),
        exception(
            "sa_in_facility",
            "Đang ở cơ sở trợ giúp xã hội",
            *under_decree_20(fact("living_in_facility"), f"Điều 25 {D20}"),
        ),
        coefficient(
            "sa_coefficient",
            "Hệ số trợ cấp xã hội hằng tháng",
            *under_decree_20(
                when(any_of(rule("sa_stopped"), rule("sa_in_facility")), 0, rule("sa_highest")), _COEFFICIENTS
            ),
        ),
        amount(
            "sa_own",
            "Trợ cấp xã hội theo hệ số và mức chuẩn",
            *under_decree_20((rule("sa_coefficient") * param("sa.standard")) // 10, _COEFFICIENTS),
        ),
        amount(
            "sa_amount",
            "Trợ cấp xã hội hằng tháng",
            not_at_hand("social_assistance", _COEFFICIENTS),
            *under_decree_20(when(rule("sp_higher"), 0, rule("sa_own")), _COEFFICIENTS),
        ),
        coefficient(
            "sa_paid_coefficient",
            "Hệ số được hưởng",
            *under_decree_20(when(rule("sp_higher"), 0, rule("sa_coefficient")), _COEFFICIENTS),
        ),
    ]


RULES: list[Rule] = [*_groups(), *_joined()]
PROGRAMMES = [
    Programme(
        "social_assistance",
        "Trợ cấp xã hội hằng tháng",
        "person",
        "sa_amount",
        {"amount_vnd": "sa_amount", "coefficient": "sa_paid_coefficient"},
        groups="sa_highest",
    )
]
