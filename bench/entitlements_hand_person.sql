-- Everything that `ansinh entitle run` works out for a person in November 2026, written by hand for DuckDB: the measure for
-- the compiled rules. Law as known on 22/11/2026: standard 540.000, pension 540.000; clause 5 points b and c ended.
-- Least and most where a fact is unknown, as in the compiled rules. What few persons have (children of a poor single
-- parent, care, merit, unemployment, funerals, emergencies) is worked out for those few and joined once. The tables of
-- the law are law_monthly (key, vnd), law_wounded and law_wounded_b (rate, vnd), law_once, law_care and law_school (key, tenths), law_aids (key, vnd).
-- A condition is used as it is for the least (NULL is no) and as "IS NOT FALSE" for the most; an age is compared with the
-- later day of birth for the one and with the earlier for the other, so that it needs no third value.
WITH
lone AS MATERIALIZED (
    SELECT p.person_id, p.raising_children,
           h.poverty <> 'none' AND p.marital_status IN ('never_married', 'widowed', 'spouse_missing') AS sure
    FROM persons p LEFT JOIN households h ON h.household_id = p.household_id
    WHERE (h.poverty <> 'none' AND p.marital_status IN ('never_married', 'widowed', 'spouse_missing')) IS NOT FALSE
),
children AS (
    SELECT t.person_id,
           count(*) FILTER (c.death_date >= DATE '2026-11-01' AND (c.birth_date_from > DATE '2010-11-01' OR (c.birth_date_from > DATE '2004-11-01'
               AND c.studying IN ('general', 'vocational', 'university_first')))) AS sure,
           count(*) AS maybe
    FROM ties t SEMI JOIN lone ON lone.person_id = t.person_id
    JOIN persons c ON c.person_id = t.other_id
    WHERE t.kind = 'raises'
      AND (c.death_date >= DATE '2026-11-01' AND (c.birth_date_to > DATE '2010-11-01' OR (c.birth_date_to > DATE '2004-11-01'
           AND c.studying IN ('general', 'vocational', 'university_first')))) IS NOT FALSE
    GROUP BY t.person_id
),
k4 AS MATERIALIZED (
    SELECT person_id, CASE WHEN l.sure THEN coalesce(c.sure, 0) * 10 ELSE 0 END AS lo,
           (coalesce(c.maybe, 0) + CASE WHEN l.raising_children THEN 0 ELSE 20 END) * 10 AS hi
    FROM lone l LEFT JOIN children c USING (person_id)
    WHERE c.maybe IS NOT NULL OR l.raising_children IS NULL
),
disabled AS MATERIALIZED (
    SELECT person_id, pregnant, raising_children, spouse,
           disability_level <> 'none' AND disability_certificate_date <= DATE '2026-11-30'
               AND death_date >= DATE '2026-11-01' AND NOT living_in_facility AS sure
    FROM persons
    WHERE disability_level IS DISTINCT FROM 'none' AND disability_level IS DISTINCT FROM 'light'
      AND (disability_certificate_date <= DATE '2026-11-30' AND death_date >= DATE '2026-11-01' AND NOT living_in_facility) IS NOT FALSE
),
small AS (
    SELECT t.person_id, count(*) FILTER (c.death_date >= DATE '2026-11-01' AND c.birth_date_from > DATE '2023-11-01') AS sure, count(*) AS maybe
    FROM ties t SEMI JOIN disabled d ON d.person_id = t.person_id
    JOIN persons c ON c.person_id = t.other_id
    WHERE t.kind = 'raises' AND c.birth_date_to > DATE '2023-11-01' AND (c.death_date >= DATE '2026-11-01') IS NOT FALSE
    GROUP BY t.person_id
),
parent AS MATERIALIZED (
    SELECT * FROM (
        SELECT person_id, spouse,
               CASE WHEN sure THEN CASE WHEN (pregnant AND lo >= 1) OR lo >= 2 THEN 20 WHEN pregnant OR lo >= 1 THEN 15 ELSE 0 END ELSE 0 END AS lo,
               CASE WHEN ((pregnant AND hi >= 1) OR hi >= 2) IS NOT FALSE THEN 20 WHEN (pregnant OR hi >= 1) IS NOT FALSE THEN 15 ELSE 0 END AS hi
        FROM (SELECT d.*, coalesce(s.sure, 0) AS lo, coalesce(s.maybe, 0) + CASE WHEN d.raising_children THEN 0 ELSE 5 END AS hi
              FROM disabled d LEFT JOIN small s USING (person_id))
    ) WHERE hi > 0
),
portion AS (
    SELECT p.person_id,
           CASE WHEN (max(b.lo) > 0 AND max(b.lo) >= any_value(p.hi)) OR max(a.lo) > any_value(p.hi) THEN 0
                ELSE any_value(p.hi) END AS hi,
           CASE WHEN (coalesce(max(b.hi), 0) > 0 AND coalesce(max(b.hi), 0) >= any_value(p.lo)) OR coalesce(max(a.hi), 0) > any_value(p.lo)
                     OR any_value(p.spouse) IS NULL THEN 0
                ELSE any_value(p.lo) END AS lo
    FROM parent p
    LEFT JOIN ties t ON t.person_id = p.person_id AND t.kind = 'spouse'
    LEFT JOIN parent b ON b.person_id = t.other_id AND t.other_is_first
    LEFT JOIN parent a ON a.person_id = t.other_id AND NOT t.other_is_first
    GROUP BY p.person_id
),
received AS (
    SELECT t.person_id,
           sum(CASE WHEN here THEN greatest(CASE WHEN orphan AND under_16 THEN CASE WHEN under_four THEN 25 ELSE 15 END ELSE 0 END,
                                            CASE WHEN old AND from_60 THEN 15 ELSE 0 END,
                                            CASE WHEN extra THEN CASE WHEN from_16 THEN 25 ELSE 15 END ELSE 0 END) ELSE 0 END) AS received_lo,
           sum(CASE WHEN here IS FALSE THEN 0
                    ELSE greatest(CASE WHEN orphan IS FALSE OR NOT to_under_16 THEN 0 WHEN to_four THEN 15 ELSE 25 END,
                                  CASE WHEN (old AND to_60) IS FALSE THEN 0 ELSE 15 END,
                                  CASE WHEN extra IS FALSE THEN 0 WHEN to_16 THEN 25 ELSE 15 END) END) AS received_hi,
           sum(CASE WHEN here AND extra THEN 10 ELSE 0 END) AS own_lo,
           sum(CASE WHEN (here AND extra) IS FALSE THEN 0 ELSE 10 END) AS own_hi
    FROM ties t
    LEFT JOIN (
        SELECT p.person_id, death_date >= DATE '2026-11-01' AND NOT living_in_facility AS here,
               disability_level = 'extra_severe' AND disability_certificate_date <= DATE '2026-11-30' AS extra,
               orphan_status <> 'none' AS orphan,
               h.poverty = 'poor' AND (NOT has_carer_with_duty OR carer_on_monthly_assistance) AND cannot_live_in_community
                   AND facility_eligible_cared_in_community AS old,
               birth_date_to <= DATE '1966-11-30' AS from_60, birth_date_from <= DATE '1966-11-30' AS to_60,
               birth_date_from > DATE '2010-11-01' AS under_16, birth_date_to > DATE '2010-11-01' AS to_under_16,
               birth_date_from > DATE '2010-11-30' AS from_16, birth_date_to > DATE '2010-11-30' AS to_16,
               birth_date_from > DATE '2022-11-30' AS under_four, birth_date_to <= DATE '2022-11-30' AS to_four
        FROM persons p LEFT JOIN households h ON h.household_id = p.household_id
    ) c ON c.person_id = t.other_id
    WHERE t.kind = 'cares_for'
    GROUP BY t.person_id
),
care AS (
    SELECT p.person_id,
           CASE WHEN death_date >= DATE '2026-11-01'
                THEN coalesce(o.lo, 0) + CASE care_kind WHEN 'received' THEN coalesce(received_lo, 0) WHEN 'own_household' THEN coalesce(own_lo, 0) ELSE 0 END
                     + CASE WHEN living_in_facility THEN CASE WHEN birth_date_from > DATE '2022-11-30' THEN 50 ELSE 40 END ELSE 0 END
                ELSE 0 END AS lo,
           CASE WHEN death_date < DATE '2026-11-01' THEN 0
                ELSE coalesce(o.hi, 0) + CASE WHEN caring_for THEN 0 ELSE 25 END
                     + CASE care_kind WHEN 'received' THEN coalesce(received_hi, 0) WHEN 'own_household' THEN coalesce(own_hi, 0) WHEN 'none' THEN 0
                                      ELSE greatest(coalesce(received_hi, 0), coalesce(own_hi, 0)) END
                     + CASE WHEN living_in_facility IS FALSE THEN 0 WHEN birth_date_to <= DATE '2022-11-30' THEN 40 ELSE 50 END END AS hi
    FROM persons p
    LEFT JOIN portion o ON o.person_id = p.person_id
    LEFT JOIN received r ON r.person_id = p.person_id
    WHERE o.person_id IS NOT NULL OR living_in_facility IS DISTINCT FROM FALSE OR care_kind IS DISTINCT FROM 'none' OR caring_for IS NULL
),
rows AS MATERIALIZED (
    SELECT 1511000 AS tb_plain, 3096000 AS tb_special, 1511000 AS bb_plain, 3012000 AS bb_special, 1511000 AS cdhh_plain, 3012000 AS cdhh_special,
           3144000 AS bb_41, 3917000 AS bb_51, 4992000 AS bb_61, 5755000 AS bb_71, 6888000 AS bb_81, 7672000 AS bb_91,
           2290000 AS cdhh_21, 3825000 AS cdhh_41, 5361000 AS cdhh_61, 6867000 AS cdhh_81, 1807000 AS con_61, 3012000 AS con_81,
           3012000 AS martyr_1, 6024000 AS martyr_2, 9036000 AS martyr_3, 2524000 AS mother, 571000 AS seniority, 2409000 AS upkeep,
           (SELECT max(vnd) FROM law_monthly) + 2524000 AS open,
           (SELECT max(vnd) FROM law_wounded) AS tb_most, (SELECT max(vnd) FROM law_wounded_b) AS tbb_most
),
titles AS (
    SELECT m.person_id, category IN ('ncc.table.tb', 'ncc.table.tbb', 'ncc.bb') AS injury,
           -- Everybody with a title and his relatives, not who looks after him, not pupils, not who has a sum paid once or by the year.
           category NOT IN ('ncc.bmvnah_phuc_vu', 'ncc.tb_81_phuc_vu', 'ncc.tb_81_dbn_phuc_vu', 'ncc.bb_81_phuc_vu', 'ncc.bb_81_dbn_phuc_vu',
               'ncc.cdhh_81_phuc_vu', 'ncc.hoc_11_1', 'ncc.hoc_11_2') AND NOT starts_with(category, 'ncc.oneoff') AND NOT starts_with(category, 'ncc.other')
               AND NOT starts_with(category, 'ncc.prosthetics') AS insured,
           coalesce(w.vnd, 0) + CASE category
               WHEN 'ncc.table.tb' THEN coalesce(a.vnd, 0) + severe_lo * CASE WHEN special_severe THEN r.tb_special ELSE r.tb_plain END
               WHEN 'ncc.table.tbb' THEN coalesce(b.vnd, 0) + severe_lo * CASE WHEN special_severe THEN r.tb_special ELSE r.tb_plain END
               WHEN 'ncc.bb' THEN CASE WHEN injury_rate < 41 THEN 0 WHEN injury_rate < 51 THEN r.bb_41 WHEN injury_rate < 61 THEN r.bb_51
                                       WHEN injury_rate < 71 THEN r.bb_61 WHEN injury_rate < 81 THEN r.bb_71 WHEN injury_rate < 91 THEN r.bb_81
                                       WHEN injury_rate >= 91 THEN r.bb_91 ELSE 0 END
                                  + severe_lo * CASE WHEN special_severe THEN r.bb_special ELSE r.bb_plain END
               WHEN 'ncc.cdhh' THEN CASE WHEN injury_rate < 21 THEN 0 WHEN injury_rate < 41 THEN r.cdhh_21 WHEN injury_rate < 61 THEN r.cdhh_41
                                         WHEN injury_rate < 81 THEN r.cdhh_61 WHEN injury_rate >= 81 THEN r.cdhh_81 ELSE 0 END
                                    + severe_lo * CASE WHEN special_severe THEN r.cdhh_special ELSE r.cdhh_plain END
               WHEN 'ncc.cdhh_con' THEN CASE WHEN injury_rate < 61 THEN 0 WHEN injury_rate < 81 THEN r.con_61 WHEN injury_rate >= 81 THEN r.con_81 ELSE 0 END
               WHEN 'ncc.liet_si' THEN CASE WHEN martyr_count >= 3 THEN r.martyr_3 WHEN martyr_count = 2 THEN r.martyr_2
                                            WHEN martyr_count = 1 THEN r.martyr_1 ELSE 0 END
               WHEN 'ncc.bmvnah' THEN r.mother
               WHEN 'ncc.pre1945_thoat_ly' THEN (coalesce(seniority_half_years, 0) * r.seniority) // 2
               ELSE 0 END
           + CASE WHEN lonely_or_orphan THEN coalesce(u.vnd, 0) ELSE 0 END AS lo,
           CASE WHEN category IS NULL THEN r.open + (coalesce(seniority_half_years, 200) * r.seniority) // 2
                    + CASE WHEN injury_rate IS NULL THEN r.tb_most + r.tbb_most ELSE coalesce(a.vnd, 0) + coalesce(b.vnd, 0) END
                    + CASE WHEN injury_rate < 81 THEN 0 WHEN special_severe IS FALSE THEN r.tb_plain + r.bb_plain + r.cdhh_plain
                           ELSE r.tb_special + r.bb_special + r.cdhh_special END
                    + CASE WHEN injury_rate IS NULL THEN r.bb_91 + r.cdhh_81 + r.con_81
                           ELSE CASE WHEN injury_rate < 41 THEN 0 WHEN injury_rate < 51 THEN r.bb_41 WHEN injury_rate < 61 THEN r.bb_51
                                     WHEN injury_rate < 71 THEN r.bb_61 WHEN injury_rate < 81 THEN r.bb_71 WHEN injury_rate < 91 THEN r.bb_81 ELSE r.bb_91 END
                                + CASE WHEN injury_rate < 21 THEN 0 WHEN injury_rate < 41 THEN r.cdhh_21 WHEN injury_rate < 61 THEN r.cdhh_41
                                       WHEN injury_rate < 81 THEN r.cdhh_61 ELSE r.cdhh_81 END
                                + CASE WHEN injury_rate < 61 THEN 0 WHEN injury_rate < 81 THEN r.con_61 ELSE r.con_81 END END
                    + CASE WHEN martyr_count = 0 THEN 0 WHEN martyr_count = 1 THEN r.martyr_1 WHEN martyr_count = 2 THEN r.martyr_2 ELSE r.martyr_3 END
                    + CASE WHEN lonely_or_orphan IS FALSE THEN 0 ELSE r.upkeep END
                ELSE coalesce(w.vnd, 0) + CASE category
                    WHEN 'ncc.table.tb' THEN CASE WHEN injury_rate IS NULL THEN r.tb_most ELSE coalesce(a.vnd, 0) END
                                             + severe_hi * CASE WHEN special_severe IS FALSE THEN r.tb_plain ELSE r.tb_special END
                    WHEN 'ncc.table.tbb' THEN CASE WHEN injury_rate IS NULL THEN r.tbb_most ELSE coalesce(b.vnd, 0) END
                                              + severe_hi * CASE WHEN special_severe IS FALSE THEN r.tb_plain ELSE r.tb_special END
                    WHEN 'ncc.bb' THEN CASE WHEN injury_rate < 41 THEN 0 WHEN injury_rate < 51 THEN r.bb_41 WHEN injury_rate < 61 THEN r.bb_51
                                            WHEN injury_rate < 71 THEN r.bb_61 WHEN injury_rate < 81 THEN r.bb_71 WHEN injury_rate < 91 THEN r.bb_81
                                            ELSE r.bb_91 END
                                       + severe_hi * CASE WHEN special_severe IS FALSE THEN r.bb_plain ELSE r.bb_special END
                    WHEN 'ncc.cdhh' THEN CASE WHEN injury_rate < 21 THEN 0 WHEN injury_rate < 41 THEN r.cdhh_21 WHEN injury_rate < 61 THEN r.cdhh_41
                                              WHEN injury_rate < 81 THEN r.cdhh_61 ELSE r.cdhh_81 END
                                         + severe_hi * CASE WHEN special_severe IS FALSE THEN r.cdhh_plain ELSE r.cdhh_special END
                    WHEN 'ncc.cdhh_con' THEN CASE WHEN injury_rate < 61 THEN 0 WHEN injury_rate < 81 THEN r.con_61 ELSE r.con_81 END
                    WHEN 'ncc.liet_si' THEN CASE WHEN martyr_count = 0 THEN 0 WHEN martyr_count = 1 THEN r.martyr_1 WHEN martyr_count = 2 THEN r.martyr_2
                                                 ELSE r.martyr_3 END
                    WHEN 'ncc.bmvnah' THEN r.mother
                    WHEN 'ncc.pre1945_thoat_ly' THEN (coalesce(seniority_half_years, 200) * r.seniority) // 2
                    ELSE 0 END
                    + CASE WHEN lonely_or_orphan IS FALSE THEN 0 ELSE coalesce(u.vnd, 0) END
           END AS hi
    FROM (SELECT *, CASE WHEN injury_rate >= 81 THEN 1 ELSE 0 END AS severe_lo, CASE WHEN injury_rate < 81 THEN 0 ELSE 1 END AS severe_hi FROM merits) m
    LEFT JOIN law_monthly w ON w.key = m.category
    LEFT JOIN law_wounded a ON a.rate = m.injury_rate
    LEFT JOIN law_wounded_b b ON b.rate = m.injury_rate
    LEFT JOIN (
        SELECT 'ncc.' || of AS cared_as, vnd
        FROM (VALUES ('pre1945_tuat', 'pre1945_tuat_nuoi_duong'), ('tien_khoi_nghia_tuat', 'tien_khoi_nghia_tuat_nuoi_duong'),
                     ('liet_si', 'liet_si_tuat_nuoi_duong'), ('liet_si_1', 'liet_si_tuat_nuoi_duong'), ('liet_si_2', 'liet_si_tuat_nuoi_duong'),
                     ('liet_si_3', 'liet_si_tuat_nuoi_duong'), ('tb_61_tuat', 'tb_61_tuat_nuoi_duong'), ('bb_61_tuat', 'bb_61_tuat_nuoi_duong'),
                     ('cdhh_61_tuat', 'cdhh_61_tuat_nuoi_duong'), ('giup_do_truoc_8_1945', 'giup_do_nuoi_duong'), ('giup_do_hckc', 'giup_do_nuoi_duong')) v (of, row_of)
        JOIN law_monthly ON key = 'ncc.' || row_of
    ) u ON u.cared_as = m.category
    CROSS JOIN rows r
),
merit AS (
    SELECT person_id, CASE WHEN n_maybe <= 1 THEN alone_lo ELSE highest_lo END + others_lo AS lo,
           CASE WHEN n_sure <= 1 THEN alone_hi ELSE highest_hi END + others_hi AS hi, insured
    FROM (
        SELECT person_id, count(*) FILTER (injury) AS n_sure, count(*) FILTER (injury IS NOT FALSE) AS n_maybe,
               coalesce(sum(lo) FILTER (injury), 0) AS alone_lo, coalesce(sum(hi) FILTER (injury IS NOT FALSE), 0) AS alone_hi,
               coalesce(max(lo) FILTER (injury), 0) AS highest_lo, coalesce(max(hi) FILTER (injury IS NOT FALSE), 0) AS highest_hi,
               coalesce(sum(lo) FILTER (NOT injury), 0) AS others_lo, coalesce(sum(hi) FILTER (injury IS DISTINCT FROM TRUE), 0) AS others_hi,
               max(CASE WHEN insured THEN 2 WHEN insured IS NULL THEN 1 ELSE 0 END) AS insured  -- 2: covered by a title; 1: perhaps
        FROM titles GROUP BY person_id
    )
),
sums AS (
    -- Paid once, and by the year or the time, in the month of the decision; tenths of the standard, rounded to thousands.
    SELECT person_id, sum(once_lo) AS once_lo, sum(once_hi) AS once_hi, sum(year_lo) AS year_lo, sum(year_hi) AS year_hi
    FROM (
        SELECT m.person_id,
               CASE WHEN granted THEN ((coalesce(o.tenths, 0) * 3012000 + 5000) // 10000) * 1000
                   + CASE category WHEN 'ncc.oneoff.resistance_per_year' THEN ((3 * coalesce(seniority_half_years, 0) * 3012000 + 10000) // 20000) * 1000
                                   WHEN 'ncc.oneoff.injury_5_10' THEN 12048000 WHEN 'ncc.oneoff.injury_11_15' THEN 18072000
                                   WHEN 'ncc.oneoff.injury_16_20' THEN 24096000
                                   WHEN 'ncc.oneoff.injury' THEN CASE WHEN injury_rate BETWEEN 5 AND 10 THEN 12048000
                                       WHEN injury_rate BETWEEN 11 AND 15 THEN 18072000 WHEN injury_rate BETWEEN 16 AND 20 THEN 24096000 ELSE 0 END
                                   WHEN 'ncc.other.exhume' THEN 4000000
                                   WHEN 'ncc.other.grave_build' THEN least(coalesce(actual_cost_vnd, 0), 10000000) ELSE 0 END ELSE 0 END AS once_lo,
               CASE WHEN category IS NULL
                    THEN (SELECT ((max(tenths) * 3012000 + 5000) // 10000) * 1000 FROM law_once)
                         + ((3 * coalesce(seniority_half_years, 200) * 3012000 + 10000) // 20000) * 1000 + 24096000 + 4000000
                         + least(coalesce(actual_cost_vnd, 1000000000000), 10000000)
                    ELSE ((coalesce(o.tenths, 0) * 3012000 + 5000) // 10000) * 1000
                         + CASE category WHEN 'ncc.oneoff.resistance_per_year' THEN ((3 * coalesce(seniority_half_years, 200) * 3012000 + 10000) // 20000) * 1000
                                         WHEN 'ncc.oneoff.injury_5_10' THEN 12048000 WHEN 'ncc.oneoff.injury_11_15' THEN 18072000
                                         WHEN 'ncc.oneoff.injury_16_20' THEN 24096000
                                         WHEN 'ncc.oneoff.injury' THEN CASE WHEN injury_rate BETWEEN 5 AND 10 THEN 12048000
                                             WHEN injury_rate BETWEEN 11 AND 15 THEN 18072000
                                             WHEN injury_rate BETWEEN 16 AND 20 OR injury_rate IS NULL THEN 24096000 ELSE 0 END
                                         WHEN 'ncc.other.exhume' THEN 4000000
                                         WHEN 'ncc.other.grave_build' THEN least(coalesce(actual_cost_vnd, 1000000000000), 10000000) ELSE 0 END
                    END AS once_hi,
               CASE WHEN granted THEN ((coalesce(c.tenths, e.tenths, 0) * 3012000 + 5000) // 10000) * 1000 + coalesce(a.vnd, 0)
                   + CASE category WHEN 'ncc.other.grave_visit_per_km' THEN coalesce(distance_km, 0) * least(coalesce(visitors, 0), 3) * 3000
                                   WHEN 'ncc.other.prosthesis_travel_per_km' THEN least(coalesce(distance_km, 0) * 5000, 1400000) ELSE 0 END ELSE 0 END AS year_lo,
               CASE WHEN category IS NULL
                    THEN (SELECT ((max(tenths) * 3012000 + 5000) // 10000) * 1000 FROM law_care)
                         + (SELECT ((max(tenths) * 3012000 + 5000) // 10000) * 1000 FROM law_school) + (SELECT max(vnd) FROM law_aids)
                         + coalesce(distance_km, 5000) * least(coalesce(visitors, 100), 3) * 3000 + least(coalesce(distance_km, 5000) * 5000, 1400000)
                    ELSE ((coalesce(c.tenths, e.tenths, 0) * 3012000 + 5000) // 10000) * 1000 + coalesce(a.vnd, 0)
                         + CASE category WHEN 'ncc.other.grave_visit_per_km' THEN coalesce(distance_km, 5000) * least(coalesce(visitors, 100), 3) * 3000
                                         WHEN 'ncc.other.prosthesis_travel_per_km' THEN least(coalesce(distance_km, 5000) * 5000, 1400000) ELSE 0 END
                    END AS year_hi
        FROM (SELECT *, decision_date BETWEEN DATE '2026-11-01' AND DATE '2026-11-30' AS granted FROM merits) m
        LEFT JOIN law_once o ON o.key = m.category
        LEFT JOIN law_care c ON c.key = m.category
        LEFT JOIN law_school e ON e.key = m.category
        LEFT JOIN law_aids a ON a.key = m.category
        WHERE granted IS NOT FALSE
    ) GROUP BY person_id
),
out_of_work AS (
    SELECT *, CASE WHEN filed THEN CASE WHEN new_entitled THEN least(share_lo, wage_lo) ELSE 0 END
                   WHEN NOT filed THEN CASE WHEN old_entitled THEN least(share_lo, old_lo) ELSE 0 END
                   ELSE least(CASE WHEN new_entitled THEN least(share_lo, wage_lo) ELSE 0 END,
                              CASE WHEN old_entitled THEN least(share_lo, old_lo) ELSE 0 END) END AS lo,
           greatest(CASE WHEN filed IS NOT FALSE AND new_entitled IS NOT FALSE THEN least(share_hi, wage_hi) ELSE 0 END,
                    CASE WHEN filed IS NOT TRUE AND old_entitled IS NOT FALSE THEN least(share_hi, old_hi) ELSE 0 END) AS hi
    FROM (
        SELECT *, filed_lo >= DATE '2026-01-01' AS filed,
               base AND (m24 >= 12 OR (short AND months >= 3 AND m36 >= 12)) AND in_time AS old_entitled,
               base AND (m24 >= 12 OR (short AND months >= 1 AND m36 >= 12)) AND NOT retired AND in_time AS new_entitled,
               CASE WHEN regime = 'state' THEN pay_lo WHEN regime <> 'state' THEN wage_lo ELSE least(pay_lo, wage_lo) END AS old_lo,
               CASE WHEN regime = 'state' THEN pay_hi WHEN regime <> 'state' THEN wage_hi ELSE greatest(pay_hi, wage_hi) END AS old_hi
        FROM (
            SELECT person_id, unemployment_filing_date AS filed_lo, unemployment_months_total AS total,
                   unemployment AND NOT unemployment_has_job_after_waiting AS base, unemployment_pension_eligible AS retired,
                   unemployment_months_in_last_24 AS m24, unemployment_months_in_last_36 AS m36, unemployment_contract_kind AS short,
                   unemployment_contract_months AS months, unemployment_wage_regime AS regime,
                   unemployment_filing_date >= unemployment_contract_end_date
                       AND unemployment_filing_date <= unemployment_contract_end_date + INTERVAL 3 MONTH AS in_time,
                   (coalesce(unemployment_average_salary_last_6_months_vnd, 0) * 60) // 100 AS share_lo,
                   (coalesce(unemployment_average_salary_last_6_months_vnd, 1000000000000) * 60) // 100 AS share_hi,
                   5 * CASE WHEN unemployment_contract_end_date >= DATE '2024-07-01' THEN 2340000 ELSE 0 END AS pay_lo,
                   5 * CASE WHEN unemployment_contract_end_date >= DATE '2024-07-01' THEN 2340000 ELSE 1000000000000 END AS pay_hi,
                   5 * CASE WHEN unemployment_contract_end_date >= DATE '2026-01-01'
                            THEN CASE unemployment_wage_region WHEN 'I' THEN 5310000 WHEN 'II' THEN 4730000 WHEN 'III' THEN 4140000 WHEN 'IV' THEN 3700000 ELSE 0 END
                            WHEN unemployment_contract_end_date >= DATE '2024-07-01'
                            THEN CASE unemployment_wage_region WHEN 'I' THEN 4960000 WHEN 'II' THEN 4410000 WHEN 'III' THEN 3860000 WHEN 'IV' THEN 3450000 ELSE 0 END
                            WHEN unemployment_contract_end_date >= DATE '2022-07-01'
                            THEN CASE unemployment_wage_region WHEN 'I' THEN 4680000 WHEN 'II' THEN 4160000 WHEN 'III' THEN 3640000 WHEN 'IV' THEN 3250000 ELSE 0 END
                            ELSE 0 END AS wage_lo,
                   5 * CASE WHEN unemployment_contract_end_date >= DATE '2026-01-01'
                            THEN CASE coalesce(unemployment_wage_region, 'I') WHEN 'I' THEN 5310000 WHEN 'II' THEN 4730000 WHEN 'III' THEN 4140000 WHEN 'IV' THEN 3700000 ELSE 0 END
                            WHEN unemployment_contract_end_date >= DATE '2024-07-01'
                            THEN CASE coalesce(unemployment_wage_region, 'I') WHEN 'I' THEN 4960000 WHEN 'II' THEN 4410000 WHEN 'III' THEN 3860000 WHEN 'IV' THEN 3450000 ELSE 0 END
                            WHEN unemployment_contract_end_date >= DATE '2022-07-01'
                            THEN CASE coalesce(unemployment_wage_region, 'I') WHEN 'I' THEN 4680000 WHEN 'II' THEN 4160000 WHEN 'III' THEN 3640000 WHEN 'IV' THEN 3250000 ELSE 0 END
                            ELSE 1000000000000 END AS wage_hi
            FROM persons WHERE unemployment IS DISTINCT FROM FALSE
        )
    )
),
unemployed AS (
    SELECT person_id, lo, hi, CASE WHEN lo > 0 THEN least(12, 3 + greatest(coalesce(total, 0) - 36, 0) // 12) ELSE 0 END AS months_lo,
           least(12, 3 + greatest(coalesce(total, 1000) - 36, 0) // 12) AS months_hi
    FROM out_of_work WHERE hi > 0
),
dead AS MATERIALIZED (
    SELECT person_id, death_date BETWEEN DATE '2026-11-01' AND DATE '2026-11-30' AS died, receiving_monthly_assistance AS recipient, living_in_facility AS housed,
           social_insurance_survivor_monthly OR other_monthly_allowance_vnd > 0 AS allowance,
           birth_date_to <= DATE '1946-11-30' AS from_80, birth_date_from <= DATE '1946-11-30' AS to_80,
           death_date >= DATE '2026-11-01' AS alive, studying IN ('general', 'vocational', 'university_first') AS learning,
           birth_date_from > DATE '2010-11-01' AS under_16, birth_date_to > DATE '2010-11-01' AS to_under_16,
           birth_date_from > DATE '2004-11-01' AS under_22, birth_date_to > DATE '2004-11-01' AS to_under_22
    FROM persons WHERE (death_date BETWEEN DATE '2026-11-01' AND DATE '2026-11-30') IS NOT FALSE
),
funeral AS (
    SELECT person_id,
           CASE WHEN died THEN CASE WHEN housed THEN 500
                WHEN recipient OR (alive AND (under_16 OR (under_22 AND learning)) AND of_single = 2) OR (from_80 AND allowance) THEN 200 ELSE 0 END ELSE 0 END AS lo,
           CASE WHEN housed IS NOT FALSE THEN 500
                WHEN (recipient OR (alive AND (to_under_16 OR (to_under_22 AND learning)) AND of_single > 0) OR (to_80 AND allowance)) IS NOT FALSE
                THEN 200 ELSE 0 END AS hi
    FROM (SELECT d.*, coalesce(n.of_single, 0) AS of_single FROM dead d LEFT JOIN (
              SELECT t.other_id, max(CASE WHEN k.lo > 0 THEN 2 ELSE 1 END) AS of_single
              FROM ties t JOIN k4 k ON k.person_id = t.person_id SEMI JOIN dead ON dead.person_id = t.other_id
              WHERE t.kind = 'raises' GROUP BY t.other_id
          ) n ON n.other_id = d.person_id)
),
emergency AS (
    SELECT person_id, sum(coef_lo) AS coef_lo, sum(coef_hi) AS coef_hi, sum(greatest(coef_lo * 54000, cost_lo)) AS lo, sum(greatest(coef_hi * 54000, cost_hi)) AS hi
    FROM (
        SELECT person_id,
               CASE WHEN date BETWEEN DATE '2026-11-01' AND DATE '2026-11-30'
                    THEN CASE WHEN kind IN ('death_or_missing', 'buried_unclaimed') THEN 500 WHEN kind = 'serious_injury' THEN 100 ELSE 0 END ELSE 0 END AS coef_lo,
               CASE WHEN date NOT BETWEEN DATE '2026-11-01' AND DATE '2026-11-30' THEN 0
                    WHEN (kind IN ('death_or_missing', 'buried_unclaimed')) IS NOT FALSE THEN 500 WHEN kind = 'serious_injury' THEN 100 ELSE 0 END AS coef_hi,
               CASE WHEN date BETWEEN DATE '2026-11-01' AND DATE '2026-11-30' AND kind = 'buried_unclaimed' THEN coalesce(actual_cost_vnd, 0) ELSE 0 END AS cost_lo,
               CASE WHEN (date BETWEEN DATE '2026-11-01' AND DATE '2026-11-30' AND kind = 'buried_unclaimed') IS NOT FALSE
                    THEN coalesce(actual_cost_vnd, 1000000000000) ELSE 0 END AS cost_hi
        FROM events WHERE person_id IS NOT NULL
    ) GROUP BY person_id
),
few AS (
    SELECT person_id, sum(k4_lo)::INTEGER AS k4_lo, sum(k4_hi)::INTEGER AS k4_hi, sum(care_lo)::INTEGER AS care_lo, sum(care_hi)::INTEGER AS care_hi,
           sum(merit_lo)::BIGINT AS merit_lo, sum(merit_hi)::BIGINT AS merit_hi, max(insured) AS insured, sum(once_lo)::BIGINT AS once_lo,
           sum(once_hi)::BIGINT AS once_hi, sum(year_lo)::BIGINT AS year_lo, sum(year_hi)::BIGINT AS year_hi, sum(ui_lo)::BIGINT AS ui_lo, sum(ui_hi)::BIGINT AS ui_hi,
           sum(ui_months_lo)::INTEGER AS ui_months_lo, sum(ui_months_hi)::INTEGER AS ui_months_hi, sum(fu_lo)::INTEGER AS fu_lo, sum(fu_hi)::INTEGER AS fu_hi,
           sum(em_coef_lo)::INTEGER AS em_coef_lo, sum(em_coef_hi)::INTEGER AS em_coef_hi, sum(em_lo)::BIGINT AS em_lo, sum(em_hi)::BIGINT AS em_hi
    FROM (
        SELECT person_id, lo AS k4_lo, hi AS k4_hi FROM k4
        UNION ALL BY NAME SELECT person_id, lo AS care_lo, hi AS care_hi FROM care
        UNION ALL BY NAME SELECT person_id, lo AS merit_lo, hi AS merit_hi, insured FROM merit
        UNION ALL BY NAME SELECT person_id, once_lo, once_hi, year_lo, year_hi FROM sums WHERE once_hi > 0 OR year_hi > 0
        UNION ALL BY NAME SELECT person_id, lo AS ui_lo, hi AS ui_hi, months_lo AS ui_months_lo, months_hi AS ui_months_hi FROM unemployed
        UNION ALL BY NAME SELECT person_id, lo AS fu_lo, hi AS fu_hi FROM funeral
        UNION ALL BY NAME SELECT person_id, coef_lo AS em_coef_lo, coef_hi AS em_coef_hi, lo AS em_lo, hi AS em_hi FROM emergency
    ) GROUP BY person_id
),
known AS (
    SELECT p.person_id, p.death_date >= DATE '2026-11-01' AS alive, p.death_date < DATE '2026-11-01' AS gone, p.living_in_facility AS housed,
           p.birth_date_from AS b0, p.birth_date_to AS b1,
           h.poverty = 'poor' AS poor, h.poverty <> 'none' AS needy, h.poverty = 'near_poor' AS near, h.commune_special_difficult AS difficult,
           h.commune_island_or_special_zone AS island,
           p.orphan_status <> 'none' AS orphan, p.hiv, p.studying IN ('general', 'vocational', 'university_first') AND p.received_k1_before_16 AS student,
           p.studying <> 'none' AS learning, NOT p.has_carer_with_duty OR p.carer_on_monthly_assistance AS alone,
           p.cannot_live_in_community AND p.facility_eligible_cared_in_community AS cared,
           p.disability_level = 'severe' AND p.disability_certificate_date <= DATE '2026-11-30' AS severe,
           p.disability_level = 'extra_severe' AND p.disability_certificate_date <= DATE '2026-11-30' AS extra,
           NOT p.stable_monthly_income AND p.pension_monthly_vnd = 0 AND p.social_insurance_monthly_vnd = 0 AND p.other_monthly_allowance_vnd = 0 AS no_income,
           p.pension_monthly_vnd + p.social_insurance_monthly_vnd AS got,
           coalesce(p.pension_monthly_vnd, 0) + coalesce(p.social_insurance_monthly_vnd, 0) AS got_least,
           p.receiving_monthly_assistance AS assisted, p.merit, p.ethnic_minority AS minority,
           p.voluntary_si_payer AND p.voluntary_si_supported_months_before < 120 AS payer, f.* EXCLUDE (person_id)
    FROM persons p
    LEFT JOIN households h ON h.household_id = p.household_id
    LEFT JOIN few f ON f.person_id = p.person_id
),
own AS (
    SELECT *,
           CASE WHEN alive AND NOT housed THEN greatest(
               coalesce(k4_lo, 0) + greatest(
                   CASE WHEN b1 <= DATE '1966-11-30' AND poor AND alone THEN CASE WHEN cared THEN 30 WHEN b1 <= DATE '1946-11-30' THEN 20 ELSE 15 END ELSE 0 END,
                   CASE WHEN extra THEN CASE WHEN b0 > DATE '2010-11-30' OR b1 <= DATE '1966-11-30' THEN 25 ELSE 20 END
                        WHEN severe AND extra IS FALSE THEN CASE WHEN b0 > DATE '2010-11-30' OR b1 <= DATE '1966-11-30' THEN 20 ELSE 15 END ELSE 0 END,
                   CASE WHEN hiv AND poor AND no_income THEN 15 ELSE 0 END),
               CASE WHEN orphan AND b0 > DATE '2010-11-01' THEN CASE WHEN b0 > DATE '2022-11-30' THEN 25 ELSE 15 END ELSE 0 END,
               CASE WHEN student AND b1 <= DATE '2010-11-30' AND b0 > DATE '2004-11-01' THEN 15 ELSE 0 END,
               CASE WHEN hiv AND poor AND b0 > DATE '2010-11-01' THEN CASE WHEN b0 > DATE '2022-11-30' THEN 25 ELSE 20 END ELSE 0 END,
               CASE WHEN difficult AND needy AND b0 > DATE '2023-11-01' THEN 15 ELSE 0 END) ELSE 0 END AS sa_lo,
           CASE WHEN gone OR housed THEN 0 ELSE greatest(
               coalesce(k4_hi, 0) + greatest(
                   CASE WHEN (b0 <= DATE '1966-11-30' AND poor AND alone) IS FALSE THEN 0
                        WHEN cared IS NOT FALSE THEN 30 WHEN b0 <= DATE '1946-11-30' THEN 20 ELSE 15 END,
                   CASE WHEN extra IS NOT FALSE THEN CASE WHEN b1 > DATE '2010-11-30' OR b0 <= DATE '1966-11-30' THEN 25 ELSE 20 END
                        WHEN severe IS NOT FALSE THEN CASE WHEN b1 > DATE '2010-11-30' OR b0 <= DATE '1966-11-30' THEN 20 ELSE 15 END ELSE 0 END,
                   CASE WHEN (hiv AND poor AND no_income) IS FALSE THEN 0 ELSE 15 END),
               CASE WHEN (orphan AND b1 > DATE '2010-11-01') IS FALSE THEN 0 WHEN b1 <= DATE '2022-11-30' THEN 15 ELSE 25 END,
               CASE WHEN (student AND b0 <= DATE '2010-11-30' AND b1 > DATE '2004-11-01') IS FALSE THEN 0 ELSE 15 END,
               CASE WHEN (hiv AND poor AND b1 > DATE '2010-11-01') IS FALSE THEN 0 WHEN b1 <= DATE '2022-11-30' THEN 20 ELSE 25 END,
               CASE WHEN (difficult AND needy AND b1 > DATE '2023-11-01') IS FALSE THEN 0 ELSE 15 END) END AS sa_hi,
           CASE WHEN alive AND (b1 <= DATE '1951-11-30' OR (b1 <= DATE '1956-11-30' AND needy)) AND got < 540000 THEN 540000 - got ELSE 0 END AS sp_lo,
           CASE WHEN b0 <= DATE '1956-11-30' AND got_least < 540000 AND gone IS NOT TRUE AND (b0 <= DATE '1951-11-30' OR needy IS NOT FALSE)
                THEN 540000 - got_least ELSE 0 END AS sp_hi
    FROM known
),
paid AS (
    SELECT *, CASE WHEN sp_hi <= sa_lo * 54000 THEN sa_lo ELSE 0 END AS coef_lo, CASE WHEN sp_lo > sa_hi * 54000 THEN 0 ELSE sa_hi END AS coef_hi,
           CASE WHEN sa_hi = 0 OR sa_hi * 54000 < sp_lo THEN sp_lo ELSE 0 END AS pension_lo,
           CASE WHEN sa_lo > 0 AND sa_lo * 54000 >= sp_hi THEN 0 ELSE sp_hi END AS pension_hi,
           CASE WHEN alive AND payer THEN CASE WHEN poor OR island THEN 50 WHEN near THEN 40 WHEN minority THEN 30 ELSE 20 END ELSE 0 END AS percent_lo,
           CASE WHEN (alive AND payer) IS FALSE THEN 0 WHEN (poor OR island) IS NOT FALSE THEN 50 WHEN near IS NOT FALSE THEN 40
                WHEN minority IS NOT FALSE THEN 30 ELSE 20 END AS percent_hi
    FROM own
)
SELECT person_id,
       coef_lo * 54000 AS sa_amount__lo, coef_hi * 54000 AS sa_amount__hi, coef_lo AS sa_paid_coefficient__lo, coef_hi AS sa_paid_coefficient__hi,
       pension_lo AS sp_amount__lo, pension_hi AS sp_amount__hi,
       CASE WHEN alive THEN coalesce(merit_lo, 0) ELSE 0 END AS merit_amount__lo,
       CASE WHEN gone THEN 0 ELSE coalesce(merit_hi, 0) + CASE WHEN merit THEN 0 ELSE 1 END END AS merit_amount__hi,
       CASE WHEN alive THEN coalesce(once_lo, 0) ELSE 0 END AS merit_once_amount__lo,
       CASE WHEN gone THEN 0 ELSE coalesce(once_hi, 0) + CASE WHEN merit THEN 0 ELSE 1 END END AS merit_once_amount__hi,
       CASE WHEN alive THEN coalesce(year_lo, 0) ELSE 0 END AS merit_year_amount__lo,
       CASE WHEN gone THEN 0 ELSE coalesce(year_hi, 0) + CASE WHEN merit THEN 0 ELSE 1 END END AS merit_year_amount__hi,
       CASE WHEN alive THEN CASE WHEN b0 > DATE '2020-11-01' OR poor OR difficult OR island OR assisted OR housed OR insured = 2
                                      OR coef_lo > 0 OR pension_lo > 0 THEN 2
                                 WHEN learning OR near THEN 1 ELSE 0 END ELSE 0 END AS hi_cover__lo,
       CASE WHEN gone THEN 0
            WHEN b1 > DATE '2020-11-01' OR coef_hi > 0 OR pension_hi > 0 OR insured > 0
                 OR (poor OR difficult OR island OR assisted OR housed OR NOT merit) IS NOT FALSE THEN 2
            WHEN (learning OR near) IS NOT FALSE THEN 1 ELSE 0 END AS hi_cover__hi,
       coalesce(ui_lo, 0) AS ui_amount__lo, coalesce(ui_hi, 0) AS ui_amount__hi, coalesce(ui_months_lo, 0) AS ui_months__lo, coalesce(ui_months_hi, 0) AS ui_months__hi,
       percent_lo * 3300 AS vsi_amount__lo, percent_hi * 3300 AS vsi_amount__hi, percent_lo AS vsi_percent__lo, percent_hi AS vsi_percent__hi,
       coalesce(care_lo, 0) * 54000 AS care_amount__lo, coalesce(care_hi, 0) * 54000 AS care_amount__hi,
       coalesce(care_lo, 0) AS care_coefficient__lo, coalesce(care_hi, 0) AS care_coefficient__hi,
       coalesce(fu_lo, 0) * 54000 AS fu_amount__lo, coalesce(fu_hi, 0) * 54000 AS fu_amount__hi, coalesce(fu_lo, 0) AS fu_coefficient__lo, coalesce(fu_hi, 0) AS fu_coefficient__hi,
       coalesce(em_lo, 0) AS em_amount__lo, coalesce(em_hi, 0) AS em_amount__hi, coalesce(em_coef_lo, 0) AS em_coefficient__lo, coalesce(em_coef_hi, 0) AS em_coefficient__hi
FROM paid
