"""Social pension: Law 41/2024/QH15 article 21, Decrees 176/2025 and 335/2026; the higher of it and social assistance."""

from __future__ import annotations

from datetime import date

from ansinh.core.rules.expressions import Const, Expr, all_of, any_of, fact, highest, of, param, reached, rule, when
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.writing import ALIVE, amount, condition, exception, since

FROM = date(2025, 7, 1)
LAW = "Điều 21 Luật số 41/2024/QH15"
DECREE = "Nghị định số 176/2025/NĐ-CP"


def _version(formula: Expr, *, evidence: Evidence = Evidence.SECONDARY) -> Version:
    return since(FROM, formula, LAW, DECREE, evidence=evidence)


_BIRTH = fact("birth_date")
_RECEIVED = fact("pension_monthly_vnd") + fact("social_insurance_monthly_vnd")

RULES: list[Rule] = [
    condition(
        "sp_old_enough",
        "Từ đủ 75 tuổi; hoặc từ đủ 70 đến dưới 75 tuổi thuộc hộ nghèo, hộ cận nghèo",
        _version(
            any_of(
                reached(_BIRTH, param("sa.social_pension.age_general")),
                all_of(
                    reached(_BIRTH, param("sa.social_pension.age_poor")),
                    of("household", fact("poverty")).among("poor", "near_poor"),
                ),
            )
        ),
    ),
    condition(
        "sp_without_pension",
        "Không có lương hưu, trợ cấp bảo hiểm xã hội hằng tháng",
        _version(_RECEIVED.is_(0)),
    ),
    amount(
        "sp_difference",
        "Phần chênh lệch khi lương hưu, trợ cấp bảo hiểm xã hội thấp hơn mức trợ cấp hưu trí xã hội",
        _version(highest(param("sa.social_pension") - _RECEIVED, Const(0)), evidence=Evidence.MEMORY),
    ),
    amount(
        "sp_own",
        "Trợ cấp hưu trí xã hội theo tuổi và hoàn cảnh",
        _version(
            when(
                all_of(ALIVE, rule("sp_old_enough")),
                when(rule("sp_without_pension"), param("sa.social_pension"), rule("sp_difference")),
            )
        ),
    ),
    exception(
        "sp_higher",
        "Trợ cấp hưu trí xã hội cao hơn trợ cấp xã hội hằng tháng",
        _version(rule("sp_own").above(rule("sa_own"))),
    ),
    exception(
        "sp_lower",
        "Trợ cấp xã hội hằng tháng bằng hoặc cao hơn trợ cấp hưu trí xã hội",
        _version(all_of(rule("sa_own").above(0), rule("sa_own").at_least(rule("sp_own")))),
    ),
    amount(
        "sp_amount",
        "Trợ cấp hưu trí xã hội, khi cao hơn trợ cấp xã hội hằng tháng",
        _version(when(rule("sp_lower"), 0, rule("sp_own"))),
    ),
]
PROGRAMMES = [Programme("social_pension", "Trợ cấp hưu trí xã hội", "person", "sp_amount", {"amount_vnd": "sp_amount"})]
