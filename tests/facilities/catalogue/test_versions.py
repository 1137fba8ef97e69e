"""A kind of service is something from a day on: what was before stays, what is planned waits for its day."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from facilities.catalogue import actions, jobs
from facilities.catalogue.models import KindVersion, ServiceType
from tests.facilities.catalogue.kinds import (
    DECREE,
    MONTH,
    NEW,
    TODAY,
    TOMORROW,
    YEAR,
    add,
    periods,
    revise,
    withdraw,
)
from tests.facilities.staff.posts import codes
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.reach import NOBODY, Reach
from uhis_portal.refusals import Conflict, Stale

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everything_in_reach")]
OLD = "Laboratory test (primary)"


def given_on(day: Any, code: str = "PHC-LAB") -> bool:
    return ServiceType.objects.in_force_on(day).filter(pk=code).exists()


class TestChanging:
    def test_a_change_ends_what_ran_and_begins_on_its_day(self, national_admin: Account) -> None:
        revise(national_admin, name_en="Laboratory test", level="secondary")
        assert periods() == [(None, TODAY, OLD), (TODAY, None, "Laboratory test")]
        kind = ServiceType.objects.get(pk="PHC-LAB")
        assert (kind.name_en, kind.level, kind.version) == ("Laboratory test", "secondary", 2)
        assert kind.name_ar == "فحص معملي (رعاية أولية)" and "laboratory test" in kind.comparable
        before, after = (
            KindVersion.objects.in_force_on(day).get(service_type="PHC-LAB")
            for day in (TODAY - timedelta(1), TODAY)
        )
        assert (before.level, after.level, after.source) == ("primary", "secondary", DECREE)

    def test_a_change_ahead_takes_effect_when_the_clock_says_so_and_once(
        self, national_admin: Account
    ) -> None:
        revise(national_admin, since=MONTH, copayment_class="none")
        kind = ServiceType.objects.get(pk="PHC-LAB")
        assert (kind.copayment_class, kind.version) == ("lab", 2)
        assert actions.take_effect(today=MONTH - timedelta(1)) == 0
        assert actions.take_effect(today=MONTH) == 1
        assert actions.take_effect(today=MONTH) == 0
        kind.refresh_from_db()
        assert (kind.copayment_class, kind.version) == ("none", 2)

    def test_the_clock_finds_nothing_to_do_on_most_days_and_writes_nothing(self) -> None:
        history = ServiceType.history.rel.related_model.objects
        before = history.count()
        jobs.take_effect()
        assert history.count() == before

    def test_two_changes_ahead_stand_in_their_order(self, national_admin: Account) -> None:
        revise(national_admin, since=YEAR, name_en="Later")
        revise(national_admin, since=MONTH, name_en="Sooner")
        assert periods() == [(None, MONTH, OLD), (MONTH, YEAR, "Sooner"), (YEAR, None, "Later")]

    def test_a_change_on_the_very_day_of_another_corrects_it(self, national_admin: Account) -> None:
        revise(national_admin, since=MONTH, name_en="A slip")
        revise(national_admin, since=MONTH, name_en="Right")
        assert periods() == [(None, MONTH, OLD), (MONTH, None, "Right")]

    def test_what_is_left_out_stays_as_it_is_on_that_day(self, national_admin: Account) -> None:
        revise(national_admin, since=MONTH, level="secondary")
        last = revise(national_admin, since=YEAR, category="screening")
        assert (last.level, last.category, last.name_en) == ("secondary", "screening", OLD)

    @pytest.mark.parametrize("by_what", ["the same values", "none at all"])
    def test_a_change_of_nothing_is_refused(self, national_admin: Account, by_what: str) -> None:
        with pytest.raises(ValidationError) as refusal:
            revise(national_admin, **({"level": "primary"} if by_what == "the same values" else {}))
        assert codes(refusal.value) == {"": "same"}
        assert periods() == [(None, None, OLD)]

    @pytest.mark.parametrize(
        ("wrong", "expected"),
        [
            ({"since": None}, {"since": "required"}),
            ({"since": TODAY - timedelta(1)}, {"since": "past"}),
            ({"since": TODAY + timedelta(800)}, {"since": "far"}),
            ({"source": " "}, {"source": "required"}),
            ({"source": "x" * 301}, {"source": "max_length"}),
            ({"name_ar": ""}, {"name_ar": "required"}),
            ({"name_ar": "Lab"}, {"name_ar": "script"}),
            ({"name_ar": "م" * 121}, {"name_ar": "max_length"}),
            ({"name_en": "معمل"}, {"name_en": "script"}),
            ({"name_en": "a\x01b"}, {"name_en": "unshown"}),
            ({"level": ""}, {"level": "required"}),
            ({"level": "highest"}, {"level": "unknown"}),
            ({"category": "magic"}, {"category": "unknown"}),
            ({"setting": "moon"}, {"setting": "unknown"}),
            ({"copayment_class": "half"}, {"copayment_class": "unknown"}),
            ({"encounter_class": "XYZ"}, {"encounter_class": "unknown"}),
            ({"icd10_reason": "cough"}, {"icd10_reason": "invalid"}),
            ({"loinc_document": "lab"}, {"loinc_document": "invalid"}),
            ({"loinc_document": "11502-3"}, {"loinc_document": "check_digit"}),
            ({"since": None, "level": "", "source": ""}, {"since": "required", "level": "required", "source": "required"}),
        ],
        ids=str,
    )  # fmt: skip
    def test_what_is_wrong_is_refused_at_its_field(
        self, national_admin: Account, wrong: dict[str, Any], expected: dict[str, str]
    ) -> None:
        with pytest.raises(ValidationError) as refusal:
            revise(national_admin, **wrong)
        assert codes(refusal.value) == expected
        assert periods() == [(None, None, OLD)]
        assert not Event.objects.filter(action__startswith="catalogue").exists()

    def test_codes_are_read_as_people_type_them(self, national_admin: Account) -> None:
        version = revise(national_admin, icd10_reason=" z٠٠.١ ", loinc_document="٢٨٥٧٠-٠")
        assert (version.icd10_reason, version.loinc_document) == ("Z00.1", "28570-0")

    def test_whoever_saw_an_older_version_is_told(self, national_admin: Account) -> None:
        revise(national_admin, name_en="First")
        with pytest.raises(Stale):
            revise(national_admin, name_en="Second", version=1)
        with pytest.raises(Stale):
            withdraw(national_admin, version=1)
        assert periods()[-1] == (TODAY, None, "First")

    def test_a_code_that_was_never_given_is_not_there(self, national_admin: Account) -> None:
        with pytest.raises(ServiceType.DoesNotExist):
            revise(national_admin, code="SEC-NONE", version=1)


class TestWithdrawing:
    def test_from_that_day_on_it_is_not_given_and_stays_readable(self, national_admin: Account) -> None:
        withdraw(national_admin, until=MONTH)
        assert periods() == [(None, MONTH, OLD)]
        assert given_on(MONTH - timedelta(1)) and not given_on(MONTH)
        kind = ServiceType.objects.get(pk="PHC-LAB")
        assert (kind.name_en, kind.state(TODAY), kind.state(MONTH)) == (OLD, "given", "withdrawn")
        assert kind.versions.get().until_source == DECREE
        assert actions.take_effect(today=YEAR) == 0

    def test_what_was_planned_after_that_day_is_dropped(self, national_admin: Account) -> None:
        revise(national_admin, since=YEAR, name_en="Later")
        withdraw(national_admin, until=MONTH)
        assert periods() == [(None, MONTH, OLD)]
        assert KindVersion.history.rel.related_model.objects.filter(
            pgh_label="delete", name_en="Later"
        ).exists()

    def test_on_the_day_of_a_planned_change_it_ends_there(self, national_admin: Account) -> None:
        revise(national_admin, since=MONTH, name_en="Later")
        withdraw(national_admin, until=MONTH, source="decree 13")
        assert periods() == [(None, MONTH, OLD)]
        assert KindVersion.objects.get(service_type="PHC-LAB").until_source == "decree 13"

    def test_it_may_be_moved_earlier_but_not_done_twice(self, national_admin: Account) -> None:
        withdraw(national_admin, until=YEAR)
        withdraw(national_admin, until=MONTH)
        assert periods() == [(None, MONTH, OLD)]
        for until in (MONTH, YEAR):
            with pytest.raises(Conflict):
                withdraw(national_admin, until=until)

    def test_it_may_be_given_again_by_a_change(self, national_admin: Account) -> None:
        withdraw(national_admin)
        revise(national_admin, since=MONTH)
        assert periods() == [(None, TODAY, OLD), (MONTH, None, OLD)]
        assert [given_on(day) for day in (TODAY, TOMORROW, MONTH)] == [False, False, True]
        assert ServiceType.objects.get(pk="PHC-LAB").state(TODAY) == "planned"

    @pytest.mark.parametrize(
        ("until", "code"),
        [(None, "required"), (TODAY - timedelta(1), "past"), (TODAY + timedelta(800), "far")],
    )
    def test_a_day_that_cannot_be_is_refused(self, national_admin: Account, until: Any, code: str) -> None:
        with pytest.raises(ValidationError) as refusal:
            withdraw(national_admin, until=until, source="")
        assert codes(refusal.value) == {"until": code, "source": "required"}

    def test_one_that_never_was_given_cannot_be_withdrawn_before_it_begins(
        self, national_admin: Account
    ) -> None:
        add(national_admin, since=MONTH)
        with pytest.raises(ValidationError) as refusal:
            withdraw(national_admin, "SEC-SLEEP", until=MONTH)
        assert codes(refusal.value) == {"until": "before_since"}


class TestAdding:
    def test_a_new_kind_has_one_version(self, national_admin: Account) -> None:
        kind = add(national_admin, initiative="mother")
        kind.refresh_from_db()
        assert kind.attributes == {name: NEW[name] for name in kind.ATTRIBUTES}
        assert (kind.initiative_id, kind.version, kind.comparable) == ("MOTHER", 1, "دراسه النوم sleep study")
        assert periods("SEC-SLEEP") == [(TODAY, None, "Sleep study")]

    def test_one_that_begins_later_is_planned_until_then(self, national_admin: Account) -> None:
        kind = add(national_admin, since=MONTH)
        assert kind.state(TODAY) == "planned" and not given_on(TODAY, kind.pk) and given_on(MONTH, kind.pk)
        planned = ServiceType.objects.in_state(ServiceType.State.PLANNED, TODAY)
        assert [one.pk for one in planned] == ["SEC-SLEEP"]
        assert actions.take_effect(today=MONTH) == 0

    @pytest.mark.parametrize(
        ("wrong", "expected"),
        [
            ({"code": ""}, {"code": "required"}),
            ({"code": "sleep"}, {"code": "invalid"}),
            ({"code": "SEC-" + "A" * 17}, {"code": "invalid"}),
            ({"code": "phc-lab"}, {"code": "taken"}),
            ({"since": None}, {"since": "required"}),
            ({"since": TODAY.replace(year=2017)}, {"since": "too_early"}),
            ({"since": TODAY + timedelta(800)}, {"since": "far"}),
            ({"initiative": "MOON"}, {"initiative": "unknown"}),
            ({"name_en": "", "level": ""}, {"name_en": "required", "level": "required"}),
        ],
        ids=str,
    )
    def test_what_is_wrong_is_refused_at_its_field(
        self, national_admin: Account, wrong: dict[str, Any], expected: dict[str, str]
    ) -> None:
        with pytest.raises(ValidationError) as refusal:
            add(national_admin, **wrong)
        assert codes(refusal.value) == expected
        assert ServiceType.objects.count() == 89


class TestWhatTheDatabaseHolds:
    def test_two_versions_of_a_kind_never_overlap(self) -> None:
        first = KindVersion.objects.get(service_type="PHC-LAB")
        with pytest.raises(IntegrityError, match="one_version_of_a_kind_at_a_time"), transaction.atomic():
            KindVersion.objects.create(
                service_type_id="PHC-LAB", since=YEAR, source=DECREE, **first.attributes
            )

    def test_a_version_ends_after_it_begins(self) -> None:
        with pytest.raises(IntegrityError, match="a_version_ends_after_it_begins"), transaction.atomic():
            KindVersion.objects.filter(service_type="PHC-LAB").update(since=TODAY, until=TODAY)

    def test_a_kind_has_a_version_from_its_beginning(self) -> None:
        with pytest.raises(IntegrityError, match="would have no version"):
            at_the_end(lambda: ServiceType.objects.create(pk="SEC-BARE"))

    def test_and_keeps_one(self) -> None:
        with pytest.raises(IntegrityError, match="would have no version"):
            at_the_end(lambda: KindVersion.objects.filter(service_type="PHC-LAB").delete())


@transaction.atomic
def at_the_end(write: Callable[[], object]) -> None:
    """Write, and ask at once what is otherwise asked when the transaction ends."""
    write()
    connection.check_constraints()


def test_only_who_keeps_the_catalogue_changes_it(governorate_admin: Account) -> None:
    elsewhere = Reach(governorates=frozenset({"EG-LX"}))
    for reach in (NOBODY, elsewhere):
        with pytest.raises(PermissionDenied):
            actions.add_kind(by=governorate_admin, reach=reach, today=TODAY, **NEW)  # type: ignore[arg-type]
        with pytest.raises(PermissionDenied):
            actions.revise_kind(by=governorate_admin, reach=reach, code="PHC-LAB", since=TODAY, source=DECREE, version=1,
                                today=TODAY, level="secondary")  # fmt: skip
        with pytest.raises(PermissionDenied):
            actions.withdraw_kind(by=governorate_admin, reach=reach, code="PHC-LAB", until=TODAY, source=DECREE,
                                  version=1, today=TODAY)  # fmt: skip


def test_each_change_is_audited_and_kept_in_the_history(national_admin: Account) -> None:
    add(national_admin)
    revise(national_admin, "SEC-SLEEP", since=TOMORROW, level="tertiary")
    withdraw(national_admin, "SEC-SLEEP", until=YEAR)
    events = list(Event.objects.filter(subject_id="SEC-SLEEP").order_by("at", "pk"))
    assert [event.action for event in events] == ["catalogue.add", "catalogue.revise", "catalogue.withdraw"]
    assert {event.account_id for event in events} == {national_admin.pk}
    assert events[1].details == {"since": str(TOMORROW), "source": DECREE, "changed": ["level"]}
    history = KindVersion.history.rel.related_model.objects.filter(service_type="SEC-SLEEP").order_by(
        "pgh_id"
    )
    assert [event.pgh_label for event in history] == ["insert", "update", "insert", "update"]


@pytest.mark.parametrize("act", ["add", "revise", "withdraw"])
def test_a_change_whose_audit_fails_leaves_nothing(
    act: str, national_admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_what: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(actions, "note", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        {"add": add, "revise": lambda by: revise(by, name_en="X"), "withdraw": withdraw}[act](national_admin)
    assert ServiceType.objects.count() == KindVersion.objects.count() == 89
    assert periods() == [(None, None, OLD)] and ServiceType.objects.get(pk="PHC-LAB").version == 1
