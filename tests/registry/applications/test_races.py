"""Many at once: real transactions on connections of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from facilities.directory.models import Facility
from facilities.staff.models import Role
from registry.applications import actions
from registry.applications.actions import papers
from registry.applications.models import Application
from registry.people.models import Beneficiary
from tests.cast import staff
from tests.families import ADDRESS, approve, family_of_five, send_application, with_work
from tests.pictures import photograph
from uhis_portal.accounts.models import Account
from uhis_portal.audit.models import Event
from uhis_portal.calendar import cairo_now, cairo_today
from uhis_portal.files.models import Document
from uhis_portal.reach import reach_of, system_reach, within
from uhis_portal.refusals import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(works: list[Callable[[], Any]]) -> list[Any]:
    """The results of all works, each in a thread with a connection of its own."""

    def alone(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(alone, works))


@pytest.fixture
def units(luxor_unit: Facility) -> list[Facility]:
    """Four units, so that nobody waits for the places of one."""
    found = Facility.objects.filter(governorate="EG-LX", kind="family_medicine_unit", district__isnull=False)
    return list(found.order_by("code")[:4])


@pytest.fixture
def clerks(clerk: Account, other_clerk: Account, luxor_unit: Facility) -> list[Account]:
    return [
        clerk,
        other_clerk,
        *(staff(name, Role.CLERK, facility=luxor_unit) for name in ("third", "fourth")),
    ]


def outcome(clerk: Account, application: Application) -> set[str]:
    """The codes with which an approval is refused; none when it is done."""
    try:
        approve(clerk, application)
    except ValidationError as fault:
        return {one.code for found in fault.error_dict.values() for one in found}
    return set()


def outcomes_of(clerks: list[Account], applications: list[Application]) -> list[set[str]]:
    """What four clerks at once meet, each with every fourth application."""
    shares = [applications[n::4] for n in range(4)]
    found = at_once([lambda n=n: [outcome(clerks[n], one) for one in shares[n]] for n in range(4)])
    return [codes for share in found for codes in share]


def test_families_that_name_each_other_do_not_wait_in_a_ring(
    citizen: Account, clerks: list[Account], units: list[Facility]
) -> None:
    people = family_of_five()
    applications = []
    for n in range(40):
        names = (
            people
            if n % 2
            else [{**people[1], "relation": "head"}, *people[:1:-1], {**people[0], "relation": "spouse"}]
        )
        applications.append(send_application(citizen, units[n % 4], names))
    assert outcomes_of(clerks, applications).count(set()) == 1
    with system_reach():
        assert Beneficiary.objects.count() == 5


def test_one_application_approved_by_four_clerks_at_once_is_approved_by_one(
    citizen: Account, clerks: list[Account], units: list[Facility]
) -> None:
    sent = send_application(citizen, units[0], family_of_five())

    def try_it(clerk: Account) -> bool:
        try:
            approve(clerk, sent)
        except Conflict:
            return False
        return True

    assert sorted(at_once([lambda clerk=clerk: try_it(clerk) for clerk in clerks])) == [
        False,
        False,
        False,
        True,
    ]


def test_a_draft_sent_many_times_at_once_is_sent_once(citizen: Account, luxor_unit: Facility) -> None:
    given = {"governorate": "EG-LX", "district": luxor_unit.district_id, "unit": luxor_unit.pk, "address": ADDRESS,
             "applicants": with_work(family_of_five(), cairo_today())}  # fmt: skip
    with within(reach_of(citizen)):
        draft = actions.begin(by=citizen, today=cairo_today(), given=given)

    def send() -> int:
        with within(reach_of(citizen)):
            return actions.send(
                by=citizen, application_id=draft.pk, declared=True, now=cairo_now(), today=cairo_today()
            ).version

    assert set(at_once([send] * 8)) == {2}
    with system_reach():
        assert Event.objects.filter(action="applications.send").count() == 1


def test_while_a_picture_is_made_the_draft_goes_on_being_filled_in(
    citizen: Account, luxor_unit: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    with within(reach_of(citizen)):
        draft = actions.begin(by=citizen, today=cairo_today())
    keep = papers.keep_picture

    def save() -> None:
        with within(reach_of(citizen)):
            actions.save(
                by=citizen,
                application_id=draft.pk,
                version=1,
                changes={"address": ADDRESS},
                today=cairo_today(),
            )

    def keep_meanwhile(**given: Any) -> Any:
        at_once([save])
        return keep(**given)

    monkeypatch.setattr(papers, "keep_picture", keep_meanwhile)
    photo = SimpleUploadedFile("paper.jpg", photograph(), "image/jpeg")
    with within(reach_of(citizen)):
        actions.add_paper(by=citizen, application_id=draft.pk, kind="id_card", file=photo, now=cairo_now())
    with system_reach():
        kept = Application.objects.get(pk=draft.pk)
        assert (kept.address, kept.papers.count()) == (ADDRESS, 1)


def test_sent_while_its_picture_is_made_an_application_takes_no_more_papers(
    citizen: Account, luxor_unit: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {"governorate": "EG-LX", "district": luxor_unit.district_id, "unit": luxor_unit.pk, "address": ADDRESS,
             "applicants": with_work(family_of_five(), cairo_today())}  # fmt: skip
    with within(reach_of(citizen)):
        draft = actions.begin(by=citizen, today=cairo_today(), given=given)
    keep = papers.keep_picture

    def send() -> None:
        with within(reach_of(citizen)):
            actions.send(
                by=citizen, application_id=draft.pk, declared=True, now=cairo_now(), today=cairo_today()
            )

    def keep_meanwhile(**given: Any) -> Any:
        at_once([send])
        return keep(**given)

    monkeypatch.setattr(papers, "keep_picture", keep_meanwhile)
    photo = SimpleUploadedFile("paper.jpg", photograph(), "image/jpeg")
    with within(reach_of(citizen)), pytest.raises(Conflict):
        actions.add_paper(by=citizen, application_id=draft.pk, kind="id_card", file=photo, now=cairo_now())
    with system_reach():
        assert not Document.objects.exists()


def test_the_last_places_of_a_unit_are_given_once(
    citizen: Account, clerks: list[Account], luxor_unit: Facility
) -> None:
    applications = [send_application(citizen, luxor_unit, family_of_five(day=n)) for n in range(1, 9)]
    Facility.objects.filter(pk=luxor_unit.pk).update(places=12)

    outcomes = outcomes_of(clerks, applications)
    assert (outcomes.count(set()), outcomes.count({"full"})) == (2, 6)
    luxor_unit.refresh_from_db()
    assert luxor_unit.taken == 10
