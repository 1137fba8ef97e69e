"""Periods in constraints: two of one kind must not overlap."""

from django.db.models import Func


class Period(Func):
    """daterange(since, until), the end not included."""

    function = "daterange"
    arity = 2
