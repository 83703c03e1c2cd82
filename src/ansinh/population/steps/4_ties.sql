-- Who is married to whom, who raises and who cares for whom; merit titles; emergencies of the last months.
CREATE TABLE ties AS
WITH married AS (
    SELECT p.person_id, o.person_id AS other_id, 'spouse' AS kind, o.member_no < p.member_no AS other_is_first
    FROM persons p JOIN persons o ON o.household_id = p.household_id AND o.member_no = p.spouse_no
), raised AS (
    SELECT o.person_id, p.person_id AS other_id, 'raises' AS kind, p.member_no < o.member_no AS other_is_first
    FROM (SELECT person_id, household_id, member_no, unnest(parent_nos) AS parent_no FROM persons WHERE age < 22) p
    JOIN persons o ON o.household_id = p.household_id AND o.member_no = p.parent_no
), cared AS (
    SELECT c.person_id, p.person_id AS other_id, 'cares_for' AS kind, p.member_no < c.member_no AS other_is_first
    FROM persons p
    JOIN persons c ON c.household_id = p.household_id AND c.person_id <> p.person_id AND c.age BETWEEN 18 AND 79
         AND c.disability_level NOT IN ('severe', 'extra_severe')
    WHERE p.disability_level = 'extra_severe' OR p.orphan_status <> 'none'
    QUALIFY row_number() OVER (PARTITION BY p.person_id ORDER BY c.relation <> 'spouse', c.member_no) = 1
), every AS (
    SELECT * FROM married UNION ALL SELECT * FROM raised UNION ALL SELECT * FROM cared
)
SELECT row_number() OVER (ORDER BY person_id, kind, other_id) AS tie_id, * FROM every;

UPDATE persons SET care_kind = c.kind
FROM (
    SELECT t.person_id, CASE WHEN bool_or(p.orphan_status <> 'none') THEN 'received' ELSE 'own_household' END AS kind
    FROM ties t JOIN persons p ON p.person_id = t.other_id WHERE t.kind = 'cares_for' GROUP BY t.person_id
) c WHERE c.person_id = persons.person_id;

UPDATE persons SET carer_on_monthly_assistance = TRUE
WHERE has_carer_with_duty AND household_id IN (
    SELECT household_id FROM persons WHERE relation IN ('child', 'child_in_law') AND age >= 18
    GROUP BY household_id HAVING bool_and(disability_level IN ('severe', 'extra_severe'))
);

CREATE TABLE merits AS
WITH titled AS (
    SELECT p.person_id, p.sex, p.age, chance(p.person_id, 70) AS u, chance(p.person_id, 71) AS rate, chance(p.person_id, 72) AS more
    FROM persons p
    WHERE p.age >= 60 AND chance(p.person_id, 69) < (SELECT percent FROM marginals WHERE "of" = 'monthly_merit')
          / (SELECT sum(percent) FROM marginals WHERE "of" = 'age_sex' AND age_from >= 60)
), classed AS (
    SELECT *, CASE WHEN sex = 'female' AND u < 0.55 THEN pick(['ncc.liet_si', 'ncc.liet_si', 'ncc.giup_do_hckc', 'ncc.cdhh', 'ncc.tu_day'], u / 0.55)
                   WHEN u < 0.52 THEN 'ncc.table.tb' WHEN u < 0.56 THEN 'ncc.table.tbb' WHEN u < 0.70 THEN 'ncc.bb'
                   WHEN u < 0.86 THEN 'ncc.cdhh' WHEN u < 0.94 THEN 'ncc.tu_day' ELSE 'ncc.liet_si' END AS category
    FROM titled
), rated AS (
    SELECT *, CAST(CASE category WHEN 'ncc.table.tb' THEN 21 + floor(79 * pow(rate, 2)) WHEN 'ncc.table.tbb' THEN 21 + floor(60 * pow(rate, 2))
                                 WHEN 'ncc.bb' THEN 41 + floor(55 * pow(rate, 2)) WHEN 'ncc.cdhh' THEN 21 + floor(70 * pow(rate, 2)) ELSE 0 END AS BIGINT) AS injury_rate
    FROM classed
)
SELECT row_number() OVER (ORDER BY person_id) AS merit_id, person_id, category, injury_rate, injury_rate >= 81 AND more < 0.15 AS special_severe,
       CAST(CASE WHEN category = 'ncc.liet_si' THEN CASE WHEN more < 0.93 THEN 1 WHEN more < 0.99 THEN 2 ELSE 3 END ELSE 0 END AS BIGINT) AS martyr_count,
       category = 'ncc.liet_si' AND age >= 80 AND more > 0.9 AS lonely_or_orphan, 0::BIGINT AS seniority_half_years,
       -- Nobody made up has a sum that is paid once or by the year.
       CAST(NULL AS DATE) AS decision_date, 0::BIGINT AS distance_km, 0::BIGINT AS visitors, 0::BIGINT AS actual_cost_vnd
FROM rated;

CREATE TABLE events AS
SELECT row_number() OVER (ORDER BY household_id) AS event_id, household_id, CAST(NULL AS BIGINT) AS person_id,
       pick(['house_heavily_damaged', 'house_heavily_damaged', 'house_collapsed', 'hunger'], chance(household_id, 81)) AS kind,
       CAST(getvariable('day') - CAST(1 + floor(55 * chance(household_id, 82)) AS INTEGER) AS DATE) AS date, 'disaster' AS cause,
       FALSE AS relocation_decision, CAST(CASE WHEN chance(household_id, 81) >= 0.75 THEN 1 ELSE 0 END AS BIGINT) AS months_needed, 0::BIGINT AS actual_cost_vnd
FROM households WHERE chance(household_id, 80) < 0.0008;
