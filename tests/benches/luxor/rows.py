"""The rows, each made from its number alone: a smaller governorate has fewer of them, and the same shape.

Nobody is real: a person is known by the digest of a number, which is no national ID's and leads back to none. By any day
as large a part of the people is registered as of the services given; whoever is examined is on registering.
"""

import json

from tests.benches.luxor.shape import FAMILY
from tests.template import PROJECT
from uhis_portal.arabic import comparable

NAMES = json.loads((PROJECT / "services/records/data/made_up_names.json").read_text(encoding="utf-8"))
MEN, WOMEN = NAMES["men"], NAMES["women"]

BEGAN = "'2019-10-01 00:00+02'::timestamptz"
ABROAD = 40  # one family of so many is registered with the neighbours
REVERSED = 100  # one service of so many
LATE = 0.06  # their share

# Of `whole`, `number` came about at `moment`: ever more of them in a month. `chance` is 0 to 1, evenly, and always the same
# for a number and a purpose.
FUNCTIONS = f"""
CREATE FUNCTION pg_temp.moment(number float8, whole float8, now timestamptz) RETURNS timestamptz LANGUAGE sql STABLE
RETURN {BEGAN} + (now - {BEGAN}) * power(number / whole, 0.8);
CREATE FUNCTION pg_temp.chance(number bigint, purpose int) RETURNS float8 LANGUAGE sql STABLE
RETURN (hashint8extended(number, purpose) & 1073741823) / 1073741824::float8;
CREATE FUNCTION pg_temp.uneven(number bigint, purpose int, of int) RETURNS bigint LANGUAGE sql STABLE
RETURN 1 + floor(power(pg_temp.chance(number, purpose), 1.4) * of);
CREATE FUNCTION pg_temp.person(number bigint) RETURNS uuid LANGUAGE sql STABLE
RETURN md5('person ' || number)::uuid;
CREATE FUNCTION pg_temp.family(number bigint) RETURNS uuid LANGUAGE sql STABLE
RETURN md5('family ' || number)::uuid;
CREATE FUNCTION pg_temp.sex(number bigint) RETURNS text LANGUAGE sql STABLE
RETURN CASE mod(number, 2) WHEN 0 THEN 'female' ELSE 'male' END;
CREATE FUNCTION pg_temp.born(number bigint) RETURNS date LANGUAGE sql STABLE
RETURN date '1940-01-01' + (29000 * pg_temp.chance(number, 1))::int;
CREATE FUNCTION pg_temp.entry(number bigint, at timestamptz) RETURNS uuid LANGUAGE sql STABLE
RETURN overlay(md5(number::text) PLACING lpad(to_hex((date_part('epoch', at) * 1000)::bigint), 12, '0') || '7' FROM 1)::uuid;
"""

UNIT = f"""
  JOIN luxor_place AS unit
    ON unit.role = CASE WHEN mod(family, {ABROAD}) = 0 THEN 'neighbours' ELSE 'unit' END
   AND unit.nth = pg_temp.uneven(family, 2, CASE WHEN mod(family, {ABROAD}) = 0 THEN %(neighbours)s ELSE %(units)s END)
"""
REGISTERED = f"pg_temp.moment(family * {FAMILY} - {FAMILY - 1}, %(people)s, %(now)s)::date"


def one_of(names: list[str], purpose: int) -> str:
    listed = ", ".join(f"'{name}'" for name in names)
    return f"(ARRAY[{listed}])[1 + floor({len(names)} * pg_temp.chance(number, {purpose}))::int]"


def name(men: list[str], women: list[str]) -> str:
    first = f"CASE mod(number, 2) WHEN 0 THEN {one_of(women, 3)} ELSE {one_of(men, 3)} END"
    return " || ' ' || ".join([first, *(one_of(men, purpose) for purpose in (4, 5, 6))])


PLAIN = [comparable(one) for one in MEN], [comparable(one) for one in WOMEN]

FAMILIES = f"""
INSERT INTO people_household (id, file_number, registered_on, version, district_id, governorate_id, unit_id, language)
SELECT pg_temp.family(family), 'LUXOR-' || family, {REGISTERED}, 1, unit.district, unit.governorate, unit.code, 'ar'
  FROM generate_series(%(first)s::bigint, %(last)s) AS family {UNIT}
"""
PEOPLE = f"""
INSERT INTO people_beneficiary
  (id, code, national_id_index, nationality, full_name, comparable_name, sex, birth_date, birth_governorate_code,
   search_keys, household_id, governorate_id, unit_id, version)
SELECT pg_temp.person(number),
       regexp_replace(translate(lpad(to_hex((number * 1000003) & 1099511627775), 10, '0'), '01ae', 'ghjk'),
                      '(....)(....)(..)', '\\1-\\2-\\3'),
       sha256(('person ' || number)::bytea), 'EG', {name(MEN, WOMEN)}, {name(*PLAIN)}, pg_temp.sex(number),
       pg_temp.born(number), '', '{{}}', pg_temp.family(family), unit.governorate, unit.code, 1
  FROM generate_series(%(first)s::bigint, %(last)s) AS number
  CROSS JOIN LATERAL (SELECT (number + {FAMILY - 1}) / {FAMILY} AS family) AS of {UNIT}
"""
MEMBERSHIPS = f"""
INSERT INTO people_membership
  (id, beneficiary_id, household_id, relation, since, until, began_by, ended_by, governorate_id, district_id, unit_id,
   sex, birth_year)
SELECT md5('membership ' || number)::uuid, pg_temp.person(number), pg_temp.family(family),
       CASE mod(number, {FAMILY}) WHEN 1 THEN 'head' WHEN 2 THEN 'spouse' ELSE 'child' END, since,
       CASE WHEN gone THEN since + 30 END, 'registered', CASE WHEN gone THEN 'move' ELSE '' END,
       unit.governorate, unit.district, unit.code, pg_temp.sex(number), extract(year FROM pg_temp.born(number))
  FROM generate_series(%(first)s::bigint, %(last)s) AS number
  CROSS JOIN LATERAL (SELECT (number + {FAMILY - 1}) / {FAMILY} AS family) AS of
  CROSS JOIN LATERAL (SELECT {REGISTERED} AS since, mod(number, 200) = 0 AS gone) AS belonged {UNIT}
"""

COLUMNS = """
  id, visit, facility_id, district_id, governorate_id, service_type_id, level, category, beneficiary_id, sex, birth_year,
  home_governorate, provided_on, quantity, diagnosis, cover, cover_reason, recorded_by_id, recorded_at, reason
"""
# `number` of the %(whole)s services may be above them: what comes next is given today.
SERVICES = f"""
SELECT pg_temp.entry(number, at) AS id, md5('visit ' || number / 2)::uuid AS visit, place.code AS facility_id,
       place.district AS district_id, place.governorate AS governorate_id, kind.code AS service_type_id, kind.level,
       kind.category, pg_temp.person(person) AS beneficiary_id, pg_temp.sex(person) AS sex,
       extract(year FROM pg_temp.born(person))::smallint AS birth_year, unit.governorate AS home_governorate,
       (at AT TIME ZONE 'Africa/Cairo')::date
         - CASE WHEN late < {LATE} THEN 1 + (20 * power(late / {LATE}, 3))::int ELSE 0 END AS provided_on,
       1::smallint AS quantity, CASE mod(number, 3) WHEN 0 THEN 'J45.9' ELSE '' END AS diagnosis, 'covered' AS cover,
       'registered' AS cover_reason, %(by)s::uuid AS recorded_by_id, at AS recorded_at, '' AS reason
  FROM (
    SELECT number, pg_temp.moment(least(number, %(whole)s), %(whole)s, %(now)s) AS at, pg_temp.chance(number, 7) AS late,
           CASE WHEN floor(number * %(examined)s::float8) > floor((number - 1) * %(examined)s::float8) THEN %(examination)s
                ELSE width_bucket(pg_temp.chance(number, 8), %(bounds)s::float8[]) END AS kind,
           least(number / %(whole)s::float8, 1) * %(people)s AS registered
      FROM generate_series(%(first)s::bigint, %(last)s) AS number OFFSET 0
  ) AS drawn
  JOIN luxor_kind AS kind ON kind.nth = drawn.kind
  CROSS JOIN LATERAL (
    SELECT greatest(1, ceil(registered * CASE WHEN kind.nth = %(examination)s THEN 1
                                              ELSE power(pg_temp.chance(number, 9), 2) END)::bigint) AS person
    OFFSET 0) AS patient
  CROSS JOIN LATERAL (SELECT (person + {FAMILY - 1}) / {FAMILY} AS family OFFSET 0) AS of {UNIT}
  JOIN luxor_place AS place
    ON place.role = CASE WHEN kind.level = 'primary' THEN unit.role ELSE 'hospital' END
   AND place.nth = CASE WHEN kind.level = 'primary' THEN unit.nth ELSE pg_temp.uneven(number, 10, %(hospitals)s) END
"""
GIVEN = f"INSERT INTO records_servicerecord ({COLUMNS}) {SERVICES}"
REVERSALS = f"""
INSERT INTO records_servicerecord ({COLUMNS}, reverses_id)
SELECT pg_temp.entry(number + 1000000000, undone_at), md5('undone ' || number)::uuid, facility_id, district_id,
       governorate_id, service_type_id, level, category, beneficiary_id, sex, birth_year, home_governorate, provided_on,
       -quantity, '', cover, cover_reason, recorded_by_id, undone_at, 'entered by mistake', given.id
  FROM generate_series(%(first)s::bigint, %(last)s) AS number
  CROSS JOIN LATERAL (
    SELECT pg_temp.moment(number, %(whole)s, %(now)s) AS given_at OFFSET 0) AS moment
  CROSS JOIN LATERAL (
    SELECT least(given_at + interval '2 days' * pg_temp.chance(number, 11), %(now)s) AS undone_at OFFSET 0) AS undoing
  JOIN records_servicerecord AS given ON given.id = pg_temp.entry(number, given_at)
 WHERE mod(number, {REVERSED}) = 0
"""
