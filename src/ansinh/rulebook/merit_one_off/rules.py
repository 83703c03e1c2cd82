"""One-off sums of people with merit: appendices IV and VI and article 10 of Decree 75/2021/NĐ-CP, as multiples of the standard.

A sum stands in the list of merit titles by the id of its row, with the day of the decision that grants it, and is due in the
month of that day. Who is granted one is decided by instruments whose conditions are not at hand: the decision is the fact.
"""

from __future__ import annotations

from ansinh.core.rules.expressions import (
    MONTH_END,
    MONTH_START,
    Const,
    Expr,
    all_of,
    fact,
    highest,
    lookup,
    lowest,
    param,
    rounded,
    rule,
    total,
    when,
)
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.rulebook.merit_monthly.rules import DECREE_75_IN_FORCE, FROM
from ansinh.rulebook.writing import ALIVE, amount, condition, not_at_hand, since

D75 = "Nghị định số 75/2021/NĐ-CP"
ROUNDING = f"khoản 2 Điều 3 {D75}"
APPENDIX = f"Phụ lục IV {D75}"
PER_YEAR = "ncc.oneoff.resistance_per_year"
INJURED = "ncc.oneoff.injury"
BANDS = ((5, 10, "ncc.oneoff.injury_5_10"), (11, 15, "ncc.oneoff.injury_11_15"), (16, 20, "ncc.oneoff.injury_16_20"))
EXHUMED, GRAVE = "ncc.other.exhume", "ncc.other.grave_build"
FAMILIES = (PER_YEAR, INJURED, EXHUMED, GRAVE)
"""What a title may be called beside the rows of the tables."""
TABLES = ("ncc.oneoff", "ncc.oneoff.injury")
_CATEGORY = fact("category")
_RATE = fact("injury_rate")
_STANDARD = param("ncc.standard")


def version(formula: Expr, *references: str) -> Version:
    """Return a formula of Decree 75/2021, read in its text."""
    return since(FROM, formula, *references, in_force=DECREE_75_IN_FORCE)


def of_title(name: str, label: str, formula: Expr, *references: str) -> Rule:
    """Return what one title gives in the month of its decision."""
    return amount(name, label, version(when(rule("merit_granted"), formula), *references), entity="merit")


def times_standard(coefficient: Expr) -> Expr:
    """Return a coefficient times the standard, rounded to whole thousands as clause 2 of article 3 says."""
    return rounded(coefficient * _STANDARD, over=10)


def _by_rate() -> Expr:
    bands = (
        when(all_of(_RATE.at_least(least), _RATE.at_most(last)), lookup(INJURED, Const(row)))
        for least, last, row in BANDS
    )
    return highest(lookup(INJURED, _CATEGORY), when(_CATEGORY.is_(INJURED), highest(*bands)))


RULES: list[Rule] = [
    condition(
        "merit_granted",
        "Có quyết định trong tháng",
        version(
            all_of(fact("decision_date").at_least(MONTH_START), fact("decision_date").at_most(MONTH_END)), APPENDIX
        ),
        entity="merit",
    ),
    of_title(
        "merit_once_row",
        "Trợ cấp một lần theo dòng của Phụ lục IV",
        times_standard(lookup("ncc.oneoff", _CATEGORY)),
        APPENDIX,
        ROUNDING,
    ),
    of_title(
        "merit_once_resistance",
        "Trợ cấp một lần của người hoạt động kháng chiến, theo năm thâm niên",
        when(
            _CATEGORY.is_(PER_YEAR),
            # The years are kept in halves: less than six months count as six, more as a year.
            rounded(param(PER_YEAR) * fact("seniority_half_years") * _STANDARD, over=20),
        ),
        APPENDIX,
        ROUNDING,
    ),
    of_title(
        "merit_once_injured",
        "Trợ cấp một lần của người bị thương từ 5% đến 20%",
        times_standard(_by_rate()),
        f"Phụ lục VI {D75}",
        ROUNDING,
    ),
    of_title(
        "merit_once_exhumed",
        "Di chuyển hài cốt liệt sĩ",
        when(_CATEGORY.is_(EXHUMED), param(EXHUMED)),
        f"điểm a khoản 1 Điều 10 {D75}",
    ),
    of_title(
        "merit_once_grave",
        "Xây mộ liệt sĩ, theo chi phí thực tế, không quá mức cao nhất",
        when(_CATEGORY.is_(GRAVE), lowest(fact("actual_cost_vnd"), param(GRAVE))),
        f"khoản 2 Điều 10 {D75}",
    ),
    amount(
        "merit_once_title",
        "Khoản một lần của một diện",
        version(
            rule("merit_once_row")
            + rule("merit_once_resistance")
            + rule("merit_once_injured")
            + rule("merit_once_exhumed")
            + rule("merit_once_grave"),
            APPENDIX,
        ),
        entity="merit",
    ),
    amount(
        "merit_once_amount",
        "Trợ cấp ưu đãi một lần",
        not_at_hand("merit_one_off", APPENDIX),
        # A list of titles that nobody wrote may be of none or of some.
        version(when(ALIVE, total("titles", rule("merit_once_title")) + when(fact("merit"), 0, 1)), APPENDIX),
    ),
]
PROGRAMMES = [
    Programme(
        "merit_one_off",
        "Ưu đãi người có công một lần",
        "person",
        "merit_once_amount",
        {"amount_vnd": "merit_once_amount"},
    )
]
