"""Families that applied, by what became of it; from the moment on at which they sent the application."""

from services.statistics.counting.declared import Cells, Source
from services.statistics.models import ApplicationDelta, ApplicationsByDay

APPLICATIONS = Source(
    deltas=ApplicationDelta,
    counted="""
        SELECT governorate_id AS governorate, status, (sent_at AT TIME ZONE 'Africa/Cairo')::date AS day, 1 AS families
          FROM applications_application WHERE sent_at IS NOT NULL AND governorate_id IS NOT NULL""",
    cells=(
        Cells(
            name="applications by governorate, status and day",
            model=ApplicationsByDay,
            cell=("governorate", "day", "status"),
            sums=("families",),
        ),
    ),
)
