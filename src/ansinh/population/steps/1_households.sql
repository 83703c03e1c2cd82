-- Which pattern each household follows, and where it lives. Whole households up to the number asked for; what is
-- left over become households of one person.
CREATE TABLE drawn AS
WITH drawing AS (
    SELECT i AS household_id, chance(i, 1) AS u
    FROM range(CAST(ceil(getvariable('persons') / 3.3) AS BIGINT) + 20) t(i)
), found AS (
    SELECT d.household_id, p.pattern, p.size
    FROM drawing d ASOF JOIN patterns p ON d.u >= p.reached
), added AS (
    SELECT *, CAST(sum(size) OVER (ORDER BY household_id) AS BIGINT) AS so_far FROM found
)
SELECT household_id, pattern, so_far FROM added WHERE so_far <= getvariable('persons');

INSERT INTO drawn
SELECT (SELECT coalesce(max(household_id), -1) FROM drawn) + 1 + i, (SELECT min(pattern) FROM patterns WHERE size = 1), 0
FROM range(getvariable('persons') - (SELECT coalesce(max(so_far), 0) FROM drawn)) t(i);

CREATE TABLE placed AS
WITH settled AS (
    SELECT d.household_id + 1 AS household_id, d.pattern, s.word AS commune_code
    FROM drawn d JOIN marginals m ON m."of" = 'area' AND m."group" = 'urban'
    JOIN slots s ON s."of" = 'commune' AND s."group" = CASE WHEN chance(d.household_id, 2) < m.percent / 100 THEN 'urban' ELSE 'rural' END
         AND s.slot = slot(chance(d.household_id, 3))
)
SELECT s.household_id, s.pattern, p.kind AS family_kind, p.size AS household_size, p.members, c.code AS commune_code, c.name AS commune_name,
       c.area, c.is_special_zone AS commune_island_or_special_zone,
       c.area = 'rural' AND chance(hash(c.code), 4) < r.special_difficult_percent / 100 AS commune_special_difficult,
       1 + CAST(floor(chance(s.household_id, 5) * greatest(1, round(count(*) OVER (PARTITION BY c.code) / 150))) AS INTEGER) AS village_no,
       e.word AS ethnic_group
FROM settled s JOIN patterns p USING (pattern) JOIN communes c ON c.code = s.commune_code
CROSS JOIN region r JOIN slots e ON e."of" = 'ethnic' AND e.slot = slot(chance(s.household_id, 6));

-- Poor and near-poor households: as many as the region has; likelier in the countryside, among ethnic minorities, with one parent.
CREATE TABLE ranked AS
SELECT household_id,
       row_number() OVER (ORDER BY -ln(1 - chance(household_id, 7)) / (
           CASE WHEN area = 'rural' THEN 8 ELSE 1 END * CASE WHEN ethnic_group <> 'Kinh' THEN 3 ELSE 1 END
           * CASE WHEN commune_special_difficult THEN 2 ELSE 1 END * CASE WHEN family_kind IN ('mother', 'father', 'skip') THEN 2 ELSE 1 END
       ), household_id) AS place,
       count(*) OVER () AS households
FROM placed;

CREATE TABLE households AS
WITH judged AS (
    SELECT p.*, CASE WHEN k.place <= round(k.households * r.poor_percent / 100) THEN 'poor'
                     WHEN k.place <= round(k.households * (r.poor_percent + r.near_poor_percent) / 100) THEN 'near_poor' ELSE 'none' END AS poverty,
           CASE WHEN p.area = 'urban' THEN getvariable('line_urban') ELSE getvariable('line_rural') END AS line_vnd
    FROM placed p JOIN ranked k USING (household_id) CROSS JOIN region r
)
SELECT household_id, getvariable('province') AS province_code, commune_code, commune_name,
       CASE WHEN area = 'urban' THEN 'Tổ dân phố ' ELSE 'Thôn ' END || village_no AS village,
       family_kind, ethnic_group, area, poverty, commune_special_difficult, commune_island_or_special_zone,
       poverty = 'none' AND chance(household_id, 8) < 0.02 AS hardship,
       CAST(round(line_vnd * CASE poverty WHEN 'poor' THEN 0.35 + 0.6 * chance(household_id, 9)
                                          WHEN 'near_poor' THEN 0.6 + 0.4 * chance(household_id, 9)
                                          ELSE 1.1 + 3.4 * pow(chance(household_id, 9), 2) END, -4) AS BIGINT) AS income_per_person_month_vnd,
       CAST(household_size AS BIGINT) AS household_size,
       CAST(CASE poverty WHEN 'poor' THEN getvariable('deprivations') + floor(4 * chance(household_id, 10))
                         WHEN 'near_poor' THEN floor(getvariable('deprivations') * chance(household_id, 10))
                         ELSE floor(2 * chance(household_id, 10)) END AS BIGINT) AS deprivation_count,
       FALSE AS reviewed_by_score, 0::BIGINT AS score_b1, 0::BIGINT AS score_b2, TRUE AS events, members
FROM judged;
