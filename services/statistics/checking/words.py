"""What the roll-ups and their sources are called."""

from django.utils.translation import gettext_lazy as _

SOURCES = {
    "services": _("Services"),
    "registered": _("Registered people"),
    "applications": _("Applications"),
    "people_reached": _("People reached"),
}
ROLL_UPS = {
    "services by governorate, kind and day": _("services by governorate, kind and day"),
    "services by facility, kind and month": _("services by facility, kind and month"),
    "services by governorate, kind and month": _("services by governorate, kind and month"),
    "services by governorate, group and month": _("services by governorate, group and month"),
    "services by facility and month": _("services by facility and month"),
    "services by facility and day": _("services by facility and day"),
    "registered people by unit and day": _("registered people by unit and day"),
    "registered people by unit and month": _("registered people by unit and month"),
    "registered people by unit, sex and birth year": _("registered people by unit, sex and birth year"),
    "registered people by governorate, sex and birth year": _(
        "registered people by governorate, sex and birth year"
    ),
    "applications by governorate, status and day": _("applications by governorate, status and day"),
    "people reached by kind and year": _("people reached by kind and year"),
}
