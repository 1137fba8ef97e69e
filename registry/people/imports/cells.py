"""Cells of families as files of the units write them."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext as _

from registry.people.models import Relation, Sex
from uhis_portal.arabic import comparable
from uhis_portal.files.cells import Cells
from uhis_portal.files.importing import Row

# Beside the names that the portal shows.
RELATIONS = {
    Relation.HEAD: ("head", "رب الأسرة", "ربة الأسرة", "عائل الأسرة"),
    Relation.SPOUSE: ("spouse", "wife", "husband", "زوج", "زوجة", "زوج / زوجة"),
    Relation.CHILD: ("child", "son", "daughter", "ابن", "ابنة", "بنت", "ابن / ابنة"),
    Relation.PARENT: ("parent", "father", "mother", "أب", "أم", "والد", "والدة"),
    Relation.DEPENDANT: ("dependant", "معال", "مُعال آخر"),
}
SEXES = {
    comparable(word): sex
    for sex, words in {Sex.MALE: ("male", "m", "ذكر"), Sex.FEMALE: ("female", "f", "أنثى")}.items()
    for word in words
}


@cache
def relations() -> dict[str, Relation]:
    """What may be written of a member's place in the family, comparable: also what the portal shows in each language."""
    known = {comparable(word): relation for relation, words in RELATIONS.items() for word in words}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {comparable(str(relation.label)): relation for relation in Relation}
    return known


def read_relation(typed: str) -> Relation:
    found = relations().get(comparable(typed))
    if found is None:
        raise ValidationError(_("Write head, spouse, child, parent or dependant."), code="unknown_relation")
    return found


def read_sex(typed: str) -> str:
    """The sex, or nothing when it is not said in a known word."""
    return SEXES.get(comparable(typed), "")


def file_number_of(row: Row) -> str:
    """The family file number as it is kept: capitals, Latin digits, no spaces."""
    return (Cells(row).code("file_number") or "").replace(" ", "")
