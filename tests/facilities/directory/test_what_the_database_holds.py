"""What the database itself refuses of a facility, whatever the code forgets."""

from datetime import date

import psycopg2
import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from facilities.directory.models import (
    Accreditation,
    Building,
    Capacity,
    Facility,
    HoursException,
    OpeningHours,
    OtherName,
    Programme,
    Revision,
    RolePeriod,
    Season,
    ServiceOffered,
    StatusPeriod,
)
from tests.template import owner_connection
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import cairo_now

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2026, 1, 1)
SPRING = date(2026, 4, 1)
SUMMER = date(2026, 7, 1)
UNIT = "LX-F01"


def row(model: type[models.Model], **values: object) -> models.Model:
    return model._default_manager.create(**{"facility_id": UNIT, **values})


def refused(constraint: str, model: type[models.Model], **values: object) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row(model, **values)


@pytest.mark.parametrize(
    ("constraint", "model", "same"),
    [
        ("a_role_is_held_once_at_a_time", RolePeriod, {"role": "isolation_hospital"}),
        ("a_service_is_offered_once_at_a_time", ServiceOffered, {"service_type_id": "PHC-LAB"}),
        (
            "a_programme_runs_once_at_a_time",
            Programme,
            {"kind": "pacs", "name_ar": "أرشيف الأشعة", "name_en": "Picture archive"},
        ),
    ],
)
def test_periods_of_one_thing_do_not_overlap_but_may_follow_each_other(
    constraint: str, model: type[models.Model], same: dict[str, object]
) -> None:
    row(model, since=NEW_YEAR, until=SPRING, **same)
    row(model, since=SPRING, until=SUMMER, **same)
    refused(constraint, model, since=date(2026, 3, 31), until=date(2026, 4, 2), **same)
    refused(constraint, model, since=None, until=None, **same)
    row(model, since=SUMMER, until=None, **same)
    refused(constraint, model, since=date(2030, 1, 1), until=None, **same)


def test_a_facility_has_one_status_at_a_time() -> None:
    refused("one_status_at_a_time", StatusPeriod, status="closed", since=NEW_YEAR)
    StatusPeriod.objects.filter(facility=UNIT).update(until=NEW_YEAR)
    row(StatusPeriod, status="closed", since=NEW_YEAR)
    unit = Facility.objects.get(code=UNIT)
    assert unit.status_on(date(2025, 12, 31)) == "open" and unit.status_on(NEW_YEAR) == "closed"


@pytest.mark.parametrize("model", [StatusPeriod, RolePeriod, ServiceOffered, Programme, Accreditation])
def test_a_period_ends_after_it_begins(model: type[models.Model]) -> None:
    StatusPeriod.objects.filter(facility=UNIT).update(until=NEW_YEAR)
    values: dict[type[models.Model], dict[str, object]] = {
        StatusPeriod: {"status": "closed"},
        RolePeriod: {"role": "isolation_hospital"},
        ServiceOffered: {"service_type_id": "PHC-LAB"},
        Programme: {"kind": "pacs", "name_ar": "أ", "name_en": "A"},
        Accreditation: {"state": "full", "source": "made up"},
    }
    with pytest.raises(DatabaseError), transaction.atomic():
        row(model, since=SPRING, until=SPRING, **values[model])
    with pytest.raises(DatabaseError), transaction.atomic():
        row(model, since=SPRING, until=NEW_YEAR, **values[model])


def test_hours_of_one_day_do_not_overlap() -> None:
    morning = {"of": "general", "season": "all_year", "weekday": 6}
    row(OpeningHours, opens=480, closes=840, **morning)
    row(OpeningHours, opens=840, closes=1200, **morning)
    refused("hours_of_a_day_do_not_overlap", OpeningHours, opens=600, closes=660, **morning)
    row(OpeningHours, opens=600, closes=660, **{**morning, "season": "ramadan"})
    row(OpeningHours, opens=600, closes=660, service_type_id="PHC-LAB", **morning)
    row(OpeningHours, opens=0, closes=1440, **{**morning, "of": "emergency"})
    refused("emergencies_have_one", OpeningHours, opens=0, closes=60, of="emergency", weekday=7,
            service_type_id="PHC-LAB")  # fmt: skip


@pytest.mark.parametrize(("opens", "closes"), [(600, 600), (1440, 1500), (600, 2041), (700, 600)])
def test_hours_begin_on_their_day_and_last_at_most_a_day(opens: int, closes: int) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        row(OpeningHours, weekday=5, opens=opens, closes=closes)


def test_exceptions_of_one_day_do_not_contradict() -> None:
    made = {"made_by": Account.system(), "made_at": cairo_now(), "reason_ar": "عيد", "reason_en": "Feast"}
    days = {"since": SPRING, "until": date(2026, 4, 3)}
    row(HoursException, **days, **made)
    refused("exceptions_of_a_day", HoursException, opens=600, closes=700, **days, **made)
    row(HoursException, of="emergency", opens=600, closes=700, **days, **made)
    row(HoursException, facility_id=None, **days, **made)
    refused("exceptions_of_a_day", HoursException, facility_id=None, **days, **made)


def test_ramadan_has_29_or_30_days() -> None:
    def ramadan(days: int) -> Season:
        until = date(2026, 2, 18).fromordinal(date(2026, 2, 18).toordinal() + days)
        return Season(hijri_year=1447, since=date(2026, 2, 18), until=until, confirmed_by=Account.system(),
                      confirmed_at=cairo_now())  # fmt: skip

    for days in (28, 31):
        with pytest.raises(IntegrityError, match="ramadan_has_29_or_30_days"), transaction.atomic():
            ramadan(days).save(force_insert=True)
    ramadan(30).save(force_insert=True)


def test_names_numbers_and_buildings_stand_once() -> None:
    row(OtherName, kind="alias", name_ar="حورس")
    refused("one_other_name_once", OtherName, kind="alias", name_ar="حورس")
    refused("another_name_is_written", OtherName, kind="alias")
    refused("a_name_ends_after", OtherName, kind="former", name_en="Old", from_year=2010, until_year=2009)
    row(Capacity, kind="beds", quantity=10, as_of=None, source="made up")
    refused("one_capacity_per_kind_and_day", Capacity, kind="beds", quantity=11, as_of=None, source="made up")
    row(Capacity, kind="beds", quantity=12, as_of=NEW_YEAR, source="made up")
    part = {"name_ar": "مبنى", "name_en": "Building"}
    refused("work_is_measured", Building, state="in_use", percent=50, **part)
    refused("work_is_measured", Building, state="under_construction", percent=101, **part)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM directory_facility WHERE code = 'LX-P1'",
        "UPDATE directory_facility SET code = 'LX-H99' WHERE code = 'LX-P1'",
    ],
)
def test_a_code_is_never_changed_removed_or_given_again_not_even_by_the_owner(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    owner = owner_connection(connection.settings_dict["NAME"])
    with pytest.raises(psycopg2.Error, match=r"never changed, removed or given again|violates foreign key"):
        owner.cursor().execute("SET lock_timeout = '2s'; " + statement)
    owner.close()


def test_a_version_has_one_revision_which_stays() -> None:
    made = {"version": 2, "changes": {}, "made_by": Account.system(), "made_at": cairo_now()}
    row(Revision, **made)
    refused("one_revision_per_version", Revision, **made)
    with pytest.raises(DatabaseError), transaction.atomic():
        Revision.objects.filter(facility=UNIT).delete()
