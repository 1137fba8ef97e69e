"""Identity: who signs in."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from uhis_portal.arabic import typed_number
from uhis_portal.sealed_fields import SealedField, index_of

SYSTEM_ACCOUNT = uuid.UUID("00000000-0000-4000-8000-000000000000")


class AccountQuerySet(models.QuerySet["Account"]):
    def with_phone(self, phone: str) -> AccountQuerySet:
        """Accounts of a mobile number (11 digits); at most one."""
        return self.filter(phone_index=index_of("phone", phone))


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Django's contract for a user model: look-up by the user name."""


class Account(AbstractBaseUser):
    """A citizen (a verified mobile number), a member of staff (user name and password), or the system itself."""

    class Kind(models.TextChoices):
        CITIZEN = "citizen", _("citizen")
        STAFF = "staff", _("staff")
        SYSTEM = "system", _("system")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    username = models.CharField(max_length=60, unique=True, null=True, blank=True)
    name_ar = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    phone = SealedField(null=True)
    phone_index = models.BinaryField(null=True, unique=True, editable=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_has_the_identity_of_its_kind",
                condition=Q(kind="citizen", phone_index__isnull=False, username__isnull=True)
                | Q(kind="staff", username__isnull=False, phone_index__isnull=True)
                | Q(kind="system", phone_index__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.username or str(self.pk)

    @property
    def name(self) -> str:
        """The name in the active language, as the head of a page shows it; a citizen's account has none."""
        return (self.name_ar if get_language() == "ar" else self.name_en) or self.username or ""

    @property
    def is_citizen(self) -> bool:
        return self.kind == self.Kind.CITIZEN

    @classmethod
    def system(cls) -> Account:
        """The account by which the clock and the system's own commands act."""
        return cls.objects.get(pk=SYSTEM_ACCOUNT)


class OneTimeCode(models.Model):
    """A code sent to a mobile number. The number is sealed, the code only a keyed digest."""

    LIFETIME = timedelta(minutes=10)
    AGAIN_AFTER = timedelta(seconds=60)
    TRIES = 5
    TRIES_OF_A_NUMBER = 10  # over all its codes
    TRIES_WITHIN = timedelta(minutes=15)
    PER_HOUR = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone = SealedField()
    phone_index = models.BinaryField()
    digest = models.BinaryField()
    sent_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    device = models.UUIDField(
        null=True, help_text="from which it was asked for, if the number's account entered there before"
    )

    class Meta:
        indexes = [models.Index(fields=["phone_index", "sent_at"], name="codes_of_a_number")]

    def matches(self, typed: str) -> bool:
        """Whether `typed` is this code, compared in constant time."""
        from django.utils.crypto import constant_time_compare

        return constant_time_compare(bytes(self.digest).hex(), self.digest_of(typed_number(typed)).hex())

    def digest_of(self, code: str) -> bytes:
        return index_of("code", f"{self.pk}:{code}")

    def expired(self, now: datetime) -> bool:
        return now >= self.sent_at + self.LIFETIME
