"""In which proportions: kinds of service as reported of Luxor, and the places that give them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

WHOLE = 14_500_000  # services
PEOPLE = 1_240_000  # of so many services; the examination, reported of 1.2 million, reached 97 % of them
FAMILY = 4  # people
NEIGHBOURS = "EG-ASN"  # where a few are registered who come to Luxor's hospitals
EXAMINATION = "PHC-EXAM"

FREQUENT = "code ~ '-(LAB|FM|ER|SURG)$'"  # come first where kinds share a figure

# Kinds (a condition) that share a reported figure; the last of each level share what its other figures leave.
PARTS = (
    ("primary", "luxor.services.comprehensive_exam", f"code = '{EXAMINATION}'"),
    ("primary", "luxor.services.dental", "code = 'PHC-DENT'"),
    ("primary", "luxor.services.lab_and_radiology", "code IN ('PHC-LAB', 'PHC-RAD')"),
    ("primary", "luxor.services.first_aid", "code = 'PHC-FIRSTAID'"),
    ("primary", "", "level = 'primary'"),
    ("hospital", "luxor.services.outpatient", "code = 'SEC-OPD'"),
    ("hospital", "luxor.prosthetics", "code = 'SEC-PROSTH'"),
    ("hospital", "luxor.services.diagnostics", "level = 'secondary' AND category = 'diagnostic'"),
    ("hospital", "luxor.services.surgeries", "level IN ('secondary', 'tertiary') AND category = 'surgery'"),
    ("hospital", "", "level IN ('secondary', 'tertiary')"),
)

PLACES = f"""
CREATE TEMPORARY TABLE luxor_place AS
SELECT role, row_number() OVER (PARTITION BY role ORDER BY code) AS nth, code, district, governorate
  FROM (
    SELECT CASE WHEN governorate_id = '{NEIGHBOURS}' THEN 'neighbours'
                WHEN kind LIKE 'family_medicine%' THEN 'unit' ELSE 'hospital' END AS role,
           code, governorate_id AS governorate,
           coalesce(district_id, (SELECT min(one.code) FROM geography_district AS one
                                   WHERE one.governorate_id = place.governorate_id)) AS district
      FROM directory_facility AS place
     WHERE governorate_id = 'EG-LX' AND kind <> 'laboratory'
        OR governorate_id = '{NEIGHBOURS}' AND kind LIKE 'family_medicine%'
  ) AS places;
CREATE TEMPORARY TABLE luxor_kind (nth int, code text, level text, category text);
"""


@dataclass(frozen=True)
class Shape:
    """`bounds` parts 0 to 1 among the kinds but the examination, which comes last; `places` says how many of each role."""

    examined: float
    bounds: list[float]
    places: dict[str, int]


def prepare(cursor: Any) -> Shape:
    """Number the kinds and the places in temporary tables."""
    cursor.execute(PLACES)
    cursor.execute("SELECT role, count(*) FROM luxor_place GROUP BY role")
    places = dict(cursor.fetchall())
    shares = shares_of_kinds(cursor)
    examined = shares.pop(EXAMINATION)
    bounds, total = [], 0.0
    for number, (code, share) in enumerate([*shares.items(), (EXAMINATION, 0.0)]):
        cursor.execute(
            "INSERT INTO luxor_kind SELECT %s, code, level, category FROM catalogue_servicetype WHERE code = %s",
            [number, code],
        )
        total += share / (1 - examined)
        bounds.append(total)
    cursor.execute("ANALYZE luxor_place; ANALYZE luxor_kind")
    return Shape(examined, bounds[:-2], places)


def shares_of_kinds(cursor: Any) -> dict[str, float]:
    """For each kind its share of all services, as reported; kinds that share one figure get less and less of it."""
    cursor.execute("SELECT code, value::float8 FROM statistics_reportedfigure WHERE governorate = 'EG-LX'")
    reported = dict(cursor.fetchall())
    left = {"primary": reported["luxor.services.primary"], "hospital": reported["luxor.services.hospital"]}
    numbers: dict[str, float] = {}
    for level, figure, kinds in PARTS:
        cursor.execute(f"SELECT code FROM catalogue_servicetype WHERE {kinds} ORDER BY {FREQUENT} DESC, code")
        codes = [code for (code,) in cursor.fetchall() if code not in numbers]
        together = reported[figure] if figure else left[level]
        left[level] -= together
        weights = [1 / place for place in range(1, len(codes) + 1)]
        numbers |= {
            code: together * weight / sum(weights) for code, weight in zip(codes, weights, strict=True)
        }
    return {code: number / sum(numbers.values()) for code, number in numbers.items()}
