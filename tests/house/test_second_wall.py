"""The second wall: what the database itself refuses, whatever the code forgets."""

import psycopg2
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from tests.template import owner_connection
from uhis_portal.reach import NOBODY, within

PERSONAL = {
    "people_household", "people_beneficiary", "people_membership", "applications_application",
    "applications_applicant", "records_servicerecord", "notices_message", "api_storedanswer", "audit_event",
    "records_otherpatient", "records_identification",
    "people_householdevent", "people_beneficiaryevent", "people_membershipevent",
    "people_fileholder", "people_joincode", "people_lifeevent", "people_unitrequest", "people_handoverfamily",
    "people_possibleduplicate", "people_merge", "people_fileholderevent", "people_lifeeventevent",
    "people_unitrequestevent", "people_possibleduplicateevent", "people_mergeevent",
    "applications_applicationevent", "applications_applicantevent", "staff_invitation", "staff_invitationevent",
    "applications_paper", "applications_interest", "files_document",
    "statistics_caredelta", "statistics_identitydelta", "statistics_knownas",
    "files_import", "files_importpart", "files_importblock", "files_importfault", "files_importidentity",
    "files_export", "files_exportpart",
}  # fmt: skip
# Without personal data, or read before it is known who asks (an account is found by its sealed number).
OPEN = {
    "accounts_account", "accounts_onetimecode", "audit_link", "audit_unsealed",
    "records_diagnosisname", "geography_governorate", "geography_stage", "geography_district", "catalogue_servicetype",
    "catalogue_initiative", "catalogue_initiativeevent", "catalogue_kindversion", "catalogue_kindversionevent",
    "catalogue_specialty", "catalogue_specialtyevent",
    "directory_facility", "directory_capacity", "directory_accreditation", "staff_post",
    "directory_building", "directory_contact", "directory_department", "directory_hoursexception",
    "directory_openinghours", "directory_othername", "directory_programme", "directory_proposal", "directory_revision",
    "directory_roleperiod", "directory_season", "directory_serviceoffered", "directory_statusperiod",
    "directory_buildingevent", "directory_contactevent", "directory_departmentevent", "directory_hoursexceptionevent",
    "directory_openinghoursevent", "directory_othernameevent", "directory_programmeevent", "directory_proposalevent",
    "directory_roleperiodevent", "directory_seasonevent", "directory_serviceofferedevent",
    "directory_statusperiodevent",
    "files_rememberedheading",
    "people_handover", "people_handoverevent", "people_dependantrule", "people_dependantruleevent",
    "geography_governorateevent", "geography_stageevent", "geography_districtevent", "catalogue_servicetypeevent",
    "directory_facilityevent", "directory_capacityevent", "directory_accreditationevent", "staff_postevent",
}  # fmt: skip
OPEN_ROOMS = ("coverage", "statistics")
ROOMS = ("audit", "accounts", "notices", "api", "files", "geography", "catalogue", "directory", "staff", "people",
         "applications", "coverage", "records", "statistics")  # fmt: skip
EVENTS = {table for table in PERSONAL | OPEN if table.endswith("event")} - {"people_lifeevent"}
APPEND_ONLY = {
    "records_servicerecord",
    "records_otherpatient",
    "records_identification",
    "audit_event",
    "audit_link",
    "directory_revision",
    "statistics_report",
}


def tables() -> set[str]:
    return {m._meta.db_table for m in apps.get_models() if m._meta.app_label in ROOMS}


def ask(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


@pytest.mark.django_db
def test_the_tests_run_as_the_serving_role_which_neither_owns_nor_bypasses() -> None:
    role = ask(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert role == [("uhis_app", False, False, False)]
    assert ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = 'uhis_app'") == [
        (0,)
    ]


def test_every_table_is_said_to_be_personal_or_open() -> None:
    unsaid = {t for t in tables() - PERSONAL - OPEN if not t.startswith(OPEN_ROOMS)}
    assert unsaid == set(), "say in this file whether these hold personal data"
    assert tables() >= PERSONAL | OPEN


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(PERSONAL))
def test_a_personal_table_shows_nothing_to_nobody(table: str) -> None:
    assert ask("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", table) == [(True,)]
    with within(NOBODY):
        assert ask(f"SELECT count(*) FROM {table}") == [(0,)]


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(APPEND_ONLY | EVENTS))
def test_an_append_only_table_refuses_change_from_the_serving_role_and_the_owner(table: str) -> None:
    column = ask("SELECT column_name FROM information_schema.columns WHERE table_name = %s LIMIT 1", table)[
        0
    ][0]
    owner = owner_connection(connection.settings_dict["NAME"])
    for statement in (
        f'UPDATE {table} SET "{column}" = "{column}"',
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ask(statement)
        with pytest.raises(psycopg2.Error), owner.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'; " + statement)
    owner.close()


@pytest.mark.django_db
@pytest.mark.parametrize("statement", [
    "ALTER TABLE people_household DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE records_servicerecord DISABLE TRIGGER ALL",
    "DROP TRIGGER append_only ON records_servicerecord",
    "DROP TABLE people_household",
    "CREATE TABLE public.mine (id int)",
    "SET session_replication_role = replica",
    "SET ROLE uhis_owner",
    "INSERT INTO statistics_servicedelta (facility, district, governorate, service_type, level, category, provided_on,"
    " quantity, records) VALUES ('a', 'a', 'a', 'a', 'a', 'a', '2026-01-01', 1, 1)",
    "INSERT INTO audit_unsealed VALUES (gen_random_uuid())",
])  # fmt: skip
def test_the_serving_role_cannot_take_the_wall_down(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
