-- What taking a list would do, held against the register as it is at this moment. <<table>> stands for the rows of that
-- table within the communes of whoever asks; %(list)s is the list, %(as_of)s the day from which it is written.
CREATE TEMP TABLE held (row_no integer, field text, reason text) ON COMMIT DROP;

CREATE TEMP TABLE plan ON COMMIT DROP AS
WITH rows AS (
    SELECT * FROM <<people_importrow>> r WHERE r.listimport_id = %(list)s
), numbered AS (
    SELECT r.row_no, a.person_id AS by_personal, b.person_id AS by_insurance FROM rows r
    LEFT JOIN <<people_identifier>> a ON a.kind = 'personal_id' AND a.blind = r.personal_id_blind
    LEFT JOIN <<people_identifier>> b ON b.kind = 'social_insurance' AND b.blind = r.social_insurance_blind
), named AS (
    -- Without a number somebody is known by name and full day of birth, or in a household by name and a birth that fits.
    -- Of several, the one who stands in that household.
    SELECT r.row_no, min(p.id::text)::uuid AS person_id, count(DISTINCT p.id) AS many,
        min(p.id::text) FILTER (WHERE h.code = nullif(r.household_code, ''))::uuid AS of_home,
        count(DISTINCT p.id) FILTER (WHERE h.code = nullif(r.household_code, '')) AS many_of_home
    FROM rows r JOIN numbered n USING (row_no)
    JOIN <<people_person>> p ON p.commune_id = r.commune_id AND p.sort_key = r.sort_key AND p.erased_at IS NULL AND p.merged_into_id IS NULL
    LEFT JOIN <<people_membership>> m ON m.person_id = p.id AND m.valid_to IS NULL
    LEFT JOIN <<people_household>> h ON h.id = m.household_id
    WHERE n.by_personal IS NULL AND n.by_insurance IS NULL
        AND ((r.birth_precision = 'day' AND p.birth_precision = 'day' AND p.birth_date = r.birth_date)
            OR (r.household_code <> '' AND h.code = r.household_code AND (p.birth_date = r.birth_date
                OR p.birth_date IS NULL OR r.birth_date IS NULL
                OR (p.birth_year = extract(year FROM r.birth_date) AND NOT (p.birth_precision = 'day' AND r.birth_precision = 'day')))))
        AND (r.personal_id_blind IS NULL OR NOT EXISTS (
            SELECT FROM <<people_identifier>> i WHERE i.person_id = p.id AND i.kind = 'personal_id'))
    GROUP BY r.row_no
)
SELECT r.row_no, r.person_id, r.commune_id, r.household_code, r.relation,
    coalesce(n.by_personal, n.by_insurance, CASE WHEN d.many = 1 THEN d.person_id WHEN d.many_of_home = 1 THEN d.of_home END) AS match_id,
    n.by_personal <> n.by_insurance AS is_torn, CASE WHEN d.many_of_home = 1 THEN 1 ELSE coalesce(d.many, 0) END AS many,
    min(r.row_no) OVER (PARTITION BY r.personal_id_blind) AS first_personal, r.personal_id_blind IS NOT NULL AS has_personal,
    min(r.row_no) OVER (PARTITION BY r.social_insurance_blind) AS first_insurance,
    r.social_insurance_blind IS NOT NULL AS has_insurance,
    min(r.row_no) OVER same AS first_same, bool_or(r.personal_id_blind IS NOT NULL) OVER same AS same_has_personal
FROM rows r JOIN numbered n USING (row_no) LEFT JOIN named d USING (row_no)
WINDOW same AS (PARTITION BY r.commune_id, r.sort_key, r.birth_date, r.birth_precision, r.household_code);
CREATE UNIQUE INDEX ON plan (row_no);
ANALYZE plan;

-- Every household of the list with all its rows, those at fault as well.
CREATE TEMP TABLE listed ON COMMIT DROP AS
SELECT r.household_code, r.row_no, r.commune_id, r.relation, r.household_size, r.poverty, true AS is_good
FROM <<people_importrow>> r WHERE r.listimport_id = %(list)s AND r.household_code <> ''
UNION ALL
SELECT DISTINCT f.household_code, f.row_no, NULL::bigint, '', NULL::smallint, '', false
FROM <<people_rowfault>> f WHERE f.listimport_id = %(list)s AND NOT f.is_planned AND f.household_code <> '';

CREATE TEMP TABLE homes ON COMMIT DROP AS
SELECT l.*, h.id AS home_id, m.person_id AS head_id, p.status, p.valid_from AS status_from FROM (
    SELECT household_code, min(row_no) FILTER (WHERE is_good) AS first_row, count(*) AS members, bool_and(is_good) AS is_good,
        array_agg(row_no ORDER BY row_no) FILTER (WHERE relation = 'head') AS heads,
        min(commune_id) AS commune_id, count(DISTINCT commune_id) AS communes,
        min(household_size) AS size, max(household_size) AS size_most,
        count(DISTINCT nullif(poverty, '')) AS statuses, max(poverty) AS poverty
    FROM listed GROUP BY household_code) l
LEFT JOIN <<people_household>> h ON h.commune_id = l.commune_id AND h.code = l.household_code AND h.valid_to IS NULL
LEFT JOIN <<people_membership>> m ON m.household_id = h.id AND m.relation = 'head' AND m.valid_to IS NULL
LEFT JOIN <<people_povertyperiod>> p ON p.household_id = h.id AND p.valid_to IS NULL;
CREATE UNIQUE INDEX ON homes (household_code);
ANALYZE homes;

CREATE TEMP TABLE matched ON COMMIT DROP AS
SELECT a.row_no, a.match_id, a.household_code, a.relation, m.id AS membership_id, m.household_id, m.relation AS was_relation,
    h.home_id, o.code AS other_code, row_number() OVER (PARTITION BY a.match_id ORDER BY a.row_no) AS turn
FROM plan a LEFT JOIN <<people_membership>> m ON m.person_id = a.match_id AND m.valid_to IS NULL
LEFT JOIN homes h ON h.household_code = a.household_code
LEFT JOIN <<people_household>> o ON o.id = m.household_id
WHERE a.match_id IS NOT NULL;
CREATE UNIQUE INDEX ON matched (row_no);
ANALYZE matched;

-- Whose data are restricted: nothing of the row is written; the others of the household are taken.
CREATE TEMP TABLE closed ON COMMIT DROP AS
SELECT a.row_no, a.household_code <> '' AND (a.home_id IS NULL OR a.household_id IS DISTINCT FROM a.home_id) AS joins
FROM matched a JOIN <<people_person>> p ON p.id = a.match_id WHERE <<closed p>>;

INSERT INTO held
SELECT row_no, 'personal_id', 'số định danh này đã có ở dòng ' || first_personal || '; giữ một dòng hoặc sửa số'
    FROM plan WHERE has_personal AND row_no > first_personal
UNION ALL SELECT row_no, 'social_insurance_code', 'mã số bảo hiểm xã hội này đã có ở dòng ' || first_insurance || '; sửa một trong hai'
    FROM plan WHERE has_insurance AND row_no > first_insurance
UNION ALL SELECT row_no, 'full_name',
        'dòng này trùng họ tên, ngày sinh với dòng khác (dòng ' || first_same || '); bỏ bớt, hoặc ghi số định danh của cả hai'
    FROM plan WHERE NOT has_personal AND first_same IS NOT NULL AND (row_no > first_same OR same_has_personal)
UNION ALL SELECT row_no, CASE kind WHEN 'personal_id' THEN 'personal_id' ELSE 'social_insurance_code' END,
        'số này đã ghi cho một người ở địa bàn khác; xem lại số, nếu đúng thì đề nghị nơi kia kiểm tra'
    FROM people_numbers_elsewhere(%(list)s)
UNION ALL SELECT row_no, 'social_insurance_code', 'số định danh và mã số bảo hiểm xã hội là của hai người trong sổ; xem lại hai số'
    FROM plan WHERE is_torn
UNION ALL SELECT row_no, 'personal_id', 'trong sổ có ' || many || ' người cùng tên, ngày sinh ở xã này; ghi số định danh để rõ là ai'
    FROM plan WHERE many > 1
UNION ALL SELECT row_no, 'full_name', 'dòng này và một dòng trước là cùng một người trong sổ; bỏ bớt một dòng'
    FROM matched WHERE turn > 1
UNION ALL SELECT a.row_no, 'full_name', 'người này đã ghi là chết trong sổ; bỏ dòng này, hoặc hoàn tác ghi chết trước'
    FROM matched a JOIN <<people_person>> p ON p.id = a.match_id WHERE p.death_date IS NOT NULL
UNION ALL SELECT a.row_no, 'commune_code', 'người này đang ở xã khác trong sổ; ghi chuyển đến trước, hoặc sửa xã'
    FROM plan a JOIN <<people_person>> p ON p.id = a.match_id WHERE p.commune_id <> a.commune_id
UNION ALL SELECT r.row_no, 'personal_id', 'người này trong sổ mang số định danh khác; xem lại số'
    FROM matched a JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = a.row_no
    JOIN <<people_identifier>> i ON i.person_id = a.match_id AND i.kind = 'personal_id'
    WHERE r.personal_id_blind IS NOT NULL AND i.blind <> r.personal_id_blind
UNION ALL SELECT row_no, 'household_code', 'người này đang ở hộ khác trong sổ' || coalesce(' (mã ' || nullif(other_code, '') || ')', '')
        || '; đưa ra khỏi hộ ấy trước, hoặc sửa mã hộ'
    FROM matched WHERE household_code <> '' AND membership_id IS NOT NULL AND household_id IS DISTINCT FROM home_id
UNION ALL SELECT row_no, 'full_name',
        'người này đang hạn chế xử lý dữ liệu nên không đưa vào hộ được; thôi hạn chế trước (trang của người), rồi gửi lại cả hộ'
    FROM closed WHERE joins;

INSERT INTO held
SELECT first_row, 'commune_code', 'hộ ' || household_code || ' ở ' || communes || ' xã; một hộ chỉ ở một xã, sửa lại'
    FROM homes WHERE communes > 1
UNION ALL SELECT heads[2], 'relation', 'hộ ' || household_code || ' có ' || array_length(heads, 1) || ' chủ hộ (dòng '
        || array_to_string(heads, ', ') || '); để một người là chủ hộ'
    FROM homes WHERE array_length(heads, 1) > 1
UNION ALL SELECT first_row, 'relation', 'hộ ' || household_code || ' không có chủ hộ; ghi chủ hộ ở cột quan hệ'
    FROM homes WHERE heads IS NULL AND is_good AND head_id IS NULL AND EXISTS (SELECT FROM homes WHERE heads IS NOT NULL)
UNION ALL SELECT first_row, 'household_size', 'hộ ' || household_code || ' ghi số người khác nhau (' || size || ', ' || size_most || '); ghi một số'
    FROM homes WHERE size <> size_most
UNION ALL SELECT first_row, 'household_size', 'hộ ' || household_code || ' ghi ' || size || ' người nhưng có ' || members
        || ' dòng; thêm dòng còn thiếu hoặc sửa số người'
    FROM homes WHERE size = size_most AND size <> members
UNION ALL SELECT first_row, 'poverty', 'hộ ' || household_code || ' ghi hai diện khác nhau; ghi một diện'
    FROM homes WHERE statuses > 1
UNION ALL SELECT first_row, 'poverty', 'hộ ' || household_code || ' trong sổ có diện ghi từ ngày sau ngày của danh sách; xem lại ngày'
    FROM homes WHERE poverty <> '' AND status IS NOT NULL AND status <> poverty AND status_from >= %(as_of)s
UNION ALL SELECT h.heads[1], 'relation', 'hộ ' || h.household_code || ' trong sổ có chủ hộ khác; ghi chủ hộ mới ở trang của hộ trước'
    FROM homes h JOIN plan a ON a.row_no = h.heads[1] WHERE h.head_id IS NOT NULL AND h.head_id IS DISTINCT FROM a.match_id
UNION ALL SELECT a.row_no, 'relation', 'người này là chủ hộ trong sổ; ghi chủ hộ mới ở trang của hộ trước'
    FROM matched a WHERE a.was_relation = 'head' AND a.relation NOT IN ('', 'head') AND a.household_id = a.home_id;
DELETE FROM held WHERE row_no IS NULL;

-- A household is taken whole or not at all.
INSERT INTO held
SELECT l.row_no, 'household_code', 'cùng hộ với dòng ' || b.row_no || ' còn chỗ sai; sửa dòng ấy rồi gửi lại cả hộ'
FROM listed l JOIN (
    SELECT household_code, min(row_no) AS row_no FROM listed
    WHERE NOT is_good OR row_no IN (SELECT row_no FROM held) GROUP BY household_code) b USING (household_code)
WHERE l.is_good AND l.row_no NOT IN (SELECT row_no FROM held);

CREATE TEMP TABLE taken ON COMMIT DROP AS
SELECT a.row_no, a.person_id, a.match_id, a.household_code, a.commune_id FROM plan a
WHERE NOT EXISTS (SELECT FROM held h WHERE h.row_no = a.row_no);
CREATE UNIQUE INDEX ON taken (row_no);
ANALYZE taken;

CREATE TEMP TABLE changed ON COMMIT DROP AS
SELECT row_no, match_id, changes FROM (SELECT row_no, match_id, CASE WHEN row_no IN (SELECT row_no FROM closed)
    -- The poverty status is the household's, whoever stands first in it.
    THEN CASE WHEN found.changes ? 'poverty' THEN jsonb_build_object('poverty', found.changes -> 'poverty') ELSE '{}' END
    ELSE found.changes END AS changes FROM (
    SELECT t.row_no, t.match_id, jsonb_strip_nulls(jsonb_build_object(
        'full_name', CASE WHEN lower(p.full_name) <> lower(r.full_name) THEN jsonb_build_array(p.full_name, r.full_name) END,
        -- A year says nothing against a day of that year.
        'birth', CASE WHEN r.birth_date IS NOT NULL AND (p.birth_date, p.birth_precision) IS DISTINCT FROM (r.birth_date, r.birth_precision)
            AND NOT (r.birth_precision = 'year' AND p.birth_precision <> '' AND p.birth_year = extract(year FROM r.birth_date))
            AND NOT (r.birth_precision = 'month' AND p.birth_precision = 'day' AND date_trunc('month', p.birth_date) = r.birth_date)
            THEN jsonb_build_array(coalesce(p.birth_date::text, ''), r.birth_date::text) END,
        'sex', CASE WHEN r.sex <> '' AND p.sex <> r.sex THEN jsonb_build_array(p.sex, r.sex) END,
        'ethnicity', CASE WHEN r.ethnicity <> '' AND lower(p.ethnicity) <> lower(r.ethnicity)
            THEN jsonb_build_array(p.ethnicity, r.ethnicity) END,
        'village', CASE WHEN r.village_key <> '' AND v.search_key IS DISTINCT FROM r.village_key
            THEN jsonb_build_array(coalesce(v.name, ''), r.village_name) END,
        'household', CASE WHEN r.household_code <> '' AND m.membership_id IS NULL THEN jsonb_build_array('', r.household_code) END,
        'relation', CASE WHEN m.membership_id IS NOT NULL AND r.household_code <> '' AND r.relation NOT IN ('', 'unknown')
            AND m.was_relation <> r.relation THEN jsonb_build_array(m.was_relation, r.relation) END,
        'poverty', CASE WHEN h.first_row = t.row_no AND h.home_id IS NOT NULL AND h.poverty <> ''
            AND coalesce(h.status, 'none') <> h.poverty THEN jsonb_build_array(coalesce(h.status, ''), h.poverty) END,
        'personal_id', CASE WHEN r.personal_id_blind IS NOT NULL AND i1.blind IS NULL THEN '["", "•"]'::jsonb END,
        'social_insurance', CASE WHEN r.social_insurance_blind IS NOT NULL AND i2.blind IS DISTINCT FROM r.social_insurance_blind
            THEN CASE WHEN i2.blind IS NULL THEN '["", "•"]' ELSE '["•", "•"]' END::jsonb END,
        'phone', CASE WHEN r.phone_blind IS NOT NULL AND i3.blind IS DISTINCT FROM r.phone_blind
            THEN CASE WHEN i3.blind IS NULL THEN '["", "•"]' ELSE '["•", "•"]' END::jsonb END)) AS changes
    FROM taken t JOIN <<people_importrow>> r ON r.listimport_id = %(list)s AND r.row_no = t.row_no
    JOIN <<people_person>> p ON p.id = t.match_id
    JOIN matched m ON m.row_no = t.row_no
    LEFT JOIN homes h ON h.household_code = t.household_code
    LEFT JOIN people_village v ON v.id = p.village_id
    LEFT JOIN <<people_identifier>> i1 ON i1.person_id = p.id AND i1.kind = 'personal_id'
    LEFT JOIN <<people_identifier>> i2 ON i2.person_id = p.id AND i2.kind = 'social_insurance'
    LEFT JOIN <<people_identifier>> i3 ON i3.person_id = p.id AND i3.kind = 'phone') found) kept
WHERE changes <> '{}';
ANALYZE changed;

DELETE FROM people_rowfault WHERE listimport_id = %(list)s AND is_planned;
INSERT INTO people_rowfault (listimport_id, unit_no, unit_to, row_no, field, household_code, reason, is_planned)
SELECT %(list)s, %(unit_no)s, %(unit_to)s, row_no, field, '', left(reason, 400), true FROM (SELECT * FROM held UNION ALL
    SELECT row_no, 'full_name', 'người này đang hạn chế xử lý dữ liệu theo yêu cầu: dòng này không ghi gì vào hồ sơ của người ấy'
    FROM closed WHERE row_no NOT IN (SELECT row_no FROM held)) told ORDER BY row_no;
DELETE FROM people_rowchange WHERE listimport_id = %(list)s;
INSERT INTO people_rowchange (listimport_id, unit_no, unit_to, row_no, person_id, changes)
SELECT %(list)s, %(unit_no)s, %(unit_to)s, row_no, match_id, changes FROM changed ORDER BY row_no;
-- Who is in a household of the register and not in the list: told, and left where he is.
INSERT INTO people_rowchange (listimport_id, unit_no, unit_to, row_no, person_id, changes)
SELECT %(list)s, %(unit_no)s, %(unit_to)s, 0, m.person_id, jsonb_build_object('household', jsonb_build_array(h.household_code, ''))
FROM homes h JOIN <<people_membership>> m ON m.household_id = h.home_id AND m.valid_to IS NULL
WHERE h.is_good AND NOT EXISTS (SELECT FROM matched a WHERE a.match_id = m.person_id);
