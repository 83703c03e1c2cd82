"""A register made up for measuring: no person in it is real, every run makes the same one.

Shares are rough and only meant to make every branch of the rules run: a tenth poor or near-poor, three in a hundred
known by birth year only, one or two in a hundred of some facts unknown.
"""

from __future__ import annotations

from typing import Any

PERSONS_IN_HOUSEHOLD = 4
_HOUSEHOLDS = """
CREATE TABLE households AS
SELECT i AS household_id,
       CASE WHEN hash(i * 7 + 1) % 100 < 4 THEN 'poor' WHEN hash(i * 7 + 1) % 100 < 9 THEN 'near_poor'
            WHEN hash(i * 7 + 1) % 100 < 98 THEN 'none' END AS poverty,
       CASE WHEN hash(i * 7 + 2) % 100 < 12 THEN TRUE WHEN hash(i * 7 + 2) % 100 < 99 THEN FALSE END AS commune_special_difficult
FROM range({households}) t(i)
"""
_PERSONS = """
CREATE TABLE persons AS
WITH born AS (
    SELECT i, (DATE '1931-01-01' + CAST(hash(i * 31 + 3) % 34900 AS INTEGER)) AS day, hash(i * 31 + 4) % 100 < 3 AS year_only
    FROM range({persons}) t(i)
)
SELECT i AS person_id, i // {size} AS household_id,
       CAST(CASE WHEN year_only THEN date_trunc('year', day) ELSE day END AS DATE) AS birth_date_from,
       CAST(CASE WHEN year_only THEN date_trunc('year', day) + INTERVAL 1 YEAR - INTERVAL 1 DAY ELSE day END AS DATE) AS birth_date_to,
       CASE WHEN hash(i * 31 + 5) % 1000 < 6 THEN DATE '2026-07-15' ELSE DATE '9999-12-31' END AS death_date,
       CASE WHEN hash(i * 31 + 6) % 1000 < 960 THEN 'none' WHEN hash(i * 31 + 6) % 1000 < 970 THEN 'light'
            WHEN hash(i * 31 + 6) % 1000 < 985 THEN 'severe' WHEN hash(i * 31 + 6) % 1000 < 992 THEN 'extra_severe' END AS disability_level,
       CASE WHEN hash(i * 31 + 7) % 100 < 2 THEN DATE '2026-10-01' ELSE DATE '1900-01-01' END AS disability_certificate_date,
       CASE WHEN hash(i * 31 + 8) % 1000 < 990 THEN 'none' WHEN hash(i * 31 + 8) % 1000 < 998 THEN 'b' END AS orphan_status,
       hash(i * 31 + 9) % 100 < 3 AS received_k1_before_16,
       CASE WHEN hash(i * 31 + 10) % 1000 < 5 THEN TRUE WHEN hash(i * 31 + 10) % 1000 < 990 THEN FALSE END AS hiv,
       hash(i * 31 + 11) % 100 < 60 AS stable_monthly_income,
       CASE WHEN hash(i * 31 + 12) % 100 < 60 THEN 'married' WHEN hash(i * 31 + 12) % 100 < 85 THEN 'never_married'
            WHEN hash(i * 31 + 12) % 100 < 95 THEN 'widowed' WHEN hash(i * 31 + 12) % 100 < 99 THEN 'divorced' END AS marital_status,
       CASE WHEN hash(i * 31 + 13) % 100 < 99 THEN TRUE END AS raising_children,
       CASE WHEN hash(i * 31 + 14) % 100 < 20 THEN 'general' WHEN hash(i * 31 + 14) % 100 < 98 THEN 'none' END AS studying,
       CASE WHEN hash(i * 31 + 15) % 100 < 15 THEN 2500000 WHEN hash(i * 31 + 15) % 100 < 99 THEN 0 END::BIGINT AS pension_monthly_vnd,
       CASE WHEN hash(i * 31 + 16) % 100 < 2 THEN 300000 ELSE 0 END::BIGINT AS social_insurance_monthly_vnd,
       CASE WHEN hash(i * 31 + 17) % 100 < 2 THEN 400000 ELSE 0 END::BIGINT AS other_monthly_allowance_vnd,
       CASE WHEN hash(i * 31 + 18) % 100 < 70 THEN TRUE WHEN hash(i * 31 + 18) % 100 < 98 THEN FALSE END AS has_carer_with_duty,
       hash(i * 31 + 19) % 100 < 4 AS carer_on_monthly_assistance,
       hash(i * 31 + 20) % 1000 < 2 AS living_in_facility,
       hash(i * 31 + 21) % 100 < 3 AS cannot_live_in_community,
       hash(i * 31 + 22) % 100 < 50 AS facility_eligible_cared_in_community
FROM born
"""
_TIES = """
CREATE TABLE ties AS
SELECT i AS tie_id, i AS person_id, i + 1 AS other_id, 'raises' AS kind, FALSE AS other_is_first
FROM range({persons}) t(i) WHERE i % {size} IN (0, 1) AND hash(i * 31 + 23) % 100 < 60
"""


def fill(register: Any, persons: int) -> None:
    """Make the tables of the register in an open DuckDB."""
    households = -(-persons // PERSONS_IN_HOUSEHOLD)
    for statement in (_HOUSEHOLDS, _PERSONS, _TIES):
        register.execute(statement.format(persons=persons, households=households, size=PERSONS_IN_HOUSEHOLD))
