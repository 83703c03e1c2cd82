"""Vietnamese text: letters, search without marks, numbers, dates, money in words, order of names."""

from ansinh.core.text.dates import DateToken, find_dates, make_date, read_date, write_date, write_date_in_words
from ansinh.core.text.fillers import is_filler
from ansinh.core.text.folding import fold, fold_in_place
from ansinh.core.text.legacy_fonts import looks_like_tcvn3, looks_like_vni
from ansinh.core.text.money import money_in_words, number_in_words
from ansinh.core.text.names import name_sort_key, title_sort_key, word_sort_key
from ansinh.core.text.numbers import NumberToken, find_numbers, read_number, read_range, write_number
from ansinh.core.text.roman import read_roman, write_roman
from ansinh.core.text.unicode import mend_letters, nfc, nfd, squeeze

__all__ = [
    "DateToken",
    "NumberToken",
    "find_dates",
    "find_numbers",
    "fold",
    "fold_in_place",
    "is_filler",
    "looks_like_tcvn3",
    "looks_like_vni",
    "make_date",
    "mend_letters",
    "money_in_words",
    "name_sort_key",
    "nfc",
    "nfd",
    "number_in_words",
    "read_date",
    "read_number",
    "read_range",
    "read_roman",
    "squeeze",
    "title_sort_key",
    "word_sort_key",
    "write_date",
    "write_date_in_words",
    "write_number",
    "write_roman",
]
