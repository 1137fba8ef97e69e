"""Undoing a record: by a new row beside it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from services.records.actions.desk import own_facility
from services.records.faults import WORDS
from services.records.models import ServiceRecord
from services.records.signals import ledger_grew
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note
from uhis_portal.refusals import Conflict

REASON_LENGTH = 200


def reverse(*, by: Account, id: UUID, record: UUID, reason: str, now: datetime) -> ServiceRecord:
    """Undo a record by a new row with its sign turned, and return that row; the record itself stays.

    The same id for the same record and reason is answered the same. Raises ServiceRecord.DoesNotExist when there is
    no such record in reach, PermissionDenied when it is another facility's, ValidationError at `reason` or as a whole
    when the record is itself a reversal, and Conflict when it is already undone or the id stands for something else.
    """
    reason = reason.strip()
    if not 1 <= len(reason) <= REASON_LENGTH:
        raise ValidationError(
            {"reason": ValidationError(_("Say in a few words why this is undone."), code="required")}
        )
    with transaction.atomic():
        original = ServiceRecord.objects.get(pk=record)
        own_facility(by, original.facility_id)
        if original.reverses_id is not None:
            raise ValidationError(
                _("This row already undoes another one and cannot be undone."), code="is_a_reversal"
            )
        written = insert(by=by, id=id, original=original, reason=reason, now=now)
        row = ServiceRecord.objects.filter(pk=id).first()
        if row is None and ServiceRecord.objects.filter(reverses=original).exists():
            raise Conflict(_("This record is already undone."), code="already_reversed")
        if row is None or (row.reverses_id, row.reason) != (original.pk, reason):
            raise Conflict(WORDS["id:id_reused"], code="id_reused")
        if written:
            note(
                by=by,
                action="records.reverse",
                subject=original,
                facility=original.facility_id,
                reason=reason,
                details={"reversal": str(id)},
            )
            ledger_grew.send(sender=ServiceRecord)
    return row


def insert(*, by: Account, id: UUID, original: ServiceRecord, reason: str, now: datetime) -> int:
    """Add the reversal unless its id or a reversal of the record exists; returns how many rows were added."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO records_servicerecord
                (id, visit, facility_id, department_id, district_id, governorate_id, service_type_id, level, category,
                 beneficiary_id, other_patient_id, sex, birth_year, home_governorate, provided_on, quantity, diagnosis,
                 cover, cover_reason, recorded_by_id, recorded_at, reverses_id, reason)
            SELECT %s, visit, facility_id, department_id, district_id, governorate_id, service_type_id, level, category,
                   beneficiary_id, other_patient_id, sex, birth_year, home_governorate, provided_on, -quantity,
                   diagnosis, cover, cover_reason, %s, %s, id, %s
              FROM records_servicerecord WHERE id = %s
            ON CONFLICT DO NOTHING
            """,
            [id, by.pk, now, reason, original.pk],
        )
        return cursor.rowcount
