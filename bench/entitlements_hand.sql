-- Social assistance and social pension of one month, written by hand for DuckDB: the measure for the compiled rules.
-- Month 2026-08, law as known on 22/11/2026: standard 540.000, pension 540.000; the groups of clause 5 points b and c ended.
-- Bounds where a fact is unknown, as in the compiled rules: sa_lo, sa_hi, sp_lo, sp_hi in đồng.
WITH kids AS (
    SELECT t.person_id,
           SUM(CASE WHEN c.counts THEN 1 ELSE 0 END)::BIGINT AS sure,
           SUM(CASE WHEN COALESCE(c.counts, TRUE) THEN 1 ELSE 0 END)::BIGINT AS maybe
    FROM ties t
    LEFT JOIN (
        SELECT person_id,
               (death_date >= DATE '2026-08-01')
               AND (CASE WHEN birth_date_from > DATE '2010-08-01' THEN TRUE WHEN birth_date_to <= DATE '2010-08-01' THEN FALSE END
                    OR (CASE WHEN birth_date_from > DATE '2004-08-01' THEN TRUE WHEN birth_date_to <= DATE '2004-08-01' THEN FALSE END
                        AND studying IN ('general', 'vocational', 'university_first'))) AS counts
        FROM persons
    ) c ON c.person_id = t.other_id
    WHERE t.kind = 'raises'
    GROUP BY t.person_id
),
base AS (
    SELECT p.person_id,
           p.death_date >= DATE '2026-08-01' AS alive,
           p.living_in_facility AS in_facility,
           CASE WHEN birth_date_to <= DATE '2010-08-01' THEN FALSE WHEN birth_date_from > DATE '2010-08-01' THEN TRUE END AS under16,
           CASE WHEN birth_date_to <= DATE '2010-08-31' THEN TRUE WHEN birth_date_from > DATE '2010-08-31' THEN FALSE END AS is16,
           CASE WHEN birth_date_to <= DATE '2022-08-31' THEN TRUE WHEN birth_date_from > DATE '2022-08-31' THEN FALSE END AS is4,
           CASE WHEN birth_date_to <= DATE '2004-08-01' THEN FALSE WHEN birth_date_from > DATE '2004-08-01' THEN TRUE END AS under22,
           CASE WHEN birth_date_to <= DATE '2023-08-01' THEN FALSE WHEN birth_date_from > DATE '2023-08-01' THEN TRUE END AS under3,
           CASE WHEN birth_date_to <= DATE '1966-08-31' THEN TRUE WHEN birth_date_from > DATE '1966-08-31' THEN FALSE END AS is60,
           CASE WHEN birth_date_to <= DATE '1946-08-31' THEN TRUE WHEN birth_date_from > DATE '1946-08-31' THEN FALSE END AS is80,
           CASE WHEN birth_date_to <= DATE '1951-08-31' THEN TRUE WHEN birth_date_from > DATE '1951-08-31' THEN FALSE END AS is75,
           CASE WHEN birth_date_to <= DATE '1956-08-31' THEN TRUE WHEN birth_date_from > DATE '1956-08-31' THEN FALSE END AS is70,
           h.poverty = 'poor' AS poor,
           h.poverty IN ('poor', 'near_poor') AS poor_or_near,
           h.commune_special_difficult AS difficult,
           p.orphan_status <> 'none' AS orphan,
           p.hiv,
           p.received_k1_before_16 AS was_k1,
           p.studying IN ('general', 'vocational', 'university_first') AS learning,
           p.marital_status IN ('never_married', 'widowed', 'spouse_missing') AS single,
           p.raising_children,
           NOT p.has_carer_with_duty OR p.carer_on_monthly_assistance AS alone,
           p.cannot_live_in_community AND p.facility_eligible_cared_in_community AS received,
           p.disability_level = 'severe' AND p.disability_certificate_date <= DATE '2026-08-31' AS severe,
           p.disability_level = 'extra_severe' AND p.disability_certificate_date <= DATE '2026-08-31' AS extra_severe,
           NOT p.stable_monthly_income AND p.pension_monthly_vnd = 0 AND p.social_insurance_monthly_vnd = 0
               AND p.other_monthly_allowance_vnd = 0 AS no_income,
           COALESCE(p.pension_monthly_vnd, 0) + COALESCE(p.social_insurance_monthly_vnd, 0) AS got_lo,
           COALESCE(p.pension_monthly_vnd, 1000000000000) + COALESCE(p.social_insurance_monthly_vnd, 1000000000000) AS got_hi,
           COALESCE(k.sure, 0) AS kids_lo,
           COALESCE(k.maybe, 0) AS kids_hi
    FROM persons p
    LEFT JOIN households h ON h.household_id = p.household_id
    LEFT JOIN kids k ON k.person_id = p.person_id
),
conditions AS (
    SELECT *,
           orphan AND under16 AS k1,
           is16 AND under22 AND was_k1 AND learning AS k2,
           under16 AND poor AND hiv AS k3,
           poor_or_near AND single AS k4,
           is60 AND poor AND alone AS k5a,
           under3 AND poor_or_near AND difficult AS k7,
           poor AND hiv AND no_income AS k8,
           NOT is16 OR is60 AS young_or_old,
           alive AND NOT in_facility AS payable,
           alive AND (is75 OR (is70 AND poor_or_near)) AS pensioner
    FROM base
),
groups AS (
    SELECT person_id, payable, pensioner, got_lo, got_hi,
           CASE WHEN k1 THEN CASE WHEN COALESCE(is4, TRUE) THEN 15 ELSE 25 END ELSE 0 END AS k1_lo,
           CASE WHEN COALESCE(k1, TRUE) THEN CASE WHEN is4 THEN 15 ELSE 25 END ELSE 0 END AS k1_hi,
           CASE WHEN k2 THEN 15 ELSE 0 END AS k2_lo,
           CASE WHEN COALESCE(k2, TRUE) THEN 15 ELSE 0 END AS k2_hi,
           CASE WHEN k3 THEN CASE WHEN COALESCE(is4, TRUE) THEN 20 ELSE 25 END ELSE 0 END AS k3_lo,
           CASE WHEN COALESCE(k3, TRUE) THEN CASE WHEN is4 THEN 20 ELSE 25 END ELSE 0 END AS k3_hi,
           CASE WHEN k4 THEN kids_lo * 10 ELSE 0 END AS k4_lo,
           CASE WHEN COALESCE(k4, TRUE) THEN (kids_hi + CASE WHEN raising_children THEN 0 ELSE 20 END) * 10 ELSE 0 END AS k4_hi,
           CASE WHEN k5a THEN CASE WHEN is80 THEN 20 ELSE 15 END ELSE 0 END AS k5a_lo,
           CASE WHEN COALESCE(k5a, TRUE) THEN CASE WHEN COALESCE(is80, TRUE) THEN 20 ELSE 15 END ELSE 0 END AS k5a_hi,
           CASE WHEN k5a AND received THEN 30 ELSE 0 END AS k5d_lo,
           CASE WHEN COALESCE(k5a AND received, TRUE) THEN 30 ELSE 0 END AS k5d_hi,
           CASE WHEN extra_severe THEN CASE WHEN young_or_old THEN 25 ELSE 20 END
                WHEN extra_severe IS FALSE THEN CASE WHEN severe THEN CASE WHEN young_or_old THEN 20 ELSE 15 END ELSE 0 END
                ELSE LEAST(CASE WHEN young_or_old THEN 25 ELSE 20 END,
                           CASE WHEN severe THEN CASE WHEN young_or_old THEN 20 ELSE 15 END ELSE 0 END) END AS k6_lo,
           CASE WHEN extra_severe THEN CASE WHEN COALESCE(young_or_old, TRUE) THEN 25 ELSE 20 END
                WHEN extra_severe IS FALSE THEN CASE WHEN COALESCE(severe, TRUE) THEN CASE WHEN COALESCE(young_or_old, TRUE) THEN 20 ELSE 15 END ELSE 0 END
                ELSE CASE WHEN COALESCE(young_or_old, TRUE) THEN 25 ELSE 20 END END AS k6_hi,
           CASE WHEN k7 THEN 15 ELSE 0 END AS k7_lo,
           CASE WHEN COALESCE(k7, TRUE) THEN 15 ELSE 0 END AS k7_hi,
           CASE WHEN k8 THEN 15 ELSE 0 END AS k8_lo,
           CASE WHEN COALESCE(k8, TRUE) THEN 15 ELSE 0 END AS k8_hi
    FROM conditions
),
own AS (
    SELECT person_id,
           CASE WHEN payable THEN GREATEST(k4_lo + GREATEST(k5a_lo, k5d_lo, k6_lo, k8_lo), k1_lo, k2_lo, k3_lo, k7_lo) * 54000 ELSE 0 END AS sa_lo,
           CASE WHEN COALESCE(payable, TRUE) THEN GREATEST(k4_hi + GREATEST(k5a_hi, k5d_hi, k6_hi, k8_hi), k1_hi, k2_hi, k3_hi, k7_hi) * 54000 ELSE 0 END AS sa_hi,
           CASE WHEN pensioner THEN GREATEST(540000 - got_hi, 0) ELSE 0 END AS sp_lo,
           CASE WHEN COALESCE(pensioner, TRUE) THEN GREATEST(540000 - got_lo, 0) ELSE 0 END AS sp_hi
    FROM groups
)
SELECT person_id,
       CASE WHEN sp_lo > sa_hi THEN 0 WHEN sp_hi <= sa_lo THEN sa_lo ELSE 0 END AS sa_amount__lo,
       CASE WHEN sp_lo > sa_hi THEN 0 ELSE sa_hi END AS sa_amount__hi,
       CASE WHEN sa_hi = 0 OR sa_hi < sp_lo THEN sp_lo ELSE 0 END AS sp_amount__lo,
       CASE WHEN sa_lo > 0 AND sa_lo >= sp_hi THEN 0 ELSE sp_hi END AS sp_amount__hi
FROM own
