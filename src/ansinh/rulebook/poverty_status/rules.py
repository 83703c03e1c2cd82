"""Poor, near-poor, average living: Decree 07/2021/NĐ-CP article 3, the lines of Decree 351/2025 from 2027, the review sheet."""

from __future__ import annotations

from datetime import date

from ansinh.core.rules.expressions import Expr, all_of, fact, no, param, rule, when
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.writing import amount, condition, not_at_hand, number, since

FROM = date(2022, 1, 1)
NEW_LINE = date(2027, 1, 1)
KNOWN_FROM = date(2025, 12, 30)
D07 = "khoản 2 Điều 3 Nghị định số 07/2021/NĐ-CP"
D351 = "Nghị định số 351/2025/NĐ-CP"
SHEET = "Thông tư số 07/2021/TT-BLĐTBXH"
CLASSES = {1: "above_average", 2: "average_living", 3: "near_poor", 4: "poor"}
_SAID = {0: "không", 1: "mức sống trên trung bình", 2: "mức sống trung bình", 3: "hộ cận nghèo", 4: "hộ nghèo"}
_BY_SCORE = fact("reviewed_by_score")
_RURAL = fact("area").is_("rural")


def _versions(formula: Expr, *more: str) -> tuple[Version, ...]:
    return (
        since(FROM, formula, D07, *more, evidence=Evidence.SECONDARY),
        since(NEW_LINE, formula, D351, D07, *more, in_force=KNOWN_FROM, evidence=Evidence.SECONDARY),
    )


def _sheet(formula: Expr) -> tuple[Version, ...]:
    return (
        since(FROM, formula, SHEET, evidence=Evidence.SECONDARY),
        # No sheet for 2027 to 2030 was found: the old one is carried on, and marked.
        since(NEW_LINE, formula, SHEET, D351, in_force=KNOWN_FROM, evidence=Evidence.CARRIED),
    )


def _rule(name: str, label: str, formula: Expr, *more: str) -> Rule:
    return condition(name, label, *_versions(formula, *more), entity="household")


def _scored(name: str, label: str, formula: Expr) -> Rule:
    return condition(name, label, *_sheet(formula), entity="household")


RULES: list[Rule] = [
    amount(
        "pv_line",
        "Chuẩn nghèo về thu nhập của khu vực",
        *_versions(when(_RURAL, param("poverty.line.rural"), param("poverty.line.urban"))),
        entity="household",
    ),
    amount(
        "pv_average_line",
        "Mức thu nhập cao nhất của hộ có mức sống trung bình",
        *_versions(when(_RURAL, param("poverty.average_living.rural_max"), param("poverty.average_living.urban_max"))),
        entity="household",
    ),
    amount(
        "pv_counted_income",
        "Thu nhập 12 tháng, không tính trợ cấp xã hội của Nhà nước",
        *_versions(fact("income_12_months_total_vnd") - fact("state_allowances_12_months_vnd")),
        entity="household",
    ),
    _rule(
        "pv_income_at_line",
        "Thu nhập bình quân từ chuẩn nghèo trở xuống",
        rule("pv_counted_income").at_most(rule("pv_line") * fact("household_size") * 12),
    ),
    _rule(
        "pv_income_average",
        "Thu nhập bình quân không quá mức sống trung bình",
        rule("pv_counted_income").at_most(rule("pv_average_line") * fact("household_size") * 12),
    ),
    _rule(
        "pv_deprived",
        "Thiếu hụt từ 3 chỉ số trở lên",
        fact("deprivation_count").at_least(param("poverty.deprivation_threshold")),
    ),
    _scored(
        "pv_score_at_line",
        "Điểm B1 không quá mức của khu vực",
        fact("score_b1").at_most(rule("pv_score_line")),
    ),
    number(
        "pv_score_line",
        "Mức điểm B1 của khu vực",
        *_sheet(when(_RURAL, param("poverty.score.income.rural_max"), param("poverty.score.income.urban_max"))),
        entity="household",
    ),
    _scored(
        "pv_score_deprived",
        "Điểm B2 từ 30 trở lên",
        fact("score_b2").at_least(param("poverty.score.deprivation_poor_min")),
    ),
    number(
        "pv_by_income",
        "Phân loại theo thu nhập và chỉ số thiếu hụt",
        *_versions(when(rule("pv_income_at_line"), when(rule("pv_deprived"), 4, 3), 0)),
        entity="household",
        said=_SAID,
    ),
    number(
        "pv_by_score",
        "Phân loại theo phiếu chấm điểm",
        *_sheet(when(rule("pv_score_at_line"), when(rule("pv_score_deprived"), 4, 3), 0)),
        entity="household",
        said=_SAID,
    ),
    number(
        "pv_poor_class",
        "Hộ nghèo, hộ cận nghèo",
        not_at_hand("poverty_status", D07),
        *_versions(when(_BY_SCORE, rule("pv_by_score"), rule("pv_by_income"))),
        entity="household",
        said=_SAID,
    ),
    number(
        "pv_class",
        "Mức sống của hộ",
        *_versions(
            when(
                rule("pv_poor_class").above(0),
                rule("pv_poor_class"),
                # The sheet does not say how far above the line a household is; nor does a line that is not set.
                when(
                    all_of(no(_BY_SCORE), rule("pv_average_line").above(0)),
                    when(rule("pv_income_average"), 2, 1),
                ),
            )
        ),
        entity="household",
        said=_SAID,
    ),
]
PROGRAMMES = [
    Programme(
        "poverty_status",
        "Hộ nghèo, hộ cận nghèo",
        "household",
        "pv_poor_class",
        {"class": "pv_class"},
    )
]
