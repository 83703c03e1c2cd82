# ruff: noqa: PLC0415 - Django is set up first, then its models can be imported
"""A register of many persons put straight into the tables: names, sealed numbers, households of four, poverty, history.

Who works with the tables as their owner may copy into them; policies do not bind him, all else the database holds.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

FIRST, LAST, ONE = 1812, 1851, 1820
COMMUNES, MEMBERS = LAST - FIRST + 1, 4
WITH_PHONE, WITH_INSURANCE = 3, 2
SOURCE = "Sổ đo"
DRAWN = """
CREATE TEMP TABLE drawn (i integer PRIMARY KEY, person_id uuid, key_id text, wrapped bytea, personal_id bytea,
    personal_id_blind bytea, social_insurance bytea, social_insurance_blind bytea, phone bytea, phone_blind bytea)
"""
PERSONS = """
WITH family AS (SELECT string_to_array('nguyen tran le pham hoang phan vu dang bui do ho ngo duong ly', ' ') a),
middle AS (SELECT string_to_array('van,thi,duc,minh,ngoc,huu,thi thanh,quoc,xuan,thu', ',') a),
given AS (SELECT regexp_split_to_array('an binh chi dung giang ha hai hanh hoa hung huong khanh lan linh long mai nam nga phong
    phuong quang son tam thao thuy trang tuan van xuan yen', '[[:space:]]+') a),
place AS (SELECT array_agg(id ORDER BY number) ids FROM territory_unit
    WHERE level = 'commune' AND valid_to IS NULL AND number BETWEEN %(first)s AND %(last)s)
INSERT INTO people_person (id, full_name, other_name, search_key, sort_key, birth_date, birth_precision, sex, ethnicity,
    commune_id, unit_no, address, residence_kind, source, version, erased_basis)
SELECT person_id, f || ' ' || m || ' ' || g, '', f || ' ' || m || ' ' || g, g || ' ' || f || ' ' || m,
    date '1940-01-01' + (random() * 29000)::int, 'day', 'male', 'Kinh', place.ids[1 + i %% %(communes)s], 0, '', 'permanent', '', 1, ''
FROM place, drawn, LATERAL (SELECT
    (SELECT a[1 + (random() ^ 2 * 13)::int] FROM family WHERE i = i) f,
    (SELECT a[1 + (random() ^ 2 * 9)::int] FROM middle WHERE i = i) m,
    (SELECT a[1 + (random() * 29)::int] FROM given WHERE i = i) g) names
"""
NUMBERS = """
INSERT INTO people_datakey (person_id, unit_no, key_id, wrapped)
SELECT d.person_id, p.unit_no, d.key_id, d.wrapped FROM drawn d JOIN people_person p ON p.id = d.person_id;
INSERT INTO people_identifier (id, person_id, unit_no, kind, sealed, blind, given_by, source)
SELECT gen_random_uuid(), d.person_id, p.unit_no, n.kind, n.sealed, n.blind, '', ''
FROM drawn d JOIN people_person p ON p.id = d.person_id
CROSS JOIN LATERAL (VALUES ('personal_id', d.personal_id, d.personal_id_blind),
    ('social_insurance', d.social_insurance, d.social_insurance_blind), ('phone', d.phone, d.phone_blind)) n (kind, sealed, blind)
WHERE n.sealed IS NOT NULL
"""
HOMES = f"""
CREATE TEMP TABLE homes AS
SELECT i % {COMMUNES} AS place, i / {COMMUNES * MEMBERS} AS turn, gen_random_uuid() AS id, min(i) AS head
FROM drawn GROUP BY 1, 2;
INSERT INTO people_household (id, code, commune_id, unit_no, address, area, valid_from, source, version)
SELECT h.id, 'H' || h.turn, p.commune_id, 0, '', 'rural', '2026-01-01', '{SOURCE}', 1
FROM homes h JOIN drawn d ON d.i = h.head JOIN people_person p ON p.id = d.person_id;
INSERT INTO people_membership (id, household_id, person_id, unit_no, relation, valid_from)
SELECT gen_random_uuid(), h.id, d.person_id, p.unit_no, CASE WHEN d.i = h.head THEN 'head' ELSE 'child' END, '2026-01-01'
FROM drawn d JOIN homes h ON h.place = d.i % {COMMUNES} AND h.turn = d.i / {COMMUNES * MEMBERS}
JOIN people_person p ON p.id = d.person_id;
INSERT INTO people_povertyperiod (id, household_id, unit_no, status, valid_from, source)
SELECT gen_random_uuid(), id, 0, CASE WHEN turn % 24 = 0 THEN 'poor' ELSE 'near_poor' END, '2026-01-01', '{SOURCE}'
FROM homes WHERE turn % 12 = 0
"""
FILLED = ("person", "datakey", "identifier", "household", "membership", "povertyperiod")


def personal_id(at: int) -> str:
    """Return the twelve digits of one person."""
    return f"046{at % 10}{40 + at % 60:02}{at:06}"


def make_people(owner_url: str, persons: int) -> float:
    """Put persons, their numbers and households into the tables, with their history; return the seconds it took.

    Numbers are sealed and marked as the program does it, so they are found as it finds them.
    """
    import psycopg

    start = time.perf_counter()
    with psycopg.connect(owner_url, autocommit=True) as base:
        base.execute(DRAWN)
        with base.cursor() as cursor, cursor.copy("COPY drawn FROM STDIN") as copy:
            for line in _drawn(persons):
                copy.write_row(line)
        base.execute("ANALYZE drawn")
        base.execute(PERSONS, {"first": FIRST, "last": LAST, "communes": COMMUNES})
        base.execute("ANALYZE people_person")
        for statements in (NUMBERS, HOMES):
            base.execute(statements)  # type: ignore[arg-type]
        for table in FILLED:
            base.execute(f"VACUUM ANALYZE people_{table}")  # type: ignore[arg-type]
    return round(time.perf_counter() - start, 1)


def _drawn(persons: int) -> Iterator[tuple[object, ...]]:
    from ansinh.apps.people.sealing import ManyKeys

    keys = ManyKeys()
    for at in range(persons):
        numbers = {"personal_id": personal_id(at)}
        if at % WITH_INSURANCE == 0:
            numbers["social_insurance"] = f"79{at:08}"
        if at % WITH_PHONE == 0:
            numbers["phone"] = f"09{at:08}"
        person_id, wrapped, sealed = keys.seal(numbers)
        marks = {kind: keys.mark(kind, text) for kind, text in numbers.items()}
        pairs = (part.get(kind) for kind in ("personal_id", "social_insurance", "phone") for part in (sealed, marks))
        yield (at, person_id, keys.key_id, wrapped, *pairs)
