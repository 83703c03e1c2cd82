"""State support for voluntary social insurance: Decree 159/2025/NĐ-CP, article 5."""

from __future__ import annotations

from datetime import date

from ansinh.core.rules.expressions import Expr, all_of, any_of, fact, highest, of, param, rule, when
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.writing import ALIVE, amount, condition, not_at_hand, number, since

FROM = date(2025, 7, 1)
ART_5 = "Điều 5 Nghị định số 159/2025/NĐ-CP"
LAW = "Luật số 41/2024/QH15"


def _version(formula: Expr, *more: str) -> Version:
    return since(FROM, formula, ART_5, *more, evidence=Evidence.SECONDARY)


_POVERTY = of("household", fact("poverty"))

RULES: list[Rule] = [
    condition(
        "vsi_payer",
        "Đang đóng bảo hiểm xã hội tự nguyện, chưa hết số tháng được hỗ trợ",
        _version(
            all_of(
                ALIVE,
                fact("voluntary_si.payer"),
                fact("voluntary_si.supported_months_before").below(param("vsi.support_max_months")),
            )
        ),
    ),
    number(
        "vsi_poor",
        "Người thuộc hộ nghèo, người ở xã đảo, đặc khu",
        _version(
            when(
                any_of(_POVERTY.is_("poor"), of("household", fact("commune_island_or_special_zone"))),
                param("vsi.support.poor"),
            )
        ),
    ),
    number(
        "vsi_near_poor",
        "Người thuộc hộ cận nghèo",
        _version(when(_POVERTY.is_("near_poor"), param("vsi.support.near_poor"))),
    ),
    number(
        "vsi_minority",
        "Người dân tộc thiểu số",
        _version(when(fact("ethnic_minority"), param("vsi.support.minority"))),
    ),
    number("vsi_other", "Người khác", _version(param("vsi.support.other"))),
    number(
        "vsi_percent",
        "Tỷ lệ hỗ trợ (%)",
        _version(
            when(
                rule("vsi_payer"),
                highest(rule("vsi_poor"), rule("vsi_near_poor"), rule("vsi_minority"), rule("vsi_other")),
            )
        ),
    ),
    amount(
        "vsi_contribution",
        "Mức đóng theo chuẩn hộ nghèo khu vực nông thôn",
        _version((param("poverty.line.rural") * param("vsi.rate")) // 100, LAW),
    ),
    amount(
        "vsi_amount",
        "Nhà nước hỗ trợ đóng bảo hiểm xã hội tự nguyện",
        not_at_hand("voluntary_si_support", ART_5),
        _version((rule("vsi_contribution") * rule("vsi_percent")) // 100),
    ),
]
PROGRAMMES = [
    Programme(
        "voluntary_si_support",
        "Hỗ trợ đóng bảo hiểm xã hội tự nguyện",
        "person",
        "vsi_amount",
        {"amount_vnd": "vsi_amount", "percent": "vsi_percent"},
    )
]
