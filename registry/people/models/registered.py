"""Beneficiaries, their households, and who belonged to which household when."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from uhis_portal.audit.history import tracked
from uhis_portal.codes import new_code
from uhis_portal.database.periods import Period
from uhis_portal.reach import Reach
from uhis_portal.sealed_fields import SealedField, index_of


class Sex(models.TextChoices):
    MALE = "male", _("male")
    FEMALE = "female", _("female")


class Relation(models.TextChoices):
    HEAD = "head", _("head of the family")
    SPOUSE = "spouse", _("spouse")
    CHILD = "child", _("child")
    PARENT = "parent", _("parent")
    DEPENDANT = "dependant", _("other dependant")


class Reason(models.TextChoices):
    """Why a membership began or ended."""

    REGISTERED = "registered", _("registered")
    IMPORTED = "imported", _("taken over from the existing files")
    BIRTH = "birth", _("birth")
    ADOPTION = "adoption", _("fosterage (kafala)")
    DEATH = "death", _("death")
    MARRIAGE = "marriage", _("marriage")
    DIVORCE = "divorce", _("divorce")
    CUSTODY = "custody", _("custody")
    ADULTHOOD = "adulthood", _("turned 18")
    NEW_HEAD = "new_head", _("new head of the family")
    MOVE = "move", _("moved")
    JOIN = "join", _("families joined")
    SPLIT = "split", _("family divided")
    UNIT = "unit", _("another unit")
    MERGE = "merge", _("entered twice")
    CORRECTION = "correction", _("put right")


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, reach: Reach) -> HouseholdQuerySet:
        """Families in reach: of the own governorates, of the own facilities, or named one by one."""
        if reach.everything:
            return self
        return self.filter(
            Q(governorate__in=reach.governorates) | Q(unit__in=reach.facilities) | Q(pk__in=reach.households)
        )

    def with_members(self) -> HouseholdQuerySet:
        """With all that a family file shows, in three queries however large the families are."""
        people = Beneficiary.objects.defer("national_id")
        return (
            self.select_related("governorate", "district", "unit")
            .defer("governorate__outline")
            .prefetch_related("memberships", models.Prefetch("memberships__beneficiary", people))
        )


@tracked(without=["address", "phone"])
class Household(models.Model):
    """A family file: the people who are registered together, and their family-medicine unit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_number = models.CharField(max_length=16, unique=True)
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    registered_on = models.DateField()
    closed_on = models.DateField(null=True, help_text="the first day without members")
    address = SealedField(null=True)
    address_index = models.BinaryField(null=True, editable=False)
    phone = SealedField(null=True)
    phone_index = models.BinaryField(null=True, editable=False)
    language = models.CharField(max_length=2, default="ar", help_text="in which the family gets its messages")
    version = models.PositiveIntegerField(default=1)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["phone_index"], name="households_by_phone", condition=Q(phone_index__isnull=False)
            ),
            models.Index(
                fields=["address_index"],
                name="households_by_address",
                condition=Q(address_index__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_number


class BeneficiaryQuerySet(models.QuerySet["Beneficiary"]):
    def visible_to(self, reach: Reach) -> BeneficiaryQuerySet:
        """People of the families in reach."""
        if reach.everything:
            return self
        return self.filter(
            Q(governorate__in=reach.governorates)
            | Q(unit__in=reach.facilities)
            | Q(household__in=reach.households)
        )

    def survivors(self) -> BeneficiaryQuerySet:
        """Without those who were entered twice and go on as somebody else."""
        return self.filter(merged_into__isnull=True)

    def going_on_from(self, pk: uuid.UUID) -> BeneficiaryQuerySet:
        """The person of an id; who was entered twice is the person as whom one goes on. One or none."""
        as_whom = Beneficiary.objects.filter(pk=pk).values("merged_into")
        return self.survivors().filter(Q(pk=pk) | Q(pk__in=as_whom))

    def recorded_as(self, pk: uuid.UUID) -> BeneficiaryQuerySet:
        """All records of a person: the own one, and those that go on as it."""
        return self.filter(Q(pk=pk) | Q(merged_into=pk))

    def recorded_as_any(self, people: Iterable[uuid.UUID]) -> BeneficiaryQuerySet:
        """All records of several people, as `recorded_as`."""
        people = list(people)
        return self.filter(Q(pk__in=people) | Q(merged_into__in=people))

    def with_national_id(self, digits: str) -> BeneficiaryQuerySet:
        """The record of a national ID (14 digits): one or none. The person is `going_on_as`."""
        return self.filter(national_id_index=index_of("national_id", digits))


@tracked(without=["national_id", "certificate_number", "passport_number"])
class Beneficiary(models.Model):
    """A human being known to the system, by a national ID, a birth certificate or a passport.

    Identifiers are sealed; their indexes are unique, and so is the person. A newborn without a number is known by
    guardian and certificate, and stays the same person when the number comes. `merged_into` is the person as whom
    one goes on who was entered twice: reads go through `survivors()`.

    Household, governorate and unit are those of the membership in force, copied here because row-level security
    compares columns of the row itself; `people.actions` keeps them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    national_id = SealedField(null=True)
    national_id_index = models.BinaryField(unique=True, null=True, editable=False)
    guardian = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="wards")
    certificate_number = SealedField(null=True)
    certificate_index = models.BinaryField(null=True, editable=False)
    passport_number = SealedField(null=True)
    passport_index = models.BinaryField(unique=True, null=True, editable=False)
    nationality = models.CharField(max_length=2, default="EG", help_text="ISO 3166-1 alpha-2")
    full_name = models.CharField(max_length=160)
    comparable_name = models.CharField(max_length=160)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_date = models.DateField()
    birth_governorate_code = models.CharField(
        max_length=2, blank=True, help_text="digits 8-9 of the national ID; 88 is abroad; empty: not known"
    )
    died_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    search_keys = ArrayField(
        models.TextField(),
        default=list,
        help_text="what likely duplicates have in common; nothing of an identifier",
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "beneficiaries"
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "certificate_index"], name="one_newborn_per_guardian_and_certificate"
            ),
            models.CheckConstraint(
                name="a_person_is_known_by_something",
                condition=Q(national_id_index__isnull=False)
                | Q(guardian__isnull=False, certificate_index__isnull=False)
                | Q(passport_index__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_is_merged_into_themselves", condition=~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(
                name="nobody_dies_before_birth",
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("birth_date")),
            ),
        ]
        indexes = [GinIndex(fields=["search_keys"], name="beneficiaries_by_search_key")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def going_on_as(self) -> Beneficiary:
        """The person as whom one goes on who was entered twice; oneself for everyone else."""
        return self.merged_into or self


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, reach: Reach) -> MembershipQuerySet:
        """Memberships of the families in reach."""
        if reach.everything:
            return self
        return self.filter(
            Q(governorate__in=reach.governorates)
            | Q(unit__in=reach.facilities)
            | Q(household__in=reach.households)
        )


@tracked()
class Membership(models.Model):
    """Who belonged to which household from when to when; `until` is the first day without.

    District, unit, governorate, sex and birth year are copied here when the row is written: registrations are
    counted from this table alone, and a later move changes no past number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, related_name="memberships")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(max_length=9, choices=Relation.choices)
    since = models.DateField()
    until = models.DateField(null=True)
    began_by = models.CharField(max_length=10, choices=Reason.choices, default=Reason.REGISTERED)
    ended_by = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_year = models.PositiveSmallIntegerField()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_membership_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            models.CheckConstraint(
                name="a_membership_that_ended_says_why",
                condition=Q(until__isnull=True, ended_by="") | Q(until__isnull=False) & ~Q(ended_by=""),
            ),
            ExclusionConstraint(
                name="one_household_at_a_time",
                expressions=[
                    (F("beneficiary"), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already belongs to a family in that time."),
            ),
            ExclusionConstraint(
                name="one_head_at_a_time",
                expressions=[
                    (F("household"), RangeOperators.EQUAL),
                    (Period(F("since"), F("until")), RangeOperators.OVERLAPS),
                ],
                condition=Q(relation="head"),
                violation_error_message=_("A family has one head at a time."),
            ),
        ]

    def in_force_on(self, day: date) -> bool:
        """Whether the person belongs to the family on `day`."""
        return self.since <= day and (self.until is None or day < self.until)
