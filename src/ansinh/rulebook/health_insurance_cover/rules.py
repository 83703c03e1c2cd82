"""Health-insurance cards paid or supported by the State: Law 25/2008/QH12 article 12, one card with the highest right."""

from __future__ import annotations

from datetime import date

from ansinh.core.rules.expressions import Expr, any_of, exists, fact, highest, no, of, reached, rule, when
from ansinh.core.rules.model import Programme, Rule, Version
from ansinh.core.rules.parameters import Evidence
from ansinh.rulebook.rows import row_keys
from ansinh.rulebook.writing import ALIVE, condition, number, since

FROM = date(2009, 7, 1)
AMENDED = date(2025, 7, 1)
LAW = "Luật số 25/2008/QH12"
AMENDMENT = "Luật số 51/2024/QH15"
D20 = "Nghị định số 20/2021/NĐ-CP"
COVERS = {1: "supported", 2: "state_paid"}
_SAID = {0: "không", 1: "ngân sách hỗ trợ mức đóng", 2: "ngân sách đóng"}
_RELATIVES = (
    "ncc.pre1945_tuat",
    "ncc.pre1945_tuat_nuoi_duong",
    "ncc.tien_khoi_nghia_tuat",
    "ncc.tien_khoi_nghia_tuat_nuoi_duong",
    "ncc.tb_61_tuat",
    "ncc.tb_61_tuat_nuoi_duong",
    "ncc.bb_61_tuat",
    "ncc.bb_61_tuat_nuoi_duong",
    "ncc.cdhh_61_tuat",
    "ncc.cdhh_61_tuat_nuoi_duong",
    "ncc.cdhh_con",
    "ncc.cdhh_con_61_80",
    "ncc.cdhh_con_81",
    "ncc.liet_si_vo_chong_tai_hon",
)
_MARTYR_FAMILY = ("ncc.liet_si", "ncc.liet_si_1", "ncc.liet_si_2", "ncc.liet_si_3", "ncc.liet_si_tuat_nuoi_duong")
# A sum paid once, by the year or the time makes nobody a person with merit by itself.
_SUMS = (*row_keys("merit_one_off"), *row_keys("merit_yearly"), "ncc.oneoff.injury")
# Who looks after a person with merit is named by texts that are not at hand; pupils' allowances go to children.
_NOT_THEMSELVES = (
    *_RELATIVES,
    *_MARTYR_FAMILY,
    "ncc.bmvnah_phuc_vu",
    "ncc.tb_81_phuc_vu",
    "ncc.tb_81_dbn_phuc_vu",
    "ncc.bb_81_phuc_vu",
    "ncc.bb_81_dbn_phuc_vu",
    "ncc.cdhh_81_phuc_vu",
    "ncc.hoc_11_1",
    "ncc.hoc_11_2",
    *_SUMS,
)


def _versions(formula: Expr, *references: str) -> tuple[Version, ...]:
    return (
        since(FROM, formula, *references),
        # The amendments of Law 51/2024 have not been read.
        since(AMENDED, formula, *references, AMENDMENT, evidence=Evidence.MEMORY),
    )


def _point(letter: str) -> str:
    return f"điểm {letter} khoản 3 Điều 12 {LAW}"


def _group(name: str, label: str, formula: Expr, *references: str) -> Rule:
    return condition(name, label, *_versions(formula, *references))


_POVERTY = of("household", fact("poverty"))

RULES: list[Rule] = [
    _group("hi_child", "Trẻ em dưới 6 tuổi", no(reached(fact("birth_date"), 6, "start")), _point("e")),
    _group(
        "hi_merit",
        "Người có công với cách mạng",
        exists("titles", no(fact("category").among(*_NOT_THEMSELVES))),
        _point("d"),
    ),
    _group(
        "hi_martyr_family",
        "Thân nhân của liệt sĩ",
        exists("titles", fact("category").among(*_MARTYR_FAMILY)),
        _point("i"),
    ),
    _group(
        "hi_merit_family",
        "Thân nhân khác của người có công",
        exists("titles", fact("category").among(*_RELATIVES)),
        _point("k"),
    ),
    _group(
        "hi_monthly_assistance",
        "Người hưởng trợ cấp bảo trợ xã hội hằng tháng",
        any_of(
            fact("receiving_monthly_assistance"),
            rule("sa_amount").above(0),
            rule("sp_amount").above(0),
            rule("care_facility").above(0),
        ),
        _point("g"),
        f"Điều 9 {D20}",
    ),
    _group(
        "hi_poor_or_difficult",
        "Người thuộc hộ nghèo, người ở vùng đặc biệt khó khăn, xã đảo, đặc khu",
        any_of(
            _POVERTY.is_("poor"),
            of("household", fact("commune_special_difficult")),
            of("household", fact("commune_island_or_special_zone")),
        ),
        _point("h"),
    ),
    _group("hi_near_poor", "Người thuộc hộ cận nghèo", _POVERTY.is_("near_poor"), f"khoản 4 Điều 12 {LAW}"),
    _group(
        "hi_student",
        "Học sinh, sinh viên",
        fact("studying").among("general", "vocational", "university_first", "university_second"),
        f"khoản 4 Điều 12 {LAW}",
    ),
    number(
        "hi_state_paid",
        "Ngân sách nhà nước đóng",
        *_versions(
            when(
                any_of(
                    rule("hi_child"),
                    rule("hi_merit"),
                    rule("hi_martyr_family"),
                    rule("hi_merit_family"),
                    rule("hi_monthly_assistance"),
                    rule("hi_poor_or_difficult"),
                    no(fact("merit")),
                ),
                2,
            ),
            f"khoản 3 Điều 12 {LAW}",
        ),
        said=_SAID,
    ),
    number(
        "hi_supported",
        "Ngân sách nhà nước hỗ trợ mức đóng",
        *_versions(when(any_of(rule("hi_near_poor"), rule("hi_student")), 1), f"khoản 4 Điều 12 {LAW}"),
        said=_SAID,
    ),
    number(
        "hi_cover",
        "Một thẻ, mức hưởng cao nhất",
        *_versions(when(ALIVE, highest(rule("hi_state_paid"), rule("hi_supported"))), f"Điều 12 {LAW}"),
        said=_SAID,
    ),
]
PROGRAMMES = [Programme("health_insurance_cover", "Thẻ bảo hiểm y tế", "person", "hi_cover", {"cover": "hi_cover"})]
