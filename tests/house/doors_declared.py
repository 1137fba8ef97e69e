"""The table of doors: the name of every URL, its methods, and who comes in."""

from tests.house.doors import (
    CITIZENS,
    CLERKS,
    EVERYONE,
    LUXOR,
    REVIEWERS,
    SIGNED_IN,
    STAFF,
    Door,
    door,
)

OWN_CITIZEN = frozenset({"citizen"})
OTHER_CITIZEN = frozenset({"other_citizen"})
OWN_CLERK = frozenset({"clerk"})
ELSEWHERE = frozenset({"foreign_clerk"})
OTHERS = OTHER_CITIZEN | ELSEWHERE
STEPS = (
    "head",
    "family",
    "person-add",
    "person",
    "person-remove",
    "governorate",
    "district",
    "unit",
    "check",
)

DOORS: dict[str, Door] = {
    # The building
    "start": door("GET"),
    "health": door("GET"),
    "ready": door("GET"),
    "api-docs": door("GET"),
    "api-schema": door("GET"),
    "api-nothing": door(""),
    "components": door("GET"),
    "messages": door("GET"),
    "sign-in": door("GET POST"),
    "sign-in-code": door("GET POST"),
    "staff-sign-in": door("GET POST"),
    "sign-out": door("POST"),
    "api-session": door("POST DELETE"),
    "api-session-codes": door("POST"),
    # Facilities: public
    "home": door("GET"),
    "governorates-map": door("GET"),
    "facilities": door("GET"),
    "facility": door("GET"),
    "rates": door("GET"),
    "api-governorates": door("GET"),
    "api-governorate": door("GET"),
    "api-districts": door("GET"),
    "api-district": door("GET"),
    "api-service-types": door("GET"),
    "api-service-type": door("GET"),
    "api-facilities": door("GET"),
    "api-facility": door("GET"),
    # Registering: a citizen's own draft; at a counter a clerk's own
    "register": door("GET", EVERYONE) | door("POST", CITIZENS),
    **{f"register-{step}": door("GET POST", OWN_CITIZEN, OTHER_CITIZEN) for step in STEPS},
    **{f"register-{page}": door("GET", OWN_CITIZEN, OTHER_CITIZEN) for page in ("family", "tasks", "sent")},
    "counter": door("GET POST", CLERKS),
    **{f"counter-{step}": door("GET POST", OWN_CLERK, ELSEWHERE) for step in (*STEPS, "phone")},
    **{f"counter-{page}": door("GET", OWN_CLERK, ELSEWHERE) for page in ("family", "tasks", "sent")},
    "my-file": door("GET", CITIZENS),
    # Reviewing: across the governorate
    "applications": door("GET", STAFF),
    "application-review": door("GET", REVIEWERS, ELSEWHERE),
    "application-approve": door("POST", REVIEWERS, ELSEWHERE),
    "application-refuse": door("POST", REVIEWERS, ELSEWHERE),
    "api-applications": door("GET", SIGNED_IN) | door("POST", CITIZENS | CLERKS),
    "api-application": door("GET", REVIEWERS | OWN_CITIZEN, OTHERS)
    | door("PUT", OWN_CITIZEN, OTHER_CITIZEN | CLERKS),
    "api-application-send": door("POST", OWN_CITIZEN, OTHER_CITIZEN | CLERKS),
    "api-application-approve": door("POST", REVIEWERS, ELSEWHERE),
    "api-application-refuse": door("POST", REVIEWERS, ELSEWHERE),
    # Families
    "api-beneficiaries": door("GET", SIGNED_IN),
    "api-beneficiary": door("GET", LUXOR | OWN_CITIZEN, OTHERS),
    "api-beneficiary-look-up": door("POST", CLERKS),
    "api-households": door("GET", SIGNED_IN),
    "api-household": door("GET", LUXOR | OWN_CITIZEN, OTHERS),
    # The desk and the ledger
    "desk": door("GET POST", CLERKS),
    "desk-visit": door("GET POST", CLERKS),
    "desk-undo": door("GET POST", OWN_CLERK, ELSEWHERE),
    "api-service-records": door("GET", STAFF) | door("POST", CLERKS),
    "api-service-record": door("GET", LUXOR, ELSEWHERE),
    "api-service-record-reversal": door("POST", OWN_CLERK, ELSEWHERE),
    # Numbers: sums of every governorate are for all staff
    "statistics": door("GET", STAFF),
    "statistics-governorate": door("GET", STAFF),
    "api-statistics": door("GET", STAFF),
    "api-statistics-governorate": door("GET", STAFF),
}
