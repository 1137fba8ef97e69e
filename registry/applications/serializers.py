"""Applications as the portal shows and sends them."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from registry.applications import waiting
from registry.applications.actions import as_members
from registry.applications.models import Applicant, Application, KnownBy
from registry.applications.oddities import oddities_of
from registry.applications.places import Offer
from registry.people.ages import is_adult
from registry.people.models import Relation, Sex
from registry.people.national_id import is_doubtful, masked
from registry.people.serializers import BirthPlace
from uhis_portal.api.schema import FieldFault
from uhis_portal.api.serializers import BilingualName, CodeAndName, StrictSerializer
from uhis_portal.calendar import cairo_today

IDENTIFIER = (
    "Whole while its maker may change it; then only the last two signs are shown. Null: known otherwise."
)


class ApplicationRow(serializers.Serializer):
    """An application in a list."""

    id = serializers.UUIDField()
    reference = serializers.CharField()
    status = serializers.ChoiceField(Application.Status.choices)
    channel = serializers.ChoiceField(Application.Channel.choices)
    governorate = CodeAndName(allow_null=True)
    district = CodeAndName(allow_null=True)
    unit = CodeAndName(allow_null=True)
    head = serializers.SerializerMethodField(help_text="Name of the head of the family, once entered.")
    people = serializers.SerializerMethodField(help_text="How many people it names.")
    begun_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    due_on = serializers.SerializerMethodField(
        help_text="By when a decision is promised; null: none is awaited."
    )
    version = serializers.IntegerField(help_text="Send it back as If-Match.")

    def get_head(self, application: Application) -> str | None:
        names = (row.full_name for row in application.applicants.all() if row.relation == Relation.HEAD)
        return next(names, None)

    def get_people(self, application: Application) -> int:
        return len(application.applicants.all())

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_due_on(self, application: Application) -> date | None:
        return waiting.due_on(application)


class ApplicantDetail(serializers.Serializer):
    """A person of an application. Birth date, sex and place of birth are read from the national ID."""

    id = serializers.UUIDField()
    relation = serializers.ChoiceField(Relation.choices)
    full_name = serializers.CharField()
    known_by = serializers.ChoiceField(KnownBy.choices)
    national_id = serializers.SerializerMethodField(help_text=IDENTIFIER)
    certificate_number = serializers.SerializerMethodField(help_text=IDENTIFIER)
    guardian = serializers.SerializerMethodField(
        help_text="A newborn's guardian: the place, from 0, among the applicants."
    )
    nationality = serializers.CharField(help_text="ISO 3166-1 alpha-2")
    passport_number = serializers.SerializerMethodField(help_text=IDENTIFIER)
    doubtful = serializers.SerializerMethodField(
        help_text="The check digit does not fit: perhaps a slip in typing."
    )
    birth_date = serializers.DateField()
    sex = serializers.ChoiceField(Sex.choices)
    birth_governorate = BirthPlace()
    adult = serializers.SerializerMethodField(help_text="Of age today: asked for work and income.")
    cover_known = serializers.SerializerMethodField(
        help_text="False for a person known by a passport: whether the system covers such a person is decided later."
    )
    work = serializers.CharField(help_text="The category by which an adult pays; empty: not told.")
    monthly_income = serializers.CharField(allow_null=True, help_text="Whole Egyptian pounds.")

    def shown(self, row: Applicant, identifier: str | None) -> str | None:
        if identifier is None or self.context.get("whole"):
            return identifier
        return masked(identifier)

    def get_national_id(self, row: Applicant) -> str | None:
        return self.shown(row, row.national_id)

    def get_certificate_number(self, row: Applicant) -> str | None:
        return self.shown(row, row.certificate_number)

    def get_passport_number(self, row: Applicant) -> str | None:
        return self.shown(row, row.passport_number)

    def get_guardian(self, row: Applicant) -> int | None:
        return self.context.get("places", {}).get(row.guardian_id)

    def get_doubtful(self, row: Applicant) -> bool:
        return row.national_id is not None and is_doubtful(row.national_id)

    def get_adult(self, row: Applicant) -> bool:
        return is_adult(row.birth_date, self.context["today"])

    def get_cover_known(self, row: Applicant) -> bool:
        return row.known_by != KnownBy.PASSPORT


class EnteredBy(serializers.Serializer):
    """Who entered an application: the family itself, or a member of staff, who is named."""

    account = serializers.UUIDField(source="pk")
    kind = serializers.CharField()
    name = BilingualName()


class OddityRow(serializers.Serializer):
    """Something that looks odd and is taken all the same, such as an unusual check digit."""

    code = serializers.CharField()
    message = serializers.CharField(help_text="In the language asked for.")
    place = serializers.IntegerField(
        allow_null=True, help_text="Of which person, from 0; null: of the family as a whole."
    )


class ToMend(serializers.Serializer):
    """Something that the reviewer asks the family to put right."""

    field = serializers.CharField(help_text="The name under which it is changed.")
    person = serializers.UUIDField(allow_null=True, default=None, help_text="Of which applicant, if of one.")
    why = serializers.CharField(help_text="In the words of the reviewer.")


class ApplicationDetail(ApplicationRow):
    """An application with its people."""

    applicants = serializers.SerializerMethodField()
    address = serializers.CharField(allow_null=True)
    phone = serializers.CharField(allow_null=True)
    entered_by = EnteredBy(source="account")
    reason = serializers.CharField(help_text="Why it was refused; else empty.")
    to_mend = ToMend(many=True, help_text="What was asked to be put right when it was last returned.")
    returned_at = serializers.DateTimeField(allow_null=True)
    touched_at = serializers.DateTimeField(help_text="When the family last changed it.")
    warnings = serializers.SerializerMethodField(help_text="What looks odd; it keeps nobody from sending.")
    household = serializers.UUIDField(source="household_id", allow_null=True)

    @extend_schema_field(ApplicantDetail(many=True))
    def get_applicants(self, application: Application) -> list[dict[str, Any]]:
        rows = ordered(application)
        context = {
            "whole": application.is_draft or (application.may_be_changed and self.is_own(application)),
            "places": {row.pk: place for place, row in enumerate(rows)},
            "today": self.context.get("today") or cairo_today(),
        }
        return list(ApplicantDetail(rows, many=True, context=context).data)

    def is_own(self, application: Application) -> bool:
        """Whether it is shown to who entered it."""
        return self.context.get("account") == application.account_id

    @extend_schema_field(OddityRow(many=True))
    def get_warnings(self, application: Application) -> list[dict[str, Any]]:
        people = as_members(ordered(application))
        odd = oddities_of(people, today=self.context.get("today") or cairo_today())
        return list(OddityRow(odd, many=True).data)


def ordered(application: Application) -> list[Applicant]:
    """The people of an application that was read whole, in their order."""
    return sorted(application.applicants.all(), key=lambda row: row.position)


class GivenWork(StrictSerializer):
    work = serializers.CharField(
        default="", allow_blank=True, help_text="A category of contributions, `not_working` or `not_sure`."
    )
    monthly_income = serializers.CharField(
        default="", allow_blank=True, allow_null=True, help_text="Whole Egyptian pounds, however typed."
    )


class GivenPerson(GivenWork):
    """A person. Who is known by a national ID needs nothing else; `known_by` says what else is given instead."""

    relation = serializers.CharField(default="", allow_blank=True, help_text=", ".join(Relation.values))
    full_name = serializers.CharField(default="", allow_blank=True)
    known_by = serializers.CharField(default="", allow_blank=True, help_text=", ".join(KnownBy.values))
    national_id = serializers.CharField(
        default="", allow_blank=True, allow_null=True, help_text="14 digits, however typed."
    )
    certificate_number = serializers.CharField(default="", allow_blank=True, allow_null=True)
    guardian = serializers.IntegerField(
        default=None, allow_null=True, min_value=0, max_value=999,
        help_text="A newborn's guardian: the place, from 0, among the applicants.",
    )  # fmt: skip
    nationality = serializers.CharField(
        default="", allow_blank=True, allow_null=True, help_text="ISO 3166-1 alpha-2"
    )
    passport_number = serializers.CharField(default="", allow_blank=True, allow_null=True)
    birth_date = serializers.DateField(
        default=None, allow_null=True, help_text="Of who has no national ID number."
    )
    sex = serializers.CharField(default="", allow_blank=True, help_text=", ".join(Sex.values))
    birth_governorate_code = serializers.CharField(
        default="", allow_blank=True, allow_null=True, help_text="What a newborn's certificate says."
    )


class GivenApplication(StrictSerializer):
    """A draft as a whole: what is left out or null is empty."""

    governorate = serializers.CharField(default=None, allow_null=True, allow_blank=True)
    district = serializers.CharField(default=None, allow_null=True, allow_blank=True)
    unit = serializers.CharField(default=None, allow_null=True, allow_blank=True)
    address = serializers.CharField(default=None, allow_null=True, allow_blank=True)
    phone = serializers.CharField(
        default=None, allow_null=True, allow_blank=True, help_text="The family's number; at a counter only."
    )
    applicants = GivenPerson(many=True, default=list)


class Beginning(GivenApplication):
    """A new draft, and the way by which a clerk enters it."""

    channel = serializers.CharField(
        default="",
        allow_blank=True,
        help_text="`counter` or `hotline`, for a clerk; left out, it is the counter.",
    )


class Asked(StrictSerializer):
    """Some fields of an application as typed so far; those left out are not looked at."""

    governorate = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    district = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    unit = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    address = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    phone = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    person = GivenPerson(required=False)
    person_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="The applicant who changes; left out, it is a new one."
    )


class Looked(serializers.Serializer):
    """What would be said to these fields. Nothing is saved."""

    errors = FieldFault(many=True)
    warnings = OddityRow(many=True)
    said = serializers.CharField(
        help_text="What was read from the national ID, in words of the language asked for; empty: nothing."
    )


class OfferRow(serializers.Serializer):
    """A family-medicine unit as it is offered to a family."""

    unit = CodeAndName()
    in_own_district = serializers.BooleanField()
    distance_km = serializers.SerializerMethodField(
        help_text="As the crow flies, from the middle of the family's district; null: not known."
    )
    position_precision = serializers.CharField(
        source="unit.position_precision", help_text="How exactly the unit's own position is known."
    )
    free_places = serializers.IntegerField(
        source="unit.free_places", allow_null=True, help_text="Null: not known."
    )
    can_be_chosen = serializers.SerializerMethodField()
    refusal = serializers.CharField(
        help_text="Why it cannot be chosen, in the language asked for; else empty."
    )

    def get_distance_km(self, offer: Offer) -> float | None:
        return None if offer.distance_km is None else round(offer.distance_km, 1)

    def get_can_be_chosen(self, offer: Offer) -> bool:
        return not offer.refusal


class WorkCategory(serializers.Serializer):
    """A category by which an adult pays."""

    code = serializers.CharField()
    label = serializers.CharField(help_text="In the language asked for.")


class InterestRow(serializers.Serializer):
    """A governorate where registration is not open yet, and whose opening the own number is told."""

    governorate = CodeAndName()
    left_at = serializers.DateTimeField()


class GivenInterest(StrictSerializer):
    governorate = serializers.CharField(default="", allow_blank=True)


class Declaration(StrictSerializer):
    declared = serializers.BooleanField(default=False, help_text="The answers are declared to be true.")


class Refusal(StrictSerializer):
    reason = serializers.CharField(default="", allow_blank=True)
