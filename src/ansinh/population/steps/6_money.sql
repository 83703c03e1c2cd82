-- The household's income of twelve months: its own, and what the State has paid it.
CREATE TABLE household_money AS
SELECT h.household_id, coalesce(CAST(sum(12 * b.amount_vnd) AS BIGINT), 0) AS state_allowances_12_months_vnd
FROM households h LEFT JOIN benefits b ON b.household_id = h.household_id AND b.programme IN ('social_assistance', 'social_pension', 'care_support')
GROUP BY h.household_id;
