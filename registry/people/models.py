"""Who is covered: beneficiaries, their households, and who belonged to which household when."""

from __future__ import annotations

import uuid
from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from uhis_portal.audit.history import tracked
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


@tracked()
class Household(models.Model):
    """A family file: the people who are registered together, and their family-medicine unit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_number = models.CharField(max_length=16, unique=True)
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    registered_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = HouseholdQuerySet.as_manager()

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

    def with_national_id(self, digits: str) -> BeneficiaryQuerySet:
        """The person of a national ID (14 digits): one or none."""
        return self.filter(national_id_index=index_of("national_id", digits))


@tracked(without=["national_id"])
class Beneficiary(models.Model):
    """A human being known to the system. The national ID is sealed; the index is unique, and so is the person.

    Household, governorate and unit are those of the membership in force, copied here because row-level security
    compares columns of the row itself; `people.actions` keeps them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    national_id = SealedField()
    national_id_index = models.BinaryField(unique=True, editable=False)
    full_name = models.CharField(max_length=160)
    comparable_name = models.CharField(max_length=160)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_date = models.DateField()
    birth_governorate_code = models.CharField(
        max_length=2, help_text="digits 8-9 of the national ID; 88 is abroad"
    )
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "beneficiaries"

    def __str__(self) -> str:
        return str(self.pk)


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
