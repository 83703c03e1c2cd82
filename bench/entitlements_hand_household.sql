-- Everything that `ansinh entitle run` works out for a household in November 2026, written by hand for DuckDB, after the
-- persons (worked_person): poverty by income and by score, care of all members, emergencies and rice. See the other file.
WITH
care AS (
    SELECT p.household_id, sum(w.care_coefficient__lo)::INTEGER AS lo, sum(w.care_coefficient__hi)::INTEGER AS hi
    FROM worked_person w JOIN persons p ON p.person_id = w.person_id
    WHERE w.care_coefficient__hi > 0 GROUP BY p.household_id
),
happened AS (
    SELECT *, CASE WHEN here THEN CASE WHEN kind IN ('death_or_missing', 'buried_unclaimed') THEN 500 WHEN kind = 'serious_injury' THEN 100 ELSE 0 END ELSE 0 END * 54000 AS coef_lo,
           CASE WHEN here IS FALSE THEN 0 WHEN (kind IN ('death_or_missing', 'buried_unclaimed')) IS NOT FALSE THEN 500
                WHEN kind = 'serious_injury' THEN 100 ELSE 0 END * 54000 AS coef_hi,
           CASE WHEN here AND kind = 'buried_unclaimed' THEN coalesce(actual_cost_vnd, 0) ELSE 0 END AS cost_lo,
           CASE WHEN (here AND kind = 'buried_unclaimed') IS NOT FALSE THEN coalesce(actual_cost_vnd, 1000000000000) ELSE 0 END AS cost_hi,
           CASE WHEN here AND kind = 'hunger' THEN CASE WHEN cause = 'tet' THEN 1 WHEN cause <> 'tet' THEN least(coalesce(months_needed, 0), 3)
                ELSE least(1, coalesce(months_needed, 0)) END ELSE 0 END AS hungry_lo,
           CASE WHEN (here AND kind = 'hunger') IS FALSE THEN 0 WHEN cause = 'tet' THEN 1 WHEN cause <> 'tet' THEN least(coalesce(months_needed, 12), 3)
                ELSE greatest(1, least(coalesce(months_needed, 12), 3)) END AS hungry_hi,
           here AND kind = 'house_collapsed' AS collapsed, here AND kind = 'house_heavily_damaged' AS damaged,
           here AND kind = 'forced_relocation' AND relocation_decision AS moved
    FROM (SELECT *, date BETWEEN DATE '2026-11-01' AND DATE '2026-11-30' AS here FROM events WHERE household_id IS NOT NULL)
),
struck AS (
    -- 2: yes; 1: perhaps.
    SELECT household_id, max(CASE WHEN collapsed THEN 2 WHEN collapsed IS NULL THEN 1 ELSE 0 END) AS collapsed,
           max(CASE WHEN damaged THEN 2 WHEN damaged IS NULL THEN 1 ELSE 0 END) AS damaged,
           max(CASE WHEN moved THEN 2 WHEN moved IS NULL THEN 1 ELSE 0 END) AS moved,
           sum(greatest(coef_lo, cost_lo))::BIGINT AS buried_lo, sum(greatest(coef_hi, cost_hi))::BIGINT AS buried_hi,
           max(hungry_lo) AS hungry_lo, max(hungry_hi) AS hungry_hi
    FROM happened GROUP BY household_id
),
fed AS (
    SELECT p.household_id, count(*) FILTER (p.death_date >= DATE '2026-11-01') AS sure, count(*) AS maybe
    FROM persons p SEMI JOIN (FROM struck WHERE hungry_hi > 0) s ON s.household_id = p.household_id
    WHERE (p.death_date >= DATE '2026-11-01') IS NOT FALSE GROUP BY p.household_id
),
helped AS (
    SELECT s.*, f.sure * 15 * hungry_lo AS rice_lo, f.maybe * 15 * hungry_hi AS rice_hi
    FROM struck s LEFT JOIN fed f USING (household_id)
),
classes AS (
    SELECT household_id, reviewed_by_score AS scored, area, events,
           CASE WHEN poverty = 'none' AND NOT hardship THEN FALSE WHEN poverty <> 'none' OR hardship THEN TRUE END AS pressed,
           coalesce(income_12_months_total_vnd, 0) - coalesce(state_allowances_12_months_vnd, 1000000000000) AS income_lo,
           coalesce(income_12_months_total_vnd, 1000000000000) - coalesce(state_allowances_12_months_vnd, 0) AS income_hi,
           coalesce(household_size, 0) * 12 AS months_lo, coalesce(household_size, 100) * 12 AS months_hi,
           score_b1, deprivation_count >= 3 AS deprived, score_b2 >= 30 AS lacking,
           area = 'rural' AS rural
    FROM households
),
rated AS (
    SELECT household_id, scored, events, pressed,
           CASE WHEN income_hi <= CASE WHEN rural IS FALSE THEN 2000000 ELSE 1500000 END * months_lo THEN CASE WHEN deprived THEN 4 ELSE 3 END ELSE 0 END AS earned_lo,
           CASE WHEN income_lo > CASE WHEN rural THEN 1500000 ELSE 2000000 END * months_hi THEN 0 WHEN deprived IS FALSE THEN 3 ELSE 4 END AS earned_hi,
           CASE WHEN income_hi <= CASE WHEN rural IS FALSE THEN 3000000 ELSE 2250000 END * months_lo THEN 2 ELSE 1 END AS average_lo,
           CASE WHEN income_lo > CASE WHEN rural THEN 2250000 ELSE 3000000 END * months_hi THEN 1 ELSE 2 END AS average_hi,
           CASE WHEN score_b1 <= CASE WHEN rural IS FALSE THEN 175 ELSE 140 END THEN CASE WHEN lacking THEN 4 ELSE 3 END ELSE 0 END AS scored_lo,
           CASE WHEN score_b1 > CASE WHEN rural THEN 140 ELSE 175 END THEN 0 WHEN lacking IS FALSE THEN 3 ELSE 4 END AS scored_hi
    FROM classes
),
found AS (
    SELECT *, CASE WHEN scored THEN scored_lo WHEN NOT scored THEN earned_lo ELSE least(scored_lo, earned_lo) END AS poor_lo,
           CASE WHEN scored THEN scored_hi WHEN NOT scored THEN earned_hi ELSE greatest(scored_hi, earned_hi) END AS poor_hi
    FROM rated
),
paid AS (
    SELECT f.*, c.lo AS care_lo, c.hi AS care_hi, h.rice_lo, h.rice_hi,
           greatest(CASE WHEN collapsed = 2 AND pressed THEN 40000000 ELSE 0 END, CASE WHEN moved = 2 THEN 30000000 ELSE 0 END,
                    CASE WHEN damaged = 2 AND pressed THEN 20000000 ELSE 0 END) + coalesce(buried_lo, 0) AS em_lo,
           greatest(CASE WHEN collapsed > 0 AND pressed IS NOT FALSE THEN 40000000 ELSE 0 END, CASE WHEN moved > 0 THEN 30000000 ELSE 0 END,
                    CASE WHEN damaged > 0 AND pressed IS NOT FALSE THEN 20000000 ELSE 0 END) + coalesce(buried_hi, 0) AS em_hi
    FROM found f
    LEFT JOIN care c ON c.household_id = f.household_id
    LEFT JOIN helped h ON h.household_id = f.household_id
)
SELECT household_id, poor_lo AS pv_poor_class__lo, poor_hi AS pv_poor_class__hi,
       -- Above the line where it may not be poor: average living or more; by score nobody can say.
       CASE WHEN poor_lo > 0 THEN poor_lo WHEN poor_hi > 0 THEN 0 WHEN NOT scored THEN average_lo ELSE 0 END AS pv_class__lo,
       CASE WHEN poor_lo > 0 THEN poor_hi ELSE greatest(poor_hi, CASE WHEN scored THEN 0 ELSE average_hi END) END AS pv_class__hi,
       coalesce(care_lo, 0) * 54000 AS care_household_amount__lo, coalesce(care_hi, 0) * 54000 AS care_household_amount__hi,
       coalesce(care_lo, 0) AS care_household_coefficient__lo, coalesce(care_hi, 0) AS care_household_coefficient__hi,
       em_lo + coalesce(rice_lo, 0) AS em_household_level__lo, em_hi + coalesce(rice_hi, 0) + CASE WHEN events THEN 0 ELSE 1 END AS em_household_level__hi,
       em_lo AS em_household_amount__lo, em_hi AS em_household_amount__hi,
       coalesce(rice_lo, 0) AS em_rice_kg__lo, coalesce(rice_hi, 0) AS em_rice_kg__hi
FROM paid
