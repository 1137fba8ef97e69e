"""Row history holds every column of what it tracks, but the sealed ones."""

import pytest
from django.apps import apps
from django.db import connection

from facilities.geography.models import Governorate
from uhis_portal.sealed_fields import SealedField

TRACKED = {
    "geography.governorate", "geography.stage", "geography.district", "catalogue.servicetype",
    "catalogue.initiative", "catalogue.kindversion", "catalogue.specialty",
    "directory.facility", "directory.capacity", "directory.accreditation", "directory.building", "directory.contact",
    "directory.department", "directory.hoursexception", "directory.openinghours", "directory.othername",
    "directory.programme", "directory.proposal", "directory.roleperiod", "directory.season",
    "directory.serviceoffered", "directory.statusperiod", "staff.post", "staff.invitation",
    "people.household", "people.beneficiary", "people.membership",
    "applications.application", "applications.applicant",
}  # fmt: skip


def event_models() -> dict[str, type]:
    return {
        m.pgh_tracked_model._meta.label_lower: m for m in apps.get_models() if hasattr(m, "pgh_tracked_model")
    }


def test_the_tables_that_people_change_are_tracked() -> None:
    assert set(event_models()) >= TRACKED


def test_each_history_has_every_column_of_its_table_but_the_sealed_ones() -> None:
    for label, event in event_models().items():
        wanted = {
            f.column for f in apps.get_model(label)._meta.concrete_fields if not isinstance(f, SealedField)
        }
        kept = {f.column for f in event._meta.concrete_fields}
        assert wanted - kept == set(), f"{label} would lose {wanted - kept}"
        assert not any(isinstance(f, SealedField) for f in event._meta.concrete_fields)


@pytest.mark.django_db
def test_a_change_of_the_arabic_name_alone_is_kept() -> None:
    Governorate.objects.filter(pk="EG-LX").update(name_ar="الأقصر الجديدة")
    events = Governorate.history.rel.related_model.objects.filter(pgh_obj="EG-LX", pgh_label="update")
    assert [event.name_ar for event in events] == ["الأقصر الجديدة"]


@pytest.mark.django_db
def test_nobody_can_switch_the_history_off() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', '{update_update,insert_insert,delete_delete}', true)"
        )
    Governorate.objects.filter(pk="EG-LX").update(name_ar="بلا أثر")
    assert Governorate.history.rel.related_model.objects.filter(pgh_obj="EG-LX", name_ar="بلا أثر").exists()
