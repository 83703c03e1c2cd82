-- What everybody receives today: what the rules of the month give, before anything planted. {rules} is their SQL.
CREATE TABLE given AS {rules};

CREATE TABLE benefits AS
WITH listed AS (
    SELECT g.person_id, 'social_assistance' AS programme, g.sa_amount__lo AS amount_vnd, g.sa_amount__hi AS most FROM given g
    UNION ALL SELECT g.person_id, 'social_pension', g.sp_amount__lo, g.sp_amount__hi FROM given g
    UNION ALL SELECT g.person_id, 'merit_monthly', g.merit_amount__lo, g.merit_amount__hi FROM given g
    UNION ALL SELECT g.person_id, 'care_support', g.care_amount__lo, g.care_amount__hi FROM given g
)
SELECT row_number() OVER (ORDER BY l.person_id, l.programme) AS benefit_id, l.person_id, p.household_id, l.programme, CAST(l.amount_vnd AS BIGINT) AS amount_vnd,
       CAST(CASE WHEN l.programme = 'social_pension' THEN greatest(DATE '2025-07-01', date_trunc('month', p.birth_date_from + to_years(CASE WHEN h.poverty = 'none' THEN 75 ELSE 70 END)))
                 ELSE greatest(date_trunc('month', getvariable('day') - CAST(60 + floor(2500 * chance(l.person_id, 90)) AS INTEGER)), date_trunc('month', p.birth_date_to), date_trunc('month', p.disability_certificate_date)) END AS DATE) AS start_date,
       CAST(NULL AS DATE) AS end_date,
       CASE WHEN chance(l.person_id, 91) < (SELECT percent / 100 FROM marginals WHERE "of" = 'paid_by_account') AND p.payment_account IS NOT NULL THEN 'account' ELSE 'cash' END AS paid_by,
       'Danh sách chi trả tháng ' || strftime(getvariable('day'), '%m/%Y') AS source
FROM listed l JOIN persons p USING (person_id) JOIN households h USING (household_id)
WHERE l.amount_vnd > 0 AND l.amount_vnd = l.most;

UPDATE persons SET receiving_monthly_assistance = TRUE
WHERE person_id IN (SELECT person_id FROM benefits WHERE programme = 'social_assistance');
