"""Monthly allowances of people with merit: Ordinance 02/2020/UBTVQH14; appendices I to III of Decree 75/2021 as amended."""

from __future__ import annotations

from datetime import date

from ansinh.core.rules.expressions import (
    Const,
    Expr,
    all_of,
    fact,
    highest,
    lookup,
    most,
    no,
    rule,
    total,
    when,
)
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.writing import ALIVE, amount, condition, not_at_hand, since

FROM = date(2021, 7, 1)
DECREE_75_IN_FORCE = date(2021, 9, 15)
GROUPS = "khoản 1 Điều 3 Pháp lệnh số 02/2020/UBTVQH14"
MONTHLY = "ncc.monthly"
INJURY = ("ncc.table.tb", "ncc.table.tbb", "ncc.bb")
SEVERE_FROM = 81
_CATEGORY = fact("category")
_RATE = fact("injury_rate")
BANDS_BB = (
    (41, "ncc.bb_41_50"),
    (51, "ncc.bb_51_60"),
    (61, "ncc.bb_61_70"),
    (71, "ncc.bb_71_80"),
    (81, "ncc.bb_81_90"),
    (91, "ncc.bb_91_100"),
)
BANDS_CDHH = ((21, "ncc.cdhh_21_40"), (41, "ncc.cdhh_41_60"), (61, "ncc.cdhh_61_80"), (81, "ncc.cdhh_81"))
BANDS_CDHH_CHILD = ((61, "ncc.cdhh_con_61_80"), (81, "ncc.cdhh_con_81"))
UPKEEP = {
    "ncc.pre1945_tuat": "ncc.pre1945_tuat_nuoi_duong",
    "ncc.tien_khoi_nghia_tuat": "ncc.tien_khoi_nghia_tuat_nuoi_duong",
    "ncc.liet_si": "ncc.liet_si_tuat_nuoi_duong",
    "ncc.liet_si_1": "ncc.liet_si_tuat_nuoi_duong",
    "ncc.liet_si_2": "ncc.liet_si_tuat_nuoi_duong",
    "ncc.liet_si_3": "ncc.liet_si_tuat_nuoi_duong",
    "ncc.tb_61_tuat": "ncc.tb_61_tuat_nuoi_duong",
    "ncc.bb_61_tuat": "ncc.bb_61_tuat_nuoi_duong",
    "ncc.cdhh_61_tuat": "ncc.cdhh_61_tuat_nuoi_duong",
    "ncc.giup_do_truoc_8_1945": "ncc.giup_do_nuoi_duong",
    "ncc.giup_do_hckc": "ncc.giup_do_nuoi_duong",
}


def _row(name: str) -> Expr:
    return lookup(MONTHLY, Const(name))


def _version(formula: Expr, *, evidence: Evidence = Evidence.PRIMARY) -> Version:
    return since(FROM, formula, GROUPS, in_force=DECREE_75_IN_FORCE, evidence=evidence)


def _banded(bands: tuple[tuple[int, str], ...]) -> Expr:
    """Return the row of the band in which the rate lies."""
    ends = [least for least, _ in bands[1:]]
    parts = [
        when(all_of(_RATE.at_least(least), _RATE.below(end)), _row(row))
        for (least, row), end in zip(bands, ends, strict=False)
    ]
    last, row = bands[-1]
    return highest(*parts, when(_RATE.at_least(last), _row(row)))


def _extra(name: str, label: str, category: tuple[str, ...], plain: str, special: str) -> Rule:
    formula = when(
        all_of(_CATEGORY.among(*category), _RATE.at_least(SEVERE_FROM)),
        when(fact("special_severe"), _row(special), _row(plain)),
    )
    return amount(name, label, _version(formula), entity="merit")


def _upkeep() -> Expr:
    rows = (when(_CATEGORY.is_(category), _row(row)) for category, row in UPKEEP.items())
    return when(fact("lonely_or_orphan"), highest(*rows))


RULES: list[Rule] = [
    amount("merit_row", "Mức theo dòng của Phụ lục I", _version(lookup(MONTHLY, _CATEGORY)), entity="merit"),
    amount(
        "merit_wounded",
        "Thương binh, người hưởng chính sách như thương binh: mức theo tỷ lệ tổn thương cơ thể",
        _version(when(_CATEGORY.is_("ncc.table.tb"), lookup("ncc.table.tb", _RATE))),
        entity="merit",
    ),
    amount(
        "merit_wounded_b",
        "Thương binh loại B: mức theo tỷ lệ tổn thương cơ thể",
        _version(when(_CATEGORY.is_("ncc.table.tbb"), lookup("ncc.table.tbb", _RATE))),
        entity="merit",
    ),
    _extra(
        "merit_wounded_extra",
        "Phụ cấp thương binh có tỷ lệ từ 81%",
        ("ncc.table.tb", "ncc.table.tbb"),
        "ncc.tb_81_phu_cap",
        "ncc.tb_81_dbn_phu_cap",
    ),
    amount(
        "merit_sick_soldier",
        "Bệnh binh: mức theo tỷ lệ",
        _version(when(_CATEGORY.is_("ncc.bb"), _banded(BANDS_BB))),
        entity="merit",
    ),
    _extra(
        "merit_sick_soldier_extra",
        "Phụ cấp bệnh binh có tỷ lệ từ 81%",
        ("ncc.bb",),
        "ncc.bb_81_phu_cap",
        "ncc.bb_81_dbn_phu_cap",
    ),
    amount(
        "merit_chemical",
        "Người hoạt động kháng chiến bị nhiễm chất độc hóa học: mức theo tỷ lệ",
        _version(when(_CATEGORY.is_("ncc.cdhh"), _banded(BANDS_CDHH))),
        entity="merit",
    ),
    _extra(
        "merit_chemical_extra",
        "Phụ cấp người nhiễm chất độc hóa học có tỷ lệ từ 81%",
        ("ncc.cdhh",),
        "ncc.cdhh_81_phu_cap",
        "ncc.cdhh_81_dbn_phu_cap",
    ),
    amount(
        "merit_chemical_child",
        "Con đẻ của người nhiễm chất độc hóa học: mức theo tỷ lệ",
        _version(when(_CATEGORY.is_("ncc.cdhh_con"), _banded(BANDS_CDHH_CHILD))),
        entity="merit",
    ),
    amount(
        "merit_martyr_family",
        "Thân nhân liệt sĩ: mức theo số liệt sĩ",
        _version(
            when(
                _CATEGORY.is_("ncc.liet_si"),
                when(
                    fact("martyr_count").at_least(3),
                    _row("ncc.liet_si_3"),
                    when(
                        fact("martyr_count").is_(2),
                        _row("ncc.liet_si_2"),
                        when(fact("martyr_count").is_(1), _row("ncc.liet_si_1")),
                    ),
                ),
            )
        ),
        entity="merit",
    ),
    amount(
        "merit_mother_extra",
        "Phụ cấp Bà mẹ Việt Nam anh hùng",
        _version(when(_CATEGORY.is_("ncc.bmvnah"), _row("ncc.bmvnah_phu_cap"))),
        entity="merit",
    ),
    amount(
        "merit_seniority",
        "Phụ cấp theo thâm niên của người hoạt động cách mạng diện thoát ly",
        _version(
            when(
                _CATEGORY.is_("ncc.pre1945_thoat_ly"),
                (fact("seniority_half_years") * _row("ncc.pre1945_thoat_ly_phu_cap")) // 2,
            )
        ),
        entity="merit",
    ),
    amount("merit_upkeep", "Trợ cấp nuôi dưỡng người sống cô đơn, con mồ côi", _version(_upkeep()), entity="merit"),
    condition(
        "merit_by_injury",
        "Diện thương binh, bệnh binh",
        _version(_CATEGORY.among(*INJURY)),
        entity="merit",
    ),
    amount(
        "merit_title_amount",
        "Trợ cấp, phụ cấp hằng tháng của một diện",
        _version(
            rule("merit_row")
            + rule("merit_wounded")
            + rule("merit_wounded_b")
            + rule("merit_wounded_extra")
            + rule("merit_sick_soldier")
            + rule("merit_sick_soldier_extra")
            + rule("merit_chemical")
            + rule("merit_chemical_extra")
            + rule("merit_chemical_child")
            + rule("merit_martyr_family")
            + rule("merit_mother_extra")
            + rule("merit_seniority")
            + rule("merit_upkeep")
        ),
        entity="merit",
    ),
    amount(
        "merit_injury_highest",
        "Vừa là thương binh vừa là bệnh binh thì hưởng mức cao hơn",
        _version(most("titles", when(rule("merit_by_injury"), rule("merit_title_amount"))), evidence=Evidence.MEMORY),
    ),
    amount(
        "merit_injury_alone",
        "Trợ cấp thương binh, bệnh binh",
        _version(total("titles", when(rule("merit_by_injury"), rule("merit_title_amount")))),
    ),
    amount(
        "merit_others",
        "Trợ cấp của các diện khác",
        _version(total("titles", when(no(rule("merit_by_injury")), rule("merit_title_amount")))),
    ),
    condition(
        "merit_one_injury_title",
        "Chỉ thuộc một diện thương binh, bệnh binh",
        _version(total("titles", when(rule("merit_by_injury"), Const(1))).at_most(1)),
    ),
    amount(
        "merit_injury",
        "Mức của diện thương binh, bệnh binh",
        _version(when(rule("merit_one_injury_title"), rule("merit_injury_alone"), rule("merit_injury_highest"))),
    ),
    amount(
        "merit_amount",
        "Trợ cấp, phụ cấp ưu đãi hằng tháng",
        not_at_hand("merit_monthly", GROUPS),
        # A list of titles that nobody wrote may be of none or of some.
        _version(when(ALIVE, rule("merit_injury") + rule("merit_others") + when(fact("merit"), 0, 1))),
    ),
]
PROGRAMMES = [
    Programme(
        "merit_monthly", "Ưu đãi người có công hằng tháng", "person", "merit_amount", {"amount_vnd": "merit_amount"}
    )
]
