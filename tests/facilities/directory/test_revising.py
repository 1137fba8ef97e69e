"""Changing what is known of a facility: by whom, at which version, all or nothing, and never lost."""

import threading
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connections
from django.utils import timezone, translation

from facilities.directory import actions
from facilities.directory.models import Facility, Proposal, Revision, StatusPeriod
from facilities.directory.sheet import Known, checked, difference, read, with_sheet
from tests.facilities.directory.putting_back import directory_put_back  # noqa: F401 (a fixture)
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict, Stale

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-11-22T10:00:00+02:00")
BEDS = {"kind": "beds", "quantity": 201, "as_of": "2026-05-01", "source": "count of May 2026"}


@pytest.fixture
def karnak(db: None) -> Facility:
    """A hospital in Luxor."""
    return Facility.objects.get(pk="LX-H2")


def sheet_of(code: str) -> dict[str, Any]:
    return read(with_sheet(Facility.objects.all()).get(pk=code))


def revise(by: Account, code: str, changes: dict[str, Any], version: int = 1, **more: Any) -> Facility:
    with within(reach_of(by)) as reach:
        return actions.revise(
            by=by, reach=reach, facility_code=code, version=version, changes=changes, now=NOW, **more
        )


def propose(by: Account, code: str, changes: dict[str, Any], version: int = 1, **more: Any) -> Proposal:
    with within(reach_of(by)) as reach:
        return actions.propose(
            by=by, reach=reach, facility_code=code, version=version, changes=changes, now=NOW, **more
        )


def approve(by: Account, proposal: Proposal) -> Proposal:
    with within(reach_of(by)) as reach:
        return actions.approve(by=by, reach=reach, proposal_id=proposal.pk, now=NOW)


def return_proposal(by: Account, proposal: Proposal, reason: str) -> Proposal:
    with within(reach_of(by)) as reach:
        return actions.return_proposal(by=by, reach=reach, proposal_id=proposal.pk, reason=reason, now=NOW)


def withdraw(by: Account, proposal: Proposal) -> Proposal:
    with within(reach_of(by)) as reach:
        return actions.withdraw(by=by, reach=reach, proposal_id=proposal.pk, now=NOW)


def faults_of(refused: pytest.ExceptionInfo[ValidationError]) -> dict[str, set[str | None]]:
    return {path: {one.code for one in faults} for path, faults in refused.value.error_dict.items()}


class TestRevising:
    def test_a_change_is_a_new_version_with_its_revision_and_audit(
        self, governorate_admin: Account, karnak: Facility
    ) -> None:
        before = sheet_of("LX-H2")
        revise(
            governorate_admin, "LX-H2", {"emergency": True, "capacities": [BEDS]}, explanation="counted  anew"
        )
        karnak.refresh_from_db()
        assert (karnak.version, karnak.emergency) == (2, True)
        assert sheet_of("LX-H2") == {**before, "emergency": True, "capacities": [BEDS]}
        revision = Revision.objects.get(facility="LX-H2")
        assert (revision.version, revision.made_by, revision.explanation) == (
            2,
            governorate_admin,
            "counted anew",
        )
        assert revision.changes["emergency"] == {"from": None, "to": True}
        event = Event.objects.get(action="directory.revise")
        assert (event.account_id, event.subject_id, event.facility) == (
            governorate_admin.pk,
            "LX-H2",
            "LX-H2",
        )

    def test_what_differs_in_nothing_writes_nothing(
        self, governorate_admin: Account, karnak: Facility
    ) -> None:
        revise(governorate_admin, "LX-H2", sheet_of("LX-H2"))
        karnak.refresh_from_db()
        assert karnak.version == 1
        assert not Revision.objects.filter(facility="LX-H2").exists()

    def test_rows_that_stay_alike_are_not_written(self, governorate_admin: Account) -> None:
        kept = dict(Facility.objects.get(pk="LX-H2").capacities.values_list("kind", "pk"))
        rows = [*sheet_of("LX-H2")["capacities"], {**BEDS, "kind": "pharmacies"}]
        revise(governorate_admin, "LX-H2", {"capacities": rows})
        now = dict(Facility.objects.get(pk="LX-H2").capacities.values_list("kind", "pk"))
        assert {kind: now[kind] for kind in kept} == kept and "pharmacies" in now

    def test_who_saw_an_older_version_is_told(self, governorate_admin: Account) -> None:
        revise(governorate_admin, "LX-H2", {"emergency": True})
        with pytest.raises(Stale):
            revise(governorate_admin, "LX-H2", {"emergency": False}, version=1)
        assert sheet_of("LX-H2")["emergency"] is True

    def test_staff_of_the_facility_propose_and_do_not_revise(
        self, clerk: Account, luxor_unit: Facility
    ) -> None:
        with pytest.raises(PermissionDenied):
            revise(clerk, luxor_unit.pk, {"emergency": True})

    def test_another_governorate_may_do_nothing(
        self,
        governorate_admin: Account,
        foreign_clerk: Account,
        port_said_unit: Facility,
        luxor_unit: Facility,
    ) -> None:
        with pytest.raises(PermissionDenied):
            revise(governorate_admin, port_said_unit.pk, {"emergency": True})
        with pytest.raises(PermissionDenied):
            propose(foreign_clerk, luxor_unit.pk, {"emergency": True})

    def test_a_facility_is_moved_to_another_governorate_by_the_country_only(
        self, governorate_admin: Account, national_admin: Account
    ) -> None:
        move = {"governorate": "EG-PTS", "district": None}
        with pytest.raises(ValidationError) as refused:
            revise(governorate_admin, "LX-H2", move)
        assert faults_of(refused) == {"governorate": {"elsewhere"}}
        assert revise(national_admin, "LX-H2", move).governorate_id == "EG-PTS"

    def test_a_renamed_department_keeps_its_services(self, governorate_admin: Account) -> None:
        kidney = {"name": {"ar": "قسم الكلى", "en": "Kidney department"}}
        service = {"service_type": "PHC-LAB", "department": "قسم الكلى", "since": "2021-07-01"}
        revise(governorate_admin, "LX-H2", {"departments": [kidney], "services": [service]})
        department = Facility.objects.get(pk="LX-H2").departments.get()
        renamed = {"name": {"ar": "قسم الغسيل الكلوي", "en": "Dialysis department"}}
        revise(governorate_admin, "LX-H2", {"departments": [renamed]}, version=2)
        assert sheet_of("LX-H2")["services"][0]["department"] == "قسم الغسيل الكلوي"
        assert Facility.objects.get(pk="LX-H2").departments.get() == department
        with pytest.raises(ValidationError) as refused:
            revise(governorate_admin, "LX-H2", {"departments": []}, version=3)
        assert faults_of(refused) == {"departments": {"in_use"}}
        assert revise(governorate_admin, "LX-H2", {"departments": [], "services": []}, version=3).version == 4

    def test_periods_are_moved_without_meeting_on_the_way(self, governorate_admin: Account) -> None:
        periods = [
            {"status": "suspended", "since": "2024-01-01", "until": "2024-03-01"},
            {"status": "open", "since": "2024-03-01"},
        ]
        revise(governorate_admin, "LX-H2", {"statuses": periods})
        later = [{**periods[0], "until": "2024-04-01"}, {**periods[1], "since": "2024-04-01"}]
        revise(governorate_admin, "LX-H2", {"statuses": later}, version=2)
        assert [row["until"] for row in sheet_of("LX-H2")["statuses"]] == [None, "2024-04-01"]

    def test_hours_are_kept_as_they_are_said(self, governorate_admin: Account) -> None:
        rows = [
            {"of": "general", "season": "all_year", "hours": "Sa-Th ٠٨:٠٠-14:00; Fr off", "source": "unit"},
            {"of": "emergency", "season": "all_year", "hours": "24/7"},
        ]
        revise(governorate_admin, "LX-H2", {"opening_hours": rows})
        said = [(row["of"], row["hours"]) for row in sheet_of("LX-H2")["opening_hours"]]
        assert said == [("general", "Sa-Th 08:00-14:00; Fr off"), ("emergency", "24/7")]
        revise(governorate_admin, "LX-H2", {"opening_hours": []}, version=2)
        assert sheet_of("LX-H2")["opening_hours"] == []

    def test_what_the_database_alone_refuses_is_said_at_its_part(
        self, governorate_admin: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The sheet looks for overlaps itself; were it blind, the exclusion constraint still decides."""
        monkeypatch.setattr("facilities.directory.sheet.checking.overlap", lambda one, other: False)
        rows = [{"status": "open", "since": "2024-01-01"}, {"status": "closed", "since": "2025-01-01"}]
        with translation.override("en"), pytest.raises(ValidationError) as refused:
            revise(governorate_admin, "LX-H2", {"statuses": rows})
        assert refused.value.message_dict == {
            "statuses": ["A facility has one status at a time: these periods overlap."]
        }
        assert StatusPeriod.objects.filter(facility="LX-H2").count() == 1

    def test_without_its_audit_nothing_is_changed(
        self, governorate_admin: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(**_event: Any) -> None:
            raise DatabaseError("no audit")

        monkeypatch.setattr("facilities.directory.actions.revisions.note_all", fails)
        before = sheet_of("LX-H2")
        with pytest.raises(DatabaseError):
            revise(governorate_admin, "LX-H2", {"emergency": True, "capacities": []})
        assert sheet_of("LX-H2") == before
        assert Facility.objects.get(pk="LX-H2").version == 1


class TestCreating:
    new = {
        "name": {"ar": "وحدة طب أسرة المدامود", "en": "Al-Madamoud Family Medicine Unit"},
        "kind": "family_medicine_unit",
        "owner": "eha",
        "levels": ["primary"],
        "governorate": "EG-LX",
        "source": "decree 12/2026",
    }

    def create(self, by: Account, code: str, **changes: Any) -> Facility:
        with within(reach_of(by)) as reach:
            return actions.create_facility(
                by=by, reach=reach, code=code, changes={**self.new, **changes}, now=NOW
            )

    def test_a_new_facility_has_all_that_is_known_as_its_first_revision(
        self, governorate_admin: Account
    ) -> None:
        made = self.create(governorate_admin, "lx-f٩٠٠")
        assert (made.pk, made.version) == ("LX-F900", 1)
        assert Revision.objects.get(facility="LX-F900").changes["kind"] == {
            "from": None,
            "to": "family_medicine_unit",
        }
        assert Event.objects.get(action="directory.create").subject_id == "LX-F900"

    @pytest.mark.parametrize(
        ("code", "why"), [("LX-H2", "taken"), ("L-1", "invalid"), ("", "invalid"), ("LX-H2; DROP", "invalid")]
    )
    def test_a_code_is_given_once_and_well_formed(
        self, governorate_admin: Account, code: str, why: str
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            self.create(governorate_admin, code)
        assert faults_of(refused) == {"code": {why}}

    def test_what_is_missing_is_named(self, governorate_admin: Account) -> None:
        with pytest.raises(ValidationError) as refused:
            self.create(governorate_admin, "LX-F900", name={"ar": "وحدة"}, kind=None, governorate="EG-PTS")
        assert faults_of(refused) == {"name.en": {"required"}, "kind": {"required"}}
        with pytest.raises(ValidationError) as refused:
            self.create(governorate_admin, "LX-F900", governorate="EG-PTS")
        assert faults_of(refused) == {"governorate": {"elsewhere"}}

    def test_staff_of_a_facility_add_none(self, clerk: Account) -> None:
        with pytest.raises(PermissionDenied):
            self.create(clerk, "LX-F900")


class TestProposing:
    def test_one_is_approved_and_another_returned_with_a_reason(
        self, clerk: Account, governorate_admin: Account, luxor_unit: Facility
    ) -> None:
        phone = {"contacts": [{"kind": "phone", "value": "095 237-2025"}]}
        first = propose(clerk, luxor_unit.pk, phone, explanation="new line")
        second = propose(clerk, luxor_unit.pk, {"emergency": True})
        assert sheet_of(luxor_unit.pk)["contacts"] == []
        approve(governorate_admin, first)
        return_proposal(governorate_admin, second, "the unit has no emergency room")
        assert sheet_of(luxor_unit.pk)["contacts"] == [{"kind": "phone", "value": "0952372025"}]
        assert sheet_of(luxor_unit.pk)["emergency"] is None
        first.refresh_from_db(), second.refresh_from_db()
        assert (first.state, first.decided_by, first.revision.version) == ("approved", governorate_admin, 2)
        assert (second.state, second.reason) == ("returned", "the unit has no emergency room")
        with system_reach():
            done = sorted(
                Event.objects.filter(action__startswith="directory.").values_list("action", flat=True)
            )
        assert done == [
            "directory.approved", "directory.propose", "directory.propose", "directory.returned", "directory.revise",
        ]  # fmt: skip

    def test_other_parts_may_change_meanwhile_but_not_those_it_touches(
        self, clerk: Account, governorate_admin: Account, luxor_unit: Facility
    ) -> None:
        wanted = propose(clerk, luxor_unit.pk, {"emergency": True, "note": "new"})
        revise(governorate_admin, luxor_unit.pk, {"address": {"ar": "شارع المحطة"}})
        too_late = propose(clerk, luxor_unit.pk, {"note": "other"}, version=2)
        approve(governorate_admin, wanted)
        assert sheet_of(luxor_unit.pk)["emergency"] is True
        with (
            translation.override("en"),
            pytest.raises(Conflict, match="Changed since this was proposed: Note"),
        ):
            approve(governorate_admin, too_late)
        assert Proposal.objects.get(pk=too_late.pk).state == "waiting"

    def test_who_proposed_does_not_approve(self, national_admin: Account, governorate_admin: Account) -> None:
        own = propose(governorate_admin, "LX-H2", {"emergency": True})
        with pytest.raises(ValidationError) as refused:
            approve(governorate_admin, own)
        assert refused.value.code == "own_proposal"
        assert approve(national_admin, own).state == "approved"

    def test_staff_do_not_decide_and_foreign_ones_see_nothing(
        self, clerk: Account, other_clerk: Account, foreign_clerk: Account, luxor_unit: Facility
    ) -> None:
        proposal = propose(clerk, luxor_unit.pk, {"emergency": True})
        for decide in (approve, lambda by, one: return_proposal(by, one, "no")):
            with pytest.raises(PermissionDenied):
                decide(other_clerk, proposal)
            with pytest.raises(Proposal.DoesNotExist):
                decide(foreign_clerk, proposal)
        with pytest.raises(PermissionDenied):
            withdraw(other_clerk, proposal)
        with pytest.raises(Proposal.DoesNotExist):
            withdraw(foreign_clerk, proposal)
        assert withdraw(clerk, proposal).state == "withdrawn"

    def test_it_is_decided_once(
        self, clerk: Account, governorate_admin: Account, national_admin: Account, luxor_unit: Facility
    ) -> None:
        proposal = propose(clerk, luxor_unit.pk, {"emergency": True})
        approve(governorate_admin, proposal)
        assert approve(governorate_admin, proposal).version == 2
        for again in (
            lambda: approve(national_admin, proposal),
            lambda: return_proposal(governorate_admin, proposal, "no"),
            lambda: withdraw(clerk, proposal),
        ):
            with pytest.raises(Conflict):
                again()
        assert Revision.objects.filter(facility=luxor_unit).count() == 1

    def test_returning_says_why(
        self, clerk: Account, governorate_admin: Account, luxor_unit: Facility
    ) -> None:
        proposal = propose(clerk, luxor_unit.pk, {"emergency": True})
        with pytest.raises(ValidationError) as refused:
            return_proposal(governorate_admin, proposal, " \u200f ")
        assert faults_of(refused) == {"reason": {"required"}}

    def test_what_a_facility_is_and_where_is_not_for_its_staff(
        self, clerk: Account, luxor_unit: Facility
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            propose(clerk, luxor_unit.pk, {"kind": "hospital", "governorate": "EG-C", "district": None})
        assert faults_of(refused) == {"kind": {"reserved"}, "governorate": {"reserved"}}

    def test_nothing_is_no_proposal(self, clerk: Account, luxor_unit: Facility) -> None:
        with pytest.raises(ValidationError) as refused:
            propose(clerk, luxor_unit.pk, sheet_of(luxor_unit.pk))
        assert refused.value.code == "no_difference"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("directory_put_back")
class TestAtOnce:
    def test_of_two_editors_one_is_told_and_nothing_is_lost(self, governorate_admin: Account) -> None:
        outcomes = at_once(
            lambda: revise(governorate_admin, "LX-H3", {"emergency": True}),
            lambda: revise(governorate_admin, "LX-H3", {"note": "twin"}),
        )
        assert sorted(outcomes) == ["Facility", "Stale"]
        facility = Facility.objects.get(pk="LX-H3")
        changed = facility.emergency is True, facility.note == "twin"
        assert (facility.version, sum(changed)) == (2, 1)

    def test_of_two_approvals_of_one_proposal_one_is_made(
        self, clerk: Account, governorate_admin: Account, national_admin: Account, luxor_unit: Facility
    ) -> None:
        proposal = propose(clerk, luxor_unit.pk, {"emergency": True})
        outcomes = at_once(
            lambda: approve(governorate_admin, proposal), lambda: approve(national_admin, proposal)
        )
        assert sorted(outcomes) == ["Conflict", "Proposal"]
        facility = Facility.objects.get(pk=luxor_unit.pk)
        assert (facility.version, facility.emergency) == (2, True)

    def test_two_proposals_for_different_parts_are_both_kept(
        self, clerk: Account, governorate_admin: Account, national_admin: Account, luxor_unit: Facility
    ) -> None:
        one = propose(clerk, luxor_unit.pk, {"emergency": True})
        other = propose(clerk, luxor_unit.pk, {"note": "twin"})
        outcomes = at_once(lambda: approve(governorate_admin, one), lambda: approve(national_admin, other))
        assert outcomes == ["Proposal", "Proposal"]
        facility = Facility.objects.get(pk=luxor_unit.pk)
        assert (facility.version, facility.emergency, facility.note) == (3, True, "twin")

    def test_of_approving_and_returning_at_once_one_is_done(
        self, clerk: Account, governorate_admin: Account, national_admin: Account, luxor_unit: Facility
    ) -> None:
        proposal = propose(clerk, luxor_unit.pk, {"emergency": True})
        outcomes = at_once(
            lambda: approve(governorate_admin, proposal),
            lambda: return_proposal(national_admin, proposal, "no"),
        )
        assert sorted(outcomes) == ["Conflict", "Proposal"]
        proposal.refresh_from_db()
        facility = Facility.objects.get(pk=luxor_unit.pk)
        assert (facility.emergency is True) == (proposal.state == "approved") == (facility.version == 2)

    def test_the_same_proposed_at_once_by_two_waits_once(
        self, clerk: Account, other_clerk: Account, luxor_unit: Facility
    ) -> None:
        wish = {"emergency": True}
        outcomes = at_once(
            lambda: propose(clerk, luxor_unit.pk, wish), lambda: propose(other_clerk, luxor_unit.pk, wish)
        )
        assert sorted(outcomes) == ["Proposal", "ValidationError"]
        assert Proposal.objects.get().changes == {"emergency": {"from": None, "to": True}}

    def test_a_code_asked_for_by_two_at_once_is_given_once(
        self, governorate_admin: Account, national_admin: Account
    ) -> None:
        outcomes = at_once(
            *(
                lambda by=by: TestCreating().create(by, "QQ-F900")
                for by in (governorate_admin, national_admin)
            )
        )
        assert sorted(outcomes) == ["Facility", "ValidationError"]
        assert Revision.objects.filter(facility="QQ-F900").count() == 1


def at_once(*acts: Any) -> list[str]:
    """What each act, begun at the same moment on a connection of its own, came to: the name of its outcome's class."""
    gate, outcomes = threading.Barrier(len(acts)), []

    def run(act: Any) -> None:
        try:
            gate.wait()
            outcomes.append(type(act()).__name__)
        except Exception as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_every_facility_reads_as_it_would_be_kept(db: None) -> None:
    known = Known.on(timezone.localtime(NOW).date())
    for facility in with_sheet(Facility.objects.all()):
        sheet = read(facility)
        assert difference(sheet, checked(sheet, sheet, known)) == {}, facility.pk
