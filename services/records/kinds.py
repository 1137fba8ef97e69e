"""Kinds of service at a desk: which are given there, which are used most, and which one is meant by what was typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from facilities.catalogue.models import ServiceType
from facilities.directory.models import Facility
from services.records.models import ServiceRecord
from uhis_portal.arabic import comparable, typed_number
from uhis_portal.display import bilingual

FAVOURITES = 8
LOOKED_BACK = 500  # records
NAMED_IN_A_REFUSAL = 4


# Which kinds are given where: family medicine at units, hospital care at hospitals, tests alone at laboratories,
# initiatives everywhere. Which specialties a hospital has is not known for most, so none is refused. A kind that was
# something else before, or was not given, has a row for each of its periods.
GIVEN = """
SELECT kind.service_type_id AS code, kind.level, kind.category, daterange(kind.since, kind.until) AS period
  FROM catalogue_kindversion AS kind, directory_facility AS place
 WHERE place.code = {facility}
   AND (place.primary AND (kind.setting <> 'hospital' OR kind.level = 'initiative')
        OR (place.secondary OR place.tertiary) AND (kind.setting = 'hospital' OR kind.level = 'initiative')
        OR place.diagnostic AND kind.category = 'diagnostic')
"""


def kinds_given_at(facility: Facility, day: date) -> QuerySet[ServiceType]:
    """Kinds of service that can be logged at `facility` as given on `day`."""
    given = GIVEN.format(facility="%s")
    asked = f"SELECT code FROM ({given}) AS given WHERE period @> %s::date"  # noqa: S608 (our own text)
    codes = RawSQL(asked, [facility.pk, day])  # noqa: S611
    return ServiceType.objects.filter(pk__in=codes)


def favourites_of(facility: Facility, kinds: Sequence[ServiceType]) -> list[ServiceType]:
    """The kinds logged most at this desk lately, the most used first; then everyday care, before campaigns."""
    recent = ServiceRecord.objects.filter(facility=facility, reverses=None).order_by("-recorded_at")
    used = Counter(recent.values_list("service_type", flat=True)[:LOOKED_BACK])
    ranked = sorted(kinds, key=lambda kind: (-used[kind.code], kind.level == ServiceType.Level.INITIATIVE))
    return ranked[:FAVOURITES]


def kind_meant(typed: str, kinds: Sequence[ServiceType], favourites: Sequence[str]) -> str:
    """The code of the kind that a clerk typed: the number of a favourite, a code, a name, or enough words of a name.

    `favourites` are the codes in the order in which the page showed them. Raises ValidationError when nothing or more
    than one kind fits.
    """
    number = typed_number(typed)
    if len(number) <= 2 and number.isascii() and number.isdigit() and 1 <= int(number) <= len(favourites):
        return favourites[int(number) - 1]
    wanted = comparable(typed)
    names = {kind: spelled(kind.code, kind.name_ar, kind.name_en) for kind in kinds}
    exact = [kind for kind, spellings in names.items() if wanted in spellings]
    if exact:
        return exact[0].code
    words = wanted.split()
    fitting = [
        kind
        for kind, spellings in names.items()
        if words and any(all(word in one for word in words) for one in spellings)
    ]
    if len(fitting) == 1:
        return fitting[0].code
    if not fitting:
        raise ValidationError(
            _("No kind of service here fits this. Choose one from the list."), code="unknown"
        )
    named = _(", ").join(bilingual(kind) for kind in fitting[:NAMED_IN_A_REFUSAL])
    raise ValidationError(
        _("Several kinds fit: %(kinds)s. Write more of the name."), params={"kinds": named}, code="several"
    )


@lru_cache(maxsize=1000)
def spelled(code: str, name_ar: str, name_en: str) -> tuple[str, str, str]:
    """Code and names of a kind as they are compared: a file asks for the same few thousands of times."""
    return comparable(code), comparable(name_ar), comparable(name_en)
