"""Distinct people reached, from the ledger and from what is known of who its patients are.

They are folded by a function of the database: what is pending is known of single people, and no page may read that.
Another function answers with how far the pending changes move the counts.
"""

from services.statistics.counting.declared import Roll
from services.statistics.models import PeopleReached

COUNTRY = "EG"  # ISO 3166-1
EVER = 0  # in the place of a year

FOLD = "SELECT statistics_fold_people(%s)"

# As whom each patient of the ledger counts now.
RECOUNTED = """
    SELECT person, record.service_type_id AS service_type, extract(year FROM record.provided_on)::int AS year,
           record.governorate_id AS governorate, sign(record.quantity)::int AS records
      FROM records_servicerecord AS record
      LEFT JOIN (SELECT DISTINCT ON (patient_id) patient_id, beneficiary_id FROM records_identification
                  ORDER BY patient_id, position DESC) AS said ON said.patient_id = record.other_patient_id
      JOIN people_beneficiary AS named ON named.id = coalesce(record.beneficiary_id, said.beneficiary_id)
      CROSS JOIN LATERAL (SELECT coalesce(named.merged_into_id, named.id) AS person) AS as_whom"""

PEOPLE = (
    Roll(
        name="people reached by kind and year",
        model=PeopleReached,
        cell=("governorate", "service_type", "year"),
        sums=("people",),
        pending="SELECT governorate, service_type, year, people FROM statistics_people_changes()",
        recounted=f"""
            SELECT coalesce(governorate, '{COUNTRY}') AS governorate, service_type, coalesce(year, {EVER}) AS year,
                   1 AS people
              FROM (SELECT person, service_type, year, governorate
                      FROM ({RECOUNTED}) AS care GROUP BY 1, 2, 3, 4 HAVING sum(records) > 0) AS reached
             GROUP BY GROUPING SETS ((person, service_type, year, governorate), (person, service_type, governorate),
                                     (person, service_type, year), (person, service_type))""",  # noqa: S608
        mistaken="SELECT count(*) FROM statistics_mistaken_patients()",
        relearn="SELECT statistics_mark_mistaken_patients()",
    ),
)
