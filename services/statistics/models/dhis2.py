"""What DHIS2 calls our facilities."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from facilities.directory.models import Facility


class Dhis2Unit(models.Model):
    """The organisation unit of a facility in DHIS2: its code there, its identifier there, or both."""

    facility = models.OneToOneField(Facility, primary_key=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=50, blank=True, help_text="empty: the portal's own code stands for it")
    uid = models.CharField(max_length=11, blank=True, help_text="empty: not known")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="one_facility_per_dhis2_code",
                violation_error_message=_("Another facility has this code in DHIS2."),
            ),
            models.UniqueConstraint(
                fields=["uid"],
                condition=~models.Q(uid=""),
                name="one_facility_per_dhis2_uid",
                violation_error_message=_("Another facility has this identifier in DHIS2."),
            ),
            models.CheckConstraint(
                name="a_dhis2_uid_is_eleven_letters_and_digits",
                condition=models.Q(uid="") | models.Q(uid__regex="^[A-Za-z][A-Za-z0-9]{10}$"),
                violation_error_message=_(
                    "An identifier of DHIS2 has eleven letters and digits, a letter first."
                ),
            ),
            models.CheckConstraint(
                name="a_dhis2_unit_says_something", condition=~models.Q(code="") | ~models.Q(uid="")
            ),
        ]
