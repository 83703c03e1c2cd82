"""Unemployment allowance: Law 38/2013/QH13 for files until 31/12/2025, Law 74/2025/QH15 and Decree 374/2025 after.

The law of the day on which the file is complete counts; the cap follows the last month of the contract.
"""

from __future__ import annotations

from datetime import date

from ansinh.core.rules.expressions import (
    Const,
    Expr,
    Gap,
    MonthsAfter,
    all_of,
    any_of,
    fact,
    highest,
    lookup,
    lowest,
    no,
    param,
    rule,
    when,
)
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.writing import amount, condition, number, since

OLD_FROM, NEW_FROM = date(2015, 1, 1), date(2026, 1, 1)
OLD, NEW = "Luật số 38/2013/QH13", "Luật số 74/2025/QH15"
CAP_TIMES = 5


def _fact(name: str) -> Expr:
    return fact(f"unemployment.{name}")


_FILED = _fact("filing_date")
_ENDED = _fact("contract_end_date")
_IN_TIME = all_of(_FILED.at_least(_ENDED), _FILED.at_most(MonthsAfter(_ENDED, param("ui.file_within_months"))))
_NO_JOB = no(_fact("has_job_after_waiting"))
_REGION = _fact("wage_region")
_LEAST = param("ui.qualifying_months")


def _enough(least_months: int) -> Expr:
    short = all_of(
        _fact("contract_kind"),
        _fact("contract_months").at_least(least_months),
        _fact("months_in_last_36").at_least(_LEAST),
    )
    return any_of(_fact("months_in_last_24").at_least(_LEAST), short)


def _old(formula: Expr, *articles: str, evidence: Evidence = Evidence.PRIMARY) -> Version:
    return since(OLD_FROM, formula, *(f"{article} {OLD}" for article in articles), evidence=evidence)


def _new(formula: Expr, *articles: str) -> Version:
    # The new law was known before it took effect; it counts for files from 2026 on, as "ui_new_law" says.
    return since(OLD_FROM, formula, *(f"{article} {NEW}" for article in articles), evidence=Evidence.SECONDARY)


def _shared(formula: Expr) -> tuple[Version, ...]:
    """Return a formula that both laws have, with the article of the law of the month."""
    return (
        since(OLD_FROM, formula, f"Điều 50 {OLD}"),
        since(NEW_FROM, formula, f"Điều 39 {NEW}", evidence=Evidence.SECONDARY),
    )


def _rule(name: str, label: str, version: Version) -> Rule:
    return condition(name, label, version)


def _amount(name: str, label: str, version: Version) -> Rule:
    return amount(name, label, version)


RULES: list[Rule] = [
    _rule("ui_new_law", "Nộp đủ hồ sơ từ 01/01/2026", _new(_FILED.at_least(NEW_FROM), "Điều 38")),
    _rule("ui_old_in_time", "Nộp hồ sơ trong 3 tháng từ khi chấm dứt hợp đồng", _old(_IN_TIME, "Điều 46")),
    _rule(
        "ui_old_entitled",
        "Đóng đủ 12 tháng trong 24 tháng (36 tháng với hợp đồng dưới 12 tháng), chưa có việc sau 15 ngày",
        _old(all_of(fact("unemployment"), _enough(3), _NO_JOB, rule("ui_old_in_time")), "Điều 49"),
    ),
    _rule("ui_new_in_time", "Nộp hồ sơ trong 3 tháng từ khi chấm dứt hợp đồng", _new(_IN_TIME, "Điều 38")),
    _rule(
        "ui_new_entitled",
        "Đóng đủ 12 tháng trong 24 tháng (36 tháng với hợp đồng dưới 12 tháng), chưa có việc sau 10 ngày làm việc, "
        "không đủ điều kiện hưởng lương hưu",
        _new(
            all_of(fact("unemployment"), _enough(1), _NO_JOB, no(_fact("pension_eligible")), rule("ui_new_in_time")),
            "Điều 38",
        ),
    ),
    amount(
        "ui_region_wage",
        "Lương tối thiểu vùng của tháng cuối đóng bảo hiểm thất nghiệp",
        *_shared(
            when(
                _ENDED.at_least(date(2026, 1, 1)),
                lookup("wage.region.from_2026_01", _REGION),
                when(
                    _ENDED.at_least(date(2024, 7, 1)),
                    lookup("wage.region.from_2024_07", _REGION),
                    when(
                        _ENDED.at_least(date(2022, 7, 1)),
                        lookup("wage.region.from_2022_07", _REGION),
                        Gap("wage.region.before_2022_07", "lương tối thiểu vùng trước 01/7/2022 chưa nạp"),
                    ),
                ),
            )
        ),
    ),
    _amount(
        "ui_base_wage",
        "Lương cơ sở của tháng cuối đóng bảo hiểm thất nghiệp",
        _old(
            when(
                _ENDED.at_least(date(2024, 7, 1)),
                param("wage.base.from_2024_07"),
                Gap("wage.base.before_2024_07", "lương cơ sở trước 01/7/2024 chưa nạp"),
            ),
            "Điều 50",
        ),
    ),
    amount(
        "ui_share",
        "60% lương bình quân 6 tháng cuối",
        *_shared((_fact("average_salary_last_6_months_vnd") * param("ui.rate")) // 100),
    ),
    _amount(
        "ui_old_amount",
        "60% lương bình quân 6 tháng cuối, không quá 5 lần lương cơ sở hoặc lương tối thiểu vùng",
        _old(
            lowest(
                rule("ui_share"),
                when(
                    _fact("wage_regime").is_("state"),
                    rule("ui_base_wage") * CAP_TIMES,
                    rule("ui_region_wage") * CAP_TIMES,
                ),
            ),
            "Điều 50",
        ),
    ),
    _amount(
        "ui_new_amount",
        "60% lương bình quân 6 tháng cuối, không quá 5 lần lương tối thiểu vùng",
        _new(lowest(rule("ui_share"), rule("ui_region_wage") * CAP_TIMES), "Điều 39"),
    ),
    amount(
        "ui_amount",
        "Trợ cấp thất nghiệp hằng tháng",
        *_shared(
            when(
                rule("ui_new_law"),
                when(rule("ui_new_entitled"), rule("ui_new_amount")),
                when(rule("ui_old_entitled"), rule("ui_old_amount")),
            )
        ),
    ),
    number(
        "ui_months",
        "Số tháng hưởng",
        *_shared(
            when(
                rule("ui_amount").above(0),
                lowest(
                    param("ui.months.most"),
                    param("ui.months.first")
                    + highest(_fact("months_total") - param("ui.months.first_covers"), Const(0)) // 12,
                ),
            ),
        ),
    ),
]
PROGRAMMES = [
    Programme(
        "unemployment_insurance",
        "Trợ cấp thất nghiệp",
        "person",
        "ui_amount",
        {"amount_vnd": "ui_amount", "months": "ui_months"},
    )
]
