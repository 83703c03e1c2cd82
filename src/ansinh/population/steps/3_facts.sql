-- What the rules ask about a person. Shares that come from no source are assumptions; docs/reference/population.md says which.
CREATE TABLE family AS
SELECT person_id,
       count(*) FILTER (WHERE role IN ('C', 'M', 'D', 'P', 'B') AND age BETWEEN 18 AND 59) OVER home > 0 AS with_adults,
       bool_or(role IN ('C', 'M', 'D') AND age >= 18) OVER home AS with_grown_children
FROM born WINDOW home AS (PARTITION BY household_id);

CREATE TABLE ailing AS
SELECT b.person_id, coalesce(chance(b.person_id, 30) < d.percent / 100, FALSE) AS survey_disability,
       CASE WHEN coalesce(chance(b.person_id, 30) < d.percent / 100, FALSE) THEN
           CASE WHEN chance(b.person_id, 31) < s.percent / 100 THEN
                    CASE WHEN chance(b.person_id, 32) > 0.9 THEN 'none' WHEN chance(b.person_id, 33) < 0.2 THEN 'extra_severe' ELSE 'severe' END
                WHEN chance(b.person_id, 32) < 0.1 THEN 'light' ELSE 'none' END
       ELSE 'none' END AS disability_level
FROM born b
LEFT JOIN marginals d ON d."of" = 'survey_disability' AND b.age BETWEEN d.age_from AND d.age_to
JOIN marginals s ON s."of" = 'severe_of_disabled';

CREATE TABLE persons AS
WITH told AS (
    SELECT n.person_id, n.household_id, n.no AS member_no,
           CASE n.role WHEN 'H' THEN 'head' WHEN 'S' THEN 'spouse' WHEN 'C' THEN 'child' WHEN 'M' THEN 'child' WHEN 'D' THEN 'child_in_law'
                       WHEN 'P' THEN 'parent' WHEN 'G' THEN 'grandchild' ELSE 'sibling' END AS relation,
           n.full_name, CASE n.sex WHEN 'm' THEN 'male' ELSE 'female' END AS sex, n.age,
           CASE WHEN n.year_only THEN 'year' ELSE 'day' END AS birth_precision,
           CAST(CASE WHEN n.year_only THEN date_trunc('year', n.day_of_birth) ELSE n.day_of_birth END AS DATE) AS birth_date_from,
           CAST(CASE WHEN n.year_only THEN date_trunc('year', n.day_of_birth) + INTERVAL 1 YEAR - INTERVAL 1 DAY ELSE n.day_of_birth END AS DATE) AS birth_date_to,
           CASE WHEN n.age >= 60 AND chance(n.person_id, 34) < 0.0084
                THEN getvariable('day') - CAST(1 + floor(80 * chance(n.person_id, 35)) AS INTEGER) ELSE DATE '9999-12-31' END AS death_date,
           n.ethnic_group, n.ethnic_group <> 'Kinh' AS ethnic_minority, u.personal_id,
           a.survey_disability, a.disability_level,
           CASE WHEN a.disability_level = 'none' THEN DATE '1900-01-01'
                ELSE greatest(getvariable('day') - CAST(30 + floor(3000 * chance(n.person_id, 36)) AS INTEGER), n.day_of_birth) END AS disability_certificate_date,
           n.spouse_no, n.parent_nos, f.with_adults, f.with_grown_children, h.family_kind, h.poverty, h.area,
           n.age < 16 AND len(n.parent_nos) = 0 AND n.role IN ('G', 'B') AND chance(n.person_id, 37) < 0.12 AS is_orphan,
           chance(n.person_id, 38) AS u_pension, chance(n.person_id, 39) AS u_kind
    FROM named n JOIN numbers u USING (person_id) JOIN ailing a USING (person_id) JOIN family f USING (person_id)
    JOIN households h USING (household_id)
), paid AS (
    SELECT t.*, coalesce(t.u_pension < p.percent / 100 AND t.death_date > getvariable('day'), FALSE) AS is_pensioner
    FROM told t LEFT JOIN marginals p ON p."of" = 'pension' AND t.age BETWEEN p.age_from AND p.age_to
)
SELECT person_id, household_id, member_no, relation, full_name, sex, age, birth_precision, birth_date_from, birth_date_to, death_date,
       ethnic_group, ethnic_minority, personal_id,
       CASE WHEN age BETWEEN 16 AND 75 AND chance(person_id, 40) < 0.45 THEN '99' || lpad(CAST(person_id AS VARCHAR), 8, '0') END AS social_insurance_code,
       CASE WHEN age BETWEEN 16 AND 80 AND chance(person_id, 41) < 0.8 THEN '01' || lpad(CAST((person_id * 7_919) % 100_000_000 AS VARCHAR), 8, '0') END AS phone,
       CASE WHEN age >= 18 AND chance(person_id, 42) < 0.6 THEN '0000' || lpad(CAST(person_id AS VARCHAR), 9, '0') END AS payment_account,
       survey_disability, disability_level, disability_certificate_date,
       CASE WHEN is_orphan THEN pick(['b', 'b', 'b', 'a', 'e', 'đ', 'h'], chance(person_id, 43)) ELSE 'none' END AS orphan_status,
       age BETWEEN 16 AND 22 AND len(parent_nos) = 0 AND relation = 'grandchild' AND chance(person_id, 44) < 0.3 AS received_k1_before_16,
       age BETWEEN 15 AND 59 AND chance(person_id, 45) < 0.004 AS hiv,
       is_pensioner OR (age BETWEEN 18 AND 60 AND disability_level NOT IN ('severe', 'extra_severe')
                        AND chance(person_id, 46) < CASE WHEN poverty = 'none' THEN 0.7 ELSE 0.25 END) AS stable_monthly_income,
       CASE WHEN spouse_no IS NOT NULL THEN 'married'
            WHEN age < 20 OR relation IN ('child', 'grandchild', 'sibling') AND age < 40 THEN 'never_married'
            WHEN age >= 60 THEN CASE WHEN u_kind < CASE WHEN sex = 'female' THEN 0.80 ELSE 0.55 END THEN 'widowed' WHEN u_kind < 0.92 THEN 'never_married' ELSE 'divorced' END
            WHEN family_kind IN ('mother', 'father') AND relation = 'head'
                THEN CASE WHEN u_kind < 0.42 THEN 'divorced' WHEN u_kind < 0.70 THEN 'widowed' WHEN u_kind < 0.86 THEN 'never_married' WHEN u_kind < 0.88 THEN 'spouse_missing' ELSE 'married' END
            WHEN u_kind < 0.6 THEN 'never_married' WHEN u_kind < 0.85 THEN 'divorced' ELSE 'widowed' END AS marital_status,
       TRUE AS raising_children, TRUE AS caring_for, TRUE AS spouse, 'none' AS care_kind,
       CASE WHEN age BETWEEN 6 AND 17 AND chance(person_id, 47) < 0.95 THEN 'general'
            WHEN age BETWEEN 18 AND 22 AND chance(person_id, 47) < 0.28 THEN 'university_first'
            WHEN age BETWEEN 16 AND 22 AND chance(person_id, 47) < 0.38 THEN 'vocational' ELSE 'none' END AS studying,
       CAST(CASE WHEN is_pensioner AND u_kind < 0.85 THEN round(2_500_000 + 6_000_000 * pow(chance(person_id, 48), 2), -3) ELSE 0 END AS BIGINT) AS pension_monthly_vnd,
       CAST(CASE WHEN is_pensioner AND u_kind >= 0.85 THEN round(1_000_000 + 2_000_000 * chance(person_id, 48), -3) ELSE 0 END AS BIGINT) AS social_insurance_monthly_vnd,
       0::BIGINT AS other_monthly_allowance_vnd,
       FALSE AS social_insurance_survivor_monthly,
       age >= 60 AND (with_grown_children OR spouse_no IS NOT NULL AND with_adults OR chance(person_id, 49) < 0.6) AS has_carer_with_duty,
       FALSE AS carer_on_monthly_assistance,
       age >= 16 AND family_kind = 'single' AND chance(person_id, 50) < 0.004 AS living_in_facility,
       age >= 60 AND chance(person_id, 51) < 0.004 AS cannot_live_in_community,
       age >= 60 AND chance(person_id, 51) < 0.002 AS facility_eligible_cared_in_community,
       sex = 'female' AND age BETWEEN 18 AND 42 AND chance(person_id, 52) < 0.035 AS pregnant,
       FALSE AS receiving_monthly_assistance, TRUE AS merit,
       w.claims AS unemployment,
       CAST(CASE WHEN w.claims THEN round(5_000_000 + 9_000_000 * pow(chance(person_id, 54), 2), -4) ELSE 0 END AS BIGINT) AS unemployment_average_salary_last_6_months_vnd,
       CAST(CASE WHEN w.claims THEN 8 + floor(150 * pow(chance(person_id, 55), 2)) ELSE 0 END AS BIGINT) AS unemployment_months_total,
       CAST(CASE WHEN w.claims THEN least(24, 8 + floor(150 * pow(chance(person_id, 55), 2))) ELSE 0 END AS BIGINT) AS unemployment_months_in_last_24,
       CAST(CASE WHEN w.claims THEN least(36, 8 + floor(150 * pow(chance(person_id, 55), 2))) ELSE 0 END AS BIGINT) AS unemployment_months_in_last_36,
       FALSE AS unemployment_contract_kind, CAST(CASE WHEN w.claims THEN 12 ELSE 0 END AS BIGINT) AS unemployment_contract_months,
       CASE WHEN w.claims THEN 'enterprise' ELSE 'none' END AS unemployment_wage_regime,
       CASE WHEN w.claims THEN CASE WHEN area = 'urban' THEN 'II' ELSE 'III' END END AS unemployment_wage_region,
       CASE WHEN w.claims THEN getvariable('day') - CAST(40 + floor(45 * chance(person_id, 56)) AS INTEGER) END AS unemployment_contract_end_date,
       CASE WHEN w.claims THEN getvariable('day') - CAST(floor(35 * chance(person_id, 57)) AS INTEGER) ELSE DATE '9999-12-31' END AS unemployment_filing_date,
       w.claims AND chance(person_id, 58) < 0.1 AS unemployment_has_job_after_waiting, FALSE AS unemployment_pension_eligible,
       NOT is_pensioner AND age BETWEEN 16 AND 59 AND chance(person_id, 59) < 0.03 AS voluntary_si_payer,
       CAST(CASE WHEN chance(person_id, 59) < 0.03 THEN floor(60 * chance(person_id, 60)) ELSE 0 END AS BIGINT) AS voluntary_si_supported_months_before,
       spouse_no, parent_nos
FROM paid CROSS JOIN LATERAL (SELECT age BETWEEN 19 AND 59 AND NOT is_pensioner AND chance(person_id, 53) < 0.004 AS claims) w;
