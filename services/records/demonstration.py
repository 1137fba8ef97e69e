"""The demonstration: made-up people, staff who can sign in, a year of services. Everything goes through the actions.

What is there already is left alone, so a run that was interrupted is taken up where it stopped.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from tqdm import tqdm
from uuid_utils.compat import uuid7

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from facilities.staff.actions import give_post
from facilities.staff.authority import needs_facility
from facilities.staff.models import Role
from registry.applications import actions as applications
from registry.applications.models import Application
from registry.people.actions import register_household, registered_among
from registry.people.ages import is_adult
from services.records.actions import Line, log_visit
from services.records.made_up_facilities import furnish
from services.records.made_up_people import Family, families, visits
from uhis_portal.accounts.actions import CODE_DIGITS, confirm_code, make_staff_account, request_code
from uhis_portal.accounts.models import Account
from uhis_portal.calendar import CAIRO, cairo_now
from uhis_portal.notices.models import Message
from uhis_portal.reach import system_reach

FAMILIES = {"EG-LX": 330, "EG-ASN": 45, "EG-PTS": 45, "EG-IS": 40, "EG-SUZ": 25, "EG-JS": 25}
DESK = "LX-F01"  # the unit where the clerks work
SHARE_AT_THE_DESK = 0.15  # of Luxor's families
IN_ONE_TRANSACTION = 20  # families
PLACES = range(900, 2600, 50)  # people that a made-up unit can take
CITIZEN = "01000000001"
WORKS = {True: "employee", False: "not_working"}  # what the head works, and the others
WAITING = ("01000000011", "01000000012", "01000000013")  # families whose applications wait for review


@dataclass(frozen=True)
class SignIn:
    """A member of staff of the demonstration. The passwords are printed and open nothing else."""

    username: str
    password: str
    name_ar: str
    name_en: str
    role: Role


STAFF = (
    SignIn("clerk", "nile-palm-sand-1", "سارة محمود", "Sara Mahmoud", Role.CLERK),
    SignIn("clerk2", "nile-palm-sand-2", "مينا جرجس", "Mina Girgis", Role.CLERK),
    SignIn("manager", "nile-palm-sand-5", "ماجد فؤاد", "Maged Fouad", Role.FACILITY_MANAGER),
    SignIn("luxor", "nile-palm-sand-3", "هدى عبدالله", "Hoda Abdallah", Role.GOVERNORATE_ADMINISTRATOR),
    SignIn("egypt", "nile-palm-sand-4", "طارق حسن", "Tarek Hassan", Role.NATIONAL_ADMINISTRATOR),
)


class NoDemonstration(Exception):
    """Made-up people belong only into a demonstration."""


@dataclass(frozen=True)
class Place:
    """What a family of a governorate may need."""

    units: list[Facility]
    hospitals: list[Facility]
    homes: list[District]


def make(*, today: date, progress: bool, families_in: Mapping[str, int] = FAMILIES) -> None:
    """Make what is missing of the demonstration; NoDemonstration without DEMO=1.

    `families_in` says how many families each governorate gets.
    """
    if not settings.DEMO:
        raise NoDemonstration("Made-up people exist only in a demonstration: set DEMO=1.")
    with transaction.atomic(), system_reach():
        make_staff(since=today - timedelta(days=365))
        furnish(today=today)
        places = {code: place_of(code, today) for code in families_in}
        give_places([unit for place in places.values() for unit in place.units if unit.places is None])
        system = Account.system()
        clerks = list(Account.objects.filter(username__in=("clerk", "clerk2")).order_by("username"))
        everyone = made_up(families_in)
        known = registered_among([family.people[0].index for _code, family in everyone])
    number = sum(families_in.values())
    settled, applying = everyone[:number], everyone[number:]
    missing = [(code, family) for code, family in settled if family.people[0].index not in known]
    with tqdm(total=len(missing), unit=" families", disable=not progress or not missing) as bar:
        for start in range(0, len(missing), IN_ONE_TRANSACTION):
            portion = missing[start : start + IN_ONE_TRANSACTION]
            with transaction.atomic(), system_reach():
                for code, family in portion:
                    settle(family, places[code], today=today, system=system, clerks=clerks)
            bar.update(len(portion))
    with transaction.atomic(), system_reach():
        make_citizens([family for _code, family in applying], today=today)


def make_staff(*, since: date) -> None:
    """The accounts of STAFF with their posts."""
    system = Account.system()
    for one in STAFF:
        if Account.objects.filter(username=one.username).exists():
            continue
        make_staff_account(
            by=system, username=one.username, password=one.password, name_ar=one.name_ar, name_en=one.name_en
        )
        give_post(
            by=system,
            username=one.username,
            role=one.role,
            facility=DESK if needs_facility(one.role) else "",
            governorate="EG-LX" if one.role == Role.GOVERNORATE_ADMINISTRATOR else "",
            since=since,
            today=since,
            now=cairo_now(),
        )


def place_of(code: str, today: date) -> Place:
    """The open units and hospitals of a governorate, and the districts where people live."""
    open_ones = Facility.objects.open_on(today).of_governorate(code).order_by("code")
    return Place(
        units=list(open_ones.filter(kind__in=Facility.FAMILY_MEDICINE)),
        hospitals=list(open_ones.filter(owner=Facility.Owner.EHA, tertiary=True)),
        homes=[
            home for home in District.objects.filter(governorate=code).order_by("code") if home.is_residence
        ],
    )


def give_places(units: list[Facility]) -> None:
    """How many people a unit can take is not known; in the demonstration it is made up."""
    for unit in units:
        unit.places = chance_for(unit.code).choice(PLACES)
        unit.save(update_fields=["places"])


def made_up(families_in: Mapping[str, int]) -> list[tuple[str, Family]]:
    """All families with their governorates: those that live there, then those who apply at the desk."""
    codes = [code for code, number in families_in.items() for _family in range(number)]
    codes += ["EG-LX"] * (1 + len(WAITING))
    birth_codes = dict(Governorate.objects.values_list("code", "birth_code"))
    return list(zip(codes, families([birth_codes[code] for code in codes]), strict=True))


def settle(family: Family, place: Place, *, today: date, system: Account, clerks: list[Account]) -> None:
    """Register a family some time in the last two years, and log what it was given since, on days that are past."""
    chance = chance_for(f"life of {family.number}")
    desk = next((unit for unit in place.units if unit.code == DESK), None)
    unit = desk if desk and chance.random() < SHARE_AT_THE_DESK else chance.choice(place.units)
    hospital = chance.choice(place.hospitals)
    registered_on = today - timedelta(days=chance.randint(20, 700))
    household = register_household(
        by=system,
        governorate=unit.governorate,
        district=unit.district or chance.choice(place.homes),
        unit=unit,
        people=family.people,
        on=registered_on,
    )
    ids = {bytes(person.national_id_index or b""): person.pk for person in household.members.all()}
    for member in family.people:
        for visit in visits(member, registered_on, today, chance):
            where = hospital if visit.at_hospital else unit
            log_visit(
                by=chance.choice(clerks) if where.code == DESK else system,
                visit=uuid7(),
                facility=where.code,
                beneficiary=ids[member.index],
                provided_on=visit.provided_on,
                lines=[Line(uuid7(), kind, quantity) for kind, quantity in visit.lines],
                now=working_hour(visit.provided_on, chance),
            )


def make_citizens(applying: list[Family], *, today: date) -> None:
    """A citizen with a registered family, and families whose applications wait for a clerk."""
    for position, (phone, family) in enumerate(zip((CITIZEN, *WAITING), applying, strict=True)):
        sent_on = today - timedelta(days=10 if phone == CITIZEN else position)
        application = applied(phone, family, sent_on=sent_on, today=today)
        if phone == CITIZEN and application.status == Application.Status.RECEIVED:
            applications.approve(
                by=Account.system(), application_id=application.pk, on=sent_on + timedelta(days=1)
            )


def applied(phone: str, family: Family, *, sent_on: date, today: date) -> Application:
    """The application of the citizen with this mobile number; entered and sent if there is none."""
    now = working_hour(sent_on, chance_for(phone))
    account = Account.objects.with_phone(phone).first() or signed_in_once(phone, now)
    application = Application.objects.filter(account=account).order_by("begun_at").first()
    if application is None:
        unit = Facility.objects.get(pk=DESK)
        given = {
            "governorate": unit.governorate_id,
            "district": unit.district_id,
            "unit": unit.pk,
            "applicants": [
                {
                    "relation": person.relation,
                    "full_name": person.full_name,
                    "national_id": person.national_id.digits if person.national_id else "",
                    **({"work": WORKS[person.is_head]} if is_adult(person.birth_date, today) else {}),
                }
                for person in family.people
            ],
            "address": f"{chance_for(phone).randint(1, 90)} شارع المحطة",
        }
        application = applications.begin(by=account, today=today, given=given)
        application = applications.send(
            by=account, application_id=application.pk, declared=True, now=now, today=today
        )
    return application


def signed_in_once(phone: str, now: datetime) -> Account:
    """The account of a number that proved itself by the code sent to it."""
    sent = request_code(phone=phone, now=now)
    message = Message.objects.order_by("-made_at")[0]
    code = "".join(sign for sign in message.body if sign.isdigit())[:CODE_DIGITS]
    return confirm_code(code_id=sent.pk, typed=code, now=now)


def working_hour(day: date, chance: random.Random) -> datetime:
    """A moment of the day at which a desk is open, in Cairo."""
    return datetime.combine(day, time(hour=chance.randint(8, 14), minute=chance.randrange(60)), CAIRO)


def chance_for(name: str) -> random.Random:
    """Chance that is the same at every run."""
    return random.Random(name)  # noqa: S311 (nothing here is a secret)
