"""Questions about facilities in the words of the staff."""

from __future__ import annotations

from functools import reduce
from operator import add, and_
from typing import Any, NamedTuple

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Case, Expression, F, FloatField, Func, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import ASin, Cast, Cos, Greatest, Power, Radians, Round, Sin, Sqrt
from django.db.models.lookups import Contains, GreaterThanOrEqual
from django.utils.translation import get_language

from facilities.directory.words import line_of, sound_of, words_of

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
# Shares of a word's trigrams that must be found for another spelling of it to count.
ALIKE = 0.5
SHORT_ALIKE = 0.6  # for words of three or four letters
SLIGHTLY_ALIKE = 0.25  # for a word that sounds alike, when the sound is so short that it fits many words
SHORT_SOUND = 3
# The lines of Facility.comparable and what a word found there is worth.
NAMES, FORMER_NAMES, KIND, PLACE = 1, 2, 3, 4
WORTH = {NAMES: 1.0, FORMER_NAMES: 0.9, PLACE: 0.6, KIND: 0.4}
WORTH_OF_SOUND = 0.85  # a word that only sounds alike, against one that is written alike


class Point(NamedTuple):
    """A place on Earth, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class Line(Func):
    """One line of a text of several."""

    function = "split_part"
    template = "%(function)s(%(expressions)s)"
    output_field = models.TextField()

    def __init__(self, column: str, number: int) -> None:
        super().__init__(F(column), Value("\n"), Value(number))


class FacilityQuerySet(models.QuerySet[Any]):
    def open(self) -> FacilityQuerySet:
        """Those that have not closed for good."""
        return self.filter(status="open")

    def of_governorate(self, code: str) -> FacilityQuerySet:
        return self.filter(governorate=code)

    def giving(self, level: str) -> FacilityQuerySet:
        """Those that give care of a level: primary, secondary, tertiary or diagnostic."""
        return self.filter(**{level: True})

    def in_list(self) -> FacilityQuerySet:
        """Open facilities with what a list shows of them."""
        return self.open().with_place()

    def in_full(self) -> FacilityQuerySet:
        """With all that is known of them, closed ones too."""
        return self.with_place().prefetch_related("capacities", "accreditations")

    def with_place(self) -> FacilityQuerySet:
        return self.select_related("governorate", "district").defer("governorate__outline")

    def family_units_of(self, governorate: str, district: str | None = None) -> FacilityQuerySet:
        """Open family-medicine units and centres of a governorate, those of the family's own district first."""
        units = self.open().of_governorate(governorate).filter(kind__in=self.model.FAMILY_MEDICINE)
        elsewhere = Case(When(district=district, then=0), default=1) if district else Value(1)
        return units.select_related("district").order_by(elsewhere, *by_name())

    def near(self, point: Point) -> FacilityQuerySet:
        """With `distance_km` from a point as the crow flies; None where the position is not known."""
        latitude, longitude = (Radians(Cast(F(name), FloatField())) for name in ("latitude", "longitude"))
        here_latitude, here_longitude = Radians(Value(point.latitude)), Radians(Value(point.longitude))
        half_chord = Power(Sin((latitude - here_latitude) / 2), 2) + Cos(latitude) * Cos(
            here_latitude
        ) * Power(Sin((longitude - here_longitude) / 2), 2)
        return self.annotate(distance_km=2 * EARTH_RADIUS_KM * ASin(Sqrt(half_chord)))

    def matching(self, text: str) -> FacilityQuerySet:
        """Those in which every telling word of `text` is found, with `score`: the more, the better the match.

        A word is found as it is written, in another spelling (by trigrams), or by its sound in the other script.
        A facility is also found by its whole code.
        """
        words = words_of(text)
        every_word = reduce(and_, map(holds, words))
        score = reduce(add, map(score_of, words))
        found = self.filter(every_word | Q(code__iexact=text.strip()))
        return found.annotate(score=Round(score, precision=2))

    def best_first(self) -> FacilityQuerySet:
        """In the order of a finder: best match, then nearest, then by name."""
        order = []
        if "score" in self.query.annotations:
            order.append(F("score").desc())
        if "distance_km" in self.query.annotations:
            order.append(F("distance_km").asc(nulls_last=True))
        return self.order_by(*order, *by_name())


def by_name() -> tuple[str, str]:
    """The order of the alphabet that the reader uses; Arabic order comes from the comparable words."""
    return ("name_en" if get_language() == "en" else "comparable", "code")


def holds(word: str) -> Q:
    """Whether a facility's words hold `word` or one that is like it; numbers and the shortest words as they stand."""
    if is_short(word):
        return Q(comparable__contains=line_of([word]))
    likeness = TrigramWordSimilarity(word, "comparable")
    sound = sound_of(word)
    written_alike = Q(GreaterThanOrEqual(likeness, SHORT_ALIKE if len(word) <= 4 else ALIKE))
    if not sound:
        return written_alike
    sounds_alike = Q(sounds__contains=line_of([sound]))
    if len(sound) <= SHORT_SOUND:
        sounds_alike &= Q(GreaterThanOrEqual(likeness, SLIGHTLY_ALIKE))
    return written_alike | sounds_alike


def score_of(word: str) -> Greatest:
    """What `word` is worth in the line where it is worth most."""
    worths: list[Expression | Combinable] = []
    sound = sound_of(word)
    for line, worth in WORTH.items():
        if is_short(word):
            worths.append(worth_where("comparable", line, word, worth))
            continue
        worths.append(TrigramWordSimilarity(word, Line("comparable", line)) * Value(worth))
        if sound:
            worths.append(worth_where("sounds", line, sound, worth * WORTH_OF_SOUND))
    return Greatest(*worths, output_field=FloatField())


def is_short(word: str) -> bool:
    """Too short, or a number: its trigrams would fit too much."""
    return len(word) <= 2 or word.isdigit()


def worth_where(column: str, line: int, word: str, worth: float) -> Case:
    found = Contains(Line(column, line), Value(line_of([word])))
    return Case(When(found, then=Value(worth)), default=Value(0.0), output_field=FloatField())
