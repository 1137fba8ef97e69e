"""A family's way in: the application, from draft to decision."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility
from facilities.geography.models import District, Governorate
from registry.people.models import Household, Relation, Sex
from uhis_portal.audit.history import tracked
from uhis_portal.codes import new_code
from uhis_portal.files.models import Document
from uhis_portal.reach import Reach
from uhis_portal.sealed_fields import SealedField


def new_reference() -> str:
    """A reference number that cannot be guessed, such as K7MP-3XQ9-TB."""
    return new_code()


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, reach: Reach) -> ApplicationQuerySet:
        """Those one entered oneself, and those sent from the governorates one reviews; what was never sent is its maker's."""
        sent = Q(sent_at__isnull=False)
        if reach.everything:
            return self.filter(Q(account=reach.account) | sent) if reach.account else self
        return self.filter(Q(account=reach.account) | sent & Q(governorate__in=reach.reviews))

    def reviewed_in(self, reach: Reach) -> ApplicationQuerySet:
        """Those sent from the governorates that one reviews, whoever entered them."""
        sent = self.filter(sent_at__isnull=False)
        return sent if reach.everything else sent.filter(governorate__in=reach.reviews)

    def decided_as(self, status: str) -> ApplicationQuerySet:
        """Those approved or refused, the latest decided first."""
        return self.filter(status=status).order_by("-decided_at", "pk")

    def longest_waiting_first(self) -> ApplicationQuerySet:
        """In the order in which they were sent, drafts last."""
        return self.order_by(F("sent_at").asc(nulls_last=True), "begun_at", "pk")

    def in_short(self) -> ApplicationQuerySet:
        """With what a list shows; nothing sealed is read."""
        people = Applicant.objects.defer(
            "national_id", "certificate_number", "passport_number", "monthly_income"
        )
        return (
            self.select_related("governorate", "district", "unit")
            .prefetch_related(models.Prefetch("applicants", people))
            .defer("phone", "address", "governorate__outline")
        )

    def as_entered(self) -> ApplicationQuerySet:
        """With what the pages of entering show; who entered it is who asks."""
        return self.prefetch_related(models.Prefetch("applicants", Applicant.objects.order_by("position")))

    def whole(self) -> ApplicationQuerySet:
        """With all that an application holds."""
        others = self.as_entered().select_related("governorate", "district", "unit", "account", "household")
        return others.defer("governorate__outline", "account__phone")


@tracked(without=["phone", "address"])
class Application(models.Model):
    """A family asks to be registered. `account` entered it: a citizen, or a clerk at a counter."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        RECEIVED = "received", _("received")
        RETURNED = "returned", _("returned for correction")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Channel(models.TextChoices):
        CITIZEN = "citizen", _("by the family itself")
        COUNTER = "counter", _("at a counter")
        HOTLINE = "hotline", _("by the hotline 15344")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=7, choices=Channel.choices)
    language = models.CharField(max_length=2, default="ar", help_text="in which the family gets its messages")
    phone = SealedField(null=True)
    phone_index = models.BinaryField(null=True)
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Facility, on_delete=models.PROTECT, null=True, related_name="+")
    address = SealedField(null=True)
    address_index = models.BinaryField(null=True, editable=False)
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField(default=timezone.now, help_text="when the family last changed it")
    sent_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    to_mend = models.JSONField(
        default=list,
        help_text="what the family is asked to put right: [{field, person, why}], as codes and its words",
    )
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(
        max_length=300, blank=True, help_text="why it was refused, as the family reads it"
    )
    household = models.OneToOneField(
        Household, on_delete=models.PROTECT, null=True, related_name="application"
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="who_entered_an_application_does_not_decide_it",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("account")),
                violation_error_message=_("You entered this application, so someone else must decide it."),
            ),
            models.CheckConstraint(
                name="a_sent_application_is_whole",
                condition=Q(status="draft", sent_at__isnull=True)
                | Q(status="withdrawn")
                | Q(
                    sent_at__isnull=False,
                    governorate__isnull=False,
                    district__isnull=False,
                    unit__isnull=False,
                )
                & ~Q(status="draft"),
            ),
            models.CheckConstraint(
                name="a_returned_application_says_what_to_mend",
                condition=~Q(status="returned") | ~Q(to_mend=[]) & Q(returned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_approved_application_has_a_household",
                condition=Q(status="approved", household__isnull=False)
                | ~Q(status="approved") & Q(household__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["governorate", "sent_at"], condition=Q(status="received"), name="applications_waiting"
            ),
            models.Index(fields=["account", "begun_at"], name="applications_of_an_account"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def may_be_changed(self) -> bool:
        """Whether its family may change it: not sent yet, or returned for correction."""
        return self.status in (self.Status.DRAFT, self.Status.RETURNED)


class KnownBy(models.TextChoices):
    """What tells a person from every other."""

    NATIONAL_ID = "national_id", _("a national ID number")
    CERTIFICATE = "certificate", _("a birth certificate: a newborn without a number")
    PASSPORT = "passport", _("a passport")


@tracked(without=["national_id", "certificate_number", "passport_number", "monthly_income"])
class Applicant(models.Model):
    """A person whom an application names. `governorate` is empty until it is sent: then reviewers may read it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="applicants")
    position = models.PositiveSmallIntegerField()
    relation = models.CharField(max_length=9, choices=Relation.choices)
    known_by = models.CharField(max_length=11, choices=KnownBy.choices, default=KnownBy.NATIONAL_ID)
    full_name = models.CharField(max_length=160)
    national_id = SealedField(null=True)
    national_id_index = models.BinaryField(null=True, editable=False)
    certificate_number = SealedField(null=True)
    certificate_index = models.BinaryField(null=True, editable=False)
    passport_number = SealedField(null=True)
    passport_index = models.BinaryField(null=True, editable=False)
    nationality = models.CharField(max_length=2, default="EG", help_text="ISO 3166-1 alpha-2")
    guardian = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="wards")
    birth_date = models.DateField()
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_governorate_code = models.CharField(max_length=2, blank=True)
    work = models.CharField(
        max_length=20,
        blank=True,
        help_text="the category by which an adult pays; empty: not asked or not told",
    )
    monthly_income = SealedField(null=True)
    told_at = models.DateTimeField(null=True, help_text="when an adult whom someone else named was told")
    disputed_at = models.DateTimeField(null=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_applicant_is_known_by_what_is_said",
                condition=Q(known_by="national_id", national_id_index__isnull=False)
                | Q(known_by="certificate", certificate_index__isnull=False)
                | Q(known_by="passport", passport_index__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["application", "national_id_index"],
                name="a_person_stands_once_in_an_application",
                violation_error_message=_("This national ID number is entered twice in the application."),
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(relation="head"), name="an_application_has_one_head"
            ),
            models.UniqueConstraint(
                fields=["application", "position"],
                name="applicants_have_an_order",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        indexes = [models.Index(fields=["national_id_index"], name="applicants_of_a_number")]


class Paper(models.Model):
    """A photographed paper of an application: an ID card, a certificate. The picture itself is a sealed document."""

    class Kind(models.TextChoices):
        ID_CARD = "id_card", _("national ID card")
        BIRTH_CERTIFICATE = "birth_certificate", _("birth certificate")
        PASSPORT = "passport", _("passport")
        MARRIAGE = "marriage", _("marriage certificate")
        INCOME = "income", _("proof of income")
        OTHER = "other", _("another paper")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    applicant = models.ForeignKey(Applicant, on_delete=models.CASCADE, null=True, related_name="papers")
    kind = models.CharField(max_length=17, choices=Kind.choices)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()


class Interest(models.Model):
    """A mobile number that wants to be told when registration opens where it lives."""

    KEPT_AFTER_TELLING = timedelta(days=30)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = SealedField()
    phone_index = models.BinaryField()
    governorate = models.ForeignKey(Governorate, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="ar")
    left_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index", "governorate"], name="a_number_is_told_once_of_a_governorate"
            )
        ]
