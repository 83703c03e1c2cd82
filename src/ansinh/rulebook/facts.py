"""What is recorded of households and persons for the rules: names, words, what a fact may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ansinh.core.rules.expressions import Kind
from ansinh.core.rules.model import ALWAYS, NEVER, Entity, Fact, Relation
from ansinh.rulebook.rows import title_name

_POVERTY = {"none": "không nghèo, không cận nghèo", "near_poor": "hộ cận nghèo", "poor": "hộ nghèo"}
_DISABILITY = {"none": "không khuyết tật", "light": "nhẹ", "severe": "nặng", "extra_severe": "đặc biệt nặng"}
_MARITAL = {
    "none": "không ghi",
    "never_married": "chưa kết hôn",
    "married": "có vợ hoặc chồng",
    "divorced": "đã ly hôn",
    "widowed": "vợ hoặc chồng đã chết",
    "spouse_missing": "vợ hoặc chồng mất tích",
}
_STUDYING = {
    "none": "không đi học",
    "general": "học văn hóa",
    "vocational": "học nghề, trung cấp, cao đẳng",
    "university_first": "đại học văn bằng thứ nhất",
    "university_second": "đại học văn bằng thứ hai",
}
_EVENTS = {
    "serious_injury": "bị thương nặng",
    "death_or_missing": "chết, mất tích",
    "house_collapsed": "nhà đổ, sập, trôi, cháy hoàn toàn",
    "house_heavily_damaged": "nhà hư hỏng nặng",
    "forced_relocation": "phải di dời nhà ở khẩn cấp",
    "hunger": "thiếu đói",
    "buried_unclaimed": "mai táng người không có người nhận",
}
_CAUSES = {
    "none": "không ghi",
    "disaster": "thiên tai",
    "fire": "hỏa hoạn",
    "crop_failure": "mất mùa",
    "tet": "dịp Tết",
}
ORPHAN_CASES = ("a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l")
WAGE_REGIONS = ("I", "II", "III", "IV")
LONG_CONTRACT = "12_months_or_more"
MERIT_FAMILIES = ("ncc.table.tb", "ncc.table.tbb", "ncc.bb", "ncc.cdhh", "ncc.cdhh_con", "ncc.liet_si")


def _flag(name: str, label: str) -> Fact:
    return Fact(name, label, Kind.BOOL, absent=False)


def _money(name: str, label: str) -> Fact:
    return Fact(name, label, Kind.INT, absent=0)


def _count(name: str, label: str, most: int) -> Fact:
    return Fact(name, label, Kind.INT, absent=0, most=most)


_TIES = {"raises": "đang nuôi", "cares_for": "đang chăm sóc", "spouse": "vợ, chồng"}


def _word(name: str, label: str, said: Mapping[str, str]) -> Fact:
    return Fact(name, label, Kind.TEXT, tuple(said), "none", said=said)


def _listed(name: str, label: str) -> Fact:
    """Whether a list was recorded at all: never false, unknown where nobody wrote the list."""
    return Fact(name, label, Kind.BOOL, absent=True, of_list=True)


HOUSEHOLD = (
    Fact("area", "khu vực", Kind.TEXT, ("rural", "urban"), "rural", said={"rural": "nông thôn", "urban": "thành thị"}),
    _word("poverty", "hộ nghèo, hộ cận nghèo", _POVERTY),
    _flag("commune_special_difficult", "xã, thôn đặc biệt khó khăn"),
    _flag("commune_island_or_special_zone", "xã đảo, đặc khu"),
    _flag("hardship", "hộ có hoàn cảnh khó khăn"),
    _money("income_12_months_total_vnd", "tổng thu nhập 12 tháng"),
    _money("state_allowances_12_months_vnd", "trợ cấp xã hội trong 12 tháng"),
    _count("household_size", "số người của hộ", 100),
    _count("deprivation_count", "số chỉ số thiếu hụt", 12),
    _flag("reviewed_by_score", "rà soát theo phiếu chấm điểm"),
    _count("score_b1", "điểm B1", 1000),
    _count("score_b2", "điểm B2", 120),
    _listed("events", "các sự việc khẩn cấp"),
)

PERSON = (
    Fact("birth_date", "ngày sinh", Kind.DATE, from_to=True),
    Fact("death_date", "ngày chết", Kind.DATE, absent=NEVER),
    _flag("ethnic_minority", "dân tộc thiểu số"),
    _word("disability_level", "mức độ khuyết tật", _DISABILITY),
    Fact("disability_certificate_date", "giấy xác nhận khuyết tật", Kind.DATE, absent=ALWAYS),
    _word(
        "orphan_status",
        "trường hợp trẻ em không có nguồn nuôi dưỡng",
        {"none": "không"} | {c: f"điểm {c}" for c in ORPHAN_CASES},
    ),
    _flag("received_k1_before_16", "đang hưởng theo khoản 1 khi đủ 16 tuổi"),
    _flag("hiv", "nhiễm HIV"),
    _flag("stable_monthly_income", "có thu nhập ổn định hằng tháng"),
    _word("marital_status", "tình trạng hôn nhân", _MARITAL),
    _listed("raising_children", "các con đang nuôi"),
    _listed("caring_for", "người được chăm sóc"),
    _listed("spouse", "vợ hoặc chồng"),
    _word("care_kind", "cách chăm sóc", {"none": "không", "own_household": "trong hộ", "received": "nhận về"}),
    _word("studying", "đang học", _STUDYING),
    _money("pension_monthly_vnd", "lương hưu hằng tháng"),
    _money("social_insurance_monthly_vnd", "trợ cấp bảo hiểm xã hội hằng tháng"),
    _money("other_monthly_allowance_vnd", "trợ cấp hằng tháng khác"),
    _flag("social_insurance_survivor_monthly", "đang hưởng tuất bảo hiểm xã hội hằng tháng"),
    _flag("has_carer_with_duty", "có người có nghĩa vụ và quyền phụng dưỡng"),
    _flag("carer_on_monthly_assistance", "người phụng dưỡng đang hưởng trợ cấp xã hội"),
    _flag("living_in_facility", "đang ở cơ sở trợ giúp xã hội"),
    _flag("cannot_live_in_community", "không có điều kiện sống ở cộng đồng"),
    _flag("facility_eligible_cared_in_community", "đủ điều kiện vào cơ sở nhưng có người nhận chăm sóc"),
    _flag("pregnant", "đang mang thai"),
    _flag("receiving_monthly_assistance", "đang hưởng trợ cấp xã hội hằng tháng"),
    _listed("merit", "diện người có công"),
    Fact("unemployment", "đề nghị hưởng trợ cấp thất nghiệp", Kind.BOOL, absent=False, of_list=True),
    _money("unemployment.average_salary_last_6_months_vnd", "lương bình quân 6 tháng cuối"),
    _count("unemployment.months_total", "tổng số tháng đóng bảo hiểm thất nghiệp", 1000),
    _count("unemployment.months_in_last_24", "số tháng đóng trong 24 tháng cuối", 24),
    _count("unemployment.months_in_last_36", "số tháng đóng trong 36 tháng cuối", 36),
    _flag("unemployment.contract_kind", "hợp đồng dưới 12 tháng"),
    _count("unemployment.contract_months", "thời hạn hợp đồng (tháng)", 1000),
    _word(
        "unemployment.wage_regime",
        "chế độ tiền lương",
        {"state": "Nhà nước quy định", "enterprise": "doanh nghiệp quyết định"},
    ),
    _word("unemployment.wage_region", "vùng lương tối thiểu", {region: f"vùng {region}" for region in WAGE_REGIONS}),
    Fact("unemployment.contract_end_date", "ngày chấm dứt hợp đồng", Kind.DATE),
    Fact("unemployment.filing_date", "ngày nộp đủ hồ sơ", Kind.DATE, absent=NEVER),
    _flag("unemployment.has_job_after_waiting", "đã có việc làm trong thời gian chờ"),
    _flag("unemployment.pension_eligible", "đủ điều kiện hưởng lương hưu"),
    _flag("voluntary_si.payer", "đang đóng bảo hiểm xã hội tự nguyện"),
    _count("voluntary_si.supported_months_before", "số tháng đã được hỗ trợ", 1000),
)

MERIT = (
    Fact("category", "diện", Kind.TEXT),
    _count("injury_rate", "tỷ lệ tổn thương cơ thể (%)", 100),
    _flag("special_severe", "đặc biệt nặng"),
    _count("martyr_count", "số liệt sĩ", 20),
    _flag("lonely_or_orphan", "sống cô đơn hoặc con mồ côi"),
    _count("seniority_half_years", "thâm niên (nửa năm)", 200),
    Fact("decision_date", "ngày quyết định", Kind.DATE),
    _count("distance_km", "khoảng cách (ki-lô-mét)", 5000),
    _count("visitors", "số người đi", 100),
    _money("actual_cost_vnd", "chi phí thực tế"),
)

EVENT = (
    _word("kind", "sự việc", _EVENTS),
    Fact("date", "ngày xảy ra", Kind.DATE),
    _word("cause", "nguyên nhân", _CAUSES),
    _flag("relocation_decision", "có quyết định di dời"),
    _count("months_needed", "số tháng thiếu đói", 12),
    _money("actual_cost_vnd", "chi phí thực tế"),
)

TIE = (
    Fact("kind", "quan hệ", Kind.TEXT, tuple(_TIES), said=_TIES),
    Fact("other_is_first", "người kia đứng trước trong hộ", Kind.BOOL),
)


def entities(categories: tuple[str, ...]) -> Mapping[str, Entity]:
    """Return the kinds of things the rules are about; ``categories`` are the words a merit title may have."""
    names = {category: title_name(category) for category in categories}
    merit = tuple(replace(each, choices=categories, said=names) if each.name == "category" else each for each in MERIT)
    made = (
        _entity(
            "household",
            "households",
            HOUSEHOLD,
            Relation("members", "person", True, "household_id"),
            _EVENTS_OF_HOUSEHOLD,
        ),
        _entity(
            "person",
            "persons",
            PERSON,
            Relation("household", "household", False, "household_id"),
            Relation("titles", "merit", True, "person_id"),
            Relation("events", "event", True, "person_id"),
            Relation("ties", "tie", True, "person_id"),
            Relation("named_in", "tie", True, "other_id"),
        ),
        _entity("merit", "merits", merit),
        _entity("event", "events", EVENT),
        _entity(
            "tie",
            "ties",
            TIE,
            Relation("holder", "person", False, "person_id"),
            Relation("other", "person", False, "other_id"),
        ),
    )
    return {each.name: each for each in made}


_EVENTS_OF_HOUSEHOLD = Relation("events", "event", True, "household_id")


def _entity(name: str, table: str, facts: tuple[Fact, ...], *relations: Relation) -> Entity:
    return Entity(
        name, table, f"{name}_id", {each.name: each for each in facts}, {each.name: each for each in relations}
    )
