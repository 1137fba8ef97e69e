"""Query parameters are declared in a room's filters.py; an unknown one is refused by name."""

from collections.abc import Collection
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.request import Request

from uhis_portal.api.errors import UnreadableParameters


class StrictFilterBackend(DjangoFilterBackend):
    """django-filter, and 400 for a parameter that nobody declared or whose value cannot be read."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        filterset = self.get_filterset(request, queryset, view)
        known = set(filterset.filters) if filterset is not None else set()
        known |= set(getattr(view.paginator, "query_params", ()))
        refuse_others(request.query_params, known)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise UnreadableParameters({name: list(faults) for name, faults in filterset.errors.items()})
        return filterset.qs


def refuse_others(parameters: QueryDict, known: Collection[str]) -> None:
    """UnreadableParameters where a parameter is not among `known`, or is given more than once."""
    unknown = [name for name in parameters if name not in known]
    if unknown:
        raise UnreadableParameters({name: [_("There is no such parameter.")] for name in unknown})
    repeated = [name for name in parameters if len(parameters.getlist(name)) > 1]
    if repeated:
        raise UnreadableParameters({name: [_("Give this parameter once.")] for name in repeated})
