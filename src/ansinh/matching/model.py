"""How two records are compared: the levels of likeness, what each says to an official, and how often it holds.

For two records of one person, how often each level holds (``same``) is judged from how clerks write; how often it holds
by accident is estimated from the register itself. Names that many people bear weigh less.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """A degree of likeness: SQL over two records l and r, its share among true doubles, and its words ("" says nothing)."""

    condition: str
    same: float
    words: str
    frequent_by: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A thing compared, with its levels from most alike; the last, without condition, is "not alike"."""

    name: str
    missing: str
    levels: tuple[Level, ...]


_BOTH_DAYS = "l.birth_date IS NOT NULL AND r.birth_date IS NOT NULL"
# Lengths first: they are cheap, and most pairs end there.
_TWO_LETTERS = "abs(length(l.name_key) - length(r.name_key)) <= 2 AND damerau_levenshtein(l.name_key, r.name_key) <= 2"
COMPARISONS = (
    Comparison(
        "full_name",
        "l.name_key IS NULL OR r.name_key IS NULL",
        (
            Level("l.name_marked = r.name_marked", 0.43, "họ tên giống hệt", frequent_by="name_short"),
            Level(
                "l.name_bag = r.name_bag", 0.20, "họ tên giống nhau, khác dấu hoặc thứ tự chữ", frequent_by="name_short"
            ),
            Level(
                "l.name_short = r.name_short",
                0.08,
                "họ tên giống nhau nếu không kể chữ “Thị”",
                frequent_by="name_short",
            ),
            # A slip of the pen mostly makes a word that hardly anybody is called by; two common words are two people.
            Level(
                f"(l.has_rare_word OR r.has_rare_word) AND {_TWO_LETTERS}",
                0.13,
                "họ tên chỉ khác một, hai chữ cái ở một chữ hiếm gặp",
            ),
            Level(
                "l.name_ends = r.name_ends AND least(len(l.bag), len(r.bag)) = 2",
                0.10,
                "họ và tên giống nhau, một bên không có tên đệm",
                frequent_by="name_ends",
            ),
            Level(_TWO_LETTERS, 0.05, "họ tên chỉ khác một, hai chữ cái"),
            Level("", 0.01, "họ tên khác nhau"),
        ),
    ),
    Comparison(
        "birth",
        "l.birth_year IS NULL OR r.birth_year IS NULL",
        (
            Level("l.birth_date = r.birth_date", 0.70, "cùng ngày sinh"),
            Level(
                f"{_BOTH_DAYS} AND (month(l.birth_date) = day(r.birth_date) AND day(l.birth_date) = month(r.birth_date)"
                " AND l.birth_year = r.birth_year)",
                0.04,
                "ngày và tháng sinh đổi chỗ cho nhau",
            ),
            Level(
                f"{_BOTH_DAYS} AND (l.birth_year = r.birth_year AND (month(l.birth_date) = month(r.birth_date)"
                " OR day(l.birth_date) = day(r.birth_date)) OR l.month_day = r.month_day"
                " AND abs(l.birth_year - r.birth_year) IN (1, 10))",
                0.05,
                "ngày sinh chỉ khác ngày, tháng hoặc năm",
            ),
            Level(
                "(l.year_only OR r.year_only) AND l.birth_year = r.birth_year",
                0.20,
                "cùng năm sinh, một bên không có ngày",
            ),
            Level("", 0.01, "ngày sinh khác nhau"),
        ),
    ),
    Comparison(
        "personal_id",
        "",
        (
            Level("l.personal_id = r.personal_id", 0.44, "cùng số định danh"),
            Level(
                # Who is born the same year has a number that begins the same way: one digit apart says little by itself.
                "damerau_levenshtein(l.personal_id, r.personal_id) = 1"
                f" AND (l.name_ends = r.name_ends OR l.name_short = r.name_short OR {_TWO_LETTERS})",
                0.15,
                "số định danh chỉ khác một chữ số hoặc hai chữ số đổi chỗ",
            ),
            # Where nearly all have a number, a record without one is more often a second record.
            Level("l.personal_id IS NULL OR r.personal_id IS NULL", 0.40, "một bên không có số định danh"),
            Level("", 0.01, "số định danh khác nhau"),
        ),
    ),
    Comparison(
        "commune",
        "l.communes IS NULL OR r.communes IS NULL",
        (
            Level("list_has_any(l.communes, r.communes) AND l.village = r.village", 0.15, "cùng thôn, tổ"),
            Level("list_has_any(l.communes, r.communes)", 0.50, "cùng xã, kể cả theo tên xã cũ"),
            Level("", 0.35, "khác xã"),
        ),
    ),
    Comparison(
        "social_insurance_code",
        "l.social_insurance_code IS NULL OR r.social_insurance_code IS NULL",
        (
            Level("l.social_insurance_code = r.social_insurance_code", 0.95, "cùng mã bảo hiểm xã hội"),
            Level("", 0.05, "mã bảo hiểm xã hội khác nhau"),
        ),
    ),
    Comparison(
        "phone",
        "l.phone IS NULL OR r.phone IS NULL",
        (Level("l.phone = r.phone", 0.70, "cùng số điện thoại"), Level("", 0.30, "")),
    ),
    Comparison(
        "sex",
        "l.sex IS NULL OR r.sex IS NULL",
        (Level("l.sex = r.sex", 0.99, ""), Level("", 0.01, "giới tính khác nhau")),
    ),
)
# Which pairs are looked at at all: any of these. The first that holds counts.
BLOCKS = (
    "l.personal_id = r.personal_id",
    "l.social_insurance_code = r.social_insurance_code",
    "l.phone = r.phone AND l.sex = r.sex",
    "l.birth_date = r.birth_date AND l.sex = r.sex",
    "l.name_short = r.name_short AND l.birth_year = r.birth_year AND l.commune = r.commune",
    "l.name_ends = r.name_ends AND l.birth_year = r.birth_year AND l.commune = r.commune",
    "l.name_short = r.name_short AND l.month_day = r.month_day",
    "l.name_short = r.name_short AND l.birth_year = r.birth_year AND l.sex = r.sex AND (l.year_only OR r.year_only)",
)
