"""Services, from the ledger. A reversal counts with its sign turned."""

from services.statistics.counting.declared import Cells, Source
from services.statistics.models import (
    ServiceDelta,
    ServicesByDay,
    ServicesByMonth,
    ServicesOfFacility,
    ServicesOfFacilityByMonth,
    ServicesOfGovernorate,
    ServicesOfGroup,
)

MONTH = {"month": "date_trunc('month', provided_on)::date"}
KIND = ("service_type", "level", "category")

SERVICES = Source(
    deltas=ServiceDelta,
    counted="""
        SELECT facility_id AS facility, coalesce(district_id, '') AS district, governorate_id AS governorate,
               service_type_id AS service_type, level, category, provided_on, quantity,
               sign(quantity)::int AS records,
               CASE WHEN quantity > 0 AND written_on > provided_on THEN 1 ELSE 0 END AS late,
               CASE WHEN quantity > 0 THEN greatest(written_on - provided_on, 0) ELSE 0 END AS delay,
               CASE WHEN quantity < 0 THEN 1 ELSE 0 END AS undone,
               CASE WHEN home_governorate = governorate_id THEN quantity ELSE 0 END AS at_home,
               CASE WHEN home_governorate NOT IN ('', governorate_id) THEN quantity ELSE 0 END AS away
          FROM records_servicerecord
          CROSS JOIN LATERAL (SELECT (recorded_at AT TIME ZONE 'Africa/Cairo')::date AS written_on) AS moment""",
    cells=(
        Cells(
            name="services by governorate, kind and day",
            model=ServicesByDay,
            cell=("governorate", "provided_on", *KIND),
            sums=("quantity", "records"),
        ),
        Cells(
            name="services by facility, kind and month",
            model=ServicesByMonth,
            cell=("facility", "month", *KIND, "governorate", "district"),
            sums=("quantity", "records"),
            made=MONTH,
        ),
        Cells(
            name="services by governorate, kind and month",
            model=ServicesOfGovernorate,
            cell=("governorate", "month", *KIND),
            sums=("quantity", "records"),
            made=MONTH,
        ),
        Cells(
            name="services by governorate, group and month",
            model=ServicesOfGroup,
            cell=("governorate", "month", "level", "category"),
            sums=("quantity", "records", "at_home", "away", "late", "delay", "undone"),
            made=MONTH,
        ),
        Cells(
            name="services by facility and month",
            model=ServicesOfFacilityByMonth,
            cell=("governorate", "district", "facility", "month"),
            sums=("quantity",),
            made=MONTH,
        ),
        Cells(
            name="services by facility and day",
            model=ServicesOfFacility,
            cell=("facility", "provided_on", "governorate", "district"),
            sums=("quantity", "records", "late", "delay", "undone"),
        ),
    ),
)
