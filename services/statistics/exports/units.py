"""The table of what DHIS2 calls our facilities: read by whom it is shown to, changed by national administrators."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from facilities.directory.models import Facility
from services.statistics.models import Dhis2Unit
from uhis_portal.accounts.models import Account
from uhis_portal.audit.actions import note

CODE = re.compile(r"[\w.:/-]{1,50}", re.ASCII)


def units(governorate: str = "") -> QuerySet[Facility]:
    """Facilities with `dhis2_code` and `dhis2_uid`, None where not known."""
    known = Dhis2Unit.objects.filter(facility=OuterRef("pk"))
    found = Facility.objects.annotate(
        dhis2_code=Subquery(known.values("code")[:1]), dhis2_uid=Subquery(known.values("uid")[:1])
    ).order_by("code")
    return found.filter(governorate=governorate) if governorate else found


@transaction.atomic
def name_unit(*, by: Account, facility: str, code: str, uid: str) -> Dhis2Unit | None:
    """Say what DHIS2 calls a facility; with both empty it is not known any more (None).

    Raises DoesNotExist, ValidationError at `code` or `uid`: unreadable, another facility's.
    """
    place = Facility.objects.select_for_update(of=("self",)).get(pk=facility)
    one = Dhis2Unit(facility=place, code=code.strip(), uid=uid.strip())
    if one.code and not CODE.fullmatch(one.code):
        raise ValidationError(
            {
                "code": ValidationError(
                    _("A code has letters, digits and . : / _ - only, at most 50."), code="invalid"
                )
            }
        )
    if one.code and Facility.objects.filter(pk=one.code).exclude(pk=facility).exists():
        raise ValidationError(
            {"code": ValidationError(_("This is the portal's own code of another facility."), code="taken")}
        )
    known = Dhis2Unit.objects.filter(pk=facility).first()
    if not one.code and not one.uid:
        if known is not None:
            known.delete()
            note(by=by, action="dhis2.forget_unit", subject=place, facility=facility)
        return None
    if known is None or (known.code, known.uid) != (one.code, one.uid):
        check(one)
        one.save()
        note(by=by, action="dhis2.name_unit", subject=place, facility=facility,
             details={"code": one.code, "uid": one.uid})  # fmt: skip
    return one


def check(one: Dhis2Unit) -> None:
    """The refusals of the constraints, at the field that they are about."""
    for field, constraints in (("code", ("one_facility_per_dhis2_code",)),
                               ("uid", ("one_facility_per_dhis2_uid", "a_dhis2_uid_is_eleven_letters_and_digits"))):  # fmt: skip
        for constraint in Dhis2Unit._meta.constraints:
            if constraint.name in constraints:
                try:
                    constraint.validate(Dhis2Unit, one)
                except ValidationError as refusal:
                    raise ValidationError({field: refusal}) from refusal
