-- The columns by which persons are compared. {people} is the table of persons; old_communes leads from former names to today's codes.
CREATE OR REPLACE MACRO folded(text) AS trim(regexp_replace(strip_accents(translate(lower(nfc_normalize(text)), 'đð', 'dd')), '\s+', ' ', 'g'));

-- A number of one digit over and over, or of digits counted off, fills a field that may not stay empty.
CREATE OR REPLACE MACRO real_number(text) AS CASE WHEN text = '' OR text = repeat(text[1], len(text))
    OR contains(repeat('0123456789', 3), text) OR contains(repeat('9876543210', 3), text) THEN NULL ELSE text END;

CREATE OR REPLACE TABLE rare_words AS
WITH spoken AS (SELECT DISTINCT person_id, unnest(string_split(folded(full_name), ' ')) AS word FROM {people})
SELECT word FROM spoken GROUP BY word HAVING count(*) <= greatest(3, (SELECT count(*) FROM {people}) / 5_000);

CREATE OR REPLACE TABLE prepared AS
WITH rarely AS (
    SELECT DISTINCT person_id FROM (SELECT person_id, unnest(string_split(folded(full_name), ' ')) AS word FROM {people})
    SEMI JOIN rare_words USING (word)
), split AS (
    SELECT p.*, lower(nfc_normalize(trim(regexp_replace(p.full_name, '\s+', ' ', 'g')))) AS name_marked, folded(p.full_name) AS name_key,
           string_split(folded(p.full_name), ' ') AS words
    FROM {people} p
)
SELECT person_id, s.name_marked, s.name_key, list_sort(s.words) AS bag,
       array_to_string(list_sort(s.words), ' ') AS name_bag,
       -- Without "Thị", which clerks leave out; a name of nothing else keeps it.
       array_to_string(list_sort(CASE WHEN len(s.words) > 2 THEN list_filter(s.words, lambda w: w <> 'thi') ELSE s.words END), ' ') AS name_short,
       array_to_string(list_sort([s.words[1], s.words[-1]]), ' ') AS name_ends,
       r.person_id IS NOT NULL AS has_rare_word, s.sex, year(s.birth_date_from) AS birth_year,
       CASE WHEN s.birth_date_from = s.birth_date_to THEN s.birth_date_from END AS birth_date,
       s.birth_date_from <> s.birth_date_to AS year_only,
       CASE WHEN s.birth_date_from = s.birth_date_to THEN strftime(s.birth_date_from, '%m-%d') END AS month_day,
       real_number(trim(s.personal_id)) AS personal_id,
       CASE WHEN s.commune_code IS NOT NULL THEN [s.commune_code] ELSE o.codes END AS communes,
       coalesce(s.commune_code, o.codes[1]) AS commune, s.village,
       real_number(trim(s.social_insurance_code)) AS social_insurance_code,
       real_number(regexp_replace(s.phone, '[^0-9]', '', 'g')) AS phone
FROM split s LEFT JOIN rarely r USING (person_id) LEFT JOIN old_communes o ON s.commune_code IS NULL AND o.name = folded(s.commune_name);
