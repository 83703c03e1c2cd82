-- Who they are: place in the household, name, sex, day of birth, numbers. The numbers begin with 9, 99 and 01, which
-- nobody has ever been given.
CREATE TABLE born AS
WITH unfolded AS (
    SELECT household_id, unnest(members) AS m, ethnic_group FROM households
), numbered AS (
    SELECT row_number() OVER (ORDER BY household_id, m.no) AS person_id, household_id, ethnic_group, m.* FROM unfolded
)
SELECT *, CAST(getvariable('day') - to_years(age) - to_days(CAST(floor(365 * chance(person_id, 20)) AS INTEGER)) AS DATE) AS day_of_birth,
       age >= 75 AND chance(person_id, 21) < 0.04 AS year_only,
       CASE WHEN age >= 50 THEN '_old' ELSE '_new' END AS era
FROM numbered;

CREATE TABLE named AS
SELECT b.*,
       concat_ws(' ', s.word, nullif(m.word, ''), g.word) AS full_name
FROM born b
JOIN slots s ON s."of" = 'surname' AND s."group" = b.ethnic_group AND s.slot = slot(chance(b.household_id * 32 + b.line, 22))
JOIN slots m ON m."of" = 'middle' AND m."group" = b.sex || b.era AND m.slot = slot(chance(b.person_id, 23))
JOIN slots g ON g."of" = 'given' AND g."group" = b.sex || b.era AND g.slot = slot(chance(b.person_id, 24));

CREATE TABLE numbers AS
SELECT person_id,
       CASE WHEN age < 1 AND chance(person_id, 25) < 0.05 THEN NULL ELSE
           '9' || getvariable('province')
           || CAST((CASE sex WHEN 'm' THEN 0 ELSE 1 END) + 2 * (year(day_of_birth) // 100 - 19) AS VARCHAR)
           || lpad(CAST(year(day_of_birth) % 100 AS VARCHAR), 2, '0')
           || lpad(CAST((row_number() OVER (PARTITION BY sex, year(day_of_birth) ORDER BY person_id) * 387_077
                         + CAST(chance(year(day_of_birth), 26) * 999_999 AS BIGINT)) % 1_000_000 AS VARCHAR), 6, '0')
       END AS personal_id
FROM born;
