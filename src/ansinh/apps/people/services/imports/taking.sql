-- A planned list written into the register: after plan.sql, in the same transaction.
INSERT INTO people_village (commune_id, name, kind, search_key)
SELECT DISTINCT ON (r.commune_id, r.village_key) r.commune_id, r.village_name,
    CASE WHEN r.village_key LIKE 'to %%' OR r.village_key LIKE 'khu pho %%' THEN 'neighbourhood' ELSE 'village' END, r.village_key
FROM taken t JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = t.row_no
WHERE r.village_key <> ''
    AND NOT EXISTS (SELECT FROM people_village v WHERE v.commune_id = r.commune_id AND v.search_key = r.village_key AND v.valid_to IS NULL)
ORDER BY r.commune_id, r.village_key, r.row_no
ON CONFLICT DO NOTHING;

INSERT INTO people_person (id, full_name, other_name, search_key, sort_key, birth_date, birth_precision, sex, ethnicity, commune_id,
    unit_no, village_id, address, residence_kind, source, version, erased_basis)
SELECT r.person_id, r.full_name, '', r.search_key, r.sort_key, r.birth_date, r.birth_precision, r.sex, r.ethnicity, r.commune_id,
    0, v.id, '', 'permanent', %(source)s, 1, ''
FROM taken t JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = t.row_no
LEFT JOIN people_village v ON v.commune_id = r.commune_id AND v.search_key = r.village_key AND v.valid_to IS NULL
WHERE t.match_id IS NULL ORDER BY r.commune_id, r.sort_key;

-- The numbers of the communes are written here and checked by the database for the whole statement.
INSERT INTO people_datakey (person_id, unit_no, key_id, wrapped)
SELECT r.person_id, u.number, r.key_id, r.wrapped
FROM taken t JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = t.row_no
JOIN territory_unit u ON u.id = r.commune_id
WHERE t.match_id IS NULL AND num_nonnulls(r.personal_id, r.social_insurance, r.phone) > 0;

INSERT INTO people_identifier (id, person_id, unit_no, kind, sealed, blind, given_by, source)
SELECT gen_random_uuid(), r.person_id, u.number, n.kind, n.sealed, n.blind, '', %(source)s
FROM taken t JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = t.row_no
JOIN territory_unit u ON u.id = r.commune_id
CROSS JOIN LATERAL (VALUES ('personal_id', r.personal_id, r.personal_id_blind),
    ('social_insurance', r.social_insurance, r.social_insurance_blind), ('phone', r.phone, r.phone_blind)) n (kind, sealed, blind)
WHERE t.match_id IS NULL AND n.sealed IS NOT NULL
-- In the order of the marks, which no row of the list has: the indexes of a long list no longer fit into memory.
ORDER BY n.blind;

CREATE TEMP TABLE made_homes ON COMMIT DROP AS
SELECT h.household_code, gen_random_uuid() AS id, h.commune_id, h.poverty, h.first_row
FROM homes h JOIN taken t ON t.row_no = h.first_row WHERE h.home_id IS NULL;

INSERT INTO people_household (id, code, commune_id, unit_no, village_id, address, area, valid_from, source, version)
SELECT m.id, m.household_code, m.commune_id, 0, v.id, '', CASE WHEN u.kind IN ('ward', 'township') THEN 'urban' ELSE 'rural' END,
    %(as_of)s, %(source)s, 1
FROM made_homes m JOIN territory_unit u ON u.id = m.commune_id
JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = m.first_row
LEFT JOIN people_village v ON v.commune_id = m.commune_id AND v.search_key = r.village_key AND v.valid_to IS NULL;

INSERT INTO people_membership (id, household_id, person_id, unit_no, relation, valid_from)
SELECT gen_random_uuid(), coalesce(h.home_id, m.id), coalesce(t.match_id, t.person_id), u.number,
    coalesce(nullif(r.relation, ''), 'unknown'),
    %(as_of)s
FROM taken t JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = t.row_no
JOIN territory_unit u ON u.id = r.commune_id
JOIN homes h ON h.household_code = t.household_code
LEFT JOIN made_homes m ON m.household_code = t.household_code
LEFT JOIN matched a ON a.row_no = t.row_no
WHERE a.membership_id IS NULL;

UPDATE people_membership m SET relation = c.changes -> 'relation' ->> 1
FROM changed c JOIN matched a ON a.row_no = c.row_no WHERE m.id = a.membership_id AND c.changes ? 'relation';

UPDATE people_povertyperiod p SET valid_to = %(as_of)s
FROM homes h JOIN changed c ON c.row_no = h.first_row
WHERE p.household_id = h.home_id AND p.valid_to IS NULL AND c.changes ? 'poverty';
INSERT INTO people_povertyperiod (id, household_id, unit_no, status, valid_from, source)
SELECT gen_random_uuid(), h.home_id, 0, h.poverty, %(as_of)s, %(source)s
FROM homes h JOIN changed c ON c.row_no = h.first_row WHERE c.changes ? 'poverty'
UNION ALL SELECT gen_random_uuid(), m.id, 0, m.poverty, %(as_of)s, %(source)s
FROM made_homes m WHERE m.poverty NOT IN ('', 'none');

UPDATE people_person p SET
    full_name = CASE WHEN c.changes ? 'full_name' THEN r.full_name ELSE p.full_name END,
    -- Both keys of a name are of one length, so what follows is the other name.
    search_key = CASE WHEN c.changes ? 'full_name' THEN r.search_key || substr(p.search_key, length(p.sort_key) + 1) ELSE p.search_key END,
    sort_key = CASE WHEN c.changes ? 'full_name' THEN r.sort_key ELSE p.sort_key END,
    birth_date = CASE WHEN c.changes ? 'birth' THEN r.birth_date ELSE p.birth_date END,
    birth_precision = CASE WHEN c.changes ? 'birth' THEN r.birth_precision ELSE p.birth_precision END,
    sex = CASE WHEN c.changes ? 'sex' THEN r.sex ELSE p.sex END,
    ethnicity = CASE WHEN c.changes ? 'ethnicity' THEN r.ethnicity ELSE p.ethnicity END,
    village_id = CASE WHEN c.changes ? 'village' THEN v.id ELSE p.village_id END,
    source = %(source)s, version = p.version + 1
FROM changed c JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = c.row_no
LEFT JOIN people_village v ON v.commune_id = r.commune_id AND v.search_key = r.village_key AND v.valid_to IS NULL
WHERE p.id = c.match_id AND c.changes ?| ARRAY['full_name', 'birth', 'sex', 'ethnicity', 'village'];
